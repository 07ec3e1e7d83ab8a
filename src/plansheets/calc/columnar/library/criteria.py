"""What holds of cells: a criterion as a text or a value, and many of them at once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    ERROR,
    NUMBER,
    TEXT,
    DeclinedError,
    Grid,
    Kinds,
    Mask,
    Reals,
    UnsureError,
    VariesError,
    added_up,
    different,
    distinct,
    go_together,
    some,
)
from plansheets.calc.columnar.pool import Pool
from plansheets.calc.columnar.reading import number_in
from plansheets.calc.columnar.scene import Scene
from plansheets.calc.columnar.sheets import Area, RowNumbers
from plansheets.calc.columnar.wildcards import has_wildcards, searched
from plansheets.records import dataclass

_CRITERION = re.compile(r"(<>|<=|>=|=|<|>)?(.*)", re.DOTALL)
MOST_LOOKS = 400_000_000
"""Cells that all criteria of one formula may look at."""
_FEW = 8
"""So many different criteria are looked for one by one; more are looked up."""


@dataclass(frozen=True, slots=True)
class _Criterion:
    operator: str
    number: float | None = None
    text: int | None = None
    """The folded text that a cell must equal."""
    pattern: re.Pattern[str] | None = None
    kind: int | None = None
    """The kind of cells alone that is meant: blanks, truth values, errors."""
    empty: bool = False
    written: int | None = None
    """The text that was read as the number."""
    doubtful: str = ""
    """The text where some country reads it as a number or a day, as it does 1-2."""


@dataclass(frozen=True, slots=True)
class Searched:
    """The cells that criteria look at."""

    kind: Kinds
    number: Reals
    place: Area
    ends: RowNumbers | None = None
    """Where every row looks at a stretch from the first cell on: the place of its last, from 0."""


def _criterion(kind: int, value: float, pool: Pool) -> _Criterion:
    """What a criterion means, by the value that it is given as."""
    if kind == NUMBER:
        return _Criterion("=", number=value)
    if kind == BOOLEAN:
        return _Criterion("=", number=value, kind=BOOLEAN)
    if kind == BLANK:
        return _Criterion("=", number=0.0)
    if kind == ERROR:
        return _Criterion("=", number=value, kind=ERROR)
    found = _CRITERION.fullmatch(pool.texts[int(value)])
    assert found is not None
    operator, rest = found[1] or "", found[2]
    if not rest:
        if operator in ("", "=", "<>"):
            return _Criterion(operator or "=", empty=True, kind=None if operator else TEXT)
        raise UnsureError(
            f"条件“{operator}”后面没有值", f"the criterion '{operator}' without a value"
        )
    if rest.upper() in ("TRUE", "FALSE"):
        if operator not in ("", "="):
            raise UnsureError("给逻辑值排大小", "an order of truth values")
        return _Criterion("=", number=float(rest.upper() == "TRUE"), kind=BOOLEAN)
    try:
        number, doubtful = number_in(rest), ""
    except UnsureError:
        if operator not in ("", "=", "<>"):
            raise
        number, doubtful = None, rest
    if number is not None:
        return _Criterion(operator or "=", number=number, written=pool.id(rest))
    if rest.startswith("#"):
        raise UnsureError("条件可能指错误值", "a criterion that may mean an error")
    if operator not in ("", "=", "<>"):
        raise UnsureError("条件给文字排先后", "a criterion that puts texts in order")
    if has_wildcards(rest):
        return _Criterion(operator or "=", pattern=searched(rest))
    folded = int(pool.folded(np.array([pool.id(rest)]))[0])
    return _Criterion(operator or "=", text=folded, doubtful=doubtful)


_DAYS = (36_000, 61_000)
"""The numbers of the days that people write: from 1998 to 2067."""


def _refuse_doubt(text: str, cells: Searched, scene: Scene) -> None:
    """Raise UnsureError where *text*, read as a day, would equal a cell that it does not as a text.

    Among other texts alone it equals itself, however it is read: order numbers like 2024-001.
    """
    days = (cells.kind == NUMBER) & (cells.number >= _DAYS[0]) & (cells.number <= _DAYS[1])
    written = _parts(text)
    others = (
        scene.pool.texts[one] for one in distinct(cells.number[cells.kind == TEXT]).astype(int)
    )
    if days.any() or any(other != text and _parts(other) == written for other in others):
        raise UnsureError(
            f"文字“{text}”算不算日期，各地不同",
            f"whether the text '{text}' is a day depends on the country",
        )


def _parts(text: str) -> list[int]:
    return [int(part) for part in re.findall("[0-9]+", text)]


def _numbers_of(cells: Searched, scene: Scene) -> tuple[Reals, Mask]:
    """Every cell as the number it equals, also texts that look like one; which of them do."""
    key = ("criteria numbers", *cells.place.key)
    if (known := scene.sheets.remembered(key)) is not None:
        return known  # type: ignore[no-any-return]
    value, counts = cells.number.copy(), cells.kind == NUMBER
    texts = cells.kind == TEXT
    if some(texts):
        different, back = np.unique(value[texts].astype(np.int64), return_inverse=True)
        read = [_plain_number(scene.pool.texts[one]) for one in different.tolist()]
        found = np.array([np.nan if one is None else one for one in read])[back]
        counts = counts.copy()
        counts[texts] = ~np.isnan(found)
        value[texts] = np.where(np.isnan(found), 0, found)
    scene.sheets.remember(key, (value, counts))
    return value, counts


_ORDINARY = re.compile("-?[0-9]+(?:[.][0-9]+)?")


def _refuse_odd(criteria: Iterable[_Criterion], cells: Searched, scene: Scene) -> None:
    """Raise UnsureError where a number is also written as ``50%`` or ``1,000`` in a text.

    Such a text equals itself; whether it is found as another spelling of its number we do not know.
    """
    key = ("criteria spellings", *cells.place.key)
    spelled: dict[float, set[int]] | None = scene.sheets.remembered(key)
    if spelled is None:
        spelled = {}
        for one in distinct(cells.number[cells.kind == TEXT]).astype(np.int64).tolist():
            text = scene.pool.texts[one]
            if not _ORDINARY.fullmatch(text) and (number := _plain_number(text)) is not None:
                spelled.setdefault(number, set()).add(one)
        scene.sheets.remember(key, spelled)
    for criterion in criteria:
        if criterion.number is not None and spelled.get(criterion.number, set()) - {
            criterion.written
        }:
            raise UnsureError(
                "“50%”这样的文字算不算同一个数", "whether a text such as '50%' equals that number"
            )


def _plain_number(text: str) -> float | None:
    try:
        return number_in(text) if text else None
    except UnsureError:
        return None


def _folded_of(cells: Searched, scene: Scene) -> NDArray[np.int64]:
    """Every cell's text in its folded form; -1 where there is none."""
    key = ("criteria texts", *cells.place.key)
    if (known := scene.sheets.remembered(key)) is not None:
        return known  # type: ignore[no-any-return]
    texts = cells.kind == TEXT
    found = np.where(texts, scene.pool.folded(np.where(texts, cells.number, 0).astype(int)), -1)
    scene.sheets.remember(key, found)
    return found


