"""The page that says who uses which workbook, when and from what: held against the blueprints."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.groups import GROUPS
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint

ROOT = Path(__file__).parents[1]
PAGES = {"en": "workbooks.md", "zh-CN": "workbooks.zh-CN.md"}
LINES = {"en": ("Who:", "When:", "From:"), "zh-CN": ("谁用", "什么时候", "数从哪来")}
SHEET = {"en": re.compile(r"(?<!\*)\*([^*\n]+)\*(?!\*)"), "zh-CN": re.compile("“([^”]+)”")}
FIELDS = yaml.safe_load((ROOT / "src/plansheets/frames/field_names.yaml").read_text("utf-8"))
PLATFORMS = {platform for names in FIELDS.values() if isinstance(names, dict) for platform in names}


@cache
def read(name: str) -> Blueprint:
    return read_blueprint(shipped()[name])


def entries(locale: str) -> dict[str, tuple[str, str, str]]:
    """By blueprint: the heading it stands under, its title there, and what is said of it."""
    found = {}
    text = (ROOT / "docs" / PAGES[locale]).read_text("utf-8")
    for group in text.split("\n## ")[1:]:
        heading, _, rest = group.partition("\n")
        for entry in rest.split("\n### ")[1:]:
            head, _, said = entry.partition("\n")
            _, name, title = head.split("`")
            found[name] = (heading, title.strip(), said)
    return found


@pytest.mark.parametrize("locale", PAGES)
def test_every_shipped_blueprint_has_its_entry_under_its_question(locale: str) -> None:
    expected = {
        name: (GROUPS[read(name).group or ""](locale), read(name).title(locale))
        for name in shipped()
    }
    found = entries(locale)
    assert {name: entry[:2] for name, entry in found.items()} == expected
    order = [question(locale) for question in GROUPS.values()]
    assert list(dict.fromkeys(heading for heading, _, _ in found.values())) == order


@pytest.mark.parametrize("locale", PAGES)
def test_every_entry_says_who_when_and_from_what(locale: str) -> None:
    for name, (_, _, said) in entries(locale).items():
        assert re.findall(r"^- \*\*([^*]+)\*\*", said, re.MULTILINE) == [*LINES[locale]], name


@pytest.mark.parametrize("locale", PAGES)
def test_tables_and_sheets_of_the_page_are_in_the_workbook(locale: str) -> None:
    for name, (_, _, said) in entries(locale).items():
        blueprint = read(name)
        codes = re.findall(r"`([^`]+)`", said)
        tables = {code for code in codes if not code.startswith("--")} - shipped().keys()
        typed = {
            table.id
            for table in blueprint.tables
            if any(column.formula is None for column in table.columns[1:])
        }
        assert tables, name
        assert tables <= typed, name
        sheets = {sheet.title(locale) for sheet in blueprint.sheets}
        assert {*SHEET[locale].findall(said)} <= sheets, name


@pytest.mark.parametrize("locale", PAGES)
def test_reports_named_have_names_for_the_fields_of_the_tables(locale: str) -> None:
    for name, (_, _, said) in entries(locale).items():
        source = said.partition(LINES[locale][2])[2]
        tables = [table for table in read(name).tables if f"`{table.id}`" in source]
        fields = {column.field for table in tables for column in table.columns if column.field}
        for table in tables:
            if table.wide is not None:
                fields.update(one.field for one in table.wide.columns if one.field)
        known = {platform for field in fields for platform in FIELDS[field]}
        named = {platform for platform in PLATFORMS if platform in source}
        assert not fields or named <= known, name


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_the_table_of_the_readme_is_one_screen(readme: str) -> None:
    lines = (ROOT / readme).read_text("utf-8").splitlines()
    rows = [line for line in lines if re.match(r"\| `[a-z-]+`", line)]
    assert len(rows) == len(shipped()) <= 24
    assert max(map(len, rows)) <= 160
