"""The words of a formula, each with its place, and what to say when a character cannot be one."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from plansheets.grid import MAX_FORMULA, MAX_FORMULA_TEXT
from plansheets.words import Words, quoted


class FormulaError(ValueError):
    """A formula that cannot be read: what is wrong, from where to where in its text, what to do."""

    def __init__(
        self, code: str, message: Words, start: int, end: int, hint: Words | None = None
    ) -> None:
        super().__init__(message.en)
        self.code = code
        self.message = message
        self.start = start
        self.end = end
        self.hint = hint


class Token(NamedTuple):
    """A word: ``kind`` is ``number text name sheet brackets error end``, or the sign itself.

    ``text`` is what the word means: a text without its quotes, a sheet's title, what stands inside
    brackets. ``spaced`` tells whether a blank stands before it: it makes an intersection.
    """

    kind: str
    text: str
    start: int
    end: int
    spaced: bool


ERROR_CODES: Final = (
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
    "#CONNECT!", "#BLOCKED!", "#UNKNOWN!", "#FIELD!", "#CALC!", "#EXTERNAL!", "#BUSY!", "#PYTHON!",
)  # fmt: skip

_WORD = re.compile(
    r"""
    [ \t\r\n\xa0]*+ (?:
      (?P<name>(?:[^\W\d]|[\\$]) [\w.$\\?]*+)
    | (?P<number>(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?)
    | (?P<foreign>===?|=>|=<|><|!=|&&|\|\||\*\*)
    | (?P<sign><=|>=|<>|[-+*/^&=<>%:,;(){}@]|\.index(?![\w.]))
    | (?P<text>"[^"]*+(?:""[^"]*+)*+")
    | (?P<quoted>'[^']*+(?:''[^']*+)*+')
    | (?P<error>(?i:\#(?:N/A|DIV/0!|GETTING_DATA))|\#[A-Za-z0-9_]*+(?:/[A-Za-z0-9]++)?[!?]?)
    | (?P<brackets>\[)
    | (?P<stray>[^ \t\r\n\xa0])
    )
    """,
    re.VERBOSE,
)
_NAME_PART = re.compile(r"[\w.\\?]+")
_BRACKET = re.compile(r"[\[\]']")

_ENDS_OPERAND: Final = frozenset(
    {"number", "text", "name", "brackets", "error", ")", "}", "%", "#", ".index"}
)

_FOREIGN: Final = {
    "==": ("=", Words("Excel 用一个“=”比较", "one '=' compares in Excel")),
    "===": ("=", Words("Excel 用一个“=”比较", "one '=' compares in Excel")),
    "!=": ("<>", Words("Excel 的“不等于”写成“<>”", "Excel writes 'not equal' as '<>'")),
    "=>": (">=", Words("Excel 的“大于等于”写成“>=”", "Excel writes 'at least' as '>='")),
    "=<": ("<=", Words("Excel 的“小于等于”写成“<=”", "Excel writes 'at most' as '<='")),
    "><": ("<>", Words("Excel 的“不等于”写成“<>”", "Excel writes 'not equal' as '<>'")),
    "&&": ("AND", Words("Excel 的“a 且 b”写成 AND(a, b)", "Excel writes 'a and b' as AND(a, b)")),
    "||": (
        "OR",
        Words(
            "Excel 的“a 或 b”写成 OR(a, b)；“&”连接文字",
            "Excel writes 'a or b' as OR(a, b); '&' joins texts",
        ),
    ),
    "**": ("^", Words("Excel 用“^”表示乘方", "Excel writes powers with '^'")),
}

_STRAY_HINTS: Final = {
    "!": Words(
        "写成 NOT(…)；单元格前的工作表写成 'Sheet'!", "write NOT(…), or 'Sheet'! before a cell"
    ),
    "~": Words("写成 NOT(…)", "write NOT(…)"),
    "|": Words("写成 OR(a, b)", "write OR(a, b)"),
}

_BEHIND_CELL: Final = Words(
    "一格后面只能写 .index，如 [@month].index：它在列表里的位次",
    "behind a cell only .index may stand, as in [@month].index: its place in the list",
)

_HALF_WIDTH: Final = {
    "“": '"', "”": '"', "„": '"', "「": '"', "」": '"', "‘": "'", "’": "'", "、": ",", "。": ".",
    "×": "*", "÷": "/", "≥": ">=", "≤": "<=", "≠": "<>", "−": "-", "–": "-", "—": "-",
    "【": "[", "】": "]", "\u3000": " ",
}  # fmt: skip


def half_width(character: str) -> str | None:
    """The plain sign to type for a full-width or typographic one.

    >>> half_width("（"), half_width("“"), half_width("≥"), half_width("x")
    ('(', '"', '>=', None)
    """
    if "！" <= character <= "～":
        return chr(ord(character) - 0xFEE0)
    return _HALF_WIDTH.get(character)


def shortened(word: str, longest: int = 40) -> str:
    """*word* as a message can hold it."""
    return word if len(word) <= longest else word[: longest - 1] + "…"


def tokenize(text: str) -> list[Token]:
    """The words of *text* and an ``end``; a leading ``=`` is skipped.

    >>> [token.kind for token in tokenize("=SUM([@a], 2)")]
    ['name', '(', 'brackets', ',', 'number', ')', 'end']
    """
    if len(text) > 2 * MAX_FORMULA:  # prefixes may lengthen what Excel counts, but not that much
        message = Words(
            f"公式有 {len(text):,} 个字符，Excel 最多 {MAX_FORMULA:,} 个",
            f"formula has {len(text):,} characters, Excel allows {MAX_FORMULA:,}",
        )
        raise FormulaError(
            "PS213", message, 0, len(text), Words("拆到辅助列里", "split it over helper columns")
        )
    tokens: list[Token] = []
    position = len(text) - len(text.lstrip())
    if text.startswith("=", position):
        position += 1
        if text.startswith("=", position):
            raise _foreign("==", position - 1)
    before = ""
    while found := _WORD.match(text, position):
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        spaced = start > position
        word = found[kind]
        match kind:
            case "sign":
                kind = word
            case "name":
                if text.startswith("!", end) and not text.startswith("!=", end):
                    kind, end = "sheet", end + 1
            case "brackets":
                end = _closing(text, start)
                word = text[start + 1 : end - 1]
                if before != "name" or spaced:
                    kind, word, end = _workbook(text, start, end)
            case "number":
                _check_number(text, start, end)
            case "text":
                word = word[1:-1].replace('""', '"')
            case "quoted":
                if not text.startswith("!", end):
                    hint = Words(
                        f'写成 "{shortened(word[1:-1])}"', f'write "{shortened(word[1:-1])}"'
                    )
                    raise FormulaError(
                        "PS204",
                        Words(f"{shortened(word)} 不是文字", f"{shortened(word)} is no text"),
                        start,
                        end,
                        hint,
                    )
                kind, word, end = "sheet", word[1:-1].replace("''", "'"), end + 1
            case "error":
                if before in _ENDS_OPERAND and not spaced:
                    kind, word, end = "#", "#", start + 1
                else:
                    word = _error_code(word, start, end)
            case "foreign":
                raise _foreign(word, start)
            case _:
                raise _stray(text, start)
        tokens.append(Token(kind, word, start, end, spaced))
        position, before = end, kind
    tokens.append(Token("end", "", len(text), len(text), spaced=False))
    return tokens


def _check_number(text: str, start: int, end: int) -> None:
    following = _NAME_PART.match(text, end)
    if following:
        word = text[start : following.end()]
        raise FormulaError(
            "PS211",
            Words(
                f"“{shortened(word)}”既不是数字也不是名称",
                f"'{shortened(word)}' is neither a number nor a name",
            ),
            start,
            following.end(),
            Words(
                "名称以字母或“_”开头；以数字开头的工作表名放进 '…'",
                "a name begins with a letter or '_'; a sheet that begins with a "
                "digit stands in '…'",
            ),
        )
    if float(text[start:end]) == float("inf"):
        raise FormulaError(
            "PS211",
            Words(
                f"数字“{shortened(text[start:end])}”超过 Excel 的上限 9.99E+307",
                f"number '{shortened(text[start:end])}' is larger than Excel's 9.99E+307",
            ),
            start,
            end,
        )


def _error_code(word: str, start: int, end: int) -> str:
    code = word.upper()
    if code not in ERROR_CODES:
        from plansheets.errors import nearest  # noqa: PLC0415  # loads difflib

        hint = nearest(code[:MAX_FORMULA_TEXT], ERROR_CODES)
        raise FormulaError(
            "PS212",
            Words(
                f"“{shortened(word)}”不是 Excel 的错误值",
                f"'{shortened(word)}' is no error value of Excel",
            ),
            start,
            end,
            hint,
        )
    return code


def _closing(text: str, start: int) -> int:
    """Where the brackets that open at *start* have closed; ``'`` escapes the next character."""
    depth = 0
    position = start
    while found := _BRACKET.search(text, position):
        position = found.end()
        match found[0]:
            case "'":
                position += 1
            case "[":
                depth += 1
            case _:
                depth -= 1
                if not depth:
                    return position
    hint = Words(
        "写成 [@列]、表[列] 或 表[[#Headers],[列]]",
        "write [@column], table[column] or table[[#Headers],[column]]",
    )
    raise FormulaError(
        "PS209", Words("“[”没有用“]”关上", "'[' is never closed by ']'"), start, len(text), hint
    )


def _workbook(text: str, start: int, end: int) -> tuple[str, str, int]:
    """Brackets at the start of an operand: a column, or a workbook before a sheet's title."""
    title = _NAME_PART.match(text, end)
    after = title.end() if title else end
    if text.startswith("!", after) and not text.startswith("!=", after):
        return "sheet", text[start:after], after + 1
    return "brackets", text[start + 1 : end - 1], end


def _foreign(word: str, start: int) -> FormulaError:
    _, hint = _FOREIGN[word]
    return FormulaError(
        "PS205",
        Words(f"Excel 没有“{word}”", f"Excel has no '{word}'"),
        start,
        start + len(word),
        hint,
    )


def _stray(text: str, start: int) -> FormulaError:
    character = text[start]
    plain = half_width(character)
    if plain is not None:
        shown = Words("普通空格", "an ordinary space") if plain == " " else quoted(plain)
        message = Words(
            f"公式里有全角或排版符号“{character}”",
            f"full-width or typographic '{character}' in a formula",
        )
        return FormulaError(
            "PS206", message, start, start + 1, Words(f"请输入{shown.zh}", f"type {shown.en}")
        )
    if character == '"':
        hint = Words(
            '以 " 结尾；文字里的引号写成 ""', "end it with '\"'; write '\"\"' for a quote in it"
        )
        return FormulaError(
            "PS204", Words("文字有头没尾", "text is never closed"), start, len(text), hint
        )
    if character == "'":
        hint = Words(
            '文字放进 "…"；带引号的工作表名以 \'! 结尾',
            "texts stand in '\"'; a sheet's title in quotes ends with \"'!\"",
        )
        return FormulaError(
            "PS204", Words("“'”没有关上", '"\'" is never closed'), start, len(text), hint
        )
    if character == "]":
        return FormulaError(
            "PS203",
            Words("多了一个“]”", "']' closes nothing"),
            start,
            start + 1,
            Words("删去它", "remove it"),
        )
    letter = character if character.isprintable() else f"U+{ord(character):04X}"
    message = Words(f"“{letter}”在这里没有意义", f"'{letter}' means nothing here")
    behind_cell = character == "." and text[:start].endswith("]")
    meant = _BEHIND_CELL if behind_cell else _STRAY_HINTS.get(character)
    return FormulaError("PS214", message, start, start + 1, meant)
