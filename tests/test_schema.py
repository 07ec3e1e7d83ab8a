"""The JSON Schema accepts what the reader accepts, and explains every key."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from plansheets.blueprint import starter
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.grammar.kinds import FIELDS
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.read import examine_text
from plansheets.blueprint.schema import schema
from plansheets.blueprint.types import TYPES
from plansheets.cli import cli
from plansheets.frames.field_names import shipped_names

STARTER = Path(starter.__file__).with_name("starter.yaml")
VALIDATOR = jsonschema.Draft202012Validator(schema())


class _Editor(yaml.SafeLoader):
    """Reads YAML as editors do: dates stay text."""


_Editor.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def faults(text: str) -> list[str]:
    """Where the schema finds fault with a blueprint."""
    found = VALIDATOR.iter_errors(yaml.load(text, Loader=_Editor))
    return sorted("/".join(map(str, fault.absolute_path)) for fault in found)


def test_fields_are_those_that_exports_have_names_for() -> None:
    assert set(FIELDS) == set(shipped_names().fields)


def test_it_is_a_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("path", [*shipped().values(), STARTER], ids=lambda path: path.stem)
def test_it_accepts_every_blueprint_we_ship(path: Path) -> None:
    assert faults(path.read_text("utf-8")) == []


def test_every_key_of_the_grammar_is_there_with_its_meaning() -> None:
    definitions = schema()["$defs"]
    for name, grammar in OBJECTS.items():
        found = definitions[name]
        full = found["anyOf"][0] if grammar.short else found
        assert {key: one["description"] for key, one in full["properties"].items()} == {
            key.name: key.meaning for key in grammar.keys
        }
        wanted = [key.name for key in grammar.keys if key.required and not key.unless]
        assert full.get("required", []) == wanted
        assert full["additionalProperties"] is False
        assert found["description"].startswith(grammar.meaning)


def test_every_type_is_offered_with_its_meaning() -> None:
    offered = schema()["$defs"]["column"]["properties"]["type"]
    assert offered["enum"] == list(TYPES)
    assert offered["enumDescriptions"] == [one.meaning for one in TYPES.values()]


def references(node: Any) -> Iterator[str]:
    match node:
        case {"$ref": str(target)}:
            yield target
        case dict():
            for value in node.values():
                yield from references(value)
        case list():
            for value in node:
                yield from references(value)


def test_every_reference_leads_somewhere() -> None:
    known = {f"#/$defs/{name}" for name in schema()["$defs"]}
    assert set(references(schema())) <= known


@pytest.mark.parametrize(
    ("written", "instead", "where"),
    [
        ("version: 1.0.0", "versions: 1.0.0", ["", ""]),
        ("type: ratio\n", "type: rate\n", ["parameters/roi_target/type"]),
        ("default: 2\n", "default: [2]\n", ["parameters/roi_target/default"]),
        ("min: 0\n", "min: none\n", ["parameters/roi_target/min"]),
        ("en: ROI target}", "fr: ROI}", ["parameters/roi_target/label"]),
        ("    key: name", "    key: {a: b}", ["tables/campaigns/key"]),
        ("level: warning", "level: warn", ["checks/0/level"]),
        ("formula: '=SUM(campaigns[spend])'", "formula: SUM", ["metrics/spend_total/formula"]),
        ("- table: campaigns", "- {table: campaigns, note: x}", ["sheets/0/blocks/2"]),
    ],
)
def test_a_mistake_of_shape_is_found_where_the_reader_finds_it(
    written: str, instead: str, where: list[str]
) -> None:
    text = STARTER.read_text("utf-8")
    assert text.count(written) == 1
    broken = text.replace(written, instead)
    assert faults(broken) == where
    assert examine_text(broken, "starter.yaml", STARTER.parent).failed


@pytest.mark.parametrize(
    ("written", "instead"),
    [
        ("    search: {zh-CN: 搜索, en: Search}", "    search: Search"),
        ("    search: {zh-CN: 搜索, en: Search}", "    search: {label: Search, mean: good}"),
        ("label: ROI,", "label: 100,"),
        ("min: 0\n", "min: 5%\n"),
        ("    key: name", "    key: [name]"),
    ],
)
def test_short_and_long_forms_are_accepted_by_both(written: str, instead: str) -> None:
    text = STARTER.read_text("utf-8")
    assert text.count(written) == 1
    changed = text.replace(written, instead)
    assert faults(changed) == []
    assert not examine_text(changed, "starter.yaml", STARTER.parent).failed


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ("when: {good: '=[@spend]>0'}", []),
        ("when: {great: '=[@spend]>0'}", ["tables/campaigns/columns/3/when"]),
        ("each: {channel: channels}", []),
        ("each: {channel: channels, other: channels}", ["tables/campaigns/columns/3/each"]),
    ],
)
def test_the_keys_of_a_mapping_are_those_that_the_reader_takes(said: str, where: list[str]) -> None:
    text = STARTER.read_text("utf-8")
    column = "      - {id: spend,"
    assert text.count(column) == 1
    changed = text.replace(column, f"{column} {said},")
    assert faults(changed) == where
    problems = examine_text(changed, "starter.yaml", STARTER.parent).problems
    assert bool([one for one in problems if one.code in ("PS105", "PS107")]) == bool(where)


def test_a_default_and_bounds_are_those_of_the_grammar() -> None:
    columns = schema()["$defs"]["timeline"]["properties"]["columns"]
    assert [columns[key] for key in ("default", "minimum", "maximum")] == [56, 7, 105]


def test_the_command_prints_it() -> None:
    assert json.loads(CliRunner().invoke(cli, ["schema"]).stdout) == schema()
