"""``plansheets upgrade``: a filled workbook built anew, with everything typed into it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.options import (
    ALLOW_NETWORK,
    AS_JSON,
    LOCALE,
    PROFILE,
    THEME,
    blueprint_option,
    pairs,
    variant_option,
    with_option,
    with_parts,
)
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option
from plansheets.cli.writing import complete_book_ids
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.anew.results import Upgraded
    from plansheets.plan.model import Profile
    from plansheets.words import Locale, Words


@click.command(
    cls=SpeakingCommand,
    chinese="""用现在的蓝图重新生成 BOOK，保留填入的一切。

BOOK 可以来自旧版的蓝图或旧版的程序；新工作簿可以换语言、换配色、换经营阶段或行业、换
Excel 版本。行、参数和网格按 id 归位，没有同一个 id 的按名称归位；没有地方放的写进新工作
簿旁边的 CSV 文件，并且说明。BOOK 只读不改；会丢东西时什么也不写。有内容没处放时退出码为 1。
""",
    epilog="""\b
Examples:
  plansheets upgrade skus.xlsx -o skus-2025.xlsx
  plansheets upgrade skus.xlsx --locale zh-CN --theme jade -o 商品.xlsx
  plansheets upgrade plan.xlsx --blueprint my-plan.yaml -o new-plan.xlsx
  plansheets upgrade skus.xlsx --set stage=mature -o skus-2025.xlsx
  plansheets upgrade plan.xlsx --map skus.cost=skus.unit_cost --dry-run
  plansheets upgrade plan.xlsx --dry-run --json
""",
)
@click.argument("book", type=click.Path(path_type=Path))
@option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="NEW.xlsx",
    help=HelpLine(
        "要写的工作簿，或放它的文件夹。  [默认：BOOK-upgraded.xlsx，与 BOOK 同一文件夹]",
        "The workbook to write, or a folder.  [default: BOOK-upgraded.xlsx, beside BOOK]",
    ),
)
@blueprint_option(
    HelpLine(
        "现在的蓝图；不写时用自带的，或 BOOK 带着的那份。",
        "Today's blueprint, where it is not the shipped one, or the one BOOK carries.",
    )
)
@option(
    "--locale",
    type=LOCALE,
    help=HelpLine(
        "新工作簿的语言。  [默认：随 BOOK]", "Language of the new workbook.  [default: BOOK's]"
    ),
)
@option(
    "--theme",
    type=THEME,
    help=HelpLine("新工作簿的配色。  [默认：随 BOOK]", "Its colours.  [default: BOOK's]"),
)
@option(
    "--brand",
    metavar="COLOUR",
    help=HelpLine("新工作簿的品牌色。  [默认：随 BOOK]", "Its brand's colour.  [default: BOOK's]"),
)
@option(
    "--profile",
    type=PROFILE,
    help=HelpLine("同 build。  [默认：随 BOOK]", "As for build.  [default: BOOK's]"),
)
@variant_option(
    HelpLine(
        "换成别的阶段、行业等；参数用 `fill --set` 改。可以重复。  [默认：随 BOOK]",
        "Another stage, industry …; `fill --set` changes parameters. Repeatable."
        "  [default: BOOK's]",
    )
)
@with_option()
@option(
    "--map",
    "renamed",
    metavar="OLD=NEW",
    multiple=True,
    callback=pairs,
    shell_complete=complete_book_ids,
    help=HelpLine(
        "表、列、参数或列表项现在叫什么：skus.cost=skus.unit_cost。可重复。",
        "What a table, column, parameter or item is called today: skus.cost=skus.unit_cost."
        " Repeatable.",
    ),
)
@ALLOW_NETWORK
@option(
    "--dry-run",
    is_flag=True,
    help=HelpLine(
        "只说会带过去什么，并不写。", "Say what would be carried over, and write nothing."
    ),
)
@option("--force", is_flag=True, help=HelpLine("覆盖已有的文件。", "Overwrite files that exist."))
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context,
    book: Path,
    *,
    output: Path | None,
    blueprint: str | None,
    locale: Locale | None,
    theme: str | None,
    brand: str | None,
    profile: Profile | None,
    values: dict[str, str],
    parts: tuple[str, ...],
    renamed: dict[str, str],
    allow_network: bool,
    dry_run: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Build BOOK anew, of today's blueprint, with everything that people typed into it.

    BOOK may be of an earlier version of its blueprint or of this program, and the new workbook in
    another language, in other colours, for another stage, industry or Excel. Rows, parameters and
    grids go where their ids are today, else to what is called as they were. What has no place is
    written into a CSV file beside the new workbook, and told. BOOK is only read, and where
    something would be lost, nothing is written. Exit status 1 when something was left over.
    """
    from plansheets.anew.upgrade import upgrade
    from plansheets.cli.language import default_locale
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import say_json, tell

    told = locale or default_locale()
    ctx.meta["plansheets.locale"] = told
    with ProgressLine(book.name) as shown:
        upgraded = upgrade(
            book,
            output,
            blueprint=blueprint,
            locale=locale,
            theme=theme,
            brand=brand,
            profile=profile,
            values=with_parts(values, parts),
            renamed=renamed,
            allow_network=allow_network,
            dry_run=dry_run,
            force=force,
            progress=shown,
        )
    tell(upgraded.problems, told)
    if as_json:
        say_json(_json(upgraded))
    else:
        for line in _lines(upgraded):
            click.echo(line(told))
        for path in (upgraded.path, upgraded.beside):
            if path is not None:
                click.echo(path)
    if not upgraded.whole:
        ctx.exit(1)


