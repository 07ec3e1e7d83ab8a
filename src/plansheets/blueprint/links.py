"""What a composite says about columns and parameters of the blueprints it includes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from plansheets.blueprint.compose import place_of
from plansheets.blueprint.missing import no_column, no_such, no_table
from plansheets.blueprint.model import Blueprint, Column, Formula, Parameter, Table
from plansheets.blueprint.other_columns import Options
from plansheets.blueprint.repeats import repeated_ids
from plansheets.errors import Problem
from plansheets.records import dataclass
from plansheets.source import Span
from plansheets.words import Words, quoted

PARAMETERS = "parameters"
"""The word under ``links`` that stands for the parameters, not for a table."""

Links = Mapping[str, tuple[Mapping[str, tuple[Formula, Span]], Span]]
Offered = Mapping[str, tuple[Mapping[str, tuple[Options, Span]], Span]]


def link(
    blueprint: Blueprint, links: Links, offered: Offered, problems: list[Problem]
) -> Blueprint:
    """*blueprint* with formulas in its link columns and drop-downs in its inputs."""
    if not links and not offered:
        return blueprint
    linking = _Linking(blueprint, problems)
    tables = {table.id: table for table in blueprint.tables}
    parameters = {parameter.id: parameter for parameter in blueprint.parameters}
    for id_, (formulas, span) in links.items():
        if id_ == PARAMETERS:
            for name, (formula, place) in formulas.items():
                linked = linking.parameter(name, formula, place)
                if linked is not None:
                    parameters[name] = linked
        elif linking.knows(id_, span):
            for name, (formula, place) in formulas.items():
                tables[id_] = linking.column(tables[id_], name, formula, place)
    for id_, (columns, span) in offered.items():
        if linking.knows(id_, span):
            for name, (options, place) in columns.items():
                tables[id_] = linking.options(tables[id_], name, options, place)
    return replace(blueprint, tables=tuple(tables.values()), parameters=tuple(parameters.values()))


@dataclass(frozen=True, slots=True)
class _Linking:
    """One link after the other; what names nothing is reported."""

    blueprint: Blueprint
    problems: list[Problem]

    def knows(self, table: str, span: Span) -> bool:
        known = self.blueprint.table_ids
        if table not in known and not self.blueprint.may_lack(table):
            self.problems.append(no_table(table, known, span))
        return table in known

    def parameter(self, id_: str, formula: Formula, span: Span) -> Parameter | None:
        """The parameter, computed while its cell is blank, and left blank by the sample."""
        parameter = self.blueprint.parameter(id_)
        if parameter is None:
            if not self.blueprint.may_lack(id_):
                known = [one.id for one in self.blueprint.parameters]
                self.problems.append(no_such("parameter", id_, known, span))
            return None
        return replace(parameter, formula=formula, default=None, sample={})

    def column(self, table: Table, id_: str, formula: Formula, span: Span) -> Table:
        """The table with its link column computed; its samples go where values come by links."""
        column = self._column(table, id_, span)
        if column is None:
            return table
        if column.role != "link" and not column.linkable:
            role = (
                Words("由公式计算", "computed")
                if column.role == "formula"
                else Words("由人填写", "typed in")
            )
            self._report(
                "PS122",
                Words(
                    f"表“{table.id}”的列“{id_}”{role.zh}；只有引用列（link）才接公式",
                    f"the column '{id_}' of table '{table.id}' is {role.en}; only a "
                    "link takes a formula",
                ),
                span,
                _make_it_a_link(column, table, span),
            )
            return table
        linked = replace(column, role="formula", formula=formula, linked=True, required=False)
        gone = repeated_ids([column], self.blueprint.lists)
        rows = tuple(
            replace(row, cells={name: cell for name, cell in row.cells.items() if name not in gone})
            for row in table.sample
        )
        return replace(_with(table, linked), sample=rows)

    def options(self, table: Table, id_: str, options: Options, span: Span) -> Table:
        """The table with a drop-down for an input column."""
        column = self._column(table, id_, span)
        if column is None:
            return table
        if column.role == "formula" or column.type.kind != "text" or column.list_id is not None:
            what = (
                Words("由公式计算", "computed")
                if column.role == "formula"
                else Words(f"类型是“{column.type.id}”", f"of type '{column.type.id}'")
            )
            self._report(
                "PS122",
                Words(
                    f"表“{table.id}”的列“{id_}”{what.zh}；下拉建议只用于自由文本",
                    f"the column '{id_}' of table '{table.id}' is {what.en}; options "
                    "are for free texts",
                ),
                span,
                Words(
                    "去掉这一条，或换成类型为 text 的填写列",
                    "leave it out, or choose an input column of type text",
                ),
            )
            return table
        return _with(table, replace(column, options=options))

    def _column(self, table: Table, id_: str, span: Span) -> Column | None:
        column = table.column(id_)
        left_out = self.blueprint.left_out.column(table.id, id_)
        if column is None and not left_out and not self.blueprint.excuses(id_):
            self.problems.append(no_column(id_, table.id, table.column_ids, span))
        return column

    def _report(self, code: str, message: Words, span: Span, hint: Words | None) -> None:
        self.problems.append(Problem.told(code, message, span, hint))


def _with(table: Table, column: Column) -> Table:
    columns = tuple(column if one.id == column.id else one for one in table.columns)
    return replace(table, columns=columns)


def _make_it_a_link(column: Column, table: Table, span: Span) -> Words:
    """What to do about a column that is no link, and which columns of its table are."""
    place = place_of(column.span, span)
    links = [quoted(one.id) for one in table.columns if one.role == "link" or one.linkable]
    others = Words("", "")
    if links:
        others = Words(
            f"；“{table.id}”的引用列：{'、'.join(one.zh for one in links)}",
            f"; the links of '{table.id}': {', '.join(one.en for one in links)}",
        )
    return Words(
        f"{place.zh}给它加上“link: true”{others.zh}",
        f"add 'link: true' to it {place.en}{others.en}",
    )
