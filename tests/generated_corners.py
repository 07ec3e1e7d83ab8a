"""Formulas at the corners of single functions, with whose ends and odd arguments programs differ.

They are drawn like those of ``generated_formulas.py``, over the same columns, and are shallow: what
is asked is what a function makes of its arguments, not what another makes of that.
"""

from __future__ import annotations

import random

_DAYS = (
    *("@day", "@day", "@rise", "@mix", "DATE(2024,1,31)", "DATE(2024,2,29)", "DATE(2023,12,30)"),
    *("DATE(2024,5,20)", "DATE(2024,5,19)", "DATE(2025,2,28)", "45432.75", "0", "-1", "61", "59"),
    *("2958465", "2958466", '"2024-05-20"', '"x"', '""', "@gap", "@none", "@fail", "TRUE"),
)
_COUNTS = (
    *("0", "1", "-1", "5", "-5", "13", "-13", "1.9", "-1.9", "@num", "@half", "@gap", "12", "-12"),
    *("@mix", "@none", '"3"', '""', "TRUE", "100000", "-100000", "@fail"),
)
_HOLIDAYS = (
    *("t[day]", "t[day]", "t[gap]", "t[mix]", "t[rise]", "t[word]", "t[fail]", "@day", "t[code]"),
    *("DATE(2024,5,20)", "{45432,45432,45431}", '"2024-05-20"', "INDEX(t[day],1):@day"),
)
_WEEKENDS = (
    *("1", "2", "7", "11", "17", "0", "8", "10", "18", '"0000011"', '"1111111"', '"0000000"'),
    *('"1010101"', '"000001"', '"0000012"', '"1111110"', "@num", '""', "1.9"),
)
_FIRST_DAYS = ("1", "2", "3", "11", "17", "21", "0", "4", "18")
_UNITS = ('"Y"', '"M"', '"D"', '"YM"', '"MD"', '"YD"', '"y"', '"ym"', '"X"', '""', "@word")
_PATTERNS = (
    *('"yyyy年m月d日"', '"yyyy年mm月"', '"m月d日"', '"aaaa"', '"aaa"', '"ddd"', '"dddd"', '"mmm"'),
    *(
        '"[红色]0"',
        '"[Red]-0;0"',
        '"0;-0;零;@"',
        '"0;;"',
        '";;;"',
        '"0.00;[Red]-0.00"',
        '"#,##0.0,"',
    ),
    *('"0.0万"', '"0\\\\万"', '"0!万"', '"[>5]0;[<0]-0;0.0"', '"h:mm"', '"[h]:mm"', '"上午/下午h"'),
    *('"# ?/?"', '"0.00E+00"', '"_-0"', '"*x0"', '"@@"', '"General"', '"G/通用格式"', '""', '"0,"'),
    *('"yyyy-mm-dd hh:mm:ss"', '"hh:mm AM/PM"', '"[$-804]yyyy年m月d日"', '"e"', '"q"', '"00-00"'),
    *(
        '"第0名"',
        '"0%;-0%"',
        '"+0%;-0%;持平"',
        '"0.0%;(0.0%)"',
        '"▲0;▼0;-"',
        '"[=0]无;0"',
        '"¥#,##0"',
    ),
)
_ODD_TEXTS = (
    *('"1,234"', '"1，234"', '"１２"', '" 12 "', '"12%"', '"1e3"', '"(5)"', '"-"', '"5-"', '"$5"'),
    *('"2024-05-20"', '"2024/5/20"', '"5月20日"', '"12:30"', '"1 1/2"', '"TRUE"', '".5"', '"5."'),
    *('"+5"', '"--5"', '"0x1F"', '"NaN"', '"inf"', '"1,2,3"', '"12,34"', '"1.2.3"', '"¥5"', '"%"'),
    *('""', '" "', '"1E400"', '"1e-400"', '"5%%"', '"1 234"', '"\'5"', "@word", "@code", "@mix"),
)
_STEPS = (
    *("5", "-5", "0", "0.1", "-0.1", "3", "-3", "1", "2.5", "@gap", "@half", "@num", "@none", '""'),
)
_PLACES = ("0", "1", "-1", "2", "-2", "15", "20", "-20", "1.9", "-1.9", "@gap", "@num", '"1"')
_SPANS = (
    *(
        "t[num]",
        "t[gap]",
        "t[mix]",
        "t[half]",
        "t[rise]",
        "t[day]",
        "t[none]",
        "t[word]",
        "t[fail]",
    ),
    *("t[code]", "@num", "@gap", "INDEX(t[num],1):@num", "INDEX(t[num],1):INDEX(t[num],1)"),
)
_SHARES = ("0", "1", "0.5", "0.25", "0.9", "-0.1", "1.1", "0.333", "@half", "@gap", "1/24")
_CRITERIA = (
    *('"~*"', '"~?"', '"~~"', '"a~*"', '"*~?*"', '"~"', '"?~"', '"~x"', '"~x~?"', '"a*"', '"*"'),
    *(
        '"<>*"',
        '"<>~*"',
        '"=~*"',
        '"?"',
        '"??"',
        '">~a"',
        '"="',
        '"<>"',
        '""',
        '">"',
        '"<"',
        '"=="',
    ),
    *(
        "@gap",
        "@none",
        "@said",
        "@word",
        "@fail",
        "@code",
        "@day",
        "@flag",
        "TRUE",
        '"TRUE"',
        "NA()",
    ),
    *(
        '">="&@gap',
        '"<>"&@gap',
        '"="&@word',
        '"<"&@day',
        '">"&@word',
        '"=5"',
        '"5"',
        '"005"',
        '"5%"',
    ),
    *('"=TRUE"', '"<>5"', '"<>#N/A"', '"#N/A"', '"1/2"', '"5.0"', '"5E0"', '">a"', '"<=中"', "0"),
)
_RANGES = (
    *(
        "t[num]",
        "t[gap]",
        "t[word]",
        "t[mix]",
        "t[none]",
        "t[said]",
        "t[code]",
        "t[day]",
        "t[fail]",
    ),
    *("t[half]", "t[flag]"),
)
_TEXTS = (
    '"aXbXc"',
    '"中文中"',
    '""',
    "@word",
    "@mix",
    "@code",
    '"aaa"',
    '"a*b?~c"',
    "@num",
    "@none",
)
_PARTS = ('"a"', '"X"', '"中"', '""', '"aa"', "@word", '"*"', '"?"', '"~"', "@gap", "1")
_WHICH = (
    "0",
    "1",
    "2",
    "3",
    "5",
    "-1",
    "1.9",
    "0.9",
    "@gap",
    "@num",
    '"2"',
    '""',
    "32767",
    "32768",
)


