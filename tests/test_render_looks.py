"""The plan decides: whatever of its looks is changed, the file changes with it, and so does the
plan as text."""

from __future__ import annotations

import io
import zipfile
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from plansheets.plan.charts import (
    Axis,
    ChartLook,
    Labels,
    Line,
    Marker,
    PlannedChart,
    PlannedSeries,
    SeriesLook,
    TextLook,
)
from plansheets.plan.model import (
    Looks,
    NoteLook,
    Paper,
    Plan,
    PlannedNote,
    PlannedSparklines,
    Style,
    Unmarked,
)
from plansheets.plan.rules import DataBar, HeatMap, Highlight
from plansheets.render.text import describe
from plansheets.render.xlsx import write_xlsx
from render_sample import DATA, PLAN, VALUES

RED = "FF0000"
CHART, RING, SHEET = "xl/charts/chart1.xml", "xl/charts/chart2.xml", "xl/worksheets/sheet1.xml"
FRONT, STYLES, NOTES = "xl/worksheets/sheet2.xml", "xl/styles.xml", "xl/comments1.xml"
NOTE_BOXES, DRAWING = "xl/drawings/vmlDrawing1.vml", "xl/drawings/drawing1.xml"

COLUMNS = "sheets.0.charts.0"
LABELLED, LINE, PIECES = f"{COLUMNS}.series.0", f"{COLUMNS}.series.1", "sheets.0.charts.1.series.0"
LOOK = "looks.chart"
RULES = "sheets.0.conditionals"
LINES = "sheets.0.sparklines.0"

