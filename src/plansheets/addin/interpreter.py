"""Which Python Excel starts: what the VBA of xlwings finds, in its order."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from plansheets.addin.examples import INTERPRETER
from plansheets.addin.machine import Machine
from plansheets.addin.macro_file import MacroFile

_DEFAULT = "pythonw"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """A name or path, and where it is set; by default nowhere."""

    named: str
    sheet: str | None = None
    file: Path | None = None

    @property
    def is_path(self) -> bool:
        return "\\" in self.named or "/" in self.named

    @property
    def where(self) -> str:
        if self.sheet:
            return f"the sheet {self.sheet}"
        return f"'{self.file}'" if self.file else "nothing"

    def found(self, machine: Machine) -> Path | None:
        """The program; None where there is none."""
        if not self.is_path:
            return machine.program(self.named)
        path = Path(self.named)
        places = (path, *(path.with_name(path.name + ending) for ending in machine.endings))
        return next((place for place in places if place.is_file()), None)


def interpreter(file: Path, content: MacroFile, machine: Machine) -> Interpreter:
    """What Excel starts for *file*."""
    name = f"{content.project}.conf"
    for named, sheet, path in _set(name, file, content, machine):
        if named:
            return Interpreter(named, sheet, path)
        # a blank one counts as set, too
        break
    return Interpreter(_DEFAULT)


def _set(
    name: str, file: Path, content: MacroFile, machine: Machine
) -> Iterator[tuple[str, str | None, Path | None]]:
    key = INTERPRETER.upper()
    if key in content.settings:
        yield content.settings[key], name, None
    for path in (file.with_name(name), machine.home / f".{content.project}" / name):
        settings = _read(path)
        if key in settings:
            yield settings[key], None, path


def _read(path: Path) -> dict[str, str]:
    """Xlwings' own file of settings: ``"NAME","value"`` a line."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return {row[0].upper(): row[1] for row in csv.reader(file) if len(row) > 1}
