"""What a range is and which of its cells: INDEX, ROW, ROWS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from plansheets.calc.columnar.grid import (
    NUMBER,
    REF,
    VALUE,
    DeclinedError,
    Grid,
    Kinds,
    UnsureError,
    VariesError,
    as_one_number,
    distinct,
    every,
    grid,
    numbers,
    some,
)
from plansheets.calc.columnar.library.lift import LEFT_OUT
from plansheets.calc.columnar.reading import as_numbers, first_error, with_errors
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area, RowNumbers
from plansheets.formula.ast import Missing, Node, Number
from plansheets.grid import MAX_COLUMNS, MAX_ROWS

_MOST_PATTERNS = 2_000


def _index(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    source = evaluate(arguments[0], scene, forced=forced)
    if len(arguments) > 3:
        raise DeclinedError("INDEX of several areas")
    asked = [_asked(argument, scene, evaluate) for argument in arguments[1:]]
    cell = _one_cell(source, asked)
    if cell is not None:
        return cell
    given = [_place(*one, scene) for one in zip(arguments[1:], asked, strict=True)]
    wrong = first_error(*(error for _, error in given))
    places = [place for place, _ in given]
    height, width = _size(source)
    if len(places) == 1:
        places = [np.array([1]), places[0]] if height == 1 else [places[0], np.array([1])]
        if height > 1 and width > 1:
            raise UnsureError(
                "INDEX 在多行多列的区域里只给了一个位置", "INDEX of a block by one place"
            )
    row, column = (places + [np.array([1])] * 2)[:2]
    bad = (row < 0) | (row > height) | (column < 0) | (column > width)
    if wrong is not None:
        bad = bad | (wrong.reshape(-1) > 0)
    if not some(bad):
        return _picked(source, row, column, scene)
    rows = np.broadcast_to(bad, (len(scene.rows),))
    negative = np.broadcast_to((row < 0) | (column < 0), bad.shape)
    code = np.where(negative, VALUE + 1, REF + 1)
    refused = np.where(bad, code, 0).astype(np.uint8).reshape(-1, 1, 1)
    problem = first_error(wrong, refused)
    assert problem is not None
    row, column = (np.where(bad, 1, one) for one in np.broadcast_arrays(row, column))
    if every(rows) and len(bad) == 1:
        return with_errors(LEFT_OUT, problem)
    found = scene.read(_picked(source, row, column, scene))
    return with_errors(
        found, np.broadcast_to(problem, np.broadcast_shapes(problem.shape, found.shape))
    )


def _asked(argument: Node, scene: Scene, evaluate: Evaluate) -> Grid:
    if isinstance(argument, Missing):
        return LEFT_OUT
    found = scene.read(evaluate(argument, scene, forced=False))
    if not found.single:
        raise DeclinedError("INDEX by an array")
    return found


def _one_cell(source: Yielded, asked: Sequence[Grid]) -> Area | None:
    """The cell that all rows ask for in a range that is theirs all, as most do; None for others."""
    if not (isinstance(source, Area) and source.same):
        return None
    places = [as_one_number(one) for one in asked]
    height, width = int(source.last[0] - source.first[0]) + 1, source.width
    if len(places) == 1 and 1 in (height, width):
        places = [1, *places] if height == 1 else [*places, 1]
    match places:
        case [float() | int() as row, float() | int() as column] if (
            1 <= row < height + 1 and 1 <= column < width + 1
        ):
            place, left = source.first + (int(row) - 1), source.left + int(column) - 1
            return Area(source.sheet, place, place, left, left)
        case _:
            return None


def _place(argument: Node, found: Grid, scene: Scene) -> tuple[RowNumbers, Kinds | None]:
    """A row or column number for each row of the formula's column; 0 means all of them."""
    if isinstance(argument, Missing):
        return np.array([0]), None
    number, wrong = as_numbers(found, scene.pool)
    place = np.trunc(number).astype(np.int64).reshape(-1)
    nothing = (place == 0) & (True if wrong is None else wrong.reshape(-1) == 0)
    if not isinstance(argument, Number) and every(nothing):
        raise UnsureError(
            "算出的位置是 0，是不是指整列",
            "whether a place that is computed to be 0 means the whole column",
        )
    return place, wrong


def _size(source: Yielded) -> tuple[int, int]:
    if isinstance(source, Area):
        if not source.even:
            raise VariesError("INDEX of ranges of different heights")
        return int(source.heights[0]), source.width
    return source.shape[1], source.shape[2]


