"""The native VBA: what its source keeps to, and how ranges meet in cells of LibreOffice."""

from __future__ import annotations

import re

import pytest

from libreoffice import CellKey, CellValue
from native_vba import in_office, plain_modules
from plansheets.addin.libreoffice.ods import OdsFormula, OdsValue
from plansheets.addin.vba.formulas import argument_name, vba_formula
from plansheets.addin.vba.lines import vba_text, wrapped
from plansheets.addin.vba.modules import FUNCTIONS_MODULE, vba_modules
from plansheets.functions.catalog import CATALOG, FUNCTIONS
from plansheets.functions.outline import excel_name

CODE = re.sub(r" _\n +", " ", "\n".join(plain_modules().values()))
"""All modules, each statement on one line."""


def test_vba_keeps_to_its_limits() -> None:
    for name, code in vba_modules().items():
        assert code.isascii(), name
        assert "\n" not in code.replace("\r\n", "")
        continued = 0
        for line in code.split("\r\n"):
            assert len(line) < 1_000
            continued = continued + 1 if line.endswith(" _") else 0
            assert continued <= 24, line


def test_every_module_names_its_variables_and_only_functions_are_seen_from_outside() -> None:
    for name, code in plain_modules().items():
        head = code.splitlines()[:2]
        assert head[0] == "Option Explicit"
        assert (head[1] == "Option Private Module") is (name != FUNCTIONS_MODULE), name


def test_blocks_are_closed() -> None:
    for word in ("Function", "Sub"):
        opened = re.findall(rf"^(?:Public |Private )?{word} ", CODE, re.MULTILINE)
        assert len(opened) == len(re.findall(rf"^End {word}$", CODE, re.MULTILINE))


def test_what_a_module_declares_stands_before_its_procedures() -> None:
    for name, code in plain_modules().items():
        outside = re.sub(
            r"^(?:Public|Private) (Function|Sub) .*?^End \1$",
            "@",
            code,
            flags=re.DOTALL | re.MULTILINE,
        )
        after = outside[outside.index("@") :].splitlines()
        assert [line for line in after if line not in ("", "@") and line[0] != "'"] == [], name


def test_no_name_hides_another() -> None:
    procedures = re.findall(r"^(?:Public|Private) (?:Function|Sub|Const) (\w+)", CODE, re.MULTILINE)
    names = [one.lower() for one in procedures]
    assert len(names) == len(set(names))
    arguments = {argument_name(one.name) for each in FUNCTIONS for one in each.arguments}
    assert arguments.isdisjoint(names)
    assert arguments.isdisjoint({"abs", "int", "fix", "sgn", "kept1", "array", "err", "mid"})


def test_nothing_reaches_out_of_the_workbook() -> None:
    used = set(re.findall(r"[A-Za-z]+", CODE.lower()))
    assert used.isdisjoint({"createobject", "getobject", "shell", "kill", "open", "declare"})
    assert used.isdisjoint({"filecopy", "environ", "sendkeys", "callbyname", "evaluate", "chdir"})


def test_a_branch_that_is_not_taken_is_a_statement() -> None:
    assert re.search(r"\bIIf\(", CODE) is None
    assert vba_formula(CATALOG["favourable_deviation"]).splitlines()[-7:] == [
        "    If lower Then",
        "        kept1 = target - actual",
        "    Else",
        "        kept1 = actual - target",
        "    End If",
        "    FavourableDeviationOf = Ratio(kept1, Abs(target))",
        "End Function",
    ]


def test_a_condition_in_a_sum_counts_one() -> None:
    assert "2# * OneIf(Rounded(frequency - least_orders, 9#) >= 0#)" in CODE


def test_every_whole_number_of_a_formula_is_a_double() -> None:
    body = plain_modules()["PlansheetsFormulas"].split("Public Function RfmHeaders")[0]
    code = re.sub(r"\"[^\"]*\"|given\(\d+\)|kept\d+|' .*|Case \d+", "", body)
    assert re.findall(r"(?<![\w.+-])\d+(?![\d#.E])", code) == []


