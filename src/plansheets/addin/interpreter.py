"""Which Python Excel starts: what the VBA of xlwings finds, in its order."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator
from pathlib import Path

from plansheets.addin.examples import INTERPRETER
from plansheets.addin.machine import Machine
from plansheets.addin.macro_file import MacroFile
from plansheets.records import dataclass

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
    # a blank one counts as set, too, and hides those behind it
    set_ = {
        key: next(_set(key, name, file, content, machine), _NOWHERE)
        for key in (INTERPRETER.upper(), "INTERPRETER", "CONDA PATH", "CONDA ENV")
    }
    chosen, legacy, conda, env = set_.values()
    found = chosen if chosen.named else legacy if legacy.named else _NOWHERE
    if found.named in {"", "python", "pythonw"} and conda.named and env.named:
        named = str(_conda(Path(conda.named), env.named) / _DEFAULT)
        return Interpreter(named, conda.sheet, conda.file)
    return found if found.named else Interpreter(_DEFAULT)


_NOWHERE = Interpreter("")


def _conda(path: Path, env: str) -> Path:
    """The folder of an environment of Conda: the first, one by its path, one by its name."""
    if env == "base":
        return path
    return Path(env) if "\\" in env else path / "envs" / env


def _set(
    key: str, name: str, file: Path, content: MacroFile, machine: Machine
) -> Iterator[Interpreter]:
    if key in content.settings:
        yield Interpreter(_expanded(content.settings[key]), name)
    for path in (file.with_name(name), machine.home / f".{content.project}" / name):
        settings = _read(path)
        if key in settings:
            yield Interpreter(_expanded(settings[key]), None, path)


def _expanded(value: str) -> str:
    """The value with ``%NAME%`` of the environment put in, as Windows does it."""
    return re.sub("%([^%]+)%", lambda found: os.environ.get(found[1], found[0]), value)


def _read(path: Path) -> dict[str, str]:
    """Xlwings' own file of settings: ``"NAME","value"`` a line."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", errors="replace", newline="") as file:
        return {row[0].upper(): row[1] for row in csv.reader(file) if len(row) > 1}