def _picked(source: Yielded, row: RowNumbers, column: RowNumbers, scene: Scene) -> Yielded:
    """The cell, row or column of *source*; as cells where it is cells."""
    if isinstance(source, Grid):
        if len(source.number) > 1 or some(row == 0) or some(column == 0):
            raise VariesError("INDEX of an array, row by row or whole lines")
        at = (0, row - 1, column - 1)
        return Grid(source.kind[at].reshape(-1, 1, 1), source.number[at].reshape(-1, 1, 1))
    whole_rows, whole_columns = row == 0, column == 0
    if some(whole_rows) != every(whole_rows) or some(whole_columns) != every(whole_columns):
        raise VariesError("INDEX of whole lines in some rows alone")
    first = source.first if every(whole_rows) else source.first + row - 1
    last = source.last if every(whole_rows) else first
    if every(whole_columns):
        return Area(source.sheet, first, last, source.left, source.right)
    columns = source.left + column - 1
    different = columns if len(columns) == 1 else distinct(columns)
    if len(different) == 1:
        return Area(source.sheet, first, last, int(different[0]), int(different[0]))
    if every(whole_rows):
        raise VariesError("INDEX of different columns in different rows")
    first = np.broadcast_to(first, (max(len(first), len(columns)),))
    kinds = np.zeros((len(first), 1, 1), dtype=np.uint8)
    found = np.zeros((len(first), 1, 1))
    for one in different.tolist():
        these = np.broadcast_to(columns == one, first.shape)
        part = scene.sheets.read(Area(source.sheet, first[these], first[these], one, one))
        kinds[these], found[these] = part.kind, part.number
    return Grid(kinds, found)


def _row_of(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    if not arguments:
        return numbers((scene.rows + 1).astype(np.float64).reshape(-1, 1, 1))
    place = _cells(arguments[0], scene, evaluate)
    first = (place.first + 1).astype(np.float64).reshape(-1, 1, 1)
    if not place.even:
        raise VariesError("ROW of ranges of different heights")
    height = int(place.heights[0])
    if height > 1 and not forced:
        raise DeclinedError("ROW of a range where one value is wanted")
    return numbers(first + np.arange(height, dtype=np.float64).reshape(1, -1, 1))


def _column_of(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    if not arguments:
        return grid(NUMBER, float(scene.column + 1))
    place = _cells(arguments[0], scene, evaluate)
    if place.width > 1 and not forced:
        raise DeclinedError("COLUMN of a range where one value is wanted")
    columns = np.arange(place.left + 1, place.right + 2, dtype=np.float64)
    return numbers(columns.reshape(1, 1, -1))


def _cells(argument: Node, scene: Scene, evaluate: Evaluate) -> Area:
    place = evaluate(argument, scene, forced=False)
    if not isinstance(place, Area):
        raise DeclinedError("the place of what is no cell")
    return place


def _array(found: Grid) -> Grid:
    """*found*, which is no cells; whether one value is an array of one item, programs disagree."""
    if found.single:
        raise UnsureError("单个值算几行几列", "how many rows and columns one value has")
    return found


def _rows_of(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    place = evaluate(arguments[0], scene, forced=forced)
    if isinstance(place, Area):
        return numbers(place.heights.astype(np.float64).reshape(-1, 1, 1))
    return grid(NUMBER, float(_array(place).shape[1]))


def _columns_of(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    place = evaluate(arguments[0], scene, forced=forced)
    width = place.width if isinstance(place, Area) else _array(place).shape[2]
    return grid(NUMBER, float(width))


def _sequence(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, _forced: bool
) -> Yielded:
    """Another engine counts; of sizes that no sheet has each program makes an error of its own."""
    for argument, most in zip(arguments, (MAX_ROWS, MAX_COLUMNS), strict=False):
        if not isinstance(argument, Missing):
            size, _ = as_numbers(scene.read(evaluate(argument, scene, forced=True)), scene.pool)
            if some((size < 1) | (size >= most + 1)):
                raise UnsureError(
                    "SEQUENCE 的行数或列数表里放不下", "SEQUENCE of a size that no sheet has"
                )
    raise DeclinedError("SEQUENCE, which another engine counts")


FUNCTIONS: Mapping[str, Computes] = {
    "COLUMN": _column_of,
    "COLUMNS": _columns_of,
    "INDEX": _index,
    "ROW": _row_of,
    "ROWS": _rows_of,
    "SEQUENCE": _sequence,
}
