"""What every shipped workbook must be, in both languages, with its sample and blank.

The blueprints are discovered: one that is added is held to the same gates.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from calculated import by_cell
from filled import is_gap
from libreoffice import CellKey, CellValue, FileCell, compare, read_cells, recalculate
from openxml import validate
from plansheets import build, verify
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.model import Blueprint
from plansheets.blueprint.read import read_blueprint
from plansheets.calc.calculate import calculate
from plansheets.calc.formualizer import Formualizer
from plansheets.calc.formulon import Formulon
from plansheets.errors import Problem
from plansheets.flow import Built
from plansheets.formula.ast import Cell
from plansheets.plan.canvas.canvas import FIRST_COLUMN
from plansheets.plan.choices import READY_ROWS, Choices
from plansheets.plan.draw import Understood, draw
from plansheets.plan.look.measure import INDENT, PADDING, text_width
from plansheets.plan.look.wording import say
from plansheets.plan.model import Plan, PlannedSheet, PlannedTable, Style
from plansheets.plan.report import Timed
from plansheets.plan.sheets.checks import VERDICT
from plansheets.plan.write_out.steps import STEP
from printed import Page, print_pages, print_scales
from variants import ALONE, CHOSEN, CROSSED, VARIANTS, VARYING, Variant

pytestmark = pytest.mark.slow

ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"}
SMALLEST_PRINT = 0.6
SMALLEST_LETTERS = 4.0
"""Points of a text on paper."""
MOST = {"annual-plan": (20, 40)}
"""Tabs and printed pages of composites."""
MOST_PAGES = 15
_MORE_PAGES = {"monitoring-board": 17, "performance-scoring": 20, "target-breakdown": 21}
"""Those with the most sheets: none may become more."""
_PAGES_OF_CHOICES = 4
"""What a stage and an industry may add to them."""
LEAST_FILLED = 0.33
"""How far down a page reaches that goes on with a sheet."""
LEAST_OF_A_PART = 0.24
_COUNT_COLUMN = FIRST_COLUMN + 3
_LONGEST, _ROWS = 401, 4
"""Characters of a formula with its ``=``, where it stands in so many rows or more."""
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook that was built, and the plan it was built from."""

    built: Built
    blueprint: Blueprint = field(repr=False)
    plan: Plan = field(repr=False)
    cells: Mapping[CellKey, FileCell] = field(repr=False)
    again: Path
    """The same workbook, built by another process: there is one of those that are CROSSED."""

    @property
    def path(self) -> Path:
        return self.built.path

    def value(self, key: CellKey) -> CellValue:
        return self.cells[key].value if key in self.cells else None

    def counts(self) -> dict[str, CellValue]:
        """What each check found, by its message."""
        sheet = next(sheet for sheet in self.plan.sheets if sheet.id == "checks")
        messages = {cell.row: cell.value for cell in sheet.cells if cell.column == FIRST_COLUMN}
        return {
            str(messages[cell.row]): self.value((sheet.title, cell.row, cell.column))
            for cell in sheet.cells
            if cell.column == _COUNT_COLUMN and cell.formula is not None
            if isinstance(messages[cell.row], str)  # rows above all checks take theirs from below
        }

    def verdict(self) -> CellValue:
        target = next(name.target for name in self.plan.names if name.name == VERDICT)
        assert isinstance(target, Cell)
        assert target.sheet is not None
        return self.value((target.sheet, target.row, target.column))


EVERY = [*VARIANTS, *CHOSEN]

# Costly questions are asked of some: a blank workbook has the same sheets as its sample and less on
# them, a composite the sheets of its parts, which are asked for themselves.
RECALCULATED = [one for one in VARIANTS if one.name in ALONE or one in CROSSED]
RECALCULATED += [one for one in CHOSEN if not one.blank]
PRINTED = [one for one in RECALCULATED if not one.blank]
CALCULATED_SLOWLY = [one for one in CROSSED if one.name in ALONE]


def _params(variants: Iterable[Variant]) -> list[ParameterSet]:
    return [pytest.param(one, id=str(one)) for one in variants]


# The second build runs in a process with other hash seeds: an order taken from a set would show.
_BUILD_AGAIN = """
import sys
from plansheets import build
for line in sys.stdin.read().splitlines():
    name, locale, blank, parts, path = line.split("\\t")
    values = dict.fromkeys(parts.split(), "with")
    build(name, path, locale=locale, blank=blank == "True", values=values)
"""


def _now_as_epoch() -> str:
    """SOURCE_DATE_EPOCH of which the day is today here, not in Greenwich.

    A blank as-of date is TODAY(), and LibreOffice takes the machine's own.
    """
    here = datetime.now().replace(tzinfo=UTC)  # noqa: DTZ005  # the wall clock is what counts
    return str(int(here.timestamp()))


