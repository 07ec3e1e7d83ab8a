"""What to say of a function's arguments, and what to write in their place."""

from __future__ import annotations

from typing import Final

from plansheets.formula.ast import Node, Structured
from plansheets.formula.functions import ExcelFunction, Programs
from plansheets.formula.spell import ENGINE, spell
from plansheets.formula.tokens import shortened
from plansheets.grid import MAX_ARGUMENTS
from plansheets.words import Words

_AS_OF: Final = Words(
    "用统计日参数，它只取一次今天", "use the as-of date's parameter, which asks for today once"
)
IN_ENGLISH: Final = Words(
    "函数写英文名，如 SUM、IF、AVERAGE、COUNTIFS",
    "write functions by their English names, as in SUM, IF, AVERAGE, COUNTIFS",
)
OWN_LISTED: Final = Words(
    "Excel 的函数照写；另有哪些函数，plansheets functions list 会列出",
    "plansheets functions list names those that there are beside Excel's",
)
_ONCE: Final = Words("数字填写或导入一次即可", "type or import the numbers once")
VOLATILE_HINTS: Final = {
    "TODAY": _AS_OF,
    "NOW": _AS_OF,
    "OFFSET": Words(
        "INDEX(区域, 行, 列) 取同一格；INDEX(…):INDEX(…) 取区域",
        "INDEX(range, row, column) gives the same cell; INDEX(…):INDEX(…) a range",
    ),
    "INDIRECT": Words(
        "用 INDEX 加 MATCH，或 CHOOSE，不用文字地址也能找到单元格",
        "INDEX with MATCH, or CHOOSE, finds the cell without its address as text",
    ),
    "RAND": _ONCE,
    "RANDBETWEEN": _ONCE,
}
_NO_ERRORS: Final = Words(
    "在辅助列里排除错误，或用 ISNUMBER 判断后相乘",
    "keep errors out in a helper column, or test with ISNUMBER and multiply",
)
_NOT_LIFTED: Final = {
    "IF": Words(
        "乘上条件：SUMPRODUCT((t[a]>1)*t[b])",
        "multiply by the condition: SUMPRODUCT((t[a]>1)*t[b])",
    ),
    "IFERROR": _NO_ERRORS,
    "IFNA": _NO_ERRORS,
    "N": Words(
        "在比较前写“--”，或在其后写“*1”", "write '--' before a comparison, or '*1' after it"
    ),
}


def not_lifted_hint(name: str) -> Words:
    """What to write in place of a function that does not compute cell by cell."""
    return _NOT_LIFTED.get(name) or Words(
        f"在辅助列里逐行算 {name}", f"compute {name} in a helper column, row by row"
    )


def shown(node: Node) -> str:
    """A part of a formula as messages quote it."""
    return shortened(spell(node, ENGINE))


def many_hint(node: Node) -> Words:
    """What to write in place of many values."""
    match node:
        case Structured(table, "data", str(column), None):
            inside = f"[@{column}]" if column.isidentifier() else f"[@[{column}]]"
            return Words(
                f"本行写 {inside}，全部行写 SUM({table or ''}[{column}])",
                f"write {inside} for this row, or SUM({table or ''}[{column}]) for all rows",
            )
        case _:
            return Words(
                "只写一个单元格，或在 SUM(…)、SUMPRODUCT(…) 里算全部",
                "name one cell, or compute over all of them in SUM(…) or SUMPRODUCT(…)",
            )


def counted(fewest: int, most: int) -> Words:
    """How many arguments are wanted."""
    if most == 0:
        return Words("不带参数", "no arguments")
    if fewest != most:
        return Words(f"要 {fewest} 到 {most} 个参数", f"{fewest} to {most} arguments")
    return Words(f"要 {most} 个参数", f"{most} argument{'' if most == 1 else 's'}")


def wanted(function: ExcelFunction) -> Words:
    """How many arguments a function of Excel's takes."""
    fewest, most = function.minimum, function.maximum
    if most < MAX_ARGUMENTS or fewest == most:
        return counted(fewest, most)
    least = counted(fewest, fewest).en
    return Words(f"要 {fewest} 到 {most} 个参数", f"at least {least} and at most {most}")


def group_hint(function: ExcelFunction) -> Words | None:
    """How the arguments that repeat are counted."""
    size, before = len(function.repeated), function.minimum
    if size <= 1:
        return None
    return Words(
        f"前 {before} 个之后，每次 {size} 个一组",
        f"after the first {before} they come {size} at a time",
    )


def argument_of(function: str, argument: str) -> Words:
    """How messages call an argument of one of our own functions."""
    return Words(f"{function} 的“{argument}”", f"'{argument}' of {function}")


def miscounted(name: str, expected: Words, found: int) -> Words:
    """A function has other than the *expected* arguments."""
    return Words(
        f"“{name}”{expected.zh}，这里有 {found} 个", f"'{name}' takes {expected.en}, not {found}"
    )


def has_many(taker: str, node: Node) -> Words:
    """*node* is many values where *taker* takes one."""
    return Words(
        f"{taker} 只要一个值，“{shown(node)}”有多个",
        f"{taker} takes one value, and '{shown(node)}' has many",
    )


def above(function: ExcelFunction, profile: Programs) -> Words:
    """A function is younger than the programs that the workbook is for."""
    if profile.reaches(function):
        lacking = "WPS" if function.libreoffice else "LibreOffice 7.4"
        return Words(
            f"{lacking} 没有“{function.name}”；这里面向 {profile.title.zh}",
            f"'{function.name}' is unknown to {lacking}; this is for {profile.title.en}",
        )
    return Words(
        f"“{function.name}”要 Excel {function.level}；这里面向 {profile.title.zh}",
        f"'{function.name}' needs Excel {function.level}; this is for {profile.title.en}",
    )
