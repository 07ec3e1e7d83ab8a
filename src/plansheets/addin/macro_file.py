"""A workbook or add-in with macros, as the doctor reads it: its VBA and its settings."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree.ElementTree import Element

from plansheets.package.archive import FoundPackage, PackageError, open_package
from plansheets.package.digits import whole_number
from plansheets.records import dataclass

_PROJECT = re.compile(r'PROJECT_NAME As String = "(\w+)"')
_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class MacroFile:
    """What stands in a file."""

    modules: dict[str, str]
    """The VBA of each module."""
    settings: dict[str, str]
    """What its sheet of settings sets, by names in capitals; a blank value is one, too."""

    @property
    def project(self) -> str:
        """What its settings are called: the sheet ``xlwings.conf``, or another name's."""
        found = _PROJECT.search(self.modules.get("xlwings", ""))
        return found[1] if found else "xlwings"

    @property
    def xlwings(self) -> str | None:
        """The version of xlwings that its VBA belongs to."""
        found = _VERSION.search(self.modules.get("xlwings", "").replace("\r\n", "\n"))
        return found[1] if found else None


def read_macro_file(path: Path) -> MacroFile | None:
    """The file *path*; None where it holds no VBA that can be read."""
    if not zipfile.is_zipfile(path):
        return None
    from pyopenvba import ExcelFile, PyOpenVBAError  # noqa: PLC0415 - 14 MB, for this alone

    try:
        with ExcelFile(path) as opened:
            modules = {name: opened.get_module(name) for name in opened.module_names()}
        found = MacroFile(modules, {})
        with path.open("rb") as stream:
            return MacroFile(modules, _settings(open_package(stream), f"{found.project}.conf"))
    except (PyOpenVBAError, PackageError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return None


def _settings(package: FoundPackage, title: str) -> dict[str, str]:
    """Names and values in the first two columns, down to the first blank, as xlwings reads them."""
    (book,) = package.related("", "officeDocument")
    ids = {one.get("name"): one.get("r|id") for one in package.tree(book).iterfind("sheets/sheet")}
    link = package.target(book, ids.get(title))
    if link is None:
        return {}
    shared = [
        _said(one) for part in package.related(book, "sharedStrings") for one in package.tree(part)
    ]
    cells = {
        cell.get("r", ""): _shown(cell, shared) for cell in package.tree(link.target).iter("c")
    }
    found: dict[str, str] = {}
    row = 1
    while name := cells.get(f"A{row}", ""):
        found[name.upper()] = cells.get(f"B{row}", "")
        row += 1
    return found


def _shown(cell: Element, shared: list[str]) -> str:
    value = cell.findtext("v", "")
    match cell.get("t"):
        case "s":
            number = whole_number(value)
            return shared[number] if number is not None and number < len(shared) else ""
        case "inlineStr":
            return _said(cell)
        case _:
            return value


def _said(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter("t"))
