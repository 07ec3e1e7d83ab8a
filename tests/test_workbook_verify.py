"""``verify`` catches every seeded fault and leaves a sound workbook in peace."""

from __future__ import annotations

import pytest

from plansheets.workbook.verify import verify_bytes
from workbook_faults import FAULTS, Fault
from workbook_samples import damaged, sound_workbook


def test_the_sound_workbook_has_no_problem() -> None:
    assert verify_bytes(sound_workbook(), "sound.xlsx") == ()


@pytest.mark.parametrize("fault", FAULTS, ids=[title for title, _, _ in FAULTS])
def test_verify_finds(fault: Fault) -> None:
    _, code, changes = fault
    found = verify_bytes(damaged(*changes), "damaged.xlsx")
    assert code in {problem.code for problem in found}, [str(problem) for problem in found]


def test_every_fault_has_a_title_of_its_own() -> None:
    titles = [title for title, _, _ in FAULTS]
    assert len(set(titles)) == len(titles)
