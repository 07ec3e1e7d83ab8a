"""``plansheets consolidate``: many filled workbooks become one table each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import ChoiceType, MisuseError, MisvaluedError, WholeType
from plansheets.cli.options import AS_JSON, blueprint_option
from plansheets.cli.reading import read_rates
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option, spoken
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.together.results import Consolidated
    from plansheets.words import Locale


def _copies(
    ctx: click.Context, option: click.Parameter, given: tuple[str, str] | None
) -> str | None:
    if given is None:
        return None
    if given[0] != "as":
        raise MisvaluedError(
            Words(
                "写成 --copies as 键，如 --copies as month",
                "write --copies as KEY, as in --copies as month",
            )
        )
    return given[1]


@click.command(
    cls=SpeakingCommand,
    chinese="""把同一蓝图的许多已填工作簿合起来，每种表合成一张。

列按 id 辨认，所以蓝图的版本和语言不同、改了工作表名、挪了列也能合在一起。工作簿叫什么，由它
表单里的单元格、行里的一列或文件名决定。会让合计出错的工作簿整份不计，连同文件、单元格、原因
和处理办法列在 rejected.xlsx：别的蓝图、损坏或加密的文件、该填数字却写了文字、没有值的公式、
单位不同的金额、两份同名的工作簿。

用 -o FILE.xlsx 时，第一个键排在行上，第二个键排在列上，带合计、排名、缺谁、谁没计入，蓝图里
任何数字都能看。

工作簿只读不改。读过的内容会存下来，文件变了才重读。有工作簿没计入或缺少时退出码为 1。
""",
    epilog="""\b
Examples:
  plansheets consolidate stores/ --by store,month --name '{store}-{month}.xlsx' -o all
  plansheets consolidate stores/ --by store,month --name '{store}-{month}.xlsx' -o all.xlsx
  plansheets consolidate stores/ --by store --name '{store}.xlsx' --expected stores.csv -o all
  plansheets consolidate *.xlsx --by channel -o all --format parquet
  plansheets consolidate stores/ --by store --name '{store}.xlsx' --rate 万=10000 -o all
  plansheets consolidate year.xlsx --by month --copies as month -o year
  plansheets consolidate stores/ --by store --name '{store}.xlsx' --dry-run
