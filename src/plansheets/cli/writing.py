"""Options of commands that write into workbooks which exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Decorated = TypeVar("_Decorated", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="OUT.xlsx",
        help="The workbook to write, or a folder.",
    ),
    click.option(
        "--in-place",
        is_flag=True,
        help="Write into the workbook itself; a copy with today's date is kept beside it.",
    ),
    click.option("--dry-run", is_flag=True, help="Say what would be done, and write nothing."),
    click.option("--force", is_flag=True, help="Overwrite a workbook that exists."),
)


def writing_options(command: _Decorated) -> _Decorated:
    """*command* with the options that say where a changed workbook goes."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def check_writing(
    output: Path | None, *, in_place: bool, dry_run: bool, several: bool = False
) -> None:
    """Refuse options that do not say where the workbook goes, or say it twice."""
    if output is not None and in_place:
        raise click.UsageError("either -o OUT.xlsx or --in-place")
    if output is None and not in_place and not dry_run:
        raise click.UsageError("name the workbook to write with -o, or take --in-place")
    if several and output is not None and not output.is_dir():
        raise click.UsageError("several workbooks go into a folder that exists: -o DIR")
