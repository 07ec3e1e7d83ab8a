from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from plansheets.blueprint.types import TYPES
from plansheets.formula.check import FormulaFault
from plansheets.formula.parse import parse
from plansheets.plan.check.declared import declared_faults
from plansheets.plan.check.infer import infer, kind_faults
from plansheets.plan.check.kinds import (
    BLANK,
    BOOLEAN,
    COUNT,
    DATE,
    DAYS,
    MONEY,
    NUMBER,
    PERCENT,
    QUOTIENT,
    RATIO,
    TEXT,
    UNKNOWN,
    Kind,
    join,
    kind_of,
)
from plansheets.words import Words

COLUMNS = {
    "sku": "key", "name": "text", "status": "choice status", "method": "choice method",
    "price": "money", "cost": "money", "discount": "percent", "stock": "count",
    "ordered": "count", "sales_30d": "count", "planned_units": "count", "sales_value": "money",
    "margin": "percent", "cover": "days", "returns": "percent", "shelved": "date",
    "actual": "amount", "target": "amount", "previous": "amount", "weight": "percent",
    "score": "number", "cap": "multiple", "roi": "ratio", "spend": "money", "gmv": "money",
    "start": "date", "end": "date", "due": "date", "done": "percent", "planned": "percent",
    "owner": "person", "late": "flag", "days": "days", "buyers": "count", "visitors": "count",
    "orders": "count", "step": "amount", "points": "number", "bound": "percent", "grade": "text",
    "holiday": "date", "made_up": "date", "quarter": "quarter", "budget": "money",
}  # fmt: skip
NAMES = {
    "as_of": "date", "stock_multiple": "multiple", "flex": "percent", "amber": "percent",
    "red": "percent", "year": "number", "total_gmv": "money", "cover_target": "days",
    "cut_a": "money", "cut_b": "money", "company": "text", "service": "percent",
    "tolerance": "percent", "new_buyers": "count", "brand": "text",
    "status.on_sale": "choice status", "status.clearing": "choice status",
    "method.deduct": "choice method", "method.bonus": "choice method",
}  # fmt: skip


def known_as(words: str) -> Kind:
    type_, _, list_ = words.partition(" ")
    return kind_of(TYPES[type_], list_ or None)


class Board:
    """One table that knows all columns."""

    def column(self, table: str | None, column: str) -> Kind | None:
        return known_as(COLUMNS[column]) if table in (None, "t") and column in COLUMNS else None

    def name(self, name: str) -> Kind | None:
        return known_as(NAMES[name]) if name in NAMES else None

    def ordered(self, list_id: str) -> bool:
        return list_id == "status"

    def has_item(self, list_id: str, text: str) -> bool:
        return text == "●"

    def item_named(self, list_id: str, text: str) -> Words | None:
        return Words(f"写成 {list_id}.…", f"write {list_id}.…") if text == "在售" else None

    def item_hint(self, list_id: str, text: str) -> Words:
        return Words(f"写成 {list_id}.…", f"write {list_id}.… for {text}")


