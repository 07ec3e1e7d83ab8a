"""The default language follows the system's."""

from __future__ import annotations

import pytest

from plansheets.cli.language import default_locale

NAMES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LANG": "zh_TW"}, "zh-CN"),
        ({"LANG": "Chinese_China.936"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "de_DE"}, "en"),
        ({"LANG": "C"}, "en"),
        ({"LANG": "C.UTF-8", "LANGUAGE": "zh_CN:en"}, "en"),
        ({"LC_ALL": "POSIX", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_ALL": "", "LANG": "zh_CN.UTF-8"}, "zh-CN"),
        ({"LC_MESSAGES": "en_US", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_CN", "LANG": "en_US.UTF-8"}, "zh-CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "zh-CN"),
        ({"LANG": "zh_CN.UTF-8", "LANGUAGE": "en:zh"}, "en"),
        ({}, "en"),
    ],
)
def test_the_language_is_taken_from_the_environment(
    settings: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    assert default_locale() == expected


@pytest.mark.parametrize(("language_id", "expected"), [(0x0804, "zh-CN"), (0x0409, "en")])
def test_windows_is_asked_for_its_language(
    language_id: int, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Kernel:
        def GetUserDefaultUILanguage(self) -> int:  # noqa: N802
            return language_id

    class Windows:
        kernel32 = Kernel()

    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("ctypes.windll", Windows(), raising=False)
    assert default_locale() == expected