def test_a_long_line_goes_on_after_a_comma_and_never_within_a_text() -> None:
    words = ", ".join(f'"some words, number {number}"' for number in range(9))
    lines = list(wrapped(f"    place = Array({words})"))
    assert all(line.endswith(", _") for line in lines[:-1])
    assert max(map(len, lines)) <= 100
    assert "".join(line.removesuffix("_").strip() + " " for line in lines).split() == (
        f"place = Array({words})".split()
    )


def test_letters_of_no_code_page_are_written_as_numbers() -> None:
    assert vba_text('5" wide') == '"5"" wide"'
    assert vba_text("客户") == f'Wide("{ord("客")},{ord("户")}")'


GIVEN: dict[tuple[int, int], OdsValue] = {
    (0, 0): 500.0,
    (1, 0): 300.0,
    (2, 0): "text",
    (0, 1): 100.0,
    (1, 1): 50.0,
    (2, 1): 0.0,
    (0, 2): 200.0,
}
"""A1:A3 are revenues, B1:C1 and B1:B3 are costs; A4 is blank."""

RANGES = {
    "PS_ROI([.A1:.A3];[.B1:.B3])": [[5], [6], ["#VALUE!"]],
    "PS_ROI([.A1:.A2];[.B1])": [[5], [3]],
    "PS_ROI([.A1];[.B1:.C1])": [[5, 2.5]],
    "PS_ROI([.A1:.A2];[.B1:.C1])": [[5, 2.5], [3, 1.5]],
    "PS_ROI([.A1:.A4];[.B1])": [[5], [3], ["#VALUE!"], ["#N/A"]],
    "PS_ROI([.A1:.A3];[.B1:.B2])": [["#VALUE!"]],
    "PS_ROI([.A1];[.B1:.B3])": [[5], [10], ["#DIV/0!"]],
    'PS_ROI([.A1];[.B1];"margin";[.A4])': [["#N/A"]],
    'PS_ROI(500;100;"NET")': [[4]],
    "PS_RANK_SCORES([.B1:.C1])": [[1, 3]],
    "PS_RANK_SCORES([.A1:.A2];[.B1:.B2])": [["#VALUE!"]],
    "PS_RANK_SCORE([.B1:.B3];[.B1:.B3];3)": [[3], [2], [1]],
    "PS_AT_LEAST([.A1:.A2];400)": [[True], [False]],
    "PS_SPLIT_PART(300*300;1;0)": [[90000]],
    "PS_SPLIT_PART(2.345;1;0)": [[2.35]],
}
BLOCK = 5
"""The rows from one formula to the next."""


@pytest.fixture(scope="module")
def shown() -> dict[CellKey, CellValue]:
    cells: dict[tuple[int, int], OdsValue | OdsFormula] = dict(GIVEN)
    for number, (text, rows) in enumerate(RANGES.items()):
        cells[BLOCK * number, 5] = OdsFormula(f"of:={text}", None, len(rows), len(rows[0]))
    return in_office(plain_modules(), cells)


@pytest.mark.libreoffice
@pytest.mark.parametrize("text", RANGES)
def test_ranges_meet_and_errors_are_told(text: str, shown: dict[CellKey, CellValue]) -> None:
    first, rows = BLOCK * list(RANGES).index(text), RANGES[text]
    found = [
        [shown.get(("S", first + down, 5 + across)) for across in range(len(row))]
        for down, row in enumerate(rows)
    ]
    assert found == rows


def test_every_function_is_there() -> None:
    code = plain_modules()[FUNCTIONS_MODULE]
    found = re.findall(r"^Public Function (\w+)\(", code, re.MULTILINE)
    assert found == [excel_name(one) for one in FUNCTIONS]
