"""Formulas as files store them, judged as Excel judges them when it opens the file.

This is not the parser of the formula language: it reads the spelling of ISO 29500 (prefixes kept,
commas whatever the language, no ``@`` and no ``#``) in one pass, builds no tree, and says only what
is certain to end in a repair or in ``#NAME?``.
"""

from __future__ import annotations

import re
from contextlib import suppress

from plansheets.errors import Level, did_you_mean
from plansheets.formula.addresses import leads_to_files, runs_script
from plansheets.formula.functions import ExcelFunction, functions, is_excel_function
from plansheets.grid import MAX_ARGUMENTS, MAX_FORMULA, MAX_FORMULA_DEPTH, MAX_FORMULA_TEXT
from plansheets.lengths import excel_length
from plansheets.records import dataclass
from plansheets.workbook.stored_arrays import array_fault
from plansheets.workbook.stored_names import (
    REACHING_HINT,
    Home,
    KnownNames,
    StoredFault,
    function_faults,
    sheet_faults,
    structured_faults,
)
from plansheets.workbook.stored_tokens import TOKEN, bare

_SPACED_CALL = re.compile(r"\s+\(")
_ADDRESS = re.compile(r'\s*"((?:[^"]|"")*)"\s*(&?)')
_WEB = re.compile(r"https?:|mailto:", re.IGNORECASE)
_FRESH, _OPERATOR, _OPERAND = range(3)
"""What stands before: nothing (or an opening), an operator, or an operand."""


@dataclass(slots=True)
class _Frame:
    """An open parenthesis: of a call by that name, or of a group (empty name)."""

    name: str
    arguments: int = 1
    called: bool = False
    """Whether it calls the value before it, as in ``LAMBDA(…)(1)``."""


_DELETED_AREA = re.compile(r"#REF!\$?[A-Za-z]{1,3}\$?[0-9]+:")


class _StopReading(Exception):  # noqa: N818 - a signal, not an error
    """The formula is broken here: what follows would only repeat it."""


def judge(text: str, known: KnownNames, home: Home = "cell") -> tuple[StoredFault, ...]:
    """Everything wrong with the stored formula *text*."""
    reader = _Reader(text, known, home)
    length = excel_length(text)
    if length > MAX_FORMULA:
        reader.fault(
            "PS569", f"a formula of {length:,} characters, at most {MAX_FORMULA:,}",
            "split it over helper columns",
        )  # fmt: skip
        if len(text) > 8 * MAX_FORMULA:
            return tuple(reader.faults)
    with suppress(_StopReading):
        reader.read()
    return tuple(dict.fromkeys(reader.faults))


