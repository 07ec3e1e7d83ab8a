"""What importing the package and asking for help may load: start-up time is every command's."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {"numpy", "openpyxl", "pandas", "xlsxwriter", "xlwings", "formualizer", "yaml"}

_REPORT = "; import sys; print('\\n'.join({name.partition('.')[0] for name in sys.modules}))"


def loaded_by(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", code + _REPORT], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = loaded_by("import plansheets")
    assert "plansheets" in loaded
    assert loaded & HEAVY == set()


@pytest.mark.parametrize("words", [["--help"], ["build", "--help"], ["verify", "--help"]])
def test_help_loads_nothing_heavy(words: list[str]) -> None:
    loaded = loaded_by(f"from plansheets.cli import cli; cli({words}, standalone_mode=False)")
    assert "click" in loaded
    assert loaded & HEAVY == set()


def test_building_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    build = f"import plansheets; plansheets.build('sku-management', {str(tmp_path / 'a.xlsx')!r})"
    loaded = loaded_by(build)
    assert "xlsxwriter" in loaded
    assert loaded & {"formualizer", "openpyxl", "pandas", "xlwings", "formulon"} == set()
