# ruff: noqa: INP001 - a script, no package
"""Writes the pages of functions from the catalogue: python docs/write_functions.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plansheets.formula.parse import parse
from plansheets.formula.rewrite import substitute
from plansheets.formula.spell import spell
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument, Example, Function, Samples
from plansheets.plan.write_out.expand import written_out
from plansheets.words import Words

PAGES = {
    "en": Path(__file__).with_name("functions.md"),
    "zh-CN": Path(__file__).with_name("functions.zh-CN.md"),
}

BEGIN = "<!-- functions: begin, written by docs/write_functions.py -->\n"
"""What stands above it in a page is written by hand."""

TABLE = {
    "en": "| function | gives | |\n|---|---|---|\n",
    "zh-CN": "| 函数 | 结果 | |\n|---|---|---|\n",
}
ARGUMENTS = {"en": "| argument | takes | |", "zh-CN": "| 参数 | 取值 | |"}
EXAMPLES = {
    "en": "| example | in a cell | as a function |",
    "zh-CN": "| 例子 | 单元格里 | 作为函数 |",
}
ALONE = {"en": "| example | result |", "zh-CN": "| 例子 | 结果 |"}
NO_FORMULA = {"en": "No formula", "zh-CN": "没有公式"}

CATEGORIES = {
    "deviation": Words("偏差与达成", "Deviation and attainment"),
    "growth": Words("增长与走势", "Growth and trends"),
    "threshold": Words("不被空白骗到的比较", "Comparisons that blanks cannot fool"),
    "return": Words("投入产出", "Return on money"),
    "price": Words("价格与促销", "Prices and promotions"),
    "traffic": Words("流量与成交", "Traffic and baskets"),
    "customer": Words("客户与 RFM", "Customers and RFM"),
    "stock": Words("库存", "Stock"),
    "spread": Words("波动、集中与异常", "Spread, concentration and outliers"),
    "progress": Words("天数与进度", "Days and progress"),
    "score": Words("得分与等级", "Scores and grades"),
    "split": Words("占比与精确拆分", "Shares and exact splits"),
    "experiment": Words("对照测试", "Tests of one against another"),
}
TAKES = {
    "number": Words("数字", "number"),
    "date": Words("日期", "date"),
    "boolean": Words("条件", "condition"),
    "text": Words("文字", "text"),
    "any": Words("任意值", "any value"),
}
GIVES = {
    "money": Words("金额", "money"),
    "count": Words("个数", "count"),
    "percent": Words("百分比", "percent"),
    "ratio": Words("倍数", "ratio"),
    "days": Words("天数", "days"),
    "plain": Words("数字", "number"),
    "date": Words("日期", "date"),
    "text": Words("文字", "text"),
    "boolean": Words("TRUE 或 FALSE", "boolean"),
    "any": Words("任意值", "any"),
}
SHAPES = {
    "value": Words("", ""),
    "column": Words("，整列", ", a whole column"),
    "table": Words("整张表", "a whole table"),
}
LIKE = Words("同", "like")
COLUMN = Words("列", " column")
RANGE = Words("区域", " range")
STOP = Words("。", ".")


def page(locale: str) -> str:
    """The whole page in one language, its head as it stands."""
    head = PAGES[locale].read_text(encoding="utf-8").split(BEGIN)[0]
    rows = [
        f"| [`{function.name}`](#{function.name}) | {_gives(function, locale)} "
        f"| {function.title(locale)} |\n"
        for function in FUNCTIONS
    ]
    parts = [head, BEGIN, TABLE[locale], *rows]
    for category, title in CATEGORIES.items():
        parts.append(f"\n## {title(locale)}\n")
        own = (each for each in FUNCTIONS if each.category == category)
        parts += [_section(each, locale) for each in own]
    return "".join(parts)


def _section(function: Function, locale: str) -> str:
    why = function.why_no_formula
    lines = [
        f"\n### {function.name}\n",
        f"`{function.signature}` · {function.title.zh} · {function.title.en}\n",
        f"{function.words(locale)}{STOP(locale)}\n",
        f"{function.source(locale)}\n",
        ARGUMENTS[locale],
        "|---|---|---|",
        *(_argument(argument, locale) for argument in function.arguments),
        "",
        f"{NO_FORMULA[locale]}: {why(locale)}{STOP(locale)}\n"
        if why
        else f"```\n{_formula(function)}\n```\n",
        ALONE[locale] if why else EXAMPLES[locale],
        "|---|---|" if why else "|---|---|---|",
        *(_example(function, example, locale) for example in function.examples),
        "",
    ]
    return "\n".join(lines)


def _formula(function: Function) -> str:
    cells = {
        argument.name: parse(_reference(argument))
        for argument in function.arguments
        if argument.takes != "option"
    }
    return spell(substitute(written_out(function), cells))


def _reference(argument: Argument) -> str:
    if argument.table:
        return f"t[[{argument.name}_1]:[{argument.name}_5]]"
    return f"t[{argument.name}]" if argument.many else f"[@{argument.name}]"


def _gives(function: Function, locale: str) -> str:
    whole = SHAPES[function.shape](locale)
    if function.shape == "table":
        return whole
    if function.like:
        return f"{LIKE(locale)} `{function.like}`{whole}"
    return GIVES[function.gives](locale) + whole


def _argument(argument: Argument, locale: str) -> str:
    if argument.options:
        takes = ", ".join(f'`"{option}"`' for option in argument.options)
    else:
        takes = TAKES[argument.takes](locale)
        takes += (RANGE if argument.table else COLUMN)(locale) if argument.many else ""
    if argument.like:
        takes += f", {LIKE(locale)} `{argument.like}`"
    default = "" if argument.default is None else f" = `{argument.default}`"
    return f"| `{argument.name}`{default} | {takes} | {argument.help(locale)} |"


def _example(function: Function, example: Example, locale: str) -> str:
    call = f"{function.name}({', '.join(map(_value, example.arguments))})"
    result = _value(example.result)
    note = f" ({example.note(locale)})" if example.note else ""
    if function.why_no_formula:
        return f"| `{call}`{note} | `{example.error or result}` |"
    return f"| `{call}`{note} | `{result}` | `{example.error or result}` |"


def _value(value: Samples) -> str:
    match value:
        case tuple():
            rows = (
                ", ".join(map(_value, row)) if isinstance(row, tuple) else _value(row)
                for row in value
            )
            return "{" + "; ".join(rows) + "}"
        case None:
            return "blank"
        case bool():
            return str(value).upper()
        case str():
            return f'"{value}"'
        case date():
            return value.isoformat()
    return f"{value:.6g}" if isinstance(value, float) else str(value)


if __name__ == "__main__":
    for language, path in PAGES.items():
        path.write_text(page(language), encoding="utf-8")
