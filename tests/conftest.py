"""Options and conditions of the whole test run."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from libreoffice import require_libreoffice
from node import require_node
from variants import LONG, group_of
from wine import require_windows

if TYPE_CHECKING:
    from collections.abc import Generator

    from xdist.scheduler.protocol import Scheduling

# How long an example takes says how busy the machine is, not how good the code.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "quick", settings.get_profile("any machine"), max_examples=20, derandomize=True, database=None
)
settings.load_profile("any machine")


def early_zone(now: datetime) -> str:
    """The time zone, as ``TZ`` says it, in which it is between midnight and one o'clock.

    What is built before midnight and recalculated after it differs wherever a blank as-of date is
    ``TODAY()``: a run has a whole day before it.
    """
    east = -now.hour if now.hour <= 12 else 24 - now.hour
    return f"<tests>{-east}"  # POSIX counts towards the west


# the processes of a parallel run take over the one that was chosen before them
if hasattr(time, "tzset") and not os.environ.get("TZ", "").startswith("<tests>"):
    os.environ["TZ"] = early_zone(datetime.now(UTC))
    time.tzset()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept",
        action="store_true",
        help="write what the tests find over the files they compare with, and pass",
    )


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether a golden file is to be rewritten instead of compared."""
    return bool(request.config.getoption("--accept"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("libreoffice"):
        require_libreoffice()
    if item.get_closest_marker("node"):
        require_node()
    if item.get_closest_marker("windows"):
        require_windows()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Whoever lacks a program skips its tests; CI has them all, and whatever it skips fails."""
    report = yield
    left_out = report.skipped and not hasattr(report, "wasxfail")
    if os.environ.get("CI") and left_out and not item.get_closest_marker("data"):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI: {report.longrepr}"
    return report


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """In a parallel run what takes long comes first, so that all processes end together."""
    if hasattr(config, "workerinput"):
        items.sort(key=_place)


def _place(item: pytest.Item) -> int:
    if item.get_closest_marker("slow") is None:
        return 2
    return 0 if group_of(item.name) in LONG else 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    """In a parallel run tests that share what they set up share a process.

    Those of a file do; of those about shipped workbooks, the tests of a file and a group of them.
    Xdist's own groups are lost with pytest 9: they rewrite an item's id, which it no longer heeds.
    """
    from xdist.scheduler.loadscope import LoadScopeScheduling

    class ByFixtures(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file, _, test = nodeid.partition("::")
            group = group_of(test)
            return f"{file}[{group}]" if group else file

    # in the order below: those with few tests are not the quickest, and would come last
    config.option.loadscopereorder = False
    return ByFixtures(config, log)
