"""Functions of texts, each called once for every different text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import inf
from unicodedata import category

import numpy as np

from plansheets.calc.columnar.grid import (
    BLANK,
    BOOLEAN,
    NUMBER,
    TEXT,
    VALUE,
    DeclinedError,
    Grid,
    UnsureError,
    booleans,
    grid,
    numbers,
    where,
)
from plansheets.calc.columnar.library.lift import (
    LEFT_OUT,
    each_once,
    lifted,
    operands,
    textual,
    without_truths,
)
from plansheets.calc.columnar.library.patterns import shown
from plansheets.calc.columnar.operators import joined
from plansheets.calc.columnar.reading import (
    as_numbers,
    as_texts,
    errors_in,
    first_error,
    with_errors,
)
from plansheets.calc.columnar.scene import Computes, Evaluate, Scene, Yielded
from plansheets.calc.columnar.sheets import Area
from plansheets.calc.columnar.wildcards import searched
from plansheets.formula.ast import Missing, Node
from plansheets.grid import MAX_CELL_TEXT

_MOST_PIECES = 400
"""Cells of which CONCAT and TEXTJOIN make one text here; of more another engine does."""
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


def _units(text: str) -> str:
    """*text*, whose letters are as many as Excel counts."""
    if _ASTRAL.search(text):
        raise UnsureError(
            "生僻字、表情符号算几个字符",
            "programs count letters outside the basic plane differently",
        )
    return text


def _left(text: str, count: float = 1.0) -> str | int:
    return VALUE if count < 0 else _units(text)[: int(count)]


def _right(text: str, count: float = 1.0) -> str | int:
    if count < 0:
        return VALUE
    return _units(text)[max(len(text) - int(count), 0) :]


def _mid(text: str, start: float, count: float) -> str | int:
    if start < 1 or count < 0:
        return VALUE
    return _units(text)[int(start) - 1 : int(start) - 1 + int(count)]


def _find(wanted: str, text: str, start: float = 1.0) -> float | int:
    if not 1 <= start <= len(_units(text)) + (not wanted):
        return VALUE
    found = text.find(wanted, int(start) - 1)
    return VALUE if found < 0 else float(found + 1)


def _search(wanted: str, text: str, start: float = 1.0) -> float | int:
    if not 1 <= start <= len(_units(text)) + (not wanted):
        return VALUE
    found = searched(wanted).search(text, int(start) - 1)
    return VALUE if found is None else float(found.start() + 1)


def _substitute(text: str, old: str, new: str, which: float | None = None) -> str | int:
    if which is None:
        return text.replace(old, new) if old else text
    if which < 1:
        return VALUE
    parts = text.split(old) if old else [text]
    nth = int(which)
    if nth >= len(parts):
        return text
    return old.join(parts[:nth]) + new + old.join(parts[nth:])


def _replace(text: str, start: float, count: float, new: str) -> str | int:
    if start < 1 or count < 0:
        return VALUE
    first = int(start) - 1
    return _units(text)[:first] + new + text[first + int(count) :]


def _trim(text: str) -> str:
    return " ".join(part for part in text.split(" ") if part)


def _clean(text: str) -> str:
    if any("\x7f" <= letter <= "\x9f" or category(letter) == "Cn" for letter in text):
        raise UnsureError(
            "CLEAN 是否去掉 U+007F 至 U+009F 与未定义的字符",
            "programs differ on whether CLEAN keeps U+007F to U+009F and letters not defined",
        )
    return "".join(letter for letter in text if letter >= " ")


def _repeated(text: str, count: float) -> str | int:
    if count < 0 or len(text) * int(count) > MAX_CELL_TEXT:
        return VALUE
    return text * int(count)


def _length(scene: Scene, given: Grid) -> Grid:
    found, wrong = as_texts(given, scene.pool)
    lengths = each_once(
        scene, [found.astype(np.float64)], "t", lambda text: float(len(_units(text)))
    )
    return with_errors(lengths, wrong)


def _exact(scene: Scene, one: Grid, other: Grid) -> Grid:
    first, wrong_first = as_texts(one, scene.pool)
    second, wrong_second = as_texts(other, scene.pool)
    return with_errors(booleans(first == second), first_error(wrong_first, wrong_second))


def _value(scene: Scene, given: Grid) -> Grid:
    without_truths([given])
    found, wrong = as_numbers(given, scene.pool)
    return with_errors(numbers(found), wrong)


def _number_value(text: str, decimal: str = "", group: str = "") -> float | int:
    """NUMBERVALUE by its two signs; without them it depends on the country."""
    if not decimal or not group:
        raise UnsureError(
            "没有写明小数点的 NUMBERVALUE", "NUMBERVALUE without the signs that numbers have"
        )
    point, between, bare = decimal[0], group[0], text.replace(" ", "")
    if not bare:
        return 0.0
    whole, _, places = bare.partition(point)
    if point in places or between in places:
        return VALUE
    said = whole.replace(between, "") + ("." if point in bare else "") + places
    if found := _SIGNED.fullmatch(said):
        value = float(found["number"])
        if abs(value) == inf:
            return VALUE
        if value == 0 and re.search("^[^eE]*[1-9]", said):
            raise UnsureError(f"文字“{text}”是不是 0", f"whether the text '{text}' is 0")
        return float(value / 100.0 ** len(found["percent"]))
    if re.search("[0-9%]", said):
        raise UnsureError(
            f"NUMBERVALUE 怎么读“{text}”", f"what NUMBERVALUE makes of the text '{text}'"
        )
    return VALUE


_SIGNED = re.compile(
    r"(?P<number>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?P<percent>%*)"
)


def _unicode(text: str) -> float | int:
    return float(ord(text[0])) if text else VALUE


def _character(number: float) -> str | int:
    code = int(number)
    if not 1 <= code <= 0x10FFFF or 0xD800 <= code <= 0xDFFF:
        return VALUE
    return chr(code)


def _ascii_code(text: str) -> float | int:
    """CODE, whose number for a letter beyond ASCII is that of the computer's code page."""
    if text and ord(text[0]) > 126:
        raise UnsureError("CODE 取代码页里的字", "CODE of a code page's letter")
    return _unicode(text)


