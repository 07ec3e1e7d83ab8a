"""Every function on every surface: each golden vector gives the same wherever it is called."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from extension import in_extension
from google_sheets import in_google_sheets
from native_vba import in_native_vba
from office_host import in_office
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.formulon import Formulon
from plansheets.functions.catalog import FAMILIES, FUNCTIONS
from plansheets.functions.function import Function, Samples
from plansheets.functions.vectors import (
    Vector,
    in_a_cell,
    read_vector,
    vector_files,
    vectors,
    waiting,
    write_vector,
)
from surfaces import (
    Given,
    NotApplicable,
    as_lambdas_in_formulon,
    as_lambdas_in_ironcalc,
    as_udfs,
    expected,
    in_cells_of,
    in_libreoffice,
    in_python,
    in_windows,
)

PAGE = Path(__file__).parents[1] / "docs" / "function-proofs.md"
CLOSE = 1e-12
"""How far two numbers may be apart, relative to the greater or in themselves."""

LOOSE = {("LAMBDA in IronCalc", "two_proportion_p"): 1e-10}
"""IronCalc calculates the normal distribution to ten digits."""

PYTHON, UDF, WINE, VBA = "Python", "xlwings UDF", "xlwings in Windows (Wine)", "VBA wrapper"
OFFICE, WRITTEN, FUNCTION_FORM = (
    "cells in LibreOffice",
    "constants in LibreOffice",
    "function form in LibreOffice",
)
FORMULON, FORMUALIZER = "cells in formulon", "cells in formualizer"
ADDIN = "LibreOffice add-in"
NATIVE = "native VBA"
SHEETS, OFFICE_JS = "Google Sheets script", "Office.js"
LAMBDA_IRONCALC, LAMBDA_FORMULON = "LAMBDA in IronCalc", "LAMBDA in formulon"

WHOLE = (PYTHON, UDF, WINE, VBA, NATIVE, ADDIN, SHEETS, OFFICE_JS)
"""Those that have also the functions that no formula expresses."""

IN_CELLS = (OFFICE, WRITTEN, FORMULON, FORMUALIZER)
"""Where an empty text stands for what is an error elsewhere."""

APART = NotApplicable("VBA and Python meet in Excel alone: each side is tried by itself")

VECTORS = vectors()
FILES = tuple(vector_files().values())


@dataclass(frozen=True, slots=True)
class Answer:
    """What a surface gave for a vector, and what it should have given."""

    vector: Vector
    wanted: Samples
    found: Given

    def right(self, close: float) -> bool:
        return isinstance(self.found, NotApplicable) or same(self.found, self.wanted, close)


def same(found: Samples, wanted: Samples, close: float = CLOSE) -> bool:
    """Whether two results are the same to whoever reads them; an empty text is an empty cell."""
    if isinstance(found, tuple) or isinstance(wanted, tuple):
        return (
            isinstance(found, tuple)
            and isinstance(wanted, tuple)
            and len(found) == len(wanted)
            and all(same(*pair, close) for pair in zip(found, wanted, strict=True))
        )
    if found in (None, "") or wanted in (None, ""):
        return found in (None, "") and wanted in (None, "")
    if isinstance(found, int | float) and isinstance(wanted, int | float):
        alike = isinstance(found, bool) is isinstance(wanted, bool)
        return alike and math.isclose(found, wanted, rel_tol=close, abs_tol=close)
    return found == wanted


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Proof:
    return Proof(tmp_path_factory.mktemp("proof"))


class Proof:
    """The answers of each surface, asked once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.formulas = [one for one in VECTORS if one.function.why_no_formula is None]

    @cache  # noqa: B019 - one proof a module
    def answers(self, surface: str) -> list[Answer]:
        asked = VECTORS if surface in WHOLE else self.formulas
        in_cells = surface in IN_CELLS
        return [
            Answer(vector, expected(vector.cell if in_cells else vector.result), found)
            for vector, found in zip(asked, self._found(surface, asked), strict=True)
        ]

    def _found(self, surface: str, asked: Sequence[Vector]) -> list[Given]:
        match surface:
            case "Python":
                return list(in_python(asked))
            case "xlwings UDF":
                return list(as_udfs(asked))
            case "xlwings in Windows (Wine)":
                return list(in_windows(asked))
            case "VBA wrapper":
                return [APART for _ in asked]
            case "native VBA":
                return list(in_native_vba(asked))
            case "Google Sheets script":
                return list(in_google_sheets(asked))
            case "Office.js":
                return list(in_office(asked))
            case "LibreOffice add-in":
                return list(in_extension(asked, self.folder))
            case "cells in formulon":
                return list(in_cells_of(Formulon(), asked))
            case "cells in formualizer":
                return list(in_cells_of(Formualizer(), asked))
            case "LAMBDA in IronCalc":
                return list(as_lambdas_in_ironcalc(asked, self.folder / "lambdas.xlsx"))
            case "LAMBDA in formulon":
                return list(as_lambdas_in_formulon(asked))
        return self._office()[(OFFICE, WRITTEN, FUNCTION_FORM).index(surface)]

    @cache  # noqa: B019 - one proof a module
    def _office(self) -> tuple[list[Given], ...]:
        return in_libreoffice(self.formulas, self.folder / "formulas.xlsx")


