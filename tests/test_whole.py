"""Files appear whole, under their name, and never in the place of somebody's work."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from plansheets import whole
from plansheets.errors import WorkbookError
from plansheets.flow import build
from plansheets.life.safely import _dated_copy, target_of
from plansheets.target import check_target
from plansheets.whole import write_all, write_whole


def test_a_file_that_appears_while_a_build_runs_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "plan.xlsx"

    def somebody_saves(stage: str) -> None:
        if stage == "checking":
            target.write_bytes(b"work")

    with pytest.raises(WorkbookError, match="has appeared meanwhile"):
        build("rfm-segmentation", target, progress=somebody_saves)
    assert target.read_bytes() == b"work"
    assert [*tmp_path.iterdir()] == [target]


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_file_that_somebody_has_open_is_not_replaced(tmp_path: Path, lock: str) -> None:
    target, held = tmp_path / "plan.xlsx", tmp_path / lock
    target.write_bytes(b"work")
    held.write_bytes(b",li,desk,30.11.2026 20:00,;")
    with pytest.raises(WorkbookError) as caught:
        write_whole(b"new", target, force=True)
    with pytest.raises(WorkbookError, match="PS307"):
        check_target(target, force=True)
    with pytest.raises(WorkbookError, match="PS307"):
        target_of(target, None, in_place=True, force=False)
    [problem] = caught.value.problems
    assert (problem.code, "somebody has it open" in problem.message) == ("PS307", True)
    assert str(held) in str(problem.hint)
    assert (target.read_bytes(), {*tmp_path.iterdir()}) == (b"work", {target, held})
    held.unlink()
    write_whole(b"new", target, force=True)
    assert target.read_bytes() == b"new"


def test_what_is_to_be_written_is_said_once(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    for output, in_place in ((None, False), (tmp_path / "new.xlsx", True)):
        with pytest.raises(WorkbookError, match="PS308"):
            target_of(book, output, in_place=in_place, force=True)
    assert target_of(book, None, in_place=False, force=False, dry_run=True) == book


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes by name")
@pytest.mark.parametrize("fault", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_of_several_files_all_are_written_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: BaseException
) -> None:
    write, written = whole._mode, []  # type: ignore[var-annotated]

    def at_last(place: Path) -> int:
        written.append(place.name)
        if place.name == "c":
            raise fault
        return write(place)

    monkeypatch.setattr(whole, "_mode", at_last)
    (tmp_path / "there").mkdir()
    (tmp_path / "there" / "b").write_bytes(b"old")
    contents = {"a": b"1", "b": b"2", "c": b"3"}
    for folder in (tmp_path / "new" / "deep", tmp_path / "there"):
        with pytest.raises((WorkbookError, KeyboardInterrupt)):
            write_all(contents, folder, force=False)
    assert written.count("c") == 2
    assert not (tmp_path / "new").exists()
    assert [one.name for one in (tmp_path / "there").iterdir()] == ["b"]
    assert (tmp_path / "there" / "b").read_bytes() == b"old"


def test_a_name_is_as_long_as_any_and_no_longer(tmp_path: Path) -> None:
    write_whole(b"1", tmp_path / f"{'a' * 250}.xlsx", force=False)
    for folder in (tmp_path, tmp_path / ("b" * 256)):
        with pytest.raises(WorkbookError, match="name too long"):
            write_all({f"{'a' * 251}.xlsx": b"1"}, folder, force=False)
    for book in (None, tmp_path / f"{'a' * 250}.xlsx"):
        with pytest.raises(WorkbookError, match="name too long"):
            target_of(book or tmp_path, tmp_path / f"{'a' * 251}.xlsx", in_place=False, force=False)


def test_a_pipe_or_a_device_is_never_replaced(tmp_path: Path) -> None:
    """Once /dev/null became a workbook, where a link led to it and --force was given by root."""
    os.mkfifo(tmp_path / "pipe.xlsx")
    (tmp_path / "link.xlsx").symlink_to("pipe.xlsx")
    for name in ("pipe.xlsx", "link.xlsx"):
        with pytest.raises(WorkbookError, match="it is a pipe"):
            write_whole(b"one", tmp_path / name, force=True)
    assert stat.S_ISFIFO((tmp_path / "link.xlsx").stat().st_mode)


def test_a_copy_may_be_read_by_no_others_than_the_file(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    book.write_bytes(b"one")
    book.chmod(0o600)
    copy = _dated_copy(book)
    assert copy.read_bytes() == b"one"
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IMODE(book.stat().st_mode)


@pytest.mark.parametrize("links", [True, False])
def test_a_name_is_taken_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    if not links:
        monkeypatch.setattr(os, "link", refused)
    target = tmp_path / "a.csv"
    write_whole(b"one", target, force=False)
    with pytest.raises(WorkbookError, match="PS309"):
        write_whole(b"two", target, force=False)
    assert target.read_bytes() == b"one"
    write_whole(b"three", target, force=True)
    assert (target.read_bytes(), [*tmp_path.iterdir()]) == (b"three", [target])


def test_what_is_replaced_keeps_its_mode_and_the_link_to_it(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    shelf, link = tmp_path / "shelf" / "plan.xlsx", tmp_path / "plan.xlsx"
    shelf.write_bytes(b"old")
    shelf.chmod(0o640)
    link.symlink_to(shelf)
    write_whole(b"new", link, force=True)
    assert link.is_symlink()
    assert shelf.read_bytes() == b"new"
    assert stat.S_IMODE(shelf.stat().st_mode) == 0o640


def test_a_circle_of_links_is_told(tmp_path: Path) -> None:
    circle = tmp_path / "plan.xlsx"
    circle.symlink_to(circle)
    with pytest.raises(WorkbookError):
        write_whole(b"new", circle, force=True)


BUILD = """
sys.argv = ["plansheets", "build", "rfm-segmentation", "-o", "plan.xlsx"]
from plansheets.__main__ import main
main()
"""


def assert_aborted(program: str, folder: Path) -> None:
    """A build after *program* is interrupted: one word, and nothing is left in *folder*."""
    run = subprocess.run(
        [sys.executable, "-c", program + BUILD],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "\nAborted!\n")
    assert [*folder.iterdir()] == []


def test_an_interruption_is_heard_while_a_thing_is_thrown_away(tmp_path: Path) -> None:
    """Python tells of an exception in ``__del__`` and goes on: the build went on to its end."""
    program = """
import signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)
class Thrown:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)
class Throws:
    def find_spec(self, name, path=None, target=None):
        if name == "xlsxwriter":
            Thrown()
sys.meta_path.insert(0, Throws())
"""
    assert_aborted(program, tmp_path)


@pytest.mark.parametrize("module", ["plansheets.cli", "click", "numpy", "xlsxwriter"])
def test_an_interruption_is_one_word_and_leaves_nothing(tmp_path: Path, module: str) -> None:
    """Ctrl+C as *module* begins to load."""
    program = f"""
import os, signal, sys
class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Interrupts())
"""
    assert_aborted(program, tmp_path)
