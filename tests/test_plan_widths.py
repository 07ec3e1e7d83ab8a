"""Nothing on any sheet of any shipped workbook is cut off or shown as ``###``.

Texts and numbers are measured against the columns they stand in, as planned: no program that draws
them is asked, and large amounts are tried where the sample has small ones. Headings, charts and the
colours of a brand are looked at on the same plans.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

import pytest

from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.chart import Chart
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint
from plansheets.blueprint.timeline import Timeline
from plansheets.plan.blocks.chart_titles import TITLE_ROWS
from plansheets.plan.blocks.column_widths import LEAST_SHRINK
from plansheets.plan.build import plan
from plansheets.plan.canvas.canvas import PIXELS_A_CHARACTER, pixels
from plansheets.plan.canvas.rows import TableRows
from plansheets.plan.choices import Choices
from plansheets.plan.look.colors import distance
from plansheets.plan.look.measure import INDENT, PADDING, lines_needed, longest_word, text_width
from plansheets.plan.look.numerals import numeral
from plansheets.plan.look.palettes import palette
from plansheets.plan.look.theme import theme
from plansheets.plan.model import ROW_POINTS, Plan, PlannedSheet, PlannedTable, Style, Value
from plansheets.words import LOCALES, Locale

pytestmark = pytest.mark.slow

LARGE = 123_456_789
LINE = 12.0
"""The least points a line takes in any face."""
ROUNDING = 0.1
SCREEN = (1320, 361.0)
"""Pixels across and points down that Excel shows of a sheet on 1366 × 768, its ribbon unfolded.

