"""Options that say how data files are written, where their evidence is not enough."""

from __future__ import annotations

from pathlib import Path

import click

from plansheets.cli.misuse import ChoiceType, WholeType
from plansheets.cli.options import AnyCommand

_OPTIONS = (
    click.option(
        "--encoding",
        metavar="NAME",
        help="What data files are encoded in, such as gb18030, big5, shift-jis, windows-1252.",
    ),
    click.option(
        "--decimal",
        type=ChoiceType([".", ","]),
        help="What stands before the decimals of their numbers.",
    ),
    click.option(
        "--dates",
        type=ChoiceType(["day-first", "month-first"]),
        help="How they write 05/06/2024.",
    ),
    click.option(
        "--year",
        type=WholeType(1900, 9999),
        help="The year of days that they write without one, such as 5月1日.",
    ),
)


def reading_options(command: AnyCommand) -> AnyCommand:
    """*command* with the options that say how its data files are written."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def duplicates_option(command: AnyCommand) -> AnyCommand:
    """*command* with the option for rows of a file that are one row of the table."""
    return click.option(
        "--duplicates",
        type=ChoiceType(["add", "refuse"]),
        default="add",
        help="Rows of one day, key and channel, lines of one order: add them up, or refuse them.",
    )(command)


def names_option(command: AnyCommand) -> AnyCommand:
    """*command* with the option for headers of the user's own."""
    return click.option(
        "--names",
        type=click.Path(path_type=Path),
        metavar="FILE.yaml",
        help="More headers under which your exports bring fields and columns.",
    )(command)
