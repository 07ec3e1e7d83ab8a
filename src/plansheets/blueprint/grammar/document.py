"""A blueprint as a whole: what it is, what it is composed of, parameters and lists."""

from __future__ import annotations

from typing import get_args

from plansheets.blueprint.grammar.kinds import (
    BOOLEAN,
    COLUMN_OF_A_TABLE,
    FORMULA,
    ID,
    MEAN,
    NUMBER,
    ONLY,
    TEXT,
    TYPE,
    WAS,
    WORDS,
    WRITTEN,
    Is,
    Key,
    ListOf,
    MapOf,
    Object,
    OneOf,
    ref,
)
from plansheets.blueprint.groups import GROUPS
from plansheets.blueprint.model import PERMISSIONS
from plansheets.values.numbers import Measure

DOCUMENT = (
    Object(
        "blueprint",
        "One workbook: what it holds, never where.",
        (
            Key(
                "blueprint",
                TEXT,
                "The blueprint's id, in kebab-case, as `plansheets build` takes it",
                True,
            ),
            Key("version", TEXT, "The blueprint's version, such as 1.0.0", True),
            Key("title", WORDS, "The workbook's title; the file is named after it", True),
            Key(
                "purpose",
                WORDS,
                "What the workbook is for, in one or two sentences, for its about sheet",
            ),
            Key("steps", ListOf(WORDS), "How to use it, a sentence a step, for the about sheet"),
            Key("keywords", ListOf(TEXT), "Words to find the blueprint by"),
            Key(
                "group",
                OneOf(tuple(GROUPS)),
                "The question it answers, by which `plansheets list` groups what is shipped",
            ),
            Key(
                "allow",
                ListOf(OneOf(PERMISSIONS), lenient=True),
                "What its formulas may do that others may not: `network`, reach out of the "
                "workbook. Whoever builds it must say --allow-network as well, and whatever "
                "includes it must allow the same",
            ),
            Key(
                "include",
                ListOf(ref("blueprint"), lenient=True),
                "Blueprints that become part of this one: the ids of shipped ones, or files beside "
                "it",
            ),
            Key(
                "optional",
                ListOf(ref("blueprint"), lenient=True),
                "Blueprints that become part of it where whoever builds it asks for them: "
                "`--with risk-register`. For `only` each is a variant: "
                "`only: {risk_register: with}`",
            ),
            Key(
                "links",
                MapOf(MapOf(FORMULA, repeated=True)),
                "By table, and under the word `parameters`: the formulas of link columns (of such "
                "as repeat too: m_{month}), and of parameters while they are blank",
            ),
            Key(
                "options",
                MapOf(MapOf(COLUMN_OF_A_TABLE)),
                "By table: drop-downs for input columns of included blueprints",
            ),
            Key(
                "samples",
                MapOf(ListOf(Is("sample_change"))),
                "By table: cells of included sample rows that are others in this whole",
            ),
            Key(
                "arrange",
                Is("arrangement"),
                "Which sheets of the whole are left out, folded away or joined",
            ),
            Key(
                "variants",
                MapOf(Is("variant")),
                "What is chosen when the workbook is built (`--set stage=mature`): `only` says of "
                "parts what they are there for, and a value may differ, as in "
                "`default: {stage: {mature: 10%, else: 5%}}`",
            ),
            Key(
                "parameters",
                MapOf(Is("parameter")),
                "Values that the whole workbook uses, each set in one place",
            ),
            Key("lists", MapOf(Is("list")), "Lists of items for drop-downs, units and repetitions"),
            Key("tables", MapOf(Is("table")), "Tables by id"),
            Key("metrics", MapOf(Is("metric")), "Single values with a name and a definition"),
            Key(
                "sheets",
                ListOf(Is("sheet")),
                "The sheets in their order; about, parameters, checks and "
                "dictionary are added without asking",
                True,
            ),
            Key("checks", ListOf(Is("check")), "What should not be in a filled workbook"),
        ),
        "blueprint: sku-management\nversion: 1.0.0\n"
        "title: {zh-CN: 商品运营管理, en: SKU management}",
    ),
    Object(
        "parameter",
        "A value that the whole workbook uses. A blank cell falls back to the default.",
        (
            Key("type", TYPE, "What the value is", True),
            Key("label", WORDS, "Its name on the parameters sheet", True),
            Key("default", WRITTEN, "What holds while the cell is blank"),
            Key("formula", FORMULA, "Computed while the cell is blank, in place of a default"),
            Key("sample", WORDS, "What the sample workbook has typed in"),
            Key("min", NUMBER, "The least value allowed"),
            Key("max", NUMBER, "The greatest value allowed"),
            Key("list", ref("list"), "The list a choice comes from"),
            Key(
                "options",
                COLUMN_OF_A_TABLE,
                "A column whose values are offered, as in people[post]; other texts are accepted",
            ),
            Key("unit", WORDS, "The unit written beside the value"),
            Key("help", WORDS, "What it does, in one sentence"),
            Key("format", WORDS, "A number format of Excel, in place of the type's"),
            WAS,
            ONLY,
        ),
        "stock_multiple: {type: multiple, default: 1.5, min: 1, "
        "label: {zh-CN: 备货倍数, en: Stock multiple}}",
    ),
    Object(
        "arrangement",
        "What becomes of the sheets that included blueprints bring, and of the own ones; each is "
        "named by its id, and in one place.",
        (
            Key(
                "join",
                ListOf(Is("joined_sheet")),
                "Sheets that stand side by side on one",
            ),
            Key(
                "fold",
                ListOf(ref("sheet")),
                "Sheets that are hidden; the about sheet names them and says how to show them. "
                "`dictionary` may be one",
            ),
            Key(
                "first_page",
                ListOf(ref("sheet")),
                "Sheets of which the first page alone goes onto paper, such as those that begin "
                "with what is most urgent. `about`, `parameters`, `checks` and `dictionary` may be "
                "among them",
            ),
            Key(
                "leave_out",
                ListOf(ref("sheet")),
                "Sheets that are not there, with their tables, metrics and checks; what formulas "
                "need of them stays, hidden",
            ),
        ),
        "arrange:\n"
        "  join:\n"
        "    - {id: targets, title: {zh-CN: 目标, en: Targets}, of: [goals, track],\n"
        "       print: [track]}\n"
        "  fold: [holidays]\n"
        "  leave_out: [okr_sheet]",
    ),
    Object(
        "joined_sheet",
        "Sheets side by side on one: each keeps its columns, its tables grow on their own, and it "
        "is printed on pages of its own. The sheet stands where the first of them would.",
        (
            Key("id", ID, "Its id", True),
            Key("title", WORDS, "The tab's title; every sheet on it keeps its own above it", True),
            Key("subtitle", WORDS, "What is found on it, for the about sheet"),
            Key("of", ListOf(ref("sheet")), "Their ids, from left to right", True),
            Key(
                "print",
                ListOf(ref("sheet")),
                "Those that go onto paper; all where nothing is said",
            ),
            ONLY,
        ),
    ),
    Object(
        "variant",
        "A choice that is made when the workbook is built, such as the stage of a business.",
        (
            Key("label", WORDS, "Its name", True),
            Key("items", MapOf(WORDS), "What there is to choose from, by id", True),
            Key("default", ID, "What holds where nothing is chosen; else the first item"),
            Key("help", WORDS, "What it changes, in one sentence"),
        ),
        "stage: {label: {zh-CN: 经营阶段, en: Stage}, default: growing,\n"
        "  items: {starting: {zh-CN: 初创, en: Starting}, growing: {zh-CN: 成长, en: Growing}}}",
    ),
    Object(
        "list",
        "Items by id; an item is its words, or an object with `label`. With `items` the list can "
        "carry a label or an order.",
        (
            Key("label", WORDS, "The list's name"),
            Key(
                "ordered",
                BOOLEAN,
                "Whether the items stand in an order, so that `[@status]>=status.signed` compares "
                "their places in the list",
            ),
            Key("items", MapOf(Is("item")), "The items by id", True),
            ONLY,
        ),
        "status:\n  on_sale:  {zh-CN: 在售, en: On sale}\n  clearing: {zh-CN: 清退, en: Clearing}",
        short=("items",),
    ),
    Object(
        "item",
        "One item of a list, `status.on_sale` in formulas.",
        (
            Key("label", WORDS, "What people read and pick", True),
            Key("aliases", ListOf(TEXT), "Other words by which exports call it"),
            Key("mean", MEAN, "How cells that hold it look"),
            Key("format", WORDS, "For lists of units: the number format of values in this unit"),
            Key(
                "measure",
                OneOf(get_args(Measure)),
                "For lists of units: what such values measure",
            ),
            WAS,
            ONLY,
        ),
        "red: {label: {zh-CN: ▼ 预警, en: ▼ Red}, mean: bad}",
        short=("label",),
    ),
)
