"""Every message can be said in Chinese and in English, and names the same things in both."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from plansheets.blueprint.read import examine_text
from plansheets.formula.parse import parse
from plansheets.formula.tokens import FormulaError
from plansheets.plan.build import check

SOURCES = Path(__file__).parent.parent / "src" / "plansheets"
CASES = sorted(case for case in Path(__file__).with_name("cases").iterdir() if case.name != "plans")
FORMULAS = (Path(__file__).parent / "formula_errors.txt").read_text("utf-8").splitlines()[2::2]
CHINESE = re.compile("[\u4e00-\u9fff]")
OF_ONE_LANGUAGE = frozenset(
    ["KINDS", "_TAKEN", "chinese", "counted", "english", "errors", "fewest", "kind",
     "kind_named", "least", "len", "many", "meaning", "more", "names", "others", "part", "warnings",
     "whole"]
)  # fmt: skip
"""What a text is filled with that is in one language, or is counted in one alone."""


def calls(name: str) -> Iterator[tuple[Path, ast.Call]]:
    """Every call of what is called *name* in the program, with its file."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == name:
                yield path.relative_to(SOURCES), node


def text_of(node: ast.expr) -> str | None:
    """The text of a literal, ``{}`` for each thing that is filled in; None for what is none."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values):
            return "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in values)
        case _:
            return None


def filled_in(node: ast.expr) -> set[str]:
    """The names that a text is filled with, but for the language they are in."""
    inside = [part.value for part in ast.walk(node) if isinstance(part, ast.FormattedValue)]
    names = {name.id for one in inside for name in ast.walk(one) if isinstance(name, ast.Name)}
    return names - OF_ONE_LANGUAGE


def test_a_problem_is_told_in_both_languages() -> None:
    """``Problem.told`` takes words in both, of which the type checker makes sure."""
    english = [
        f"{path}:{call.lineno}" for path, call in calls("Problem") if path != Path("errors.py")
    ]
    assert english == []


def test_words_are_chinese_and_english_and_name_the_same_things() -> None:
    wrong = []
    for path, call in (*calls("Words"), *calls("HelpLine")):
        if len(call.args) < 2:
            continue
        chinese, english = map(text_of, call.args[:2])
        if not chinese or not english:
            continue
        translated = CHINESE.search(chinese) or not re.search("[a-z]{3}", chinese)
        translated = translated or chinese == english
        if not translated or filled_in(call.args[0]) != filled_in(call.args[1]):
            wrong.append(f"{path}:{call.lineno} {chinese} | {english}")
    assert not wrong, "\n".join(wrong)


def test_what_is_quoted_in_chinese_stands_in_chinese_quotes() -> None:
    """Signs of formulas and of YAML stay as they are: ``'=…'``, ``"文字"``, ``'{table}'!A1``."""
    wrong = [
        f"{path}:{call.lineno} {said}"
        for name in ("Words", "HelpLine")
        for path, call in calls(name)
        if (said := text_of(call.args[0]) if call.args else None)
        and CHINESE.search(said)
        and re.search(r"""(?<![=\w])'\{\}'(?!!)|["']\w+["'](?=[一-鿿])""", said)
    ]
    assert wrong == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_broken_blueprint_is_told_in_chinese(case: Path) -> None:
    text = (case / "blueprint.yaml").read_text("utf-8")
    for problem in check(examine_text(text, "blueprint.yaml", case)):
        said = problem.said("zh-CN")
        assert CHINESE.search(said.message), problem
        assert (said.hint is None) == (problem.hint is None)
        quoted = re.findall(r"(?<![\w(=,;!+&])'[^'=\[({*]+'(?![!\w])", said.message)
        assert quoted == [], said.message


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_broken_formula_is_told_in_chinese(formula: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse(formula)
    assert CHINESE.search(caught.value.message.zh)
    assert caught.value.hint is None or caught.value.hint.zh
