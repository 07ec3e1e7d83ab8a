"""Nothing is left out of CI without a word."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from conftest import early_zone

pytest_plugins = ("pytester",)

NEEDS_A_PROGRAM = """
import pytest
{mark}
def test_it():
    pytest.skip("'program' is not installed")
"""


@pytest.fixture
def lacking(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A suite under our conftest; its one test needs what is not there."""
    pytester.makeconftest(Path(__file__).with_name("conftest.py").read_text("utf-8"))
    pytester.makeini("[pytest]\nmarkers = data")
    pytester.makepyfile(NEEDS_A_PROGRAM.format(mark=""))
    monkeypatch.delenv("CI", raising=False)
    return pytester


def test_a_user_who_lacks_a_program_skips_its_tests(lacking: pytest.Pytester) -> None:
    lacking.runpytest_inprocess().assert_outcomes(skipped=1)


def test_ci_fails_where_a_test_is_skipped(
    lacking: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    run = lacking.runpytest_inprocess()
    run.assert_outcomes(failed=1)
    run.stdout.fnmatch_lines("*skipped in CI*'program' is not installed*")


def test_ci_may_lack_data_that_is_no_part_of_the_repository(
    lacking: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CI", "true")
    lacking.makepyfile(NEEDS_A_PROGRAM.format(mark="@pytest.mark.data"))
    lacking.runpytest_inprocess().assert_outcomes(skipped=1)


@pytest.mark.skipif(sys.platform == "win32", reason="time zones have other names there")
def test_a_run_begins_early_in_the_day_wherever_it_is() -> None:
    for hour in range(24):
        now = datetime(2026, 12, 1, hour, 59, 30, tzinfo=UTC)
        shown = "import sys, time; print(time.strftime('%H %z', time.localtime(int(sys.argv[1]))))"
        said = subprocess.run(
            [sys.executable, "-S", "-c", shown, str(int(now.timestamp()))],
            env=os.environ | {"TZ": early_zone(now)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        clock, zone = said.split()
        assert clock == "00"
        assert timedelta(hours=-12) <= timedelta(hours=int(zone[:3])) <= timedelta(hours=12)
