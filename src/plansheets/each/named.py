"""The list that names a workbook in each row, with the parameters of each."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.model import Blueprint, Column, Parameter, Table
from plansheets.blueprint.rows import Growing
from plansheets.blueprint.types import TYPES
from plansheets.errors import DataError, Problem, nearest
from plansheets.frames.headers import HeaderIndex, find_header
from plansheets.frames.load import fill, raw_rows_of, survey
from plansheets.frames.raw import NO_HINTS, FileHints
from plansheets.frames.read_file import ReadFile
from plansheets.frames.split import FilePart, SplitFile, split, work_on
from plansheets.frames.work import LISTED, raise_all
from plansheets.given import read_value
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.target import as_compared, safe_name
from plansheets.values.numbers import BadValueError
from plansheets.values.written import fold
from plansheets.words import Locale, Words

if TYPE_CHECKING:
    import pandas as pd

_OTHER_NAMES = ("name", "label", "alias", "aliases", "名称", "别名", "简称", "又名")
_BETWEEN = re.compile("[;；|、\n]")


@dataclass(frozen=True, slots=True)
class Named:
    """One row of the list: a name, what it is called besides, and parameters that it sets."""

    name: str
    file: str
    """The name of its workbook, without the ending."""
    also: tuple[str, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    """What is wrong with its row, or to be said of it."""


@dataclass(frozen=True, slots=True)
class NamedList:
    """Every row of the list."""

    items: tuple[Named, ...]
    by: str
    owners: Mapping[str, str]
    """By folded name or other name, whose it is."""
    warnings: tuple[Problem, ...]
    account: ReadFile


def read_list(
    source: str | Path | pd.DataFrame,
    by: str,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
) -> NamedList:
    """The rows of *source*, whose column *by* names a workbook each.

    Columns that are called as a parameter is, by id or label, set it; ``name`` and ``alias`` hold
    other names, by which data files may know the same.

    Raises
    ------
    DataError
        Where no workbook could be told from another; what is wrong with one row is kept with it.
    """
    listed = _split_list(source, by, blueprint, locale, hints)
    items = tuple(filter(None, (_named(listed, part, blueprint) for part in listed.parts.items())))
    problems = [*_variants(listed, blueprint), *_unnamed(listed, by), *_twice(listed, by)]
    owners = _owners(items, listed.name, problems)
    problems += _same_file(items, listed.name)
    if not items and not problems:
        message = Words("清单里没有一行", "the list has no row")
        problems.append(Problem.told("PS461", message, where=listed.name))
    if problems:
        raise DataError(problems)
    account = replace(listed.account, rows=len(items))
    return NamedList(items, by, owners, tuple(_misspelled(listed, blueprint)), account)


def columns_of(source: str | Path, blueprint: Blueprint) -> list[str]:
    """What the list's columns are called, before one of them is chosen."""
    table = _as_table("", blueprint)
    rows = raw_rows_of(source, table, NO_HINTS).rows
    header = find_header(rows, HeaderIndex.of(table))
    first = rows[header.row if header else 0] if rows else ()
    return [cell for cell in first if isinstance(cell, str) and cell]


def _split_list(
    source: str | Path | pd.DataFrame,
    by: str,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
) -> SplitFile:
    table = _as_table(by, blueprint)
    raw = raw_rows_of(source, table, hints)
    missing = Words(f"没有列“{by}”", f"no column '{by}'")
    hint = Words("--by 写清单里的列名", "--by names a column of the list")
    try:
        work = survey(raw, table, blueprint, locale, hints, owner={fold(by)})
    except DataError as error:
        if any(problem.code != "PS405" for problem in error.problems):
            raise
        raise DataError([Problem.told("PS460", missing, hint=hint, where=raw.name)]) from None
    if work.owner is None:
        near = nearest(by, [written for _, written in work.header.rest], listed=LISTED)
        raise DataError([Problem.told("PS460", missing, hint=near or hint, where=raw.name)])
    raise_all(work)
    return split(work)


def _as_table(by: str, blueprint: Blueprint) -> Table:
    """What the list is as a table: a key, a column for each parameter, other names."""
    span = Span(Source("", ""), 1, 1)
    parameters = [one for one in blueprint.parameters if not _is_called(one, by)]
    taken = {fold(by), *(name for one in parameters for name in _names(one))}
    words = [*_OTHER_NAMES, *(f"{by}{word}" for word in ("名称", "别名", " name", " alias"))]
    other = [word for word in words if fold(word) not in taken]
    columns = [
        Column(by, TYPES["key"], Words(by, by), span),
        *(
            Column(
                one.id,
                one.type,
                one.label,
                span,
                list_id=one.list_id,
                unit=one.unit,
                minimum=one.minimum,
                maximum=one.maximum,
            )
            for one in parameters
        ),
        *(Column(_also(word), TYPES["text"], Words(word, word), span) for word in other),
    ]
    title = Words("清单", "the list")
    return Table("each", title, tuple(columns), span, Growing(len(columns)), key=(by,))


def _also(word: str) -> str:
    """The id of a column of other names, which no parameter has."""
    return f"also: {word}"


def _is_called(parameter: Parameter, name: str) -> bool:
    return fold(name) in _names(parameter)


def _names(parameter: Parameter) -> set[str]:
    return {fold(parameter.id), *map(fold, parameter.label.by_locale.values())}


