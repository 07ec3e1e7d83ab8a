"""Progress is for people who wait at a terminal, and for nobody else."""

from __future__ import annotations

import io
import time

import pytest

from plansheets.cli import progress
from plansheets.cli.progress import ProgressLine


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def work(after_seconds: float, stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(progress, "AFTER_SECONDS", after_seconds)
    monkeypatch.setattr("sys.stderr", stream)
    with ProgressLine("plan") as show:
        show("reading")
        time.sleep(0.1)
        show("writing")
    return stream.getvalue()


def test_long_work_shows_its_stages_and_wipes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = work(0.01, Terminal(), monkeypatch)
    assert "plan: reading …" in shown
    assert "plan: writing …" in shown
    assert shown.endswith("\r\x1b[K")


def test_short_work_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(60, Terminal(), monkeypatch) == ""


def test_without_a_terminal_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(0.01, io.StringIO(), monkeypatch) == ""
