"""What to say when the words of a formula do not fit together."""

from __future__ import annotations

from plansheets.formula.ast import Node, Text
from plansheets.formula.tokens import FormulaError, Token, shortened
from plansheets.grid import MAX_FORMULA_DEPTH


def no_operand(token: Token, before: Token | None) -> FormulaError:
    """*token* stands where a value belongs."""
    if token.kind == ";":
        return stray(token)
    if token.kind == "end" and before:
        message = f"a value is missing after '{_shown(before)}'"
        return FormulaError("PS201", message, before.start, before.end)
    if token.kind == ")" and before and before.kind == "(":
        message = "nothing stands in the parentheses"
        return FormulaError("PS201", message, before.start, token.end)
    after = f" after '{_shown(before)}'" if before else ""
    message = f"a value is missing before '{token.kind}'{after}"
    return FormulaError("PS201", message, token.start, token.end)


def no_operator(left: Node, token: Token) -> FormulaError:
    """*token* begins a value right after *left*."""
    hint = "put an operator between them: + - * / & = < >"
    if token.kind == "(":
        hint = "write '*' to multiply"
    elif isinstance(left, Text) or token.kind == "text":
        hint = "write '&' to join texts, ',' between arguments"
    start = left.at[0] if left.at else token.start
    return FormulaError("PS208", "two values with no operator between them", start, token.end, hint)


def stray(token: Token) -> FormulaError:
    """*token* follows something that is complete."""
    match token.kind:
        case ";":
            code, message = "PS207", "';' does not separate arguments"
            hint = "write ',' between arguments"
        case ")" | "}":
            code, message = "PS203", f"'{token.kind}' closes nothing"
            hint = "remove it, or open it earlier"
        case _:
            code, message = "PS203", f"'{_shown(token)}' is not expected here"
            hint = "a ')' may be missing before it, or an operator"
    return FormulaError(code, message, token.start, token.end, hint)


def not_cells(operator: str, at: tuple[int, int]) -> FormulaError:
    """What stands at *at* is no reference, and *operator* needs one."""
    match operator:
        case ",":
            message = "a comma in parentheses joins ranges, and this is none"
            hint = "is a function's name missing before '('? numbers take no thousands separator"
        case "#":
            message, hint = "'#' follows a cell whose formula spills", "write A1#"
        case _:
            message, hint = f"'{operator}' joins cells, and this is none", "write A1:B5"
    return FormulaError("PS216", message, *at, hint)


def too_deep(start: int, end: int) -> FormulaError:
    message = "operators or parentheses are nested too deeply"
    hint = f"Excel allows {MAX_FORMULA_DEPTH} levels of functions; compute parts in helper columns"
    return FormulaError("PS213", message, start, end, hint)


def _shown(token: Token) -> str:
    return shortened(token.text or token.kind)
