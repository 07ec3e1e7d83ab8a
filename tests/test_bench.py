"""The page of the benches is what was measured, and the one command runs them all."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parent.parent / "bench"
MODULES = {"all", "peers", "processes", "results", "stages", "f8_model", "modeleon_model"}
"""What is no bench by itself."""


@pytest.fixture(autouse=True)
def bench_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(BENCH), *sys.path])


def test_one_command_runs_every_bench() -> None:
    from all import BENCHES

    scripts = {path.stem for path in BENCH.glob("*.py")} - MODULES
    assert {bench.script.removesuffix(".py") for bench in BENCHES} == scripts


def test_a_workbook_can_be_written_out_as_a_script() -> None:
    from build import written_out

    script = written_out("metric-dictionary")
    compile(script, "handmade.py", "exec")
    assert "sheet.conditional_format(" in script


def test_the_page_says_what_was_measured() -> None:
    from all import with_page

    page = (BENCH / "README.md").read_text(encoding="utf-8")
    measured = json.loads((BENCH / "results.json").read_text(encoding="utf-8"))
    assert page == with_page(page, measured)


def test_the_page_names_the_worst_first() -> None:
    from all import page

    def row(key: str, ratio: float, goal: float | None) -> dict[str, object]:
        measured = {"kind": "ratio", "bench": key, "day": "2026-11-29"}
        sides = {"ours": "1 s", "theirs": "2 s"}
        return measured | sides | {"key": key, "compares": key, "ratio": ratio, "goal": goal}

    goals = [("near", 1.1, 1.0), ("good", 0.5, 1.0), ("far", 4.0, 2.0), ("free", 9.0, None)]
    rows = [row(*goal) for goal in goals]
    assert page(rows).splitlines()[:3] == [
        "1 of 3 goals are reached.",
        "The worst: far (4.00, goal 2).",
        "Missed: near (1.10, goal 1).",
    ]


def test_growth_is_told_for_ten_times_the_rows() -> None:
    from results import Growth, slopes_of

    few = Growth("skus", "build", 1_000, 1.0, 100.0)
    sizes = [few, Growth("skus", "build", 100_000, 100.0, 100.0)]
    assert slopes_of(sizes) == "× 10.0 time and × 1.0 memory to 100,000"
