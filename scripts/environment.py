"""A virtual environment of the checkout's own, made with nothing but the standard library."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)
TESTS = ROOT / ".venv-test"
"""The environment of scripts/test.py, with the versions of constraints.txt."""

_MISLEADING = ("PIP_PREFIX", "PIP_TARGET", "PIP_USER", "PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
"""Settings of the caller's shell that would put packages elsewhere or mix in other ones."""


def clean_environ() -> dict[str, str]:
    """The caller's environment variables, fit for a Python that is not the caller's."""
    kept = {name: value for name, value in os.environ.items() if name not in _MISLEADING}
    # A Windows console speaks its code page; workbook and sheet names are Chinese.
    return kept | {"PYTHONUTF8": "1"}


def run(*command: str | Path) -> int:
    """Run *command* at the checkout's top, shown before it starts; its exit status."""
    print("$", *command, flush=True)
    finished = subprocess.run(
        [str(word) for word in command], cwd=ROOT, env=clean_environ(), check=False
    )
    return finished.returncode


def program(folder: Path, name: str) -> Path:
    """A program of the environment in *folder*."""
    return folder / ("Scripts" if os.name == "nt" else "bin") / name


def prepare(folder: Path, *packages: str | Path, python: str | Path = sys.executable) -> None:
    """Make the environment where there is none, and install *packages* (arguments of pip) in it."""
    if sys.version_info < OLDEST:
        found = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"plansheets needs Python {OLDEST[0]}.{OLDEST[1]} or later; this is {found}")
    if not program(folder, "pip").with_suffix(".exe" if os.name == "nt" else "").exists():
        print(f"making a virtual environment in {folder}", flush=True)
        if run(python, "-m", "venv", "--clear", folder):
            sys.exit(
                "this Python cannot make virtual environments; "
                "on Debian and Ubuntu: sudo apt install python3-venv"
            )
    # Dependency groups came with pip 25.1, which is later than the pip many Pythons bring.
    for arguments in (("--upgrade", "pip>=25.1"), packages):
        if run(program(folder, "python"), "-m", "pip", "install", "--quiet", *arguments):
            sys.exit("pip could not install what is needed; its message is above")


def prepare_tests() -> None:
    """Bring the environment of the tests up to date."""
    prepare(TESTS, "--constraint", ROOT / "constraints.txt", "--editable", ".", "--group", "dev")
