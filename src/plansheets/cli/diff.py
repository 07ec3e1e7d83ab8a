"""``plansheets diff``: what is otherwise in one filled workbook than in another."""

from __future__ import annotations

from pathlib import Path

import click

from plansheets.cli.options import AS_JSON, blueprint_option
from plansheets.cli.speaking import HelpLine, SpeakingCommand, spoken
from plansheets.words import Words


@click.command(
    cls=SpeakingCommand,
    chinese="""说明工作簿 AFTER 与 BEFORE 有哪些不同，每行一处。

行按主键辨认，列和参数按 id 辨认，公式看它算什么。所以排了序、挪了表、改了工作表名和表头、改
了颜色和列宽都不算不同，别的程序另存一次也不算。两份可以来自不同版本的蓝图，也可以语言不同。

记号：~ 有改动，+ 新增，- 没了。工作簿只读不改。有不同时退出码为 1。
""",
    epilog="""\b
Examples:
  plansheets diff plan.xlsx plan-june.xlsx
  plansheets diff plan.xlsx plan-june.xlsx --json
  plansheets diff old.xlsx new.xlsx --blueprint my-plan.yaml
""",
)
@click.argument("before", metavar="BEFORE", type=click.Path(path_type=Path))
@click.argument("after", metavar="AFTER", type=click.Path(path_type=Path))
@blueprint_option(
    HelpLine(
        "工作簿没有带上蓝图时，它们由哪份蓝图生成。",
        "What the workbooks were made from, where they do not carry it.",
    )
)
@AS_JSON
@click.pass_context
def command(
    ctx: click.Context, before: Path, after: Path, *, blueprint: str | None, as_json: bool
) -> None:
    """Tell what is otherwise in the workbook AFTER than in BEFORE, one change a line.

    Rows are known by their keys, columns and parameters by their ids, formulas by what they do. So
    sorted rows, moved tables, renamed sheets and headers, colours and widths are no difference, nor
    is what a program makes of a file that it saves again. The two may be of other versions of their
    blueprint, and in other languages.

    Signs: ~ is otherwise, + is new, - is gone. Workbooks are only read. Exit status 1 when there is
    a difference.
    """
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import problem_facts, say_json, tell
    from plansheets.life.diff import diff

    locale = spoken(ctx)
    with ProgressLine("diff") as shown:
        shown(f"{before.name}, {after.name}")
        found = diff(before, after, blueprint=blueprint)
    tell(found.problems, locale)
    count = len(found.changes)
    if as_json:
        say_json(
            {
                "before": found.before,
                "after": found.after,
                "blueprint": found.blueprint,
                "same": found.same,
                "changes": [one.as_json() for one in found.changes],
                "problems": [problem_facts(one) for one in found.problems],
            }
        )
    else:
        for one in found.changes:
            click.echo(one.said(locale))
        said = Words("没有不同", "no difference")
        if count:
            said = Words(f"{count} 处不同", f"{count} difference{'' if count == 1 else 's'}")
        click.echo(said(locale), err=bool(count))
    if count:
        ctx.exit(1)
