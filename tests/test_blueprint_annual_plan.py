"""The annual plan: six blueprints as one, with figures that flow from one to the next."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import pytest

from calculated import by_cell
from filled import Row, Shown, found_by, named, shown, table_rows
from libreoffice import CellKey, equal
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint
from plansheets.calc.calculate import calculate
from plansheets.formula.ast import Cell, Name
from plansheets.plan.build import plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan, Value
from plansheets.plan.write_out.steps import STEP

pytestmark = pytest.mark.slow

PARTS = (
    "target-breakdown",
    "sku-management",
    "activity-progress",
    "monitoring-board",
    "performance-scoring",
    "budget-roi",
)


@pytest.fixture(scope="module")
def blueprint() -> Blueprint:
    return read_blueprint(shipped()["annual-plan"])


@pytest.fixture(scope="module")
def book() -> Shown:
    return shown("annual-plan")


def row_of(book: Shown, table: str, header: str, value: object) -> Row:
    return next(row for row in table_rows(book, table) if row[header] == value)


# -- one workbook ------------------------------------------------------------------------------


def test_the_six_are_all_in_it(blueprint: Blueprint) -> None:
    assert tuple(part.id for part in blueprint.parts) == PARTS
    tables = {table.id for table in blueprint.tables}
    assert {
        "goals",
        "weights",
        "channels",
        "skus",
        "tasks",
        "metrics",
        "scores",
        "ad_weeks",
    } < tables


def test_there_is_one_parameter_sheet_one_dictionary_and_one_verdict(book: Shown) -> None:
    for title in ("Parameters", "Checks", "Dictionary"):
        assert {sheet for sheet, _, _ in book.cells if sheet.startswith(title)} == {title}
    assert named(book, "checks_verdict")


def test_every_parameter_stands_once(blueprint: Blueprint) -> None:
    ids = [parameter.id for parameter in blueprint.parameters]
    assert sorted(set(ids)) == sorted(ids)


def test_every_link_column_of_the_six_is_linked(blueprint: Blueprint) -> None:
    open_links = [
        f"{table.id}[{column.id}]"
        for table in blueprint.tables
        for column in table.columns
        if column.role == "link"
    ]
    assert open_links == []


def test_owners_are_picked_from_the_posts(blueprint: Blueprint) -> None:
    offered = {
        f"{table.id}[{column.id}]"
        for table in blueprint.tables
        for column in table.columns
        if column.options and column.options.table == "people"
    }
    owners = {"goals[owner]", "tasks[owner]", "metrics[owner]", "campaigns[owner]"}
    assert owners <= offered


# -- one story ---------------------------------------------------------------------------------


def test_the_posts_are_those_of_the_source(book: Shown) -> None:
    posts = [(row["Role"], row["Reports to"]) for row in table_rows(book, "people")[:4]]
    assert posts == [
        ("Head of operations*", "CEO"),
        ("Operations manager*", "Head of operations*"),
        ("Campaign planner*", "Operations manager*"),
        ("Data analyst*", "Operations manager*"),
    ]


def test_gmv_is_95_per_cent_of_the_quarters_target_and_earns_38_points(book: Shown) -> None:
    gmv = row_of(book, "metrics", "Key", "gmv")
    assert (gmv["Target"], gmv["Actual"]) == (5_105_527, 4_850_250.65)
    score = row_of(book, "scores", "Metric", "GMV attainment")
    assert score["Actual"] is None
    assert score["From the board"] == pytest.approx(0.95, abs=1e-12)
    assert score["Points"] == 38


def test_the_scores_of_the_source_come_from_the_board(book: Shown) -> None:
    rows = table_rows(book, "scores")[:4]
    assert [(row["From the board"], row["Points"], row["Grade"]) for row in rows[1:]] == [
        (3.2, 32, "Excellent"),
        (0.03, 15, "Excellent"),
        (1, 10, "To improve"),
    ]
    assert named(book, "total_score") == 95


def test_campaigns_return_3_2_on_the_whole_and_618_returns_2_2(book: Shown) -> None:
    assert row_of(book, "metrics", "Key", "act_roi_avg")["Actual"] == 3.2
    assert row_of(book, "metrics", "Key", "act_roi:618")["Actual"] == pytest.approx(2.2)


def test_goals_read_their_actuals_from_the_board(book: Shown) -> None:
    goals = {row["Key"]: row["Actual"] for row in table_rows(book, "goals")}
    assert goals["gmv"] == 8_983_250.65
    assert goals["dau"] == 85_000
    assert goals["act_roi_avg"] == 3.2


def test_months_of_the_season_read_the_daily_data(book: Shown) -> None:
    months = [row["Actual"] for row in table_rows(book, "weights")]
    assert months[5] == 2_515_250.65
    assert months[6:] == [None] * 6 or months[6:] == [""] * 6


def test_the_warning_of_618_is_there(book: Shown) -> None:
    goal = row_of(book, "campaigns", "Campaign", "618")
    assert (goal["GMV goal"], goal["Month’s target"]) == (8_000_000, 2_653_266)


def test_no_key_and_only_joint_owners_are_left_unresolved(
    book: Shown, blueprint: Blueprint
) -> None:
    own = [check for check in blueprint.checks if check.part is None]
    assert {check.id: found_by(book, check.message("en")) for check in own} == {
        check.id: check.sample for check in own
    }
    assert [check.id for check in own if check.sample] == ["task_owners"]


# -- what moves when a figure changes ----------------------------------------------------------


@dataclass(frozen=True)
class Change:
    """A value typed into the one row of a table that *finds* names, by columns' ids."""

    table: str
    column: str
    finds: dict[str, object]
    value: Value

    def made_in(self, planned: Plan) -> Plan:
        sheet, table = planned.table(self.table)
        values = {one.id: one.values for one in table.columns if one.values is not None}
        [row] = [
            row
            for row in range(table.height)
            if all(values[id_][row] == found for id_, found in self.finds.items())
        ]
        columns = tuple(
            replace(one, values=(*one.values[:row], self.value, *one.values[row + 1 :]))
            if one.id == self.column and one.values is not None
            else one
            for one in table.columns
        )
        tables = tuple(
            replace(one, columns=columns) if one is table else one for one in sheet.tables
        )
        sheets = tuple(
            replace(one, tables=tables) if one is sheet else one for one in planned.sheets
        )
        return replace(planned, sheets=sheets)


