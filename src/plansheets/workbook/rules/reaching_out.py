"""What reaches out of the workbook: links, queries, pictures, programs. Formulas: ``stored.py``."""

from __future__ import annotations

from urllib.parse import unquote
from xml.etree.ElementTree import Element

from plansheets.formula.addresses import leads_to_files, runs_script
from plansheets.package.archive import PackageError, Relationship
from plansheets.words import Words
from plansheets.workbook.book import FoundBook
from plansheets.workbook.findings import Findings

REACHING_OUT = frozenset({"PS580", "PS581", "PS582"})
"""What a workbook of a blueprint may only do where both sides allow it."""
_INTERNAL_QUERIES = frozenset({"100", "102"})
"""Kinds of connections that stay in the file: its data model, and its own ranges."""
_DATA_MODEL = "ThisWorkbookDataModel"
_TASK_PANES = "webextensiontaskpanes"
_TRUST = Words(
    "只有信得过做这个工作簿的人才留着", "keep it only where you trust whoever made the workbook"
)


def check_reaching_out(book: FoundBook, findings: Findings) -> None:
    """Report what the workbook asks of other files, programs and the network."""
    package = book.package
    cells = {
        (sheet.part, element.get("r|id")): sheet.place(element.get("ref", "")[:40])
        for sheet in book.sheets
        for element in sheet.tree.iterfind("hyperlinks/hyperlink")
    }
    for source in ("", *package.parts):
        if source.endswith(".rels"):
            continue
        try:
            links = package.relationships(source)
        except PackageError:
            continue  # a finding already
        for link in links:
            if link.external:
                _check_outside(link, cells.get((source, link.id), source), findings)
            elif link.kind == _TASK_PANES:
                message = Words(
                    "一个网络加载项会随工作簿打开", "an add-in of the web opens with the workbook"
                )
                findings.add("PS581", link.target, message, _TRUST, level="warning")
    for part in package.related(book.part, "externalLink"):
        _check_program(_tree(book, part), part, findings)
    for part in package.related(book.part, "connections"):
        _check_queries(_tree(book, part), part, findings)


def _check_outside(link: Relationship, place: str, findings: Findings) -> None:
    target = unquote(link.target)
    shown = target[:60]
    if link.kind == "hyperlink":
        if runs_script(target):
            message = Words(f"链接“{shown}”会运行脚本", f"the link '{shown}' runs a script")
            findings.add("PS582", place, message, Words("去掉它", "take it out"), level="warning")
        elif leads_to_files(target):
            message = Words(
                f"链接“{shown}”会打开文件或共享文件夹",
                f"the link '{shown}' opens a file or a share",
            )
            hint = Words(
                "共享文件夹会知道是谁点的，并得到密码的散列",
                "a share learns who clicked, and a hash of the password",
            )
            findings.add("PS582", place, message, hint, level="warning")
        return
    if link.kind.startswith("externalLink"):
        message = Words(
            f"有单元格取自另一个工作簿：“{shown}”", f"cells come from another workbook: '{shown}'"
        )
    elif link.kind == "image":
        message = Words(
            f"打开工作簿时会从“{shown}”载入图片",
            f"a picture is loaded from '{shown}' when the workbook opens",
        )
    else:
        message = Words(
            f"“{link.kind[:40]}”类链接指向“{shown}”",
            f"a link of kind '{link.kind[:40]}' leads to '{shown}'",
        )
    findings.add("PS581", place, message, _TRUST, level="warning")


def _check_program(tree: Element | None, part: str, findings: Findings) -> None:
    """Report cells that another program fills in: DDE and OLE."""
    if tree is None:
        return
    for kind, tag in (("DDE", "ddeLink"), ("OLE", "oleLink")):
        for element in tree.iter(tag):
            service = element.get("ddeService") or element.get("progId") or ""
            message = Words(
                f"有单元格通过 {kind} 向另一个程序取数：“{service[:60]}”",
                f"cells ask another program by {kind}: '{service[:60]}'",
            )
            findings.add("PS581", part, message, _TRUST, level="warning")


def _check_queries(tree: Element | None, part: str, findings: Findings) -> None:
    """Report queries to databases, files and the web."""
    if tree is None:
        return
    for connection in tree.iter("connection"):
        name = connection.get("name", "")
        if connection.get("type") not in _INTERNAL_QUERIES and name != _DATA_MODEL:
            address = connection.find("webPr")
            message = Words(f"名为“{name[:60]}”的查询", f"a query called '{name[:60]}'")
            if address is not None:
                url = address.get("url", "")[:60]
                message = Words(
                    f"名为“{name[:60]}”的查询，访问“{url}”",
                    f"a query to '{url}' called '{name[:60]}'",
                )
            findings.add("PS581", part, message, _TRUST, level="warning")


def _tree(book: FoundBook, part: str) -> Element | None:
    try:
        return book.package.tree(part)
    except PackageError:
        return None  # a finding already
