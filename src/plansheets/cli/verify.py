"""``plansheets verify``: what makes Excel repair or refuse a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import MisuseError
from plansheets.cli.options import AS_JSON, AS_SARIF, MESSAGES
from plansheets.cli.speaking import SpeakingCommand
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.errors import Problem
    from plansheets.words import Locale


@click.command(
    cls=SpeakingCommand,
    chinese="""找出一切会让 Excel 提示修复、拒绝打开或显示 #NAME? 的地方。

任何 .xlsx 或 .xlsm 都可以检查，不论由谁写成；只读不改。Excel 的锁文件（~$name.xlsx）会跳
过。有问题时退出码为 1；只有警告不算失败。

检查：文件包及其链接和内容类型；工作表、样式、图形、图表、表格、批注、数据透视表和属性是否符
合公开的规范；名称、上限，以及每个公式的写法、函数和引用。

通向工作簿以外的内容是警告（PS580 到 PS582）：访问网络或其他程序的函数、其他工作簿、DDE、查
询、链接的图片、网络加载项，以及运行脚本、打开文件或共享文件夹、在网址里带上单元格内容的链
接。

不检查：数值是否正确、宏、形状、主题，以及查询问了什么。
""",
    epilog="""\b
Examples:
  plansheets verify plan.xlsx
  plansheets verify workbooks/*.xlsx
  plansheets verify plan.xlsx --json
  plansheets verify workbooks/*.xlsx --sarif > workbooks.sarif
""",
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@AS_JSON
@AS_SARIF
@MESSAGES
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
        counted,
        failed,
        in_workbook,
        say_json,
        say_problems_json,
        tell,
        without_locks,
    )

    ctx.meta["plansheets.locale"] = language = locale or default_locale()
    found: dict[str, tuple[Problem, ...]] = {}
    for file in without_locks(files, language):
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
