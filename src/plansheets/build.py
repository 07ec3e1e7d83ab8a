"""A blueprint becomes a workbook, or nothing is written and every problem is told."""

from __future__ import annotations

import datetime
import io
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets.blueprint.catalog import find_blueprint
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint
from plansheets.errors import BlueprintError, Problem, WorkbookError, did_you_mean
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices, Rows
from plansheets.plan.model import Locale, Profile, Value

if TYPE_CHECKING:
    import pandas as pd

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
    data: Mapping[str, str | Path | pd.DataFrame] | None = None,
    blank: bool = False,
    rows: int | None = None,
    as_of: datetime.date | None = None,
    profile: Profile = "excel2016",
    force: bool = False,
) -> Built:
    """Compile *blueprint* and write the workbook.

    Parameters
    ----------
    blueprint
        The name of a shipped blueprint, or the path of a YAML file.
    output
        The workbook to write; by default the blueprint's title in *locale*, in the current folder.
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
        ``"excel2016"`` works in Excel 2016 and later, WPS and LibreOffice; ``"excel365"`` needs 365.
    force
        Overwrite an existing file.

    Returns
    -------
    Built
        Where the workbook is and what it holds, with the warnings met on the way.

    Raises
    ------
    PlansheetsError
        With every problem found; nothing was written.
    """
    path = find_blueprint(str(blueprint))
    model = read_blueprint(path)
    target = Path(output) if output is not None else Path(file_name(model, locale))
    check_target(target, force=force)
    created = creation_time(as_of)
    loaded, notices = load_data(model, data or {})
    choices = Choices(
        locale=locale,
        profile=profile,
        values=read_values(model, values or {}),
        data=loaded,
        blank=blank,
        rows=rows,
        as_of=as_of,
        created=created,
        today=as_of or created.date(),
    )
    return write_blueprint(model, choices, target, notices)


def write_blueprint(
    blueprint: Blueprint, choices: Choices, target: Path, notices: tuple[Problem, ...] = ()
) -> Built:
    """Compile, calculate, write, verify; the file appears under its name only when all went well."""
    from plansheets.calc.calculate import calculate
    from plansheets.render.xlsx import write_xlsx
    from plansheets.workbook.verify import verify_bytes

    ready, warnings = plan(blueprint, choices)
    values = calculate(ready)
    buffer = io.BytesIO()
    write_xlsx(ready, values, buffer)
    content = buffer.getvalue()
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
        warnings=(*notices, *warnings),
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
            os.chmod(name, 0o666 & ~_umask())
            os.replace(name, target)
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


def check_target(target: Path, *, force: bool) -> None:
    """Refuse a target that would be lost, or that Excel could not open."""
    if target.suffix.lower() != ".xlsx":
        raise WorkbookError(
            [
                Problem(
                    "PS308",
                    f"'{target}' does not end in .xlsx",
                    hint=f"write {target.with_suffix('.xlsx')}",
                )
            ]
        )
    if target.is_dir():
        raise WorkbookError(
            [Problem("PS308", f"'{target}' is a folder", hint="name the workbook to write")]
        )
    if not target.parent.is_dir():
        raise WorkbookError(
            [
                Problem(
                    "PS308",
                    f"there is no folder '{target.parent}'",
                    hint="make it first, or choose another place",
                )
            ]
        )
    if target.exists() and not force:
        raise WorkbookError(
            [
                Problem(
                    "PS309",
                    f"'{target}' exists already",
                    hint="--force overwrites it; -o writes another file",
                )
            ]
        )


def file_name(blueprint: Blueprint, locale: Locale) -> str:
    """The workbook's name: the blueprint's title, fit for every file system."""
    title = _NOT_IN_FILE_NAMES.sub("-", blueprint.title(locale)).strip(" .-")
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
    blueprint: Blueprint, data: Mapping[str, str | Path | pd.DataFrame]
) -> tuple[dict[str, Rows], tuple[Problem, ...]]:
    """Rows for each table named, and what there is to say about them; all problems at once."""
    from plansheets.errors import DataError, PlansheetsError
    from plansheets.frames.load import load_frame, load_table

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
