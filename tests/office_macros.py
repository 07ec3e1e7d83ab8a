"""VBA in a headless LibreOffice: cells that call it, and what they then show."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from extension import shown_cells
from libreoffice import HANGS_SECONDS, CellKey, CellValue, require_libreoffice
from plansheets.addin.libreoffice.ods import OdsFormula, OdsSheet, OdsValue, ods
from plansheets.addin.libreoffice.package import packed

_PROGRAM = Path(__file__).with_name("office_calculate.py")
_PYTHON = "/usr/bin/python3"
"""The one that Debian's python3-uno is for."""

_ALLOWED = """\
<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
_LIBRARY = 'xmlns:library="http://openoffice.org/2000/library"'
_SCRIPT = 'xmlns:script="http://openoffice.org/2000/script"'


def call_macros(
    modules: Mapping[str, str], cells: Mapping[tuple[int, int], OdsValue | OdsFormula]
) -> dict[CellKey, CellValue]:
    """What the cells of the sheet S show, whose formulas may call the functions of *modules*.

    A module whose name ends in ``Class`` is a class. ``CVErr(2042)`` shows as "Error 2042".
    """
    with tempfile.TemporaryDirectory(prefix="plansheets-macros-") as scratch:
        given = Path(scratch) / "given.ods"
        given.write_bytes(_with_macros(ods([OdsSheet("S", cells)]), modules))
        return calculate_with_macros(given)


def calculate_with_macros(given: Path) -> dict[CellKey, CellValue]:
    """What every cell of a file shows, whose macros may run."""
    program = require_libreoffice()
    with tempfile.TemporaryDirectory(prefix="plansheets-macros-") as scratch:
        folder = Path(scratch)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_ALLOWED, encoding="utf-8")
        found = folder / "found.fods"
        addresses = (path.resolve().as_uri() for path in (folder / "profile", given, found))
        run = subprocess.run(
            [_PYTHON, "-E", str(_PROGRAM), program, *addresses],
            capture_output=True,
            text=True,
            check=False,
            timeout=HANGS_SECONDS,
        )
        if not found.exists():
            pytest.fail(f"LibreOffice wrote no result: {run.stderr}")
        return shown_cells(found)


def _with_macros(book: bytes, modules: Mapping[str, str]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    library = dict(_library(modules))
    # a file with a part that its manifest does not list is broken to LibreOffice
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in library
    )
    manifest = parts["META-INF/manifest.xml"]
    end = "</manifest:manifest>"
    return packed(
        parts | library | {"META-INF/manifest.xml": manifest.replace(end, f"{listed}{end}")}
    )


def _library(modules: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A document's macros, as parts of its file."""
    name = 'library:name="Standard"'
    one = f'<library:library {name} library:link="false"/>'
    yield "Basic/script-lc.xml", f"<library:libraries {_LIBRARY}>{one}</library:libraries>"
    names = "".join(f'<library:element library:name="{name}"/>' for name in modules)
    listed = f"<library:library {_LIBRARY} {name}>{names}</library:library>"
    yield "Basic/Standard/script-lb.xml", listed
    for title, code in modules.items():
        told = f'{_SCRIPT} script:name="{title}" script:language="StarBasic"'
        module = f"<script:module {told}>{escape(_head(title) + code)}</script:module>"
        yield f"Basic/Standard/{title}.xml", module


def _head(name: str) -> str:
    if name.endswith("Class"):
        kind, more = "VBAClassModule", "Option ClassModule\n"
    else:
        kind, more = "VBAModule", ""
    return f"Rem Attribute VBA_ModuleType={kind}\nOption VBASupport 1\n{more}"
