from __future__ import annotations

import contextlib
import datetime
import decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frame_tables import STATUS
from plansheets.blueprint.types import TYPES
from plansheets.frames.values import parse_value
from plansheets.plan.model import ErrorValue
from plansheets.values.days import EPOCH_1900, EPOCH_1904
from plansheets.values.numbers import BadValueError, Share
from plansheets.words import Words

DAY = datetime.date(2024, 5, 1)


def parse(written: object, type_: str, **more: Any) -> object:
    return parse_value(written, TYPES[type_], **more)


def code(written: object, type_: str, **more: Any) -> str:
    with pytest.raises(BadValueError) as caught:
        parse(written, type_, **more)
    return caught.value.code


@pytest.mark.parametrize(
    ("written", "type_", "value"),
    [
        ("1,234", "count", 1234),
        ("1,234,567.5", "money", 1234567.5),
        ("8.5万", "money", 85000),
        ("1.2亿", "money", 120_000_000),
        ("1.15万元", "money", 11500),
        ("3千万", "money", 30_000_000),
        ("1.2w", "money", 12000),
        ("¥99", "money", 99),
        ("￥99.90", "money", 99.9),
        ("$12,905.25", "money", 12905.25),
        ("-¥5", "money", -5),
        ("¥-5", "money", -5),
        ("(1,234)", "money", -1234),
        ("（１，２３４）", "money", -1234),
        ("CNY 300", "money", 300),
        ("50元/件", "money", 50),
        ("−7", "number", -7),
        ("+7", "number", 7),
        ("1e3", "number", 1000),
        (" 12 ", "number", 12),
        ("１２３", "count", 123),
        ('="12"', "count", 12),
        ("'12", "count", 12),
        ("30万", "count", 300_000),
        ("2个", "count", 2),
        ("12.5%", "percent", 0.125),
        ("１２．５％", "percent", 0.125),
        ("-15%", "percent", -0.15),
        ("3‰", "percent", 0.003),
        ("0.125", "percent", 0.125),
        ("12.5", "percent", 12.5),
        ("2.2:1", "ratio", 2.2),
        ("2.2：1", "ratio", 2.2),
        ("3:2", "ratio", 1.5),
        ("320%", "ratio", 3.2),
        ("1.5倍", "multiple", 1.5),
        ("1.5×", "multiple", 1.5),
        ("15天", "days", 15),
        ("15 days", "days", 15),
        (Share(0.125), "percent", 0.125),
        (decimal.Decimal("1.25"), "money", 1.25),
        (50.0, "count", 50),
    ],
)
def test_a_number_is_read_as_its_type_means_it(written: object, type_: str, value: float) -> None:
    assert parse(written, type_) == value


@pytest.mark.parametrize("type_", sorted(TYPES))
@pytest.mark.parametrize("written", ["", "  ", "-", "—", "–", "N/A", None])
def test_marks_for_nothing_are_missing_in_every_type(written: object, type_: str) -> None:
    more = {"items": STATUS} if type_ == "choice" else {}
    assert parse(written, type_, **more) is None


@pytest.mark.parametrize(
    ("written", "type_", "expected"),
    [
        ("abc", "money", "PS420"),
        ("1,23", "money", "PS420"),
        ("1049¹", "money", "PS420"),
        ("10²", "money", "PS420"),
        ("12⑩", "money", "PS420"),
        ("12,5", "money", "PS420"),
        ("1_000", "money", "PS420"),
        ("200-500", "money", "PS420"),
        ("(5", "money", "PS420"),
        ("--5", "money", "PS420"),
        ("(-5)", "money", "PS420"),
        ("≥5", "money", "PS420"),
        ("3:0", "ratio", "PS420"),
        (True, "money", "PS420"),
        (DAY, "money", "PS420"),
        (datetime.time(3, 1), "ratio", "PS420"),
        ([], "money", "PS420"),
        ("12%", "money", "PS421"),
        ("12%", "count", "PS421"),
        ("99元", "count", "PS421"),
        ("3件", "percent", "PS421"),
        ("5只羊", "money", "PS421"),
        ("1.5", "count", "PS422"),
        ("0.5件", "count", "PS422"),
        ("nan", "money", "PS435"),
        ("inf", "money", "PS435"),
        (float("nan"), "money", "PS435"),
        (float("-inf"), "percent", "PS435"),
        ("1e308", "money", "PS435"),
        ("1e400", "money", "PS435"),
        (10**400, "money", "PS435"),
        ("123456789012345678", "number", "PS432"),
        ("#DIV/0!", "money", "PS431"),
        (ErrorValue("#N/A"), "money", "PS431"),
        (ErrorValue("#N/A"), "key", "PS431"),
        ("#N/A", "text", "PS431"),
        ("maybe", "flag", "PS427"),
        (2, "flag", "PS427"),
        ("2024Q5", "quarter", "PS428"),
    ],
)
def test_a_value_of_another_kind_is_refused(written: object, type_: str, expected: str) -> None:
    assert code(written, type_) == expected


