"""Grids: rows that people type into, rows that repeat, and what formulas name of them."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent

import pytest

from libreoffice import compare, read_cells, recalculate
from plans import (
    CHOSEN,
    Change,
    at,
    by_formula,
    column,
    formula,
    planned,
    sheet,
    told,
)
from plansheets.blueprint.read import examine_text, read_text
from plansheets.boxes import Box
from plansheets.calc.calculate import calculate
from plansheets.grid import parse_cell
from plansheets.outlines import outline
from plansheets.plan.build import check, plan
from plansheets.plan.choices import Choices
from plansheets.plan.model import Plan, PlannedSheet
from plansheets.plan.rules import Between, ItemsFrom
from plansheets.render.text import describe
from plansheets.render.xlsx import write_xlsx

ROWS = """\
- {id: 's_{state}', each: {state: state}, type: count, min: 0, max: 99, required: true,
   unit: {zh-CN: 件, en: pcs}, help: {zh-CN: 计划件数, en: Planned}, label: '{state}',
   total: '=SUM(plan[s_{state}])'}
- {id: all, type: count, label: {zh-CN: 总数, en: All}, formula: '=SUM([@s_{state}])',
   total: '=SUM(plan[s_{state}])'}
- {id: share, type: percent, min: 0, max: 1, label: {zh-CN: 折扣, en: Discount}}
- {id: who, type: choice, list: state, label: {zh-CN: 状态, en: State}, total: '=COUNTA(plan[who])'}
- {id: note, type: text, label: {zh-CN: 备注, en: Note}}
- {id: left, type: count, label: {zh-CN: 剩余, en: Left}, formula: '=prior([@left], least)-[@all]'}
"""
SAMPLE = (
    "{s_open: {jan: 3, feb: 4}, s_closed: {jan: 2}, share: {feb: 5%}, who: {feb: closed}, "
    "note: {jan: {zh-CN: 春节, en: Spring}}}"
)
BLOCK = "  - {id: months, title: {zh-CN: 月度, en: Months}, blocks: [{table: year}]}\n"


def grid(rows: str = ROWS, sample: str = SAMPLE, more: str = "keep: false") -> Change:
    block = f"""\
  - id: months
    title: {{zh-CN: 月度, en: Months}}
    blocks:
    - grid:
        id: plan
        title: {{zh-CN: 计划, en: The plan}}
        each: {{month: months}}
        {more}
        sample: {sample}
        rows:
{indent(rows.strip(), "        ")}
    - table: year
