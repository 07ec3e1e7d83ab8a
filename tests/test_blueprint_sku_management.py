"""sku-management on the source documents' table T4, its suggestions, lists and classes."""

from __future__ import annotations

import datetime
import random
from pathlib import Path

import pytest

from filled import Row, Shown, column, error_values, found_by, named, open_values, shown, table_rows
from libreoffice import differences, recalculate
from plansheets import build
from plansheets.words import Locale

pytestmark = pytest.mark.slow

HEADERS = {
    "zh-CN": ("商品SKU", "动销率", "ABC", "备货结论", "30天销售额"),
    "en": ("SKU", "Sales to stock", "ABC", "Campaign stock", "Sales in 30 days"),
}
T4 = [
    ("MB001", "婴儿有机棉连体衣", "服装服饰", 50, 99, 200, 120, 0.6, "加推第二件半价活动"),
    ("MB002", "智能温奶器", "母婴用品", 180, 299, 80, 15, 0.1875, "联合主播带货清库存"),
    ("MB003", "纸尿裤M码包", "日用品", 120, 199, 500, 350, 0.7, "保持现有策略"),
]
T4_FILE = """\
商品SKU,商品名称,类别,进货价(元),售价(元),库存量,30天销量,动销率,运营动作
MB001,婴儿有机棉连体衣,服装服饰,50,99,200,120,60%,加推第二件半价活动
MB002,智能温奶器,母婴用品,180,299,80,15,18.75%,联合主播带货清库存
MB003,纸尿裤M码包,日用品,120,199,500,350,70%,保持现有策略
"""
DAY = datetime.date(2024, 6, 30)


@pytest.fixture(scope="module")
def sample() -> Shown:
    return shown("sku-management", locale="en")


