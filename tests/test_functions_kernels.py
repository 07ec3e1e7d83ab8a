"""Kernels against the catalogue: the same values, and the same errors where there is none."""

from __future__ import annotations

import pytest

from libreoffice import equal
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.function import Example, Function
from plansheets.functions.kernels import KERNELS
from plansheets.functions.kernels.cells import serial

EXAMPLES = [(function, example) for function in FUNCTIONS for example in function.examples]


def shown(value: object) -> object:
    from datetime import date

    return serial(value) if isinstance(value, date) else value


def test_every_function_of_the_catalogue_has_a_kernel() -> None:
    assert [function.name for function in FUNCTIONS] == list(KERNELS)


@pytest.mark.parametrize(
    ("function", "example"),
    [pytest.param(*pair, id=f"{pair[0].name}{pair[1].arguments}") for pair in EXAMPLES],
)
def test_a_kernel_gives_what_the_catalogue_says(function: Function, example: Example) -> None:
    found = KERNELS[function.name].judge(*example.arguments).in_cells().item()
    expected = shown(example.error or example.result)
    assert equal(found, expected) if isinstance(found, float) else found == expected