class Corners:
    """One function at a time, with arguments from the ends of what it takes."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def formula(self) -> str:
        kinds = (
            *(self.workdays, self.workdays, self.months, self.differences, self.patterns),
            *(self.values, self.steps, self.steps, self.spans, self.texts, self.criteria),
            *(self.criteria, self.products, self.found),
        )
        return "=" + self.random.choice(kinds)()

    def workdays(self) -> str:
        pick = self.random.choice
        name = pick(("WORKDAY", "NETWORKDAYS", "WORKDAY.INTL", "NETWORKDAYS.INTL"))
        given = [pick(_DAYS), pick(_COUNTS if name.startswith("W") else _DAYS)]
        if name.endswith("INTL"):
            given += [pick(_WEEKENDS)][: pick((0, 1, 1, 1))]
        if len(given) == 2 + name.endswith("INTL"):
            given += [pick(_HOLIDAYS)][: pick((0, 1))]
        return f"{name}({','.join(given)})"

    def months(self) -> str:
        pick = self.random.choice
        return f"{pick(('EDATE', 'EOMONTH'))}({pick(_DAYS)},{pick(_COUNTS)})"

    def differences(self) -> str:
        pick = self.random.choice
        name = pick(("DATEDIF", "DATEDIF", "DAYS", "YEARFRAC", "DAYS360", "WEEKDAY", "WEEKNUM"))
        given = {
            "DATEDIF": lambda: f"{pick(_DAYS)},{pick(_DAYS)},{pick(_UNITS)}",
            "YEARFRAC": lambda: f"{pick(_DAYS)},{pick(_DAYS)},{pick('012345')}",
            "WEEKDAY": lambda: f"{pick(_DAYS)},{pick(_FIRST_DAYS)}",
            "WEEKNUM": lambda: f"{pick(_DAYS)},{pick(_FIRST_DAYS)}",
        }.get(name, lambda: f"{pick(_DAYS)},{pick(_DAYS)}")
        return f"{name}({given()})"

    def patterns(self) -> str:
        pick = self.random.choice
        value = pick((*_DAYS, *_COUNTS, "1234567.891", "-0.5", "0.0001", "@half", "@num", "@word"))
        return f"TEXT({value},{pick(_PATTERNS)})"

    def values(self) -> str:
        pick = self.random.choice
        text = pick(_ODD_TEXTS)
        return pick(
            (
                f"VALUE({text})",
                f"({text}+1)",
                f"-{text}",
                f'NUMBERVALUE({text},".",",")',
                f'NUMBERVALUE({text},",",".")',
                f"NUMBERVALUE({text})",
                f"DATEVALUE({text})",
                f"N({text})",
                f"ISNUMBER(--{text})",
                f"SUM({text},1)",
            )
        )

    def steps(self) -> str:
        pick = self.random.choice
        value = pick((*_COUNTS, "2.5", "-2.5", "0.5", "1.005", "-1.005", "1E15", "1E-5", "@half"))
        name = pick(("ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC", "FIXED"))
        if self.random.random() < 0.4:
            return f"{name}({value},{pick(_PLACES)})"
        name = pick(("MROUND", "CEILING", "FLOOR", "CEILING.MATH", "FLOOR.MATH", "MOD", "QUOTIENT"))
        last = f",{pick(('0', '1', '-1', '@gap'))}" if ".MATH" in name and pick((0, 1)) else ""
        return f"{name}({value},{pick(_STEPS)}{last})"

    def spans(self) -> str:
        pick = self.random.choice
        name = pick(("PERCENTILE", "QUARTILE", "RANK", "PERCENTRANK", "LARGE", "SMALL"))
        ending = pick(("", "", ".INC", ".EXC")) if name[0] in "PQ" else ""
        if name == "RANK":
            order = pick(("", ",0", ",1", ",-1", ",@gap", ',"1"'))
            return f"RANK{pick(('', '.EQ', '.AVG'))}({pick(_COUNTS)},{pick(_SPANS)}{order})"
        how = {"QUARTILE": ("0", "1", "2", "3", "4", "5", "-1", "1.9", "@gap")}.get(
            name, _SHARES if name.startswith("P") else ("0", "1", "2", "1.9", "24", "25", "@gap")
        )
        return f"{name}{ending}({pick(_SPANS)},{pick(how)})"

    def texts(self) -> str:
        pick = self.random.choice
        text, part, which = pick(_TEXTS), pick(_PARTS), pick(_WHICH)
        return pick(
            (
                f"SUBSTITUTE({text},{part},{pick(_PARTS)})",
                f"SUBSTITUTE({text},{part},{pick(_PARTS)},{which})",
                f"LEN(REPT({text},{which}))",
                f"REPT({text},{pick(('0', '1.9', '3', '-1', '@gap'))})",
                f"MID({text},{which},{pick(_WHICH)})",
                f"LEFT({text},{which})",
                f"RIGHT({text},{which})",
                f"REPLACE({text},{which},{pick(_WHICH)},{part})",
                f"FIND({part},{text},{which})",
                f"SEARCH({part},{text},{which})",
            )
        )

    def criteria(self) -> str:
        pick = self.random.choice
        one, other = f"{pick(_RANGES)},{pick(_CRITERIA)}", f"{pick(_RANGES)},{pick(_CRITERIA)}"
        return pick(
            (
                f"COUNTIF({one})",
                f"COUNTIFS({one},{other})",
                f"SUMIF({one},{pick(_RANGES)})",
                f"SUMIFS({pick(_RANGES)},{one})",
                f"SUMIFS(t[num],{one},{other})",
                f"AVERAGEIFS({pick(_RANGES)},{one})",
                f"{pick(('MAXIFS', 'MINIFS'))}({pick(_RANGES)},{one})",
            )
        )

    def products(self) -> str:
        pick = self.random.choice
        condition = f"({pick(_RANGES)}{pick(('=', '<>', '>', '<='))}{pick(_CRITERIA)})"
        return pick(
            (
                f"SUMPRODUCT({pick(_RANGES)},{pick(_RANGES)})",
                f"SUMPRODUCT({pick(_RANGES)})",
                f"SUMPRODUCT({condition},{pick(_RANGES)})",
                f"SUMPRODUCT({condition}*{pick(_RANGES)})",
                f"SUMPRODUCT(--{condition})",
                f"SUMPRODUCT({condition}*1,{pick(_RANGES)})",
                f'SUMPRODUCT({condition}*({pick(_RANGES)}<>""))',
                f"SUMPRODUCT({condition}+0,--ISNUMBER({pick(_RANGES)}))",
            )
        )

    def found(self) -> str:
        """Looking up blanks, texts with wildcards, and what is in no order."""
        pick = self.random.choice
        wanted = pick((*_CRITERIA, *_COUNTS))
        return pick(
            (
                f"MATCH({wanted},{pick(_RANGES)},{pick(('0', '0', '1', '-1', ''))})",
                f"VLOOKUP({wanted},t[[num]:[day]],{pick(('1', '2', '3', '0', '6', '1.9'))},FALSE)",
                f"LOOKUP({wanted},{pick(('t[rise]', 't[num]', 't[word]'))})",
                f"INDEX({pick(_RANGES)},{pick(_WHICH)})",
                f"CHOOSE({pick(_WHICH)},@num,@word,@gap)",
                f"IFERROR(MATCH({wanted},{pick(_RANGES)},0),-1)",
            )
        )


def corners(count: int, seed: int) -> list[str]:
    dice = Corners(seed)
    return list(dict.fromkeys(dice.formula() for _ in range(count)))
