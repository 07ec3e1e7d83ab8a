"""Every way to call a function of the catalogue, over many calls at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import accumulate
from pathlib import Path

import ironcalc
import xlsxwriter

from libreoffice import recalculate
from plansheets.addin.examples import rows_of
from plansheets.calc.engine import Book, Engine, EngineValue
from plansheets.calc.formulon import Formulon
from plansheets.calc.shapes import proven, shapes
from plansheets.formula.ast import Boolean, Call, Cell, CellRange, Node, Number, Text
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import substitute
from plansheets.formula.spell import ENGINE, FILE, spell
from plansheets.functions.cells import in_order, numbers
from plansheets.functions.function import Argument, Sample, Samples
from plansheets.functions.kernels import KERNELS
from plansheets.functions.outline import excel_name
from plansheets.functions.vectors import ERRORS, UNSTATED, Vector
from plansheets.grid import serial
from plansheets.plan.model import ErrorValue
from plansheets.plan.write_out.expand import expand, written_out
from plansheets.plan.write_out.lambdas import lambda_names
from windows_excel import MISSING, excel
from wine import LEFT_OUT, ask

RESULT = 40
"""The column of the first result, right of all arguments."""

TODAY = date(2024, 6, 30)

_ERROR_CODES = {"#DIV/0!": -2146826281, "#VALUE!": -2146826273, "#NUM!": -2146826252}
_ERROR_CODES |= {"#N/A": -2146826246}
_MADE = {"#DIV/0!": "=1/0", "#VALUE!": '=1+"x"', "#NUM!": "=SQRT(-1)", "#N/A": "=NA()"}
"""Formulas that are each error, for files: no cell of a file is an error without one."""


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """Why a call cannot be made on a surface."""

    why: str


NO_ERROR = NotApplicable("no value of Python is a cell's error")
REFUSED = NotApplicable("a blueprint with a wrong option is refused: PS251")
TRUE_IS_ONE = NotApplicable("LibreOffice holds TRUE in a cell as the number 1")
UNSURE = NotApplicable("programs differ there, and a typed column refuses it")
EARLY_DAY = NotApplicable("formualizer knows no weekday before 1900-03-01")
ONE_CELL = NotApplicable("IronCalc hands a range of one cell on as a value")
OVERFLOW = NotApplicable("IronCalc takes a quotient too great for one by zero")
NO_ORDER = NotApplicable("IronCalc compares no range with itself turned round")
UNPROVEN = NotApplicable("the build gives this engine no formula of that shape")

Given = Samples | NotApplicable


# -- arguments in cells ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placed:
    """A vector with its arguments in cells, from a row of its own."""

    vector: Vector
    row: int

    def cells(self) -> Iterator[tuple[int, int, Sample]]:
        """Row, column and value of each cell that holds something."""
        for column, samples in self._columns():
            for down, line in enumerate(rows_of(samples)):
                for across, one in enumerate(line):
                    if one is not None:
                        yield self.row + down, column + across, one

    def call(self) -> Call:
        """The call of the function, its arguments in cells."""
        pairs = zip(self.vector.function.arguments, self._columns(), strict=False)
        nodes = [self._reference(argument, *place) for argument, place in pairs]
        return Call(self.vector.function.name, tuple(nodes))

    def written(self) -> Call:
        """The same call with numbers and truths written out, so that they can be folded."""
        pairs = zip(self.call().arguments, self.vector.arguments, strict=True)
        return Call(self.vector.function.name, tuple(_literal(*pair) for pair in pairs))

    def function_form(self) -> Node:
        """The formula of the function form over those cells."""
        function = self.vector.function
        names = (argument.name for argument in function.arguments)
        given = dict(zip(names, self.call().arguments, strict=False))
        defaults = {each.name: parse(each.default) for each in function.arguments if each.default}
        return substitute(written_out(function, "function"), defaults | given)

    def _columns(self) -> Iterator[tuple[int, Samples]]:
        arguments = self.vector.arguments
        widths = [len(rows_of(samples)[0]) for samples in arguments]
        return zip(accumulate(widths, initial=0), arguments, strict=False)

    def _reference(self, argument: Argument, column: int, samples: Samples) -> Node:
        if argument.takes == "option" and isinstance(samples, str) and samples not in ERRORS:
            return Text(samples)
        rows = rows_of(samples)
        first = Cell(self.row, column)
        if not argument.many:
            return first
        return CellRange(first, Cell(self.row + len(rows) - 1, column + len(rows[0]) - 1))


def _literal(node: Node, samples: Samples) -> Node:
    match samples:
        case bool():
            return Boolean(samples)
        case int() | float() if samples >= 0:
            return Number(samples)
    return node


def placed(vectors: Sequence[Vector]) -> list[Placed]:
    """Each vector below the one before."""
    heights = [max(map(len, map(rows_of, vector.arguments))) for vector in vectors]
    starts = accumulate(heights, initial=0)
    return [Placed(vector, row) for vector, row in zip(vectors, starts, strict=False)]


def right_option(vector: Vector) -> bool:
    """Whether every option is one of its words: a blueprint with another is refused."""
    pairs = zip(vector.function.arguments, vector.arguments, strict=False)
    return all(one in argument.options for argument, one in pairs if argument.takes == "option")


def _number(sample: Sample) -> EngineValue:
    return serial(sample) if isinstance(sample, date) else sample


# -- surfaces --------------------------------------------------------------------------------------


def in_python(vectors: Sequence[Vector]) -> Iterator[Given]:
    """The kernels; what they refuse is ``#VALUE!``."""
    for vector in vectors:
        if vector.holds_errors:
            yield NO_ERROR
            continue
        try:
            shown = KERNELS[vector.function.name].judge(*vector.arguments).in_cells().tolist()
        except ValueError:
            shown = "#VALUE!"
        yield _tupled(shown)