"""
    return BLOCK, block


def months(plan: Plan) -> PlannedSheet:
    return sheet(plan, "months")


def cells(one: PlannedSheet, row: str, columns: str = "CD") -> list[object]:
    """What stands in a row, by the letters of its columns: a value, or a formula as text."""
    found = []
    for letter in columns:
        place = parse_cell(f"{letter}{row}")
        assert place is not None
        cell = at(one, *place)
        found.append(formula(cell.formula) if cell.formula is not None else cell.value)
    return found


def test_rows_without_a_formula_are_typed_in_and_others_computed() -> None:
    one = months(planned(grid(), locale="en"))
    assert [cells(one, str(row), "BCD") for row in range(5, 12)] == [
        ["On sale (pcs)", 3, 4],
        ["Closed (pcs)", 2, None],
        ["All", "=SUM(C5:C6)", "=SUM(D5:D6)"],
        ["Discount", None, 0.05],
        ["State", None, "Closed"],
        ["Note", "Spring", None],
        ["Left", "=least-C7", "=C11-D7"],
    ]
    assert [at(one, row, 2).style.locked for row in range(4, 11)] == [
        False, False, True, False, False, False, True
    ]  # fmt: skip


@pytest.mark.parametrize(("word", "function"), [("sum", "SUM"), ("average", "AVERAGE")])
def test_a_total_may_be_a_word(word: str, function: str) -> None:
    written = "'=SUM(plan[s_{state}])'"
    by_word = ROWS.replace(written, word, 1)
    by_formula = ROWS.replace(written, f"'={function}(plan[s_{{state}}])'", 1)
    named, written_out = (describe(planned(grid(rows))) for rows in (by_word, by_formula))
    digest = re.compile('digest = "[0-9a-f]+"')
    assert digest.sub("", named) == digest.sub("", written_out)


def test_another_word_is_no_total() -> None:
    assert told(grid(ROWS.replace("'=COUNTA(plan[who])'", "summ"))) == [
        ("PS108", "'total' is neither a formula nor one of sum, average, min, max: 'summ'",
         "did you mean 'sum'?"),
    ]  # fmt: skip


def test_totals_name_rows_and_all_rows_of_a_kind() -> None:
    one = months(planned(grid(), locale="en"))
    assert [cells(one, str(row), "E") for row in (5, 6, 7, 9)] == [
        ["=SUM(Months!$C$5:$D$5)"],
        ["=SUM(Months!$C$6:$D$6)"],
        ["=SUM(Months!$C$5:$D$6)"],
        ["=COUNTA(Months!$C$9:$D$9)"],
    ]


def test_a_blank_workbook_keeps_what_is_typed_only_where_that_is_said() -> None:
    def first(more: str = "") -> list[object]:
        return cells(months(planned(grid(more=more), locale="en", blank=True)), "5")

    assert first() == [None, None]
    assert first("keep: true") == [3, 4]


def test_the_ribbon_names_a_grid_while_its_sample_stands_in_it() -> None:
    def said(more: str) -> str:
        about = sheet(planned(grid(more=more), locale="en"), "about")
        return " ".join(formula(one.formula) for one in about.cells if one.formula)

    held = 'COUNTIFS(Months!$C$5:$D$5,3,Months!$C$6:$D$6,2,Months!$C$10:$D$10,"Spring")'
    assert f'IF({held}>0,", The plan","")' in said("keep: false")
    assert "The plan" not in said("keep: true")


@pytest.mark.parametrize(("blank", "tick", "filled"), [(True, "☐", 0), (False, "☑", 6)])
def test_what_is_to_be_filled_names_a_grid_and_counts_its_cells(
    blank: bool, tick: str, filled: int
) -> None:
    made = planned(grid(), locale="en", blank=blank)
    about = sheet(made, "about")
    [row] = [one.row for one in about.cells if one.value == "The plan"]
    [title] = [one for one in about.merges if one.first_row == row]
    values = calculate(made).cells
    assert values[about.title, row, 1] == tick
    assert values[about.title, row, title.last_column + 1] == filled


def test_a_card_of_a_grid_that_nobody_has_filled_says_so() -> None:
    label = "label: {zh-CN: 总额, en: Total}, formula: "
    card = (
        f"total: {{type: money, {label}'=SUM(goods[worth])'",
        f"total: {{type: count, {label}'=SUM(plan[all])'",
    )
    made = planned(grid(), card, locale="en", blank=True)
    values = [value for value in calculate(made).cells.values() if isinstance(value, str)]
    assert "—" in values


def test_typed_cells_take_what_their_row_says() -> None:
    found = {one.box: one for one in months(planned(grid(), locale="en")).validations}
    count, share, state = (found[Box(row, 2, row, 3)] for row in (4, 7, 8))
    assert count.accepts == Between("whole", 0, 99)
    assert (count.prompt_title, count.prompt) == ("On sale", "Planned")
    assert share.accepts == Between("decimal", 0, 1)
    assert isinstance(state.accepts, ItemsFrom)


def test_each_cell_of_a_choice_looks_like_its_own_item() -> None:
    rules = months(planned(grid(), locale="en")).conditionals
    [closed] = [one for one in rules if one.box == Box(8, 2, 8, 3)]
    assert formula(by_formula(closed).formula) == '=C9="Closed"'


def test_required_cells_are_missed_once_the_grid_is_begun() -> None:
    made = planned(grid(), locale="en")
    checks = sheet(made, "checks")
    [row] = [one.row for one in checks.cells if one.value == "The plan: required cells are blank"]
    counts = [formula(one.formula) for one in checks.cells if one.row == row and one.formula]
    assert any(
        "SUM(COUNTBLANK(Months!$C$5:$D$5),COUNTBLANK(Months!$C$6:$D$6))" in one for one in counts
    )
    assert "Fill in these rows: On sale, then Closed" in [one.value for one in checks.cells]


def test_the_dictionary_says_what_rows_mean() -> None:
    words = [one.value for one in sheet(planned(grid(), locale="en"), "dictionary").cells]
    assert "plan[s_open]" in words
    assert "plan[s_closed]" not in words


def test_heat_is_one_scale_for_all_rows_that_show_it() -> None:
    rows = "- {id: 's_{state}', each: {state: state}, type: count, show: heat, label: '{state}'}"
    found = months(planned(grid(rows, "{s_open: {jan: 3}}"))).conditionals
    assert [one.box for one in found if one.box.first_row > 3] == [Box(4, 2, 5, 3)]


def test_ordered_lists_are_compared_in_grids() -> None:
    items = "{open: {zh-CN: 在售, en: On sale}, closed: {zh-CN: 停售, en: Closed}}"
    ordered = (
        "lists:\n  state:\n",
        f"lists:\n  steps: {{ordered: true, items: {items}}}\n  state:\n",
    )
    rows = (
        "- {id: who, type: choice, list: steps, label: Who}\n"
        "- {id: late, type: flag, label: Late, formula: '=[@who]>=steps.closed'}"
    )
    one = months(planned(grid(rows, "{who: {jan: open}}"), ordered, locale="en"))
    assert cells(one, "6") == ['=C5="Closed"', '=D5="Closed"']


# -- all of a kind ---------------------------------------------------------------------------------

PRICE = "      - {id: price, type: money, required: true, label: {zh-CN: 单价, en: Price}}\n"
REPEATED: Change = (
    PRICE,
    PRICE + "      - {id: 's_{month}', each: {month: months}, type: count, label: '{month}'}\n"
    "      - {id: sum, type: count, label: Sum, formula: '=SUM([@s_{month}])'}\n",
)


def test_a_repeated_column_without_its_variable_is_all_of_them() -> None:
    made = planned(
        REPEATED, ("'=COUNTIF(goods[state], state.open)'", "'=SUM(goods[s_{month}])'"), locale="en"
    )
    assert formula(column(made, "goods", "sum").formula) == "=SUM(goods[@[Jan]:[Feb]])"
    dictionary = sheet(made, "dictionary")
    assert "=SUM(goods[[Jan]:[Feb]])" in [
        formula(one.formula) for one in dictionary.cells if one.formula
    ]


def test_inside_its_each_it_is_the_one_of_the_item() -> None:
    same = "'=SUM(goods[s_{month}])'"
    rows = f"- {{id: all, type: count, label: All, formula: {same}, total: {same}}}"
    one = months(planned(REPEATED, grid(rows, "{}"), locale="en"))
    assert cells(one, "5", "CDE") == [
        "=SUM(goods[Jan])",
        "=SUM(goods[Feb])",
        "=SUM(goods[[Jan]:[Feb]])",
    ]


# -- what is wrong ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "code", "message", "hint"),
    [
        (
            grid(sample="{s_opened: {jan: 3}}"),
            "PS220",
            "no row 's_opened' in grid 'plan'",
            "did you mean 's_open'?",
        ),
        (
            grid(sample="{s_open: {mar: 3}}"),
            "PS116",
            "the list 'months' has no item 'mar'",
            "known here: 'feb', 'jan'",
        ),
        (
            grid(sample="{all: {jan: 3}}"),
            "PS116",
            "row 'all' of grid 'plan' is computed and takes no sample",
            "leave it out, or delete the row's formula to have it typed in",
        ),
        (
            grid(sample="{s_open: {jan: many}}"),
            "PS116",
            "row 's_open' is count: 'many' is not a number",
            "write digits, as in 1500, 2.5, 12% or 8.5万",
        ),
        (
            grid(sample="{s_open: {jan: 100}}"),
            "PS116",
            "'100' is above the row's maximum 99",
            "mend the number of the sample, or the bound",
        ),
        (
            grid("- {id: one, each: {state: state}, type: count, label: One}", "{}"),
            "PS109",
            "the row 'one' repeats, so its id needs the variable",
            "write 'one_{state}'",
        ),
        (
            grid(ROWS.replace("'=SUM([@s_{state}])'", "'=SUM([@s_{shop}])'"), "{}"),
            "PS220",
            "no row 's_{shop}' in 'plan'",
            "'shop' is not the variable of the 'each' that made 's_closed'",
        ),
        (
            grid("- {id: one, type: count, label: One, formula: '=COUNT(plan)'}", "{}"),
            "PS222",
            "'plan' is a whole grid, no value",
            "name a row of it, as in plan[…]",
        ),
        (
            grid("- {id: 'r_{month}', each: {month: months}, type: count, label: One}", "{}"),
            "PS114",
            "row 'r_{month}' repeats by 'month', the variable of the grid's columns",
            "give it a variable of its own, as in each: {channel: channels}",
        ),
        (
            grid("- {id: one, type: count, label: One, formula: '=[@two]'}", "{}"),
            "PS220",
            "no row 'two' in 'plan'",
            "known here: 'one'",
        ),
        (
            grid(ROWS.replace("id: note", "id: share"), "{}"),
            "PS110",
            "the row 'share' stands in grid 'plan' twice",
            "it was first given on line 56",
        ),
        (
            grid(ROWS.replace("type: choice, list: state", "type: choice"), "{}"),
            "PS106",
            "'who' is a choice and lacks 'list'",
            "list: the id of the list it is chosen from",
        ),
        (
            grid(ROWS.replace("formula: '=SUM([@s_{state}])'", "formula: '=1', min: 0"), "{}"),
            "PS114",
            "row 'all' of grid 'plan' is computed, so 'min' has no effect",
            "delete 'min', or delete 'formula' to have it typed in",
        ),
    ],
)
def test_what_is_wrong_with_a_grid_is_told_once(
    change: Change, code: str, message: str, hint: str | None
) -> None:
    assert told(change) == [(code, message, hint)]


def test_a_sample_that_is_no_mapping_is_told() -> None:
    assert told(grid(sample="[{row: 1}]"))[0][:2] == (
        "PS107",
        "'sample' takes ids and their values; a list was found",
    )


# -- the guide -------------------------------------------------------------------------------------

GUIDE = Path(__file__).parents[1] / "docs" / "blueprints.md"
AROUND = """\
blueprint: matrices
version: 1.0.0
title: Matrices
parameters: {opening: {type: count, default: 100, label: Opening stock}}
lists:
  months: {jan: Jan, feb: Feb}
  channels: {tmall: Tmall, jd: JD}
  skills: {ads: Ads, design: Design}
  activities: {brief: Brief, page: Page}
  roles: {ops: Operations, art: Design}
  raci: {r: R, a: A, c: C, i: I}
