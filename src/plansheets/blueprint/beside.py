"""The files that a blueprint names: plain files in its own folder, and nothing else."""

from __future__ import annotations

from pathlib import Path

from plansheets.errors import Problem
from plansheets.source import Span
from plansheets.words import Words

OUTSIDE = Words("在蓝图文件夹之外", "stands outside the blueprint's folder")
PUT_BESIDE = Words("放到蓝图旁边", "put it beside the blueprint")


def file_beside(
    folder: Path, name: str, what: Words, asked: Span, problems: list[Problem]
) -> Path | None:
    """The file *name* in *folder*; None, and a problem, where it may not be read."""
    path = folder / name
    fault: Words | None = None
    hint: Words | None = None
    try:
        if not path.resolve().is_relative_to(folder.resolve()):
            fault = OUTSIDE
            hint = PUT_BESIDE
        elif path.exists() and not path.is_file():
            fault = Words("是文件夹或设备", "is a folder or a device")
    except ValueError:  # NUL, half a character: told already where the text was read
        return None
    except (OSError, RuntimeError):  # a name too long, links in a circle
        fault = Words("的名字指不到任何地方", "has a name that leads nowhere")
        hint = Words("写蓝图旁边的一个文件", "name a file beside the blueprint")
    if fault:
        problems.append(Problem.told("PS115", file_fault(what, name, fault), asked, hint))
        return None
    return path


def file_fault(what: Words, name: str, fault: Words) -> Words:
    """What is wrong with the file *name*, that *what* a blueprint names."""
    shown = name[:100]
    return Words(f"{what.zh}“{shown}”{fault.zh}", f"the {what.en} '{shown}' {fault.en}")
