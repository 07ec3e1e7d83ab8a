"""Options of commands that write into workbooks which exist."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import MisuseError
from plansheets.cli.speaking import HelpLine, option, several
from plansheets.words import Words

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from plansheets.life.manifest import Manifest

writing_options = several(
    option(
        "-o",
        "--output",
        type=click.Path(path_type=Path),
        metavar="OUT.xlsx",
        help=HelpLine("要写的工作簿，或放它的文件夹。", "The workbook to write, or a folder."),
    ),
    option(
        "--in-place",
        is_flag=True,
        help=HelpLine(
            "直接写进原工作簿；旁边留一份带当天日期的副本。",
            "Write into the workbook itself; a copy with today's date is kept beside it.",
        ),
    ),
    option(
        "--dry-run",
        is_flag=True,
        help=HelpLine("只说会做什么，并不写。", "Say what would be done, and write nothing."),
    ),
    option(
        "--force",
        is_flag=True,
        help=HelpLine("覆盖已有的工作簿。", "Overwrite a workbook that exists."),
    ),
)
"""The options that say where a changed workbook goes."""


def check_writing(
    output: Path | None, *, in_place: bool, dry_run: bool, several: bool = False
) -> None:
    """Refuse options that do not say where the workbook goes, or say it twice."""
    if output is not None and in_place:
        raise MisuseError(
            Words("-o OUT.xlsx 与 --in-place 只能用一个", "either -o OUT.xlsx or --in-place")
        )
    if output is None and not in_place and not dry_run:
        raise MisuseError(
            Words(
                "用 -o 写明输出的工作簿，或用 --in-place",
                "name the workbook to write with -o, or take --in-place",
            )
        )
    if several and output is not None and not output.is_dir():
        raise MisuseError(
            Words(
                "多个工作簿要写进已有的文件夹：-o DIR",
                "several workbooks go into a folder that exists: -o DIR",
            )
        )


def complete_book_tables(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Tables that data can fill, of the workbook already on the command line."""
    from click.shell_completion import CompletionItem

    manifest = _named_book()
    if manifest is None:
        return []
    filled = {one.table for one in manifest.columns if one.role in ("input", "link")}
    return [
        CompletionItem(f"{table.id}=", help=table.title)
        for table in manifest.tables
        if table.id in filled and table.id.startswith(incomplete)
    ]


def complete_book_parameters(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Parameters of the workbook already on the command line."""
    from click.shell_completion import CompletionItem

    manifest = _named_book()
    return [
        CompletionItem(f"{one.id}=", help=one.label)
        for one in (manifest.parameters if manifest else ())
        if one.id.startswith(incomplete)
    ]


def complete_book_ids(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Tables, columns and parameters of the workbook already on the command line."""
    from click.shell_completion import CompletionItem

    manifest = _named_book()
    if manifest is None:
        return []
    known = {one.id: one.title for one in manifest.tables}
    known |= {f"{one.table}.{one.id}": one.header for one in manifest.columns}
    known |= {one.id: one.label for one in manifest.parameters}
    return [
        CompletionItem(f"{id_}=", help=label)
        for id_, label in known.items()
        if id_.startswith(incomplete)
    ]


def _named_book() -> Manifest | None:
    """What the workbook that is already on the command line says of itself."""
    from click.shell_completion import split_arg_string

    from plansheets.errors import PlansheetsError
    from plansheets.life.book import opened_book
    from plansheets.life.recognise import read_manifest

    for word in split_arg_string(os.environ.get("COMP_WORDS", "")):
        path = Path(word)
        if path.suffix.lower() in (".xlsx", ".xlsm") and path.is_file():
            try:
                with opened_book(path) as book:
                    return read_manifest(book)
            except PlansheetsError:
                return None
    return None
