"""Which workbooks can be put together, what each is called by, and why the others cannot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import Any

from plansheets.records import dataclass
from plansheets.together.keys import NamePattern, column_called, parameter_called
from plansheets.together.part import BookPart, PartColumn, PartTable
from plansheets.together.results import RejectedBook
from plansheets.together.units import MoneyUnit, missing_rate, noted_unit, rate_for, unit_of
from plansheets.words import Words

_UNCALCULATED = "PS724"


@dataclass(frozen=True, slots=True)
class BookUnit:
    """What goes into the tables under one name: a workbook, or a sheet that was copied in it."""

    number: int
    path: Path
    part: BookPart
    tables: tuple[PartTable, ...]
    keys: Mapping[str, Any]
    """What it is called by; a key that its rows hold is left out."""
    in_rows: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """By key, the column of each table that holds it."""
    factors: Mapping[tuple[str, str], float] = field(default_factory=dict)
    """By table and column, what its numbers are multiplied by."""
    copy: str = ""

    @property
    def id(self) -> tuple[int, str]:
        """What tells it from the other units."""
        return self.number, self.copy

    @property
    def named(self) -> str:
        """Its file, and the copied sheet in it."""
        return f"{self.path} ({self.copy})" if self.copy else str(self.path)


@dataclass(frozen=True, slots=True)
class JudgeJob:
    """What was asked for."""

    by: tuple[str, ...]
    pattern: NamePattern | None
    copies: str | None
    rates: Mapping[MoneyUnit, float]
    blueprint: str


def most_common_blueprint(parts: Iterable[BookPart]) -> str:
    """The blueprint that most of the workbooks are made from."""
    counts = Counter(part.blueprint for part in parts if part.blueprint)
    return counts.most_common(1)[0][0] if counts else ""


def judge(
    number: int, path: Path, part: BookPart, job: JudgeJob
) -> list[BookUnit] | list[RejectedBook]:
    """The units of a workbook, or everything that keeps it out."""
    file = str(path)
    rejected = [
        RejectedBook(file, one.code, one.message, one.cell, one.hint)
        for one in part.problems
        if _fatal(one.code, one.level)
    ]
    if not part.blueprint:
        return rejected
    if part.blueprint != job.blueprint:
        reason = Words(
            f"是蓝图 {part.blueprint} 的工作簿，不是 {job.blueprint}",
            f"a workbook of {part.blueprint}, not of {job.blueprint}",
        )
        return [
            RejectedBook(file, "PS742", reason, hint=Words("单独汇总它", "consolidate it apart"))
        ]
    if part.copies and job.copies is None:
        return [_copied(file, part)]
    units: list[BookUnit] = []
    for copy in dict.fromkeys(["", *(table.copy for table in part.tables)]):
        tables = tuple(table for table in part.tables if table.copy == copy)
        keys, in_rows, missing = _keys(path, part, tables, copy, job)
        factors, wrong = _factors(file, tables, job)
        rejected += [*missing, *wrong]
        units.append(BookUnit(number, path, part, tables, keys, in_rows, factors, copy))
    return rejected or units


def _fatal(code: str, level: str) -> bool:
    """Rows below a table are read, and told; what else is wrong would make a total wrong."""
    return code == _UNCALCULATED or (level == "error" and code != "PS719")


def _copied(file: str, part: BookPart) -> RejectedBook:
    names = "、".join(part.copies[:6]), ", ".join(f"'{one}'" for one in part.copies[:6])
    reason = Words(
        f"里面有 {len(part.copies)} 张复制出来的工作表：{names[0]}",
        f"it has sheets that were copied ({len(part.copies)}): {names[1]}",
    )
    hint = Words(
        "每张表代表一个月就加 --copies as month；不要的先删掉",
        "where each stands for a month, add --copies as month; delete what is not wanted",
    )
    return RejectedBook(file, "PS743", reason, part.copies[0], hint)


def _keys(
    path: Path, part: BookPart, tables: Sequence[PartTable], copy: str, job: JudgeJob
) -> tuple[dict[str, Any], dict[str, dict[str, str]], list[RejectedBook]]:
    keys: dict[str, Any] = {}
    in_rows: dict[str, dict[str, str]] = {}
    missing: list[RejectedBook] = []
    named = job.pattern.read(path) if job.pattern else {}
    for name in job.by:
        if name == job.copies and copy:
            keys[name] = copy
        elif name in named:
            keys[name] = named[name]
        elif (parameter := parameter_called(part, name)) is not None:
            if parameter.value in (None, ""):
                reason = Words(f"“{parameter.label}”没有填", f"'{parameter.label}' is blank")
                hint = Words("在这一格填上", "type it into this cell")
                missing.append(RejectedBook(str(path), "PS744", reason, parameter.cell, hint))
            keys[name] = parameter.value
        elif columns := {
            table.id: id_ for table in tables if (id_ := column_called(table, name)) is not None
        }:
            in_rows[name] = columns
        elif name == job.copies and tables:
            keys[name] = tables[0].sheet
        else:
            missing.append(_nameless(path, name, job))
    return keys, in_rows, missing


def _nameless(path: Path, name: str, job: JudgeJob) -> RejectedBook:
    if job.pattern is not None and name in job.pattern.fields:
        reason = Words(f"文件名看不出 {name}", f"the file's name does not say '{name}'")
        hint = Words(
            "改文件名，或改 --name 的样式", "rename the file, or change the pattern of --name"
        )
        return RejectedBook(str(path), "PS744", reason, hint=hint)
    reason = Words(
        f"表单、列和文件名里都没有 {name}", f"no form, column or file name says '{name}'"
    )
    hint = Words(
        f"用 --name 写文件名的样式，如 '{{{name}}}.xlsx'",
        f"say how files are named: --name '{{{name}}}.xlsx'",
    )
    return RejectedBook(str(path), "PS744", reason, hint=hint)


def _factors(
    file: str, tables: Sequence[PartTable], job: JudgeJob
) -> tuple[dict[tuple[str, str], float], list[RejectedBook]]:
    """What numbers are multiplied by whose unit is another by now; whose rate is not known."""
    factors: dict[tuple[str, str], float] = {}
    wrong: list[RejectedBook] = []
    for table in tables:
        for column, now, due, cell, said in _units(table):
            factor = rate_for(now, due, job.rates)
            if factor is None:
                if any(one.cell == cell for one in wrong):
                    continue
                reason = Words(
                    f"“{said}”：单位是 {now}，别的工作簿是 {due}",
                    f"'{said}': the unit is {now}, elsewhere it is {due}",
                )
                rate = missing_rate(now, due)
                hint = Words(f"改回来，或给出换算：{rate}", f"put it back, or give a rate: {rate}")
                wrong.append(RejectedBook(file, "PS745", reason, cell, hint))
            elif factor != 1:
                factors[table.id, column.id] = factor
    return factors, wrong


def _units(table: PartTable) -> Iterator[tuple[PartColumn, MoneyUnit, MoneyUnit, str, str]]:
    """Columns whose unit is not the one they were made with, and what says so."""
    noted = [(unit, cell, text) for cell, text in table.notes if (unit := noted_unit(text))]
    for column in table.columns:
        if column.kind != "number":
            continue
        due = unit_of(column.made)
        now, cell, said = unit_of(column.header), column.cell, column.header
        if now == due and column.type_id == "money" and noted:
            now, cell, said = noted[-1]
        if now != due:
            yield column, now, due, cell, said
