# ruff: noqa: INP001 - a script, no package
"""Writes docs/functions.md from the catalogue: python docs/write_functions.py."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from plansheets.formula.parse import parse
from plansheets.formula.rewrite import substitute
from plansheets.formula.spell import spell
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Argument, Example, Function, Sample
from plansheets.plan.expand import written_out

PAGE = Path(__file__).with_name("functions.md")

HEAD = """\
# Functions of plansheets

<!-- Written by docs/write_functions.py from src/plansheets/functions; edit there. -->

Blueprint formulas may call these functions, in lower case, wherever Excel's may stand:

```yaml
- {id: deviation_rate, type: percent, formula: '=deviation_rate([@actual], [@target])'}
```

The workbook holds no trace of them: each call is written out as the plain formula shown below,
which Excel 2016, WPS and LibreOffice calculate. What the place already knows is left out: an option
that is a constant, and a guard that the caller has asked already. So
`IF(COUNT([@a], [@b])<2, "", share([@a], [@b]))` asks once.

- **Nothing is invented.** Where a number is missing or the base is zero a cell shows an empty text,
  and a comparison gives FALSE. The function form, for UDFs and LAMBDAs, gives `#N/A` for a blank,
  `#VALUE!` for what is no number, and the error named below where there is no value.
- **In Excel 365** `plansheets build NAME --lambdas` brings them along as names, `PS_` and the name
  in capitals: `=PS_ROI(450, 80)`. Two other engines find every example below through these names;
  not tried in Excel.
- **In Excel on Windows, with Python** `plansheets addin build xlwings -o DIR` writes an add-in that
  calls them through xlwings under the same names, with ranges in and arrays out;
  `plansheets build NAME --udf` makes a workbook that calls them itself. Every example below goes
  through xlwings' own call path in the tests; not tried in Excel.
- **In Python** `from plansheets.functions import roi` gives the same over numbers, columns and
  frames.
- **Words are yours.** Statuses, classes and grades are handed in, as items of your lists:
  `rag([@favourable], light.good, light.warn, light.bad)`. `lower` and `inverse` are conditions:
  `attainment([@actual], [@target], [@direction]=direction.lower)`.
- **Columns and cells.** An argument that takes a *column* wants `table[column]`, every other one a
  single value, such as `[@column]` or a parameter. Keep arguments short: some appear several times
  in the formula.
- **Units are checked.** An argument "like `actual`" must measure what `actual` measures.
- Arguments with a default after `=` may be left out.

| function | gives | 中文 | English |
|---|---|---|---|
"""

CATEGORIES = {
    "deviation": "Deviation and attainment",
    "threshold": "Comparisons that blanks cannot fool",
    "return": "Return on money",
    "stock": "Stock",
    "progress": "Days and progress",
    "score": "Scores and grades",
    "split": "Shares and exact splits",
}
TAKES = {
    "number": "number",
    "date": "date",
    "boolean": "condition",
    "text": "text",
    "any": "any value",
    "option": "word",
}


def page() -> str:
    """The whole page."""
    rows = [
        f"| [`{function.name}`](#{function.name}) | {_gives(function)} "
        f"| {function.title.zh} | {function.title.en} |\n"
        for function in FUNCTIONS
    ]
    parts = [HEAD, *rows]
    for category, title in CATEGORIES.items():
        parts.append(f"\n## {title}\n")
        parts += [_section(each) for each in FUNCTIONS if each.category == category]
    return "".join(parts)


def _section(function: Function) -> str:
    lines = [
        f"\n### {function.name}\n",
        f"`{function.signature}` · {function.title.zh} · {function.title.en}\n",
        f"{function.words.en}.  ",
        f"{function.words.zh}。\n",
        f"{function.source}\n",
        "| argument | takes | |",
        "|---|---|---|",
        *map(_argument, function.arguments),
        "",
        "```",
        _formula(function),
        "```\n",
        "| example | in a cell | as a function |",
        "|---|---|---|",
        *(_example(function, example) for example in function.examples),
        "",
    ]
    return "\n".join(lines)


def _formula(function: Function) -> str:
    cells = {
        argument.name: parse(f"t[{argument.name}]" if argument.many else f"[@{argument.name}]")
        for argument in function.arguments
        if argument.takes != "option"
    }
    return spell(substitute(written_out(function), cells))


def _gives(function: Function) -> str:
    if function.like:
        return f"like `{function.like}`"
    return "number" if function.gives == "plain" else function.gives


def _argument(argument: Argument) -> str:
    takes = TAKES[argument.takes] + (" column" if argument.many else "")
    if argument.options:
        takes = ", ".join(f'`"{option}"`' for option in argument.options)
    if argument.like:
        takes += f", like `{argument.like}`"
    default = "" if argument.default is None else f" = `{argument.default}`"
    return f"| `{argument.name}`{default} | {takes} | {argument.help.en} · {argument.help.zh} |"


def _example(function: Function, example: Example) -> str:
    call = f"{function.name}({', '.join(map(_value, example.arguments))})"
    result = _value(example.result)
    note = f" ({example.note.en})" if example.note else ""
    return f"| `{call}`{note} | `{result}` | `{example.error or result}` |"


def _value(value: Sample | tuple[Sample, ...]) -> str:
    match value:
        case tuple():
            return "{" + "; ".join(map(_value, value)) + "}"
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
    PAGE.write_text(page(), encoding="utf-8")
