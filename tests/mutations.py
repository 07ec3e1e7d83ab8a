"""Blueprints changed at random: each must end in problems or in a workbook, in nothing else.

``python tests/mutations.py --count 20000`` tries many and tells where each other exception came
from; ``--show 1234`` prints one mutant.
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from functools import cache
from pathlib import Path

import yaml

from plansheets.blueprint.grammar import OBJECTS
from plansheets.blueprint.read import examine_text
from plansheets.calc.calculate import calculate
from plansheets.errors import PlansheetsError, format_problem
from plansheets.plan.build import check, plan
from plansheets.plan.choices import Choices
from plansheets.render.xlsx import write_xlsx
from plansheets.words import LOCALES

HERE = Path(__file__).parent
SMALL = [HERE / "every-key.yaml", *sorted((HERE / "cases" / "plans").glob("*/blueprint.yaml"))]
SHIPPED = sorted((HERE.parent / "blueprints").glob("*.yaml"))
PROFILES = ("excel2016", "excel365")

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


def document(path: Path) -> yaml.Node:
    node: yaml.Node = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    return node


_document = cache(document)


def mutant(number: int, paths: list[Path]) -> tuple[str, Path]:
    """The text of mutant *number*, always the same, and the blueprint that it was made from."""
    chance = random.Random(number)
    path = chance.choice(paths)
    tree = deepcopy(_document(path))
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        chance.choice(CHANGES)(tree, chance)
    return yaml.serialize(tree, allow_unicode=True, width=10_000), path


def outcome(text: str, folder: Path, number: int) -> str:
    """``problems`` or ``workbook``; any other exception is raised."""
    profile = PROFILES[number % 2]
    reading = examine_text(text, "mutant.yaml", folder)
    for problem in check(reading, profile):
        format_problem(problem)
    if reading.blueprint is None or reading.failed:
        return "problems"
    try:
        choices = Choices(locale=LOCALES[number // 2 % 2], profile=profile, blank=number % 5 == 0)
        ready, _ = plan(reading.blueprint, choices)
        write_xlsx(ready, calculate(ready), io.BytesIO())
    except PlansheetsError as error:
        str(error)
        return "problems"
    return "workbook"


def _collections(tree: yaml.Node) -> list[yaml.CollectionNode]:
    """Every mapping and list that holds something."""
    found, waiting = [], [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, yaml.CollectionNode) and node.value:
            found.append(node)
            waiting.extend(_value(node, place) for place in range(len(node.value)))
    return found


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
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style='"')


def _empty(tree: yaml.Node, chance: random.Random) -> None:
    node = chance.choice(_collections(tree))
    nothing = [
        _scalar(""),
        yaml.SequenceNode("tag:yaml.org,2002:seq", [], flow_style=True),
        yaml.MappingNode("tag:yaml.org,2002:map", [], flow_style=True),
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
        _put(node, place, yaml.SequenceNode("tag:yaml.org,2002:seq", [value]))
    else:
        key = _scalar(chance.choice(KEYS))
        _put(node, place, yaml.MappingNode("tag:yaml.org,2002:map", [(key, value)]))


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
    node = chance.choice([one for one in _collections(tree) if isinstance(one, yaml.MappingNode)])
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
    mappings = [one for one in _collections(tree) if isinstance(one, yaml.MappingNode)]
    node, other = chance.choice(mappings), chance.choice(mappings)
    node.value.append(deepcopy(chance.choice(other.value)))


def _rename(tree: yaml.Node, chance: random.Random) -> None:
    node = chance.choice([one for one in _collections(tree) if isinstance(one, yaml.MappingNode)])
    place = chance.randrange(len(node.value))
    node.value[place] = (_scalar(chance.choice(KEYS)), node.value[place][1])


CHANGES: tuple[Callable[[yaml.Node, random.Random], None], ...] = (
    _delete, _double, _swap, _empty, _retype, _hostile, _exchange, _same_key, _add_key, _rename,
)  # fmt: skip


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=20_000)
    options.add_argument("--first", type=int, default=0, help="the number of the first mutant")
    options.add_argument("--small", action="store_true", help="leave the shipped blueprints out")
    options.add_argument("--show", type=int, help="print one mutant and what becomes of it")
    given = options.parse_args()
    paths = SMALL if given.small else [*SMALL * 4, *SHIPPED]
    if given.show is not None:
        text, path = mutant(given.show, paths)
        sys.stdout.write(text)
        sys.stdout.write(f"# from {path}: {outcome(text, path.parent, given.show)}\n")
        return 0
    ends: Counter[str] = Counter()
    fell: dict[str, list[int]] = {}
    for number in range(given.first, given.first + given.count):
        text, path = mutant(number, paths)
        begun = time.process_time()
        try:
            end = outcome(text, path.parent, number)
        except Exception as error:  # noqa: BLE001  # what it is, is what is asked
            frame = traceback.extract_tb(error.__traceback__)[-1]
            end = f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}: {error}"
            fell.setdefault(end[:160], []).append(number)
            end = "another exception"
        if time.process_time() - begun > 10:
            fell.setdefault("took longer than ten seconds", []).append(number)
        ends[end] += 1
    for end, count in ends.most_common():
        sys.stdout.write(f"{count:,} {end}\n")
    for end, numbers in sorted(fell.items(), key=lambda one: -len(one[1])):
        sys.stdout.write(f"{len(numbers)} x {end}\n    mutants {numbers[:5]}\n")
    return 1 if fell else 0


if __name__ == "__main__":
    sys.exit(main())
