"""``plansheets extract``: what people typed into a workbook, as data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from plansheets.cli.misuse import ChoiceType, MisuseError
from plansheets.cli.options import AS_JSON, blueprint_option
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option, spoken
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.life.extracted import Extracted
    from plansheets.life.files import Format
    from plansheets.words import Locale


@click.command(
    cls=SpeakingCommand,
    chinese="""按 id 和类型读出 BOOK 里填的内容，每张表写一个文件。

工作表和表头改了名、插了列、排了序都不要紧：隐藏的名称指向每一处。填在表下面的行、盖住公式的
值、该填数字却写了文字的地方都会读出并说明。BOOK 只读不改。有需要看一看的地方时退出码为 1。
""",
    epilog="""\b
Examples:
  plansheets extract plan.xlsx -o plan-data
  plansheets extract plan.xlsx --json
  plansheets extract plan.xlsx -o plan-data --format parquet
  plansheets extract plan.xlsx --dry-run
  plansheets extract old.xlsx --blueprint my-plan.yaml -o old-data
""",
)
@click.argument("book", type=click.Path(path_type=Path))
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help=HelpLine("要写入的文件夹。", "The folder to write to."),
)
@option(
    "--format",
    "format_",
    type=ChoiceType(["csv", "parquet", "json"]),
    default="csv",
    show_default=True,
    help=HelpLine(
        "写成什么格式。Parquet 需要 DuckDB：pip install 'plansheets[duckdb]'。",
        "What to write. Parquet needs DuckDB: pip install 'plansheets[duckdb]'.",
    ),
)
@option(
    "--everything",
    is_flag=True,
    help=HelpLine(
        "连不用填的表也写：视图和计算表。", "Also tables that nobody fills: views and calculations."
    ),
)
@blueprint_option(
    HelpLine(
        "工作簿没有写明时，它由哪份蓝图生成。",
        "What a workbook was made from that does not say so itself.",
    )
)
@option(
    "--dry-run",
    is_flag=True,
    help=HelpLine("只说会写什么，并不写。", "Say what would be written, and write nothing."),
)
@option("--force", is_flag=True, help=HelpLine("覆盖已有的文件。", "Overwrite files that exist."))
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context,
    book: Path,
    *,
    output: Path | None,
    format_: Format,
    everything: bool,
    blueprint: str | None,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Read what people typed into BOOK, by id and typed, and write a file a table.

    Sheets and headers may have been renamed, columns inserted, rows sorted: hidden names lead to
    everything. Rows typed below a table, values over formulas and texts in place of numbers are
    read, and told. BOOK is only read. Exit status 1 when there is something to look at.
    """
    if output is None and not (as_json or dry_run):
        raise MisuseError(
            Words(
                "用 -o DIR 写明文件夹，或用 --json、--dry-run",
                "name a folder with -o DIR, or take --json or --dry-run",
            )
        )
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import failed, say_json, tell
    from plansheets.life.extract import extract
    from plansheets.life.files import files_of

    locale = spoken(ctx)
    with ProgressLine(book.name) as shown:
        shown("reading")
        extracted = extract(book, blueprint=blueprint, everything=everything)
    tell(extracted.problems, locale)
    files = files_of(extracted, format_) if output is not None else {}
    if output is not None and not dry_run:
        _write(files, output, force=force)
    if as_json:
        say_json({**extracted.as_json(), "problems": [_problem(one) for one in extracted.problems]})
    else:
        _tell(extracted, [str((output or Path()) / name) for name in files], locale)
    if failed(extracted.problems):
        ctx.exit(1)


def _write(files: dict[str, bytes], folder: Path, *, force: bool) -> None:
    """All files or, where one of them is there already, none."""
    from plansheets.whole import refuse_existing, write_all

    if not force:
        refuse_existing(files, folder)
    write_all(files, folder, force=force)


def _tell(extracted: Extracted, files: list[str], locale: Locale) -> None:
    from plansheets.cli.words import say_table
    from plansheets.words import Words

    sure = {
        "certain": Words("确定", "certain"),
        "likely": Words("很可能", "likely"),
        "unsure": Words("不确定", "unsure"),
    }[extracted.sure]
    said = Words(
        f"蓝图 {extracted.blueprint} {extracted.version}，识别：{sure.zh}",
        f"blueprint {extracted.blueprint} {extracted.version}, recognised: {sure.en}",
    )
    click.echo(said(locale))
    header = Words("表,工作表,行,表外", "table,sheet,rows,outside")(locale).split(",")
    rows = [
        (
            table.id,
            table.sheet,
            str(sum(row.inside for row in table.rows)),
            str(sum(not row.inside for row in table.rows)),
        )
        for table in extracted.tables.values()
    ]
    say_table(header, rows)
    for name in files:
        click.echo(name)


def _problem(problem: object) -> dict[str, object]:
    from plansheets.errors import Problem

    assert isinstance(problem, Problem)
    return {
        "code": problem.code,
        "level": problem.level,
        "message": problem.message,
        "where": problem.where,
        "hint": problem.hint,
    }