tables:
  channels_by_month:
    title: Channels
    rows: {each: channels}
    columns:
      - {id: channel, type: text, label: Channel}
      - {id: 'm_{month}', each: {month: months}, type: money, label: '{month}'}
  who:
    title: Who does what
    rows: {each: activities}
    columns:
      - {id: activity, type: text, label: Activity}
      - {id: 'r_{role}', each: {role: roles}, type: choice, list: raci, label: '{role}'}
      - {id: answer, type: count, label: Answer, formula: '=COUNTIF([@r_{role}], raci.a)'}
"""


def matrices() -> str:
    """The examples of the guide's chapter on grids, as one blueprint."""
    chapter = GUIDE.read_text("utf-8").split("\n## Grids\n")[1].split("\n## ")[0]
    skills, forecast = re.findall(r"```yaml\n(.*?)```", chapter, re.DOTALL)
    sheets = "sheets:\n  - id: one\n    title: One\n    blocks:\n"
    blocks = "      - table: channels_by_month\n      - table: who\n      - table: skill_matrix\n"
    grid_ = forecast.replace("channels[m_", "channels_by_month[m_")
    return AROUND + indent(skills, "  ") + sheets + indent(grid_, "      ") + blocks


def test_a_table_takes_its_own_row_of_a_grid_as_the_guide_says() -> None:
    [formula_] = re.findall(r"`(=SUM\(INDEX\(forecast[^`]*)`", GUIDE.read_text("utf-8"))
    own = f"      - {{id: own, type: count, label: Own, formula: '{formula_}'}}\n"
    text = matrices().replace("channels[m_", "channels_by_month[m_")
    column_ = "label: '{month}'}\n"
    text = text.replace(column_, column_ + own.replace("channels[", "channels_by_month["), 1)
    made, _ = plan(read_text(text, "matrices.yaml", Path()), Choices(locale="en"))
    values = calculate(made)
    assert values.columns["channels_by_month", "own"] == (1800, 0)


