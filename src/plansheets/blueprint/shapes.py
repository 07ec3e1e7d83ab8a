"""Reads a tree by the grammar: every key known, every value of its shape, every problem told."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from dataclasses import dataclass, field, replace
from typing import Any

from plansheets.blueprint.grammar import (
    OBJECTS,
    Atom,
    Is,
    Key,
    ListOf,
    MapOf,
    Object,
    OneOf,
    Shape,
)
from plansheets.blueprint.model import LOCALES, Formula, Options, Words
from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree
from plansheets.blueprint.types import CALLED_ELSEWHERE, TYPES
from plansheets.blueprint.values import ValueFaultError, read_boolean, read_number, read_whole
from plansheets.errors import Problem, did_you_mean
from plansheets.formula.ast import Missing
from plansheets.formula.parse import parse
from plansheets.formula.tokens import FormulaError
from plansheets.grid import looks_like_cell
from plansheets.source import Span

_ID = re.compile(r"[a-z][a-z0-9_]*")
_REPEATED_ID = re.compile(r"[a-z][a-z0-9_]*\{[a-z_]+(\.index)?\}[a-z0-9_]*")
_COLUMN_OF_A_TABLE = re.compile(r"([a-z][a-z0-9_]*)\[([a-z][a-z0-9_]*)\]")
_LETTERS_DIGITS = re.compile(r"([a-z]+)([0-9]+)")
_RESERVED = frozenset(
    {"true", "false", "and", "or", "not", "if", "let", "lambda", "prior", "group"}
)


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the grammar as found: its values by key, and where each stands."""

    values: MappingType[str, Any]
    spans: MappingType[str, Span]
    span: Span
    key_spans: MappingType[str, Span] = field(default_factory=dict)

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def __getitem__(self, key: str) -> Any:
        return self.values[key]

    def __contains__(self, key: str) -> bool:
        return key in self.values


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that names something elsewhere in the blueprint."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Raw:
    """A scalar whose type is known only to its field."""

    text: str
    span: Span
    quoted: bool


class Failed:
    """What stands where a value could not be read; its problem has been reported."""


FAILED = Failed()


