"""sku-management on the source documents' table T4."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from filled import column, named, open_values, table_rows
from libreoffice import differences, recalculate
from plansheets import build

HEADERS = {
    "zh-CN": ("动销率", "ABC", "备货结论", "30天销售额"),
    "en": ("Sell-through", "ABC", "Campaign stock", "Sales in 30 days"),
}
T4 = [
    ("MB001", "婴儿有机棉连体衣", "服装服饰", 50, 99, 200, 120, 0.6, "加推第二件半价活动"),
    ("MB002", "智能温奶器", "母婴用品", 180, 299, 80, 15, 0.1875, "联合主播带货清库存"),
    ("MB003", "纸尿裤M码包", "日用品", 120, 199, 500, 350, 0.7, "保持现有策略"),
]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_shows_the_documents_numbers(locale: str, tmp_path: Path) -> None:
    book = open_values(build("sku-management", tmp_path / "s.xlsx", locale=locale).path)
    rate, abc, ready, sales = (column(book, "skus", header) for header in HEADERS[locale])
    assert rate == [0.6, 0.1875, 0.7]
    assert abc == ["B", "B", "A"]
    assert sales == [11880, 4485, 69650]
    assert [str(said)[0] for said in ready] == ["●", "●", "▼"]
    assert named(book, "short_count") == 1
    assert str(named(book, "checks_verdict")).startswith("▲")


def test_the_chinese_sample_is_table_t4_to_the_letter(tmp_path: Path) -> None:
    book = open_values(build("sku-management", tmp_path / "s.xlsx", locale="zh-CN").path)
    headers = (
        *("商品SKU", "商品名称", "类别", "进货价(元)", "售价(元)"),
        *("库存量", "30天销量", "动销率", "运营动作"),
    )
    rows = [tuple(row[header] for header in headers) for row in table_rows(book, "skus")]
    assert rows == T4


def test_a_planned_campaign_takes_the_place_of_the_last_thirty_days(tmp_path: Path) -> None:
    data = tmp_path / "skus.csv"
    data.write_text("sku,stock,sales_30d,campaign_sales\nA,500,350,\nB,500,350,300\n", "utf-8")
    built = build("sku-management", tmp_path / "s.xlsx", data={"skus": data})
    book = open_values(built.path)
    assert [round(one, 4) for one in column(book, "skus", "Stock multiple")] == [1.4286, 1.6667]
    assert column(book, "skus", "Campaign stock") == ["▼ Short", "● Ready"]


def test_a_cleared_threshold_falls_back_to_its_default(tmp_path: Path) -> None:
    raised = open_values(
        build("sku-management", tmp_path / "a.xlsx", values={"stock_target": "1.6"}).path
    )
    assert named(raised, "stock_target") == 1.6
    assert named(raised, "short_count") == 1
    lowered = open_values(
        build("sku-management", tmp_path / "b.xlsx", values={"stock_target": "1.4"}).path
    )
    assert named(lowered, "short_count") == 0


def classes(values: list[float]) -> list[str]:
    """ABC by hand: the share sold by greater items, ties together."""
    cents = [round(value * 100) for value in values]
    total = sum(cents)
    found = []
    for value in cents:
        before = round(sum(other for other in cents if other > value) / total, 10)
        found.append("C" if value == 0 else "A" if before < 0.8 else "B" if before < 0.95 else "C")
    return found


@pytest.mark.libreoffice
def test_abc_of_many_skus_is_what_sorting_by_hand_gives(tmp_path: Path) -> None:
    chance = random.Random(8)
    lines = ["sku,price,sales_30d"]
    sales = []
    for number in range(400):
        price, sold = round(chance.uniform(1, 500), 2), chance.choice([0, 0, 1, 3, 10, 40, 900])
        sales.append(round(price * sold, 2))
        lines.append(f"S{number:04},{price},{sold}")
    data = tmp_path / "skus.csv"
    data.write_text("\n".join(lines), "utf-8")
    built = build("sku-management", tmp_path / "s.xlsx", data={"skus": data})
    assert column(open_values(built.path), "skus", "ABC") == classes(sales)
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_no_sales_at_all_leave_the_class_open(tmp_path: Path) -> None:
    data = tmp_path / "skus.csv"
    data.write_text("sku,price,sales_30d\nA,5,0\nB,6,0\n", "utf-8")
    book = open_values(build("sku-management", tmp_path / "s.xlsx", data={"skus": data}).path)
    assert column(book, "skus", "ABC") == [None, None]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A,10,5,3,1", "Price below cost"),
        ("A,1,5,0,4", "Selling but out of stock"),
        ("A,,5,3,1", "Cost or price missing"),
    ],
)
def test_checks_find_what_should_not_be(line: str, message: str, tmp_path: Path) -> None:
    data = tmp_path / "skus.csv"
    data.write_text(f"sku,cost,price,stock,sales_30d\n{line}\nB,1,5,90,2\n", "utf-8")
    book = open_values(build("sku-management", tmp_path / "s.xlsx", data={"skus": data}).path)
    found = {row[1].value: row[4].value for row in book["Checks"].iter_rows() if row[4].value}
    assert found[message] == 1
