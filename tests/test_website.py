"""The site: how documents and docstrings become pages, and that none is forgotten."""

from __future__ import annotations

import html
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"


@pytest.fixture(autouse=True)
def scripts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Scripts import each other as they do when they are run."""
    monkeypatch.syspath_prepend(str(SCRIPTS))


def rendered(markdown: str, **pages: str) -> str:
    from website.text import Place, render

    known = {f"docs/{name}.md": page for name, page in pages.items()}
    return render(markdown, Place("docs/here.md", "there/here.html", known)).html


def test_a_link_to_a_document_leads_to_its_page() -> None:
    assert rendered("[all](other.md#part)", other="other.html") == (
        '<p><a href="../other.html#part">all</a></p>\n'
    )


def test_a_link_to_what_is_no_page_is_plain() -> None:
    assert rendered("[the source](../src/plansheets)") == "<p>the source</p>\n"


def test_headings_have_the_anchors_that_github_gives_them_and_problems_their_code() -> None:
    text = "# `plansheets list --json`\n## Same\n## Same\n## PS101 not readable\n"
    assert re.findall(r'id="([^"]+)"', rendered(text)) == [
        "plansheets-list---json",
        "same",
        "same-1",
        "PS101",
    ]


def test_lines_of_chinese_meet_without_a_space() -> None:
    assert rendered("全年目标，\n每个月。用 Excel\n打开") == (
        "<p>全年目标，每个月。用 Excel\n打开</p>\n"
    )


def test_a_docstring_is_read_into_its_parts() -> None:
    from website.docstrings import Entry, read_docstring

    found = read_docstring(
        """Sales per unit spent.

        Platforms report gross.

        .. versionadded:: 0.1.0
        .. deprecated:: 0.3.0
           Use ``back``.

        Parameters
        ----------
        revenue, cost : number
            In the same
            currency.
        mode

        Examples
        --------
        >>> roi(500, 100)
        5.0
        """
    )
    assert (found.summary, found.body) == ("Sales per unit spent.", "Platforms report gross.")
    assert found.versions == (
        ("versionadded", "0.1.0", ""),
        ("deprecated", "0.3.0", "Use ``back``."),
    )
    assert found.lists == (
        (
            "Parameters",
            (
                Entry("revenue, cost", "number", "In the same\ncurrency."),
                Entry("mode", "", ""),
            ),
        ),
    )
    assert found.texts == (("Examples", ">>> roi(500, 100)\n5.0"),)


def test_a_signature_is_as_written_and_a_kernels_types_are_left_to_its_words() -> None:
    import plansheets.functions
    from plansheets import validate
    from website.reference import signature

    assert signature(plansheets.functions.roi, "roi") == (
        "roi(revenue, cost, mode='gross', margin=1.0)"
    )
    assert signature(validate, "validate").startswith("validate(\n    blueprint: str | Path,\n")


def test_every_document_is_on_a_page() -> None:
    from website.contents import forgotten

    assert forgotten() == []


def test_every_link_of_every_page_leads_to_a_page_a_picture_or_a_workbook() -> None:
    from website.build import all_pages
    from website.frame import COPIED, framed
    from website.search import PATH
    from website.workbooks import downloads

    shown: dict[str, Path] = {}
    pages = {page.path: framed(page) for page in all_pages({}, shown)}
    there = {*pages, *shown, *COPIED, PATH, *(each.path for each in downloads())}
    ids = {path: set(re.findall(r'\bid="([^"]+)"', text)) for path, text in pages.items()}
    lost = []
    for path, text in pages.items():
        for found in re.findall(r'(?:href|src)="([^"]+)"', text):
            if "://" in found:
                continue
            file, _, anchor = unquote(html.unescape(found)).partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(path), file))
            target = target if file else path
            if target not in there or (anchor and anchor not in ids[target]):
                lost.append(f"{path}: {found}")
    assert lost == []
    assert {"index.html", "workbooks.html", "workbooks.zh-CN.html"} <= pages.keys()


def test_the_search_knows_the_sections_of_both_languages() -> None:
    from website.build import all_pages
    from website.search import search_index

    pages = [page for page in all_pages({}, {}) if page.path.startswith("functions")]
    index = search_index(pages)
    assert '"url":"functions.html#roi"' in index
    assert (
        '"title":"偏差与达成","page":"plansheets 的函数","url":"functions.zh-CN.html#偏差与达成"'
        in index
    )
