"""The generator of columns finds what is wrong, makes it small, and knows LibreOffice's ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from generated_columns import Asked, compare_all, rows_of
from generated_small import as_case, explained, with_fewer_rows
from libreoffice_quirks import quirk_of, quirks
from plansheets.calc.columnar import evaluate
from plansheets.calc.columnar.grid import Grid
from plansheets.calc.columnar.library import LIBRARY
from plansheets.calc.columnar.scene import Yielded

DOCUMENT = Path(__file__).parents[1] / "docs" / "engines.md"
BEGIN = "<!-- quirks: begin -->\n"
END = "<!-- quirks: end -->\n"


@pytest.mark.libreoffice
def test_a_wrong_function_is_found_and_made_small(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(*given: object) -> Yielded:
        found = LIBRARY["SIGN"](*given)  # type: ignore[arg-type]
        assert isinstance(found, Grid)
        return Grid(found.kind, found.number + 1)

    monkeypatch.setattr(evaluate, "LIBRARY", {**LIBRARY, "SIGN": wrong})
    asked = Asked(('=IF(@flag,SUM(t[num])*SIGN(@num+@gap),"")&"x"',), rows_of(1))
    (made,) = compare_all([asked], tmp_path)
    [(found, quirk)] = explained(made.differences, tmp_path)
    assert quirk is None
    assert found.formula.startswith("=SIGN(")
    assert "+" not in found.formula
    assert as_case(with_fewer_rows(found, tmp_path), 1).splitlines()[-1].startswith("=SIGN(")


@pytest.mark.parametrize(
    ("formula", "ours", "theirs", "known"),
    [
        ("=INDEX(t[num],100)", "#REF!", "#VALUE!", True),
        ("=INDEX(t[num],100)", 5, 7.0, False),
        ('=COUNTIF(t[num],"?*")', 0, 12.0, True),
        ("=COUNTIF(t[num],5)", 0, 12.0, False),
        ("=MOD(7,3)", 1, 2.0, False),
        ("=SUM(t[num])", 1, 2.0, False),
        ("=SUM(t[flag])", 0, 4.0, True),
        ("=MOD(SUM(t[num]),COLUMNS(t[flag]))", "a", "b", False),
        ("=ROUND(2.675,2)", 2.68, 2.67, True),
        ("=ROUND(2.675,2)", 2.68, 3.68, False),
        ('=AVEDEV(t[num])&"x"', "1.23456789012345x", "1.23456789012346x", True),
        ('=AVEDEV(t[num])&"x"', "1.23456789012345x", "2.23456789012345x", False),
    ],
)
def test_a_quirk_explains_its_own_shape_alone(
    formula: str, ours: object, theirs: object, *, known: bool
) -> None:
    assert (quirk_of(formula, ours, theirs) is not None) is known


def test_the_document_lists_every_quirk(*, accept: bool) -> None:
    before, rest = DOCUMENT.read_text("utf-8").split(BEGIN)
    shown, after = rest.split(END)
    wanted = "".join(f"- {reason}\n" for reason in dict.fromkeys(one.reason for one in quirks()))
    if accept:
        DOCUMENT.write_text(before + BEGIN + wanted + END + after, "utf-8")
        return
    assert shown == wanted
