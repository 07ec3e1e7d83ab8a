"""What the user gave for a build: choices, parameters, data; every fault of them told at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from plansheets.blueprint.model import Blueprint, Parameter, Table
from plansheets.errors import (
    BlueprintError,
    DataError,
    PlansheetsError,
    Problem,
    nearest,
)
from plansheets.formula.functions import PROFILES
from plansheets.grid import FIRST_SET, LAST_SET, MAX_ROWS
from plansheets.plan.choices import GivenRows
from plansheets.plan.look.colors import read_color
from plansheets.plan.look.palettes import THEMES
from plansheets.plan.model import Value
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.records import dataclass
from plansheets.words import LOCALES, Locale, Words

if TYPE_CHECKING:
    import pandas as pd

    from plansheets.frames.raw import FileHints
    from plansheets.frames.read_file import ReadFile
    from plansheets.frames.table_data import TableData
    from plansheets.frames.work import Work

DataSource: TypeAlias = "str | Path | pd.DataFrame | Work"
"""A file, ``FILE.xlsx#Sheet``, a frame, or the part of a file that was surveyed."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The rows of every table that data were given for, and what became of each file."""

    rows: Mapping[str, GivenRows] = field(default_factory=dict)
    notices: tuple[Problem, ...] = ()
    accounts: tuple[ReadFile, ...] = ()


def check_choices(
    *,
    locale: str,
    profile: str,
    rows: int | None,
    as_of: datetime.date | None,
    theme: str,
    brand: str | None,
    brought: Sequence[str] = (),
) -> None:
    """Refuse what no workbook can be made for."""
    faults: list[Problem] = []

    def refuse(message: Words, hint: Words | None = None) -> None:
        faults.append(Problem.told("PS314", message, hint=hint))

    for what, word, known in (
        (Words("语言", "locale"), locale, LOCALES),
        (Words("兼容级别", "profile"), profile, PROFILES),
        (Words("主题", "theme"), theme, THEMES),
    ):
        if word not in known:
            message = Words(f"“{word}”不是{what.zh}", f"'{word}' is no {what.en}")
            refuse(message, nearest(word, known))
    if rows is not None and not 1 <= rows < MAX_ROWS:
        message = Words(
            f"要了 {rows:,} 行；一张表是 1 到 {MAX_ROWS - 1:,} 行",
            f"{rows:,} rows asked for; a table has 1 to {MAX_ROWS - 1:,}",
        )
        refuse(message)
    if as_of is not None and not isinstance(as_of, datetime.date):
        said = Words(f"统计日 {as_of!r} 不是日期", f"the as-of day {as_of!r} is no day")
        refuse(said, Words("写成 datetime.date(2024, 6, 12)", "write datetime.date(2024, 6, 12)"))
    elif as_of is not None and (fault := _far_off(as_of)):
        refuse(Words(f"统计日 {as_of} {fault.zh}", f"the as-of day {as_of} {fault.en}"), _NEARER)
    if brand is not None and read_color(brand) is None:
        hint = Words(
            "颜色是六位十六进制数，如 '#C8102E'（命令行里要加引号）",
            "a colour is six hexadecimal digits, as in '#C8102E' (in quotes, for the shell)",
        )
        refuse(Words(f"品牌色“{brand}”不是颜色", f"the brand colour '{brand}' is no colour"), hint)
    if len(brought) > 1:
        hint = Words(
            "只选一个：Excel 用 --vba，Microsoft 365 用 --lambdas，装有 Python 的 Excel 用 --udf",
            "--vba for Excel, --lambdas for Microsoft 365, --udf for Excel with Python",
        )
        message = Words(
            f"{'、'.join(brought)} 会带来同名的函数",
            f"{' and '.join(brought)} bring the functions, under the same names",
        )
        refuse(message, hint)
    if faults:
        raise BlueprintError(faults)


