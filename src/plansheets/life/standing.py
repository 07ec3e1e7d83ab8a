"""A workbook and its plan side by side: the plan as high as the workbook is now, each cell's home.

``check`` compares with the plan of the day the workbook was made. Who writes into a workbook needs
the plan of today: tables that people dragged larger are larger in it, too.
"""

from __future__ import annotations

from dataclasses import replace

from plansheets.errors import Problem, WorkbookError
from plansheets.life.book import BookTable, OpenBook
from plansheets.life.cells import HeldCell, SheetContents, Spot
from plansheets.life.expected import ExpectedFormulas
from plansheets.life.rebuild import Rebuilt
from plansheets.life.recognise import KnownTable, Recognised
from plansheets.life.rules_formulas import FormulaCheck
from plansheets.life.rules_lost import ANEW, said_loose
from plansheets.life.rules_parts import UNDO, gone_names
from plansheets.life.shared_formulas import cell_at
from plansheets.life.whereabouts import SheetHome
from plansheets.plan.draw import draw
from plansheets.plan.model import Plan, Value
from plansheets.words import Words


class StandingBook:
    """A recognised workbook, and its plan as high as its tables are now."""

    def __init__(self, known: Recognised, made: Rebuilt) -> None:
        self.known = known
        self.book: OpenBook = known.book
        heights = {**made.choices.heights, **{one.id: one.height for one in known.tables.values()}}
        if heights != dict(made.choices.heights):
            choices = replace(made.choices, heights=heights)
            ready, _ = draw(made.understood, choices)
            made = replace(made, plan=ready, expected=ExpectedFormulas(ready), choices=choices)
        self.made = made
        self.plan: Plan = made.plan
        self.homes = {
            sheet.id: SheetHome(sheet, found, known, made.plan)
            for sheet in made.plan.sheets
            if (found := known.sheets.get(sheet.id)) is not None
        }
        self.check = FormulaCheck(known, made, self.homes)

    def contents(self, home: SheetHome) -> SheetContents:
        return self.book.contents(home.sheet)

    def held(self, home: SheetHome, spot: Spot) -> HeldCell | None:
        """A cell of the workbook, with the formula it stands for where that is shared."""
        return cell_at(self.contents(home), spot)

    def book_table(self, table: KnownTable) -> BookTable | None:
        """The table of the file in which *table* stands."""
        first = min(table.columns.values())
        return next(
            (
                one
                for one in table.sheet.tables
                if one.box.first_row == table.header_row and one.box.holds(table.header_row, first)
            ),
            None,
        )

    def own_columns(self, table: KnownTable) -> tuple[int, ...]:
        """The columns that people have put into *table*, by where they stand."""
        found = self.book_table(table)
        planned = set(table.columns.values())
        columns = range(found.box.first_column, found.box.last_column + 1) if found else ()
        return tuple(place for place in columns if place not in planned)

    def require(self, verb: Words, *, restores: bool = False) -> None:
        """Refuse a workbook of which too little is left to write into it.

        Whoever *restores* gives names back that have lost the cell they point at.

        Raises
        ------
        WorkbookError
            with everything that is missing.
        """
        problems: list[Problem] = []

        def lacks(message: Words, where: str = "", hint: Words | None = None) -> None:
            name = self.book.name
            place = f"{name}: {where}" if where else name
            problems.append(Problem.told("PS750", message, hint=hint or UNDO, where=place))

        if self.book.from_1904:
            lacks(_1904, hint=_SAVE)
        if not self.made.same:
            lacks(
                Words(
                    f"工作簿是另一版蓝图做的，{verb.zh}不了",
                    "another version of the blueprint made the workbook, so that "
                    f"{verb.en} cannot work in it",
                ),
                hint=_VERSION,
            )
        elif titles := self._drawn_otherwise():
            named = "、".join(titles), ", ".join(f"'{one}'" for one in titles)
            lacks(
                Words(
                    f"工作簿是另一版程序做的，{named[0]} 这几页现在是另一种画法，{verb.zh}不了",
                    "another version of the program made the workbook and has drawn "
                    f"{named[1]} otherwise, so that {verb.en} cannot work in it",
                ),
                hint=_VERSION,
            )
        if (loose := said_loose(self.known, self.plan)) is not None:
            lacks(loose, hint=ANEW)
        for sheet in self.plan.sheets:
            if sheet.id not in self.homes:
                lacks(Words(f"工作表“{sheet.title}”没有了", f"sheet '{sheet.title}' is gone"))
            for table in sheet.tables:
                known = self.known.tables.get(table.id)
                if known is None:
                    lacks(Words(f"表“{table.name}”没有了", f"table '{table.name}' is gone"))
                    continue
                for column in table.columns:
                    if column.id not in known.columns:
                        lacks(
                            Words(
                                f"列“{column.header}”没有了", f"column '{column.header}' is gone"
                            ),
                            known.sheet.title,
                        )
        gone = [
            one
            for one in gone_names(self.known, self.plan)
            if one.code == "PS716" and not (restores and one.found)
        ]
        if gone:  # formulas that look at them show #NAME? and no value that could be written
            lacks(Words("公式要用的名称没有了", "names that formulas look at are gone"))
            problems += [one.problem(self.book.name) for one in gone]
        if problems:
            raise WorkbookError(problems)

    def _drawn_otherwise(self) -> list[str]:
        """The titles of the sheets that this program draws otherwise."""
        drawn = {one.id: one.formulas for one in self.known.manifest.sheets if self.known.marked}
        heights = {one.id: one.rows for one in self.known.manifest.tables}
        if any(heights.get(id_) != height for id_, height in self.made.choices.heights.items()):
            return []  # tables were dragged larger: the hash is of another height
        return [
            self.homes[sheet.id].sheet.title if sheet.id in self.homes else sheet.title
            for sheet in self.plan.sheets
            if (known := self.made.expected.sheet_hash(sheet))
            and drawn.get(sheet.id, known) != known
        ]


def values_of(standing: StandingBook, table: KnownTable, column: str) -> tuple[Value, ...]:
    """What stands in a column of *table*, from its first row to its last."""
    cells = standing.book.contents(table.sheet).cells
    place = table.columns[column]
    return tuple(
        held.value if (held := cells.get((row, place))) is not None else None
        for row in range(table.first_row, table.last_row + 1)
    )


_SAVE = Words("在 Excel 选项里取消“使用 1904 日期系统”", "turn the 1904 date system off in Excel")
_1904 = Words("工作簿从 1904 年起算日期", "the workbook counts days from 1904")
_VERSION = Words(
    "用 plansheets upgrade 重新生成：填的内容都带过去，公式都恢复；或用生成它的那一版 plansheets",
    "plansheets upgrade builds it anew with everything that was typed, and all formulas; or use "
    "the plansheets that made it",
)
