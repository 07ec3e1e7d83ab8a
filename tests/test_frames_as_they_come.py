"""Files as their sources write them: what they show decides, and where nothing does, they ask."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from frame_tables import BLUEPRINT, SKUS, words
from plansheets import build
from plansheets.blueprint.model import Table
from plansheets.blueprint.read import read_blueprint
from plansheets.cli import cli
from plansheets.errors import DataError, PlansheetsError, Problem
from plansheets.frames.field_names import read_names
from plansheets.frames.load import load_table
from plansheets.frames.raw import NO_HINTS, FileHints
from plansheets.frames.table_data import TableData
from plansheets.given import find_table, load_data
from plansheets.words import Locale

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"


def load(
    folder: Path,
    table: str,
    *texts: str,
    name: str = "",
    encoding: str = "utf-8",
    hints: FileHints = NO_HINTS,
) -> TableData:
    """The rows that *texts*, one file each, give to a table of a shipped blueprint."""
    owner = name or OWNERS[table.partition("[")[0]]
    blueprint = read_blueprint(BLUEPRINTS / f"{owner}.yaml")
    files = []
    for number, text in enumerate(texts):
        files.append(folder / f"{number}.csv")
        files[-1].write_bytes(text.encode(encoding))
    rows = load_data(blueprint, {table: files}, "en", hints).rows
    found = next(iter(rows.values()))
    assert isinstance(found, TableData)
    return found


def asked(folder: Path, table: str, *texts: str, **more: object) -> str:
    with pytest.raises(PlansheetsError) as caught:
        load(folder, table, *texts, **more)  # type: ignore[arg-type]
    return str(caught.value)


OWNERS = {
    "skus": "sku-management",
    "orders": "rfm-segmentation",
    "daily": "monitoring-board",
    "日数据": "monitoring-board",
    "ad_weeks": "budget-roi",
}
MONTHLY = replace(
    SKUS,
    columns=tuple(
        replace(one, number_format=words("yyyy-mm")) if one.id == "listed" else one
        for one in SKUS.columns
    ),
)
GOODS = "SKU;Name;Cost;Price;Stock;Units sold in 30 days\n"
DOTS = GOODS + "A-01;Flasche;480;2.500;12.000;60\nA-02;Wagen;1.200;1.500;900;30\n"


def test_points_between_thousands_are_known_by_the_separator(tmp_path: Path) -> None:
    data = load(tmp_path, "skus", DOTS)
    assert (data.columns["price"], data.columns["stock"]) == ((2500, 1500), (12000, 900))
    assert data.columns["cost"] == (480, 1200)


@pytest.mark.parametrize(
    ("price", "other", "expected"),
    [
        ("2.500", "1.234,50", 2500),
        ("2.500", "99.9", 2.5),
        ("1 234,50", "3", 1234.5),
        ("1'234.50", "3", 1234.5),
        ("150,00-", "3", -150),
        ("1.234.567", "3", 1234567),
        ("₹1,23,456.50", "3", 123456.5),
        ("CHF 12,50", "3", 12.5),
    ],
)
def test_numbers_of_a_column_say_what_its_others_mean(
    tmp_path: Path, price: str, other: str, expected: float
) -> None:
    head = "order;customer;paid_on;amount\n"
    text = f"{head}1;a;2024-05-01;{price}\n2;b;2024-05-02;CNY {other}\n"
    hints = FileHints(rates={"CHF": 1, "INR": 1})
    assert load(tmp_path, "orders", text, hints=hints).columns["amount"][0] == expected


def test_a_number_that_reads_in_two_ways_is_asked_about(tmp_path: Path) -> None:
    text = "order\tcustomer\tpaid_on\tamount\n1\ta\t2024-05-01\t2.500\n"
    said = asked(tmp_path, "orders", text)
    assert "PS441 is 2.500 in 'amount' 2500 or 2.5?" in said
    assert "--decimal . or --decimal ," in said
    for mark, expected in ((".", 2.5), (",", 2500)):
        hints = FileHints(decimal=mark)  # type: ignore[arg-type]
        assert load(tmp_path, "orders", text, hints=hints).columns["amount"] == (expected,)
    both = "order\tcustomer\tpaid_on\tamount\n1\ta\t2024-05-01\t2,5\n2\ta\t2024-05-01\t2.5\n"
    assert "PS441 'amount' holds 2.5 and 2,5" in asked(tmp_path, "orders", both)


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("latin-1", "Müller Crème"),
        ("cp1252", "Größe niño"),
        ("cp932", "ベビー服"),
        ("big5", "嬰兒連身衣"),
        ("gbk", "婴儿连体衣"),
        ("euc-kr", "아기 옷 상품 이름은 한글입니다"),
    ],
)
def test_an_encoding_is_known_by_what_people_write(
    tmp_path: Path, encoding: str, name: str
) -> None:
    text = f"SKU,Name,Stock\nA,{name},1\n"
    assert load(tmp_path, "skus", text, encoding=encoding).columns["name"] == (name,)


def test_an_encoding_is_known_by_the_header_it_makes_readable(tmp_path: Path) -> None:
    text = "商品SKU,商品名称,库存量\nA,魑魅,1\n"
    data = load(tmp_path, "skus", text, encoding="gbk")
    assert data.columns["name"] == ("魑魅",)
    assert data.account is not None
    assert data.account.encoding == "GB18030"


def test_an_encoding_that_nothing_tells_is_asked_about(tmp_path: Path) -> None:
    text = "SKU,Name,Stock\nA,日期,1\n"
    said = asked(tmp_path, "skus", text, encoding="gbk")
    assert "PS402 which encoding is the text in? GB18030: 'A,日期,1'; EUC-KR: " in said
    assert "--encoding gb18030 / --encoding euc-kr" in said
    data = load(tmp_path, "skus", text, encoding="gbk", hints=FileHints(encoding="gb18030"))
    assert data.columns["name"] == ("日期",)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("05/06/2024", "28/06/2024", dt.date(2024, 6, 5)),
        ("05/06/2024", "06/28/2024", dt.date(2024, 5, 6)),
        ("5.6.2024", "-", dt.date(2024, 6, 5)),
        ("Jun 1, 2024 9:15 PM PDT", "-", dt.datetime(2024, 6, 1, 21, 15)),  # noqa: DTZ001
        ("2024-06-01 ~ 2024-06-01", "-", dt.date(2024, 6, 1)),
        ("2024-06-01(周六)", "-", dt.date(2024, 6, 1)),
    ],
)
def test_days_are_read_as_their_column_writes_them(
    tmp_path: Path, one: str, other: str, expected: dt.date
) -> None:
    text = f'order,customer,paid_on,amount\n1,a,"{one}",5\n2,b,{other},6\n'
    assert load(tmp_path, "orders", text).columns["paid_on"][0] == expected


WRITTEN_MONTHS = ["2024年6月", "2024-6", "2024/06", "Jun 2024", "202406"]
STORED_MONTHS = [
    (45444, 'yyyy"年"m"月"'),
    (45444, "mmm-yy"),
    (45444, "yyyy/mm"),
    (202406, "General"),
]


def stored_day(folder: Path, number: float, code: str, table: Table) -> object:
    """What a table's column of days makes of a workbook's number that is shown in that way."""
    with xlsxwriter.Workbook(folder / "days.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["商品SKU", "上架日期"])
        sheet.write_string(1, 0, "A")
        sheet.write_number(1, 1, number, book.add_format({"num_format": code}))
    return load_table(folder / "days.xlsx", table, BLUEPRINT).columns["listed"][0]


@pytest.mark.parametrize("written", WRITTEN_MONTHS)
def test_a_month_is_no_day_unless_its_column_holds_months(tmp_path: Path, written: str) -> None:
    (tmp_path / "days.csv").write_text(f"商品SKU,上架日期\nA,{written}\n", "utf-8")
    with pytest.raises(DataError, match=f"PS424 '{written}' is a month, and no day of it"):
        load_table(tmp_path / "days.csv", SKUS, BLUEPRINT)
    listed = load_table(tmp_path / "days.csv", MONTHLY, BLUEPRINT).columns["listed"]
    assert listed == (dt.date(2024, 6, 1),)


@pytest.mark.parametrize(("number", "code"), STORED_MONTHS)
def test_a_day_that_a_workbook_shows_as_a_month_is_that_month(
    tmp_path: Path, number: float, code: str
) -> None:
    """Excel makes a day of a typed ``2024年6月``, and shows its month alone."""
    with pytest.raises(DataError, match=r"PS424 '2024-?06' is a month, and no day of it"):
        stored_day(tmp_path, number, code, SKUS)
    assert stored_day(tmp_path, number, code, MONTHLY) == dt.date(2024, 6, 1)


def test_a_stored_day_of_a_month_stays_one_and_a_year_is_none(tmp_path: Path) -> None:
    assert stored_day(tmp_path, 45458, "yyyy-mm", SKUS) == dt.date(2024, 6, 15)
    assert stored_day(tmp_path, 45444, "yyyy-mm-dd", SKUS) == dt.date(2024, 6, 1)
    with pytest.raises(DataError, match="PS424 '2024' reads as a year or a month"):
        stored_day(tmp_path, 2024, "General", SKUS)


def test_a_day_that_reads_in_two_ways_is_asked_about_once(tmp_path: Path) -> None:
    text = "order,customer,paid_on,amount\n1,a,05/06/2024,5\n2,b,07/06/2024,6\n"
    said = asked(tmp_path, "orders", text)
    assert said.count("PS442") == 1
    assert "PS424" not in said
    hints = FileHints(order="day-first")
    days = load(tmp_path, "orders", text, hints=hints).columns["paid_on"]
    assert days == (dt.date(2024, 6, 5), dt.date(2024, 6, 7))


def test_a_day_without_its_year_takes_the_one_given(tmp_path: Path) -> None:
    text = "order,customer,paid_on,amount\n1,a,5月1日,5\n"
    assert "the year is missing" in asked(tmp_path, "orders", text)
    days = load(tmp_path, "orders", text, hints=FileHints(year=2024)).columns["paid_on"]
    assert days == (dt.date(2024, 5, 1),)


@pytest.mark.parametrize(
    ("rates", "expected"),
    [
        (("40", "35"), (0.4, 0.35)),
        (("40%", "35"), (0.4, 0.35)),
        (("0.4", "0.35"), (0.4, 0.35)),
        (("40%", "0.35"), (0.4, 0.35)),
        (("1", "0.35"), (1, 0.35)),
    ],
)
def test_shares_are_read_as_their_column_writes_them(
    tmp_path: Path, rates: tuple[str, str], expected: tuple[float, float]
) -> None:
    text = f"SKU,Stock,Return rate\nA,1,{rates[0]}\nB,1,{rates[1]}\n"
    assert load(tmp_path, "skus", text).columns["return_rate"] == expected


def test_shares_that_read_in_two_ways_are_asked_about(tmp_path: Path) -> None:
    said = asked(tmp_path, "skus", "SKU,Stock,Return rate\nA,1,0.4\nB,1,40\n")
    assert "PS436 'Return rate' holds 0.4 and 40: which of them are percentages?" in said


WEEK = "2024-06-03,a,1,1,{}\n"


@pytest.mark.parametrize(
    ("table", "text", "expected"),
    [
        ("daily", "Date,key,value\n2024-06-01,a,{}\n2024-06-02,a,{}\n", None),
        ("daily", "Date,key,value\n2024-06-01,a,{}\n2024-06-02,b,{}\n", (0.08, 8.5)),
        ("daily", "Date,加购人数\n2024-06-01,{}\n2024-06-02,{}\n", None),
        ("ad_weeks", "week,channel,spend,sales,orders\n" + WEEK + WEEK, None),
    ],
)
def test_a_percentage_beside_a_plain_number_is_asked_about(
    table: str, text: str, expected: tuple[float, float] | None, tmp_path: Path
) -> None:
    text = text.format("8%", "8.5")
    if expected is None:
        said = asked(tmp_path, table, text)
        assert "holds 8% and 8.5: is 8.5 a percentage?" in said
        assert said.count("PS436") == 1
    else:
        assert load(tmp_path, table, text).columns["value"] == expected


WIDE = """店铺日报,,,,,
导出时间：2024-06-30,,,,,
统计日期,支付金额(万元),访客数,支付买家数,加购人数,支付转化率
2024-06-01,1.23456,"3,456",120,300,3.47%
2024-06-02,-,3000,100,,3.33%
合计,1.23456,6456,220,300,-
"""


def test_a_wide_file_becomes_a_row_a_number(tmp_path: Path) -> None:
    data = load(tmp_path, "日数据[渠道=天猫]", WIDE)
    rows = zip(*(data.columns[id_] for id_ in ("date", "key", "value")), strict=True)
    first, second = dt.date(2024, 6, 1), dt.date(2024, 6, 2)
    assert list(rows) == [
        (first, "gmv", 12345.6),
        (first, "uv", 3456),
        (first, "buyers", 120),
        (first, "carts", 300),
        (second, "uv", 3000),
        (second, "buyers", 100),
    ]
    assert set(data.columns["channel"]) == {"天猫"}
    assert data.account is not None
    assert data.account.left == ("支付转化率",)
    assert data.account.missing == {"支付金额(万元)": 1, "加购人数": 1}
    assert data.account.header_row == 3


def test_two_columns_of_a_wide_file_under_the_same_words_are_refused(tmp_path: Path) -> None:
    text = "日期,成交金额,成交金额,成交人数\n2024-06-01,100,90,5\n"
    said = asked(tmp_path, "日数据[渠道=抖音]", text)
    assert "PS407 columns B and C are both called '成交金额'" in said


LONG = """日期,指标键,渠道,数值
2024-06-01,gmv,天猫,10
2024-06-01,uv,天猫,1
2024-06-01,gmv,京东,20
2024-06-01,uv,京东,2
"""


@pytest.mark.parametrize(
    "text",
    [
        ",天猫,,京东,\n日期,支付金额,访客数,支付金额,访客数\n2024-06-01,10,1,20,2\n",
        ",支付金额,,访客数,\n日期,天猫,京东,天猫,京东\n2024-06-01,10,20,1,2\n",
        "日期,天猫-支付金额,天猫-访客数,京东-支付金额,京东-访客数\n2024-06-01,10,1,20,2\n",
        "日期,支付金额(天猫),支付金额(京东),访客数(天猫),访客数(京东)\n2024-06-01,10,20,1,2\n",
        "日期,渠道,支付金额,访客数\n2024-06-01,天猫,10,1\n2024-06-01,京东,20,2\n",
        LONG,
    ],
)
def test_channels_stand_above_beside_or_before_the_metrics(tmp_path: Path, text: str) -> None:
    data = load(tmp_path, "daily", text)
    rows = zip(*(data.columns[id_] for id_ in ("key", "channel", "value")), strict=True)
    assert sorted(rows) == [
        ("gmv", "京东", 20),
        ("gmv", "天猫", 10),
        ("uv", "京东", 2),
        ("uv", "天猫", 1),
    ]


def test_a_file_about_one_name_has_a_column_for_each_group(tmp_path: Path) -> None:
    text = "日期,天猫,京东,合计\n2024-06-01,10,20,30\n"
    data = load(tmp_path, "daily[key=gmv]", text)
    assert data.columns["key"] == ("gmv", "gmv")
    assert data.columns["channel"] == ("天猫", "京东")
    assert data.columns["value"] == (10, 20)


def test_a_title_over_everything_is_no_channel(tmp_path: Path) -> None:
    text = ",交易概况,,流量概况\n日期,支付金额,支付买家数,访客数\n2024-06-01,10,3,1\n"
    assert load(tmp_path, "daily", text).columns["channel"] == (None, None, None)


LINES = (
    "Name,Email,Financial Status,Paid at,Total,Created at,Lineitem name,Refunded Amount\n"
    "#1001,ann@example.com,paid,2024-06-01 09:15:22 -0400,65.00,2024-06-01,Mug,0.00\n"
    "#1001,ann@example.com,,,,2024-06-01,Plate,\n"
    "#1002,Bob@example.com,refunded,2024-06-02 23:50:00 -0400,25.00,2024-06-02,Mug,25.00\n"
    "#1003,Ann@Example.com,paid,2024-06-20 10:00:00 -0400,40.00,2024-06-20,Plate,0.00\n"
)


def test_the_lines_of_an_order_are_one_row_and_no_address_is_taken(tmp_path: Path) -> None:
    data = load(tmp_path, "orders", LINES)
    assert data.columns["order"] == ("#1001", "#1002", "#1003")
    assert data.columns["amount"] == (65, 25, 40)
    assert data.columns["refund"] == (0, 25, 0)
    ann, bob, again = data.columns["customer"]
    assert ann == again != bob
    assert not any("example" in str(value) for column in data.columns.values() for value in column)
    assert [notice.code for notice in data.notices] == ["PS445", "PS443"]


def test_amounts_of_lines_are_added_up_as_functions_rfm_does(tmp_path: Path) -> None:
    text = (
        "order,customer,paid_on,amount\n1,a,2024-05-03,0.1\n1,,2024-05-01,0.2\n2,b,2024-05-01,5\n"
    )
    data = load(tmp_path, "orders", text)
    assert data.columns["amount"] == (0.3, 5)
    assert data.columns["paid_on"] == (dt.date(2024, 5, 1), dt.date(2024, 5, 1))
    differing = text.replace("1,,", "1,c,")
    assert "PS434 'c' is not 'a' of row 2" in asked(tmp_path, "orders", differing)


def test_a_second_file_is_added_and_what_both_have_stands_once(tmp_path: Path) -> None:
    head = "order,customer,paid_on,amount\n"
    one, two = "1,a,2024-05-01,5\n", "2,b,2024-05-02,6\n"
    data = load(tmp_path, "orders", head + one, head + one + two)
    assert data.columns["order"] == ("1", "2")
    assert [notice.code for notice in data.notices] == ["PS444"]
    said = asked(tmp_path, "orders", head + one, head + one.replace(",5", ",7"))
    assert "1.csv row 2: PS434 key '1' stands in row 2 of 0.csv already" in said


def test_of_two_names_of_a_field_that_of_the_platform_counts(tmp_path: Path) -> None:
    header = "日期,成交金额,用户支付金额,成交订单数,商品点击人数"
    doudian = f"{header}\n2024/06/01,32000,31000,150,9000\n"
    data = load(tmp_path, "日数据[渠道=抖音]", doudian)
    paid = [value for key, value in zip(data.columns["key"], data.columns["value"], strict=True)
            if key == "gmv"]  # fmt: skip
    assert paid == [31000]
    assert data.account is not None
    assert "成交金额" in data.account.left


def test_names_of_ones_own_are_found_too(tmp_path: Path) -> None:
    own = tmp_path / "names.yaml"
    own.write_text("order_amount: [Umsatz]\norders[customer]: {ERP: [Kunde]}\npersonal: [Ort]\n")
    text = "Order ID,Kunde,Paid at,Umsatz,Ort\n1,a,2024-05-01,5,Bonn\n"
    data = load(tmp_path, "orders", text, hints=FileHints(names=read_names(own)))
    assert (data.columns["customer"], data.columns["amount"]) == (("a",), (5,))
    assert data.account is not None
    assert data.account.personal == ("Ort",)
    own.write_text("paid_amout: [Umsatz]\n")
    with pytest.raises(DataError, match=r"no field 'paid_amout'(.|\n)*did you mean 'paid_amount'"):
        read_names(own)


def earlier(folder: Path, **more: object) -> Path:
    """A workbook that was built and, in the meantime, filled."""
    book = folder / "old.xlsx"
    build("target-breakdown", book, locale="zh-CN", **more)  # type: ignore[arg-type]
    return book


@pytest.mark.parametrize("source", ["", "#渠道", "#channels", "#CHANNELS"])
def test_a_table_of_an_earlier_workbook_is_found_by_its_id(tmp_path: Path, source: str) -> None:
    book = earlier(tmp_path)
    blueprint = read_blueprint(BLUEPRINTS / "target-breakdown.yaml")
    loaded = load_data(blueprint, {"channels": f"{book}{source}"}, "en")
    rows = loaded.rows["channels"]
    sample = blueprint.table("channels")
    assert sample is not None
    assert rows.height == len(sample.sample) == 4
    assert rows.columns["share"] == tuple(
        float(row.cells["share"].en.rstrip("%")) / 100 for row in sample.sample
    )
    (account,) = loaded.accounts
    assert (account.file, account.header_row) == ("old.xlsx#渠道", 19)


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_an_earlier_workbook_has_its_sheets_and_tables_by_their_names_in_any_language(
    tmp_path: Path, locale: Locale
) -> None:
    book = tmp_path / "old.xlsx"
    build("target-breakdown", book, locale=locale)
    blueprint = read_blueprint(BLUEPRINTS / "target-breakdown.yaml")
    for named in ("渠道", "渠道分解", "Channels", "channels", "channels_sheet"):
        loaded = load_data(blueprint, {"channels": f"{book}#{named}"}, "en")
        assert loaded.rows["channels"].height == 4
    loaded = load_data(blueprint, {"weights": f"{book}#月度权重"}, "en")
    assert loaded.rows["weights"].height == 12


def test_what_stands_below_a_table_of_an_earlier_workbook_is_left_alone(tmp_path: Path) -> None:
    book = earlier(tmp_path)
    blueprint = read_blueprint(BLUEPRINTS / "target-breakdown.yaml")
    loaded = load_data(blueprint, {"月度权重": str(book)}, "en")
    assert loaded.rows["weights"].height == 12
    assert "PS410" not in [notice.code for notice in loaded.notices]


def test_a_sheet_or_table_that_is_not_there_gets_a_suggestion(tmp_path: Path) -> None:
    book = earlier(tmp_path)
    blueprint = read_blueprint(BLUEPRINTS / "target-breakdown.yaml")
    with pytest.raises(DataError, match=r"no sheet 'chanels'(.|\n)*did you mean 'channels'"):
        load_data(blueprint, {"channels": f"{book}#chanels"}, "en")


def test_every_sheet_of_a_workbook_is_read_where_it_fits(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "months.xlsx")
    for title, rows in (
        ("说明", [["随便写写"]]),
        ("6月", [["order", "customer", "paid_on", "amount"], ["1", "a", "2024-06-01", 5]]),
        ("7月", [["order", "customer", "paid_on", "amount"], ["2", "b", "2024-07-01", 6]]),
    ):
        sheet = book.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    blueprint = read_blueprint(BLUEPRINTS / "rfm-segmentation.yaml")
    loaded = load_data(blueprint, {"订单": f"{tmp_path}/months.xlsx#*"}, "en")
    assert loaded.rows["orders"].columns["order"] == ("1", "2")
    with pytest.raises(DataError, match="PS405 no sheet names the columns of table 'order_states'"):
        load_data(blueprint, {"order_states": f"{tmp_path}/months.xlsx#*"}, "en")


def test_a_table_is_named_by_its_title_too(tmp_path: Path) -> None:
    blueprint = read_blueprint(BLUEPRINTS / "rfm-segmentation.yaml")
    for name in ("订单", "Orders", "orders", " ORDERS"):
        table, _ = find_table(blueprint, name, [])
        assert table is not None
        assert table.id == "orders"
    problems: list[Problem] = []
    assert find_table(blueprint, "定单", problems) == (None, {})
    assert find_table(blueprint, "orders[colour=red]", problems)[1] == {}
    assert [problem.code for problem in problems] == ["PS313", "PS313"]
    assert "orders (Orders)" in (problems[0].hint or "")


def test_messages_are_told_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    """Nothing that data can bring about is told in English to who asked for Chinese."""
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "商品SKU,库存量,售价(元),状态,上架日期,退货率,进货价(元)\n"
        "A,多,1,再售,soon,200%,5个\nA,1.5,-2,在售,2024-13-01,1%,#N/A\n,1,1,在售,5月1日,1%,1e999\n",
        encoding="utf-8",
    )
    ran = CliRunner().invoke(
        cli, ["build", "sku-management", "--data", f"skus={bad}", "--locale", "zh-CN"]
    )
    assert ran.exit_code == 1
    assert len(ran.stderr.splitlines()) > 10
    english = re.compile(r"\b(is|not|the|write|row|and|help|warning)\b")
    assert [line for line in ran.stderr.splitlines() if english.search(line)] == []


def test_the_account_is_told_and_printed_as_json(tmp_path: Path) -> None:
    file = tmp_path / "日报.csv"
    file.write_text(WIDE, encoding="gb18030")
    words = ["build", "monitoring-board", "--data", f"日数据[渠道=天猫]={file}", "--locale"]
    out = ["-o", str(tmp_path / "m.xlsx"), "--force", "--as-of", "2024/6/2"]
    told = CliRunner().invoke(cli, [*words, "zh-CN", *out]).stderr
    assert "日报.csv → daily：读 3 行，成 6 行" in told
    assert "GB18030, 以“,”分隔, 小数点“.”, 表头在第 3 行" in told
    assert "未用  支付转化率" in told
    assert "缺值  支付金额(万元) 1, 加购人数 1" in told
    printed = json.loads(CliRunner().invoke(cli, [*words, "en", *out, "--json"]).stdout)
    assert printed["data"][0]["used"]["访客数"] == "uv"
    assert printed["data"][0]["missing"] == {"支付金额(万元)": 1, "加购人数": 1}
    assert printed["tables"]["daily"] == 6


@pytest.mark.parametrize("written", ["2026年{}月", "2026-{}", "2026/0{}", "{}月", "{}月份", "{}"])
def test_a_month_of_a_list_is_known_however_it_is_written(tmp_path: Path, written: str) -> None:
    rows = "".join(f"{written.format(month)},{month}00\n" for month in (3, 1))
    data = load(tmp_path, "weights", "月份,上年GMV(元)\n" + rows, name="target-breakdown")
    assert data.columns["last_gmv"][:3] == (100, None, 300)


def test_lines_that_repeat_a_total_are_wondered_at(tmp_path: Path) -> None:
    head = "order,customer,paid_on,amount\n"
    lines = "1,a,2024-05-01,9\n1,a,2024-05-01,9\n2,b,2024-05-01,7\n2,b,2024-05-01,7\n"
    (notice,) = load(tmp_path, "orders", head + lines).notices
    assert notice.hint == "each row says the same: if that is the total, take the further rows out"
    (notice,) = load(tmp_path, "orders", head + lines.replace(",7", ",3", 1)).notices
    assert notice.hint is None


def test_rows_that_stand_twice_are_refused_where_that_is_asked(tmp_path: Path) -> None:
    path = tmp_path / "daily.csv"
    path.write_text(
        "date,key,channel,value\n2026-05-01,gmv,JD,9\n2026-05-01,gmv,JD,9\n2026-05-02,gmv,JD,9\n",
        encoding="utf-8",
    )
    with pytest.raises(DataError) as told:
        build("monitoring-board", tmp_path / "b.xlsx", data={"daily": path}, duplicates="refuse")
    [problem] = told.value.problems
    assert problem.code == "PS443"
    assert "'2026-05-01 / gmv / JD' in row 2, 3" in str(problem)
    assert not (tmp_path / "b.xlsx").exists()


TRADITIONAL = """單位：萬元
商品編號,商品名稱,進貨價,售價,庫存量,30天銷量,上架日期
A-01,嬰兒推車,0.05,0.08,"1,200",60,2024-05-01
B-02,奶瓶,0.001,0.002,900,30,2024-05-02
合計,,,,"2,100",90,
備註：價格都含稅
"""


def test_traditional_headers_units_and_totals_are_known(tmp_path: Path) -> None:
    data = load(tmp_path, "skus", TRADITIONAL, encoding="big5")
    assert data.columns["sku"] == ("A-01", "B-02")
    assert data.columns["name"] == ("嬰兒推車", "奶瓶")
    assert (data.columns["cost"], data.columns["stock"]) == ((500, 10), (1200, 900))
    assert data.columns["sales_30d"] == (60, 30)


def test_a_header_in_both_scripts_is_told_and_not_chosen_between(tmp_path: Path) -> None:
    said = asked(tmp_path, "skus", "SKU,商品名称,商品名稱,库存\nA,推车,嬰兒推車,1\n")
    assert "PS407 '商品名称' and '商品名稱' both fill column 'name'" in said


def test_traditional_words_are_items_numbers_and_amounts(tmp_path: Path) -> None:
    text = "訂單編號,客戶,付款日期,實付金額(臺幣)\n1,a,2024-06-01,3.5萬\n"
    assert "PS455 '實付金額(臺幣)' says TWD" in asked(tmp_path, "orders", text)
    data = load(tmp_path, "orders", text, hints=FileHints(rates={"TWD": 0.22}))
    assert data.columns["amount"] == (7700,)


def test_a_scale_alone_in_a_header_multiplies_what_is_counted(tmp_path: Path) -> None:
    data = load(tmp_path, "skus", "SKU,进货价(万),库存(千),30天销量(k)\nA,0.05,1.2,0.3\n")
    told = [data.columns[id_] for id_ in ("cost", "stock", "sales_30d")]
    assert told == [(500,), (1200,), (300,)]
    assert [notice.code for notice in data.notices] == ["PS438"] * 3
    wide = "Date,支付金额(万),访客数\n2024-06-01,3.5,1200\n"
    assert load(tmp_path, "daily", wide).columns["value"] == (35_000, 1200)


@pytest.mark.parametrize("written", ["5 pct", "5percent", "5百分比", "5%"])
def test_a_percentage_in_words_is_a_hundredth(written: str, tmp_path: Path) -> None:
    text = f"SKU,Stock,Return rate\nA,1,{written}\n"
    assert load(tmp_path, "skus", text).columns["return_rate"] == (0.05,)


def test_a_header_that_stands_again_on_the_next_page_is_no_row(tmp_path: Path) -> None:
    head = "SKU,Name,Cost (CNY),Stock,Listed"
    text = f"{head}\nA,Cup,5,1,2024-05-01\n{head}\nB,Mug,6,2,2024-05-02\n"
    data = load(tmp_path, "skus", text)
    assert data.columns["sku"] == ("A", "B")
    assert [notice.code for notice in data.notices][:1] == ["PS410"]
    assert "the header once more: row 3" in data.notices[0].message
