"""What ``plansheets check --repair`` says and does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.errors import Problem
    from plansheets.life.deviation import PlanDeviation
    from plansheets.life.repair import Repaired
    from plansheets.words import Words


def repair_books(books: Sequence[Path], options: Mapping[str, Any], *, as_json: bool) -> int:
    """Repair *books* one after another and say what was done; the exit status."""
    from plansheets.cli.progress import ProgressLine
    from plansheets.cli.speaking import spoken
    from plansheets.cli.words import failed, say_json, tell
    from plansheets.errors import PlansheetsError
    from plansheets.life.repair import repair

    locale = spoken(click.get_current_context(silent=True))
    told: dict[str, tuple[Repaired | None, tuple[Problem, ...]]] = {}
    with ProgressLine("check --repair") as shown:
        for number, book in enumerate(books, 1):
            shown(f"{book.name} ({number}/{len(books)})")
            try:
                repaired = repair(book, **options)
            except PlansheetsError as error:
                told[str(book)] = None, error.problems
            else:
                told[str(book)] = repaired, repaired.left
    if as_json:
        say_json({"files": [_json(file, *told[file]) for file in told]})
    else:
        for file, (done, problems) in told.items():
            if done is not None:
                for one in done.repaired:
                    click.echo(f"{file}: {one.cells}: {_put_back(one)(locale)}")
            tell(problems, locale)
            click.echo(f"{file}: {_summary(done)(locale)}")
            for path in (done.path, done.kept) if done is not None else ():
                if path is not None:
                    click.echo(path)
    return 1 if any(failed(problems) for _, problems in told.values()) else 0


def _put_back(one: PlanDeviation) -> Words:
    from plansheets.life.deviation import shortened_to
    from plansheets.words import Words

    if one.code == "PS713":
        return Words(
            f"{one.message.zh}：补在表的右端，原来手填的内容要重新填",
            f"{one.message.en}: put back at the right end, to be filled again where it was typed",
        )
    if one.mends:
        return Words(f"{one.message.zh}：已补回", f"{one.message.en}: put back")
    if not one.found:
        return Words("补回公式", "formula put back")
    stood = shortened_to(one.found, 60)
    return Words(f"恢复公式，原为 {stood}", f"formula put back in the place of {stood}")


def _summary(done: Repaired | None) -> Words:
    from plansheets.words import Words

    if done is None:
        return Words("没有修复，没有写任何东西", "not repaired, nothing was written")
    if not done.repaired:
        return Words("没有要恢复的，没有写任何东西", "nothing to put back, nothing was written")
    waiting = (
        f"，{done.waiting:,} 个要等表格软件打开后才有值",
        (f", {done.waiting:,} wait for a spreadsheet to calculate them"),
    )
    rules = (
        f"，{done.rules:,} 处输入限制",
        f", {done.rules:,} input rule{'s' * (done.rules != 1)}",
    )
    return Words(
        f"恢复 {done.formulas:,} 个公式，{done.recalculated:,} 个公式的值随之更新"
        + rules[0] * bool(done.rules)
        + waiting[0] * bool(done.waiting),
        f"{done.formulas:,} formula{'s' * (done.formulas != 1)} put back, "
        f"{done.recalculated:,} values with them"
        + rules[1] * bool(done.rules)
        + waiting[1] * bool(done.waiting),
    )


def _json(file: str, done: Repaired | None, problems: tuple[Problem, ...]) -> dict[str, Any]:
    from plansheets.cli.check import deviation_json
    from plansheets.cli.words import failed, problem_facts

    return {
        "file": file,
        "ok": not failed(problems),
        "written": str(done.path) if done and done.path else None,
        "kept": str(done.kept) if done and done.kept else None,
        "repaired": [deviation_json(one) for one in done.repaired] if done else [],
        "formulas": done.formulas if done else 0,
        "recalculated": done.recalculated if done else 0,
        "waiting": done.waiting if done else 0,
        "problems": [problem_facts(one) for one in problems],
    }
