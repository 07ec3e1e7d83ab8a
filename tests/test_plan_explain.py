"""Formulas in words, for the comments on headers and the dictionary."""

from __future__ import annotations

import pytest

from plans import cell, planned, sheet

WORTH = "'=[@price]*[@stock]'"


def words(written: str, locale: str, profile: str = "excel2016") -> str:
    """How the dictionary says the formula of 'worth'."""
    made = planned((WORTH, f"'{written}'"), locale=locale, profile=profile)
    dictionary = sheet(made, "dictionary")
    row = cell(dictionary, "goods[worth]").row
    [how] = [one.value for one in dictionary.cells if (one.row, one.column) == (row, 4)]
    return str(how)


@pytest.mark.parametrize(
    ("written", "chinese", "english"),
    [
        ("=[@price]*[@stock]", "单价 × 库存", "Price × Stock"),
        ("=([@price]-1)/least", "(单价 − 1) ÷ 最低库存", "(Price − 1) ÷ Least stock"),
        ("=[@price]-([@price]-1)", "单价 − (单价 − 1)", "Price − (Price − 1)"),
        ("=-[@price]^2", "-单价 ^ 2", "-Price ^ 2"),
        ("=[@price]*5%", "单价 × 5%", "Price × 5%"),
        ('=IF([@stock]="", "", [@price])', "单价", "Price"),
        ('=IFERROR([@price]/[@stock], "")', "单价 ÷ 库存", "Price ÷ Stock"),
        ("=N([@price])", "单价", "Price"),
        ("=[@price]/SUM(goods[stock])", "单价 ÷ 「库存」整列之和",
         "Price ÷ (sum of column “Stock”)"),
        ("=[@price]*SUM(year[sold])", "单价 × 年度「销量」列之和",
         "Price × (sum of column “Sold” of Year)"),
        ("=IF([@state]=state.open,[@price],0)", "状态 = “在售” 时为单价；否则为0",
         "Price where State = “On sale”; else 0"),
        ('=IF([@stock]="","",IF([@stock]>least,[@price],IF(below([@price],5),1,2)))',
         "库存 > 最低库存 时为单价；低于(单价，5) 时为1；否则为2",
         "Price where Stock > Least stock; 1 where Below(Price, 5); else 2"),
        ("=IF([@stock]=0,[@price],0)*2", "(库存 = 0 时为单价；否则为0) × 2",
         "(Price where Stock = 0; else 0) × 2"),
        ("=SUM([@[price]:[stock]])", "单价 至 库存之和", "sum of Price to Stock"),
        ("=SUM(INDEX(goods[price], 1):[@price])", "单价从首行到本行之和",
         "sum of Price from the first row to this one"),
        ("=INDEX(goods[price], MATCH(least, goods[stock], 0))",
         "「库存」整列为最低库存的那一行的「单价」整列",
         "column “Price” of the row where column “Stock” is Least stock"),
        ("=ROUND([@price]*3, 2)", "单价 × 3（四舍五入到 2 位小数）",
         "Price × 3, rounded to 2 decimals"),
        ("=SUMIF(goods[state], state.open, goods[price])", "「状态」整列为“在售”的「单价」整列之和",
         "sum of column “Price” where column “State” is “On sale”"),
    ],
)  # fmt: skip
def test_a_formula_is_said_in_both_languages(written: str, chinese: str, english: str) -> None:
    assert [words(written, "zh-CN"), words(written, "en")] == [chinese, english]


def test_a_name_of_a_formula_s_own_has_no_label() -> None:
    said = words("=LAMBDA(least, least*[@price])(least)", "en", "excel365")
    assert said == "LAMBDA(least, least × Price)(Least stock)"


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("zh-CN", "计算方式：上一行的剩余（首行为 20） − 销量"),
        ("en", "How it is computed: Left of the row above (20 in the first row) − Sold"),
    ],
)
def test_the_comment_on_a_header_says_the_formula(locale: str, expected: str) -> None:
    [note] = sheet(planned(locale=locale), "months").notes
    assert note.text == expected


def test_one_of_our_own_functions_is_said_with_its_meaning() -> None:
    said = words("=[@price]*deviation_rate([@stock],least)", "en")
    assert said.startswith("Price × ")
    assert "(Stock, Least stock) = " in said


def test_the_authors_own_words_go_first() -> None:
    made = planned((WORTH, f"{WORTH}, how: price by pieces"))
    assert "How it is computed: price by pieces" in [one.text for one in sheet(made, "goods").notes]


def test_words_that_would_run_on_are_cut() -> None:
    said = words("=" + "+".join(["[@price]*[@stock]"] * 40), "en")
    assert len(said) <= 240
    assert said.endswith("…")
