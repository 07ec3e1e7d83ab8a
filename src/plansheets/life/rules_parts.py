"""What a plan has beside formulas: columns, checks, names, defaults, rules, links, sheets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from plansheets.grid import cell_name
from plansheets.life.deviation import PlanDeviation
from plansheets.life.identity import names_hash
from plansheets.life.mark_names import check_mark
from plansheets.life.others import original_of, other_sheets
from plansheets.life.recognise import Recognised
from plansheets.life.rules_lost import lost_parts
from plansheets.life.rules_on_cells import rule_deviations
from plansheets.life.same import same_value
from plansheets.life.typed_in import shown_text
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.model import Plan
from plansheets.words import Words

LINK = re.compile(r"""["#]#?'((?:[^'"]|'')+)'!""")
UNDO = Words(
    "撤销；或用 plansheets upgrade 重新生成，没有了的都会回来，填在那里的要从早先的副本取",
    "undo that; or plansheets upgrade builds it anew with what is gone: what was typed there is in "
    "an earlier copy",
)


def check_parts(
    known: Recognised,
    plan: Plan,
    homes: Mapping[str, SheetHome],
    redrawn: frozenset[str] = frozenset(),
) -> Iterator[PlanDeviation]:
    """Every difference that is no formula's; *redrawn* sheets are drawn otherwise by now."""
    yield from _gone(known, plan)
    yield from lost_parts(known, plan, homes)
    yield from gone_names(known, plan)
    alike = [home for home in homes.values() if home.planned.id not in redrawn]
    for home in alike:
        yield from _defaults(known, plan, home)
    yield from rule_deviations(known, alike)
    for home in homes.values():
        yield from _links(known, home)
    yield from _others(known, plan)


def _gone(known: Recognised, plan: Plan) -> Iterator[PlanDeviation]:
    """What the workbook had when it was made, and has no more."""
    manifest = known.manifest
    sheets = {one.id for one in manifest.sheets}
    tables = {one.id for one in manifest.tables}
    columns = {(one.table, one.id) for one in manifest.columns}
    for sheet in plan.sheets:
        if sheet.id not in known.sheets:
            if sheet.id not in sheets:
                continue  # this version of the program adds it
            message = Words(f"工作表“{sheet.title}”没有了", f"sheet '{sheet.title}' is gone")
            yield PlanDeviation("PS725", message, hint=UNDO)
            continue
        for table in sheet.tables:
            found = known.tables.get(table.id)
            if found is None:
                if table.id not in tables:
                    continue
                message = Words(f"表“{table.name}”没有了", f"table '{table.name}' is gone")
                yield PlanDeviation("PS723", message, sheet.title, hint=UNDO)
                continue
            for column in table.columns:
                if column.id not in found.columns and (table.id, column.id) in columns:
                    message = Words(
                        f"表“{table.name}”的列“{column.header}”被删除了",
                        f"column '{column.header}' of table '{table.name}' was deleted",
                    )
                    yield PlanDeviation("PS713", message, found.sheet.title, hint=UNDO)


def gone_names(known: Recognised, plan: Plan) -> Iterator[PlanDeviation]:
    """Names that formulas look at (PS716), and checks (PS717), that are gone."""
    messages = {check_mark(one.id): one.message for one in known.manifest.checks}
    alike = known.manifest.facts.get("names") in (None, names_hash(plan))
    parameters = {one.id for one in known.manifest.parameters}
    with_macros = any(known.manifest.choices.get(one) for one in ("udf", "vba"))
    for name in plan.names:
        target = known.book.names.get(name.name.casefold())
        if target is not None and "#REF!" not in target:
            continue
        if not (alike or name.name in messages or name.name in parameters):
            continue  # another version of the program may not have made it
        if name.name in messages:
            said = messages[name.name]
            message = Words(f"检查项“{said}”没有了", f"the check '{said}' is gone")
            yield PlanDeviation("PS717", message, hint=UNDO)
        elif not (with_macros and name.name.startswith("PS_")):
            message = Words(f"名称“{name.name}”没有了", f"the name '{name.name}' is gone")
            if target is not None:
                message = Words(
                    f"名称“{name.name}”所指的单元格没有了",
                    f"what the name '{name.name}' points at is gone",
                )
            yield PlanDeviation("PS716", message, found=target or "", hint=UNDO)


