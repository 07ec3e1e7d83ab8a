"""The starter blueprint builds as it is, in both languages, sample and blank."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

import plansheets
from plansheets.blueprint.starter import write_copy, write_starter
from plansheets.errors import BlueprintError


@pytest.fixture
def starter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return write_starter("autumn-launch")


def test_it_has_no_problems_and_no_warnings(starter: Path) -> None:
    assert plansheets.validate(starter) == ()
    assert plansheets.validate(starter, "excel365") == ()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("blank", [False, True])
def test_it_builds(starter: Path, locale: str, blank: bool) -> None:
    built = plansheets.build(starter, locale=locale, blank=blank)  # type: ignore[arg-type]
    assert plansheets.verify(built.path) == ()
    assert built.tables == {"campaigns": 30 if blank else 3}
    assert built.warnings == ()


def test_its_name_is_the_one_asked_for(starter: Path) -> None:
    outline = plansheets.outline(starter)
    assert (starter.name, outline["name"]) == ("autumn-launch.yaml", "autumn-launch")
    assert outline["title"]["en"] == "Autumn launch"
    assert "my-plan" not in starter.read_text("utf-8")


@pytest.mark.parametrize("name", ["plan.yaml", "plan.yml", "plan"])
def test_an_ending_may_be_given(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert write_starter(name) == Path("plan.yaml")


@pytest.mark.parametrize("name", ["", "Plan", "a b", "../plan", "计划", "a--b", "plan.txt"])
def test_a_name_that_cannot_be_an_id_is_refused(name: str) -> None:
    with pytest.raises(plansheets.BlueprintError, match="PS109"):
        write_starter(name)


def test_an_existing_blueprint_is_kept_unless_forced(starter: Path) -> None:
    starter.write_text("mine")
    with pytest.raises(plansheets.BlueprintError, match="PS119"):
        write_starter("autumn-launch")
    assert starter.read_text() == "mine"
    write_starter("autumn-launch", force=True)
    assert plansheets.validate(starter) == ()


def test_a_blueprint_that_cannot_be_written_whole_leaves_the_old_one(
    starter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    starter.write_text("mine")
    monkeypatch.setattr(os, "fsync", full)
    for name in ("autumn-launch", "another"):
        with pytest.raises(BlueprintError, match=r"PS119 '.*' cannot be written: no space left"):
            write_starter(name, force=True)
    assert starter.read_text() == "mine"
    assert [*Path().iterdir()] == [Path(starter.name)]


@pytest.mark.parametrize(
    "name", ["budget-roi", pytest.param("annual-plan", marks=pytest.mark.slow)]
)
def test_a_shipped_blueprint_is_copied_with_its_sample_files(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    written = write_copy("our-plan", name)
    assert [path.name for path in written] == sorted(path.name for path in tmp_path.iterdir())[::-1]
    assert plansheets.build("our-plan.yaml", blank=True).warnings == ()
    ours, theirs = (plansheets.outline(one) for one in ("our-plan.yaml", name))
    assert ours["name"] == "our-plan"
    assert ours["tables"] == theirs["tables"]
    with pytest.raises(BlueprintError, match="exists already"):
        write_copy("our-plan", name)
