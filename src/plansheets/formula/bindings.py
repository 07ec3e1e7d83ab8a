"""The names that LET and LAMBDA bind."""

from __future__ import annotations

from plansheets.formula.ast import Missing, Name, Node
from plansheets.formula.tokens import FormulaError
from plansheets.words import Words


def check_parameters(name: str, arguments: tuple[Node, ...], at: tuple[int, int]) -> None:
    """LET and LAMBDA bind names, and nothing else, before what they compute."""
    parameters = arguments[:-1:2] if name == "LET" else arguments[:-1]
    seen: set[str] = set()
    for parameter in parameters:
        if not isinstance(parameter, Name):
            start, end = parameter.at or at
            hint = Words(
                "取一个不像单元格、也不像数字的名称",
                "choose a name that does not look like a cell or a number",
            )
            raise FormulaError(
                "PS215",
                Words(f"{name} 这里要写一个名称", f"{name} needs a name here"),
                start,
                end,
                hint,
            )
        folded = parameter.name.casefold()
        if folded in seen:
            start, end = parameter.at or at
            raise FormulaError(
                "PS215",
                Words(
                    f"{name} 里“{parameter.name}”定义了两次",
                    f"{name} binds '{parameter.name}' twice",
                ),
                start,
                end,
            )
        seen.add(folded)
    if name == "LET" and (len(arguments) < 3 or len(arguments) % 2 == 0):
        hint = Words("写成 LET(名称, 值, …, 结果)", "write LET(name, value, …, result)")
        raise FormulaError(
            "PS215",
            Words("LET 有名称没有值，或没有结果", "LET has a name without a value, or no result"),
            *at,
            hint,
        )
    if not arguments or isinstance(arguments[-1], Missing):
        hint = Words("写成 LAMBDA(参数, …, 结果)", "write LAMBDA(parameter, …, result)")
        raise FormulaError(
            "PS215", Words(f"{name} 什么也没有算", f"{name} computes nothing"), *at, hint
        )