def _defaults(known: Recognised, plan: Plan, home: SheetHome) -> Iterator[PlanDeviation]:
    """The defaults of parameters, which stand beside the cell that is typed into."""
    planned = {(cell.row, cell.column): cell for cell in home.planned.cells}
    cells = known.book.contents(home.sheet).cells
    for parameter, typed in plan.typed.items():
        cell = planned.get((typed.row, typed.column + 1))
        if typed.sheet != home.planned.title or cell is None or cell.formula is not None:
            continue
        spot = home.forth(cell.row, cell.column)
        if spot is None:
            continue
        held = cells.get(spot)
        value = held.value if held is not None else None
        if same_value(cell.value, value, from_1904=known.book.from_1904):
            continue
        label = next((one.label for one in known.manifest.parameters if one.id == parameter), "")
        message = Words(f"参数“{label}”的默认值被改了", f"the default of '{label}' was changed")
        yield PlanDeviation(
            "PS715",
            message,
            home.sheet.place(cell_name(*spot)),
            shown_text(cell.value),
            shown_text(value),
            Words("改回默认值，自己的值填在“填写”列", "put it back; type your own value beside it"),
        )


def _links(known: Recognised, home: SheetHome) -> Iterator[PlanDeviation]:
    """Links to sheets that are called otherwise by now: no program changes the text of a link."""
    contents = known.book.contents(home.sheet)
    broken: Counter[str] = Counter()
    first: dict[str, str] = {}

    def follow(title: str, cell: str) -> None:
        title = title.replace("''", "'")
        if known.book.sheet(title) is None:
            broken[title] += 1
            first.setdefault(title, cell)

    for (row, column), held in contents.cells.items():
        if held.formula and "HYPERLINK(" in held.formula:
            for found in LINK.finditer(held.formula):
                follow(found[1], cell_name(row, column))
    for element in contents.tree.iter("hyperlink"):
        title, mark, _ = element.get("location", "").rpartition("!")
        if mark and not title.startswith("#REF"):
            plain = title[1:-1] if title.startswith("'") else title
            follow(plain, element.get("ref", ""))
    for title, count in broken.items():
        message = Words(
            f"链接指向的工作表“{title}”没有了（{count} 处）",
            f"the link leads to sheet '{title}', which is not there ({count} of them)",
        )
        hint = Words(f"把工作表的名字改回“{title}”", f"call the sheet '{title}' again")
        yield PlanDeviation(
            "PS720", message, home.sheet.place(first[title]), hint=hint, level="warning",
            count=count,
        )  # fmt: skip


def _others(known: Recognised, plan: Plan) -> Iterator[PlanDeviation]:
    """Sheets that the plan does not have: copies of its own, and those of others."""
    for sheet in other_sheets(known, [one.title for one in plan.sheets]):
        original = original_of(known, sheet)
        if original is not None:
            message = Words(
                f"“{sheet.title}”是工作表“{original.title}”的副本，汇总不会算它",
                f"'{sheet.title}' is a copy of sheet '{original.title}', which no total counts",
            )
            yield PlanDeviation("PS721", message, sheet.title, level="warning")
        elif not (known.manifest.choices.get("vba") and sheet.state != "visible"):
            message = Words(
                f"“{sheet.title}”不是蓝图里的工作表",
                f"'{sheet.title}' is no sheet of the blueprint",
            )
            yield PlanDeviation("PS722", message, sheet.title, level="warning")
