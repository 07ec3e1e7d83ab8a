"""Try plansheets with every Python that pyproject.toml names: ``python3 scripts/pythons.py``.

The one that runs this is left to scripts/test.py. For each other there is an environment, such as
.venv-3.13, with what users get and what the quick tests need; a Python that is not on this machine
is passed over with a word.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from environment import ROOT, clean_environ, prepare, program, run

QUICK = ("src", "tests/test_cases.py", "tests/test_api.py")
"""Every module with its examples, whole blueprints as plans, workbooks through the front door."""
NEEDED = ("--editable", ".[addin]", "hypothesis", "lxml", "pytest")
CONSTRAINTS = ("--constraint", ROOT / "constraints.txt")


def named() -> list[str]:
    """The versions in the classifiers, such as 3.12."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = (re.fullmatch(r".* :: Python :: (\d\.\d+)", each) for each in project["classifiers"])
    return [each[1] for each in found if each]


def find_python(version: str) -> Path | None:
    """A Python of *version* that runs and can make environments, from the path or from pyenv."""
    return next((each for each in _candidates(version) if _runs(each, version)), None)


def _candidates(version: str) -> Iterator[Path]:
    on_path = shutil.which(f"python{version}")
    if on_path is not None:
        yield Path(on_path)
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted((home / "versions").glob(f"{version}.*/bin/python"))


def _runs(python: Path, version: str) -> bool:
    asked = "import ensurepip, sys, venv; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run(
        [python, "-c", asked], env=clean_environ(), capture_output=True, text=True, check=False
    )
    return done.returncode == 0 and done.stdout.strip() == version


def works(version: str) -> bool:
    """Whether the quick tests pass; a Python that is not here has nothing to say against."""
    python = find_python(version)
    if python is None:
        print(f"passed over: no Python {version} on this machine", flush=True)
        return True
    folder = ROOT / f".venv-{version}"
    prepare(folder, *CONSTRAINTS, *NEEDED, python=python)
    quiet = ("--quiet", "--no-header", "-p", "no:cacheprovider")
    return run(program(folder, "python"), "-m", "pytest", *quiet, *QUICK) == 0


def main() -> int:
    own = f"{sys.version_info.major}.{sys.version_info.minor}"
    others = [version for version in named() if version != own]
    with ThreadPoolExecutor() as pool:
        results = dict(zip(others, pool.map(works, others), strict=True))
    failed = [version for version, fine in results.items() if not fine]
    if failed:
        print(f"fails with Python {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
