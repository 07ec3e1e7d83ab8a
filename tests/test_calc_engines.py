"""The proven table is what the corpus proves, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from calc_corpus import (
    FILE_OF_CASES,
    Proof,
    asked_of_engine,
    asked_of_libreoffice,
    cases,
    derived,
    documented,
    recorded,
    written,
)
from plansheets.calc import shapes
from plansheets.calc.calculate import ENGINES
from plansheets.calc.engine import Engine
from plansheets.calc.formualizer import Formualizer

ROOT = Path(__file__).parents[1]
TABLE = Path(shapes.__file__).with_name("proven.tsv")
DOCUMENT = ROOT / "docs" / "engines.md"
BEGIN = "<!-- proven table: begin -->\n"
END = "<!-- proven table: end -->\n"


@pytest.fixture(scope="module")
def proof() -> Proof:
    pytest.importorskip("formulon")
    formulas = [case.formula for case in cases()]
    return derived({each.name: asked_of_engine(each, formulas) for each in ENGINES}, ENGINES)


def test_every_formula_stands_in_the_corpus_once() -> None:
    formulas = [case.formula for case in cases()]
    assert len(formulas) == len(set(formulas))


def test_every_case_has_a_value() -> None:
    assert [case.formula for case in cases() if not case.value] == []


@pytest.mark.libreoffice
def test_libreoffice_still_finds_the_recorded_values(tmp_path: Path, accept: bool) -> None:
    wanted = {case.formula: case.value for case in cases() if not case.stated}
    found = asked_of_libreoffice(wanted, tmp_path)
    if accept:
        FILE_OF_CASES.write_text(recorded(found), encoding="utf-8")
        wanted = {case.formula: case.value for case in cases() if not case.stated}
    assert found == wanted


def test_every_wrong_answer_is_explained_by_a_shape(proof: Proof) -> None:
    assert proof.unexplained == ()


def test_the_table_holds_what_the_corpus_proves(proof: Proof, accept: bool) -> None:
    if accept:
        TABLE.write_text(written(proof), encoding="utf-8")
        return
    assert TABLE.read_text(encoding="utf-8") == written(proof)


def test_the_document_shows_the_table(proof: Proof, accept: bool) -> None:
    before, rest = DOCUMENT.read_text(encoding="utf-8").split(BEGIN)
    shown, after = rest.split(END)
    if accept:
        DOCUMENT.write_text(before + BEGIN + documented(proof) + END + after, encoding="utf-8")
        return
    assert shown == documented(proof)


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_no_known_difference_is_out_of_date(engine: Engine) -> None:
    """A difference that a new release of an engine removed must leave the corpus."""
    pytest.importorskip(engine.name)
    known = {case.formula: case.value for case in cases() if case.known.startswith(engine.name)}
    found = asked_of_engine(engine, known)
    assert [formula for formula, value in known.items() if found[formula] == value] == []


def test_formualizer_alone_proves_what_blueprints_are_made_of() -> None:
    wanted = {
        "IF(value, value, value)", "AND(value)", "OR(value)", "NOT(value)", "ISNUMBER(value)",
        "COUNT(value)", "COUNT(range)", "SUM(range)", "SUM(value)", "SUMIF(range, value, range)",
        "SUMIFS(range, range value)", "COUNTIF(range, value)", "COUNTIFS(range value)",
        "AVERAGEIFS(range, range value)", "SUMPRODUCT(range)", "SUMPRODUCT(array)",
        "booleans * booleans", "booleans * range", "array * range", "range = value",
        "range < range", "-booleans", "INDEX(range, value)", "MATCH(value, range, 0)",
        "MATCH(value, range, 1)", "LOOKUP(value, range, range)",
        "ROUND(value, value)", "ROUNDUP(value, value)", "INT(value)", "MIN(value)", "MAX(range)",
        "NETWORKDAYS(value, value, range)", "WORKDAY(value, value, range)", "EDATE(value, value)",
        "EOMONTH(value, value)", "DATE(value, value, value)", "TODAY()", 'TEXT(value, "0%")',
        'TEXT(value, "yyyy-mm-dd")', "value & value", "IFERROR(value, value)",
        "HYPERLINK(value, value)", "REPT(value, value)", "RANK(value, range)",
        "LARGE(range, value)", "CHOOSE(value, value)", "value = value", "value%",
    }  # fmt: skip
    unproven = {shape for shape in wanted if Formualizer.name not in shapes.proven().get(shape, ())}
    assert unproven == set()
