"""The grammar as Markdown: the reference part of docs/blueprints.md."""

from __future__ import annotations

from collections.abc import Iterator

from plansheets.blueprint.grammar.kinds import (
    Atom,
    Is,
    Key,
    ListOf,
    MapOf,
    OneOf,
    Shape,
)
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.types import TYPES

BEGIN = "<!-- reference: made from the grammar -->"
END = "<!-- end of reference -->"

_ATOMS = {
    "words": "words",
    "column id": "id",
    "total": "formula, `sum`, `average`, `min` or `max`",
    "written": "a value of its type",
    "whole": "whole number",
    "boolean": "true or false",
    "column of a table": "`table[column]`",
}


def reference() -> str:
    """Every object, key and type of the language."""
    return "\n".join([*_objects(), *_types()])


def with_reference(guide: str) -> str:
    """*guide* with the reference between its two marks written anew."""
    before, _, rest = guide.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{reference()}\n{END}{after}"


def _objects() -> Iterator[str]:
    for grammar in OBJECTS.values():
        yield f"### {_title(grammar.name)}"
        yield ""
        yield grammar.meaning
        if grammar.short:
            shorts = " or ".join(_takes(grammar[name].shape) for name in grammar.short)
            yield f"In place of the whole object it may be {shorts}."
        yield ""
        yield "| key | takes | meaning |"
        yield "|---|---|---|"
        yield from map(_row, grammar.keys)
        yield ""
        if grammar.example:
            yield from ("```yaml", grammar.example, "```", "")


def _row(key: Key) -> str:
    name = f"**`{key.name}`**" if key.required else f"`{key.name}`"
    return f"| {name} | {_takes(key.shape)} | {key.explained.replace('|', chr(92) + '|')} |"


def _types() -> Iterator[str]:
    yield "### Types"
    yield ""
    yield "| type | meaning | shown as |"
    yield "|---|---|---|"
    for type_ in TYPES.values():
        shown = "" if type_.number_format == "General" else f"`{type_.number_format}`"
        yield f"| `{type_.id}` | {type_.meaning} | {shown} |"
    yield ""


def _takes(shape: Shape) -> str:
    match shape:
        case Atom(name="reference", to=to):
            return f"id of a {to}"
        case Atom(name="whole", least=least, most=int(most)):
            return f"whole number, {least:,} to {most:,}"
        case Atom(name=name):
            return _ATOMS.get(name, name)
        case OneOf(words=words) if set(words) <= set(TYPES):
            return "a [type](#types)"
        case OneOf(words=words):
            return ", ".join(f"`{word}`" for word in words)
        case ListOf(shape=item, lenient=lenient):
            return f"list of {_many(item)}" + (", or one" if lenient else "")
        case MapOf(shape=value, keys=keys) if keys:
            return f"{', '.join(f'`{key}`' for key in keys)}, each with {_takes(value)}"
        case MapOf(shape=value, single=single) if single:
            return f"one id, with {_takes(value)}"
        case MapOf(shape=value):
            return f"ids, each with {_takes(value)}"
        case Is(name=name):
            return f"[{_title(name)}](#{name.replace('_', '-')})"


def _many(shape: Shape) -> str:
    match shape:
        case Atom(name="reference", to=to):
            return f"ids of {to}s"
        case Atom(name="text"):
            return "texts"
        case _:
            return _takes(shape)


def _title(name: str) -> str:
    return name.replace("_", " ")
