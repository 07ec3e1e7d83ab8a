"""No formula reaches out of its workbook, nor leads out of it with data, unless both sides say so.

The blueprint says ``allow: [network]``, in the file where the formula stands and in every one that
includes it; whoever builds it says ``--allow-network``. Scripts are refused even then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from plansheets.blueprint.formulas import each_formula
from plansheets.blueprint.model import Blueprint, Formula
from plansheets.formula.addresses import runs_script
from plansheets.formula.ast import Binary, Call, Node, Text
from plansheets.formula.functions import functions
from plansheets.formula.rewrite import walk
from plansheets.plan.report import Report
from plansheets.records import dataclass
from plansheets.words import Words

_INSIDE = "#"
_OUTSIDE = ("https://", "http://", "mailto:")
_JOINS = frozenset({"CONCAT", "CONCATENATE", "TEXTJOIN"})

Way = Literal["asks", "leads", "runs"]
"""It asks the network; a click leads out with data, or to a program; a click runs a script."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A place in a formula that reaches out of the workbook."""

    formula: Formula
    at: tuple[int, int] | None
    function: str
    way: Way


def reaches(blueprint: Blueprint) -> Iterator[WayOut]:
    """Everything in the formulas of *blueprint* that reaches out, allowed or not."""
    for formula, _ in each_formula(blueprint):
        for node in walk(formula.tree):
            if not isinstance(node, Call):
                continue
            function = functions().get(node.name)
            if function and function.reaches_out:
                yield WayOut(formula, node.name_at or node.at, node.name, "asks")
            elif node.name == "HYPERLINK" and node.arguments and not _is_safe(node.arguments[0]):
                # LET may have named the script that the address begins with
                way: Way = "runs" if _runs_script(formula.tree) else "leads"
                yield WayOut(formula, node.arguments[0].at, node.name, way)


def check_reaching_out(blueprint: Blueprint, report: Report) -> None:
    """Report what asks the network, and links that could carry cells to it."""
    for reach in reaches(blueprint):
        if reach.way == "runs":
            report.add_at(
                reach.formula,
                reach.at,
                "PS242",
                Words("这个链接会运行脚本", "the link runs a script"),
                Words(
                    "无论如何都不允许；改为指向网页，用 https://",
                    "nothing allows that; lead to a page, with https://",
                ),
            )
        elif reach.formula.span.source.name not in blueprint.reaching:
            _report_unasked(reach, blueprint, report)
        elif not report.choices.allow_network:
            report.add_at(
                reach.formula,
                reach.at,
                "PS243",
                Words(
                    f"“{reach.function}”会访问工作簿之外：蓝图允许，生成的人也要允许",
                    f"'{reach.function}' reaches out of the workbook: the blueprint "
                    "allows it, and whoever builds it must allow it as well",
                ),
                Words(
                    "信得过这份蓝图，就加上 --allow-network（Python 里是 allow_network=True）",
                    "if you trust this blueprint, say --allow-network (in Python "
                    "allow_network=True)",
                ),
            )


def _report_unasked(reach: WayOut, blueprint: Blueprint, report: Report) -> None:
    """Report what a file does that it, or one around it, does not say."""
    if reach.way == "asks":
        code = "PS241"
        message = Words(
            f"“{reach.function}”会访问网络、服务或别的程序",
            f"'{reach.function}' asks the network, a service or another program",
        )
        hint = Words("让人填写或导入这个值", "let people type or import the value")
    else:
        code = "PS242"
        message = Words(
            "链接指向程序、文件或共享位置，或地址里带有数据",
            "the link leads to a program, a file or a share, or its address holds data",
        )
        hint = Words(
            "把完整地址写在引号里，以 https:// 或 mailto: 开头；以 # 开头则指向工作簿内",
            "write one whole address in quotes, with https:// or mailto:; one that begins "
            "with # leads within the workbook",
        )
    own = reach.formula.span.source.name
    where = Words("", "")
    if own != blueprint.source.name:
        where = Words(
            f"（{own} 和包含它的每个文件）", f", in {own} and in every file that includes it"
        )
    allowed = Words(
        f"{hint.zh}；非如此不可，就在文件顶部{where.zh}写上 `allow: [network]`",
        f"{hint.en}; where it must be so, write `allow: [network]` at the top{where.en}",
    )
    report.add_at(reach.formula, reach.at, code, message, allowed)


def _is_safe(address: Node) -> bool:
    """Whether a click on *address* stays in the workbook, or goes to a place written in full."""
    if isinstance(address, Text) and address.value.lower().startswith(_OUTSIDE):
        return True
    while isinstance(address, Binary) and address.operator == "&":
        address = address.left
    return isinstance(address, Text) and address.value.startswith(_INSIDE)


def _runs_script(tree: Node) -> bool:
    """Whether any text in *tree*, as it is joined from what is written out, addresses a script."""
    return any(runs_script("".join(_beginning(node))) for node in walk(tree))


def _beginning(node: Node) -> Iterator[str]:
    """The texts that *node* joins, as far as they are written out."""
    match node:
        case Text(value):
            yield value
        case Binary(operator="&", left=left, right=right):
            yield from _beginning(left)
            yield from _beginning(right)
        case Call(name=name, arguments=arguments) if name in _JOINS:
            for argument in arguments:
                yield from _beginning(argument)
        case _:
            pass
