"""``plansheets build``: a blueprint becomes a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.for_each import each_options
from plansheets.cli.misuse import MisuseError, WholeType
from plansheets.cli.options import (
    ALLOW_NETWORK,
    AS_JSON,
    DAY,
    LOCALE,
    OLDEST,
    THEME,
    TIMINGS,
    complete_blueprints,
    complete_parameters,
    complete_tables,
    set_option,
    sources,
    with_option,
    with_parts,
)
from plansheets.cli.reading import duplicates_option, names_option, rates_option, reading_options
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option
from plansheets.words import Words

if TYPE_CHECKING:
    import datetime

    from plansheets.flow import Stage
    from plansheets.plan.model import Profile
    from plansheets.words import Locale


@click.command(
    cls=SpeakingCommand,
    chinese="""由蓝图生成工作簿，并输出其路径。

NAME 是自带的蓝图（用 `plansheets list` 看有哪些），FILE.yaml 是自己的蓝图。工作簿带有示例
行；--blank 不带示例，用 --data 时所有表也都不带。写出之前先检查：Excel 会要求修复的文件绝不
会写出来。
""",
    epilog="""\b
Examples:
  plansheets build sku-management
  plansheets build sku-management --locale zh-CN -o 商品.xlsx
  plansheets build sku-management --data skus=export.csv --set rate_slow=15%
  plansheets build sku-management --data "skus=export.xlsx#Sheet2" --force
  plansheets build sku-management --set stage=startup --set industry=fresh
  plansheets build monitoring-board --blank --rows 100
  plansheets build my-plan.yaml --as-of 2024-06-30 --profile excel365
  plansheets build sku-management --vba -o skus.xlsm
  plansheets build sku-management --udf -o skus.xlsm
  plansheets build target-breakdown --theme jade
  plansheets build annual-plan --with risk-register --with campaign-calendar
  plansheets build target-breakdown --brand '#C8102E'
  plansheets build --all -o workbooks --locale en
  plansheets build sku-management --each stores.csv --by store --data skus=all.csv -o stores
