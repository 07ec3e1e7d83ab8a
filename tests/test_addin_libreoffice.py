"""The LibreOffice add-in: what it is made of, and what its functions give in cells."""

from __future__ import annotations

import ast
import importlib
import re
import struct
import sys
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random
from types import ModuleType

import pytest
from click.testing import CliRunner
from lxml import etree

from extension import calculate_with, not_applicable
from libreoffice import CellKey, CellValue
from plansheets.addin.examples import rows_of
from plansheets.addin.libreoffice.build import EXAMPLES, EXTENSION, README, build_libreoffice
from plansheets.addin.libreoffice.ods import OdsFormula, OdsSheet, OdsValue, ods
from plansheets.addin.libreoffice.python import python_function
from plansheets.addin.libreoffice.shipped import excel
from plansheets.addin.method_names import method_name
from plansheets.cli import cli
from plansheets.errors import WorkbookError
from plansheets.functions.catalog import CATALOG, FUNCTIONS
from plansheets.functions.customers.segments import EIGHT, GRID, HEADERS
from plansheets.functions.function import Function, Sample, Samples
from plansheets.functions.outline import excel_name
from plansheets.functions.vectors import Vector, vectors
from plansheets.grid import serial
from surfaces import Given, NotApplicable, expected, in_python
from test_functions_proof import same

OOR = "{http://openoffice.org/2001/registry}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
FILES = [EXTENSION, EXAMPLES, README]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("libreoffice")
    build_libreoffice(made)
    return made


@pytest.fixture(scope="module")
def shipped(folder: Path) -> Iterator[ModuleType]:
    """The functions inside the extension, imported out of it."""
    path = str(folder / EXTENSION / "pythonpath")
    sys.path.insert(0, path)
    yield importlib.import_module("plansheets_cells.formulas")
    sys.path.remove(path)
    for name in [name for name in sys.modules if name.startswith("plansheets_cells")]:
        del sys.modules[name]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def handed_over(samples: Samples) -> object:
    """Samples as LibreOffice hands them to a function: blanks and ranges are rows of cells."""
    match samples:
        case tuple():
            return tuple(tuple(map(handed_over, row)) for row in rows_of(samples))
        case None:
            return ""
        case date():
            return serial(samples)
        case bool() | int():
            return float(samples)
    return samples


