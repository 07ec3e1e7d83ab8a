"""Formulas as files store them, judged as Excel judges them when it opens the file.

This is not the parser of the formula language: it reads the spelling of ISO 29500 (prefixes kept,
commas whatever the language, no ``@`` and no ``#``) in one pass, builds no tree, and says only what
is certain to end in a repair or in ``#NAME?``.
"""

from __future__ import annotations

import re
from contextlib import suppress

from plansheets.errors import Level, nearest
from plansheets.formula.addresses import leads_to_files, runs_script
from plansheets.formula.functions import ExcelFunction, functions, is_excel_function
from plansheets.grid import MAX_ARGUMENTS, MAX_FORMULA, MAX_FORMULA_DEPTH, MAX_FORMULA_TEXT
from plansheets.lengths import excel_length
from plansheets.records import dataclass
from plansheets.words import Words
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
            "PS569",
            Words(
                f"公式有 {length:,} 个字符，最多 {MAX_FORMULA:,} 个",
                f"a formula of {length:,} characters, at most {MAX_FORMULA:,}",
            ),
            Words("拆到几个辅助列里", "split it over helper columns"),
        )
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
        self, code: str, message: Words, hint: Words | None = None, level: Level = "error"
    ) -> None:
        self.faults.append(StoredFault(code, message, hint, level))

    def broken(self, message: Words, hint: Words | None = None) -> _StopReading:
        self.fault("PS568", message, hint)
        return _StopReading()

    def read(self) -> None:
        text, match = self.text, TOKEN.match
        position, end = 0, len(text)
        if text.startswith("="):
            message = Words("存下的公式以“=”开头", "a stored formula begins with '='")
            hint = Words(
                "文件里的公式前面没有“=”；有的程序会读成错误",
                "the file's formula has no '=' before it; some programs read it as an error",
            )
            self.fault("PS568", message, hint, "warning")
            position = 1
        sheet: str | None = None
        """The sheet named just before, which the next word belongs to."""
        spaced = False
        while position < end:
            found = match(text, position)
            if found is None:
                raise self.broken(
                    Words(
                        f"“{_excerpt(text, position)}”不能当公式读",
                        f"'{_excerpt(text, position)}' cannot be read as a formula",
                    )
                )
            kind, word, start = found.lastgroup, found.group(), position
            position = found.end()
            if kind == "space":
                spaced = True
                continue
            if kind == "operator":
                if self._state != _OPERAND and word not in "+-":
                    raise self.broken(
                        Words(f"“{word}”前面什么也没有", f"'{word}' has nothing before it")
                    )
                self._state = _OPERATOR
            elif kind in ("sign", "mark"):
                self._mark(word, start)
            else:
                if self._state == _OPERAND and not spaced and sheet is None:
                    raise self.broken(
                        Words(
                            f"“{word[:40]}”前面缺运算符",
                            f"an operator is missing before '{word[:40]}'",
                        )
                    )
                fresh, self._state = self._state == _FRESH, _OPERAND
                match kind:
                    case "call":
                        self._call(word[:-1], sheet)
                        if bare(word[:-1]) == "HYPERLINK":
                            self._link(position)
                    case "sheet" if self.home == "name" and _DELETED_AREA.match(text, start):
                        message = Words(
                            f"“{word}”后面跟着单元格，Excel 会修复掉这个名称",
                            f"'{word}' with cells behind it: Excel repairs the name away",
                        )
                        raise self.broken(
                            message,
                            Words(
                                "工作表已不在的名称只写 #REF!",
                                "a name whose sheet is gone is #REF! alone",
                            ),
                        )
                    case "sheet":
                        self.faults += sheet_faults(word, self.known, self.home)
                    case "structured":
                        self.faults += structured_faults(word, self.known, self.home)
                    case "array" if (why := array_fault(word)) is not None:
                        raise self.broken(
                            why,
                            Words(
                                "每行的常量要与第一行一样多",
                                "every row needs as many constants as the first",
                            ),
                        )
                    case "text" if len(word) > MAX_FORMULA_TEXT:
                        self._literal(word)
                    case "word" if text.startswith("|", position):
                        message = Words(
                            f"“{word[:60]}”是通过 DDE 询问的另一个程序",
                            f"'{word[:60]}' is another program, asked by DDE",
                        )
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
            count = len(self._frames)
            message = Words(f"有 {count} 个“(”没有闭合", f"{count} '(' never closed")
            if name:
                message = Words(
                    f"{bare(name)} 的 {count} 个“(”没有闭合",
                    f"{count} '(' of {bare(name)} never closed",
                )
            raise self.broken(message, Words("数一数括号", "count the parentheses"))
        if self._state != _OPERAND:
            raise self.broken(
                Words("公式在该有值的地方结束了", "the formula ends where a value is expected")
            )

    def _mark(self, mark: str, start: int) -> None:
        """Take a sign that is neither an operator nor part of an operand."""
        state = self._state
        match mark:
            case "(":
                self._frames.append(_Frame("", called=state == _OPERAND))
                self._state = _FRESH
            case ")" | "," if state == _OPERATOR:
                raise self.broken(
                    Words(f"“{mark}”前面缺一个值", f"a value is missing before '{mark}'")
                )
            case ")":
                self._close()
            case ",":
                if self._frames:
                    self._frames[-1].arguments += 1
                self._state = _FRESH
            case "%" if state == _OPERAND:
                pass
            case ";":
                hint = Words(
                    "不论 Excel 是什么语言，文件里的参数都用“,”隔开",
                    "files separate arguments by ',' whatever the language of Excel",
                )
                raise self.broken(Words("参数之间是“;”", "';' between arguments"), hint)
            case "@":
                raise self.broken(
                    Words("存下的公式里有“@”", "'@' in a stored formula"),
                    Words("文件里写作 _xlfn.SINGLE(…)", "files spell it _xlfn.SINGLE(…)"),
                )
            case "#" if state == _OPERAND:
                hint = Words(
                    "文件里的溢出区域写作 _xlfn.ANCHORARRAY(…)",
                    "files spell a spilled range _xlfn.ANCHORARRAY(…)",
                )
                raise self.broken(
                    Words(
                        "存下的公式里，引用后面有“#”", "'#' after a reference in a stored formula"
                    ),
                    hint,
                )
            case "[":
                hint = Words(
                    "列名里的 [ ] # ' 前面要加 '", "escape [ ] # ' in a column's name with '"
                )
                raise self.broken(Words("“[”没有闭合", "'[' is never closed"), hint)
            case '"':
                raise self.broken(
                    Words("文本没有闭合", "a text is never closed"),
                    Words('以“"”结尾', "end it with '\"'"),
                )
            case "'":
                raise self.broken(
                    Words("“'”没有闭合", '"\'" is never closed'),
                    Words("加引号的工作表以 “'!” 结尾", 'a quoted sheet ends with "\'!"'),
                )
            case _:
                raise self.broken(
                    Words(
                        f"这里不该有“{_excerpt(self.text, start)}”",
                        f"'{_excerpt(self.text, start)}' is not expected here",
                    )
                )

    def _close(self) -> None:
        if not self._frames:
            raise self.broken(
                Words("多了一个“)”", "')' closes nothing"),
                Words("数一数括号", "count the parentheses"),
            )
        frame = self._frames.pop()
        self._depth -= bool(frame.name)
        if self._state == _FRESH and not (frame.name or frame.called) and frame.arguments == 1:
            raise self.broken(Words("“()”里什么也没有", "'()' holds nothing"))
        count = 0 if self._state == _FRESH and frame.arguments == 1 else frame.arguments
        function = functions().get(bare(frame.name)) if frame.name else None
        if function and count <= MAX_ARGUMENTS and not function.takes(count):
            message = Words(
                f"{function.name} 有 {count} 个参数",
                f"{count} argument{'s' * (count != 1)} of {function.name}",
            )
            self.fault("PS570", message, _expected(function))
        if frame.name and frame.arguments > MAX_ARGUMENTS:
            message = Words(
                f"{bare(frame.name)} 有 {frame.arguments} 个参数，最多 {MAX_ARGUMENTS} 个",
                f"{frame.arguments} arguments of {bare(frame.name)}, at most {MAX_ARGUMENTS}",
            )
            self.fault(
                "PS569",
                message,
                Words("用区域代替一个个的值", "hand over ranges instead of single values"),
            )
        self._state = _OPERAND

    # -- names -----------------------------------------------------------------------------------

    def _call(self, name: str, sheet: str | None) -> None:
        self._frames.append(_Frame(name))
        self._state = _FRESH
        self._depth += 1
        if self._depth == MAX_FORMULA_DEPTH + 1:
            message = Words(
                f"函数嵌套超过 {MAX_FORMULA_DEPTH} 层",
                f"functions nested more than {MAX_FORMULA_DEPTH} deep",
            )
            self.fault(
                "PS569",
                message,
                Words("把公式拆到几个辅助列里", "split the formula over helper columns"),
            )
        if sheet is None:
            self.faults += function_faults(name, self.known, self.home)

    def _link(self, position: int) -> None:
        """Look at the address of the link whose first argument begins at *position*."""
        found = _ADDRESS.match(self.text, position)
        if found is None:
            return
        address, goes_on = found[1].replace('""', '"'), found[2] == "&"
        if runs_script(address):
            what = Words("会运行脚本", "runs a script")
        elif leads_to_files(address):
            what = Words("会打开文件或共享文件夹", "opens a file or a share")
        elif goes_on and _WEB.match(address):
            what = Words(
                "会把单元格里的内容带到它的地址", "carries what stands in cells to its address"
            )
        else:
            return
        message = Words(f"链接“{address[:60]}”{what.zh}", f"the link '{address[:60]}' {what.en}")
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
            message = Words(
                f"{function} 的参数“{word[:60]}”缺少前缀",
                f"parameter '{word[:60]}' of {function} without its prefix",
            )
            self.fault(
                "PS562",
                message,
                Words(f"文件里写作 _xlpm.{word[:60]}", f"files spell it _xlpm.{word[:60]}"),
            )
        else:
            message = Words(
                f"文件里没有“{word[:60]}”这个名称，Excel 会显示 #NAME?",
                f"no name '{word[:60]}' in this file: Excel shows #NAME?",
            )
            known = (*self.known.names.values(), *self.known.tables)
            self.fault("PS566", message, nearest(word, known))

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
                "PS569",
                Words(
                    f"公式里的文本有 {length} 个字符，最多 {MAX_FORMULA_TEXT} 个",
                    f"a text of {length} characters in a formula, at most {MAX_FORMULA_TEXT}",
                ),
                Words("用“&”连接几段短文本", 'join shorter texts with "&"'),
            )


def _expected(function: ExcelFunction) -> Words:
    low, high = function.minimum, function.maximum
    if not function.takes(high) and function.repeated:
        return Words(
            f"应为 {low} 个，再加每组 {len(function.repeated)} 个",
            f"it takes {low} and then groups of {len(function.repeated)}",
        )
    if low == high:
        return Words(f"应为 {low} 个", f"it takes {low}")
    return Words(f"应为 {low} 到 {high} 个", f"it takes {low} to {high}")


def _excerpt(text: str, position: int) -> str:
    return text[position : position + 20]
