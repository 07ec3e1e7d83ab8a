from __future__ import annotations

from pathlib import Path

import pytest

from plans import SHOP
from plansheets.blueprint.read import read_text
from plansheets.formula.check import check_calls
from plansheets.formula.functions import EXCEL_2016
from plansheets.formula.parse import parse
from plansheets.formula.rewrite import walk
from plansheets.formula.spell import spell
from plansheets.formula.tokens import FormulaError
from plansheets.functions.catalog import FORMULAS
from plansheets.functions.function import Function
from plansheets.plan.report import Report
from plansheets.plan.write_out.expand import (
    CALLED,
    MOST_TOGETHER,
    Budget,
    expand,
    own_call_faults,
    written_out,
)
from plansheets.plan.write_out.functions import write_out_functions
from plansheets.plan.write_out.simplify import simplify

EXPANDED = [
    (
        "=deviation_rate([@actual], [@target])",
        (
            '=IF(COUNT([@actual],[@target])<2,"",'
            'IF([@target]=0,"",([@actual]-[@target])/ABS([@target])))'
        ),
    ),
    (
        '=roi([@gmv],[@cost],"net")',
        '=IF(COUNT([@gmv],[@cost])<2,"",IF([@cost]<=0,"",([@gmv]-[@cost])/[@cost]))',
    ),
    ("=roi([@gmv],[@cost])", '=IF(COUNT([@gmv],[@cost])<2,"",IF([@cost]<=0,"",[@gmv]/[@cost]))'),
    ("=roi([@gmv],[@cost],)", '=IF(COUNT([@gmv],[@cost])<2,"",IF([@cost]<=0,"",[@gmv]/[@cost]))'),
    ("=cover_days([@s],[@q],7)", '=IF(COUNT([@s],[@q])<2,"",IF([@q]<=0,"",[@s]/([@q]/7)))'),
    ("=share(1, 4)", "=1/4"),
    (
        "=score_bonus(w,a,t,1,2,5)",
        (
            "=IF(COUNT(w,a,t)<3,"
            '"",ROUND(IF(ROUND(a-t,10)>=0,w*100+MIN(5,2*ROUNDDOWN(ROUND(a-t,9),0)),0),2))'
        ),
    ),
    (
        "=moving_average(t[x],t[day],d)",
        (
            '=IF(COUNT(d)<1,"",IF(COUNTIF(t[day],"<"&INT(d)-7+2)=0,"",'
            'SUMIFS(t[x],t[day],">="&INT(d)-7+1,t[day],"<"&INT(d)+1)/7))'
        ),
    ),
    ("=split_part(8, 1, 0, 2)", "=ROUND(ROUND(ROUND(8,6),2)-ROUND(ROUND(8*0,6),2),2)"),
    ("=split_part(8, 1, 0, -2)", "=ROUND(ROUND(ROUND(8,6),-2)-ROUND(ROUND(8*0,6),-2),-2)"),
    ("=split_part(8, 1, 0, 8)", "=ROUND(ROUND(ROUND(8,8),8)-ROUND(ROUND(8*0,8),8),8)"),
    ("=1+share(a+b, c)*2", '=1+IF(COUNT(a+b,c)<2,"",IF(c=0,"",(a+b)/c))*2'),
    (
        "=share(share(a, b), c)",
        (
            '=IF(COUNT(IF(COUNT(a,b)<2,"",IF(b=0,"",a/b)),c)<2,"",IF(c=0,"",'
            'IF(COUNT(a,b)<2,"",IF(b=0,"",a/b))/c))'
        ),
    ),
    ('=IF(COUNT(a,b)<2,"",share(a,b))', '=IF(COUNT(a,b)<2,"",IF(b=0,"",a/b))'),
    ('=IF(OR(COUNT(a,b)<2,b=0),"",share(a,b))', '=IF(OR(COUNT(a,b)<2,b=0),"",a/b)'),
    ('=IF(ISNUMBER(a),share(a,b),"")', '=IF(ISNUMBER(a),IF(COUNT(b)<1,"",IF(b=0,"",a/b)),"")'),
    ("=prior([@x], 0)", "=prior([@x],0)"),
    ("=SUM(t[x])", "=SUM(t[x])"),
]


@pytest.mark.parametrize(("written", "expected"), EXPANDED, ids=[pair[0] for pair in EXPANDED])
def test_a_call_becomes_its_formula(written: str, expected: str) -> None:
    assert spell(expand(parse(written))) == expected


