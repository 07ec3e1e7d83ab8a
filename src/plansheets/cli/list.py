"""``plansheets list``: the blueprints that come with the program."""

from __future__ import annotations

import click

from plansheets.cli.options import AS_JSON
from plansheets.cli.speaking import SpeakingCommand


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
def command(*, as_json: bool) -> None:
    """Name the shipped blueprints by the question they answer."""
    from plansheets.blueprint.groups import GROUPS
    from plansheets.cli.words import say_groups, say_json
    from plansheets.outlines import list_blueprints

    found = list_blueprints()
    if as_json:
        say_json({"blueprints": found})
        return
    groups: dict[str, list[tuple[str, ...]]] = {
        f"{question.zh} {question.en}": [] for question in GROUPS.values()
    }
    for one in found:
        question = " ".join(one["group"]["question"].values()) if one["group"] else ""
        row = (one["name"], one["version"], *one["title"].values(), _parts(one["includes"]))
        groups.setdefault(question, []).append(row)
    filled = {question: rows for question, rows in groups.items() if rows}
    say_groups(("name", "version", "zh-CN", "en", ""), filled)


def _parts(includes: list[str]) -> str:
    return f"composite of {len(includes)}" if includes else ""