# What is changed, to what, in which part of the file, and what then comes there or goes.
CHANGES: tuple[tuple[str, object, str, str], ...] = (
    ("looks.font", "Times", CHART, '<a:ea typeface="Times"/>'),
    ("looks.font", "Times", NOTES, '<rFont val="Times"/>'),
    (f"{LOOK}.title.size", 20, CHART, 'sz="2000"'),
    (f"{LOOK}.title.color", RED, CHART, RED),
    (f"{LOOK}.title.bold", True, CHART, '<a:rPr lang="en-US" sz="900" b="1"'),
    (f"{LOOK}.words.size", 11, CHART, 'sz="1100"'),
    (f"{LOOK}.legend", "left", CHART, '<c:legendPos val="l"/>'),
    (f"{LOOK}.ground", "EEEEEE", CHART, '<a:srgbClr val="EEEEEE"/>'),
    (f"{LOOK}.edge", Line(RED, 2), CHART, '<a:ln w="25400"><a:solidFill><a:srgbClr val="FF0000"/>'),
    (f"{LOOK}.gap", 30, CHART, '<c:gapWidth val="30"/>'),
    (f"{LOOK}.overlap", 20, CHART, '<c:overlap val="20"/>'),
    (f"{LOOK}.hole", 40, RING, '<c:holeSize val="40"/>'),
    (f"{LOOK}.blanks", "span", CHART, '<c:dispBlanksAs val="span"/>'),
    (f"{LOOK}.anchor", "stays", DRAWING, 'editAs="absolute"'),
    ("looks.note.size", 14, NOTES, '<sz val="14"/>'),
    ("looks.note.fill", RED, NOTE_BOXES, "#ff0000"),
    ("looks.note.author", "somebody", NOTES, "<author>somebody</author>"),
    ("looks.note.shown", True, NOTE_BOXES, "<x:Visible/>"),
    ("looks.paper.size", "Letter", SHEET, 'paperSize="9"'),
    ("looks.paper.pages_wide", 2, SHEET, 'fitToWidth="2"'),
    ("looks.paper.side", 1.5, SHEET, 'left="1.5" right="1.5"'),
    ("looks.paper.end", 1.5, SHEET, 'top="1.5" bottom="1.5"'),
    ("looks.paper.centered", False, SHEET, 'horizontalCentered="1"'),
    ("looks.allowed", ("sort",), FRONT, 'scenarios="1" sort="0"/>'),
    (f"{COLUMNS}.row", 21, DRAWING, "<xdr:row>21</xdr:row>"),
    (f"{COLUMNS}.column", 5, DRAWING, "<xdr:col>5</xdr:col>"),
    (f"{COLUMNS}.width", 300, DRAWING, "<xdr:to><xdr:col>4</xdr:col>"),
    (f"{COLUMNS}.height", 200, DRAWING, "<xdr:row>17</xdr:row>"),
    (f"{COLUMNS}.indent", 8, DRAWING, "<xdr:colOff>76200</xdr:colOff>"),
    (f"{COLUMNS}.kind", "line", CHART, "<c:plotArea><c:layout/><c:lineChart>"),
    (f"{COLUMNS}.title", "Other", CHART, "<a:t>Other</a:t>"),
    (f"{COLUMNS}.series", (DATA.charts[0].series[0],), CHART, "<c:ser>"),
    (f"{COLUMNS}.x", Axis("Other"), CHART, "<a:t>Other</a:t>"),
    (f"{COLUMNS}.legend", False, CHART, "<c:legend>"),
    (f"{COLUMNS}.description", "Other", DRAWING, 'descr="Other"'),
    (f"{COLUMNS}.stack", "values", CHART, '<c:grouping val="stacked"/>'),
    (f"{COLUMNS}.gap", 33, CHART, '<c:gapWidth val="33"/>'),
    (f"{COLUMNS}.y.shown", False, CHART, '<c:delete val="1"/>'),
    (f"{LINE}.named", False, CHART, "<c:legendEntry>"),
    (f"{LABELLED}.look.hatched", True, CHART, '<a:pattFill prst="wdUpDiag">'),
    (f"{COLUMNS}.hidden", True, CHART, '<c:plotVisOnly val="0"/>'),
    (f"{COLUMNS}.y.title", "Other", CHART, "<a:t>Other</a:t>"),
    (f"{COLUMNS}.y.number_format", "0.000", CHART, 'formatCode="0.000"'),
    (f"{COLUMNS}.y.minimum", 3, CHART, '<c:min val="3"/>'),
    (f"{COLUMNS}.y.maximum", 99, CHART, '<c:max val="99"/>'),
    (f"{COLUMNS}.y.text", TextLook(7, RED), CHART, 'sz="700"'),
    (f"{COLUMNS}.y.line", Line(RED), CHART, '<a:srgbClr val="FF0000"/>'),
    (f"{COLUMNS}.y.grid", None, CHART, "<c:majorGridlines>"),
    (f"{COLUMNS}.y.ticks", True, CHART, '<c:majorTickMark val="none"/>'),
    (f"{COLUMNS}.y.low", True, CHART, '<c:tickLblPos val="low"/>'),
    (f"{COLUMNS}.y.turned", True, CHART, '<c:orientation val="maxMin"/>'),
    (f"{LINE}.name", "Other", CHART, "<c:v>Other</c:v>"),
    (f"{LINE}.categories", DATA.charts[0].series[0].values, CHART, "$C$5:$C$8</c:f>"),
    (f"{LINE}.values", DATA.charts[0].series[0].values, CHART, "$C$5:$C$8</c:f>"),
    (f"{LINE}.kind", "area", CHART, "<c:areaChart>"),
    (f"{LINE}.labels", Labels(TextLook(30, RED)), CHART, 'sz="3000"'),
    (f"{LABELLED}.look.fill", RED, CHART, '<a:solidFill><a:srgbClr val="FF0000"/></a:solidFill>'),
    (f"{LABELLED}.look.transparency", 40, CHART, '<a:alpha val="60000"/>'),
    (f"{LABELLED}.look.line", Line(RED), CHART, '<a:ln><a:solidFill><a:srgbClr val="FF0000"/>'),
    (f"{LINE}.look.marker", None, CHART, '<c:symbol val="none"/>'),
    (f"{LINE}.look.marker.shape", "dash", CHART, '<c:symbol val="dash"/>'),
    (f"{LINE}.look.marker.size", 12, CHART, '<c:size val="12"/>'),
    (f"{LINE}.look.marker.fill", RED, CHART, '<a:srgbClr val="FF0000"/></a:solidFill>'),
    (f"{LINE}.look.marker.edge", RED, CHART, '<a:ln><a:solidFill><a:srgbClr val="FF0000"/>'),
    (f"{LINE}.look.line.color", RED, CHART, '<a:srgbClr val="FF0000"/>'),
    (f"{LINE}.look.line.width", 3, CHART, '<a:ln w="38100">'),
    (f"{LINE}.look.line.dashed", True, CHART, '<a:prstDash val="dash"/>'),
    (f"{PIECES}.look.pieces", (RED, "00FF00"), RING, '<a:srgbClr val="00FF00"/>'),
    (f"{LABELLED}.labels.text.size", 13, CHART, 'sz="1300"'),
    (f"{LABELLED}.labels.shows", "share", CHART, '<c:showPercent val="1"/>'),
    (f"{LABELLED}.labels.position", "center", CHART, '<c:dLblPos val="ctr"/>'),
    (f"{LABELLED}.labels.number_format", "0.00", CHART, 'formatCode="0.00"'),
    (f"{PIECES}.labels.leaders", True, RING, '<c:showLeaderLines val="1"/>'),
    (f"{PIECES}.labels.inks", (RED, "00FF00"), RING, '<a:srgbClr val="00FF00"/>'),
    (f"{RULES}.0.shows.highlight.color", RED, STYLES, 'rgb="FFFF0000"'),
    (f"{RULES}.0.shows.highlight.fill", RED, STYLES, '<bgColor rgb="FFFF0000"/>'),
    (f"{RULES}.0.shows.highlight.bold", None, STYLES, "<dxf><font><strike/>"),
    (f"{RULES}.0.shows.highlight.strike", False, STYLES, "<dxf><font><b/><color"),
    (f"{RULES}.0.shows.highlight.number_format", "0.00", STYLES, 'formatCode="0.00"'),
    (f"{RULES}.0.shows.highlight.left", RED, STYLES, '<left style="thin"><color rgb="FFFF0000"/>'),
    (f"{RULES}.0.shows.highlight.right", RED, STYLES, '<right style="thin">'),
    (f"{RULES}.0.shows.highlight.bottom", RED, STYLES, '<bottom style="thin">'),
    (f"{RULES}.2.shows.color", RED, SHEET, '<color rgb="FFFF0000"/>'),
    (f"{RULES}.2.shows.below_zero", RED, SHEET, '<x14:negativeFillColor rgb="FFFF0000"/>'),
    (f"{RULES}.2.shows.axis", RED, SHEET, '<x14:axisColor rgb="FFFF0000"/>'),
    (f"{RULES}.2.shows.solid", False, SHEET, 'gradient="0"'),
    (f"{RULES}.2.shows.edge", RED, SHEET, '<x14:borderColor rgb="FFFF0000"/>'),
    (f"{RULES}.2.shows.minimum", 0.25, SHEET, "<xm:f>0.25</xm:f>"),
    (f"{RULES}.2.shows.maximum", 0.75, SHEET, "<xm:f>0.75</xm:f>"),
    (f"{RULES}.3.shows.low", RED, SHEET, '<color rgb="FFFF0000"/>'),
    (f"{RULES}.3.shows.high", RED, SHEET, '<color rgb="FFFF0000"/>'),
    (f"{LINES}.box", DATA.sparklines[0].box._replace(last_row=5), SHEET, "<x14:sparkline>"),
    (f"{LINES}.data", DATA.sparklines[0].data._replace(last_column=4), SHEET, "C5:E5</xm:f>"),
    (f"{LINES}.color", RED, SHEET, '<x14:colorSeries rgb="FFFF0000"/>'),
    (f"{LINES}.width", 3, SHEET, 'lineWeight="3"'),
    (f"{LINES}.last", RED, SHEET, '<x14:colorLast rgb="FFFF0000"/>'),
    (f"{LINES}.hidden", True, SHEET, 'displayHidden="1"'),
    ("sheets.0.notes.1.row", 5, NOTES, 'ref="C6"'),
    ("sheets.0.notes.1.column", 5, NOTES, 'ref="F3"'),
    ("sheets.0.notes.1.text", "Other", NOTES, "Other</t>"),
    ("sheets.0.notes.1.width", 300, NOTE_BOXES, "width:225pt"),
    ("sheets.0.notes.1.height", 200, NOTE_BOXES, "height:150pt"),
    ("sheets.0.unmarked.0.box", DATA.unmarked[1].box, SHEET, 'sqref="B5:G8" numberStored'),
    ("sheets.0.unmarked.0.marks", ("formula differs",), SHEET, "numberStoredAsText"),
    ("sheets.0.zoom", 150, SHEET, 'zoomScale="150"'),
    ("sheets.0.gridlines", True, SHEET, 'showGridLines="0"'),
    ("sheets.0.protected", True, SHEET, "<sheetProtection "),
    ("sheets.0.tab_color", RED, SHEET, '<tabColor rgb="FFFF0000"/>'),
    ("sheets.0.printing.landscape", False, SHEET, 'orientation="portrait"'),
    ("sheets.0.printing.pages_high", 3, SHEET, 'fitToHeight="3"'),
    ("sheets.0.printing.footer", "&LOther", SHEET, "<oddFooter>&amp;LOther</oddFooter>"),
)  # fmt: skip

