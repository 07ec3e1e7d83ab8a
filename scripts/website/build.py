"""Builds the whole site into a folder."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from website.contents import (
    API,
    DOCUMENTS,
    GALLERY,
    GUIDE,
    HOME,
    LANGUAGES,
    PROBLEM_FOLDER,
    PROBLEM_INDEX,
    PROBLEMS,
    ROOT,
    Language,
    forgotten,
    in_language,
    pages_of_sources,
)
from website.frame import ASSETS, COPIED, framed
from website.page import Page
from website.reference import reference_of_functions, reference_of_package
from website.search import PATH, search_index
from website.templates import gallery_page, home_page, pictures, template_page, templates
from website.text import Heading, Place, Rendered, Section, render
from website.words import WORDS
from website.workbooks import downloads, put_workbooks


def build_site(site: Path, made: Path | None = None) -> list[Page]:
    """Build the site in the folder *site*; workbooks that the folder *made* holds are taken."""
    if lost := forgotten():
        raise SystemExit(
            f"no page of the site: {', '.join(lost)}; name it in scripts/website/contents.py"
        )
    shutil.rmtree(site, ignore_errors=True)
    put_workbooks(site, made, downloads())
    sizes = {each.path: (site / each.path).stat().st_size for each in downloads()}
    shown: dict[str, Path] = {}
    pages = list(all_pages(sizes, shown))
    for page in pages:
        _write(site / page.path, framed(page))
    _write(site / PATH, search_index(pages))
    for target, file in shown.items():
        (site / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, site / target)
    for name in COPIED:
        shutil.copyfile(ASSETS / name, site / name)
    return pages


def all_pages(sizes: Mapping[str, int], shown: dict[str, Path]) -> Iterator[Page]:
    """Every page; *shown* gathers the pictures that they show."""
    for language in LANGUAGES:
        shown.update(pictures(language))
        yield _drawn(HOME, language, home_page(language, sizes), wide=True)
        yield _drawn(GALLERY, language, gallery_page(language), wide=True)
        for one in templates(language):
            keywords = " ".join((one.name, *one.keywords))
            yield _drawn(
                one.page, language, template_page(one, language, sizes), keywords, wide=True
            )
    pages = pages_of_sources()
    for document in DOCUMENTS:
        for language, source in document.sources().items():
            text = (ROOT / source).read_text("utf-8")
            if "." not in source:
                text = f"# {document.title[language]}\n\n```\n{text}```\n"
            place = Place(source, in_language(document.page, language), pages)
            twin = None
            if document.chinese:
                twin = in_language(document.page, "en" if language == "zh-CN" else "zh-CN")
            rendered = render(text, place)
            shown.update(rendered.pictures)
            written = _written(rendered, place.page, language, twin)
            yield (
                replace(written, title=document.title[language]) if document is GUIDE else written
            )
    # links of docstrings are as from docs/
    yield _problem_index(Place("docs/problems.md", PROBLEM_INDEX, pages))
    for page, make in zip(API, (reference_of_package, reference_of_functions), strict=True):
        place = Place("docs/api.md", page, pages)
        yield _written(render(make(place), place), page, "en", None)


def _written(rendered: Rendered, page: str, language: Language, twin: str | None) -> Page:
    return Page(page, language, rendered.title, rendered.html, rendered.sections, twin)


def _drawn(page: str, language: Language, body: str, keywords: str = "", *, wide: bool) -> Page:
    """A page that is made of HTML; the search finds its words and its headings."""
    twin = in_language(page, "en" if language == "zh-CN" else "zh-CN")
    title = "plansheets" if page == HOME else _plain(re.findall(r"<h1>(.*?)</h1>", body)[0])
    sections = [Section(None, [_plain(body), keywords])]
    sections += [
        Section(Heading(int(level), anchor, _plain(words), words))
        for level, anchor, words in re.findall(r'<h([23]) id="([^"]+)">(.*?)</h\1>', body)
    ]
    return Page(in_language(page, language), language, title, body, sections, twin, wide)


def _plain(text: str) -> str:
    return html.unescape(
        re.sub(r"<wbr>|<[^>]+>", lambda tag: "" if tag[0] == "<wbr>" else " ", text)
    ).strip()


def _problem_index(place: Place) -> Page:
    """Every code with what it says, by the document that explains it."""
    words = WORDS["en"]
    lines = [f"# {words.problems}", "", words.problems_lead, ""]
    for document in PROBLEMS:
        text = (ROOT / document.source).read_text("utf-8")
        link = f"{Path(PROBLEM_FOLDER).name}/{Path(document.source).name}"
        lines += [
            f"## [{document.title['en']}]({link})",
            "",
            "| code | what it says |",
            "|---|---|",
        ]
        lines += [
            f"| [{code}]({link}#{code}) | {said} |"
            for code, said in re.findall(r"^### (PS\d{3}) (.+)$", text, re.MULTILINE)
        ]
        lines.append("")
    return _written(render("\n".join(lines), place), PROBLEM_INDEX, "en", None)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8", newline="\n")