@pytest.fixture(scope="module")
def t4_alone(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    folder = tmp_path_factory.mktemp("skus")
    data = folder / "t4.csv"
    data.write_text(T4_FILE, "utf-8")
    return shown("sku-management", locale="zh-CN", data={"skus": data})


def filled(folder: Path, lines: str, **values: str) -> Shown:
    """The workbook of the SKUs in *lines*, as of the end of June."""
    data = folder / "skus.csv"
    data.write_text(lines, "utf-8")
    return shown("sku-management", locale="en", as_of=DAY, data={"skus": data}, values=values)


def of(book: Shown, header: str, *skus: str, table: str = "skus") -> list[object]:
    """That column, for *skus*."""
    rows = {row["SKU"]: row for row in table_rows(book, table)}
    found = [rows[sku][header] for sku in skus]
    return [round(one, 4) if isinstance(one, float) else one for one in found]


def listed(rows: list[Row], *headers: str) -> list[tuple[object, ...]]:
    """The used rows of a list."""
    return [tuple(row[header] for header in headers) for row in rows if row["SKU"]]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_the_sample_shows_the_documents_numbers(locale: Locale) -> None:
    book = shown("sku-management", locale=locale)
    sku, rate, abc, ready, sales = (column(book, "skus", header)[:3] for header in HEADERS[locale])
    assert sku == ["MB001", "MB002", "MB003"]
    assert rate == [0.6, 0.1875, 0.7]
    assert abc == ["B", "B", "A"]
    assert sales == [11880, 4485, 69650]
    # no units of MB002 are planned for the campaign
    assert [said and str(said)[0] for said in ready] == ["●", None, "▼"]
    assert named(book, "short_count") == 1
    assert str(named(book, "checks_verdict")).startswith("▲")


def test_the_chinese_sample_begins_with_table_t4_to_the_letter() -> None:
    book = shown("sku-management", locale="zh-CN")
    headers = (
        *("商品SKU", "商品名称", "类别", "进货价(元)", "售价(元)"),
        *("库存量", "30天销量", "动销率", "运营动作"),
    )
    rows = [tuple(row[header] for header in headers) for row in table_rows(book, "skus")]
    assert rows[:3] == T4


def test_the_sample_shows_the_documents_margins_and_days_of_cover(sample: Shown) -> None:
    skus = ("MB001", "MB002", "MB003")
    assert of(sample, "Gross margin", *skus, table="sku_stock") == [0.4949, 0.398, 0.397]
    assert of(sample, "Days of cover", *skus, table="sku_stock") == [50, 160, 42.8571]
    assert of(sample, "Stock multiple", *skus, table="sku_stock") == [1.6667, 5.3333, 1.4286]


def test_mb003_has_500_in_stock_where_the_campaign_needs_525(sample: Shown) -> None:
    assert of(sample, "Campaign need", "MB003", table="sku_stock") == [525]
    row = next(row for row in table_rows(sample, "restock") if row["SKU"] == "MB003")
    assert (row["Stock"], row["Units needed"], row["Units short"]) == (500, 525, 25)
    assert row["Why"] == "▲ Campaign short"
    assert found_by(sample, "Campaign stock below the least multiple") == 1


def test_second_item_half_price_leaves_a_margin_of_32_66_percent(sample: Shown) -> None:
    assert of(sample, "Promo margin", "MB001", table="sku_stock") == [0.3266]


def test_t4_alone_is_classed_b_b_a_by_the_share_before_each(t4_alone: Shown) -> None:
    assert column(t4_alone, "skus", "ABC") == ["B", "B", "A"]
    best = table_rows(t4_alone, "sku_top")[:3]
    assert [row["商品SKU"] for row in best] == ["MB003", "MB001", "MB002"]
    assert [round(float(str(row["累计占比"])), 4) for row in best] == [0.8097, 0.9479, 1]
    assert named(t4_alone, "sku_sales") == 86_015


def test_t4_alone_gives_the_shop_s_figures(t4_alone: Shown) -> None:
    assert named(t4_alone, "sku_breadth") == 1
    assert named(t4_alone, "sku_stock_value") == 84_400
    assert named(t4_alone, "sku_profit") == 35_315
    assert named(t4_alone, "stock_days") == pytest.approx(84_400 / 50_700 * 30)
    assert named(t4_alone, "sku_gmroi") == pytest.approx(35_315 * 365 / 30 / 84_400)
    assert named(t4_alone, "out_of_stock_rate") == 0


def test_t4_alone_is_told_to_push_and_to_clear_as_its_team_decided(t4_alone: Shown) -> None:
    assert column(t4_alone, "skus", "建议动作") == ["▲ 保持/加推", "◆ 促销清仓", "▲ 保持/加推"]
    assert column(t4_alone, "skus", "运营动作") == [row[-1] for row in T4]


def test_t4_alone_is_ready_by_the_last_thirty_days(t4_alone: Shown) -> None:
    assert column(t4_alone, "skus", "备货结论") == ["● 达标", "● 达标", "▼ 不足"]


def test_a_planned_campaign_takes_the_place_of_the_last_thirty_days(tmp_path: Path) -> None:
    book = filled(tmp_path, "sku,stock,sales_30d,campaign_sales\nA,500,350,\nB,500,350,300\n")
    assert of(book, "Stock multiple", "A", "B") == [1.4286, 1.6667]
    assert column(book, "skus", "Campaign stock") == [None, "● Ready"]
    book = filled(tmp_path, "sku,stock,sales_30d\nA,500,350\n")
    assert column(book, "skus", "Campaign stock") == ["▼ Short"]


def test_a_cleared_threshold_falls_back_to_its_default(tmp_path: Path) -> None:
    lines = "sku,stock,sales_30d\nA,150,100\n"
    assert named(filled(tmp_path, lines), "short_count") == 0
    assert named(filled(tmp_path, lines, stock_target="1.6"), "short_count") == 1


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [
        ("A,On sale,2024-01-01,90,0,0", "▼ Delist"),
        ("A,,,90,0,", "▼ Delist"),
        ("A,On sale,2024-06-20,90,0,0", "○ Watch"),
        ("A,On sale,2024-01-01,21,30,30", "▼ Restock"),
        ("A,On sale,2024-01-01,22,30,30", "▲ Push"),
        ("A,On sale,2024-01-01,60,30,30", "● Normal"),
        ("A,On sale,2024-01-01,90,30,30", "● Normal"),
        ("A,On sale,2024-01-01,91,30,30", "◆ Clear"),
        ("A,On sale,2024-01-01,0,30,30", "▼ Restock"),
        ("A,On sale,2024-01-01,0,0,0", None),
        ("A,Clearing,2024-01-01,40,0,0", "◆ Clear"),
        ("A,Off,2024-01-01,40,0,0", None),
        ("A,On sale,2024-01-01,40,,", None),
    ],
)
def test_the_most_severe_suggestion_comes_first(
    line: str, suggestion: str | None, tmp_path: Path
) -> None:
    book = filled(tmp_path, f"sku,status,listed,stock,sales_30d,orders_30d\n{line}\n")
    assert column(book, "skus", "Suggestion") == [suggestion]