CELL = "sheets.0.cells.0.style"
CELLS: tuple[tuple[str, object, str, str], ...] = (
    (f"{CELL}.font", "Times", STYLES, '<name val="Times"/>'),
    (f"{CELL}.size", 33, STYLES, '<sz val="33"/>'),
    (f"{CELL}.bold", False, STYLES, '<font><sz val="16"/>'),
    (f"{CELL}.italic", True, STYLES, "<i/>"),
    (f"{CELL}.underline", True, STYLES, "<b/><u/>"),
    (f"{CELL}.strike", True, STYLES, "<b/><strike/>"),
    (f"{CELL}.color", RED, STYLES, '<color rgb="FFFF0000"/>'),
    (f"{CELL}.fill", RED, STYLES, '<fgColor rgb="FFFF0000"/>'),
    (f"{CELL}.number_format", "0.000", STYLES, 'formatCode="0.000"'),
    (f"{CELL}.align", "right", STYLES, '<alignment horizontal="right"'),
    (f"{CELL}.vertical", "top", STYLES, 'vertical="top"'),
    (f"{CELL}.indent", 3, STYLES, 'indent="3"'),
    (f"{CELL}.wrap", True, STYLES, 'wrapText="1"'),
    (f"{CELL}.shrink", True, STYLES, 'shrinkToFit="1"'),
    (f"{CELL}.top", RED, STYLES, '<top style="thin"><color rgb="FFFF0000"/>'),
    (f"{CELL}.bottom", RED, STYLES, '<bottom style="thin"><color rgb="FFFF0000"/>'),
    (f"{CELL}.left", RED, STYLES, '<left style="thick"><color rgb="FFFF0000"/>'),
    (f"{CELL}.right", RED, STYLES, '<right style="thin"><color rgb="FFFF0000"/>'),
    (f"{CELL}.left_thick", False, STYLES, '<left style="thin"><color rgb="FF2F5D8A"/>'),
    (f"{CELL}.right_thick", True, STYLES, '<right style="thick"><color rgb="FF2F5D8A"/>'),
    (f"{CELL}.apart", True, STYLES, '<name val="Microsoft YaHei"/></font>'),
    (f"{CELL}.locked", False, STYLES, '<protection locked="0"/>'),
)  # fmt: skip
"""What the text of a plan leaves out, but for number formats and what is open."""


