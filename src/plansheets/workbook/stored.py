"""Formulas as files store them, judged as Excel judges them when it opens the file.

This is not the parser of the formula language: it reads the spelling of ISO 29500 (prefixes kept,
commas whatever the language, no ``@`` and no ``#``) in one pass, builds no tree, and says only what
is certain to end in a repair or in ``#NAME?``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from plansheets.errors import Level, did_you_mean
from plansheets.formula.functions import Function, functions, is_excel_function
from plansheets.grid import MAX_ARGUMENTS, MAX_FORMULA, MAX_FORMULA_DEPTH

MAX_LITERAL = 255
_ERROR = (
    r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!|BUSY!|EXTERNAL!|PYTHON!|TIMEOUT!)"
)
_COLUMN = r"(?:[A-Za-z]{1,2}|[A-Wa-w][A-Za-z]{2}|[Xx](?:[A-Ea-e][A-Za-z]|[Ff][A-Da-d]))"
_ROW = r"(?:[1-9]\d{0,5}|10(?:[0-3]\d{4}|4(?:[0-7]\d{3}|8(?:[0-4]\d{2}|5(?:[0-6]\d|7[0-6])))))"
_WORD = r"[^\W\d][\w.\\?]*|\\[\w.\\?]*"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+)
    | (?P<text>"(?:[^"]|"")*")
    | (?P<foreign>\[\d+\]!'(?:[^']|'')*')
    | (?P<sheet>(?:'(?:[^']|'')+'|(?:\[\d+\])?(?!\$?[A-Za-z]{{1,3}}\d+:)[\w.\\]+(?::[\w.\\]+)?
              |\[\d+\]|\#REF(?=![$\w\#]))!)
    | (?P<error>{_ERROR})
    | (?P<lines>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}}(?![\w.(\[\\?$])
              |\$?\d{{1,7}}:\$?\d{{1,7}}(?![\w.]))
    | (?P<cell>\$?{_COLUMN}\$?{_ROW}(?![\w.(\[\\?]))
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?(?!\w))
    | (?P<call>(?:{_WORD})\()
    | (?P<word>{_WORD})
    | (?P<array>\{{(?:[^{{}}"]|"(?:[^"]|"")*")*\}})
    | (?P<operator><>|<=|>=|[-+*/^&=<>:])
    | (?P<mark>[(),;%@\#\[\]{{}}"'!])
    """,
    re.VERBOSE,
)
_SPACED_CALL = re.compile(r"\s+\(")
_FRESH, _OPERATOR, _OPERAND = range(3)
"""What stands before: nothing (or an opening), an operator, or an operand."""
_UNLISTED = frozenset(
    {"CALL", "DATESTRING", "DBCS", "EUROCONVERT", "EVALUATE", "ISTHAIDIGIT", "NUMBERSTRING",
     "REGISTER.ID", "ROUNDBAHTDOWN", "ROUNDBAHTUP", "SQL.REQUEST", "THAIDAYOFWEEK", "THAIDIGIT",
     "THAIMONTHOFYEAR", "THAINUMSOUND", "THAINUMSTRING", "THAISTRINGLENGTH", "THAIYEAR",
     "USDOLLAR"}
)  # fmt: skip
"""Functions that Excel accepts and no list of its functions mentions."""
_KEYWORDS = frozenset({"#all", "#data", "#headers", "#totals", "#this row"})

Home = Literal["cell", "table", "name", "rule", "range"]
"""Where a formula stands: a cell, a cell of a table, a defined name, a conditional format or
validation, or the data range of a chart or sparkline."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something a formula does that Excel does not accept."""

    code: str
    message: str
    hint: str | None = None
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class Known:
    """What formulas of a workbook may refer to: by name in lower case, as the file spells it."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The columns of each table."""
    names: Mapping[str, str] = field(default_factory=dict)
    local_names: frozenset[str] = frozenset()
    """Names of any sheet, which a formula elsewhere uses with the sheet before them."""
    foreign_functions: bool = False
    """Whether the file has macros, which may define functions."""


@dataclass(slots=True)
class _Frame:
    """An open parenthesis: of a call by that name, or of a group (empty name)."""

    name: str
    arguments: int = 1
    called: bool = False
    """Whether it calls the value before it, as in ``LAMBDA(…)(1)``."""


class _StopReading(Exception):  # noqa: N818 - a signal, not an error
    """The formula is broken here: what follows would only repeat it."""


def judge(text: str, known: Known, home: Home = "cell") -> tuple[Fault, ...]:
    """Everything wrong with the stored formula *text*."""
    reader = _Reader(text, known, home)
    if len(text) > MAX_FORMULA:
        reader.fault(
            "PS569", f"a formula of {len(text):,} characters, at most {MAX_FORMULA:,}",
            "split it over helper columns",
        )  # fmt: skip
        if len(text) > 8 * MAX_FORMULA:
            return tuple(reader.faults)
    with suppress(_StopReading):
        reader.read()
    return tuple(dict.fromkeys(reader.faults))