def as_udfs(vectors: Sequence[Vector]) -> Iterator[Given]:
    """Xlwings' own call path."""
    with excel() as cells:
        for vector in vectors:
            pairs = zip(vector.function.arguments, vector.arguments, strict=False)
            given = [_as_com(one, many=argument.many) for argument, one in pairs]
            left_out = [MISSING] * (len(vector.function.arguments) - len(given))
            yield udf_shown(vector, cells.call(excel_name(vector.function), *given, *left_out))


def in_windows(vectors: Sequence[Vector]) -> Iterator[Given]:
    """Xlwings' DLL, COM server and converters with a Windows Python, asked as our VBA asks."""
    calls = []
    for vector in vectors:
        given = [as_json(one) for one in vector.arguments]
        left_out = [LEFT_OUT] * (len(vector.function.arguments) - len(given))
        calls.append((excel_name(vector.function), [*given, *left_out]))
    for vector, answer in zip(vectors, ask(calls), strict=True):
        (found,) = answer.values()
        yield udf_shown(vector, found)


def as_json(samples: Samples) -> object:
    """A sample as ``Range.Value2`` has it: days are numbers, a range of one cell is a value."""
    rows = [[_one_as_json(one) for one in row] for row in rows_of(samples)]
    return rows if len(rows) > 1 or len(rows[0]) > 1 else rows[0][0]


def _one_as_json(sample: Sample) -> object:
    return {"error": sample} if sample in ERRORS else _number(sample)


def udf_shown(vector: Vector, answered: object) -> Samples:
    """What a cell makes of an answer of ``CallUDF``."""
    shown = _rows(answered)
    # a range of one cell is a single value to COM, and its column one too
    alone = vector.function.shape == "column" and not isinstance(shown, tuple)
    return (shown,) if alone and shown not in ERRORS else shown  # type: ignore[return-value]