def test_limits_of_the_ladder_are_parameters(tmp_path: Path) -> None:
    lines = "sku,stock,sales_30d\nA,60,30\n"
    assert column(filled(tmp_path, lines, rate_fast="50%"), "skus", "Suggestion") == ["▲ Push"]
    assert column(filled(tmp_path, lines, rate_slow="55%"), "skus", "Suggestion") == ["◆ Clear"]
    assert column(filled(tmp_path, lines, lead_time="60"), "skus", "Suggestion") == ["▼ Restock"]
    assert column(filled(tmp_path, lines, cover_high="50"), "skus", "Suggestion") == ["◆ Clear"]


def test_what_sells_and_is_not_there_is_restocked_even_where_none_is_kept(tmp_path: Path) -> None:
    lines = "sku,price,cost,stock,sales_30d,campaign_sales\nA,20,10,0,30,0\n"
    book = filled(tmp_path, lines, lead_time="0", safety_days="0")
    assert column(book, "skus", "Suggestion") == ["▼ Restock"]
    assert of(book, "Suggested order", "A") == [7]  # one a day, until the next order
    assert error_values(book) == []


@pytest.mark.parametrize(
    ("line", "stage"),
    [
        ("A,2024-06-01,100,10,", "New"),
        ("A,2024-05-31,100,10,", "Growing"),
        ("A,2024-01-01,120,100,", "Mature"),
        ("A,2024-01-01,121,100,", "Growing"),
        ("A,2024-01-01,80,100,", "Mature"),
        ("A,2024-01-01,79,100,", "Declining"),
        ("A,2024-01-01,79,100,Growing", "Growing"),
        ("A,,5,0,", "Growing"),
        ("A,,5,,", None),
    ],
)
def test_the_life_cycle_follows_age_and_growth_unless_it_is_typed(
    line: str, stage: str | None, tmp_path: Path
) -> None:
    book = filled(tmp_path, f"sku,listed,sales_30d,sales_before,own_lifecycle\n{line}\n")
    assert of(book, "Life cycle", "A") == [stage]


def test_units_a_day_count_the_days_on_the_shelf_of_a_new_sku(tmp_path: Path) -> None:
    book = filled(tmp_path, "sku,listed,stock,sales_30d\nA,2024-06-20,100,40\nB,,100,40\n")
    assert of(book, "Units a day", "A", "B") == [4, 1.3333]
    assert of(book, "Days of cover", "A", "B") == [25, 75]


