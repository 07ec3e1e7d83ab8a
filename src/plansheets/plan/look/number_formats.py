"""Number formats that depend on the value: a mark before it, decimals only where there are some."""

from __future__ import annotations

import re

from plansheets.blueprint.model import Column
from plansheets.boxes import Box
from plansheets.formula.ast import Cell, Node
from plansheets.formula.template import template
from plansheets.plan.model import PlannedConditional
from plansheets.plan.rules import FormulaFormat, Highlight
from plansheets.records import dataclass
from plansheets.words import Locale

_OPTIONAL_DECIMALS = re.compile(r"(?<=0)\.#+")
_WHOLE = template("ROUND(cell, 0)=ROUND(cell, 8)")
_WHOLE_PERCENT = template("ROUND(cell*100, 0)=ROUND(cell*100, 8)")


@dataclass(frozen=True, slots=True)
class ShownFormat:
    """A number format for cells, and the conditional format that whole numbers need beside it."""

    number_format: str
    whole: str | None = None


def shown(number_format: str) -> ShownFormat:
    """How to write *number_format*; Excel would leave ``0.##`` with a bare point, as in ``60.%``.

    >>> shown("0.##%"), shown("#,##0")
    (ShownFormat(number_format='0.0#%', whole='0%'), ShownFormat(number_format='#,##0', whole=None))
    """
    if not _OPTIONAL_DECIMALS.search(number_format):
        return ShownFormat(number_format)
    fraction = _OPTIONAL_DECIMALS.sub(lambda found: ".0" + found[0][2:], number_format)
    return ShownFormat(fraction, _OPTIONAL_DECIMALS.sub("", number_format))


def is_whole(cell: Node, number_format: str) -> Node:
    """Whether the number in *cell* has no decimals as *number_format* shows it."""
    return (_WHOLE_PERCENT if "%" in number_format else _WHOLE)(cell=cell)


def whole_format(box: Box, number_format: str) -> list[PlannedConditional]:
    """The conditional format that drops the decimals of whole numbers, where one is needed."""
    whole = shown(number_format).whole
    if whole is None:
        return []
    cell = Cell(box.first_row, box.first_column)
    return [conditional_format(box, is_whole(cell, number_format), whole)]


def conditional_format(box: Box, condition: Node, number_format: str) -> PlannedConditional:
    """Cells of *box* are shown by *number_format* while *condition* holds."""
    look = Highlight(number_format=number_format)
    return PlannedConditional(box, FormulaFormat(condition, look))


def written_format(thing: Column, locale: Locale) -> str:
    """The number format as the author wrote it, or the type's."""
    return thing.number_format(locale) if thing.number_format else thing.type.number_format


def prefixed(number_format: str, mark: str) -> str:
    """*number_format* with *mark* in front of the number, in every section of it.

    >>> prefixed('[>=10000]0,"k";0', "≥")
    '[>=10000]"≥"0,"k";"≥"0'
    """
    marked = []
    for section in sections(number_format):
        conditions, rest = "", section
        while rest.startswith("["):
            end = rest.index("]") + 1
            conditions, rest = conditions + rest[:end], rest[end:]
        marked.append(f'{conditions}"{mark}"{rest}')
    return ";".join(marked)


def sections(number_format: str) -> list[str]:
    """The sections of *number_format*, between semicolons that are no text."""
    sections = [""]
    quoted = escaped = False
    for letter in number_format:
        if escaped:
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == '"':
            quoted = not quoted
        elif letter == ";" and not quoted:
            sections.append("")
            continue
        sections[-1] += letter
    return sections
