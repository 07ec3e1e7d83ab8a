"""What the user gave for a build: choices, parameters, data; every fault of them told at once."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from plansheets.blueprint.model import Blueprint
from plansheets.errors import BlueprintError, DataError, PlansheetsError, Problem, did_you_mean
from plansheets.formula.functions import PROFILES
from plansheets.grid import FIRST_DAY, MAX_ROWS
from plansheets.plan.choices import GivenRows
from plansheets.plan.look.colors import read_color
from plansheets.plan.look.palettes import THEMES
from plansheets.plan.model import Value
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.words import LOCALES, Locale

if TYPE_CHECKING:
    import pandas as pd

DataSource: TypeAlias = "str | Path | pd.DataFrame"
"""A file, ``FILE.xlsx#Sheet``, or a frame."""


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
    faults = []
    words = (("locale", locale, LOCALES), ("profile", profile, PROFILES), ("theme", theme, THEMES))
    for what, word, known in words:
        if word not in known:
            faults.append((f"'{word}' is no {what}", did_you_mean(word, known)))
    if rows is not None and not 1 <= rows < MAX_ROWS:
        faults.append((f"{rows:,} rows asked for; a table has 1 to {MAX_ROWS - 1:,}", None))
    if as_of is not None and as_of < FIRST_DAY:
        hint = f"Excel counts days from {FIRST_DAY} safely"
        faults.append((f"the as-of day {as_of} lies before {FIRST_DAY}", hint))
    if brand is not None and read_color(brand) is None:
        hint = "a colour is six hexadecimal digits, as in '#C8102E' (in quotes, for the shell)"
        faults.append((f"the brand colour '{brand}' is no colour", hint))
    if len(brought) > 1:
        hint = "--vba for Excel, --lambdas for Microsoft 365, --udf for Excel with Python"
        named = " and ".join(brought)
        faults.append((f"{named} bring the functions, under the same names", hint))
    if faults:
        raise BlueprintError([Problem("PS314", message, hint=hint) for message, hint in faults])


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


def read_given(
    blueprint: Blueprint,
    values: Mapping[str, object],
    data: Mapping[str, DataSource],
    locale: Locale,
) -> tuple[dict[str, Value], dict[str, GivenRows], tuple[Problem, ...]]:
    """Parameters and tables as the user gave them; what is wrong with either is told together."""
    problems: list[Problem] = []
    parameters: dict[str, Value] = {}
    try:
        parameters = read_values(blueprint, values)
    except BlueprintError as error:
        problems.extend(error.problems)
    try:
        loaded, notices = load_data(blueprint, data, locale)
    except DataError as error:
        raise DataError([*problems, *error.problems]) from None
    if problems:
        raise BlueprintError(problems)
    return parameters, loaded, notices


def read_values(blueprint: Blueprint, values: Mapping[str, object]) -> dict[str, Value]:
    """Parameters as the user gave them, typed; every one that does not fit is reported."""
    if not values:
        return {}
    from plansheets.frames.values import parse_value
    from plansheets.values.numbers import BadValueError

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
    blueprint: Blueprint, data: Mapping[str, DataSource], locale: Locale
) -> tuple[dict[str, GivenRows], tuple[Problem, ...]]:
    """Rows for each table named, and what there is to say about them; all problems at once."""
    if not data:
        return {}, ()
    from plansheets.frames.load import load_frame, load_table

    # repeated columns are columns of the file, too
    blueprint = expand_repeats(blueprint, Report())
    loaded: dict[str, GivenRows] = {}
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
                load_table(source, table, blueprint, locale)
                if isinstance(source, str | Path)
                else load_frame(source, table, blueprint, locale)
            )
        except PlansheetsError as error:
            problems.extend(error.problems)
            continue
        loaded[id_] = rows
        notices.extend(rows.notices)
    if problems:
        raise DataError(problems)
    return loaded, tuple(notices)
