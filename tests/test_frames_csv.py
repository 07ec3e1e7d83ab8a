from __future__ import annotations

import contextlib
import datetime
import time
import tracemalloc
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frame_tables import BLUEPRINT, CHANNELS, GOALS, SKUS, WEIGHTS
from plansheets.blueprint.model import Table
from plansheets.errors import DataError, Problem
from plansheets.frames.csv import escaped, read_csv
from plansheets.frames.load import load_table
from plansheets.frames.table_data import TableData
from plansheets.frames.work import MOST_PROBLEMS
from plansheets.words import Locale


def load(folder: Path, text: str, table: Table = SKUS, encoding: str = "utf-8") -> TableData:
    file = folder / "data.csv"
    file.write_bytes(text.encode(encoding))
    return load_table(file, table, BLUEPRINT)


def problems(
    folder: Path, text: str, table: Table = SKUS, encoding: str = "utf-8"
) -> tuple[Problem, ...]:
    with pytest.raises(DataError) as caught:
        load(folder, text, table, encoding)
    return caught.value.problems


def codes(found: tuple[Problem, ...]) -> list[str]:
    return [problem.code for problem in found]


PLAIN = "商品SKU,商品名称,库存量\n00123,连体衣,200\nMB002,温奶器,80\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-32"])
def test_every_encoding_of_an_export_is_recognised(tmp_path: Path, encoding: str) -> None:
    data = load(tmp_path, PLAIN, encoding=encoding)
    assert data.columns["sku"] == ("00123", "MB002")
    assert data.columns["name"] == ("连体衣", "温奶器")
    assert data.columns["stock"] == (200, 80)
    assert data.height == 2


