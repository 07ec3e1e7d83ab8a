"""The machine that Excel calls Python on, as far as a call depends on it."""

from __future__ import annotations

import os
import struct
import sys
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from plansheets.records import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """What is looked at besides files; the paths may lie anywhere, so that one can be imitated."""

    system: str
    """``win32`` and the like."""
    python: Path
    """The interpreter of this program."""
    python_bits: int
    home: Path
    """The user's folder."""
    path: tuple[Path, ...]
    """Where programs are looked for."""
    endings: tuple[str, ...]
    """What a program's name may end in."""
    code_page: str
    """The letters in which VBA hands texts over."""
    excel: Path | None
    xlwings: str | None
    """Its version in the interpreter of this program."""
    pywin32: bool
    macros_off: bool
    """Whether Excel runs no macro at all, and does not ask."""

    @property
    def on_windows(self) -> bool:
        return self.system == "win32"

    def program(self, name: str) -> Path | None:
        """Where ``cmd.exe`` finds the program *name*."""
        places = (folder / f"{name}{end}" for folder in self.path for end in self.endings)
        return next((place for place in places if place.exists()), None)


def this_machine() -> Machine:
    """The one that this program runs on."""
    windows = sys.platform == "win32"
    folders = os.environ.get("PATH", "").split(os.pathsep)
    return Machine(
        system=sys.platform,
        python=Path(sys.executable),
        python_bits=struct.calcsize("P") * 8,
        home=Path.home(),
        path=tuple(Path(folder.strip('"')) for folder in folders if folder),
        endings=tuple(os.environ.get("PATHEXT", ".EXE").split(";")) if windows else ("",),
        code_page=_code_page() if windows else "utf-8",
        excel=_excel() if windows else None,
        xlwings=_installed("xlwings"),
        pywin32=find_spec("pythoncom") is not None,
        macros_off=windows and _macros_off(),
    )


def bits_of(program: Path) -> int | None:
    """32 or 64, as the head of a Windows program or library says; None where it says neither."""
    try:
        with program.open("rb") as file:
            start = file.read(0x40)
            file.seek(struct.unpack_from("<I", start, 0x3C)[0])
            head = file.read(6)
    except (OSError, struct.error):
        return None
    if head[:4] != b"PE\0\0" or len(head) < 6:
        return None
    kind = int.from_bytes(head[4:6], "little")
    return {0x014C: 32, 0x8664: 64, 0xAA64: 64}.get(kind)


def _installed(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _code_page() -> str:
    import ctypes  # noqa: PLC0415 - Windows alone

    number = ctypes.windll.kernel32.GetACP()  # type: ignore[attr-defined, unused-ignore]
    return "utf-8" if number == 65001 else f"cp{number}"


def _excel() -> Path | None:
    key = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
    for hive in ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE"):
        found = _registered(hive, key, "")
        if isinstance(found, str):
            return Path(found.strip('"'))
    return None


def _macros_off() -> bool:
    key = r"Software\Microsoft\Office\16.0\Excel\Security"
    return _registered("HKEY_CURRENT_USER", key, "VBAWarnings") == 4


def _registered(hive: str, key: str, name: str) -> object:
    """A value of Windows' registry; None where there is none."""
    import winreg  # noqa: PLC0415 - Windows alone

    try:
        with winreg.OpenKey(getattr(winreg, hive), key) as opened:  # type: ignore[attr-defined, unused-ignore]
            return winreg.QueryValueEx(opened, name)[0]  # type: ignore[attr-defined, unused-ignore]
    except OSError:
        return None
