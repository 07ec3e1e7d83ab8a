"""What Python offers says what it takes, and since which version it is there."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from types import ModuleType

import pytest

import plansheets
import plansheets.functions

PUBLIC = [
    (module, name)
    for module in (plansheets, plansheets.functions)
    for name in dir(module)
    if not name.startswith("__")
]
SINCE = re.compile(r"^\.\. versionadded:: (\d+)\.(\d+)\.(\d+)$", re.MULTILINE)


def release(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


@pytest.mark.parametrize(("module", "name"), PUBLIC, ids=[name for _, name in PUBLIC])
def test_every_public_name_says_since_which_version_it_is_there(
    module: ModuleType, name: str
) -> None:
    found = SINCE.findall(inspect.getdoc(getattr(module, name)) or "")
    assert len(found) == 1, f"{name}: '.. versionadded:: {plansheets.__version__}' is missing"
    assert tuple(map(int, found[0])) <= release(plansheets.__version__)


@pytest.mark.parametrize(
    "thing",
    [
        thing
        for name in plansheets.__all__
        if inspect.isfunction(thing := getattr(plansheets, name))
    ],
    ids=lambda thing: thing.__name__,
)
def test_every_argument_of_a_function_of_the_package_is_described(
    thing: Callable[..., object],
) -> None:
    described = re.findall(r"^([a-z_, ]+)$(?=\n    )", inspect.getdoc(thing) or "", re.MULTILINE)
    names = {one.strip() for line in described for one in line.split(",")}
    assert set(inspect.signature(thing).parameters) - names == set()
