"""``plansheets addin``: the functions made ready for the programs that call them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import ChoiceType, MisuseError, MisvaluedError
from plansheets.cli.options import LOCALE
from plansheets.cli.speaking import SpeakingGroup, spoken
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.words import Locale


@click.group(
    cls=SpeakingGroup,
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
    epilog="""\b
Examples:
  plansheets addin build vba -o addin
  plansheets addin build xlwings -o addin
  plansheets addin build xlwings -o addin --python 'C:\\tools\\python\\pythonw.exe'
  plansheets addin build libreoffice -o addin
  plansheets addin build sheets -o addin
  plansheets addin build office -o addin/office --address https://our.server/plansheets
"""
)
@click.argument("kind", type=ChoiceType(["vba", "xlwings", "libreoffice", "sheets", "office"]))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    required=True,
    help="The folder for the files.",
)
@click.option("--python", metavar="PATH", help="The Python that Excel starts; for xlwings.")
@click.option(
    "--address",
    metavar="URL",
    help="Where the files will be served; for office (default: https://localhost:3000).",
)
@click.option("--force", is_flag=True, help="Replace files that are there already.")
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
    epilog="""\b
Examples:
  plansheets addin doctor
  plansheets addin doctor addin/plansheets-functions.xlsm
  plansheets addin doctor addin/plansheets-functions.xlsm --locale zh-CN
"""
)
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option("--locale", type=LOCALE, help="Language of messages.  [default: the system's]")
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
