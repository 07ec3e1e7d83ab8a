"""Fields that parameters, columns, metrics and rows of grids have in common."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from plansheets.blueprint.found import Found, Reference
from plansheets.blueprint.grammar.kinds import TOTALS
from plansheets.blueprint.kinds import KINDS
from plansheets.blueprint.model import Each, Formula, Rule
from plansheets.blueprint.types import TYPES, UNREAD, Type
from plansheets.formula.ast import Call, Structured
from plansheets.words import Words

if TYPE_CHECKING:
    from plansheets.blueprint.shapes import ShapeReader


_VARIABLE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
MAX_WIDTH = 255
"""Characters that a column of Excel can be wide."""


def id_of(ref: Reference | None) -> str | None:
    """What a reference names."""
    return ref.id if ref is not None else None


def ids_of(refs: tuple[Reference, ...]) -> tuple[str, ...]:
    return tuple(ref.id for ref in refs)


def type_of(found: Found) -> Type:
    """The type the object is declared to be."""
    return TYPES.get(found["type"], UNREAD)


def total_of(found: Found, id_: str) -> Formula | None:
    """The total of the column or row *id_*: ``sum`` is the formula that adds it up."""
    total: Formula | None = found["total"]
    if total is None or total.text not in TOTALS:
        return total
    function = TOTALS[total.text]
    tree = Call(function, (Structured(None, "data", id_),))
    return replace(total, text=f"={function}([{id_}])", tree=tree)


def check_numeric(shapes: ShapeReader, found: Found, type_: Type, id_: str) -> None:
    """Report what is said of numbers where there are none, and bounds that hold nothing."""
    keys = ("show",) if "formula" in found else ("min", "max", "show")  # see check_typed_in
    for key in keys:
        if key in found.key_spans and type_ is not UNREAD and type_.kind != "number":
            shapes.report(
                "PS114",
                Words(
                    f"“{id_}”的类型是“{type_.id}”，“{key}”只对数字起作用",
                    f"'{id_}' is of type '{type_.id}', and '{key}' is about numbers",
                ),
                found.key_spans[key],
                _INSTEAD.get(key) or Words(f"删去“{key}”", f"delete '{key}'"),
            )
    if "width" in found.key_spans and not 0 < (found["width"] or 1) <= MAX_WIDTH:
        shapes.report(
            "PS108",
            Words(
                f"“width”是 {found['width']:g}；一列宽 1 到 {MAX_WIDTH} 个字符",
                f"'width' is {found['width']:g}; a column is 1 to {MAX_WIDTH} characters wide",
            ),
            found.spans["width"],
        )
    least, most = found["min"], found["max"]
    if least is not None and most is not None and least > most:
        shapes.report(
            "PS114",
            Words(
                f"“{id_}”最小 {least:g}、最大 {most:g}：两者之间没有数",
                f"'{id_}' takes at least {least:g} and at most {most:g}: nothing lies between",
            ),
            found.spans["min"],
            Words("对调“min”和“max”", "exchange 'min' and 'max'"),
        )


_INSTEAD = {
    "show": Words(
        "列表的选项用“mean:”着色，别的用“when:”",
        "items of lists are coloured with 'mean:', others with 'when:'",
    ),
}


def check_typed_in(shapes: ShapeReader, found: Found, what: Words) -> None:
    """Report what is said of typing where *what* is computed."""
    for key in ("required", "example", "min", "max", "options"):
        if key in found:
            shapes.report(
                "PS114",
                Words(
                    f"{what.zh}由公式计算，“{key}”不起作用",
                    f"{what.en} is computed, so '{key}' has no effect",
                ),
                found.key_spans[key],
                Words(
                    f"删去“{key}”；要手工填写就删去“formula”",
                    f"delete '{key}', or delete 'formula' to have it typed in",
                ),
            )


def bound(found: Found, key: str, otherwise: float | None) -> float | None:
    """The least or greatest value allowed, by the object or by its type."""
    value: float | None = found[key]
    return otherwise if value is None else value


def read_rules(found: Found) -> tuple[Rule, ...]:
    """The rules of ``when``: formulas by meaning."""
    return tuple(Rule(mean, formula) for mean, (formula, _) in found["when"].items())


def read_each(found: Found) -> Each | None:
    """The repetition of ``each``: one variable and its list."""
    for variable, (ref, _) in found["each"].items():
        return Each(variable, ref.id, ref.span)
    return None


def check_repeats(shapes: ShapeReader, found: Found, kind: str) -> None:
    """Report a variable in the id of a column or row that nothing repeats."""
    id_ = found["id"]
    _check_label(shapes, found)
    if "{" not in id_ or "each" in found.key_spans:
        return
    variable = id_.partition("{")[2].partition("}")[0]
    shapes.report(
        "PS109",
        Words(
            f"id“{id_}”里有变量，这一{KINDS[kind].zh}却不重复",
            f"the id '{id_}' holds a variable, and nothing repeats this {kind}",
        ),
        found.spans["id"],
        Words(
            f"写上 each: {{{variable}: 列表}}，或去掉花括号",
            f"add each: {{{variable}: LIST}}, or leave out the braces",
        ),
    )


def _check_label(shapes: ShapeReader, found: Found) -> None:
    """Report a variable in a label that is not the one that repeats the column or row."""
    label: Words | None = found["label"]
    for variable in found["each"] if len(found["each"]) == 1 else ():
        written = _VARIABLE.findall(f"{label.zh} {label.en}") if label else []
        if others := [one for one in written if one != variable]:
            shapes.report(
                "PS109",
                Words(
                    f"标签里的“{{{others[0]}}}”不是“each”的变量",
                    f"'{{{others[0]}}}' in the label is not the variable of 'each'",
                ),
                found.spans["label"],
                Words(f"写“{{{variable}}}”", f"write '{{{variable}}}'"),
            )


def check_options(shapes: ShapeReader, found: Found, type_: Type, what: Words) -> None:
    """Report options for what is no free text."""
    if "options" in found and (type_.kind != "text" or type_.id == "choice"):
        shapes.report(
            "PS114",
            Words(
                f"{what.zh}有“options”，但类型是“{type_.id}”",
                f"{what.en} has options but is of type '{type_.id}'",
            ),
            found.key_spans["options"],
            Words(
                "只有自由文本才有下拉建议：改为“type: text”，或删去“options”",
                "options are offered for free texts: make it 'type: text', or delete 'options'",
            ),
        )


def check_list(shapes: ShapeReader, found: Found, type_: Type, id_: str) -> None:
    """Report a choice without a list, and a list without a choice."""
    if type_ is UNREAD:
        return
    if type_.id == "choice" and "list" not in found.spans:
        shapes.report(
            "PS106",
            Words(f"“{id_}”的类型是 choice，缺少“list”", f"'{id_}' is a choice and lacks 'list'"),
            found.spans["type"],
            Words("用“list:”写出从哪个列表选", "list: the id of the list it is chosen from"),
        )
    if type_.id != "choice" and "list" in found:
        shapes.report(
            "PS114",
            Words(
                f"“{id_}”有“list”，但类型是“{type_.id}”",
                f"'{id_}' has a list but is of type '{type_.id}'",
            ),
            found.spans["list"],
            Words("改为“type: choice”，或删去“list”", "make it 'type: choice', or delete 'list'"),
        )
