"""The data files of a batch: whose each row is, and whose no row is."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.model import Blueprint
from plansheets.each.named import NamedList
from plansheets.errors import DataError, PlansheetsError, Problem, nearest
from plansheets.frames.load import raw_rows_of, survey
from plansheets.frames.raw import FileHints
from plansheets.frames.split import SplitFile, split
from plansheets.frames.work import LISTED, Work, raise_all
from plansheets.given import OneOfSheets, every_sheet, find_table, fits_nothing, is_grid
from plansheets.records import dataclass
from plansheets.values.written import fold
from plansheets.words import Locale, Words

if TYPE_CHECKING:
    from plansheets.given import DataSource


@dataclass(frozen=True, slots=True)
class BatchFiles:
    """Files that hold the rows of all, and files of which each has its own."""

    split: tuple[SplitFile, ...] = ()
    own: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By table as the user named it, names of files with the column of the list in braces."""
    warnings: tuple[Problem, ...] = ()


def split_files(
    data: Mapping[str, DataSource | Sequence[DataSource]],
    listed: NamedList,
    blueprint: Blueprint,
    locale: Locale,
    hints: FileHints,
) -> BatchFiles:
    """Every file of *data* read once, its rows apart; *blueprint* has its repeated columns.

    Raises
    ------
    DataError
        Where a file as a whole cannot be read, or does not say whose its rows are.
    """
    problems: list[Problem] = []
    found: list[SplitFile] = []
    own: dict[str, tuple[str, ...]] = {}
    names = _owner_names(listed.by, blueprint, hints)
    for written, sources in data.items():
        table, given = find_table(blueprint, written, problems)
        if table is None:
            continue
        for source in every_sheet(sources):
            alike = is_grid(table, blueprint)  # what a grid holds is the same for everyone
            if isinstance(source, str | Path) and (alike or f"{{{listed.by}}}" in str(source)):
                own[written] = (*own.get(written, ()), str(source))
                continue
            try:
                assert not isinstance(source, Work)
                raw = raw_rows_of(source, table, hints, blueprint)
                work = survey(raw, table, blueprint, locale, hints, given, names)
                _check_owner(work, listed.by, written)
                raise_all(work)
            except PlansheetsError as error:
                if not (isinstance(source, OneOfSheets) and fits_nothing(error)):
                    problems.extend(error.problems)
                continue
            found.append(split(work, listed.owners))
    if problems:
        raise DataError(problems)
    warnings = [*_whole(found), *_of_nobody(found), *_without_rows(found, listed)]
    return BatchFiles(tuple(found), own, tuple(warnings))


def _owner_names(by: str, blueprint: Blueprint, hints: FileHints) -> frozenset[str]:
    """The folded names of the column that says whose a row is.

    Back ends call a shop by several names; whoever says one of them means the others, too.
    """
    names = {fold(by)}
    parameter = blueprint.parameter(by)
    if parameter is not None:
        names.update(map(fold, parameter.label.by_locale.values()))
    alike = set(map(fold, (*hints.names.of("shop"), "shop")))
    return frozenset(names | alike if fold(by) in alike else names)


def _check_owner(work: Work, by: str, written: str) -> None:
    if work.owner is None:
        near = nearest(by, work.header.unmatched, listed=0)
        work.problem(
            "PS460",
            Words(
                f"没有列“{by}”，分不清每一行是谁的",
                f"no column '{by}', which says whose each row is",
            ),
            near
            or Words(
                f"整个文件给每一个都用时，写 --shared {written}=…",
                f"where everyone gets the whole file, write --shared {written}=…",
            ),
        )


def _whole(files: Collection[SplitFile]) -> Iterator[Problem]:
    """What is to be said of a file once, and not again for each that has rows in it."""
    for file in files:
        yield from file.whole.notices


def _of_nobody(files: Collection[SplitFile]) -> Iterator[Problem]:
    for file in files:
        count = sum(file.strangers.values())
        if count:
            said = sorted(file.strangers.items(), key=lambda one: -one[1])
            zh = "、".join(f"{name}（{rows:,}）" for name, rows in said[:LISTED])
            en = ", ".join(f"'{name}' ({rows:,})" for name, rows in said[:LISTED])
            more = len(said) - LISTED
            message = Words(
                f"{count:,} 行写的不在清单里，没有用：{zh}" + f" 等 {len(said)} 个" * (more > 0),
                f"left out, because they name none of the list ({count:,}): {en}"
                + f" and {more:,} more" * (more > 0),
            )
            hint = Words(
                "把它写进清单，或写在清单的“别名”列里",
                "add it to the list, or to the column 'alias' of the one that is meant",
            )
            yield Problem.told("PS462", message, hint=hint, where=file.name, level="warning")
        if file.nameless:
            rows = ", ".join(map(str, file.nameless[:LISTED]))
            more = len(file.nameless) - LISTED
            message = Words(
                f"{len(file.nameless):,} 行没有写是谁的，没有用：第 {rows} 行" + "等" * (more > 0),
                f"left out, because they do not say whose they are ({len(file.nameless):,}): row "
                f"{rows}" + f" and {more:,} more" * (more > 0),
            )
            yield Problem.told("PS462", message, where=file.name, level="warning")


def _without_rows(files: Collection[SplitFile], listed: NamedList) -> Iterator[Problem]:
    """Names of the list that no file of a table has a row for."""
    by_table: dict[str, list[SplitFile]] = {}
    for file in files:
        by_table.setdefault(file.whole.table.id, []).append(file)
    for of_table in by_table.values():
        having = {name for file in of_table for name in file.parts}
        lacking = [item.name for item in listed.items if item.name not in having]
        if lacking:
            more = len(lacking) - LISTED
            zh, en = (mark.join(lacking[:LISTED]) for mark in ("、", ", "))
            message = Words(
                f"{len(lacking):,} 个没有一行：{zh}" + "等" * (more > 0),
                f"no row for some of the list ({len(lacking):,}): {en}"
                + f" and {more:,} more" * (more > 0),
            )
            hint = Words(
                "工作簿照样生成，表里是空行",
                "their workbooks are made all the same, with blank rows",
            )
            where = ", ".join(file.name for file in of_table)
            yield Problem.told("PS463", message, hint=hint, where=where, level="warning")