JUNE_30 = datetime.date(2024, 6, 30)
CHANGES = {
    "stock": Change("skus", "stock", {"sku": "MB002"}, 800),
    "day": Change("daily", "value", {"date": JUNE_30, "key": "gmv", "channel": "Tmall"}, 500_000),
    "task": Change("tasks", "done", {"task": "Pages and materials"}, 1),
    "share": Change("channels", "share", {"channel": "Tmall"}, 0.35),
}
"""One figure of each kind, changed in the finished workbook."""


Moved = dict[str, set[object]]
"""Names of what moved, and for a table's column which rows, from 0."""


@pytest.fixture(scope="module")
def moved(blueprint: Blueprint) -> dict[str, Moved]:
    """What each change moves: every cell of the workbook before and after, compared.

    Calculated as a build does it; that LibreOffice finds the same is for the gates to say.
    """
    planned, _ = plan(blueprint, Choices())
    names, before = _names(planned), _cells(planned)
    return {
        name: _differing(before, _cells(change.made_in(planned)), names)
        for name, change in CHANGES.items()
    }


def _cells(planned: Plan) -> dict[CellKey, object]:
    """What every cell of the tables and every other formula shows."""
    typed = {
        (sheet.title, row, at): value
        for sheet in planned.sheets
        for table in sheet.tables
        for at, column in enumerate(table.columns, table.column)
        for row, value in enumerate(column.values or (), table.first_row)
    }
    return typed | by_cell(planned, calculate(planned))


def _differing(
    before: dict[CellKey, object],
    after: dict[CellKey, object],
    names: dict[CellKey, tuple[str, object]],
) -> Moved:
    moved: Moved = {}
    for key in before.keys() | after.keys():
        if not equal(before.get(key) or "", after.get(key) or ""):
            name, row = names.get(key, (key[0], key[1:]))
            moved.setdefault(name, set()).add(row)
    return moved


def _names(planned: Plan) -> dict[CellKey, tuple[str, object]]:
    """Every cell by what it is: a table's column and row, or a named value, or where it shows."""
    names: dict[CellKey, tuple[str, object]] = {}
    for sheet in planned.sheets:
        for cell in sheet.cells:
            if isinstance(cell.formula, Name):
                names[sheet.title, cell.row, cell.column] = cell.formula.name, None
        for table in sheet.tables:
            for at, column in enumerate(table.columns, table.column):
                for row in range(table.height):
                    key = (sheet.title, table.first_row + row, at)
                    names[key] = f"{table.id}[{column.id}]", row
    for name in planned.names:
        if isinstance(name.target, Cell) and name.target.sheet:
            names[name.target.sheet, name.target.row, name.target.column] = name.name, None
    return names


