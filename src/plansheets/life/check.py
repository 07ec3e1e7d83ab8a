"""``check``: a workbook held against its plan, cell by cell; what differs is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plansheets.collecting import collecting_rarely
from plansheets.life.book import OpenBook, opened_book
from plansheets.life.deviation import Checked, PlanDeviation
from plansheets.life.extract import extract_known
from plansheets.life.known import know
from plansheets.life.rebuild import Rebuilder, Rebuilt
from plansheets.life.recognise import Recognised
from plansheets.life.rules_formulas import FormulaCheck
from plansheets.life.rules_parts import check_parts
from plansheets.life.whereabouts import SheetHome
from plansheets.words import Words

_TOLD_BETTER = frozenset({"PS710"})
"""Problems of reading that comparing with the plan tells with what is expected."""


@collecting_rarely()
def check(
    book: str | Path,
    *,
    blueprint: str | Path | None = None,
    rebuilder: Rebuilder | None = None,
) -> Checked:
    """What differs in the workbook *book* from the plan that it was made from.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    book
        A workbook that plansheets made, as people and their programs left it. It is only read.
    blueprint
        The blueprint that it was made from, where it does not carry it.
    rebuilder
        Makes plans; one for many workbooks makes those that are alike once.

    Returns
    -------
    Checked
        Every formula that was typed over or looks elsewhere now, columns, checks, rules and names
        that are gone, defaults that were changed, inputs of the wrong kind, rows outside tables,
        links that lead nowhere, sheets that were copied or added.

    Raises
    ------
    WorkbookError
        Where *book* cannot be read, or nothing tells what it should be.
    """
    path = Path(book)
    with opened_book(path) as opened:
        known = know(opened, blueprint)
        made = (rebuilder or Rebuilder(blueprint)).rebuild(known.manifest, opened.name)
        return check_known(known, made, path)


def check_known(known: Recognised, made: Rebuilt, path: Path) -> Checked:
    """What differs in a workbook that is known already, and open, from its plan."""
    read = extract_known(known, path, clean=False)
    comparing = _Comparing(known.book, known, made)
    deviations = tuple(comparing.deviations())
    told = [problem for problem in read.problems if problem.code not in _TOLD_BETTER]
    seen = {(one.code, one.cells) for one in deviations}
    return Checked(
        str(path),
        read.blueprint,
        read.version,
        known.sure,
        comparing.formulas,
        deviations,
        (
            *(one.problem(known.book.name) for one in deviations),
            *(one for one in told if (one.code, one.where.partition(": ")[2]) not in seen),
        ),
    )


class _Comparing:
    def __init__(self, book: OpenBook, known: Recognised, made: Rebuilt) -> None:
        self.book, self.known, self.made = book, known, made
        self.formulas = 0

    def deviations(self) -> Iterator[PlanDeviation]:
        plan = self.made.plan
        homes = {
            sheet.id: SheetHome(sheet, found, self.known, plan)
            for sheet in plan.sheets
            if (found := self.known.sheets.get(sheet.id)) is not None
        }
        formulas = FormulaCheck(self.known, self.made, homes)
        for sheet in plan.sheets:
            if (home := homes.get(sheet.id)) is not None:
                yield from formulas.of_sheet(home)
        if formulas.not_compared:
            yield _not_compared(list(formulas.not_compared.values()))
        yield from check_parts(self.known, plan, homes, frozenset(formulas.not_compared))
        self.formulas = formulas.compared


def _not_compared(titles: list[str]) -> PlanDeviation:
    named = "、".join(titles), ", ".join(titles)
    message = Words(
        f"工作簿是另一版程序做的，这些表里表格以外的公式没有核对：{named[0]}",
        "another version of the program made the workbook: formulas outside tables were not "
        f"compared on {named[1]}",
    )
    return PlanDeviation("PS728", message, level="warning", count=len(titles))