GOOD = """
=IF([@status]>=status.clearing, 1, 0)
=COUNTIF(t[status], "<>"&status.on_sale)
=IF(N([@stock])=0, "", [@sales_30d] / [@stock])
=IF(OR([@target]="", [@actual]=""), "", [@actual] - [@target])
=IF([@target]=0, "", ([@actual]-[@target])/ABS([@target]))
=IF(COUNT([@price],[@cost])<2, "", ([@price]-[@cost])/[@price])
=IF(N([@sales_30d])<=0, "", [@stock]/([@sales_30d]/30))
=[@price] * (1 - [@discount])
=[@price] * [@sales_30d]
=[@sales_value] - [@cost]*[@sales_30d]
=[@stock] * [@cost]
=[@price]*0.75
=0.75*[@price] - [@cost]
=[@stock] + [@ordered] - [@planned_units]
=IF(ISNUMBER([@cover]), [@cover]>=cover_target, FALSE)
=IF([@stock]>=stock_multiple*[@planned_units], 1, 0)
=[@stock]/[@planned_units] >= stock_multiple
=ROUND([@stock]/[@planned_units], 10) >= 1.5
=IF([@status]=status.on_sale, 1, 0)
=AND([@status]=status.on_sale, [@stock]>0, as_of-[@shelved]>=30, N([@orders])=0)
=COUNTIFS(t[status], status.on_sale, t[stock], ">0")
=SUMPRODUCT((t[stock]>0)*(t[sales_30d]>0)) / COUNTIF(t[status], status.on_sale)
=SUMPRODUCT(t[price], t[sales_30d])
=SUMPRODUCT((t[status]=status.on_sale)*t[sales_value])
=SUMPRODUCT(--(t[price]<t[cost]))
=SUMIFS(t[sales_value], t[status], status.on_sale) / SUM(t[sales_value])
=LOOKUP(ROUND(SUMIF(t[sales_value],">"&[@sales_value])/SUM(t[sales_value]),10),{0,0.8,0.95},{"A","B","C"})
=IF([@sales_value]>cut_a, "A", IF([@sales_value]>cut_b, "B", "C"))
=NORMSINV(service)*[@ordered]*SQRT(9)
=MAX(0, ROUNDUP(([@sales_30d]/30*21 + 28 - [@stock] - [@ordered])/10, 0)*10)
=[@gmv]/[@spend]
=([@gmv]-[@spend])/[@spend]
=([@gmv]*[@margin]-[@spend])/[@spend]
=1/[@margin]
=[@roi] < 1.5
=[@gmv]/[@spend] < [@roi]
=[@spend]/[@buyers]
=[@gmv]/[@buyers] * 12 * [@margin]
=[@gmv]/([@margin]*[@price])
=[@gmv]/[@price] - [@visitors]*[@margin]
=[@buyers]/[@visitors]
=[@budget]/[@spend] <= new_buyers
=[@end] - [@start] + 1
=[@start] + 14
=[@start] + [@days]
=[@end] + [@days]/[@done] - 1
=EDATE([@end], -1)
=WORKDAY([@start], -5, t[holiday])
=NETWORKDAYS([@start],[@end],t[holiday])+COUNTIFS(t[made_up],">="&[@start],t[made_up],"<="&[@end])
=MAX(0, MIN(1, (as_of-[@start]+1)/([@end]-[@start]+1)))
=SUMPRODUCT(t[planned], t[days])/SUM(t[days])
=IF(SUM(t[weight])=0, "", ABS(SUM(t[weight])-1)<1E-6)
=IF([@planned]=0, "", [@done]/[@planned])
=[@done] - [@planned] < -tolerance
=IF(AND(as_of>[@end], [@done]<1), "late", "")
=[@done] >= 100%
=DATE(year, 3*2+1, 0)
=[@due] <= DATE(year, 12, 31)
=IF([@due]="", "", [@due]-as_of)
=ROUND([@weight]*100*MAX(0, MIN([@cap], [@actual]/[@target])), 2)
=MAX(0,[@weight]*100-[@points]*ROUNDUP(ROUND(MAX(0,[@target]-[@actual])/[@step],9),0))
=INDEX(t[grade], MATCH(ROUND([@score]/([@weight]*100),10), t[bound], 1))
=IFERROR(INDEX(t[target], MATCH([@sku], t[sku], 0)), "")
=[@target] * (1 - flex)
=[@gmv] * (1 + flex) - total_gmv
=ROUND([@gmv]*SUM(t[weight]), 2) - ROUND(total_gmv*[@weight], 2)
=IF([@previous]<=0, "", [@actual]/[@previous]-1)
=IF(COUNT([@previous],[@actual])<2, "", IF(AND([@previous]<1.5,[@actual]<1.5), "review", ""))
=company & " " & TEXT(as_of, "yyyy-mm-dd")
=[@sku] & "-" & [@stock]
=LEFT([@sku], 2) = "MB"
=[@sku] = "00123"
=VALUE(RIGHT([@sku], 3)) + 1
=RIGHT([@sku], 3) * 1
=--MID([@sku], 3, 3)
=[@sku] * 1 + 5
=SUMPRODUCT(--ISNUMBER(SEARCH({"best","first"}, [@name])))
=RANK([@score], t[score])
=REPT("|", ROUND([@done]*10, 0))
=IF([@late], "!", "")
=NOT([@late])
=IF(COUNTA(t[owner])=0, "", COUNTIF(t[late], TRUE)/ROWS(t[late]))
=MIN(t[start])
=MAX(t[end]) - MIN(t[start]) + 1
=AVERAGE(t[price], t[cost])
=IF([@start]>as_of, 0, IF([@end]<as_of, 1, [@done]))
=CHOOSE(2, [@price], [@cost]) + [@spend]
=LET(m, [@price]-[@cost], m/[@price])
=XLOOKUP([@sku], t[sku], t[price]) * [@stock]
=deviation_rate([@actual], [@target])
=sales_to_stock([@sales_30d], [@stock]) >= 20%
=IF(below(cover_days([@stock], [@sales_30d]), cover_target), "order", "")
=attainment([@gmv], total_gmv, [@status]=status.on_sale)
=roi([@gmv], [@spend], "net")
=planned_progress(as_of, [@start], [@end]) - [@done]
=workdays([@start], [@end], t[holiday], t[made_up]) / [@days]
=abc_class([@sales_value], cut_a, cut_b, "A", "B", "C")
=score_deduct([@weight], [@actual], [@target], [@step], [@points])
=weighted_average(t[planned], t[days])
=somewhere([@name]) + elsewhere[x]
=[@unknown] + [@price] * [@name_of_none]
""".strip().split("\n")


