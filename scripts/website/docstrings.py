"""Docstrings in numpydoc's form, read into parts and written as Markdown."""

from __future__ import annotations

import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

SECTIONS = (
    "Parameters",
    "Returns",
    "Yields",
    "Raises",
    "Warns",
    "See Also",
    "Notes",
    "References",
    "Examples",
)
_LISTS = ("Parameters", "Returns", "Yields", "Raises", "Warns")
_DIRECTIVE = re.compile(
    r"^\.\. (versionadded|versionchanged|deprecated):: *(\S+)((?:\n[ ]+.*)*)", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Entry:
    """A parameter, a result or an exception: its name or names, its type, what it is."""

    name: str
    type: str
    words: str


@dataclass(frozen=True, slots=True)
class Docstring:
    """A docstring in its parts."""

    summary: str
    body: str
    versions: tuple[tuple[str, str, str], ...]
    """``versionadded``, ``versionchanged`` or ``deprecated``, the version, and words about it."""
    lists: tuple[tuple[str, tuple[Entry, ...]], ...]
    texts: tuple[tuple[str, str], ...]


def read_docstring(text: str) -> Docstring:
    """*text*, a docstring as written, in its parts."""
    text = inspect.cleandoc(text)
    heads = list(re.finditer(rf"^({'|'.join(SECTIONS)})\n-+\n", text, re.MULTILINE))
    ends = [head.start() for head in heads[1:]] + [len(text)]
    opening = text[: heads[0].start()] if heads else text
    versions = tuple(
        (kind, version, " ".join(words.split()))
        for kind, version, words in _DIRECTIVE.findall(opening)
    )
    summary, _, body = _DIRECTIVE.sub("", opening).strip().partition("\n\n")
    lists, texts = [], []
    for head, end in zip(heads, ends, strict=False):
        content = text[head.end() : end].strip("\n")
        if head[1] in _LISTS:
            lists.append((head[1], tuple(_entries(content))))
        else:
            texts.append((head[1], content.strip()))
    return Docstring(summary, body.strip(), versions, tuple(lists), tuple(texts))


def _entries(content: str) -> Iterator[Entry]:
    """Each line at the margin with the indented lines below it."""
    for found in re.finditer(r"^(\S.*)((?:\n(?:[ ]+.*)?)*)", content, re.MULTILINE):
        name, _, kind = found[1].partition(" : ")
        yield Entry(name.strip(), kind.strip(), textwrap.dedent(found[2]).strip())


def to_markdown(text: str) -> str:
    """ReStructuredText as docstrings here use it, as Markdown: literals and references."""
    text = re.sub(r":\w+:`~?\.?([^`]+)`", r"`\1`", text)
    return text.replace("``", "`")