def creation_time(as_of: datetime.date | None) -> datetime.datetime:
    """When the workbook says it was made: SOURCE_DATE_EPOCH, else the as-of day, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        except (ValueError, OverflowError, OSError):
            raise BlueprintError(
                [
                    Problem.told(
                        "PS310",
                        Words(
                            f"SOURCE_DATE_EPOCH 是“{epoch}”，不是秒数",
                            f"SOURCE_DATE_EPOCH is '{epoch}', which is no number of seconds",
                        ),
                    )
                ]
            ) from None
        return moment.replace(tzinfo=None)
    if as_of is not None:
        return datetime.datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001
    return datetime.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the user's own clock


def read_given(
    blueprint: Blueprint,
    values: Mapping[str, object],
    data: Mapping[str, DataSource | Sequence[DataSource]],
    locale: Locale,
    hints: FileHints | None = None,
) -> tuple[dict[str, Value], Loaded]:
    """Parameters and tables as the user gave them; what is wrong with either is told together."""
    problems: list[Problem] = []
    parameters: dict[str, Value] = {}
    try:
        parameters = read_values(blueprint, values)
    except BlueprintError as error:
        problems.extend(error.problems)
    try:
        loaded = load_data(blueprint, data, locale, hints)
    except DataError as error:
        raise DataError([*problems, *error.problems]) from None
    if problems:
        raise BlueprintError(problems)
    if loaded.rows:
        from plansheets.frames.unlisted import unlisted_once_built

        notices = (*loaded.notices, *unlisted_once_built(blueprint, loaded.rows, locale))
        loaded = replace(loaded, notices=notices)
    return parameters, loaded


def every_source(
    data: Mapping[str, DataSource | Sequence[DataSource]],
) -> list[DataSource]:
    """Every file and frame of *data*."""
    return [one for sources in data.values() for one in each_source(sources)]


def each_source(sources: DataSource | Sequence[DataSource]) -> Sequence[DataSource]:
    if isinstance(sources, list | tuple):
        return sources
    return [cast("DataSource", sources)]


def read_values(blueprint: Blueprint, values: Mapping[str, object]) -> dict[str, Value]:
    """Parameters as the user gave them, typed; every one that does not fit is reported."""
    if not values:
        return {}
    from plansheets.values.numbers import BadValueError

    read: dict[str, Value] = {}
    problems = []
    for id_, written in values.items():
        if blueprint.variant(id_) is not None:
            continue  # it was chosen before the blueprint was read
        parameter = blueprint.parameter(id_) or next(
            (one for one in blueprint.parameters if id_ in one.was), None
        )
        if parameter is None:
            why = blueprint.left_out.why.get(id_)
            known = [one.id for one in blueprint.parameters]
            hint = (
                Words(f"只在 {why} 时才有", f"it is there only for {why}")
                if why
                else nearest(id_, [*(one.id for one in blueprint.variants), *known], listed=60)
            )
            message = Words(
                f"{blueprint.id} 没有参数“{id_}”", f"no parameter '{id_}' in {blueprint.id}"
            )
            problems.append(Problem.told("PS311", message, hint=hint))
            continue
        try:
            read[parameter.id] = read_value(written, parameter, blueprint)
        except BadValueError as fault:
            where = Words(f"参数“{id_}”", f"parameter '{id_}'")
            problems.append(Problem.told("PS312", fault.reason, hint=fault.hint, where=where))
    if problems:
        raise BlueprintError(problems)
    return read


def read_value(written: object, parameter: Parameter, blueprint: Blueprint) -> Value:
    """What *parameter* takes of *written*; raises BadValueError where it takes nothing of it."""
    from plansheets.frames.values import parse_value
    from plansheets.values.numbers import BadValueError, said_of

    value = parse_value(
        written,
        parameter.type,
        items=blueprint.list(parameter.list_id) if parameter.list_id else None,
        minimum=parameter.minimum,
        maximum=parameter.maximum,
    )
    if isinstance(value, datetime.date) and (fault := _far_off(value)):
        raise BadValueError("PS425", said_of(written, fault.zh, fault.en), _NEARER)
    return value


_NEARER = Words(
    "工作簿要往前往后看好几年：写近一些的日子",
    "workbooks look back and ahead by years: write a day that is nearer",
)


def _far_off(day: datetime.date) -> Words | None:
    """What there is to say of a *day* at the ends of Excel's calendar, if it lies there."""
    day = datetime.date(day.year, day.month, day.day)
    if day < FIRST_SET:
        return Words(f"早于 {FIRST_SET}", f"lies before {FIRST_SET}")
    if day > LAST_SET:
        return Words(f"晚于 {LAST_SET}", f"lies after {LAST_SET}")
    return None


def load_data(
    blueprint: Blueprint,
    data: Mapping[str, DataSource | Sequence[DataSource]],
    locale: Locale,
    hints: FileHints | None = None,
) -> Loaded:
    """Rows for each table named, and what there is to say about them; all problems at once."""
    if not data:
        return Loaded()
    from plansheets.frames.append import append
    from plansheets.frames.grids import load_grid
    from plansheets.frames.load import fill, load_frame, load_table
    from plansheets.frames.raw import NO_HINTS
    from plansheets.frames.work import Work

    hints = hints or NO_HINTS
    # repeated columns are columns of the file, too
    blueprint = expand_repeats(blueprint, Report())
    tables: dict[str, Table] = {}
    parts: dict[str, list[TableData]] = {}
    accounts: list[ReadFile] = []
    problems: list[Problem] = []
    for written, sources in data.items():
        table, given = find_table(blueprint, written, problems)
        if table is None:
            continue
        for source in every_sheet(sources):
            try:
                match source:
                    case Work():
                        rows = fill(source)
                    case _ if is_grid(table, blueprint):
                        rows = load_grid(source, table, blueprint, locale, hints)
                    case str() | Path():
                        rows = load_table(source, table, blueprint, locale, hints, given)
                    case _:
                        rows = load_frame(source, table, blueprint, locale, hints, given)
            except PlansheetsError as error:
                if isinstance(source, OneOfSheets) and fits_nothing(error):
                    continue
                problems.extend(error.problems)
                continue
            tables[table.id] = table
            parts.setdefault(table.id, []).append(rows)
            accounts.extend(filter(None, [rows.account]))
    loaded: dict[str, GivenRows] = {}
    notices: list[Problem] = []
    for written in data:
        table, _ = find_table(blueprint, written, [])
        if table is not None and table.id not in parts and not problems:
            message = Words(
                f"没有一张工作表写着表“{table.id}”的列名",
                f"no sheet names the columns of table '{table.id}'",
            )
            problems.append(Problem.told("PS405", message))
    for id_, found in parts.items():
        try:
            rows = append(tables[id_], found)
        except PlansheetsError as error:
            problems.extend(error.problems)
            continue
        loaded[id_] = rows
        notices.extend(rows.notices)
    if problems:
        raise DataError(problems)
    return Loaded(loaded, tuple(notices), tuple(accounts))


