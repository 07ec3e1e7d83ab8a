"""Names in stored formulas: functions, sheets and structured references that the file must know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field
from typing import Literal

from plansheets.errors import Level, nearest
from plansheets.formula.functions import functions
from plansheets.package.decode import unescape, with_line_feeds
from plansheets.records import dataclass
from plansheets.words import Words, quoted
from plansheets.workbook.stored_tokens import bare, items, unescaped

_UNLISTED = frozenset(
    {"CALL", "DATESTRING", "DBCS", "EUROCONVERT", "EVALUATE", "ISTHAIDIGIT", "NUMBERSTRING",
     "REGISTER.ID", "ROUNDBAHTDOWN", "ROUNDBAHTUP", "SQL.REQUEST", "THAIDAYOFWEEK", "THAIDIGIT",
     "THAIMONTHOFYEAR", "THAINUMSOUND", "THAINUMSTRING", "THAISTRINGLENGTH", "THAIYEAR",
     "USDOLLAR"}
)  # fmt: skip
"""Functions that Excel accepts and no list of its functions mentions."""
_UNLISTED_REACHING = frozenset({"CALL", "IMPORTCSV", "IMPORTTEXT", "REGISTER.ID", "SQL.REQUEST"})
_OTHER_BOOK = re.compile(r"\[([0-9]{1,9})\]")
REACHING_HINT = Words(
    "先看它的地址通向哪里，再决定信不信这个工作簿",
    "look where its address leads before you trust the workbook",
)
_KEYWORDS = frozenset({"#all", "#data", "#headers", "#totals", "#this row"})

Home = Literal["cell", "table", "name", "rule", "range"]
"""Where a formula stands: a cell, a cell of a table, a defined name, a conditional format or
validation, or the data range of a chart or sparkline."""


@dataclass(frozen=True, slots=True)
class StoredFault:
    """Something a formula does that Excel does not accept."""

    code: str
    message: Words
    hint: Words | None = None
    level: Level = "error"


@dataclass(frozen=True, slots=True)
class KnownNames:
    """What formulas of a workbook may refer to: by name in lower case, as the file spells it."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The columns of each table."""
    names: Mapping[str, str] = field(default_factory=dict)
    local_names: frozenset[str] = frozenset()
    """Names of any sheet, which a formula elsewhere uses with the sheet before them."""
    workbooks: int = 0
    """How many other workbooks the file links to; formulas name them by number, from 1."""
    foreign_functions: bool = False
    """Whether the file has macros, which may define functions."""
    judged: dict[tuple[Home, str], tuple[StoredFault, ...]] = field(
        default_factory=dict, compare=False
    )
    """Faults of the names judged so far: a workbook uses few names, and uses them often."""


def function_faults(name: str, known: KnownNames, home: Home) -> tuple[StoredFault, ...]:
    """What is wrong with the spelling of a function's name."""
    return _remembered(name + "(", known, home, lambda: _function(name, known, home))


def sheet_faults(prefix: str, known: KnownNames, home: Home) -> tuple[StoredFault, ...]:
    """What is wrong with ``Sheet!``, ``'My sheet'!`` or ``First:Last!``."""
    return _remembered(prefix, known, home, lambda: _sheet(prefix.removesuffix("!"), known))


def structured_faults(text: str, known: KnownNames, home: Home) -> tuple[StoredFault, ...]:
    """What is wrong with a structured reference, its table included."""
    return _remembered(text, known, home, lambda: _structured(text, known, home))


def _remembered(
    text: str, known: KnownNames, home: Home, find: Callable[[], Iterator[StoredFault]]
) -> tuple[StoredFault, ...]:
    key = (home, text)
    found = known.judged.get(key)
    if found is None:
        found = known.judged[key] = tuple(find())
    return found


def _function(name: str, known: KnownNames, home: Home) -> Iterator[StoredFault]:
    upper, plain = name.upper(), bare(name)
    function = functions().get(plain)
    if function.reaches_out if function else plain in _UNLISTED_REACHING:
        message = Words(
            f"“{plain}”要向网络、服务或别的程序取数",
            f"'{plain}' asks the network, a service or another program",
        )
        yield StoredFault("PS580", message, REACHING_HINT, "warning")
    if function is None:
        if not _may_be_foreign(name, known, home):
            message = Words(
                f"Excel 没有“{name[:60]}”这个函数，会显示 #NAME?",
                f"no function '{name[:60]}' in Excel: it shows #NAME?",
            )
            yield StoredFault("PS567", message, nearest(upper, functions()))
    elif upper != function.prefix.upper() + plain:
        hint = Words(
            f"文件里写作 {function.prefix}{plain}", f"files spell it {function.prefix}{plain}"
        )
        if function.prefix and upper == plain:
            yield StoredFault(
                "PS560",
                Words(
                    f"{plain} 缺少前缀，Excel 会显示 #NAME?",
                    f"{plain} without its prefix: Excel shows #NAME?",
                ),
                hint,
            )
        else:
            message = Words(
                f"“{name[:60]}”的前缀不该有",
                f"'{name[:60]}' with a prefix that does not belong there",
            )
            yield StoredFault("PS561", message, hint)


