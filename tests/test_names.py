"""Names in the sources: one name means one thing, wherever it is read."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "src" / "plansheets"


def types_of(module: Path) -> Iterator[str]:
    """The classes and type aliases of a module, without the mark of what is private to it."""
    for statement in ast.parse(module.read_text("utf-8")).body:
        match statement:
            case ast.ClassDef(name=name):
                yield name.lstrip("_")
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                if name.lstrip("_")[:1].isupper() and not name.isupper():
                    yield name.lstrip("_")


def test_no_two_types_share_a_name() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for module in sorted(SOURCES.rglob("*.py")):
        for name in types_of(module):
            homes[name].append(str(module.relative_to(SOURCES)))

    assert {name: where for name, where in homes.items() if len(where) > 1} == {}
