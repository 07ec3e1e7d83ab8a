"""Every problem code that the program can print is documented, and nothing else is."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def used() -> set[str]:
    return {
        code
        for path in (ROOT / "src").rglob("*.py")
        for code in re.findall(r"""["'](PS\d{3})["']""", path.read_text("utf-8"))
    }


def documented() -> list[str]:
    return [
        code
        for path in sorted((ROOT / "docs" / "problems").glob("*.md"))
        for code in re.findall(r"^### (PS\d{3}) \S", path.read_text("utf-8"), re.MULTILINE)
    ]


def test_every_code_is_documented_and_every_documented_code_is_used() -> None:
    assert sorted(used() - set(documented())) == []
    assert sorted(set(documented()) - used()) == []


def test_no_code_is_documented_twice() -> None:
    assert len(documented()) == len(set(documented()))


def test_every_section_says_more_than_its_title() -> None:
    for path in (ROOT / "docs" / "problems").glob("*.md"):
        for section in re.split(r"^### ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            title, _, text = section.partition("\n")
            assert len(text) > len(title), section