@pytest.mark.parametrize("written", GOOD)
def test_a_sound_formula_passes_in_silence(written: str) -> None:
    assert kind_faults(parse(written), Board()) == []


BAD = {
    "=[@method] >= method.bonus": "PS268 the items of 'method' stand in no order: "
    "[@method]>=method.bonus",
    '=COUNTIF(t[status], ">=" & status.clearing)': "PS268 a criterion compares letters, not places "
    "in 'status': \">=\"&status.clearing",
    "=[@price].index": "PS271 [@price] is no item of a list, so it has no place in one",
    "=[@price] + [@discount]": "PS260 money and percent cannot be added: "
    "[@price] is money, [@discount] is percent",
    "=[@price] - [@discount]": "PS260 money and percent cannot be subtracted: "
    "[@price] is money, [@discount] is percent",
    "=[@price] + [@stock]": "PS260 money and count cannot be added: "
    "[@price] is money, [@stock] is a count",
    "=[@gmv]/[@buyers] + [@buyers]": "PS260 money and count cannot be added: "
    "[@gmv]/[@buyers] is money, [@buyers] is a count",
    "=[@stock] - [@cover]": "PS260 count and days cannot be subtracted: "
    "[@stock] is a count, [@cover] is days",
    "=[@price] + 5%": "PS260 money and percent cannot be added: [@price] is money, 5% is percent",
    "=[@spend] + [@roi]": "PS260 money and ratio cannot be added: "
    "[@spend] is money, [@roi] is a ratio",
    "=[@gmv] - [@gmv]/[@spend]": "PS260 money and ratio cannot be subtracted: "
    "[@gmv] is money, [@gmv]/[@spend] is a ratio",
    "=[@done] + [@days]": "PS260 percent and days cannot be added: "
    "[@done] is percent, [@days] is days",
    "=SUM(t[price], t[stock])": "PS260 money and count cannot be added: "
    "t[price] is money, t[stock] is a count",
    "=SUM(t[gmv]) + SUM(t[orders])": "PS260 money and count cannot be added: "
    "SUM(t[gmv]) is money, SUM(t[orders]) is a count",
    "=SUMIFS(t[gmv],t[status],status.on_sale)-COUNTIF(t[status],status.on_sale)": "PS260 money and "
    "count cannot be subtracted: SUMIFS(t[gmv],t[status],status.on_sale) is money, "
    "COUNTIF(t[status],status.on_sale) is a count",
    "=AVERAGE([@done], [@stock])": "PS260 percent and count cannot be added: "
    "[@done] is percent, [@stock] is a count",
    "=[@price] > [@discount]": "PS261 money and percent cannot be compared: "
    "[@price] is money, [@discount] is percent",
    "=[@price] < 5%": "PS261 money and percent cannot be compared: "
    "[@price] is money, 5% is percent",
    "=IF([@stock] < [@price], 1, 0)": "PS261 count and money cannot be compared: "
    "[@stock] is a count, [@price] is money",
    "=[@cover] > [@stock]": "PS261 days and count cannot be compared: "
    "[@cover] is days, [@stock] is a count",
    "=MAX([@price], [@discount])": "PS261 money and percent cannot be compared: "
    "[@price] is money, [@discount] is percent",
    "=MIN(1, [@done], [@spend])": "PS261 percent and money cannot be compared: "
    "[@done] is percent, [@spend] is money",
    '=[@stock] = "none"': "PS261 count and text cannot be compared: "
    '[@stock] is a count, "none" is text',
    "=[@name] > 5": "PS261 text and number cannot be compared: [@name] is text, 5 is a number",
    "=[@owner] = [@price]": "PS261 text and money cannot be compared: "
    "[@owner] is text, [@price] is money",
    "=[@status] = 1": "PS261 text and number cannot be compared: [@status] is text, 1 is a number",
    '=[@due] < "2024-06-18"': "PS261 date and text cannot be compared: "
    '[@due] is a date, "2024-06-18" is text',
    "=[@due] > [@days]": "PS261 date and days cannot be compared: "
    "[@due] is a date, [@days] is days",
    "=as_of > [@price]": "PS261 date and money cannot be compared: "
    "as_of is a date, [@price] is money",
    "=[@late] = 1": "PS261 TRUE or FALSE and number cannot be compared: "
    "[@late] is TRUE or FALSE, 1 is a number",
    '=[@late] = "yes"': "PS261 TRUE or FALSE and text cannot be compared: "
    '[@late] is TRUE or FALSE, "yes" is text',
    "=[@status] = method.deduct": "PS261 items of two lists are never equal: "
    "[@status] is of 'status', method.deduct of 'method'",
    "=MATCH([@price], t[sku], 0)": "PS261 money and text cannot be compared: "
    "[@price] is money, t[sku] is text",
    "=deviation_rate([@price], [@discount])": "PS261 money and percent cannot be compared: "
    "[@price] is money, [@discount] is percent",
    "=gross_margin([@price], [@stock])": "PS261 money and count cannot be compared: "
    "[@price] is money, [@stock] is a count",
    "=SUMIFS(t[gmv], t[stock], status.on_sale)": "PS261 count and text cannot be compared: "
    "t[stock] is a count, status.on_sale is text",
    "=COUNTIFS(t[due], [@name])": "PS261 date and text cannot be compared: "
    "t[due] is a date, [@name] is text",
    "=SUMIFS(t[gmv], t[status], method.deduct)": "PS261 items of two lists are never equal: "
    "t[status] is of 'status', method.deduct of 'method'",
    '=COUNTIF(t[price], ">="&[@discount])': "PS261 money and percent cannot be compared: "
    "t[price] is money, [@discount] is percent",
    '=COUNTIF(t[name], "<>company")': "PS261 'company' inside quotes is so many letters, "
    "not what it stands for",
    "=[@name] * 2": "PS262 text cannot be multiplied: [@name] is text",
    '=[@price] + "none"': 'PS262 text cannot be added: "none" is text',
    '=[@price] - ""': 'PS262 text cannot be subtracted: "" is an empty text',
    "=company / [@stock]": "PS262 text cannot be divided: company is text",
    "=SUMPRODUCT((t[stock]>0)*t[name])": "PS262 text cannot be multiplied: t[name] is text",
    "=[@start] + [@end]": "PS263 two dates cannot be added: "
    "[@start] is a date, [@end] is a date",
    "=[@start] + [@price]": "PS263 date and money cannot be added: "
    "[@start] is a date, [@price] is money",
    "=[@end] - [@done]": "PS263 date and percent cannot be subtracted: "
    "[@end] is a date, [@done] is percent",
    "=[@days] - [@end]": "PS263 days and date cannot be subtracted: "
    "[@days] is days, [@end] is a date",
    "=IF([@name], 1, 0)": "PS264 a condition is TRUE or FALSE: [@name] is text",
    "=AND([@stock]>0, [@owner])": "PS264 a condition is TRUE or FALSE: [@owner] is text",
    "=NOT([@due])": "PS264 a condition is TRUE or FALSE: [@due] is a date",
    "=attainment([@actual], [@target], [@method])": "PS264 'lower' of attainment is TRUE or FALSE: "
    "[@method] is text",
    "=SUM(t[name])": "PS265 SUM takes numbers: t[name] is text",
    "=ROUND([@owner], 2)": "PS265 ROUND takes numbers: [@owner] is text",
    "=COUNT(t[sku])": "PS265 COUNT takes numbers: t[sku] is text",
    "=YEAR([@price])": "PS265 YEAR takes a date: [@price] is money",
    "=NETWORKDAYS([@start], [@owner])": "PS265 NETWORKDAYS takes a date: [@owner] is text",
    "=planned_progress(as_of, [@start], [@name])": "PS265 'end' of planned_progress takes a date: "
    "[@name] is text",
    "=share([@name], [@gmv])": "PS265 'part' of share takes a number: [@name] is text",
    '=[@status] = "在售"': "PS266 '在售' is written out, but each language has its own word for an "
    "item of 'status'",
    "=SUM(t[gmv])/ROWS(t[gmv]) + 10%": "PS260 money and percent cannot be added: "
    "SUM(t[gmv])/ROWS(t[gmv]) is money, 10% is percent",
    "=IFERROR([@price]/[@stock], 0) + [@stock]": "PS260 money and count cannot be added: "
    "IFERROR([@price]/[@stock],0) is money, [@stock] is a count",
    '=IF([@stock]="", "", [@price]) + [@stock]': "PS260 money and count cannot be added: "
    'IF([@stock]="","",[@price]) is money, [@stock] is a count',
    "=LET(m, [@price], m + [@stock])": "PS260 money and count cannot be added: "
    "m is money, [@stock] is a count",
    "=LAMBDA(m, m + [@stock])([@price])": "PS260 money and count cannot be added: "
    "m is money, [@stock] is a count",
    "=LAMBDA(m, [@price] + [@stock])": "PS260 money and count cannot be added: "
    "[@price] is money, [@stock] is a count",
}  # fmt: skip


