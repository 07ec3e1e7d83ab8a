"""What YAML's own parser refuses, told by what is meant and what to do."""

from __future__ import annotations

import codecs
import re

import yaml

from plansheets.errors import Problem
from plansheets.formula.tokens import half_width
from plansheets.source import Source, Span
from plansheets.words import Words, write


def strange_problem(source: Source, at: int) -> Problem:
    line = source.text.count("\n", 0, at) + 1
    column = at - source.text.rfind("\n", 0, at)
    return Problem.told(
        "PS101",
        Words(
            f"不是有效的 YAML：这里不能有字符 U+{ord(source.text[at]):04X}",
            f"not readable as YAML: the character U+{ord(source.text[at]):04X} cannot stand here",
        ),
        Span(source, line, column),
        Words("删去它；多数编辑器里看不见", "delete it; it is invisible in most editors"),
    )


def not_utf8(error: UnicodeDecodeError, where: str) -> Problem:
    """A blueprint in another encoding: which one, as far as it shows, and where it begins to."""
    read = error.object
    line = read.count(b"\n", 0, error.start) + 1
    if read.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        message = Words(
            "是 UTF-16（记事本叫“Unicode”），不是 UTF-8",
            "UTF-16, which Notepad calls 'Unicode', and not UTF-8",
        )
    else:
        message = Words(f"第 {line:,} 行不是 UTF-8", f"not UTF-8 in line {line:,}")
    hint = Words(
        "在编辑器里另存为，编码选 UTF-8", "save it anew, with UTF-8 as the encoding in your editor"
    )
    return Problem.told("PS115", message, hint=hint, where=where)


_REPEATED = re.compile(r"(?<=[\s\[{,])[a-z][a-z0-9_]*\{[a-z_]+\}[a-z0-9_]*")
"""An id of what repeats, ``m_{month}``, whose brace would begin an object."""
_TROUBLES = (
    (
        ("escape c", "hexdecimal"),
        Words(
            "双引号里的“\\”加这个字符没有意义",
            "'\\' and this character mean nothing in double quotes",
        ),
        Words("把文字放进单引号，或写成“\\\\”", "put the text in single quotes, or write '\\\\'"),
    ),
    (
        ("mapping values are not allowed",),
        Words(
            "“: ”是值的开头，这段文字中间有一个",
            "': ' begins a value, and there is one in the middle of this text",
        ),
        Words("把文字放进引号", "put the text in quotes"),
    ),
    (
        ("cannot start any token",),
        Words("文字不能以这个字符开头", "a text does not begin with this character"),
        Words("把文字放进引号", "put the text in quotes"),
    ),
    (
        ("flow mapping", "flow sequence"),
        Words("这里的括号和逗号不成对", "brackets and commas do not match here"),
        Words(
            "检查这一行和上一行；含逗号、冒号或括号的文字要放进引号",
            "check this line and the one above; a text that holds a comma, a colon or a bracket "
            "needs quotes",
        ),
    ),
    (
        ("quoted scalar",),
        Words("引号有头没尾", "a quote is opened and never closed"),
        Words("补上；在 '…' 里单引号要写两次", "close it; inside '…' a quote is written twice"),
    ),
    (
        ("could not find expected ':'",),
        Words("键后面没有“:”", "a key without its ':'"),
        Words("写成“key: value”", "write 'key: value'"),
    ),
    (
        ("block mapping", "block collection", "block sequence", "indent"),
        Words("这一行的缩进与上面对不上", "this line does not fit the lines above"),
        Words(
            "同一对象的键缩进要一样，同一列表的各项“- ”要对齐",
            "give keys of one object the same indentation, and items of a list the same '- '",
        ),
    ),
)
"""What YAML's parsers say, what is meant, and what to do; the first that fits counts."""


