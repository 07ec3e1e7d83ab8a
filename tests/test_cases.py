"""Whole blueprints and what is said of them: each folder of ``cases`` is one.

``expected.txt`` is every problem as it is printed; ``pytest --accept`` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

CASES = Path(__file__).with_name("cases")


def problems_of(case: Path) -> str:
    text = (case / "blueprint.yaml").read_text("utf-8")
    found = check(examine_text(text, "blueprint.yaml", case))
    return "".join(f"{problem}\n" for problem in found)


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_broken_blueprint_is_told_as_expected(case: Path, *, accept: bool) -> None:
    expected = case / "expected.txt"
    if accept:
        expected.write_text(problems_of(case), "utf-8")
    assert expected.read_text("utf-8") == problems_of(case)


def test_one_file_tells_everything_that_single_mistakes_tell() -> None:
    def codes(case: Path) -> set[str]:
        said = [
            line for line in problems_of(case).splitlines() if line.startswith("blueprint.yaml")
        ]
        return {line.split()[1] for line in said}

    single = [
        case for case in CASES.iterdir() if case.name not in ("everything-at-once", "bad-yaml")
    ]
    assert len(single) == 9
    assert set.union(*map(codes, single)) == codes(CASES / "everything-at-once")
