"""Work that kills the process that does it; in a module, as other processes import it by name."""

from __future__ import annotations

import os


def dies(common: bytes, task: bytes) -> str:
    """The task as text; the process ends where the task is ``2``."""
    if task == b"2":
        os._exit(3)
    return task.decode()