""",
)
@click.argument(
    "name", required=False, metavar="[NAME|FILE.yaml]", shell_complete=complete_blueprints
)
@option(
    "--all",
    "every",
    is_flag=True,
    help=HelpLine(
        "生成自带的全部蓝图，放进 -o DIR。", "Build every shipped blueprint, into -o DIR."
    ),
)
@each_options
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT.xlsx",
    help=HelpLine(
        "要写的工作簿，或放它的文件夹。  [默认：当前文件夹，以蓝图标题为名]",
        "The workbook to write, or a folder.  [default: the blueprint's title, in this folder]",
    ),
)
@option(
    "--locale",
    type=LOCALE,
    help=HelpLine(
        "工作簿的语言。  [默认：随系统]", "Language of the workbook.  [default: the system's]"
    ),
)
@set_option(complete_parameters)
@with_option()
@option(
    "--data",
    metavar="TABLE=FILE",
    multiple=True,
    callback=sources,
    shell_complete=complete_tables,
    help=HelpLine(
        "用 CSV 或 xlsx 文件填一张表（写 id 或标题；FILE.xlsx#工作表 指明工作表）；"
        "文件里没有的列，用 TABLE[COLUMN=VALUE]=FILE 补上。可重复：再给的文件接在后面。",
        "Fill a table, by id or title, from a CSV or xlsx file (FILE.xlsx#Sheet names a sheet);"
        " TABLE[COLUMN=VALUE]=FILE says what the file leaves out. Repeatable: a second file is"
        " added.",
    ),
)
@reading_options
@duplicates_option
@names_option
@rates_option
@option(
    "--blank",
    is_flag=True,
    help=HelpLine(
        "不带示例行：一份可直接填写的模板。", "Leave the sample rows out: a template to type into."
    ),
)
@option(
    "--keep-samples",
    is_flag=True,
    help=HelpLine(
        "用了 --data 时，其余各表仍保留示例；每一页都会注明。",
        "Beside --data, keep the sample in the other tables; every page says so.",
    ),
)
@option(
    "--rows",
    type=WholeType(min=1),
    help=HelpLine("可增长的表至少 N 行。", "Growing tables get at least N rows."),
)
@option(
    "--as-of",
    type=DAY,
    metavar="DATE",
    help=HelpLine(
        "以哪一天为今天，如 2024-06-30。", "The day to look from, as 2024-06-30, in place of today."
    ),
)
@OLDEST
@option(
    "--theme",
    type=THEME,
    default="ink",
    show_default=True,
    help=HelpLine("工作簿的配色。", "The colours of the workbook."),
)
@option(
    "--brand",
    metavar="COLOUR",
    help=HelpLine(
        "品牌色，如 '#C8102E'：标题带、表头、卡片和图表都随它。",
        "Your brand's colour, as '#C8102E': title band, headers, cards and charts follow it.",
    ),
)
@option(
    "--cell-references",
    is_flag=True,
    help=HelpLine(
        "公式用地址（C5）引用同一行的单元格，不用列名：数万行的工作簿，"
        "LibreOffice 打开快数倍；未在 Excel 里试过。",
        "Let formulas name cells of their own row as C5, not by column: LibreOffice opens tens of "
        "thousands of rows several times as fast. Not tried in Excel.",
    ),
)
@option(
    "--lambdas",
    is_flag=True,
    help=HelpLine(
        "把 PS_ROI 等函数作为名称带上，由 Microsoft 365 计算。",
        "Bring PS_ROI and the other functions along as names that Microsoft 365 calculates.",
    ),
)
@option(
    "--vba",
    is_flag=True,
    help=HelpLine(
        "写成 .xlsm，把这些函数作为 VBA 带上，用于 Windows 和 Mac 的 Excel。",
        "Write an .xlsm that brings them along as VBA, for Excel on Windows and on the Mac.",
    ),
)
@option(
    "--udf",
    is_flag=True,
    help=HelpLine(
        "写成 .xlsm，单元格经由 Python 调用这些函数，用于 Windows 的 Excel。",
        "Write an .xlsm whose cells may call them through Python, in Excel on Windows.",
    ),
)
@option(
    "--source/--no-source",
    default=True,
    help=HelpLine(
        "工作簿是否带上隐藏的蓝图。  [默认：带上]",
        "Whether the workbook carries its blueprint along, hidden.  [default: it does]",
    ),
)
@ALLOW_NETWORK
@TIMINGS
@option(
    "--force",
    is_flag=True,
    help=HelpLine("覆盖已有的工作簿。", "Overwrite a workbook that exists."),
)
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context,
    name: str | None,
    *,
    every: bool,
    each: Path | None,
    by: str | None,
    output: Path | None,
    locale: Locale | None,
    values: dict[str, str],
    parts: tuple[str, ...],
    data: dict[str, list[str]],
    shared: dict[str, list[str]],
    encoding: str | None,
    decimal: str | None,
    dates: str | None,
    duplicates: str,
    rates: dict[str, float],
    year: int | None,
    names: Path | None,
    blank: bool,
    keep_samples: bool,
    rows: int | None,
    as_of: datetime.date | None,
    profile: Profile,
    theme: str,
    brand: str | None,
    cell_references: bool,
    lambdas: bool,
    vba: bool,
    udf: bool,
    source: bool,
    allow_network: bool,
    timings: bool,
    jobs: int | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Make a workbook from a blueprint and print its path.

    NAME is a shipped blueprint (`plansheets list` names them), FILE.yaml one of your own. The
    workbook holds the blueprint's sample rows; --blank leaves them out, and so does --data, in all
    tables alike. It is checked before it appears: what Excel would have to repair is never written.
    """
    from plansheets.cli.language import default_locale

    locale = locale or default_locale()
    values = with_parts(values, parts)
    ctx.meta["plansheets.locale"] = locale
    options: dict[str, Any] = {
        "locale": locale,
        "blank": blank,
        "keep_samples": keep_samples,
        "rows": rows,
        "as_of": as_of,
        "profile": profile,
        "allow_network": allow_network,
        "theme": theme,
        "brand": brand,
        "cell_references": cell_references,
        "lambdas": lambdas,
        "vba": vba,
        "udf": udf,
        "source": source,
        "force": force,
    }
    for_each = {"--by": by, "--shared": shared, "--jobs": jobs, "--dry-run": dry_run}
    alone = [option for option, is_given in for_each.items() if is_given]
    if each is None and alone:
        raise MisuseError(
            Words(f"{alone[0]} 要与 --each LIST 同用", f"{alone[0]} goes with --each LIST")
        )
    if every:
        if name or values or data or each:
            raise MisuseError(
                Words(
                    "--all 生成全部蓝图，不能再写 NAME、--set、--with、--data 或 --each",
                    "--all builds every blueprint: no NAME, --set, --with, --data or --each",
                )
            )
        if as_json:
            raise MisuseError(
                Words(
                    "--json 只说明一个工作簿，不能与 --all 同用",
                    "--json tells of one workbook, not of --all",
                )
            )
        if output is None:
            raise MisuseError(
                Words(
                    "--all 要用 -o DIR 写明放工作簿的文件夹",
                    "--all needs -o DIR, the folder for the workbooks",
                )
            )
        _build_all(ctx, output, options, timings=timings)
    elif name is None:
        raise MisuseError(
            Words(
                "写明蓝图名，或用 --all；`plansheets list` 列出全部蓝图",
                "name a blueprint, or --all; `plansheets list` names them",
            )
        )
    else:
        given = {
            **options,
            "values": values,
            "data": data,
            "encoding": encoding,
            "decimal": decimal,
            "dates": dates,
            "year": year,
            "names": names,
            "duplicates": duplicates,
            "rates": rates,
        }
        if each is None:
            _build(name, output, given, timings=timings, as_json=as_json)
            return
        if by is None or output is None:
            lacking = (
                Words("--by 列名（每本叫什么）", "--by COLUMN, which names each")
                if by is None
                else Words("-o DIR（放它们的文件夹）", "-o DIR, a folder for all")
            )
            raise MisuseError(Words(f"--each 缺少 {lacking.zh}", f"--each needs {lacking.en}"))
        if timings:
            raise MisuseError(
                Words(
                    "--timings 只说明一个工作簿，不能与 --each 同用",
                    "--timings tells of one workbook, not of --each",
                )
            )
        from plansheets.cli.batch import build_batch

        given |= {"by": by, "shared": shared, "jobs": jobs, "dry_run": dry_run}
        ctx.exit(build_batch(name, each, output, given, as_json=as_json))


