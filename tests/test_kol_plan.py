"""A plan for creators, written as by somebody who has read docs/blueprints.md and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

import plansheets
from filled import column, found_by, named, shown
from libreoffice import differences, recalculate

PLAN = Path(__file__).with_name("kol-plan.yaml")
WORDS = {
    "zh-CN": {
        "verdicts": ["▲ 续投", "◆ 议价", "▼ 停投", "○ 待数据", "○ 待数据"],
        "verdict": "结论", "left": "剩余", "fee": "费用", "creator": "达人",
        "over": "平台费用超预算", "twice": "达人合作：达人 + 平台 + 月份重复",
    },
    "en": {
        "verdicts": ["▲ Book again", "◆ Bargain", "▼ Drop", "○ No data yet", "○ No data yet"],
        "verdict": "Verdict", "left": "Left", "fee": "Fee", "creator": "Creator",
        "over": "Booked above the platform's budget",
        "twice": "Creators: Creator + Platform + Month is not unique",
    },
}  # fmt: skip
LOCALES = pytest.mark.parametrize("locale", ["zh-CN", "en"])


def test_it_has_no_problems_and_no_warnings(tmp_path: Path) -> None:
    assert plansheets.validate(PLAN) == ()
    assert plansheets.build(PLAN, tmp_path / "kol.xlsx").warnings == ()


@LOCALES
def test_the_ladder_says_whom_to_book_again(locale: str) -> None:
    book, words = shown(PLAN, locale=locale), WORDS[locale]
    assert column(book, "kols", str(words["verdict"])) == words["verdicts"]
    assert [named(book, id_) for id_ in ("fee_total", "gmv_total", "again")] == [58000, 64450, 1]


@pytest.mark.parametrize(
    ("as_of", "fees"), [("2023-12-31", 0), ("2024-02-10", 49_000), ("2024-04-30", 58_000)]
)
def test_fees_count_up_to_the_as_of_date(as_of: str, fees: int) -> None:
    book = shown(PLAN, values={"as_of": as_of})
    assert named(book, "fee_to_date") == fees


@LOCALES
def test_what_is_signed_counts_against_the_platform_s_months(locale: str) -> None:
    book, words = shown(PLAN, locale=locale), WORDS[locale]
    assert column(book, "budget", str(words["left"])) == [20000, 16000, -3000]
    assert found_by(book, str(words["over"])) == 1
    assert found_by(book, str(words["twice"])) == 0


@LOCALES
def test_creators_are_summed_up_in_the_order_in_which_they_stand(locale: str) -> None:
    book, words = shown(PLAN, locale=locale), WORDS[locale]
    fees = column(book, "by_creator", str(words["fee"]))
    assert fees[:4] == [17000, 20000, 15000, 6000]
    assert not any(fees[4:])


@pytest.mark.libreoffice
def test_libreoffice_finds_the_same(tmp_path: Path) -> None:
    paths = [
        plansheets.build(PLAN, tmp_path / f"{locale}-{blank}.xlsx", locale=locale, blank=blank).path
        for locale in ("zh-CN", "en")
        for blank in (False, True)
    ]
    found = recalculate(paths)
    assert [differences(path, found[path]) for path in paths] == [[]] * 4
