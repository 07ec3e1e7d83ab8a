"""Number formats that depend on the value."""

from __future__ import annotations

import pytest

from plans import Change, by_formula, column, conditionals, formula, planned
from plansheets.plan.look.number_formats import ShownFormat, prefixed, shown

LISTS = """\
  units: {wan: {label: 万元, format: '0.##"万"'}, share: {label: '%', format: 0%}}
  signs: {up: {label: ≥, format: ≥}, even: {label: '='}}
"""
COLUMNS = """\
      - {id: unit, type: choice, list: units, label: Unit}
      - {id: sign, type: choice, list: signs, label: Sign}
      - {id: goal, type: amount, unit_from: unit, comparator_from: sign, label: Goal}
"""
UNITS: tuple[Change, ...] = (
    ("  months:", f"{LISTS}  months:"),
    ("      - {id: worth,", f"{COLUMNS}      - {{id: worth,"),
)


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("0.0", ShownFormat("0.0")),
        ("0.##", ShownFormat("0.0#", "0")),
        ("0.#%", ShownFormat("0.0%", "0%")),
        ('#,##0.##"万"', ShownFormat('#,##0.0#"万"', '#,##0"万"')),
        ("0.##;-0.##", ShownFormat("0.0#;-0.0#", "0;-0")),
        ("General", ShownFormat("General")),
        ("yyyy-mm-dd", ShownFormat("yyyy-mm-dd")),
    ],
)
def test_optional_decimals_never_leave_a_bare_point(
    number_format: str, expected: ShownFormat
) -> None:
    assert shown(number_format) == expected


@pytest.mark.parametrize(
    ("number_format", "expected"),
    [
        ("0", '"≥"0'),
        ('0";"0', '"≥"0";"0'),
        ("0;-0", '"≥"0;"≥"-0'),
        ("[>=10000]0,k;0", '[>=10000]"≥"0,k;"≥"0'),
        ("[Red][<0]0", '[Red][<0]"≥"0'),
        (r"0\;0", r'"≥"0\;0'),
    ],
)
def test_a_mark_stands_before_the_number_in_every_section(
    number_format: str, expected: str
) -> None:
    assert prefixed(number_format, "≥") == expected


def formats(id_: str, *changes: Change) -> list[tuple[str, str]]:
    found = conditionals(planned(*changes), "goods", id_)
    return [
        (formula(one.formula), one.highlight.number_format)
        for one in map(by_formula, found)
        if one.highlight.number_format
    ]


def test_each_row_is_shown_in_its_unit_with_its_comparator() -> None:
    whole = "ROUND($H8,0)=ROUND($H8,8)"
    assert formats("goal", *UNITS) == [
        (f'=AND($F8="万元",$G8="≥",{whole})', '"≥"0"万"'),
        ('=AND($F8="万元",$G8="≥")', '"≥"0.0#"万"'),
        (f'=AND($F8="万元",{whole})', '0"万"'),
        ('=$F8="万元"', '0.0#"万"'),
        ('=AND($F8="%",$G8="≥")', '"≥"0%'),
        ('=$F8="%"', "0%"),
    ]


def test_a_column_may_have_a_format_of_its_own() -> None:
    made = planned(("{id: price, type: money,", "{id: price, type: money, format: '0.##',"))
    assert column(made, "goods", "price").style.number_format == "0.0#"
    [whole] = conditionals(made, "goods", "price")
    assert by_formula(whole).highlight.number_format == "0"
