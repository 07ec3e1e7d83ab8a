"""``plansheets preview``: the pages of a workbook as pictures."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.misuse import MisuseError, WholeType
from plansheets.cli.options import (
    DAY,
    LOCALE,
    THEME,
    complete_blueprints,
    complete_parameters,
    set_option,
)
from plansheets.cli.speaking import SpeakingCommand
from plansheets.words import Words

if TYPE_CHECKING:
    import datetime

    from plansheets.words import Locale

_WORKBOOKS = (".xlsx", ".xlsm")


@click.command(
    cls=SpeakingCommand,
    epilog="""\b
Examples:
  plansheets preview sku-management
  plansheets preview monitoring-board --locale zh-CN --theme jade -o pages
  plansheets preview mine.xlsx -o pages --sheet 公告板
  plansheets preview mine.xlsx --pdf
""",
)
@click.argument("what", metavar="NAME|FILE", shell_complete=complete_blueprints)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="The folder for the pages.  [default: the name with '-pages', in this folder]",
)
@click.option("--sheet", "sheets", metavar="TITLE", multiple=True, help="Only this sheet's pages.")
@click.option("--pdf", is_flag=True, help="One PDF in place of pictures.")
@click.option(
    "--dpi",
    type=WholeType(20, 600),
    default=96,
    show_default=True,
    help="The size of the pictures, in dots per inch.",
)
@click.option("--locale", type=LOCALE, help="Language of a blueprint.  [default: the system's]")
@set_option(complete_parameters)
@click.option("--blank", is_flag=True, help="A blueprint without its sample rows.")
@click.option(
    "--as-of", type=DAY, metavar="DATE", help="The day that a blueprint looks from, as 2024-06-30."
)
@click.option("--theme", type=THEME, help="The colours of a blueprint.  [default: ink]")
@click.option("--brand", metavar="COLOUR", help="Your brand's colour, as '#C8102E'.")
@click.option("--force", is_flag=True, help="Overwrite pages that exist.")
@click.pass_context
def command(
    ctx: click.Context,
    what: str,
    *,
    output: Path | None,
    sheets: tuple[str, ...],
    pdf: bool,
    dpi: int,
    locale: Locale | None,
    values: dict[str, str],
    blank: bool,
    as_of: datetime.date | None,
    theme: str | None,
    brand: str | None,
    force: bool,
) -> None:
    """Draw what a workbook looks like on paper, a PNG a page, and print the paths.

    NAME is a shipped blueprint, FILE one of your own (.yaml) or a workbook (.xlsx, .xlsm), which
    is only read. LibreOffice prints the pages, and poppler draws them; Excel breaks lines at other
    places here and there.
    """
    if pdf and sheets:
        raise MisuseError(
            Words(
                "--pdf 含全部工作表，不能与 --sheet 同用",
                "--pdf holds every sheet: no --sheet beside it",
            )
        )
    from plansheets.cli.language import default_locale
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import tell
    from plansheets.flow import build
    from plansheets.paper.preview import preview

    choices: dict[str, Any] = {
        "locale": locale, "values": values, "blank": blank, "as_of": as_of, "theme": theme,
        "brand": brand,
    }  # fmt: skip
    choices = {name: value for name, value in choices.items() if value}
    ctx.meta["plansheets.locale"] = language = locale or default_locale()
    is_workbook = Path(what).suffix.lower() in _WORKBOOKS
    if is_workbook and choices:
        option = {"values": "set", "as_of": "as-of"}.get(first := next(iter(choices)), first)
        raise MisuseError(
            Words(
                f"--{option} 只用于蓝图：“{what}”已经是工作簿",
                f"--{option} is for blueprints: '{what}' is a workbook already",
            )
        )
    folder = output or Path(f"{Path(what).stem}-pages")
    with ProgressLine(what) as shown, tempfile.TemporaryDirectory() as scratch:
        book = Path(what)
        if not is_workbook:
            shown("building")
            built = build(
                what, Path(scratch) / f"{book.stem}.xlsx", **{**choices, "locale": language}
            )
            tell(built.warnings, language)
            book = built.path
        pages = preview(
            book, folder, sheets=sheets, pdf=pdf, dots_per_inch=dpi, force=force, progress=shown
        )
    for page in pages:
        click.echo(page)
