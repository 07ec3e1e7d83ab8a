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
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option
from plansheets.words import Words

if TYPE_CHECKING:
    import datetime

    from plansheets.words import Locale

_WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods")


@click.command(
    cls=SpeakingCommand,
    chinese="""把工作簿打印出来的样子画成图片，每页一张 PNG，并输出路径。

NAME 是自带的蓝图，FILE 是自己的蓝图（.yaml）或工作簿（.xlsx、.xlsm，只读不改）。由
LibreOffice 排版，由 poppler 绘图；Excel 的换行处会略有不同。
""",
    epilog="""\b
Examples:
  plansheets preview sku-management
  plansheets preview monitoring-board --locale zh-CN --theme jade -o pages
  plansheets preview mine.xlsx -o pages --sheet 公告板
  plansheets preview mine.xlsx --pdf
""",
)
@click.argument("what", metavar="NAME|FILE", shell_complete=complete_blueprints)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=HelpLine(
        "放页面的文件夹。  [默认：当前文件夹，名称后加 -pages]",
        "The folder for the pages.  [default: the name with '-pages', in this folder]",
    ),
)
@option(
    "--sheet",
    "sheets",
    metavar="TITLE",
    multiple=True,
    help=HelpLine("只要这张工作表的页面。可重复。", "Only this sheet's pages."),
)
@option(
    "--pdf",
    is_flag=True,
    help=HelpLine("不画图片，合成一份 PDF。", "One PDF in place of pictures."),
)
@option(
    "--dpi",
    type=WholeType(20, 600),
    default=96,
    show_default=True,
    help=HelpLine("图片的大小：每英寸多少点。", "The size of the pictures, in dots per inch."),
)
@option(
    "--locale",
    type=LOCALE,
    help=HelpLine(
        "蓝图用哪种语言。  [默认：随系统]", "Language of a blueprint.  [default: the system's]"
    ),
)
@set_option(complete_parameters)
@option(
    "--blank",
    is_flag=True,
    help=HelpLine("蓝图不带示例行。", "A blueprint without its sample rows."),
)
@option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help=HelpLine(
        "蓝图以哪一天为今天，如 2024-06-30。", "The day that a blueprint looks from, as 2024-06-30."
    ),
)
@option(
    "--theme",
    type=THEME,
    help=HelpLine("蓝图的配色。  [默认：ink]", "The colours of a blueprint.  [default: ink]"),
)
@option(
    "--brand",
    metavar="COLOUR",
    help=HelpLine("品牌色，如 '#C8102E'。", "Your brand's colour, as '#C8102E'."),
)
@option("--force", is_flag=True, help=HelpLine("覆盖已有的页面。", "Overwrite pages that exist."))
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
