"""What keeps functions from working in Excel on this machine, and how to mend it."""

from __future__ import annotations

import re
import struct
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from plansheets.addin.wrappers import MODULE, PYTHON_FILE, PYTHON_SOURCE

_VERSION = re.compile(r"^'Version: (\S+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is right, what was found, and what to do if not."""

    fine: bool
    what: str
    mend: str = ""


def examine(file: Path | None = None) -> tuple[Finding, ...]:
    """Everything that a function's call in Excel depends on, in the order of the call.

    Parameters
    ----------
    file
        The workbook or add-in whose functions do not answer; what fits it is looked at too.
    """
    return tuple(_findings(file))


def _findings(file: Path | None) -> Iterator[Finding]:
    yield _system()
    bits = struct.calcsize("P") * 8
    here = ".".join(map(str, sys.version_info[:3]))
    yield Finding(True, f"Python {here}, {bits} bit: {sys.executable}")
    installed = _installed("xlwings")
    yield Finding(
        installed is not None,
        f"xlwings {installed}" if installed else "xlwings is not installed",
        "pip install xlwings",
    )
    if sys.platform == "win32":
        yield from _windows(installed, bits)
    if file is not None:
        yield from _file(file, installed)


def _system() -> Finding:
    if sys.platform == "win32":
        return Finding(True, "Windows, where Excel can call Python")
    return Finding(
        False,
        f"this is {sys.platform}: Excel calls Python on Windows alone",
        "build the add-in here and use it on a machine with Windows and Excel, or use "
        "`plansheets build NAME --lambdas` with Microsoft 365, which needs no Python; "
        "`plansheets addin build libreoffice` is for LibreOffice",
    )


def _windows(installed: str | None, bits: int) -> Iterator[Finding]:
    pywin32 = find_spec("pythoncom") is not None
    yield Finding(
        pywin32, "pywin32" if pywin32 else "pywin32 is not installed", "pip install pywin32"
    )
    if installed:
        name = f"xlwings{bits}-{installed}.dll"
        there = any((Path(base) / name).exists() for base in (sys.prefix, sys.base_prefix))
        yield Finding(
            there,
            f"{name} is in Python's folder" if there else f"{name} is not in {sys.prefix}",
            "pip install --force-reinstall xlwings",
        )
    yield _trust()


def _trust() -> Finding:
    """Whether macros may be imported; only xlwings' own import needs it, our wrappers do not."""
    import winreg  # noqa: PLC0415 - Windows alone

    key = r"Software\Microsoft\Office\16.0\Excel\Security"
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, key) as opened:  # type: ignore[attr-defined, unused-ignore]
            level = winreg.QueryValueEx(opened, "VBAWarnings")[0]  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        level = 2
    return Finding(
        level != 4,
        "Excel asks before it runs macros" if level != 4 else "Excel runs no macros at all",
        "File > Options > Trust Center > Macro Settings: disable with notification",
    )


def _file(file: Path, installed: str | None) -> Iterator[Finding]:
    if not file.is_file():
        yield Finding(False, f"no file '{file}'", "name the .xlsm or .xlam of the add-in")
        return
    if find_spec("pyopenvba") is None:
        yield Finding(
            False,
            f"pyOpenVBA is not installed, which reads the VBA of '{file.name}'",
            "pip install pyOpenVBA",
        )
        return
    modules = _modules(file)
    if modules is None:
        yield Finding(
            False,
            f"'{file.name}' holds no VBA that can be read",
            "plansheets addin build xlwings -o DIR makes one that does",
        )
        return
    yield Finding(
        MODULE in modules,
        f"'{file.name}' has the functions' wrappers"
        if MODULE in modules
        else f"'{file.name}' has no module {MODULE}",
        "plansheets addin build xlwings -o DIR",
    )
    found = _VERSION.search(modules.get("xlwings", "").replace("\r\n", "\n"))
    wanted = found[1] if found else None
    fits = wanted is not None and wanted == installed
    yield Finding(
        fits,
        f"its VBA belongs to xlwings {wanted or 'of an unknown version'}"
        + ("" if fits else f", and {installed or 'none'} is installed"),
        f"pip install xlwings=={wanted}, or build the add-in again"
        if wanted
        else "build the add-in again",
    )
    beside = file.with_name(PYTHON_FILE)
    yield Finding(
        beside.is_file(),
        f"{beside.name} is beside it" if beside.is_file() else f"no {beside.name} beside it",
        f"put the {beside.name} that was built with it into {file.parent.resolve()}",
    )
    if beside.is_file():
        ours = b"plansheets.udfs" in beside.read_bytes()
        yield Finding(
            ours,
            f"{beside.name} brings the functions"
            if ours
            else f"{beside.name} does not bring the functions",
            f"write into it: {PYTHON_SOURCE.splitlines()[-1]}",
        )


def _modules(file: Path) -> dict[str, str] | None:
    """The VBA of a file, by module; None where there is none or it cannot be read."""
    if not zipfile.is_zipfile(file):
        return None
    from pyopenvba import ExcelFile, PyOpenVBAError  # noqa: PLC0415 - an extra

    try:
        with ExcelFile(file) as opened:
            return {name: opened.get_module(name) for name in opened.module_names()}
    except (PyOpenVBAError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return None


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
