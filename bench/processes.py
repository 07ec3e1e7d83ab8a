"""What a whole process costs: processor time, which other work does not count in, and memory."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PLANSHEETS = (sys.executable, "-m", "plansheets")


@dataclass(frozen=True, slots=True)
class Cost:
    """Processor seconds and the largest resident size of a process."""

    seconds: float
    megabytes: float


def cost(
    command: Sequence[str | Path], folder: Path | None = None, environ: Mapping[str, str] = {}
) -> Cost:
    quiet = subprocess.DEVNULL
    # An empty PYTHONDONTWRITEBYTECODE counts as none: users run compiled modules.
    around = os.environ | {"PYTHONDONTWRITEBYTECODE": ""} | dict(environ)
    process = subprocess.Popen(command, cwd=folder, env=around, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(map(str, command))} ended with {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)