_ORDERS: dict[str, Callable[[Reals, float], Mask]] = {
    "<": lambda held, wanted: held < wanted,
    "<=": lambda held, wanted: held <= wanted,
    ">": lambda held, wanted: held > wanted,
    ">=": lambda held, wanted: held >= wanted,
}
_NEAR = 4e-15


def holds(criterion: _Criterion, cells: Searched, scene: Scene) -> Mask:
    """Of which cells *criterion* holds."""
    if criterion.empty:
        blank: Mask = cells.kind == BLANK
        if criterion.kind == TEXT:
            blank |= (cells.kind == TEXT) & (cells.number == 0)
            return blank
        return blank if criterion.operator == "=" else ~blank
    same: Mask
    if criterion.number is not None:
        if criterion.kind is not None:
            same = cells.kind == criterion.kind
            same &= cells.number == criterion.number
            return same
        return _by_number(criterion, criterion.number, cells, scene)
    if criterion.pattern is not None:
        held = np.where(cells.kind == TEXT, cells.number, 0).astype(np.int64)
        different = distinct(held[cells.kind == TEXT]).tolist()
        fits = [one for one in different if criterion.pattern.fullmatch(scene.pool.texts[one])]
        same = (cells.kind == TEXT) & np.isin(held, fits)
    else:
        if criterion.doubtful:
            _refuse_doubt(criterion.doubtful, cells, scene)
        same = _folded_of(cells, scene) == criterion.text
    return same if criterion.operator == "=" else ~same


def _by_number(criterion: _Criterion, wanted: float, cells: Searched, scene: Scene) -> Mask:
    if criterion.operator in _ORDERS:
        held = cells.number
        gap = np.abs(held - wanted)
        close = (gap > 0) & (gap <= _NEAR * abs(wanted)) & (cells.kind == NUMBER)
        if some(close):
            raise UnsureError("两个数只差最后一位", "numbers that differ in the last digit alone")
        holds = _ORDERS[criterion.operator](held, wanted)
        holds &= cells.kind == NUMBER
        return holds
    _refuse_odd([criterion], cells, scene)
    value, counts = _numbers_of(cells, scene)
    gap = np.abs(value - wanted)
    close = (gap > 0) & (gap <= _NEAR * abs(wanted)) & counts
    if some(close):
        raise UnsureError("两个数只差最后一位", "numbers that differ in the last digit alone")
    same: Mask = counts & (value == wanted)
    return same if criterion.operator == "=" else ~same


