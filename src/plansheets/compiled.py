"""Shipped blueprints as they were understood last, kept as Python keeps its compiled modules.

Reading a blueprint and judging its formulas takes a third of a build, and gives the same each time
until the blueprint or the program changes. So what comes out is kept in the ``__pycache__`` beside
the shipped blueprints, once for each language and profile, for the variants that hold where none is
chosen. Blueprints of others stand in folders that are not ours to write into, and are always read.
"""

from __future__ import annotations

import os
import pickle
import sys
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from plansheets import __version__
from plansheets.blueprint.catalog import blueprint_folder
from plansheets.blueprint.model import Blueprint
from plansheets.errors import WorkbookError
from plansheets.records import dataclass
from plansheets.whole import write_whole

if TYPE_CHECKING:
    from plansheets.plan.choices import Choices
    from plansheets.plan.draw import Understood

_CHECKSUM = 4


@dataclass(frozen=True, slots=True)
class Compiled:
    """A blueprint as it is written, and as it is understood in one language for one profile."""

    blueprint: Blueprint
    understood: Understood


@dataclass(frozen=True, slots=True)
class CompiledFile:
    """Where the compiled form of a blueprint stands, and what it depended on before it was read."""

    file: Path
    stamp: bytes

    def load(self) -> Compiled | None:
        """What is kept; None where there is nothing, or something older."""
        try:
            kept = self.file.read_bytes()
        except OSError:
            return None
        start = len(self.stamp) + _CHECKSUM
        checksum, content = kept[len(self.stamp) : start], kept[start:]
        if not kept.startswith(self.stamp) or checksum != _checked(content):
            return None
        # The file is as trustworthy as the compiled modules that stand in such folders too.
        found: Compiled = pickle.loads(content)  # noqa: S301
        return found

    def save(self, compiled: Compiled) -> None:
        """Keep *compiled* for the next time, where the folder can be written."""
        if sys.dont_write_bytecode:
            return
        content = pickle.dumps(compiled, pickle.HIGHEST_PROTOCOL)
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self.stamp + _checked(content) + content, self.file, force=True)
        except (OSError, WorkbookError):  # a folder of others: the next build reads it again
            return


def compiled_file(path: Path, choices: Choices) -> CompiledFile | None:
    """Where the compiled form of the blueprint at *path* stands; None for one that has none."""
    if path.parent != blueprint_folder() or choices.allow_network or choices.headings:
        return None
    beside = Path(cache_from_source(str(path)))
    return CompiledFile(
        beside.with_suffix(f".{choices.locale}.{choices.profile}.compiled"), _stamp()
    )


def may_choose(given: Mapping[str, object], blueprint: Blueprint) -> bool:
    """Whether *given* may choose a variant, as all may that is no parameter of *blueprint*."""
    return any(blueprint.parameter(id_) is None for id_ in given)


def _checked(content: bytes) -> bytes:
    return zlib.crc32(content).to_bytes(_CHECKSUM, "big")


def _stamp() -> bytes:
    """What the compiled form depends on: the files of the program and of the blueprints."""
    folders = [Path(__file__).parent, blueprint_folder()]
    files = sorted({line for folder in folders for line in _files(str(folder))})
    return "\n".join([f"plansheets {__version__}", *files, "\n"]).encode("utf-8", "replace")


def _files(folder: str) -> Iterator[str]:
    """Each file below *folder* with its size and its time, as Python looks at its sources."""
    with os.scandir(folder) as found:
        for entry in found:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                with suppress(FileNotFoundError):  # a link to nothing, as editors lock files with
                    about = entry.stat()
                    yield f"{entry.path} {about.st_size} {about.st_mtime_ns}"
