"""What a function of the project is: one definition for cells, UDFs, LAMBDAs and the documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from plansheets.records import dataclass
from plansheets.words import Words

Category = Literal[
    "deviation",
    "growth",
    "return",
    "price",
    "traffic",
    "stock",
    "spread",
    "progress",
    "score",
    "split",
    "threshold",
    "customer",
    "experiment",
]
Takes = Literal["number", "date", "boolean", "text", "any", "option"]
"""What an argument holds; an ``option`` is one of a few words, written out in the formula."""

Gives = Literal[
    "money", "count", "percent", "ratio", "days", "plain", "date", "text", "boolean", "any"
]
"""What a result is; the numbers by what they measure."""

AnswerShape = Literal["value", "column", "table"]
"""What a call gives: one value, one for each cell of its range, or a table with its header."""

Error = Literal["#N/A", "#DIV/0!", "#NUM!", "#VALUE!"]
Sample = float | str | bool | date | None
"""A value of an example; None is a blank cell."""

Samples = Sample | tuple[Sample, ...] | tuple[tuple[Sample, ...], ...]
"""A value, a column, or the rows of a table."""


NO_FORMULA: Final[Mapping[AnswerShape, Words]] = MappingProxyType(
    {
        "column": Words(
            "一次得出整列：排一次序即可；写成每行一条公式，耗时按行数的平方增长",
            "gives its whole column at once and sorts once, where a formula for each row would "
            "take the square of the rows",
        ),
        "table": Words(
            "得出带表头的整张表；Excel 2016 的公式给不出行数不定的表",
            "gives a whole table with its header; no formula of Excel 2016 gives rows without "
            "knowing how many",
        ),
    }
)
"""Why no plain formula does what a function of some shape does; only Python calculates those."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function.

    ``default`` is a formula: it stands where the argument is left out. ``like`` names the argument
    whose measure this one shares: a target in yuan for an actual in yuan. ``many`` takes a column,
    and with ``table`` a range of several. The numbers of a column with an ``order`` stand ``up``,
    ascending, or one way or the ``either``; functions refuse others, and workbooks check them once.
    """

    name: str
    help: Words
    takes: Takes = "number"
    default: str | None = None
    like: str | None = None
    many: bool = False
    options: tuple[str, ...] = ()
    table: bool = False
    order: Literal["up", "either"] | None = None

    @property
    def counted(self) -> bool:
        """Whether it holds numbers, as COUNT sees them."""
        return self.takes in ("number", "date")

    @property
    def word(self) -> bool:
        """Whether it is a text of the caller's that the function hands back."""
        return self.takes in ("any", "text") and not self.many