Of the height a taskbar takes 40 pixels; title, ribbon, formula bar, column letters, tabs and status
bar together 246; of the width row numbers and scroll bar 46.
"""
ROWS, ROWS_UNDER_CARDS, ROWS_OF_SEVERAL = 12.5, 10.0, 8.0


@dataclass(frozen=True, slots=True)
class Shown:
    """A text as it is seen, in the room it has."""

    where: str
    text: str
    style: Style
    width: float
    height: float

    @property
    def room(self) -> float:
        return self.width - PADDING - self.style.indent * INDENT + ROUNDING

    @property
    def needed(self) -> float:
        return text_width(self.text, size=self.style.size, bold=self.style.bold)

    @property
    def cut(self) -> bool:
        """Whether a part of it cannot be seen."""
        if self.style.shrink:
            return self.needed * LEAST_SHRINK > self.room
        if not self.style.wrap:
            return self.needed > self.room
        lines = lines_needed(
            self.text, self.room + PADDING, size=self.style.size, bold=self.style.bold
        )
        return lines * LINE * self.style.size / 10 > self.height


@cache
def made(name: str, locale: Locale, *, blank: bool) -> Plan:
    choices = Choices(locale=locale, blank=blank, as_of=datetime.date(2024, 6, 30))
    return plan(blueprint(name), choices)[0]


@cache
def blueprint(name: str) -> Blueprint:
    return read_blueprint(shipped()[name])


def words_of(value: Value, number_format: str) -> str:
    match value:
        case bool():
            return str(value).upper()
        case int() | float():
            return numeral(value, number_format)
        case datetime.date():
            return "2024-06-30"
    return "" if value is None else str(value)


def shown_cells(sheet: PlannedSheet) -> Iterator[Shown]:
    """What stands in single cells that other cells beside them would cut."""
    widths, heights = dict(sheet.widths), dict(sheet.fitted) | dict(sheet.heights)
    taken = {(cell.row, cell.column) for cell in sheet.cells if cell.value is not None}
    taken |= {(cell.row, cell.column) for cell in sheet.cells if cell.formula is not None}
    merged = {(box.first_row, box.first_column): box for box in sheet.merges}
    for cell in sheet.cells:
        if cell.column in sheet.hidden_columns or cell.value is None:
            continue
        last = cell.column
        if (box := merged.get((cell.row, cell.column))) is not None:
            last = box.last_column
        elif isinstance(cell.value, str) and not cell.style.wrap and not cell.style.shrink:
            # a text runs on over empty cells
            while last < max(widths) and (cell.row, last + 1) not in taken:
                last += 1
        width = sum(
            widths.get(column, 9)
            for column in range(cell.column, last + 1)
            if column not in sheet.hidden_columns
        )
        text = words_of(cell.value, cell.style.number_format)
        where = f"{sheet.title} row {cell.row + 1}"
        yield Shown(where, text, cell.style, width, heights.get(cell.row, 21))


def shown_columns(sheet: PlannedSheet) -> Iterator[Shown]:
    """Headers and typed values of tables."""
    widths, heights = dict(sheet.widths), dict(sheet.fitted) | dict(sheet.heights)
    for table in sheet.tables:
        for place, column in enumerate(table.columns, table.column):
            if place in sheet.hidden_columns:
                continue
            width, where = widths[place], f"{sheet.title} {column.header}"
            yield Shown(where, column.header, column.header_style, width, heights[table.row])
            for row, value in enumerate((column.values or ())[:300], table.first_row):
                text = words_of(value, column.style.number_format)
                yield Shown(where, text, column.style, width, heights.get(row, 21))


@pytest.mark.parametrize("blank", [False, True], ids=["sample", "blank"])
@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_no_text_and_no_number_is_cut_off(name: str, locale: Locale, *, blank: bool) -> None:
    sheets = [sheet for sheet in made(name, locale, blank=blank).sheets if not sheet.hidden]
    shown = [one for sheet in sheets for one in (*shown_cells(sheet), *shown_columns(sheet))]
    assert {f"{one.where}: {one.text}" for one in shown if one.cut} == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_the_cards_of_a_front_page_are_about_equally_wide(name: str, locale: Locale) -> None:
    plan = made(name, locale, blank=True)
    front = plan.sheets[plan.active_sheet]
    widths, rows = dict(front.widths), defaultdict[int, list[int]](list)
    begun = {(cell.row, cell.column) for cell in front.cells if cell.style.left_thick}
    for box in front.merges:
        if (box.first_row, box.first_column) in begun:
            columns = range(box.first_column, box.last_column + 1)
            rows[box.first_row].append(sum(pixels(widths[column]) for column in columns))
    assert rows
    assert [row for row in rows.values() if max(row) > 1.2 * min(row)] == []


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_no_word_of_a_header_is_broken(name: str, locale: Locale) -> None:
    broken = {
        f"{one.where}: {one.text}"
        for sheet in made(name, locale, blank=True).sheets
        if not sheet.hidden
        for one in (*shown_cells(sheet), *shown_columns(sheet))
        if one.style.bold
        and one.style.wrap
        and longest_word(one.text, size=one.style.size, bold=True) > one.room
    }
    assert broken == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_columns_of_money_hold_nine_digits(name: str, locale: Locale) -> None:
    money = {
        (table.id, column.id)
        for table in blueprint(name).tables
        for column in table.columns
        if column.type.measure == "money"
    }
    small = {
        f"{sheet.title}: {column.header}"
        for sheet in made(name, locale, blank=True).sheets
        for table in sheet.tables
        for place, column in enumerate(table.columns, table.column)
        if (table.id, column.id) in money and place not in sheet.hidden_columns
        for one in [
            Shown(
                "",
                numeral(LARGE, column.style.number_format),
                column.style,
                dict(sheet.widths)[place],
                21,
            )
        ]
        if one.cut
    }
    assert small == set()


def test_two_hundred_long_names_stand_on_one_line_each() -> None:
    names = tuple(f"有机棉婴儿连体衣春秋长袖款{number:03d}" for number in range(200))
    keys = tuple(f"MB{number:03d}" for number in range(200))
    given = TableRows(200, {"sku": keys, "name": names}, used=200)
    choices = Choices(locale="zh-CN", data={"skus": given}, as_of=datetime.date(2024, 6, 30))
    for sheet in plan(blueprint("sku-management"), choices)[0].sheets:
        for table in sheet.tables:
            ids = [column.id for column in table.columns]
            if sheet.hidden or "name" not in ids:
                continue
            place = table.column + ids.index("name")
            needed = max(map(text_width, names)) + PADDING + INDENT
            assert dict(sheet.widths)[place] >= needed, sheet.title
            heights = dict(sheet.fitted) | dict(sheet.heights)
            assert max(heights.get(row, 0) for row in range(table.first_row, table.last_row)) < 30


def heads(sheet: PlannedSheet) -> Iterator[tuple[str, str, set[str]]]:
    """Every header of a column, how it is aligned, and how the cells under it are."""
    for table in sheet.tables:
        for column in table.columns:
            yield column.header, column.header_style.align, {column.style.align}
    fill = theme("en").palette.header
    cells = {(cell.row, cell.column): cell for cell in sheet.cells}
    for cell in sheet.cells:
        if cell.style.fill != fill or not cell.style.bold or cell.value is None:
            continue
        below, row = set(), cell.row + 1
        while (under := cells.get((row, cell.column))) is not None and under.style.fill != fill:
            below |= {under.style.align}
            row += 1
        yield str(cell.value), cell.style.align, below


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_a_heading_is_aligned_with_what_stands_under_it(name: str, locale: Locale) -> None:
    """Numbers end where their heading ends, beside texts in a form, too."""
    other = {
        f"{sheet.title} {header}: {align} over {below}"
        for sheet in made(name, locale, blank=True).sheets
        if not sheet.hidden
        for header, align, below in heads(sheet)
        if below and align not in ({"right"} & below or {"left"} & below or below)
    }
    assert other == set()


def drawn(name: str, locale: Locale) -> Iterator[tuple[PlannedSheet, list[Chart]]]:
    """The sheets with charts, and what the blueprint says of them."""
    sheets = {sheet.id: sheet for sheet in made(name, locale, blank=False).sheets}
    charts: dict[str, list[Chart]] = {}
    for written in blueprint(name).sheets:
        found = [block for block in written.blocks if isinstance(block, Chart)]
        charts.setdefault((written.joined or written).id, []).extend(found)
    return ((sheets[id_], found) for id_, found in charts.items() if found)


def signed(number_format: str | None) -> bool:
    return number_format is not None and ("+" in number_format or ";-" in number_format)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_what_has_a_length_begins_at_zero(name: str, locale: Locale) -> None:
    """Where an axis chooses its own beginning, a point that nobody sees keeps zero on it, or its
    numbers lie on both sides of zero.
    """
    begun = {
        f"{sheet.title}: {chart.description}"
        for sheet, _ in drawn(name, locale)
        for chart in sheet.charts
        if {series.kind for series in chart.series} & {"column", "bar", "area"}
        and chart.y is not None
        and chart.y.minimum != 0
        and not (chart.y.minimum is None and signed(chart.y.number_format))
        and all(series.named for series in chart.series)
    }
    assert begun == set()


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", shipped())
def test_every_chart_states_its_fact_and_its_unit(name: str, locale: Locale) -> None:
    """The sentence is a formula above the chart, and begins where the chart does."""
    fact = theme(locale).fact
    for sheet, written in drawn(name, locale):
        stated = {
            (cell.row, cell.column, cell.style.indent)
            for cell in sheet.cells
            if cell.formula is not None
            and replace(cell.style, align=fact.align, indent=fact.indent, shrink=fact.shrink)
            == fact
        }
        assert len(stated) == len(written), sheet.title
        begins = {
            (
                chart.row - TITLE_ROWS,
                chart.column,
                round(chart.indent / (INDENT * PIXELS_A_CHARACTER)),
            )
            for chart in sheet.charts
        }
        assert stated <= begins, sheet.title
        missing = {
            one.title(locale)
            for one in written
            if one.y_title is None and not in_percent(one, name)
        }
        assert missing == set()


def in_percent(chart: Chart, name: str) -> bool:
    """Whether every number of a chart carries its unit."""
    table = blueprint(name).table(chart.over)
    columns = [table.column(one.column) for one in chart.series] if table else []
    return bool(columns) and all(one and one.type.measure == "percent" for one in columns)


@pytest.mark.parametrize("name", shipped())
def test_a_red_brand_is_told_apart_from_what_is_wrong(name: str) -> None:
    """Red stands on the band, on tabs, in the first series of charts and in bars of a timeline; all
    else that is red, amber or green means it.
    """
    choices = Choices(locale="en", brand="C8102E", as_of=datetime.date(2024, 6, 30))
    branded, plain = palette("ink", "C8102E"), palette("ink")
    means = {*plain.meanings, plain.good_fill, plain.warn_fill, plain.bad_fill, plain.link_ink}
    lines = {
        (sheet.joined or sheet).id
        for sheet in blueprint(name).sheets
        if any(isinstance(block, Timeline) for block in sheet.blocks)
    }
    sheets = [one for one in plan(blueprint(name), choices)[0].sheets if one.id not in lines]
    seen = {
        color
        for sheet in sheets
        for cell in sheet.cells
        if cell.style.fill != branded.band
        for color in (cell.style.fill, cell.style.color, cell.style.left, cell.style.bottom)
        if color is not None
    }
    seen |= {
        color
        for sheet in sheets
        for table in sheet.tables
        for column in table.columns
        for style in (column.style, column.header_style)
        for color in (style.fill, style.color, style.bottom)
        if color is not None
    }
    lookalike = {
        color
        for color in seen - means
        if min(distance(color, meaning) for meaning in plain.meanings) < 40
    }
    assert lookalike == set()


def typed_into(name: str, locale: Locale) -> Iterator[tuple[PlannedSheet, PlannedTable]]:
    """The tables that grow as people type, each the last on its sheet."""
    growing = {table.id for table in blueprint(name).tables if table.growing}
    for sheet in made(name, locale, blank=True).sheets:
        for table in sheet.tables:
            pinned = sheet.freeze is not None and sheet.freeze[0] == table.row + 1
            if pinned and not sheet.hidden and table.id in growing:
                yield sheet, table


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_laptop_shows_a_table_that_is_typed_into(name: str, locale: Locale) -> None:
    for sheet, table in typed_into(name, locale):
        heights = dict(sheet.fitted) | dict(sheet.heights)
        above = sum(heights.get(row, ROW_POINTS) for row in range(table.row + 1))
        cards = any(box.last_row < table.row for box in sheet.merges)
        rows = (SCREEN[1] - above) / ROW_POINTS
        joined = len(sheet.tables) > 1
        least = ROWS_OF_SEVERAL if joined else ROWS_UNDER_CARDS if cards else ROWS
        assert rows >= least, (sheet.title, rows)
        if sheet.id != "main":
            continue
        assert not cards, f"{sheet.title}: cards take the room of the rows"
        widths = dict(sheet.widths)
        room = SCREEN[0] - sum(pixels(widths[column]) for column in range(table.column))
        shown = []
        for place, column in enumerate(table.columns, table.column):
            if place not in sheet.hidden_columns and room >= 0:
                room -= pixels(widths[place])
                shown += [column.role] if room >= 0 else []
        assert len(shown) >= 6, (sheet.title, shown)
        assert "formula" in shown, f"{sheet.title}: nothing computed is in sight"
