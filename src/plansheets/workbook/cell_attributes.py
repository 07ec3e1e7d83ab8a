"""The attributes of rows, cells and formulas: known ones, with values that Excel reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from plansheets.boxes import parse_box
from plansheets.grid import parse_cell
from plansheets.words import Words

_TRUTHS = frozenset({"0", "1", "true", "false"})
_TRUTHS_OF_ROWS = frozenset(
    {"customFormat", "hidden", "customHeight", "collapsed", "thickTop", "thickBot", "ph"}
)
_KNOWN = {
    "row": _TRUTHS_OF_ROWS | {"r", "spans", "s", "ht", "outlineLevel"},
    "c": frozenset({"r", "s", "t", "cm", "vm", "ph"}),
    "f": frozenset(
        {"t", "aca", "ref", "dt2D", "dtr", "del1", "del2", "r1", "r2", "ca", "si", "bx"}
    ),
}
_FORMULAS = frozenset({"normal", "array", "dataTable", "shared"})
_SPANS = re.compile(r"\s*(?:[0-9]+:[0-9]+\s*)*")


def attribute_faults(tag: str, given: Mapping[str, str]) -> Iterator[Words]:
    """What is wrong with the attributes *given* to a *tag*; those of other namespaces are free.

    >>> [fault.en for fault in attribute_faults("row", {"r": "1", "hidden": "yes", "x:a": "1"})]
    ["hidden 'yes' of 'row'"]
    """
    known = _KNOWN[tag]
    for name, value in given.items():
        if name not in known:
            if ":" not in name and "}" not in name:
                yield Words(
                    f"“{tag}”没有“{name[:40]}”这个属性",
                    f"'{tag}' with the attribute '{name[:40]}', which it has not",
                )
        elif tag == "row" and (
            (name in _TRUTHS_OF_ROWS and value.strip() not in _TRUTHS)
            or (name == "spans" and not _SPANS.fullmatch(value))
        ):
            yield Words(f"“{tag}”的 {name} 是“{value[:40]}”", f"{name} '{value[:40]}' of '{tag}'")


def formula_faults(cell: str, given: Mapping[str, str]) -> Iterator[Words]:
    """What is wrong with the kind and the range of the formula in *cell*.

    >>> [fault.en for fault in formula_faults("B2", {"t": "array", "ref": "C2:C9"})]
    ['an array formula for C2:C9, which begins elsewhere']
    """
    kind = given.get("t", "normal")
    if kind not in _FORMULAS:
        yield Words(
            f"Excel 没有“{kind[:20]}”这种公式",
            f"formula type '{kind[:20]}', which Excel does not know",
        )
    if kind in ("array", "dataTable"):
        box = parse_box(given.get("ref", ""))
        if box is None:
            yield Words(f"{kind} 公式没有写范围", f"an {kind} formula without its range")
        elif kind == "array" and parse_cell(cell) not in (None, (box[0], box[1])):
            yield Words(
                f"数组公式的范围 {given['ref'][:20]} 不从它的单元格起",
                f"an array formula for {given['ref'][:20]}, which begins elsewhere",
            )
