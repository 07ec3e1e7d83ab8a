"""The blueprints that a composite includes, read from their own files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from plansheets.blueprint.folders import Folder
from plansheets.blueprint.found import Reference
from plansheets.blueprint.model import Blueprint
from plansheets.errors import BlueprintError, Problem, nearest
from plansheets.words import Words

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
            problems.append(replace(error.problems[0], span=name.span))
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
        hint = nearest(name.id, known) or Words(
            "文件要带上 .yaml", "a file is named with its .yaml"
        )
        problems.append(
            Problem.told(
                "PS115",
                Words(f"没有“{name.id}”这个蓝图", f"no blueprint '{name.id}'"),
                name.span,
                hint,
            )
        )
        return None
    return folder.beside(name.id, Words("文件", "file"), name.span, problems)


def _may_be_read(
    found: Path,
    name: Reference,
    inside: Inside,
    seen: dict[Path, Reference],
    problems: list[Problem],
) -> bool:
    if found in inside:
        chain = " → ".join(one.name for one in (*inside[inside.index(found) :], found))
        message, hint = (
            Words(
                f"蓝图互相包含，成了一圈：{chain}",
                f"blueprints include each other in a circle: {chain}",
            ),
            Words("在其中一处断开", "break it at one"),
        )
    elif found in seen:
        message, hint = (
            Words(f"“{name.id}”包含了两次", f"'{name.id}' is included twice"),
            Words(f"第 {seen[found].span.line} 行已有", f"line {seen[found].span.line} has it"),
        )
    elif len(inside) > MOST_DEEP:
        message = Words(
            f"蓝图逐层包含超过 {MOST_DEEP} 层",
            f"blueprints include each other more than {MOST_DEEP} deep",
        )
        hint = Words("都在一个文件里包含", "include them in one file")
    else:
        return True
    problems.append(Problem.told("PS121", message, name.span, hint))
    return False
