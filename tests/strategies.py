"""Hypothesis strategies: formulas in the shape the parser gives them, and whole blueprints."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree, read_tree
from plansheets.formula.ast import (
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Invoke,
    Lines,
    Missing,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.functions import functions
from plansheets.formula.tokens import ERROR_CODES
from plansheets.grid import MAX_COLUMNS, MAX_ROWS, parse_cell
from plansheets.source import Source

EXCEL_FUNCTIONS = sorted(functions().keys() - {"LET", "LAMBDA"})
OWN_FUNCTIONS = ["deviation_rate", "attainment", "达成率"]
BOUND_NAMES = ["v_rate", "v_x", "v_值", "V_Upper"]
OPERATORS = ["=", "<>", "<", "<=", ">", ">=", "&", "+", "-", "*", "/", "^"]

_orders = st.permutations(BOUND_NAMES)

_letters = st.characters(exclude_categories=("Cs", "Cc"))
_words = st.from_regex(r"[a-zA-Z_\\][a-zA-Z0-9_.]{0,9}|[一-龥]{1,4}_?[0-9]?", fullmatch=True)


def _is_plain_name(word: str) -> bool:
    reserved = word.upper() in ("TRUE", "FALSE") or word.lower().startswith(("_xl", "v_"))
    return not reserved and parse_cell(word) is None


names = st.one_of(
    _words.filter(_is_plain_name), st.sampled_from(["status.on_sale", "a", "XFE", *BOUND_NAMES])
)
columns = st.one_of(
    st.sampled_from(
        ["stock", "unit price", "进货价(元)", "a'b", "#1", "[x]", "@at", "a,b", "x:y", " edge "]
    ),
    st.text(_letters, min_size=1, max_size=8),
)
sheets = st.one_of(
    st.none(),
    st.sampled_from(["Data", "My data", "商品管理", "it's", "2024", "A1", "RC", ".hidden", "TRUE"]),
    st.text(_letters, min_size=1, max_size=8).filter(
        lambda title: not set(title) & set("[]:*?/\\") and title.strip("'") == title
    ),
)  # fmt: skip

numbers = st.one_of(
    st.integers(0, 10**15 - 1), st.floats(0, allow_nan=False, allow_infinity=False)
).map(Number)
constants = st.one_of(
    numbers,
    numbers.map(lambda number: Number(-number.value)),
    st.text(_letters, max_size=12).map(Text),
    st.booleans().map(Boolean),
    st.sampled_from(ERROR_CODES).map(ErrorConstant),
)
arrays = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.tuples(*[constants] * width), min_size=1, max_size=3
    ).map(lambda rows: ArrayConstant(tuple(rows)))
)  # fmt: skip

_rows = st.integers(0, MAX_ROWS - 1)
_columns = st.integers(0, MAX_COLUMNS - 1)
_corners = st.builds(Cell, _rows, _columns, st.none(), st.booleans(), st.booleans())
cells = st.builds(Cell, _rows, _columns, sheets, st.booleans(), st.booleans())
ranges = st.builds(CellRange, cells, _corners)
lines = st.one_of(
    st.builds(Lines, st.just("rows"), _rows, _rows, sheets, st.booleans(), st.booleans()),
    st.builds(Lines, st.just("columns"), _columns, _columns, sheets, st.booleans(), st.booleans()),
)


def structured(*, qualified: bool) -> st.SearchStrategy[Structured]:
    """Structured references; *qualified* ones name their table, as a file wants it."""
    tables = _words.filter(_is_plain_name)
    rows = st.sampled_from(
        ["this row", "data", "headers", "totals", "all", "headers and data", "data and totals"]
    )
    return st.builds(
        lambda table, rows, first, last: Structured(table, rows, first, last if first else None),
        tables if qualified else st.one_of(st.none(), tables),
        rows,
        st.one_of(st.none(), columns),
        st.one_of(st.none(), columns),
    )


@st.composite
def formulas(draw: st.DrawFn, *, qualified: bool = False, levels: int = 4) -> Node:
    """Trees as ``parse`` gives them: no sign inside a number, no union of numbers."""
    if levels == 0 or draw(st.integers(0, 4)) == 0:
        return draw(_leaves(qualified=qualified))
    return draw(_branches(qualified=qualified, levels=levels))


@cache
def _references(*, qualified: bool) -> st.SearchStrategy[Node]:
    return st.one_of(cells, ranges, lines, names.map(Name), structured(qualified=qualified))


@cache
def _leaves(*, qualified: bool) -> st.SearchStrategy[Node]:
    return st.one_of(
        numbers,
        st.text(_letters, max_size=12).map(Text),
        st.booleans().map(Boolean),
        st.sampled_from(ERROR_CODES).map(ErrorConstant),
        arrays,
        _references(qualified=qualified),
    )


@cache
def _branches(*, qualified: bool, levels: int) -> st.SearchStrategy[Node]:
    inner = formulas(qualified=qualified, levels=levels - 1)
    arguments = st.lists(st.one_of(inner, st.just(Missing())), max_size=4).filter(
        lambda found: found != [Missing()]
    )
    calls = st.builds(
        lambda name, found: Call(name, tuple(found)),
        st.sampled_from(EXCEL_FUNCTIONS + OWN_FUNCTIONS),
        arguments,
    )
    cells_or_calls = st.one_of(
        _references(qualified=qualified), calls, st.just(ErrorConstant("#REF!"))
    )
    joins = st.sampled_from([":", " ", ","])
    joined = st.builds(Binary, joins, cells_or_calls, cells_or_calls).filter(_is_no_range)
    wide = st.one_of(cells_or_calls, joined)
    return st.one_of(
        calls,
        joined,
        st.builds(Binary, joins, wide, wide).filter(_is_no_range),
        st.builds(Binary, st.sampled_from(OPERATORS), inner, inner),
        st.builds(Unary, st.sampled_from(["-", "+", "@"]), inner),
        st.builds(Postfix, st.just("%"), inner),
        st.builds(Postfix, st.just("#"), wide),
        st.builds(_let, _orders, st.lists(inner, min_size=1, max_size=3), inner),
        st.builds(_lambda, _orders, st.integers(0, 3), st.booleans(), inner, arguments),
        st.builds(
            lambda name, found: Invoke(Name(name), tuple(found)),
            st.sampled_from(BOUND_NAMES),
            arguments,
        ),
    )


def _is_no_range(node: Binary) -> bool:
    """Two cells joined by ``:`` are a range of their own kind."""
    match node:
        case Binary(":", Cell(sheet=left), Cell(sheet=right)):
            return right is not None and left != right
        case _:
            return True


def _let(bound: list[str], values: list[Node], result: Node) -> Node:
    pairs = [
        each for name, value in zip(bound, values, strict=False) for each in (Name(name), value)
    ]
    return Call("LET", (*pairs, result))


def _lambda(
    bound: list[str], count: int, optional: bool, result: Node, arguments: list[Node]
) -> Node:
    parameters = [Name(name) for name in bound[:count]]
    if parameters and optional:
        parameters[-1] = Name(parameters[-1].name, optional=True)
    function = Call("LAMBDA", (*parameters, result))
    return Invoke(function, tuple(arguments)) if arguments else function


_EVERY_KEY = Path(__file__).with_name("every-key.yaml")
_HOSTILE = [
    "", "no", "1e300", "-1", "0", "x" * 300, "{month}", "goods", "state", "m_jan", "every", "[",
    "=", "=1/0", "=goods", "=goods[sold]", "=[@name]", "=[@state]", "=state.open", "=month.index",
    "=A1", "=SUM(", "=prior([@name], 0)", "=year[number]", "=TODAY()", "0.##%", "2024-05-01", ";;",
    "=SUM(goods[[m_jan]:[m_feb]])", "count", "date", "choice", "key", "amount", "ratio",
    [], {}, ["a"], {"a": "b"},
]  # fmt: skip


@st.composite
def blueprints(draw: st.DrawFn) -> str:
    """Blueprints, sound or nearly: the one that says everything, with a few places changed."""
    whole = _plain(read_tree(Source("every-key.yaml", _EVERY_KEY.read_text("utf-8")), []))
    for _ in range(draw(st.integers(0, 4))):
        parent, key = draw(st.sampled_from(_places(whole)))
        match draw(st.sampled_from(["instead", "without", "twice", "another"])):
            case "instead":
                parent[key] = deepcopy(draw(st.sampled_from(_HOSTILE)))
            case "without":
                del parent[key]
            case "twice" if isinstance(parent, list):
                parent.append(deepcopy(parent[key]))
            case _:
                other, from_key = draw(st.sampled_from(_places(whole)))
                parent[key] = deepcopy(other[from_key])
        if not _places(whole):
            break
    return json.dumps(whole, ensure_ascii=False)


def _plain(tree: Tree | None) -> Any:
    match tree:
        case Mapping(items=items):
            return {key.text: _plain(value) for key, value in items}
        case Sequence(items=items):
            return [_plain(item) for item in items]
        case Scalar(text=text):
            return text
    return None


def _places(whole: Any) -> list[tuple[Any, Any]]:
    """Every place of a tree, as what holds it and its key there."""
    match whole:
        case dict():
            keys = list(whole)
        case list():
            keys = list(range(len(whole)))
        case _:
            return []
    return [found for key in keys for found in [(whole, key), *_places(whole[key])]]
