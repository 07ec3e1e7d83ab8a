"""What Excel's grid, titles and names allow is told before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from plans import Change, changed, told
from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

LONG = "x" * 300
SPACED = "put a space into it, or write it otherwise"
READ = "which Excel reads as a character's code"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("title: {zh-CN: 月度, en: Months}", f"title: {'m' * 32}"),
         ("PS304", f"the sheet title '{'m' * 32}' has 32 characters; Excel allows 31",
          "shorten it")),
        (("title: {zh-CN: 月度, en: Months}", "title: {zh-CN: 月度, en: A/B}"),
         ("PS304", "the sheet title 'A/B' holds a character Excel refuses",
          "leave out [ ] : * ? / \\, line breaks and quotes at its ends")),
        (("title: {zh-CN: 月度, en: Months}", "title: {zh-CN: 月度, en: \"'A'\"}"),
         ("PS304", "the sheet title ''A'' holds a character Excel refuses",
          "leave out [ ] : * ? / \\, line breaks and quotes at its ends")),
        (("title: {zh-CN: 月度, en: Months}", "title: {zh-CN: 月度, en: history}"),
         ("PS304", "a sheet cannot be called 'history'", "Excel keeps that title for itself")),
        (("title: {zh-CN: 月度, en: Months}", "title: {zh-CN: 检查, en: Months}"),
         ("PS304", "the sheet title '检查' is also the one of a sheet that the program adds",
          "titles differ by more than case; choose another")),
        (("label: {zh-CN: 库存, en: Stock}", "label: {zh-CN: 单价, en: Stock}"),
         ("PS302", "the columns 'price' and 'stock' of table 'goods' have the same header '单价'",
          "Excel names columns by their headers; give each its own words")),
        (("label: {zh-CN: 库存, en: Stock}", "label: {zh-CN: 库存, en: PRICE}"),
         ("PS302", "the columns 'price' and 'stock' of table 'goods' have the same header 'PRICE'",
          "Excel names columns by their headers; give each its own words")),
        (("label: {zh-CN: 库存, en: Stock}", "label: ' '"),
         ("PS302", "column 'stock' has no label", "a header cannot be blank")),
        (("label: {zh-CN: 库存, en: Stock}", f"label: {LONG}"),
         ("PS302", "the header of column 'stock' has 300 characters; Excel allows 255",
          "shorten it")),
        (("title: {zh-CN: 月度, en: Months}", 'title: {zh-CN: 月度, en: "A\\nB"}'),
         ("PS304", "the sheet title 'A\nB' holds a character Excel refuses",
          "leave out [ ] : * ? / \\, line breaks and quotes at its ends")),
        (("title: {zh-CN: 月度, en: Months}", "title: A_x0041_"),
         ("PS304", f"the sheet title 'A_x0041_' holds '_x0041_', {READ}", SPACED)),
        (("label: {zh-CN: 库存, en: Stock}", "label: _x000a_ Stock"),
         ("PS302", f"the header of column 'stock' holds '_x000a_', {READ}", SPACED)),
        (("rows: {each: months}", "rows: {count: 0}"),
         ("PS108", "'count' cannot be 0: it takes 1 to 1,048,575", None)),
    ],
    ids=lambda value: value[1][:30] if isinstance(value[1], str) else None,
)  # fmt: skip
def test_what_excel_would_refuse_is_told(change: Change, expected: tuple[str, str, str]) -> None:
    extra = ("metrics:\n", "metrics:\n  first: {type: text, label: F, formula: '=months.jan'}\n")
    assert expected in told(change, extra)


def test_a_table_that_ends_below_the_sheet_is_told() -> None:
    given = ("    key: name\n", "    rows: {count: 1048575}\n")
    computed = [("'=[@price]*[@stock]'", "'=1'"), ("'=[@stock]<least'", "'=least>1'")]
    message = "table 'goods' needs 1,048,582 rows; a sheet has 1,048,576"
    assert told(given, *computed) == [("PS305", message, "split the data")]


def test_titles_that_differ_only_in_case_are_alike() -> None:
    change = ("title: {zh-CN: 月度, en: Months}", "title: {zh-CN: 月度, en: GOODS}")
    [(code, message, _)] = told(change)
    assert code == "PS304"
    assert message.startswith("the sheet title 'Goods' is also the one of a sheet on line ")


@pytest.mark.parametrize(
    ("id_", "message"),
    [
        ("r", "'r' cannot be an id here: Excel reads it as a cell"),
        ("c", "'c' cannot be an id here: Excel reads it as a cell"),
        ("checks_verdict", "'checks_verdict' cannot be an id: every workbook has a name like it"),
        ("print_area", "'print_area' cannot be an id: every workbook has a name like it"),
        ("x" * 256, f"the id '{'x' * 39}…' has 256 characters, at most 120"),
    ],
    ids=lambda value: value[:20],
)
def test_an_id_that_cannot_be_a_name_of_the_file_is_told(id_: str, message: str) -> None:
    found = told(("  least:", f"  {id_}:"), ("<least", f"<{id_}"))
    assert [(code, said) for code, said, _ in found] == [("PS109", message)]


def test_a_column_may_be_called_r() -> None:
    assert told(("{id: price,", "{id: r,"), ("[@price]*", "[@r]*"), ("goods[price]", "goods[r]"),
                ("price: 99.5", "r: 99.5"), ("price: 45", "r: 45")) == []  # fmt: skip


def test_a_formula_that_grows_too_long_is_told() -> None:
    # of a metric: that of a column is taken apart into steps
    sums = (
        ", ".join(str(100_000_000_000 + 200 * place + number) for number in range(200))
        for place in range(4)
    )
    long = "+".join(["SUM(goods[worth])", *(f"SUM({numbers})" for numbers in sums)])
    found = told(("'=SUM(goods[worth])'", f"'={long}'"))
    assert {code for code, _, _ in found} == {"PS306"}
    message = found[0][1]
    assert message.startswith("the formula of cell C6 of sheet '字典' has 10,434 characters")


def test_a_conditional_format_that_is_too_long_is_told() -> None:
    numbers = ", ".join(["100000000000"] * 200)
    long = f"[@stock]<{'+'.join([f'SUM({numbers})'] * 4)}"
    rule = "formula: '=[@stock]<least'", f"formula: '=[@stock]<least', when: {{bad: '={long}'}}"
    told_of = {(code, message.partition(" has ")[0]) for code, message, _ in told(rule)}
    assert told_of == {
        ("PS306", "a rule for cell G8 of sheet '商品'"),
        ("PS306", "a rule for cell G8 of sheet 'Goods'"),
    }


MANY = "word " * 1_200


@pytest.mark.parametrize(
    ("old", "new", "sheets"),
    [
        ("message: {zh-CN: 免费, en: Free}", f"message: {{zh-CN: 免费, en: {MANY}}}", {"Checks"}),
        ("en: Least stock}}", f"en: Least stock}}, help: {MANY}}}", {"Parameters"}),
        ("title: {zh-CN: 商店, en: Shop}", f"title: A\npurpose: {MANY}", {"About"}),
        ("title: {zh-CN: 月度, en: Months}", f"title: Months, subtitle: {MANY}", {"About"}),
    ],
)
def test_words_that_make_a_row_too_high_are_told_where_they_stand(
    old: str, new: str, sheets: set[str]
) -> None:
    found = check(examine_text(changed((old, new)), "shop.yaml", Path()))
    assert {problem.code for problem in found} == {"PS348"}
    for problem in found:
        assert problem.span is not None
        assert "word word" in problem.span.source.line(problem.span.line)
        assert "points high; Excel allows 409" in problem.message
    named = {problem.message.split("'")[1] for problem in found}
    assert sheets <= named