MAIN = ("goals", "weights", "channels", "plan", "skus", "campaigns", "tasks", "metrics", "scores")


def columns(moved: Moved, *tables: str) -> set[str]:
    """The columns of some tables, those of single steps left out, in which something moved."""
    return {
        name
        for name in moved
        if name.partition("[")[0] in tables and not name.partition("[")[2].startswith(STEP)
    }


def rows(moved: Moved, book: Shown, table: str, header: str) -> set[object]:
    """The rows of a table in which something moved, by one of its columns."""
    all_rows = table_rows(book, table)
    return {
        all_rows[row][header]
        for name in columns(moved, table)
        for row in moved[name]
        if isinstance(row, int)
    }


def of(table: str, *ids: str) -> set[str]:
    return {f"{table}[{id_}]" for id_ in ids}


JUDGED = ("value", "deviation", "favourable", "attainment")
SCORED = ("value", "measured", "auto_score", "score", "rate", "grade")
MONTHLY = ("total_months", "points_months", "now_final", "card_total")
REVIEWED = ("review_points", "review_score", "review_final", "review_order", "now_score")


def test_a_skus_stock_moves_the_days_of_stock_on_the_board_and_their_goal(
    moved: dict[str, Moved], book: Shown
) -> None:
    now = moved["stock"]
    assert rows(now, book, "skus", "SKU") == {"MB002"}
    assert rows(now, book, "metrics", "Key") == {"stock_days"}
    assert rows(now, book, "goals", "Key") <= {"stock_days"}
    assert columns(now, "metrics") == of("metrics", "actual", "alert_rank", *JUDGED)
    assert columns(now, "goals") <= of("goals", "actual", "attainment")
    assert columns(now, *set(MAIN) - {"skus", "metrics", "goals"}) == set()


def test_a_days_figure_moves_gmv_on_the_board_in_its_goal_and_in_its_score(
    moved: dict[str, Moved], book: Shown
) -> None:
    now = moved["day"]
    assert rows(now, book, "weights", "Month") == {"Jun"}
    assert {"gmv"} <= rows(now, book, "metrics", "Key") <= {"gmv", "aov", "refund_rate", "ad_roi"}
    assert {"gmv"} <= rows(now, book, "goals", "Key") <= {"gmv", "aov", "refund_rate", "ad_roi"}
    assert columns(now, "weights") == of("weights", "actual", "actual_used", "by_channel")
    assert columns(now, "metrics") == of(
        "metrics", "part_sum", "whole_sum", "measured", "alert_rank", "light", "status", *JUDGED
    )
    assert columns(now, "scores") == of("scores", "board_value", *SCORED, *REVIEWED, *MONTHLY)
    assert now["scores[score]"] == {0}
    assert columns(now, "plan") == of("plan", "r_jun", "actual", "attainment", "behind")
    assert columns(now, "skus", "campaigns", "tasks", "channels") == set()


def test_a_tasks_share_done_moves_its_campaign_and_the_schedule_index(
    moved: dict[str, Moved], book: Shown
) -> None:
    now = moved["task"]
    assert rows(now, book, "tasks", "Key task") >= {"Pages and materials"}
    assert rows(now, book, "campaigns", "Campaign") == {"Summer"}
    assert rows(now, book, "metrics", "Key") == {"spi"}
    assert rows(now, book, "goals", "Key") <= {"spi"}
    assert columns(now, "campaigns") == of("campaigns", "progress", "spi")
    assert columns(now, "metrics") == of(
        "metrics", "actual", "alert_rank", "light", "status", *JUDGED
    )
    assert columns(now, "skus", "weights", "channels", "plan", "scores") == set()


def test_a_channels_share_moves_the_plan_of_the_channels_alone(
    moved: dict[str, Moved], book: Shown
) -> None:
    now = moved["share"]
    assert columns(now, "channels") == of(
        "channels", "share", "target", "part_shown", "growth", "promo_target", "budget", "roi",
        "contribution", "part", "upto", "before",
    )  # fmt: skip
    assert {f"plan[m_{month}]" for month in ("jan", "jun", "dec")} <= columns(now, "plan")
    assert columns(now, *set(MAIN) - {"channels", "plan"}) == set()
    assert "plan_year_target" not in now
