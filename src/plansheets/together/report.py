"""The workbook of a consolidation: stores and periods side by side, with what is missing."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plansheets.errors import DataError, Problem
from plansheets.together.gather import FoundTogether
from plansheets.together.measures import ReportFigure, figures_of
from plansheets.words import Locale, Words

if TYPE_CHECKING:
    import pandas as pd

    from plansheets.flow import Built

MOST_PERIODS = 60
_EVERYTHING = Words("全部", "All")
_UNNAMED = Words("（没有名称）", "(no name)")
ReportName = tuple[str, str]
"""A store and a period."""


def check_keys(by: Sequence[str]) -> None:
    """Refuse more keys than a sheet has sides."""
    if len(by) > 2:
        message = Words(
            f"汇总工作簿只有行和列，--by 写了 {len(by)} 个",
            f"a workbook has rows and columns, and --by names {len(by)}",
        )
        hint = Words("例如 --by store,month", "for example --by store,month")
        raise DataError([Problem.told("PS741", message, hint=hint)])


def write_report(
    found: FoundTogether, by: Sequence[str], output: Path, locale: Locale, *, force: bool
) -> Built:
    """Write the workbook of what was *found* to *output*."""
    import pandas as pd  # noqa: PLC0415  # only a report needs frames

    from plansheets.flow import build  # noqa: PLC0415  # and all that builds

    tables = [table for unit in found.units for table in unit.tables]
    figures = figures_of(found.blueprint, tables)
    values = _values(found, by, figures, locale)
    values += _missing(found, by, values, locale)
    periods = sorted({period for _, period, _, _ in values}, key=_natural)
    if not figures or not periods:
        raise _nothing(found)
    if len(periods) > MOST_PERIODS:
        message = Words(
            f"{len(periods)} 个期间，最多 {MOST_PERIODS} 个",
            f"{len(periods)} periods, at most {MOST_PERIODS} stand side by side",
        )
        raise DataError(
            [Problem.told("PS741", message, hint=Words("写 CSV 没有限制", "CSV has no limit"))]
        )
    data = {
        "values": pd.DataFrame(values, columns=["store", "period", "measure", "value"]),
        "measures": pd.DataFrame(
            [(one.label(locale), one.way, f"{one.table}.{one.column}") for one in figures],
            columns=["measure", "way", "source"],
        ),
        "rejected": _rejected(found, locale),
        "books": _books(found, by, locale),
    }
    with tempfile.TemporaryDirectory() as folder:
        blueprint = Path(folder) / "consolidation.yaml"
        blueprint.write_text(_blueprint(periods, figures[0].label(locale)), "utf-8")
        return build(blueprint, output, locale=locale, data=data, force=force)


def _values(
    found: FoundTogether, by: Sequence[str], figures: Sequence[ReportFigure], locale: Locale
) -> list[tuple[str, str, str, float | None]]:
    """A line for each figure of each workbook; one that has no rows counts as nothing sold."""
    called = (key for unit in found.units for key in found.called[unit.id])
    names = sorted({_named(key, by, locale) for key in called}, key=_in_order)
    lines: list[tuple[str, str, str, float | None]] = []
    for figure in figures:
        held: Mapping[ReportName, float] = {
            _named(key, by, locale): value
            for key, value in found.merger.figure(figure.table, figure.column, figure.way)
        }
        for name in names:
            value = held.get(name, None if figure.way == "mean" else 0.0)
            if value is not None:
                lines.append((*name, figure.label(locale), value))
    return lines


def _missing(
    found: FoundTogether,
    by: Sequence[str],
    values: Sequence[tuple[str, str, str, float | None]],
    locale: Locale,
) -> list[tuple[str, str, str, float | None]]:
    """A line without a figure for each that has sent nothing: it has a row, and all of it blank."""
    first = min((period for _, period, _, _ in values), key=_natural, default=_EVERYTHING(locale))
    lines: list[tuple[str, str, str, float | None]] = []
    for one in found.missing:
        store, period = _named([one.get(key) for key in by], by, locale)
        if by[0] in one:
            lines.append((store, period if len(by) > 1 and by[1] in one else first, "", None))
    return lines


def _named(key: Sequence[Any], by: Sequence[str], locale: Locale) -> ReportName:
    told = [_UNNAMED(locale) if one in (None, "") else str(one) for one in key]
    return told[0], told[1] if len(by) > 1 else _EVERYTHING(locale)


def _books(found: FoundTogether, by: Sequence[str], locale: Locale) -> pd.DataFrame:
    rows = []
    for unit in found.units:
        called = found.called[unit.id]
        name = _named(next(iter(called)), by, locale) if len(called) == 1 else ("", "")
        count = sum(table.rows for table in unit.tables)
        rows.append([unit.named, *name, unit.part.version, count])
    return _texts(["file", "store", "period", "version", "rows"], rows)


def _rejected(found: FoundTogether, locale: Locale) -> pd.DataFrame:
    rows = [
        [one.file, one.cell, one.reason(locale), one.hint(locale) if one.hint else "", one.code]
        for one in found.rejected
    ]
    return _texts(["file", "cell", "reason", "hint", "code"], rows)


def _texts(names: list[str], rows: list[list[Any]]) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return pd.DataFrame(rows, columns=names, dtype=object)


def _blueprint(periods: Sequence[str], figure: str) -> str:
    """The shipped blueprint with its periods."""
    text = (files("plansheets.together") / "report.yaml").read_text("utf-8")
    ids = [f"period_{number}" for number in range(1, len(periods) + 1)]
    items = dict(zip(ids, periods, strict=True))
    lacking = "&".join(
        f'IF([@v_{id_}]="", "{period.replace(chr(34), chr(34) * 2)} ", "")'
        for id_, period in items.items()
    )
    which = f'=IF([@store]="", "", TRIM({lacking}))'
    given = {"PERIODS": items, "WHICH": which, "DEFAULT": figure}
    return re.sub(
        rf"\b({'|'.join(given)})\b",
        lambda mark: json.dumps(given[mark[1]], ensure_ascii=False),
        text,
    )


def _in_order(name: ReportName) -> list[list[tuple[int, int, str]]]:
    return [_natural(one) for one in name]


def _natural(text: str) -> list[tuple[int, int, str]]:
    """Sorts ``10月`` after ``6月``."""
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece)
        for piece in re.split(r"(\d+)", text)
        if piece
    ]


def _nothing(found: FoundTogether) -> DataError:
    message = Words(
        "没有可以汇总的数：没有工作簿，或者没有金额和数量的列",
        "nothing to show: no workbook was taken, or none has a column of amounts or counts",
    )
    return DataError([*(one.problem() for one in found.rejected), Problem.told("PS748", message)])
