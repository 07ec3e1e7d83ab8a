"""What a program has lost of a workbook by saving it: tables, charts, formulas it cannot read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plansheets.grid import cell_name
from plansheets.life.deviation import PlanDeviation
from plansheets.life.recognise import Recognised
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.model import Plan
from plansheets.words import Words

ANEW = Words(
    "用 plansheets upgrade 重做一份，填的内容都会带过去；或取早先的副本",
    "plansheets upgrade builds the workbook anew with everything that was typed in; or take an "
    "earlier copy",
)
_NAMED = 3


def lost_parts(
    known: Recognised, plan: Plan, homes: Mapping[str, SheetHome]
) -> Iterator[PlanDeviation]:
    """What is gone although nobody deletes it: programs that do not know it leave it out."""
    told = known.book.saved_by
    said = Words(f"，最后一次由 {told} 保存", f"; saved last by {told}") if told else Words("", "")
    lost = (*_tables(known, plan), *_charts(known, homes), *_unread(homes, known))
    for what, where, count in lost:
        message = Words(what.zh + said.zh, what.en + said.en)
        yield PlanDeviation("PS729", message, where, hint=ANEW, count=count)


def said_loose(known: Recognised, plan: Plan) -> Words | None:
    """That tables are no tables any more whose cells are there."""
    loose = [
        (found, table)
        for sheet in plan.sheets
        for table in sheet.tables
        if (found := known.tables.get(table.id)) is not None and not found.in_table
    ]
    if not loose:
        return None
    titles = {one.id: one.title for one in known.manifest.tables}
    names = [title for _, one in loose if (title := titles.get(one.id))]
    named = names or [one.name for _, one in loose]
    count = len(loose)
    more = ("…", ", …") if count > _NAMED else ("", "")
    listed = "、".join(named[:_NAMED]) + more[0], ", ".join(named[:_NAMED]) + more[1]
    package = known.book.package
    if all(package.related(found.sheet.part, "table") for found, _ in loose):
        return Words(
            f"{count} 个表格没有标题行了（{listed[0]}），引用它们的公式会把标题也算进去",
            f"{count} table{'s have' if count > 1 else ' has'} no header row by now ({listed[1]}): "
            "formulas that name them count it in",
        )
    return Words(
        f"{count} 个表格只剩下单元格了（{listed[0]}），引用它们的公式在 Excel 里会出错",
        f"{count} table{'s are' if count > 1 else ' is'} nothing but cells by now ({listed[1]}): "
        "formulas that name them fail in Excel",
    )


def _tables(known: Recognised, plan: Plan) -> Iterator[tuple[Words, str, int]]:
    said = said_loose(known, plan)
    if said is not None:
        yield said, "", 1


def _charts(known: Recognised, homes: Mapping[str, SheetHome]) -> Iterator[tuple[Words, str, int]]:
    """Charts by their number: nothing else tells which one a chart is."""
    package = known.book.package
    lost = {}
    for home in homes.values():
        drawings = package.related(home.sheet.part, "drawing")
        found = sum(len(package.related(one, "chart")) for one in drawings)
        if found < len(home.planned.charts):
            lost[home.sheet.title] = len(home.planned.charts) - found
    if lost:
        count = sum(lost.values())
        sheets = "、".join(lost), ", ".join(f"'{one}'" for one in lost)
        said = Words(
            f"{count} 个图表没有了（{sheets[0]}）",
            f"{count} chart{'s are' if count > 1 else ' is'} gone ({sheets[1]})",
        )
        yield said, "", count


def _unread(homes: Mapping[str, SheetHome], known: Recognised) -> Iterator[tuple[Words, str, int]]:
    places = [
        home.sheet.place(cell_name(*spot))
        for home in homes.values()
        for spot in known.book.contents(home.sheet).unread
    ]
    if places:
        count = len(places)
        yield (
            Words(
                f"{count:,} 个公式只剩下文字了，这是第一个：保存文件的程序读不懂它们",
                f"{count:,} formula{'s are texts' if count > 1 else ' is a text'} by now, of which "
                "this is the first: the program that saved the file cannot read them",
            ),
            places[0],
            count,
        )
