"""Blueprints changed at random, as people and programs get them wrong."""

from __future__ import annotations

import pickle
import random
import re
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path

import yaml

from plansheets.blueprint.grammar.objects import OBJECTS

HERE = Path(__file__).parent
SMALL = [
    HERE / "every-key.yaml",
    *sorted((HERE / "cases" / "plans").glob("*/blueprint.yaml")),
    *sorted((HERE / "attack").glob("*.yaml")),
]
SHIPPED = sorted((HERE.parent / "blueprints").glob("*.yaml"))

KEYS = sorted({key.name for grammar in OBJECTS.values() for key in grammar.keys})
HOSTILE = [
    "", " ", "0", "-1", "1", "3", "0.5", "1e400", "nan", "inf", "true", "null", "~", "*", "'", '"',
    "a\0b", "a\nb", "\ud800", "🙂", "备注", "x" * 3000, "../other.csv", "/etc/passwd", "9999999999",
    "2024-02-30", "2024-02-29", "9999-12-31", "12.5%", "8.5万", "[", "]", "{}", "a.b", "a[b]", "=",
    "=1/0", "=[@x]", "=x[y]", "=prior([@id],0)", "=group(1)", "=SUM()", "=1:1", "=A1:XFD1048576",
    "=LET(a,1,a)", "=LAMBDA(x,x)(1)", "={1,2;3,4}", "=#REF!", "=deviation_rate(1,)", "='a'!A1",
    "growing", "main", "id", "number", "money", "date", "choice", "text", "percent", "key", "note",
]  # fmt: skip
"""What people and programs write where something else belongs."""


@cache
def _document(path: Path) -> bytes:
    """The tree of the blueprint at *path*, pickled: deepcopy takes ten times as long to copy it."""
    return pickle.dumps(document(path.read_text("utf-8")))


def document(text: str) -> yaml.Node:
    node: yaml.Node = yaml.compose(text, Loader=yaml.SafeLoader)
    return node


def written(tree: yaml.Node) -> str:
    return yaml.serialize(tree, allow_unicode=True, width=10_000)


def changed(path: Path, chance: random.Random) -> str:
    """The text of the blueprint at *path* after a change, or a few."""
    if chance.random() < _TYPED:
        return _mistyped(path.read_text("utf-8"), chance)
    tree = pickle.loads(_document(path))  # our own
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(CHANGES)(tree, chance)
    return written(tree)


_TYPED = 0.1
"""The share of changes to the text itself, after which it may be no YAML any more."""


def _mistyped(text: str, chance: random.Random) -> str:
    lines = text.splitlines(keepends=True)
    at = chance.randrange(len(lines))
    line = lines[at]
    place = chance.randrange(len(line))
    lines[at] = chance.choice(
        (
            "",
            line * 2,
            f" {line}",
            f"\t{line}",
            line[1:],
            line[:place],
            line[:place] + chance.choice(_SIGNS) + line[place:],
            line[:place] + line[place + 1 :],
        )
    )
    return "".join(lines[: at + 1] if chance.random() < 0.1 else lines)


_SIGNS = ":-,[]{}#&*!|>'\"%@`?=()\t\x07\ufeff\u2028\u202e中"


def smaller(text: str) -> Iterator[str]:
    """*text* with one part left out, what holds most of it first."""
    tree = document(text)
    for level in range(_depth(tree) + 1):
        for node in [one for depth, one in _leveled(tree) if depth == level]:
            for place in range(len(node.value)):
                entry = node.value.pop(place)
                yield written(tree)
                node.value.insert(place, entry)


def _depth(tree: yaml.Node) -> int:
    return max((level for level, _ in _leveled(tree)), default=0)


def _leveled(tree: yaml.Node) -> Iterator[tuple[int, yaml.CollectionNode]]:
    """Every mapping and list that holds something, with how deep it stands."""
    waiting = [(0, tree)]
    while waiting:
        level, node = waiting.pop()
        if isinstance(node, yaml.CollectionNode) and node.value:
            yield level, node
            waiting.extend((level + 1, _value(node, place)) for place in range(len(node.value)))


def _collections(tree: yaml.Node) -> list[yaml.CollectionNode]:
    return [node for _, node in _leveled(tree)] or [yaml.SequenceNode(_LIST, [_scalar("")])]


def _mappings(tree: yaml.Node) -> list[yaml.MappingNode]:
    found = [node for node in _collections(tree) if isinstance(node, yaml.MappingNode)]
    return found or [yaml.MappingNode(_MAPPING, [(_scalar("a"), _scalar("b"))])]


_LIST, _MAPPING, _TEXT = (f"tag:yaml.org,2002:{kind}" for kind in ("seq", "map", "str"))


def _delete(tree: yaml.Node, chance: random.Random) -> None:
    entries = chance.choice(_collections(tree)).value
    del entries[chance.randrange(len(entries))]


def _double(tree: yaml.Node, chance: random.Random) -> None:
    entries = chance.choice(_collections(tree)).value
    entries.append(deepcopy(chance.choice(entries)))


