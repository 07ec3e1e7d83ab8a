"""rfm-segmentation: what its workbook computes from orders is what the kernel does."""

from __future__ import annotations

import csv
import datetime
import runpy
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from filled import Row, Shown, found_by, named, shown, table_rows
from plansheets import gather_customers
from plansheets.frames.orders import customers_csv
from plansheets.functions import (
    eight_segments,
    fixed_scores,
    grid_segments,
    rank_scores,
    rfm,
)
from plansheets.functions.customers.rfm import Customers
from plansheets.words import Locale

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
ORDERS = ROOT / "blueprints" / "rfm-segmentation-orders.csv"
DAY = datetime.date(2024, 6, 30)
COUNTED = {"交易成功", "卖家已发货，等待买家确认", "买家已付款，等待卖家发货"}
HEADERS = {
    "zh-CN": ("客户", "距今天数 R", "订单数 F", "金额 M(元)", "R 分", "F 分", "M 分"),
    "en": ("Customer", "Days since R", "Orders F", "Spend M (CNY)", "R", "F", "M"),
}
NAMES = {"zh-CN": ("客户分层", "网格分层"), "en": ("Segment", "Grid segment")}


@pytest.fixture(scope="module")
def books() -> dict[Locale, Shown]:
    locales: tuple[Locale, ...] = ("zh-CN", "en")
    return {locale: shown("rfm-segmentation", locale=locale) for locale in locales}


@pytest.fixture(scope="module")
def kernel() -> Customers:
    """What the kernel makes of the sample's orders, refunds deducted and states that count."""
    with ORDERS.open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["status"] in COUNTED and row["paid_on"]]
    return rfm(
        [row["customer"] for row in rows],
        [datetime.date.fromisoformat(row["paid_on"]) for row in rows],
        [float(row["amount"]) - float(row["refund"] or 0) for row in rows],
        as_of=DAY,
    )


def bought(book: Shown, locale: Locale = "en") -> dict[object, Row]:
    """The customers that count, by name."""
    customer, days, *_ = HEADERS[locale]
    rows = table_rows(book, "customers")
    return {row[customer]: row for row in rows if row[customer] and row[days] is not None}


def figures(book: Shown, header: str, names: object, locale: Locale = "en") -> list[object]:
    rows = bought(book, locale)
    return [rows[name][header] for name in np.asarray(names).tolist()]


def filled(folder: Path, lines: str, **values: str) -> Shown:
    """The workbook of the orders in *lines*, as of the end of June."""
    data = folder / "orders.csv"
    data.write_text(
        "订单编号,客户,付款日期,实付金额(元),退款金额(元),订单状态,会员等级\n" + lines, "utf-8"
    )
    return shown("rfm-segmentation", locale="en", as_of=DAY, data={"orders": data}, values=values)


def lines(*orders: tuple[str, str, float]) -> str:
    return "".join(
        f"T{number},{customer},{day},{amount},,,\n"
        for number, (customer, day, amount) in enumerate(orders)
    )


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_recency_frequency_and_money_are_the_kernel_s(
    locale: Locale, books: dict[Locale, Shown], kernel: Customers
) -> None:
    _, days, orders, money, *_ = HEADERS[locale]
    assert len(bought(books[locale], locale)) == len(kernel) == 70
    names = kernel.customer
    assert figures(books[locale], days, names, locale) == kernel.recency.tolist()
    assert figures(books[locale], orders, names, locale) == kernel.frequency.tolist()
    assert figures(books[locale], money, names, locale) == np.round(kernel.monetary, 2).tolist()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_segments_are_the_kernel_s_and_all_eight_occur(
    locale: Locale, books: dict[Locale, Shown], kernel: Customers
) -> None:
    expected = eight_segments(kernel, locale=locale).tolist()
    assert figures(books[locale], NAMES[locale][0], kernel.customer, locale) == expected
    counted = {row[NAMES[locale][0]]: row for row in table_rows(books[locale], "rfm_segments")}
    customers = "客户数" if locale == "zh-CN" else "Customers"
    assert {name: row[customers] for name, row in counted.items()} == Counter(expected)
    assert len(counted) == 8


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_scores_are_quintiles_with_ties_equal_and_name_the_grid_s_segment(
    locale: Locale, books: dict[Locale, Shown], kernel: Customers
) -> None:
    r = rank_scores(kernel.recency, lower=True)
    f = rank_scores(kernel.frequency)
    m = rank_scores(np.round(kernel.monetary, 2))
    for header, expected in zip(HEADERS[locale][4:], (r, f, m), strict=True):
        assert figures(books[locale], header, kernel.customer, locale) == expected.tolist()
    cells = grid_segments(r, f, locale=locale).tolist()
    assert figures(books[locale], NAMES[locale][1], kernel.customer, locale) == cells


