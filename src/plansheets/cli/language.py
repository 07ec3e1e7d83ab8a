"""The language of the user's system."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

_LOCALES: tuple[Literal["zh-CN", "en"], ...] = ("zh-CN", "en")
_OPTION = re.compile(r"--locale(=.*)?", re.DOTALL)
_WINDOWS_CHINESE = 0x04
"""The primary language of every Chinese language id of Windows."""


def default_locale() -> Literal["zh-CN", "en"]:
    """``zh-CN`` where the system's language is Chinese, ``en`` everywhere else."""
    return "zh-CN" if _chinese() else "en"


def asked_locale(arguments: Sequence[str]) -> Literal["zh-CN", "en"]:
    """The language that *arguments* of a command line ask for, or the system's."""
    pairs = pairwise([*arguments, ""])
    named = [one.partition("=")[2] or after for one, after in pairs if _OPTION.fullmatch(one)]
    asked = named[-1] if named else ""
    return next((locale for locale in _LOCALES if locale == asked), None) or default_locale()


def _chinese() -> bool:
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    chosen = next((value for name in names if (value := os.environ.get(name))), None)
    if chosen is not None:
        if chosen.partition(".")[0] in ("C", "POSIX"):
            return False  # as gettext has it: in the C locale LANGUAGE does not count
        return _names_chinese(os.environ.get("LANGUAGE") or chosen)
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == _WINDOWS_CHINESE
    if sys.platform == "darwin":
        import subprocess

        asked = ["/usr/bin/defaults", "read", "-g", "AppleLocale"]
        try:
            answer = subprocess.run(  # noqa: S603  # the words are ours
                asked, capture_output=True, text=True, timeout=2, check=False
            )
        except (OSError, subprocess.TimeoutExpired):
            return False
        return _names_chinese(answer.stdout)
    return _names_chinese(os.environ.get("LANGUAGE", ""))


def _names_chinese(locale: str) -> bool:
    """Whether the first language of a list such as ``zh_CN:en`` is Chinese."""
    return locale.strip().lower().partition(":")[0].startswith(("zh", "chinese"))