def test_the_examples_of_the_guide_are_sound_and_shown(tmp_path: Path) -> None:
    file = tmp_path / "matrices.yaml"
    file.write_text(matrices(), "utf-8")
    assert check(examine_text(matrices(), "matrices.yaml", Path())) == ()
    [grid_] = outline(file)["grids"]
    assert (grid_["id"], grid_["sheet"], grid_["each"]) == ("forecast", "one", "months")
    assert grid_["place"]["en"] == "One!C4:D11"
    assert [(row["id"], row["typed"], row["place"]["en"]) for row in grid_["rows"][:3]] == [
        ("v_tmall", True, "One!C5:D5"),
        ("v_jd", True, "One!C6:D6"),
        ("visits", False, "One!C7:D7"),
    ]


@pytest.mark.libreoffice
def test_typed_grids_calculate_as_libreoffice_does(tmp_path: Path) -> None:
    made = plan(read_text(matrices(), "matrices.yaml", Path()), Choices(**CHOSEN, locale="en"))[0]
    values = calculate(made)
    found = {(row, place): values.cells["One", row, place] for row in (6, 8, 9) for place in (2, 3)}
    assert found == {
        (6, 2): 1000, (6, 3): 800, (8, 2): 20, (8, 3): 20, (9, 2): 80, (9, 3): 60
    }  # fmt: skip
    file = tmp_path / "matrices.xlsx"
    write_xlsx(made, values, file)
    assert list(compare(read_cells(file), recalculate([file])[file])) == []