def _lines(upgraded: Upgraded) -> Iterator[Words]:
    """What was carried over, and then what was left over, alike things in one line."""
    from plansheets.anew.results import alike
    from plansheets.cli.words import many
    from plansheets.lengths import on_one_line
    from plansheets.life.typed_in import shown_text
    from plansheets.words import Words

    before, now = upgraded.version_before or "?", upgraded.version
    yield Words(
        f"蓝图 {upgraded.blueprint}：{before} → {now}，"
        f"{upgraded.locale_before} → {upgraded.locale}",
        f"blueprint {upgraded.blueprint}: {before} → {now}, "
        f"{upgraded.locale_before} → {upgraded.locale}",
    )
    for one in filter(lambda each: each.values, upgraded.tables.values()):
        below = (
            f"（其中 {one.taken_in:,} 行原来在表格下面）" * bool(one.taken_in),
            f" ({one.taken_in:,} from below the table)" * bool(one.taken_in),
        )
        others = (
            "；蓝图自带的行如今是另一些，留的是你的" * one.other_rows,
            "; the blueprint's own rows are others today, yours were kept" * one.other_rows,
        )
        yield Words(
            f"  {one.title.zh}：{one.rows:,} 行{below[0]}，{one.values:,} 个值{others[0]}",
            f"  {one.title.en}: {many(one.rows, 'row')}{below[1]}, {many(one.values, 'value')}"
            f"{others[1]}",
        )
    count = len(upgraded.parameters)
    yield Words(f"  参数：{count} 个", f"  parameters: {count}")
    if upgraded.whole:
        yield Words("全部带过去了，没有剩下的", "everything was carried over, nothing is left")
        return
    count = len(upgraded.leftovers)
    yield Words(f"没有带过去的 {count:,} 处：", f"left over, {many(count, 'cell')}:")
    for group in alike(upgraded.leftovers):
        first = group.first
        shown = "" if first.value is None else on_one_line(shown_text(first.value)[:40])
        example = Words("", "")
        if first.cell or shown:
            sample = "，".join(filter(None, (first.cell, shown)))
            example = Words(f"（{sample}）", f" ({sample.replace('，', ', ')})")
        times = Words("", "")
        if group.count > 1:
            times = Words(f"，{group.count:,} 处，第一处", f", {group.count:,} times, first")
        kind = _KINDS[first.kind]
        yield Words(
            f"  {kind[0]}“{first.label}”：{first.why.zh}{times.zh}{example.zh}",
            f"  {kind[1]} '{first.label}': {first.why.en}{times.en}{example.en}",
        )


_KINDS = {
    "value": ("内容", "values of"),
    "parameter": ("参数", "parameter"),
    "choice": ("生成时的选择", "choice of the build"),
    "formula": ("公式", "formula"),
    "default": ("默认值", "default of"),
    "text": ("页面文字", "text on"),
    "header": ("名称", "name"),
    "own cell": ("自己的单元格，在", "own cells on"),
    "own column": ("自己的列", "own column"),
    "own sheet": ("自己的工作表", "own sheet"),
    "own name": ("自己的名称", "own name"),
    "comment": ("批注，在", "comments on"),
    "macros": ("宏", "macros"),
}


def _json(upgraded: Upgraded) -> dict[str, Any]:
    from plansheets.cli.words import problem_facts

    return {
        "book": upgraded.book,
        "whole": upgraded.whole,
        "written": str(upgraded.path) if upgraded.path else None,
        "beside": str(upgraded.beside) if upgraded.beside else None,
        "blueprint": upgraded.blueprint,
        "version_before": upgraded.version_before,
        "version": upgraded.version,
        "locale_before": upgraded.locale_before,
        "locale": upgraded.locale,
        "tables": {
            one.id: {
                "was": one.was,
                "rows": one.rows,
                "taken_in": one.taken_in,
                "values": one.values,
                "other_rows": one.other_rows,
            }
            for one in upgraded.tables.values()
        },
        "parameters": list(upgraded.parameters),
        "leftovers": [one.as_json() for one in upgraded.leftovers],
        "problems": [problem_facts(one) for one in upgraded.problems],
    }
