"""Optional parts: blueprints that a composite offers and holds where they are asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from plansheets import BlueprintError, validate
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import examine_blueprint, read_blueprint
from plansheets.cli import cli
from plansheets.outlines import outline

PLAN = """\
blueprint: plan
version: 1.0.0
title: Plan
include: shop.yaml
optional: [club-book.yaml, risks.yaml]
links:
  goods: {price: {club_book: {with: '=SUM(members[paid])'}}}
  members: {seen: '=[@paid]>COUNT(off[day])'}
samples:
  members: [{of: {who: Ann}, set: {paid: 7}}, {add: {who: Bob, paid: 5}}]
options:
  members: {what: 'goods[name]'}
metrics:
  paid: {type: number, label: Paid, formula: '=SUM(members[paid])', only: {club_book: with}}
sheets:
  - id: front
    title: Front
    blocks: [{note: Hello}, {cards: [paid]}]
arrange:
  join:
    - {id: both, title: Both, of: [main, club_book_main, risks_main], print: [main]}
  fold: [club_book_more]
  leave_out: [risks_more, club_book_days]
"""
SHOP = """\
blueprint: shop
version: 1.0.0
title: Shop
tables:
  goods:
    title: Goods
    columns:
      - {id: name, type: text, label: Name}
      - {id: price, type: number, label: Price, linkable: true}
    sample: [{name: A, price: 3}]
  off:
    title: Days off
    columns: [{id: day, type: date, label: Day}]
    sample: [{day: 2024-01-01}]
sheets:
  - {id: main, title: Goods, blocks: [{table: goods}]}
  - {id: free, title: Days off, blocks: [{table: off}]}
"""
CLUB = """\
blueprint: club-book
version: 1.0.0
title: Club
tables:
  members:
    title: Members
    columns:
      - {id: who, type: text, label: Who}
      - {id: what, type: text, label: What}
      - {id: paid, type: number, label: Paid}
      - {id: seen, type: flag, label: Seen, link: true}
    sample: [{who: Ann, paid: 1}]
  off:
    title: Free
    columns: [{id: day, type: date, label: Free on}]
sheets:
  - {id: main, title: Members, blocks: [{table: members}]}
  - {id: more, title: More, blocks: [{heading: More}]}
  - {id: days, title: Days, blocks: [{table: off}]}
"""
RISKS = """\
blueprint: risks
version: 1.0.0
title: Risks
tables:
  risks: {title: Risks, columns: [{id: risk, type: text, label: Risk}], sample: [{risk: Fire}]}
sheets:
  - {id: main, title: Risks, blocks: [{table: risks}]}
  - {id: more, title: Other, blocks: [{heading: More}]}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    for name, text in {"shop": SHOP, "club-book": CLUB, "risks": RISKS, "plan": PLAN}.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path / "plan.yaml"


def read(path: Path, *parts: str) -> Blueprint:
    return read_blueprint(path, dict.fromkeys(parts, "with"))


def joined(blueprint: Blueprint) -> dict[str, str | None]:
    return {sheet.id: sheet.joined.id if sheet.joined else None for sheet in blueprint.sheets}


def test_what_nobody_asks_for_is_not_there_and_nothing_said_of_it_is_wrong(plan: Path) -> None:
    found = read(plan)
    assert found.table_ids == ("goods", "off")
    assert [part.id for part in found.parts] == ["shop"]
    assert joined(found) == {"front": None, "main": None, "free": None}
    [goods] = [table for table in found.tables if table.id == "goods"]
    assert [(one.id, one.role) for one in goods.columns] == [("name", "input"), ("price", "input")]
    assert found.metrics == ()


def test_a_part_that_is_asked_for_joins_the_others(plan: Path) -> None:
    found = read(plan, "club_book")
    assert found.table_ids == ("goods", "off", "members")
    assert [part.id for part in found.parts] == ["shop", "club-book"]
    assert joined(found) == {
        "front": None,
        "main": "both",
        "club_book_main": "both",
        "free": None,
        "club_book_more": None,
    }
    members, goods = found.table("members"), found.table("goods")
    assert members
    assert goods
    assert [row.cells["paid"]("en") for row in members.sample] == ["7", "5"]
    assert [column.linked for column in members.columns] == [False, False, False, True]
    assert [column.linked for column in goods.columns] == [False, True]
    assert [metric.id for metric in found.metrics] == ["paid"]


def test_the_ids_of_sheets_stay_whatever_is_asked_for(plan: Path) -> None:
    every = read(plan, "club_book", "risks")
    assert [one for one, whole in joined(every).items() if whole == "both"] == [
        "main",
        "club_book_main",
        "risks_main",
    ]
    assert "risks_more" not in joined(every)
    assert "main" in joined(read(plan))


def test_tables_that_two_parts_define_alike_are_one(plan: Path) -> None:
    found = read(plan, "club_book").table("off")
    assert found
    assert found.title("en") == "Days off"
    assert len(found.sample) == 1


def test_tables_of_one_id_that_differ_are_refused(plan: Path) -> None:
    other = CLUB.replace("{id: day, type: date,", "{id: day, type: text,")
    (plan.parent / "club-book.yaml").write_text(other, "utf-8")
    assert not examine_blueprint(plan, {}).failed
    told = examine_blueprint(plan, {"club_book": "with"}).problems
    assert [(one.code, one.message) for one in told] == [
        ("PS120", "the table 'off' has the id of a table of 'shop'")
    ]


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("fold: [club_book_more]", "fold: [club_book_mode]", "PS113"),
        ("members: {seen:", "member: {seen:", "PS113"),
        ("members: {what:", "member: {what:", "PS113"),
        ("only: {club_book: with}", "only: {club: with}", "PS113"),
    ],
)
def test_a_slip_in_what_is_said_of_an_optional_part_is_told(
    was: str, now: str, code: str, plan: Path
) -> None:
    assert validate(plan) == ()
    plan.write_text(PLAN.replace(was, now), "utf-8")
    assert code in {problem.code for problem in validate(plan)}


def test_show_names_what_is_offered_and_the_command_line_asks_for_it(plan: Path) -> None:
    [club, risks] = outline(plan)["variants"]
    assert (club["id"], club["part"], club["chosen"]) == ("club_book", "club-book.yaml", "without")
    assert risks["part"] == "risks.yaml"
    shown = CliRunner().invoke(cli, ["show", str(plan), "--with", "club-book", "--locale", "en"])
    assert "offers club-book.yaml, risks.yaml; build takes --with" in shown.output
    assert "includes shop, club-book\n" in shown.output


def test_a_part_that_is_not_offered_is_refused(plan: Path, tmp_path: Path) -> None:
    asked = ["build", str(plan), "--with", "club-boat", "-o", str(tmp_path / "a.xlsx")]
    told = CliRunner().invoke(cli, [*asked, "--locale", "en"])
    assert told.exit_code == 1
    assert "no parameter 'club_boat'" in told.output
    assert "club_book" in told.output
    with pytest.raises(BlueprintError):
        read_blueprint(plan, {"club_book": "perhaps"})