class _Reader:
    """One pass over one formula: an operand is expected, or an operator."""

    def __init__(self, text: str, known: Known, home: Home) -> None:
        self.text, self.known, self.home = text, known, home
        self.faults: list[Fault] = []
        self._frames: list[_Frame] = []
        self._state = _FRESH
        self._too_deep = False
        self._bare_parameters: set[str] = set()

    def fault(
        self, code: str, message: str, hint: str | None = None, level: Level = "error"
    ) -> None:
        self.faults.append(Fault(code, message, hint, level))

    def broken(self, message: str, hint: str | None = None) -> _StopReading:
        self.fault("PS568", message, hint)
        return _StopReading()

    def read(self) -> None:
        text, match = self.text, _TOKEN.match
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
            elif kind == "mark" and word != "[":
                self._mark(word, start)
            else:
                if self._state == _OPERAND and not spaced and sheet is None:
                    raise self.broken(f"an operator is missing before '{word[:40]}'")
                fresh, self._state = self._state == _FRESH, _OPERAND
                match kind:
                    case "call":
                        self._call(word[:-1], sheet)
                    case "sheet":
                        self._sheet(word[:-1])
                    case "text" if len(word) > MAX_LITERAL:
                        self._literal(word)
                    case "word" if text.startswith("[", position):
                        position = self._structured(word, position)
                    case "word" if _SPACED_CALL.match(text, position) and is_excel_function(
                        word.upper()
                    ):
                        position = text.index("(", position) + 1
                        self._call(word, sheet)
                    case "word":
                        self._word(word, sheet, position, fresh=fresh)
                    case "mark":
                        position = self._unqualified(start)
            sheet = word if kind == "sheet" else None
            spaced = False
        self._finish()

    def _finish(self) -> None:
        if self._frames:
            name = self._frames[-1].name
            of = f" of {_bare(name)}" if name else ""
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
        if self._state == _FRESH and not (frame.name or frame.called) and frame.arguments == 1:
            raise self.broken("'()' holds nothing")
        count = 0 if self._state == _FRESH and frame.arguments == 1 else frame.arguments
        function = functions().get(_bare(frame.name)) if frame.name else None
        if function and count <= MAX_ARGUMENTS and not function.takes(count):
            what = "argument" if count == 1 else "arguments"
            message = f"{count} {what} of {function.name}"
            self.fault("PS570", message, _expected(function))
        if frame.name and frame.arguments > MAX_ARGUMENTS:
            message = f"{frame.arguments} arguments of {_bare(frame.name)}, at most {MAX_ARGUMENTS}"
            self.fault("PS569", message, "hand over ranges instead of single values")
        self._state = _OPERAND

    # -- names -----------------------------------------------------------------------------------

    def _call(self, name: str, sheet: str | None) -> None:
        self._frames.append(_Frame(name))
        self._state = _FRESH
        depth = sum(1 for frame in self._frames if frame.name)
        if depth > MAX_FORMULA_DEPTH and not self._too_deep:
            self._too_deep = True
            message = f"functions nested more than {MAX_FORMULA_DEPTH} deep"
            self.fault("PS569", message, "split the formula over helper columns")
        if sheet is None:
            self._function(name)

    def _function(self, name: str) -> None:
        """Check the spelling of a function's name against Excel's functions."""
        upper, bare = name.upper(), _bare(name)
        function = functions().get(bare)
        if function is None:
            self._unknown_function(name)
        elif upper != function.prefix.upper() + bare:
            right = function.prefix + bare
            if function.prefix and upper == bare:
                message = f"{bare} without its prefix: Excel shows #NAME?"
                self.fault("PS560", message, f"files spell it {right}")
            else:
                message = f"'{name[:60]}' with a prefix that does not belong there"
                self.fault("PS561", message, f"files spell it {right}")

    def _unknown_function(self, name: str) -> None:
        folded = name.lower()
        if (
            folded.startswith("_")  # prefixes of newer functions, add-ins and lambda parameters
            or folded in self.known.names
            or self.known.foreign_functions
            or name.upper() in _UNLISTED
            or (self.home == "name" and "." in name)  # Excel 4 macro functions: GET.CELL …
        ):
            return
        message = f"no function '{name[:60]}' in Excel: it shows #NAME?"
        self.fault("PS567", message, did_you_mean(name.upper(), functions()))

    def _sheet(self, prefix: str) -> None:
        title = prefix
        if title.startswith("'"):
            title = title[1:-1].replace("''", "'")
        if not title or title.startswith(("[", "#")) or "]" in title or "|" in title:
            return  # another workbook's, or deleted
        for part in title.split(":"):
            if part.lower() not in self.known.sheets:
                self.fault(
                    "PS565", f"no sheet '{part[:60]}' in this file",
                    did_you_mean(part, self.known.sheets.values()),
                )  # fmt: skip

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
            function = _bare(self._frames[-1].name)
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
        match _bare(frame.name):
            case "LAMBDA":
                return True
            case "LET":
                return frame.arguments % 2 == 1
            case _:
                return False

    def _literal(self, word: str) -> None:
        length = len(word[1:-1].replace('""', '"'))
        if length > MAX_LITERAL:
            self.fault(
                "PS569", f"a text of {length} characters in a formula, at most {MAX_LITERAL}",
                'join shorter texts with "&"',
            )  # fmt: skip

    # -- structured references -------------------------------------------------------------------

    def _structured(self, table: str, start: int) -> int:
        """Check ``table[…]`` whose bracket opens at *start*; where it ends."""
        end = self._closing(start)
        if self._structured_allowed():
            columns = self.known.tables.get(table.lower())
            if columns is None:
                self.fault(
                    "PS564", f"no table '{table[:60]}' in this file",
                    did_you_mean(table, self.known.tables),
                )  # fmt: skip
            self._inside(table, self.text[start + 1 : end - 1], columns)
        return end

    def _unqualified(self, start: int) -> int:
        end = self._closing(start)
        inside = self.text[start + 1 : end - 1]
        if self._structured_allowed():
            shown = self.text[start:end][:60]
            if inside.startswith("@") or "[#this row]" in inside.lower():
                hint = "files spell it Table[[#This Row],[Column]]"
                self.fault("PS563", f"'{shown}' does not name its table", hint)
            elif self.home != "table":
                hint = "only cells of a table may leave its name out"
                self.fault("PS563", f"'{shown}' outside a table does not name its table", hint)
        return end

    def _structured_allowed(self) -> bool:
        if self.home not in ("rule", "range"):
            return True
        where = "a conditional format or validation" if self.home == "rule" else "a data range"
        hint = "write the cells themselves: Sheet!$A$2:$A$31"
        self.fault("PS551", f"a structured reference in {where}: Excel repairs it away", hint)
        return False

    def _inside(self, table: str, inside: str, columns: Mapping[str, str] | None) -> None:
        if not inside or not (body := inside.strip()):
            return
        if body.startswith("@"):
            hint = f"files spell it {table}[[#This Row],[Column]]"
            self.fault("PS563", f"'{table}[{body[:40]}]' is spelled as in the formula bar", hint)
            return
        items = _items(body) if body.startswith("[") else (body,)
        for item in items:
            if item is None:
                hint = f"files bracket every part: {table}[[#This Row],[Column]]"
                self.fault("PS563", f"'{table}[{body[:60]}]' is not in the file's spelling", hint)
                return
            if item.startswith("#"):
                if " ".join(item.lower().split()) not in _KEYWORDS:
                    self.fault("PS563", f"'{item[:40]}' names no part of a table")
            elif columns is not None and (name := _unescaped(item)).lower() not in columns:
                self.fault(
                    "PS564", f"no column '{name[:60]}' in table '{table}'",
                    did_you_mean(name, columns.values()),
                )  # fmt: skip

    def _closing(self, start: int) -> int:
        text, depth, position = self.text, 0, start
        while position < len(text):
            match text[position]:
                case "'":
                    position += 1
                case "[":
                    depth += 1
                case "]":
                    depth -= 1
                    if not depth:
                        return position + 1
            position += 1
        raise self.broken("'[' is never closed", "escape [ ] # ' in a column's name with '")


