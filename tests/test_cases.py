"""Whole blueprints and what becomes of them: each folder of ``cases`` is one.

``expected.txt`` is every problem as it is printed or, under ``plans``, the plan as text;
``pytest --accept`` writes it anew.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from plansheets import __version__
from plansheets.blueprint.read import examine_text, read_blueprint
from plansheets.flow import build
from plansheets.plan.build import check, plan
from plansheets.plan.check.places import STANDARD
from plansheets.plan.choices import Choices
from plansheets.render.text import describe

CASES = Path(__file__).with_name("cases")
PLANS = CASES / "plans"
BROKEN = sorted(case for case in CASES.iterdir() if case != PLANS)


def problems_of(case: Path) -> str:
    text = (case / "blueprint.yaml").read_text("utf-8")
    found = check(examine_text(text, "blueprint.yaml", case))
    return "".join(f"{problem}\n" for problem in found).replace(f"{case}/", "")


@pytest.mark.parametrize("case", BROKEN, ids=lambda case: case.name)
def test_a_broken_blueprint_is_told_as_expected(case: Path, *, accept: bool) -> None:
    expected = case / "expected.txt"
    if accept:
        expected.write_text(problems_of(case), "utf-8")
    assert expected.read_text("utf-8") == problems_of(case)


def plan_of(case: Path) -> str:
    """The plan as text; but for the smallest, without the sheets that every workbook gets."""
    blueprint = read_blueprint(case / "blueprint.yaml")
    made, _ = plan(blueprint, Choices(locale="zh-CN"))
    if case.name != "smallest":
        made = replace(made, sheets=tuple(one for one in made.sheets if one.id not in STANDARD))
        made = replace(made, active_sheet=0)
    return describe(made).replace(__version__, "(version)")


@pytest.mark.parametrize("case", sorted(PLANS.iterdir()), ids=lambda case: case.name)
def test_a_sound_blueprint_is_planned_as_expected(case: Path, *, accept: bool) -> None:
    expected = case / "expected.txt"
    if accept:
        expected.write_text(plan_of(case), "utf-8")
    assert expected.read_text("utf-8") == plan_of(case)


@pytest.mark.parametrize("case", sorted(PLANS.iterdir()), ids=lambda case: case.name)
def test_a_sound_blueprint_is_built(case: Path, tmp_path: Path) -> None:
    """A workbook that Excel would repair is not written: lines on both axes once had none."""
    assert build(case / "blueprint.yaml", tmp_path, locale="zh-CN").path.exists()
    assert build(case / "blueprint.yaml", tmp_path, locale="en", blank=True).path.exists()


def test_one_file_tells_everything_that_single_mistakes_tell() -> None:
    def codes(case: Path) -> set[str]:
        said = [
            line for line in problems_of(case).splitlines() if line.startswith("blueprint.yaml")
        ]
        return {line.split()[1] for line in said}

    apart = ("everything-at-once", "bad-yaml", "composite-conflicts", "composite-links")
    all_at_once = "blueprint: campaign-review\n"
    single = [
        case
        for case in BROKEN
        if case.name not in apart
        and (case / "blueprint.yaml").read_text("utf-8").startswith(all_at_once)
    ]
    assert len(single) == 9
    assert set.union(*map(codes, single)) == codes(CASES / "everything-at-once")