def test_rare_characters_of_gb18030_are_read(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Name\n1,㐀𠀀€\n", encoding="gb18030")
    assert data.columns["name"] == ("㐀𠀀€",)


def test_one_bad_byte_does_not_turn_utf8_into_another_encoding(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes(PLAIN.encode() + b"MB003,\xff,1\n")
    with pytest.raises(DataError) as caught:
        load_table(file, SKUS, BLUEPRINT)
    assert str(caught.value) == (
        "data.csv: PS402 the text is not whole UTF-8: a byte in line 4 does not belong\n"
        "  = help: save it again as 'CSV UTF-8'"
    )


@pytest.mark.parametrize(
    "data", ["é,à\n".encode("latin-1"), "商品SKU,a\n".encode("utf-16-le"), b"\x80\x81\xff"]
)
def test_an_unknown_encoding_is_refused(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes(data)
    with pytest.raises(DataError) as caught:
        load_table(file, SKUS, BLUEPRINT)
    assert codes(caught.value.problems) == ["PS402"]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_the_separator_is_the_one_that_shows_the_header(tmp_path: Path, separator: str) -> None:
    text = PLAIN.replace(",", separator).replace("200", '"1,200"')
    assert load(tmp_path, text).columns["stock"] == (1200, 80)


def test_a_declared_separator_is_believed(tmp_path: Path) -> None:
    assert load(tmp_path, "sep=|\nSKU|Stock\n1|2\n").columns["stock"] == (2,)


def test_a_quoted_line_break_does_not_shift_row_numbers(tmp_path: Path) -> None:
    found = problems(tmp_path, 'SKU,Name,Stock\n1,"a\nb",2\n2,c,x\n')
    assert [problem.where for problem in found] == ["data.csv row 3, 'Stock'"]


def test_a_text_longer_than_any_field_is_told_as_too_long_and_not_as_an_open_quote(
    tmp_path: Path,
) -> None:
    [found] = problems(tmp_path, f"SKU,Name,Stock\n1,{'x' * 200_000},2\n")
    assert (found.code, found.where) == ("PS429", "data.csv row 2")
    assert "200,000" in found.message
    [found] = problems(tmp_path, 'SKU,Name,Stock\n1,"' + "a,2\n" * 50_000)
    assert (found.code, found.where) == ("PS413", "data.csv row 2")


def test_an_open_quote_is_refused_where_it_opens(tmp_path: Path) -> None:
    found = problems(tmp_path, 'SKU,Name,Stock\n1,a,2\n2,"b,3\n3,c,4\n4,d,5')
    assert [(problem.code, problem.where) for problem in found] == [("PS413", "data.csv row 3")]


def test_a_row_of_more_values_than_the_header_names_is_refused(tmp_path: Path) -> None:
    found = problems(tmp_path, "SKU,Stock\n1,20\n2,1,049\n3,30,,\n4,40,-,x\n")
    assert [(one.code, one.where) for one in found] == [
        ("PS417", "data.csv row 3"),
        ("PS417", "data.csv row 5"),
    ]
    assert load(tmp_path, "SKU,Stock,\n1,20,\n2,30,x\n").columns["stock"] == (20, 30)


def test_thirty_thousand_columns_are_a_matter_of_a_second(tmp_path: Path) -> None:
    columns = 30_000
    header = ",".join(("SKU", "Stock", *(f"c{number}" for number in range(columns))))
    asked = time.process_time()
    assert load(tmp_path, f"{header}\n1,20{',' * columns}\n").columns["stock"] == (20,)
    assert time.process_time() - asked < 2.5


def test_a_line_of_more_columns_than_any_sheet_has_is_refused_before_it_is_taken_apart(
    tmp_path: Path,
) -> None:
    wide = ",x" * 2_000_000
    asked = time.process_time()
    (found,) = problems(tmp_path, f"SKU,Stock\n1,20\n2,30{wide}\n")
    assert (found.code, found.where) == ("PS412", "data.csv line 3")
    assert "2,000,002 columns" in found.message
    (found,) = problems(tmp_path, f"SKU,Stock{wide}\n1,20\n")
    assert found.code == "PS412"
    assert time.process_time() - asked < 2.5
    commas = "," * 20_000
    assert load(tmp_path, f'SKU,Stock\n"{commas}",20\n').columns["sku"] == (commas,)


def test_zero_bytes_are_told_before_all_of_them_are_read(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    with file.open("wb") as stream:
        stream.truncate(400_000_000)
    tracemalloc.start()
    with pytest.raises(DataError, match="PS402 the file holds zero bytes"):
        read_csv(file, len)
    assert tracemalloc.get_traced_memory()[1] < 10_000_000
    tracemalloc.stop()


def test_business_adviser_goods_report_is_read(tmp_path: Path) -> None:
    """生意参谋: junk rows above the header, grouped numbers, '-' for missing, ids of 12 digits."""
    data = load(
        tmp_path,
        "生意参谋-商品排行\n统计时间:2024-05-01 ~ 2024-05-01\n\n"
        "统计日期,商品ID,商品名称,货号,商品状态,商品访客数,支付件数,支付金额,商品支付转化率\n"
        '2024-05-01,610000123456,婴儿连体衣,-,当前在线,"1,234",120,"11,880.00",12.30%\n'
        '2024-05-01,="610000123457",智能温奶器,-,当前在线,-,-,-,-\n',
    )
    assert data.columns["sku"] == ("610000123456", "610000123457")
    assert data.columns["listed"] == (datetime.date(2024, 5, 1),) * 2
    assert data.columns["sales"] == (120, None)
    assert data.columns["amount"] == (11880, None)
    assert data.columns["returns"] == (0.123, None)
    assert [(notice.message, notice.hint) for notice in data.notices] == [
        ("column '商品状态' is not in table 'skus'", "did you mean '状态'?"),
    ]
    assert data.account is not None
    assert data.account.left == ("货号", "商品状态", "商品访客数")


def test_tmall_order_export_is_read(tmp_path: Path) -> None:
    """天猫: GBK, headers with trailing spaces, ids behind ="…"."""
    data = load(
        tmp_path,
        '商品ID ,商品名称 ,上架日期 ,售价(元) \r\n="00610",连体衣 ,2024-05-01 00:00:00,99.00\r\n'
        '="00611",温奶器,,299.00\r\n',
        encoding="gbk",
    )
    assert data.columns["sku"] == ("00610", "00611")
    assert data.columns["name"] == ("连体衣", "温奶器")
    assert data.columns["listed"] == (datetime.date(2024, 5, 1), None)
    assert data.columns["price"] == (99, 299)
    assert data.notices == ()


def test_jd_sku_report_is_read(tmp_path: Path) -> None:
    """京东商智: tabs, compact days, a totals row."""
    data = load(
        tmp_path,
        "时间\tSKU\tSKU名称\t一级类目\t成交金额\t成交商品件数\n"
        "20240501\t100012043978\t纸尿裤\t母婴\t69,650.00\t350\n"
        "20240501\t合计\t\t\t69,650.00\t350\n",
        encoding="gb18030",
    )
    assert data.columns["sku"] == ("100012043978",)
    assert data.columns["amount"] == (69650,)
    assert [(n.code, n.message) for n in data.notices] == [("PS411", "left out as totals: row 3")]


def test_a_column_the_file_lacks_is_blank(tmp_path: Path) -> None:
    data = load(tmp_path, PLAIN)
    assert data.columns["price"] == (None, None)
    assert "sell_through" not in data.columns


def test_a_computed_column_is_not_read(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Stock,动销率\n1,2,60%\n")
    assert [(n.code, n.level) for n in data.notices] == [("PS409", "warning")]
    assert "sell_through" not in data.columns


def test_a_misspelt_column_is_reported_with_the_nearest_name(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Stock,Prise\n1,2,3\n")
    assert [str(notice) for notice in data.notices] == [
        (
            "data.csv: PS408 warning: column 'Prise' is not in table 'skus'\n"
            "  = help: did you mean 'Price'?"
        )
    ]


def test_a_unit_in_brackets_does_not_hide_a_column(tmp_path: Path) -> None:
    data = load(tmp_path, "商品SKU,进货价（元）,售价(含税)\n1,50,99\n")
    assert data.columns["cost"] == (50,)
    assert data.columns["price"] == (None,)


def test_a_unit_in_brackets_is_counted_in(tmp_path: Path) -> None:
    data = load(tmp_path, "商品SKU,进货价(万元),退货率(%),售价(千元)\n1,1.2,12.5,3千\n")
    assert data.columns["cost"] == (12000,)
    assert data.columns["returns"] == (0.125,)
    assert data.columns["price"] == (3000,)
    assert [notice.code for notice in data.notices] == ["PS438"] * 3


def test_a_column_that_counts_in_another_unit_keeps_it(tmp_path: Path) -> None:
    header = "渠道,周期,成交额({unit})\n天猫,1,{value}\n"
    for unit, value, expected in (
        ("万元", "2000", 2000),
        ("元", "2000", 0.2),
        ("万元", "3万", 3),
        ("元", "3万元", 3),
        ("亿元", "0.2", 2000),
    ):
        data = load(tmp_path, header.format(unit=unit, value=value), CHANNELS)
        assert data.columns["gmv"] == (expected,), (unit, value)


def test_two_columns_for_one_are_a_problem(tmp_path: Path) -> None:
    found = problems(tmp_path, "商品SKU,SKU,Stock\n1,1,2\n")
    assert [str(problem) for problem in found] == [
        (
            "data.csv columns A and B: PS407 '商品SKU' and 'SKU' both fill column 'sku'\n"
            "  = help: rename or remove one of them"
        )
    ]


def test_a_label_beats_an_alias(tmp_path: Path) -> None:
    data = load(tmp_path, "商品ID,商品SKU,库存量\n610,A1,2\n")
    assert data.columns["sku"] == ("A1",)
    assert data.account is not None
    assert data.account.left == ("商品ID",)
    found = problems(tmp_path, "商品ID,宝贝ID,库存量\n610,A1,2\n")
    assert codes(found) == ["PS407"]


def test_a_key_column_must_be_there(tmp_path: Path) -> None:
    found = problems(tmp_path, "商品SKV,库存量,售价\n1,2,3\n")
    assert [(problem.code, problem.level, problem.hint) for problem in found] == [
        ("PS406", "error", "did you mean '商品SKV'?"),
        ("PS408", "warning", "did you mean '商品SKU'?"),
    ]
    assert found[0].message == "no column '商品SKU' (sku), which every row needs"


@pytest.mark.parametrize(
    ("locale", "shown", "listed"),
    [("zh-CN", "'商品SKU' (sku)", "'商品SKU', '"), ("en", "'SKU' (sku)", "'SKU', '")],
)
def test_columns_are_named_in_the_language_asked_for(
    locale: Locale, shown: str, listed: str, tmp_path: Path
) -> None:
    file = tmp_path / "data.csv"
    for text, code, words in (
        ("库存量,售价\n2,3\n", "PS406", shown),
        ("a,b\n1,2\n", "PS405", listed),
    ):
        file.write_text(text, "utf-8")
        with pytest.raises(DataError) as caught:
            load_table(file, SKUS, BLUEPRINT, locale)
        assert caught.value.problems[0].code == code
        assert words in str(caught.value.problems[0])
    file.write_text("商品SKV,库存量,售价\n1,2,3\n", "utf-8")
    with pytest.raises(DataError, match="help: did you mean '商品SKV'"):
        load_table(file, SKUS, BLUEPRINT, locale)


def test_a_file_without_a_header_is_refused(tmp_path: Path) -> None:
    assert codes(problems(tmp_path, "a,b\n1,2\n")) == ["PS405"]
    assert codes(problems(tmp_path, "")) == ["PS405"]


def test_a_header_below_fifty_rows_is_not_looked_for(tmp_path: Path) -> None:
    assert load(tmp_path, "x\n" * 49 + PLAIN).height == 2
    assert codes(problems(tmp_path, "x\n" * 50 + PLAIN)) == ["PS405"]


def test_every_bad_cell_is_reported_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "导出\nSKU,Stock,Price,Status,Listed on\n"
        "1,abc,-2,sold,tomorrow\n,1.5,3,On sale,\n1,2,3,,\n",
    )
    assert [(problem.where, problem.code) for problem in found] == [
        ("data.csv row 3, 'Stock'", "PS420"),
        ("data.csv row 3, 'Price'", "PS423"),
        ("data.csv row 3, 'Status'", "PS426"),
        ("data.csv row 3, 'Listed on'", "PS424"),
        ("data.csv row 4, 'SKU'", "PS433"),
        ("data.csv row 4, 'Stock'", "PS422"),
        ("data.csv row 5, 'SKU'", "PS434"),
    ]


def test_a_long_list_of_problems_is_cut_and_counted(tmp_path: Path) -> None:
    found = problems(tmp_path, "SKU,Stock\n" + "".join(f"{i},x\n" for i in range(1_434)))
    assert len(found) == MOST_PROBLEMS + 1
    assert (found[-1].code, found[-1].message) == ("PS415", "and 1,234 more problems")


def test_duplicate_keys_are_found_exactly(tmp_path: Path) -> None:
    text = "SKU,Stock\n00123,1\n123,2\nab,3\nAB,4\na*,5\n 00123 ,6\n"
    found = problems(tmp_path, text)
    assert [str(problem) for problem in found] == [
        (
            "data.csv row 7, 'SKU': PS434 key '00123' stands in row 2 already\n"
            "  = help: a key names one row: remove or rename one of the two"
        )
    ]


def test_a_key_of_two_columns_is_compared_whole(tmp_path: Path) -> None:
    header = "channel,period,成交额\n"
    assert load(tmp_path, header + "a,1,1\na,2,1\nb,1,1\n", CHANNELS).height == 3
    found = problems(tmp_path, header + "a,1,1\na,2,1\na,1,1\n", CHANNELS)
    assert [problem.message for problem in found] == ["key 'a / 1' stands in row 2 already"]


def test_blank_rows_are_left_out_and_named_unless_they_trail(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Stock\n1,2\n,\n-,-\n2,3\n,\n \n\n")
    assert data.columns["sku"] == ("1", "2")
    assert [notice.message for notice in data.notices] == [
        "left out, because nothing stands in the table's columns: row 3, 4"
    ]


def test_a_note_below_the_table_is_left_out_and_named(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Stock,Other\n1,2,\n,,source: back end\n")
    assert data.height == 1
    assert [notice.code for notice in data.notices] == ["PS410"]


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    data = load(tmp_path, 'SKU,Name\n1,"=HYPERLINK(""x"")"\n2,+1\n3,@a\n4,-b\n')
    assert data.columns["name"] == ('=HYPERLINK("x")', "+1", "@a", "-b")


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+a", "-b", "@SUM(1)", "\t=1", "--5", "'a", "-5", "a", "'=1", "''-a", "＝1+1", "'＋a"],
)
def test_what_is_escaped_for_spreadsheets_reads_back_as_it_was(tmp_path: Path, text: str) -> None:
    assert escaped(text).startswith(("'", "-5", "a"))
    data = load(tmp_path, f'SKU,Name\n1,"{escaped(text)}"\n')
    assert data.columns["name"] == (text.strip(),)


def test_control_characters_are_removed_and_named(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Name\n1,a\x07b\n")
    assert data.columns["name"] == ("ab",)
    assert [(n.code, n.message) for n in data.notices] == [
        ("PS430", "control characters were removed from 'Name' in row 2")
    ]


def test_a_bare_number_above_one_in_a_percent_column_is_pointed_out(tmp_path: Path) -> None:
    data = load(tmp_path, "SKU,Return rate\n1,12.5\n2,0.5\n3,150%\n")
    assert data.columns["returns"] == (12.5, 0.5, 1.5)
    assert [str(notice) for notice in data.notices] == [
        (
            "data.csv: PS436 warning: 'Return rate' holds numbers above 1 without a percent sign:"
            " 12.5 in row 2\n  = help: 12.5 is read as 1,250%; write 12.5% if that is meant"
        )
    ]


def test_a_value_brings_its_comparator_and_unit_along(tmp_path: Path) -> None:
    """The goals as their source document writes them."""
    data = load(
        tmp_path,
        "具体指标,目标值,完成时间\nGMV,2000万元,2024年Q4\n新增注册用户,30万,2024年Q2\n"
        "活动转化率,≥8%,2024年Q3\nCAC,≤50元,2024年Q2\n活动ROI,3:1,2024Q2\n新策略,＞＝2个,\n利润,¥5,\n",
        GOALS,
    )
    assert data.columns["target"] == (20_000_000, 300_000, 0.08, 50, 3, 2, 5)
    assert data.columns["comparator"] == (None, None, "ge", "le", None, "ge", None)
    assert data.columns["unit"] == ("cny", None, "share", "cny", "to_one", "pieces", "cny")


def test_a_unit_column_scales_bare_numbers(tmp_path: Path) -> None:
    data = load(
        tmp_path,
        "metric,comparator,target,actual,unit\nGMV,>=,2000,1900万,万元\nROI,≥,3,3.2:1,比\n"
        "rate,不低于,8%,7%,\n",
        GOALS,
    )
    assert data.columns["target"] == (20_000_000, 3, 0.08)
    assert data.columns["actual"] == (19_000_000, 3.2, 0.07)
    assert data.columns["comparator"] == ("ge", "ge", "ge")
    assert data.columns["unit"] == ("cny", "to_one", "share")


def test_a_value_may_not_contradict_its_unit_or_comparator(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        "metric,comparator,target,unit\na,≥,≤5,元\nb,,8%,元\nc,,5只,\nd,~,5,\ne,,5,打\n",
        GOALS,
    )
    assert [(problem.where, problem.code) for problem in found] == [
        ("data.csv row 2, 'target'", "PS437"),
        ("data.csv row 3, 'target'", "PS437"),
        ("data.csv row 4, 'target'", "PS421"),
        ("data.csv row 5, 'comparator'", "PS426"),
        ("data.csv row 6, 'unit'", "PS426"),
    ]


def test_a_bare_number_beside_a_percent_unit_is_pointed_out(tmp_path: Path) -> None:
    data = load(tmp_path, "metric,target,unit\na,8,%\nb,8%,%\nc,8,元\n", GOALS)
    assert data.columns["target"] == (8, 0.08, 8)
    assert [(n.code, n.message) for n in data.notices] == [
        ("PS436", "'target' holds numbers above 1 without a percent sign: 8 in row 2")
    ]


def test_rows_given_by_a_list_go_to_their_place(tmp_path: Path) -> None:
    data = load(tmp_path, "月,权重\n3月,5%\nm01,4.3%\nMonth 12,16.67%\n", WEIGHTS)
    assert data.height == 12
    assert data.columns["month"][:3] == ("m01", "m02", "m03")
    assert data.columns["weight"] == (0.043, None, 0.05, *(None,) * 8, 0.1667)


def test_a_row_of_a_list_stands_once(tmp_path: Path) -> None:
    assert codes(problems(tmp_path, "月,权重\n3月,5%\n3月,6%\n13月,1%\n", WEIGHTS)) == [
        "PS434",
        "PS426",
    ]


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 600, "PS403"),
        ("page.xls", b"<html><table></table></html>", "PS403"),
        ("text.xlsx", b"SKU,Stock\n", "PS403"),
        ("data.csv#Sheet1", None, "PS401"),
    ],
)
def test_what_a_file_is_decides_not_its_name(
    tmp_path: Path, name: str, content: bytes | None, expected: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(DataError) as caught:
        load_table(tmp_path / name, SKUS, BLUEPRINT)
    assert codes(caught.value.problems) == [expected]


fields = st.text('aA1,;\t"\n\r=-%≥万元:甲 \x00\x07', max_size=6) | st.sampled_from(
    ["商品SKU", "库存量", "Status", "退货率(%)", "在售", "合计", "-", "1,234", "nan", "#N/A"]
)


@given(st.lists(st.lists(fields, max_size=6), max_size=6), st.sampled_from(",;\t"))
def test_whatever_a_file_holds_it_is_read_or_refused(rows: list[list[str]], mark: str) -> None:
    text = "SKU,Stock,Status\n".replace(",", mark) + "\n".join(mark.join(row) for row in rows)
    with TemporaryDirectory() as folder, contextlib.suppress(DataError):
        data = load(Path(folder), text)
        assert {len(values) for values in data.columns.values()} == {data.height}


def test_a_missing_file_is_named_with_its_neighbour(tmp_path: Path) -> None:
    (tmp_path / "skus.csv").write_text(PLAIN, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_table(tmp_path / "sku.csv", SKUS, BLUEPRINT)
    assert caught.value.problems[0].hint == "did you mean 'skus.csv'?"
    with pytest.raises(DataError) as caught:
        load_table(tmp_path, SKUS, BLUEPRINT)
    assert codes(caught.value.problems) == ["PS401"]


def test_text_under_an_old_workbook_name_is_read(tmp_path: Path) -> None:
    file = tmp_path / "export.xls"
    file.write_text(PLAIN.replace(",", "\t"), encoding="gbk")
    assert load_table(file, SKUS, BLUEPRINT).height == 2


def test_more_rows_than_a_sheet_holds_are_refused_before_they_are_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plansheets.frames.csv._MOST_RECORDS", 40)
    kept: list[object] = []
    monkeypatch.setattr("plansheets.frames.csv.RawRows", lambda *given, **_: kept.append(given))
    rows = [f'MB{number:03},"two\nlines",{number}' for number in range(40)]
    header = "商品SKU,商品名称,库存量"
    for end in ("\n", "\r\n", "\r"):
        found = problems(tmp_path, end.join([header, *rows]))
        assert codes(found) == ["PS412"]
        assert "1,048,576" in found[0].message
    assert kept == []


def test_lines_within_quotes_and_blank_ones_are_no_rows_too_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plansheets.frames.csv._MOST_RECORDS", 40)
    rows = [f'MB{number:03},"two\nlines",{number}' for number in range(39)]
    text = "\n".join(["商品SKU,商品名称,库存量", *rows, *[",,"] * 30])
    assert load(tmp_path, text).height == 39


def test_an_open_quote_in_a_file_with_too_many_lines_is_told_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("plansheets.frames.csv._MOST_RECORDS", 40)
    rows = [f"MB{number:03},x,{number}" for number in range(60)]
    rows[9] = 'MB009,"x,9'
    assert codes(problems(tmp_path, "\n".join(["商品SKU,商品名称,库存量", *rows]))) == ["PS413"]
