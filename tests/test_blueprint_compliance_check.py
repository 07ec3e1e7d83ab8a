"""compliance-check: texts against a word list, papers, personal data, licences abroad."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from filled import Shown, column, found_by, named, shown, table_rows
from libreoffice import recalculate
from plansheets import build

DAY = date(2024, 6, 30)
TABLES = {
    "copy_texts": "text,decision,reviewer,reviewed_on,live_on",
    "ban_words": "word,level,unused",
    "white_phrases": "phrase,reason",
    "product_papers": "product,paper,number,valid_to,endless",
    "personal_data": "field,sensitivity,consent,place,until,purpose,stored,seen_by",
    "export_markets": "market,goods,licence,number,valid_to,value,freight,duty_rate,vat_rate",
}
WORDS = "best,high,\nNo. 1,high,\nguarantee,medium,\nfree,low,\nRRP,low,no_more"


def made(folder: Path, **rows: str) -> Shown:
    """The English workbook with those rows, by table."""
    data = {}
    for table, lines in rows.items():
        data[table] = folder / f"{table}.csv"
        data[table].write_text(f"{TABLES[table]}\n{lines}\n", "utf-8")
    return shown("compliance-check", locale="en", as_of=DAY, data=data)


@pytest.mark.parametrize(
    ("locale", "phrases"), [("zh-CN", ["第一季", "最近", "最后", "最低"]), ("en", ["week no. 1"])]
)
def test_the_white_list_of_the_source_needs_a_person(locale: str, phrases: list[str]) -> None:
    label = {"zh-CN": "说法", "en": "Phrase"}[locale]
    white = column(shown("compliance-check", locale=locale), "white_phrases", label)
    assert white[: len(phrases)] == phrases


def test_a_text_is_for_review_by_what_it_hits(tmp_path: Path) -> None:
    told = {
        "A bottle": ("● No hit", 0, None),
        "The BEST bottle": ("▼ For review", 1, "▼ High"),
        "b e s t": ("▼ For review", 1, "▼ High"),
        '"the be\nst of all"': ("▼ For review", 1, "▼ High"),
        "best and best": ("▼ For review", 2, "▼ High"),
        "At best two": ("▲ White list: context", 0, None),
        "At best the best": ("▼ For review", 1, "▼ High"),
        "guaranteed and free": ("▼ For review", 2, "▲ Medium"),
        "free": ("▼ For review", 1, "○ Low"),
        "RRP 399": ("● No hit", 0, None),  # switched off
        "week no. 1 of no. 1": ("▼ For review", 1, "▼ High"),
    }
    book = made(
        tmp_path,
        copy_texts="\n".join(f"{text},,,," for text in told),
        ban_words=WORDS,
        white_phrases="at best,\nweek no. 1,",
    )
    assert [
        (row["Result"], row["Hits"], row["Highest level"]) for row in table_rows(book, "copy_texts")
    ] == [*told.values()]


def test_a_hit_is_for_review_and_nothing_is_called_illegal() -> None:
    found = column(shown("compliance-check", locale="zh-CN"), "copy_texts", "结论")
    assert set(found) == {"▼ 请人工复核", "▲ 白名单，看语境", "● 未命中", "● 已复核", "○ 不用"}


def test_white_phrases_that_would_be_taken_off_twice_or_need_no_place_are_pointed_out(
    tmp_path: Path,
) -> None:
    phrases = "at best,\nat best before,\nweek no. 1,\nof late,\n"
    book = made(tmp_path, ban_words=WORDS, white_phrases=phrases)
    assert found_by(book, "White-listed phrase that stands inside another") == 1
    assert found_by(book, "White-listed phrase without a word of the list") == 1


def test_words_that_hit_are_named_by_level_and_further_ones_hinted_at(tmp_path: Path) -> None:
    texts = "free and guaranteed best,,,,\nNo. 1 best guarantee free,,,,\nfree,,,,"
    book = made(tmp_path, copy_texts=texts, ban_words=WORDS)
    assert column(book, "copy_texts", "Words hit") == [
        "best, guarantee, free",
        "best, No. 1, guarantee …",
        "free",
    ]


def test_a_review_needs_decision_name_and_day(tmp_path: Path) -> None:
    told = {
        "best,fit,Ann,2024-06-29,": "● Reviewed",
        "best,changed,Ann,2024-06-29,": "● Reviewed",
        "best,fit,,2024-06-29,": "▼ For review",
        "best,fit,Ann,,": "▼ For review",
        "best,drop,,,": "○ Dropped",
    }
    book = made(tmp_path, copy_texts="\n".join(told), ban_words=WORDS)
    assert column(book, "copy_texts", "Result") == [*told.values()]
    assert found_by(book, "Decision without name or day") == 3
    assert named(book, "review_rate") == pytest.approx(3 / 5)


def test_what_goes_live_first_is_reviewed_first(tmp_path: Path) -> None:
    days = ("2024-07-20", "2024-06-30", "2024-07-07", "", "2024-06-20", "2024-07-08")
    texts = "\n".join(f"best {number},,,,{day}" for number, day in enumerate(days))
    book = made(tmp_path, copy_texts=texts, ban_words=WORDS)
    first = [row["Text"] for row in table_rows(book, "text_next")]
    assert first == ["best 4", "best 1", "best 2", "best 5", "best 0", "best 3"]
    assert (named(book, "text_urgent"), named(book, "text_live")) == (2, 1)
    assert found_by(book, "Live by now, hit and not reviewed") == 2
    assert found_by(book, "Live soon, hit and not reviewed") == 1


def test_a_paper_is_valid_through_its_last_day(tmp_path: Path) -> None:
    told = {
        "A,test,,2025-01-01,": "▼ Missing",
        "A,test,N1,2024-06-29,": "▼ Expired",
        "A,test,N1,2024-06-30,": "▲ Expires soon",
        "A,test,N1,2024-07-30,": "▲ Expires soon",
        "A,test,N1,2024-07-31,": "● Valid",
        "A,test,N1,,": "▲ No expiry date",
        "A,brand,N1,,forever": "● Valid",
    }
    book = made(tmp_path, product_papers="\n".join(told))
    assert column(book, "product_papers", "State") == [*told.values()]
    assert (named(book, "paper_missing"), named(book, "paper_expired")) == (1, 1)


def test_sensitive_data_and_data_abroad_need_separate_consent(tmp_path: Path) -> None:
    rest = "Delivery,Orders,Service"
    told = {
        f"Phone,plain,general,home,2025-01-01,{rest}": "● In order",
        f"Phone,plain,lacking,home,2025-01-01,{rest}": "▼ No consent",
        f"Phone,plain,,home,2025-01-01,{rest}": "▼ No consent",
        f"Birthday,sensitive,general,home,2025-01-01,{rest}": "▼ Needs separate consent",
        f"Birthday,sensitive,separate,home,2025-01-01,{rest}": "● In order",
        f"Phone,plain,general,abroad,2025-01-01,{rest}": "▼ Needs separate consent",
        f"Phone,plain,general,home,2024-06-29,{rest}": "▼ Kept too long",
        f"Phone,plain,general,home,2024-07-10,{rest}": "▲ Ends soon",
        f"Phone,plain,general,home,,{rest}": "▲ Not complete",
    }
    book = made(tmp_path, personal_data="\n".join(told))
    assert column(book, "personal_data", "State") == [*told.values()]
    assert (named(book, "data_bad"), named(book, "data_late")) == (5, 1)


def test_vat_is_on_value_freight_and_duty(tmp_path: Path) -> None:
    book = made(
        tmp_path,
        export_markets="Germany,Bottles,LFGB,N1,2025-01-01,40,8,10%,20%\nUS,Bags,CPC,,,60,12,,0%",
    )
    germany, us = table_rows(book, "export_markets")
    assert germany["Taxes"] == pytest.approx(4.8 + 10.56)  # 48 × 10 %, 52.8 × 20 %
    assert germany["Landed cost"] == pytest.approx(63.36)
    assert (us["State"], us["Taxes"]) == ("▼ Missing", None)
    assert found_by(book, "Taxes cannot be worked out") == 1


@pytest.mark.parametrize(
    ("rows", "answer"),
    [
        ({"copy_texts": "A bottle,,,,"}, "● Yes"),
        ({"copy_texts": "At best two,,,,"}, "▲ Yes, with care"),
        ({"copy_texts": "the best,,,,"}, "▼ Not yet"),
        ({"product_papers": "A,test,,,"}, "▼ Not yet"),
        ({"product_papers": "A,test,N1,,"}, "▲ Yes, with care"),
    ],
)
def test_it_may_go_live_once_nothing_is_open(
    rows: dict[str, str], answer: str, tmp_path: Path
) -> None:
    assert named(made(tmp_path, **rows), "may_go") == answer


@pytest.mark.slow
def test_two_hundred_words_and_a_thousand_texts_are_what_libreoffice_finds(tmp_path: Path) -> None:
    words, texts = tmp_path / "words.csv", tmp_path / "texts.csv"
    words.write_text(
        "word,level\n"
        + "".join(f"word{n:03d}x,{('high', 'medium', 'low')[n % 3]}\n" for n in range(200))
    )
    texts.write_text(
        "text,used_for\n"
        + "".join(
            f"Text {n} holds word{n % 250:03d}x and word{n * 7 % 400:03d}x,A\n" for n in range(1000)
        )
    )
    path = tmp_path / "large.xlsx"
    build(
        "compliance-check",
        path,
        locale="en",
        as_of=DAY,
        data={"ban_words": words, "copy_texts": texts},
    )
    hits = sum((n % 250 < 200) + (n * 7 % 400 < 200) for n in range(1000))
    cells = recalculate([path])[path]
    found = [value for (sheet, _, place), value in cells.items() if sheet == "Texts" and place == 4]
    assert sum(value for value in found if isinstance(value, int | float)) == hits
