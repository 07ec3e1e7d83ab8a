"""Ids become the words of the file's language, whatever characters they hold."""

from __future__ import annotations

import pytest

from plans import column, formula, planned, sheet, table
from plansheets.formula.parse import parse


@pytest.mark.parametrize(
    ("locale", "headers"),
    [
        ("zh-CN", ["名称", "状态", "单价", "库存", "金额", "缺货"]),
        ("en", ["Name", "State", "Price", "Stock", "Worth", "Short"]),
    ],
)
def test_headers_are_labels(locale: str, headers: list[str]) -> None:
    assert [one.header for one in table(planned(locale=locale), "goods").columns] == headers


def test_table_names_are_ids_in_every_language() -> None:
    names = [
        [one.name for each in planned(locale=locale).sheets for one in each.tables]
        for locale in ("zh-CN", "en")
    ]
    assert names == [["year", "goods"]] * 2


@pytest.mark.parametrize(
    "header",
    [
        "进货价(元)",
        "a'b",
        "#1",
        "[x]",
        "@at",
        "a, b",
        "x:y",
        "two\\nlines",
        "2024",
        "单 价",
        "=1+1",
    ],
)
def test_a_header_may_hold_any_character(header: str) -> None:
    made = planned(("label: {zh-CN: 库存, en: Stock}", f'label: "{header}"'))
    tree = column(made, "goods", "worth").formula
    written = formula(tree)
    assert formula(parse(written)) == written
    assert column(made, "goods", "stock").header == header.replace("\\n", "\n")


def test_titles_and_properties_are_in_the_files_language() -> None:
    made = planned(locale="zh-CN")
    assert (made.title, made.properties["title"], made.locale) == ("商店", "商店", "zh-CN")
    assert sheet(made, "goods").title == "商品"


def test_the_same_figures_stand_in_both_languages() -> None:
    def figures(locale: str) -> list[object]:
        goods = table(planned(locale=locale), "goods")
        return [one.values for one in goods.columns if one.id in ("price", "stock")]

    assert figures("zh-CN") == figures("en") == [(99.5, 45), (12, 3)]
