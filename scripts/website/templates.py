"""The pages about templates: all of them to choose from, one for each, and the gallery."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import escape
from pathlib import Path

from plansheets import list_blueprints
from website.contents import (
    GALLERY,
    GALLERY_SOURCE,
    GUIDE,
    HOME,
    LANGUAGES,
    ROOT,
    TRY,
    Language,
    in_language,
)
from website.text import picture_path, relative, size_of_png
from website.words import WORDS
from website.workbooks import KINDS, Download

HERO = "sku-management"
"""The workbook that the first page shows large."""
_SHOT = re.compile(r"^- (.+?)<br>!\[[^\]]*\]\(([^)]+)\)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture of a sheet, with the words under it."""

    title: str
    file: Path


@dataclass(frozen=True, slots=True)
class Template:
    """A shipped blueprint as its user sees it."""

    name: str
    title: str
    question: str
    purpose: str
    keywords: tuple[str, ...]
    shots: tuple[Shot, ...]

    @property
    def page(self) -> str:
        return f"templates/{self.name}.html"

    @property
    def front(self) -> Shot:
        """The page for Monday's meeting, which follows the one about the workbook."""
        return self.shots[1]


@cache
def templates(language: Language) -> list[Template]:
    """Every shipped template, in *language*, in the order of the README."""
    readme = (ROOT / GUIDE.sources()[language]).read_text("utf-8")
    questions = dict(re.findall(r"^\| `([a-z-]+)`[^|]*\| ([^|]+) \|$", readme, re.MULTILINE))
    outlines = {one["name"]: one for one in list_blueprints()}
    pictures = gallery(language)
    return [
        Template(
            name=name,
            title=outlines[name]["title"][language],
            question=question,
            purpose=outlines[name]["purpose"][language],
            keywords=tuple(outlines[name]["keywords"]),
            shots=pictures[name],
        )
        for name, question in questions.items()
    ]


