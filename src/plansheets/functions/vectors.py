"""The golden vectors: calls of every function with what they give, and a reader of their files.

One file a family, a line a vector: the call as the documents write it, what the function gives,
and, where it is not the same or the function's blank for an error, what the cell form shows, or
``"?"`` where programs differ. A call alone waits for its result, which ``pytest --accept`` fills in
where the kernel and LibreOffice's formula agree. The examples of the catalogue are vectors too, and
are not repeated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Final

from plansheets.functions.catalog import CATALOG, FAMILIES, FUNCTIONS
from plansheets.functions.function import Function, Sample, Samples
from plansheets.records import dataclass

UNSTATED: Final = "?"
"""What stands for a cell on which programs do not agree: a typed column refuses such a value."""

ERRORS: Final = ("#N/A", "#DIV/0!", "#NUM!", "#VALUE!")

_TOKEN = re.compile(r'\s*("(?:[^"]|"")*"|[{};,]|[^\s{};,"]+)')
_CALL = re.compile(r"(\w+)\((.*)\)")


@dataclass(frozen=True, slots=True)
class Vector:
    """One call: its arguments, what the function gives, and what its cell form shows.

    Errors stand as their names, in arguments too.
    """

    function: Function
    arguments: tuple[Samples, ...]
    result: Samples
    cell: Samples

    def __str__(self) -> str:
        return f"{self.function.name}({', '.join(map(spell_samples, self.arguments))})"

    @property
    def holds_errors(self) -> bool:
        """Whether an argument is, or has among its cells, an error."""
        return any(one in ERRORS for one in _flat(self.arguments))


def vector_files() -> dict[str, Path]:
    """Where the vectors of each family stand."""
    return {family: Path(__file__).with_name(family) / "vectors.tsv" for family in FAMILIES}


def vectors() -> tuple[Vector, ...]:
    """The vectors of every function, its examples first, in the catalogue's order."""
    filed: dict[str, list[Vector]] = {function.name: [] for function in FUNCTIONS}
    for path in vector_files().values():
        for line in path.read_text(encoding="utf-8").splitlines():
            if "\t" in line:
                vector = read_vector(line)
                filed[vector.function.name].append(vector)
    return tuple(
        vector for function in FUNCTIONS for vector in (*_examples(function), *filed[function.name])
    )


def _examples(function: Function) -> Iterator[Vector]:
    for example in function.examples:
        result = example.error or example.result
        yield Vector(function, example.arguments, result, example.result)


def read_vector(line: str) -> Vector:
    r"""A line of a file of vectors.

    >>> read_vector("share(3, 0)\t#DIV/0!").cell
    ''
    """
    call, result, *shown = line.split("\t")
    gives = read_samples(result)[0]
    vector = waiting(call)
    cell = read_samples(shown[0])[0] if shown else in_a_cell(vector.function, gives)
    return replace(vector, result=gives, cell=cell)


def waiting(call: str) -> Vector:
    """A call whose results are not known yet."""
    found = _CALL.fullmatch(call)
    if found is None:
        raise ValueError(f"no call: {call}")
    return Vector(CATALOG[found[1]], read_samples(found[2]), None, None)


def in_a_cell(function: Function, result: Samples) -> Samples:
    """What the cell form shows for *result*, where nothing else is said."""
    if result not in ERRORS:
        return result
    return False if function.blank == "FALSE" else ""


def write_vector(vector: Vector) -> str:
    """A vector as a line of its file; :func:`read_vector` reads it back."""
    derived = in_a_cell(vector.function, vector.result)
    shown = "" if vector.cell == derived else f"\t{spell_samples(vector.cell)}"
    return f"{vector}\t{spell_samples(vector.result)}{shown}"


def read_samples(text: str) -> tuple[Samples, ...]:
    """Values as documents write them: ``5, "text", blank, TRUE, 2024-06-30, {1; 2}, #N/A``.

    >>> read_samples('5, blank, {"a", "b"; "c", "d"}')
    (5, None, (('a', 'b'), ('c', 'd')))
    """
    return tuple(_samples(iter(_TOKEN.findall(text))))


def _samples(words: Iterator[str]) -> Iterator[Samples]:
    for word in words:
        if word == "{":
            yield _range(words)
        elif word != ",":
            yield _sample(word)


def _range(words: Iterator[str]) -> Samples:
    rows: list[list[Sample]] = [[]]
    for word in words:
        match word:
            case "}":
                break
            case ";":
                rows.append([])
            case ",":
                pass
            case _:
                rows[-1].append(_sample(word))
    if all(len(row) == 1 for row in rows):
        return tuple(row[0] for row in rows)
    return tuple(map(tuple, rows))


def _sample(word: str) -> Sample:
    match word:
        case "blank":
            return None
        case "TRUE" | "FALSE":
            return word == "TRUE"
        case _ if word.startswith('"'):
            return word[1:-1].replace('""', '"')
        case _ if word in ERRORS:
            return word
        case _ if re.fullmatch(r"\d{4}-\d\d-\d\d", word):
            return date.fromisoformat(word)
        case _:
            return int(word) if re.fullmatch(r"-?\d+", word) else float(word)


def spell_samples(samples: Samples) -> str:
    """Values as :func:`read_samples` reads them.

    >>> spell_samples((date(2024, 6, 30), None, ""))
    '{2024-06-30; blank; ""}'
    """
    match samples:
        case tuple():
            rows = (
                ", ".join(map(spell_samples, row)) if isinstance(row, tuple) else spell_samples(row)
                for row in samples
            )
            return "{" + "; ".join(rows) + "}"
        case None:
            return "blank"
        case bool():
            return str(samples).upper()
        case str():
            return samples if samples in ERRORS else '"' + samples.replace('"', '""') + '"'
        case date():
            return samples.isoformat()
        case int() | float():
            return repr(samples)


def _flat(samples: Samples | tuple[Samples, ...]) -> Iterator[Sample]:
    if isinstance(samples, tuple):
        for sample in samples:
            yield from _flat(sample)
    else:
        yield samples
