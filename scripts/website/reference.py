"""The reference of the Python API, from signatures and docstrings."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator, Sequence
from html import escape
from types import MappingProxyType
from typing import Any

import plansheets
import plansheets.functions
from plansheets.functions.catalog import FUNCTIONS
from website.docstrings import Docstring, Entry, read_docstring, to_markdown
from website.text import Place, inline

_SAID = MappingProxyType(
    {"versionadded": "since", "versionchanged": "changed in", "deprecated": "deprecated since"}
)
_LONGEST = 84


def reference_of_package(place: Place) -> str:
    """The names of ``plansheets``, as Markdown: functions first, then what they give and raise."""
    things = [(name, getattr(plansheets, name)) for name in plansheets.__all__ if name[0] != "_"]
    functions = [each for each in things if inspect.isfunction(each[1])]
    classes = [each for each in things if inspect.isclass(each[1])]
    return "\n".join(
        [
            "# plansheets",
            "",
            "`import plansheets` loads the names alone; each is loaded when it is first used.",
            "",
            *_entries(functions, place),
            *_entries(classes, place),
        ]
    )


def reference_of_functions(place: Place) -> str:
    """The names of ``plansheets.functions``, as Markdown, by category."""
    whole = [name for name in dir(plansheets.functions) if name not in {f.name for f in FUNCTIONS}]
    lines = ["# plansheets.functions", ""]
    lines += [_paragraphs(read_docstring(plansheets.functions.__doc__ or "").body), ""]
    for category in dict.fromkeys(function.category for function in FUNCTIONS):
        lines += [f"## {category.capitalize()}", ""]
        names = [function.name for function in FUNCTIONS if function.category == category]
        lines += _entries([(name, getattr(plansheets.functions, name)) for name in names], place, 3)
    lines += ["## RFM, step by step", ""]
    lines += _entries([(name, getattr(plansheets.functions, name)) for name in whole], place, 3)
    return "\n".join(lines)


def _entries(things: Sequence[tuple[str, Any]], place: Place, level: int = 2) -> Iterator[str]:
    formulas = {function.name: function for function in FUNCTIONS}
    for name, thing in things:
        docstring = read_docstring(inspect.getdoc(thing) or "")
        yield f"{'#' * level} {name}"
        yield ""
        yield "```python"
        yield signature(thing, name)
        yield "```"
        yield ""
        if name in formulas and thing.__module__.startswith("plansheets.functions"):
            function = formulas[name]
            page = place.link(f"functions.md#{name}")
            yield (
                f'<p class="also">{escape(function.title.en)} · <span lang="zh-CN">'
                f"{escape(function.title.zh)}</span> · "
                f'<a href="{page}">formula and examples</a></p>'
            )
            yield ""
        yield from _written(docstring, place)
        if inspect.isclass(thing):
            yield from _fields(thing, place)


def _written(docstring: Docstring, place: Place) -> Iterator[str]:
    since = " · ".join(
        f"{_SAID[kind]} {version}{': ' + words if words else ''}"
        for kind, version, words in docstring.versions
    )
    yield to_markdown(docstring.summary)
    yield ""
    if docstring.body:
        yield _paragraphs(docstring.body)
        yield ""
    for title, entries in docstring.lists:
        yield from _list(title, entries, place)
    for title, text in docstring.texts:
        yield f"**{title}**"
        yield ""
        yield _paragraphs(text)
        yield ""
    if since:
        yield f'<p class="since">{escape(since)}</p>'
        yield ""


def _list(title: str, entries: Sequence[Entry], place: Place) -> Iterator[str]:
    yield f"**{title}**"
    yield ""
    yield "<dl>"
    for entry in entries:
        kind = (
            f' <span class="type">{inline(to_markdown(entry.type), place)}</span>'
            if entry.type
            else ""
        )
        yield f"<dt><code>{escape(entry.name)}</code>{kind}</dt>"
        words = inline(to_markdown(" ".join(entry.words.split())), place)
        yield f"<dd>{words}</dd>"
    yield "</dl>"
    yield ""


def _paragraphs(text: str) -> str:
    """Prose as Markdown, examples at a prompt as code."""
    return "\n\n".join(
        f"```python\n{part}\n```" if part.startswith(">>>") else to_markdown(part)
        for part in text.split("\n\n")
    )


def signature(thing: Any, name: str) -> str:
    """How *thing* is called, as its source says; a kernel's types are told in words instead."""
    (node,) = _source(thing).body
    if isinstance(node, ast.ClassDef):
        fields = [each for each in node.body if isinstance(each, ast.AnnAssign)]
        if not fields:
            return f"class {name}({', '.join(ast.unparse(base) for base in node.bases)})"
        return "class " + _broken(name, [ast.unparse(each) for each in fields], "")
    assert isinstance(node, ast.FunctionDef)
    typed = not hasattr(thing, "judge")
    arguments = node.args
    if not typed:
        for argument in (*arguments.args, *arguments.kwonlyargs):
            argument.annotation = None
    gives = f" -> {ast.unparse(node.returns)}" if typed and node.returns else ""
    return _broken(name, _split(arguments), gives)


def _broken(name: str, parts: list[str], gives: str) -> str:
    line = f"{name}({', '.join(parts)}){gives}"
    if len(line) <= _LONGEST:
        return line
    return "\n".join(
        [f"{name}(", *(f"    {part}," if part != "*" else "    *," for part in parts), f"){gives}"]
    )


def _split(arguments: ast.arguments) -> list[str]:
    """Each argument with its default, in the order of the call."""
    positional = arguments.args
    defaults = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    parts = [_argument(*each) for each in zip(positional, defaults, strict=True)]
    if arguments.vararg is not None:
        parts.append(f"*{ast.unparse(arguments.vararg)}")
    elif arguments.kwonlyargs:
        parts.append("*")
    parts += [
        _argument(*each) for each in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    return parts


def _argument(argument: ast.arg, default: ast.expr | None) -> str:
    said = ast.unparse(argument)
    if default is None:
        return said
    equals = " = " if argument.annotation else "="
    return f"{said}{equals}{ast.unparse(default)}"


def _fields(thing: type, place: Place) -> Iterator[str]:
    """The fields of a dataclass that have words of their own below them."""
    (node,) = _source(thing).body
    assert isinstance(node, ast.ClassDef)
    described = [
        Entry(field.target.id, ast.unparse(field.annotation), after.value.value)
        for field, after in zip(node.body, node.body[1:], strict=False)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(after, ast.Expr)
        and isinstance(after.value, ast.Constant)
        and isinstance(after.value.value, str)
    ]
    if described:
        yield from _list("Fields", [Entry(one.name, "", one.words) for one in described], place)


def _source(thing: Any) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(inspect.unwrap(thing))))