def test_nodes_of_the_formula_point_to_the_call() -> None:
    tree = expand(parse("=2*share([@part], [@whole])"))
    places = {node.at for node in walk(tree)}
    assert places == {(1, 27), (1, 2), (3, 27), (9, 16), (18, 26)}


@pytest.mark.parametrize("function", FORMULAS.values(), ids=list(FORMULAS))
def test_a_function_written_out_passes_the_check_of_calls(function: Function) -> None:
    columns = [argument.name for argument in function.arguments if argument.many]
    for form in ("cell", "function"):
        tree = written_out(function, form)
        assert check_calls(tree, EXCEL_2016, {}, range_names=columns) == []


def test_calls_are_known_to_the_check_of_calls() -> None:
    tree = parse("=share(1)+prior([@x], 0)")
    assert check_calls(tree, EXCEL_2016, CALLED) == []


def test_a_name_mistyped_is_sought_among_our_own_too() -> None:
    fault = check_calls(parse("=deviaton_rate([@a], [@b])"), EXCEL_2016, CALLED)[0]
    assert fault.hint is not None
    assert (fault.message.en, fault.hint.en) == (
        "no function 'deviaton_rate'",
        "did you mean 'deviation_rate'?",
    )


def test_a_call_with_faults_stays_as_it_is() -> None:
    assert spell(expand(parse("=1+share([@part])"))) == "=1+share([@part])"


FAULTS = [
    (
        "=deviation_rate([@actual])",
        (
            "PS250",
            "deviation_rate takes 2 arguments: actual, target; 1 given",
            1,
            26,
            "write deviation_rate(actual, target)",
        ),
    ),
    (
        "=score_manual()",
        ("PS250", "score_manual takes 1 argument: given; 0 given", 1, 15,
              "write score_manual(given)"),
    ),
    (
        "=cover_days(1)",
        (
            "PS250",
            "cover_days takes 2 to 3 arguments: stock, sold, days; 1 given",
            1,
            14,
            "write cover_days(stock, sold, days = 30)",
        ),
    ),
    (
        "=rank_scores(t[paid])",
        (
            "PS230",
            "no formula does what 'rank_scores' does",
            1,
            21,
            (
                "it gives its whole column at once and sorts once, where a formula for each row "
                "would take the square of the rows: call it from an add-in or from Python"
            ),
        ),
    ),
    (
        "=share(, [@whole])",
        ("PS252", "'part' of share is left out", 7, 7, "it holds the part"),
    ),
    (
        '=roi(a, b, "nett")',
        ("PS251", "'mode' of roi cannot be 'nett'", 11, 17, "did you mean 'net'?"),
    ),
    (
        "=roi(a, b, [@mode])",
        (
            "PS251",
            "'mode' of roi is one of \"gross\", \"net\", \"margin\", written out",
            11,
            18,
            "choose with IF between two calls",
        ),
    ),
    (
        "=share(skus[sales], [@whole])",
        (
            "PS252",
            "'part' of share takes one value, skus[sales] is a whole column",
            7,
            18,
            "write [@sales] for the value of this row",
        ),
    ),
    (
        "=weighted_average([@done], tasks[days])",
        (
            "PS252",
            "'values' of weighted_average takes a column, [@done] is one value",
            18,
            25,
            "write table[done]",
        ),
    ),
]  # fmt: skip


@pytest.mark.parametrize(("written", "fault"), FAULTS, ids=[pair[0] for pair in FAULTS])
def test_a_wrong_call_says_what_is_wrong(written: str, fault: tuple[object, ...]) -> None:
    (found,) = own_call_faults(parse(written))
    hint = found.hint.en if found.hint else None
    said = (found.code, found.message.en, found.start, found.end, hint)
    assert said == (*fault, None)[:5]