# -- many criteria at once -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """Different criteria, and which of them each row of the result asks for."""

    rows: list[tuple[_Criterion, ...]]
    back: NDArray[np.int64]
    shape: tuple[int, ...]


_ONE = np.zeros(1, dtype=np.int64)


def asked_for(given: Sequence[Grid], scene: Scene) -> _Asked:
    if all(one.number.size == 1 for one in given):
        single = tuple(_criterion(one.kind.item(), one.number.item(), scene.pool) for one in given)
        return _Asked([single], _ONE, (1, 1, 1))
    go_together(*(one.number for one in given))
    spread = np.broadcast_arrays(*(one for grid in given for one in (grid.kind, grid.number)))
    shape = spread[0].shape
    columns = [one.reshape(-1) for one in spread]
    places, back = different(columns)
    known: dict[tuple[float, float], _Criterion] = {}
    rows = []
    for row in zip(*(column[places].tolist() for column in columns), strict=True):
        asked = []
        for kind, value in zip(row[::2], row[1::2], strict=True):
            if (kind, value) not in known:
                known[kind, value] = _criterion(int(kind), value, scene.pool)
            asked.append(known[kind, value])
        rows.append(tuple(asked))
    return _Asked(rows, back, shape)


Fold = Callable[[Mask], float]
"""A result of the cells of which all criteria hold; nan is for an error of them."""


def results(
    asked: _Asked, cells: Sequence[Searched], scene: Scene, weights: Sequence[Reals]
) -> list[Reals]:
    """For every criterion asked for, the sum of each of *weights* over the cells it holds of."""
    size = len(cells[0].kind)
    if len(asked.rows) > _FEW:
        found = _looked_up(asked, cells, scene, weights)
        if found is not None:
            return found
    if len(asked.rows) * size * len(cells) > MOST_LOOKS:
        raise DeclinedError("too many cells for so many criteria")
    made = [np.zeros(len(asked.rows)) for _ in weights]
    masks: dict[tuple[int, _Criterion], Mask] = {}
    for place, row in enumerate(asked.rows):
        mask = np.ones(size, dtype=bool)
        for number, (criterion, looked) in enumerate(zip(row, cells, strict=True)):
            key = number, criterion
            if key not in masks:
                if len(masks) > _FEW * 8:
                    masks.clear()
                masks[key] = holds(criterion, looked, scene)
            mask = mask & masks[key]
        for found_, weight in zip(made, weights, strict=True):
            found_[place] = added_up(weight[mask].reshape(1, -1, 1)).item()
    return made


def results_in_rows(
    asked: _Asked, cells: Sequence[Searched], scene: Scene, weights: Sequence[Reals]
) -> list[Reals]:
    """The same for every row of the formula, also where each looks at a stretch of its own."""
    ends = cells[0].ends
    if ends is None:
        found = results(asked, cells, scene, weights)
        return [one[asked.back].reshape(asked.shape) for one in found]
    if len(asked.shape) != 3 or asked.shape[1:] != (1, 1):
        raise VariesError("many criteria over what differs from row to row")
    back = np.broadcast_to(asked.back, ends.shape)
    made = [np.zeros(len(ends)) for _ in weights]
    if len(asked.rows) > _FEW and (keys := _keys(asked, cells, scene)) is not None:
        return _by_stretches(keys, back, ends, weights)
    if len(asked.rows) * len(cells[0].kind) * len(cells) > MOST_LOOKS:
        raise DeclinedError("too many cells for so many criteria")
    for place, row in enumerate(asked.rows):
        mask = np.ones(len(cells[0].kind), dtype=bool)
        for criterion, looked in zip(row, cells, strict=True):
            mask &= holds(criterion, looked, scene)
        these = back == place
        for found_, weight in zip(made, weights, strict=True):
            found_[these] = np.cumsum(np.where(mask, weight, 0))[ends[these]]
    return [one.reshape(-1, 1, 1) for one in made]


