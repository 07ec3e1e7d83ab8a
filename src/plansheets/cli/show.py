"""``plansheets show``: what a blueprint holds and where it will stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import click

from plansheets.cli.options import (
    AS_JSON,
    LOCALE,
    complete_blueprints,
    variant_option,
    with_option,
    with_parts,
)
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option

_HOLDERS = (("table", "tables", "columns"), ("grid", "grids", "rows"))
"""What a blueprint holds that is shown part by part: what one is called, and the keys of both."""


@click.command(
    cls=SpeakingCommand,
    chinese="""看蓝图里的参数、表、网格、指标、工作表和检查。

id 用于 --set、--data 和公式；位置以带示例的工作簿为准。
""",
    epilog="""\b
Examples:
  plansheets show sku-management
  plansheets show my-plan.yaml --locale en
  plansheets show my-plan.yaml --inputs
  plansheets show my-plan.yaml --set stage=mature
  plansheets show sku-management --json
""",
)
@click.argument("name", metavar="NAME|FILE.yaml", shell_complete=complete_blueprints)
@option(
    "--locale",
    type=LOCALE,
    help=HelpLine("标签的语言。  [默认：随系统]", "Language of labels.  [default: the system's]"),
)
@variant_option(
    HelpLine(
        "看某个阶段、某个行业的蓝图里有什么。可重复。",
        "Show what the blueprint holds for a stage, an industry …",
    )
)
@with_option()
@option(
    "--inputs",
    is_flag=True,
    help=HelpLine(
        "只看要填的内容，以及那里能填什么。", "Only what people fill in, and what is taken there."
    ),
)
@AS_JSON
def command(
    name: str,
    *,
    locale: str | None,
    values: dict[str, str],
    parts: tuple[str, ...],
    inputs: bool,
    as_json: bool,
) -> None:
    """Show a blueprint's parameters, tables, grids, metrics, sheets and checks.

    Ids are what --set, --data and formulas call them; places are those of the sample workbook.
    """
    from plansheets.cli.language import default_locale
    from plansheets.cli.words import say_json
    from plansheets.outlines import outline

    found = outline(name, with_parts(values, parts))
    shown = locale or default_locale()
    if inputs:
        tables = [
            {**table, "columns": [column for column in table["columns"] if column["typed"]]}
            for table in found["tables"]
        ]
        grids = [
            {**grid, "rows": [row for row in grid["rows"] if row["typed"]]}
            for grid in found["grids"]
        ]
        found = {
            **found,
            "tables": [table for table in tables if table["columns"]],
            "grids": [grid for grid in grids if grid["rows"]],
        }
    if as_json:
        say_json(found)
    elif inputs:
        _show_inputs(found, shown)
    else:
        _show(found, shown)


def _show(found: dict[str, Any], locale: str) -> None:
    def words(value: dict[str, str] | None) -> str:
        return value[locale] if value else ""

    click.echo(f"{found['name']} {found['version']}  {words(found['title'])}")
    if found["purpose"]:
        click.echo(words(found["purpose"]))
    if found["includes"]:
        click.echo(f"includes {', '.join(found['includes'])}")
    if offered := [one["part"] for one in found["variants"] if one["part"]]:
        click.echo(f"offers {', '.join(offered)}; build takes --with")
    if found["reaches_out"]:
        counts = Counter(reach["function"] for reach in found["reaches_out"])
        named = ", ".join(f"{name} ({count})" for name, count in counts.items())
        click.echo(f"reaches out of the workbook: {named}; build takes --allow-network")
    _section(
        "variants (--set when it is built)",
        ("id", "label", "chosen", "items"),
        (
            (
                variant["id"],
                words(variant["label"]),
                variant["chosen"],
                ", ".join(f"{item['id']} ({words(item['label'])})" for item in variant["items"]),
            )
            for variant in found["variants"]
            if not variant["part"]
        ),
    )
    _section(
        "left out here",
        ("id", "there only for"),
        ((one["id"], one["only"]) for one in found["left_out"]),
    )
    _section(
        "parameters",
        ("id", "label", "type", "default", "place"),
        (
            (
                parameter["id"],
                words(parameter["label"]),
                parameter["type"],
                _default(parameter),
                words(parameter["place"]),
            )
            for parameter in found["parameters"]
        ),
    )
    _section(
        "sheets",
        ("id", "title", "tables"),
        (
            (sheet["id"], words(sheet["title"]), ", ".join(sheet["tables"]))
            for sheet in found["sheets"]
        ),
    )
    for kind, held, parts in _HOLDERS:
        for holder in found[held]:
            _section(
                f"{kind} {holder['id']}  {words(holder['title'])}  {words(holder['place'])}",
                ("id", "label", "type", "role", "place", "formula"),
                (
                    (
                        part["id"],
                        words(part["label"]),
                        part["type"],
                        part["role"],
                        words(part["place"]),
                        _one_line(part["formula"]),
                    )
                    for part in holder[parts]
                ),
            )
    _section(
        "metrics",
        ("id", "label", "type", "place", "formula"),
        (
            (
                metric["id"],
                words(metric["label"]),
                metric["type"],
                words(metric["place"]),
                _one_line(metric["formula"]),
            )
            for metric in found["metrics"]
        ),
    )
    _section(
        "checks",
        ("id", "level", "message"),
        ((check["id"], check["level"], words(check["message"])) for check in found["checks"]),
    )


def _show_inputs(found: dict[str, Any], locale: str) -> None:
    items = {
        list_["id"]: [item["label"][locale] for item in list_["items"]] for list_ in found["lists"]
    }

    def row(one: dict[str, Any]) -> tuple[str, ...]:
        place = one["place"][locale] if one["place"] else ""
        return one["id"], one["label"][locale], one["type"], _takes(one, items), place

    header = ("id", "label", "type", "takes", "place")
    _section("parameters", header, map(row, found["parameters"]))
    for kind, held, parts in _HOLDERS:
        for holder in found[held]:
            title = holder["title"][locale] if holder["title"] else ""
            _section(f"{kind} {holder['id']}  {title}", header, map(row, holder[parts]))


def _takes(one: dict[str, Any], items: dict[str, list[str]]) -> str:
    """What may be typed into a parameter or column, as far as it says so."""
    said = []
    if one.get("required"):
        said.append("required")
    if one["list"]:
        said.append(" | ".join(items[one["list"]]))
    if one["minimum"] is not None:
        said.append(f">= {one['minimum']:,.12g}")
    if one["maximum"] is not None:
        said.append(f"<= {one['maximum']:,.12g}")
    return ", ".join(said)


def _section(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    from plansheets.cli.words import say_table

    rows = list(rows)
    if rows:
        click.echo(f"\n{title}")
        say_table(header, rows, indent="  ")


def _default(parameter: dict[str, Any]) -> str:
    if parameter["formula"]:
        return _one_line(parameter["formula"])
    value = parameter["default"]
    if parameter["type"] == "percent" and value is not None:
        return f"{value * 100:.12g}%"
    return "" if value is None else str(value)


def _one_line(formula: str | None) -> str:
    return " ".join((formula or "").split())
