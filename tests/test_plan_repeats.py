"""A column that repeats over a list becomes one column for each item."""

from __future__ import annotations

import pytest

from plans import Change, column, formula, planned, table, told

EACH = "label: {zh-CN: '{month}销量', en: 'Sold in {month}'}, each: {month: months}"
INPUTS: Change = (
    "      - {id: worth,",
    f"      - {{id: 's_{{month}}', type: count, {EACH}}}\n      - {{id: worth,",
)


def computed(formula_: str, id_: str = "f_{month}") -> Change:
    words = EACH.replace("销量", "比").replace("Sold", "Rate")
    written = f"      - {{id: '{id_}', type: number, {words}, formula: '{formula_}'}}\n"
    return "      - {id: short,", f"{written}      - {{id: short,"


def ids(*changes: Change) -> list[str]:
    return [one.id for one in table(planned(*changes), "goods").columns]


def test_every_item_has_its_column_with_its_words() -> None:
    made = planned(INPUTS, locale="zh-CN")
    headers = [one.header for one in table(made, "goods").columns if one.id.startswith("s_")]
    assert headers == ["一月销量", "二月销量"]


@pytest.mark.parametrize(
    ("id_", "expected"),
    [("f_{month}", ["f_jan", "f_feb"]), ("f_{month.index}", ["f_1", "f_2"])],
)
def test_an_id_holds_the_item_or_its_number(id_: str, expected: list[str]) -> None:
    found = [one for one in ids(INPUTS, computed("=1", id_)) if one.startswith("f_")]
    assert found == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("=[@s_{month}]*2", ["=goods[@[Sold in Jan]]*2", "=goods[@[Sold in Feb]]*2"]),
        ("=month.index", ["=1", "=2"]),
        ("=SUM(goods[s_{month}])", ["=SUM(goods[Sold in Jan])", "=SUM(goods[Sold in Feb])"]),
        ("=IF([@name]=month,1,0)", ['=IF(goods[@Name]="Jan",1,0)', '=IF(goods[@Name]="Feb",1,0)']),
        ("=IF([@name]=month.id,1,0)",
         ['=IF(goods[@Name]="jan",1,0)', '=IF(goods[@Name]="feb",1,0)']),
    ],
)  # fmt: skip
def test_the_variable_is_bound_to_each_item(written: str, expected: list[str]) -> None:
    made = planned(INPUTS, computed(written))
    assert [formula(column(made, "goods", f"f_{month}").formula) for month in ("jan", "feb")] == (
        expected
    )


def test_an_id_without_its_variable_is_told() -> None:
    change = INPUTS[0], INPUTS[1].replace("'s_{month}'", "sold_by_month")
    assert told(change)[0] == (
        "PS109",
        "the column 'sold_by_month' repeats, so its id needs the variable",
        "write 'sold_by_month_{month}'",
    )


def test_headers_that_do_not_name_the_item_are_told() -> None:
    change = INPUTS[0], INPUTS[1].replace("{month}销量", "销量")
    assert (
        "PS302",
        "the columns 's_jan' and 's_feb' of table 'goods' have the same header '销量'",
    ) in [(code, message) for code, message, _ in told(change)]


SAMPLE: Change = ("price: 99.5, stock: 12}", "price: 99.5, stock: 12, s_jan: 4, s_feb: 5}")
GRID = "{id: by_month, each: {month: months}, rows: [{id: all, type: count, label: All, formula: "
ON_A_SHEET = "  - {id: months, title: {zh-CN: 月度, en: Months}, blocks: [{table: year}"


def with_grid(formula_: str) -> Change:
    return ON_A_SHEET, f"{ON_A_SHEET}, {{grid: {GRID}'{formula_}'}}]}}}}"


def test_sample_rows_name_the_columns_of_single_items() -> None:
    made = planned(INPUTS, SAMPLE)
    assert [column(made, "goods", f"s_{month}").values for month in ("jan", "feb")] == [
        (4, None),
        (5, None),
    ]


def test_the_columns_of_single_items_are_offered_where_none_is_named() -> None:
    wrong = (SAMPLE[0], SAMPLE[1].replace("s_feb", "zzz"))
    [(code, message, hint)] = told(INPUTS, wrong)
    assert (code, message) == ("PS220", "no column 'zzz' in 'goods'")
    assert hint
    assert "'s_jan'" in hint
    assert "{" not in hint
    [(code, _, hint)] = told(INPUTS, (SAMPLE[0], SAMPLE[1].replace("s_jan", "'s_{month}'")))
    assert (code, hint) == (
        "PS109",
        "it stands for a column of each item: name one of those, such as s_jan",
    )


def test_charts_draw_the_columns_of_single_items() -> None:
    chart = "{type: line, title: Sold, over: goods, category: name, series: [{column: s_jan}]}"
    change = (ON_A_SHEET, ON_A_SHEET.replace("[{table", f"[{{chart: {chart}}}, {{table"))
    assert told(INPUTS, change) == []
    [(code, message, _)] = told(INPUTS, (change[0], change[1].replace("s_jan", "s_may")))
    assert (code, message) == ("PS220", "no column 's_may' in 'goods'")


def test_a_grid_names_the_column_of_its_period() -> None:
    made = planned(INPUTS, with_grid("=SUM(goods[s_{month}])"))
    [months] = [one for one in made.sheets if one.id == "months"]
    found = [formula(one.formula) for one in months.cells if one.formula is not None]
    assert {"=SUM(goods[Sold in Jan])", "=SUM(goods[Sold in Feb])"} <= set(found)


def test_a_grid_s_mistakes_are_found_for_every_period() -> None:
    [(code, message, _)] = told(INPUTS, with_grid("=SUM(goods[sold_{month}])"))
    assert (code, message) == ("PS220", "no column 'sold_jan' in 'goods'")
    [(code, message, _)] = told(INPUTS, with_grid("=SUM(goods[s_{month}])+SUM(goods[price])"))
    assert code == "PS260"
    circle = computed("=SUM(by_month[all])")
    assert "PS226" in [one[0] for one in told(INPUTS, circle, with_grid("=SUM(goods[f_{month}])"))]


def test_more_columns_than_a_sheet_has_are_told_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("plansheets.blueprint.repeats.MAX_COLUMNS", 5)
    words = "the column 's_{month}' repeats 2 times; a sheet has 5 columns"
    hint = "shorten the list, or write one value a row: key, item, number"
    sums = "- {id: sums, type: number, label: Sums, formula: '=SUM([@s_{month}])'}"
    adding: Change = ("      - {id: short,", f"      {sums}\n      - {{id: short,")
    assert told(INPUTS, adding) == [("PS305", words, hint)]


def test_more_cells_than_a_grid_may_have_are_told_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("plansheets.blueprint.repeats.MOST_GRID_CELLS", 3)
    rows = "rows: [{id: 'g_{m}', each: {m: months}, type: count, label: '{m}'}]"
    grid = f"{{grid: {{id: grown, title: Grown, each: {{month: months}}, {rows}}}}}"
    words = "the row 'g_{m}' repeats 2 times; a grid has 3 cells at most"
    assert ("PS305", words) in [one[:2] for one in told((ON_A_SHEET, f"{ON_A_SHEET}, {grid}"))]
