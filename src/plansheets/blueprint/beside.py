"""The files that a blueprint names: plain files in its own folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

from plansheets.errors import Problem
from plansheets.source import Span


def file_beside(
    folder: Path, name: str, what: str, asked: Span, problems: list[Problem]
) -> Path | None:
    """The file *name* in *folder*; None, and a problem, where it may not be read."""
    path = folder / name
    fault = hint = None
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            fault, hint = "stands outside the blueprint's folder", "put it beside the blueprint"
        elif path.exists() and not path.is_file():
            fault = "is a folder or a device"
    except ValueError:  # NUL, half a character: told already where the text was read
        return None
    except (OSError, RuntimeError):  # a name too long, links in a circle
        fault, hint = "has a name that leads nowhere", "name a file beside the blueprint"
    if fault:
        problems.append(Problem("PS115", f"the {what} '{name[:100]}' {fault}", asked, hint))
        return None
    return path
