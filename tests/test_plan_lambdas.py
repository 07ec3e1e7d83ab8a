"""Functions as LAMBDA names: they fit Excel, and a workbook brings them along when asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ironcalc
import pytest

from openxml import validate
from plansheets import build, verify
from plansheets.formula.spell import FILE, spell
from plansheets.plan.write_out.lambdas import lambda_names

NAMES = lambda_names("en")


def test_names_fit_excel_and_are_explained() -> None:
    assert [name.name for name in NAMES if len(spell(name.target, FILE)) > 8_000] == []
    assert all(0 < len(name.comment) <= 255 for name in NAMES)


@pytest.mark.parametrize(
    ("choice", "there"), [({}, False), ({"lambdas": True}, True), ({"profile": "excel365"}, True)]
)
def test_a_workbook_brings_them_along_when_asked(
    choice: dict[str, object], there: bool, tmp_path: Path
) -> None:
    built = build("sku-management", tmp_path / "plan.xlsx", as_of=date(2024, 6, 30), **choice)
    assert verify(built.path) == ()
    assert validate(built.path) == []
    model = ironcalc.load_from_xlsx(str(built.path), "en", "UTC", "en")
    named = {name["name"] for name in model.get_defined_name_list()}
    assert ("PS_ROI" in named) is there