def told(faults: list[FormulaFault]) -> list[tuple[object, ...]]:
    """What is wrong, in English."""
    return [
        (one.code, one.message.en, one.start, one.end, one.hint.en if one.hint else None)
        for one in faults
    ]


@pytest.mark.parametrize("written", BAD)
def test_a_mistake_is_said_in_the_words_of_the_formula(written: str) -> None:
    faults = kind_faults(parse(written), Board())
    assert [f"{fault.code} {fault.message.en}" for fault in faults] == [BAD[written]]


def test_every_code_that_can_be_told_has_its_mistake() -> None:
    source = Path(inspect.getfile(kind_faults)).read_text("utf-8")
    told = set(re.findall(r'"(PS\d{3})"', source))
    assert {message[:5] for message in BAD.values()} == told


def test_a_fault_points_to_its_part_and_says_what_to_do() -> None:
    assert told(kind_faults(parse("=1+([@price] - [@discount])"), Board())) == [
        (
            "PS260",
            "money and percent cannot be subtracted: [@price] is money, [@discount] is percent",
            4,
            26,
            "multiply instead, as in [@price] * (1 - [@discount])",
        )
    ]


def test_every_mistake_of_a_formula_is_found() -> None:
    faults = kind_faults(parse('=IF([@name], [@price]+[@stock], [@due]>"x")'), Board())
    assert [(fault.code, fault.start, fault.end) for fault in faults] == [
        ("PS260", 13, 30),
        ("PS261", 32, 42),
        ("PS264", 4, 11),
    ]


