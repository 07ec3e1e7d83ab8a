"""``plansheets list``: the blueprints that come with the program."""

from __future__ import annotations

import click


@click.command(
    epilog="""\b
Examples:
  plansheets list
  plansheets list --json
"""
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the keys of docs/json.md.")
def command(*, as_json: bool) -> None:
    """Name the blueprints that come with the program, with their titles."""
    from plansheets.cli.words import say_json, say_table
    from plansheets.outlines import list_blueprints

    found = list_blueprints()
    if as_json:
        say_json({"blueprints": found})
        return
    rows = [
        (one["name"], one["version"], *one["title"].values(), _parts(one["includes"]))
        for one in found
    ]
    say_table(("name", "version", "zh-CN", "en", ""), rows)


def _parts(includes: list[str]) -> str:
    return f"composite of {len(includes)}" if includes else ""
