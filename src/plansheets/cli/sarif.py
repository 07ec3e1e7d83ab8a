"""Problems of workbooks as SARIF 2.1.0, which code hosts and editors show beside the files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from plansheets import __version__
from plansheets.errors import Problem


def sarif(found: Mapping[str, Sequence[Problem]]) -> dict[str, object]:
    """The log of one run over the files of *found*."""
    codes = sorted({problem.code for problems in found.values() for problem in problems})
    driver = {
        "name": "plansheets",
        "version": __version__,
        "rules": [{"id": code} for code in codes],
    }
    results = [_result(file, problem) for file, problems in found.items() for problem in problems]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results}],
    }


def _result(file: str, problem: Problem) -> dict[str, object]:
    text = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    path = Path(file)
    written = os.fsencode(path.as_posix())  # a name may hold bytes that are no text
    address = path.as_uri() if path.is_absolute() else quote(written)
    location: dict[str, object] = {"physicalLocation": {"artifactLocation": {"uri": address}}}
    name, mark, inside = (problem.where or "").partition(": ")
    if mark and name == Path(file).name:  # a part, or a cell of a sheet
        location["logicalLocations"] = [{"fullyQualifiedName": inside}]
    return {
        "ruleId": problem.code,
        "level": problem.level,
        "message": {"text": text},
        "locations": [location],
    }
