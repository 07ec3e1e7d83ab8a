"""What the search finds: every section of every page, as one script that the browser loads late."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from website.page import Page

PATH = "search-index.js"
_LONGEST = 8_000
"""Characters of a section that are searched: the whole of what is written, not of every table."""


def search_index(pages: Iterable[Page]) -> str:
    """The script: an array with a title, the page's title, an address, a language and words."""
    entries = list(_entries(pages))
    # a script and not JSON: a page opened from a folder may load no other kind of file
    return (
        f"window.searchIndex = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n"
    )


def _entries(pages: Iterable[Page]) -> Iterator[Mapping[str, str]]:
    for page in pages:
        for section in page.sections:
            words = " ".join(" ".join(section.words).split())[:_LONGEST]
            heading = section.heading
            if heading is None and not words:
                continue
            place = "" if heading is None or heading.level == 1 else f"#{heading.anchor}"
            yield {
                "title": page.title if heading is None else heading.title,
                "page": page.title,
                "url": page.path + place,
                "lang": page.language,
                "text": words,
            }
