"""Timelines: what each cell of the grid shows, by the rules and in their order."""

from __future__ import annotations

import datetime
from dataclasses import replace
from pathlib import Path

import pytest

from plans import by_formula
from plansheets.blueprint.read import examine_text, read_text
from plansheets.calc.calculate import calculate
from plansheets.calc.formualizer import Formualizer
from plansheets.formula.ast import Cell, Node
from plansheets.formula.rewrite import transform
from plansheets.formula.spell import spell
from plansheets.plan.blocks.timeline_bars import swatches
from plansheets.plan.build import check, plan
from plansheets.plan.choices import Choices
from plansheets.plan.look.palettes import Palette
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, PlannedTable, Style, Value

SCHEDULE = """\
blueprint: schedule
version: 1.0.0
title: Schedule
parameters:
  as_of: {type: date, formula: '=TODAY()', label: As of}
  days: {type: number, default: 1, label: Days a column}
  since: {type: date, label: From}
lists:
  stages: {prepare: Prepare, sell: Sell}
tables:
  bars:
    title: Tasks
    rows: {count: 6}
    columns:
      - {id: task, type: text, label: Task}
      - {id: stage, type: choice, list: stages, label: Stage}
      - {id: begin, type: date, label: Start}
      - {id: finish, type: date, label: End}
      - {id: share, type: percent, label: Done}
      - {id: gate, type: text, label: Gate}
    sample:
      - {task: finished, stage: prepare, begin: 2024-05-06, finish: 2024-05-08, share: 100%}
      - {task: half done, stage: prepare, begin: 2024-05-07, finish: 2024-05-14, share: 50%}
      - {task: late, stage: sell, begin: 2024-05-06, finish: 2024-05-09}
      - {task: one day, begin: 2024-05-15, finish: 2024-05-15}
      - {task: with a gate, begin: 2024-05-13, finish: 2024-05-17, gate: board}
  holidays:
    title: Days off
    rows: {count: 1}
    keep: true
    columns: [{id: date, type: date, label: Date}]
    sample: [{date: 2024-05-16}]
  make_up:
    title: Weekends worked
    rows: {count: 1}
    keep: true
    columns: [{id: date, type: date, label: Date}]
    sample: [{date: 2024-05-11}]
sheets:
  - id: gantt
    title: Gantt
    blocks:
      - timeline: {table: bars, start: begin, end: finish, done: share, phase: stage,
                   milestone: gate, today: '=as_of', from: '=since', step: '=days',
                   holidays: '=holidays[date]', make_up_days: '=make_up[date]', columns: 14,
                   controls: [days, since]}
  - {id: off, title: Off, blocks: [{table: holidays}, {table: make_up}]}
checks:
  - {id: no_task, level: warning, count: '=COUNTBLANK(bars[task])', message: No task}
"""
[OFF] = [one.looks[0].fill for one in swatches(None, Palette(), "en") if one.label == "Day off"]
TODAY = datetime.date(2024, 5, 10)


def drawn(**values: Value) -> Plan:
    choices = Choices(locale="en", values=values, as_of=TODAY, today=TODAY)
    return plan(read_text(SCHEDULE, "schedule.yaml", Path()), choices)[0]


def gantt(made: Plan) -> tuple[PlannedSheet, PlannedTable]:
    return made.table("bars")


def moved(tree: Node, rows: int, columns: int, sheet: str) -> Node:
    """A rule's formula as it reads in another cell of its box, from another sheet."""

    def one(node: Node) -> Node:
        match node:
            case Cell(sheet=None):
                return replace(
                    node,
                    sheet=sheet,
                    row=node.row + (0 if node.row_absolute else rows),
                    column=node.column + (0 if node.column_absolute else columns),
                )
        return node

    return transform(tree, one)


def dark(color: str | None) -> bool:
    return color is not None and sum(bytes.fromhex(color)) < 450


def picture(made: Plan) -> list[str]:
    """A letter for each cell of the grid, by the first of its rules that holds."""
    sheet, table = gantt(made)
    corner = table.first_row, table.last_column + 1
    found = [
        one for one in sheet.conditionals if (one.box.first_row, one.box.first_column) == corner
    ]
    [box] = {one.box for one in found}
    rules = [by_formula(one) for one in found]
    width = box.last_column - box.first_column + 1
    asked = [
        PlannedCell(row, column * len(rules) + at, Style(), formula=moved(
            rule.formula, row, column, sheet.title))
        for row in range(table.height)
        for column in range(width)
        for at, rule in enumerate(rules)
    ]  # fmt: skip
    asking = replace(
        made, sheets=(*made.sheets, PlannedSheet("asked", "Asked", cells=tuple(asked)))
    )
    said = calculate(asking, Formualizer()).cells

    def letter(row: int, column: int) -> str:
        for at, rule in enumerate(rules):
            if said["Asked", row, column * len(rules) + at] is True:
                look = rule.highlight
                mark = look.number_format.strip('"') if look.number_format else None
                bare = {OFF: ":", None: "|" if look.right else "."}
                return mark or bare.get(look.fill) or ("#" if dark(look.fill) else "-")
        return "."

    return ["".join(letter(row, column) for column in range(width)) for row in range(table.height)]


