"""Markdown into HTML: anchors as on GitHub, links between pages, pictures with their size."""

from __future__ import annotations

import posixpath
import re
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path, PurePosixPath
from unicodedata import east_asian_width

from markdown_it import MarkdownIt
from markdown_it.token import Token

from website.contents import ROOT

_TAG = re.compile(r"<[^>]+>")
_CODE = re.compile(r"PS\d{3}\b")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: what the table of contents and the search lead to."""

    level: int
    anchor: str
    title: str
    html: str


@dataclass(slots=True)
class Section:
    """The words below a heading, for the search; those before the first have none."""

    heading: Heading | None
    words: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as HTML."""

    html: str
    title: str
    sections: tuple[Section, ...]
    pictures: Mapping[str, Path]
    """The pictures it shows, by their path on the site."""

    @property
    def headings(self) -> list[Heading]:
        """Every heading but the title."""
        return [
            one.heading
            for one in self.sections
            if one.heading is not None and one.heading.level > 1
        ]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document stands: its file in the checkout, its page, the pages of all others."""

    source: str
    page: str
    pages: Mapping[str, str]

    def link(self, href: str) -> str | None:
        """*href* of the document as the page has it; None where it leads to no page."""
        if "://" in href or href.startswith("mailto:"):
            return href
        path, _, anchor = href.partition("#")
        if code := _CODE.match(anchor.upper()):
            anchor = code[0]
        if not path:
            return f"#{anchor}"
        page = self.pages.get(posixpath.normpath(posixpath.join(self._folder, path)))
        if page is None:
            return None
        return relative(page, self.page) + (f"#{anchor}" if anchor else "")

    def file(self, href: str) -> Path:
        """The file of the checkout that *href* names."""
        return ROOT / posixpath.normpath(posixpath.join(self._folder, href))

    @property
    def _folder(self) -> str:
        return posixpath.dirname(self.source)


def relative(target: str, page: str) -> str:
    """The path to *target* from *page*, both from the site's top."""
    return posixpath.relpath(target, posixpath.dirname(page) or ".")


def render(markdown: str, place: Place) -> Rendered:
    """*markdown*, which stands at *place*, as HTML."""
    parser = _parser()
    tokens = parser.parse(markdown)
    _drop_link_to_twin(tokens, place)
    sections = _name_headings(tokens)
    pictures: dict[str, Path] = {}
    for token in tokens:
        if token.type == "inline":
            _join_chinese(token.children or [])
            token.children = list(_linked(token.children or [], place, pictures))
    html: str = parser.renderer.render(tokens, parser.options, {})
    title = next((one.heading.title for one in sections if one.heading), place.page)
    return Rendered(html, title, tuple(sections), pictures)


def inline(markdown: str, place: Place) -> str:
    """A line of *markdown* as HTML without a paragraph."""
    parser = _parser()
    (token,) = parser.parseInline(markdown)
    children = list(_linked(token.children or [], place, {}))
    token.children = children
    rendered: str = parser.renderer.render([token], parser.options, {})
    return rendered


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # a wide table scrolls by itself, so that a page never does
    parser.add_render_rule("table_open", lambda *_: '<div class="wide"><table>\n')
    parser.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return parser


def _drop_link_to_twin(tokens: list[Token], place: Place) -> None:
    """A paragraph that only leads to the other language: the page has a switch for that."""
    for at, token in enumerate(tokens[:8]):
        words = (
            re.fullmatch(r"\[[^\]]+\]\(([^)]+)\)", token.content)
            if token.type == "inline"
            else None
        )
        if words and re.sub(r"\.zh-CN", "", PurePosixPath(words[1]).name) == re.sub(
            r"\.zh-CN", "", PurePosixPath(place.source).name
        ):
            del tokens[at - 1 : at + 2]
            return


def _name_headings(tokens: list[Token]) -> list[Section]:
    """Give every heading an anchor; the sections that they head."""
    sections = [Section(None)]
    seen: dict[str, int] = {}
    for before, token, following in zip([None, *tokens], tokens, [*tokens[1:], None], strict=False):
        if token.type == "heading_open" and following is not None:
            title = "".join(_spoken(following.children or []))
            anchor = _anchor(title, seen)
            token.attrSet("id", anchor)
            shown = re.sub(r"[*_]{2}", "", escape(title))
            sections.append(Section(Heading(int(token.tag[1]), anchor, title, shown)))
        elif token.type == "inline" and (before is None or before.type != "heading_open"):
            sections[-1].words.append("".join(_spoken(token.children or [])))
        elif token.type in ("fence", "code_block"):
            sections[-1].words.append(token.content)
        elif token.type == "html_block":
            sections[-1].words.append(_TAG.sub(" ", token.content))
    return sections


def _spoken(children: list[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak", "html_inline"):
            yield " "
        elif child.type == "image":
            yield child.content


def _join_chinese(children: list[Token]) -> None:
    """Lines of Chinese meet without the space that a line break stands for in English."""
    for before, between, after in zip(children, children[1:], children[2:], strict=False):
        if between.type == "softbreak" and {before.type, after.type} == {"text"}:
            pair = before.content[-1:] + after.content[:1]
            if len(pair) == 2 and all(east_asian_width(each) in "WF" for each in pair):
                between.type, between.content = "text", ""


def _anchor(title: str, seen: dict[str, int]) -> str:
    """The anchor that GitHub gives a heading; a problem is found by its code."""
    if code := _CODE.match(title):
        return code[0]
    plain = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
    seen[plain] = seen.get(plain, -1) + 1
    return f"{plain}-{seen[plain]}" if seen[plain] else plain


def _linked(children: list[Token], place: Place, pictures: dict[str, Path]) -> Iterator[Token]:
    """Links that lead to pages, pictures that stand on the site; what leads nowhere is plain."""
    dropped = False
    for child in children:
        if child.type == "link_open":
            href = place.link(str(child.attrGet("href")))
            dropped = href is None
            if href is not None:
                child.attrSet("href", href)
                yield child
        elif child.type == "link_close":
            if not dropped:
                yield child
            dropped = False
        elif child.type == "image":
            file = place.file(str(child.attrGet("src")))
            target = picture_path(file)
            pictures[target] = file
            width, height = size_of_png(file)
            child.attrSet("src", relative(target, place.page))
            for name, value in (("width", width), ("height", height), ("loading", "lazy")):
                child.attrSet(name, str(value))
            yield child
        else:
            yield child


def picture_path(file: Path) -> str:
    """Where a picture of docs/ stands on the site."""
    return f"pictures/{file.relative_to(ROOT / 'docs').as_posix()}"


def size_of_png(file: Path) -> tuple[int, int]:
    """Width and height of a PNG, so that nothing moves while it loads."""
    with file.open("rb") as stream:
        head = stream.read(24)
    width, height = struct.unpack(">II", head[16:24])
    return width, height
