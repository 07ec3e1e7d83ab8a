"""Sample rows of a table with a row for each item stand at the item they name."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

import plansheets
from plansheets.blueprint.read import examine_text
from plansheets.plan.build import check

NEEDS = """\
blueprint: needs
version: 1.0.0
title: Needs
lists:
  days: {mon: {zh-CN: 周一, en: Mon}, tue: {zh-CN: 周二, en: Tue}, wed: Wed}
  kind: {a: A, b: B}
tables:
  needs:
    title: Needs
    rows: {each: days}
    columns:
      - {id: day, type: choice, list: days, label: Day}
      - {id: people, type: count, label: People}
      - {id: kind, type: choice, list: kind, label: Kind}
    sample: SAMPLE
sheets: [{id: main, title: Main, blocks: [{table: needs}]}]
"""


def people(sample: str, tmp_path: Path, change: tuple[str, str] = ("", "")) -> list[object]:
    """What stands in the column of people, from the first day to the last."""
    file = tmp_path / "needs.yaml"
    file.write_text(NEEDS.replace("SAMPLE", sample).replace(*change), "utf-8")
    built = plansheets.build(file, tmp_path / "needs.xlsx", locale="en")
    book = openpyxl.load_workbook(io.BytesIO(built.path.read_bytes()))
    rows = book["Main"][book["Main"].tables["needs"].ref][1:]
    assert [row[0].value for row in rows] == ["Mon", "Tue", "Wed"]
    return [row[1].value for row in rows]


@pytest.mark.parametrize(
    ("sample", "expected"),
    [
        ("[{day: mon, people: 1}, {day: tue, people: 2}]", [1, 2, None]),
        ("[{day: wed, people: 3}, {day: mon, people: 1}]", [1, None, 3]),
        ("[{day: tue, people: 2}]", [None, 2, None]),
        ("[{people: 1}, {people: 2}]", [1, 2, None]),
        ("[{day: tue, people: 2}, {people: 1}]", [1, 2, None]),
    ],
)
def test_a_sample_row_stands_at_its_item(
    sample: str, expected: list[object], tmp_path: Path
) -> None:
    assert people(sample, tmp_path) == expected


def test_a_column_of_texts_names_items_by_their_labels_too(tmp_path: Path) -> None:
    texts = ("type: choice, list: days", "type: text")
    sample = "[{day: 周二, people: 2}, {day: Mon, people: 1}]"
    assert people(sample, tmp_path, texts) == [1, 2, None]


def test_an_item_with_two_rows_is_told_at_the_second() -> None:
    sample = "[{day: tue, people: 1}, {day: tue, people: 2}]"
    [problem] = check(examine_text(NEEDS.replace("SAMPLE", sample), "needs.yaml", Path()))
    said = "PS116 'tue' has two rows in the sample of table 'needs'"
    assert f"{problem.code} {problem.message}" == said
    assert problem.said("zh-CN").message == "“tue”在表“needs”的示例里有两行"
    assert problem.span is not None
    assert NEEDS.replace("SAMPLE", sample).splitlines()[problem.span.line - 1].strip() == (
        f"sample: {sample}"
    )


def test_the_first_column_is_chosen_from_the_list_of_the_rows() -> None:
    text = NEEDS.replace("SAMPLE", "[{people: 1}]").replace(
        "list: days, label", "list: kind, label"
    )
    found = check(examine_text(text, "needs.yaml", Path()))
    assert [(problem.code, problem.message, problem.hint) for problem in found] == [
        (
            "PS114",
            "the first column holds the items of 'days', not of 'kind'",
            "write 'list: days'",
        )
    ]
