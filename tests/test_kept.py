"""What a run keeps changes no byte of a workbook, and hides no fault of one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from front_figures import case
from plansheets.blueprint.model import Blueprint
from plansheets.flow import make_workbook
from plansheets.frames.hints import read_hints
from plansheets.given import load_data, read_values
from plansheets.kept import Kept
from plansheets.plan.choices import Choices
from plansheets.plan.report import Report
from plansheets.plan.write_out.repeats import expand_repeats
from plansheets.words import Locale
from plansheets.workbook.known import Verified
from plansheets.workbook.verify import verify_bytes
from refilled import prepared
from workbook_faults import FAULTS, Fault
from workbook_samples import BOOK_LINKS, SHEET, TYPES, Change, damaged, drop
from workbook_samples import replace as changed

DAY = date(2026, 6, 30)
Frames = dict[str, pd.DataFrame]


def stores(name: str) -> Iterator[Frames]:
    """Rows of a few workbooks, the first of which come again with other values."""
    chance = random.Random(name)
    for seed in (1, 2):
        given = {table: rows for table, rows in case(name, seed).data.items() if len(rows)}
        yield given
        yield {table: grown(rows, chance) for table, rows in given.items()}
        yield {table: rows.iloc[::-1] for table, rows in given.items()}


def grown(rows: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """*rows* with other numbers in some places, a few of them far longer."""

    def other(value: object) -> object:
        if isinstance(value, bool) or not isinstance(value, int | float) or chance.random() < 0.5:
            return value
        return value * chance.choice((1, 3, 1, 1000)) if value > 1 else value

    return rows.map(other)


def given(model: Blueprint, choices: Choices, frames: Frames, values: dict[str, str]) -> Choices:
    hints = read_hints(None, None, None, None, None, "add")
    loaded = load_data(model, frames, choices.locale, hints)
    return replace(choices, data=loaded.rows, values=read_values(model, values))


NAMES: tuple[tuple[str, Locale], ...] = (
    ("budget-roi", "zh-CN"),
    ("campaign-calendar", "en"),
    ("performance-scoring", "zh-CN"),
    ("sku-management", "en"),
    ("target-breakdown", "en"),
)


@pytest.mark.parametrize(("name", "locale"), NAMES)
def test_every_workbook_of_a_run_is_what_it_would_be_alone(name: str, locale: Locale) -> None:
    run = prepared(name, locale, DAY)
    understood = run.understand()
    model = expand_repeats(run.blueprint, Report())
    kept = Kept(understood)
    for frames in stores(name):
        one = replace(run, choices=given(model, run.choices, frames, {}))
        alone = make_workbook(one, understood, Path("a.xlsx"))
        together = make_workbook(one, understood, Path("a.xlsx"), kept=kept)
        assert together.content == alone.content
        assert together.built == alone.built


def test_what_is_typed_into_a_form_is_that_of_each_workbook() -> None:
    run = prepared("sku-management", "en", DAY)
    understood = run.understand()
    model = expand_repeats(run.blueprint, Report())
    kept = Kept(understood)
    frames = dict(case("sku-management", 2).data)
    for values in ({}, {"stock_target": "2"}, {"stock_target": "3", "rate_slow": "15%"}, {}):
        one = replace(run, choices=given(model, run.choices, frames, values))
        alone = make_workbook(one, understood, Path("a.xlsx"))
        assert make_workbook(one, understood, Path("a.xlsx"), kept=kept).content == alone.content


# -- verifying -------------------------------------------------------------------------------------

CHAIN = (
    drop("xl/calcChain.xml"),
    changed(
        TYPES,
        '<Override PartName="/xl/calcChain.xml" ContentType="application/'
        'vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"/>',
        "",
    ),
    changed(
        BOOK_LINKS,
        '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/calcChain" Target="calcChain.xml"/>',
        "",
    ),
)
"""Takes the calculation chain away, as we write none: rows are then known but for their values."""


def same_as_alone(known: Verified, *changes: Change) -> None:
    found = verify_bytes(damaged(*changes), "damaged.xlsx", known)
    assert found == verify_bytes(damaged(*changes), "damaged.xlsx")


@pytest.fixture(scope="module")
def known() -> Verified:
    """What is known when sound workbooks have been verified, and many that are not."""
    made = Verified()
    for changes in ((), CHAIN, ()):
        assert verify_bytes(damaged(*changes), "sound.xlsx", made) == ()
    return made


@pytest.mark.parametrize("fault", FAULTS, ids=[title for title, _, _ in FAULTS])
def test_what_is_known_of_sound_workbooks_hides_no_fault(fault: Fault, known: Verified) -> None:
    _, _, changes = fault
    try:
        damaged(*changes, *CHAIN)
    except (AssertionError, KeyError):  # the fault is one of the chain
        same_as_alone(known, *changes)
    else:
        same_as_alone(known, *changes, *CHAIN)


ROW = '<row r="9"><c r="A9"><v>1</v></c><c r="B9" t="s"><v>0</v></c>'
ROW += '<c r="C9"><f>A9*2</f><v>2</v></c><c r="D9" t="str"><f>A9&amp;""</f><v>1</v></c>'
ROW += '<c r="E9" t="b"><f>A9=1</f><v>1</v></c><c r="F9" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'


def row(text: str) -> tuple[Change, ...]:
    return (*CHAIN, changed(SHEET, "</sheetData>", f"{text}</sheetData>"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<v>1</v></c><c r="B9"', '<v></v></c><c r="B9"'),
        ('<v>1</v></c><c r="B9"', '<v>NaN</v></c><c r="B9"'),
        ('<v>1</v></c><c r="B9"', '<v>1e999</v></c><c r="B9"'),
        ('<v>1</v></c><c r="B9"', '<v>1<v/>1</v></c><c r="B9"'),
        ("<v>0</v>", "<v>99999</v>"),
        ("<v>0</v>", "<v>-1</v>"),
        ("<v>0</v>", "<v></v>"),
        ("<v>2</v>", "<v></v>"),
        ("<v>2</v>", "<v>two</v>"),
        ("""&amp;""</f><v>1</v>""", f"""&amp;""</f><v>{"x" * 40_000}</v>"""),
        ("""&amp;""</f><v>1</v>""", """&amp;""</f><v>&other;</v>"""),
        ("""&amp;""</f><v>1</v>""", """&amp;""</f><v>]]></v>"""),
        ("""&amp;""</f><v>1</v>""", """&amp;""</f><v>\x01</v>"""),
        ("""&amp;""</f><v>1</v>""", """&amp;""</f><v>&lt;b&gt;</v>"""),
        ("<f>A9=1</f><v>1</v>", "<f>A9=1</f><v>2</v>"),
        ("#DIV/0!</v>", "#DIV/1!</v>"),
    ],
)
def test_rows_that_are_known_are_judged_by_their_values(old: str, new: str) -> None:
    known = Verified()
    same_as_alone(known, *row(ROW))
    assert known.rows.rows
    assert old in ROW
    same_as_alone(known, *row(ROW.replace(old, new)))
    same_as_alone(known, *row(ROW))


def test_rows_that_are_known_still_stand_in_their_order() -> None:
    known = Verified()
    later = ROW.replace('9"', '10"').replace("A9", "A10")
    for rows in (ROW, ROW + later, later, ROW + later):
        same_as_alone(known, *row(rows))
    for rows in (later + ROW, ROW + ROW):
        same_as_alone(known, *row(rows))
        assert verify_bytes(damaged(*row(rows)), "damaged.xlsx", known) != ()
