"""What no sheet can hold: blocks under growing tables, a table twice, titles or labels refused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plansheets.blueprint.compose import place_of
from plansheets.blueprint.kinds import kind_named
from plansheets.blueprint.model import Blueprint, Sheet, Table
from plansheets.grid import MAX_FORMULA_TEXT, MAX_NAME, MAX_SHEET_TITLE
from plansheets.lengths import excel_length
from plansheets.plan.look.wording import say
from plansheets.plan.report import Report
from plansheets.source import Span
from plansheets.words import LOCALES, Words

STANDARD = ("about", "parameters", "checks", "dictionary", "lists", "marks")
"""Sheets that every workbook may get, by what their titles are kept under."""

_NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_CHARACTER_CODE = re.compile("_x[0-9A-F]{4}_", re.IGNORECASE)
"""What files write for a character that no XML can hold: in a name it would be read as that."""


def check_places(blueprint: Blueprint, report: Report) -> None:
    """Report what no sheet can hold as it is asked for, in any language."""
    placed: dict[tuple[str, str], Span] = {}
    for sheet in blueprint.sheets:
        if sheet.id in STANDARD:
            report.add(
                "PS304",
                Words(
                    f"工作表 id“{sheet.id}”是每个工作簿自带的那张表的",
                    f"the sheet id '{sheet.id}' is that of a sheet every workbook gets",
                ),
                sheet.span,
                Words("换个 id；标题可以随意", "give the sheet another id; its title is free"),
            )
        _check_blocks(sheet, blueprint, placed, report)
    for locale in LOCALES:
        _check_titles(blueprint, locale, report)
        _check_items(blueprint, locale, report)
        _check_table_titles(blueprint, locale, report)
        for table in blueprint.tables:
            _check_headers(table, locale, report)


def _check_blocks(
    sheet: Sheet, blueprint: Blueprint, placed: dict[tuple[str, str], Span], report: Report
) -> None:
    growing: str | None = None
    for block in sheet.blocks:
        if growing is not None and growing not in block.holds.tables:
            report.add(
                "PS301",
                Words(
                    f"表“{growing}”会增长，工作表“{sheet.id}”上它下面却还有别的内容",
                    f"table '{growing}' grows, and another block stands below it on "
                    f"sheet '{sheet.id}'",
                ),
                block.span,
                Words(
                    f"把“- table: {growing}”移到这个工作表的最后，或放到单独的工作表",
                    f"move '- table: {growing}' to the end of the sheet's blocks, or "
                    "to its own sheet",
                ),
            )
            growing = None
        for id_ in block.holds.parameters:
            if ("parameter", id_) in placed:
                where = place_of(placed["parameter", id_], block.span)
                report.add(
                    "PS303",
                    Words(f"参数“{id_}”放了两处", f"the parameter '{id_}' is placed twice"),
                    block.span,
                    Words(
                        f"参数只在一处填写，它{where.zh}已经有了：从其中一个表单里去掉",
                        f"it is filled in at one place, and stands {where.en} already: take it "
                        "out of one of the forms",
                    ),
                )
            placed.setdefault(("parameter", id_), block.span)
        for id_ in block.holds.tables:
            if ("table", id_) in placed:
                where = place_of(placed["table", id_], block.span)
                report.add(
                    "PS303",
                    Words(f"表“{id_}”放了两处", f"the table '{id_}' is placed twice"),
                    block.span,
                    Words(
                        f"它{where.zh}已经有了；要在别处再看它的行，就做一张视图："
                        f"“rows: {{from: {id_}}}”的表；单个数值用卡片显示",
                        f"it stands {where.en} already; show its rows elsewhere with a view, a "
                        f"table with 'rows: {{from: {id_}}}', single values of it on cards",
                    ),
                )
            placed.setdefault(("table", id_), block.span)
            table = blueprint.table(id_)
            if table is None or not table.growing:
                continue
            if block.grows:
                growing = id_
                continue
            report.add(
                "PS301",
                Words(
                    f"表“{id_}”会增长，旁边的{kind_named(type(block).__name__.lower()).zh}不会",
                    f"table '{id_}' grows, and the {type(block).__name__.lower()} "
                    "beside it would not",
                ),
                block.span,
                Words(
                    f"改画它的视图：一张“rows: {{from: {id_}}}”的表",
                    f"draw it over a view of it: a table with 'rows: {{from: {id_}}}'",
                ),
            )


def _check_titles(blueprint: Blueprint, locale: str, report: Report) -> None:
    standard = (say(name, locale).casefold() for name in STANDARD)
    taken: dict[str, Span | None] = dict.fromkeys(standard)
    tabs = {one.id: one for sheet in blueprint.sheets for one in (sheet.joined or sheet,)}
    for tab in tabs.values():
        title = tab.title(locale)
        span = tab.title.span or tab.span
        for message, hint in title_faults(title):
            report.add("PS304", message, span, hint)
        folded = title.casefold()
        if folded in taken:
            other = taken[folded]
            where = place_of(other, span) if other else Words("程序自带", "that the program adds")
            message = Words(
                f"工作表标题“{title}”与{where.zh}的工作表重名",
                f"the sheet title '{title}' is also the one of a sheet {where.en}",
            )
            report.add(
                "PS304",
                message,
                span,
                Words(
                    "标题不能只差大小写；换一个", "titles differ by more than case; choose another"
                ),
            )
        taken.setdefault(folded, span)


def title_faults(title: str) -> Iterator[tuple[Words, Words]]:
    """Why Excel takes *title* for no sheet's, and what to do."""
    length = excel_length(title)
    if length > MAX_SHEET_TITLE:
        said = Words(f"工作表标题“{title}”", f"the sheet title '{title}'")
        yield _too_long(said, length, MAX_SHEET_TITLE), _SHORTEN
    if _NOT_IN_TITLES.search(title) or title.startswith("'") or title.endswith("'"):
        yield (
            Words(
                f"工作表标题“{title}”里有 Excel 不允许的字符",
                f"the sheet title '{title}' holds a character Excel refuses",
            ),
            Words(
                "去掉 [ ] : * ? / \\、换行和首尾的引号",
                "leave out [ ] : * ? / \\, line breaks and quotes at its ends",
            ),
        )
    if found := _CHARACTER_CODE.search(title):
        said = Words(f"工作表标题“{title}”", f"the sheet title '{title}'")
        yield _coded(said, found[0])
    if title.casefold() == "history" or not title.strip():
        yield (
            Words(f"工作表不能叫“{title}”", f"a sheet cannot be called '{title}'"),
            Words("这个标题 Excel 自己要用；换一个", "Excel keeps that title for itself"),
        )


