"""``check --repair``: formulas that were typed over and rules that are gone are put back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO

from plansheets.calc.calculate import calculate
from plansheets.collecting import collecting_rarely
from plansheets.errors import Problem, WorkbookError
from plansheets.given import creation_time
from plansheets.life.book import opened_book
from plansheets.life.changes import Comparison, alike
from plansheets.life.check import check, check_known
from plansheets.life.deviation import Checked, PlanDeviation
from plansheets.life.in_book import GoneError, InBook
from plansheets.life.inputs import with_inputs
from plansheets.life.known import know
from plansheets.life.mark_names import column_mark
from plansheets.life.rebuild import Rebuilder
from plansheets.life.restored import (
    RestoredColumn,
    formulas_back,
    put_columns,
    with_columns_back,
)
from plansheets.life.rules_back import rules_back
from plansheets.life.rules_parts import UNDO
from plansheets.life.safely import target_of, written
from plansheets.life.standing import StandingBook
from plansheets.life.write_back import Rewriting, write_back
from plansheets.plan.model import Plan
from plansheets.records import dataclass
from plansheets.words import Words

MENDED = frozenset({"PS710", "PS711", "PS712", "PS713", "PS714"})
"""The problems that putting formulas and columns back mends."""


@dataclass(frozen=True, slots=True)
class Repaired:
    """A workbook whose formulas were put back.

    .. versionadded:: 0.1.0
    """

    book: str
    path: Path | None
    """The workbook that was written; None where nothing was."""
    kept: Path | None
    """The dated copy of the old one, where that was replaced."""
    repaired: tuple[PlanDeviation, ...]
    """What was put right, with what is expected and what stood there."""
    formulas: int
    """Formula cells that were written."""
    recalculated: int
    """Formulas that stayed and show another value."""
    waiting: int
    """Formulas without a value until a spreadsheet opens the workbook."""
    left: tuple[Problem, ...]
    """What is still not as the plan has it."""
    rules: int = 0
    """Input rules that were put back."""


@collecting_rarely()
def repair(
    book: str | Path,
    output: str | Path | None = None,
    *,
    in_place: bool = False,
    blueprint: str | Path | None = None,
    dry_run: bool = False,
    force: bool = False,
    rebuilder: Rebuilder | None = None,
) -> Repaired:
    """Put back the formulas of the workbook *book* that were typed over or look elsewhere.

    .. versionadded:: 0.1.0

    So are input rules that cells have lost. A column that was deleted comes back at the right end
    of its table, blank where it was typed in. Only the cells concerned are written, and the values
    of those that look at them; all else stays as it is to the byte. Formulas of people's own have
    no value until a spreadsheet opens the file.

    Parameters
    ----------
    book
        A workbook that plansheets made, as people and their programs left it.
    output
        The workbook to write, or a folder to write it in.
    in_place
        Write it in the place of *book*, of which a copy with today's date is kept.
    blueprint
        The blueprint that it was made from, where it does not carry it.
    dry_run
        Find everything and write nothing.
    force
        Overwrite an existing *output*.
    rebuilder
        Makes plans; one for many workbooks makes those that are alike once.

    Raises
    ------
    WorkbookError
        Where *book* cannot be read, is not known, or lacks what its formulas look at; nothing was
        written.
    """
    path = Path(book)
    rebuilder = rebuilder or Rebuilder(blueprint)
    target = target_of(path, output, in_place=in_place, force=force, dry_run=dry_run)
    with opened_book(path) as opened:
        known = know(opened, blueprint)
        made = rebuilder.rebuild(known.manifest, opened.name)
        before = check_known(known, made, path)
        found = tuple(one for one in before.deviations if one.mends or one.code in MENDED)
        if not found:
            return Repaired(str(path), None, None, (), 0, 0, 0, before.problems)
        whole, back = with_columns_back(known, made.plan)
        standing = StandingBook(whole, made)
        standing.require(Words("修复", "--repair"), restores=True)
        rewriting = _rewriting(standing, back)
        changes = rewriting.changes
        kept: Path | None = None
        after: Checked = replace(before, problems=_but_mended(before, opened.name))
        if not dry_run:

            def write(file: IO[bytes]) -> None:
                write_back(standing, rewriting, path, file)

            kept, after = written(
                target,
                write,
                book=path,
                force=force,
                judge=lambda new: check(new, blueprint=blueprint, rebuilder=rebuilder),
            )
    return Repaired(
        str(path),
        None if dry_run else target,
        kept,
        found,
        changes.formulas,
        changes.recalculated,
        changes.waiting,
        after.problems,
        sum(one.count for one in found if one.mends),
    )


def _rewriting(standing: StandingBook, back: tuple[RestoredColumn, ...]) -> Rewriting:
    try:
        ready = with_inputs(of_today(standing.plan), standing)
        comparison = Comparison(standing, ready, calculate(ready))
        changes = comparison.compare()
        put_columns(standing, changes, back)
        names = dict(_names(standing, comparison.placed, ready))
        for one in back:
            mark = column_mark(one.table.id, one.column.id).casefold()
            names[mark] = standing.book.names[mark]
        restored = formulas_back(comparison.placed, standing, back)
    except GoneError as gone:
        raise _refused(standing.book.name, str(gone)) from None
    rules = rules_back(standing, comparison.placed)
    return Rewriting(changes, names=names, restored=restored, rules=rules)


def _names(standing: StandingBook, placed: InBook, plan: Plan) -> Iterator[tuple[str, str]]:
    """Names of the plan that stand for something else now, by folded name."""
    for name in plan.names:
        folded = name.name.casefold()
        stands = standing.book.names.get(folded)
        if stands is None:
            continue
        try:
            text = placed.text(name.target, plan.sheets[0])
        except GoneError:
            continue
        if not alike(text, stands):
            yield folded, text


def of_today(plan: Plan) -> Plan:
    """*plan* as spreadsheets calculate it today."""
    return replace(plan, today=creation_time(None).date())


def _but_mended(checked: Checked, name: str) -> tuple[Problem, ...]:
    mended = [one.problem(name) for one in checked.deviations if one.mends]
    return tuple(one for one in checked.problems if one.code not in MENDED and one not in mended)


def _refused(name: str, gone: str) -> WorkbookError:
    message = Words(
        f"公式要看的“{gone}”没有了，没有写任何东西",
        f"formulas look at '{gone}', which is gone; nothing was written",
    )
    return WorkbookError([Problem.told("PS750", message, hint=UNDO, where=name)])