@dataclass(frozen=True)
class Together:
    """The workbooks of a group; LibreOffice, slow to start, opens them all at once."""

    made: Mapping[Variant, Made]

    @cached_property
    def recalculated(self) -> dict[Path, dict[CellKey, CellValue]]:
        return recalculate([one.path for each, one in self.made.items() if each in RECALCULATED])

    @cached_property
    def printed(self) -> dict[Path, list[Page]]:
        return print_pages([one.path for each, one in self.made.items() if each in PRINTED])


@pytest.fixture(scope="session")
def of_group(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Together]:
    """Makes the workbooks of a group that the selected tests look at, each once."""
    called = (getattr(item, "callspec", None) for item in request.session.items)
    asked = {one.params.get("variant") for one in called if one is not None}

    @cache
    def make(group: str) -> Together:
        variants = [one for one in EVERY if one in asked and one.group == group]
        return Together(_make_all(variants, tmp_path_factory.mktemp(group)))

    return make


def _make_all(variants: Sequence[Variant], folder: Path) -> dict[Variant, Made]:
    first, second = folder / "first", folder / "second"
    first.mkdir()
    second.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", _now_as_epoch())
        lines = "\n".join(
            "\t".join(
                (
                    one.name,
                    one.locale,
                    str(one.blank),
                    " ".join(one.values),
                    f"{second / str(one)}.xlsx",
                )
            )
            for one in variants
            if one in CROSSED
        )
        subprocess.run(
            [sys.executable, "-c", _BUILD_AGAIN],
            input=lines.encode(),
            env=os.environ | {"PYTHONHASHSEED": "4711", "PYTHONUTF8": "1"},
            check=True,
        )
        return {one: _make(one, first / f"{one}.xlsx", second / f"{one}.xlsx") for one in variants}


def _make(variant: Variant, path: Path, again: Path) -> Made:
    plans = []

    def kept(
        understood: Understood, choices: Choices, timed: Timed
    ) -> tuple[Plan, tuple[Problem, ...]]:
        planned, warnings = draw(understood, choices, timed)
        plans.append((understood.blueprint, planned))
        return planned, warnings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("plansheets.flow.draw", kept)
        built = build(
            variant.name, path, locale=variant.locale, blank=variant.blank, values=variant.values
        )
    ((blueprint, planned),) = plans
    return Made(built, blueprint, planned, read_cells(path), again)


@pytest.fixture(params=_params(EVERY))
def variant(request: pytest.FixtureRequest) -> Variant:
    chosen: Variant = request.param
    return chosen


@pytest.fixture
def together(variant: Variant, of_group: Callable[[str], Together]) -> Together:
    return of_group(variant.group)


@pytest.fixture
def made(variant: Variant, together: Together) -> Made:
    return together.made[variant]


@pytest.fixture
def recalculated(together: Together) -> dict[Path, dict[CellKey, CellValue]]:
    return together.recalculated


@pytest.fixture
def printed(together: Together) -> dict[Path, list[Page]]:
    return together.printed


def test_blueprints_are_shipped() -> None:
    assert "sku-management" in shipped()


@pytest.mark.parametrize("name", [one for one in VARYING if one in ALONE])
def test_every_stage_and_every_industry_is_met(name: str) -> None:
    offered = read_blueprint(shipped()[name]).variants
    met = [{}, *(one.values for one in CHOSEN if one.name == name)]
    for variant in offered:
        assert {one.get(variant.id, variant.default) for one in met} == set(variant.items)
    assert [one.id for one in offered] == ["stage", "industry"]


def test_building_it_warns_of_nothing(made: Made) -> None:
    assert made.built.warnings == ()


def test_every_formula_has_its_value_in_the_file(made: Made) -> None:
    formulas = [cell for cell in made.cells.values() if cell.formula is not None]
    assert len(formulas) == made.built.formulas > 0
    assert [cell.formula for cell in formulas if cell.value is None] == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(RECALCULATED))
def test_libreoffice_finds_the_same_values(
    made: Made, recalculated: dict[Path, dict[CellKey, CellValue]]
) -> None:
    assert compare(made.cells, recalculated[made.path]) == []


def test_another_engine_finds_the_same_values_as_far_as_it_is_proven(made: Made) -> None:
    """Formualizer, and nothing that looks at what it is not proven on; LibreOffice finds all."""
    found = by_cell(made.plan, calculate(made.plan, Formualizer()))
    assert found
    assert compare({key: cell for key, cell in made.cells.items() if key in found}, found) == []


