"""Changed blueprints end in a message or in a workbook: 2,000 mutants of ``mutations.py``."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("its limits are Unix's", allow_module_level=True)

import mutant_bench
from mutant_bench import Bench
from mutants import SMALL, mutant
from mutations import shown, shrunk, wrong_ends

EACH, SHIPPED = 250, 60


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, 2_000 - SHIPPED, EACH))
def test_a_changed_blueprint_ends_in_a_message_or_in_a_workbook(first: int) -> None:
    ends, wrong = wrong_ends("blueprint", range(first, min(first + EACH, 2_000 - SHIPPED)))
    assert not wrong, "\n".join(wrong)
    assert set(ends) == {"said", "written"}


@pytest.mark.slow
@pytest.mark.parametrize("first", range(0, SHIPPED, 20))
def test_a_changed_shipped_blueprint_does_too(first: int) -> None:
    ends, wrong = wrong_ends("shipped", range(first, first + 20))
    assert not wrong, "\n".join(wrong)
    assert set(ends) == {"said", "written"}


def falls() -> None:
    raise KeyError("a")


def says_nothing() -> None:
    sys.exit(1)


def says_a_code_alone() -> None:
    sys.stderr.write("mutant.yaml:1:1: PS101 \n")
    sys.exit(1)


def leaves_a_file() -> None:
    Path("left.tmp").write_text("a", "utf-8")


def never_ends() -> None:
    begun = time.process_time()
    while time.process_time() - begun < 60:
        pass


def takes_much() -> None:
    bytearray(400_000_000)[::4096] = bytes(97_657)


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (falls, "KeyError at "),
        (says_nothing, "exit status 1 without a word"),
        (says_a_code_alone, "an empty message"),
        (leaves_a_file, "a file left behind: left.tmp"),
        (never_ends, "more than 1 seconds"),
        (takes_much, "more than 250 megabytes"),
    ],
)
def test_every_other_end_is_noticed(
    command: Callable[[], None],
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(mutant_bench, "command_line", command)
    monkeypatch.setitem(mutant_bench.SECONDS, "blueprint", 1)
    assert Bench(tmp_path).end(mutant("blueprint", 1)).wrong.startswith(expected)


def test_what_ends_otherwise_is_shrunk_and_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def falls_over_titles() -> None:
        if "title:" in Path("mutant.yaml").read_text("utf-8"):
            raise KeyError("a")

    monkeypatch.setattr(mutant_bench, "command_line", falls_over_titles)
    bench, one = Bench(tmp_path), mutant("blueprint", 3)
    assert one.seed in SMALL
    printed = shown(shrunk(one, bench.end(one), bench), bench.end(one))
    assert "KeyError at test_mutations.py" in printed
    assert "title:" in printed.splitlines()[-1]
    assert len(printed.splitlines()) < 20
