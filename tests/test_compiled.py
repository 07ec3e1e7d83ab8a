"""Compiled blueprints give what their sources give, and only as long as those are the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import plansheets
from plansheets import compiled
from plansheets.blueprint import catalog
from plansheets.blueprint.read import read_blueprint
from plansheets.compiled import Compiled, compiled_file
from plansheets.plan.choices import Choices
from plansheets.plan.understand import understand

NAME = "target-breakdown"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of shipped blueprints of its own, whose compiled forms are kept."""
    made = shutil.copytree(
        catalog.blueprint_folder(), tmp_path / "shipped", ignore=lambda *_: {"__pycache__"}
    )
    monkeypatch.setattr(catalog, "blueprint_folder", lambda: made)
    monkeypatch.setattr(compiled, "blueprint_folder", lambda: made)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    return made


def kept(folder: Path) -> list[Path]:
    return sorted(folder.glob("__pycache__/*.compiled"))


def built(folder: Path, **choices: object) -> bytes:
    workbook = folder.parent / "made.xlsx"
    plansheets.build(NAME, workbook, force=True, **choices)  # type: ignore[arg-type]
    return workbook.read_bytes()


@pytest.mark.parametrize("name", ["annual-plan", "budget-roi", "rfm-segmentation"])
def test_what_is_kept_equals_what_was_understood(name: str, folder: Path) -> None:
    path = folder / f"{name}.yaml"
    choices = Choices(locale="zh-CN")
    blueprint = read_blueprint(path)
    made = Compiled(blueprint, understand(blueprint, choices))
    file = compiled_file(path, choices)
    assert file is not None
    assert file.load() is None
    file.save(made)
    assert file.load() == made


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
def test_a_workbook_from_the_compiled_form_is_equal_byte_for_byte(
    locale: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = built(folder, locale=locale)
    assert [each.name.split(".")[-3] for each in kept(folder)] == [locale]
    monkeypatch.setattr("plansheets.flow._read", None)  # nothing reads the source any more
    assert built(folder, locale=locale) == first
    assert built(folder, locale=locale, blank=True) != first


def test_a_change_of_the_blueprint_is_seen(folder: Path) -> None:
    first = built(folder)
    source = folder / f"{NAME}.yaml"
    text = source.read_text("utf-8")
    source.write_text(re.sub("^version: .*", "version: 9.9.9", text, flags=re.MULTILINE), "utf-8")
    assert built(folder) != first
    source.write_text(text, "utf-8")
    assert built(folder) == first


def test_a_change_of_the_program_is_seen(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = folder.parent / "program"
    (program / "plan").mkdir(parents=True)
    module = program / "plan" / "build.py"
    module.write_text("1")
    monkeypatch.setattr(compiled, "__file__", str(program / "compiled.py"))
    path = folder / f"{NAME}.yaml"

    def is_kept() -> bool:
        file = compiled_file(path, Choices())
        assert file is not None
        return file.load() is not None

    built(folder)
    assert is_kept()
    module.write_text("22")
    assert not is_kept()


@pytest.mark.parametrize("harm", [lambda kept: kept[:-9], lambda kept: kept[:-1] + b"?"])
def test_a_damaged_form_is_made_anew(harm: object, folder: Path) -> None:
    first = built(folder)
    (file,) = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(harm(whole))  # type: ignore[operator]
    assert built(folder) == first
    assert file.read_bytes() == whole


def test_a_link_to_nothing_beside_the_blueprints_is_no_fault(folder: Path) -> None:
    (folder / f".#{NAME}.yaml").symlink_to("someone@somewhere.123")
    assert compiled_file(folder / f"{NAME}.yaml", Choices()) is not None


def test_blueprints_of_others_and_those_that_may_reach_out_are_not_kept(
    folder: Path, tmp_path: Path
) -> None:
    own = tmp_path / f"{NAME}.yaml"
    shutil.copy(folder / own.name, own)
    plansheets.build(own, tmp_path / "own.xlsx")
    built(folder, allow_network=True)
    assert kept(folder) == kept(tmp_path) == []


def test_what_may_choose_a_variant_is_read_anew(folder: Path, tmp_path: Path) -> None:
    source = folder / f"{NAME}.yaml"
    items = "{own: Own, partner: Partner}"
    declared = f"variants:\n  store: {{label: Store, items: {items}}}\n"
    source.write_text(source.read_text("utf-8").replace("variants:\n", declared, 1), "utf-8")
    own = built(folder)
    (file,) = kept(folder)
    before = file.read_bytes()
    partner = built(folder, values={"store": "partner"})
    assert partner != own
    assert file.read_bytes() == before
    assert built(folder, values={"store": "own"}) == built(folder) == own


def test_where_python_keeps_no_modules_nothing_is_kept(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    built(folder)
    assert kept(folder) == []


def test_a_folder_that_cannot_be_written_is_no_fault(folder: Path) -> None:
    (folder / "__pycache__").write_text("in the way")
    assert built(folder) == built(folder)


def test_a_build_from_the_compiled_form_reads_no_yaml(tmp_path: Path) -> None:
    code = f"""
import sys
from plansheets.cli import cli
for name in ("a", "b"):
    asked = ["build", {NAME!r}, "-o", {str(tmp_path)!r} + "/" + name + ".xlsx"]
    cli(asked, standalone_mode=False)
"""
    again = code.replace('("a", "b")', '("c",)') + "print(*sys.modules)"
    around = os.environ | {
        "PYTHONPYCACHEPREFIX": str(tmp_path / "kept"),
        "PYTHONDONTWRITEBYTECODE": "",
    }
    for each in (code, again):
        run = subprocess.run(
            [sys.executable, "-c", each], env=around, capture_output=True, text=True, check=True
        )
    loaded = set(run.stdout.split())
    assert "plansheets.plan.draw" in loaded
    assert not loaded & {"yaml", "plansheets.blueprint.read", "plansheets.plan.understand"}