def changed(whole: Any, path: str, value: object) -> Any:
    """*whole* with what stands at *path*, names and places between dots, replaced by *value*."""
    step, _, rest = path.partition(".")
    if isinstance(whole, tuple):
        at = int(step)
        return (*whole[:at], changed(whole[at], rest, value) if rest else value, *whole[at + 1 :])
    inner = changed(getattr(whole, step), rest, value) if rest else value
    return replace(whole, **{step: inner})


def parts(plan: Plan) -> dict[str, str]:
    target = io.BytesIO()
    write_xlsx(plan, VALUES, target)
    with zipfile.ZipFile(target) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture(scope="module")
def before() -> dict[str, str]:
    return parts(PLAN)


@pytest.mark.parametrize("change", CHANGES + CELLS, ids=lambda change: change[0])
def test_a_look_that_is_changed_shows_in_the_file(
    change: tuple[str, object, str, str], before: dict[str, str]
) -> None:
    path, value, part, written = change
    after = parts(changed(PLAN, path, value))[part]
    assert after.count(written) != before[part].count(written)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change[0])
def test_a_look_that_is_changed_shows_in_the_text(change: tuple[str, object, str, str]) -> None:
    path, value, *_ = change
    assert describe(changed(PLAN, path, value)) != describe(PLAN)


@pytest.mark.parametrize(
    "kind",
    [Axis, ChartLook, DataBar, HeatMap, Highlight, Labels, Line, Looks, Marker, NoteLook, Paper,
     PlannedChart, PlannedNote, PlannedSeries, PlannedSparklines, SeriesLook, Style, TextLook,
     Unmarked],
)  # fmt: skip
def test_every_look_there_is_is_changed_once(kind: type) -> None:
    touched = {found for path, *_ in CHANGES + CELLS for found in steps(PLAN, path)}
    assert {field.name for field in fields(kind)} - {
        name for owner, name in touched if owner is kind
    } == set()


def steps(whole: Any, path: str) -> list[tuple[type, str]]:
    """The records that *path* leads through, and the field of each."""
    found = []
    for step in path.split("."):
        if is_dataclass(whole):
            found.append((type(whole), step))
        whole = whole[int(step)] if isinstance(whole, tuple) else getattr(whole, step)
    return found