def _named(listed: SplitFile, row: tuple[str, FilePart], blueprint: Blueprint) -> Named | None:
    """A row of the list; None for one that holds a total."""
    name, part = row
    try:
        data = fill(work_on(listed.whole, part))
    except DataError as error:
        return Named(name, safe_name(name), problems=error.problems)
    if not data.height:
        return None
    cells = {id_: values[0] for id_, values in data.columns.items() if values[0] is not None}
    also = [str(cell) for id_, cell in cells.items() if id_.startswith(_also(""))]
    others = (one.strip() for text in also for one in _BETWEEN.split(text))
    values: dict[str, Value] = {
        id_: cell for id_, cell in cells.items() if blueprint.parameter(id_)
    }
    problems = list(data.notices)
    for parameter in blueprint.parameters:
        if _is_called(parameter, listed.whole.table.columns[0].id):
            _set_by_name(parameter, name, blueprint, values, problems)
    return Named(name, safe_name(name), tuple(filter(None, others)), values, tuple(problems))


def _set_by_name(
    parameter: Parameter,
    name: str,
    blueprint: Blueprint,
    values: dict[str, Value],
    problems: list[Problem],
) -> None:
    """Set the *parameter* that is called as the list's own column is."""
    try:
        values[parameter.id] = read_value(name, parameter, blueprint)
    except BadValueError as fault:
        where = Words(f"参数“{parameter.id}”", f"parameter '{parameter.id}'")
        problems.append(Problem.told(fault.code, fault.reason, hint=fault.hint, where=where))


def _variants(listed: SplitFile, blueprint: Blueprint) -> Iterator[Problem]:
    """Columns that would choose a variant: the blueprint is planned once, for one of them."""
    for variant in blueprint.variants:
        names = {fold(variant.id), *map(fold, variant.label.by_locale.values())}
        for written in listed.whole.header.unmatched:
            if fold(written) in names:
                message = Words(
                    f"“{written}”选的是蓝图的版本，一批只能有一种",
                    f"'{written}' chooses a variant of the blueprint, and all have the same",
                )
                hint = Words(
                    f"用 --set {variant.id}=… 选，每种各用一份清单",
                    f"choose it with --set {variant.id}=…, with a list for each",
                )
                yield Problem.told("PS461", message, hint=hint, where=listed.name)


def _unnamed(listed: SplitFile, by: str) -> Iterator[Problem]:
    if listed.nameless:
        rows = _listed(map(str, listed.nameless))
        message = Words(f"第 {rows} 行没有写“{by}”", f"no '{by}' in row {rows}")
        hint = Words("写上名称，或删掉这些行", "name it, or take the rows out")
        yield Problem.told("PS461", message, hint=hint, where=listed.name)


def _twice(listed: SplitFile, by: str) -> Iterator[Problem]:
    for name, part in listed.parts.items():
        if len(part.numbers) > 1:
            rows = _listed(map(str, part.numbers))
            message = Words(
                f"“{by}”{name} 在第 {rows} 行各写了一次", f"{by} '{name}' stands in rows {rows}"
            )
            hint = Words("每个名称只写一行", "a name has one row")
            yield Problem.told("PS461", message, hint=hint, where=listed.name)


def _owners(items: Sequence[Named], file: str, problems: list[Problem]) -> dict[str, str]:
    owners = {fold(item.name): item.name for item in items}
    if len(owners) < len(items):
        names = [item.name for item in items if owners[fold(item.name)] != item.name]
        problems += [_shared(file, one, owners[fold(one)], one) for one in names]
    for item in items:
        for other in item.also:
            owner = owners.setdefault(fold(other), item.name)
            if owner != item.name:
                problems.append(_shared(file, item.name, owner, other))
    return owners


def _shared(file: str, one: str, other: str, name: str) -> Problem:
    return Problem.told(
        "PS461",
        Words(
            f"“{one}”和“{other}”都叫“{name}”：数据文件里的行分不清是谁的",
            f"'{one}' and '{other}' are both called '{name}': whose are its rows?",
        ),
        hint=Words("改掉其中一个", "change one of them"),
        where=file,
    )


def _same_file(items: Sequence[Named], file: str) -> Iterator[Problem]:
    first: dict[str, Named] = {}
    for item in items:
        if not item.file:
            message = Words(
                f"“{item.name}”里没有能作文件名的字", f"'{item.name}' holds nothing to name a file"
            )
            yield Problem.told("PS461", message, where=file)
            continue
        other = first.setdefault(as_compared(item.file), item)
        if other is not item:
            yield Problem.told(
                "PS461",
                Words(
                    f"“{other.name}”和“{item.name}”的文件会同名：{item.file}",
                    f"'{other.name}' and '{item.name}' would have one file: {item.file}",
                ),
                hint=Words(
                    '文件名不分大小写，也不能有 \\ / : * ? " < > |',
                    'files do not tell upper from lower case, nor hold \\ / : * ? " < > |',
                ),
                where=file,
            )


def _misspelled(listed: SplitFile, blueprint: Blueprint) -> Iterator[Problem]:
    """Columns that set nothing and are called almost as a parameter is; the others are for people,
    and stand in the account.
    """
    names = [
        name for one in blueprint.parameters for name in (one.id, *one.label.by_locale.values())
    ]
    for written in listed.whole.header.unmatched:
        if near := nearest(written, names, listed=0, cutoff=0.7):
            message = Words(f"没有参数“{written}”", f"no parameter is called '{written}'")
            yield Problem.told("PS464", message, hint=near, where=listed.name, level="warning")


def _listed(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - LISTED
    return ", ".join(every[:LISTED]) + (f" … (+{more:,})" if more > 0 else "")
