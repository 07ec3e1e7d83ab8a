"""Formulas drawn at random over the columns of ``generated.py``'s table.

``@num`` is the row's own cell, ``@me`` that of the formula's own column, ``prior(@num,0)`` the cell
above and, in the first row, 0.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_FOLDS = ("SUM", "COUNT", "MAX", "MIN", "AVERAGE", "COUNTA", "PRODUCT", "MEDIAN", "SUMSQ")
_TESTS = ("ISNUMBER", "ISTEXT", "ISBLANK", "ISERROR", "ISNA", "ISLOGICAL")
_PATTERNS = (
    *('"0"', '"0.00"', '"0%"', '"#,##0"', '"0.0%"', '"yyyy-mm-dd"', '"m月d日"', '"#,##0.00"'),
    *('"000"', '"yyyy-mm"', '"0.0"', '"yyyy年m月"', '"0;-0;0"', '"+0;-0;0"', '"@"', '"0.##"'),
)
_ORDERED = ("num", "half", "gap")
_NOTHING = ("0", '""', '"-"')
_UNTIL = ("@day", "DATE(2024,5,20)")
_LASTS = ("@day", "DATE(2024,5,31)")
_SKIPS = ("TRUE", "FALSE")
_DIGITS, _PLACES = "012", "123"
_OTHER_SIZES = ("{1,2}", "{1;2}", "t[[num]:[gap]]", "(INDEX(t[num],2):INDEX(t[num],7)>2)")


class Dice:
    """Formulas by the kind of what they give."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def formula(self) -> str:
        kind = self.random.choice(
            (*[self.number] * 4, *[self.text] * 2, *[self.truth] * 2, self.idiom, self.looking_back)
        )
        return "=" + kind(self.random.choice((1, 2, 2, 3)))

    def one_of(self, *ways: Callable[[], str]) -> str:
        return self.random.choice(ways)()

    def elsewhere(self) -> str:
        """A function that our own engine does not know, among others that it does."""
        pick = self.random.choice
        return "=" + self.one_of(
            lambda: self.rarer(2),
            lambda: f"IF({self.truth(1)},{self.rarer(1)},{self.value(1)})",
            lambda: f"({self.rarer(1)}{pick('+-*/')}{self.number(1)})",
            lambda: f"{pick(_FOLDS)}({self.rarer(1)},{self.number(1)})",
            lambda: f"{self.rarer(1)}&{self.text(1)}",
            lambda: f"IFERROR({self.rarer(1)},{self.value(1)})",
            lambda: f"COUNTIF({self.any_range()},{self.rarer(1)})",
        )

    def rarer(self, depth: int) -> str:
        pick = self.random.choice
        deep = depth - 1
        return self.one_of(
            lambda: f"CONCAT({self.value(deep)},{self.value(deep)})",
            lambda: f'TEXTJOIN("-",{pick(_SKIPS)},{self.value(deep)},{self.any_range()})',
            lambda: f"MROUND({self.number(deep)},{pick(('5', '0.5', '3', '@num'))})",
            lambda: f"{pick(('CEILING.MATH', 'FLOOR.MATH'))}({self.number(deep)},{pick('2510')})",
            lambda: f"{pick(('GEOMEAN', 'DEVSQ', 'AVEDEV'))}({self.numbers()})",
            lambda: f"{pick(('GEOMEAN', 'DEVSQ', 'AVEDEV'))}({self.number(deep)},{self.value(0)})",
            lambda: f"{pick(('ISODD', 'ISEVEN', 'FACT'))}({self.number(deep)})",
            lambda: f"{pick(('GCD', 'LCM'))}({self.number(deep)},{self.number(0)})",
            lambda: f"{pick(('CODE', 'CLEAN'))}({self.text(deep)})",
            lambda: f"FIXED({self.number(deep)},{pick('012')})",
            lambda: f"{pick(('HOUR', 'MINUTE', 'SECOND'))}({self.number(deep)})",
            lambda: f"TIME({self.number(0)},{self.number(0)},0)",
            lambda: f"ISOWEEKNUM({pick(('@day', 'DATE(2024,@num,1)'))})",
            lambda: f"YEARFRAC(DATE(2024,1,15),{pick(_LASTS)},{pick('1234')})",
            lambda: f"DAYS360(DATE(2024,1,31),{pick(_LASTS)})",
            lambda: f"NPV(0.1,{self.number(deep)},{self.numbers()})",
            lambda: f"PMT(0.05,{pick(('12', '@num'))},{self.number(deep)})",
            lambda: f"FORECAST({self.number(deep)},t[num],t[rise])",
            lambda: f"{pick(('SLOPE', 'INTERCEPT', 'CORREL', 'RSQ'))}(t[num],t[rise])",
            lambda: f"RANK.AVG(@num,t[num]{pick(('', ',1'))})",
            lambda: f"PERCENTRANK({self.range(*_ORDERED)},{self.number(0)})",
            lambda: f"ROUND(NORMSDIST({self.number(deep)}),6)",
            lambda: f"MODE({self.numbers()})",
        )

    # -- cells and ranges --------------------------------------------------------------------------

    def cell(self, *columns: str) -> str:
        return f"@{self.random.choice(columns)}"

    def range(self, *columns: str) -> str:
        return f"t[{self.random.choice(columns)}]"

    def any_range(self) -> str:
        return self.range(
            *("num", "gap", "word", "mix", "day", "none", "said", "half", "num", "word"),
            *("flag", "fail", "code"),
        )

    def numbers(self) -> str:
        return self.range(*("num", "gap", "mix", "none", "day", "half") * 2, "flag", "fail")

    def upwards(self) -> str:
        """A range whose size depends on the row."""
        column = self.random.choice(("num", "gap", "mix", "none", "word", "half"))
        return self.random.choice(
            (
                f"INDEX(t[{column}],1):@{column}",
                f"INDEX(t[{column}],1):@{column}",
                f"@{column}:INDEX(t[{column}],ROWS(t[{column}]))",
                f"INDEX(t[{column}],1):INDEX(t[{column}],ROW()-ROW(t[[#Headers],[{column}]]))",
                f"INDEX(t[{column}],MAX(1,ROW()-ROW(t[[#Headers],[{column}]])-2)):@{column}",
            )
        )

    # -- numbers -----------------------------------------------------------------------------------

    def number(self, depth: int) -> str:
        pick = self.random.choice
        if depth <= 0:
            return pick(
                (
                    *(
                        "@num",
                        "@num",
                        "@gap",
                        "@mix",
                        "@none",
                        "@day",
                        "@fail",
                        "@half",
                        "@half",
                        "@code",
                    ),
                    *("0", "1", "2", "5", "0.1", "-3", "1.005", "100", "-0.5", "prior(@num,0)"),
                )
            )
        deep = depth - 1
        return self.one_of(
            lambda: f"({self.number(deep)}{pick('+-*/')}{self.number(deep)})",
            lambda: f"-{self.number(deep)}",
            lambda: f"IF({self.truth(deep)},{self.number(deep)},{self.value(deep)})",
            lambda: f"IFERROR({self.value(deep)},{self.number(deep)})",
            lambda: f"IFERROR({self.number(deep)},IFERROR({self.number(deep)},{pick('0-1')}1))",
            lambda: self.rounded(deep),
            lambda: f"{pick(('ABS', 'INT', 'N', 'SIGN', 'TRUNC'))}({self.value(deep)})",
            lambda: f"MOD({self.number(deep)},{self.number(deep)})",
            lambda: (
                f"MOD({pick(('-7', '@num', '@half', '-@num'))},{pick(('3', '-3', '0.1', '5'))})"
            ),
            lambda: f"{pick(_FOLDS)}({self.numbers()})",
            lambda: f"{pick(_FOLDS)}({self.number(deep)},{self.number(deep)})",
            lambda: f"{pick(_FOLDS)}({self.numbers()},{self.number(deep)})",
            lambda: (
                f"{pick(('SUM', 'COUNT', 'MAX', 'MIN', 'AVERAGE', 'COUNTA'))}({self.upwards()})"
            ),
            lambda: f"COUNTIF({self.any_range()},{self.criterion(deep)})",
            lambda: f"COUNTIF({self.upwards()},{self.criterion(0)})",
            lambda: f"COUNTIFS({self.criteria(deep)})",
            lambda: f"SUMIF({self.any_range()},{self.criterion(deep)},{self.numbers()})",
            lambda: f"SUMIF({self.numbers()},{self.criterion(deep)})",
            lambda: f"SUMIFS({self.numbers()},{self.criteria(deep)})",
            lambda: f"AVERAGEIFS({self.numbers()},{self.criteria(deep)})",
            lambda: f"{pick(('MAXIFS', 'MINIFS'))}({self.numbers()},{self.criteria(deep)})",
            lambda: f"MATCH({self.value(deep)},{self.any_range()},0)",
            lambda: f"MATCH({self.value(deep)},{self.upwards()},0)",
            lambda: f"MATCH({self.number(deep)},t[rise],{pick(('1', '0', ''))})",
            lambda: f"INDEX({self.numbers()},{self.number(deep)})",
            lambda: f"INDEX({self.numbers()},{self.found()})",
            lambda: f"{pick(('LARGE', 'SMALL'))}({self.numbers()},{pick(('1', '2', '3', '@gap'))})",
            self.ranked,
            lambda: f"SUMPRODUCT({self.array()}*{self.array()})",
            lambda: f"SUMPRODUCT({self.array()}*{self.array()},{self.numbers()})",
            lambda: f"SUMPRODUCT(--{self.condition()},{self.numbers()})",
            lambda: f"SUMPRODUCT({self.any_range()},{self.any_range()})",
            lambda: f"SUMPRODUCT(MAX({self.condition()}*{self.array()}))",
            lambda: f"LEN({self.text(deep)})",
            lambda: f"FIND({self.needle()},{self.text(deep)})",
            lambda: f"SEARCH({self.needle()},{self.text(deep)})",
            lambda: f"VALUE({self.text(deep)})",
            self.calendar,
            lambda: f"CHOOSE({self.number(0)},{self.value(deep)},{self.number(deep)})",
            lambda: f"LOOKUP({self.number(0)},{{0,1,5}},{{10,20,30}})",
            lambda: f"LOOKUP({self.number(deep)},t[rise],{self.numbers()})",
            lambda: f"COUNT({self.any_range()})+COUNTA({self.any_range()})",
            lambda: "ROW()-ROW(t[[#Headers],[num]])",
            lambda: f"ROWS({self.upwards()})",
            self.spread_of,
            lambda: f"IFNA({self.found()},{self.number(deep)})",
            lambda: f"IFS({self.truth(deep)},{self.number(deep)},{self.truth(0)},{self.number(0)})",
            lambda: f"SWITCH({self.value(0)},{self.value(0)},{self.number(deep)},{self.number(0)})",
            lambda: f"COUNTBLANK({self.any_range()})",
        )

    def rounded(self, deep: int) -> str:
        pick = self.random.choice
        value = pick((self.number(deep), "@half", "@half", "@half/10", "-@half", "@num*1.1"))
        return self.one_of(
            lambda: (
                f"{pick(('ROUND', 'ROUND', 'ROUNDUP', 'ROUNDDOWN', 'TRUNC'))}"
                f"({value},{pick(('0', '1', '2', '-1', '-2', '3', '@gap'))})"
            ),
            lambda: (
                f"{pick(('CEILING', 'FLOOR'))}({value},{pick(('1', '5', '0.1', '-2', '@num'))})"
            ),
            lambda: f"QUOTIENT({value},{pick(('2', '-3', '0.5'))})",
        )

    def ranked(self) -> str:
        pick = self.random.choice
        column = pick(_ORDERED)
        order = pick(("", ",0", ",1"))
        return self.one_of(
            lambda: f"RANK(@{column},t[{column}]{order})",
            lambda: f"RANK(@num,t[{column}]{order})",
            lambda: (
                f"RANK(@{column},t[{column}]{order})"
                f"+COUNTIF(INDEX(t[{column}],1):@{column},@{column})-1"
            ),
        )

    def spread_of(self) -> str:
        pick = self.random.choice
        return self.one_of(
            lambda: f"PERCENTILE({self.numbers()},{pick(('0', '0.5', '0.9', '1', '0.333'))})",
            lambda: f"QUARTILE({self.numbers()},{pick('01234')})",
            lambda: f"MEDIAN({self.numbers()},{self.number(0)})",
            lambda: f"MEDIAN({self.upwards()})",
            lambda: f"{pick(('STDEV', 'STDEVP', 'VAR', 'VARP', 'AVEDEV'))}({self.numbers()})",
        )

    def calendar(self) -> str:
        pick = self.random.choice
        day = pick(("@day", "@day", "@day+@gap", "DATE(2024,@num,1)", "DATE(2024,2,@half)"))
        return self.one_of(
            lambda: f"{pick(('YEAR', 'MONTH', 'DAY'))}({day})",
            lambda: f"DATE({pick(('2024', '2023+@num'))},{self.number(0)},{self.number(0)})",
            lambda: f"{pick(('EDATE', 'EOMONTH'))}({day},{self.number(0)})",
            lambda: f"NETWORKDAYS({day},DATE(2024,6,1){pick(('', ',t[day]'))})",
            lambda: f"WORKDAY(DATE(2024,5,20),@num{pick(('', ',t[day]'))})",
            lambda: f"WORKDAY({day},{self.number(0)})",
            lambda: f"WEEKDAY({day},{pick('123')})",
            lambda: f"WEEKNUM({day}{pick(('', ',2'))})",
            lambda: f'DATEDIF({day},{pick(_LASTS)},"{pick("dmy")}")',
            lambda: f"DAYS({day},{pick(('@day', 'DATE(2024,5,31)'))})",
            lambda: "DATE(2024,5,20)-@day",
        )

    def found(self) -> str:
        """A place in the table, or none."""
        return self.one_of(
            lambda: f"MATCH({self.value(0)},{self.any_range()},0)",
            lambda: "MATCH(@word,t[word],0)",
            lambda: f"MATCH(MAX({self.range('num', 'half')}),t[num],0)",
            lambda: f"MATCH({self.value(0)}&{self.needle()},t[word],0)",
        )

    # -- whole patterns of spreadsheets ------------------------------------------------------------

    def idiom(self, depth: int) -> str:
        pick = self.random.choice
        column = pick(("num", "word", "gap", "mix", "none"))
        return self.one_of(
            lambda: f"IFERROR(INDEX(t[{column}],{self.found()}),{pick(_NOTHING)})",
            lambda: f"IFERROR(VLOOKUP({self.value(0)},t[[word]:[day]],{pick('123')},FALSE),0)",
            lambda: f'SUMPRODUCT((t[{column}]=@{column})/COUNTIF(t[{column}],t[{column}]&""))',
            lambda: f"IFERROR(LOOKUP(2,1/(t[{column}]=@{column}),t[num]),0)",
            lambda: f'IF(COUNTIF(INDEX(t[{column}],1):@{column},@{column})>1,"x",@{column})',
            lambda: f"SUMIFS(INDEX(t[num],1):@num,INDEX(t[{column}],1):@{column},@{column})",
            lambda: f"SUMPRODUCT((t[{column}]=@{column})*(t[num]>@num))+1",
            lambda: f"IFERROR(@num/SUM(t[num]),{pick(_NOTHING)})",
            lambda: f'IF(SUM(t[gap])=0,"",ROUND(@gap/SUM(t[gap])*100,{pick(_DIGITS)})&"%")',
            lambda: f'IFERROR(AVERAGEIFS(t[half],t[{column}],@{column},t[num],">0"),"")',
            lambda: f"INDEX(t[{column}],MATCH(SMALL(t[num],{pick(_PLACES)}),t[num],0))",
            lambda: f'TEXTJOIN(",",{pick(_SKIPS)},{self.any_range()})',
            lambda: f'SUMPRODUCT(--(t[word]<>""),--({self.range(*_ORDERED)}>1))',
            lambda: f"SUMPRODUCT(ISNUMBER(SEARCH({self.needle()},t[word]))*t[num])",
            lambda: f'IF(@day="","",TEXT(@day,{pick(_PATTERNS)})&{self.text(0)})',
            lambda: "IF(AND(@day>=DATE(2024,1,1),@day<EDATE(DATE(2024,1,1),12)),1,0)",
            lambda: f'SUMIFS(t[num],t[day],">="&DATE(2024,3,1),t[day],"<"&{pick(_UNTIL)})',
            lambda: f'COUNTIFS(t[day],"<="&@day,t[{column}],@{column})',
            lambda: f'IF(ISNUMBER({self.found()}),"y","n")',
            lambda: 'CHOOSE(MATCH(@half,{-100,0,1,2},1),"D","C","B","A")',
            lambda: f"SUM({self.upwards()})/SUM(t[num])",
            lambda: f"{pick(_FOLDS)}(IF({self.truth(0)},{self.numbers()},{self.number(0)}))",
            lambda: f"SUMPRODUCT({self.array()}*{pick(_OTHER_SIZES)})",
            lambda: f"MAX(0,{self.number(depth - 1)})&{self.text(0)}",
            lambda: f'IF({self.truth(depth - 1)},IF({self.truth(0)},1,""),{self.value(0)})',
        )

    def looking_back(self, depth: int) -> str:
        """A column that looks at its own cell above, or at others there."""
        pick = self.random.choice
        column = pick(("num", "word", "gap", "mix", "flag", "none"))
        start = pick(("0", "1", '""', "100"))
        return self.one_of(
            lambda: f"prior(@me,{start})+@{pick(('num', 'gap', 'half', 'none'))}",
            lambda: f"prior(@me,{start})+@num-@half",
            lambda: f"IF(@{column}=prior(@{column},{start}),prior(@me,0)+1,1)",
            lambda: f"IF({self.truth(depth - 1)},prior(@me,0)+1,0)",
            lambda: f"MAX(prior(@me,0),{self.value(depth - 1)})",
            lambda: f"MAX(0,prior(@me,{start})+@num-5)",
            lambda: f'IF(@{column}="",prior(@me,{start}),@{column})',
            lambda: f"IFERROR(@num/prior(@num,0)-1,{pick(_NOTHING)})",
            lambda: f"ROUND(prior(@me,100)*(1+@half/100),{pick('012')})",
            lambda: f'prior(@me,"")&{self.text(0)}',
            lambda: f"@{column}<>prior(@{column},{start})",
            lambda: "IF(MOD(prior(@me,0)+1,3)=0,0,prior(@me,0)+1)",
            lambda: "0.3*@num+0.7*prior(@me,@num)",
        )

    # -- texts and truths --------------------------------------------------------------------------

    def text(self, depth: int) -> str:
        pick = self.random.choice
        if depth <= 0:
            return pick(
                ("@word", "@word", "@said", "@mix", '"a"', '"中"', '""', '"b2"', '"12"', "@none")
            )
        deep = depth - 1
        return self.one_of(
            lambda: f"({self.value(deep)}&{self.value(deep)})",
            lambda: f"IF({self.truth(deep)},{self.text(deep)},{self.value(deep)})",
            lambda: f"{pick(('LEFT', 'RIGHT'))}({self.text(deep)},{pick('0123')})",
            lambda: f"MID({self.text(deep)},{pick('123')},{pick('0123')})",
            lambda: f"{pick(('UPPER', 'LOWER', 'TRIM', 'CLEAN', 'PROPER'))}({self.text(deep)})",
            lambda: f"SUBSTITUTE({self.text(deep)},{self.needle()},{self.text(0)})",
            lambda: f"REPLACE({self.text(deep)},{pick('1237')},{pick('012')},{self.text(0)})",
            lambda: f"REPT({self.text(deep)},{pick('0123')})",
            lambda: f"TEXT({self.number(deep)},{pick(_PATTERNS)})",
            lambda: f"TEXT({self.number(0)},{pick(_PATTERNS)})",
            lambda: f"INDEX(t[word],{self.number(0)})",
            lambda: f"INDEX(t[word],{self.found()})",
            lambda: f"IFERROR({self.text(deep)},{self.text(0)})",
            lambda: f"T({self.value(deep)})",
            lambda: f"LEFT(@word,FIND({self.needle()},@word)-1)",
        )

    def truth(self, depth: int) -> str:
        pick = self.random.choice
        if depth <= 0:
            return pick(("@flag", "TRUE", "FALSE", "@num>5", '@word="a"', '@gap=""', "@mix=5"))
        deep = depth - 1
        return self.one_of(
            lambda: (
                f"({self.value(deep)}{pick(('=', '<>', '<', '>=', '>', '<='))}{self.value(deep)})"
            ),
            lambda: f"{pick(('AND', 'OR'))}({self.truth(deep)},{self.truth(deep)})",
            lambda: f"NOT({self.truth(deep)})",
            lambda: f"{pick(_TESTS)}({self.value(deep)})",
            lambda: f"EXACT({self.text(deep)},{self.text(0)})",
            lambda: f"{pick(('AND', 'OR'))}({self.range('flag')},{self.truth(deep)})",
            lambda: f"COUNTIF({self.any_range()},{self.criterion(0)})>0",
        )

    def value(self, depth: int) -> str:
        """A number or a text: LibreOffice takes truth values for numbers, and proves nothing."""
        return self.one_of(lambda: self.number(depth), lambda: self.text(depth))

    def needle(self) -> str:
        """A text to look for; LibreOffice finds no empty text, which Excel finds at the start."""
        return self.random.choice(('"a"', '"中"', '"b"', '"12"', '"x"'))

    # -- criteria and arrays -----------------------------------------------------------------------

    def criteria(self, depth: int) -> str:
        count = self.random.choice((1, 1, 2, 2, 3))
        return ",".join(f"{self.any_range()},{self.criterion(depth)}" for _ in range(count))

    def criterion(self, depth: int) -> str:
        pick = self.random.choice
        return self.one_of(
            lambda: self.cell(
                *("num", "gap", "word", "mix", "none", "day", "said", "half", "code")
            ),
            lambda: pick(
                ('"a"', '"中?"', '"??"', '"*"', '"12"', '""', '"<>"', '"="', '"~x?"', '"a*"')
            ),
            lambda: f'"{pick(("<", ">", "<=", ">=", "<>", "="))}"&{self.number(0)}',
            lambda: pick(('">0"', '"<>0"', '">=5"', '"<>a"', '"=中"', '"<>中*"', '"=a?"', '"?*"')),
            lambda: self.number(depth),
            lambda: f'"<>"&{self.text(0)}',
            lambda: f'{self.text(0)}&"*"',
        )

    def condition(self) -> str:
        pick = self.random.choice
        return self.one_of(
            lambda: f"({self.any_range()}{pick(('=', '<>'))}{self.value(0)})",
            lambda: f"({self.range('num', 'gap', 'half')}{pick(('<', '>=', '>'))}{self.number(0)})",
            lambda: f"{pick(('ISNUMBER', 'ISTEXT', 'ISBLANK', 'ISERROR'))}({self.any_range()})",
            lambda: f"(ROW(t[num])<={pick(('ROW()', '12', 'ROW(@num)'))})",
            lambda: f"(LEFT(t[word],1)={self.needle()})",
            lambda: f"(MONTH(t[rise])={pick('12')})",
        )

    def array(self) -> str:
        return self.one_of(
            self.condition,
            lambda: self.range("num", "gap", "half"),
            lambda: f"{self.random.choice(('ABS', 'INT', 'SIGN'))}({self.range('num', 'gap')})",
            lambda: f"ROUND({self.range('half', 'num')},{self.random.choice(('0', '1', '-1'))})",
            lambda: f"ISNUMBER(FIND({self.needle()},{self.range('word')}))",
            lambda: f"COUNTIF({self.range('num', 'word')},{self.range('num', 'word')})",
            lambda: f"IF({self.condition()},{self.range('num', 'half')},0)",
            lambda: f"LEN({self.range('word', 'said')})",
        )


def drawn(count: int, seed: int, *, elsewhere: bool = False) -> list[str]:
    dice = Dice(seed)
    draw = dice.elsewhere if elsewhere else dice.formula
    return list(dict.fromkeys(draw() for _ in range(count)))
