from __future__ import annotations

import datetime

import pytest

from plansheets.calc.calculate import calculate
from plansheets.calc.engine import Engine
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.formulon import Formulon
from plansheets.errors import PlansheetsError
from plansheets.formula.ast import Cell, CellRange, Node
from plansheets.formula.parse import parse
from plansheets.plan.look.theme import theme
from plansheets.plan.look.workbook import looks
from plansheets.plan.model import (
    ErrorValue,
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedName,
    PlannedSheet,
    PlannedTable,
    Style,
    Value,
    Values,
)

STYLE = Style()
SKUS = {
    "sku": ["MB001", "MB002", "MB003"],
    "cost": [50, 180, None],
    "price": [99, 299, 199],
    "stock": [200, 80, 500],
    "sales": [120, 15, 350],
    "listed": [datetime.date(2024, 5, 1), None, datetime.datetime(2024, 5, 3, 12)],  # noqa: DTZ001
}


def column(name: str, values: list[Value]) -> PlannedColumn:
    return PlannedColumn(name, name, "input", STYLE, STYLE, values=tuple(values))


def computed(name: str, formula: str) -> PlannedColumn:
    return PlannedColumn(name, name, "formula", STYLE, STYLE, formula=parse(formula))


def plan(
    *columns: PlannedColumn, cells: dict[str, str] | None = None, rate: Node | None = None
) -> Plan:
    """Table skus on sheet 商品, cells named by A1 on sheet Cards, and the name rate."""
    inputs = [column(name, list(values)) for name, values in SKUS.items()]
    table = PlannedTable("skus", "skus", 4, 1, 3, (*inputs, *columns))
    formulas = [
        PlannedCell(place.row, place.column, STYLE, formula=parse(formula))
        for name, formula in (cells or {}).items()
        if isinstance(place := parse(f"={name}"), Cell)
    ]
    cards = PlannedSheet("cards", "Cards", (PlannedCell(0, 5, STYLE, 1.5), *formulas))
    return Plan(
        "test", "1", "", "Test", "en", "excel2016",
        datetime.datetime(2024, 1, 1), datetime.date(2024, 5, 20),  # noqa: DTZ001
        looks(theme("en")),
        (PlannedSheet("skus", "商品", tables=(table,)), cards),
        (PlannedName("rate", rate or Cell(0, 5, "Cards")),),
    )  # fmt: skip


def cell_value(formula: str, engine: Engine | None = None) -> Value:
    return calculate(plan(cells={"A1": formula}), engine).cells["Cards", 0, 0]


def notices(wanted: Plan) -> list[str]:
    found = calculate(wanted, Formualizer()).notices
    assert {notice.level for notice in found} <= {"warning"}
    return [f"{notice.where} {notice.code} {notice.message}" for notice in found]


def problems(wanted: Plan, engine: Engine | None = None) -> list[str]:
    with pytest.raises(PlansheetsError) as raised:
        calculate(wanted, engine)
    return [f"{each.where} {each.code} {each.message}" for each in raised.value.problems]


