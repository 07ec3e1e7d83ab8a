"""budget-roi on the source documents' rules: 40/30/30, the reserve, the ladder, the payback."""

from __future__ import annotations

import csv
import runpy
import sys
import warnings
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from filled import Row, Shown, column, found_by, named, open_values, shown, table_rows
from libreoffice import differences, recalculate
from plansheets import build
from plansheets.blueprint.read import read_blueprint
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices

ROOT = Path(__file__).parents[1]
AREAS = ("Marketing", "Supply chain", "Team and tech")


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / f"{name}.csv"
    path.write_text(text, "utf-8")
    return path


def made(folder: Path, values: Mapping[str, str] | None = None, **tables: str) -> Shown:
    """The English workbook with *tables* of CSV text and parameters, opened."""
    data = {name: written(folder, name, text) for name, text in tables.items()}
    return shown("budget-roi", values=values or {}, data=data, keep_samples=True)


def row_of(book: Shown, table: str, header: str, value: object) -> Row:
    return next(row for row in table_rows(book, table) if row[header] == value)


@pytest.fixture(scope="module")
def sample() -> Shown:
    """The English sample, opened."""
    return shown("budget-roi")


def test_the_reserve_is_kept_and_the_rest_split_40_30_30(sample: Shown) -> None:
    assert named(sample, "budget_reserve") == 0.12 * 8_500_000 == 1_020_000
    assert column(sample, "budget_areas", "Share") == [0.4, 0.3, 0.3]
    assert column(sample, "budget_areas", "Budget") == [2_992_000, 2_244_000, 2_244_000]
    assert named(sample, "budget_split") == 2_992_000 + 2 * 2_244_000 == 7_480_000


def test_areas_months_and_quarters_give_the_budget_exactly(tmp_path: Path) -> None:
    book = made(tmp_path, {"year_budget": "9999999.37"})
    areas, months = table_rows(book, "budget_areas"), table_rows(book, "budget_months")
    split = named(book, "budget_split")
    assert isinstance(split, int | float)
    assert sum(column(book, "budget_areas", "Budget")) == round(split)  # type: ignore[arg-type]
    for area in areas:
        assert sum(month[f"Plan: {area['Area']}"] for month in months) == area["In the months"]  # type: ignore[misc]
    for exact in (
        "Areas do not give what there is to split",
        "Months do not give the year",
        "Shares of the areas do not add up to 100%",
    ):
        assert found_by(book, exact) == 0


def test_months_follow_sales_and_technology_holds_8_per_cent(sample: Shown) -> None:
    team = row_of(sample, "budget_areas", "Area", "Team and tech")
    assert team["In the months"] == 2_244_000 * 0.92 == 2_064_480
    assert column(sample, "budget_months", "Plan: Team and tech") == [172_040] * 12
    marketing = column(sample, "budget_months", "Plan: Marketing")
    assert marketing[10] == round(2_992_000 * 3_618_090 / 20_000_000)
    assert sum(column(sample, "budget_months", "Sales target")) == 20_000_000  # type: ignore[arg-type]
    assert named(sample, "budget_fee") == 0.1496


@pytest.mark.parametrize(
    ("values", "warned"),
    [
        ({"reserve_rate": "15%", "tech_least": "8%"}, 0),
        ({"reserve_rate": "9.9%", "tech_most": "7.9%"}, 1),
    ],
)
def test_the_reserve_is_10_to_15_and_technology_holds_5_to_10_per_cent(
    values: dict[str, str], warned: int, tmp_path: Path
) -> None:
    book = made(tmp_path, values)
    assert found_by(book, "Reserve outside its usual range") == warned
    assert found_by(book, "Team and tech hold too little or too much back") == warned


