"""Formulas in words, for the comments on headers and the dictionary."""

from __future__ import annotations

from dataclasses import replace

from plansheets.blueprint.formulas import renewed
from plansheets.blueprint.model import Blueprint, Formula, Table
from plansheets.formula.ast import (
    Binary,
    Boolean,
    Call,
    Invoke,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.rewrite import scopes
from plansheets.formula.spell import BAR, spell, spell_number
from plansheets.functions.catalog import FORMULAS
from plansheets.plan.report import Report
from plansheets.plan.write_out.groups import grouped, grouped_apart
from plansheets.plan.write_out.sayings import (
    FROM_TO,
    LOOKED_UP,
    ROW_NUMBER,
    SAYINGS,
    SO_FAR,
    is_row_number,
    looked_up,
    so_far,
)
from plansheets.records import dataclass
from plansheets.words import LOCALES, Locale, Words

_SIGNS = {
    "*": " × ",
    "/": " ÷ ",
    "-": " − ",
    "+": " + ",
    "&": " & ",
    "<=": " ≤ ",
    ">=": " ≥ ",
    "<>": " ≠ ",
    "=": " = ",
    "<": " < ",
    ">": " > ",
    "^": " ^ ",
}
_TIGHT = {"^": 5, "*": 4, "/": 4, "+": 3, "-": 3, "&": 2}
_PART = 1
"""How tightly the parts of a list hold together: what a function means is said where it leads."""
_SAID = 2
"""How tightly the parts of a saying hold together: sums within it stand in parentheses."""
_NOTHING = Text("")
_MOST = 240


def explain(blueprint: Blueprint, _report: Report) -> Blueprint:
    """*blueprint* with words for how each column and metric is computed that has none of its own.

    Taken from the formula as written, before the project's own functions are written out.
    """
    labels = {locale: _labels(blueprint, locale) for locale in LOCALES}

    def how(formula: Formula | None, own: str | None = None) -> Words | None:
        if formula is None:
            return None
        return Words.told(
            lambda locale: _cut(_Wording(labels[locale], own, locale).say(formula.tree))
        )

    def table(one: Table) -> Table:
        columns = tuple(
            renewed(column, how=column.how or how(column.formula, one.id)) for column in one.columns
        )
        return renewed(one, columns=columns)

    return renewed(
        blueprint,
        tables=tuple(map(table, blueprint.tables)),
        metrics=tuple(
            renewed(metric, how=metric.how or how(metric.formula)) for metric in blueprint.metrics
        ),
    )


def _cut(text: str) -> str:
    return text if len(text) <= _MOST else text[: _MOST - 1] + "…"


def _labels(blueprint: Blueprint, locale: Locale) -> dict[str, str]:
    labels = {parameter.id: parameter.label(locale) for parameter in blueprint.parameters}
    labels |= {metric.id: metric.label(locale) for metric in blueprint.metrics}
    for table in blueprint.tables:
        labels[table.id] = table.title(locale)
        labels |= {f"{table.id}[{column.id}]": column.label(locale) for column in table.columns}
    for list_ in blueprint.lists:
        labels |= {f"{list_.id}.{item.id}": item.label(locale) for item in list_.items}
    return labels


@dataclass(frozen=True, slots=True)
class _Wording:
    labels: dict[str, str]
    own: str | None
    locale: Locale

    def say(self, node: Node, tightness: int = 0) -> str:
        match node:
            case Number(value=value):
                return spell_number(value)
            case Text(value=value):
                return f"“{value}”" if value else "“”"
            case Boolean(value=value):
                return str(value).upper()
            case Name(name=name):
                label = self.labels.get(name, name)
                return f"“{label}”" if "." in name and name in self.labels else label
            case Structured():
                return self._column(node)
            case Unary(operator=operator, operand=operand):
                return f"{operator}{self.say(operand, 6)}" if operator != "@" else self.say(operand)
            case Postfix(operator="%", operand=operand):
                return f"{self.say(operand, 6)}%"
            case Postfix(operator=".index", operand=operand):
                item = self.say(operand)
                return f"{item}的位次" if self.locale == "zh-CN" else f"the place of {item}"
            case Call(name="IF", arguments=(_, Text(value=""), value)):
                return self.say(value, tightness)
            case Call("IF", (_, _, _)):
                text = self._ladder(node)
                return f"({text})" if tightness else text
            case Call(name="IFERROR", arguments=(value, Text(value=""))):
                return self.say(value, tightness)
            case Call(name="N", arguments=(value,)):
                return self.say(value, tightness)
            case Call(name="prior", arguments=(value, first)):
                before, start = self.say(value), self.say(first)
                if self.locale == "zh-CN":
                    return f"上一行的{before}（首行为 {start}）"
                return f"{before} of the row above ({start} in the first row)"
            case Call("INDEX") if (found := looked_up(node)) is not None:
                return self._said(LOOKED_UP, *found)
            case Binary(":") if (here := so_far(node)) is not None:
                return self._said(SO_FAR, here)
            case Binary(":", left, right):
                return self._said(FROM_TO, left, right)
            case Binary("-") if is_row_number(node):
                return ROW_NUMBER(self.locale)
            case Call("SUMPRODUCT") | Binary("/") if (apart := grouped_apart(node)) is not None:
                return f"{apart[0]}({self._of_group(apart[1])})"
            case Call():
                return self._call(node, tightness)
            case Binary() if (whole := grouped(node)) is not None:
                return self._of_group(whole)
            case Invoke(function=function, arguments=arguments):
                return f"{self.say(function)}({self._listed(arguments)})"
            case Binary(operator=operator, left=left, right=right) if operator in _SIGNS:
                own = _TIGHT.get(operator, 1)
                text = f"{self.say(left, own)}{_SIGNS[operator]}{self.say(right, own + 1)}"
                return f"({text})" if own < tightness else text
        return spell(node, BAR)

    def _ladder(self, node: Call) -> str:
        """IF in IF in IF as what holds first: a condition and a value at a time."""
        chinese = self.locale == "zh-CN"
        parts: list[str] = []
        rest: Node = node
        while isinstance(rest, Call) and rest.name == "IF" and len(rest.arguments) == 3:
            when, then, rest = rest.arguments
            if then != _NOTHING:
                value, condition = self.say(then, _PART), self.say(when, _PART)
                parts.append(
                    f"{condition} 时为{value}" if chinese else f"{value} where {condition}"
                )
        if rest != _NOTHING:
            parts.append(f"{'否则为' if chinese else 'else '}{self.say(rest, _PART)}")
        return ("；" if chinese else "; ").join(parts)

    def _of_group(self, whole: Structured) -> str:
        label = self.labels.get(f"{whole.table}[{whole.first}]", whole.first or "")
        return f"同组的「{label}」" if self.locale == "zh-CN" else f"“{label}” of its rows"

    def _column(self, node: Structured) -> str:
        table = node.table or self.own or ""
        label = self.labels.get(f"{table}[{node.first}]", node.first or "")
        if node.last is not None and node.last != node.first:
            last = self.labels.get(f"{table}[{node.last}]", node.last)
            label = f"{label} 至 {last}" if self.locale == "zh-CN" else f"{label} to {last}"
        if node.rows == "this row":
            return label
        where = "" if table == self.own else self.labels.get(table, table)
        if self.locale == "zh-CN":
            return f"{where}「{label}」列" if where else f"「{label}」整列"
        return f"column “{label}”" + (f" of {where}" if where else "")

    def _listed(self, arguments: tuple[Node, ...]) -> str:
        return self._comma.join(self.say(argument, _PART) for argument in arguments)

    def _said(self, saying: Words, *parts: Node) -> str:
        """*saying* with its *parts* filled in; what is not one word keeps its parentheses."""
        return saying(self.locale).format(*(self.say(part, _SAID) for part in parts))

    def _scope(self, node: Call) -> str:
        """A call that gives names of its own: they are nothing that has a label."""
        parts = []
        for argument, own, binds in scopes(node):
            labels = {} if binds else {id_: at for id_, at in self.labels.items() if id_ not in own}
            parts.append(replace(self, labels=labels).say(argument))
        return f"{node.name}({self._comma.join(parts)})"

    @property
    def _comma(self) -> str:
        return "，" if self.locale == "zh-CN" else ", "

    def _call(self, node: Call, tightness: int) -> str:
        if node.name in ("LET", "LAMBDA"):
            return self._scope(node)
        saying = SAYINGS.get((node.name, len(node.arguments)))
        if saying is not None:
            text = self._said(saying, *node.arguments)
            return f"({text})" if tightness > _SAID and self.locale == "en" else text
        function = FORMULAS.get(node.name)
        arguments = self._listed(node.arguments)
        if function is None:
            return f"{node.name}({arguments})"
        said = f"{function.title(self.locale)}({arguments})"
        return said if tightness == _PART else f"{said} = {function.words(self.locale)}"
