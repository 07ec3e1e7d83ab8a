"""``plansheets functions``: the project's own functions, and what each does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from plansheets.cli.options import LOCALE

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


@click.group(
    epilog="""\b
Examples:
  plansheets functions list
  plansheets functions show deviation_rate
"""
)
def command() -> None:
    """Name the functions that blueprints, cells and Python may call, and say what each does."""


@command.command(
    "list",
    epilog="""\b
Examples:
  plansheets functions list
  plansheets functions list --category stock
  plansheets functions list --json
""",
)
@click.option("--category", metavar="NAME", help="Only those of one category, such as stock.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the keys of docs/json.md.")
def list_(*, category: str | None, as_json: bool) -> None:
    """Name every function with its title in both languages."""
    from plansheets.cli.words import say_json, say_table
    from plansheets.errors import did_you_mean
    from plansheets.functions.outline import list_functions

    found = list_functions()
    known = dict.fromkeys(one["category"] for one in found)
    if category is not None and category not in known:
        hint = did_you_mean(category, known)
        raise click.UsageError(f"no category '{category}'" + (f"; {hint}" if hint else ""))
    found = [one for one in found if category in (None, one["category"])]
    if as_json:
        say_json({"functions": found})
        return
    rows = [(one["name"], one["category"], *one["title"].values()) for one in found]
    say_table(("name", "category", "zh-CN", "en"), rows)


def _complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from plansheets.functions.catalog import FUNCTIONS

    return [
        CompletionItem(function.name, help=function.title.en)
        for function in FUNCTIONS
        if function.name.startswith(incomplete)
    ]


@command.command(
    epilog="""\b
Examples:
  plansheets functions show deviation_rate
  plansheets functions show PS_ROI --locale en
"""
)
@click.argument("name", shell_complete=_complete)
@click.option("--locale", type=LOCALE, help="Language of texts.  [default: the system's]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON, with the keys of docs/json.md.")
def show(name: str, *, locale: str | None, as_json: bool) -> None:
    """Show what a function takes and gives, its formula, and examples."""
    from plansheets.cli.language import default_locale
    from plansheets.cli.words import say_json
    from plansheets.errors import did_you_mean
    from plansheets.functions.catalog import CATALOG
    from plansheets.functions.outline import find_function, outline_function

    function = find_function(name)
    if function is None:
        hint = did_you_mean(name, CATALOG) or "see: plansheets functions list"
        raise click.UsageError(f"no function '{name}'; {hint}")
    found = outline_function(function)
    if as_json:
        say_json(found)
    else:
        _show(found, locale or default_locale())


def _show(found: dict[str, Any], locale: str) -> None:
    from plansheets.cli.words import say_table

    click.echo(f"{found['signature']}  {found['title'][locale]}")
    click.echo(f"{found['excel_name']}  {found['words'][locale]}\n")
    say_table(
        ("argument", "takes", "default", ""),
        [
            (
                one["name"],
                one["takes"] + (" range" if one["range"] else " column" if one["column"] else ""),
                one["default"] or "",
                one["help"][locale],
            )
            for one in found["arguments"]
        ],
    )
    why = found["why_no_formula"]
    click.echo(f"\n{why[locale]}\n" if why else f"\n={found['cell_formula']}\n")
    say_table(
        ("example", "in a cell", "as a function"),
        [
            (_list(one["arguments"]), _value(one["cell"]), _value(one["function"]))
            for one in found["examples"]
        ],
    )


def _list(values: list[object]) -> str:
    return f"({', '.join(map(_value, values))})"


def _value(value: object) -> str:
    match value:
        case None:
            return "–"
        case bool():
            return str(value).upper()
        case float() | int():
            return f"{value:.12g}"
        case list() if any(isinstance(row, list) for row in value):
            return "{" + "; ".join(", ".join(map(_value, row)) for row in value) + "}"
        case list():
            return "{" + "; ".join(map(_value, value)) + "}"
        case "":
            return '""'
        case _:
            return str(value)
