import io
from collections.abc import Callable
from dataclasses import replace

import pytest

from plansheets.boxes import Box
from plansheets.errors import WorkbookError
from plansheets.formula.ast import Number, Structured, Text
from plansheets.formula.parse import parse
from plansheets.plan.model import (
    Plan,
    PlannedCell,
    PlannedName,
    PlannedNote,
    PlannedSheet,
    PlannedValidation,
    PrintSetup,
)
from plansheets.plan.rules import AnyValue, Custom, ListedItems
from plansheets.render.refusals import LISTED_PER_COLUMN
from plansheets.render.xlsx import write_xlsx
from render_sample import DATA, FRONT, LINK, PLAIN, PLAN, TABLE, VALUES, column

ONE = PlannedSheet(id="one", title="one")


def plan(**changes: object) -> Plan:
    sheet = replace(ONE, **changes)  # type: ignore[arg-type]
    return replace(PLAN, sheets=(sheet,), names=(), active_sheet=0)


def cell(row: int = 0, column: int = 0, **what: object) -> PlannedCell:
    return PlannedCell(row, column, PLAIN, **what)  # type: ignore[arg-type]


def refused(given: Plan) -> list[tuple[str, str, str]]:
    with pytest.raises(WorkbookError) as caught:
        write_xlsx(given, VALUES, io.BytesIO())
    return [(each.code, each.where, each.message) for each in caught.value.problems]


def table(**changes: object) -> object:
    columns = (column("a", "a", values=(1, 2, 3, 4)),)
    return replace(TABLE, **{"row": 0, "column": 0, "columns": columns, **changes})  # type: ignore[arg-type]


def small() -> Plan:
    return plan(cells=(cell(value=1),))


def changed(**changes: object) -> Callable[[], Plan]:
    return lambda: replace(small(), **changes)  # type: ignore[arg-type]