def _coded(what: Words, code: str) -> tuple[Words, Words]:
    return (
        Words(
            f"{what.zh}里的“{code}”，Excel 读成一个字符",
            f"{what.en} holds '{code}', which Excel reads as a character's code",
        ),
        Words("在中间加一个空格，或换个写法", "put a space into it, or write it otherwise"),
    )


_MOST_OF_TITLE = MAX_FORMULA_TEXT - 5
"""Characters of a table's title: a comma stands before it in a text of a formula."""
_SHORTEN = Words("缩短它", "shorten it")


def _too_long(what: Words, length: int, most: int) -> Words:
    return Words(
        f"{what.zh}有 {length} 个字符；Excel 最多 {most} 个",
        f"{what.en} has {length} characters; Excel allows {most}",
    )


def _check_items(blueprint: Blueprint, locale: str, report: Report) -> None:
    """Formulas and conditional formats compare cells with the label of an item."""
    for list_ in blueprint.lists:
        for item in list_.items:
            length = excel_length(item.label(locale))
            if length > MAX_FORMULA_TEXT:
                name = f"{list_.id}.{item.id}"
                said = Words(f"选项“{name}”的名称", f"the label of item '{name}'")
                message = _too_long(said, length, MAX_FORMULA_TEXT)
                where = item.label.span or list_.span
                hint = Words(
                    "缩短它：公式要拿单元格与它比较", "shorten it: formulas compare cells with it"
                )
                report.add("PS237", message, where, hint)


def _check_table_titles(blueprint: Blueprint, locale: str, report: Report) -> None:
    """Formulas list the titles of tables that still hold sample rows."""
    for table in blueprint.tables:
        length = excel_length(table.title(locale))
        if length > _MOST_OF_TITLE:
            said = Words(f"表“{table.id}”的标题", f"the title of table '{table.id}'")
            hint = Words("缩短它：公式里要写它", "shorten it: formulas spell it out")
            span = table.title.span or table.span
            report.add("PS237", _too_long(said, length, _MOST_OF_TITLE), span, hint)


def _check_headers(table: Table, locale: str, report: Report) -> None:
    seen: dict[str, str] = {}
    for column in table.columns:
        header = column.label(locale).casefold()
        span = column.label.span or column.span
        if not header.strip():
            message = Words(f"列“{column.id}”没有名称", f"column '{column.id}' has no label")
            hint = Words("表头不能空着", "a header cannot be blank")
            report.add("PS302", message, span, hint)
        elif (length := excel_length(header)) > MAX_NAME:
            said = Words(f"列“{column.id}”的表头", f"the header of column '{column.id}'")
            report.add("PS302", _too_long(said, length, MAX_NAME), span, _SHORTEN)
        elif found := _CHARACTER_CODE.search(column.label(locale)):
            said = Words(f"列“{column.id}”的表头", f"the header of column '{column.id}'")
            message, hint = _coded(said, found[0])
            report.add("PS302", message, span, hint)
        elif seen.get(header, column.id) != column.id:
            report.add(
                "PS302",
                Words(
                    f"表“{table.id}”的列“{seen[header]}”和“{column.id}”表头相同，都是"
                    f"“{column.label(locale)}”",
                    f"the columns '{seen[header]}' and '{column.id}' of table "
                    f"'{table.id}' have the same header '{column.label(locale)}'",
                ),
                span,
                Words(
                    "Excel 按表头称呼各列；各写各的表头",
                    "Excel names columns by their headers; give each its own words",
                ),
            )
        seen.setdefault(header, column.id)