def _build(
    name: str,
    output: Path | None,
    options: dict[str, Any],
    *,
    timings: bool,
    as_json: bool = False,
) -> None:
    from plansheets.cli.account import built_json, tell_accounts, tell_samples
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.timings import Timings
    from plansheets.cli.words import say_json, tell
    from plansheets.flow import build

    spent = Timings()
    with ProgressLine(name) as shown:

        def progress(stage: Stage) -> None:
            shown(stage)
            spent.stage(stage)

        built = build(name, output, **options, progress=progress, timed=spent.timed)
    tell(built.warnings, options["locale"])
    if timings:
        spent.tell()
    if as_json:
        say_json(built_json(built))
        return
    tell_accounts(built.data, options["locale"])
    tell_samples(built, options["locale"])
    click.echo(built.path)
    if built.beside:
        click.echo(built.beside)


def _build_all(ctx: click.Context, folder: Path, options: dict[str, Any], *, timings: bool) -> None:
    """Every shipped blueprint; one that fails does not keep the others."""
    from plansheets.blueprint.catalog import shipped
    from plansheets.cli.words import tell
    from plansheets.errors import PlansheetsError

    folder.mkdir(parents=True, exist_ok=True)
    failed = False
    for name in shipped():
        try:
            _build(name, folder, options, timings=timings)
        except PlansheetsError as error:
            tell(error.problems, options["locale"])
            failed = True
    if failed:
        ctx.exit(1)
