"""What real exports have besides their numbers: titles, merged headers, marks, dashes, totals."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from plansheets.blueprint.read import read_blueprint
from plansheets.errors import DataError
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData
from plansheets.given import find_table

BLUEPRINTS = Path(__file__).parent.parent / "blueprints"


def load(path: Path, blueprint: str, asked: str) -> TableData:
    read = read_blueprint(BLUEPRINTS / f"{blueprint}.yaml")
    table, given = find_table(read, asked, [])
    assert table is not None
    return load_table(path, table, read, given=given)


def as_csv(folder: Path, text: str, encoding: str, suffix: str = ".csv") -> Path:
    path = folder / f"export{suffix}"
    path.write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return path


def codes(data: TableData) -> list[str]:
    return [notice.code for notice in data.notices]


def day(number: int) -> dt.date:
    return dt.date(2026, 3, number)


def test_a_title_a_header_of_two_merged_lines_and_days_without_signs(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["生意参谋 自助取数报表  店铺：某某旗舰店"],
        ["统计时间：2026-03-01至2026-03-02  数据更新：2026-03-04 09:00"],
        [],
        ["统计日期", "交易", None, "流量", None],
        [None, "支付金额", "成功退款金额", "访客数", "支付转化率"],
        ["20260301", "¥125,830.50", "-", "18,452", "2.82%"],
        ["20260302", "98,000.00", "--", "15,000", "2.73%"],
        ["合计", "223,830.50", "-", "33,452", "2.78%"],
    ):
        sheet.append(row)
    for merged in ("A1:E1", "A2:E2", "A4:A5", "B4:C4", "D4:E4"):
        sheet.merge_cells(merged)
    book.save(tmp_path / "sycm.xlsx")
    data = load(tmp_path / "sycm.xlsx", "monitoring-board", "daily[channel=天猫]")
    assert data.columns["date"] == (day(1), day(1), day(2), day(2))
    assert data.columns["key"] == ("gmv", "uv", "gmv", "uv")
    assert data.columns["value"] == (125830.5, 18452, 98000, 15000)
    assert set(data.columns["channel"]) == {"天猫"}
    assert codes(data) == ["PS411"]


def test_days_with_a_midnight_gbk_and_a_column_without_a_name(tmp_path: Path) -> None:
    path = as_csv(
        tmp_path,
        "商智报表,,,,\n时间,成交金额,访客数,成交转化率,\n"
        '2026-03-01 00:00:00,"32,100.00","5,020",4.18%,\n'
        "2026-03-02 00:00:00,--,4800,3.96%,\n总计,32100.00,9820,--,\n",
        "gb18030",
    )
    data = load(path, "monitoring-board", "daily[channel=京东]")
    assert data.columns["date"] == (day(1), day(1), day(2))
    assert data.columns["value"] == (32100, 5020, 4800)


def test_order_numbers_keep_their_digits(tmp_path: Path) -> None:
    for name, number in (("tab", "6920000000000000001\t"), ("quoted", '="6920000000000000001"')):
        path = as_csv(
            tmp_path,
            "订单编号,买家会员名,买家实际支付金额,订单状态,订单付款时间 ,联系手机,\n"
            f'{number},tb***1,"1,299.00",交易成功,2026-03-02 12:00:00,\'13800000000,\n',
            "gb18030",
            f"-{name}.csv",
        )
        data = load(path, "rfm-segmentation", "orders")
        assert data.columns["order"] == ("6920000000000000001",)
        assert data.columns["amount"] == (1299,)
        assert data.columns["paid_on"] == (dt.datetime.fromisoformat("2026-03-02 12:00:00"),)


def test_a_web_page_that_is_called_xls(tmp_path: Path) -> None:
    def row(cells: str, tag: str = "td") -> str:
        return "<tr>" + "".join(f"<{tag}>{one}</{tag}>" for one in cells.split("|")) + "</tr>"

    page = (
        "<html><head><meta http-equiv='Content-Type' content='text/html; charset=gb2312'></head>"
        "<body><table><tr><td colspan=4>巨量千川 投放报表</td></tr>"
        + row("时间|消耗(元)|成交订单数|成交订单金额(元)", "th")
        + row("2026-03-02|3,000.00|80|9,600.00")
        + row("总计|3,000.00|80|9,600.00")
        + "</table></body></html>"
    )
    data = load(as_csv(tmp_path, page, "gb18030", ".xls"), "budget-roi", "ad_weeks[channel=千川]")
    assert [data.columns[one] for one in ("week", "spend", "orders", "sales")] == [
        (day(2),), (3000,), (80,), (9600,),
    ]  # fmt: skip


def test_parts_of_conversions_and_campaigns_that_spent_nothing(tmp_path: Path) -> None:
    path = as_csv(
        tmp_path,
        'Campaign report\n"March 1, 2026 - March 14, 2026"\n'
        "Week\tCampaign\tCost\tConversions\tConv. value\n"
        '2026-03-02\tBrand\t"1,234.56"\t61.00\t"5,400.00"\n'
        "2026-03-02\tGeneric\t800.00\t20.50\t900.00\n"
        "2026-03-09\tBrand\t1,100.00\t55.00\t --\n"
        'Total: Account\t\t"3,134.56"\t136.50\t"6,300.00"\n',
        "utf-16",
    )
    data = load(path, "budget-roi", "ad_weeks[channel=Google Ads]")
    assert data.columns["spend"] == (2034.56, 1100)
    assert data.columns["orders"] == (81.5, 55)
    assert data.columns["sales"] == (6300, 0)
    assert codes(data) == ["PS411", "PS443", "PS448"]
    told = data.notices[-1].said("zh-CN")
    assert told.message == "“Conv. value”没有数的按 0 计：第 6 行"
    assert data.account is not None


def test_a_column_that_is_blank_in_every_row_is_asked_for(tmp_path: Path) -> None:
    from plansheets.errors import DataError

    path = as_csv(tmp_path, "日期,花费,总成交金额\n2026-03-02,100,--\n2026-03-09,200,--\n", "utf-8")
    with pytest.raises(DataError) as caught:
        load(path, "budget-roi", "ad_weeks[channel=万相台]")
    assert {problem.code for problem in caught.value.problems} == {"PS433"}


def test_many_rows_are_counted_in_the_readers_language(tmp_path: Path) -> None:
    lines = "".join(f"2026-03-{number:02},100,--\n" for number in range(2, 22))
    path = as_csv(tmp_path, f"日期,花费,总成交金额\n2026-03-01,100,5\n{lines}", "utf-8")
    told = load(path, "budget-roi", "ad_weeks[channel=万相台]").notices[-1]
    assert told.said("zh-CN").message.endswith(
        "第 3、4、5、6、7、8、9、10、11、12、13、14 等 20 行"
    )
    assert told.message.endswith("row 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14 and 8 more")


def test_a_row_of_units_below_the_header_holds_for_its_columns(tmp_path: Path) -> None:
    path = as_csv(
        tmp_path,
        "日期,计划名字,花费,点击率,总成交金额,总成交笔数\n"
        "日,,万元,%,（元）,笔\n"
        "2026-03-01,主推,0.12045,4.13,6010.00,41\n"
        "2026-03-02,拉新,-,2.73,1590.00,12\n",
        "gb18030",
    )
    data = load(path, "budget-roi", "ad_weeks[channel=万相台]")
    assert data.columns["week"] == (day(1), day(2))
    assert data.columns["spend"] == (1204.5, 0)
    assert data.columns["sales"] == (6010, 1590)
    assert codes(data) == ["PS438", "PS448"]
    assert data.account is not None
    assert data.account.rows_read == 2
    used = {
        "日期": "week",
        "花费(万元)": "spend",
        "总成交金额(元)": "sales",
        "总成交笔数(笔)": "orders",
    }
    assert data.account.used == used


def test_a_row_of_units_holds_for_the_columns_of_a_wide_file(tmp_path: Path) -> None:
    path = as_csv(tmp_path, "日期,用户支付金额,访客数\n,万元,人\n2026-03-01,1.25,310\n", "utf-8")
    data = load(path, "monitoring-board", "daily[channel=抖音]")
    assert dict(zip(data.columns["key"], data.columns["value"], strict=True)) == {
        "gmv": 12500,
        "uv": 310,
    }


def test_a_unit_that_the_header_says_too_counts_once(tmp_path: Path) -> None:
    text = "日期,花费(万元),总成交金额,总成交笔数\n,万元,元,笔\n2026-03-01,1.5,600,41\n"
    data = load(as_csv(tmp_path, text, "utf-8"), "budget-roi", "ad_weeks[channel=A]")
    assert data.columns["spend"] == (15000,)


def test_a_unit_that_its_column_cannot_have_is_refused(tmp_path: Path) -> None:
    text = "日期,花费,总成交金额,总成交笔数\n,元,次,笔\n2026-03-01,1,600,41\n"
    with pytest.raises(DataError) as caught:
        load(as_csv(tmp_path, text, "utf-8"), "budget-roi", "ad_weeks[channel=A]")
    (told,) = caught.value.problems
    assert (told.code, told.where) == ("PS421", "export.csv column C")
    assert "'次'" in told.message


def test_a_first_row_that_holds_more_than_units_is_data(tmp_path: Path) -> None:
    text = "日期,花费,总成交金额,总成交笔数\n2026-03-01,元,600,41\n"
    with pytest.raises(DataError) as caught:
        load(as_csv(tmp_path, text, "utf-8"), "budget-roi", "ad_weeks[channel=A]")
    assert [one.code for one in caught.value.problems] == ["PS420"]


def test_a_column_of_nothing_but_numbers_of_days_holds_days(tmp_path: Path) -> None:
    text = "日期,花费,总成交金额\n46082,1,2\n-,,\n46083.5,3,4\n"
    data = load(as_csv(tmp_path, text, "utf-8"), "budget-roi", "ad_weeks[channel=A]")
    noon = dt.datetime(2026, 3, 2, 12)  # noqa: DTZ001
    assert data.columns["week"] == (day(1), noon)
    assert "PS466" in codes(data)


@pytest.mark.parametrize("other", ["2026-03-02", "2026", "1461"])
def test_a_number_of_a_day_beside_other_days_is_refused_with_its_day(
    other: str, tmp_path: Path
) -> None:
    text = f"日期,花费,总成交金额\n46082,1,2\n{other},3,4\n"
    with pytest.raises(DataError) as caught:
        load(as_csv(tmp_path, text, "utf-8"), "budget-roi", "ad_weeks[channel=A]")
    told = caught.value.problems[0]
    assert (told.code, "2026-03-01" in str(told.hint)) == ("PS424", True)