DECLARED_WELL = [
    ("money", '=IF([@stock]="", "", [@price]*[@stock])'),
    ("money", "=SUM(t[gmv])*flex"),
    ("money", "=[@actual]*[@weight]"),
    ("percent", "=([@price]-[@cost])/[@price]"),
    ("percent", "=[@gmv]/total_gmv"),
    ("multiple", "=[@stock]/[@planned_units]"),
    ("ratio", "=[@gmv]/[@spend]"),
    ("number", "=[@gmv]/[@spend]"),
    ("count", "=ROUNDUP(total_gmv/[@price], 0)"),
    ("count", "=COUNTIF(t[status], status.on_sale)"),
    ("days", "=[@stock]/([@sales_30d]/30)"),
    ("days", "=[@end]-[@start]+1"),
    ("days", '=IF([@end]<[@start],"",NETWORKDAYS([@start],[@end]))'),
    ("date", "=[@start]+[@days]-1"),
    ("date", "=WORKDAY([@start], 5)"),
    ("flag", "=[@price]<[@cost]"),
    ("text", '=IF([@late], "!", "")'),
    ("choice", "=IF([@stock]=0, status.clearing, [@status])"),
    ("key", "=ROW()-1"),
    ("amount", "=IF([@late], [@price], [@discount])"),
    ("number", "=score_manual([@points])"),
    ("percent", "=deviation_rate([@actual], [@target])"),
    ("money", "=deviation([@gmv], total_gmv)"),
    ("money", "=INDEX(t[price], 3)"),
    ("money", "=VLOOKUP([@sku], t[sku], 2)"),
]


