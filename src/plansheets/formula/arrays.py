"""Arrays of constants, as they stand in braces."""

from __future__ import annotations

from plansheets.formula.ast import ArrayConstant, Boolean, ErrorConstant, Number, Text
from plansheets.formula.token_reader import TokenReader, number
from plansheets.formula.tokens import FormulaError
from plansheets.words import Words


def read_array(reader: TokenReader) -> ArrayConstant:
    """The array that the next word opens: ``{1,2;3,4}``."""
    opening = reader.advance()
    rows: list[tuple[Number | Text | Boolean | ErrorConstant, ...]] = []
    row = [_constant(reader)]
    while reader.token.kind in (",", ";"):
        if reader.advance().kind == ";":
            rows.append(tuple(row))
            row = []
        row.append(_constant(reader))
    rows.append(tuple(row))
    reader.close("}", opening)
    at = (opening.start, reader.end)
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        found = [str(width) for width in sorted(widths)]
        raise FormulaError(
            "PS210",
            Words(
                f"数组各行个数不同： {'、'.join(found)} 个值",
                f"rows of the array differ: {' and '.join(found)} values",
            ),
            *at,
            Words(
                "“,”分隔一行里的值，“;”分隔各行", "',' separates the values of a row, ';' the rows"
            ),
        )
    return ArrayConstant(tuple(rows), at)


def _constant(reader: TokenReader) -> Number | Text | Boolean | ErrorConstant:
    sign = reader.advance() if reader.token.kind in ("-", "+") else None
    token = reader.token
    at = (sign.start if sign else token.start, token.end)
    node: Number | Text | Boolean | ErrorConstant
    if token.kind == "number":
        value = number(token.text)
        node = Number(-value if sign and sign.kind == "-" else value, at)
    elif token.kind == "text" and not sign:
        node = Text(token.text, at)
    elif token.kind == "error" and not sign:
        node = ErrorConstant(token.text, at)
    elif token.kind == "name" and not sign and token.text.upper() in ("TRUE", "FALSE"):
        node = Boolean(token.text.upper() == "TRUE", at)
    else:
        shown = token.text or token.kind
        message = Words(
            f"数组里只能写常量，不能写“{shown}”", f"an array takes constants only, not '{shown}'"
        )
        if token.kind == "end":
            message = Words("“{”没有用“}”关上", "'{' is never closed by '}'")
        elif token.kind in ("}", ",", ";"):
            message = Words(
                f"数组里“{token.kind}”前面缺少一个值",
                f"a value is missing before '{token.kind}' in the array",
            )
        raise FormulaError(
            "PS210",
            message,
            *at,
            Words(
                '写数字、"文字"、TRUE、FALSE 或错误值',
                'write numbers, "texts", TRUE, FALSE or errors',
            ),
        )
    reader.advance()
    return node
