from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import assume, given

from plansheets.formula.ast import Binary, Call, Invoke, Missing, Name, Node, Number, Structured
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import walk
from plansheets.formula.spell import BAR, ENGINE, FILE, Dialect, at_most, spell, spell_number
from plansheets.lengths import excel_length
from strategies import formulas

CASES = [
    line
    for line in (Path(__file__).parent / "formulas.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("# ")
]


@pytest.mark.parametrize("line", CASES)
def test_a_formula_is_printed_as_formulas_txt_says(line: str) -> None:
    written, in_file, stored = line.partition(" ==> ")
    written, _, printed = written.partition(" --> ")
    tree = parse(written)
    assert spell(tree) == "=" + (printed or written)
    assert parse(spell(tree)) == tree
    if in_file:
        assert spell(tree, FILE) == stored
        assert parse(stored) == tree


@pytest.mark.parametrize("dialect", [BAR, ENGINE], ids=lambda dialect: dialect.name)
@given(tree=formulas())
def test_what_is_spelled_reads_back_equal(tree: Node, dialect: Dialect) -> None:
    assert parse(spell(tree, dialect)) == tree


@given(tree=formulas(qualified=True))
def test_no_spelling_is_longer_than_is_said(tree: Node) -> None:
    assert excel_length(spell(tree, FILE)) <= at_most(tree)
    assert excel_length(spell(tree, BAR)) <= at_most(tree)


@given(tree=formulas(qualified=True))
def test_what_a_file_stores_reads_back_equal(tree: Node) -> None:
    assert parse(spell(tree, FILE)) == tree


@given(tree=formulas())
def test_a_node_knows_the_text_it_was_read_from(tree: Node) -> None:
    # a name that LET or LAMBDA binds reads otherwise when it stands alone
    assume(not any(isinstance(node, Invoke) for node in walk(tree)))
    text = spell(tree)
    for node in walk(parse(text)):
        assert node.at is not None
        start, end = node.at
        if not isinstance(node, Missing | Name):
            assert parse(text[start:end]) == node


@pytest.mark.parametrize(
    ("value", "spelled"),
    [
        (0, "0"),
        (-3, "-3"),
        (5.0, "5"),
        (0.1, "0.1"),
        (0.1 + 0.2, "0.30000000000000004"),
        (999_999_999_999_999, "999999999999999"),
        (1e15, "1000000000000000"),
        (10**16, "1E+16"),
        (1.5e-9, "1.5E-09"),
        (9.99e307, "9.99E+307"),
    ],
)
def test_a_number_keeps_its_digits(value: float, spelled: str) -> None:
    assert spell_number(value) == spelled
    assert float(spelled) == value


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_a_number_excel_lacks_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="no number of Excel"):
        spell(Number(value))


def test_a_file_wants_the_table_of_a_structured_reference() -> None:
    with pytest.raises(ValueError, match="'stock' must name its table"):
        spell(Structured(None, "this row", "stock"), FILE)


def test_a_negative_number_in_a_tree_is_treated_as_a_sign() -> None:
    assert spell(Binary("^", Number(2), Number(-3))) == "=2^-3"
    assert spell(Binary(":", Name("x"), Call("F", (Number(-3),)))) == "=(x):F(-3)"


def test_a_long_run_of_operators_is_spelled_without_recursion() -> None:
    tree: Node = Number(1)
    for _ in range(4000):
        tree = Binary("+", tree, Number(1))
    assert spell(tree, ENGINE) == "+".join(["1"] * 4001)