def _swap(tree: yaml.Node, chance: random.Random) -> None:
    """Two neighbours, or the values of two keys, change places."""
    node = chance.choice(_collections(tree))
    one, other = (chance.randrange(len(node.value)) for _ in range(2))
    if isinstance(node, yaml.MappingNode):
        (key, value), (other_key, other_value) = node.value[one], node.value[other]
        node.value[one], node.value[other] = (key, other_value), (other_key, value)
        return
    node.value[one], node.value[other] = node.value[other], node.value[one]


def _put(node: yaml.CollectionNode, place: int, value: yaml.Node) -> None:
    entry = node.value[place]
    node.value[place] = (entry[0], value) if isinstance(entry, tuple) else value


def _value(node: yaml.CollectionNode, place: int) -> yaml.Node:
    entry = node.value[place]
    value: yaml.Node = entry[1] if isinstance(entry, tuple) else entry
    return value


def _scalar(text: str) -> yaml.Node:
    return yaml.ScalarNode(_TEXT, text, style='"')


def _empty(tree: yaml.Node, chance: random.Random) -> None:
    node = chance.choice(_collections(tree))
    nothing = [
        _scalar(""),
        yaml.SequenceNode(_LIST, [], flow_style=True),
        yaml.MappingNode(_MAPPING, [], flow_style=True),
    ]
    _put(node, chance.randrange(len(node.value)), chance.choice(nothing))


def _retype(tree: yaml.Node, chance: random.Random) -> None:
    """A value becomes a list of it, a mapping to it, or its own first part."""
    node = chance.choice(_collections(tree))
    place = chance.randrange(len(node.value))
    value = _value(node, place)
    if isinstance(value, yaml.CollectionNode) and value.value and chance.random() < 0.5:
        _put(node, place, _value(value, 0))
    elif chance.random() < 0.5:
        _put(node, place, yaml.SequenceNode(_LIST, [value]))
    else:
        key = _scalar(chance.choice(KEYS))
        _put(node, place, yaml.MappingNode(_MAPPING, [(key, value)]))


def _hostile(tree: yaml.Node, chance: random.Random) -> None:
    node = chance.choice(_collections(tree))
    _put(node, chance.randrange(len(node.value)), _scalar(chance.choice(HOSTILE)))


def _exchange(tree: yaml.Node, chance: random.Random) -> None:
    """A value stands where another does: most plausible of all, and so the one that goes far."""
    nodes = _collections(tree)
    node, other = chance.choice(nodes), chance.choice(nodes)
    value = deepcopy(_value(other, chance.randrange(len(other.value))))
    _put(node, chance.randrange(len(node.value)), value)


def _same_key(tree: yaml.Node, chance: random.Random) -> None:
    """A key takes the value that it has in another place, or one that it might have."""
    node = chance.choice(_mappings(tree))
    place = chance.randrange(len(node.value))
    key = node.value[place][0].value
    values = [
        value
        for other in _collections(tree)
        if isinstance(other, yaml.MappingNode)
        for name, value in other.value
        if name.value == key
    ]
    _put(node, place, deepcopy(chance.choice(values)))


def _add_key(tree: yaml.Node, chance: random.Random) -> None:
    """A mapping gets an entry that another has."""
    mappings = _mappings(tree)
    node, other = chance.choice(mappings), chance.choice(mappings)
    node.value.append(deepcopy(chance.choice(other.value)))


def _rename(tree: yaml.Node, chance: random.Random) -> None:
    node = chance.choice(_mappings(tree))
    place = chance.randrange(len(node.value))
    node.value[place] = (_scalar(chance.choice(KEYS)), node.value[place][1])


def _formula(tree: yaml.Node, chance: random.Random) -> None:
    """A formula loses a part of itself, gets one twice, or one of another formula."""
    formulas = [
        (node, place)
        for node in _collections(tree)
        for place in range(len(node.value))
        if str(_value(node, place).value).startswith("=")
    ]
    if not formulas:
        return
    node, place = chance.choice(formulas)
    other, its_place = chance.choice(formulas)
    parts = _PARTS.findall(_value(node, place).value)
    others = _PARTS.findall(_value(other, its_place).value)
    at = chance.randrange(len(parts))
    parts[at] = chance.choice(("", parts[at] * 2, chance.choice(others), chance.choice(_TERMS)))
    _put(node, place, _scalar("".join(parts)))


_PARTS = re.compile(r"[A-Za-z_.]+\(|\[[^\[\]]*\]|\"[^\"]*\"|\w+|\s+|.", re.DOTALL)
_TERMS = [
    "(", ")", ",", "-", "%", ":", "^", "&", "{1,2}", '""', "1E308", "#N/A", "TRUE", "SUM(", "IF(",
    "LET(", "prior(", "group(", "ROW(", "INDEX(", "OFFSET(", "[@qty]", "[[#This Row],[a]]", "A1:B2",
]  # fmt: skip


CHANGES: tuple[Callable[[yaml.Node, random.Random], None], ...] = (
    _delete, _double, _swap, _empty, _retype, _hostile, _exchange, _same_key, _add_key, _rename,
    _formula, _formula, _same_key, _same_key, _swap,
)  # fmt: skip