class ShapeReader:
    """Reads trees by shape; what cannot be read is reported.

    Reading goes on: where an object lacks something, something harmless stands in for it, so that
    the rest of the file is judged as if it were there. What is left out is noted in ``lost``.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        self.references: list[tuple[str, Reference]] = []
        self.lost: set[str] = set()

    def report(self, code: str, message: str, span: Span, hint: str | None = None) -> Failed:
        self.problems.append(Problem(code, message, span, hint))
        return FAILED

    def read(self, tree: Tree, shape: Shape, what: str) -> Any:
        """The value of *tree* as *shape* wants it, or FAILED; *what* names it in messages."""
        match shape:
            case Atom():
                return self._atom(tree, shape, what)
            case OneOf():
                return self._one_of(tree, shape, what)
            case ListOf():
                return self._list(tree, shape, what)
            case MapOf():
                return self._map(tree, shape, what)
            case Is():
                return self._special(tree, shape.name, what)

    def object(self, tree: Tree, grammar: Object, what: str) -> Found | Failed:
        """*tree* as an object of the grammar; unknown and missing keys are reported.

        Required keys are always there, if only with a stand-in.
        """
        if not isinstance(tree, Mapping):
            wanted = ", ".join(f"'{key.name}'" for key in grammar.keys[:4])
            return self.report(
                "PS107", f"{what} takes keys such as {wanted}; {_seen(tree)} was found", tree.span
            )
        values: dict[str, Any] = {}
        spans: dict[str, Span] = {}
        key_spans: dict[str, Span] = {}
        if grammar.one_of:
            self._one_key(tree, grammar, what)
        for name, value in tree.items:
            key = grammar.key(name.text)
            if key is None:
                hint = did_you_mean(name.text, [key.name for key in grammar.keys], listed=12)
                self.report("PS105", f"{what} has no key '{name.text}'", name.span, hint)
                continue
            read = self.read(value, key.shape, f"'{key.name}'")
            spans[key.name] = value.inner if isinstance(value, Scalar) else value.span
            key_spans[key.name] = name.span
            if not isinstance(read, Failed):
                values[key.name] = read
        given = {name.text for name, _ in tree.items}
        for key in grammar.keys:
            if key.required and key.name not in given and key.unless not in given:
                self.report(
                    "PS106", f"{what} lacks '{key.name}'", _head(tree), f"{key.name}: {key.meaning}"
                )
            if key.required and key.name not in values:
                values[key.name] = self._stand_in(key, tree, what)
                spans.setdefault(key.name, _head(tree))
        return Found(values, spans, tree.span, key_spans)

    def _one_key(self, tree: Mapping, grammar: Object, what: str) -> None:
        """Report where not exactly one of ``one_of`` is there; unknown keys may stand for one."""
        beside = {key.name for key in grammar.keys} - set(grammar.one_of)
        found = sum(name.text not in beside for name, _ in tree.items)
        if found == 1:
            return
        keys = ", ".join(f"'{name}'" for name in grammar.one_of)
        wanted = f"one of {keys}" if beside else "one key"
        self.report(
            "PS114",
            f"{what} has exactly {wanted}; {found} were found",
            _head(tree),
            f"keep one of {keys}",
        )

    def _stand_in(self, key: Key, tree: Mapping, what: str) -> Any:
        match key.shape:
            case Atom(name="words"):
                id_ = tree.get("id")
                text = id_.text if isinstance(id_, Scalar) else what
                return Words(dict.fromkeys(LOCALES, text), _head(tree))
            case Atom(name="formula"):
                return Formula("", Missing(), _head(tree), exact=False)
            case ListOf():
                self.lost.add("*")
                return ()
            case MapOf():
                self.lost.add("*")
                return {}
            case Atom() | OneOf() | Is():
                return ""

    def _special(self, tree: Tree, name: str, what: str) -> Any:
        grammar = OBJECTS[name]
        match name, tree:
            case "item", Scalar():
                words = self._words(tree, what)
                if isinstance(words, Failed):
                    return FAILED
                return Found({"label": words}, {"label": tree.span}, tree.span)
            case "item", Mapping() if {key.text for key, _ in tree.items} & set(LOCALES):
                words = self._words(tree, what)
                if isinstance(words, Failed):
                    return FAILED
                return Found({"label": words}, {"label": tree.span}, tree.span)
            case "list", Mapping() if tree.get("items") is None:
                items = self._map(tree, MapOf(Is("item")), what)
                if isinstance(items, Failed):
                    return FAILED
                return Found({"items": items}, {"items": tree.span}, tree.span)
            case "sample", Scalar():
                return Found({"file": tree.text}, {"file": tree.span}, tree.span)
            case "sample", Sequence():
                rows = self.read(tree, ListOf(MapOf(Atom("words"))), what)
                if isinstance(rows, Failed):
                    return FAILED
                return Found({"rows": rows}, {"rows": tree.span}, tree.span)
            case "form", Sequence():
                ids = self.read(tree, ListOf(Atom("reference", "parameter")), what)
                if isinstance(ids, Failed):
                    return FAILED
                return Found({"parameters": ids}, {"parameters": tree.span}, tree.span)
            case _:
                return self.object(tree, grammar, _named(grammar.name, what))

    def _list(self, tree: Tree, shape: ListOf, what: str) -> Any:
        if not isinstance(tree, Sequence):
            if shape.lenient:
                read = self.read(tree, shape.shape, what)
                return FAILED if isinstance(read, Failed) else (read,)
            return self.report(
                "PS107",
                f"{what} takes a list; {_seen(tree)} was found",
                tree.span,
                "begin each item with '- ', or write [a, b]",
            )
        read_all = [self.read(item, shape.shape, f"an item of {what}") for item in tree.items]
        return tuple(item for item in read_all if not self._is_lost(item))

    def _is_lost(self, item: Any) -> bool:
        lost = isinstance(item, Failed) or (isinstance(item, Found) and item.get("id") == "")
        if lost:
            self.lost.add("*")
        return lost

    def _map(self, tree: Tree, shape: MapOf, what: str) -> Any:
        if not isinstance(tree, Mapping):
            return self.report(
                "PS107", f"{what} takes ids and their values; {_seen(tree)} was found", tree.span
            )
        found: dict[str, tuple[Any, Span]] = {}
        for key, value in tree.items:
            id_ = self._id(key)
            read = self.read(value, shape.shape, f"'{key.text}'")
            if isinstance(id_, Failed) or isinstance(read, Failed):
                self.lost.add(key.text)
            else:
                found[id_] = (read, key.span)
        return found

    def _one_of(self, tree: Tree, shape: OneOf, what: str) -> Any:
        if not isinstance(tree, Scalar):
            return self.report(
                "PS107", f"{what} takes one word; {_seen(tree)} was found", tree.span
            )
        if tree.text not in shape.words:
            hint = did_you_mean(tree.text, shape.words, listed=20)
            other = CALLED_ELSEWHERE.get(tree.text.lower())
            if other in shape.words:
                hint = (
                    f"write '{other}': {TYPES[other].meaning[0].lower()}{TYPES[other].meaning[1:]}"
                )
            return self.report("PS108", f"{what} cannot be '{tree.text}'", tree.inner, hint)
        return tree.text

    def _atom(self, tree: Tree, shape: Atom, what: str) -> Any:
        if shape.name == "words":
            return self._words(tree, what)
        if not isinstance(tree, Scalar):
            return self.report(
                "PS107", f"{what} takes a single value; {_seen(tree)} was found", tree.span
            )
        try:
            match shape.name:
                case "id":
                    return self._id(tree)
                case "column id":
                    return self._id(tree, repeated=True)
                case "reference":
                    reference = Reference(tree.text, tree.inner)
                    self.references.append((shape.to, reference))
                    return reference
                case "formula":
                    return self._formula(tree, what)
                case "column of a table":
                    return self._column_of_a_table(tree, what)
                case "number":
                    return float(read_number(tree.text))
                case "whole":
                    return read_whole(tree.text)
                case "boolean":
                    return read_boolean(tree.text)
                case "written":
                    return Raw(tree.text, tree.inner, tree.quoted)
                case _:
                    pass
        except ValueFaultError as fault:
            return self.report("PS108", f"{what}: {fault}", tree.inner)
        if not tree.text.strip():
            return self.report("PS108", f"{what} is empty", tree.span)
        return tree.text

    def _id(self, tree: Scalar, *, repeated: bool = False) -> str | Failed:
        """The id, or the one it should be: what is named by it is judged all the same."""
        text = tree.text
        if repeated and _REPEATED_ID.fullmatch(text):
            return text
        read = self._good_id(tree)
        if read != text:
            self.lost.add(text)
        return read

    def _good_id(self, tree: Scalar) -> str | Failed:
        text = tree.text
        if not _ID.fullmatch(text):
            better = re.sub(r"[^a-z0-9_]+", "_", text.lower()).strip("_")
            hint = "ids are English words in snake_case: a-z, 0-9 and _, a letter first"
            if _ID.fullmatch(better):
                hint = f"write '{better}'; {hint}"
            failed = self.report("PS109", f"'{text}' cannot be an id", tree.inner, hint)
            return better if _ID.fullmatch(better) else failed
        if text in _RESERVED:
            self.report(
                "PS109",
                f"'{text}' cannot be an id: it has a meaning in formulas",
                tree.inner,
                f"write '{text}_value', or a word that says more",
            )
            return f"{text}_value"
        if looks_like_cell(text) and len(text) > 1:
            better = _LETTERS_DIGITS.sub(r"\1_\2", text)
            message = f"'{text}' cannot be an id: Excel reads it as a cell"
            self.report("PS109", message, tree.inner, f"write '{better}'")
            return better
        return text

    def _words(self, tree: Tree, what: str) -> Words | Failed:
        if isinstance(tree, Scalar):
            return Words(dict.fromkeys(LOCALES, tree.text), tree.inner)
        if not isinstance(tree, Mapping):
            return self.report("PS107", f"{what} takes a text; a list was found", tree.span)
        texts: dict[str, str] = {}
        for key, value in tree.items:
            if key.text not in LOCALES:
                hint = did_you_mean(key.text, LOCALES)
                if isinstance(value, Scalar) and not value.text:
                    hint = "inside { } a comma ends the text; put the text in quotes"
                self.report("PS105", f"'{key.text}' is no language of {what}", key.span, hint)
            elif not isinstance(value, Scalar):
                self.report("PS107", f"{what} takes a text in '{key.text}'", value.span)
            else:
                texts[key.text] = value.text
        if not texts:
            if not tree.items:
                self.report("PS107", f"{what} takes a text; nothing was found", tree.span)
            return FAILED
        for locale in LOCALES:
            if locale not in texts:
                hint = f"add {locale}: …, or write one text that serves every language"
                self.report("PS111", f"{what} has no text in '{locale}'", _head(tree), hint)
                texts[locale] = next(iter(texts.values()))
        return Words(texts, tree.span)

    def _column_of_a_table(self, tree: Scalar, what: str) -> Options | Failed:
        found = _COLUMN_OF_A_TABLE.fullmatch(tree.text)
        if found is None:
            hint = "write table[column], as in people[post]"
            return self.report("PS108", f"{what} is no column of a table", tree.inner, hint)
        return Options(found[1], found[2], tree.inner)

    def _formula(self, tree: Scalar, what: str) -> Formula:
        """A formula that cannot be parsed keeps its text; its tree is ``Missing``."""
        text = tree.text
        unread = Formula(text, Missing(), tree.inner, tree.exact)
        if not text.startswith("="):
            self.report(
                "PS108",
                f"{what} is not a formula: it does not begin with '='",
                tree.inner,
                f"write '={text}' in quotes",
            )
            return unread
        try:
            return replace(unread, tree=parse(text))
        except FormulaError as error:
            place = unread.at((error.start, error.end))
            self.report(error.code, error.message, place, error.hint)
            return unread


def _seen(tree: Tree) -> str:
    match tree:
        case Scalar(text=""):
            return "nothing"
        case Scalar():
            return f"'{tree.text[:40]}'"
        case Sequence():
            return "a list"
        case Mapping():
            return "a mapping"


def _head(tree: Mapping) -> Span:
    """A short span at the start of a mapping, where one that runs over lines is unreadable."""
    if tree.items:
        key = tree.items[0][0].span
        return tree.span if tree.span.line == tree.items[-1][0].span.line else key
    return tree.span


def _named(name: str, what: str) -> str:
    """How messages call an object: «column 'stock'» where its id is known."""
    label = name.replace("_", " ")
    return f"a {label}" if what.startswith("an item of") else f"{label} {what}"
