"""Help is in the language of its reader: every command, every option, in lines that fit."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from plansheets.cli import cli
from plansheets.cli.speaking import HelpLine, SpeakingOption
from plansheets.lengths import display_width

CHINESE = re.compile("[\u4e00-\u9fff]")
ENGLISH = re.compile(r"\b[a-z]+ [a-z]+ [a-z]+\b")
"""Three words in a row, which no sign, file or option has."""


def commands(
    command: click.Command, *words: str
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    yield words, command
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            inner = command.get_command(click.Context(command), name)
            assert inner is not None
            yield from commands(inner, *words, name)


ALL = dict(commands(cli))
NAMED = pytest.mark.parametrize("words", ALL, ids=" ".join)


def helped(words: tuple[str, ...], language: str, columns: int = 80) -> str:
    """What ``--help`` prints below the usage."""
    run = CliRunner().invoke(
        cli,
        [*words, "--help"],
        env={"LANG": language},
        prog_name="plansheets",
        terminal_width=columns - 2,
    )
    assert run.exit_code == 0
    return run.stdout.partition("\n\n")[2]


@NAMED
def test_every_option_says_what_it_does_in_both_languages(words: tuple[str, ...]) -> None:
    options = [one for one in ALL[words].params if isinstance(one, click.Option)]
    lines = {one.opts[0]: getattr(one, "lines", None) for one in options}
    assert {name for name, line in lines.items() if not isinstance(line, HelpLine)} == set()
    assert [name for name, line in lines.items() if not line or not CHINESE.search(line.zh)] == []
    assert all(line and not ENGLISH.search(line.zh) for line in lines.values())


@NAMED
def test_help_in_chinese_has_no_english_sentence(words: tuple[str, ...]) -> None:
    told, _, examples = helped(words, "zh_CN.UTF-8").partition("示例：")
    assert examples
    assert "Examples" not in told
    assert not ENGLISH.search(told)
    assert not re.search(r"\[(default|required)\b", told)
    assert "显示这段说明后退出" in told


@NAMED
def test_help_in_english_has_no_chinese_sentence(words: tuple[str, ...]) -> None:
    told = helped(words, "en_US.UTF-8").partition("Examples:")[0]
    assert re.findall("[\u4e00-\u9fff]{3,}", told) == []
    assert "Show this message and exit." in told


@NAMED
@pytest.mark.parametrize("columns", [60, 80, 100])
def test_help_in_chinese_fits_its_lines(words: tuple[str, ...], columns: int) -> None:
    told = helped(words, "zh_CN.UTF-8", columns).partition("示例：")[0]
    sentences = [line for line in told.splitlines() if CHINESE.search(line)]
    assert sentences
    assert [line for line in sentences if display_width(line) > columns] == []
    assert [line for line in sentences if line.strip()[0] in "，。；：、”）"] == []


def test_the_groups_name_what_they_hold_in_chinese() -> None:
    assert "\n  rfm   统计历史订单\n" in helped(("functions",), "zh_CN.UTF-8")


def test_an_option_without_chinese_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="help"):
        SpeakingOption(["--colour"])  # type: ignore[call-arg]


@pytest.mark.parametrize(
    ("language", "expected"),
    [("zh_CN.UTF-8", "工作簿的配色。"), ("en_US.UTF-8", "The colours of the workbook.")],
)
def test_a_shell_is_told_of_options_in_its_language(language: str, expected: str) -> None:
    asked = {
        "LANG": language,
        "_PLANSHEETS_COMPLETE": "zsh_complete",
        "COMP_WORDS": "plansheets build --theme",
        "COMP_CWORD": "2",
    }
    told = CliRunner().invoke(cli, [], prog_name="plansheets", env=asked).stdout
    assert f"--theme\n{expected}" in told
