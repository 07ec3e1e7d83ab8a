"""What becomes of a mutant: its command is run here, and everything that it leaves looked at."""

from __future__ import annotations

import contextlib
import gc
import io
import os
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import plansheets
from mutants import ATTACK, HERE, Mutant
from plansheets.cli import main as command_line

SECONDS = {"blueprint": 10, "shipped": 90, "data": 10, "workbook": 10}
"""Processor time that a command may take; a shipped blueprint is large."""
MEGABYTES = {"blueprint": 250, "shipped": 500, "data": 250, "workbook": 250}
"""Memory that it may take beyond what was taken before."""
_MOST_SAID = 200_000


@dataclass(frozen=True, slots=True)
class End:
    """How a command ended: ``said`` or ``written``, or what is wrong with that."""

    way: str
    wrong: str = ""
    detail: str = ""


class Bench:
    """A folder in which commands run, one after the other."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self._copies: dict[Path, Path] = {}

    def end(self, one: Mutant) -> End:
        """Run the command on *one*, and look at all that it leaves."""
        work = self._beside(one.seed)
        file = work / f"mutant{one.suffix}"
        file.write_bytes(one.content)
        before = _files(work)
        words = [word.replace("MUTANT", file.name) for word in one.words]
        try:
            found = self._run(one, words, work)
            left = (_files(work) - before) | _files(self.temporary)
            result = {"out.xlsx", "out.csv"} if found.way == "written" else set()
            if not found.wrong and (rest := left - result):
                return replace(found, wrong=f"a file left behind: {min(rest)[-8:]}")
            if not found.wrong and one.words[0] == "build" and found.way == "written" and not left:
                return replace(found, wrong="no workbook, and no word")
            return found
        finally:
            for name in _files(work) - before:
                (work / name).unlink()
            for name in _files(self.temporary):
                (self.temporary / name).unlink()

    def _beside(self, seed: Path) -> Path:
        """A copy of the folder that *seed* stands in, which it may include others from."""
        home = seed.parent if seed.suffix == ".yaml" and seed.parent != HERE else ATTACK
        if home not in self._copies:
            self._copies[home] = self.folder / str(len(self._copies))
            shutil.copytree(home, self._copies[home])
        return self._copies[home]

    def _run(self, one: Mutant, words: list[str], work: Path) -> End:
        streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
        begun, memory = time.process_time(), _megabytes(anew=True)
        try:
            status = self._command(words, work, streams, SECONDS[one.kind])
        except _TooLongError:
            return End("", f"more than {SECONDS[one.kind]} seconds")
        except BaseException as error:  # noqa: BLE001  # what it is, is what is asked
            return End("", _place(error), "".join(traceback.format_exception(error)[-6:]))
        took = _megabytes() - memory
        said, told = (_said(one) for one in streams)
        if time.process_time() - begun > SECONDS[one.kind]:
            return End("", f"more than {SECONDS[one.kind]} seconds")
        if took > MEGABYTES[one.kind]:
            return End("", f"more than {MEGABYTES[one.kind]} megabytes", f"{took} MB")
        return End("said" if status else "written", *_judged(status, said, told))

    def _command(
        self, words: list[str], work: Path, streams: list[io.TextIOWrapper], seconds: int
    ) -> int:
        home, arguments, thresholds = Path.cwd(), sys.argv, gc.get_threshold()
        temporary = tempfile.tempdir
        os.chdir(work)
        sys.argv, tempfile.tempdir = ["plansheets", *words], str(self.temporary)
        try:
            with (
                contextlib.redirect_stdout(streams[0]),
                contextlib.redirect_stderr(streams[1]),
                _at_most(seconds),
            ):
                command_line()
        except SystemExit as ended:
            return int(ended.code or 0)
        finally:
            os.chdir(home)
            sys.argv, tempfile.tempdir = arguments, temporary
            gc.set_threshold(*thresholds)
        return 0


class _TooLongError(BaseException):
    """No ``except Exception`` on the way may take it for a problem."""


@contextlib.contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    """Interrupts what takes longer, by processor time."""

    def stop(*_: object) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds * 1.5)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _megabytes(*, anew: bool = False) -> int:
    """The most memory that the process has held; on Linux counted *anew* from now on."""
    if anew and _PEAK.exists():
        _PEAK.write_text("5", "ascii")
    if _PEAK.exists() and (found := _HELD.search(_STATUS.read_text("ascii"))):
        return int(found[1]) // 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


_PEAK, _STATUS = (Path("/proc/self") / name for name in ("clear_refs", "status"))
_HELD = re.compile(r"VmHWM:\s+(\d+)")


def _files(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()}


def _said(stream: io.TextIOWrapper) -> str:
    stream.flush()
    assert isinstance(stream.buffer, io.BytesIO)
    return stream.buffer.getvalue().decode("utf-8")


_PROBLEM = re.compile(r"^(?:.*: )?PS\d{3}(?: warning:)? (?P<message>.*)$", re.MULTILINE)


def _judged(status: int, said: str, told: str) -> tuple[str, str]:
    """What is wrong with a command that ended by itself."""
    if status not in (0, 1):
        return f"exit status {status}", told[-400:]
    if "Traceback" in said + told:
        return "a traceback that was caught and printed", told[-2000:]
    messages = [one["message"].strip() for one in _PROBLEM.finditer(told)]
    if status and not messages and not told.strip():
        return "exit status 1 without a word", said[-400:]
    if not all(messages):
        return "an empty message", told[:400]
    if len(said) + len(told) > _MOST_SAID:
        return f"more than {_MOST_SAID:,} characters of messages", told[:400]
    return "", ""


def _place(error: BaseException) -> str:
    """An exception by its kind and where in the program it came from."""
    home = str(Path(plansheets.__file__).parent)
    frames = traceback.extract_tb(error.__traceback__)
    ours = [one for one in frames if one.filename.startswith(home)] or frames
    frame = ours[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"
