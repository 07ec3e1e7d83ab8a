"""Reads a tree by the grammar: every key known, every value of its shape, every problem told."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from plansheets.blueprint.found import FAILED, Failed, Found, Raw, Reference
from plansheets.blueprint.grammar.kinds import (
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
from plansheets.blueprint.ids import id_fault, is_repeated_id
from plansheets.blueprint.ladder import read_ladder
from plansheets.blueprint.misshapen import (
    AS_LIST,
    EACH_AN_ITEM,
    IDS,
    LIST,
    ONE_VALUE,
    ONE_WORD,
    TEXT,
    as_list,
    by_item,
    by_key,
    empty,
    instead_of,
    keys_such_as,
    lacks_language,
    language_meant,
    listed_for_nothing,
    no_column,
    no_formula,
    no_key,
    no_language,
    no_total,
    not_in_bounds,
    not_one_of,
    object_named,
    one_in,
    stands_alone,
    takes,
    unusable,
)
from plansheets.blueprint.model import Formula
from plansheets.blueprint.other_columns import Options
from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree
from plansheets.blueprint.values import ValueFaultError, read_boolean, read_number, read_whole
from plansheets.blueprint.variant import NOTHING_LEFT_OUT, LeftOut
from plansheets.blueprint.yaml_troubles import RUNG_KEYS, wide_key
from plansheets.errors import MOST_OF_A_KIND, Problem, nearest
from plansheets.formula.ast import Missing
from plansheets.formula.parse import parse
from plansheets.formula.tokens import FormulaError
from plansheets.source import Span
from plansheets.words import LOCALES, Words, all_quoted, quoted

_COLUMN_OF_A_TABLE = re.compile(r"([a-z][a-z0-9_]*)\[([a-z][a-z0-9_]*)\]")


class ShapeReader:
    """Reads trees by shape; what cannot be read is reported.

    Where an object lacks something, something harmless stands in for it, so that the rest of the
    file is judged as if it were there. What is left out is noted in ``lost``.
    """

    def __init__(self, problems: list[Problem], left_out: LeftOut = NOTHING_LEFT_OUT) -> None:
        self.problems = problems
        self.left_out = left_out
        """What is not in the variant that is read; sample rows may hold it all the same."""
        self.references: list[tuple[str, Reference]] = []
        self.lost: set[str] = set()

    def report(self, code: str, message: Words, span: Span, hint: Words | None = None) -> Failed:
        self.problems.append(Problem.told(code, message, span, hint))
        return FAILED

    def read(self, tree: Tree, shape: Shape, what: Words) -> Any:
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
                return self._known(tree, shape.name, what)

    def object(self, tree: Tree, grammar: Object, what: Words) -> Found | Failed:
        """*tree* as an object with every required key; unknown and missing keys are reported."""
        if not isinstance(tree, Mapping):
            wanted = keys_such_as([key.name for key in grammar.keys[:4]])
            hint = instead_of(grammar.name, tree)
            return self.report("PS107", takes(what, wanted, tree), tree.span, hint)
        values: dict[str, Any] = {}
        spans: dict[str, Span] = {}
        key_spans: dict[str, Span] = {}
        misspelled: set[str] = set()
        unknown = 0
        if grammar.one_of:
            self._one_key(tree, grammar, what)
        for name, value in tree.items:
            key = grammar.key(name.text)
            if key is None:
                unknown += 1
                if unknown > MOST_OF_A_KIND:  # whose hints nobody sees
                    self.report("PS105", no_key(what, name.text), name.span)
                    continue
                known = [key.name for key in grammar.keys]
                hint = wide_key(name.text) or one_in(tree, name.text)
                hint = hint or nearest(name.text, known, listed=20)
                if grammar.name == "rung":
                    misspelled.update(known)
                    hint = RUNG_KEYS.get(name.text.lower(), hint)
                misspelled.update(key for key in known if nearest(name.text, [key], listed=0))
                self.report("PS105", no_key(what, name.text), name.span, hint)
                continue
            read = self.read(value, key.shape, quoted(key.name))
            if said := unusable(grammar.name, key.name, read):
                self.report("PS108", *_at(said, value.span))
            spans[key.name] = value.inner if isinstance(value, Scalar) else value.span
            key_spans[key.name] = name.span
            if not isinstance(read, Failed):
                values[key.name] = read
        given = {name.text for name, _ in tree.items}
        for key in grammar.keys:
            lacking = key.required and key.name not in given and key.unless not in given
            if lacking and key.name not in misspelled:
                message = Words(f"{what.zh}缺少“{key.name}”", f"{what.en} lacks '{key.name}'")
                hint = Words(f"补上“{key.name}: …”", f"{key.name}: {key.meaning}")
                self.report("PS106", message, _head(tree), hint)
            if key.required and key.name not in values:
                values[key.name] = self._stand_in(key, tree, what)
                spans.setdefault(key.name, _head(tree))
        return Found(grammar, values, spans, tree.span, key_spans)

    def _one_key(self, tree: Mapping, grammar: Object, what: Words) -> None:
        """Report where not exactly one of ``one_of`` is there; unknown keys may stand for one."""
        beside = {key.name for key in grammar.keys} - set(grammar.one_of)
        found = sum(name.text not in beside for name, _ in tree.items)
        if found == 1 or sum(tree.get(name) is not None for name in grammar.one_of) == 1:
            return
        keys = all_quoted(grammar.one_of)
        wanted = (
            Words(f"{keys.zh}中的一个", f"one of {keys.en}")
            if beside - {"only"}
            else Words("一个键", "one key")
        )
        keep = Words("只留", "keep") if found else Words("写上", "write")
        hint = Words(f"{keep.zh}{keys.zh}中的一个", f"{keep.en} one of {keys.en}")
        self.report(
            "PS114",
            Words(
                f"{what.zh}只能有{wanted.zh}，这里有 {found} 个",
                f"{what.en} has exactly {wanted.en}; {found} were found",
            ),
            _head(tree),
            EACH_AN_ITEM if grammar.name == "block" and found > 1 else hint,
        )

    def _stand_in(self, key: Key, tree: Mapping, what: Words) -> Any:
        match key.shape:
            case Atom(name="words"):
                id_ = tree.get("id")
                text = Words(id_.text, id_.text) if isinstance(id_, Scalar) else what
                return replace(text, span=_head(tree))
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

    def _known(self, tree: Tree, name: str, what: Words) -> Any:
        """An object of the grammar, or the value of a key that stands for it."""
        grammar = OBJECTS[name]
        for key in grammar.short:
            if stands_alone(tree, grammar[key]):
                value = self.read(tree, grammar[key].shape, what)
                if isinstance(value, Failed):
                    return FAILED
                return Found(grammar, {key: value}, {key: tree.span}, tree.span)
        rows = any(isinstance(grammar[key].shape, ListOf) for key in grammar.short)
        if rows and isinstance(tree, Mapping) and tree.items and not _knows(grammar, tree):
            return self.report("PS107", takes(what, LIST, tree), tree.span, AS_LIST)
        return self.object(tree, grammar, object_named(grammar.name, what))

    def _list(self, tree: Tree, shape: ListOf, what: Words) -> Any:
        if not isinstance(tree, Sequence):
            if shape.lenient:
                read = self.read(tree, shape.shape, what)
                return FAILED if isinstance(read, Failed) else (read,)
            return self.report("PS107", takes(what, LIST, tree), tree.span, as_list(tree))
        item = Words(f"{what.zh}里的一项", f"an item of {what.en}")
        if isinstance(shape.shape, Atom):
            self.problems += listed_for_nothing(tree, shape.shape, what)
        read_all = [self.read(one, shape.shape, item) for one in tree.items]
        return tuple(one for one in read_all if not self._is_lost(one))

    def _is_lost(self, item: Any) -> bool:
        lost = isinstance(item, Failed) or (isinstance(item, Found) and item.values.get("id") == "")
        if lost:
            self.lost.add("*")
        return lost

    def _map(self, tree: Tree, shape: MapOf, what: Words) -> Any:
        if not isinstance(tree, Mapping):
            hint = by_item(tree) if shape.single else by_key(shape.keys)
            self.lost.add("*")
            return self.report("PS107", takes(what, IDS, tree), tree.span, hint)
        if shape.single and len(tree.items) != 1:
            one = shape.single
            said = Words(f"{what.zh}要写{one.zh}", f"{what.en} takes {one.en}")
            self.report("PS107", said, tree.span)
        found: dict[str, tuple[Any, Span]] = {}
        for key, value in tree.items:
            if shape.keys and key.text not in shape.keys:
                self.report(
                    "PS105",
                    no_key(what, key.text),
                    key.span,
                    nearest(key.text, shape.keys, listed=12),
                )
                self.lost.add("*")
                continue
            named = isinstance(shape.shape, Atom)  # cells by their columns: told where those are
            id_ = self._id(key, repeated=shape.repeated, told=named and key.text in self.lost)
            read = self.read(value, shape.shape, quoted(key.text))
            if isinstance(id_, Failed) or isinstance(read, Failed):
                self.lost.add(key.text)
            else:
                found[id_] = (read, key.span)
        return found

    def _one_of(self, tree: Tree, shape: OneOf, what: Words) -> Any:
        if not isinstance(tree, Scalar):
            return self.report("PS107", takes(what, ONE_WORD, tree), tree.span)
        if tree.text not in shape.words:
            message, hint = not_one_of(what, tree.text, shape.words)
            return self.report("PS108", message, tree.inner, hint)
        return tree.text

    def _atom(self, tree: Tree, shape: Atom, what: Words) -> Any:
        if shape.name == "words":
            return self._words(tree, what)
        if shape.name in ("formula", "total") and isinstance(tree, Mapping):
            return self._ladder(tree, what)
        if not isinstance(tree, Scalar):
            hint = instead_of(shape.to or shape.name, tree)
            return self.report("PS107", takes(what, ONE_VALUE, tree), tree.span, hint)
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
                case "total":
                    return self._total(tree, what)
                case "column of a table":
                    return self._column_of_a_table(tree, what)
                case "number":
                    return float(read_number(tree.text))
                case "whole":
                    return self._whole(tree, shape, what)
                case "boolean":
                    return read_boolean(tree.text)
                case "written":
                    return Raw(tree.text, tree.inner, tree.quoted)
                case _:
                    pass
        except ValueFaultError as fault:
            said = fault.message
            message = Words(f"{what.zh}：{said.zh}", f"{what.en}: {said.en}")
            return self.report("PS108", message, tree.inner, fault.hint)
        if not tree.text.strip():
            return self.report("PS108", *_at(empty(what), tree.span))
        return tree.text

    def _whole(self, tree: Scalar, shape: Atom, what: Words) -> int:
        """The number; the nearest that is allowed stands in for one that is not."""
        number = read_whole(tree.text)
        if shape.most is None or shape.least <= number <= shape.most:
            return number
        self.report("PS108", not_in_bounds(what, number, shape), tree.inner)
        return min(max(number, shape.least), shape.most)

    def _id(self, tree: Scalar, *, repeated: bool = False, told: bool = False) -> str | Failed:
        """The id, or the one it should be: what is named by it is judged all the same."""
        if repeated and is_repeated_id(tree.text):
            return tree.text
        fault = id_fault(tree.text)
        if fault is None:
            return tree.text
        self.lost.add(tree.text)
        if not told:
            self.report("PS109", fault.message, tree.inner, fault.hint)
        return fault.instead or FAILED

    def _words(self, tree: Tree, what: Words) -> Words | Failed:
        if isinstance(tree, Scalar):
            return Words(tree.text, tree.text, tree.inner)
        if not isinstance(tree, Mapping) or not tree.items:
            return self.report("PS107", takes(what, TEXT, tree), tree.span)
        texts: dict[str, str] = {}
        for key, value in tree.items:
            if key.text not in LOCALES:
                self.report("PS105", *_at(no_language(what, key.text, value), key.span))
                if (meant := language_meant(key.text)) and isinstance(value, Scalar):
                    texts.setdefault(meant, value.text)
            elif not isinstance(value, Scalar):
                language = Words(f"{what.zh}的“{key.text}”", f"'{key.text}' of {what.en}")
                self.report("PS107", takes(language, TEXT, value), value.span)
            elif value.text.strip() or value.quoted:
                texts[key.text] = value.text
        if not texts:
            if all(key.text in LOCALES for key, _ in tree.items):
                self.report("PS108", *_at(empty(what), _head(tree)))
            return FAILED
        for locale in LOCALES:
            if locale not in texts:
                self.report("PS111", *_at(lacks_language(what, locale), _head(tree)))
                texts[locale] = next(iter(texts.values()))
        return Words.told(texts.__getitem__, tree.span)

    def _column_of_a_table(self, tree: Scalar, what: Words) -> Options | Failed:
        found = _COLUMN_OF_A_TABLE.fullmatch(tree.text)
        if found is None:
            return self.report("PS108", *_at(no_column(what), tree.inner))
        return Options(found[1], found[2], tree.inner)

    def _formula(self, tree: Scalar, what: Words) -> Formula:
        """A formula that cannot be parsed keeps its text; its tree is ``Missing``."""
        text = tree.text
        unread = Formula(text, Missing(), tree.inner, tree.exact)
        if not text.startswith("="):
            self.report("PS108", *_at(no_formula(what, text), tree.inner))
            return unread
        try:
            return replace(unread, tree=parse(text))
        except FormulaError as error:
            place = unread.at((error.start, error.end))
            self.report(error.code, error.message, place, error.hint)
            return unread

    def _total(self, tree: Scalar, what: Words) -> Formula:
        """A formula, or a word that stands for one over what it totals."""
        if tree.text in TOTALS:
            return Formula(tree.text, Missing(), tree.inner, exact=False)
        if tree.text.startswith("="):
            return self._formula(tree, what)
        self.report("PS108", *_at(no_total(what, tree.text), tree.inner))
        return Formula(tree.text, Missing(), tree.inner, tree.exact)

    def _ladder(self, tree: Mapping, what: Words) -> Formula | Failed:
        found = self.object(tree, OBJECTS["ladder"], what)
        return FAILED if isinstance(found, Failed) else read_ladder(found, what, self.report)


def _at(said: tuple[Words, Words | None], span: Span) -> tuple[Words, Span, Words | None]:
    """A message and its hint with the place between the two."""
    message, hint = said
    return message, span, hint


def _knows(grammar: Object, tree: Mapping) -> bool:
    """Whether *tree* has a key of *grammar*, or one that may be meant for it."""
    names = [key.name for key in grammar.keys]
    return any(nearest(name.text, names, listed=0) for name, _ in tree.items)


def _head(tree: Mapping) -> Span:
    """A short span at the start of a mapping, where one that runs over lines is unreadable."""
    if tree.items:
        key = tree.items[0][0].span
        return tree.span if tree.span.line == tree.items[-1][0].span.line else key
    return tree.span
