"""Options and conditions of the whole test run."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from libreoffice import soffice

# How long an example takes says how busy the machine is, not how good the code.
settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("any machine")


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
    """Without LibreOffice its tests are skipped on a user's machine and fail in CI."""
    if item.get_closest_marker("libreoffice") and soffice() is None:
        reason = "LibreOffice Calc ('soffice') is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In a parallel run the tests of a file share a process, as they share what they set up."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
