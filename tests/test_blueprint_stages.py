"""What stages and industries bring and leave out: by hand where there are figures."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from filled import Shown, column, found_by, named, shown, table_rows
from plansheets import build, check, extract, fill, upgrade
from plansheets.blueprint.blocks import Cards
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint
from plansheets.cli import cli
from plansheets.life.book import opened_book
from plansheets.life.known import know

pytestmark = pytest.mark.slow


def of(name: str, **chosen: str) -> Shown:
    return shown(name, values=chosen)


def read(name: str, **chosen: str) -> Blueprint:
    return read_blueprint(shipped()[name], chosen)


def test_growth_and_no_industry_are_what_nobody_chooses() -> None:
    for name in ("target-breakdown", "sku-management", "monitoring-board"):
        usual, said = read(name), read(name, stage="growth", industry="general")
        assert [one.chosen for one in usual.variants] == ["growth", "general"]
        assert [sheet.id for sheet in usual.sheets] == [sheet.id for sheet in said.sheets]


def test_a_start_up_begins_with_its_cold_start_and_has_no_finance_metrics() -> None:
    targets, goods = (
        read(name, stage="startup") for name in ("target-breakdown", "sku-management")
    )
    assert [targets.sheets[0].id, goods.sheets[0].id] == ["cold_sheet", "launch_sheet"]
    ids = {sheet.id for sheet in (*targets.sheets, *goods.sheets)}
    assert not ids & {"campaign_sheet", "regions_sheet", "categories_sheet", "members_sheet"}
    types = targets.list("goal_type")
    assert types
    assert "finance" not in [item.id for item in types.items]
    board = read("monitoring-board", stage="startup").table("metrics")
    assert board
    rows = [row.cells["key"].en for row in board.sample]
    assert rows[:2] == ["new_users", "cac"]
    assert "act_roi:618" not in rows
    assert {row.cells["dimension"].en for row in board.sample} & {"finance"} == set()


def test_a_mature_shop_sees_what_its_members_are_worth() -> None:
    book = of("target-breakdown", stage="mature")
    rows = table_rows(book, "member_goals")
    # 1.4 orders of 225 at 40%, 2.6 of 238 at 40%, 4.5 of 262 at 39%, 8 of 330 at 37%
    ltv = [126, 247.52, 459.81, 976.8]
    assert [row["LTV of 12 months (CNY)"] for row in rows[:4]] == ltv
    assert rows[0]["LTV to CAC"] == 2.52
    assert [row["Verdict"] for row in rows[:4]] == ["▲ Thin", *["● Healthy"] * 3]
    members = [12_000, 4_500, 1_200, 260]
    mean = sum(one * worth for one, worth in zip(members, ltv, strict=True)) / sum(members)
    assert named(book, "member_ltv") == pytest.approx(mean)
    gmv = 12_000 * 1.4 * 225 + 4_500 * 2.6 * 238 + 1_200 * 4.5 * 262 + 260 * 8 * 330
    assert named(book, "member_part") == pytest.approx(gmv / 20_000_000)


def test_what_a_first_order_brings_in_a_year() -> None:
    row = next(
        one
        for one in table_rows(of("sku-management", stage="mature"), "member_skus")
        if one["SKU"] == "MB003"
    )
    # 199 − 120 = 79 a unit, and 46% come back every 90 days
    worth = 79 * (1 + 0.46 + 0.46**2 + 0.46**3 + 0.46**4)
    assert row["Profit in a year (CNY)"] == round(worth, 2)


def test_a_landed_cost_by_hand() -> None:
    book = of("sku-management", industry="cross_border")
    uk, us = table_rows(book, "landed")[:2]
    # goods 50 and freight 12 are 62; duty of 12% is 7.44: landed at 69.44, import VAT is deducted.
    # Of each pound 1 ÷ 1.20 less a commission of 15% stay: 0.683333
    assert uk["Landed cost (CNY)"] == 69.44
    assert uk["Break-even (local)"] == round((69.44 + 22.5) / (1 / 1.2 - 0.15) / 9, 2) == 14.95
    kept = 19.99 * 9 * (1 / 1.2 - 0.15) - 69.44 - 22.5
    assert uk["Margin"] == pytest.approx(kept / (19.99 * 9 / 1.2))
    # 60 and duty of 16% are 69.60; no VAT, and 85% of each dollar stay
    assert us["Landed cost (CNY)"] == 69.6
    assert us["Break-even (local)"] == round((69.6 + 24) / 0.85 / 7.12, 2)
    assert found_by(book, "Price below break-even") == 1


def test_import_vat_that_is_not_deducted_is_part_of_the_landed_cost(tmp_path: Path) -> None:
    landed = tmp_path / "landed.csv"
    landed.write_text(
        "sku,market,freight,duty,way,fulfil,price\n"
        "MB001,United Kingdom,12,12%,Part of cost,22.5,20\n",
        "utf-8",
    )
    book = shown(
        "sku-management", values={"industry": "cross_border"}, data={"landed": landed},
        keep_samples=True,
    )  # fmt: skip
    (row, *_) = table_rows(book, "landed")
    # 69.44 and 20% of it
    assert row["Landed cost (CNY)"] == round(69.44 * 1.2, 2) == 83.33
    assert row["Break-even (local)"] == round((83.33 + 22.5) / 0.85 / 9, 2)


def test_markets_add_up_exactly_along_both_axes() -> None:
    book = of("target-breakdown", industry="cross_border")
    rows = [row for row in table_rows(book, "market_targets") if row["Market"]]
    quarters = ["Q1", "Q2", "Q3", "Q4"]
    assert (
        [sum(row[one] for row in rows) for one in quarters]
        == column(  # type: ignore[misc]
            book, "quarter_plan", "Target (CNY)"
        )[:4]
    )
    assert [row["Target (CNY)"] for row in rows] == [9_200_000, 4_200_000, 4_000_000, 2_600_000]
    assert rows[0]["Target (local)"] == round(9_200_000 / 7.12)
    assert named(book, "market_risk") == 1_000_000


def test_shelf_life_marks_down_and_tells_what_will_not_sell() -> None:
    book = of("sku-management", industry="fresh")
    rows = {row["Batch"]: row for row in table_rows(book, "batches") if row["Batch"]}
    milk, salmon = rows["M0618"], rows["S0615"]
    # made 06-18 with 15 days, of which 3 are left on 06-30: a fifth, so 70% of 49.9
    assert (milk["Days left"], milk["Sell at"], milk["Price now (CNY)"]) == (3, 0.7, 34.93)
    # 540 in 30 days are 18 a day, 54 in three days: 16 of 70 stay
    assert (milk["Will not sell"], milk["State"]) == (16, "▲ Near expiry")
    assert (salmon["Days left"], salmon["State"]) == (-1, "▼ Expired")
    sold = 860 + 540 + 150 + 420 + 300 + 690 + 380 + 510
    waste = 38 + 11 + 14 + 20 + 6 + 30 + 8 + 5
    assert named(book, "waste_total") == pytest.approx(waste / (sold + waste))
    # what is sold needs to be bought with what spoils: 8,800,000 at 64% and 2% waste
    buy = column(of("target-breakdown", industry="fresh"), "category_targets", "To buy")
    assert buy[0] == round(8_800_000 * 0.64 / 0.98, 2)


def test_sell_through_by_week_on_sale() -> None:
    book = of("sku-management", industry="apparel")
    rows = {(row["Style"], row["Colour"], row["Size"]): row
            for row in table_rows(book, "sell_through") if row["Style"]}  # fmt: skip
    pink = rows["MB001", "Pink", "66"]
    # 4 + 5 + 6 + 8 + 8 + 6 + 3 of 40 in seven weeks; its other sizes stand with one sold out
    assert (pink["Weeks on sale"], pink["Sell-through"], pink["Planned"]) == (7, 1, 0.64)
    assert rows["MB001", "Pink", "80"]["Pace"] == "▲ Sizes missing: transfer"
    assert rows["MB007", "Sky blue", "110"]["Pace"] == "● Ahead: reorder"
    assert rows["MB007", "Sky blue", "120"]["Pace"] == "▼ Behind: mark down"
    third = table_rows(book, "sell_curve")[2]
    sold = [17, 27, 13, 15, 20, 9, 46, 76, 28]  # of each row in its first three weeks
    assert third["Actual"] == pytest.approx(sum(sold) / 830)


def test_a_filled_and_an_upgraded_workbook_keep_their_stage_and_industry(tmp_path: Path) -> None:
    chosen = {"stage": "mature", "industry": "cross_border"}
    old = build("sku-management", tmp_path / "old.xlsx", values=chosen, locale="en").path
    rates = tmp_path / "rates.csv"
    rates.write_text("market,rate\nUnited Kingdom,10\n", "utf-8")
    done = fill(old, tmp_path / "filled.xlsx", data={"markets": rates}, mode="upsert")
    assert done.path is not None
    assert check(done.path).problems == ()
    anew = upgrade(done.path, tmp_path / "anew.xlsx", locale="zh-CN")
    assert (anew.path is not None, anew.leftovers) == (True, ())
    for book in (done.path, tmp_path / "anew.xlsx"):
        with opened_book(book) as opened:
            kept = know(opened).manifest.choices["set"]
        assert {id_: kept[id_] for id_ in chosen} == chosen
        first = extract(book).tables["landed"].frame().iloc[0]
        by_hand = (69.44 + 22.5) / (1 / 1.2 - 0.15) / 10
        assert float(first["break_even"]) == round(by_hand, 2)


CHOICES = [
    {"stage": stage, "industry": industry}
    for stage in ("startup", "growth", "mature")
    for industry in ("general", "cross_border", "fresh", "apparel")
]


def test_the_annual_plan_hands_its_choice_on_and_stays_on_twenty_tabs() -> None:
    for chosen in CHOICES:
        plan = read("annual-plan", **chosen)
        assert [one.chosen for one in plan.variants if not one.part] == list(chosen.values())
        for part in ("target-breakdown", "sku-management"):
            alone = [one for one in read(part, **chosen).sheets if one.id != "okr_sheet"]
            titles = {sheet.title("en") for sheet in plan.sheets}
            assert {sheet.title("en") for sheet in alone} <= titles
        tabs = {one.joined.id if one.joined else one.id for one in plan.sheets if not one.hidden}
        assert len(tabs) + len(("about", "parameters", "checks")) <= 20


def test_the_first_page_of_a_plan_is_that_of_its_stage_and_industry() -> None:
    def cards(**chosen: str) -> list[str]:
        (front,) = (one for one in read("annual-plan", **chosen).sheets if one.id == "front")
        first = front.blocks[0]
        assert isinstance(first, Cards)
        return [*first.metrics]

    assert cards(stage="startup", industry="fresh")[:2] == ["cold_met", "cold_stuck"]
    assert cards(stage="startup", industry="fresh")[-1] == "waste_total"
    assert "member_ratio" in cards(stage="mature")
    assert cards(industry="cross_border")[-1] == "landed_loses"
    assert cards(industry="apparel")[-1] == "sell_total"


def test_the_first_page_of_a_plan_has_cards_of_parts_that_join_it() -> None:
    def cards(**chosen: str) -> list[list[str]]:
        (front,) = (one for one in read("annual-plan", **chosen).sheets if one.id == "front")
        return [[*one.metrics] for one in front.blocks if isinstance(one, Cards)]

    assert len(cards()) == 1
    joined = cards(risk_register="with", customer_value="with")
    assert (joined[0][-1], joined[1:]) == ("value_ratio", [["risk_hit"]])
    parts = ("strategy_execution", "risk_register", "service_quality", "content_plan")
    assert len(cards(**dict.fromkeys(parts, "with"))[1]) == len(parts)


def test_the_board_of_a_fresh_plan_reads_the_waste_of_its_skus() -> None:
    book = of("annual-plan", industry="fresh")
    (waste,) = (row for row in table_rows(book, "metrics") if row["Key"] == "waste_rate")
    # 132 spoiled of 3,982 that left the shelf, against the 5% of its goal
    assert (waste["Actual"], waste["Target"]) == (round(132 / (3850 + 132), 4), 0.05)
    assert found_by(book, "Metric without a target") == 0
    assert found_by(book, "Metric without an actual") == 0
    assert found_by(book, "Red without a cause and remedy") == 0


FOREIGN = {
    "apparel": "纸尿裤 湿巾 奶瓶 温奶器 沐浴露 辅食 布书 玩具 日用品 洗护 喂养 损耗 临期 到岸",
    "fresh": "纸尿裤 湿巾 奶瓶 温奶器 沐浴露 连体衣 玩具 日用品 洗护 喂养 服饰 尺码 试穿 到岸",
}


@pytest.mark.parametrize("industry", FOREIGN)
def test_no_sample_is_of_another_trade(industry: str) -> None:
    chosen = {"industry": industry, "stage": "startup"}
    said = shown("annual-plan", locale="zh-CN", values=chosen)
    texts = {text for text in said.cells.values() if isinstance(text, str)}
    words = FOREIGN[industry].split()
    assert len(texts) > 1000
    assert {text for text in texts if any(word in text for word in words)} == set()


def test_shells_and_show_offer_stages_and_industries() -> None:
    found = json.loads(CliRunner().invoke(cli, ["show", "target-breakdown", "--json"]).output)
    offered = {one["id"]: [item["id"] for item in one["items"]] for one in found["variants"]}
    assert offered == {
        "stage": ["startup", "growth", "mature"],
        "industry": ["general", "cross_border", "fresh", "apparel"],
    }
    assert {"id": "members_sheet", "only": "stage: mature"} in found["left_out"]
