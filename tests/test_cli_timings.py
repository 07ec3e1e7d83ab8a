"""What ``--timings`` says: every stage and every pass with its time, in the order of work."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from plans import SHOP
from plansheets.cli import cli
from plansheets.plan.build import CHECKS, FUNCTIONS, LOWERING, NAMES, WORDS
from plansheets.plan.sheets.place import place

PASSES = [one.__name__ for one in (*NAMES, *CHECKS, *FUNCTIONS, *WORDS, place, *LOWERING)]
LINE = re.compile(r"( *[a-z_]+) +([0-9,]+\.[0-9]) +([0-9]+\.[0-9])%")


@pytest.fixture
def shop(tmp_path: Path) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP, "utf-8")
    return str(path)


def told(*arguments: str) -> dict[str, float]:
    """The milliseconds that a command says on standard error, by stage and indented pass."""
    done = CliRunner().invoke(cli, [*arguments, "--timings"])
    assert done.exit_code == 0, done.stderr
    found = [re.fullmatch(LINE, line) for line in done.stderr.splitlines()[1:]]
    return {line[1]: float(line[2].replace(",", "")) for line in found if line}


def test_validate_says_how_long_each_pass_took(shop: str) -> None:
    spent = told("validate", shop)
    assert list(spent) == ["reading", "planning", *(f"  {name}" for name in PASSES), "all"]
    assert spent["planning"] >= spent["  place"] > 0


def test_build_says_how_long_each_stage_took(shop: str, tmp_path: Path) -> None:
    stages = [name for name in told("build", shop, "-o", str(tmp_path)) if name[0] != " "]
    assert stages == ["reading", "planning", "calculating", "writing", "checking", "all"]


def test_without_timings_nothing_is_said(shop: str) -> None:
    assert CliRunner().invoke(cli, ["validate", shop]).stderr == ""
