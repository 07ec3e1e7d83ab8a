"""What a function of the project is: one definition for cells, UDFs, LAMBDAs and the documents."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Category = Literal["deviation", "return", "stock", "progress", "score", "split", "threshold"]
Takes = Literal["number", "date", "boolean", "text", "any", "option"]
"""What an argument holds; an ``option`` is one of a few words, written out in the formula."""

Gives = Literal[
    "money", "count", "percent", "ratio", "days", "plain", "date", "text", "boolean", "any"
]
"""What a result is; the numbers by what they measure."""

Undefined = Literal["#DIV/0!", "#NUM!"]
Sample = float | str | bool | date | None
"""A value of an example; None is a blank cell."""


@dataclass(frozen=True, slots=True)
class Said:
    """A text in both languages of the project."""

    zh: str
    en: str

    def __call__(self, locale: str) -> str:
        """The text in *locale*."""
        return self.zh if locale == "zh-CN" else self.en


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a function.

    ``default`` is a formula: it stands where the argument is left out. ``like`` names the argument
    whose measure this one shares: a target in yuan for an actual in yuan. ``many`` takes a column.
    """

    name: str
    help: Said
    takes: Takes = "number"
    default: str | None = None
    like: str | None = None
    many: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """What a function gives in a cell for some arguments.

    ``error`` is what the function form gives where the cell form shows an empty text.
    """

    arguments: tuple[Sample | tuple[Sample, ...], ...]
    result: Sample
    error: Literal["#N/A", "#DIV/0!", "#NUM!", "#VALUE!"] | None = None
    note: Said | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """One function: its value, and where it has none.

    ``needs`` are the arguments that must hold numbers and ``undefined`` the condition under which a
    value does not exist (a base of zero). A cell then shows ``blank``; a function returns ``#N/A``
    for a blank, ``#VALUE!`` for what is no number, and ``error`` where it is undefined. ``value``
    may call other functions of the catalogue, and name ``missing`` what it gives itself where
    something is missing.
    """

    name: str
    title: Said
    category: Category
    arguments: tuple[Argument, ...]
    gives: Gives
    value: str
    words: Said
    """The formula in words, for header comments and the dictionary."""
    source: str
    examples: tuple[Example, ...]
    needs: tuple[str, ...] = ()
    undefined: str | None = None
    error: Undefined = "#DIV/0!"
    blank: str = '""'
    like: str | None = None
    """The argument whose measure the result shares; ``gives`` holds where that is not known."""

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
    def cell_formula(self) -> str:
        """The formula as cells hold it: an empty text where there is no value."""
        return self._guarded(self.blank, self.blank)

    @property
    def function_formula(self) -> str:
        """The formula as UDFs and LAMBDAs hold it: an error where there is no value."""
        there = "+".join(f"(LEN({name})>0)*1" for name in self.needs)
        numbers = f"COUNT({', '.join(self.needs)})"
        return self._guarded(f"IF({there}>{numbers}, #VALUE!, NA())", self.error)

    def _guarded(self, missing: str, undefined: str) -> str:
        formula = self.value
        if self.undefined:
            formula = f"IF({self.undefined}, {undefined}, {formula})"
        if self.needs:
            names = ", ".join(self.needs)
            formula = f"IF(COUNT({names})<{len(self.needs)}, {missing}, {formula})"
        return formula