def _ascii_character(number: float) -> str | int:
    if not 1 <= int(number) < 256:
        return VALUE
    if int(number) > 126:
        raise UnsureError("CHAR 取代码页里的字", "CHAR of a code page's letter")
    return chr(int(number))


_ANY_DAY = 45_000.0
"""A number that every known pattern writes: one that is not known may want a text itself."""


def _text(scene: Scene, value: Grid, pattern: Grid) -> Grid:
    """TEXT: a number by a pattern, also one that is written as a text; other texts stay."""
    written, wrong = as_texts(pattern, scene.pool)
    if value.has(BOOLEAN):
        raise UnsureError("用 TEXT 写逻辑值", "TEXT of a truth value")
    number, unread = as_numbers(value, scene.pool)
    plain = (value.kind == TEXT) & (np.zeros(1, bool) if unread is None else unread > 0)
    keys = [number, written.astype(np.float64), plain.astype(np.float64)]

    def said(value: float, pattern: str, stays: float) -> str:
        written_so = shown(_ANY_DAY if stays else value, pattern)
        return "" if stays else written_so

    try:
        made = each_once(scene, keys, "ntn", said)
    except UnsureError:
        raise
    except DeclinedError:
        if plain.any():  # which stays as it is, and other engines take it for a wrong number
            raise UnsureError(
                "用这种格式写文字", "TEXT of a text by a pattern of another kind"
            ) from None
        raise
    if plain.any():
        made = where(plain, value, made)
    return with_errors(made, first_error(errors_in(value), wrong))


def _concatenated(
    arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool
) -> Yielded:
    given = operands(arguments, scene, evaluate, forced)
    result = grid(TEXT, 0.0)
    for one in given:
        result = joined(result, one, scene.pool)
    return result


def _pieces(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate) -> Iterator[Grid]:
    """What stands in *arguments*, cell by cell, for every row."""
    for argument in arguments:
        if isinstance(argument, Missing):
            yield LEFT_OUT
            continue
        operand = evaluate(argument, scene, forced=True)
        if isinstance(operand, Area) and not operand.even:
            raise DeclinedError("texts of ranges that grow from row to row")
        found = scene.read(operand)
        _, height, width = found.shape
        if height * width > _MOST_PIECES:
            raise DeclinedError(f"a text of more than {_MOST_PIECES:,} cells")
        for row, column in itertools.product(range(height), range(width)):
            here = slice(None), slice(row, row + 1), slice(column, column + 1)
            yield Grid(found.kind[here], found.number[here])