class _Reader:
    """One pass over one formula: an operand is expected, or an operator."""

    def __init__(self, text: str, known: KnownNames, home: Home) -> None:
        self.text, self.known, self.home = text, known, home
        self.faults: list[StoredFault] = []
        self._frames: list[_Frame] = []
        self._state = _FRESH
        self._depth = 0
        self._bare_parameters: set[str] = set()

    def fault(
        self, code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> None:
        self.faults.append(StoredFault(code, message, hint, level))

    def broken(self, message: str, hint: str | None = None) -> _StopReading:
        self.fault("PS568", message, hint)
        return _StopReading()

    def read(self) -> None:
        text, match = self.text, TOKEN.match
        position, end = 0, len(text)
        if text.startswith("="):
            message = "a stored formula begins with '='"
            hint = "the file's formula has no '=' before it; some programs read it as an error"
            self.fault("PS568", message, hint, "warning")
            position = 1
        sheet: str | None = None
        """The sheet named just before, which the next word belongs to."""
        spaced = False
        while position < end:
            found = match(text, position)
            if found is None:
                raise self.broken(f"'{_excerpt(text, position)}' cannot be read as a formula")
            kind, word, start = found.lastgroup, found.group(), position
            position = found.end()
            if kind == "space":
                spaced = True
                continue
            if kind == "operator":
                if self._state != _OPERAND and word not in "+-":
                    raise self.broken(f"'{word}' has nothing before it")
                self._state = _OPERATOR
            elif kind in ("sign", "mark"):
                self._mark(word, start)
            else:
                if self._state == _OPERAND and not spaced and sheet is None:
                    raise self.broken(f"an operator is missing before '{word[:40]}'")
                fresh, self._state = self._state == _FRESH, _OPERAND
                match kind:
                    case "call":
                        self._call(word[:-1], sheet)
                        if bare(word[:-1]) == "HYPERLINK":
                            self._link(position)
                    case "sheet" if self.home == "name" and _DELETED_AREA.match(text, start):
                        message = f"'{word}' with cells behind it: Excel repairs the name away"
                        raise self.broken(message, "a name whose sheet is gone is #REF! alone")
                    case "sheet":
                        self.faults += sheet_faults(word, self.known, self.home)
                    case "structured":
                        self.faults += structured_faults(word, self.known, self.home)
                    case "array" if (why := array_fault(word)) is not None:
                        raise self.broken(why, "every row needs as many constants as the first")
                    case "text" if len(word) > MAX_FORMULA_TEXT:
                        self._literal(word)
                    case "word" if text.startswith("|", position):
                        message = f"'{word[:60]}' is another program, asked by DDE"
                        self.fault("PS580", message, REACHING_HINT, "warning")
                        raise _StopReading
                    case "word" if _SPACED_CALL.match(text, position) and is_excel_function(
                        word.upper()
                    ):
                        position = text.index("(", position) + 1
                        self._call(word, sheet)
                    case "word":
                        self._word(word, sheet, position, fresh=fresh)
                    case _:
                        pass
            sheet = word if kind == "sheet" else None
            spaced = False
        self._finish()

    def _finish(self) -> None:
        if self._frames:
            name = self._frames[-1].name
            of = f" of {bare(name)}" if name else ""
            count = len(self._frames)
            raise self.broken(f"{count} '('{of} never closed", "count the parentheses")
        if self._state != _OPERAND:
            raise self.broken("the formula ends where a value is expected")

    def _mark(self, mark: str, start: int) -> None:
        """Take a sign that is neither an operator nor part of an operand."""
        state = self._state
        match mark:
            case "(":
                self._frames.append(_Frame("", called=state == _OPERAND))
                self._state = _FRESH
            case ")" | "," if state == _OPERATOR:
                raise self.broken(f"a value is missing before '{mark}'")
            case ")":
                self._close()
            case ",":
                if self._frames:
                    self._frames[-1].arguments += 1
                self._state = _FRESH
            case "%" if state == _OPERAND:
                pass
            case ";":
                hint = "files separate arguments by ',' whatever the language of Excel"
                raise self.broken("';' between arguments", hint)
            case "@":
                raise self.broken("'@' in a stored formula", "files spell it _xlfn.SINGLE(…)")
            case "#" if state == _OPERAND:
                hint = "files spell a spilled range _xlfn.ANCHORARRAY(…)"
                raise self.broken("'#' after a reference in a stored formula", hint)
            case "[":
                hint = "escape [ ] # ' in a column's name with '"
                raise self.broken("'[' is never closed", hint)
            case '"':
                raise self.broken("a text is never closed", "end it with '\"'")
            case "'":
                raise self.broken('"\'" is never closed', 'a quoted sheet ends with "\'!"')
            case _:
                raise self.broken(f"'{_excerpt(self.text, start)}' is not expected here")

    def _close(self) -> None:
        if not self._frames:
            raise self.broken("')' closes nothing", "count the parentheses")
        frame = self._frames.pop()
        self._depth -= bool(frame.name)
        if self._state == _FRESH and not (frame.name or frame.called) and frame.arguments == 1:
            raise self.broken("'()' holds nothing")
        count = 0 if self._state == _FRESH and frame.arguments == 1 else frame.arguments
        function = functions().get(bare(frame.name)) if frame.name else None
        if function and count <= MAX_ARGUMENTS and not function.takes(count):
            what = "argument" if count == 1 else "arguments"
            message = f"{count} {what} of {function.name}"
            self.fault("PS570", message, _expected(function))
        if frame.name and frame.arguments > MAX_ARGUMENTS:
            message = f"{frame.arguments} arguments of {bare(frame.name)}, at most {MAX_ARGUMENTS}"
            self.fault("PS569", message, "hand over ranges instead of single values")
        self._state = _OPERAND

    # -- names -----------------------------------------------------------------------------------

    def _call(self, name: str, sheet: str | None) -> None:
        self._frames.append(_Frame(name))
        self._state = _FRESH
        self._depth += 1
        if self._depth == MAX_FORMULA_DEPTH + 1:
            message = f"functions nested more than {MAX_FORMULA_DEPTH} deep"
            self.fault("PS569", message, "split the formula over helper columns")
        if sheet is None:
            self.faults += function_faults(name, self.known, self.home)

    def _link(self, position: int) -> None:
        """Look at the address of the link whose first argument begins at *position*."""
        found = _ADDRESS.match(self.text, position)
        if found is None:
            return
        address, goes_on = found[1].replace('""', '"'), found[2] == "&"
        if runs_script(address):
            what = "runs a script"
        elif leads_to_files(address):
            what = "opens a file or a share"
        elif goes_on and _WEB.match(address):
            what = "carries what stands in cells to its address"
        else:
            return
        message = f"the link '{address[:60]}' {what}"
        self.fault("PS582", message, REACHING_HINT, "warning")

    def _word(self, word: str, sheet: str | None, end: int, *, fresh: bool) -> None:
        folded = word.lower()
        if sheet is not None and (
            sheet.startswith(("[", "'[")) or folded in self.known.local_names
        ):
            return
        if folded in ("true", "false") or folded.startswith("_xl"):
            return  # _xlpm. is a parameter, _xleta. a function handed over by name
        if folded in self.known.names or folded in self.known.tables:
            return
        if folded in self._bare_parameters:
            return
        if fresh and self._names_parameter(end):
            self._bare_parameters.add(folded)
            function = bare(self._frames[-1].name)
            message = f"parameter '{word[:60]}' of {function} without its prefix"
            self.fault("PS562", message, f"files spell it _xlpm.{word[:60]}")
        else:
            message = f"no name '{word[:60]}' in this file: Excel shows #NAME?"
            known = (*self.known.names.values(), *self.known.tables)
            self.fault("PS566", message, did_you_mean(word, known))

    def _names_parameter(self, end: int) -> bool:
        """Whether the word that ends at *end* is where LET or LAMBDA names a parameter."""
        if not self._frames or not self.text[end:].lstrip().startswith(","):
            return False
        frame = self._frames[-1]
        match bare(frame.name):
            case "LAMBDA":
                return True
            case "LET":
                return frame.arguments % 2 == 1
            case _:
                return False

    def _literal(self, word: str) -> None:
        length = excel_length(word[1:-1].replace('""', '"'))
        if length > MAX_FORMULA_TEXT:
            self.fault(
                "PS569", f"a text of {length} characters in a formula, at most {MAX_FORMULA_TEXT}",
                'join shorter texts with "&"',
            )  # fmt: skip


def _expected(function: ExcelFunction) -> str:
    low, high = function.minimum, function.maximum
    if not function.takes(high) and function.repeated:
        return f"it takes {low} and then groups of {len(function.repeated)}"
    return f"it takes {low}" if low == high else f"it takes {low} to {high}"


def _excerpt(text: str, position: int) -> str:
    return text[position : position + 20]
