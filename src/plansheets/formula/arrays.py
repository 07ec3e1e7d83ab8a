"""Arrays of constants, as they stand in braces."""

from __future__ import annotations

from plansheets.formula.ast import ArrayConstant, Boolean, ErrorConstant, Number, Text
from plansheets.formula.token_reader import TokenReader, number
from plansheets.formula.tokens import FormulaError


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
        found = " and ".join(str(width) for width in sorted(widths))
        raise FormulaError(
            "PS210", f"rows of the array differ: {found} values", *at,
            "',' separates the values of a row, ';' the rows",
        )  # fmt: skip
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
        message = f"an array takes constants only, not '{shown}'"
        if token.kind == "end":
            message = "'{' is never closed by '}'"
        elif token.kind in ("}", ",", ";"):
            message = f"a value is missing before '{token.kind}' in the array"
        raise FormulaError("PS210", message, *at, 'write numbers, "texts", TRUE, FALSE or errors')
    reader.advance()
    return node
