"""Files that once broke a promise, and what is right; they are seeds of ``mutations.py``."""

from __future__ import annotations

from pathlib import Path

import pytest

import plansheets
from libreoffice import differences, recalculate
from plansheets.blueprint.read import examine_text, read_blueprint
from plansheets.errors import DataError, Problem, format_problems
from plansheets.frames.load import load_table
from plansheets.given import find_table
from plansheets.plan.build import check
from plansheets.validation import validate

ATTACK = Path(__file__).with_name("attack")
SHIPPED = Path(__file__).parent.parent / "blueprints"


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return sorted(problem.code for problem in problems)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("table-without-columns", ["PS105"]),
        ("more-sample-rows-than-count", ["PS116"]),
        ("own-function-fourteen-deep", ["PS306"]),
        ("reaching-out", ["PS232", "PS232", "PS241", "PS241", "PS242"]),
        ("sample-with-nul", ["PS101"]),
    ],
)
def test_a_blueprint_is_refused_for_what_is_wrong_with_it(name: str, expected: list[str]) -> None:
    assert codes(validate(ATTACK / f"{name}.yaml")) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("far-cells", []),
        ("many-styles", ["PS579"]),
        ("entity-in-sheet", ["PS503"]),
        ("tables-damaged", ["PS522", "PS529", "PS542", "PS563", "PS563", "PS579"]),
    ],
)
def test_a_workbook_is_verified(name: str, expected: list[str]) -> None:
    assert codes(plansheets.verify(ATTACK / f"{name}.xlsx")) == expected


@pytest.mark.parametrize("name", ["far-cells", "many-styles", "entity-in-sheet", "tables-damaged"])
def test_a_workbook_is_refused_as_data(name: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"PS40[35]"):
        plansheets.build(ATTACK / "shop.yaml", tmp_path, data={"skus": ATTACK / f"{name}.xlsx"})


def test_thousands_of_problems_in_one_line_fill_a_screen_and_no_more() -> None:
    """Every one of them once quoted the whole line."""
    rows = ",".join(f"{{kk: k{number}, zz: 1}}" for number in range(5_000))
    text = (ATTACK / "items.yaml").read_text("utf-8")
    text = text.replace("sheets:", f"    sample: [{rows}]\nsheets:")
    found = check(examine_text(text, "items.yaml", ATTACK))
    assert len(found) == 5_000
    assert len("".join(format_problems(found))) < 20_000


def test_hints_are_made_for_the_problems_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two thousand columns of one mistake, or keys of none, once took longer than a build."""
    asked: list[str] = []

    def looked_for(word: str, *_: object, **__: object) -> None:
        asked.append(word)

    monkeypatch.setattr("plansheets.plan.write_out.resolve.nearest", looked_for)
    monkeypatch.setattr("plansheets.blueprint.shapes.nearest", looked_for)
    text = (ATTACK / "items.yaml").read_text("utf-8")
    keys = "".join(f"zz{number}: 1\n" for number in range(2_000))
    assert len(check(examine_text(text + keys, "items.yaml", ATTACK))) == 2_000
    assert len(set(asked)) == 20
    asked.clear()
    items = ", ".join(f"it_{number}: I{number}" for number in range(2_000))
    text = text.replace("tables:", f"lists: {{many: {{{items}}}}}\ntables:").replace(
        "      - {id:",
        "      - {id: 'm_{many}', each: {many: many}, type: number, label: '{many}',"
        " formula: '=[@nobody]+[@nope_{many}]'}\n      - {id:",
        1,
    )
    assert len(check(examine_text(text, "items.yaml", ATTACK))) > 2_000
    assert len(asked) < 500


def test_a_remark_of_hundreds_of_characters_builds(tmp_path: Path) -> None:
    data = {"tt": ATTACK / "items-long-remark.csv"}
    assert plansheets.build(ATTACK / "items.yaml", tmp_path, data=data).tables == {"tt": 1}


@pytest.mark.libreoffice
def test_every_value_is_right_or_left_out(tmp_path: Path) -> None:
    """Running totals were once 5, 5, 5, and much else was computed as no other program does.

    DATEDIF of days in the wrong order is ``#NUM!`` in Excel, ``#VALUE!`` in LibreOffice.
    """
    made = [
        plansheets.build(ATTACK / f"{name}.yaml", tmp_path)
        for name in ("running-total", "wrong-values")
    ]
    left_out = [len(one.warnings) for one in made]
    found = recalculate([one.path for one in made])
    wrong = [each for one in made for each in differences(one.path, found[one.path])]
    wrong = [one for one in wrong if one.cached is not None and "DATEDIF" not in one.formula]
    assert wrong == []
    assert left_out == [0, 4]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        # 2.500 beside 1.200 and 12.000, with ; between fields
        ("dot-thousands.csv", {"cost": (480, 1200), "price": (2500, 1500), "stock": (12000, 900)}),
        # once read as GBK: M黮ler Cr鑝e
        ("western-european.csv", {"name": ("Müller Crème", "Größe niño")}),
        # the second of the merged rows lost its category
        ("merged-body.xlsx", {"sku": ("A", "B", "C"), "category": ("Cups", "Cups", "Plates")}),
        # was told to have no worksheet
        ("strict.xlsx", {"sku": ("A",), "cost": (1.5,), "sales_30d": (4,)}),
    ],
)
def test_a_file_of_goods_gives_what_it_shows(
    name: str, columns: dict[str, tuple[object, ...]]
) -> None:
    blueprint = read_blueprint(SHIPPED / "sku-management.yaml")
    table, _ = find_table(blueprint, "skus", [])
    assert table is not None
    found = load_table(ATTACK / name, table, blueprint).columns
    assert {one: found[one] for one in columns} == columns


def test_an_order_of_several_lines_is_one_and_its_refund_belongs_to_it() -> None:
    blueprint = read_blueprint(SHIPPED / "rfm-segmentation.yaml")
    table, _ = find_table(blueprint, "orders", [])
    assert table is not None
    found = load_table(ATTACK / "order-lines.csv", table, blueprint).columns
    assert found["order"] == ("#1001", "#1002", "#1003")
    assert (found["amount"], found["refund"]) == ((65, 25, 40), (0, 25, 0))