@pytest.mark.parametrize(("type_", "written"), DECLARED_WELL)
def test_a_formula_that_gives_what_is_declared_passes(type_: str, written: str) -> None:
    assert (
        declared_faults(parse(written), TYPES[type_], Words("列“x”", "column 'x'"), Board()) == []
    )


DECLARED_BADLY = [
    ("money", "=[@gmv]/total_gmv", "[@gmv]/total_gmv is a ratio"),
    ("money", "=[@discount]", "[@discount] is percent"),
    ("money", '=IF([@stock]=0, "none", [@price])', '"none" is text'),
    ("money", "=[@price]>[@cost]", "[@price]>[@cost] is TRUE or FALSE"),
    ("percent", "=[@price]-[@cost]", "[@price]-[@cost] is money"),
    ("percent", '=IFERROR([@gmv]/[@spend], "n/a")', '"n/a" is text'),
    ("count", "=[@stock]*[@price]", "[@stock]*[@price] is money"),
    ("count", "=[@done]", "[@done] is percent"),
    ("days", "=[@end]", "[@end] is a date"),
    ("date", "=[@end]-[@start]", "[@end]-[@start] is days"),
    ("ratio", "=[@gmv]/[@orders]", "[@gmv]/[@orders] is money"),
    ("flag", '=IF([@late], "yes", "no")', '"yes" is text'),
    ("text", "=[@due]", "[@due] is a date"),
    ("text", "=[@price]", "[@price] is money"),
    ("choice", "=[@stock]", "[@stock] is a count"),
    ("money", "=deviation_rate([@gmv], total_gmv)", "deviation_rate([@gmv],total_gmv) is percent"),
    ("days", "=workdays([@start],[@end],t[holiday],t[made_up])*[@price]",
     "workdays([@start],[@end],t[holiday],t[m… is money"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "written", "found"), DECLARED_BADLY)
def test_a_formula_that_gives_something_else_is_found(type_: str, written: str, found: str) -> None:
    fault = declared_faults(parse(written), TYPES[type_], Words("列“x”", "column 'x'"), Board())[0]
    assert (fault.code, fault.message.en) == (
        "PS267",
        f"column 'x' is declared {type_}, but {found}",
    )