def test_a_suggested_order_lasts_until_the_next_and_comes_in_whole_packs(tmp_path: Path) -> None:
    lines = "sku,cost,price,stock,sales_30d,campaign_sales,on_order,own_lead,pack\n"
    rows = ["A,10,20,40,120,0,,,", "B,10,20,40,120,0,30,,50", "C,10,20,40,120,0,,40,"]
    book = filled(tmp_path, lines + "\n".join(rows) + "\n")
    # 4 a day: the reorder point is 15 days and 7 of safety, an order lasts 7 more
    assert of(book, "Reorder point", "A", "B", "C") == [88, 88, 188]
    assert of(book, "Suggested order", "A", "B", "C") == [76, 50, 176]


def test_the_restock_list_begins_with_most_sales_at_risk(sample: Shown) -> None:
    headers = ("SKU", "Why", "Units short", "Sales at risk", "Suggested order", "Next step")
    assert listed(table_rows(sample, "restock"), *headers) == [
        ("MB005", "▼ Running low", 54, 6966, 144, "Order"),
        ("MB003", "▲ Campaign short", 25, 4975, 25, "Order"),
        ("MB010", "▼ Out of stock", 47, 2773, 0, "Chase"),
        ("MB012", "▼ Running low", 3, 105, 50, "Order"),
    ]
    assert named(sample, "restock_count") == 4
    assert named(sample, "restock_cost") == 144 * 62 + 25 * 120 + 50 * 12


def test_the_clearance_list_begins_with_most_money_tied_up(sample: Shown) -> None:
    assert listed(table_rows(sample, "clearance"), "SKU", "Why", "To clear", "Suggestion") == [
        ("MB002", "◆ Slow", 14_400, "◆ Clear"),
        ("MB009", "◆ Overstocked", 9_408, "◆ Clear"),
        ("MB013", "◆ Overstocked", 5_400, "◆ Clear"),
        ("MB015", "Clearing", 5_400, "◆ Clear"),
        ("MB014", "▼ No order", 5_320, "▼ Delist"),
    ]
    assert named(sample, "clear_total") == 39_928


def test_classes_and_categories_add_up_to_the_shop(sample: Shown) -> None:
    for table in ("sku_abc", "sku_categories"):
        for header, metric in (
            ("SKUs", "sku_count"),
            ("Sales in 30 days", "sku_sales"),
            ("Gross profit", "sku_profit"),
            ("Stock at cost", "sku_stock_value"),
            ("To clear", "clear_total"),
            ("To restock", "restock_count"),
        ):
            assert sum(column(sample, table, header)) == named(sample, metric)  # type: ignore[arg-type]


def test_categories_are_found_in_the_table_and_sorted_by_sales(tmp_path: Path) -> None:
    rows = ["A,Toys,9,1", "B,Bath,9,5", "C,,9,50", "D,Toys,9,2", "E,Care,9,7"]
    book = filled(tmp_path, "sku,category,price,sales_30d\n" + "\n".join(rows) + "\n")
    found = [row["Category"] for row in table_rows(book, "sku_categories")]
    assert found[:3] == ["Care", "Bath", "Toys"]
    assert found[3:] == [None] * 5
    assert column(book, "sku_categories", "SKUs")[1:3] == [1, 2]


def test_more_than_twenty_categories_are_said_not_to_fit(tmp_path: Path) -> None:
    rows = [f"S{number:02},K{number:02},9,1" for number in range(22)]
    book = filled(tmp_path, "sku,category,price,sales_30d\n" + "\n".join(rows) + "\n")
    message = "More than 20 categories, the sums by category are not whole"
    assert found_by(book, message) == 2


