"""A blueprint becomes a workbook, or nothing is written and every problem is told."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from plansheets.blueprint.catalog import find_blueprint
from plansheets.blueprint.model import Blueprint
from plansheets.collecting import collecting_rarely
from plansheets.compiled import Compiled, CompiledFile, compiled_file, may_choose
from plansheets.errors import BlueprintError, Problem, WorkbookError
from plansheets.given import (
    check_choices,
    creation_time,
    every_source,
    read_given,
)
from plansheets.plan.choices import DEFAULT_THEME, Choices
from plansheets.plan.draw import Understood, draw
from plansheets.plan.look.colors import read_color
from plansheets.plan.model import Plan, Profile
from plansheets.plan.report import Timed, untimed
from plansheets.records import dataclass
from plansheets.target import WITH_MACROS, WORKBOOK, check_target, file_name
from plansheets.whole import write_whole
from plansheets.words import Locale, Words

if TYPE_CHECKING:
    from plansheets.frames.read_file import ReadFile
    from plansheets.given import DataSource
    from plansheets.kept import Kept

Stage = Literal["reading", "planning", "calculating", "writing", "checking"]
Progress = Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Built:
    """A workbook that was written.

    .. versionadded:: 0.1.0
    """

    path: Path
    blueprint: str
    version: str
    locale: Locale
    profile: Profile
    tables: Mapping[str, int]
    """Rows of each table."""
    formulas: int
    """Formula cells, every one with its value in the file."""
    warnings: tuple[Problem, ...]
    beside: Path | None = None
    """The Python file that the cells call, where ``udf`` asked for it."""
    data: tuple[ReadFile, ...] = ()
    """What became of each data file."""
    samples: tuple[Words, ...] = ()
    """The titles of the tables that hold sample rows."""
    left_blank: tuple[Words, ...] = ()
    """The titles of those whose sample was left out, because other tables were given data."""


@collecting_rarely()
def build(
    blueprint: str | Path,
    output: str | Path | None = None,
    *,
    locale: Locale = "en",
    values: Mapping[str, object] | None = None,
    data: Mapping[str, DataSource | Sequence[DataSource]] | None = None,
    encoding: str | None = None,
    decimal: str | None = None,
    dates: str | None = None,
    year: int | None = None,
    names: str | Path | None = None,
    duplicates: str = "add",
    rates: Mapping[str, float] | None = None,
    blank: bool = False,
    keep_samples: bool = False,
    rows: int | None = None,
    as_of: datetime.date | None = None,
    profile: Profile = "excel2016",
    allow_network: bool = False,
    theme: str = DEFAULT_THEME,
    brand: str | None = None,
    cell_references: bool = False,
    lambdas: bool = False,
    udf: bool = False,
    vba: bool = False,
    source: bool = True,
    force: bool = False,
    progress: Progress = lambda _: None,
    timed: Timed = untimed,
) -> Built:
    """Compile *blueprint* and write the workbook.

    .. versionadded:: 0.1.0

    Parameters
    ----------
    blueprint
        The name of a shipped blueprint, or the path of a YAML file.
    output
        The workbook to write, or a folder to write it in. By default, and in a folder, it is named
        after the blueprint's title in *locale*; without a folder it goes into the current one.
    locale
        Language of everything in the workbook: ``"zh-CN"`` or ``"en"``.
    values
        Parameters by id, as text (``"12.5%"``, ``"8.5万"``) or as typed values; items of the
        blueprint's variants by the variant's id (``{"stage": "mature"}``).
    data
        For each table, by id or title, a CSV or xlsx file (``"FILE.xlsx#Sheet"`` names a sheet), a
        frame, or a list of them; takes the place of the sample rows, and the samples of all other
        tables and parameters are left out. ``"ad_weeks[channel=抖音]"`` says what stands in a
        column that the file does not have.
    encoding, decimal, dates, year
        How the files are written, where they do not show it themselves: an encoding such as
        ``"big5"``, ``"."`` or ``","`` before decimals, ``"day-first"`` or ``"month-first"``, the
        year of days without one.
    names
        A YAML file of headers under which exports bring fields and columns.
    duplicates
        ``"add"`` adds up rows of a file that are one row of the table (a day, key and channel that
        stand twice, the lines of an order) and says so; ``"refuse"`` writes nothing and names them.
    rates
        What one of another currency is in the workbook's (``{"USD": 7.1}``), for files that say
        they are in it.
    blank
        Leave the sample out: tables have ready rows to type into.
    keep_samples
        Keep the sample in the tables that *data* does not name, marked on every page.
    rows
        Growing tables have at least this many rows (30 when blank).
    as_of
        The day the workbook looks from, in place of today.
    profile
        ``"excel2016"`` works in Excel 2016 and later, WPS and LibreOffice; ``"excel365"`` only in
        Microsoft 365.
    allow_network
        Let formulas reach out of the workbook (``WEBSERVICE``, links to shares …) where the
        blueprint says ``allow: [network]``. For blueprints that you trust.
    theme
        The colours: ``"ink"``, ``"jade"``, ``"graphite"`` or, with little ink, ``"paper"``.
    brand
        A brand's colour, such as ``"#C8102E"``: title band, headers, cards and charts follow it,
        and stay legible. Red, amber and green keep their meanings.
    cell_references
        Let formulas of tables name the cells of their own row by address (``C5``) in place of the
        column's title. LibreOffice opens large workbooks several times as fast; not tried in Excel.
    lambdas
        Bring the functions (``PS_ROI`` and the others) along as LAMBDA names, which Microsoft 365
        calculates with nothing installed; ``"excel365"`` always does.
    udf
        Write an ``.xlsm`` whose cells may call the functions through Python, in Excel on Windows,
        and the Python file beside it.
    vba
        Write an ``.xlsm`` that brings the functions along as VBA, for Excel on Windows and on the
        Mac with nothing installed.
    source
        Let the workbook carry its blueprint along, with included blueprints and sample files, so
        that it can be checked and renewed when those are lost.
    force
        Overwrite an existing file.
    progress
        Called as each stage of the work begins.
    timed
        Called with the name of each pass of the compiler, and the seconds it took.

    Returns
    -------
    Built
        Where the workbook is and what it holds, with the warnings met on the way.

    Raises
    ------
    PlansheetsError
        With every problem found; nothing was written.
    """
    progress("reading")
    ready = prepare(
        blueprint,
        values or {},
        locale=locale,
        blank=blank,
        rows=rows,
        as_of=as_of,
        profile=profile,
        allow_network=allow_network,
        theme=theme,
        brand=brand,
        cell_references=cell_references,
        lambdas=lambdas,
        udf=udf,
        vba=vba,
        source=source,
    )
    model = ready.blueprint
    target = Path(output) if output is not None else Path()
    if os.path.isdir(target):  # noqa: PTH112  # a name too long is no folder, and no exception
        target /= file_name(model, locale, ready.suffix)
    check_target(target, force=force, inputs=every_source(data or {}), suffix=ready.suffix)
    hints = None
    if data:
        from plansheets.frames.hints import read_hints

        hints = read_hints(encoding, decimal, dates, year, names, duplicates, rates)
    parameters, loaded = read_given(model, values or {}, data or {}, locale, hints)
    choices = replace(ready.choices, values=parameters, data=loaded.rows, keep_samples=keep_samples)
    ready = replace(ready, choices=choices)
    built = write_blueprint(ready, target, loaded.notices, progress, timed, force=force)
    return replace(built, data=loaded.accounts)


@dataclass(frozen=True, slots=True)
class Ready:
    """A blueprint that was read, and what was chosen for it; rows and parameters are to come."""

    blueprint: Blueprint
    choices: Choices
    udf: bool = False
    vba: bool = False
    source: bool = True
    """Whether the workbook carries its blueprint along."""
    file: CompiledFile | None = None
    """Where its compiled form is to be kept."""
    kept: Understood | None = None
    """What was kept of it since it was understood last."""

    def understand(self, timed: Timed = untimed) -> Understood:
        """The blueprint as it is drawn from; kept for the next time where it is a shipped one."""
        if self.kept is not None:
            return self.kept
        from plansheets.plan.understand import understand

        found = understand(self.blueprint, self.choices, timed)
        if self.file is not None:
            self.file.save(Compiled(self.blueprint, found))
        return found

    @property
    def suffix(self) -> str:
        """What the name of the workbook ends in."""
        return WITH_MACROS if self.udf or self.vba else WORKBOOK


def prepare(
    blueprint: str | Path | Blueprint,
    values: Mapping[str, object],
    *,
    locale: Locale,
    blank: bool,
    rows: int | None,
    as_of: datetime.date | None,
    profile: Profile,
    allow_network: bool,
    theme: str,
    brand: str | None,
    cell_references: bool,
    lambdas: bool,
    udf: bool,
    vba: bool,
    source: bool = True,
) -> Ready:
    """Read *blueprint*, unless it is read, and look over what was chosen for it, as :func:`build`.

    Of *values* only those count here that choose a variant of the blueprint.
    """
    functions = {"lambdas": lambdas, "udf": udf, "vba": vba}
    check_choices(
        locale=locale,
        profile=profile,
        rows=rows,
        as_of=as_of,
        theme=theme,
        brand=brand,
        brought=[name for name, asked in functions.items() if asked],
    )
    if udf:
        from plansheets.addin.project import home_of_xlwings

        home_of_xlwings()
    if vba:
        from plansheets.addin.project import require

        require("pyOpenVBA")
    created = creation_time(as_of)
    choices = Choices(
        locale=locale,
        profile=profile,
        cell_references=cell_references,
        lambdas=lambdas,
        allow_network=allow_network,
        blank=blank,
        rows=rows,
        as_of=as_of,
        created=created,
        theme=theme,
        brand=read_color(brand) if brand is not None else None,
        today=as_of or created.date(),
    )
    if isinstance(blueprint, Blueprint):
        return Ready(blueprint, choices, udf, vba, source)
    path = find_blueprint(str(blueprint))
    file = compiled_file(path, choices)
    compiled = file.load() if file is not None else None
    if compiled is not None and not may_choose(values, compiled.blueprint):
        return Ready(compiled.blueprint, choices, udf, vba, source, kept=compiled.understood)
    read = _read(path, values, choices)
    return Ready(read, choices, udf, vba, source, None if may_choose(values, read) else file)


def _read(path: Path, values: Mapping[str, object], choices: Choices) -> Blueprint:
    """The blueprint at *path*; raises everything that is wrong with it, its formulas included."""
    from plansheets.blueprint.read import examine_blueprint

    reading = examine_blueprint(path, values)
    if reading.blueprint is None or reading.failed:
        from plansheets.plan.build import check

        problems = check(reading, choices.profile, allow_network=choices.allow_network)
        raise BlueprintError(problems)
    return reading.blueprint


def write_blueprint(
    ready: Ready,
    target: Path,
    notices: tuple[Problem, ...] = (),
    progress: Progress = lambda _: None,
    timed: Timed = untimed,
    *,
    force: bool = False,
) -> Built:
    """Compile, calculate, write, verify; the file appears only when all went well."""
    progress("planning")
    understood = ready.understand(timed)
    made = make_workbook(ready, understood, target, notices, progress, timed)
    write_whole(made.content, target, force=force)
    return replace(made.built, beside=python_beside(target) if ready.udf else None)


@dataclass(frozen=True, slots=True)
class MadeWorkbook:
    """A workbook that was verified and not yet written, and what is to be told when it is."""

    content: bytes
    built: Built


def make_workbook(
    ready: Ready,
    understood: Understood,
    target: Path,
    notices: tuple[Problem, ...] = (),
    progress: Progress = lambda _: None,
    timed: Timed = untimed,
    finish: Callable[[Plan], Plan] = lambda plan: plan,
    kept: Kept | None = None,
) -> MadeWorkbook:
    """Draw what is *understood* with the rows and parameters of *ready*, calculate and verify.

    *finish* may add what no blueprint has, before anything is calculated. What is *kept* of other
    workbooks of a run saves finding it out again.
    """
    from plansheets.calc.calculate import calculate
    from plansheets.calc.sample_counts import unexpected_counts
    from plansheets.calc.shown_errors import shown_errors
    from plansheets.life.marks import with_marks
    from plansheets.render.xlsx import write_xlsx
    from plansheets.workbook.rules.reaching_out import REACHING_OUT
    from plansheets.workbook.verify import verify_bytes

    choices = ready.choices
    if kept is not None:
        planned, warnings = kept.drawings.draw(choices, timed)
    else:
        planned, warnings = draw(understood, choices, timed)
    functions = {name: True for name, asked in (("udf", ready.udf), ("vba", ready.vba)) if asked}
    planned = with_marks(
        planned,
        ready.blueprint,
        choices,
        functions,
        source=ready.source,
        before=kept.forms if kept is not None else None,
    )
    if ready.udf:
        from plansheets.addin.embed import with_functions

        planned = with_functions(planned)
    if ready.vba:
        from plansheets.addin.vba.embed import with_vba

        planned = with_vba(planned)
    planned = finish(planned)
    progress("calculating")
    values = calculate(planned, before=kept.calculated if kept is not None else None)
    as_written = not (choices.blank or choices.data or choices.values or choices.as_of)
    counts = (
        tuple(unexpected_counts(ready.blueprint, understood.blueprint, planned, values))
        if as_written
        else ()
    )
    errors = tuple(shown_errors(understood.blueprint, planned, values, ready.blueprint))
    progress("writing")
    buffer = io.BytesIO()
    if kept is not None:
        write_xlsx(planned, values, buffer, kept.spelled, kept.imprints)
    else:
        write_xlsx(planned, values, buffer)
    content = buffer.getvalue()
    progress("checking")
    findings = verify_bytes(content, target.name, kept.verified if kept is not None else None)
    if choices.allow_network:
        findings = tuple(one for one in findings if one.code not in REACHING_OUT)
    if findings:
        raise WorkbookError(findings)
    built = Built(
        path=target,
        blueprint=planned.blueprint,
        version=planned.version,
        locale=choices.locale,
        profile=choices.profile,
        tables={table.id: table.height for sheet in planned.sheets for table in sheet.tables},
        formulas=len(values.cells) + sum(len(column) for column in values.columns.values()),
        warnings=(*notices, *warnings, *counts, *errors, *values.notices),
        samples=tuple(one.title for one in ready.blueprint.tables if choices.shows_sample(one)),
        left_blank=tuple(
            one.title
            for one in ready.blueprint.tables
            if choices.data and not choices.samples and one.sample and not one.keep
            if one.id not in choices.data
        ),
    )
    return MadeWorkbook(content, built)


def python_beside(workbook: Path) -> Path:
    """The Python file that *workbook* calls; one that is there may hold functions of its own."""
    from plansheets.addin.wrappers import PYTHON_FILE, PYTHON_SOURCE

    path = workbook.with_name(PYTHON_FILE)
    if not path.exists():
        write_whole(PYTHON_SOURCE.encode(), path, force=False)
    return path