SIMPLIFIED = [
    ('=IF("a"="A",1,2)', "=1"),
    ("=IF(5>6,1)", "=FALSE"),
    ("=IF(-10%<=0,a,b)", "=a"),
    ("=IF(a=1,IF(a=1,2,3),IF(a<>1,4,5))", "=IF(a=1,2,4)"),
    ("=IF(NOT(a),IF(a,1,2),IF(a,3,4))", "=IF(NOT(a),2,3)"),
    ("=IF(AND(a>1,b>1),IF(a>1,b,c),IF(a>1,d,e))", "=IF(AND(a>1,b>1),b,IF(a>1,d,e))"),
    ("=AND(a>1,TRUE)", "=a>1"),
    ("=AND(a,TRUE)", "=AND(a)"),
    ("=OR(a,1=1)", "=TRUE"),
    ("=OR(1=2,2=3)", "=FALSE"),
    ('=IF(COUNT(a,5,"")<3,1,2)', "=1"),
    ('=IF(COUNT(t[a],"")<2,1,2)', '=IF(COUNT(t[a],"")<2,1,2)'),
    ("=IF(COUNT(t[a],a)<2,1,IF(ISNUMBER(a),2,3))", "=IF(COUNT(t[a],a)<2,1,IF(ISNUMBER(a),2,3))"),
    ("=IF(COUNT(a)<1,1,IF(ISNUMBER(MAX(a,2)),2,3))", "=IF(COUNT(a)<1,1,2)"),
    ("=IF(COUNT(a,b)<2,1,IF(ISNUMBER(a/b),2,3))", "=IF(COUNT(a,b)<2,1,IF(ISNUMBER(a/b),2,3))"),
    ("=IF(COUNT(a)=0,1,IF(ISNUMBER(a),2,3))", "=IF(COUNT(a)=0,1,2)"),
    ("=IF(COUNT(a,b)=0,1,IF(ISNUMBER(a),2,3))", "=IF(COUNT(a,b)=0,1,IF(ISNUMBER(a),2,3))"),
    ("=IF(COUNT(a,b)=2,IF(ISNUMBER(a),2,3),1)", "=IF(COUNT(a,b)=2,2,1)"),
    ("=MAX(0,a,1.2)", "=MAX(1.2,a)"),
    ("=MAX(6,-2)+MIN(a,-2,-5%)", "=6+MIN(-2,a)"),
    ("=a*1+(b-c)*1-0", "=a*1+(b-c)"),
    ('=N("")+N(5)+N(a)', "=0+5+N(a)"),
    ("=-IF(TRUE,a,b)%", "=-a%"),
    ("=IF(ISNUMBER(x),LET(x,a,ISNUMBER(x)),1)", "=IF(ISNUMBER(x),LET(x,a,ISNUMBER(x)),1)"),
    ("=LAMBDA(x,IF(TRUE,x,1))(2)", "=LAMBDA(x,x)(2)"),
]


@pytest.mark.parametrize(("written", "expected"), SIMPLIFIED, ids=[pair[0] for pair in SIMPLIFIED])
def test_what_is_known_is_not_asked(written: str, expected: str) -> None:
    assert spell(simplify(parse(written))) == expected


def nested(levels: int) -> str:
    return "=" + "deviation_rate(" * levels + "a" + ",1)" * levels


def test_calls_inside_calls_are_written_out_as_far_as_excel_could_hold_them() -> None:
    assert len(spell(expand(parse(nested(8))))) < 8_192 < len(spell(expand(parse(nested(9)))))


@pytest.mark.parametrize("levels", [14, 60])
def test_calls_inside_calls_have_a_budget(levels: int) -> None:
    with pytest.raises(FormulaError, match="parts once the functions it calls are written out"):
        expand(parse(nested(levels)))


def test_many_formulas_have_one_budget_together() -> None:
    formula = parse("=deviation_rate(deviation_rate([@a],[@b]),[@b])")
    budget = Budget()
    expand(formula, budget)
    cost = MOST_TOGETHER - budget.left
    assert cost > 20
    budget.left = cost
    expand(formula, budget)
    with pytest.raises(FormulaError, match=r"more than 200,000 parts") as refused:
        expand(formula, budget)
    assert refused.value.code == "PS306"


def test_a_blueprint_of_many_large_formulas_writes_out_a_few_of_them() -> None:
    nested = "[@price]"
    for _ in range(10):
        nested = f"deviation_rate({nested},[@stock])"
    columns = "".join(
        f"      - {{id: many_{number}, type: number, label: M{number}, formula: '={nested}'}}\n"
        for number in range(100)
    )
    before = "      - {id: price,"
    assert before in SHOP
    text = SHOP.replace(before, columns + before)
    report = Report()
    written = write_out_functions(read_text(text, "shop.yaml", Path()), report)
    goods = written.table("goods")
    assert goods is not None
    kept = [
        column.id
        for column in goods.columns
        if column.formula and "deviation_rate" in spell(column.formula.tree)
    ]
    assert 80 < len(kept) < 100
    assert [problem.code for problem in report.problems] == ["PS306"] * len(kept)