def _run_together(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, _: bool) -> Yielded:
    """CONCAT: of ranges, too, and a blank is nothing however it came."""
    result = grid(TEXT, 0.0)
    for piece in _pieces(arguments, scene, evaluate):
        result = joined(result, piece, scene.pool)
    return result


def _strung(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    """TEXTJOIN: what stands between texts is written once one stands before it."""
    between, skips = operands(arguments[:2], scene, evaluate, forced)
    if not (between.single and skips.single):
        raise DeclinedError("several separators")
    skip, wrong = as_numbers(skips, scene.pool)
    begun = np.zeros((1, 1, 1), bool)
    nothing = result = grid(TEXT, 0.0)
    for piece in _pieces(arguments[2:], scene, evaluate):
        said, failed = as_texts(piece, scene.pool)
        left_out = (skip != 0) & (said == 0) & (failed is None or failed == 0)
        led = joined(where(begun, between, nothing), piece, scene.pool)
        result = joined(result, where(left_out, nothing, led), scene.pool)
        begun = begun | ~left_out
    return with_errors(result, wrong)


def _fixed(arguments: Sequence[Node], scene: Scene, evaluate: Evaluate, forced: bool) -> Yielded:
    """Another engine computes it; none is asked for decimals that are no whole number."""
    for argument in arguments[1:2]:
        if not isinstance(argument, Missing):
            given = scene.read(evaluate(argument, scene, forced=forced))
            places, _ = as_numbers(given, scene.pool)
            if (places != np.trunc(places)).any():
                raise UnsureError("FIXED 的小数位数不是整数", "FIXED to a part of a decimal")
    raise DeclinedError("FIXED, which another engine computes")


def _link(_: Scene, place: Grid, said: Grid | None = None) -> Grid:
    shown_ = place if said is None else said
    blank = shown_.kind == BLANK
    return Grid(np.where(blank, NUMBER, shown_.kind).astype(np.uint8), shown_.number)


def _of_text(function: Callable[..., str | float | int], takes: str) -> Computes:
    return lifted(textual(function, takes))  # type: ignore[arg-type]


def _lower(text: str) -> str:
    lower = text.lower()
    if lower != "".join(map(str.lower, text)) or len(lower) != len(text):
        raise UnsureError("İ 与词末 Σ 的小写", "the small letter of İ, or of a Σ that ends a word")
    return lower


def _upper(text: str) -> str:
    upper = text.upper()
    if len(upper) != len(text):
        odd = next(letter for letter in text if len(letter.upper()) > 1)
        raise UnsureError(f"{odd} 的大写", f"the capital of {odd}")
    return upper


def _ordinary(text: str) -> str:
    for word in re.findall(r"\w+", text):
        if any(letter.isdigit() for letter in word) or not word.isascii():
            raise UnsureError(
                "PROPER 把哪个字母当词首", "which letters PROPER takes for the first of a word"
            )
    if "'" in text or "’" in text:
        raise UnsureError(
            "PROPER 把哪个字母当词首", "which letters PROPER takes for the first of a word"
        )
    return text.title()


FUNCTIONS: Mapping[str, Computes] = {
    "CHAR": _of_text(_ascii_character, "n"),
    "CLEAN": _of_text(_clean, "t"),
    "CODE": _of_text(_ascii_code, "t"),
    "CONCAT": _run_together,
    "CONCATENATE": _concatenated,
    "EXACT": lifted(_exact),
    "FIXED": _fixed,
    "FIND": _of_text(_find, "ttn"),
    "HYPERLINK": lifted(_link),
    "LEFT": _of_text(_left, "tn"),
    "LEN": lifted(_length),
    "LOWER": _of_text(_lower, "t"),
    "MID": _of_text(_mid, "tnn"),
    "NUMBERVALUE": _of_text(_number_value, "ttt"),
    "PROPER": _of_text(_ordinary, "t"),
    "REPLACE": _of_text(_replace, "tnnt"),
    "REPT": _of_text(_repeated, "tn"),
    "RIGHT": _of_text(_right, "tn"),
    "SEARCH": _of_text(_search, "ttn"),
    "SUBSTITUTE": _of_text(_substitute, "tttn"),
    "TEXT": lifted(_text),
    "TEXTJOIN": _strung,
    "TRIM": _of_text(_trim, "t"),
    "UNICHAR": _of_text(_character, "n"),
    "UNICODE": _of_text(_unicode, "t"),
    "UPPER": _of_text(_upper, "t"),
    "VALUE": lifted(_value),
}
