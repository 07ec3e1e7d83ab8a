"""The script for Google Sheets: what it is made of, and what it gives in a stand-in for a sheet."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
from click.testing import CliRunner

from google_sheets import ask_sheet, cell_shown, handed_over
from pasted import pasted_calls
from plansheets.addin.examples import example_height, rows_of
from plansheets.addin.javascript.formulas import argument_name
from plansheets.addin.javascript.sheets import (
    EXAMPLES,
    README,
    SCRIPT,
    build_sheets,
    sheets_script,
)
from plansheets.cli import cli
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Function, Samples
from plansheets.functions.outline import excel_name
from plansheets.functions.vectors import Vector
from surfaces import NotApplicable, expected, in_python
from test_addin_libreoffice import awkward
from test_functions_proof import same

FILES = [SCRIPT, EXAMPLES, README]
CODE = sheets_script()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("sheets")
    build_sheets(made)
    return made


def shown(*calls: list[Any]) -> list[Any]:
    """What cells show: the value, or the message of the error."""
    answers = ask_sheet(calls)["answers"]
    return [one.get("thrown", one.get("shown")) for one in answers]


def test_every_function_has_help_and_no_other_is_seen_from_cells() -> None:
    assert re.findall(r"^function (\w+)", CODE, re.MULTILINE) == list(map(excel_name, FUNCTIONS))
    for function in FUNCTIONS:
        names = ", ".join(argument_name(one.name) for one in function.arguments)
        found = re.search(rf"/\*\*\n((?: \*.*\n)+)function {excel_name(function)}\((.*)\)", CODE)
        assert found is not None
        said, declared = found.groups()
        assert declared == names
        assert said.count("@param") == len(function.arguments)
        assert function.title.zh in said
        assert function.title.en in said
        assert said.count("*/") == 1
        assert said.endswith(" * @customfunction\n */\n")


def test_nothing_reaches_out_of_the_sheet() -> None:
    used = set(re.findall(r"\w+", CODE))
    assert used.isdisjoint({"UrlFetchApp", "DriveApp", "GmailApp", "eval", "fetch", "Session"})
    assert re.findall(r"SpreadsheetApp\.\S+", CODE) == [
        "SpreadsheetApp.getActiveSpreadsheet().getSpreadsheetTimeZone();"
    ]


@pytest.mark.node
def test_every_example_is_right_where_it_is_pasted(folder: Path) -> None:
    script = (folder / SCRIPT).read_text("utf-8")
    pasted = list(pasted_calls((folder / EXAMPLES).read_text("utf-8"), "PS_"))
    calls = [[one.name, list(one.arguments)] for one in pasted]
    answers = ask_sheet(calls, script)["answers"]
    row = 1
    for function, call, answer in zip(FUNCTIONS, pasted, answers, strict=True):
        example = function.examples[0]
        wanted = example.error or example.result
        vector = Vector(function, example.arguments, wanted, "")
        assert (call.row, call.column, call.name) == (row, 3, excel_name(function))
        assert same(cell_shown(vector, answer), expected(wanted)), function.name
        row += example_height(example) + 1


def test_no_example_writes_into_what_a_result_fills(folder: Path) -> None:
    lines = [one.split("\t") for one in (folder / EXAMPLES).read_text("utf-8").splitlines()]
    row = 1
    for function in FUNCTIONS:
        result = rows_of(function.examples[0].result)
        for down, line in enumerate(result):
            for across in range(len(line)):
                beneath = lines[row + down][3 + across : 4 + across] if down or across else []
                assert beneath in ([], [""]), function.name
        row += example_height(function.examples[0]) + 1


def before_months(function: Function, given: tuple[Samples, ...]) -> bool:
    """Whether a single day is so early that no two programs count the months before it alike."""
    pairs = zip(function.arguments, given, strict=False)
    days = (one for argument, one in pairs if argument.takes == "date" and not argument.many)
    return any(isinstance(one, int | float) and 61 <= one < 600 for one in days)


@pytest.mark.node
def test_kernels_and_the_script_agree_on_awkward_arguments() -> None:
    chance = Random(2025)
    given = ((one, awkward(one, chance)) for one in FUNCTIONS for _ in range(40))
    asked = [Vector(one, each, "", "") for one, each in given if not before_months(one, each)]
    calls = [[excel_name(one.function), list(map(handed_over, one.arguments))] for one in asked]
    answers = ask_sheet(calls)["answers"]
    wrong = []
    for vector, wanted, answer in zip(asked, in_python(asked), answers, strict=True):
        assert not isinstance(wanted, NotApplicable)
        found, due = cell_shown(vector, answer), expected(wanted)
        if isinstance(due, tuple) and isinstance(found, tuple):
            due = tuple("#NUM!" if one == "#N/A" else one for one in due)  # type: ignore[assignment]
        if not same(found, due):
            wrong.append(f"{vector}: kernel {due}, script {found}")
    assert wrong == []


NA, DIV, VALUE = (
    "#N/A 缺少数据 · something is missing",
    "#DIV/0! 没有可除的基数 · there is no base to divide by",
    "#VALUE! 参数不合理 · an argument makes no sense",
)
THREE = [[500], [300], ["text"]]

CALLS: dict[str, tuple[list[Any], Any]] = {
    "two columns": (["PS_ROI", [THREE, [[100], [50], [1]]]], [[5], [3 * 2], "#NUM!"]),
    "a column and a value": (["PS_ROI", [[[500], [300]], 100]], [[5], [3]]),
    "a value and a row": (["PS_ROI", [500, [[100, 200]]]], [[5, 2.5]]),
    "a column and a row": (["PS_ROI", [[[500], [300]], [[100, 200]]]], [[5, 2.5], [3, 1.5]]),
    "a blank in a column": (["PS_ROI", [[[500], [None]], 100]], [[5], ["#NUM!"]]),
    "unequal lengths": (["PS_ROI", [THREE, [[1], [2]]]], VALUE),
    "an array for a value of a whole column": (["PS_RANK_SCORES", [[[1], [2]], [[1], [2]]]], VALUE),
    "a row has its scores in a row": (["PS_RANK_SCORES", [[[100, 50]]]], [[3, 1]]),
    "no base": (["PS_ROI", [500, 0]], DIV),
    "a zero with a sign is none": (["PS_ROI", [500, -0.0]], DIV),
    "no result has a sign before 0": (["PS_DEVIATION", [-0.0, 0]], 0),
    "nothing": (["PS_ROI", [None, 100]], NA),
    "left out in the middle": (["PS_ROI", [500, 100, "left out", 0.5]], 5),
    "left out, though needed": (["PS_ROI", [500]], NA),
    "nothing at all": (["PS_ROI", []], NA),
    "too many": (["PS_SHARE", [1, 2, 3]], "参数过多 · too many arguments"),
    "digits in a text": (["PS_ROI", ["500", 100]], VALUE),
    "a truth value": (["PS_ROI", [True, 100]], VALUE),
    "an error": (["PS_ROI", [{"error": "#REF!"}, 100]], "#REF!"),
    "the first of two errors": (
        ["PS_ROI", [{"error": "#N/A"}, {"error": "#DIV/0!"}]],
        "#N/A 缺少数据 · something is missing",
    ),
    "an error among others": (["PS_ROI", [[[{"error": "#N/A"}], [5]], 1]], ["#NUM!", 5]),
    "an error in a column": (["PS_REPEAT_RATE", [[[{"error": "#N/A"}], [5]]]], VALUE),
    "an option in capitals": (["PS_ROI", [500, 100, "NET"]], 4),
    "another option": (["PS_ROI", [500, 100, "brutto"]], VALUE),
    "too great": (
        ["PS_SHARE", [1e308, 1e-300]],
        "#NUM! 数值超出范围 · a number is out of range",
    ),
    "a column of one cell": (["PS_ABC_CLASSES", [[[5]]]], "A"),
    "names in capitals and with spaces": (
        [
            "PS_RFM",
            [[["ＡＢ店"], ["ａｂ店\u3000"], ["李"]], [[1], [2], [3]], [[5], [6], [7]], 9],
        ],
        ["ＡＢ店", "李"],
    ),
}


@pytest.fixture(scope="module")
def called() -> dict[str, Any]:
    return dict(zip(CALLS, shown(*(asked for asked, _ in CALLS.values())), strict=True))


@pytest.mark.node
@pytest.mark.parametrize("what", CALLS)
def test_a_call_from_a_cell(what: str, called: dict[str, Any]) -> None:
    asked, wanted = CALLS[what]
    found = called[what]
    if asked[0] == "PS_RFM":
        found = [row[0] for row in found[1:]]
    elif isinstance(wanted, list) and isinstance(found, list):
        wanted = [one if isinstance(one, list) else [one] for one in wanted]
    assert found == wanted


@pytest.mark.node
def test_a_day_is_the_sheet_s_whatever_the_clock_of_the_script() -> None:
    days = ["2024-03-10T00:00:00", "2024-03-10T23:59:59", "2024-11-03T01:30:00"]
    calls = [["PS_DURATION_DAYS", [{"day": days[0]}, {"day": one}]] for one in days]
    assert shown(*calls) == [1, 1, 239]
    as_number = ["PS_RECENCY_DAYS", [45361.75, {"day": "2024-03-09T18:00:00"}]]
    long_ago = ["PS_DEVIATION", [{"day": "1985-05-05T00:00:00"}, 0]]
    assert shown(as_number, long_ago) == [1, 31172]
    half_past_six = ["PS_DEVIATION", [{"day": "2024-03-09T18:30:00"}, 45360]]
    assert shown(half_past_six)[0] == pytest.approx(18.5 / 24)


@pytest.mark.node
def test_google_is_not_asked_for_each_of_many_days() -> None:
    rows = range(3_000)
    orders = [[{"day": f"2024-05-{1 + row % 28:02}T{row % 24:02}:17:00"}] for row in rows]
    names, amounts = [[f"客户{row % 700}"] for row in rows], [[5] for _ in rows]
    answered = ask_sheet([["PS_RFM", [names, orders, amounts, {"day": "2024-06-01T00:00:00"}]]])
    assert len(answered["answers"][0]["shown"]) == 701
    assert answered["formats"] < 60


@pytest.mark.node
def test_a_hundred_thousand_rows_are_no_matter() -> None:
    chance = Random(7)
    values = [[chance.random()] for _ in range(100_000)]
    classes, shares, scores = shown(
        ["PS_ABC_CLASSES", [values]],
        ["PS_SHARE", [values, 2]],
        ["PS_RANK_SCORE", [0.5, values]],
    )
    assert {one[0] for one in classes} == {"A", "B", "C"}
    assert shares == [[one[0] / 2] for one in values]
    assert scores == 3


def test_the_readme_tells_how_to_paste_in_both_languages(folder: Path) -> None:
    told = (folder / README).read_text("utf-8-sig")
    for words in (
        "Apps Script",
        "Apps 脚本",
        "#ERROR!",
        "not tried in Google Sheets",
        "未在 Google",
    ):
        assert words in told
    assert told.count(SCRIPT) == told.count(EXAMPLES) == 2
    assert "{" not in told


def test_the_command_prints_the_files_and_wants_no_python(tmp_path: Path) -> None:
    words = ["addin", "build", "sheets", "-o", str(tmp_path)]
    built = CliRunner().invoke(cli, words)
    assert (built.exit_code, built.stdout.split()) == (0, [str(tmp_path / one) for one in FILES])
    refused = CliRunner().invoke(cli, [*words, "--python", "python.exe"])
    assert refused.exit_code == 2
    assert "--python is for xlwings; JavaScript needs none" in refused.stderr
    kept = CliRunner().invoke(cli, words)
    assert kept.stderr.count("which is there already") == len(FILES)
