"""Ids that become names of the file: Excel has its own idea of what a name may be."""

from __future__ import annotations

from plansheets.blueprint.ids import say_more
from plansheets.blueprint.model import Blueprint, Metric, Parameter, Table
from plansheets.grid import MAX_NAME, looks_like_cell
from plansheets.plan.names import VERDICT
from plansheets.plan.report import Report
from plansheets.words import Words

_TAKEN = frozenset({VERDICT, "print_area", "print_titles"})
"""Names that the workbook or Excel gives itself."""


def check_names(blueprint: Blueprint, report: Report) -> None:
    """Report the parameters, metrics and tables that Excel would not let be called so."""
    all_named: tuple[Parameter | Metric | Table, ...] = (
        *blueprint.parameters,
        *blueprint.metrics,
        *blueprint.tables,
    )
    for named in all_named:
        id_ = named.id
        if looks_like_cell(id_):
            report.add(
                "PS109",
                Words(
                    f"“{id_}”在这里不能作 id：Excel 会当成单元格",
                    f"'{id_}' cannot be an id here: Excel reads it as a cell",
                ),
                named.span,
                say_more(id_),
            )
        elif id_ in _TAKEN:
            report.add(
                "PS109",
                Words(
                    f"“{id_}”不能作 id：每个工作簿都有这个名称",
                    f"'{id_}' cannot be an id: every workbook has a name like it",
                ),
                named.span,
                say_more(id_),
            )
        elif len(id_) > MAX_NAME:
            report.add(
                "PS109",
                Words(
                    f"id 有 {len(id_)} 个字符；Excel 最多 {MAX_NAME} 个",
                    f"an id has {len(id_)} characters; Excel allows {MAX_NAME}",
                ),
                named.span,
                Words("缩短它", "shorten it"),
            )