def test_bounds_are_allowed_themselves() -> None:
    assert parse("0", "money", minimum=0, maximum=10) == 0
    assert parse("10", "money", minimum=0, maximum=10) == 10
    assert code("10.01", "money", minimum=0, maximum=10) == "PS423"
    assert code("-1", "money", minimum=0) == "PS423"


def test_a_decimal_comma_gets_a_hint_of_its_own() -> None:
    with pytest.raises(BadValueError) as caught:
        parse("12,5", "money")
    hint = "write a decimal point: a comma only groups thousands here; or say --decimal ,"
    assert isinstance(caught.value.hint, Words)
    assert caught.value.hint.en == hint


@pytest.mark.parametrize(
    "written",
    [
        "2024-05-01",
        "2024/5/1",
        "2024.5.1",
        "2024年5月1日",
        "２０２４年５月１日",
        "20240501",
        "2024-05-01 00:00:00",
        "2024-05-01T00:00:00+08:00",
        "1 May 2024",
        "01-May-2024",
        "May 1, 2024",
        '="2024-05-01"',
        20240501,
        DAY,
        datetime.datetime.fromisoformat("2024-05-01"),
    ],
)
def test_a_day_is_read_however_it_is_written(written: object) -> None:
    assert parse(written, "date") == DAY
    assert type(parse(written, "date")) is datetime.date


def test_a_time_of_day_is_kept() -> None:
    expected = datetime.datetime.fromisoformat("2024-05-01T12:30")
    assert parse("2024-05-01 12:30:00", "date") == expected
    assert parse("2024-05-01 12:30:00 +0800", "date") == expected
    assert parse(45413.520833333336, "date", first_day=EPOCH_1900) == expected


def test_a_number_is_a_day_only_where_the_source_stores_days_as_numbers() -> None:
    assert parse(45413, "date", first_day=EPOCH_1900) == DAY
    assert parse(45413 - 1462, "date", first_day=EPOCH_1904) == DAY
    assert code(45413, "date") == "PS424"
    assert code("45413", "date") == "PS424"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2024-02-30", "PS424"),
        ("2024-13-01", "PS424"),
        ("05/01/2024", "PS424"),
        ("5月1日", "PS424"),
        ("2024-00", "PS424"),
        ("soon", "PS424"),
        (True, "PS424"),
        (datetime.time(3, 1), "PS424"),
        ("1900-02-28", "PS425"),
        (datetime.date(1899, 12, 31), "PS425"),
    ],
)
def test_what_is_no_certain_day_is_refused(written: object, expected: str) -> None:
    assert code(written, "date") == expected


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("00123", "00123"),
        ("123456789012345678", "123456789012345678"),
        ('="00123"', "00123"),
        ("'610000123456", "610000123456"),
        ("\t6789 ", "6789"),
        ("=1+1", "=1+1"),
        ("+86", "+86"),
        ("-x", "-x"),
        ("@home", "@home"),
        (610000123456.0, "610000123456"),
        (42, "42"),
        (3.5, "3.5"),
        (0.1 + 0.2, "0.3"),
    ],
)
def test_a_key_stays_the_text_it_is(written: object, value: str) -> None:
    assert parse(written, "key") == value


@pytest.mark.parametrize("written", [1234567890123456, 1.23456789012346e17, "1.23457E+17"])
def test_a_key_whose_digits_are_lost_is_refused(written: object) -> None:
    assert code(written, "key") == "PS432"


