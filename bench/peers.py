"""Programs of others, installed apart from ours: in an environment of their own, made once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PACKAGES = {
    "XlsxWriter": "xlsxwriter==3.3.1",
    "rustpy-xlsxwriter": "rustpy-xlsxwriter==0.8.0",
    "rvgsrust-xlsxwriter": "rvgsrust-xlsxwriter==0.3.5",
    "xlsxturbo": "xlsxturbo==1.12.1",
    "modeleon": "modeleon==0.2.3",
    "f8": "f8-engine==0.3.0",
}
NEEDED = (3, 12)


def peers_python(folder: Path, base: str = sys.executable) -> Path:
    """The Python of the environment in *folder*, made with *base* where there is none."""
    python = folder / "bin" / "python"
    if not python.exists():
        subprocess.run([base, "-m", "venv", folder], check=True)
    # Not resolved: a virtual environment is known by the link to its Python.
    return python.absolute()


def installed(python: Path, peer: str) -> str | None:
    """Why *peer* cannot run there, None where it is installed; it is installed if need be."""
    package = PACKAGES[peer]
    name, _, version = package.partition("==")
    look = f"import importlib.metadata as m; assert m.version({name!r}) == {version!r}"
    have = subprocess.run([python, "-c", look], capture_output=True, check=False)
    if have.returncode == 0:
        return None
    wanted = [python, "-m", "pip", "install", "--quiet", package]
    asked = subprocess.run(wanted, capture_output=True, text=True, check=False)
    if asked.returncode == 0:
        return None
    lines = [line for line in asked.stderr.splitlines() if line.startswith("ERROR")]
    return lines[-1] if lines else asked.stderr[-200:]