def _items(body: str) -> Iterator[str | None]:
    """The bracketed items of ``[#This Row],[a]:[b]``, or None where one has no brackets."""
    position = 0
    while position < len(body):
        if body[position] != "[":
            yield None
            return
        start = position = position + 1
        while position < len(body) and body[position] != "]":
            position += 2 if body[position] == "'" else 1
        yield body[start:position]
        position += 1
        while body[position : position + 1].isspace():
            position += 1
        if position < len(body):
            if body[position] not in ",:":
                yield None
                return
            position += 1
            while body[position : position + 1].isspace():
                position += 1


def _unescaped(column: str) -> str:
    """*column* without the ``'`` that escape ``[ ] # '``."""
    return re.sub(r"'(.)", r"\1", column, flags=re.DOTALL) if "'" in column else column


def _bare(name: str) -> str:
    """A function's name without its prefixes, in capitals."""
    return name.upper().removeprefix("_XLFN.").removeprefix("_XLWS.")


def _expected(function: Function) -> str:
    low, high = function.minimum, function.maximum
    if not function.takes(high) and function.repeated:
        return f"it takes {low} and then groups of {len(function.repeated)}"
    return f"it takes {low}" if low == high else f"it takes {low} to {high}"


def _excerpt(text: str, position: int) -> str:
    return text[position : position + 20]