def test_a_text_in_a_number_column_is_pointed_at_alone() -> None:
    formula = parse('=IF([@stock]=0, "n/a", [@price])')
    price = Words("列“price”", "column 'price'")
    assert told(declared_faults(formula, TYPES["money"], price, Board())) == [
        (
            "PS267",
            "column 'price' is declared money, but \"n/a\" is text",
            16,
            21,
            (
                'where there is no value, give "": it shows nothing and counts as nothing; where a '
                "text is meant, declare it text"
            ),
        )
    ]


INFERRED = [
    ("=[@price]*[@stock]", MONEY),
    ("=[@price]*[@discount]", MONEY),
    ("=[@discount]*[@price]", MONEY),
    ("=[@price]/[@cost]", QUOTIENT),
    ("=[@price]/[@stock]", MONEY),
    ("=[@stock]/[@orders]", QUOTIENT),
    ("=[@stock]/[@days]", NUMBER),
    ("=[@stock]*[@done]", COUNT),
    ("=[@discount]*[@done]", PERCENT),
    ("=[@discount]*[@roi]", QUOTIENT),
    ("=[@price]*[@price]", NUMBER),
    ("=[@price]/2", MONEY),
    ("=2*[@stock]", COUNT),
    ("=[@weight]*100", NUMBER),
    ("=[@price]/year", NUMBER),
    ("=[@price]^2", NUMBER),
    ("=1-[@discount]", PERCENT),
    ("=[@discount]+[@roi]", QUOTIENT),
    ("=-[@price]", MONEY),
    ("=+[@name]", TEXT),
    ("=5%", PERCENT),
    ("=[@price]&1", TEXT),
    ("=(t[stock]>1)*t[price]", MONEY),
    ("=[@late]*(1=1)", NUMBER),
    ("=([@price]>1)*[@due]", DATE),
    ("=ROUND([@price],2)", MONEY),
    ("=MAX(t[due])", DATE),
    ("=COUNTA(t[name])", COUNT),
    ("=TODAY()", DATE),
    ("=ISBLANK([@price])", BOOLEAN),
    ('=TEXT([@price],"0")', TEXT),
    ("=OFFSET(t[price],1,0)", UNKNOWN),
    ("=SUBTOTAL(109,t[price])", MONEY),
    ("=SUBTOTAL(103,t[price])", COUNT),
    ("=SUMPRODUCT(t[stock]>0)", COUNT),
    ("=SUMPRODUCT(t[price],t[stock])", MONEY),
    ('=IF([@late],[@price],"")', MONEY),
    ("=IF([@late],[@price],[@stock])", NUMBER),
    ("=IF([@late],[@price],[@name])", UNKNOWN),
    ("=IF([@late],0,[@price])", MONEY),
    ("=prior([@price],0)", MONEY),
    ("=t[[price]:[cost]]", MONEY),
    ("=t[[#Headers],[price]]", TEXT),
    ("={1,2;3,4}", NUMBER),
    ('=""', BLANK),
    ("=#N/A", UNKNOWN),
    ("=LAMBDA(x,x)(1)", NUMBER),
    ("=LAMBDA(x,x)()", UNKNOWN),
    ("=LAMBDA(x,x)", UNKNOWN),
    ("=unit_cost([@spend],[@buyers])", MONEY),
    ("=split_part(total_gmv,0.5,0.2)", MONEY),
    ("=forecast_end([@start],[@end],1)", DATE),
    ("=at_least([@roi],1.5)", BOOLEAN),
    ('=rag([@done],"a","b","c")', TEXT),
    ("=[@roi]", RATIO),
    ("=[@end]-[@start]", DAYS),
]  # fmt: skip


@pytest.mark.parametrize(("written", "kind"), INFERRED)
def test_a_value_is_what_its_parts_make_it(written: str, kind: Kind) -> None:
    assert infer(parse(written), Board()) == kind


@pytest.mark.parametrize("one", [MONEY, TEXT, DATE, BOOLEAN, BLANK, UNKNOWN, QUOTIENT, NUMBER])
@pytest.mark.parametrize("other", [MONEY, PERCENT, TEXT, DATE, BOOLEAN, BLANK, UNKNOWN])
def test_what_may_be_either_does_not_depend_on_the_order(one: Kind, other: Kind) -> None:
    assert join(one, other) == join(other, one)