def test_every_formula_gets_its_value() -> None:
    values = calculate(
        plan(
            computed("rate_", '=IF(N(skus[@stock])=0,"",skus[@sales]/skus[@stock])'),
            computed("margin", '=IF(COUNT(skus[@cost])=0,"",skus[@price]-skus[@cost])'),
            cells={"B2": "=SUM(skus[stock])", "B3": "=rate*2", "B4": "=B2/0"},
        )
    )
    assert values == Values(
        cells={
            ("Cards", 1, 1): 780,
            ("Cards", 2, 1): 3,
            ("Cards", 3, 1): ErrorValue("#DIV/0!"),
        },
        columns={("skus", "rate_"): (0.6, 0.1875, 0.7), ("skus", "margin"): (49, 119, "")},
    )


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=TODAY()", 45432),
        ("=1+1", 2),
        ("=1/4", 0.25),
        ('=""', ""),
        ("=1=1", True),
        ("=NA()", ErrorValue("#N/A")),
        ("=INDEX(skus[listed],1)", 45413),
        ("=INDEX(skus[listed],3)", 45415.5),
        ('=INDEX(skus[listed],2)=""', True),
        ('=TEXT(INDEX(skus[listed],1),"yyyy-mm-dd")', "2024-05-01"),
        ('=skus[[#Headers],[price]]&"!"', "price!"),
        ("=COUNTA(skus[[#All],[cost]])", 3),
        ('=0.1+0.2&""', "0.3"),
    ],
)
def test_values_are_what_a_file_caches(formula: str, value: Value) -> None:
    assert (cell_value(formula), type(cell_value(formula))) == (value, type(value))


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=SUMPRODUCT(ISNUMBER(skus[price])*ISNUMBER(skus[cost])*(skus[price]>skus[cost]))", 2),
        ("=SUMPRODUCT(ROUND(skus[price]/3,0))", 199),
        ("=SUMPRODUCT(ROUND(skus[price]*rate,0)*(skus[stock]>rate))", 897),
        ("=SUMPRODUCT(SUMIF(skus[sku],skus[sku],skus[stock]))", 780),
        ("=SUMPRODUCT((COUNTIF(skus[sku],skus[sku])>1)*1)", 0),
        ('=SUMPRODUCT(--ISNUMBER(SEARCH(skus[sku],"MB001 and MB003")))', 2),
        ('=LOOKUP(2,1/((skus[sku]<>"MB003")*(skus[price]>50)),skus[stock])', 80),
        ('=LOOKUP(2,1/(skus[sku]="none"),skus[stock])', ErrorValue("#N/A")),
    ],
)  # fmt: skip
def test_arrays_are_spread_for_the_engine_that_cannot_compute_them(
    formula: str, value: Value
) -> None:
    assert cell_value(formula, Formualizer()) == value


def test_both_engines_agree() -> None:
    pytest.importorskip("formulon")
    wanted = plan(
        computed("x", '=IF(skus[@price]>rate*60,ROUND(skus[@price]/7,2),"")&"元"'),
        computed("y", "=RANK(skus[@price],skus[price])"),
        cells={"A1": "=SUMPRODUCT(ISNUMBER(skus[cost])*1)", "A2": "=TODAY()-1", "A3": "=NA()"},
    )
    assert calculate(wanted, Formualizer()) == calculate(wanted, Formulon())


def test_an_array_that_needs_the_row_is_spread_row_by_row_in_a_small_table() -> None:
    shares = computed("x", "=SUMPRODUCT(ROUND(skus[price]/skus[@price],1))")
    assert calculate(plan(shares), Formualizer()).columns["skus", "x"] == (6, 2, 3.0)


def test_rows_may_look_at_the_row_above() -> None:
    formula, first = parse("=skus[@stock]+I6"), parse("=skus[@stock]+0")
    running = PlannedColumn("run", "run", "formula", STYLE, STYLE, formula, first)
    skipped = column("gap", [None, None, None])
    wanted = plan(skipped, running)
    assert calculate(wanted).columns["skus", "run"] == (200, 280, 780)


def test_rows_of_one_column_are_one_notice() -> None:
    formula, first = parse("=RAND()+H6"), parse("=RAND()")
    random = PlannedColumn("r", "r", "formula", STYLE, STYLE, formula, first)
    assert notices(plan(random)) == [
        "商品!H6 PS331 not calculated: formualizer is not proven on 'RAND()'"
    ]


def test_a_number_that_looks_like_the_filler_is_kept() -> None:
    wanted = plan(computed("x", '="4294967291 "&skus[@stock]'))
    assert calculate(wanted).columns["skus", "x"][0] == "4294967291 200"


def test_what_no_engine_is_proven_on_is_not_calculated() -> None:
    wanted = plan(
        computed("x", "=RAND()*skus[@stock]"),
        cells={"A1": "=SUM(skus[stock]*skus[price])", "A2": "=1+1"},
    )
    assert notices(wanted) == [
        "商品!H6 PS331 not calculated: formualizer is not proven on 'RAND()'",
        "Cards!A1 PS331 not calculated: formualizer is not proven on 'range * range unforced'",
    ]
    assert calculate(wanted, Formualizer()).cells == {("Cards", 1, 0): 2}


def test_what_looks_at_an_unknown_value_is_unknown_too() -> None:
    wanted = plan(
        computed("x", "=RAND()*skus[@stock]"),
        computed("y", '=IF(ISNUMBER(skus[@x]),1,"")'),
        cells={"A1": "=COUNT(skus[y])", "A2": "=IFERROR(A1,0)", "A3": "=SUM(skus[stock])"},
    )
    found = calculate(wanted, Formualizer())
    assert found.cells == {("Cards", 2, 0): 780}
    assert found.columns == {}
    assert [notice.message for notice in found.notices] == [
        "not calculated, nor are 3 that look at it: formualizer is not proven on 'RAND()'"
    ]


