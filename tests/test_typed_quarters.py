"""A quarter is read however people type it, and what is none is told, not spread as an error."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from filled import found_by, shown, table_rows
from plansheets.blueprint.catalog import shipped

TYPED = {
    "2024年Q2": "2024-06-30",
    "2024Q2": "2024-06-30",
    "2024-q2": "2024-06-30",
    "Q2 2024": "2024-06-30",
    "Q4/2024": "2024-12-31",
    "2024 Q5": None,
    "2024Q": None,
    "Q2": None,
    "soon": None,
}
ENDS = [("strategy-execution", "measures", "period"), ("target-breakdown", "goals", "due")]


def formulas(name: str, table: str) -> dict[str, str]:
    """The formulas of a shipped table that are one text."""
    columns = yaml.safe_load(shipped()[name].read_text("utf-8"))["tables"][table]["columns"]
    return {one["id"]: one["formula"] for one in columns if isinstance(one.get("formula"), str)}


@pytest.mark.parametrize(("name", "table", "typed"), ENDS)
def test_a_quarter_ends_where_people_mean_it(
    name: str, table: str, typed: str, tmp_path: Path
) -> None:
    told = formulas(name, table)
    ends = {"begin": told["begin"], "end": told["finish"]} if "finish" in told else {}
    columns = [
        {"id": typed, "type": "text", "label": "Typed"},
        *(
            {"id": id_, "type": "date", "label": id_, "formula": formula}
            for id_, formula in (ends or {"end": told["due_date"]}).items()
        ),
    ]
    small = {
        "blueprint": "quarters",
        "version": "1.0.0",
        "title": "Quarters",
        "tables": {
            table: {
                "title": "Quarters",
                "columns": columns,
                "sample": [{typed: text} for text in TYPED],
            }
        },
        "sheets": [{"id": "main", "title": "Quarters", "blocks": [{"table": table}]}],
    }
    path = tmp_path / "quarters.yaml"
    path.write_text(yaml.safe_dump(small, allow_unicode=True), "utf-8")
    rows = table_rows(shown(path, locale="en"), table)
    assert [row["end"] and str(row["end"])[:10] for row in rows] == [*TYPED.values()]


def test_a_goal_without_a_quarter_is_told(tmp_path: Path) -> None:
    goals = tmp_path / "goals.csv"
    goals.write_text(
        "code,level,metric,target,unit,due\nG1,strategic,GMV,9,yuan,2024Q4\nG2,strategic,CAC,9,yuan,\n",
        "utf-8",
    )
    book = shown("target-breakdown", locale="en", data={"goals": goals})
    assert found_by(book, "Goal without a due quarter, or one that cannot be read") == 1
