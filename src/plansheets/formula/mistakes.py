"""What to say when the words of a formula do not fit together."""

from __future__ import annotations

from plansheets.formula.ast import Node, Text
from plansheets.formula.tokens import FormulaError, Token, shortened
from plansheets.grid import MAX_FORMULA_DEPTH
from plansheets.words import Words

_BETWEEN_CONDITIONS = frozenset({"AND", "OR"})


def is_between_conditions(token: Token) -> bool:
    """Whether *token* stands where other languages have it: ``[@a]>0 AND [@b]>0``."""
    return token.kind == "name" and token.text.upper() in _BETWEEN_CONDITIONS


def no_operand(token: Token, before: Token | None) -> FormulaError:
    """*token* stands where a value belongs."""
    if token.kind == ";":
        return stray(token)
    if token.kind == "end" and before:
        message = Words(
            f"“{_shown(before)}”后面缺少一个值", f"a value is missing after '{_shown(before)}'"
        )
        return FormulaError("PS201", message, before.start, before.end)
    if token.kind == ")" and before and before.kind == "(":
        message = Words("括号里什么也没有", "nothing stands in the parentheses")
        return FormulaError("PS201", message, before.start, token.end)
    after = _shown(before) if before else ""
    message = Words(
        (f"“{after}”后面、" if after else "") + f"“{token.kind}”前面缺少一个值",
        f"a value is missing before '{token.kind}'" + (f" after '{after}'" if after else ""),
    )
    return FormulaError("PS201", message, token.start, token.end)


def no_operator(left: Node, token: Token) -> FormulaError:
    """*token* begins a value right after *left*."""
    hint = Words(
        "在两者之间写上运算符：+ - * / & = < >", "put an operator between them: + - * / & = < >"
    )
    if is_between_conditions(token):
        name = token.text.upper()
        hint = Words(
            f"Excel 的“{name}”写在前面：{name}(条件, 条件)",
            f"Excel writes {name} in front: {name}(condition, condition)",
        )
    elif token.kind == "(":
        hint = Words("相乘写“*”", "write '*' to multiply")
    elif isinstance(left, Text) or token.kind == "text":
        hint = Words(
            "连接文字写“&”，参数之间写“,”", "write '&' to join texts, ',' between arguments"
        )
    start = left.at[0] if left.at else token.start
    return FormulaError(
        "PS208",
        Words("两个值之间没有运算符", "two values with no operator between them"),
        start,
        token.end,
        hint,
    )


def stray(token: Token) -> FormulaError:
    """*token* follows something that is complete."""
    match token.kind:
        case ";":
            code, message = "PS207", Words("“;”不能分隔参数", "';' does not separate arguments")
            hint = Words("参数之间写“,”", "write ',' between arguments")
        case ")" | "}":
            code, message = (
                "PS203",
                Words(f"多了一个“{token.kind}”", f"'{token.kind}' closes nothing"),
            )
            hint = Words("删去它，或在前面补上另一半", "remove it, or open it earlier")
        case _:
            code, message = (
                "PS203",
                Words(f"这里不该有“{_shown(token)}”", f"'{_shown(token)}' is not expected here"),
            )
            hint = Words(
                "前面可能缺了“)”或运算符", "a ')' may be missing before it, or an operator"
            )
    return FormulaError(code, message, token.start, token.end, hint)


def not_cells(operator: str, at: tuple[int, int]) -> FormulaError:
    """What stands at *at* is no reference, and *operator* needs one."""
    match operator:
        case ",":
            message = Words(
                "括号里的逗号用来合并区域，这里不是区域",
                "a comma in parentheses joins ranges, and this is none",
            )
            hint = Words(
                "“(”前面是不是漏了函数名？数字不要写千位分隔符",
                "is a function's name missing before '('? numbers take no thousands separator",
            )
        case "#":
            message, hint = (
                Words("“#”要跟在公式溢出的单元格后面", "'#' follows a cell whose formula spills"),
                Words("写成 A1#", "write A1#"),
            )
        case _:
            message, hint = (
                Words(
                    f"“{operator}”用来连接单元格，这里不是单元格",
                    f"'{operator}' joins cells, and this is none",
                ),
                Words("写成 A1:B5", "write A1:B5"),
            )
    return FormulaError("PS216", message, *at, hint)


def too_deep(start: int, end: int) -> FormulaError:
    message = Words("运算符或括号嵌套太深", "operators or parentheses are nested too deeply")
    hint = Words(
        f"Excel 最多嵌套 {MAX_FORMULA_DEPTH} 层函数；分到辅助列里算",
        f"Excel allows {MAX_FORMULA_DEPTH} levels of functions; compute parts in helper columns",
    )
    return FormulaError("PS213", message, start, end, hint)


def _shown(token: Token) -> str:
    return shortened(token.text or token.kind)