CASES: dict[str, tuple[Callable[[], Plan], str, str, str]] = {
    "a number that is none": (
        lambda: plan(cells=(cell(4, 1, value=float("nan")),)),
        "PS342",
        "sheet 'one', cell B5",
        "nan is no number a cell can hold",
    ),
    "a long text": (
        lambda: plan(cells=(cell(value="x" * 32_768),)),
        "PS341",
        "sheet 'one', cell A1",
        "the text has 32,768 characters, a cell holds 32,767",
    ),
    "a long formula": (
        lambda: plan(cells=(cell(formula=Text("x" * 8_191)),)),
        "PS343",
        "sheet 'one', cell A1",
        "the formula has 8,193 characters, a cell holds 8,192",
    ),
    "a formula that cannot be spelled": (
        lambda: plan(cells=(cell(formula=Structured(None, "this row", "a")),)),
        "PS343",
        "sheet 'one', cell A1",
        "the formula cannot be written: a file's reference to 'a' must name its table",
    ),
    "two cells in one place": (
        lambda: plan(cells=(cell(value=1), cell(value=2))),
        "PS345",
        "sheet 'one', cell A1",
        "two things stand in one cell",
    ),
    "a cell inside a table": (
        lambda: plan(cells=(cell(2, 0, value=1),), tables=(table(),)),
        "PS345",
        "sheet 'one', cell A3",
        "two things stand in one cell",
    ),
    "tables that overlap": (
        lambda: plan(tables=(table(), table(name="other", row=4))),
        "PS345",
        "sheet 'one', cell A5",
        "table 'other' overlaps table 'skus'",
    ),
    "a merge in a table": (
        lambda: plan(tables=(table(),), merges=(Box(4, 0, 5, 1),)),
        "PS345",
        "sheet 'one', cell A5",
        "a merged range overlaps table 'skus'",
    ),
    "a merge of one cell": (
        lambda: plan(merges=(Box(4, 0, 4, 0),)),
        "PS345",
        "sheet 'one', cell A5",
        "a merge of one cell merges nothing",
    ),
    "a cell outside the sheet": (
        lambda: plan(cells=(cell(1_048_576, 0, value=1),)),
        "PS348",
        "sheet 'one'",
        (
            "row 1,048,577, column 1 lies outside the sheet, "
            "which has 1,048,576 rows and 16,384 columns"
        ),
    ),
    "a column with too few values": (
        lambda: plan(tables=(table(columns=(column("a", "a", values=(1,)),)),)),
        "PS348",
        "sheet 'one', cell A1",
        "column 'a' has 1 values, its table has 4 rows",
    ),
    "a link that is too long": (
        lambda: plan(cells=(replace(cell(value="x"), link="https://x.y/" + "a" * 2_080),)),
        "PS346",
        "sheet 'one', cell A1",
        "the link has 2,092 characters, Excel allows 2,079",
    ),
    "a tip that is too long": (
        lambda: plan(cells=(PlannedCell(0, 0, LINK, "x", link="https://x.y", tip="长" * 256),)),
        "PS346",
        "sheet 'one', cell A1",
        "the link's tip has 256 characters, Excel allows 255",
    ),
    "a dropdown that is too long": (
        lambda: plan(validations=(PlannedValidation(Box(0, 0, 1, 0), ListedItems(("x" * 256,))),)),
        "PS344",
        "sheet 'one', cell A1",
        "the dropdown's items have 256 characters together, a list written out holds 255",
    ),
    "a dropdown item with a comma": (
        lambda: plan(validations=(PlannedValidation(Box(0, 0, 1, 0), ListedItems(("a,b",))),)),
        "PS344",
        "sheet 'one', cell A1",
        "the dropdown's item 'a,b' holds a comma, which would make two items",
    ),
    "a wide column": (
        lambda: plan(widths=((1, 256.0),)),
        "PS348",
        "sheet 'one', column B",
        "the column is 256 characters wide, Excel allows 255",
    ),
    "a high row": (
        lambda: plan(heights=((1, 410.0),)),
        "PS348",
        "sheet 'one', row 2",
        "the row is 410 points high, Excel allows 409",
    ),
    "a rule that cannot be spelled": (
        lambda: plan(
            validations=(PlannedValidation(Box(0, 0, 0, 0), Custom(Number(float("inf")))),)
        ),
        "PS343",
        "sheet 'one', cell A1",
        "the formula cannot be written: inf is no number of Excel",
    ),
    "a prompt that is too long": (
        lambda: plan(
            validations=(PlannedValidation(Box(0, 0, 0, 0), AnyValue(), prompt="x" * 256),)
        ),
        "PS340",
        "sheet 'one', cell A1",
        (
            f"the workbook cannot hold this: Length of input message '{'x' * 256}' "
            "exceeds Excel's limit of 255"
        ),
    ),
    "a note that is too long": (
        lambda: plan(notes=(PlannedNote(0, 0, "x" * 32_768, 240, 30),)),
        "PS340",
        "sheet 'one', cell A1",
        "the workbook cannot hold this: write_comment gave -2",
    ),
    "a footer that is too long": (
        lambda: plan(printing=PrintSetup(footer="x" * 256)),
        "PS340",
        "sheet 'one'",
        (
            "the workbook cannot hold this: Footer string cannot be longer than Excel's limit of "
            "255 characters"
        ),
    ),
    "headers that are equal": (
        lambda: plan(tables=(table(columns=(column("a", "A"), column("b", "a"))),)),
        "PS340",
        "sheet 'one', cell A1",
        "the workbook cannot hold this: Duplicate header name in add_table(): 'a'",
    ),
    "a table named like a cell": (
        lambda: plan(tables=(table(name="ABC1"),)),
        "PS340",
        "sheet 'one', cell A1",
        "the workbook cannot hold this: Name looks like a cell name in add_table(): 'ABC1'",
    ),
    "a name with a space": (
        changed(names=(PlannedName("a b", Number(1)),)),
        "PS340",
        "name 'a b'",
        "the workbook cannot hold this: Invalid Excel characters in defined_name(): 'a b'",
    ),
    "a sheet title that is too long": (
        lambda: plan(title="x" * 32),
        "PS340",
        f"sheet '{'x' * 32}'",
        f"the workbook cannot hold this: Excel worksheet name '{'x' * 32}' must be <= 31 chars.",
    ),
    "a first sheet that is hidden": (
        lambda: plan(hidden=True),
        "PS348",
        "the workbook",
        "sheet 1 should be seen first but is no sheet that is shown",
    ),
    "a property that is too long": (
        changed(custom={"p": "x" * 256}),
        "PS340",
        "property 'p'",
        (
            "the workbook cannot hold this: Length of 'value' parameter exceeds Excel's limit of "
            f"255 characters in set_custom_property(): '{'x' * 256}'"
        ),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_workbook_cannot_hold_is_a_problem_with_its_place(case: str) -> None:
    given, *expected = CASES[case]
    assert refused(given()) == [tuple(expected)]


def test_all_problems_are_told_at_once() -> None:
    cells = (cell(value=float("inf")), cell(1, value="\ud800"), cell(2, value=1))
    assert [code for code, _, _ in refused(plan(cells=cells))] == ["PS342", "PS349"]


def test_a_column_of_bad_values_is_told_in_short() -> None:
    bad = column("a", "a", values=(float("nan"),) * 500)
    problems = refused(plan(tables=(table(height=500, columns=(bad,)),)))
    assert len(problems) == LISTED_PER_COLUMN + 1
    assert problems[-1][2] == "490 more bad values in this column"


def test_a_table_name_used_twice_is_found_when_the_file_is_closed() -> None:
    given = plan(tables=(table(), table(column=5)))
    assert refused(given) == [
        (
            "PS340",
            "the workbook",
            "the workbook cannot hold this: Duplicate name 'skus' used in worksheet.add_table().",
        )
    ]


def test_half_a_character_outside_cells_is_found_when_the_file_is_closed() -> None:
    chart = replace(DATA.charts[0], title="\ud800")
    given = replace(PLAN, sheets=(replace(DATA, charts=(chart,)), *PLAN.sheets[1:]))
    message = "a text holds half of a character pair, which no file can hold"
    assert refused(given) == [("PS349", "the workbook", message)]


class FullDisk(io.BytesIO):
    """Takes a little and no more."""

    def write(self, data: object) -> int:
        if self.tell() > 2_000:
            raise OSError(28, "No space left on device")
        return super().write(data)  # type: ignore[arg-type]


def test_a_full_disk_is_no_problem_of_the_plans() -> None:
    with pytest.raises(OSError, match="No space left"):
        write_xlsx(PLAN, VALUES, FullDisk())


def test_a_link_of_the_longest_kind_is_written() -> None:
    cells = (PlannedCell(0, 0, LINK, "x", link="https://x.y/" + "a" * 2_067, tip="长" * 255),)
    write_xlsx(plan(cells=cells), VALUES, io.BytesIO())


def test_the_longest_formula_is_written() -> None:
    given = plan(cells=(cell(formula=Text("x" * 8_190)),))
    write_xlsx(given, VALUES, io.BytesIO())


def test_nothing_of_a_good_plan_is_refused() -> None:
    good = replace(PLAN, sheets=(DATA, FRONT), names=(PlannedName("n", parse("=1")),))
    write_xlsx(good, VALUES, io.BytesIO())
