"""Metrics, ladders and checks."""

from __future__ import annotations

from typing import get_args

from plansheets.blueprint.grammar.kinds import (
    FORMULA,
    ID,
    ONLY,
    RULES,
    TYPE,
    WHOLE,
    WORDS,
    Is,
    Key,
    ListOf,
    Object,
    OneOf,
    ref,
)
from plansheets.errors import Level

FIGURES = (
    Object(
        "metric",
        "A single value with a name, a definition and, on cards, a place.",
        (
            Key("type", TYPE, "What the value is", True),
            Key("label", WORDS, "Its name", True),
            Key("formula", FORMULA, "How it is computed", True),
            Key("unit", WORDS, "Its unit"),
            Key("help", WORDS, "Its definition (口径)"),
            Key("source", WORDS, "Where its data come from"),
            Key("how", WORDS, "The formula in words, where the words made from it would be long"),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            Key("list", ref("list"), "The list whose item it gives"),
            Key("when", RULES, "Looks good, warn, bad or muted while a formula holds"),
            Key(
                "period",
                FORMULA,
                "The period it speaks of, as a text; its card names it beside the label",
            ),
            Key("target", FORMULA, "What it is to reach; its card says so"),
            Key(
                "before",
                FORMULA,
                "What it was a period before; its card says by how much it has changed",
            ),
            Key("last_year", FORMULA, "What it was a year before; its card says the change"),
            Key(
                "note",
                FORMULA,
                "A text for the small line of its card; also why the card shows nothing",
            ),
            Key(
                "beside",
                ListOf(ref("metric")),
                "Other metrics that the small line of its card names with their values",
            ),
            ONLY,
        ),
        "stock_value: {type: money, label: {zh-CN: 库存金额, en: Stock value}, "
        "formula: '=SUM(skus[stock_value])'}",
    ),
    Object(
        "ladder",
        "Stands where a formula stands: the first rung whose condition holds says the value.",
        (
            Key(
                "first",
                ListOf(Is("rung")),
                "The rungs in their order; the last one is `else`",
                True,
            ),
        ),
        "first:\n"
        "  - {when: '=[@roi]=\"\"', then: '=\"\"'}\n"
        "  - {when: '=[@roi]>=roi_goal', then: '=verdict.good'}\n"
        "  - {else: '=verdict.weak'}",
    ),
    Object(
        "rung",
        "A condition and what holds then; or what holds where none of the conditions above does.",
        (
            Key("when", FORMULA, "The condition", True, unless="else"),
            Key("then", FORMULA, "The value where the condition holds", True, unless="else"),
            Key("else", FORMULA, "The value where no condition above holds; stands last, alone"),
        ),
    ),
    Object(
        "check",
        "Something that should not be; its count stands on the checks sheet and its verdict on the "
        "front page.",
        (
            Key("id", ID, "Its id", True),
            Key("level", OneOf(get_args(Level)), "How bad it is", True),
            Key("count", FORMULA, "How often it occurs"),
            Key(
                "where",
                FORMULA,
                "In place of `count`: what holds of a row of `table` that should not be there, "
                "over whole columns; the check counts such rows and leads to the first",
            ),
            Key("message", WORDS, "What is wrong, in a few words", True),
            Key("hint", WORDS, "What to do about it"),
            Key("table", ref("table"), "Where to look; the check links to it"),
            Key("sample", WHOLE, "How many the sample is expected to show", default=0),
            ONLY,
        ),
        "- {id: below_cost, level: error, table: skus,\n"
        "   where: '=ISNUMBER(skus[price]) * (skus[price] < skus[cost])',\n"
        "   message: {zh-CN: 售价低于成本, en: Below cost}}",
        one_of=("count", "where"),
    ),
)
