from __future__ import annotations

import pytest
from hypothesis import given

from plansheets.formula.ast import Name, Node, Number, Structured
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import depth, names, references, substitute, transform, walk
from plansheets.formula.spell import ENGINE, spell
from strategies import formulas


@given(tree=formulas())
def test_changing_nothing_gives_the_same_tree(tree: Node) -> None:
    assert transform(tree, lambda node: node) is tree
    assert substitute(tree, {"no_such_name_anywhere": Number(1)}) is tree


@given(tree=formulas())
def test_every_free_name_can_be_replaced(tree: Node) -> None:
    replaced = substitute(tree, dict.fromkeys(names(tree), Number(1)))
    assert names(replaced) == frozenset()


def test_transform_works_from_the_leaves_up_and_shares_the_rest() -> None:
    tree = parse("=SUM(a, 1) * SUM(2, 3)")

    def rename(node: Node) -> Node:
        return Name("b") if node == Name("a") else node

    changed = transform(tree, rename)
    assert spell(changed) == "=SUM(b,1)*SUM(2,3)"
    assert list(walk(changed))[4] is list(walk(tree))[4]


@pytest.mark.parametrize(
    ("formula", "values", "result"),
    [
        ("a+b", {"a": "1"}, "1+b"),
        ("A+a", {"a": "x*2"}, "x*2+x*2"),
        ("a^2", {"a": "x+1"}, "(x+1)^2"),
        ("-a", {"a": "x+1"}, "-(x+1)"),
        ("a+b", {"a": "b", "b": "a"}, "b+a"),
        ("f(a,[@a])", {"a": "1"}, "f(1,[@a])"),
        ("LET(a,1,a+b)", {"a": "9", "b": "2"}, "LET(a,1,a+2)"),
        ("LET(a,a,a)", {"a": "9"}, "LET(a,9,a)"),
        ("LET(a,1,a)+a", {"a": "9"}, "LET(a,1,a)+9"),
        ("LET(x,1,y,x+a,x+y)", {"a": "x"}, "LET(x_1,1,y,x_1+x,x_1+y)"),
        ("LET(x,1,x_1,2,x+x_1+a)", {"a": "x"}, "LET(x_2,1,x_1,2,x_2+x_1+x)"),
        ("LAMBDA(x,x+a)", {"a": "x+1"}, "LAMBDA(x_1,x_1+(x+1))"),
        ("LAMBDA(x,[o],x+o+a)", {"a": "o"}, "LAMBDA(x,[o_1],x+o_1+o)"),
        ("LAMBDA(x,LAMBDA(y,x+y+a))", {"a": "y"}, "LAMBDA(x,LAMBDA(y_1,x+y_1+y))"),
        ("LET(f,LAMBDA(x,x),f(a))", {"a": "1", "f": "2"}, "LET(f,LAMBDA(x,x),f(1))"),
    ],
)
def test_substitution_respects_what_let_and_lambda_bind(
    formula: str, values: dict[str, str], result: str
) -> None:
    trees = {name: parse(value) for name, value in values.items()}
    assert spell(substitute(parse(formula), trees), ENGINE) == result


def test_references_are_the_free_names_and_columns_in_order() -> None:
    tree = parse("=LET(x, rate, x * t[a] + [@b]) + x + A1")
    assert list(references(tree)) == [
        Name("rate"),
        Structured("t", "data", "a"),
        Structured(None, "this row", "b"),
        Name("x"),
    ]


def test_depth_counts_functions_as_excel_does() -> None:
    assert depth(parse("1+(2*(3))")) == 0
    assert depth(parse("IF(1,IF(2,3))+IF(1,2)")) == 2
    assert depth(parse("LAMBDA(x,ABS(x))(1)")) == 3
