"""The command line, as ``python -m plansheets`` and as the command ``plansheets``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs


def main() -> None:
    """Run the command line; Ctrl+C is one word, while it is still being loaded, too."""
    sys.unraisablehook = _ignored
    try:
        from plansheets.cli import main as run  # noqa: PLC0415  # loading may be interrupted

        run()
    except KeyboardInterrupt:
        sys.stderr.write("\nAborted!\n")
        sys.exit(1)


def _ignored(told: UnraisableHookArgs) -> None:
    """Interrupt again where Ctrl+C came while a thing was thrown away: Python only tells of it."""
    if not issubclass(told.exc_type, KeyboardInterrupt):
        sys.__unraisablehook__(told)
        return
    from _thread import interrupt_main  # noqa: PLC0415  # nearly always for nothing
    from threading import Timer  # noqa: PLC0415

    Timer(0.01, interrupt_main).start()  # once this, too, is over


if __name__ == "__main__":
    main()
