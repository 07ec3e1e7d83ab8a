from dataclasses import replace

from plansheets.plan.model import PlannedCell
from plansheets.render.text import describe
from render_sample import DATA, FRONT, PLAIN, PLAN, TABLE, VALUES


def lines(text: str, start: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip().startswith(start)]


def test_a_plan_begins_with_what_it_is() -> None:
    assert describe(PLAN, VALUES).splitlines()[:4] == [
        'plan sample 1.2.3 "样例"',
        "  zh-CN, excel2016, font Microsoft YaHei",
        "  today 2024-06-18, created 2024-06-18T09:30:00",
        '  opens at "It\'s front"',
    ]


def test_formulas_stand_as_in_the_formula_bar_with_their_values() -> None:
    text = describe(PLAN, VALUES)
    assert lines(text, "C3") == ['C3 = {=SUM(skus[库存量])} -> 1775.5  [#,##0.00"元"]']
    assert "      {=skus[@[30天\\n销量]]/skus[@库存量]}" in text.splitlines()
    assert lines(text, "0.6, ") == ["0.6, 0.1875, #DIV/0!, 0.794701986755"]


def test_without_values_only_the_formulas_stand() -> None:
    assert lines(describe(PLAN), "C3") == ['C3 = {=SUM(skus[库存量])}  [#,##0.00"元"]']
    assert lines(describe(PLAN), "{=SUM($D$5:D6)}") == ["{=SUM($D$5:D6)}"]


def test_cells_stand_in_reading_order_whatever_their_order_in_the_plan() -> None:
    turned = tuple(replace(sheet, cells=sheet.cells[::-1]) for sheet in PLAN.sheets)
    assert describe(replace(PLAN, sheets=turned), VALUES) == describe(PLAN, VALUES)


def test_blank_cells_stand_only_where_something_may_be_typed() -> None:
    text = describe(PLAN)
    assert lines(text, "A5") == ["A5 = empty  [#,##0 | open]"]
    blank = replace(FRONT, cells=(PlannedCell(0, 0, PLAIN),))
    assert lines(describe(replace(PLAN, sheets=(DATA, blank))), "A1") == []


def test_neighbours_of_one_width_stand_together() -> None:
    assert lines(describe(PLAN), "widths") == ["widths A 2.5, B 14, C:E 12, F:G 10, H 12"]


def test_rules_and_charts_stand_a_line_each() -> None:
    text = describe(PLAN)
    assert lines(text, "format E5:E8") == [
        "format E5:E8 {=$E5<0.2} gives color 9C0006, fill FFC7CE, bold, strike, stop"
    ]
    assert lines(text, "bar") == ["bar E5:E8 8FB8DE from 0 to 1, below zero E6A3A3, axis BFBFBF"]
    assert lines(text, "validation C5:D8") == [
        'validation C5:D8 whole >= 0 <= 1e+15 warning "数量" "不能小于 0"'
    ]
    assert lines(text, 'series "动销率"') == [
        (
            "series \"动销率\" {='数据 1'!$E$5:$E$8} by {='数据 1'!$B$5:$B$8}"
            ", line, line E08E45 2.25, circle 5 E08E45 edge FFFFFF"
        )
    ]


def test_a_long_table_is_cut_and_counted() -> None:
    sku = replace(TABLE.columns[0], values=tuple(f"s{n}" for n in range(100)))
    table = replace(TABLE, height=100, columns=(sku,))
    plan = replace(PLAN, sheets=(replace(PLAN.sheets[0], tables=(table,)), *PLAN.sheets[1:]))
    [line] = lines(describe(plan), '"s0"')
    assert line.endswith('"s39", … 60 more')
