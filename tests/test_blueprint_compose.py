"""Composites: several blueprints as one, their links, and what does not fit together."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from plansheets import build
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_blueprint, read_blueprint
from plansheets.cli import cli
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices

COMPOSITE = Path(__file__).with_name("cases") / "plans" / "composite" / "blueprint.yaml"

PART = """\
blueprint: {name}
version: 1.0.0
title: {name}
{more}
sheets:
  - {{id: {name}, title: {name}, blocks: [{{note: A note}}]}}
"""


def composite() -> Blueprint:
    return read_blueprint(COMPOSITE)


def write(folder: Path, name: str, more: str = "") -> Path:
    path = folder / f"{name}.yaml"
    path.write_text(PART.format(name=name, more=more), "utf-8")
    return path


def codes(path: Path) -> list[str]:
    return [problem.code for problem in examine_blueprint(path).problems]


def test_what_each_part_defines_stands_side_by_side() -> None:
    whole = composite()
    assert [table.id for table in whole.tables] == ["people", "goods", "goals"]
    assert [metric.id for metric in whole.metrics] == ["sold_total", "reached"]
    assert [part.id for part in whole.parts] == ["shop", "goals"]


def test_sheets_and_checks_of_one_id_get_their_blueprint_before_it() -> None:
    whole = composite()
    assert [(sheet.id, sheet.part) for sheet in whole.sheets] == [
        ("main", None),
        ("people", None),
        ("shop_main", "shop"),
        ("goals_main", "goals"),
    ]
    assert [check.id for check in whole.checks] == ["shop_few", "goals_few"]


def test_checks_stand_under_their_blueprints_title() -> None:
    made, _ = plan(composite(), Choices())
    [sheet] = [one for one in made.sheets if one.id == "checks"]
    texts = [cell.value for cell in sheet.cells if cell.column == 1]
    listed = texts[texts.index("All checks") + 2 :]
    every = "A table has lost columns"
    assert listed == [every, "Shop", "Goods: Good is not unique", "Few", "Goals", "Few"]


def test_lists_of_one_id_are_joined() -> None:
    unit = composite().list("unit")
    assert unit
    assert [item.id for item in unit.items] == ["pieces", "orders"]


def test_the_composites_own_word_on_a_parameter_is_the_last() -> None:
    whole = composite()
    least = [one for one in whole.parameters if one.id == "least"]
    assert [(one.default, one.label("en")) for one in least] == [(2, "Least")]


def test_a_linked_column_is_computed_and_forgets_its_sample() -> None:
    goals = composite().table("goals")
    assert goals
    actual = goals.column("actual")
    assert actual
    assert (actual.role, actual.linked, actual.required) == ("formula", True, False)
    assert [list(row.cells) for row in goals.sample] == [["good", "owner", "unit", "target"]]


def test_a_link_that_repeats_is_computed_in_each_of_its_columns(tmp_path: Path) -> None:
    """``a_{month}`` under ``links:`` says all of them, and none keeps its sample."""
    part = (
        "lists: {month: {jan: Jan, feb: Feb}}\n"
        "tables:\n  shops:\n    title: Shops\n    columns:\n"
        "      - {id: shop, type: key, label: Shop}\n"
        "      - {id: 'a_{month}', each: {month: month}, type: count, link: true,\n"
        "         label: '{month}'}\n"
        "    sample: [{shop: A, a_jan: 1, a_feb: 2}]\n"
    )
    sheet = "  - {id: shops, title: Shops, blocks: [{table: shops}]}\n"
    (tmp_path / "part.yaml").write_text(PART.format(name="part", more=part) + sheet, "utf-8")
    links = "include: [part.yaml]\nlinks: {shops: {'a_{month}': '=month.index*10'}}"
    path = write(tmp_path, "whole", links)
    assert codes(path) == []
    book = load_workbook(build(path, tmp_path / "w.xlsx").path, data_only=True)
    shops = next(sheet for sheet in book if "shops" in sheet.tables)
    rows = shops[shops.tables["shops"].ref]
    assert [[cell.value for cell in row] for row in rows] == [["Shop", "Jan", "Feb"], ["A", 10, 20]]


def test_what_two_parts_ask_of_a_parameter_they_share_is_asked_once(tmp_path: Path) -> None:
    more = "parameters: {least: {type: number, default: 1, label: Least}}"
    checks = "checks: [{id: low, level: warning, message: Low, count: '=IF(least<0, 1, 0)'}]\n"
    other = checks.replace("<0", "<1")
    for name, asks in (("one", checks), ("two", checks), ("three", other)):
        path = write(tmp_path, name, more)
        path.write_text(path.read_text("utf-8") + asks, "utf-8")
    whole = read_blueprint(write(tmp_path, "whole", "include: [one.yaml, two.yaml, three.yaml]"))
    assert [check.id for check in whole.checks] == ["one_low", "three_low"]


def test_cells_of_sample_rows_may_be_changed_from_outside() -> None:
    goods = composite().table("goods")
    assert goods
    assert [{id_: cell("en") for id_, cell in row.cells.items()} for row in goods.sample] == [
        {"good": "A1", "sold": "3", "unit": ""}
    ]


def test_a_linked_parameter_is_computed_while_its_cell_is_blank() -> None:
    count = composite().parameter("goods_count")
    assert count
    assert count.formula
    assert (count.formula.text, count.sample) == ("=ROWS(goods[good])", {})


def test_a_column_may_be_offered_anothers_values_from_outside() -> None:
    goals = composite().table("goals")
    owner = goals and goals.column("owner")
    assert owner
    assert owner.options
    assert (owner.options.table, owner.options.column) == ("people", "post")


def test_the_workbook_brings_linked_values_and_offers_texts(tmp_path: Path) -> None:
    built = build(COMPOSITE, tmp_path / "plan.xlsx")
    assert built.warnings == ()
    workbook = load_workbook(built.path, data_only=True)
    sheet = workbook["目标" if "目标" in workbook.sheetnames else "Goals"]
    assert [cell.value for cell in sheet[5]][1:6] == ["A1", "店长", "pieces", 5, 3]
    [offer] = [one for one in sheet.data_validations.dataValidation if "C5" in one.sqref]
    assert not offer.showErrorMessage
    name = workbook.defined_names[offer.formula1]
    assert name.attr_text == "people[Post]"


def test_the_digest_covers_every_file(tmp_path: Path) -> None:
    write(tmp_path, "part")
    path = write(tmp_path, "whole", "include: [part.yaml]")
    before = read_blueprint(path).digest
    write(tmp_path, "part", "purpose: Another one")
    assert read_blueprint(path).digest != before


def test_a_composite_may_include_a_composite(tmp_path: Path) -> None:
    write(tmp_path, "inner")
    write(tmp_path, "middle", "include: inner.yaml")
    whole = read_blueprint(write(tmp_path, "outer", "include: middle.yaml"))
    assert [(sheet.id, sheet.part) for sheet in whole.sheets] == [
        ("outer", None),
        ("middle", "middle"),
        ("inner", "middle"),
    ]


def test_blueprints_stand_only_so_deep_inside_each_other(tmp_path: Path) -> None:
    names = ["innermost", "inner", "middle", "outer", "outermost", "beyond"]
    write(tmp_path, names[0])
    for within, name in pairwise(names):
        write(tmp_path, name, f"include: [{within}.yaml]")
    assert codes(tmp_path / "outermost.yaml") == []
    assert codes(tmp_path / "beyond.yaml") == ["PS121"]


def test_what_is_wrong_in_an_included_file_is_told_at_its_own_place(tmp_path: Path) -> None:
    part = write(tmp_path, "part", "purpos: Mistyped")
    path = write(tmp_path, "whole", "include: [part.yaml]")
    [problem] = examine_blueprint(path).problems
    assert problem.span
    assert (problem.code, problem.span.source.name, problem.span.line) == ("PS105", str(part), 4)


def test_a_file_that_is_no_yaml_is_told_and_nothing_is_blamed_for_it(tmp_path: Path) -> None:
    (tmp_path / "part.yaml").write_text("a: [", "utf-8")
    links = "include: [part.yaml]\nlinks: {goods: {price: '=goods[cost]'}}"
    assert codes(write(tmp_path, "whole", links)) == ["PS101"]


@pytest.mark.parametrize("name", ["/etc/hosts.yaml", "../other.yaml", "sub/../../other.yaml"])
def test_no_file_outside_the_folder_is_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "other.yaml").write_text(PART.format(name="other", more=""), "utf-8")
    inside = tmp_path / "inside"
    inside.mkdir()
    [problem] = examine_blueprint(write(inside, "whole", f"include: ['{name}']")).problems
    assert "outside the blueprint's folder" in problem.message


def test_show_names_what_is_included() -> None:
    run = CliRunner().invoke(cli, ["show", str(COMPOSITE), "--json"])
    found = json.loads(run.stdout)
    assert found["includes"] == ["shop", "goals"]
    [goals] = [table for table in found["tables"] if table["id"] == "goals"]
    assert [column["id"] for column in goals["columns"] if column["linked"]] == ["actual"]
    assert [column["options"] for column in goals["columns"]][1] == "people[post]"
    assert "includes shop, goals" in CliRunner().invoke(cli, ["show", str(COMPOSITE)]).stdout