def test_bars_show_what_is_done_planned_and_late() -> None:
    assert picture(drawn()) == [
        # the 6th is a Monday, the 10th today, the 11th made up for, the 16th a day off
        "###.|.:...:.::",
        ".####----.:.::",
        "××××|.:...:.::",
        "....|.:..◆:.::",
        "....|.:----◆::",
        "..............",  # a row that waits for a task
    ]


def test_a_column_may_be_a_week() -> None:
    weeks = picture(drawn(days=7))
    assert [row[:3] for row in weeks] == ["#..", "--.", "×..", "|◆.", "|◆.", "..."]


def test_the_axis_begins_on_the_monday_of_the_day_it_is_told() -> None:
    later = picture(drawn(since=datetime.date(2024, 5, 15)))
    assert [row[:5] for row in later] == ["...:.", "--.:.", "...:.", "..◆:.", "----◆", "....."]


def test_what_today_is_stands_out_in_every_state() -> None:
    sheet, table = gantt(drawn())
    rules = [rule for rule in sheet.conditionals if rule.box.first_row == table.first_row]
    looks = [by_formula(rule).highlight for rule in rules]
    framed = [look for look in looks if look.left == look.right is not None]
    assert len(framed) == 1 + 3 + 2 * 2 + 2


def test_a_blank_plan_shows_an_axis_from_today_and_no_bars() -> None:
    blank = replace(Choices(locale="en", as_of=TODAY, today=TODAY), blank=True)
    made = plan(read_text(SCHEDULE, "schedule.yaml", Path()), blank)[0]
    assert picture(made) == [".............."] * 6


def test_the_axis_and_the_tasks_stay_in_sight_and_stand_on_every_page() -> None:
    sheet, table = gantt(drawn())
    assert sheet.freeze == (table.row + 1, table.last_column + 1)
    printing = sheet.printing
    assert (printing.repeat_first, printing.repeat_last) == (table.row - 2, table.row)


def test_controls_stand_beside_the_axis_and_not_on_the_parameters_sheet() -> None:
    made = drawn()
    sheet, _ = gantt(made)
    targets = {name.name: name.target for name in made.names}
    places = [targets[name] for name in ("days", "since", "as_of")]
    assert [getattr(place, "sheet", None) for place in places] == ["Gantt", "Gantt", "Parameters"]
    assert {cell.value for cell in sheet.cells} >= {"Days a column", "From"}


def test_a_control_that_is_blank_takes_a_day_for_its_default() -> None:
    text = SCHEDULE.replace(
        "{type: date, label: From}", "{type: date, default: 2024-05-06, label: From}"
    )
    made = plan(read_text(text, "schedule.yaml", Path()), Choices(locale="en", today=TODAY))[0]
    [used] = (name.target for name in made.names if name.name == "since")
    sheet, _ = gantt(made)
    assert isinstance(used, Cell)
    [formula] = (
        one.formula for one in sheet.cells if (one.row, one.column) == (used.row, used.column)
    )
    assert formula is not None
    assert spell(formula) == "=IF(ISNUMBER(C6),C6,45418)"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{table: bars, start: begin", "{table: bars, start: began", "PS220 no column 'began'"),
        ("make_up[date]", "make_ups[date]", "PS221 no table 'make_ups'"),
        ("rows: {count: 6}", "expected_rows: 6", "PS301 table 'bars' grows"),
        ("columns: 14", "columns: 400", "PS108 'columns' cannot be 400: it takes 7 to 105"),
        ("'=holidays[date]'", "'=as_of'", "PS108 'holidays' takes a column of days"),
    ],
)
def test_a_timeline_that_cannot_be_drawn_is_told(old: str, new: str, said: str) -> None:
    assert SCHEDULE.count(old) == 1
    found = check(examine_text(SCHEDULE.replace(old, new), "schedule.yaml", Path()))
    assert [f"{one.code} {one.message}"[: len(said)] for one in found] == [said]


def test_controls_need_columns_to_stand_above() -> None:
    text = SCHEDULE
    for id_ in ("stage", "begin", "finish", "share"):
        text = text.replace(f"{{id: {id_},", f"{{id: {id_}, hidden: true,")
    found = check(examine_text(text, "schedule.yaml", Path()))
    assert [one.message for one in found] == ["table 'bars' shows 2 columns; controls take 3"]