def _as_com(samples: Samples, *, many: bool) -> object:
    """A sample as COM hands it over: numbers are floats, days have a time, ranges are tuples."""
    if many:
        rows = rows_of(samples)
        if len(rows) > 1 or len(rows[0]) > 1:
            return tuple(tuple(_as_com(one, many=False) for one in row) for row in rows)
        return _as_com(rows[0][0], many=False)
    match samples:
        case str() if samples in ERRORS:
            return _ERROR_CODES[samples]
        case int() | float() if not isinstance(samples, bool):
            return float(samples)
        case date():
            return datetime(samples.year, samples.month, samples.day, tzinfo=UTC)
    return samples


def _rows(answered: object) -> Samples:
    """What VBA makes of an answer: ``CallUDF`` hands one row over as an array of one dimension."""
    one_row = isinstance(answered, list) and not isinstance(answered[0], list)
    return _tupled([answered] if one_row else answered)


def _tupled(shown: object) -> Samples:
    """A column as a tuple, a table as a tuple of rows."""
    if not isinstance(shown, list):
        return shown  # type: ignore[return-value]
    rows = [tuple(row) if isinstance(row, list) else (row,) for row in shown]
    return tuple(row[0] for row in rows) if len(rows[0]) == 1 else tuple(rows)


def in_cells_of(engine: Engine, vectors: Sequence[Vector]) -> Iterator[Given]:
    """The cell form in an engine, as far as it is proven on its shapes."""
    book = engine.open(["S"], TODAY)
    places = placed(vectors)
    nodes = [expand(place.call()) for place in places]
    known = [_knows(engine, node) for node in nodes]
    for place, node, there in zip(places, nodes, known, strict=True):
        if there:
            book.put_formulas("S", place.row, RESULT, [[engine.spell(node)]])
    for place in places:
        _put_cells(book, place)
    book.calculate()
    for place, there in zip(places, known, strict=True):
        shown = _shown(book.read("S", place.row, RESULT, 1, 1)[0][0])
        if not there:
            yield UNPROVEN
        elif engine.name == "formualizer" and _has_early_day(place.vector):
            yield EARLY_DAY
        else:
            yield _if_stated(place.vector, shown)


def _has_early_day(vector: Vector) -> bool:
    """Whether a day lies before 1900-03-01, after a day that Excel counts and no calendar has."""
    pairs = zip(vector.function.arguments, vector.arguments, strict=False)
    days = (one for argument, one in pairs if argument.takes == "date" and not argument.many)
    return any(isinstance(one, int | float) and 0 < one < 61 for one in days)


def _put_cells(book: Book, place: Placed) -> None:
    for row, column, value in place.cells():
        book.put_values("S", row, column, [[_in_engine(value)]])


def _if_stated(vector: Vector, cell: Given) -> Given:
    """What a cell shows, where a blueprint may have the call and programs agree on it."""
    if not right_option(vector):
        return REFUSED
    return UNSURE if vector.cell == UNSTATED else cell


@cache
def _proven() -> dict[str, tuple[str, ...]]:
    return dict(proven())


def _knows(engine: Engine, node: Node) -> bool:
    return all(engine.name in _proven().get(shape, ()) for shape in shapes(node))


def _in_engine(sample: Sample) -> EngineValue:
    return ErrorValue(sample) if sample in ERRORS else _number(sample)  # type: ignore[arg-type]


def _shown(found: EngineValue) -> Samples:
    return found.code if isinstance(found, ErrorValue) else found


def in_libreoffice(vectors: Sequence[Vector], path: Path) -> tuple[list[Given], ...]:
    """The cell form, the same with its arguments written out, and the function form; one start."""
    places = placed(vectors)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for place in places:
            _write_cells(sheet, place)
            nodes = expand(place.call()), expand(place.written()), place.function_form()
            for column, node in enumerate(nodes, RESULT):
                sheet.write_formula(place.row, column, f"={spell(node, FILE)}", None, "")
    found = recalculate([path])[path]
    cell, written, function = (
        [found.get(("S", place.row, RESULT + across)) for place in places] for across in range(3)
    )
    everything = zip(vectors, cell, written, function, strict=True)
    told = [_if_told_apart(vector, *found) for vector, *found in everything]
    return [one[0] for one in told], [one[1] for one in told], [one[2] for one in told]