@pytest.mark.parametrize("variant", _params(CALCULATED_SLOWLY))
def test_an_independent_engine_finds_the_same_values(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Shapes that no corpus has proven on it yet are proven here, by agreement.
    monkeypatch.setattr("plansheets.calc.sheets.FormulaShapes.unproven", lambda *_: [])
    found = by_cell(made.plan, calculate(made.plan, Formulon()))
    assert compare(made.cells, found) == []


def test_formulas_of_rows_can_be_read_and_cost_little_to_open(made: Made) -> None:
    formulas = Counter(
        (sheet, column, len(cell.formula))
        for (sheet, _, column), cell in made.cells.items()
        if cell.formula is not None and len(cell.formula) > _LONGEST
    )
    longest = max((key[2] for key, rows in formulas.items() if rows >= _ROWS), default=0)
    assert longest <= _LONGEST


def test_no_cell_shows_an_error(made: Made) -> None:
    shown = {key: cell for key, cell in made.cells.items() if cell.value in ERRORS}
    wrong = {
        key: cell.value
        for key, cell in shown.items()
        if not is_gap(key[0], cell.value) or "NA()" not in (cell.formula or "")
    }
    assert wrong == {}


def test_our_own_check_finds_nothing(made: Made) -> None:
    assert verify(made.path) == ()


@pytest.mark.parametrize("variant", _params(CROSSED))
def test_the_open_xml_sdk_finds_nothing(made: Made) -> None:
    assert validate(made.path) == []


@pytest.mark.parametrize("variant", _params(CROSSED))
def test_two_builds_are_equal_byte_for_byte(made: Made) -> None:
    assert made.path.read_bytes() == made.again.read_bytes()


def test_the_checks_show_what_the_blueprint_says_of_its_sample(
    variant: Variant, made: Made
) -> None:
    declared = {
        check.message(variant.locale): 0 if variant.blank else check.sample
        for check in made.blueprint.checks
    }
    assert made.counts() == dict.fromkeys(made.counts(), 0) | declared


def test_the_verdict_is_good_where_no_check_finds_anything(variant: Variant, made: Made) -> None:
    expected = [] if variant.blank else [one.id for one in made.blueprint.checks if one.sample]
    good = say("not filled" if variant.blank else "all good", variant.locale)
    assert str(made.verdict()).startswith(good) == (not expected)


def test_empty_rows_show_nothing(made: Made) -> None:
    shown = {
        (table.name, column.id, row): value
        for title, table in _growing_tables(made)
        for row in _empty_rows(table)
        for place, column in enumerate(table.columns, table.column)
        if not column.id.startswith(STEP)  # hidden, and asked by formulas alone
        if (value := made.value((title, table.first_row + row, place))) not in (None, "")
    }
    assert shown == {}


@pytest.mark.parametrize("variant", _params(one for one in EVERY if one.blank))
def test_a_blank_template_has_rows_to_type_into(made: Made) -> None:
    ready = {table.id: len(_empty_rows(table)) for _, table in _growing_tables(made)}
    assert {id_: rows for id_, rows in ready.items() if rows < READY_ROWS} == {}


def test_growing_tables_have_one_formula_a_column_so_that_new_rows_get_it(made: Made) -> None:
    uneven = [
        f"{table.name}[{column.id}]"
        for _, table in _growing_tables(made)
        for column in table.columns
        if column.first is not None
    ]
    assert uneven == []


def _growing_tables(made: Made) -> list[tuple[str, PlannedTable]]:
    """Tables that people fill; those that keep their rows in a blank workbook are no forms."""
    growing = {table.id for table in made.blueprint.tables if table.growing and not table.keep}
    return [
        (sheet.title, table)
        for sheet in made.plan.sheets
        for table in sheet.tables
        if table.id in growing
    ]


def _empty_rows(table: PlannedTable) -> list[int]:
    inputs = [column.values for column in table.columns if column.values is not None]
    return [
        row for row in range(table.height) if all(values[row] in (None, "") for values in inputs)
    ]


@pytest.mark.parametrize("variant", _params(one for one in EVERY if one.locale == "en"))
def test_the_english_workbook_has_no_chinese_in_it(made: Made) -> None:
    chinese = [
        cell.value
        for cell in made.cells.values()
        if isinstance(cell.value, str) and _CHINESE.search(cell.value)
    ]
    assert chinese == []


def test_every_sheet_prints_one_page_wide_and_not_too_small(made: Made) -> None:
    scales = print_scales(made.path)
    assert {title: scale for title, scale in scales.items() if scale < SMALLEST_PRINT} == {}


def test_no_text_is_too_small_to_read_on_paper(made: Made) -> None:
    """Computed texts are made smaller where their column is too narrow for them."""
    scales = print_scales(made.path)
    small = {
        f"{sheet.title} row {row + 1}: {value}"
        for sheet in made.plan.sheets
        if not sheet.hidden
        for row, column, last, style in _shrinking(sheet)
        if isinstance(value := made.value((sheet.title, row, column)), str)
        if any(letter.isalnum() for letter in value)  # bars drawn in letters can be any size
        for room in [_room(sheet, column, last) - PADDING - style.indent * INDENT]
        for needed in [text_width(value, size=style.size, bold=style.bold)]
        if style.size * min(1.0, room / needed) * scales[sheet.title] < SMALLEST_LETTERS
    }
    assert small == set()


def _shrinking(sheet: PlannedSheet) -> Iterator[tuple[int, int, int, Style]]:
    """Row, first and last column, and style of the cells of *sheet* whose formulas may shrink."""
    hidden, merged = set(sheet.hidden_columns), {box[:2]: box for box in sheet.merges}
    for cell in sheet.cells:
        if cell.formula is not None and cell.style.shrink and cell.column not in hidden:
            box = merged.get((cell.row, cell.column))
            yield cell.row, cell.column, box.last_column if box else cell.column, cell.style
    for table in sheet.tables:
        for column, one in enumerate(table.columns, table.column):
            if one.formula is not None and one.style.shrink and column not in hidden:
                for row in range(table.first_row, table.last_row + 1):
                    yield row, column, column, one.style


def _room(sheet: PlannedSheet, first: int, last: int) -> float:
    """Characters from column *first* to *last*."""
    widths, hidden = dict(sheet.widths), set(sheet.hidden_columns)
    return sum(widths[column] for column in range(first, last + 1) if column not in hidden)


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(PRINTED))
def test_the_last_column_is_on_the_first_page_of_every_sheet(
    variant: Variant, made: Made, printed: dict[Path, list[Page]]
) -> None:
    """The way back to the first sheet stands in the last column, at the top."""
    back = say("back", variant.locale)
    first_pages = {page.sheet: page.text for page in reversed(printed[made.path])}
    visible = [sheet for sheet in made.plan.sheets if not sheet.hidden]
    assert {sheet.title for sheet in visible} <= set(first_pages)
    assert [
        sheet.title
        for sheet in visible
        if sheet.id != "about" and back not in first_pages[sheet.title]
    ] == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(one for one in PRINTED if one.name in MOST))
