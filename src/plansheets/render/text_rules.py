"""Conditional formats and validations as the text of a plan writes them, one a line."""

from __future__ import annotations

from typing import assert_never

from plansheets.plan.model import PlannedConditional, PlannedValidation
from plansheets.plan.rules import (
    Accepted,
    AnyValue,
    Between,
    Custom,
    DataBar,
    FormulaFormat,
    HeatMap,
    Highlight,
    ItemsFrom,
    ListedItems,
)
from plansheets.render.text_parts import box_name, listed, quote, show, spelled


def conditional_line(conditional: PlannedConditional) -> str:
    where = box_name(conditional.box)
    match conditional.shows:
        case FormulaFormat(formula, highlight, stop):
            look = _highlight(highlight) + (", stop" if stop else "")
            return f"  format {where} {spelled(formula)} gives {look}"
        case DataBar() as bar:
            return f"  bar {where} {_bar(bar)}"
        case HeatMap(low, high):
            return f"  heat {where} {low} to {high}"
        case other:
            assert_never(other)


def _bar(bar: DataBar) -> str:
    low, high = ("auto" if end is None else show(end) for end in (bar.minimum, bar.maximum))
    facts = [
        f"below zero {bar.below_zero}",
        f"axis {bar.axis}",
        "" if bar.solid else "fading",
        f"edge {bar.edge}" if bar.edge else "",
    ]
    return f"{bar.color} from {low} to {high}{listed(facts)}"


def _highlight(highlight: Highlight) -> str:
    facts = [
        f"color {highlight.color}" if highlight.color else "",
        f"fill {highlight.fill}" if highlight.fill else "",
        {True: "bold", False: "not bold", None: ""}[highlight.bold],
        "strike" if highlight.strike else "",
        quote(highlight.number_format) if highlight.number_format else "",
        f"left {highlight.left}" if highlight.left else "",
        f"right {highlight.right}" if highlight.right else "",
        f"bottom {highlight.bottom}" if highlight.bottom else "",
    ]
    return ", ".join(fact for fact in facts if fact) or "nothing"


def validation_line(validation: PlannedValidation) -> str:
    facts = [f"  validation {box_name(validation.box)} {_accepted(validation.accepts)}"]
    if not validation.ignore_blank:
        facts.append("no blanks")
    if validation.prompt or validation.prompt_title:
        facts.append(f"asks {quote(validation.prompt_title)} {quote(validation.prompt)}")
    if validation.error_level == "none":
        facts.append("and others")
    if validation.error or validation.error_title:
        said = f"{quote(validation.error_title)} {quote(validation.error)}"
        facts.append(f"{validation.error_level} {said}")
    return " ".join(facts)


def _accepted(accepts: Accepted) -> str:
    match accepts:
        case AnyValue():
            return "any"
        case ListedItems(items):
            return "list " + ", ".join(map(quote, items))
        case ItemsFrom(source):
            return f"list {spelled(source)}"
        case Between(measure, minimum, maximum):
            return f"{measure} >= {show(minimum)} <= {show(maximum)}"
        case Custom(formula):
            return f"custom {spelled(formula)}"
        case other:
            assert_never(other)