""",
)
@click.argument(
    "books", metavar="BOOK|FOLDER…", nargs=-1, required=True, type=click.Path(path_type=Path)
)
@option(
    "--by",
    required=True,
    metavar="KEY,…",
    help=HelpLine("用什么区分各工作簿：store,month。", "What tells workbooks apart: store,month."),
)
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR|FILE.xlsx",
    help=HelpLine(
        "放各表的文件夹，或一份会计算的工作簿。",
        "The folder for the tables, or a workbook that calculates.",
    ),
)
@option(
    "--name",
    metavar="PATTERN",
    help=HelpLine(
        "文件怎样取名，如 '{store}-{month}.xlsx'。",
        "How files are called, as in '{store}-{month}.xlsx'.",
    ),
)
@option(
    "--expected",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help=HelpLine(
        "应交名单，表头与 --by 相同：没交的会列出来。",
        "A list of who should have sent one, headed as in --by: who has not is named.",
    ),
)
@option(
    "--copies",
    nargs=2,
    metavar="as KEY",
    callback=_copies,
    help=HelpLine(
        "工作簿内复制出来的工作表各代表什么。",
        "What sheets stand for that were copied inside a workbook.",
    ),
)
@option(
    "--rate",
    "rates",
    multiple=True,
    metavar="UNIT=NUMBER",
    callback=read_rates,
    help=HelpLine(
        "另一个单位折合多少：万=10000、USD=7.2。",
        "What one of another unit is worth: 万=10000, USD=7.2.",
    ),
)
@option(
    "--duplicates",
    type=ChoiceType(["reject", "newest", "sum"]),
    default="reject",
    show_default=True,
    help=HelpLine("同名的工作簿怎么办。", "What becomes of workbooks that are called the same."),
)
@option(
    "--format",
    "format_",
    type=ChoiceType(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help=HelpLine("写成什么格式。", "What to write."),
)
@blueprint_option(
    HelpLine(
        "工作簿没有写明时，它们由哪份蓝图生成。",
        "What workbooks were made from that do not say so themselves.",
    )
)
@option(
    "--cache",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=HelpLine(
        "读过的内容存在哪里。  [默认：-o 的文件夹里的 _parts]",
        "Where what was read is kept, by content. [default: DIR of -o, in _parts]",
    ),
)
@option(
    "--jobs",
    type=WholeType(1),
    help=HelpLine("几个进程同时做。  [默认：全部核]", "How many processes. [default: all cores]"),
)
@option(
    "--dry-run",
    is_flag=True,
    help=HelpLine("全部读入，什么也不写。", "Read everything, and write nothing."),
)
@option("--force", is_flag=True, help=HelpLine("覆盖已有的文件。", "Overwrite files that exist."))
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context,
    books: tuple[Path, ...],
    *,
    by: str,
    output: Path | None,
    name: str | None,
    expected: Path | None,
    copies: str | None,
    rates: dict[str, float],
    duplicates: str,
    format_: str,
    blueprint: str | None,
    cache: Path | None,
    jobs: int | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Put what many filled workbooks of one blueprint hold into one table each.

    Columns are known by their ids, so that versions and languages of the blueprint, renamed sheets
    and moved columns come together. A workbook is called by a cell of its form, a column of its
    rows, or its file's name. What would make a total wrong is left out whole, and listed in
    rejected.xlsx with file, cell, reason and what to do: another blueprint, a damaged or encrypted
    file, a text for a number, formulas without values, amounts in another unit, two workbooks of
    one name.

    With -o FILE.xlsx the first key stands in rows, the second in columns, with totals, ranks, what
    is missing and what was left out, for any figure of the blueprint.

    Workbooks are only read. What was read is kept by content, and read again only when a file
    changes. Exit status 1 when a workbook was left out
    or is missing.
    """
    if output is None and not dry_run:
        raise MisuseError(
            Words(
                "用 -o DIR 写明文件夹，或用 --dry-run",
                "name a folder with -o DIR, or take --dry-run",
            )
        )
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import say_json, tell
    from plansheets.pool import cores
    from plansheets.together.consolidate import consolidate

    locale = spoken(ctx)
    keys = [one.strip() for one in by.split(",") if one.strip()]
    with ProgressLine("consolidate") as shown:
        shown("reading")
        found = consolidate(
            books,
            output or Path(),
            by=keys,
            name=name,
            expected=expected,
            copies=copies,
            rates=rates,
            duplicates=duplicates,  # type: ignore[arg-type]  # click has looked
            format=format_,  # type: ignore[arg-type]
            blueprint=blueprint,
            cache=cache,
            locale=locale,
            force=force,
            dry_run=dry_run,
            jobs=jobs or cores(),
            progress=lambda book, count, every: shown(f"{count} / {every}  {book}"),
        )
    if as_json:
        say_json(found.as_json())
    else:
        tell([*(one.problem() for one in found.rejected), *found.problems], locale)
        _tell(found, locale, dry=dry_run)
    if not found.clean:
        ctx.exit(1)


def _tell(found: Consolidated, locale: Locale, *, dry: bool) -> None:
    from plansheets.cli.words import say_table
    from plansheets.words import Words

    header = Words("表,行", "table,rows")(locale).split(",")
    say_table(header, [(id_, f"{rows:,}") for id_, rows in found.tables.items()])
    if not dry:
        for file in found.files:
            click.echo(file)
    books = len({one.file for one in found.taken})
    out = len({one.file for one in found.rejected})
    lacking = len(found.missing)
    missing = Words(f"，缺 {lacking:,} 个", f", {lacking:,} missing") if lacking else Words("", "")
    nothing = Words("；什么也没有写", "; nothing was written") if dry else Words("", "")
    said = Words(
        f"汇总了 {books:,} 个工作簿，{out:,} 个没有汇总{missing.zh}{nothing.zh}",
        f"{books:,} workbooks put together, {out:,} left out{missing.en}{nothing.en}",
    )
    click.echo(said(locale), err=True)
