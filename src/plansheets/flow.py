"""A blueprint becomes a workbook, or nothing is written and every problem is told."""

from __future__ import annotations

import datetime
import io
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from plansheets.blueprint.catalog import find_blueprint
from plansheets.blueprint.model import LOCALES, Blueprint
from plansheets.blueprint.read import examine_blueprint
from plansheets.blueprint.values import FIRST_DATE
from plansheets.errors import (
    BlueprintError,
    DataError,
    PlansheetsError,
    Problem,
    WorkbookError,
    did_you_mean,
)
from plansheets.formula.functions import PROFILES
from plansheets.grid import MAX_ROWS
from plansheets.plan.build import check, plan
from plansheets.plan.choices import Choices, Rows
from plansheets.plan.model import Locale, Profile, Value
from plansheets.plan.repeats import expand_repeats
from plansheets.plan.report import Report

if TYPE_CHECKING:
    import pandas as pd

Stage = Literal["reading", "planning", "calculating", "writing", "checking"]
Source: TypeAlias = "str | Path | pd.DataFrame"
Progress = Callable[[Stage], None]

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Built:
    """A workbook that was written."""

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


def build(
    blueprint: str | Path,
    output: str | Path | None = None,
    *,
    locale: Locale = "en",
    values: Mapping[str, object] | None = None,
    data: Mapping[str, Source] | None = None,
    blank: bool = False,
    rows: int | None = None,
    as_of: datetime.date | None = None,
    profile: Profile = "excel2016",
    force: bool = False,
    progress: Progress = lambda _: None,
) -> Built:
    """Compile *blueprint* and write the workbook.

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
        Parameters by id, as text (``"12.5%"``, ``"8.5万"``) or as typed values.
    data
        For each table id a CSV or xlsx file (``"FILE.xlsx#Sheet"`` names a sheet) or a frame; takes
        the place of the sample rows.
    blank
        Leave the sample out: tables have ready rows to type into.
    rows
        Growing tables have at least this many rows (30 when blank).
    as_of
        The day the workbook looks from, in place of today.
    profile
        ``"excel2016"`` works in Excel 2016 and later, WPS and LibreOffice; ``"excel365"`` only in
        Microsoft 365.
    force
        Overwrite an existing file.
    progress
        Called as each stage of the work begins.

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
    check_choices(locale=locale, profile=profile, rows=rows, as_of=as_of)
    reading = examine_blueprint(find_blueprint(str(blueprint)))
    if reading.blueprint is None or reading.failed:
        raise BlueprintError(check(reading, profile))
    model = reading.blueprint
    target = Path(output) if output is not None else Path()
    if os.path.isdir(target):  # noqa: PTH112  # a name too long is no folder, and no exception
        target /= file_name(model, locale)
    check_target(target, force=force, inputs=(data or {}).values())
    created = creation_time(as_of)
    parameters, loaded, notices = _given(model, values or {}, data or {})
    choices = Choices(
        locale=locale,
        profile=profile,
        values=parameters,
        data=loaded,
        blank=blank,
        rows=rows,
        as_of=as_of,
        created=created,
        today=as_of or created.date(),
    )
    return write_blueprint(model, choices, target, notices, progress)


def _given(
    blueprint: Blueprint, values: Mapping[str, object], data: Mapping[str, Source]
) -> tuple[dict[str, Value], dict[str, Rows], tuple[Problem, ...]]:
    """Parameters and tables as the user gave them; what is wrong with either is told together."""
    problems: list[Problem] = []
    parameters: dict[str, Value] = {}
    try:
        parameters = read_values(blueprint, values)
    except BlueprintError as error:
        problems.extend(error.problems)
    try:
        loaded, notices = load_data(blueprint, data)
    except DataError as error:
        raise DataError([*problems, *error.problems]) from None
    if problems:
        raise BlueprintError(problems)
    return parameters, loaded, notices


def validate(blueprint: str | Path, profile: Profile = "excel2016") -> tuple[Problem, ...]:
    """Every problem of a blueprint, in the order of its lines; warnings are among them.

    Parameters
    ----------
    blueprint
        The name of a shipped blueprint, or the path of a YAML file.
    profile
        The functions its formulas may use, as for :func:`build`.
    """
    try:
        return check(examine_blueprint(find_blueprint(str(blueprint))), profile)
    except BlueprintError as error:
        return error.problems


def write_blueprint(
    blueprint: Blueprint,
    choices: Choices,
    target: Path,
    notices: tuple[Problem, ...] = (),
    progress: Progress = lambda _: None,
) -> Built:
    """Compile, calculate, write, verify; the file appears only when all went well."""
    from plansheets.calc.calculate import calculate
    from plansheets.render.xlsx import write_xlsx
    from plansheets.workbook.verify import verify_bytes

    progress("planning")
    ready, warnings = plan(blueprint, choices)
    progress("calculating")
    values = calculate(ready)
    progress("writing")
    buffer = io.BytesIO()
    write_xlsx(ready, values, buffer)
    content = buffer.getvalue()
    progress("checking")
    findings = verify_bytes(content, target.name)
    if findings:
        raise WorkbookError(findings)
    write_whole(content, target)
    return Built(
        path=target,
        blueprint=ready.blueprint,
        version=ready.version,
        locale=choices.locale,
        profile=choices.profile,
        tables={table.id: table.height for sheet in ready.sheets for table in sheet.tables},
        formulas=len(values.cells) + sum(len(column) for column in values.columns.values()),
        warnings=(*notices, *warnings, *values.notices),
    )


def write_whole(content: bytes, target: Path) -> None:
    """Write *content* under *target*'s name at once: beside it first, then in its place."""
    try:
        descriptor, name = tempfile.mkstemp(".tmp", f".{target.stem}-", target.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(0o666 & ~_umask())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = (
            "close it in Excel first, or choose another name"
            if isinstance(error, PermissionError)
            else "choose another place with -o"
        )
        raise WorkbookError(
            [Problem("PS307", f"'{target}' cannot be written: {reason}", hint=hint)]
        ) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def check_choices(
    *, locale: str, profile: str, rows: int | None, as_of: datetime.date | None
) -> None:
    """Refuse what no workbook can be made for."""
    faults = []
    for what, word, known in (("locale", locale, LOCALES), ("profile", profile, PROFILES)):
        if word not in known:
            faults.append((f"'{word}' is no {what}", did_you_mean(word, known)))
    if rows is not None and not 1 <= rows < MAX_ROWS:
        faults.append((f"{rows:,} rows asked for; a table has 1 to {MAX_ROWS - 1:,}", None))
    if as_of is not None and as_of < FIRST_DATE:
        hint = "Excel counts days from 1900-03-01 safely"
        faults.append((f"the as-of day {as_of} lies before 1900-03-01", hint))
    if faults:
        raise BlueprintError([Problem("PS314", message, hint=hint) for message, hint in faults])


def check_target(target: Path, *, force: bool, inputs: Iterable[object] = ()) -> None:
    """Refuse a target that Excel could not open, or whose writing would lose something."""
    try:
        fault = _target_fault(target, force=force, inputs=inputs)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        fault = "PS308", f"'{target}' cannot be written: {reason}", "choose another place with -o"
    if fault:
        code, message, hint = fault
        raise WorkbookError([Problem(code, message, hint=hint)])


def _target_fault(
    target: Path, *, force: bool, inputs: Iterable[object]
) -> tuple[str, str, str] | None:
    if target.suffix.lower() != ".xlsx":
        return (
            "PS308",
            f"'{target}' does not end in .xlsx",
            f"write '{target.with_name(target.name + '.xlsx')}', or name a folder that exists",
        )
    if not target.parent.is_dir():
        missing = "is no folder" if target.parent.exists() else "does not exist"
        return (
            "PS308",
            f"the folder '{target.parent}' {missing}",
            "make it first, or choose another",
        )
    if not target.exists():
        return None
    if any(_same_file(target, one) for one in inputs):
        return "PS309", f"'{target}' is read too, so it is not overwritten", "choose another name"
    if not force:
        return "PS309", f"'{target}' exists already", "--force overwrites it; -o names another file"
    return None


def _same_file(target: Path, given: object) -> bool:
    """Whether data from *given*, ``FILE`` or ``FILE#Sheet``, comes out of *target*."""
    if not isinstance(given, str | Path):
        return False
    named = (Path(given), Path(str(given).rpartition("#")[0]))
    return any(path.is_file() and path.samefile(target) for path in named)


def file_name(blueprint: Blueprint, locale: Locale) -> str:
    """The workbook's name: the blueprint's title, fit for every file system."""
    title = _NOT_IN_FILE_NAMES.sub("-", blueprint.title(locale)).strip(" .-")[:100]
    return f"{title or blueprint.id}.xlsx"


def creation_time(as_of: datetime.date | None) -> datetime.datetime:
    """When the workbook says it was made: SOURCE_DATE_EPOCH, else the as-of day, else now."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch:
        try:
            moment = datetime.datetime.fromtimestamp(int(epoch), datetime.UTC)
        except (ValueError, OverflowError, OSError):
            raise BlueprintError(
                [Problem("PS310", f"SOURCE_DATE_EPOCH is '{epoch}', which is no number of seconds")]
            ) from None
        return moment.replace(tzinfo=None)
    if as_of is not None:
        return datetime.datetime(as_of.year, as_of.month, as_of.day)  # noqa: DTZ001
    return datetime.datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the user's own clock


def read_values(blueprint: Blueprint, values: Mapping[str, object]) -> dict[str, Value]:
    """Parameters as the user gave them, typed; every one that does not fit is reported."""
    if not values:
        return {}
    from plansheets.frames.numbers import BadValueError
    from plansheets.frames.values import parse_value

    read: dict[str, Value] = {}
    problems = []
    for id_, written in values.items():
        parameter = blueprint.parameter(id_)
        if parameter is None:
            hint = did_you_mean(id_, [one.id for one in blueprint.parameters], listed=20)
            problems.append(Problem("PS311", f"no parameter '{id_}' in {blueprint.id}", hint=hint))
            continue
        items = blueprint.list(parameter.list_id) if parameter.list_id else None
        try:
            read[id_] = parse_value(
                written,
                parameter.type,
                items=items,
                minimum=parameter.minimum,
                maximum=parameter.maximum,
            )
        except BadValueError as fault:
            problems.append(Problem("PS312", f"parameter '{id_}': {fault.reason}", hint=fault.hint))
    if problems:
        raise BlueprintError(problems)
    return read


def load_data(
    blueprint: Blueprint, data: Mapping[str, Source]
) -> tuple[dict[str, Rows], tuple[Problem, ...]]:
    """Rows for each table named, and what there is to say about them; all problems at once."""
    if not data:
        return {}, ()
    from plansheets.frames.load import load_frame, load_table

    # repeated columns are columns of the file, too
    blueprint = expand_repeats(blueprint, Report())
    loaded: dict[str, Rows] = {}
    notices: list[Problem] = []
    problems: list[Problem] = []
    for id_, source in data.items():
        table = blueprint.table(id_)
        if table is None:
            names = [one.id for one in blueprint.tables if one.growing]
            problems.append(
                Problem(
                    "PS313", f"no table '{id_}' in {blueprint.id}", hint=did_you_mean(id_, names)
                )
            )
            continue
        try:
            rows = (
                load_table(source, table, blueprint)
                if isinstance(source, str | Path)
                else load_frame(source, table, blueprint)
            )
        except PlansheetsError as error:
            problems.extend(error.problems)
            continue
        loaded[id_] = rows
        notices.extend(rows.notices)
    if problems:
        raise DataError(problems)
    return loaded, tuple(notices)