def _if_told_apart(
    vector: Vector, cell: Given, written: Given, function: Given
) -> tuple[Given, Given, Given]:
    """What LibreOffice found, where it can tell a truth value from a number."""
    pairs = zip(vector.function.arguments, vector.arguments, strict=False)
    if any(argument.counted and _holds_truth(samples) for argument, samples in pairs):
        return TRUE_IS_ONE, TRUE_IS_ONE, TRUE_IS_ONE
    return _if_stated(vector, cell), _if_stated(vector, written), function


def _holds_truth(samples: Samples) -> bool:
    return any(isinstance(one, bool) for row in rows_of(samples) for one in row)


def _write_cells(sheet: xlsxwriter.worksheet.Worksheet, place: Placed) -> None:
    for row, column, value in place.cells():
        if value in ERRORS:
            sheet.write_formula(row, column, _MADE[str(value)])
        elif value == "":
            # a cell that holds an empty text is one that a formula left so
            sheet.write_formula(row, column, '=""', None, "")
        elif isinstance(value, str):
            sheet.write_string(row, column, value)
        else:
            sheet.write(row, column, _number(value))


def as_lambdas_in_ironcalc(vectors: Sequence[Vector], path: Path) -> Iterator[Given]:
    """LAMBDA names as a file spells them."""
    places = placed(vectors)
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("S")
        for name in lambda_names("en"):
            book.define_name(name.name, f"={spell(name.target, FILE)}")
        for place in places:
            _write_cells(sheet, place)
            sheet.write_formula(place.row, RESULT, _named(place))
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    for place in places:
        shown = model.get_cell_value(0, place.row + 1, RESULT + 1)
        if _has_range_of_one_cell(place.vector):
            yield ONE_CELL
        elif _out_of_order(place.vector):
            yield NO_ORDER
        else:
            yield OVERFLOW if place.vector.result == "#NUM!" else shown


def _out_of_order(vector: Vector) -> bool:
    pairs = zip(vector.function.arguments, vector.arguments, strict=False)
    return any(
        argument.order and not in_order(numbers(list(one))[0], argument.order)
        for argument, one in pairs
    )


def _has_range_of_one_cell(vector: Vector) -> bool:
    pairs = zip(vector.function.arguments, vector.arguments, strict=False)
    return any(len(rows_of(one)) == 1 for argument, one in pairs if argument.many)


def as_lambdas_in_formulon(vectors: Sequence[Vector]) -> Iterator[Given]:
    """LAMBDA names with optional parameters in brackets."""
    book = Formulon().open(["S"], TODAY)
    places = placed(vectors)
    # names come after formulas: among names, formulon takes a hundredth of a second a formula
    for place in places:
        book.put_formulas("S", place.row, RESULT, [[_named(place)]])
    for name in lambda_names("en"):
        book._book.set_defined_name(name.name, spell(name.target, ENGINE))
    for place in places:
        _put_cells(book, place)
    book.calculate()
    for place in places:
        yield _shown(book.read("S", place.row, RESULT, 1, 1)[0][0])


def _named(place: Placed) -> str:
    given = ",".join(spell(node, FILE) for node in place.call().arguments)
    return f"={excel_name(place.vector.function)}({given})"


def expected(samples: Samples) -> Samples:
    """A result with days as cells hold them."""
    if isinstance(samples, tuple):
        return tuple(expected(one) for one in samples)  # type: ignore[arg-type,return-value]
    return _number(samples)  # type: ignore[return-value]