def test_fixed_thresholds_give_1_to_4_from_0_200_1000_and_3000(tmp_path: Path) -> None:
    amounts = {"a": 150, "b": 200, "c": 999.99, "d": 1000, "e": 3000, "f": 7999, "g": 8000}
    days = {"a": 1, "b": 30, "c": 31, "d": 60, "e": 90, "f": 180, "g": 181}
    paid = {one: str(DAY - datetime.timedelta(ago)) for one, ago in days.items()}
    text = lines(*((one, paid[one], amount) for one, amount in amounts.items()))
    book = filled(tmp_path, text, rfm_method="fixed")
    assert figures(book, "M", list(amounts)) == [1, 2, 2, 3, 4, 4, 5]
    bounds = [200, 1000, 3000, 8000]
    assert (
        figures(book, "M", list(amounts)) == fixed_scores(list(amounts.values()), bounds).tolist()
    )
    expected = fixed_scores(list(days.values()), [30, 60, 90, 180], lower=True).tolist()
    assert figures(book, "R", list(days)) == expected == [5, 5, 4, 4, 3, 2, 1]
    assert named(book, "rfm_applied") == "Fixed thresholds"


def test_fewer_than_five_customers_take_the_fixed_thresholds(tmp_path: Path) -> None:
    four = [(one, "2024-06-01", 250.0) for one in "abcd"]
    book = filled(tmp_path, lines(*four))
    assert named(book, "rfm_applied") == "Fixed (too few customers)"
    assert figures(book, "M", ["a"]) == [2]


def test_where_most_buy_once_frequency_takes_the_fixed_thresholds(tmp_path: Path) -> None:
    orders = [(one, "2024-06-01", 100.0 + ord(one)) for one in "abcdef"]
    book = filled(tmp_path, lines(*orders, ("f", "2024-06-02", 10.0)))
    assert named(book, "rfm_applied") == "Quintiles, F fixed (most buy once)"
    assert figures(book, "F", list("abcdef")) == [1, 1, 1, 1, 1, 2]
    assert (
        figures(book, "M", list("abcdef")) == rank_scores([197, 198, 199, 200, 201, 212]).tolist()
    )


@pytest.mark.parametrize("name", ["orders-zero", "orders-once-each"])
def test_the_workbook_and_the_command_count_an_order_list_alike(name: str) -> None:
    """Orders of nothing, refunds on rows of their own, fractions; everyone buying once."""
    file = ROOT / "tests" / "attack" / f"{name}.csv"
    found = gather_customers(file, customer="customer", date="paid_on", amount="amount", as_of=DAY)
    book = shown("rfm-segmentation", locale="en", as_of=DAY, data={"orders": file})
    customers = found.customers
    assert len(bought(book)) == len(customers)
    for header, expected in zip(
        HEADERS["en"][1:4],
        (customers.recency, customers.frequency, np.round(customers.monetary, 2)),
        strict=True,
    ):
        assert figures(book, header, customers.customer) == expected.tolist()
    assert (
        figures(book, "Segment", customers.customer)
        == eight_segments(customers, locale="en").tolist()
    )


def test_where_everyone_buys_once_nobody_is_frequent() -> None:
    file = ROOT / "tests" / "attack" / "orders-once-each.csv"
    book = shown("rfm-segmentation", locale="en", as_of=DAY, data={"orders": file})
    assert {row["F"] for row in bought(book).values()} == {1}
    segments = {row["Segment"] for row in bought(book).values()}
    assert not segments & {"High value, active", "Frequent but lapsing"}


def test_lines_of_10_days_3_orders_and_200_yuan_part_the_segments(tmp_path: Path) -> None:
    kinds = {
        "HHH": (10, 3, 200), "LHH": (11, 3, 300), "HLH": (0, 2, 200), "LLH": (90, 1, 200),
        "HHL": (10, 3, 199.99), "LHL": (11, 4, 20), "HLL": (10, 2, 10), "LLL": (11, 2, 199),
    }  # fmt: skip
    orders = [
        (one, str(DAY - datetime.timedelta(days + number)), money - 1.0 * (count - 1))
        if number == 0
        else (one, str(DAY - datetime.timedelta(days + number)), 1.0)
        for one, (days, count, money) in kinds.items()
        for number in range(count)
    ]
    fixed = {"rfm_split": "fixed", "line_days": "10", "line_orders": "3", "line_money": "200"}
    book = filled(tmp_path, lines(*orders), **fixed)
    found = Customers(np.array(list(kinds)), *np.array(list(kinds.values()), dtype=float).T)
    expected = eight_segments(found, (10, 3, 200), locale="en").tolist()
    assert figures(book, "Segment", list(kinds)) == expected
    assert len(set(expected)) == 8


