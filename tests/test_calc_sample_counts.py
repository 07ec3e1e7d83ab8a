"""A check says how many rows of the sample it finds; a build says where it finds others."""

from __future__ import annotations

from pathlib import Path

import pytest

import plansheets
from plans import changed
from test_plan_groups import SHOP

FREE = "message: {zh-CN: 免费, en: Free}"


def told(folder: Path, expected: str, **choices: object) -> list[tuple[str, str | None]]:
    path = folder / "shop.yaml"
    path.write_text(changed((FREE, f"{FREE}{expected}"), ("price: 45", "price: 0")), "utf-8")
    built = plansheets.build(path, folder / "shop.xlsx", force=True, **choices)  # type: ignore[arg-type]
    return [(one.message, one.hint) for one in built.warnings if one.code == "PS124"]


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_number_that_is_not_found_is_told(tmp_path: Path, locale: str) -> None:
    assert told(tmp_path, ", sample: 3", locale=locale) == [
        (
            "check 'free' counts 1 in the sample, where 3 is expected",
            "write 'sample: 1' if that is meant, or mend the sample rows",
        )
    ]


@pytest.mark.parametrize("expected", ["", ", sample: 1"])
def test_one_that_is_found_or_not_written_is_not(tmp_path: Path, expected: str) -> None:
    assert told(tmp_path, expected) == []


@pytest.mark.parametrize("choices", [{"blank": True}, {"values": {"least": 1}}])
def test_nor_where_the_sample_is_not_all_that_counts(
    tmp_path: Path, choices: dict[str, object]
) -> None:
    assert told(tmp_path, ", sample: 3", **choices) == []


def test_a_key_that_the_sample_has_twice_is_told(tmp_path: Path) -> None:
    again = "name: {zh-CN: 奶瓶, en: Bottle}"
    path = tmp_path / "shop.yaml"
    path.write_text(changed((again, "name: {zh-CN: 尿裤, en: Diaper}")), "utf-8")
    built = plansheets.build(path, tmp_path / "shop.xlsx", locale="en")
    [(message, hint)] = [(one.message, one.hint) for one in built.warnings if one.code == "PS124"]
    assert message == "two rows of the sample have 'Diaper' as 'name': row 1 and this one"
    assert hint == "a key names one row: change one of them"


def test_a_sample_with_a_row_for_each_group_is_counted_too(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, "utf-8")
    assert plansheets.build(path, tmp_path / "shop.xlsx", locale="en").warnings == ()
