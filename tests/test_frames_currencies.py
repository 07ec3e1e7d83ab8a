"""Amounts in another currency than their column's: refused, or converted at a rate given for it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from plansheets.blueprint.read import read_blueprint
from plansheets.cli import cli
from plansheets.errors import DataError, format_problems
from plansheets.frames.hints import read_hints
from plansheets.frames.raw import FileHints
from plansheets.frames.table_data import TableData
from plansheets.given import load_data
from plansheets.words import Locale

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"
OWNERS = {"orders": "rfm-segmentation", "ad_weeks": "budget-roi", "daily": "monitoring-board"}
ORDERS = "order,customer,paid_on,{head}\n1,a,2024-06-01,{one}\n2,b,2024-06-02,{two}\n"
WEEKS = "week,channel,{spend},{sales}\n2024-06-03,Meta,100,300\n2024-06-10,Meta,50,100\n"


def orders(head: str = "amount", one: str = "65", two: str = "25") -> str:
    return ORDERS.format(head=head, one=one, two=two)


def load(folder: Path, table: str, *texts: str, rates: dict[str, float] | None = None) -> TableData:
    """The rows that *texts*, one file each, give to *table*, at the *rates* of currencies."""
    blueprint = read_blueprint(BLUEPRINTS / f"{OWNERS[table]}.yaml")
    files = [folder / f"{number}.csv" for number in range(len(texts))]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text, "utf-8")
    hints = read_hints(None, None, None, None, rates=rates)
    rows = load_data(blueprint, {table: files}, "en", hints).rows[table]
    assert isinstance(rows, TableData)
    return rows


def refused(
    folder: Path,
    table: str,
    *texts: str,
    locale: Locale = "en",
    rates: dict[str, float] | None = None,
) -> list[str]:
    with pytest.raises(DataError) as caught:
        load(folder, table, *texts, rates=rates)
    wrong = [problem for problem in caught.value.problems if problem.level == "error"]
    return list(format_problems(wrong, locale))


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("实付金额(USD)", "USD"),
        ("实付金额（美元）", "USD"),
        ("实付金额【万美元】", "USD"),
        ("amount (€)", "EUR"),
        ("实付金额(HK$)", "HKD"),
        ("实付金额(₹)", "INR"),
        ("实付金额(円)", "JPY"),
        ("amount [NT$]", "TWD"),
    ],
)
def test_a_header_in_another_currency_is_refused(head: str, shown: str, tmp_path: Path) -> None:
    (said,) = refused(tmp_path, "orders", orders(head))
    where = f"0.csv column D: PS455 '{head}' says {shown}, not the CNY of 'Paid (CNY)'"
    assert said.startswith(where)
    assert f"--rate {shown}=…" in said


@pytest.mark.parametrize(
    "cell", ["$65", "USD 65", "65 USD", "HK$65.00", "€1,204.50", "₹1,23,456", "65美元", "US$65"]
)
def test_a_cell_in_another_currency_is_refused(cell: str, tmp_path: Path) -> None:
    (said,) = refused(tmp_path, "orders", orders(two=f'"{cell}"'), locale="zh-CN")
    assert said.startswith(f"0.csv D 列 第 3 行: PS455 “{cell}”写的是 ")
    assert "，不是“实付金额(元)”的 CNY" in said


@pytest.mark.parametrize(
    ("head", "one", "two", "expected"),
    [
        ("amount", "65", "25", (65, 25)),
        ("实付金额(元)", "¥65", "￥25", (65, 25)),
        ("amount (RMB)", "65元", "25块", (65, 25)),
        ("实付金额（人民币，万元）", "6.5", "2", (65000, 20000)),
        ("amount (CNY)", "CNY 65", "RMB25", (65, 25)),
        ("实付金额(万元)", "6.5", "3元", (65000, 3)),
    ],
)
def test_the_currency_of_the_column_is_nothing_to_speak_of(
    head: str, one: str, two: str, expected: tuple[float, ...], tmp_path: Path
) -> None:
    data = load(tmp_path, "orders", orders(head, one, two))
    assert data.columns["amount"] == expected
    assert data.account is not None
    assert data.account.currency is None


def test_a_column_that_names_the_currency_of_each_row_counts(tmp_path: Path) -> None:
    text = (
        "order,customer,paid_on,Currency,amount,refund\n"
        "1,a,2024-06-01,CNY,65,0\n2,b,2024-06-02,USD,25,5\n"
    )
    (said,) = refused(tmp_path, "orders", text)
    due = "not the CNY of 'Paid (CNY)', 'Refunded (CNY)'"
    assert said.startswith(f"0.csv column D, row 3: PS455 'Currency' says USD, {due}")
    data = load(tmp_path, "orders", text, rates={"USD": 7.1})
    assert (data.columns["amount"], data.columns["refund"]) == ((65, 177.5), (0, 35.5))


def test_amounts_of_a_shop_in_one_currency_stand_as_they_are_and_are_told(tmp_path: Path) -> None:
    header = "order,customer,paid_on,Currency,amount,refund\n"
    dollars = f"{header}1,a,2024-06-01,USD,65,0\n2,b,2024-06-02,USD,25,5\n"
    data = load(tmp_path, "orders", dollars)
    assert (data.columns["amount"], data.columns["refund"]) == ((65, 25), (0, 5))
    (notice,) = data.notices
    assert notice.code == "PS457"
    assert "'Currency' says USD of all amounts" in notice.message
    assert data.account is not None
    assert data.account.currency == "USD"
    for other in ("EUR", "CNY"):
        (said,) = refused(tmp_path, "orders", dollars, f"{header}3,c,2024-06-03,{other},9,0\n")
        assert f"PS456 amounts are {other}, and those of 0.csv USD" in said


def test_the_number_format_of_a_cell_says_its_currency(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["order", "customer", "paid_on", "amount"])
        for row, shown in enumerate(("[$$-409]#,##0.00", '"¥"#,##0.00'), 1):
            sheet.write_row(row, 0, [str(row), "a", "2024-06-01"])
            sheet.write_number(row, 3, 65, book.add_format({"num_format": shown}))
    blueprint = read_blueprint(BLUEPRINTS / "rfm-segmentation.yaml")
    with pytest.raises(DataError, match=r"column D, row 2: PS455 '\$65' says USD"):
        load_data(blueprint, {"orders": file}, "en")
    rows = load_data(blueprint, {"orders": file}, "en", FileHints(rates={"USD": 7})).rows
    assert rows["orders"].columns["amount"] == (455, 65)


@pytest.mark.parametrize("note", ["单位：美元", "Currency: USD", "币种：USD", "(amounts in USD)"])
def test_a_note_above_the_table_says_the_currency_of_amounts(note: str, tmp_path: Path) -> None:
    (said,) = refused(tmp_path, "orders", f"{note}\n{orders()}")
    assert f"PS455 '{note}' says USD" in said
    data = load(tmp_path, "orders", f"{note}\n{orders()}", rates={"USD": 7})
    assert data.columns["amount"] == (455, 175)


def test_a_note_above_the_table_multiplies_amounts_without_a_unit(tmp_path: Path) -> None:
    text = (
        "单位：万元\norder,customer,paid_on,amount,退款金额(元),times\n1,a,2024-06-01,6.5,300,2\n"
    )
    data = load(tmp_path, "orders", text)
    told = [data.columns[id_] for id_ in ("amount", "refund", "times")]
    assert told == [(65_000,), (300,), (2,)]
    assert [notice.code for notice in data.notices] == ["PS438"]
    wide = "单位：万元\nDate,支付金额,访客数\n2024-06-01,3.5,1200\n"
    assert "PS458" in refused(tmp_path, "daily", wide)[0]
    assert "PS458" in refused(tmp_path, "daily", wide, locale="zh-CN")[0]


def test_columns_in_no_currency_of_their_own_are_told_once(tmp_path: Path) -> None:
    data = load(tmp_path, "ad_weeks", WEEKS.format(spend="Amount spent (USD)", sales="sales"))
    assert data.columns["spend"] == (100, 50)
    assert data.account is not None
    assert data.account.currency == "USD"
    assert [notice.code for notice in data.notices] == ["PS457"]


def test_what_one_column_names_holds_for_amounts_that_say_nothing(tmp_path: Path) -> None:
    text = WEEKS.format(spend="Amount spent (USD)", sales="sales")
    data = load(tmp_path, "ad_weeks", text, rates={"USD": 7})
    assert (data.columns["spend"], data.columns["sales"]) == ((700, 350), (2100, 700))
    assert data.account is not None
    assert data.account.currency == "USD × 7"


@pytest.mark.parametrize("locale", ["en", "zh-CN"])
def test_two_currencies_are_not_added_up(tmp_path: Path, locale: Locale) -> None:
    text = WEEKS.format(spend="spend (USD)", sales="sales (EUR)")
    (said,) = refused(tmp_path, "ad_weeks", text, locale=locale)
    assert "PS456" in said
    assert "--rate EUR=…" in said
    one = WEEKS.format(spend="spend (USD)", sales="sales")
    two = WEEKS.format(spend="spend (元)", sales="sales").replace("-06-", "-07-")
    (said,) = refused(tmp_path, "ad_weeks", one, two, locale=locale)
    assert said.startswith("1.csv: PS456")
    data = load(tmp_path, "ad_weeks", one, two, rates={"USD": 7})
    assert data.columns["spend"] == (700, 350, 100, 50)


def test_amounts_without_a_currency_are_not_converted_with_their_neighbours(tmp_path: Path) -> None:
    text = orders(one="$65", two="25")
    (said,) = refused(tmp_path, "orders", text, rates={"USD": 7})
    assert "PS456 '$65' is USD, and '25' in row 3 names no currency" in said
    named = text.replace("amount", "amount (USD)")
    assert load(tmp_path, "orders", named, rates={"USD": 7}).columns["amount"] == (455, 175)


def test_a_sign_of_several_countries_is_any_of_them(tmp_path: Path) -> None:
    data = load(tmp_path, "orders", orders("amount (HK$)", "$65", "$25"), rates={"HKD": 0.9})
    assert data.columns["amount"] == (58.5, 22.5)


def test_rates_are_of_currencies(tmp_path: Path) -> None:
    for rates in ({"万": 10_000.0}, {"$": 7.0}, {"USD": 0.0}):
        (said,) = refused(tmp_path, "orders", orders(), rates=rates)
        assert said.startswith("PS314 ")


def test_build_converts_at_a_rate(tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(orders("amount (USD)"), "utf-8")
    book = tmp_path / "out.xlsx"
    line = ["build", "rfm-segmentation", "--locale", "en", "--data", f"orders={file}"]
    line += ["-o", str(book)]
    told = CliRunner().invoke(cli, line)
    assert told.exit_code == 1
    assert not book.exists()
    done = CliRunner().invoke(cli, [*line, "--rate", "USD=7.1"])
    assert done.exit_code == 0
    assert "amounts in USD × 7.1" in done.stderr
    more = ["fill", str(book), "--data", f"orders={file}", "-o", str(tmp_path / "more.xlsx")]
    assert CliRunner().invoke(cli, more).exit_code == 1
    assert "PS455" in CliRunner().invoke(cli, more).stderr
