from dataclasses import replace
from pathlib import Path

import pytest

from libreoffice import differences, recalculate
from plansheets.formula.parse import parse
from plansheets.plan.model import Plan, PlannedCell, PlannedSheet, Values
from plansheets.render.xlsx import write_xlsx
from render_sample import PLAIN, PLAN, VALUES

TEXTS = (
    "=1+1",
    "  edges ",
    "_x0041_",
    "中文\n第二行",
    "😀 <b>&amp;",
    "x" * 32_767,
)


def texts_plan() -> tuple[Plan, Values]:
    """Texts as constants beside formulas that repeat them."""
    spelled = [text.replace('"', '""') for text in TEXTS if len(text) < 255]
    cells = [
        *(PlannedCell(row, 0, PLAIN, text) for row, text in enumerate(TEXTS)),
        *(PlannedCell(row, 1, PLAIN, formula=parse(f'="{t}"')) for row, t in enumerate(spelled)),
        *(PlannedCell(row, 2, PLAIN, formula=parse(f"=A{row + 1}")) for row in range(len(TEXTS))),
    ]
    sheet = PlannedSheet(id="texts", title="texts", cells=tuple(cells))
    values = {("texts", row, 1): text for row, text in enumerate(spelled)}
    values |= {("texts", row, 2): text for row, text in enumerate(TEXTS)}
    plan = replace(PLAN, sheets=(sheet,), names=(), active_sheet=0)
    return plan, Values(dict(values), {})


@pytest.mark.libreoffice
def test_libreoffice_opens_what_we_write_and_finds_the_values_we_cached(tmp_path: Path) -> None:
    sample, texts = tmp_path / "sample.xlsx", tmp_path / "texts.xlsx"
    write_xlsx(PLAN, VALUES, sample)
    write_xlsx(*texts_plan(), texts)
    found = recalculate([sample, texts])
    assert differences(sample, found[sample]) == []
    assert differences(texts, found[texts]) == []
    shown = [str(found[texts]["texts", row, 0]) for row in range(len(TEXTS))]
    assert [text.replace("_x005F_", "_") for text in shown] == list(TEXTS)
