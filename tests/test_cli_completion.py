"""What a shell completes, asked for as the shell asks."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from plansheets import build
from plansheets.blueprint.catalog import shipped
from plansheets.cli import COMMANDS, cli
from plansheets.plan.look.palettes import THEMES


def completed(*words: str) -> list[str]:
    """What fish is told for the last of *words*."""
    asked = {
        "_PLANSHEETS_COMPLETE": "fish_complete",
        "COMP_WORDS": " ".join(("plansheets", *words[:-1])),
        "COMP_CWORD": words[-1],
    }
    told = CliRunner().invoke(cli, env=asked, prog_name="plansheets").stdout
    kinds = (line.partition(",") for line in told.splitlines())
    return [value.partition("\t")[0] for kind, _, value in kinds if kind == "plain"]


def test_commands_complete() -> None:
    assert completed("") == list(COMMANDS)
    assert completed("va") == ["validate"]


@pytest.mark.parametrize("command", ["build", "show", "validate"])
def test_blueprints_complete(command: str) -> None:
    assert completed(command, "") == list(shipped())
    assert completed(command, "sku") == ["sku-management"]


def test_parameters_of_the_named_blueprint_complete() -> None:
    assert completed("build", "sku-management", "--set", "rate_") == ["rate_slow=", "rate_fast="]


@pytest.mark.parametrize("command", ["build", "show"])
def test_stages_and_industries_complete(command: str) -> None:
    asked = (command, "sku-management", "--set")
    stages = ["stage=startup", "stage=growth", "stage=mature"]
    assert completed(*asked, "sta") == stages
    assert completed(*asked, "industry=f") == ["industry=fresh"]


def test_what_is_there_for_the_chosen_industry_completes() -> None:
    fresh = ("build", "sku-management", "--set", "industry=fresh")
    assert completed(*fresh, "--set", "waste_") == ["waste_limit="]
    assert completed(*fresh, "--data", "b") == ["batches="]
    assert completed("build", "sku-management", "--set", "waste_") == []


@pytest.mark.slow
def test_stages_complete_for_a_workbook_that_is_built_anew(tmp_path: Path) -> None:
    book = build("sku-management", tmp_path / "skus.xlsx", locale="en").path
    asked = ("upgrade", str(book), "--set")
    assert completed(*asked, "stage=") == ["stage=startup", "stage=growth", "stage=mature"]
    assert completed("upgrade", str(tmp_path / "none.xlsx"), "--set", "stage=") == []


def test_tables_that_take_data_complete() -> None:
    assert completed("build", "sku-management", "--data", "") == ["skus="]


def test_columns_of_the_list_complete(tmp_path: Path) -> None:
    listed = tmp_path / "stores.csv"
    listed.write_text("store;stock_target;店长\nA;2;Li\n", encoding="utf-8")
    asked = ("build", "sku-management", "--each", str(listed), "--by")
    assert completed(*asked, "") == ["store", "stock_target", "店长"]
    assert completed(*asked, "sto") == ["store", "stock_target"]
    assert completed("build", "sku-management", "--by", "") == []
    assert completed("build", "sku-management", "--each", "none.csv", "--by", "") == []


def test_themes_complete_and_are_those_there_are() -> None:
    assert completed("build", "sku-management", "--theme", "") == list(THEMES)


def test_without_a_sound_blueprint_nothing_completes() -> None:
    assert completed("build", "--set", "") == []
    assert completed("build", "no-such", "--set", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_is_one_the_shell_can_read(shell: str) -> None:
    script = CliRunner().invoke(cli, ["completion", shell]).stdout
    assert "_PLANSHEETS_COMPLETE" in script
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    subprocess.run([shell, "-n"], input=script, text=True, check=True)