def test_a_workbook_of_many_parts_has_few_tabs_and_pages(
    variant: Variant, made: Made, printed: dict[Path, list[Page]]
) -> None:
    tabs, pages = MOST[variant.name]
    assert len([sheet.title for sheet in made.plan.sheets if not sheet.hidden]) <= tabs
    assert len(printed[made.path]) <= pages


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(one for one in PRINTED if one.name in ALONE))
def test_a_workbook_prints_few_pages_and_its_front_page_is_one(
    variant: Variant, made: Made, printed: dict[Path, list[Page]]
) -> None:
    """Pages of long data, of which only the first is printed, are not counted."""
    data = {one.title(variant.locale) for one in made.blueprint.sheets if one.first_page}
    pages = [page.sheet for page in printed[made.path] if page.sheet not in data]
    more = _PAGES_OF_CHOICES if variant.chosen else 0
    assert len(pages) <= _MORE_PAGES.get(variant.name, MOST_PAGES) + more
    front = made.plan.sheets[made.plan.active_sheet]
    assert pages.count(front.title) == 1


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(one for one in PRINTED if one.name in ALONE))
def test_no_page_is_printed_for_a_few_last_rows(
    made: Made, printed: dict[Path, list[Page]]
) -> None:
    assert [
        (page.sheet, round(page.filled, 2))
        for before, page in pairwise(printed[made.path])
        if page.sheet == before.sheet and page.filled < LEAST_FILLED
    ] == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(one for one in PRINTED if one.name in MOST))
def test_no_page_of_many_parts_is_all_but_empty(
    made: Made, printed: dict[Path, list[Page]]
) -> None:
    """A part that has nothing to show prints its band, its cards and the heading of its table."""
    nearly = [
        (page.sheet, round(page.filled, 2))
        for page in printed[made.path]
        if page.filled < LEAST_OF_A_PART
    ]
    assert nearly == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(PRINTED))
def test_no_chart_is_cut_by_the_end_of_a_page(made: Made, printed: dict[Path, list[Page]]) -> None:
    numbered = enumerate(printed[made.path], 1)
    assert [number for number, page in numbered if page.sheet is None] == []


@pytest.mark.libreoffice
@pytest.mark.parametrize("variant", _params(PRINTED))
def test_no_number_is_wider_than_its_column(made: Made, printed: dict[Path, list[Page]]) -> None:
    assert [page.sheet for page in printed[made.path] if "###" in page.text] == []
