"""``plansheets list``: the blueprints that come with the program."""

from __future__ import annotations

import click

from plansheets.cli.options import AS_JSON
from plansheets.cli.speaking import SpeakingCommand, spoken
from plansheets.words import Words


@click.command(
    cls=SpeakingCommand,
    chinese="按要回答的问题列出自带的蓝图。",
    epilog="""\b
Examples:
  plansheets list
  plansheets list --json
""",
)
@AS_JSON
@click.pass_context
def command(ctx: click.Context, *, as_json: bool) -> None:
    """Name the shipped blueprints by the question they answer."""
    from plansheets.blueprint.groups import GROUPS
    from plansheets.cli.words import say_groups, say_json
    from plansheets.outlines import list_blueprints

    locale = spoken(ctx)
    found = list_blueprints()
    if as_json:
        say_json({"blueprints": found})
        return
    groups: dict[str, list[tuple[str, ...]]] = {
        question(locale): [] for question in GROUPS.values()
    }
    for one in found:
        question = one["group"]["question"][locale] if one["group"] else ""
        row = (one["name"], one["version"], one["title"][locale], _parts(one["includes"])(locale))
        groups.setdefault(question, []).append(row)
    filled = {question: rows for question, rows in groups.items() if rows}
    header = Words("名称 版本 标题", "name version title")(locale)
    say_groups((*header.split(), ""), filled)


def _parts(includes: list[str]) -> Words:
    parts = len(includes)
    return Words(f"由 {parts} 份组成", f"composite of {parts}") if parts else Words("", "")
