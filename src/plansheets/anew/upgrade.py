"""``upgrade``: a filled workbook built anew, with everything that people had typed into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Literal

from plansheets.anew.carry import CarriedTable, Carrying
from plansheets.anew.drawing import fitted_choices, leave_to_today, other_rows
from plansheets.anew.files import beside, leftovers_file
from plansheets.anew.gate import astray, require_all
from plansheets.anew.grafting import with_shapes
from plansheets.anew.headings import carried_headings
from plansheets.anew.held import OldBook
from plansheets.anew.locks import with_locks
from plansheets.anew.matching import matching_of
from plansheets.anew.own import OwnThings
from plansheets.anew.own_rules import with_own_rules
from plansheets.anew.own_tables import with_own_tables
from plansheets.anew.painting import with_paint
from plansheets.anew.results import Leftover, Upgraded, UpgradedTable
from plansheets.anew.sheets import OwnSheets
from plansheets.anew.titles import carried_titles
from plansheets.anew.today import Wishes, ready_of
from plansheets.collecting import collecting_rarely
from plansheets.errors import PlansheetsError, Problem
from plansheets.flow import MadeWorkbook, Ready, Stage, make_workbook, python_beside
from plansheets.life.book import opened_book
from plansheets.plan.model import Profile
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.target import check_target
from plansheets.whole import is_there, refuse_existing, scratch_folder, write_whole
from plansheets.words import Locale, Words

UpgradeStage = Literal["reading", "planning", "calculating", "writing", "checking"]


@collecting_rarely()
def upgrade(
    book: str | Path,
    output: str | Path | None = None,
    *,
    blueprint: str | Path | None = None,
    locale: Locale | None = None,
    theme: str | None = None,
    brand: str | None = None,
    profile: Profile | None = None,
    values: Mapping[str, object] | None = None,
    renamed: Mapping[str, str] | None = None,
    allow_network: bool = False,
    dry_run: bool = False,
    force: bool = False,
    progress: Callable[[UpgradeStage], None] = lambda _: None,
) -> Upgraded:
    """Build the workbook *book* anew, of today's blueprint, with everything typed into it.

    .. versionadded:: 0.1.0

    Rows, parameters and grids go where their ids are today, else where *renamed* says, else to what
    is called as they were, in either language. What has no place is written into a CSV file beside
    the new workbook. *book* is only read.

    Parameters
    ----------
    book
        A workbook that plansheets made, of any version of its blueprint and in any language, as
        people and their programs left it.
    output
        The workbook to write, or a folder. By default it stands beside *book*, and its name ends
        in ``-upgraded``.
    blueprint
        Today's blueprint, the name of a shipped one or a file: where the workbook does not say it,
        or it is not the one of that name.
    locale, theme, brand, profile
        As for :func:`build`; what is left out stays as it was.
    values
        Other items of variants, by the variant's id: ``{"stage": "mature"}``. What is there only
        for the old ones is left over.
    renamed
        What old ids are called today: ``{"skus.cost": "skus.unit_cost", "lead": "lead_time"}``,
        for tables, columns, parameters and items of lists.
    allow_network
        As for :func:`build`.
    dry_run
        Do everything but write.
    force
        Overwrite existing files.
    progress
        Called as each stage of the work begins.

    Returns
    -------
    Upgraded
        What was carried over, and what was left over.

    Raises
    ------
    PlansheetsError
        Where *book* cannot be read or nothing tells what it is, or what it holds would be lost;
        nothing was written.
    """
    progress("reading")
    path = Path(book)
    with opened_book(path) as opened:
        old = OldBook(opened, path, blueprint)
        wishes = Wishes(blueprint, locale, theme, brand, profile, allow_network, values or {})
        ready, leftovers = ready_of(old, wishes)
        target = _target(path, output, ready.suffix)
        check_target(target, force=force, inputs=[path], suffix=ready.suffix)
        if not force:
            refuse_existing([beside(target).name], target.parent)
        expanded = expand_repeats(ready.blueprint, Report())
        spoken = old.labels(ready.choices.locale)
        carrying = Carrying(old, matching_of(old.known.manifest, expanded, renamed or {}, spoken))
        carrying.carry()
        choices = fitted_choices(ready, carrying)
        if values:
            leave_to_today(carrying, choices)
            choices = fitted_choices(ready, carrying)
        headings, renamed_cells = carried_headings(carrying, choices.locale)
        titles = carried_titles(carrying, choices.locale)
        choices = replace(choices, headings=headings, titles=titles)
        if headings:  # in words that nothing was compiled in
            ready = replace(ready, file=None, kept=None)
        leftovers += carrying.leftovers
        told = {one.cell for one in leftovers} | carrying.typed_over | renamed_cells
        facts = old.known.manifest.facts
        locale_before = old.known.manifest.locale
        problems = tuple(_warnings(old))
        made, sheets = _made(replace(ready, choices=choices), target, carrying, blueprint, progress)
        content, unpainted = with_paint(made.content, target.name, sheets.painted)
        content, unruled = with_own_rules(content, target.name, carrying, sheets)
        content, untabled = with_own_tables(content, target.name, carrying, sheets)
        content, unlocked = with_locks(content, target.name, carrying, sheets)
        content, undrawn = with_shapes(content, target.name, carrying, sheets)
        leftovers += [*sheets.leftovers, *unpainted, *unruled, *untabled, *unlocked, *undrawn]
        own = OwnThings(old, told, sheets.brought, sheets.noted, sheets.columns, titles)
        leftovers += own.leftovers()
        progress("checking")
        _judge(content, target.name, carrying, blueprint)
    others = frozenset(other_rows(carrying, choices))
    side = beside(target) if leftovers else None
    if not dry_run:
        progress("writing")
        _write(content, target, side, leftovers, choices.locale, force=force)
        if ready.udf:
            python_beside(target)
    return Upgraded(
        str(path),
        None if dry_run else target,
        None if dry_run else side,
        ready.blueprint.id,
        facts.get("version", ""),
        ready.blueprint.version,
        locale_before,
        choices.locale,
        {id_: _told(id_, one, others) for id_, one in carrying.tables.items()},
        tuple(carrying.values),
        tuple(leftovers),
        (*problems, *made.built.warnings),
    )


def _warnings(old: OldBook) -> Iterator[Problem]:
    """What was guessed of the old workbook, and what is not in it any more."""
    for one in (*old.known.doubts, *old.doubts):
        yield Problem.told("PS702", one, where=old.book.name, level="warning")
    for problem in old.read.problems:
        if problem.code == "PS713" and not old.known.marked:
            continue  # a column of today's, and nobody's fault
        if problem.code in ("PS713", "PS716", "PS723"):
            yield replace(problem, level="warning")


def _target(book: Path, output: str | Path | None, suffix: str) -> Path:
    if output is None:
        return book.with_name(f"{book.stem}-upgraded{suffix}")
    target = Path(output)
    return target / f"{book.stem}{suffix}" if is_there(target) and target.is_dir() else target


def _made(
    ready: Ready,
    target: Path,
    carrying: Carrying,
    blueprint: str | Path | None,
    progress: Callable[[UpgradeStage], None],
) -> tuple[MadeWorkbook, OwnSheets]:
    """The new workbook with the sheets of people's own, and what is to be said of those."""
    progress("planning")

    def onward(stage: Stage) -> None:
        if stage != "checking":
            progress(stage)

    understood = ready.understand()
    crowded: frozenset[str] = frozenset()
    try:
        for _ in range(2):  # where a column in between tears what stands beside, it goes to the end
            sheets = OwnSheets(carrying, crowded)
            made = make_workbook(ready, understood, target, progress=onward, finish=sheets.added)
            crowded = astray(made.content, target.name, blueprint) if sheets.columns else crowded
            if not crowded:
                break
    except PlansheetsError:
        if not (sheets.brought or sheets.columns):
            raise
        # a formula of theirs that no file of ours may hold, or that looks at itself
        sheets = OwnSheets(carrying, formulas=False)
        made = make_workbook(ready, understood, target, progress=onward, finish=sheets.added)
    return made, sheets


def _judge(content: bytes, name: str, carrying: Carrying, blueprint: str | Path | None) -> None:
    with scratch_folder() as folder:
        place = folder / name
        place.write_bytes(content)
        require_all(place, carrying, blueprint)


def _write(
    content: bytes,
    target: Path,
    side: Path | None,
    leftovers: list[Leftover],
    locale: Locale,
    *,
    force: bool,
) -> None:
    """Both files, or none: what was left over comes first."""
    if side is not None:
        write_whole(leftovers_file(leftovers, locale), side, force=force)
    try:
        write_whole(content, target, force=force)
    except BaseException:
        if side is not None and not force:
            side.unlink(missing_ok=True)
        raise


def _told(id_: str, one: CarriedTable, others: frozenset[str]) -> UpgradedTable:
    title = one.table.title or Words(id_, id_)
    return UpgradedTable(
        id_, one.was, title, one.rows, one.taken_in, len(one.origins), id_ in others
    )
