"""How much room texts and numbers need, before any face draws them."""

from __future__ import annotations

import pytest

from plansheets.plan.look.measure import PADDING, lines_needed, longest_word, text_width
from plansheets.plan.look.numerals import numeral


def test_a_chinese_character_takes_two_digits_and_an_i_takes_none_of_an_m() -> None:
    assert 1.7 < text_width("库") / text_width("0") < 1.95
    assert text_width("i") < text_width("m") / 3


def test_bold_and_large_letters_need_more_room() -> None:
    plain = text_width("Target")
    assert text_width("Target", bold=True) > plain
    assert text_width("Target", size=20) == pytest.approx(2 * plain)
    assert text_width("目标", bold=True) == text_width("目标")


def test_latin_words_stay_whole_and_chinese_breaks_anywhere() -> None:
    assert longest_word("Units in the previous days") == text_width("previous")
    assert longest_word("上个月销量") < 2


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, 1),
        ("one", 10, 1),
        ("one two three", 8, 2),
        ("one\ntwo", 40, 2),
        ("库存金额库存金额", 9, 2),
        ("abcdefghijklmnopqrstuvwxyz", 11, 3),
    ],
)
def test_lines_break_where_excel_breaks_them(text: str, width: float, lines: int) -> None:
    assert lines_needed(text, width) == lines


def test_a_text_fits_the_line_it_was_measured_for() -> None:
    for text in ("Cumulative attainment", "累计达成率（按周）", "GMV 20,000,000"):
        assert lines_needed(text, text_width(text) + PADDING + 0.01) == 1


@pytest.mark.parametrize(
    ("value", "number_format", "shown"),
    [
        (123456789, "#,##0", "123,456,789"),
        (1234.5, "#,##0.00", "1,234.50"),
        (-1234, '#,##0;-#,##0;"–"', "-1,234"),
        (0, '#,##0;-#,##0;"–"', "–"),
        (0.0825, "+0.0%;-0.0%;0.0%", "+8.2%"),
        (-0.5, "+0.0%;-0.0%;0.0%", "-50.0%"),
        (20_000_000, '[>=10000]0.0,"k";0', "20000.0k"),
        (12, '[>=10000]0.0,"k";0', "12"),
        (2.2, 'General":1"', "2.2:1"),
        (1.5, '0.00"×"', "1.50×"),
    ],
)
def test_numbers_are_spelled_as_excel_shows_them(
    value: float, number_format: str, shown: str
) -> None:
    assert numeral(value, number_format) == shown
