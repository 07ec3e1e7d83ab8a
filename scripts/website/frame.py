"""The frame around every page: header, navigation, table of contents, footer."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from string import Template

import plansheets
from website.contents import HOME, Language, in_language, navigation
from website.page import Page
from website.text import relative
from website.words import WORDS

ASSETS = Path(__file__).with_name("assets")
COPIED = ("style.css", "site.js", "icon.svg")
_LONG = 60
"""With more headings than these, those of the third level are left out of the contents."""


def framed(page: Page) -> str:
    """The whole HTML of *page*."""
    words = WORDS[page.language]
    frame = Template((ASSETS / "page.html").read_text("utf-8"))
    other: Language = "en" if page.language == "zh-CN" else "zh-CN"
    top = relative(".", page.path)
    contents = "" if page.wide else "".join(_contents(page))
    return frame.substitute(
        lang=page.language,
        title=escape(page.title if page.title == "plansheets" else f"{page.title} · plansheets"),
        top=f"{top}/",
        home=relative(in_language(HOME, page.language), page.path),
        version=plansheets.__version__,
        navigation="".join(_navigation(page)),
        contents=contents,
        kind="wide" if page.wide else ("text" if contents else "plain"),
        body=page.body,
        other=words.other,
        otherlang=other,
        twin=relative(page.twin or in_language(HOME, other), page.path),
        search=words.search,
        nothing=words.nothing,
        menu=words.menu,
        light=words.light,
        skip=words.skip,
        copy=words.copy,
        copied=words.copied,
        about=words.about,
    )


def _navigation(page: Page) -> Iterator[str]:
    language = page.language
    for section, listed in navigation():
        yield f"<section><h2>{escape(section[language])}</h2><ul>"
        for one in listed:
            target = in_language(one.page, language) if one.chinese else one.page
            here = ' aria-current="page"' if target == page.path else ""
            english = ""
            if language == "zh-CN" and not one.chinese:
                english = f' <span class="tag">{WORDS[language].english_only}</span>'
            link = relative(target, page.path)
            title = escape(one.title[language])
            yield f'<li><a href="{link}"{here}>{title}{english}</a></li>'
        yield "</ul></section>"


def _contents(page: Page) -> Iterator[str]:
    deepest = 3 if len(page.headings) <= _LONG else 2
    headings = [one for one in page.headings if one.level <= deepest]
    if len(headings) < 3:
        return
    said = WORDS[page.language].contents
    yield f'<nav class="contents" aria-label="{said}"><h2>{said}</h2><ul>'
    for one in headings:
        yield f'<li class="level-{one.level}"><a href="#{one.anchor}">{one.html}</a></li>'
    yield "</ul></nav>"
