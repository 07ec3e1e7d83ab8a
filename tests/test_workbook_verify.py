"""``verify`` catches every seeded fault and leaves a sound workbook in peace."""

from __future__ import annotations

import re
from importlib import import_module
from inspect import isfunction
from pathlib import Path
from pkgutil import iter_modules
from typing import get_type_hints

import pytest

import plansheets.package
import plansheets.workbook
from plansheets.workbook import rules
from plansheets.workbook.verify import verify_bytes
from workbook_faults import FAULTS, STRUCTURED, Fault, formula, pivot, queries
from workbook_samples import (
    SHEET,
    TABLE,
    Change,
    damaged,
    insert_before,
    replace,
    sound_workbook,
)

CHINESE = re.compile("[\u4e00-\u9fff]")
DOCS = Path(__file__).parents[1] / "docs"


def test_the_sound_workbook_has_no_problem() -> None:
    assert verify_bytes(sound_workbook(), "sound.xlsx") == ()


@pytest.mark.parametrize("fault", FAULTS, ids=[title for title, _, _ in FAULTS])
def test_verify_finds(fault: Fault) -> None:
    _, code, changes = fault
    found = verify_bytes(damaged(*changes), "damaged.xlsx")
    assert code in {problem.code for problem in found}, [str(problem) for problem in found]
    for problem in found:
        said = problem.said("zh-CN")
        assert CHINESE.search(said.message), said
        assert (said.hint is None) == (problem.hint is None)


def test_a_sound_pivot_table_has_no_problem() -> None:
    assert verify_bytes(damaged(*pivot("1", '<s v="a"/>')), "pivot.xlsx") == ()


def test_every_fault_has_a_title_of_its_own() -> None:
    titles = [title for title, _, _ in FAULTS]
    assert len(set(titles)) == len(titles)


def test_every_rule_of_a_whole_workbook_is_run() -> None:
    found = {
        function
        for _, name, _ in iter_modules(rules.__path__, f"{rules.__name__}.")
        for function in vars(import_module(name)).values()
        if isfunction(function)
        and function.__module__ == name
        and get_type_hints(function) == get_type_hints(rules.check_parts)
        and not function.__name__.startswith("_")
    }
    assert {one.__name__ for one in found - set(rules.RULES)} == set(), (
        "its name in RULES, workbook/rules/__init__.py"
    )


def test_every_code_has_a_fault_and_a_section_in_the_documentation() -> None:
    folders = [
        Path(part.__file__ or "").parent for part in (plansheets.workbook, plansheets.package)
    ]
    files = [file for folder in folders for file in folder.rglob("*.py")]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    used = set(re.findall(r'"(PS5[0-8]\d)"', text))
    page = DOCS / "problems" / "5xx-workbook.md"
    documented = re.findall(r"^### (PS5[0-8]\d) ", page.read_text(encoding="utf-8"), re.MULTILINE)
    assert used ^ set(documented) == set()
    assert documented == sorted(documented)
    seeded = {code for _, code, _ in FAULTS}
    assert used - seeded == {"PS500", "PS501", "PS502", "PS548"}, "these have tests of their own"


def test_a_name_of_a_sheet_is_known_elsewhere_with_the_sheet_before_it() -> None:
    assert verify_bytes(damaged(formula("Board!Local+1")), "local.xlsx") == ()
    (problem,) = verify_bytes(damaged(formula("Local+1")), "local.xlsx")
    assert problem.code == "PS566"


def test_a_column_formula_that_no_cell_holds_is_a_warning() -> None:
    column = replace(TABLE, f">{STRUCTURED}*", f">2*{STRUCTURED}*")
    (problem,) = verify_bytes(damaged(column), "other.xlsx")
    assert (problem.code, problem.level) == ("PS548", "warning")
    assert problem.where == "other.xlsx: 'SKU table'!D4"


REACHING = [fault for fault in FAULTS if fault[1] in ("PS580", "PS581", "PS582")]


@pytest.mark.parametrize("fault", REACHING, ids=[title for title, _, _ in REACHING])
def test_what_reaches_out_is_a_warning_and_nothing_else(fault: Fault) -> None:
    _, code, changes = fault
    found = verify_bytes(damaged(*changes), "reaching.xlsx")
    assert {(problem.code, problem.level) for problem in found} == {(code, "warning")}


@pytest.mark.parametrize(
    "changes",
    [
        (formula('HYPERLINK("https://example.com/","a")'),),
        (formula('HYPERLINK("#A"&A4,"a")'),),
        (formula('HYPERLINK(A4,"javascript:")'),),
        (formula('_xlfn.FILTERXML("<a>1</a>","//a")'),),
        (formula("_xlfn.ENCODEURL(A4)"),),
        (formula('"WEBSERVICE(1) cmd|a!A1"'),),
        queries('<connection id="1" name="q" type="102" refreshedVersion="6"/>'),
        queries('<connection id="1" name="ThisWorkbookDataModel" type="5" refreshedVersion="6"/>'),
    ],
)
def test_what_stays_inside_is_no_finding(changes: tuple[Change, ...]) -> None:
    assert verify_bytes(damaged(*changes), "inside.xlsx") == ()


def test_many_warnings_are_still_warnings() -> None:
    cells = "".join(
        f'<c r="{letter}9"><f>HYPERLINK("file:///C:/{letter}.xlsx")</f></c>'
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    )
    row = insert_before(SHEET, "</sheetData>", f'<row r="9">{cells}</row>')
    found = verify_bytes(damaged(row), "many.xlsx")
    assert {(problem.code, problem.level) for problem in found} == {("PS582", "warning")}
    assert "(and 25 more like it)" in found[-1].message