def _may_be_foreign(name: str, known: KnownNames, home: Home) -> bool:
    """Whether someone else may define the function."""
    return (
        name.startswith("_")  # prefixes of newer functions, add-ins and lambda parameters
        or name.lower() in known.names
        or known.foreign_functions
        or name.upper() in _UNLISTED
        or (home == "name" and "." in name)  # Excel 4 macro functions: GET.CELL …
    )


def _sheet(prefix: str, known: KnownNames) -> Iterator[StoredFault]:
    title = prefix[1:-1].replace("''", "'") if prefix.startswith("'") else prefix
    if number := _OTHER_BOOK.match(title):
        if int(number[1]) > known.workbooks:
            message = Words(
                f"“{title[:60]}”属于另一个工作簿，而文件只链接了 {known.workbooks} 个",
                f"'{title[:60]}' of another workbook: the file links to {known.workbooks}",
            )
            yield StoredFault(
                "PS565",
                message,
                Words("直接写值，或链接那个工作簿", "write the value, or link the other workbook"),
            )
        return
    if "|" in title and not title.startswith("[") and title.lower() not in known.sheets:
        message = Words(
            f"“{title[:60]}”通过 DDE 向别的程序取数", f"'{title[:60]}' asks another program by DDE"
        )
        yield StoredFault("PS580", message, REACHING_HINT, "warning")
    if not title or title.startswith(("[", "#")) or "]" in title or "|" in title:
        return  # another workbook's, or deleted
    if title[0] in "0123456789" and not prefix.startswith("'"):
        message = Words(
            f"工作表“{title[:60]}”以数字开头，却没有加引号",
            f"sheet '{title[:60]}' begins with a digit and stands without quotes",
        )
        yield StoredFault(
            "PS568", message, Words(f"写成 '{title[:60]}'!A1", f"write '{title[:60]}'!A1")
        )
    for part in title.split(":"):
        if part.lower() not in known.sheets:
            message = Words(
                f"文件里没有工作表“{part[:60]}”", f"no sheet '{part[:60]}' in this file"
            )
            yield StoredFault("PS565", message, nearest(part, known.sheets.values()))


def _structured(text: str, known: KnownNames, home: Home) -> Iterator[StoredFault]:
    if home in ("rule", "range"):
        where = Words("数据区域", "a data range")
        if home == "rule":
            where = Words("条件格式或数据验证", "a conditional format or validation")
        message = Words(
            f"{where.zh}里有结构化引用，Excel 会修复掉它",
            f"a structured reference in {where.en}: Excel repairs it away",
        )
        yield StoredFault(
            "PS551",
            message,
            Words("直接写单元格：Sheet!$A$2:$A$31", "write the cells themselves: Sheet!$A$2:$A$31"),
        )
        return
    table, _, inside = text[:-1].partition("[")
    if table:
        columns = known.tables.get(table.lower())
        if columns is None:
            message = Words(f"文件里没有表“{table[:60]}”", f"no table '{table[:60]}' in this file")
            yield StoredFault("PS564", message, nearest(table, known.tables))
        yield from _inside(table, inside.strip(), columns)
    elif inside.startswith("@") or "[#this row]" in inside.lower():
        message = Words(f"“{text[:60]}”没有写表名", f"'{text[:60]}' does not name its table")
        yield StoredFault(
            "PS563",
            message,
            Words(
                "文件里写作 Table[[#This Row],[Column]]",
                "files spell it Table[[#This Row],[Column]]",
            ),
        )
    elif home != "table":
        message = Words(
            f"“{text[:60]}”在表之外，却没有写表名",
            f"'{text[:60]}' outside a table does not name its table",
        )
        yield StoredFault(
            "PS563",
            message,
            Words("只有表里的单元格可以省去表名", "only cells of a table may leave its name out"),
        )


def _column(item: str) -> str:
    return with_line_feeds(unescape(unescaped(item)))


def _inside(table: str, inside: str, columns: Mapping[str, str] | None) -> Iterator[StoredFault]:
    shown = quoted(f"{table}[{inside[:60]}]")
    if inside.startswith("@"):
        hint = Words(
            f"文件里写作 {table}[[#This Row],[Column]]",
            f"files spell it {table}[[#This Row],[Column]]",
        )
        yield StoredFault(
            "PS563",
            Words(f"{shown.zh}是编辑栏里的写法", f"{shown.en} is spelled as in the formula bar"),
            hint,
        )
        return
    for item in items(inside) if inside.startswith("[") else (inside,) if inside else ():
        if item is None:
            hint = Words(
                f"文件里每一部分都加方括号：{table}[[#This Row],[Column]]",
                f"files bracket every part: {table}[[#This Row],[Column]]",
            )
            yield StoredFault(
                "PS563",
                Words(f"{shown.zh}不是文件里的写法", f"{shown.en} is not in the file's spelling"),
                hint,
            )
            return
        if item.startswith("#"):
            if " ".join(item.lower().split()) not in _KEYWORDS:
                yield StoredFault(
                    "PS563",
                    Words(
                        f"“{item[:40]}”不是表的任何部分", f"'{item[:40]}' names no part of a table"
                    ),
                )
        elif columns is not None and (name := _column(item)).lower() not in columns:
            message = Words(
                f"表“{table}”没有“{name[:60]}”这一列", f"no column '{name[:60]}' in table '{table}'"
            )
            yield StoredFault("PS564", message, nearest(name, columns.values()))
