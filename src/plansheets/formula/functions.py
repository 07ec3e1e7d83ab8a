"""Excel's functions: what they take, since when, where they are known, what to use instead.

The facts stand in ``functions.tsv``, a line a function. Its ``arguments`` column holds a letter an
argument; ``?`` begins the optional ones, ``*`` the group that may repeat (``~``: in part too), and
``*`` alone means any number. The letters say what becomes of a range of many cells in Excel 2016,
where nothing spills:

``v``  one value; a range is cut to one cell, except inside an argument that computes arrays
``x``  one value, and never lifted: IF, IFERROR and CHOOSE branch once, N, T, INDEX, OFFSET and
       VLOOKUP take the first value, and the functions that were once in the Analysis ToolPak
       answer #VALUE! to a range
``r``  a range or an array as a whole; a calculation handed to it is computed for one cell first
``a``  an array: what stands in it is computed cell by cell without Ctrl+Shift+Enter
``f``  cells only: Excel refuses a formula with anything calculated there
``p``  handed on as it is: the branches of IF and CHOOSE
``l``  a LAMBDA

``marks``: ``v`` volatile, ``L`` unknown to LibreOffice 7.4 (tried), ``w`` in recent WPS only, ``W``
not in WPS, ``n`` asks the network, a service or another program. ``prefix``: ``x`` for ``_xlfn.``,
``w`` for ``_xlfn._xlws.``.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, Literal, cast

from plansheets.grid import MAX_ARGUMENTS
from plansheets.records import dataclass
from plansheets.words import Words

ExcelVersion = Literal["2007", "2010", "2013", "2016", "2019", "2021", "2024", "365"]
ArgumentKind = Literal["v", "x", "r", "a", "f", "p", "l"]
Result = Literal["number", "text", "boolean", "date", "reference", "array", "any"]

LEVELS: Final[tuple[ExcelVersion, ...]] = (
    "2007", "2010", "2013", "2016", "2019", "2021", "2024", "365",
)  # fmt: skip
LAMBDA_TAKERS: Final = frozenset(
    {"BYCOL", "BYROW", "GROUPBY", "MAKEARRAY", "MAP", "PIVOTBY", "REDUCE", "SCAN"}
)
"""Functions that take another by its bare name: ``BYROW(A1:B2,SUM)``."""
_PREFIXES: Final = {"-": "", "x": "_xlfn.", "w": "_xlfn._xlws."}


@dataclass(frozen=True, slots=True)
class ExcelFunction:
    """One function of Excel."""

    name: str
    arguments: str
    """The argument letters as the table has them."""
    required: str
    optional: str
    plain: str
    """Both of them."""
    repeated: str
    """The letters of the group that may follow again and again, or empty."""
    partial: bool
    """Whether the last repetition may be cut short."""
    result: Result
    level: ExcelVersion
    prefix: str
    """What the file puts before the name."""
    volatile: bool
    libreoffice: bool
    """Whether LibreOffice 7.4 knows it."""
    wps: Literal["yes", "recent", "no"]
    reaches_out: bool
    """Whether it asks the network, a service or another program."""
    instead: Words | None
    """What to write in a profile that lacks it."""

    @property
    def minimum(self) -> int:
        return len(self.required)

    @property
    def maximum(self) -> int:
        return MAX_ARGUMENTS if self.repeated else len(self.plain)

    def takes(self, count: int) -> bool:
        """Whether it can be called with *count* arguments.

        >>> sumifs = functions()["SUMIFS"]
        >>> [sumifs.takes(count) for count in (2, 3, 4, 5)]
        [False, True, False, True]
        """
        if not self.minimum <= count <= self.maximum:
            return False
        over = count - len(self.plain)
        return over <= 0 or self.partial or over % len(self.repeated) == 0

    def kind(self, place: int) -> ArgumentKind:
        """What the argument at *place*, counted from 0, does with a range."""
        if place < len(self.plain):
            return cast("ArgumentKind", self.plain[place])
        group = self.repeated or "v"
        return cast("ArgumentKind", group[(place - len(self.plain)) % len(group)])


@dataclass(frozen=True, slots=True)
class Programs:
    """What the people who open the workbook have."""

    name: str
    title: Words
    level: ExcelVersion
    everywhere: bool
    """Whether a function must be known to LibreOffice 7.4 and every WPS as well."""
    spills: bool
    """Whether a formula may give many values, and a range meet a scalar argument."""

    def reaches(self, function: ExcelFunction) -> bool:
        """Whether their Excel is new enough for *function*."""
        return LEVELS.index(function.level) <= LEVELS.index(self.level)

    def has(self, function: ExcelFunction) -> bool:
        """Whether *function* works for all of them."""
        known = function.libreoffice and function.wps == "yes"
        return self.reaches(function) and (known or not self.everywhere)


EXCEL_2016: Final = Programs(
    "excel2016",
    Words("Excel 2016、WPS 与 LibreOffice", "Excel 2016, WPS and LibreOffice"),
    "2016",
    everywhere=True,
    spills=False,
)
EXCEL_365: Final = Programs(
    "excel365", Words("Excel 365", "Excel 365"), "365", everywhere=False, spills=True
)
PROFILES: Final[Mapping[str, Programs]] = {each.name: each for each in (EXCEL_2016, EXCEL_365)}


@cache
def functions() -> Mapping[str, ExcelFunction]:
    """Every function by its name in capitals, without prefix; read once, when first asked for."""
    text = Path(__file__).with_name("functions.tsv").read_text(encoding="utf-8")
    table: dict[str, ExcelFunction] = {}
    for line in text.splitlines()[1:]:
        name, arguments, result, level, prefix, marks, *instead = line.split("\t")
        fixed, _, repeated = arguments.removesuffix("~").partition("*")
        required, _, optional = fixed.strip("-").partition("?")
        table[name] = ExcelFunction(
            name,
            arguments,
            required,
            optional,
            required + optional,
            repeated if arguments != "*" else "v",
            arguments.endswith("~"),
            cast("Result", result),
            cast("ExcelVersion", level),
            _PREFIXES[prefix],
            "v" in marks,
            "L" not in marks,
            "no" if "W" in marks else "recent" if "w" in marks else "yes",
            "n" in marks,
            Words(instead[-1], instead[0]) if instead else None,
        )
    return table


def is_excel_function(name: str) -> bool:
    """Whether *name*, in capitals, is a function of some Excel."""
    return name in functions()


def file_prefix(name: str) -> str:
    """What a file puts before the function *name*.

    >>> file_prefix("SUM"), file_prefix("IFS"), file_prefix("FILTER")
    ('', '_xlfn.', '_xlfn._xlws.')
    """
    function = functions().get(name)
    return function.prefix if function else ""