def gallery(language: Language) -> dict[str, tuple[Shot, ...]]:
    """The pictures of each blueprint's sheets in *language*, and of the themes."""
    source = ROOT / GALLERY_SOURCE
    found: dict[str, tuple[Shot, ...]] = {}
    for part in re.split(r"^##+ ", source.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name = part.partition("\n")[0].partition(" · ")[0]
        shots = tuple(Shot(title, source.parent / path) for title, path in _SHOT.findall(part))
        if shots and (name == "Themes" or f"/{language}/" in _SHOT.findall(part)[0][1]):
            found[name] = shots
    return found


def home_page(language: Language, sizes: Mapping[str, int]) -> str:
    """The first page: what this is, and every template."""
    words, page = WORDS[language], in_language(HOME, language)
    readme = (ROOT / GUIDE.sources()[language]).read_text("utf-8")
    lead = re.sub(r"\s*\n\s*", " " if language == "en" else "", readme.split("\n\n")[2])
    guide = relative(in_language(GUIDE.page, language), page)
    cards = "\n".join(_card(each, language, page, sizes) for each in templates(language))
    return f"""
<section class="hero">
<div>
<h1>{words.headline}</h1>
<p class="lead">{escape(lead)}</p>
<p class="actions"><a class="button" href="#templates">{words.choose}</a>
<a class="button quiet" href="{guide}">{words.make}</a></p>
</div>
{_picture(_hero(language), page, lazy=False)}
</section>
<h2 id="templates">{words.templates}</h2>
<p class="note">{_opens(language, page)}</p>
<div class="cards">
{cards}
</div>
"""


def _card(one: Template, language: Language, page: str, sizes: Mapping[str, int]) -> str:
    link = relative(in_language(one.page, language), page)
    return f"""<article class="card">
<a class="shot" href="{link}" tabindex="-1" aria-hidden="true">{_picture(one.front, page)}</a>
<h3><a href="{link}">{escape(one.title)}</a></h3>
<p>{escape(one.question)}</p>
<p class="actions">{_buttons(one, language, language, page, sizes)}</p>
</article>"""


def template_page(one: Template, language: Language, sizes: Mapping[str, int]) -> str:
    """The page of a template: what it is for, four files, every sheet."""
    words, page = WORDS[language], in_language(one.page, language)
    home = relative(in_language(HOME, language), page)
    files = "\n".join(
        f'<p class="actions"><span class="language" lang="{each}">{WORDS[each].language}</span>'
        f"{_buttons(one, each, language, page, sizes)}</p>"
        for each in sorted(LANGUAGES, key=lambda each: each != language)
    )
    locale = language
    return f"""
<p class="crumb"><a href="{home}#templates">{words.templates}</a></p>
<h1>{escape(one.title)}</h1>
<p class="lead">{escape(one.question)}</p>
<p>{escape(one.purpose)}</p>
<section class="downloads">
<h2 id="download">{words.download}</h2>
{files}
<p class="note">{words.kinds} {_opens(language, page)}</p>
</section>
<h2 id="sheets">{words.sheets}</h2>
{_figures(one.shots, page)}
<h2 id="python">{words.yours}</h2>
<p>{words.command}</p>
<pre><code>plansheets build {one.name} --locale {locale}
plansheets build {one.name} --locale {locale} --blank --rows 50
</code></pre>
"""


def gallery_page(language: Language) -> str:
    """The front page of every template, and the themes."""
    words, page = WORDS[language], in_language(GALLERY, language)
    parts = [f"<h1>{words.gallery}</h1>", f'<p class="lead">{words.gallery_lead}</p>']
    for one in templates(language):
        link = relative(in_language(one.page, language), page)
        parts.append(f'<h2 id="{one.name}">{escape(one.title)}</h2>')
        parts.append(
            f'<p>{escape(one.question)} <a href="{link}#download">{words.download}</a></p>'
        )
        parts.append(_figures(one.shots, page))
    parts.append(f'<h2 id="themes">{words.themes}</h2>')
    parts.append(_figures(gallery(language)["Themes"], page))
    return "\n".join(parts)


def pictures(language: Language) -> Iterator[tuple[str, Path]]:
    """Every picture that these pages show, by its path on the site."""
    for shots in gallery(language).values():
        for shot in shots:
            yield picture_path(shot.file), shot.file
    yield picture_path(_hero(language).file), _hero(language).file


def _hero(language: Language) -> Shot:
    return Shot("", ROOT / "docs" / "pictures" / f"{HERO}.{language}.png")


def _opens(language: Language, page: str) -> str:
    words = WORDS[language]
    return f'{words.opens} <a href="{relative(TRY.page, page)}">{words.tell}</a>'


def _buttons(
    one: Template, language: Language, shown_in: Language, page: str, sizes: Mapping[str, int]
) -> str:
    words = WORDS[shown_in]
    title = next(each.title for each in templates(language) if each.name == one.name)
    buttons = []
    for kind in KINDS:
        path = Download(one.name, language, kind).path
        name = f"{title}{WORDS[language].suffix[kind]}.xlsx"
        size = f'<span class="size">{sizes[path] / 1024:,.0f} KB</span>' if path in sizes else ""
        quiet = "" if kind == "sample" else " quiet"
        buttons.append(
            f'<a class="button{quiet}" href="{relative(path, page)}" download="{escape(name)}">'
            f"{words.kind[kind]} {size}</a>"
        )
    return "".join(buttons)


def _figures(shots: tuple[Shot, ...], page: str) -> str:
    figures = "\n".join(
        f'<figure><a href="{relative(picture_path(shot.file), page)}">{_picture(shot, page)}</a>'
        f"<figcaption>{escape(shot.title.strip('`'))}</figcaption></figure>"
        for shot in shots
    )
    return f'<div class="figures">\n{figures}\n</div>'


def _picture(shot: Shot, page: str, *, lazy: bool = True) -> str:
    width, height = size_of_png(shot.file)
    loading = ' loading="lazy"' if lazy else ""
    return (
        f'<img src="{relative(picture_path(shot.file), page)}" alt="{escape(shot.title)}" '
        f'width="{width}" height="{height}"{loading}>'
    )