def test_a_text_too_long_for_a_cell_is_never_cut() -> None:
    assert parse("x" * 32_767, "note") == "x" * 32_767
    assert code("x" * 32_768, "note") == "PS429"
    assert code("😀" * 16_384, "note") == "PS429"
    assert code("a\n" * 254 + "b", "note") == "PS429"


def test_a_text_loses_what_no_workbook_can_hold() -> None:
    assert parse("a\x07b\x00", "text") == "ab"
    assert parse("a\r\nb\rc", "note") == "a\nb\nc"


@pytest.mark.parametrize("written", ["在售", " 在售　", "on_sale", "On sale", "ＯＮ ＳＡＬＥ"])
def test_a_choice_is_found_by_id_or_label_in_any_language(written: str) -> None:
    assert parse(written, "choice", items=STATUS) == "on_sale"


def test_an_unknown_item_gets_the_nearest_one_as_a_hint() -> None:
    with pytest.raises(BadValueError) as caught:
        parse("On sail", "choice", items=STATUS)
    assert isinstance(caught.value.hint, Words)
    assert (caught.value.code, caught.value.hint.en) == ("PS426", "did you mean 'On sale'?")


@pytest.mark.parametrize(
    ("written", "value"),
    [("是", True), ("TRUE", True), ("1", True), (1.0, True), ("否", False), (False, False)],
)
def test_a_flag_is_read_in_the_words_people_use(written: object, value: bool) -> None:
    assert parse(written, "flag") is value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024Q4", "2024Q4"),
        ("2024年Q4", "2024年Q4"),
        ("2024年第四季度", "2024Q4"),
        ("2024年4季度", "2024Q4"),
        ("2024-q4", "2024Q4"),
        ("Q4 2024", "2024Q4"),
        ("２０２４Ｑ４", "2024Q4"),
    ],
)
def test_a_quarter_keeps_its_two_spellings_and_takes_others(written: str, value: str) -> None:
    assert parse(written, "quarter") == value


anything = st.one_of(
    st.text(),
    st.text("0123456789.,:%()¥+-－万亿千元eE ≥年月日/Q#'=\"", max_size=12),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.booleans(),
    st.datetimes(),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.binary(),
    st.lists(st.integers()),
    st.none(),
)


@given(anything, st.sampled_from(sorted(TYPES)), st.booleans())
def test_nothing_but_a_bad_value_is_ever_raised(written: object, type_: str, days: bool) -> None:
    with contextlib.suppress(BadValueError):
        parse(
            written,
            type_,
            items=STATUS if type_ == "choice" else None,
            minimum=0,
            first_day=EPOCH_1900 if days else None,
        )


amounts = st.decimals(-(10**10), 10**10, places=4, allow_nan=False, allow_infinity=False)


@given(amounts)
def test_a_number_reads_back_however_it_was_printed(amount: decimal.Decimal) -> None:
    number = float(amount)
    grouped = f"{abs(amount):,}"
    sign = "-" if amount < 0 else ""
    for printed in (
        str(amount),
        f"{sign}{grouped}",
        f"{sign}¥{grouped}",
        f"¥{sign}{grouped}",
        f"({grouped})" if amount < 0 else grouped,
        f"{sign}{abs(amount)}元",
        f"{amount.scaleb(-4):f}万",
        f"{amount.scaleb(-8):f}亿元",
        f"{amount:E}",
        str(amount).translate(str.maketrans("0123456789.-", "０１２３４５６７８９．－")),
    ):
        assert parse(printed, "money") == number, printed
    assert parse(f"{amount.scaleb(2):f}%", "percent") == number


@given(st.dates(datetime.date(1900, 3, 1)))
def test_a_day_reads_back_however_it_was_printed(day: datetime.date) -> None:
    serial = (day - EPOCH_1900).days
    year = f"{day.year:04}"
    for printed in (
        day.isoformat(),
        f"{year}/{day.month}/{day.day}",
        f"{year}年{day.month}月{day.day}日",
        f"{year}{day:%m%d}",
        serial if serial < 190_001 else day.isoformat(),  # 202201 is a month, not a day of 2453
    ):
        assert parse(printed, "date", first_day=EPOCH_1900) == day
