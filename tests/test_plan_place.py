"""Where everything comes to stand: tables, forms, names, links, what scrolls and what prints."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from plans import (
    Change,
    at,
    by_formula,
    cell,
    changed,
    column,
    formula,
    planned,
    sheet,
    table,
    told,
)
from plansheets.blueprint.read import examine_text
from plansheets.boxes import Box
from plansheets.plan.build import check
from plansheets.plan.model import PlannedSheet
from plansheets.plan.sheets.ribbon import RIBBON_ROW

MANY = {"rows": 40}


def test_the_standard_sheets_stand_around_the_blueprints_own() -> None:
    made = planned()
    assert [one.title for one in made.sheets] == [
        "About",
        "Months",
        "Goods",
        "Parameters",
        "Checks",
        "Dictionary",
        "_lists",
    ]
    assert made.sheets[made.active_sheet].title == "Months"


def test_sheets_that_hold_a_table_are_not_protected() -> None:
    protected = {one.id for one in planned().sheets if one.protected}
    assert protected == {"about", "parameters", "checks", "dictionary"}


def test_the_list_sheet_is_hidden() -> None:
    assert [one.id for one in planned().sheets if one.hidden] == ["lists"]


def test_no_two_things_lie_over_each_other() -> None:
    for one in planned().sheets:
        tables = [
            Box(found.row, found.column, found.last_row, found.last_column) for found in one.tables
        ]
        for box in tables:
            inside = [
                (each.row, each.column) for each in one.cells if box.holds(each.row, each.column)
            ]
            assert inside == []


ONE_PLACE = (
    "it is filled in at one place, and stands on line 43 already: take it out of one of the forms"
)
ELSEWHERE = (
    "it stands on line 41 already; show its rows elsewhere with a view, a table with "
    "'rows: {from: TABLE}', single values of it on cards"
)
BELOW = ("{table: goods}", "{table: goods}, {note: {zh-CN: 下方, en: Below}}")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (BELOW, ("PS301", "table 'goods' grows, and another block stands below it on sheet 'goods'",
                 "move '- table: goods' to the end of the sheet's blocks, or to its own sheet")),
        (("blocks: [{cards: [total, on_sale]}, {table: goods}]",
          "blocks: [{form: [least]}, {form: [least]}, {table: goods}]"),
         ("PS303", "the parameter 'least' is placed twice",
          ONE_PLACE)),
        (("{table: year}", "{table: year}, {table: year}"),
         ("PS303", "the table 'year' is placed twice",
          ELSEWHERE.replace("TABLE", "year"))),
        (("{table: year}", "{table: year}, {table: goods}"),
         ("PS303", "the table 'goods' is placed twice",
          ELSEWHERE.replace("TABLE", "goods"))),
    ],
)  # fmt: skip
def test_what_no_sheet_can_hold_is_told(change: Change, expected: tuple[str, str, str]) -> None:
    assert told(change) == [expected]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("title: {zh-CN: 商品, en: Goods},\n     blocks", f"title: {'💰' * 20},\n     blocks"),
         ("PS304", f"the sheet title '{'💰' * 20}' has 40 characters; Excel allows 31",
          "shorten it")),
        (("{zh-CN: 单价, en: Price}", "💰" * 128),
         ("PS302", "the header of column 'price' has 256 characters; Excel allows 255",
          "shorten it")),
        (("{zh-CN: 停售, en: Closed}", "💰" * 128),
         ("PS237", "the label of item 'state.closed' has 256 characters; Excel allows 255",
          "shorten it: formulas compare cells with it")),
        (("title: {zh-CN: 商品, en: Goods}\n    key", f"title: {'💰' * 126}\n    key"),
         ("PS237", "the title of table 'goods' has 252 characters; Excel allows 250",
          "shorten it: formulas spell it out")),
    ],
)  # fmt: skip
def test_an_emoji_counts_as_two_characters(change: Change, expected: tuple[str, str, str]) -> None:
    assert told(change) == [expected]


def test_a_title_of_twenty_emoji_is_told_where_it_is_written() -> None:
    text = changed(("title: {zh-CN: 商品, en: Goods},\n     blocks", f"title: {'💰' * 20}, blocks"))
    [problem] = check(examine_text(text, "shop.yaml", Path()))

    assert problem.span is not None
    assert problem.span.text == "💰" * 20


def test_a_block_may_stand_below_a_table_that_cannot_grow() -> None:
    below = ("{table: year}", "{table: year}, {note: {zh-CN: 下方, en: Below}}")
    months = sheet(planned(below), "months")
    assert cell(months, "Below").row > months.tables[0].last_row


def test_a_label_longer_than_a_name_may_explain_is_cut_there() -> None:
    made = planned(("en: Least stock}", f"en: {'w' * 300}}}"), ("en: Total}", f"en: {'t' * 300}}}"))
    comments = {one.name: one.comment for one in made.names}
    assert comments["least"] == "w" * 255
    assert comments["total"] == "t" * 255


def test_parameters_and_metrics_are_names_of_the_file() -> None:
    named = [one for one in planned().names if not one.hidden]
    names = {one.name: (formula(one.target), one.comment) for one in named}
    assert names == {
        "least": ("=Parameters!$E$7", "Least stock"),
        "checks_verdict": ("=Checks!$B$4", "Checks"),
        "total": ("=Dictionary!$C$6", "Total"),
        "on_sale": ("=Dictionary!$C$7", "On sale"),
    }


@pytest.mark.parametrize(
    ("parameter", "used"),
    [
        ("{type: count, default: 5, min: 0,", "=IF(ISNUMBER(C7),C7,D7)"),
        ("{type: count, formula: '=on_sale-on_sale',", "=IF(ISNUMBER(C7),C7,D7)"),
        ("{type: count,", '=IF(ISNUMBER(C7),C7,"")'),
    ],
)
def test_a_parameter_that_is_blank_falls_back_to_its_default(parameter: str, used: str) -> None:
    made = planned(("{type: count, default: 5, min: 0,", parameter))
    assert formula(at(sheet(made, "parameters"), 6, 4).formula) == used


def test_a_text_is_used_unless_it_is_blank() -> None:
    text = planned(
        ("{type: count, default: 5, min: 0,", "{type: choice, list: state, default: open,"),
        ("'=[@stock]<least'", "'=[@state]=least'"),
    )
    parameters = sheet(text, "parameters")
    assert formula(at(parameters, 6, 4).formula) == '=IF(C7="",D7,C7)'
    assert at(parameters, 6, 3).value == "On sale"


@pytest.mark.parametrize(
    ("choices", "typed"),
    [({}, 8), ({"blank": True}, None), ({"values": {"least": 3}}, 3)],
)
def test_a_value_is_typed_in_by_the_sample_or_by_the_user(
    choices: dict[str, object], typed: int | None
) -> None:
    sample = ("default: 5,", "default: 5, sample: 8,")
    assert at(sheet(planned(sample, **choices), "parameters"), 6, 2).value == typed


def test_the_day_is_the_users_where_there_is_a_parameter_for_it() -> None:
    dated = (
        ("  least:", "  as_of: {type: date, label: Day, default: 2024-01-01}\n  least:"),
        ("'=[@stock]<least'", "'=AND([@stock]<least, as_of>0)'"),
    )
    day = datetime.date(2024, 6, 30)
    assert at(sheet(planned(*dated, as_of=day), "parameters"), 6, 2).value == day


def test_a_form_of_the_blueprint_leaves_no_parameters_sheet() -> None:
    made = planned(("{table: year}", "{form: [least]}, {table: year}"))
    assert "parameters" not in [one.id for one in made.sheets]
    [name] = [one for one in made.names if one.name == "least"]
    assert formula(name.target) == "=Months!$E$5"


def test_the_header_of_a_table_that_grows_stays_in_sight() -> None:
    for made in (planned(), planned(**MANY)):
        assert sheet(made, "goods").freeze == (table(made, "goods").row + 1, 2)
    assert sheet(planned(), "months").freeze is None


def test_a_header_far_down_the_sheet_does_not_freeze_it() -> None:
    notes = ", ".join(["{heading: {zh-CN: 一, en: A}}"] * 12)
    assert (
        sheet(planned(("{table: goods}", f"{notes}, {{table: goods}}"), **MANY), "goods").freeze
        is None
    )


def test_a_growing_table_prints_on_many_pages_under_its_header() -> None:
    made = planned(**MANY)
    goods, months = sheet(made, "goods").printing, sheet(made, "months").printing
    header = table(made, "goods").row
    assert (goods.repeat_first, goods.repeat_last, goods.pages_high) == (header, header, 0)
    assert months.pages_high == 1
    assert goods.landscape


def test_the_footer_holds_the_title_whatever_it_is() -> None:
    made = planned(("title: {zh-CN: 商店, en: Shop}", "title: 'A & B " + "x" * 400 + "'"))
    footers = {one.printing.footer for one in made.sheets if not one.hidden}
    assert {footer[:10] for footer in footers} == {"&LA && B x"}
    assert max(map(len, footers)) <= 255


def test_prior_is_the_cell_above_and_its_start_in_the_first_row() -> None:
    left = column(planned(), "year", "left")
    assert [formula(left.at(row)) for row in range(3)] == [
        "=20-year[@Sold]",
        "=D5-year[@Sold]",
        "=D6-year[@Sold]",
    ]


def test_totals_stand_above_their_table() -> None:
    total = ("formula: '=[@price]*[@stock]'}", "formula: '=[@price]*[@stock]', total: '=total'}")
    made = planned(total)
    goods = table(made, "goods")
    assert goods.total_row == goods.row - 1
    assert formula(at(sheet(made, "goods"), goods.row - 1, 5).formula) == "=total"
    assert at(sheet(made, "goods"), goods.row - 1, 1).value == "Total"


def test_every_sheet_leads_back_and_shows_the_verdict() -> None:
    for one in planned().sheets:
        if one.hidden or one.id == "about":
            continue
        links = [formula(each.formula) for each in one.cells if each.row < 2 and each.formula]
        assert links == ["=checks_verdict", '=HYPERLINK("#\'About\'!A1","← About")']


def test_the_about_sheet_links_to_every_sheet_in_sight() -> None:
    made = planned(locale="zh-CN")
    links = [one.link for one in sheet(made, "about").cells if one.link and one.value]
    sheets = [f"internal:'{one.title}'!A1" for one in made.sheets[1:] if not one.hidden]
    assert [link for link in links if link.endswith("!A1")] == sheets
    assert set(links) - set(sheets) == {
        "internal:'商品'!B7",
        "internal:'月度'!B4",
    }  # the tables to be filled


def test_a_repeated_reference_to_a_grid_row_is_its_range() -> None:
    rows = (
        "{id: aim, type: count, label: Aim, formula: '=m.index*10', total: '=SUM(plan[aim])'}, "
        "{id: double, type: count, label: Two, formula: '=[@aim]*2'}"
    )
    block = f"{{grid: {{id: plan, each: {{m: months}}, rows: [{rows}]}}}}"
    grid = ("{table: year}", f"{block}, {{table: year}}")
    months = sheet(planned(grid), "months")
    assert [formula(at(months, row, column_).formula) for row in (4, 5) for column_ in (2, 3)] == [
        "=1*10",
        "=2*10",
        "=C5*2",
        "=D5*2",
    ]
    assert formula(at(months, 4, 4).formula) == "=SUM(Months!$C$5:$D$5)"


AIM = "id: aim, type: count, label: Aim, formula: '=m.index*10'"


def gridded(row: str, *changes: Change) -> PlannedSheet:
    grid = f"{{grid: {{id: plan, each: {{m: months}}, rows: [{{{row}}}]}}}}"
    return sheet(planned(("{table: year}", f"{grid}, {{table: year}}"), *changes), "months")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("=[@aim]>1", [(Box(4, 2, 4, 3), "=C5>1")]),
        ("=m.index>1", [(Box(4, 2, 4, 2), "=1>1"), (Box(4, 3, 4, 3), "=2>1")]),
        ("=m=months.jan",
         [(Box(4, 2, 4, 2), '="Jan"="Jan"'), (Box(4, 3, 4, 3), '="Feb"="Jan"')]),
    ],
)  # fmt: skip
def test_a_rule_of_a_grid_row_knows_its_period(rule: str, expected: list[tuple[Box, str]]) -> None:
    found = gridded(f"{AIM}, when: {{good: '{rule}'}}").conditionals
    rules = [(one.box, formula(by_formula(one).formula)) for one in found]
    assert [rule for rule in rules if rule[0].first_row > RIBBON_ROW] == expected


def test_a_grid_row_is_a_range_in_formulas_that_differ_by_row() -> None:
    change = ("'=prior([@left], 20)-[@sold]'", "'=prior([@left], 20)-SUM(plan[aim])'")
    [left] = [one for one in gridded(AIM, change).tables[0].columns if one.id == "left"]
    assert [formula(left.at(row)) for row in range(2)] == [
        "=20-SUM(Months!$C$5:$D$5)",
        "=D8-SUM(Months!$C$5:$D$5)",
    ]


def test_the_verdict_stands_where_it_can_be_seen() -> None:
    hidden = ("type: flag,", "type: flag, hidden: true,")
    goods = sheet(planned(hidden), "goods")
    [verdict] = [one for one in goods.cells if one.row == 0 and one.formula is not None]
    assert goods.hidden_columns == (verdict.column + 1,)