@pytest.mark.parametrize("text", ["=1+1", "12", "2024-05-01", "TRUE", "#N/A", "'x", "+5", "1e5"])
def test_text_that_looks_like_something_else_stays_text(text: str) -> None:
    wanted = plan(column("text", [text, "", None]), computed("x", "=ISTEXT(skus[@text])"))
    assert calculate(wanted).columns["skus", "x"] == (True, False, False)


def test_names_that_the_plan_lacks_are_named_together() -> None:
    wanted = plan(computed("x", "=skus[@stok]"), cells={"A1": "=raet", "A2": "=tabel[a]"})
    assert problems(wanted) == [
        "商品!H6 PS330 no column 'stok' in table 'skus'",
        "Cards!A1 PS330 no name 'raet'",
        "Cards!A2 PS330 no table 'tabel'",
    ]


def test_a_name_that_needs_itself_is_a_problem() -> None:
    wanted = plan(cells={"A1": "=rate"}, rate=parse("=rate+1"))
    assert problems(wanted) == ["Cards!A1 PS330 name 'rate' refers to itself"]


def test_a_circle_is_a_problem_of_each_of_its_cells() -> None:
    wanted = plan(cells={"A1": "=A2", "A2": "=A1+1"})
    said = "PS332 not calculated: the formula looks at itself, or at one that looks at it"
    assert problems(wanted) == [f"Cards!A1 {said}", f"Cards!A2 {said}"]
    assert problems(wanted, Formualizer()) == [
        "Cards!A1 PS332 not calculated: formualizer gave #CIRC! for '=A2'",
        "Cards!A2 PS332 not calculated: formualizer gave #CIRC! for '=A1+1'",
    ]


def test_an_engine_that_is_not_installed_is_a_problem() -> None:
    class Absent(Formualizer):
        name = "absent"

        def available(self) -> bool:
            return False

    assert problems(plan(), Absent()) == [
        " PS333 no calculation engine is installed: absent is needed"
    ]


def test_a_sheet_named_scratch_is_left_alone() -> None:
    wanted = plan(cells={"A1": "=SUMPRODUCT(ABS(skus[stock]))"})
    busy = PlannedSheet("s", "Scratch", (PlannedCell(0, 0, STYLE, 5),))
    wanted = Plan(
        **{**{f: getattr(wanted, f) for f in Plan.__slots__}, "sheets": (*wanted.sheets, busy)}
    )
    assert calculate(wanted).cells["Cards", 0, 0] == 780


def test_one_row_is_a_range_too() -> None:
    only = CellRange(Cell(5, 4, "商品"), Cell(5, 4))
    assert (
        calculate(plan(cells={"A1": "=SUMPRODUCT(ROUND(rate,0)*(rate>1))"}, rate=only)).cells[
            "Cards", 0, 0
        ]
        == 200
    )


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=SUM(INDEX(skus[same],1):skus[[#This Row],[same]])", (5, 10, 15)),
        ("=COUNT(INDEX(skus[same],1):skus[[#This Row],[same]])-1", (0, 1, 2)),
        ("=MAX(INDEX(skus[stock],1):skus[[#This Row],[stock]])", (200, 200, 500)),
    ],
)
def test_a_range_that_ends_in_its_row_is_computed_for_each_row(
    formula: str, expected: tuple[int, ...]
) -> None:
    """Equal values once shared one result: 5, 5, 5."""
    made = plan(column("same", [5, 5, 5]), computed("running", formula))
    values = calculate(made)
    assert values.columns["skus", "running"] == expected
    assert values.notices == ()


def test_a_range_from_a_cell_to_a_place_unknown_is_left_to_an_engine_that_is_proven() -> None:
    """Formualizer computes it once for equal values: 15, 15, 15."""
    rest = "=SUM(skus[[#This Row],[same]]:INDEX(skus[same],3))"
    made = plan(column("same", [5, 5, 5]), computed("rest", rest))
    assert calculate(made, Formulon()).columns["skus", "rest"] == (15, 10, 5)
    [notice] = calculate(made, Formualizer()).notices
    assert "is not proven on 'cell:INDEX'" in notice.message
