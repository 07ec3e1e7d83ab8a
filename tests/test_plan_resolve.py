"""What formulas name is looked up; what names nothing is told with what to write instead."""

from __future__ import annotations

import pytest

from plans import Change, column, formula, planned, told

WORTH = "'=[@price]*[@stock]'"
TOTAL = "'=SUM(goods[worth])'"


@pytest.mark.parametrize(
    ("where", "written", "expected"),
    [
        (WORTH, "=[@prise]*[@stock]",
         ("PS220", "no column 'prise' in 'goods'", "did you mean 'price'?")),
        (WORTH, "=[@price]*[@sold]",
         ("PS220", "no column 'sold' in 'goods'", "it is a column of 'year': year[sold]")),
        (WORTH, "=[@price]*SUM(god[stock])",
         ("PS221", "no table 'god'", "did you mean 'goods'?")),
        (TOTAL, "=SUM([worth])",
         ("PS221", "metric 'total' stands outside tables, so its columns need one",
          "write goods[worth]")),
        (WORTH, "=[@price]*leest",
         ("PS222", "nothing is called 'leest'", "did you mean 'least'?")),
        (WORTH, "=price*[@stock]",
         ("PS222", "nothing is called 'price'",
          "write [@price] for this row, or goods[price] for the column")),
        (WORTH, "=[@price]*sold",
         ("PS222", "nothing is called 'sold'", "write year[sold]")),
        (TOTAL, "=COUNTA(goods)",
         ("PS222", "'goods' is a whole table, no value", "name a column of it, as in goods[…]")),
        (TOTAL, "=COUNTIF(goods[state], months)",
         ("PS222", "nothing is called 'months'", "name an item of the list, as in months.feb")),
        (WORTH, "=[@price]*year[@sold]",
         ("PS223", "'year' is another table; it has no row beside this one",
          "look the row up: INDEX(year[sold], MATCH(…, year[…], 0))")),
        (TOTAL, "=COUNTIF(goods[state], state.opn)",
         ("PS224", "the list 'state' has no item 'opn'", "did you mean 'open'?")),
        (WORTH, "=[@price]*B2",
         ("PS225", "a blueprint has no cell addresses",
          "name a column, a parameter or a metric; the compiler places them")),
        (TOTAL, "=SUM(A1:B2)",
         ("PS225", "a blueprint has no cell addresses",
          "name a column, a parameter or a metric; the compiler places them")),
        (WORTH, "=prior([@worth], 0)+[@stock]",
         ("PS228", "prior works in grids, and in tables whose rows are given",
          "a growing table copies one formula to every row; give it 'rows'")),
        (WORTH, "=prior(least, 0)*[@stock]",
         ("PS228", "prior takes a cell of this row and a first value",
          "write prior([@balance], 0): the row above, and 0 in the first row")),
        (TOTAL, "=COUNTA(goods[])",
         ("PS229", "'goods' is a whole table; name a column of it", "write goods[name]")),
    ],
)  # fmt: skip
def test_a_name_that_means_nothing_is_told_with_a_hint(
    where: str, written: str, expected: tuple[str, str, str]
) -> None:
    assert expected in told((where, f"'{written}'"))


ROW = "id: aim, type: number, label: Aim, formula: '=1', total: '=[@aim]'"
GRID = f"{{id: aims, each: {{m: months}}, rows: [{{{ROW}}}]}}"


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ((f"formula: {WORTH}", f"formula: {WORTH}, total: '=[@worth]*2'"), "SUM(goods[worth])"),
        (("{table: year}", f"{{grid: {GRID}}}, {{table: year}}"), "SUM(aims[aim])"),
    ],
)
def test_a_total_has_no_row_of_its_own(change: Change, hint: str) -> None:
    [(code, _, found)] = told(change)
    assert (code, found) == ("PS223", f"name the whole column, as in {hint}")


def test_formulas_name_their_table_and_its_headers() -> None:
    assert formula(column(planned(), "goods", "worth").formula) == ("=goods[@Price]*goods[@Stock]")


def test_an_item_becomes_its_label_in_the_files_language() -> None:
    metric = (
        "'=COUNTIF(goods[state], state.open)'",
        "'=IF(goods[[#Headers],[state]]=state.open,1,2)'",
    )
    names = {
        locale: [
            formula(cell.formula)
            for sheet in planned(metric, locale=locale).sheets
            for cell in sheet.cells
            if cell.formula is not None and "Headers" in formula(cell.formula)
        ]
        for locale in ("zh-CN", "en")
    }
    assert [names["zh-CN"][-1], names["en"][-1]] == [
        '=IF(goods[[#Headers],[状态]]="在售",1,2)',
        '=IF(goods[[#Headers],[State]]="On sale",1,2)',
    ]
