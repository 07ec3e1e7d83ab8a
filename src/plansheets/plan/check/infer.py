"""What every part of a formula is, and the mistakes that show where that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from functools import reduce
from itertools import pairwise
from typing import Final, Protocol

from plansheets.formula.ast import (
    ArrayConstant,
    Binary,
    Boolean,
    Call,
    Cell,
    CellRange,
    ErrorConstant,
    Invoke,
    Lines,
    Missing,
    Name,
    Node,
    Number,
    Postfix,
    Structured,
    Text,
    Unary,
)
from plansheets.formula.call_words import argument_of
from plansheets.formula.check import FormulaFault
from plansheets.formula.rewrite import children
from plansheets.functions.catalog import FORMULAS
from plansheets.functions.function import Argument, Function
from plansheets.plan.check import kind_words
from plansheets.plan.check.excel_kinds import (
    ADD,
    COMPARE,
    CRITERIA,
    TAKE_DATES,
    TAKE_NUMBERS,
    kind_of_call,
)
from plansheets.plan.check.kind_words import ADDED, COMPARED, DONE, SUBTRACTED, clash
from plansheets.plan.check.kinds import (
    BLANK,
    BOOLEAN,
    DATE,
    DAYS,
    NUMBER,
    PERCENT,
    TEXT,
    UNKNOWN,
    Kind,
    alike,
    join,
    kind_named,
    product,
    quotient,
    total,
)
from plansheets.plan.check.operands import (
    Operand,
    counts_days,
    criteria_of,
    is_bare,
    reads_as_number,
    shown,
)
from plansheets.plan.write_out.order import IN_ORDER
from plansheets.records import dataclass
from plansheets.words import Words, write


class Environment(Protocol):
    """What the ids of a formula are; None where that is not known."""

    def column(self, table: str | None, column: str) -> Kind | None: ...

    def name(self, name: str) -> Kind | None: ...

    def ordered(self, list_id: str) -> bool: ...

    def has_item(self, list_id: str, text: str) -> bool: ...

    def item_named(self, list_id: str, text: str) -> Words | None: ...

    def item_hint(self, list_id: str, text: str) -> Words:
        """How the item of a list that *text* means is written in a formula."""


def infer(node: Node, environment: Environment) -> Kind:
    """What *node* is, mistakes aside."""
    return _Inference(environment).kind(node)


def kind_faults(node: Node, environment: Environment) -> list[FormulaFault]:
    """The mistakes of kind and unit in *node*, in which own functions are not yet written out."""
    inference = _Inference(environment)
    inference.kind(node)
    return inference.faults


_CONDITIONS: Final = frozenset({"AND", "OR", "NOT", "XOR"})
_COMPARISONS: Final = frozenset({"=", "<>", "<", "<=", ">", ">="})


@dataclass(slots=True)
class _Inference:
    """One walk over one formula; the faults found on the way are gathered."""

    environment: Environment
    faults: list[FormulaFault] = field(default_factory=list)
    bound: dict[str, Kind] = field(default_factory=dict)
    """What LET has bound, folded."""

    def kind(self, node: Node) -> Kind:
        match node:
            case Number():
                return NUMBER
            case Text(value):
                return TEXT if value else BLANK
            case Boolean():
                return BOOLEAN
            case Name(name):
                known = self.bound.get(name.casefold())
                return known or self.environment.name(name) or UNKNOWN
            case Structured(rows="headers"):
                return TEXT
            case Structured(table, _, str(first), last):
                found = (self.environment.column(table, each) for each in (first, last) if each)
                return reduce(join, (kind or UNKNOWN for kind in found))
            case ArrayConstant(rows):
                return reduce(join, (self.kind(value) for row in rows for value in row))
            case Unary("-", operand):
                # a sign makes a number of a digit text and of a condition
                inner = self.kind(operand)
                return inner if inner.what == "number" else NUMBER
            case Postfix("%", operand):
                inner = self.kind(operand)
                return PERCENT if inner == NUMBER else inner
            case Postfix(".index", operand):
                return self.place(node, Operand(operand, self.kind(operand)))
            case Unary(_, operand) | Postfix(_, operand):
                return self.kind(operand)
            case Binary():
                return self.binary(node)
            case Call("LAMBDA", arguments):
                self.applied(arguments, ())
                return UNKNOWN
            case Call("LET", arguments):
                return self.let(arguments)
            case Call(name, arguments):
                parts = [Operand(argument, self.kind(argument)) for argument in arguments]
                function = FORMULAS.get(name)
                return self.own(node, function, parts) if function else self.call(node, parts)
            case Invoke(Call("LAMBDA", parameters), arguments):
                return self.applied(parameters, [self.kind(argument) for argument in arguments])
            case Invoke():
                for part in children(node):
                    self.kind(part)
                return UNKNOWN
            case Structured() | Cell() | CellRange() | Lines() | ErrorConstant() | Missing():
                return UNKNOWN

    def place(self, whole: Node, item: Operand) -> Kind:
        """The place of an item in its list, which one cell of a choice has."""
        if item.kind.list_id is None and item.kind != UNKNOWN:
            self.fault("PS271", kind_words.no_item(item), whole)
        elif isinstance(item.node, Structured) and item.node.rows != "this row":
            self.fault("PS271", kind_words.many_items(item), whole)
        return NUMBER

    def let(self, arguments: tuple[Node, ...]) -> Kind:
        outer = dict(self.bound)
        for name, value in zip(arguments[:-1:2], arguments[1:-1:2], strict=True):
            if isinstance(name, Name):
                self.bound[name.name.casefold()] = self.kind(value)
        result = self.kind(arguments[-1])
        self.bound = outer
        return result

    def applied(self, lambda_: tuple[Node, ...], given: Sequence[Kind]) -> Kind:
        """What the body of a LAMBDA is, where its parameters are as *given*, or unknown."""
        outer = dict(self.bound)
        *parameters, body = lambda_
        kinds = (*given, *[UNKNOWN] * len(parameters))
        for parameter, kind in zip(parameters, kinds, strict=False):
            if isinstance(parameter, Name):
                self.bound[parameter.name.casefold()] = kind
        result = self.kind(body)
        self.bound = outer
        return result

    def fault(self, code: str, said: kind_words.Said, node: Node) -> None:
        start, end = node.at or (0, 0)
        message, hint = said
        fault = FormulaFault(code, message, start, end, hint)
        if fault not in self.faults:
            self.faults.append(fault)

    # operators

    def binary(self, node: Binary) -> Kind:
        left = Operand(node.left, self.kind(node.left))
        right = Operand(node.right, self.kind(node.right))
        what = (left.kind.what, right.kind.what)
        match node.operator:
            case "&":
                return TEXT
            case ":" | " " | ",":
                return join(left.kind, right.kind)
            case sign if sign in _COMPARISONS:
                self.compare(node, left, right)
                return BOOLEAN
            case _:
                pass
        if self.text_in_arithmetic(node, left, right):
            return UNKNOWN
        if "date" in what:
            return self.dates(node, left, right)
        match what:
            case ("number", "number"):
                return self.numbers(node, left, right)
            # a condition counts 1 or 0: it selects what stands beside it
            case ("boolean", "boolean"):
                return NUMBER
            case ("boolean", "number"):
                return right.kind
            case ("number", "boolean"):
                return left.kind
            case _:
                return UNKNOWN

    def numbers(self, node: Binary, left: Operand, right: Operand) -> Kind:
        match node.operator:
            case "+" | "-" if alike(left.kind, right.kind):
                return total(left.kind, right.kind)
            case "+" | "-" if counts_days(node, left, right):
                return DAYS
            case "+" | "-":
                self.fault("PS260", clash(DONE[node.operator], (left, right)), node)
                return UNKNOWN
            case "*":
                bare = is_bare(left.node) or is_bare(right.node)
                return product(left.kind, right.kind, bare=bare)
            case "/":
                return quotient(left.kind, right.kind, bare=is_bare(right.node))
            case _:
                return NUMBER

    def text_in_arithmetic(self, node: Binary, left: Operand, right: Operand) -> bool:
        """Whether a text stands where Excel needs a number; ``text*1`` and ``text+0`` read one."""
        found = False
        for part, other in ((left, right), (right, left)):
            if part.kind.what not in ("text", "blank") or isinstance(part.node, Call):
                continue
            if isinstance(part.node, Text) and reads_as_number(part.node.value):
                continue
            if isinstance(other.node, Number) and other.node.value in (0, 1):
                continue
            self.fault("PS262", kind_words.no_text_in(node.operator, part), part.node)
            found = True
        return found

    def dates(self, node: Binary, left: Operand, right: Operand) -> Kind:
        what = (left.kind.what, right.kind.what)
        match node.operator, what:
            case "-", ("date", "date"):
                return DAYS
            case "+", ("date", "date"):
                self.fault("PS263", kind_words.two_dates_added(left, right), node)
                return UNKNOWN
            case (("+" | "-"), ("date", "number") | ("number", "date")):
                number = left if what[0] == "number" else right
                if number.kind.unit in ("money", "percent", "ratio"):
                    self.fault("PS263", clash(DONE[node.operator], (left, right)), node)
                elif node.operator == "+" or what[0] == "date":
                    return DATE
                elif number.kind.measured:
                    hint = write(f"{shown(right.node)} - {shown(left.node)}")
                    self.fault("PS263", clash(SUBTRACTED, (left, right), hint), node)
                return UNKNOWN
            case "*", ("date", "boolean") | ("boolean", "date"):
                return DATE
            case _:
                return UNKNOWN

    def compare(self, whole: Node, left: Operand, right: Operand) -> None:
        """Find comparisons that can only ever turn out one way."""
        what = {left.kind.what, right.kind.what}
        if what & {"blank", "unknown"}:
            return
        if what == {"number"}:
            if not alike(left.kind, right.kind) and not counts_days(whole, left, right):
                self.fault("PS261", clash(COMPARED, (left, right)), whole)
        elif what == {"text"}:
            self.compare_items(whole, left, right)
            if isinstance(whole, Binary) and whole.operator in IN_ORDER:
                self.order(whole, left, right)
        elif what == {"date", "number"}:
            if left.kind.measured or right.kind.measured:
                hint = kind_words.DIFFERENCE_IS_DAYS
                self.fault("PS261", clash(COMPARED, (left, right), hint), whole)
        elif len(what) > 1:
            hint = kind_words.TEXTS_ARE_GREATER
            if "boolean" in what:
                condition = left if left.kind.what == "boolean" else right
                hint = kind_words.a_condition_already(condition.node)
            elif "date" in what:
                hint = kind_words.WRITE_A_DAY
            self.fault("PS261", clash(COMPARED, (left, right), hint), whole)

    def compare_items(self, whole: Node, left: Operand, right: Operand) -> None:
        """Find items of two lists compared, and an item's words written out in one language."""
        lists = (left.kind.list_id, right.kind.list_id)
        if None not in lists and lists[0] != lists[1]:
            self.fault("PS261", kind_words.items_of_two_lists(left, right), whole)
        for list_, other in ((lists[0], right.node), (lists[1], left.node)):
            if list_ and isinstance(other, Text):
                hint = self.environment.item_hint(list_, other.value)
                self.fault("PS266", kind_words.written_out(other.value, list_, hint), other)

    def order(self, whole: Binary, left: Operand, right: Operand) -> None:
        """Find items compared by their letters, of which every language has others."""
        list_id = left.kind.list_id or right.kind.list_id
        if list_id is not None and not self.environment.ordered(list_id):
            self.fault("PS268", kind_words.in_no_order(list_id, whole), whole)

    def criterion(self, part: Operand) -> None:
        """Find a criterion in a text that asks which item comes first."""
        match part.node:
            case Binary("&", Text(sign), item) if sign in IN_ORDER and self.kind(item).list_id:
                said = kind_words.compares_letters(self.kind(item).list_id, part.node, sign, item)
                self.fault("PS268", said, part.node)
            case _:
                pass

    def item_criterion(self, where: Operand, criterion: Operand) -> None:
        """Find an item's words written out as the criterion over a column of items."""
        match where.kind.list_id, criterion.node:
            case str(list_id), Text(written):
                text = written.removeprefix("=").removeprefix("<>")
                if hint := self.environment.item_named(list_id, text):
                    said = kind_words.written_out(text, list_id, hint)
                    self.fault("PS266", said, criterion.node)
            case _:
                pass

    def met(self, whole: Call, where: Operand, criterion: Operand) -> None:
        """Find criteria that no cell of what they look through can meet."""
        match criterion.node:
            case Text(written):
                name = written.lstrip("<>=")
                if self.environment.name(name) is not None:
                    sign = written.removesuffix(name)
                    self.fault("PS261", kind_words.quoted_name(sign, name), criterion.node)
            case Binary("&", Text(sign), value) if sign in _COMPARISONS:
                self.compare(whole, where, Operand(value, self.kind(value)))
            case Call():
                pass
            case _:
                self.compare(whole, where, criterion)

    # functions

    def call(self, node: Call, parts: list[Operand]) -> Kind:
        self.check_arguments(node, parts)
        return kind_of_call(node, [part.kind for part in parts])

    def check_arguments(self, node: Call, parts: list[Operand]) -> None:
        name = node.name
        for part in parts[:1] if name == "IF" else parts if name in _CONDITIONS else ():
            self.condition(part)
        if name in TAKE_NUMBERS:
            for part in parts:
                if part.kind.what == "text" and not isinstance(part.node, Call | Text):
                    self.fault("PS265", kind_words.function_takes_numbers(name, part), part.node)
        for part in parts[: TAKE_DATES.get(name, 0)]:
            self.expect_date(Words(f"{name} ", name), part)
        if name in ADD or name in COMPARE:
            numbers = [part for part in parts if part.kind.measured]
            clashing = [pair for pair in pairwise(numbers) if not alike(pair[0].kind, pair[1].kind)]
            if clashing and name in ADD:
                self.fault("PS260", clash(ADDED, clashing[0]), node)
            elif clashing:
                self.fault("PS261", clash(COMPARED, clashing[0]), node)
        for part in parts if name in CRITERIA else ():
            self.criterion(part)
        for where, criterion in criteria_of(name, parts):
            self.item_criterion(where, criterion)
            self.met(node, where, criterion)
        match name, parts:
            case (("MATCH" | "LOOKUP" | "XLOOKUP" | "XMATCH"), [wanted, where, *_]):
                if not isinstance(wanted.node, Call):
                    self.compare(node, wanted, where)
            case _:
                pass

    def condition(self, part: Operand) -> None:
        if part.kind.what == "date" or (
            part.kind.what == "text" and not isinstance(part.node, Call)
        ):
            self.fault("PS264", kind_words.no_condition(part), part.node)

    def expect_date(self, where: Words, part: Operand) -> None:
        wrong = part.kind.what in ("text", "boolean") and not isinstance(part.node, Call | Text)
        if wrong or part.kind.unit in ("money", "percent", "ratio"):
            self.fault("PS265", kind_words.takes_a_date(where, part), part.node)

    def own(self, node: Call, function: Function, parts: list[Operand]) -> Kind:
        """A call of one of our own functions, by what the catalogue says it takes."""
        given: dict[str, Operand] = {}
        for argument, part in zip(function.arguments, parts, strict=False):
            given[argument.name] = part
            self.own_argument(function, argument, part)
            other = given.get(argument.like or "")
            both = other and other.kind.measured and part.kind.measured
            if other and both and not alike(other.kind, part.kind):
                self.fault("PS261", clash(COMPARED, (other, part)), node)
        if function.like in given:
            return given[function.like].kind
        return kind_named(function.gives)

    def own_argument(self, function: Function, argument: Argument, part: Operand) -> None:
        where = argument_of(function.name, argument.name)
        match argument.takes, part.kind.what:
            case "date", _:
                self.expect_date(where, part)
            case "number", "text" | "boolean" if not isinstance(part.node, Call):
                self.fault("PS265", kind_words.takes_a_number(where, part, argument), part.node)
            case "boolean", "text" | "date":
                self.fault("PS264", kind_words.takes_a_condition(where, part, argument), part.node)
            case _:
                pass
