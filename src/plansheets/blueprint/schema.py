"""The grammar as a JSON Schema: what editors complete, explain and check while someone types."""

from __future__ import annotations

from typing import Any

from plansheets.blueprint.grammar.kinds import (
    ONLY,
    TOTALS,
    Atom,
    Is,
    Key,
    ListOf,
    MapOf,
    Object,
    OneOf,
    Shape,
)
from plansheets.blueprint.grammar.objects import OBJECTS
from plansheets.blueprint.types import TYPES
from plansheets.words import LOCALES

Schema = dict[str, Any]

_ID = "^[a-z][a-z0-9_]*$"
_REPEATED_ID = r"^[a-z][a-z0-9_]*(\{[a-z_]+(\.index)?\}[a-z0-9_]*)?$"
_SCALAR = ["string", "number", "boolean", "null"]
"""A plain YAML word may look like a number or a boolean; the field's type says what it is."""

_ATOMS: dict[str, Schema] = {
    "id": {"type": "string", "pattern": _ID},
    "column id": {
        "type": "string",
        "pattern": _REPEATED_ID,
    },
    "text": {"type": ["string", "number"]},
    "formula": {"anyOf": [{"type": "string", "pattern": "^="}, {"$ref": "#/$defs/ladder"}]},
    "total": {
        "anyOf": [
            {"enum": [*TOTALS]},
            {"type": "string", "pattern": "^="},
            {"$ref": "#/$defs/ladder"},
        ]
    },
    "number": {
        "anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?[0-9][0-9_,.]*\s*%?$"}]
    },
    "boolean": {"type": "boolean"},
    "written": {"type": _SCALAR},
    "column of a table": {
        "type": "string",
        "pattern": r"^[a-z][a-z0-9_]*\[[a-z][a-z0-9_]*\]$",
    },
}
_BY_VARIANT: Schema = {
    "description": "A value for each variant, as in {stage: {mature: 10%, else: 5%}}",
    "type": "object",
    "minProperties": 1,
    "maxProperties": 1,
    "additionalProperties": {"type": "object", "minProperties": 1},
}


def schema() -> Schema:
    """The JSON Schema (2020-12) of a blueprint file."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plansheets blueprint",
        **_is("blueprint"),
        "$defs": {
            "words": _words(),
            "by variant": _BY_VARIANT,
            **{name: _object(one) for name, one in OBJECTS.items()},
        },
    }


def _is(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _words() -> Schema:
    texts = {locale: {"type": _SCALAR} for locale in LOCALES}
    every = {
        "type": "object",
        "properties": texts,
        "required": list(LOCALES),
        "additionalProperties": False,
    }
    return {
        "description": "A text, or the text in every language",
        "anyOf": [{"type": _SCALAR}, every],
    }


def _object(grammar: Object) -> Schema:
    described = {"description": _described(grammar.meaning, grammar.example)}
    full: Schema = {
        "type": "object",
        "properties": {key.name: _key(key) for key in grammar.keys},
        "additionalProperties": False,
    }
    required = [key.name for key in grammar.keys if key.required and not key.unless]
    if required:
        full["required"] = required
    if grammar.one_of:
        full["oneOf"] = [{"required": [name]} for name in grammar.one_of]
    if unless := {key.unless: key for key in grammar.keys if key.unless}:
        left_out = [key.name for key in grammar.keys if key.unless]
        full["anyOf"] = [{"required": left_out}, *({"required": [name]} for name in unless)]
    if not grammar.short:
        return described | full
    shorts = [_shape(grammar[name].shape) for name in grammar.short]
    return described | {"anyOf": [full, *shorts]}


def _described(meaning: str, example: str) -> str:
    return f"{meaning}\n\nExample:\n{example}" if example else meaning


def _varying(value: Shape) -> Schema:
    """What a row is there for, where it has no column of that name."""
    return {"properties": {ONLY.name: {"anyOf": [_key(ONLY), _shape(value)]}}}


def _key(key: Key) -> Schema:
    """The key's own meaning goes first: editors show the nearest description."""
    default = {} if key.default is None else {"default": key.default}
    return {"description": key.meaning, **_either(key.shape), **default}


def _either(shape: Shape) -> Schema:
    """*shape*, or one for each variant where it is a single value, a list of ids, rows or a sample.

    Of others an editor could not say any more where in them a fault stands.
    """
    match shape:
        case (
            Atom(name="words" | "written" | "formula" | "total" | "column of a table")
            | ListOf(shape=Atom(name="reference"))
            | Is(name="rows" | "sample")
        ):
            return {"anyOf": [_shape(shape), {"$ref": "#/$defs/by variant"}]}
        case Atom(name="whole"):  # its bounds say nothing of objects
            several = {key: said for key, said in _BY_VARIANT.items() if key != "description"}
            return {**several, **_shape(shape), "type": ["integer", "object"]}
        case _:
            return _shape(shape)


def _shape(shape: Shape) -> Schema:
    match shape:
        case Atom(name="words"):
            return _is("words")
        case Atom(name="reference", to="blueprint"):
            return {"type": "string", "$comment": "the id of a shipped blueprint, or a file"}
        case Atom(name="reference", to=to):
            return {"type": "string", "pattern": _ID, "$comment": f"the id of a {to}"}
        case Atom(name="whole", least=least, most=most):
            bounds = {"minimum": least} if most is None else {"minimum": least, "maximum": most}
            return {"type": "integer", **bounds}
        case Atom(name=name):
            return dict(_ATOMS[name])
        case OneOf(words=words) if set(words) <= set(TYPES):
            meanings = [TYPES[word].meaning for word in words]
            return {"enum": list(words), "enumDescriptions": meanings}
        case OneOf(words=words):
            return {"enum": list(words)}
        case ListOf(shape=item, lenient=lenient):
            one = _shape(item)
            if isinstance(item, Atom) and item.name == "reference":  # or one for each variant
                one = {"anyOf": [one, {"$ref": "#/$defs/by variant"}]}
            many: Schema = {"type": "array", "items": one}
            return {"anyOf": [many, _shape(item)]} if lenient else many
        case MapOf(shape=value, keys=keys) if keys:
            properties = {key: _shape(value) for key in keys}
            return {"type": "object", "properties": properties, "additionalProperties": False}
        case MapOf(shape=value, single=single, repeated=repeats, varies=varies):
            just_one = {"minProperties": 1, "maxProperties": 1} if single else {}
            return {
                "type": "object",
                "propertyNames": {"pattern": _REPEATED_ID if repeats else _ID},
                "additionalProperties": _either(value),
                **just_one,
                **(_varying(value) if varies else {}),
            }
        case Is(name=name):
            return _is(name)
