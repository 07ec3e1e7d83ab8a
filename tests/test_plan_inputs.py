"""What people fill in: it ticks itself, and a workbook without it is called so."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans import Change, changed, planned, sheet
from plansheets.blueprint.read import read_text
from plansheets.calc.calculate import calculate
from plansheets.formula.parse import parse
from plansheets.plan.canvas.inputs import inputs
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan
from plansheets.plan.report import Report
from plansheets.plan.write_out.localise import localise
from plansheets.plan.write_out.resolve import resolve_names

DATA = "    sample:\n"
LAST_OF_YEAR = "         formula: '=prior([@left], 20)-[@sold]'}\n"
YEAR_FILLED = (LAST_OF_YEAR, f"{LAST_OF_YEAR}    sample: [{{sold: 4}}, {{sold: 5}}]\n")


def shown(made: Plan) -> dict[object, tuple[object, object]]:
    """The tick and the filled rows of each table of the list, by its title."""
    about = sheet(made, "about")
    values = calculate(made).cells
    counted = {one.row for one in about.cells if one.column == 4 and one.formula is not None}
    ticks = [one for one in about.cells if one.column == 1 and one.row in counted]
    titles = {one.row: one.value for one in about.cells if one.column == 2}
    return {
        titles[one.row]: (values["About", one.row, 1], values["About", one.row, 4]) for one in ticks
    }


def verdict(made: Plan) -> object:
    return calculate(made).cells["Checks", 3, 1]


def test_a_table_is_ticked_once_it_holds_a_row() -> None:
    assert shown(planned()) == {"Goods": ("☑", 2), "Year": ("☐", 0)}
    assert shown(planned(blank=True)) == {"Goods": ("☐", 0), "Year": ("☐", 0)}


def test_a_table_whose_rows_are_given_counts_its_fullest_column() -> None:
    formula = "         formula: '=prior([@left], 20)-[@sold]'}\n"
    why = "      - {id: why, type: note, label: {zh-CN: 原因, en: Why}}\n"
    rows = "    sample: [{sold: 4}, {sold: 5, why: Fair}]\n"
    sold = (formula, formula + why + rows)
    assert shown(planned(sold))["Year"] == ("☑", 2)


@pytest.mark.parametrize(
    ("change", "blank", "says"),
    [
        ((), False, "✓ All checks passed · tables not filled in: 1"),
        (YEAR_FILLED, False, "✓ All checks passed"),
        ((), True, "○ Not filled in yet"),
        ((DATA, "    keep: true\n" + DATA), True, "○ Not filled in yet"),
    ],
)
def test_a_blank_workbook_has_passed_no_checks(change: Change, *, blank: bool, says: str) -> None:
    assert verdict(planned(*[change] if change else [], blank=blank)) == says


def test_an_error_is_told_before_anything_is_filled_in() -> None:
    wrong = ("count: '=COUNTIF(goods[price], 0)'", "count: '=1'")
    assert verdict(planned(wrong, ("level: warning", "level: error"), blank=True)) == "▼ Errors: 1"
    assert verdict(planned(wrong, blank=True)) == "○ Not filled in yet"


def test_a_figure_waits_for_what_it_is_computed_from_in_the_end() -> None:
    report = Report(choices=Choices(locale="en"))
    resolved = resolve_names(read_text(changed(), "shop.yaml", Path()), report)
    known = inputs(localise(resolved, report), "en")

    def wanted(formula: str) -> list[str]:
        return [table.id for table in known.of(parse(formula))]

    assert wanted("=total") == ["goods"]
    assert wanted("=SUM(year[Left])+COUNTA(goods[[Name]:[State]])") == ["goods", "year"]
    assert wanted("=SUM(goods[])") == ["goods"]
    assert wanted("=least") == []


@pytest.mark.parametrize(("type_", "waits"), [("text", {"goods"}), ("money", {"goal", "goods"})])
def test_a_figure_waits_for_no_parameter_that_picks_what_to_look_at(
    type_: str, waits: set[str]
) -> None:
    parameter = f"  goal: {{type: {type_}, label: {{zh-CN: 看谁, en: Whom}}}}\nlists:\n"
    looks = ("'=SUM(goods[worth])'", "'=IF(goal=\"\", 0, SUM(goods[worth]))'")
    text = changed(("lists:\n", parameter), looks)
    report = Report(choices=Choices(locale="en"))
    resolved = resolve_names(read_text(text, "shop.yaml", Path()), report)
    known = inputs(localise(resolved, report), "en")
    assert {one.id for one in known.of(parse("=total"))} == waits
