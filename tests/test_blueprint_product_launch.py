"""product-launch: gates, prices, first order, break-even, the two-week rule and the ladder."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from filled import Shown, found_by, named, shown, table_rows

PRODUCTS = "sku,name,launch,cost,margin_goal,rival_price,price,fixed,forecast,ordered"
GATES = "sku,gate,item,due,done"
DAY = date(2024, 6, 30)
LAUNCH = date(2024, 4, 1)


def made(
    folder: Path,
    product: str = "A,Thing,2024-04-01,60,40%,100,99,20000,100,1000",
    units: tuple[int, ...] = (),
    gates: str = "",
    **values: object,
) -> Shown:
    """The English workbook with one product, its units from the launch on, and its gates."""
    weeks = [f"A,{LAUNCH + timedelta(7 * at)},{one},{one * 99},100" for at, one in enumerate(units)]
    files = {
        "launches": f"{PRODUCTS}\n{product}\n",
        "launch_weeks": "\n".join(("sku,week,units,gmv,target", *weeks, "")),
        "launch_gates": f"{GATES}\n{gates}\n",
    }
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return shown(
        "product-launch",
        locale="en",
        as_of=DAY,
        data={name: folder / f"{name}.csv" for name in files},
        values=values,
    )


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("product-launch", locale="en")


def test_two_prices_the_first_order_and_the_units_that_break_even(tmp_path: Path) -> None:
    row = table_rows(made(tmp_path), "launch_prices")[0]
    assert row["Cost-plus price"] == pytest.approx(100)  # 60 ÷ (1 − 40%)
    assert row["Competitor-based price"] == pytest.approx(97)
    assert row["Margin"] == pytest.approx(39 / 99)
    assert row["Gross margin"] == "▲ Below target"
    assert row["First order"] == 420  # 100 a week × 6 weeks × 70%
    assert row["Order cost"] == 25_200
    assert row["Break-even"] == 513  # 20,000 ÷ 39 = 512.8
    assert row["Weeks to break even"] == pytest.approx(5.13)


@pytest.mark.parametrize(
    ("price", "verdict", "even"),
    [(100, "● Reached", 500), (99, "▲ Below target", 513), (60, "▼ At a loss", None)],
)
def test_a_price_must_leave_the_target_margin(
    price: int, verdict: str, even: int | None, tmp_path: Path
) -> None:
    row = table_rows(
        made(tmp_path, f"A,Thing,2024-04-01,60,40%,100,{price},20000,100,"), "launch_prices"
    )[0]
    assert (row["Gross margin"], row["Break-even"]) == (verdict, even)


@pytest.mark.parametrize(
    ("gates", "state", "early"),
    [
        ("", "▼ No list", 1),
        ("A,research,x,,\nA,test,y,,yes_", "○ In research", 1),
        ("A,research,x,,yes_\nA,test,y,,\nA,launch,z,,", "▲ In test", 1),
        ("A,research,x,,yes_\nA,test,y,,yes_\nA,launch,z,,", "▲ Before launch", 1),
        ("A,research,x,,yes_\nA,test,y,,yes_\nA,launch,z,,yes_", "● Passed", 0),
    ],
)
def test_three_gates_in_their_order_and_none_may_be_passed_by(
    gates: str, state: str, early: int, tmp_path: Path
) -> None:
    book = made(tmp_path, gates=gates)
    assert table_rows(book, "launches")[0]["Gates"] == state
    assert found_by(book, "Launched before its gates are passed") == early


@pytest.mark.parametrize(
    ("tail", "stage"),
    [
        ((100, 100), "● Mature"),
        ((90, 90), "● Mature"),  # one week down
        ((90, 81), "▼ Declining"),  # two in a row by 10%
        ((90, 82), "● Mature"),
        ((90, 100), "● Mature"),
        ((110, 121), "▲ Growing"),
        ((110, 120), "● Mature"),
        ((120, 90), "● Mature"),
    ],
)
def test_it_takes_two_weeks_in_a_row_to_grow_or_decline(
    tail: tuple[int, ...], stage: str, tmp_path: Path
) -> None:
    book = made(tmp_path, units=(100, 100, 100, 100, *tail))
    assert table_rows(book, "launches")[0]["Stage"] == stage


def test_the_first_four_weeks_are_new_however_they_go(tmp_path: Path) -> None:
    weeks = table_rows(made(tmp_path, units=(100, 50, 25, 12, 6)), "launch_weeks")
    assert [row["Phase"] for row in weeks] == ["Peak"] * 4 + ["Long tail"]
    assert [row["Stage"] for row in weeks] == ["New"] * 4 + ["▼ Declining"]


@pytest.mark.parametrize(
    ("ordered", "price", "action"),
    [
        (1211, 99, "▼ Clear"),  # 641 left, more than eight weeks of 80
        (1210, 99, "▲ Upgrade"),
        (1210, 100, "▲ Bundle"),
    ],
)
def test_what_declines_is_cleared_bundled_or_upgraded(
    ordered: int, price: int, action: str, tmp_path: Path
) -> None:
    product = f"A,Thing,2024-04-01,60,40%,100,{price},20000,100,{ordered}"
    book = made(tmp_path, product, units=(100, 100, 100, 100, 90, 80))
    row = table_rows(book, "launches")[0]
    assert (row["Sold"], row["What to do"]) == (570, action)


def test_stock_for_less_than_two_weeks_is_reordered(tmp_path: Path) -> None:
    book = made(tmp_path, units=(400, 400))
    row = table_rows(book, "launches")[0]
    assert (row["Cover"], row["What to do"]) == (0.5, "▲ Reorder")
    assert row["Cash recovered"] == pytest.approx(800 * 99 / (1000 * 60 + 20_000))


def test_the_ladder_sells_what_is_left_step_by_step(sample: Shown) -> None:
    steps = table_rows(sample, "markdowns")
    # 389 left and 34 a week: 34 × 1.4 × 2 weeks at 10% off 159, and so on until none is left
    assert [row["Units sold"] for row in steps] == [95, 129, 165, 0]
    assert [row["Left"] for row in steps] == [294, 165, 0, 0]
    assert [row["Price"] for row in steps] == pytest.approx([143.1, 127.2, 103.35, 79.5])
    cash = 95 * 143.1 + 129 * 127.2 + 165 * 103.35
    assert named(sample, "clear_cash") == pytest.approx(cash)
    assert named(sample, "clear_left") == 0


def test_the_curve_holds_a_launch_against_the_others(sample: Shown) -> None:
    curve = table_rows(sample, "launch_curve")
    assert (curve[0]["Units"], curve[0]["Target"]) == (64, 70)
    assert curve[0]["Average of the others"] == pytest.approx((96 + 180) / 2)
    assert (curve[12]["Units"], curve[13]["Units"]) == (34, None)
    assert curve[12]["Compared"] == 1


def test_the_phases_are_held_against_the_targets_so_far(sample: Shown) -> None:
    warm, burst, tail = table_rows(sample, "launch_phases")
    assert (warm["Units"], burst["Units"], tail["Units"]) == (0, 348, 463)
    assert burst["Attainment"] == pytest.approx(348 / 380)


def test_weeks_begin_on_monday(tmp_path: Path) -> None:
    assert found_by(made(tmp_path, units=(1, 2)), "Weekly sales not dated on a Monday") == 0
    (tmp_path / "launch_weeks.csv").write_text("sku,week,units\nMB201,2024-07-02,1\n", "utf-8")
    weeks = {"launch_weeks": tmp_path / "launch_weeks.csv"}
    book = shown("product-launch", locale="en", as_of=DAY, data=weeks, keep_samples=True)
    assert found_by(book, "Weekly sales not dated on a Monday") == 1


def test_the_totals_of_a_ladder_without_a_product_are_blank() -> None:
    blank = shown("product-launch", locale="en", blank=True)
    place = blank.tables["markdowns"]
    above = place.rows.start - 1
    totals = [blank.cells.get((place.sheet, above, at)) for at in place.columns]
    assert [one for one in totals if one is not None] == ["Total"]


@pytest.mark.parametrize(("fixed", "found"), [("20000", 0), ("0", 0), ("", 1)])
def test_an_order_without_a_launch_cost_is_told(tmp_path: Path, fixed: str, found: int) -> None:
    book = made(tmp_path, f"A,Thing,2024-04-01,60,40%,100,99,{fixed},100,1000")
    assert found_by(book, "Ordered without a launch cost") == found


def test_a_step_of_the_ladder_that_lacks_a_number_is_told(tmp_path: Path) -> None:
    data = tmp_path / "ladder.csv"
    data.write_text("step,cut,weeks,lift\nFirst,10%,2,\nSecond,20%,2,1.9\n", "utf-8")
    book = shown("product-launch", locale="en", data={"markdowns": data})
    assert found_by(book, "Step of the markdown ladder not filled in") == 1