def test_spending_is_judged_against_what_should_be_spent_by_now(sample: Shown) -> None:
    areas = {str(row["Area"]): row for row in table_rows(sample, "budget_areas")}
    assert [areas[name]["Planned to date"] for name in AREAS] == [1_407_292, 1_055_469, 1_032_240]
    assert [areas[name]["Spent"] for name in AREAS] == [
        pytest.approx(1_964_422.66),
        1_182_000,
        1_024_000,
    ]
    assert [areas[name]["Status"] for name in AREAS] == ["▼ Red", "▲ Amber", "● Green"]
    marketing = areas["Marketing"]
    assert marketing["Against plan"] == pytest.approx(1_964_422.66 / 1_407_292 - 1)
    assert marketing["Available"] == 2_992_000 + 300_000
    assert marketing["Budget used"] == pytest.approx(1_964_422.66 / 3_292_000)
    assert marketing["At year’s end"] == round(1_964_422.66 / 1_407_292 * 2_992_000)
    assert named(sample, "budget_over") == named(sample, "budget_forecast") - 8_500_000 > 0  # type: ignore[operator]


@pytest.fixture(scope="module")
def midway(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The sample's budget on a Saturday in the middle of June, with three rows of weekly data."""
    weeks = (
        "week,channel,spend,sales\n2024-06-03,A,10,40\n2024-06-09,A,10,60\n2024-06-10,A,10,900\n"
    )
    folder = tmp_path_factory.mktemp("midway")
    return made(folder, {"as_of": "2024-06-15"}, ad_channels="channel\nA\n", ad_weeks=weeks)


def test_the_running_month_counts_by_its_days(midway: Shown) -> None:
    marketing = column(midway, "budget_months", "Plan: Marketing")
    due = row_of(midway, "budget_areas", "Area", "Marketing")["Planned to date"]
    assert due == sum(marketing[:5]) + marketing[5] / 2  # type: ignore[arg-type, operator]


@pytest.mark.parametrize(
    ("as_of", "through", "months"),
    [
        ("2023-12-31", None, 0),  # before the year nothing is held against it
        ("2024-03-15", "Jan–Feb", 2),  # looking back: March is whole and would be held against half
        ("2024-06-30", "Jan–Jun", 6),
        ("2025-02-01", "Jan–Jun, months lacking 6", 6),  # not against the plan of twelve months
    ],
)
def test_spending_is_held_against_the_plan_of_the_months_that_have_it(
    as_of: str, through: str | None, months: int
) -> None:
    book = shown("budget-roi", values={"as_of": as_of})
    rows = table_rows(book, "budget_months")[:months]
    plan, spent = (sum(float(str(row[one])) for row in rows) for one in ("Plan", "Spent"))
    assert named(book, "budget_through") == through
    assert named(book, "budget_spent") == (pytest.approx(spent) if months else None)
    assert named(book, "budget_due") == (pytest.approx(plan) if months else None)


def test_weeks_that_channels_lack_are_named(tmp_path: Path) -> None:
    weeks = "week,channel,spend,sales\n" + "".join(
        f"2024-{day},{channel},10,40\n"
        for day, channel in (("05-06", "A"), ("06-10", "A"), ("06-24", "A"), ("06-24", "B"))
    )
    book = made(tmp_path, ad_channels="channel\nA\nB\n", ad_weeks=weeks)
    assert named(book, "ad_weeks_lacking") == 2  # A has no row from 06-03 nor from 06-17
    assert named(book, "ad_new_lacking") == 3


def test_what_is_divided_comes_from_the_same_rows(tmp_path: Path) -> None:
    """A row without its new customers made the CAC red, one without refunds the net ROI better."""
    rows = ("2024-06-10,A,100,500,50,5,4", "2024-06-17,A,300,900,,9,", "2024-06-24,A,100,500,60,,6")
    header = "week,channel,spend,sales,refunds,orders,new_customers\n"
    book = made(tmp_path, ad_channels="channel,margin\nA,40%\n", ad_weeks=header + "\n".join(rows))
    row = table_rows(book, "ad_returns")[0]
    assert (row["Spend"], row["Attributed sales"], row["ROI"]) == (500, 1900, 3.8)
    assert row["Net ROI"] == named(book, "ad_net_roi") == (1000 - 110) / 200
    assert row["Margin after ads"] == pytest.approx((1000 - 110) * 0.4 - 200)
    assert row["CAC"] == named(book, "ad_cac") == 200 * 0.75 / 10
    assert row["12-month LTV"] == pytest.approx(1400 / 14 * 2 * 0.4)
    assert [named(book, f"ad_{one}_lacking") for one in ("new", "refunds", "rows")] == [1, 1, 0]
    weeks = [row for row in table_rows(book, "ad_trend") if row["Spend"]]
    assert [(row["Net ROI"], row["CAC"]) for row in weeks] == [
        (4.5, 100 * 0.75 / 4),
        (None, None),
        (4.4, 100 * 0.75 / 6),
    ]


def test_where_no_refund_is_known_nothing_is_net_of_refunds(tmp_path: Path) -> None:
    weeks = "week,channel,spend,sales\n2024-06-24,A,100,500\n"
    book = made(tmp_path, ad_channels="channel,margin\nA,40%\n", ad_weeks=weeks)
    row = table_rows(book, "ad_returns")[0]
    assert (row["Refunds"], row["Net ROI"], row["Margin after ads"]) == (None, None, None)
    assert named(book, "ad_net_roi") is None


@pytest.mark.libreoffice
@pytest.mark.parametrize("lost", ["Spend", "Attributed sales"])
def test_a_week_that_lacks_its_spend_or_sales_pauses_no_channel(lost: str, tmp_path: Path) -> None:
    """A cell deleted in the workbook was a ROI of 0: pause the channel, spend nothing next week."""
    data = {
        "ad_channels": written(tmp_path, "channels", "channel\nA\nB\n"),
        "ad_weeks": written(
            tmp_path,
            "weeks",
            "week,channel,spend,sales\n"
            + "".join(
                f"2024-06-{day},{name},100,500\n" for day in ("10", "17", "24") for name in "AB"
            ),
        ),
    }
    values = {"as_of": "2024-06-30", "year": "2024"}
    path = build("budget-roi", tmp_path / "b.xlsx", locale="en", data=data, values=values).path
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*extension is not supported")
        book = load_workbook(path)
    place = open_values(path).tables["ad_weeks"]
    sheet = book[place.sheet]
    header = {sheet.cell(place.rows[0] + 1, at + 1).value: at + 1 for at in place.columns}
    sheet.cell(place.rows[-2] + 1, header[lost]).value = None
    book.save(path)
    seen = replace(open_values(path), cells=recalculate([path])[path])
    assert named(seen, "ad_roi") == 5
    assert named(seen, "ad_stop") == 0
    assert [named(seen, f"ad_{one}_lacking") for one in ("weeks", "rows")] == [1, 1]
    assert found_by(seen, "Weekly data: required cells are blank") == 1


def test_only_whole_weeks_count(midway: Shown) -> None:
    assert named(midway, "ad_week_end") == datetime(2024, 6, 9)  # noqa: DTZ001
    assert named(midway, "ad_roi") == 5
    assert column(midway, "ad_channels", "Spent this year") == [30]


def test_the_reserve_runs_down_as_it_is_drawn(sample: Shown) -> None:
    assert column(sample, "reserve_draws", "Left after it") == [720_000, 660_000]
    assert named(sample, "reserve_left") == 660_000


def test_the_channels_of_the_source_return_5_and_5_625(sample: Shown) -> None:
    jd, douyin = (row_of(sample, "ad_returns", "Channel", name) for name in ("JD", "Douyin"))
    assert (jd["Spend"], jd["Attributed sales"], jd["ROI"]) == (
        pytest.approx(100_000),
        pytest.approx(500_000),
        pytest.approx(5),
    )
    assert (douyin["Spend"], douyin["Attributed sales"], douyin["ROI"]) == (
        pytest.approx(80_000),
        pytest.approx(450_000),
        pytest.approx(5.625),
    )


def test_a_week_returns_5_and_5_625_and_earns_4_and_4_625(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        ad_channels="channel,margin\nA,100%\nB,100%\nC,40%\n",
        ad_weeks="week,channel,spend,sales,refunds,orders,new_customers\n"
        "2024-06-24,A,100,500,0,5,4\n2024-06-30,B,80,450,0,9,6\n2024-06-26,C,10000,50000,5000,200,150\n",
    )
    assert column(book, "ad_weeks", "ROI") == [5, 5.625, 5]
    assert column(book, "ad_returns", "ROI")[:3] == [5, 5.625, 5]
    assert column(book, "ad_returns", "Profit ROI")[:2] == [4, 4.625]
    third = table_rows(book, "ad_returns")[2]
    assert (third["Net ROI"], third["Break-even ROI"]) == (4.5, 2.5)
    assert (third["Margin after ads"], third["Profit ROI"]) == (8_000, pytest.approx(0.8))
    assert third["CAC"] == 10_000 * 0.75 / 150 == 50
    assert third["12-month LTV"] == 50_000 / 200 * 2 * 0.4 == 200
    assert third["LTV:CAC"] == 4


LADDER = {
    "A": (500, 500, "● Scale up", 200), "B": (160, 150, "▲ Review", 100),
    "C": (120, 90, "▼ Pause", 0), "D": (250, 280, "▲ Review", 100),
    "E": (310, 361, "● Scale up", 200), "F": (310, 290, "▲ Watch", 100),
    "G": (290, 310, "Hold", 100), "H": (160, 149, "▼ Trim", 40),
    "I": (500, 500, "● Scale up", 130), "J": (500, 500, "● Scale up", 0),
}  # fmt: skip
"""Sales of last week and this week for a spend of 100 each against a target of 3, and what follows;
the last two have budgets of 330 and 190."""


@pytest.fixture(scope="module")
def ladder(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Ten channels, from the worst to the best."""
    weeks = "week,channel,spend,sales\n" + "".join(
        f"2024-06-17,{name},100,{before}\n2024-06-24,{name},100,{now}\n"
        for name, (before, now, *_) in LADDER.items()
    )
    budgets = {"I": "330", "J": "190"}
    names = "".join(f"{name},{budgets.get(name, '')}\n" for name in LADDER)
    values = {"trim_by": "60%", "scale_by": "100%"}
    folder = tmp_path_factory.mktemp("ladder")
    return made(folder, values, ad_weeks=weeks, ad_channels="channel,budget\n" + names)


def test_the_most_severe_action_that_applies_is_shown_and_sets_next_week(ladder: Shown) -> None:
    rows = table_rows(ladder, "ad_channels")
    assert {str(row["Channel"]): (row["Action"], row["Suggested next week"]) for row in rows} == {
        name: tuple(wanted) for name, (_, _, *wanted) in LADDER.items()
    }


def test_no_channel_is_given_more_than_it_has_left(ladder: Shown) -> None:
    left = {row["Channel"]: row["Left"] for row in table_rows(ladder, "ad_channels")}
    assert (left["I"], left["J"]) == (130, -10)
    assert found_by(ladder, "Channel has spent more than its budget") == 1


def test_actions_stand_most_severe_first(ladder: Shown) -> None:
    shown = [row["Channel"] for row in table_rows(ladder, "ad_actions") if row["Channel"]]
    assert shown == ["C", "H", "B", "D", "F", "A", "E", "I", "J", "G"]
    assert column(ladder, "ad_urgent", "Channel") == shown[:5]
    assert found_by(ladder, "Review without a finding") == 2


def test_the_sample_pauses_trims_reviews_and_scales(sample: Shown) -> None:
    rows = {str(row["Channel"]): row for row in table_rows(sample, "ad_actions") if row["Channel"]}
    assert {name: (row["Action"], row["Suggested next week"]) for name, row in rows.items()} == {
        "Offline O2O": ("▼ Pause", 0),
        "Own store": ("▼ Trim", 7_400),
        "Tmall": ("▲ Review", 33_400),
        "Douyin": ("● Scale up", 11_000),
        "JD": ("Hold", 12_400),
    }
    assert named(sample, "ad_suggested") == 64_200
    assert named(sample, "ad_next_plan") == pytest.approx(186_437 / 31 * 7)


def test_channels_on_trial_take_10_per_cent_of_marketing_at_most(tmp_path: Path) -> None:
    channels = "channel,role,budget,margin\nA,core,1000000,40%\nB,trial,299200,40%\n"
    book = made(tmp_path, {"test_cap": "10%"}, ad_channels=channels)
    assert named(book, "ad_trial_share") == 0.1
    assert found_by(book, "Channels on trial exceed their part of marketing") == 0


def test_an_erp_of_500_000_pays_in_6_months(sample: Shown) -> None:
    items = {str(row["Item"]): row for row in table_rows(sample, "investments")}
    assert items["ERP system"]["Payback (months)"] == pytest.approx(6, abs=1e-6)
    assert items["ERP system"]["Paid back by"] == datetime(2024, 9, 1)  # noqa: DTZ001
    # what it really saves comes before what was hoped for
    assert items["Service chatbot"]["Payback (months)"] == 120_000 / 15_000 == 8
    assert {name: row["Advice"] for name, row in items.items()} == {
        "ERP system": "● Go ahead",
        "Service chatbot": "● Go ahead",
        "Redesign of item pages": "● Go ahead",
        "Customer data platform": "▲ Strategic",
        "Packing line": "● Go ahead",
        "AR product view": "▼ Wait",
    }


def test_an_investment_without_benefit_is_only_strategic(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        investments="item,area,value,invested,start,benefit\n"
        "A,team,high,100,,\nB,team,low,100,2024-05-01,\nC,team,low,1200,,100\nD,team,low,1201,,100\n",
    )
    assert column(book, "investments", "Advice") == [
        "▲ Strategic",
        "▼ Wait",
        "● Go ahead",
        "▼ Wait",
    ]
    assert found_by(book, "Investment without a benefit") == 2
    assert found_by(book, "Investment in use that should have waited") == 1


def test_books_weeks_and_the_board_tell_one_story(sample: Shown) -> None:
    with (ROOT / "blueprints" / "monitoring-board-daily.csv").open(encoding="utf-8") as file:
        days = [row for row in csv.DictReader(file) if row["date"] >= "2024"]
    board = {
        channel: sum(
            float(row["value"])
            for row in days
            if (row["key"], row["channel@en"]) == ("ad_spend", channel)
        )
        for channel in ("Tmall", "JD", "Douyin", "Own store")
    }
    for channel, spent in board.items():
        found = row_of(sample, "ad_channels", "Channel", channel)["Spent this year"]
        assert found == pytest.approx(spent)
    on_trial = row_of(sample, "ad_channels", "Channel", "Offline O2O")["Spent this year"]
    assert on_trial == 8 * 1_200
    books = row_of(sample, "budget_areas", "Area", "Marketing")["Spent"]
    assert books == pytest.approx(sum(board.values()) + 9_600)
    sales = sum(float(row["value"]) for row in days if row["key"] == "gmv")
    trial = sum(
        float(str(row["Attributed sales"]))
        for row in table_rows(sample, "ad_weeks")
        if row["Channel"] == "Offline O2O"
    )
    weeks = sum(float(str(value)) for value in column(sample, "ad_weeks", "Attributed sales"))
    assert weeks == pytest.approx(sales + trial) == pytest.approx(8_983_250.65 + 11_820)


@pytest.mark.libreoffice
def test_what_is_wrong_with_a_budget_is_found(tmp_path: Path) -> None:
    tables = {
        "budget_months": "month,sales_target,spent_marketing,spent_supply,spent_team\n"
        "jan,1000,50,20,20\nfeb,1000,,20,20\njul,1000,1,,\n",
        "reserve_draws": "date,area,amount,reason,approver\n2024-05-01,supply,900,,\n"
        "2024-05-02,supply,400,more,A\n",
        "ad_channels": "channel,role,budget,goal,margin\nA,core,9000,1.5,40%\nB,trial,900,2,\n",
        "ad_weeks": "week,channel,spend,sales,refunds,orders,new_customers\n"
        "2024-06-03,A,10,40,90,1,4\n2024-06-03,A,10,40,0,2,1\n2024-06-03,C,10,40,0,2,1\n"
        "2024-07-08,B,10,40,0,2,1\n",
        "investments": "item,area,value,invested,start,benefit\nA,supply,low,9000,2024-05-01,900\n",
    }
    data = {name: written(tmp_path, name, text) for name, text in tables.items()}
    values = {
        "year_budget": "10000",
        "amber_from": "15%",
        "pause_roi": "2",
        "fee_limit": "10%",
    }
    built = build("budget-roi", tmp_path / "b.xlsx", data=data, values=values, keep_samples=True)
    assert "PS443" in [one.code for one in built.warnings]  # a week twice is added up
    book = open_values(built.path)
    found = {
        "More was taken than the reserve holds": 1,
        "Taken from the reserve without reason or approval": 1,
        "Months that have passed without spending": 5,
        "Spending in months after the as-of date": 1,
        "Marketing’s books and Weekly data differ by more than allowed": 1,
        "Marketing exceeds the fee ratio limit": 1,
        "The red limit must be beyond the amber one": 1,
        "The pause line is above the trim line, so nothing is trimmed": 1,
        "Channels were given more than marketing has": 1,
        "Channels on trial exceed their part of marketing": 1,
        "Target ROI below break-even": 1,
        "Channel without a gross margin": 1,
        "Channel in Weekly data that is not listed": 1,
        "Refunds exceed sales": 1,
        "More new customers than orders": 1,
        "Weekly data after the as-of date": 1,
        "The last whole week has no data": 1,
        "Investments in use exceed what their area has": 1,
    }
    assert {message: found_by(book, message) for message in found} == found
    assert str(named(book, "checks_verdict")).startswith("▼")
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_without_sales_targets_every_month_gets_as_much(tmp_path: Path) -> None:
    months = "month,spent_marketing\njan,0\n"
    book = made(tmp_path, {"year_budget": "1200", "reserve_rate": "0%"}, budget_months=months)
    assert column(book, "budget_months", "Plan: Marketing") == [40] * 12


def test_the_budget_stands_in_one_workbook_with_the_targets_and_the_board(tmp_path: Path) -> None:
    shipped = ROOT / "blueprints"
    for file in (*shipped.glob("*.csv"), *shipped.glob("*.yaml")):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    whole = tmp_path / "whole.yaml"
    whole.write_text(
        "blueprint: whole\nversion: 1.0.0\ntitle: Whole\n"
        "include: [target-breakdown.yaml, monitoring-board.yaml, budget-roi.yaml]\n"
        "links:\n  budget_months:\n    sales_target: '=IFERROR(INDEX(weights[target], "
        'MATCH([@month], weights[month], 0)), "")\'\n'
        "sheets:\n  - {id: front, title: Front, blocks: [{cards: [budget_over]}]}\n",
        "utf-8",
    )
    planned, _ = plan(read_blueprint(whole), Choices())
    assert "Weekly actions" in [sheet.title for sheet in planned.sheets]


def test_the_weekly_sample_is_what_its_script_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    script = runpy.run_path(str(ROOT / "scripts" / "sample_weekly.py"))
    sys.modules.pop("sample_daily", None)
    file = ROOT / "blueprints" / "budget-roi-weeks.csv"
    assert file.read_text("utf-8") == script["text"]()
