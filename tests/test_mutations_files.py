"""Changed data files and workbooks end in a message, or are read: mutants of ``mutations.py``."""

from __future__ import annotations

import sys

import pytest

if sys.platform == "win32":
    pytest.skip("its limits are Unix's", allow_module_level=True)

from mutations import wrong_ends


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["data", "workbook"])
@pytest.mark.parametrize("first", [0, 250])
def test_a_changed_file_is_read_or_refused_with_a_message(kind: str, first: int) -> None:
    ends, wrong = wrong_ends(kind, range(first, first + 250))
    assert wrong == []
    assert set(ends) == {"said", "written"}
