"""What takes longer than a second says so, on a terminal."""

from __future__ import annotations

import sys
import threading
from types import TracebackType
from typing import Self

AFTER_SECONDS = 1.0


class ProgressLine:
    """Shows the stage at work on standard error, from the second second on; wiped when done."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._stage = ""
        self._shown = False
        self._lock = threading.Lock()
        self._timer = threading.Timer(AFTER_SECONDS, self._show_late)
        self._timer.daemon = True

    def __enter__(self) -> Self:
        if sys.stderr.isatty():
            self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        with self._lock:
            if self._shown:
                sys.stderr.write("\r\x1b[K")
                sys.stderr.flush()

    def __call__(self, stage: str) -> None:
        with self._lock:
            self._stage = stage
            if self._shown:
                self._write()

    def _show_late(self) -> None:
        with self._lock:
            self._shown = True
            self._write()

    def _write(self) -> None:
        sys.stderr.write(f"\r\x1b[K{self._what}: {self._stage} …")
        sys.stderr.flush()
