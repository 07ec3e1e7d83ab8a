"""Formula trees in JavaScript: what is refused, and how the script reads."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from plansheets.addin.javascript.core import script
from plansheets.addin.javascript.formulas import CALLED, argument_name, javascript_method
from plansheets.addin.javascript.lines import wrapped
from plansheets.functions.catalog import CATALOG, FUNCTIONS

CORE = script("sheets.js")


@pytest.mark.parametrize(
    "value",
    ["WEBSERVICE(part)", 'part&"x"', "IF(part, whole)", 'COUNTIF(part, "x*")', "A1+1"],
)
def test_what_no_javascript_is_known_for_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="known"):
        javascript_method(replace(CATALOG["share"], value=value))


def test_a_table_that_no_javascript_makes_is_refused() -> None:
    with pytest.raises(ValueError, match="no JavaScript is known for pivot"):
        javascript_method(replace(CATALOG["rfm"], name="pivot"))


def test_every_word_of_the_generator_is_one_of_the_script() -> None:
    returned = re.search(r"return \{\n((?: +[\w, ]+\n)+) +\};\n +\}\)\(\);", CORE)
    assert returned is not None
    known = set(re.findall(r"\w+", returned[1]))
    spelled = set(re.findall(r"excel\.(\w+)", CORE))
    assert spelled <= known
    assert {one.removeprefix("excel.") for one in CALLED.values() if "excel." in one} <= known


def test_no_argument_hides_what_its_formula_calls() -> None:
    names = {argument_name(one.name) for each in FUNCTIONS for one in each.arguments}
    assert names.isdisjoint({"excel", "formulas", "tables", "Math", "CellError", "in", "new"})


def test_what_a_condition_counts_is_one() -> None:
    assert "2 * (excel.rounded(frequency - least_orders, 9) >= 0)" in javascript_method(
        CATALOG["rfm_segment"]
    ).replace("\n      ", " ")


def test_a_long_line_goes_on_between_words_and_never_after_return() -> None:
    words = " + ".join(f'"some words, number {number}"' for number in range(9))
    lines = list(wrapped(f"return {words};"))
    assert max(map(len, lines)) <= 100
    assert lines[0].startswith('return "some words')
    assert " ".join(line.strip() for line in lines) == f"return {words};"


def test_the_core_is_written_in_words_that_old_browsers_know() -> None:
    code = re.sub(r'"(?:[^"\\]|\\.)*"|//.*', "", CORE)
    assert re.findall(r"\?\?|\?\.(?!\d)|\.flat\(|\.flatMap\(|\.at\(|#\w+|\d_\d", code) == []


def test_no_line_is_too_long_to_read() -> None:
    code = CORE.split("class CellError")[1]
    assert [one for one in code.splitlines() if len(one) > 104 and "// =" not in one] == []
