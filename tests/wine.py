"""Xlwings' own Windows program under Wine, asked as a cell's VBA asks it."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

import pytest

from libreoffice import HANGS_SECONDS
from plansheets.addin.wrappers import PYTHON_FILE, PYTHON_SOURCE

LEFT_OUT = {"missing": True}
Call = tuple[str, Sequence[object]]
"""A function's name and its arguments, as :mod:`com_calls` takes them."""

_PROGRAM = Path(__file__).with_name("com_calls.py")
_SOURCES = Path(__file__).parents[1] / "src"


def require_windows() -> str:
    """The program that runs Windows' Python, or the test is skipped."""
    program = os.environ.get("PLANSHEETS_WINDOWS")
    if program is None:
        pytest.skip("no Windows Python under Wine: see scripts/windows.py")
    return program


def ask(calls: Sequence[Call]) -> list[dict[str, object]]:
    """What each call gives, all in one start of Python."""
    with tempfile.TemporaryDirectory(prefix="plansheets-windows-") as folder:
        (Path(folder) / PYTHON_FILE).write_text(PYTHON_SOURCE, encoding="utf-8")
        finished = subprocess.run(
            [require_windows(), *map(_on_windows, (_PROGRAM, Path(folder), _SOURCES))],
            input="".join(f"{json.dumps(call)}\n" for call in calls),
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=HANGS_SECONDS,
        )
    answers = [json.loads(line) for line in finished.stdout.splitlines()]
    if len(answers) < len(calls):
        pytest.fail(f"Windows' Python answered {len(answers)} calls: {finished.stderr}")
    return answers


def _on_windows(path: Path) -> str:
    """A path of this machine, which Wine has on a drive of its own."""
    return "Z:" + str(path.resolve()).replace("/", "\\")
