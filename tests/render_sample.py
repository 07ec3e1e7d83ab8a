"""A small plan that has one of everything, for the tests of the renderer."""

from __future__ import annotations

import datetime

from plansheets.boxes import Box
from plansheets.formula.ast import Cell, CellRange
from plansheets.formula.parse import parse
from plansheets.plan.charts import (
    Axis,
    Labels,
    Line,
    Marker,
    PlannedChart,
    PlannedSeries,
    SeriesLook,
    TextLook,
)
from plansheets.plan.look.theme import theme
from plansheets.plan.look.workbook import looks
from plansheets.plan.model import (
    ErrorValue,
    Plan,
    PlannedCell,
    PlannedColumn,
    PlannedConditional,
    PlannedName,
    PlannedNote,
    PlannedSheet,
    PlannedSparklines,
    PlannedTable,
    PlannedValidation,
    PrintSetup,
    Style,
    Unmarked,
    Values,
)
from plansheets.plan.rules import (
    AnyValue,
    Between,
    Custom,
    DataBar,
    FormulaFormat,
    HeatMap,
    Highlight,
    ItemsFrom,
    ListedItems,
)

FONT = "Microsoft YaHei"
PLAIN = Style(font=FONT)
HEADER = Style(font=FONT, bold=True, color="FFFFFF", fill="2F5D8A", align="center", wrap=True)
TITLE = Style(
    font=FONT, size=16, bold=True, color="1F3B57", left="2F5D8A", right="2F5D8A", left_thick=True
)
MONEY = Style(font=FONT, number_format='#,##0.00"元"', align="right")
PERCENT = Style(font=FONT, number_format="0.0%", align="right", bottom="D9D9D9")
INPUT = Style(font=FONT, color="1F4FBF", fill="FFF9E5", locked=False, number_format="#,##0")
DATE = Style(font=FONT, number_format="yyyy-mm-dd")
LINK = Style(font=FONT, underline=True, color="2F5D8A")

CIRCLE = Marker("circle", 5, "E08E45", "FFFFFF")
BAR = DataBar("8FB8DE", below_zero="E6A3A3", axis="BFBFBF", minimum=0, maximum=1)
LOOKS = looks(theme("zh-CN"))

SKUS = ("A-001", "MB003", "商品 é", "😀")
STOCK = (500, 1200, None, 75.5)
SOLD = (300, 225, 40, 60)
SHARE = (0.6, 0.1875, ErrorValue("#DIV/0!"), 0.7947019867549668)
GRADE = ("A & <B>", "C", ErrorValue("#DIV/0!"), "A & <B>")


def data_range(column: int, sheet: str = "数据 1") -> CellRange:
    """A column of the sample's table, lowered."""
    return CellRange(
        Cell(4, column, sheet, row_absolute=True, column_absolute=True),
        Cell(7, column, row_absolute=True, column_absolute=True),
    )


def column(id_: str, header: str, **what: object) -> PlannedColumn:
    role = "formula" if "formula" in what or "cells" in what else "input"
    defaults = {"role": role, "style": PLAIN, "header_style": HEADER}
    return PlannedColumn(id=id_, header=header, **{**defaults, **what})  # type: ignore[arg-type]


TABLE = PlannedTable(
    id="skus",
    name="skus",
    row=3,
    column=1,
    height=4,
    columns=(
        column("sku", "商品SKU", values=SKUS, style=INPUT),
        column("stock", "库存量", values=STOCK, style=INPUT),
        column("sold", "30天\n销量", values=SOLD, style=INPUT),
        column(
            "share",
            "动销率 #1",
            style=PERCENT,
            formula=parse("=skus[[#This Row],[30天\n销量]]/skus[[#This Row],[库存量]]"),
        ),
        column(
            "grade",
            "等级",
            formula=parse('=IF(skus[[#This Row],[动销率 \'#1]]>0.5,"A & <B>","C")'),
        ),
        column(
            "total",
            "累计",
            formula=parse("=SUM($D$5:D6)"),
            first=parse("=SUM($D$5:D5)"),
        ),
    ),
)

