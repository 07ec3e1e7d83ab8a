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

from plansheets.blueprint.yaml_troubles import strange_problem, yaml_problem
from plansheets.errors import BlueprintError, Problem
from plansheets.records import dataclass
from plansheets.source import Source, Span
from plansheets.words import Words

MAX_BYTES = 4_000_000
MAX_DEPTH = 40
MAX_NODES = 100_000
_TOO_DEEP = Words(f"嵌套超过 {MAX_DEPTH} 层", f"nested deeper than {MAX_DEPTH} levels")


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


def _both(first: Tree, again: Tree) -> Tree:
    """What stands under a key that is given twice: what names one half of it is no fault."""
    match first, again:
        case Mapping(items, span), Mapping(others):
            names = {name.text for name, _ in items}
            new = tuple((name, value) for name, value in others if name.text not in names)
            return Mapping(items + new, span)
        case Sequence(items, span), Sequence(others):
            return Sequence(items + others, span)
        case _:
            return first


class _StopError(Exception):
    """Reading cannot go on."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read_tree(source: Source, problems: list[Problem]) -> Mapping | None:
    """The tree of *source*; duplicate keys are added to *problems*, the rest stops the reading."""
    if strange := _STRANGE.search(source.text):
        problems.append(strange_problem(source, strange.start()))
        return None
    size = len(source.text.encode())
    if size > MAX_BYTES:
        raise BlueprintError(
            [
                Problem.told(
                    "PS102",
                    Words(
                        f"文件有 {size:,} 字节；蓝图最多 {MAX_BYTES:,} 字节",
                        f"the file has {size:,} bytes; a blueprint may have {MAX_BYTES:,}",
                    ),
                    where=source.name,
                    hint=Words(
                        "把示例行挪到蓝图旁边的 CSV 文件里",
                        "move sample rows into a CSV file beside the blueprint",
                    ),
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
            problems.append(yaml_problem(source, error, builder.text))
        return None
    except ReaderError as error:
        problems.append(strange_problem(source, source.text.index(chr(error.character))))
        return None
    if not isinstance(tree, Mapping):
        problems.append(
            Problem.told(
                "PS107",
                Words(
                    "蓝图是“键: 值”的映射，这里没有",
                    "a blueprint is a mapping of keys to values; nothing of that kind was found",
                ),
                tree.span if tree else Span(source, 1, 1),
                hint=Words(
                    "以“blueprint: my-plan”开头；`plansheets new my-plan` 会写出一个起步文件",
                    "begin with 'blueprint: my-plan'; `plansheets new my-plan` writes a starter",
                ),
            )
        )
        return None
    return tree


_CONTROL = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ufffe\\uffff]")
"""What double quotes can escape and XML cannot hold."""
_STRANGE = re.compile("[\\x85\\u2028\\u2029\\ud800-\\udfff]")
"""Line ends that only YAML sees, which would shift every line number, and halves of characters."""


class _Builder:
    """Builds the tree from the parser's events, counting depth and nodes as it goes."""

    def __init__(self, source: Source, problems: list[Problem]) -> None:
        self.source = source
        self.lines = source.text.split("\n")
        self.problems = problems
        self.nodes = 0
        self.read_to = 0
        """Where in the text the last event ended."""
        self.text: yaml.ScalarEvent | None = None
        """The last text that was read."""
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
                        Words("一个蓝图文件只能有一份文档", "a blueprint file holds one document"),
                        event,
                        Words(
                            "删去“---”这行及其后内容，或分成两个文件",
                            "delete the line '---' and what follows, or make two files",
                        ),
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
                Words(f"超过 {MAX_NODES:,} 个值", f"more than {MAX_NODES:,} values"),
                event,
                Words(
                    "把示例行挪到蓝图旁边的 CSV 文件里",
                    "move sample rows into a CSV file beside the blueprint",
                ),
            )
        anchor = getattr(event, "anchor", None)
        if isinstance(event, yaml.AliasEvent):
            raise self._stop(
                "PS103",
                Words(
                    f"“*{anchor}”重复文件里的另一处；蓝图要逐处写出",
                    f"'*{anchor}' repeats another place of the file; a blueprint is written out",
                ),
                event,
                Words("把值再写一遍", "write the value again"),
            )
        if anchor:
            raise self._stop(
                "PS103",
                Words(
                    f"“&{anchor}”标记要重复的地方；蓝图要逐处写出",
                    f"'&{anchor}' marks a place to repeat; a blueprint is written out",
                ),
                event,
                Words("删去这个标记", "delete the mark"),
            )
        tag = getattr(event, "tag", None)
        if tag and tag not in ("!", "tag:yaml.org,2002:str"):
            raise self._stop(
                "PS103",
                Words(
                    f"“{tag}”这样的标签不属于蓝图语言",
                    f"tags such as '{tag}' are not part of the language",
                ),
                event,
                Words(
                    "删去标签；值怎么读由字段的类型决定",
                    "delete the tag; the field's type says how the value is read",
                ),
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
                raise self._stop("PS101", Words("不是有效的 YAML", "not readable as YAML"), event)

    def _mapping(self, event: yaml.Event, depth: int) -> Mapping:
        self.level = depth + 1
        items: list[tuple[Scalar, Tree]] = []
        seen: dict[str, Scalar] = {}
        while not isinstance(inner := next(self.events), yaml.MappingEndEvent):
            key = self._node(inner, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                self.problems.append(
                    Problem.told(
                        "PS107", Words("键只能是一个词", "a key is a single word"), key.span
                    )
                )
                continue
            if key.text == "<<" and not key.quoted:
                raise self._stop(
                    "PS103",
                    Words("蓝图语言没有合并键", "merge keys are not part of the language"),
                    inner,
                    Words("把各个键写出来", "write the keys out"),
                )
            if key.text in seen:
                first = seen[key.text].span.line
                self.problems.append(
                    Problem.told(
                        "PS104",
                        Words(
                            f"键“{key.text}”在这里写了两次",
                            f"the key '{key.text}' stands here twice",
                        ),
                        key.span,
                        Words(
                            f"第一次在第 {first} 行；删去其中一个",
                            f"it was first given on line {first}; delete one of them",
                        ),
                    )
                )
                items = [
                    (one, _both(old, value) if one.text == key.text else old) for one, old in items
                ]
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
                        return Problem.told("PS102", _TOO_DEEP, Span(self.source, line + 1, column))
                    level += 1
                elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
                    level -= 1
        except yaml.YAMLError:
            pass
        line, column = _where(error.problem_mark)
        return Problem.told("PS102", _TOO_DEEP, Span(self.source, line + 1, column + 1))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        span = self._span(event, event)
        self.text = event
        if control := _CONTROL.search(event.value):
            said = Words(
                f"文字里有控制字符 U+{ord(control[0]):04X}",
                f"the text holds the control character U+{ord(control[0]):04X}",
            )
            self.problems.append(
                Problem.told(
                    "PS101",
                    said,
                    span,
                    Words("删去它；单元格放不下", "delete it; no cell can hold it"),
                )
            )
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
        self, code: str, message: Words, event: yaml.Event, hint: Words | None = None
    ) -> _StopError:
        line, column = _where(event.start_mark)
        return _StopError(
            Problem.told(code, message, Span(self.source, line + 1, column + 1), hint)
        )


def _where(mark: Any) -> tuple[int, int]:
    """Line and column of a mark, from 0; the parser always sets them."""
    return mark.line, mark.column


def _end(event: Any) -> int:
    """Where in the text an event ends."""
    index: int = event.end_mark.index
    return index
