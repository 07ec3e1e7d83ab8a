"""Values that bring their comparator or unit along: ``≥8%``, ``≤50元``, ``2000万元``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from plansheets.blueprint.model import Item, ItemList
from plansheets.errors import nearest
from plansheets.frames.items import folded_ids, item_labels
from plansheets.frames.values import Parser, read_text
from plansheets.plan.model import Value
from plansheets.records import dataclass
from plansheets.values.marks import DecimalMark
from plansheets.values.numbers import (
    SCALES,
    UNITS,
    BadValueError,
    Powers,
    Share,
    read_quantity,
    said_of,
    shown,
    unfold,
)
from plansheets.values.written import fold, is_missing, unwrap

_SPELLINGS = {
    "≥": "≥|>=|=>|≧|⩾|ge|gte|min|at_least|at least|大于等于|不低于|不少于|不小于|至少",
    "≤": "≤|<=|=<|≦|⩽|le|lte|max|at_most|at most|up to|小于等于|不高于|不多于|不大于|不超过|至多",
    "=": "=|==|eq|equal|equals|等于",
    ">": ">|gt|more_than|more than|大于|高于|超过",
    "<": "<|lt|less_than|less than|小于|低于",
}


def _spellings() -> Iterator[tuple[str, str]]:
    for symbol, line in _SPELLINGS.items():
        for spelling in line.split("|"):
            yield spelling.strip(), symbol


COMPARATORS = dict(_spellings())
"""Every way to write a comparator, by its symbol."""
_PREFIX = re.compile(
    "|".join(
        re.escape(word)
        for word in sorted(COMPARATORS, key=len, reverse=True)
        if not (word.isascii() and word.isidentifier())
    ),
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class WrittenQuantity:
    """What one cell says: a number, and the comparator and unit it names, where it does."""

    number: Value
    comparator: str | None = None
    unit: str | None = None


def comparator_of(text: str) -> str | None:
    """The symbol that *text* spells.

    >>> comparator_of(">="), comparator_of("＞＝"), comparator_of("不低于"), comparator_of("8")
    ('≥', '≥', '≥', None)
    """
    return COMPARATORS.get(unfold(text).casefold())


def split_comparator(text: str) -> tuple[str | None, str]:
    """The comparator before a value, and the rest.

    >>> split_comparator("≥8%"), split_comparator("at most 50"), split_comparator("-5")
    (('≥', '8%'), ('≤', '50'), (None, '-5'))
    """
    body = unfold(text)
    found = _PREFIX.match(body)
    if not found:
        return None, body
    return COMPARATORS[found[0].casefold()], body[found.end() :].strip()


def comparator_parser(items: ItemList | None) -> Parser:
    """Comparators in any spelling, as items of *items*, or as symbols where there is no list."""
    ids = _comparator_ids(items)

    def read(written: object) -> str | None:
        text = read_text(written)
        if text is None or text in ids:
            return None if text is None else ids[text]
        known = ids.get(fold(text)) or ids.get(comparator_of(text) or "")
        if known is None:
            allowed = sorted(set(ids)) if items is None else item_labels(items)
            raise BadValueError(
                "PS426",
                said_of(text, "不是比较符", "is not a comparator here"),
                nearest(text, allowed, listed=12),
            )
        return known

    return read


def _comparator_ids(items: ItemList | None) -> dict[str, str]:
    if items is None:
        return {symbol: symbol for symbol in _SPELLINGS}
    ids: dict[str, str] = {}
    for item in items.items:
        for name in (item.id, *item.label.by_locale.values()):
            ids.setdefault(name, item.id)
            ids.setdefault(fold(name), item.id)
            if symbol := comparator_of(name):
                ids.setdefault(symbol, item.id)
    return ids


def unit_parser(items: ItemList) -> Callable[[object], tuple[str, int] | None]:
    """Units as an item of *items* and the power of ten before it: ``万元`` is 元 and 4."""
    ids = folded_ids(items)

    def read(written: object) -> tuple[str, int] | None:
        if is_missing(written) and (not isinstance(written, str) or fold(written) not in ids):
            return None
        text = str(written)
        word = fold(text)
        if word in ids:
            return ids[word], 0
        for scale in sorted(SCALES, key=len, reverse=True):
            if word.startswith(scale) and word.removeprefix(scale) in ids:
                return ids[word.removeprefix(scale)], SCALES[scale]
        raise BadValueError(
            "PS426",
            said_of(text, f"不在列表“{items.id}”里", f"is not an item of list '{items.id}'"),
            nearest(text, item_labels(items), listed=24),
        )

    return read


def quantity_parser(
    units: ItemList | None, comparators: Callable[[object], Value] | None, mark: DecimalMark = "."
) -> Callable[[object, int], WrittenQuantity]:
    """A function from a cell and the power its row's unit gives to what the cell says."""
    ids = folded_ids(units) if units else {}
    by_length = sorted(ids, key=len, reverse=True)
    share = only_item(units, "percent")
    ratio = only_item(units, "ratio")

    def read(written: object, power: int) -> WrittenQuantity:
        if is_missing(written):
            return WrittenQuantity(None)
        if not isinstance(written, str):
            unit = share if isinstance(written, Share) else None
            return WrittenQuantity(written if not power else _scaled(written, power), unit=unit)  # type: ignore[arg-type]
        symbol, body = split_comparator(unwrap(written.strip()))
        if symbol and comparators is None:
            symbol, body = None, unfold(written)
        comparator = comparators(symbol) if symbol and comparators else None
        unit, number = _split_unit(body)
        if unit is None:
            quantity = read_quantity(body, Powers(power), mark)
            number = quantity.number
            if quantity.measure == "percent":
                unit = share
            elif quantity.measure == "ratio" and quantity.unit == ":1":
                unit = ratio
            elif quantity.unit:
                unit = _same_measure(quantity.unit)
                if unit is None and units is not None:
                    raise BadValueError(
                        "PS421",
                        said_of(
                            written,
                            f"的单位“{quantity.unit}”不在列表“{units.id}”里",
                            f"has the unit '{shown(quantity.unit)}', which is not in list "
                            f"'{units.id}'",
                        ),
                        nearest(quantity.unit, item_labels(units)),
                    )
        return WrittenQuantity(number, None if comparator is None else str(comparator), unit)

    def _split_unit(body: str) -> tuple[str | None, float | None]:
        folded = body.casefold()
        for label in by_length:
            if label and folded.endswith(label):
                rest = body[: len(body) - len(label)]
                percent = label == "%" or measure_of(units, ids[label]) == "percent"
                try:
                    quantity = read_quantity(rest + "%" if percent else rest, mark=mark)
                except BadValueError:
                    continue
                if percent or not quantity.unit:
                    return ids[label], quantity.number
        return None, None

    def _same_measure(word: str) -> str | None:
        wanted = UNITS.get(word.casefold())
        same = [label for label in ids if wanted == "money" and UNITS.get(label) == "money"]
        found = {ids[label] for label in same}
        return found.pop() if len(found) == 1 and word in "¥￥元" else None

    return read


def _scaled(number: object, power: int) -> object:
    if isinstance(number, (int, float)) and not isinstance(number, bool):
        return read_quantity(repr(number).removesuffix(".0"), Powers(power)).number
    return number


def only_item(items: ItemList | None, measure: str) -> str | None:
    """The one item of that measure, by its declaration or, for want of one, by its label."""
    if items is None:
        return None
    found = [item.id for item in items.items if _item_measure(item) == measure]
    return found[0] if len(found) == 1 else None


def measure_of(items: ItemList | None, id_: object) -> str | None:
    """What values of the unit *id_* measure."""
    item = items.item(id_) if items and isinstance(id_, str) else None
    return _item_measure(item) if item else None


def _item_measure(item: Item) -> str | None:
    if item.measure:
        return item.measure
    words = (fold(label) for label in item.label.by_locale.values())
    return next((UNITS[word] for word in words if word in UNITS), None)