def test_stock_days_take_the_skus_whose_stock_and_sales_are_both_known(tmp_path: Path) -> None:
    """Sales of a SKU without its cost stood against the stock of the others: 10 days for 40."""
    lines = (
        "sku,name,category,cost,price,stock,sales_30d\n"
        "A,a,Toys,50,100,80,60\nB,b,Toys,,200,30,90\nC,c,Toys,20,50,,10\n"
    )
    book = filled(tmp_path, lines)
    assert named(book, "sku_sales") == 6000 + 18000 + 500
    assert named(book, "stock_days") == pytest.approx(80 * 50 / (60 * 50 / 30))
    assert named(book, "sku_gmroi") == pytest.approx(3000 * 365 / 30 / 4000)
    assert named(book, "sku_unpaired") == 2
    row = table_rows(book, "sku_categories")[0]
    assert row["Stock days"] == pytest.approx(40)
    assert row["Gross margin"] == pytest.approx((3000 + 300) / 6500)
    total = table_rows(book, "sku_abc")
    assert sum(float(str(one["Stock at cost"])) for one in total) == 4000
    assert error_values(book) == []


def test_the_shop_s_shares_count_skus_on_sale_and_money(sample: Shown) -> None:
    on_sale = 14  # one of the fifteen is being cleared
    assert named(sample, "sku_breadth") == pytest.approx(13 / on_sale)
    assert named(sample, "out_of_stock_rate") == pytest.approx(1 / on_sale)
    heroes = 69_650 + 58_740 + 46_440 + 30_940
    assert named(sample, "hero_share") == pytest.approx(heroes / 285_170)
    assert named(sample, "slow_stock_share") == pytest.approx(5_320 / 260_778)


def test_nothing_typed_leaves_every_figure_open() -> None:
    book = shown("sku-management", blank=True)
    open_ = ("sku_sales", "sku_breadth", "sku_stock_value", "stock_days", "sku_gmroi")
    shares = ("slow_stock_share", "hero_share", "out_of_stock_rate", "restock_value", "clear_total")
    assert {name: named(book, name) for name in (*open_, *shares)} == dict.fromkeys(
        (*open_, *shares)
    )


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
def test_classes_and_lists_of_many_skus_are_what_sorting_by_hand_gives(tmp_path: Path) -> None:
    chance = random.Random(8)
    lines = ["sku,cost,price,stock,sales_30d"]
    sales, dead = [], []
    for number in range(400):
        price, sold = round(chance.uniform(1, 500), 2), chance.choice([0, 0, 1, 3, 10, 40, 900])
        cost, stock = round(price / 2, 2), chance.choice([5, 50, 500])
        sales.append(round(price * sold, 2))
        if sold / stock < 0.2 and sold * 22 / 30 <= stock:
            dead.append((-round(cost * stock, 2), number))
        lines.append(f"S{number:04},{cost},{price},{stock},{sold}")
    data = tmp_path / "skus.csv"
    data.write_text("\n".join(lines), "utf-8")
    built = build("sku-management", tmp_path / "s.xlsx", locale="en", data={"skus": data})
    book = open_values(built.path)
    assert column(book, "skus", "ABC") == classes(sales)
    listed = [f"S{number:04}" for _, number in sorted(dead)[:30]]
    assert column(book, "clearance", "SKU") == listed
    assert differences(built.path, recalculate([built.path])[built.path]) == []


def test_no_sales_at_all_leave_the_class_open(tmp_path: Path) -> None:
    book = filled(tmp_path, "sku,price,sales_30d\nA,5,0\nB,6,0\n")
    assert column(book, "skus", "ABC") == [None, None]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A,,10,5,3,1,,,", "Price below cost"),
        ("A,,4,5,3,1,3,,", "Promo price below cost"),
        ("A,,1,5,0,4,,,", "Selling but out of stock"),
        ("A,,,5,3,1,,,", "Cost or price missing"),
        ("A,,1,5,9,1,,,11%", "Too many returns"),
        ("A,,1,5,9,1,,2024-07-01,", "Listed after the as-of date"),
    ],
)
def test_checks_find_what_should_not_be(line: str, message: str, tmp_path: Path) -> None:
    headers = "sku,category,cost,price,stock,sales_30d,promo_price,listed,return_rate"
    book = filled(tmp_path, f"{headers}\n{line}\nB,,1,5,90,2,4,2024-06-30,10%\n")
    assert found_by(book, message) == 1