def test_refunds_and_cancelled_orders_are_left_out_and_money_is_net(tmp_path: Path) -> None:
    book = filled(
        tmp_path,
        "T1,a,2024-06-20,100,20,交易成功,\n"
        "T2,a,2024-06-25,500,500,退款成功,\n"
        "T3,a,2024-06-28,70,,交易关闭,\n"
        "T4,a,2023-07-02,50,,,\n"
        "T5,a,2023-07-01,900,,交易成功,\n"  # the day before the window begins
        "T6,a,2024-07-01,900,,交易成功,\n"  # tomorrow
        "T7,a,2024-06-26,-30,,交易成功,\n"  # a refund on a row of its own
        "T8,b,2024-06-29,80,,交易成功,\n"
        "T9,b,2024-06-30,-80,,交易成功,\n"
        "T10,c,2024-06-29,60,,挂起,\n"
        "T11,d,,60,,交易成功,\n".replace("交易成功", "Completed")
        .replace("退款成功", "Refunded")
        .replace("交易关闭", "Closed"),
    )
    rows = bought(book)
    assert list(rows) == ["a"]  # b has nothing left, c's state is unknown, d never paid
    assert [rows["a"][header] for header in HEADERS["en"][1:4]] == [10, 2, 100]
    assert named(book, "rfm_silent") == 3
    assert found_by(book, "Paid after the as-of day (left out)") == 1
    assert found_by(book, "Orders in a state that the table of states lacks (left out)") == 1
    assert found_by(book, "A state that counts, with no day or amount (left out)") == 1
    assert found_by(book, "A negative amount (taken for a refund)") == 2


def test_exports_need_not_be_sorted_and_the_level_is_that_of_the_latest_order(
    tmp_path: Path,
) -> None:
    book = filled(
        tmp_path,
        "T1,wu,2024-06-20,100,,,Gold\nT2,li,2024-05-01,70,,,\nT3,Wu,2024-01-20,50,,,Silver\n",
    )
    rows = bought(book)
    assert [(name, row["Level"], row["Orders F"]) for name, row in rows.items()] == [
        ("li", None, 1),
        ("Wu", "Gold", 2),
    ]
    assert found_by(book, "Orders: not sorted by Customer, then Paid on") == 0


def test_a_history_summed_up_elsewhere_gives_the_same_customers(
    tmp_path: Path, kernel: Customers
) -> None:
    counted = sorted(COUNTED)
    paid = tmp_path / "paid.csv"
    with ORDERS.open(encoding="utf-8") as file, paid.open("w", encoding="utf-8") as made:
        writer = csv.writer(made)
        writer.writerow(("customer", "paid_on", "net"))
        for row in csv.DictReader(file):
            if row["status"] in counted:
                net = float(row["amount"]) - float(row["refund"] or 0)
                writer.writerow((row["customer"], row["paid_on"], f"{net:.2f}"))
    found = gather_customers(paid, customer="customer", date="paid_on", amount="net", as_of=DAY)
    summed = tmp_path / "customers.csv"
    summed.write_text(customers_csv(found), "utf-8")
    book = shown("rfm-segmentation", as_of=DAY, data={"orders": summed})
    assert book.warnings == ()
    assert len(bought(book)) == len(kernel)
    measures = (kernel.recency, kernel.frequency, np.round(kernel.monetary, 2))
    for header, expected in zip(HEADERS["en"][1:4], measures, strict=True):
        assert figures(book, header, kernel.customer) == expected.tolist()


def test_the_shop_s_own_rates(books: dict[Locale, Shown], kernel: Customers) -> None:
    book, money = books["en"], kernel.monetary.sum()
    assert named(book, "rfm_repeat_rate") == pytest.approx((kernel.frequency >= 2).mean())
    assert named(book, "rfm_spend") == pytest.approx(money / len(kernel))
    assert named(book, "rfm_order_value") == pytest.approx(money / kernel.frequency.sum())
    shares = [row["Share of spend"] for row in table_rows(book, "rfm_segments")]
    assert sum(shares) == pytest.approx(1)  # type: ignore[arg-type]
    assert named(book, "rfm_high_share") == pytest.approx(sum(shares[:4]))  # type: ignore[arg-type]


def test_the_call_list_holds_high_value_customers_who_are_leaving(
    books: dict[Locale, Shown], kernel: Customers
) -> None:
    segments = eight_segments(kernel, locale="en")
    leaving = np.isin(segments, ["High value, to win back", "High value, lapsed"])
    first = kernel.customer[leaving][np.argsort(-kernel.monetary[leaving], kind="stable")]
    calls = [row["Customer"] for row in table_rows(books["en"], "rfm_calls") if row["Customer"]]
    assert calls == first.tolist()
    assert named(books["en"], "rfm_win_back") == leaving.sum()


def test_the_heat_grid_counts_every_customer_once(
    books: dict[Locale, Shown], kernel: Customers
) -> None:
    r, f = rank_scores(kernel.recency, lower=True), rank_scores(kernel.frequency)
    counted = Counter(zip(r.tolist(), f.tolist(), strict=True))
    rows = table_rows(books["en"], "rfm_heat")
    headers = ("F1 (fewest)", "F2", "F3", "F4", "F5 (most)")
    assert [[row[header] for header in headers] for row in rows] == [
        [counted[score, column] for column in range(1, 6)] for score in range(5, 0, -1)
    ]


def test_the_sample_orders_come_from_their_script() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "sample_orders.py"))
    assert ORDERS.read_text(encoding="utf-8") == script["text"]()
