"""Node, which runs our JavaScript with stand-ins for the programs that it is written for."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from libreoffice import HANGS_SECONDS

FOLDER = Path(__file__).with_name("javascript")


def require_node() -> str:
    """The program; a test that needs it is skipped where there is none."""
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed")
    return found


def ask_node(file: str, asked: object, *, zone: str = "UTC") -> Any:
    """What the script *file* beside the tests answers, asked in JSON, its clock in *zone*."""
    ran = subprocess.run(
        [require_node(), str(FOLDER / file)],
        input=json.dumps(asked),
        env={**os.environ, "TZ": zone},
        capture_output=True,
        encoding="utf-8",
        timeout=HANGS_SECONDS,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)