def _by_stretches(
    keys: _Keys, back: NDArray[np.int64], ends: RowNumbers, weights: Sequence[Reals]
) -> list[Reals]:
    """Running sums over the cells of each key: of them the one at which a row's stretch ends."""
    size = len(keys.of_cells)
    here = np.flatnonzero(keys.inside)
    order = here[np.argsort(keys.of_cells[here], kind="stable")]
    places = keys.of_cells[order] * size + order
    wanted = keys.wanted[back]
    begins = np.searchsorted(places, wanted * size)
    after = np.searchsorted(places, wanted * size + ends, side="right")
    some = after > begins
    starts = np.flatnonzero(np.diff(keys.of_cells[order], prepend=-1, append=-1)).tolist()
    made = []
    for weight in weights:
        sums = weight[order]
        for first, end in pairwise(starts):
            sums[first:end] = np.cumsum(sums[first:end])
        found = np.zeros(len(ends))
        found[some] = sums[after[some] - 1]
        made.append(found.reshape(-1, 1, 1))
    return made


def _looked_up(
    asked: _Asked, cells: Sequence[Searched], scene: Scene, weights: Sequence[Reals]
) -> list[Reals] | None:
    """The same where every criterion is one number or one text that a cell must equal."""
    keys = _keys(asked, cells, scene)
    if keys is None:
        return None
    order, places = np.unique(keys.of_cells[keys.inside], return_inverse=True)
    at = np.searchsorted(order, keys.wanted)
    hit = (at < len(order)) & (
        order[np.minimum(at, max(len(order) - 1, 0))] == keys.wanted if len(order) else False
    )
    made = []
    for weight in weights:
        sums = np.bincount(places, weights=weight[keys.inside], minlength=len(order))
        made.append(
            np.where(hit, sums[np.minimum(at, max(len(order) - 1, 0))] if len(order) else 0, 0)
        )
    return made


@dataclass(frozen=True, slots=True)
class _Keys:
    """Cells and criteria by a number that is the same where all criteria hold of the cell."""

    of_cells: NDArray[np.int64]
    inside: Mask
    """Which cells some criteria may hold of."""
    wanted: NDArray[np.int64]


def _keys(asked: _Asked, cells: Sequence[Searched], scene: Scene) -> _Keys | None:
    """None where a criterion is more than one number or text that a cell must equal."""
    codes = np.zeros(len(cells[0].kind), dtype=np.int64)
    wanted = np.zeros(len(asked.rows), dtype=np.int64)
    inside = np.ones(len(codes), dtype=bool)
    for number, looked in enumerate(cells):
        criteria = [row[number] for row in asked.rows]
        if not all(_is_plain(one) for one in criteria):
            return None
        keys = [
            (one.number is None, one.number if one.text is None else one.text) for one in criteria
        ]
        different = {key: place for place, key in enumerate(dict.fromkeys(keys))}
        of_numbers = sorted(value for text, value in different if not text and value is not None)
        of_texts = sorted(value for text, value in different if text and value is not None)
        code = np.full(len(codes), -1)
        if of_numbers:
            _refuse_odd(criteria, looked, scene)
            value, counts = _numbers_of(looked, scene)
            if _close(np.array(of_numbers), value[counts]):
                raise UnsureError(
                    "两个数只差最后一位", "numbers that differ in the last digit alone"
                )
            code = _code(
                code,
                value,
                counts,
                of_numbers,
                [different[False, of_number] for of_number in of_numbers],
            )
        if of_texts:
            folded = _folded_of(looked, scene).astype(np.float64)
            code = _code(
                code,
                folded,
                folded >= 0,
                of_texts,
                [different[True, of_text] for of_text in of_texts],
            )
        inside &= code >= 0
        codes = codes * len(different) + np.maximum(code, 0)
        wanted = wanted * len(different) + np.array([different[key] for key in keys])
    return _Keys(codes, inside, wanted)


def _is_plain(one: _Criterion) -> bool:
    return (
        one.operator == "="
        and one.kind is None
        and one.pattern is None
        and not one.empty
        and not one.doubtful
    )


def _code(
    code: NDArray[np.int64],
    value: Reals,
    counts: Mask,
    wanted: Sequence[float],
    places: Sequence[int],
) -> NDArray[np.int64]:
    sorted_, given = np.array(wanted, dtype=np.float64), np.array(places)
    at = np.minimum(np.searchsorted(sorted_, value), len(sorted_) - 1)
    return np.where(counts & (sorted_[at] == value), given[at], code)


def _close(wanted: Reals, held: Reals) -> bool:
    if not len(held):
        return False
    values = distinct(held)
    at = np.searchsorted(values, wanted)
    for side in (np.minimum(at, len(values) - 1), np.maximum(at - 1, 0)):
        gap = np.abs(values[side] - wanted)
        if ((gap > 0) & (gap <= _NEAR * np.abs(wanted))).any():
            return True
    return False
