"""The blueprints that a composite includes, read from their own files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from plansheets.blueprint.folders import Folder
from plansheets.blueprint.found import Reference
from plansheets.blueprint.model import Blueprint
from plansheets.errors import BlueprintError, Problem, did_you_mean

MOST_DEEP = 4
"""How deep blueprints may include each other."""

Inside = tuple[Path, ...]
"""The files that are being read, from the outermost inwards."""
ReadBlueprint = Callable[[Path, Inside], tuple[Blueprint | None, tuple[Problem, ...]]]


def read_included(
    names: tuple[Reference, ...],
    folder: Folder,
    inside: Inside,
    read: ReadBlueprint,
    problems: list[Problem],
) -> list[Blueprint | None]:
    """Every included blueprint, None for one that could not be read; its problems are added."""
    included: list[Blueprint | None] = []
    seen: dict[Path, Reference] = {}
    for name in names:
        path = _path(name, folder, problems)
        if path is None or not _may_be_read(folder.identity(path), name, inside, seen, problems):
            included.append(None)
            continue
        seen[folder.identity(path)] = name
        try:
            blueprint, found = read(path, inside)
        except BlueprintError as error:
            hint = next((problem.hint for problem in error.problems), None)
            problems.append(Problem("PS115", error.problems[0].message, name.span, hint))
            included.append(None)
            continue
        problems.extend(found)
        included.append(blueprint)
    return included


def _path(name: Reference, folder: Folder, problems: list[Problem]) -> Path | None:
    """The file that *name* means: one beside the blueprint, or a shipped one."""
    if not name.id.lower().endswith((".yaml", ".yml")):
        known = folder.shipped()
        if name.id in known:
            return known[name.id]
        hint = did_you_mean(name.id, known) or "a file is named with its .yaml"
        problems.append(Problem("PS115", f"no blueprint '{name.id}'", name.span, hint))
        return None
    return folder.beside(name.id, "file", name.span, problems)


def _may_be_read(
    found: Path,
    name: Reference,
    inside: Inside,
    seen: dict[Path, Reference],
    problems: list[Problem],
) -> bool:
    if found in inside:
        chain = " → ".join(one.name for one in (*inside[inside.index(found) :], found))
        message, hint = f"blueprints include each other in a circle: {chain}", "break it at one"
    elif found in seen:
        message, hint = f"'{name.id}' is included twice", f"line {seen[found].span.line} has it"
    elif len(inside) > MOST_DEEP:
        message = f"blueprints include each other more than {MOST_DEEP} deep"
        hint = "include them in one file"
    else:
        return True
    problems.append(Problem("PS121", message, name.span, hint))
    return False
