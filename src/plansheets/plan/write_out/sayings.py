"""Excel's functions in words: what a reader of the dictionary need not know as a name."""

from __future__ import annotations

from typing import Final

from plansheets.formula.ast import Binary, Call, Node, Number, Structured
from plansheets.words import Words

SAYINGS: Final[dict[tuple[str, int], Words]] = {
    ("SUM", 1): Words("{0}之和", "sum of {0}"),
    ("AVERAGE", 1): Words("{0}的平均数", "mean of {0}"),
    ("MIN", 1): Words("{0}中最小的", "least of {0}"),
    ("MAX", 1): Words("{0}中最大的", "largest of {0}"),
    ("COUNT", 1): Words("{0}中的数字个数", "count of numbers in {0}"),
    ("ROUND", 2): Words("{0}（四舍五入到 {1} 位小数）", "{0}, rounded to {1} decimals"),
    ("ISNUMBER", 1): Words("{0}有数", "{0} is a number"),
    ("SUMIF", 3): Words("{0}为{1}的{2}之和", "sum of {2} where {0} is {1}"),
    ("COUNTIF", 2): Words("{0}为{1}的行数", "count of rows where {0} is {1}"),
    ("INDEX", 2): Words("{0}的第（{1}）个", "no. ({1}) of {0}"),
}
"""By name and number of arguments; whatever is not here is said by its name."""

LOOKED_UP: Final = Words("{0}为{1}的那一行的{2}", "{2} of the row where {0} is {1}")
SO_FAR: Final = Words("{0}从首行到本行", "{0} from the first row to this one")
FROM_TO: Final = Words("{0} 至 {1}", "{0} to {1}")
ROW_NUMBER: Final = Words("本行序号", "the row’s number")


def looked_up(node: Node) -> tuple[Node, Node, Node] | None:
    """The keys, what is looked for and the values of ``INDEX(values, MATCH(what, keys, 0))``."""
    match node:
        case Call("INDEX", (values, Call("MATCH", (what, keys, Number(0))))):
            return keys, what, values
        case _:
            return None


def so_far(node: Node) -> Structured | None:
    """The cell of this row where *node* is the column down to it: ``INDEX(t[a], 1):[@a]``."""
    match node:
        case Binary(
            ":",
            Call("INDEX", (Structured(first=one), Number(1))),
            Structured(rows="this row", first=other) as here,
        ) if one == other:
            return here
        case _:
            return None


def is_row_number(node: Node) -> bool:
    """Whether *node* counts rows from the header: ``ROW()-ROW(t[[#Headers],[a]])``."""
    match node:
        case Binary("-", Call("ROW", ()), Call("ROW", (Structured(rows="headers"),))):
            return True
        case _:
            return False