def shown(value: object) -> object:
    """An answer as a cell shows it: a number that is none is an error."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124
        code = struct.unpack("<Q", struct.pack("<d", value))[0] & 0xFFFF
        return {503: "#NUM!", 519: "#VALUE!", 532: "#DIV/0!", 32767: "#N/A"}[code]
    return value


def test_every_vector_holds_in_the_python_of_the_extension(shipped: ModuleType) -> None:
    asked = [one for one in vectors() if not (one.holds_errors or not_applicable(one))]
    wrong = []
    for vector in asked:
        call = shipped.CALLS[method_name(vector.function.name)]
        pairs = zip(vector.function.arguments, vector.arguments, strict=False)
        given = [
            0.0 if one is None and at.takes == "boolean" else handed_over(one) for at, one in pairs
        ]
        found = tuple(tuple(map(shown, row)) for row in call(*given))
        wanted = numbers_of(vector.result)
        if not same(found, wanted):  # type: ignore[arg-type]
            wrong.append(f"{vector}: expected {wanted}, found {found}")
    assert wrong == []
    assert len(asked) > 20 * len(FUNCTIONS)


NUMBERS = (-1, 0, 0.05, 0.5, 1, 2, 3, 7, 20, 100, 45412, 45420, 0.3, -2.675)
ODD = (*NUMBERS, "", "x", 1e-9, 1e15)
WORDS = ("a", "b", "x", 3)


def awkward(function: Function, chance: Random) -> tuple[Samples, ...]:
    """Arguments that somebody might give, and some that nobody should."""
    numbers = ODD if chance.random() < 0.4 else NUMBERS
    given: list[Samples] = []
    for argument in function.arguments:
        if argument.default is not None and chance.random() < 0.3:
            break
        pool: Sequence[Sample] = numbers if argument.counted else WORDS
        if argument.takes == "boolean":
            pool = (True, False, 1, 0)
        if argument.takes == "option":
            pool = (*argument.options, "other") if numbers is ODD else argument.options
        if argument.table:
            given.append(tuple(tuple(chance.choice(pool) for _ in range(5)) for _ in range(5)))
        elif argument.many:
            given.append(tuple(chance.choice(pool) for _ in range(8)))
        else:
            given.append(chance.choice(pool))
    return tuple(given)


def test_kernels_and_plain_python_agree_on_awkward_arguments(shipped: ModuleType) -> None:
    chance = Random(2024)
    asked = [Vector(one, awkward(one, chance), "", "") for one in FUNCTIONS for _ in range(30)]
    wrong = []
    for vector, wanted in zip(asked, in_python(asked), strict=True):
        call = shipped.CALLS[method_name(vector.function.name)]
        found = tuple(tuple(map(shown, row)) for row in call(*map(handed_over, vector.arguments)))
        if not same(found, numbers_of(wanted)):  # type: ignore[arg-type]
            wrong.append(f"{vector}: kernel {wanted}, plain Python {found}")
    assert wrong == []


def numbers_of(samples: Given) -> tuple[tuple[object, ...], ...]:
    """Rows of results with truth values as LibreOffice has them."""
    assert not isinstance(samples, NotApplicable)
    return tuple(
        tuple(float(one) if isinstance(one, bool) else expected(one) for one in row)
        for row in rows_of(samples)
    )


RANGES: dict[tuple[int, int], OdsValue | OdsFormula] = {
    (0, 0): 85e3, (0, 1): 1e5,
    (1, 0): 2.2, (1, 1): 0,
    (2, 1): 3,
    (3, 0): OdsFormula("of:=1/0"),
}  # fmt: skip
"""Cells to call functions with: A3 is blank, A4 an error."""

SPECIAL = {
    "ROI(500;100)": 5,
    'ROI(500;100;"NET")': 4,
    'ROI(500;100;"brutto")': "#VALUE!",
    "ROI(500)": "#N/A",
    "ROI(;100)": "#N/A",
    "DEVIATION([.A3];5)": -5,
    "DEVIATION([.A3:.A3];5)": "#N/A",
    "DEVIATION([.A4];5)": "#DIV/0!",
    "WEIGHTEDAVERAGE([.A1:.A4];[.B1:.B4])": "Err:504",
    "WEIGHTEDAVERAGE([.A1:.A3];[.B1:.B2])": "#VALUE!",
    "SHARE([.A1:.A3];[.B1:.B2])": "#VALUE!",
    "SCOREMANUAL(2.675)": 2.68,
    "SPLITPART(1E308;10;0)": "#NUM!",
    'ATLEAST(2;"1")': "#VALUE!",
}
"""What a cell shows for calls that are no examples: errors, ranges, and what LibreOffice does."""

MATRICES = {
    "DEVIATIONRATE([.A1:.A3];[.B1:.B3])": [[-0.15], ["#DIV/0!"], ["#N/A"]],
    "SHARE([.A1:.A2];[.A1:.B1])": [[1, 0.85], [2.2 / 85e3, 2.2e-5]],
}


@pytest.fixture(scope="module")
def found(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[CellKey, CellValue]:
    """Everything that is asked of LibreOffice, in one start of it."""
    special = dict(RANGES)
    for row, text in enumerate(SPECIAL):
        special[row, 3] = OdsFormula(f"of:=PLANSHEETS.FUNCTIONS.{text}")
    for row, (text, rows) in enumerate(MATRICES.items()):
        size = len(rows), len(rows[0])
        special[row * 4, 5] = OdsFormula(f"of:=PLANSHEETS.FUNCTIONS.{text}", None, *size)
    book = tmp_path_factory.mktemp("called") / "called.ods"
    book.write_bytes(ods([OdsSheet("Special", special)]))
    return calculate_with(folder / EXTENSION, book)


@pytest.mark.libreoffice
@pytest.mark.parametrize("text", SPECIAL)
def test_a_cell_of_libreoffice_shows_the_error_that_is_meant(
    text: str, found: dict[CellKey, CellValue]
) -> None:
    value = found.get(("Special", list(SPECIAL).index(text), 3))
    assert value == pytest.approx(SPECIAL[text])


@pytest.mark.libreoffice
@pytest.mark.parametrize("text", MATRICES)
def test_ranges_give_ranges_in_libreoffice(text: str, found: dict[CellKey, CellValue]) -> None:
    first = 4 * list(MATRICES).index(text)
    for down, line in enumerate(MATRICES[text]):
        for across, value in enumerate(line):
            assert found.get(("Special", first + down, 5 + across)) == pytest.approx(value)


def test_the_same_add_in_has_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build_libreoffice(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in FILES] == [
        (folder / name).read_bytes() for name in FILES
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)


def test_nothing_is_written_when_something_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong_one = replace(CATALOG["share"], value="VLOOKUP(part, whole, 1)")
    monkeypatch.setattr("plansheets.addin.libreoffice.build.FUNCTIONS", (wrong_one,))
    with pytest.raises(ValueError, match="no Python is known for Call"):
        build_libreoffice(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / EXTENSION).write_text("before", encoding="utf-8")

    def refused(self: Path, target: Path) -> None:
        raise PermissionError(13, "in use")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(WorkbookError, match="in use"):
        build_libreoffice(tmp_path, force=True)
    assert [path.name for path in tmp_path.iterdir()] == [EXTENSION]
    assert (tmp_path / EXTENSION).read_text(encoding="utf-8") == "before"


def test_its_python_is_what_libreoffice_7_2_brings_along(folder: Path) -> None:
    sources = {
        name: content.decode()
        for name, content in parts(folder / EXTENSION).items()
        if name.endswith(".py")
    }
    assert "pythonpath/plansheets_cells/formulas.py" in sources
    for name, source in sources.items():
        tree = ast.parse(source, name, feature_version=(3, 8))
        imported = {name.partition(".")[0] for node in ast.walk(tree) for name in imports(node)}
        ours = {"plansheets_cells", "unohelper", "com", "org"}
        assert imported - set(sys.stdlib_module_names) - ours == set()


def imports(node: ast.AST) -> list[str]:
    match node:
        case ast.ImportFrom(module=str(module), level=0):
            return [module]
        case ast.Import(names=names):
            return [one.name for one in names]
    return []


def test_its_python_can_be_read(folder: Path) -> None:
    source = parts(folder / EXTENSION)["pythonpath/plansheets_cells/formulas.py"].decode()
    assert [line for line in source.splitlines() if len(line) > 100 or line != line.rstrip()] == []


ATTAINMENT = '''\
def attainment(actual, target, lower=False, inverse=False):
    """达成率 · Attainment

    =IF(target=0, IF(IF(lower, actual<=0, actual>=0), 1, 0), IF(AND(lower, inverse), target/actual,
    1+IF(lower, target-actual, actual-target)/ABS(target)))
    """
    numbers_or_blanks(actual, target)
    lower = truth(lower)
    inverse = truth(inverse)
    needed(actual, target)
    if lower and inverse and target != 0 and actual <= 0:
        raise CellError("#DIV/0!")
    if target == 0:
        if actual <= 0 if lower else actual >= 0:
            return 1
        return 0
    if lower and inverse:
        return target / actual
    return 1 + (target - actual if lower else actual - target) / abs(target)
'''


def test_a_chain_of_if_becomes_statements() -> None:
    assert python_function(CATALOG["attainment"]) == ATTAINMENT


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("a-(b-c)", "a - (b - c)"),
        ("(a-b)-c", "a - b - c"),
        ("(a<b)=(c<d)", "(a < b) == (c < d)"),
        ("-(a+b)*5%", "-(a + b) * 0.05"),
        ("IF(IF(a, b, c), 1, 2)+1", "(1 if (b if a else c) else 2) + 1"),
        ("OR(AND(a, b), NOT(c))", "a and b or not c"),
        ("AND(OR(a, b), c)", "(a or b) and c"),
        ('COUNTIFS(a, ">="&b, a, "<9")', 'count_if(a, (">=", b), ("<", 9))'),
    ],
)
def test_expressions_keep_their_order(formula: str, expected: str) -> None:
    made = python_function(replace(CATALOG["deviation"], value=formula))
    assert made.splitlines()[-1].strip() == f"return {expected}"


def test_its_names_are_those_of_the_kernels(folder: Path) -> None:
    names: dict[str, object] = {}
    exec(parts(folder / EXTENSION)["pythonpath/plansheets_cells/names.py"], names)
    assert names["HEADERS"] == HEADERS
    assert names["EIGHT"] == EIGHT
    assert names["GRID"] == GRID


def test_names_of_its_python_do_not_hide_each_other() -> None:
    arguments = {argument.name for function in FUNCTIONS for argument in function.arguments}
    offered = {name for name in vars(excel) if not name.startswith("_")}
    assert offered & (set(CATALOG) | arguments) == set()


def wizard(folder: Path) -> list[etree._Element]:
    root = etree.fromstring(parts(folder / EXTENSION)["functions.xcu"])
    return root.findall(f".//node[@{OOR}name='AddInFunctions']/node")


def test_the_function_wizard_explains_everything_in_both_languages(folder: Path) -> None:
    said = {
        (node.get(f"{OOR}name"), prop.get(f"{OOR}name"), value.get(LANGUAGE)): value.text
        for node in wizard(folder)
        for prop in node.iterfind("prop")
        for value in prop.iterfind("value")
    }
    for function in FUNCTIONS:
        method = method_name(function.name)
        for language in ("en", "zh-CN"):
            assert said[method, "DisplayName", language] == excel_name(function)
            assert function.words(language) in (said[method, "Description", language] or "")


def test_methods_and_their_help_have_the_same_arguments(folder: Path) -> None:
    """LibreOffice finds the help to an argument by its name in the interface."""
    explained = {
        node.get(f"{OOR}name"): [one.get(f"{OOR}name") for one in node.iterfind("node/node")]
        for node in wizard(folder)
    }
    idl = parts(folder / EXTENSION)["functions.idl"].decode()
    declared = {
        found[1]: re.findall(r"any (\w+)", found[2])
        for found in re.finditer(r"> (\w+)\((.*)\);", idl)
    }
    assert explained == declared
    assert len(declared) == len(FUNCTIONS)


def test_the_command_prints_the_files(tmp_path: Path) -> None:
    built = CliRunner().invoke(cli, ["addin", "build", "libreoffice", "-o", str(tmp_path)])
    assert built.exit_code == 0
    assert built.stdout.split() == [str(tmp_path / name) for name in FILES]


def test_the_command_takes_no_interpreter_for_libreoffice(tmp_path: Path) -> None:
    words = ["addin", "build", "libreoffice", "-o", str(tmp_path), "--python", "python3"]
    built = CliRunner().invoke(cli, words)
    assert built.exit_code == 2
    assert "--python is for xlwings" in built.stderr