class OneOfSheets(str):
    """A sheet of a workbook of which every sheet is to be read that fits."""

    __slots__ = ()


def every_sheet(sources: DataSource | Sequence[DataSource]) -> Iterator[DataSource]:
    """Each of *sources*, and each sheet of a workbook of which all are to be read that fit."""
    from plansheets.frames.files import each_sheet

    for source in each_source(sources):
        if isinstance(source, str) and source.endswith("#*"):
            yield from map(OneOfSheets, each_sheet(source))
        else:
            yield source


def fits_nothing(error: PlansheetsError) -> bool:
    """Whether a sheet is no such table at all, as one of many may be."""
    return all(problem.code in ("PS405", "PS406") or problem.level == "warning"
               for problem in error.problems)  # fmt: skip


def _tables_listed(blueprint: Blueprint) -> Words:
    """The tables and grids that data can fill, by id and title."""
    found = [one for one in _fillable(blueprint) if one.filled]
    chinese = "、".join(f"{one.id}（{one.title('zh-CN')}）" for one in found)
    english = ", ".join(f"{one.id} ({one.title('en')})" for one in found)
    return Words(f"可填的表：{chinese}", f"tables that take data: {english}")


def _fillable(blueprint: Blueprint) -> list[Table]:
    """The tables of *blueprint*, and its grids as tables on their sides."""
    from plansheets.frames.grids import grid_table

    grids = (grid_table(grid, blueprint) for grid in blueprint.grids)
    return [*blueprint.tables, *filter(None, grids)]


def is_grid(table: Table, blueprint: Blueprint) -> bool:
    """Whether *table*, which :func:`find_table` gave, stands for a grid."""
    return blueprint.table(table.id) is None


def find_table(
    blueprint: Blueprint, written: str, problems: list[Problem]
) -> tuple[Table | None, dict[str, str]]:
    """The table that *written* names, by id or title, and what it says of whole columns.

    ``ad_weeks[channel=抖音]`` is the table ``ad_weeks``, in whose rows the channel is 抖音.
    """
    from plansheets.values.written import fold

    name, _, rest = written.partition("[")
    wanted = name.strip()
    every = _fillable(blueprint)
    table = next((one for one in every if one.id == wanted), None)
    table = table or next((one for one in every if wanted in one.was), None)
    if table is None:
        titled = [
            one
            for one in every
            if fold(wanted) in {fold(title) for title in one.title.by_locale.values()}
        ]
        table = titled[0] if len(titled) == 1 else None
    if table is None:
        names = [one.id for one in every if one.filled]
        titles = [title for one in every for title in one.title.by_locale.values()]
        hint = nearest(wanted, [*names, *titles], listed=0) or _tables_listed(blueprint)
        message = Words(
            f"{blueprint.id} 没有表“{wanted}”", f"no table '{wanted}' in {blueprint.id}"
        )
        problems.append(Problem.told("PS313", message, hint=hint))
        return None, {}
    if not table.filled:
        what = Words("网格", "grid") if is_grid(table, blueprint) else Words("表", "table")
        said = Words(
            f"{what.zh}“{table.id}”全由工作簿计算，没有要填的",
            f"all of {what.en} '{table.id}' is computed by the workbook",
        )
        problems.append(Problem.told("PS313", said, hint=_tables_listed(blueprint)))
        return None, {}
    given: dict[str, str] = {}
    for part in filter(None, (one.strip() for one in rest.rstrip().removesuffix("]").split(","))):
        key, equals, value = part.partition("=")
        column = next(
            (
                one
                for one in table.filled
                if fold(key) in {one.id, *(fold(label) for label in one.label.by_locale.values())}
            ),
            None,
        )
        if not equals or not value.strip() or column is None:
            known = [one.id for one in table.filled]
            problems.append(
                Problem.told(
                    "PS313",
                    Words(
                        f"表“{table.id}”没有可填的列“{key.strip()}”"
                        if column is None
                        else f"“{part}”没有说列“{column.id}”是什么",
                        f"no column '{key.strip()}' that table '{table.id}' takes"
                        if column is None
                        else f"'{part}' does not say what column '{column.id}' is",
                    ),
                    hint=nearest(key.strip(), known, listed=20)
                    if column is None
                    else Words(
                        f"{table.id}[{column.id}=…]=文件", f"{table.id}[{column.id}=…]=FILE"
                    ),
                )
            )
            continue
        given[column.id] = value.strip()
    return table, given
