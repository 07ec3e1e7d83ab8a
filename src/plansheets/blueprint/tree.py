"""YAML into a small tree that remembers places; scalars stay text until their type is known.

Only YAML's events are taken from the library: its own loaders hang on alias bombs, crash on deep
nesting, let the last of two equal keys win and read ``no``, ``3:25`` and ``1e3`` as something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml
from yaml.reader import ReaderError

from plansheets.errors import BlueprintError, Problem
from plansheets.formula.tokens import half_width
from plansheets.records import dataclass
from plansheets.source import Source, Span

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_NODES = 100_000
_TOO_DEEP = f"nested deeper than {MAX_DEPTH} levels"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A word, number or text; ``quoted`` tells ``"12"`` from ``12``."""

    text: str
    quoted: bool
    span: Span
    inner: Span
    """The text without its quotes."""
    exact: bool
    """Whether offsets in ``text`` are columns of the source line."""


@dataclass(frozen=True, slots=True)
class Mapping:
    items: tuple[tuple[Scalar, Tree], ...]
    span: Span

    def get(self, key: str) -> Tree | None:
        return next((value for name, value in self.items if name.text == key), None)


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Tree, ...]
    span: Span


Tree = Scalar | Mapping | Sequence


class _StopError(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_tree(source: Source, problems: list[Problem]) -> Mapping | None:
    """The tree of *source*; duplicate keys are added to *problems*, the rest stops the reading."""
    if strange := _STRANGE.search(source.text):
        problems.append(_strange_problem(source, strange.start()))
        return None
    size = len(source.text.encode())
    if size > MAX_BYTES:
        raise BlueprintError(
            [
                Problem(
                    "PS102",
                    f"the file has {size:,} bytes; a blueprint may have {MAX_BYTES:,}",
                    where=source.name,
                    hint="move sample rows into a CSV file beside the blueprint",
                )
            ]
        )
    builder = _Builder(source, problems)
    try:
        tree = builder.document()
    except _StopError as stop:
        problems.append(stop.problem)
        return None
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in (error.problem or ""):
            problems.append(builder.too_deep(error))
        else:
            problems.append(_yaml_problem(source, error))
        return None
    except ReaderError as error:
        problems.append(_strange_problem(source, source.text.index(chr(error.character))))
        return None
    if not isinstance(tree, Mapping):
        problems.append(
            Problem(
                "PS107",
                "a blueprint is a mapping of keys to values; nothing of that kind was found",
                tree.span if tree else Span(source, 1, 1),
                hint="begin with 'blueprint: my-plan'; `plansheets new my-plan` writes a starter",
            )
        )
        return None
    return tree


_CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
"""What double quotes can escape and XML cannot hold."""
_STRANGE = re.compile("[\\x85\\u2028\\u2029\\ud800-\\udfff]")
"""Line ends that only YAML sees, which would shift every line number, and halves of characters."""


def _strange_problem(source: Source, at: int) -> Problem:
    line = source.text.count("\n", 0, at) + 1
    column = at - source.text.rfind("\n", 0, at)
    return Problem(
        "PS101",
        f"not readable as YAML: the character U+{ord(source.text[at]):04X} cannot stand here",
        Span(source, line, column),
        "delete it; it is invisible in most editors",
    )


_TROUBLES = (
    (
        ("escape c", "hexdecimal"),
        "'\\' and this character mean nothing in double quotes",
        "put the text in single quotes, or write '\\\\'",
    ),
    (
        ("mapping values are not allowed",),
        "': ' begins a value, and there is one in the middle of this text",
        "put the text in quotes",
    ),
    (
        ("cannot start any token",),
        "a text does not begin with this character",
        "put the text in quotes",
    ),
    (
        ("flow mapping", "flow sequence"),
        "brackets and commas do not match here",
        "check this line and the one above; a text that holds a comma or bracket needs quotes",
    ),
    (
        ("quoted scalar",),
        "a quote is opened and never closed",
        "close it; inside '…' a quote is written twice",
    ),
    (("could not find expected ':'",), "a key without its ':'", "write 'key: value'"),
    (
        ("block mapping", "block collection", "block sequence", "indent"),
        "this line does not fit the lines above",
        "give keys of one object the same indentation, and items of a list the same '- '",
    ),
)
"""What YAML's parsers say, what is meant, and what to do; the first that fits counts."""


_QUOTED_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|(?:^|\s)#.*")
_WIDE = re.compile(
    r"(?<=[A-Za-z0-9_-])：|[，、](?=\s*[A-Za-z][\w-]*[:：])"
    r"|(?:(?<=[:{,\[] )|(?<=：))[“”‘’]|[｛｝［］]"
)
"""Full-width signs where YAML's own would stand: after a key, before one, around a value."""


def _full_width(text: str) -> tuple[int, str] | None:
    """Where the first full-width sign stands that is meant for YAML's own, and what to do.

    >>> _full_width("title： Plan")
    (5, "the full-width '：' is a letter to YAML: type ':' and a blank")
    >>> _full_width("title: '计划：春'")
    """
    bare = _QUOTED_OR_COMMENT.sub(lambda quoted: " " * len(quoted[0]), text)
    sign = _WIDE.search(bare)
    if sign is None:
        return None
    plain = half_width(sign[0])
    typed = f"'{plain}' and a blank" if plain in (":", ",") else f"'{plain}'"
    return sign.start(), f"the full-width '{sign[0]}' is a letter to YAML: type {typed}"


def wide_key(key: str) -> str | None:
    """What to do about a key that holds a full-width sign, which ends no key."""
    found = _full_width(key)
    return found[1] if found else None


def _yaml_problem(source: Source, error: yaml.MarkedYAMLError) -> Problem:
    said = " ".join(part for part in (error.context, error.problem) if part)
    mark = error.problem_mark or error.context_mark
    unclosed = "quoted scalar" in said and "unexpected" in said
    if unclosed or "could not find expected ':'" in said:
        mark = error.context_mark or mark  # where it began: its end is only where patience ran out
    if mark is None:
        return Problem("PS101", f"not readable as YAML: {said}", where=source.name)
    span = Span(source, mark.line + 1, mark.column + 1)
    text = source.line(span.line)
    message, hint = said, None
    if span.text in ("}", "]", ","):
        said = "flow mapping"
    for words, meant, todo in _TROUBLES:
        if any(word in said for word in words):
            message, hint = meant, todo
            break
    if "\t" in text[: len(text) - len(text.lstrip())]:
        message, hint = "a tab in the indentation", "indent with spaces"
    if (wide := _full_width(text)) is not None:
        at, message = wide
        span = Span(source, span.line, at + 1)
        hint = "or put the whole text in quotes, where it is to hold this sign"
    return Problem("PS101", f"not readable as YAML: {message}", span, hint, where=source.name)


class _Builder:
    """Builds the tree from the parser's events, counting depth and nodes as it goes."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.problems = problems
        self.nodes = 0
        self.read_to = 0
        """Where in the text the last event ended."""
        self.level = 1
        """The depth of what comes next."""
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        self.events: Iterator[yaml.Event] = iter(yaml.parse(source.text, Loader=loader))

    def document(self) -> Tree | None:
        tree: Tree | None = None
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stop(
                        "PS103",
                        "a blueprint file holds one document",
                        event,
                        "delete the line '---' and what follows, or make two files",
                    )
            elif isinstance(event, yaml.NodeEvent):
                tree = self._node(event, 1)
        return tree

    def _node(self, event: yaml.Event, depth: int) -> Tree:
        self.nodes += 1
        self.read_to, self.level = _end(event), depth
        if depth > MAX_DEPTH:
            raise self._stop("PS102", _TOO_DEEP, event)
        if self.nodes > MAX_NODES:
            raise self._stop(
                "PS102",
                f"more than {MAX_NODES:,} values",
                event,
                "move sample rows into a CSV file beside the blueprint",
            )
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            raise self._stop(
                "PS103",
                f"'*{anchor}' repeats another place of the file; a blueprint is written out",
                event,
                "write the value again",
            )
        if anchor:
            raise self._stop(
                "PS103",
                f"'&{anchor}' marks a place to repeat; a blueprint is written out",
                event,
                "delete the mark",
            )
        tag = getattr(event, "tag", None)
        if tag and tag not in ("!", "tag:yaml.org,2002:str"):
            raise self._stop(
                "PS103",
                f"tags such as '{tag}' are not part of the language",
                event,
                "delete the tag; the field's type says how the value is read",
            )
        match event:
            case yaml.ScalarEvent():
                return self._scalar(event)
            case yaml.SequenceStartEvent():
                self.level = depth + 1
                items = []
                while not isinstance(inner := next(self.events), yaml.SequenceEndEvent):
                    items.append(self._node(inner, depth + 1))
                self.read_to, self.level = _end(inner), depth
                return Sequence(tuple(items), self._span(event, inner))
            case yaml.MappingStartEvent():
                return self._mapping(event, depth)
            case _:
                raise self._stop("PS101", "not readable as YAML", event)

    def _mapping(self, event: yaml.Event, depth: int) -> Mapping:
        self.level = depth + 1
        items: list[tuple[Scalar, Tree]] = []
        seen: dict[str, Scalar] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.problems.append(Problem("PS107", "a key is a single word", key.span))
                continue
            if key.text == "<<" and not key.quoted:
                raise self._stop(
                    "PS103", "merge keys are not part of the language", inner, "write the keys out"
                )
            if key.text in seen:
                first = seen[key.text].span.line
                self.problems.append(
                    Problem(
                        "PS104",
                        f"the key '{key.text}' stands here twice",
                        key.span,
                        f"it was first given on line {first}; delete one of them",
                    )
                )
                continue
            seen[key.text] = key
            items.append((key, value))
        self.read_to, self.level = _end(inner), depth
        return Mapping(tuple(items), self._span(event, inner))

    def too_deep(self, error: yaml.MarkedYAMLError) -> Problem:
        """The problem of *error*: the library reads ahead of its events, and gave up on the depth.

        Its own limit is far above ours; the bracket that breaks ours stands between.
        """
        rest = self.source.text[self.read_to :]
        level = self.level
        try:
            for token in yaml.scan(rest, Loader=yaml.SafeLoader):
                if isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken):
                    if level > MAX_DEPTH:
                        before = self.source.text[: self.read_to + token.start_mark.index]
                        line, column = before.count("\n"), len(before) - before.rfind("\n")
                        return Problem("PS102", _TOO_DEEP, Span(self.source, line + 1, column))
                    level += 1
                elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
                    level -= 1
        except yaml.YAMLError:
            pass
        line, column = _where(error.problem_mark)
        return Problem("PS102", _TOO_DEEP, Span(self.source, line + 1, column + 1))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        span = self._span(event, event)
        if control := _CONTROL.search(event.value):
            said = f"the text holds the control character U+{ord(control[0]):04X}"
            self.problems.append(Problem("PS101", said, span, "delete it; no cell can hold it"))
        quoted = bool(event.style)  # '' or None where it is plain, by parser
        line = self.lines[span.line - 1] if span.line <= len(self.lines) else ""
        start = span.column - 1 + (1 if event.style in ("'", '"') else 0)
        exact = line[start : start + len(event.value)] == event.value and "\n" not in event.value
        inner = Span(self.source, span.line, start + 1, max(len(event.value), 1)) if exact else span
        return Scalar(event.value, quoted, span, inner, exact)

    def _span(self, first: yaml.Event, last: yaml.Event) -> Span:
        line, column = _where(first.start_mark)
        end_line, end_column = _where(last.end_mark)
        if line != end_line:
            text = self.lines[line] if line < len(self.lines) else ""
            end_column = len(text.rstrip())
        return Span(self.source, line + 1, column + 1, max(end_column - column, 1))

    def _stop(
        self, code: str, message: str, event: yaml.Event, hint: str | None = None
    ) -> _StopError:
        line, column = _where(event.start_mark)
        return _StopError(Problem(code, message, Span(self.source, line + 1, column + 1), hint))


def _where(mark: Any) -> tuple[int, int]:
    """Line and column of a mark, from 0; the parser always sets them."""
    return mark.line, mark.column


def _end(event: Any) -> int:
    """Where in the text an event ends."""
    index: int = event.end_mark.index
    return index
