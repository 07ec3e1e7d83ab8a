"""A page of the site, before it has its frame."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from website.contents import Language
from website.text import Heading, Section


@dataclass(frozen=True, slots=True)
class Page:
    """A page: where it stands, in which language, what it says."""

    path: str
    language: Language
    title: str
    body: str
    sections: Sequence[Section]
    twin: str | None = None
    """The same page in the other language."""
    wide: bool = False
    """Whether it is made of pictures and cards instead of text."""

    @property
    def headings(self) -> list[Heading]:
        """Every heading but the title."""
        return [one.heading for one in self.sections if one.heading and one.heading.level in (2, 3)]
