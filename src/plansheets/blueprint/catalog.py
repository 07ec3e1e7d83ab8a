"""The blueprints that come with the program, and how a name on the command line finds one."""

from __future__ import annotations

from pathlib import Path

from plansheets.errors import BlueprintError, Problem, nearest
from plansheets.words import Words


def blueprint_folder() -> Path:
    """Where the shipped blueprints stand: in the installed package, or at the checkout's top."""
    packaged = Path(__file__).resolve().parent.parent / "blueprints"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "blueprints"


def shipped() -> dict[str, Path]:
    """Every shipped blueprint by name, in alphabetical order."""
    return {path.stem: path for path in sorted(blueprint_folder().glob("*.yaml"))}


def find_blueprint(name: str) -> Path:
    """The file that *name* means: a path, or the name of a shipped blueprint."""
    path = Path(name)
    if path.suffix.lower() in (".yaml", ".yml") or len(path.parts) > 1 or path.is_file():
        return path
    known = shipped()
    if name in known:
        return known[name]
    hint = nearest(name, known)
    raise BlueprintError(
        [
            Problem.told(
                "PS115",
                Words(f"没有“{name}”这个蓝图", f"no blueprint '{name}'"),
                where="",
                hint=hint
                or Words(
                    "`plansheets list` 列出全部蓝图；文件要带上 .yaml",
                    "`plansheets list` names them all; a file is named with its .yaml",
                ),
            )
        ]
    )
