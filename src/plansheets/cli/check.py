"""``plansheets check``: what differs in workbooks from the plan that they were made from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.misuse import MisuseError
from plansheets.cli.options import AS_JSON, AS_SARIF, blueprint_option
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option, spoken
from plansheets.cli.writing import check_writing, writing_options
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.errors import Problem
    from plansheets.life.deviation import Checked, PlanDeviation


@click.command(
    cls=SpeakingCommand,
    chinese="""把已填的工作簿与生成它的蓝图逐个公式对照。

每一处都说明在哪个单元格、应是什么、现在是什么：被盖住的公式、改过的公式、删列之后看错单元格
的公式；没了的列、检查、名称和规则；改过的默认值；该填数字却写了文字；表下面的行；断了的链
接；复制或新增的工作表。只读不改，除非写了 --repair：那时只恢复被盖住或改过的公式和没了的输入限制。

填入的内容、颜色、列宽、批注、隐藏和排序的行、改了名的工作表和表头、自己加的列都不算不同。有
不同时退出码为 1；只有警告不算失败。
""",
    epilog="""\b
Examples:
  plansheets check plan.xlsx
  plansheets check stores/*.xlsx
  plansheets check plan.xlsx --json
  plansheets check stores/*.xlsx --sarif > stores.sarif
  plansheets check old.xlsx --blueprint my-plan.yaml
  plansheets check plan.xlsx --repair -o repaired.xlsx
  plansheets check plan.xlsx --repair --in-place
""",
)
@click.argument("books", nargs=-1, required=True, type=click.Path(path_type=Path))
@blueprint_option(
    HelpLine(
        "工作簿没有带上蓝图时，它们由哪份蓝图生成。",
        "What the workbooks were made from, where they do not carry it.",
    )
)
@option(
    "--repair",
    "repairs",
    is_flag=True,
    help=HelpLine(
        "恢复公式和输入限制，写到 -o 或 --in-place。",
        "Put formulas and input rules back, into -o or --in-place.",
    ),
)
@writing_options
@AS_JSON
@AS_SARIF
@click.pass_context
def command(
    ctx: click.Context,
    books: tuple[Path, ...],
    *,
    blueprint: str | None,
    repairs: bool,
    output: Path | None,
    in_place: bool,
    dry_run: bool,
    force: bool,
    as_json: bool,
    as_sarif: bool,
) -> None:
    """Hold filled workbooks against the plan that they were made from, formula by formula.

    Found, each with its cell, what is expected and what stands there: formulas that were typed
    over, changed, or look at other cells since a column was deleted; columns, checks, names and
    rules that are gone; defaults that were changed; texts in place of numbers; rows below a table;
    links that lead nowhere; sheets that were copied or added. Workbooks are only read, but with
    --repair: then formulas that were typed over or changed are put back, input rules, too, and
    nothing else.

    Inputs, colours, widths, comments, hidden and sorted rows, renamed sheets and headers and
    columns of your own are no difference. Exit status 1 when there is one; warnings alone do not
    fail.
    """
    if as_json and as_sarif:
        raise MisuseError(Words("--json 与 --sarif 只能用一个", "either --json or --sarif"))
    if repairs and as_sarif:
        raise MisuseError(
            Words(
                "--sarif 只报告发现的问题，不能与 --repair 同用",
                "--sarif tells what is found, not what --repair writes",
            )
        )
    if not repairs and (output or in_place or dry_run or force):
        raise MisuseError(
            Words(
                "-o、--in-place、--dry-run、--force 要与 --repair 同用",
                "-o, --in-place, --dry-run and --force go with --repair",
            )
        )
    if repairs:
        check_writing(output, in_place=in_place, dry_run=dry_run, several=len(books) > 1)
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.words import failed, say_json, tell, without_locks
    from plansheets.together.checking import check_each

    locale = spoken(ctx)
    books = tuple(without_locks(books, locale))
    if repairs:
        from plansheets.cli.repairing import repair_books
        from plansheets.life.rebuild import Rebuilder

        options: dict[str, Any] = {
            "output": output,
            "in_place": in_place,
            "blueprint": blueprint,
            "dry_run": dry_run,
            "force": force,
            "rebuilder": Rebuilder(blueprint),
        }
        ctx.exit(repair_books(books, options, as_json=as_json))
    found: dict[str, tuple[Problem, ...]] = {str(book): () for book in books}
    checked: dict[str, Checked | None] = dict.fromkeys(found)
    named = [Path(name) for name in found]
    with ProgressLine("check") as shown:
        shown(f"{named[0].name} (1/{len(named)})" if named else "")
        for done, (number, (one, problems)) in enumerate(check_each(named, blueprint), 1):
            book = named[number]
            shown(f"{book.name} ({done}/{len(named)})")
            checked[str(book)], found[str(book)] = one, problems
    if as_json:
        say_json({"files": [_json(file, checked[file], found[file]) for file in found]})
    elif as_sarif:
        from plansheets.cli.sarif import sarif

        say_json(sarif({file: [one.said(locale) for one in told] for file, told in found.items()}))
    else:
        for file, problems in found.items():
            tell(problems, locale)
            click.echo(f"{file}: {_summary(checked[file], problems)(locale)}")
    if any(map(failed, found.values())):
        ctx.exit(1)


def _summary(checked: Checked | None, problems: tuple[Problem, ...]) -> Any:
    from plansheets.cli.words import many
    from plansheets.words import Words

    if checked is None:
        return Words("没有检查", "not checked")
    warnings = sum(one.level == "warning" for one in problems)
    errors = len(problems) - warnings
    formulas = f"{checked.formulas:,}"
    counted = f"{many(errors, 'difference')}, {many(warnings, 'warning')}"
    if not problems:
        return Words(
            f"{formulas} 个公式与蓝图一致", f"{formulas} formulas as the blueprint has them"
        )
    return Words(
        f"核对 {formulas} 个公式，{errors} 处不一致，{warnings} 条提示",
        f"{formulas} formulas compared, {counted}",
    )


def _json(file: str, checked: Checked | None, problems: tuple[Problem, ...]) -> dict[str, Any]:
    from plansheets.cli.words import failed, problem_facts

    deviations = checked.deviations if checked else ()
    return {
        "file": file,
        "ok": not failed(problems),
        "blueprint": checked.blueprint if checked else None,
        "version": checked.version if checked else None,
        "sure": checked.sure if checked else None,
        "formulas": checked.formulas if checked else 0,
        "deviations": [deviation_json(one) for one in deviations],
        "problems": [problem_facts(one) for one in problems],
    }


def deviation_json(one: PlanDeviation) -> dict[str, Any]:
    """A difference with the keys of docs/json.md."""
    return {
        "code": one.code,
        "level": one.level,
        "message": one.message.en,
        "cells": one.cells,
        "count": one.count,
        "expected": one.expected or None,
        "found": one.found or None,
        "hint": one.hint.en if one.hint else None,
    }
