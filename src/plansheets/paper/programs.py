"""The programs that print: LibreOffice makes PDF of workbooks, poppler makes pictures of PDF."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from xml.etree.ElementTree import Element

from plansheets.errors import Problem, WorkbookError
from plansheets.package.markup import MarkupError, read_tree
from plansheets.words import Words

MOST_SECONDS = 900
"""A program that prints one workbook for so long hangs."""

_OFFICES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path(r"C:\Program Files\LibreOffice\program\soffice.exe"),
    Path(r"C:\Program Files (x86)\LibreOffice\program\soffice.exe"),
)
_FACES = {
    "Microsoft YaHei": ("Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei"),
    "Arial": ("Arial", "Liberation Sans", "Arimo", "Noto Sans CJK SC"),
}
"""The faces of our workbooks, and those as wide that stand in where they are missing."""
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|<!DOCTYPE[^>]*>")
"""What poppler leaves in its XML: a form feed between pages, a name of its own DTD."""


def print_pdf(workbook: Path) -> Path:
    """*workbook* as LibreOffice prints it: a PDF of the same name, in the same folder.

    The folder is used as scratch, and should hold nothing else.
    """
    office = _office()
    folder = workbook.parent
    environment = dict(os.environ) | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    if sys.platform.startswith("linux"):
        environment["FONTCONFIG_FILE"] = str(_font_configuration(folder))
    said = _run(
        [
            office,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            workbook.name,
        ],
        folder,
        environment,
    )
    pdf = workbook.with_suffix(".pdf")
    if not pdf.exists():
        raise _failed("LibreOffice", said)
    return pdf


def first_pages(pdf: Path) -> list[tuple[str, int]]:
    """Title and first page, counted from 1, of each sheet that *pdf* shows, in their order."""
    told = _run([_poppler("pdftohtml"), "-xml", "-i", "-stdout", pdf.name], pdf.parent)
    try:
        outline = read_tree([_CONTROL.sub(b"", told)], other=True).find("outline")
    except MarkupError as error:
        raise _failed("poppler", str(error).encode()) from None
    return [] if outline is None else [_entry(item) for item in outline.iter("item")]


def _entry(item: Element) -> tuple[str, int]:
    return "".join(item.itertext()).strip(), int(item.get("page", "1"))


def draw_pages(pdf: Path, dots_per_inch: int) -> list[Path]:
    """A picture of each page of *pdf*, beside it, in their order."""
    stem = "page"
    said = _run(
        [_poppler("pdftoppm"), "-png", "-r", str(dots_per_inch), pdf.name, stem], pdf.parent
    )
    pages = sorted(pdf.parent.glob(f"{stem}-*.png"))  # numbers are padded to one length
    if not pages:
        raise _failed("poppler", said)
    return pages


def _office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        found = next((str(place) for place in _OFFICES if place.exists()), None)
    if found is None:
        message = Words(
            "打印工作簿要用 LibreOffice，这台电脑上没有找到",
            "LibreOffice prints the pages, and is not found on this machine",
        )
        hint = Words(
            "从 libreoffice.org 安装（Debian、Ubuntu：apt install libreoffice-calc），"
            "或把 soffice 所在的文件夹加到 PATH",
            "install it from libreoffice.org (Debian, Ubuntu: apt install libreoffice-calc), or put"
            " the folder of soffice on PATH",
        )
        raise WorkbookError([Problem.told("PS590", message, hint=hint)])
    return found


def _poppler(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        message = Words(
            f"把页面画成图片要用 poppler，这台电脑上没有找到它的 {name}",
            f"poppler draws the pages as pictures, and its {name} is not found on this machine",
        )
        hint = Words(
            "安装它（Debian、Ubuntu：apt install poppler-utils；macOS：brew install poppler；"
            "Windows：winget install oschwartz10612.Poppler），或用 --pdf，只要 LibreOffice",
            "install it (Debian, Ubuntu: apt install poppler-utils; macOS: brew install poppler;"
            " Windows: winget install oschwartz10612.Poppler), or take --pdf, which needs"
            " LibreOffice alone",
        )
        raise WorkbookError([Problem.told("PS591", message, hint=hint)])
    return found


def _run(words: Sequence[str], folder: Path, environment: dict[str, str] | None = None) -> bytes:
    """What the program prints; a WorkbookError where it fails or hangs."""
    name = Path(words[0]).name
    try:
        with subprocess.Popen(  # noqa: S603  # the words are ours
            words,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            start_new_session=os.name == "posix",
        ) as running:
            try:
                said, wrong = running.communicate(timeout=MOST_SECONDS)
            except BaseException:
                _end(running)
                raise
    except OSError as error:
        raise _failed(name, str(error).encode()) from None
    except subprocess.TimeoutExpired:
        raise _failed(name, f"no end after {MOST_SECONDS} s".encode()) from None
    if running.returncode:
        raise _failed(name, wrong or said)
    return said


def _end(running: subprocess.Popen[bytes]) -> None:
    """End a program and all that it has started: soffice is a script, and soffice.bin goes on."""
    if os.name != "posix":
        running.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
        for _ in range(_TRIES):  # they may write into the folder until they are gone
            os.killpg(running.pid, 0)
            time.sleep(_PAUSE_SECONDS)


_TRIES, _PAUSE_SECONDS = 100, 0.02


def _failed(program: str, said: bytes) -> WorkbookError:
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    message = Words(f"{program} 没有打印出来", f"{program} printed nothing")
    hint = Words(
        f"它说：{last}" if last else "在 LibreOffice 里打开这个文件看看",
        f"it says: {last}" if last else "open the file in LibreOffice to see why",
    )
    return WorkbookError([Problem.told("PS592", message, hint=hint)])


def _font_configuration(folder: Path) -> Path:
    """The system's fonts, with stand-ins for the faces of the workbooks."""
    chosen = os.environ.get("FONTCONFIG_FILE", "/etc/fonts/fonts.conf")
    aliases = "".join(
        f'<match target="pattern"><test name="family"><string>{face}</string></test>'
        '<edit name="family" mode="assign_replace" binding="strong">'
        f"{''.join(f'<string>{one}</string>' for one in instead)}</edit></match>"
        for face, instead in _FACES.items()
    )
    path = folder / "fonts.conf"
    path.write_text(
        f'<fontconfig><include ignore_missing="yes">{chosen}</include>{aliases}</fontconfig>'
    )
    return path
