"""``plansheets addin``: the functions made ready for the programs that call them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import ChoiceType, MisuseError, MisvaluedError
from plansheets.cli.options import MESSAGES
from plansheets.cli.speaking import HelpLine, SpeakingGroup, option, spoken
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.words import Locale


@click.group(
    cls=SpeakingGroup,
    chinese="让函数能在单元格里直接调用：PS_ROI 等。",
    epilog="""\b
Examples:
  plansheets addin build vba -o addin
  plansheets addin build xlwings -o addin
  plansheets addin build libreoffice -o addin
  plansheets addin build sheets -o addin
  plansheets addin build office -o addin/office
  plansheets addin doctor addin/plansheets-functions.xlsm
""",
)
def command() -> None:
    """Make the functions callable from cells: PS_ROI and the others."""


@command.command(
    chinese="""把加载项的文件写进一个文件夹，并输出路径。

已有的文件会保留，里面可能有你自己的函数。

vba：所有工作簿都能用的加载项、每个函数都有例子的工作簿和安装说明。用于 Windows 和 Mac 的
Excel，不需要别的。

xlwings：每个函数都有例子的工作簿、所有工作簿都能用的加载项、两者调用的 Python 文件和安装说
明。用于装了 Python 的 Windows 上的 Excel。

libreoffice：不需要别的扩展、每个函数都有例子的工作簿和安装说明。

sheets：贴进 Google 表格的脚本、每个函数的例子和做法。

office：Office 加载项，用于桌面、Mac 和网页版 Excel，由一台网页服务器提供；附说明和安装方
法。未在 Excel 里试过：空白参数。
""",
    epilog="""\b
Examples:
  plansheets addin build vba -o addin
  plansheets addin build xlwings -o addin
  plansheets addin build xlwings -o addin --python 'C:\\tools\\python\\pythonw.exe'
  plansheets addin build libreoffice -o addin
  plansheets addin build sheets -o addin
  plansheets addin build office -o addin/office --address https://our.server/plansheets
""",
)
@click.argument("kind", type=ChoiceType(["vba", "xlwings", "libreoffice", "sheets", "office"]))
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    required=True,
    help=HelpLine("放这些文件的文件夹。", "The folder for the files."),
)
@option(
    "--python",
    metavar="PATH",
    help=HelpLine(
        "Excel 要启动的 Python；用于 xlwings。", "The Python that Excel starts; for xlwings."
    ),
)
@option(
    "--address",
    metavar="URL",
    help=HelpLine(
        "这些文件将由哪个网址提供；用于 office（默认：https://localhost:3000）。",
        "Where the files will be served; for office (default: https://localhost:3000).",
    ),
)
@option(
    "--force",
    is_flag=True,
    help=HelpLine("替换已有的文件。", "Replace files that are there already."),
)
@click.pass_context
def build(
    ctx: click.Context,
    kind: str,
    *,
    output: Path,
    python: str | None,
    address: str | None,
    force: bool,
) -> None:
    """Write an add-in's files into a folder and print their paths.

    Files that are there already are kept, for functions of your own may be in them.

    vba: an add-in for all workbooks, a workbook with an example of every function, and how to
    install them. For Excel on Windows and on the Mac, which need nothing else.

    xlwings: a workbook with an example of every function, an add-in for all workbooks, the Python
    file that both call, and how to install them. For Excel on Windows with Python.

    libreoffice: an extension that needs nothing else, a workbook with an example of every function,
    and how to install it.

    sheets: a script to paste into a Google spreadsheet, examples of every function, and how to.

    office: an Office add-in for Excel on the desktop, on the Mac and on the web, to be served from
    a web server; its help and how to install it. Not tried in Excel: blank arguments.
    """
    if address is not None and kind != "office":
        raise MisuseError(
            Words(
                "--address 只用于 office：Excel 从那里读取它的文件",
                "--address is for office, whose files Excel loads from there",
            )
        )
    if kind == "xlwings":
        from plansheets.addin.xlwings import build_xlwings

        written = build_xlwings(output, python, force=force)
    elif python is not None:
        why = {
            "vba": Words("VBA 用不着", "VBA needs none"),
            "libreoffice": Words("LibreOffice 自带", "LibreOffice has a Python of its own"),
        }.get(kind, Words("JavaScript 用不着", "JavaScript needs none"))
        raise MisuseError(
            Words(f"--python 只用于 xlwings；{why.zh}", f"--python is for xlwings; {why.en}")
        )
    elif kind == "vba":
        from plansheets.addin.vba.build import build_vba

        written = build_vba(output, force=force)
    elif kind == "office":
        from plansheets.addin.javascript.office import ADDRESS, build_office, is_address

        if address is not None and not is_address(address):
            refused = Words(
                f"“{address}”不是末尾不带 / 的 https 地址，如 https://our.server/plansheets",
                f"'{address}' is no https address without a / at its end, such as"
                " https://our.server/plansheets",
            )
            raise MisvaluedError(refused, param_hint="'--address'")
        written = build_office(output, address or ADDRESS, force=force)
    elif kind == "sheets":
        from plansheets.addin.javascript.sheets import build_sheets

        written = build_sheets(output, force=force)
    else:
        from plansheets.addin.libreoffice.build import build_libreoffice

        written = build_libreoffice(output, force=force)
    for path in written.files:
        click.echo(path)
    for path in written.kept:
        kept = Words(
            f"保留已有的“{path}”；要重写就加 --force",
            f"kept '{path}', which is there already; --force writes it anew",
        )
        click.echo(kept(spoken(ctx)), err=True)


@command.command(
    chinese="说明这里的 Excel 为什么用不了函数，以及怎样修好。",
    epilog="""\b
Examples:
  plansheets addin doctor
  plansheets addin doctor addin/plansheets-functions.xlsm
  plansheets addin doctor addin/plansheets-functions.xlsm --locale zh-CN
""",
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@MESSAGES
@click.pass_context
def doctor(ctx: click.Context, *, file: Path | None, locale: Locale | None) -> None:
    """Say what keeps functions from working in Excel here, and how to mend it."""
    from plansheets.addin.doctor import examine
    from plansheets.cli.language import default_locale

    language = locale or default_locale()
    findings = examine(file)
    for finding in findings:
        click.echo(f"{'●' if finding.fine else '▼'} {finding.what(language)}")
        if not finding.fine and finding.mend(language):
            click.echo(f"  → {finding.mend(language)}")
    if not all(finding.fine for finding in findings):
        ctx.exit(1)