DATA = PlannedSheet(
    id="data",
    title="数据 1",
    cells=(
        PlannedCell(0, 1, TITLE, "商品管理"),
        PlannedCell(1, 1, LINK, "返回", link="internal:'It''s front'!A1", tip="回到首页"),
        PlannedCell(2, 2, MONEY, formula=parse("=SUM(skus[库存量])")),
    ),
    tables=(TABLE,),
    merges=(Box(0, 1, 0, 4),),
    conditionals=(
        PlannedConditional(
            Box(4, 4, 7, 4),
            FormulaFormat(
                parse("=$E5<0.2"),
                Highlight(color="9C0006", fill="FFC7CE", bold=True, strike=True),
                stop=True,
            ),
        ),
        PlannedConditional(
            Box(4, 2, 7, 2),
            FormulaFormat(parse("=$C5>1000"), Highlight(number_format='0"!"')),
        ),
        PlannedConditional(Box(4, 4, 7, 4), BAR),
        PlannedConditional(Box(4, 3, 7, 3), HeatMap("FFFFFF", "8FB8DE")),
    ),
    validations=(
        PlannedValidation(Box(4, 1, 7, 1), AnyValue(), prompt_title="SKU", prompt="一行一个"),
        PlannedValidation(
            Box(4, 2, 7, 3),
            Between("whole", 0, 1e15),
            error_title="数量",
            error="不能小于 0",
            error_level="warning",
        ),
        PlannedValidation(Box(4, 5, 7, 5), Custom(parse("=FALSE"))),
        PlannedValidation(Box(1, 6, 1, 6), ListedItems(("A", 'B "x"', "中文"))),
        PlannedValidation(Box(2, 6, 2, 6), ItemsFrom(data_range(1)), ignore_blank=False),
        PlannedValidation(
            Box(0, 7, 0, 7),
            Between("date", datetime.date(2024, 1, 1), datetime.date(2024, 12, 31)),
        ),
        PlannedValidation(Box(1, 7, 1, 7), Between("decimal", -0.5, 2.5)),
        PlannedValidation(Box(2, 7, 2, 7), Between("length", 0, 20)),
    ),
    charts=(
        PlannedChart(
            row=10,
            column=1,
            width=560,
            height=300,
            kind="column",
            title="库存与动销率",
            series=(
                PlannedSeries(
                    "库存量",
                    data_range(1),
                    data_range(2),
                    "column",
                    SeriesLook("2F5D8A"),
                    Labels(TextLook(8, "595959"), position="outside_end"),
                ),
                PlannedSeries(
                    "动销率",
                    data_range(1),
                    data_range(4),
                    "line",
                    SeriesLook(line=Line("E08E45", 2.25), marker=CIRCLE),
                ),
            ),
            x=Axis("商品", line=Line("BFBFBF", 0.75), low=True),
            y=Axis("件", "#,##0", grid=Line("E7E6E6", 0.75)),
            description="每个商品的库存量和动销率",
        ),
        PlannedChart(
            row=10,
            column=8,
            width=360,
            height=300,
            kind="doughnut",
            title="销量构成",
            series=(
                PlannedSeries(
                    "销量",
                    data_range(1),
                    data_range(3),
                    "doughnut",
                    SeriesLook(line=Line("FFFFFF", 1), pieces=("2F5D8A", "E08E45", "6BA292")),
                    Labels(TextLook(9, "595959", bold=True), "share"),
                ),
            ),
        ),
    ),
    sparklines=(PlannedSparklines(Box(4, 9, 7, 9), Box(4, 2, 7, 3), "2F6DB5", 1.5),),
    notes=(
        PlannedNote(3, 1, "编码\n每个商品一个", 240, 46),
        PlannedNote(2, 2, "库存量之和", 240, 30),
    ),
    unmarked=(
        Unmarked(Box(4, 1, 7, 6), ("digits as text",)),
        Unmarked(Box(4, 6, 7, 6), ("formula differs", "range differs")),
    ),
    widths=((0, 2.5), (1, 14), (2, 12), (3, 12), (4, 12), (5, 10), (6, 10), (7, 12)),
    hidden_columns=(7,),
    heights=((0, 28), (3, 32)),
    freeze=(4, 2),
    printing=PrintSetup(
        repeat_first=3,
        repeat_last=3,
        header="&L商品管理",
        footer="&C&P / &N",
        areas=(Box(0, 0, 30, 14),),
    ),
    tab_color="2F5D8A",
    zoom=90,
)

FRONT = PlannedSheet(
    id="front",
    title="It's front",
    cells=(
        PlannedCell(0, 0, TITLE, "概览"),
        PlannedCell(1, 0, DATE, datetime.date(2024, 6, 18)),
        PlannedCell(2, 0, PLAIN, True),
        PlannedCell(3, 0, PLAIN, ErrorValue("#N/A")),
        PlannedCell(4, 0, INPUT),
        PlannedCell(5, 0, PLAIN, formula=parse("=rate<1")),
        PlannedCell(6, 0, PLAIN, formula=parse('=IFERROR(1/0,IFNA(NA(),"FILTER(x)"))')),
        PlannedCell(7, 0, LINK, "docs", link="https://example.com/a?b=1#c", tip="web"),
    ),
    gridlines=True,
    protected=True,
    printing=PrintSetup(landscape=False),
)

LISTS = PlannedSheet(
    id="lists", title="lists", cells=(PlannedCell(0, 0, PLAIN, "hidden"),), hidden=True
)

PLAN = Plan(
    blueprint="sample",
    version="1.2.3",
    digest="abc",
    title="样例",
    locale="zh-CN",
    profile="excel2016",
    created=datetime.datetime(2024, 6, 18, 9, 30),  # noqa: DTZ001
    today=datetime.date(2024, 6, 18),
    looks=LOOKS,
    sheets=(DATA, FRONT, LISTS),
    names=(
        PlannedName("rate", parse("='It''s front'!$A$5"), comment="备货倍数"),
        PlannedName("secret", parse("=0.5"), hidden=True),
    ),
    properties={"title": "样例", "author": "plansheets", "keywords": "a, b"},
    custom={"plansheets.version": "1.2.3", "plansheets.blueprint": "sample"},
    active_sheet=1,
)

VALUES = Values(
    cells={
        ("数据 1", 2, 2): 1775.5,
        ("It's front", 5, 0): True,
        ("It's front", 6, 0): "FILTER(x)",
    },
    columns={
        ("skus", "share"): SHARE,
        ("skus", "grade"): GRADE,
        ("skus", "total"): (300, 525, 565, 625),
    },
)