SURFACES = (
    PYTHON,
    UDF,
    pytest.param(WINE, marks=pytest.mark.windows),
    VBA,
    pytest.param(NATIVE, marks=pytest.mark.libreoffice),
    pytest.param(ADDIN, marks=pytest.mark.libreoffice),
    pytest.param(SHEETS, marks=pytest.mark.node),
    pytest.param(OFFICE_JS, marks=pytest.mark.node),
    pytest.param(OFFICE, marks=pytest.mark.libreoffice),
    pytest.param(WRITTEN, marks=pytest.mark.libreoffice),
    pytest.param(FUNCTION_FORM, marks=pytest.mark.libreoffice),
    FORMULON,
    FORMUALIZER,
    LAMBDA_IRONCALC,
    LAMBDA_FORMULON,
)
NAMES = [one if isinstance(one, str) else str(one.values[0]) for one in SURFACES]


@pytest.mark.parametrize("surface", SURFACES)
def test_every_vector_gives_the_same(surface: str, proof: Proof) -> None:
    assert [
        f"{answer.vector}: expected {answer.wanted!r}, found {answer.found!r}"
        for answer in proof.answers(surface)
        if not answer.right(LOOSE.get((surface, answer.vector.function.name), CLOSE))
    ] == []


def test_every_function_has_its_vectors() -> None:
    filed = Counter(vector.function.name for path in FILES for vector in _filed(path))
    few = {one.name: filed[one.name] for one in FUNCTIONS if filed[one.name] < 20}
    assert few == {}, "at least 20 calls of each, in the vectors.tsv of its folder"


def _filed(path: Path) -> list[Vector]:
    return [read_vector(line) for line in path.read_text("utf-8").splitlines() if "\t" in line]


def test_no_call_waits_for_its_result(tmp_path: Path, *, accept: bool) -> None:
    calls = {
        path: [line for line in path.read_text("utf-8").splitlines() if "\t" not in line]
        for path in FILES
    }
    if accept and any(calls.values()):
        for path, lines in calls.items():
            text = path.read_text("utf-8")
            for call, vector in zip(lines, _agreed(lines, tmp_path), strict=True):
                text = text.replace(f"{call}\n", f"{write_vector(vector)}\n")
            path.write_text(text, "utf-8")
    elif not accept:
        assert [line for lines in calls.values() for line in lines] == []


def _agreed(calls: Sequence[str], folder: Path) -> list[Vector]:
    """Those calls with what the kernel gives: only where LibreOffice finds the same."""
    asked = [waiting(call) for call in calls]
    formulas = [vector for vector in asked if vector.function.why_no_formula is None]
    cell, _, function = in_libreoffice(formulas, folder / "waiting.xlsx")
    office = dict(zip(map(str, formulas), zip(cell, function, strict=True), strict=True))
    filled = []
    for vector, result in zip(asked, as_udfs(asked), strict=True):
        assert not isinstance(result, NotApplicable)
        shown, found = office.get(str(vector), (in_a_cell(vector.function, result), result))
        if not isinstance(found, NotApplicable):
            assert same(found, result), f"{vector}: kernel {result!r}, LibreOffice {found!r}"
        derived = in_a_cell(vector.function, result)
        if isinstance(shown, NotApplicable) or same(shown, derived):
            shown = derived
        filled.append(replace(vector, result=result, cell=shown))
    return filled


def test_a_file_of_vectors_is_written_as_it_is_read() -> None:
    for path in FILES:
        lines = [line for line in path.read_text("utf-8").splitlines() if "\t" in line]
        assert [write_vector(vector) for vector in _filed(path)] == lines


@pytest.mark.parametrize(("family", "path"), vector_files().items())
def test_vectors_stand_beside_their_definitions(family: str, path: Path) -> None:
    filed = {vector.function.name for vector in _filed(path)}
    assert filed == {function.name for function in FAMILIES[family]}


def test_no_vector_is_written_twice() -> None:
    times = Counter(map(str, VECTORS))
    assert [call for call, often in times.items() if often > 1] == []


