"""Where a blueprint's files are read from: a folder of a disk, or the files a workbook carries."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from plansheets.blueprint.beside import OUTSIDE, PUT_BESIDE, file_beside, file_fault
from plansheets.blueprint.catalog import blueprint_folder, shipped
from plansheets.errors import Problem
from plansheets.opened import CannotOpenError, read_file, too_big
from plansheets.source import Span
from plansheets.words import Words

OWN, SHIPPED = "own", "shipped"
"""The first part of a carried file's name: beside the blueprint, or shipped with the program."""


class Folder(Protocol):
    """The folder that a blueprint stands in, and what else it may name."""

    def beside(self, name: str, what: Words, asked: Span, problems: list[Problem]) -> Path | None:
        """The file *name* of this folder; None, and a problem, where it may not be read."""

    def shipped(self) -> Mapping[str, Path]:
        """Blueprints that are named by their id alone."""

    def read(self, path: Path, most: int) -> bytes:
        """What a file that this folder gave holds; raises CannotOpenError."""

    def around(self, path: Path) -> Folder:
        """The folder of a file that this one gave."""

    def identity(self, path: Path) -> Path:
        """What two ways to the same file have in common."""


class DiskFolder:
    """A folder on a disk; every file read through it, or through one it led to, is remembered."""

    def __init__(self, path: Path, taken: dict[Path, bytes] | None = None) -> None:
        self._path = path
        self._taken: dict[Path, bytes] = {} if taken is None else taken

    def beside(self, name: str, what: Words, asked: Span, problems: list[Problem]) -> Path | None:
        return file_beside(self._path, name, what, asked, problems)

    def shipped(self) -> Mapping[str, Path]:
        return shipped()

    def read(self, path: Path, most: int) -> bytes:
        content = self._taken[path] = read_file(path, most)
        return content

    def around(self, path: Path) -> Folder:
        return DiskFolder(path.parent, self._taken)

    def identity(self, path: Path) -> Path:
        return path.resolve()

    def carried(self, text: str, name: str) -> dict[str, bytes]:
        """Every file that was read, by the name a workbook carries it under.

        The blueprint itself, whose *text* may never have been a file, is the first.
        """
        at_home = blueprint_folder()
        main = self._path / name
        files = {_carried_name(main, self._path, at_home): text.encode()}
        for path, content in self._taken.items():
            files.setdefault(_carried_name(path, self._path, at_home), content)
        return files


class CarriedFolder:
    """A folder among the *files* that a workbook carries; nothing outside them can be reached."""

    def __init__(self, files: Mapping[str, bytes], path: str) -> None:
        self._files = files
        self._path = path

    def beside(self, name: str, what: Words, asked: Span, problems: list[Problem]) -> Path | None:
        path = posixpath.normpath(posixpath.join(self._path, name.replace("\\", "/")))
        if path.startswith(f"{self._path}/"):
            return Path(path)
        problems.append(Problem.told("PS115", file_fault(what, name, OUTSIDE), asked, PUT_BESIDE))
        return None

    def shipped(self) -> Mapping[str, Path]:
        return {
            Path(name).stem: Path(name)
            for name in self._files
            if posixpath.dirname(name) == SHIPPED and name.endswith(".yaml")
        }

    def read(self, path: Path, most: int) -> bytes:
        content = self._files.get(path.as_posix())
        if content is None:
            raise CannotOpenError(Words("工作簿里没有带它", "the workbook does not carry it"))
        if len(content) > most:
            raise CannotOpenError(too_big(len(content), most))
        return content

    def around(self, path: Path) -> Folder:
        return CarriedFolder(self._files, path.parent.as_posix())

    def identity(self, path: Path) -> Path:
        return path


def _carried_name(path: Path, home: Path, at_home: Path) -> str:
    for kind, folder in ((SHIPPED, at_home), (OWN, home)):
        try:
            inside = path.relative_to(folder).as_posix()
        except ValueError:
            continue
        return posixpath.normpath(f"{kind}/{inside}")
    return f"{OWN}/{path.name}"
