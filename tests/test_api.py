"""What ``import plansheets`` gives, and what it does not load."""

from __future__ import annotations

import datetime
import subprocess
import sys
from ast import literal_eval
from pathlib import Path

import pandas as pd
import pytest

import plansheets

HEAVY = ("pandas", "numpy", "xlsxwriter", "openpyxl", "xlwings", "formualizer", "formulon", "yaml")


def test_importing_the_package_loads_nothing_heavy() -> None:
    code = f"import sys, plansheets; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_help_loads_nothing_but_click_and_what_chooses_its_language() -> None:
    code = (
        "import sys, plansheets.cli as c\n"
        "try: c.cli(['--help'])\n"
        "except SystemExit: pass\n"
        "print([n for n in sys.modules if n.startswith('plansheets')], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = {name.removeprefix("plansheets.") for name in literal_eval(done.stderr)}
    assert loaded == {"plansheets", "collecting", "cli", "cli.language", "cli.speaking"}


def test_every_public_name_can_be_reached() -> None:
    assert plansheets.__all__ == sorted(plansheets.__all__)
    for name in plansheets.__all__:
        assert getattr(plansheets, name) is not None
    assert set(plansheets.__all__) == set(dir(plansheets))


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'biuld'"):
        _ = plansheets.biuld  # type: ignore[attr-defined]


def test_build_tells_what_it_wrote(tmp_path: Path) -> None:
    built = plansheets.build("sku-management", tmp_path / "plan.xlsx", locale="zh-CN")
    assert built.path == tmp_path / "plan.xlsx"
    assert (built.blueprint, built.locale, built.profile) == (
        "sku-management",
        "zh-CN",
        "excel2016",
    )
    assert built.tables["skus"] == 15
    assert built.formulas > 0
    assert plansheets.verify(built.path) == ()


def test_a_folder_takes_the_workbook_under_its_title(tmp_path: Path) -> None:
    assert plansheets.build("sku-management", tmp_path).path == tmp_path / "SKU management.xlsx"


def test_frames_and_typed_parameters_fill_the_workbook(tmp_path: Path) -> None:
    frame = pd.DataFrame({"sku": ["A1", "A2"], "stock": [5, 0], "售价(元)": [9.5, 8]})
    built = plansheets.build(
        "sku-management", tmp_path, data={"skus": frame}, values={"rate_slow": 0.1}
    )
    assert built.tables["skus"] == 2


def test_the_same_build_gives_the_same_bytes(tmp_path: Path) -> None:
    day = datetime.date(2024, 6, 30)
    one, two = (
        plansheets.build("sku-management", tmp_path / name, as_of=day).path.read_bytes()
        for name in ("one.xlsx", "two.xlsx")
    )
    assert one == two


def test_problems_with_parameters_and_data_come_together(tmp_path: Path) -> None:
    frame = pd.DataFrame({"sku": ["A1"], "stock": ["many"]})
    with pytest.raises(plansheets.PlansheetsError) as caught:
        plansheets.build(
            "sku-management", tmp_path, data={"skus": frame, "x": frame}, values={"rate_slow": "5"}
        )
    codes = [problem.code for problem in caught.value.problems]
    assert codes[0] == "PS312"
    assert "PS313" in codes
    assert any(code.startswith("PS4") for code in codes)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_blueprint_raises_everything_and_writes_nothing(tmp_path: Path) -> None:
    broken = Path(__file__).with_name("cases") / "everything-at-once" / "blueprint.yaml"
    with pytest.raises(plansheets.BlueprintError) as caught:
        plansheets.build(broken, tmp_path / "plan.xlsx")
    assert tuple(caught.value.problems) == plansheets.validate(broken)
    assert list(tmp_path.iterdir()) == []


def test_progress_names_the_stages_in_their_order(tmp_path: Path) -> None:
    stages: list[str] = []
    plansheets.build("sku-management", tmp_path, progress=stages.append)
    assert stages == ["reading", "planning", "calculating", "writing", "checking"]


def test_an_outline_gives_places_in_both_languages() -> None:
    outline = plansheets.outline("sku-management")
    skus = next(table for table in outline["tables"] if table["id"] == "skus")
    assert skus["place"]["en"].startswith("SKUs!")
    assert skus["place"]["zh-CN"].startswith("商品管理!")
    rate = next(column for column in skus["columns"] if column["id"] == "sell_through")
    assert rate["role"] == "formula"
    assert rate["formula"] == "=sales_to_stock([@sales_30d], [@stock])"


def test_every_shipped_blueprint_is_listed() -> None:
    names = [one["name"] for one in plansheets.list_blueprints()]
    assert "sku-management" in names
    assert names == sorted(names)


def test_a_colour_that_is_none_is_told_with_what_to_write(tmp_path: Path) -> None:
    with pytest.raises(plansheets.PlansheetsError) as caught:
        plansheets.build("sku-management", tmp_path, theme="jaed", brand="#C81O2E")
    assert [(one.message, one.hint) for one in caught.value.problems] == [
        ("'jaed' is no theme", "did you mean 'jade'?"),
        (
            "the brand colour '#C81O2E' is no colour",
            "a colour is six hexadecimal digits, as in '#C8102E' (in quotes, for the shell)",
        ),
    ]


@pytest.mark.parametrize("day", ["1900-03-01", "1909-12-31", "9990-01-01", "9999-12-31"])
def test_a_day_at_the_ends_of_the_calendar_is_refused(tmp_path: Path, day: str) -> None:
    as_of = datetime.date.fromisoformat(day)
    with pytest.raises(plansheets.BlueprintError, match=f"PS314 the as-of day {day} lies"):
        plansheets.build("campaign-calendar", tmp_path / "far.xlsx", as_of=as_of)
    with pytest.raises(plansheets.BlueprintError, match=f"PS312 '{day}' lies"):
        plansheets.build("campaign-calendar", tmp_path / "far.xlsx", values={"as_of": day})


def test_choices_that_do_not_exist_are_told_together(tmp_path: Path) -> None:
    with pytest.raises(plansheets.PlansheetsError) as caught:
        plansheets.build("sku-management", tmp_path, locale="zh", profile="excel2019", rows=0)  # type: ignore[arg-type]
    assert [problem.code for problem in caught.value.problems] == ["PS314"] * 3
    assert caught.value.problems[0].hint == "known here: 'en', 'zh-CN'"


def test_a_blueprint_without_checks_builds_with_a_chart_of_what_comes_later(tmp_path: Path) -> None:
    source = tmp_path / "later.yaml"
    source.write_text(
        "{blueprint: later, version: 1.0.0, title: Later, lists: {halves: {one: H1, two: H2}},\n"
        " sheets: [{id: front, title: Front, blocks: [{chart: {type: column, title: Chart,\n"
        "   over: grid, series: [{column: number}]}}]},\n"
        "  {id: back, title: Back, blocks: [{grid: {id: grid, each: {half: halves},\n"
        "   rows: [{id: number, type: count, label: Number, formula: '=half.index'}]}}]}]}\n",
        "utf-8",
    )
    built = plansheets.build(source, tmp_path / "later.xlsx", locale="en")
    assert plansheets.verify(built.path) == ()


def test_an_as_of_day_that_is_a_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(plansheets.PlansheetsError, match="the as-of day '2024-06-12' is no day"):
        plansheets.build("campaign-calendar", tmp_path / "a.xlsx", as_of="2024-06-12")  # type: ignore[arg-type]