@dataclass(frozen=True, slots=True)
class Example:
    """What a function gives in a cell for some arguments.

    ``error`` is what the function form gives where the cell form shows an empty text.
    """

    arguments: tuple[Samples, ...]
    result: Samples
    error: Error | None = None
    note: Words | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its value, and where it has none.

    ``needs`` are the arguments that must hold numbers, ``undefined`` the condition under which a
    value does not exist (a base of zero) and ``unusable`` the one under which the arguments make no
    sense (an end before its start). A cell then shows ``blank``; a function returns ``#N/A``,
    ``#DIV/0!`` and ``#VALUE!``, the last also for a text where a number is due and for columns of
    unequal length among those ``alike``. ``value`` is a formula, and empty only for a function
    whose ``shape`` no formula has; it may call other functions of the catalogue, and name
    ``missing`` what it gives itself where something is missing.
    """

    name: str
    title: Words
    category: Category
    arguments: tuple[Argument, ...]
    gives: Gives
    value: str
    words: Words
    """The formula in words, for header comments and the dictionary."""
    source: Words
    """Where it comes from, and what is to be known of it."""
    examples: tuple[Example, ...]
    needs: tuple[str, ...] = ()
    undefined: str | None = None
    unusable: str | None = None
    blank: str = '""'
    like: str | None = None
    """The argument whose measure the result shares; ``gives`` holds where that is not known."""
    alike: tuple[str, ...] = ()
    shape: AnswerShape = "value"

    @property
    def required(self) -> int:
        """How many arguments must be given."""
        return sum(argument.default is None for argument in self.arguments)

    @property
    def signature(self) -> str:
        """The call as documents show it: ``roi(revenue, cost, mode = "gross")``."""
        shown = (
            argument.name if argument.default is None else f"{argument.name} = {argument.default}"
            for argument in self.arguments
        )
        return f"{self.name}({', '.join(shown)})"

    @property
    def why_no_formula(self) -> Words | None:
        """Why no plain formula does the same, where none does."""
        return NO_FORMULA.get(self.shape)

    @property
    def cell_formula(self) -> str:
        """The formula as cells hold it: an empty text where there is no value."""
        formula = self._guarded(self.blank, self.blank)
        if self.needs:
            formula = f"IF({self._uncounted}, {self.blank}, {formula})"
        return formula

    @property
    def function_formula(self) -> str:
        """The formula as UDFs and LAMBDAs hold it: an error where there is no value."""
        formula = self._guarded("#DIV/0!", "#VALUE!", self._disordered())
        words = [argument.name for argument in self.arguments if argument.word]
        absent = [self._uncounted] if self.needs else []
        absent += [f"{'*'.join(f'LEN({name})' for name in words)}=0"] if words else []
        if absent:
            formula = f"IF({_any(absent)}, NA(), {formula})"
        odd = self._odd()
        return f"IF({_any(odd)}, #VALUE!, {formula})" if odd else formula

    @property
    def _uncounted(self) -> str:
        return f"COUNT({', '.join(self.needs)})<{len(self.needs)}"

    def _guarded(self, undefined: str, unusable: str, disordered: Sequence[str] = ()) -> str:
        formula = self.value
        senseless = [*([self.unusable] if self.unusable else []), *disordered]
        if senseless:
            formula = f"IF({_any(senseless)}, {unusable}, {formula})"
        if self.undefined:
            formula = f"IF({self.undefined}, {undefined}, {formula})"
        return formula

    def _disordered(self) -> list[str]:
        """Conditions under which the numbers of a column stand in no order."""
        found = []
        for argument in self.arguments:
            falls, rises = (_pairs(argument.name, operator) for operator in ("<", ">"))
            if argument.order == "up":
                found.append(f"{falls}>0")
            elif argument.order == "either":
                found.append(f"MIN({falls}, {rises})>0")
        return found

    def _odd(self) -> list[str]:
        """Conditions under which an argument is of the wrong kind, or of the wrong length."""
        single = [one.name for one in self.arguments if one.counted and not one.many]
        filled = "+".join(f"(LEN({name})>0)*1" for name in single)
        numbers = "+".join(f"ISNUMBER({name})*1" for name in single)
        odd = [f"{filled}>{numbers}"] if single else []
        for argument in self.arguments:
            name = argument.name
            if argument.counted and argument.many:
                odd.append(f"{_cells(name)}-COUNTBLANK({name})>COUNT({name})")
            elif argument.takes == "boolean":
                odd.append(f"ISTEXT({name})")
            elif argument.takes == "option":
                unlike = (f'{name}<>"{option}"' for option in argument.options)
                odd.append(f"AND({', '.join(unlike)})")
        odd += [f"{_cells(self.alike[0])}<>{_cells(name)}" for name in self.alike[1:]]
        return odd


def _cells(name: str) -> str:
    return f"ROWS({name})*COLUMNS({name})"


def _pairs(name: str, operator: str) -> str:
    """How many numbers of a column are more than one that stands after them (``<``) or before."""
    place, other = f"(ROW({name})+COLUMN({name}))", f"TRANSPOSE(ROW({name})+COLUMN({name}))"
    return (
        f"SUMPRODUCT(ISNUMBER({name})*TRANSPOSE(ISNUMBER({name}))"
        f"*({name}>TRANSPOSE({name}))*({place}{operator}{other}))"
    )


def _any(conditions: list[str]) -> str:
    return conditions[0] if len(conditions) == 1 else f"OR({', '.join(conditions)})"
