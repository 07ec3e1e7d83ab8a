"""``plansheets fill``: new rows and parameters into a workbook that people work in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.misuse import ChoiceType, MisuseError
from plansheets.cli.options import AS_JSON, blueprint_option, set_option, sources
from plansheets.cli.reading import names_option, rates_option, reading_options
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option, spoken
from plansheets.cli.writing import (
    check_writing,
    complete_book_parameters,
    complete_book_tables,
    writing_options,
)
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.life.fill import FilledBook
    from plansheets.life.new_rows import Mode
    from plansheets.words import Words


@click.command(
    cls=SpeakingCommand,
    chinese="""把新的行和参数写进 BOOK，其余一切照旧。

表会变长，随它变长的表、图表、填写规则、格式和名称也一起变；受影响的值全部算好。自己加的公
式、工作表和列，以及批注、颜色和列宽都保留。前面有东西挡着，或公式被盖住时，什么也不写：用
`check --repair` 恢复公式。有需要看一看的地方时退出码为 1。
""",
    epilog="""\b
Examples:
  plansheets fill plan.xlsx --data skus=new.csv --in-place
  plansheets fill plan.xlsx --data skus=all.xlsx --mode replace -o june.xlsx
  plansheets fill plan.xlsx --data skus=prices.csv --mode upsert --in-place
  plansheets fill plan.xlsx --set rate_slow=15% -o slower.xlsx
  plansheets fill plan.xlsx --data skus=new.csv --dry-run --json
""",
)
@click.argument("book", type=click.Path(path_type=Path))
@option(
    "--data",
    metavar="TABLE=FILE",
    multiple=True,
    callback=sources,
    shell_complete=complete_book_tables,
    help=HelpLine(
        "表的新行（写 id 或标题），来自 CSV 或 xlsx 文件，写法同 build。可重复。",
        "Rows for a table, by id or title, from a CSV or xlsx file, as for build. Repeatable.",
    ),
)
@set_option(complete_book_parameters)
@option(
    "--mode",
    type=ChoiceType(["append", "replace", "upsert"]),
    default="append",
    show_default=True,
    help=HelpLine(
        "新行接在原有行之后（append）、取代原有行（replace），或更新同一主键的行（upsert）。",
        "Put rows below those that are there, in their place, or change those of the same key.",
    ),
)
@reading_options
@names_option
@rates_option
@blueprint_option(
    HelpLine(
        "工作簿没有带上蓝图时，它由哪份蓝图生成。",
        "What the workbook was made from, where it does not carry it.",
    )
)
@writing_options
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context,
    book: Path,
    *,
    data: dict[str, list[str]],
    values: dict[str, str],
    mode: Mode,
    encoding: str | None,
    decimal: str | None,
    dates: str | None,
    year: int | None,
    names: Path | None,
    rates: dict[str, float],
    blueprint: str | None,
    output: Path | None,
    in_place: bool,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Put new rows and parameters into BOOK and leave all else as it is.

    Tables grow, and with them those that follow, charts, input rules, formats and names; every
    value that changes is calculated. Formulas, sheets and columns of your own, comments, colours
    and widths stay, and what stands below a table moves down. Nothing is written where that cannot
    be moved exactly, or a formula was typed over: `check --repair` puts those back. Exit status 1
    when there is something to look at.
    """
    if not data and not values:
        raise MisuseError(
            Words("用 --data 或 --set 写明要填什么", "name what to fill in, with --data or --set")
        )
    check_writing(output, in_place=in_place, dry_run=dry_run)
    from plansheets.cli.account import tell_accounts
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import failed, say_json, tell
    from plansheets.life.fill import fill

    locale = spoken(ctx)
    with ProgressLine(book.name) as shown:
        filled = fill(
            book,
            output,
            data=data,
            values=values,
            mode=mode,
            in_place=in_place,
            encoding=encoding,
            decimal=decimal,
            dates=dates,
            year=year,
            names=names,
            rates=rates,
            blueprint=blueprint,
            dry_run=dry_run,
            force=force,
            progress=shown,
        )
    tell(filled.problems, locale)
    if as_json:
        say_json(_json(filled))
    else:
        tell_accounts(filled.data, locale)
        for line in _lines(filled):
            click.echo(line(locale))
        for path in (filled.path, filled.kept):
            if path is not None:
                click.echo(path)
    if failed(filled.problems):
        ctx.exit(1)


def _lines(filled: FilledBook) -> list[Words]:
    from plansheets.words import Words

    lines = [
        Words(
            f"{one.id}：新增 {one.added:,} 行，更新 {one.changed:,} 行，删去 {one.removed:,} 行，"
            f"现有 {one.rows:,} 行",
            f"{one.id}: {one.added:,} rows new, {one.changed:,} changed, {one.removed:,} taken "
            f"out, {one.rows:,} now",
        )
        for one in filled.tables.values()
    ]
    lines += [Words(f"{id_} = {value}", f"{id_} = {value}") for id_, value in _typed(filled)]
    lines += [
        Words(
            f"{title}：表下面的内容下移了 {count:,} 行",
            f"{title}: what stood below the table was moved down by {count:,} "
            f"row{'s' * (count != 1)}",
        )
        for title, count in filled.pushed.items()
    ]
    waiting = (
        f"，{filled.waiting:,} 个要等表格软件打开后才有值",
        f", {filled.waiting:,} wait for a spreadsheet to calculate them",
    )
    lines.append(
        Words(
            f"写入 {filled.inputs:,} 个值、{filled.formulas:,} 个公式，"
            f"另有 {filled.recalculated:,} 个公式的值更新" + waiting[0] * bool(filled.waiting),
            f"{filled.inputs:,} value{'s' * (filled.inputs != 1)} and {filled.formulas:,} "
            f"formula{'s' * (filled.formulas != 1)} written, "
            f"{filled.recalculated:,} more calculated anew" + waiting[1] * bool(filled.waiting),
        )
    )
    return lines


def _typed(filled: FilledBook) -> list[tuple[str, str]]:
    from plansheets.life.typed_in import shown_text

    return [(id_, shown_text(value)) for id_, value in filled.parameters.items()]


def _json(filled: FilledBook) -> dict[str, Any]:
    from dataclasses import asdict

    from plansheets.cli.words import failed, problem_facts
    from plansheets.life.extracted import plain

    return {
        "book": filled.book,
        "ok": not failed(filled.problems),
        "written": str(filled.path) if filled.path else None,
        "kept": str(filled.kept) if filled.kept else None,
        "tables": {
            one.id: {
                "added": one.added,
                "changed": one.changed,
                "removed": one.removed,
                "rows": one.rows,
            }
            for one in filled.tables.values()
        },
        "parameters": {id_: plain(value) for id_, value in filled.parameters.items()},
        "inputs": filled.inputs,
        "formulas": filled.formulas,
        "recalculated": filled.recalculated,
        "waiting": filled.waiting,
        "pushed": dict(filled.pushed),
        "data": [asdict(one) for one in filled.data],
        "problems": [problem_facts(one) for one in filled.problems],
    }
