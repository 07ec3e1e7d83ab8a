"""``plansheets verify``: what makes Excel repair or refuse a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import MisuseError
from plansheets.cli.options import LOCALE
from plansheets.cli.speaking import SpeakingCommand
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.errors import Problem
    from plansheets.words import Locale


@click.command(
    cls=SpeakingCommand,
    epilog="""\b
Examples:
  plansheets verify plan.xlsx
  plansheets verify workbooks/*.xlsx
  plansheets verify plan.xlsx --json
  plansheets verify workbooks/*.xlsx --sarif > workbooks.sarif
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the keys of docs/json.md.")
@click.option("--sarif", "as_sarif", is_flag=True, help="Print SARIF 2.1.0, for code hosts and CI.")
@click.option("--locale", type=LOCALE, help="Language of messages.  [default: the system's]")
@click.pass_context
def command(
    ctx: click.Context,
    files: tuple[Path, ...],
    *,
    as_json: bool,
    as_sarif: bool,
    locale: Locale | None,
) -> None:
    """Find everything that makes Excel offer a repair, refuse a workbook, or show #NAME?.

    Any .xlsx or .xlsm may be verified, whoever wrote it; files are only read. Excel's lock files
    (~$name.xlsx) are passed over. Exit status 1 when there is a problem; warnings alone do not
    fail.

    Checked: the package, its links and content types; sheets, styles, drawings, charts, tables,
    comments, pivot tables and properties against the published schema; names, limits, and every
    formula's spelling, functions and references.

    What reaches out of the workbook is a warning (PS580 to PS582): functions that ask the network
    or other programs, other workbooks, DDE, queries, linked pictures, add-ins of the web, links
    that run scripts, open files and shares, or carry cells in their address.

    Not checked: whether values are right, macros, shapes, themes, and what queries ask.
    """
    if as_json and as_sarif:
        raise MisuseError(Words("--json 与 --sarif 只能用一个", "either --json or --sarif"))
    from plansheets.cli.language import default_locale
    from plansheets.cli.words import (
        LOCK_FILE,
        counted,
        failed,
        in_workbook,
        say_json,
        say_problems_json,
        tell,
    )

    ctx.meta["plansheets.locale"] = language = locale or default_locale()
    found: dict[str, tuple[Problem, ...]] = {}
    for file in files:
        if file.name.startswith("~$"):
            click.echo(f"{file}: {LOCK_FILE(language)}", err=True)
            continue
        problems = found[str(file)] = _verify(file)
        if not (as_json or as_sarif):
            tell(problems, language)
            click.echo(f"{file}: {counted(problems, language)}")
    if as_json:
        say_problems_json(_said(found, language), in_workbook)
    if as_sarif:
        from plansheets.cli.sarif import sarif

        say_json(sarif(_said(found, language)))
    if any(map(failed, found.values())):
        ctx.exit(1)


def _said(
    found: dict[str, tuple[Problem, ...]], language: Locale
) -> dict[str, tuple[Problem, ...]]:
    return {file: tuple(one.said(language) for one in told) for file, told in found.items()}


def _verify(file: Path) -> tuple[Problem, ...]:
    from plansheets.errors import WorkbookError
    from plansheets.workbook.verify import verify

    try:
        return verify(file)
    except WorkbookError as error:
        return error.problems