@pytest.mark.libreoffice
@pytest.mark.node
@pytest.mark.windows
def test_the_page_of_proofs_is_current(proof: Proof, *, accept: bool) -> None:
    page = _page({name: proof.answers(name) for name in NAMES})
    if accept:
        PAGE.write_text(page, encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page, "run `pytest --accept` on this file"


HEAD = """\
# Every function on every surface

<!-- Written by tests/test_functions_proof.py: pytest --accept tests/test_functions_proof.py -->

Each row is a function, each column a way to call it, each cell how many golden vectors gave what
they should, of those that can be asked there. The vectors are in
`vectors.tsv` of each folder of [`src/plansheets/functions`](../src/plansheets/functions) and among
the examples of [functions.md](functions.md). Numbers agree to 1e-12, relative or absolute; texts,
truth values and errors exactly. CI makes this table anew and fails where a cell of it would change.
{loose}

Excel itself is not among the columns: its makers have none.

- **Python** is `plansheets.functions` with numpy.
- **xlwings UDF** is xlwings' own `XLPython.CallUDF`, what VBA calls, on any machine; pywin32 alone
  is a stub.
- **xlwings in Windows (Wine)** is the whole way from VBA's side: xlwings' DLL starts its COM server
  in a Windows Python, which gets VARIANTs as VBA makes them of `Range.Value2`, and gives back what
  VBA gets. Windows is Wine here, and Excel and its VBA are not there.
- **VBA wrapper** is asked no vector: Excel alone runs it together with Python. Cells of LibreOffice
  run every wrapper with a stand-in for Python (`tests/test_addin_wrappers.py`): arguments, ranges,
  errors, a start that fails.
- **native VBA** are the modules of `plansheets addin build vba`, called by cells of LibreOffice,
  which runs VBA. It hands errors of cells over as numbers: VBA makes those of such vectors itself.
- **LibreOffice add-in** is `plansheets.oxt`, installed into a LibreOffice without a screen, whose
  cells call it: LibreOffice's own Python answers. A single blank cell is given as a range of one.
- **Google Sheets script** is the script of `plansheets addin build sheets`, run by node with a
  stand-in for the sheet: blanks are handed over as `""`, days as dates of the sheet's time zone,
  errors as texts, a range of one cell as a value; what is thrown is the cell's error.
- **Office.js** is the add-in of `plansheets addin build office`, run by node with a stand-in for
  Excel, each vector twice: blanks handed over as null, as on the web, and as 0, as on the desktop,
  where the add-in asks whether the cells are empty. Not tried in Excel: blank arguments.
- **Cells in LibreOffice** are the plain formula of a workbook with its arguments in cells;
  **constants**, the same with numbers and conditions written into it and folded; **function form**,
  the formula inside the LAMBDA names, which tells errors apart.
- **Cells in formulon and formualizer** are the plain formula in the two engines that calculate a
  build's values.
- **LAMBDA in IronCalc and formulon** are the names of `plansheets build --lambdas`, which IronCalc
  reads from a file.

"""


def _page(answers: Mapping[str, list[Answer]]) -> str:
    loose = "".join(
        f"\nTo {limit:g} alone: `{function}` as {surface}, for its normal distribution.\n"
        for (surface, function), limit in LOOSE.items()
    )
    notes: dict[str, int] = {}
    lines = [
        f"| function | vectors | {' | '.join(answers)} |",
        f"|---|---:|{'---|' * len(answers)}",
    ]
    for function in FUNCTIONS:
        cells = [_cell(function, surface, all_of, notes) for surface, all_of in answers.items()]
        many = sum(vector.function is function for vector in VECTORS)
        lines.append(f"| `{function.name}` | {many} | {' | '.join(cells)} |")
    total = [_cell(None, surface, all_of, notes) for surface, all_of in answers.items()]
    lines.append(f"| **all {len(FUNCTIONS)}** | {len(VECTORS)} | {' | '.join(total)} |")
    told = [f"{number}. {why}" for why, number in notes.items()]
    return HEAD.format(loose=loose) + "\n".join([*lines, "", "n/a:", "", *told, ""])


def _cell(
    function: Function | None, surface: str, answers: Sequence[Answer], notes: dict[str, int]
) -> str:
    """How many were right of those asked, and the numbers of the reasons for the others."""
    own = [one for one in answers if function in (None, one.vector.function)]
    reasons = dict.fromkeys(one.found.why for one in own if isinstance(one.found, NotApplicable))
    if function is not None and not own and function.why_no_formula:
        reasons = {f"no formula: it {function.why_no_formula.en}": None}
    numbers = ", ".join(str(notes.setdefault(why, len(notes) + 1)) for why in reasons)
    asked = [one for one in own if not isinstance(one.found, NotApplicable)]
    right = sum(one.right(LOOSE.get((surface, one.vector.function.name), CLOSE)) for one in asked)
    counted = f"{right}/{len(asked)}" if asked else "n/a"
    return f"{counted} ({numbers})" if numbers and function else counted