_BARE_FORMULA = re.compile(r"[:\[]\s*(=)(?!=)")
"""A value that begins as a formula does, where only a quote may stand before it."""
_QUOTED_OR_COMMENT = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"|(?:^|\s)#.*")
_WIDE = re.compile(
    r"(?<=[A-Za-z0-9_-])：|[，、](?=\s*[A-Za-z][\w-]*[:：])"
    r"|(?:(?<=[:{,\[] )|(?<=：))[“”‘’]|[｛｝［］]"
)
"""Full-width signs where YAML's own would stand: after a key, before one, around a value."""


def _full_width(text: str) -> tuple[int, Words] | None:
    """Where the first full-width sign stands that is meant for YAML's own, and what to do.

    >>> at, said = _full_width("title： Plan")
    >>> at, said.en
    (5, "the full-width '：' is a letter to YAML: type ':' and a blank")
    >>> _full_width("title: '计划：春'")
    """
    bare = _QUOTED_OR_COMMENT.sub(lambda quoted: " " * len(quoted[0]), text)
    sign = _WIDE.search(bare)
    if sign is None:
        return None
    plain = half_width(sign[0])
    typed = (
        Words(f"“{plain}”加一个空格", f"'{plain}' and a blank")
        if plain in (":", ",")
        else Words(f"“{plain}”", f"'{plain}'")
    )
    return sign.start(), Words(
        f"YAML 把全角“{sign[0]}”当作普通文字：请输入{typed.zh}",
        f"the full-width '{sign[0]}' is a letter to YAML: type {typed.en}",
    )


_LAST = Words("最后一级写 {else: …}", "write {else: …} as the last rung")
_RUNG = Words("每一级写 {when: …, then: …}", "write {when: …, then: …} for each rung")
RUNG_KEYS = {
    **dict.fromkeys(("default", "otherwise", "finally"), _LAST),
    **dict.fromkeys(("if", "else if", "elseif", "elif", "case", "value", "result"), _RUNG),
}
"""What to write in a ladder in place of the words of other languages."""


def wide_key(key: str) -> Words | None:
    """What to do about a key that holds a full-width sign, which ends no key."""
    found = _full_width(key)
    return found[1] if found else None


_BLANK = "[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000\ufeff]"
_LOOKS_LIKE = re.compile(
    rf"^ *({_BLANK})[{_BLANK[1:-1]} ]*(?=- |[\w{{}}-]+:)"
    rf"|^ *(?:- )?[\w{{}}-]+:({_BLANK})|^ *-({_BLANK})"
    r"|^ *([–—－•])(?=\s+(?:[\w{}-]+:|\{))|^ *(＃)"
)
"""A blank, dash or hash that is none to YAML, where its own would make an object, an item or a
comment."""
_LINES_ABOVE = 60
"""So far below it YAML may still stumble over what such a sign made of the lines."""


def _look_alike(source: Source, line: int) -> tuple[Span, Words, Words] | None:
    """The nearest such sign at or above *line*, what it is, and what to type."""
    for number in range(line, max(line - _LINES_ABOVE, 0), -1):
        found = _LOOKS_LIKE.search(source.line(number))
        if found is None:
            continue
        at = found.lastindex or 0
        sign, span = found[at], Span(source, number, found.start(at) + 1)
        if re.fullmatch(_BLANK, sign):
            code = f"U+{ord(sign):04X}"
            return (
                span,
                Words(
                    f"这里的空白不是普通空格（{code}）", f"this blank is no plain space ({code})"
                ),
                Words("换成普通空格；中文输入法要切到半角", "type a plain space in its place"),
            )
        plain = "#" if sign == "＃" else "-"
        return (
            span,
            Words(f"“{sign}”对 YAML 只是文字", f"'{sign}' is a letter to YAML"),
            Words(f"请输入“{plain}”", f"type '{plain}'"),
        )
    return None


_NO_BLANK = re.compile(r"^ *(?:- )?[A-Za-z_][\w{}-]*(:)(?=[^\s:/])")
"""A key whose colon ends nothing, as no blank follows it."""


