from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from effort import growth
from plansheets.formula.ast import Binary, Call, Cell, Name, Node, Number, Structured, Unary
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import walk
from plansheets.formula.tokens import FormulaError

DOCUMENTED = (Path(__file__).parent.parent / "docs/problems/2xx-formula.md").read_text("utf-8")

LINES = (Path(__file__).parent / "formula_errors.txt").read_text("utf-8").splitlines()[2:]
MISTAKES = [
    (formula, problem.strip()) for formula, problem in zip(LINES[::2], LINES[1::2], strict=True)
]


def underlined(text: str) -> str:
    """The message for *text*, the words it underlines and its hint, as one line."""
    with pytest.raises(FormulaError) as caught:
        parse(text)
    error = caught.value
    assert f"### {error.code} " in DOCUMENTED
    hint = f" ({error.hint.en})" if error.hint else ""
    return f"{error.code} [{text[error.start : error.end]}] {error.message.en}{hint}"


@pytest.mark.parametrize(("formula", "problem"), MISTAKES)
def test_a_mistake_is_named_and_underlined(formula: str, problem: str) -> None:
    assert underlined(formula) == problem


def test_characters_that_cannot_be_seen_are_named() -> None:
    assert underlined("") == "PS201 [] formula is empty"
    assert underlined("=a\x00").endswith("'U+0000' means nothing here")
    assert underlined("=a\u3000+1").endswith("(type an ordinary space)")


@pytest.mark.parametrize(
    "formula",
    [
        "(" * 16_000,
        "-" * 8_000,
        "1+" * 4_000 + "1",
        "f(" * 5_000,
        "IF(1," * 3_000,
        "a:" * 4_000 + "a",
        "a " * 5_000,
        "LET(a," * 2_000,
        "(" * 8_000 + ")" * 8_000,
    ],
)
def test_hostile_depth_is_a_problem_and_no_crash(formula: str) -> None:
    assert underlined(formula).startswith("PS213")


def test_a_formula_of_any_length_is_refused_before_it_is_read() -> None:
    texts = {length: "=" + "(" * (length - 1) for length in (8_192, 100_001)}
    assert underlined(texts[8_192]).startswith("PS213")
    assert "100,001 characters, Excel allows 8,192" in underlined(texts[100_001])
    assert growth(underlined, texts[8_192], texts[100_001]) < 1


@pytest.mark.parametrize(
    "formula", ["1" * 9_000, "1a" * 5_000, "#X" * 5_000, "'" + "x" * 9_000 + "'"]
)
def test_a_message_about_a_long_word_stays_short(formula: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert len(caught.value.message.en) < 100


def test_excels_64_levels_are_read() -> None:
    deep = "IF(a>1,1+2*" * 64 + "1" + ",0)" * 64
    assert sum(isinstance(node, Call) for node in walk(parse(deep))) == 64


@given(st.text(alphabet="aA1$:.,;!#@%&()[]{}'\"+-*/^<>= _xlfn.（，", max_size=40))
def test_any_text_is_a_tree_or_a_formula_error(text: str) -> None:
    try:
        end = parse(text).at
    except FormulaError as error:
        end = (error.start, error.end)
    assert end is not None
    assert 0 <= end[0] <= end[1] <= len(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("-2^2", "(-2)^2"),
        ("2^3^2", "(2^3)^2"),
        ("-5%", "(-5)%"),
        ("2^-1%", "2^((-1)%)"),
        ("1+2&3*4", "(1+2)&(3*4)"),
        ("1&2=3", "(1&2)=3"),
        ("a<b=c", "(a<b)=c"),
        ("A1:B2 C1:D9", "(A1:B2) (C1:D9)"),
        ("-A1:B2", "-(A1:B2)"),
        ("-A1#", "-(A1#)"),
        ("@A1:B2%", "(@(A1:B2))%"),
    ],
)
def test_operators_bind_as_in_excel(one: str, other: str) -> None:
    assert parse(one) == parse(other)


def test_the_text_may_begin_with_or_without_an_equals_sign() -> None:
    assert parse("=a+1") == parse("a+1") == parse("  = a + 1")
    assert parse("=a").at == (1, 2)
    assert parse("a").at == (0, 1)


def test_a_call_knows_where_its_name_stands() -> None:
    node = parse("=1+score( 2 )")
    assert isinstance(node, Binary)
    assert isinstance(node.right, Call)
    assert (node.right.name_at, node.right.at) == ((3, 8), (3, 13))


def test_a_name_bound_by_let_is_called_and_not_looked_up() -> None:
    inside = parse("LET(score,LAMBDA(x,x),score(1))")
    assert [node.name for node in walk(inside) if isinstance(node, Call)] == ["LET", "LAMBDA"]
    after = parse("LET(score,1,score)+score(1)")
    assert [node.name for node in walk(after) if isinstance(node, Call)] == ["LET", "score"]


def test_places_take_no_part_in_equality() -> None:
    node = parse("a")
    assert isinstance(node, Name)
    assert replace(node, at=(5, 9)) == node


def test_a_tree_holds_what_the_formula_says() -> None:
    expected: Node = Binary(
        "*",
        Unary("-", Cell(0, 1, "Data", row_absolute=True)),
        Call("SUM", (Structured("t", "data", "a"), Number(0.5))),
    )
    assert parse("=-Data!B$1 * sum(t[a], .5)") == expected


def test_parsing_loads_the_standard_library_alone() -> None:
    script = (
        "import sys, plansheets.formula.parse as p; p.parse('=sum(1)')\n"
        "names = {n.partition('.')[0] for n in sys.modules} - sys.stdlib_module_names\n"
        "print(sorted(n for n in names if not n.startswith('_')))"
    )
    found = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = {sys.path!r}\n{script}"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.strip() == "['plansheets']"
