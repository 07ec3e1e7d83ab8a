"""docs/blueprints.md is the grammar's: its reference is current and its example builds."""

from __future__ import annotations

import re
from pathlib import Path

import plansheets
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.read import examine_text
from plansheets.blueprint.reference import reference, with_reference
from plansheets.blueprint.types import TYPES
from plansheets.plan.build import check

GUIDE = Path(__file__).parent.parent / "docs" / "blueprints.md"


def test_the_reference_in_the_guide_is_current(*, accept: bool) -> None:
    guide = GUIDE.read_text("utf-8")
    if accept:
        guide = with_reference(guide)
        GUIDE.write_text(guide, "utf-8")
    assert guide == with_reference(guide)


def test_every_object_key_and_type_is_in_the_reference() -> None:
    text = reference()
    for grammar in OBJECTS.values():
        assert f"### {grammar.name.replace('_', ' ')}\n" in text
        for key in grammar.keys:
            assert f"`{key.name}`" in text
    assert all(f"| `{name}` |" in text for name in TYPES)


def test_every_link_inside_the_reference_leads_to_a_heading() -> None:
    text = reference()
    headings = {
        line[4:].lower().replace(" ", "-") for line in text.splitlines() if line.startswith("### ")
    }
    assert set(re.findall(r"\(#([a-z-]+)\)", text)) <= headings


def test_the_ten_minute_example_has_no_problems_and_builds(tmp_path: Path) -> None:
    example = next(
        block
        for block in re.findall(r"```yaml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
        if block.startswith("blueprint:")
    )
    assert check(examine_text(example, "stock-watch.yaml", tmp_path)) == ()
    file = tmp_path / "stock-watch.yaml"
    file.write_text(example, "utf-8")
    assert plansheets.build(file, tmp_path).tables == {"skus": 2}