_NEW_LINE = re.compile(r"\n[ ]*(?:- |[A-Za-z_][\w{}-]*:\s)")
"""A line within a text that looks as if it were none of it."""


def _swallowed(source: Source, text: yaml.ScalarEvent | None) -> Problem | None:
    """A quote that nobody closed, which took lines below it for its text, up to the next quote."""
    if text is None or text.style not in ("'", '"'):
        return None
    start, end = text.start_mark, text.end_mark
    if start is None or end is None:
        return None
    if not _NEW_LINE.search("\n".join(source.text.split("\n")[start.line : end.line + 1])):
        return None
    message = Words(
        f"这里的引号到第 {end.line + 1:,} 行才合上",
        f"this quote is closed only in line {end.line + 1:,}",
    )
    hint = Words("在文字结尾处合上引号", "close it where the text ends")
    span = Span(source, start.line + 1, start.column + 1)
    return Problem.told("PS101", _unreadable(message), span, hint, where=source.name)


def yaml_problem(
    source: Source, error: yaml.MarkedYAMLError, before: yaml.ScalarEvent | None = None
) -> Problem:
    """What *error* means, which came after the text *before*."""
    if (swallowed := _swallowed(source, before)) is not None:
        return swallowed
    said = " ".join(part for part in (error.context, error.problem) if part)
    mark = error.problem_mark or error.context_mark
    unclosed = "quoted scalar" in said and "unexpected" in said
    if unclosed or "could not find expected ':'" in said:
        mark = error.context_mark or mark  # where it began: its end is only where patience ran out
    if mark is None:
        return Problem.told("PS101", _unreadable(Words(said, said)), where=source.name)
    span = Span(source, mark.line + 1, mark.column + 1)
    text = source.line(span.line)
    message = Words(said, said)  # where nothing is known that says more
    hint: Words | None = None
    if span.text in ("}", "]", ","):
        said = "flow mapping"
    for words, meant, todo in _TROUBLES:
        if any(word in said for word in words):
            message, hint = meant, todo
            break
    unquoted = _QUOTED_OR_COMMENT.sub(lambda quoted: " " * len(quoted[0]), text)
    if "flow mapping" in said and (id_ := _REPEATED.search(unquoted)) is not None:
        message = Words("带 {…} 的 id 没有放进引号", "an id with {…} stands without quotes")
        hint = write(f"'{id_[0]}'")
        span = Span(source, span.line, id_.start() + 1)
    if (bare := _BARE_FORMULA.search(text)) is not None:
        message = Words("公式没有放进引号", "a formula stands without quotes")
        hint = Words("公式总要放进引号：'=…'", "a formula always stands in quotes: '=…'")
        span = Span(source, span.line, bare.start(1) + 1)
    if "\t" in text[: len(text) - len(text.lstrip())]:
        message = Words("缩进里有制表符", "a tab in the indentation")
        hint = Words("用空格缩进", "indent with spaces")
    if (wide := _full_width(text)) is not None:
        at, message = wide
        span = Span(source, span.line, at + 1)
        hint = Words(
            "文字里确实要有这个符号，就把整段放进引号",
            "or put the whole text in quotes, where it is to hold this sign",
        )
    elif (alike := _look_alike(source, span.line)) is not None:
        span, message, hint = alike
    elif (joined := _NO_BLANK.search(text)) is not None:
        span = Span(source, span.line, joined.start(1) + 1)
        message = Words("“:”后面没有空格，不成键", "a ':' without a blank after it ends no key")
        hint = Words("写成“key: value”", "write 'key: value'")
    return Problem.told("PS101", _unreadable(message), span, hint, where=source.name)


def _unreadable(why: Words) -> Words:
    return Words(f"不是有效的 YAML：{why.zh}", f"not readable as YAML: {why.en}")
