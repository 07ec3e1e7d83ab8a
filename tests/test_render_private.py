"""The private parts of XlsxWriter that render/ relies on: all named, and all still there."""

from __future__ import annotations

import ast
import inspect
import re
from io import BytesIO
from pathlib import Path

import pytest
import xlsxwriter
from xlsxwriter.chart import Chart
from xlsxwriter.chart_bar import ChartBar
from xlsxwriter.format import Format
from xlsxwriter.packager import Packager
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

import plansheets.render
from plansheets.render.charts import _AsPlanned
from plansheets.render.package import Package, PlanWorkbook
from plansheets.render.worksheet import PlanWorksheet

NAMED = re.findall(r"``(\w+)\.(\w+)``", plansheets.render.__doc__ or "")
OURS: dict[str, type] = {
    "Worksheet": PlanWorksheet,
    "Workbook": PlanWorkbook,
    "Packager": Package,
    "Chart": _AsPlanned,
}
THEIRS: dict[str, type] = {
    "Worksheet": Worksheet,
    "Workbook": Workbook,
    "Packager": Packager,
    "Chart": Chart,
    "Format": Format,
}
ADVICE = f"XlsxWriter {xlsxwriter.__version__} is not what plansheets.render relies on: "


def fresh(owner: str) -> object:
    """One of XlsxWriter's own, with the attributes that it gives itself."""
    made = {"Workbook": lambda: Workbook(BytesIO()), "Chart": ChartBar}
    return made.get(owner, THEIRS[owner])()


@pytest.mark.parametrize(("owner", "name"), NAMED)
def test_xlsxwriter_has_what_render_relies_on(owner: str, name: str) -> None:
    assert hasattr(fresh(owner), name), f"{ADVICE}it has no {owner}.{name}"


def overridden() -> list[tuple[str, str]]:
    return [
        (owner, name)
        for owner, ours in OURS.items()
        for name in vars(ours)
        if not name.startswith("__") and hasattr(THEIRS[owner], name)
    ]


@pytest.mark.parametrize(("owner", "name"), overridden())
def test_what_render_overrides_is_called_as_it_was(owner: str, name: str) -> None:
    theirs = inspect.signature(getattr(THEIRS[owner], name)).parameters
    ours = inspect.signature(getattr(OURS[owner], name)).parameters
    assert len(ours) == len(theirs), f"{ADVICE}{owner}.{name} takes ({', '.join(theirs)})"
    folder = Path(xlsxwriter.__file__).parent
    calls = [path for path in folder.glob("*.py") if f".{name}(" in path.read_text("utf-8")]
    assert calls, f"{ADVICE}nothing calls {owner}.{name} any more"


def test_the_docstring_of_render_names_every_private_part_and_no_other() -> None:
    folder = Path(plansheets.render.__file__).parent
    trees = [ast.parse(path.read_text("utf-8")) for path in folder.glob("*.py")]
    used = {name for _, name in overridden()}
    used |= {
        each.attr for tree in trees for each in ast.walk(tree) if isinstance(each, ast.Attribute)
    }
    named = {name for _, name in NAMED}
    assert named <= used
    theirs = {name for owner in THEIRS for name in dir(fresh(owner)) if name.startswith("_")}
    theirs -= {*dir(object), *own_names()}
    assert used & (theirs | own_state(trees)) <= named


def own_names() -> set[str]:
    """What our classes bring themselves, and XlsxWriter's have not."""
    return {
        name
        for owner, ours in OURS.items()
        for name in vars(ours)
        if not hasattr(THEIRS[owner], name)
    }


def own_state(trees: list[ast.Module]) -> set[str]:
    """Attributes of XlsxWriter's that our classes reach for in themselves; methods but for these
    with an underscore are documented."""
    found = set()
    ours = {one.__name__: owner for owner, one in OURS.items()}
    for tree in trees:
        for written in ast.walk(tree):
            if isinstance(written, ast.ClassDef) and written.name in ours:
                state = vars(fresh(ours[written.name]))
                found |= {
                    each.attr
                    for each in ast.walk(written)
                    if isinstance(each, ast.Attribute)
                    and isinstance(each.value, ast.Name)
                    and each.value.id == "self"
                    and each.attr in state
                }
    return found - {"name"}  # Worksheet.name is documented
