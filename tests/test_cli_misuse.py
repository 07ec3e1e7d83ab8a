"""Wrong use of the command line is told in the language of its reader, and exits with 2."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from plansheets.cli import cli, main

_OURS = re.compile(
    r"“[^”]*”|`[^`]*`|-{1,2}[a-z-]+(?: [A-Z][\w.]*)?|[A-Z]+=[\w.]+|https\S*|NAME|VBA|xlwings"
)
"""What is not a word of the language: names that are written on the command line."""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(words: tuple[str, ...] | str, locale: str) -> Result:
    given = words.split() if isinstance(words, str) else [*words]
    language = {"zh-CN": "zh_CN.UTF-8", "en": "en_US.UTF-8"}[locale]
    return CliRunner().invoke(cli, given, env={"LANG": language}, prog_name="plansheets")


def commands(command: click.Command, words: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield words
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from commands(inner, (*words, name))


ALL = [pytest.param(words, id=" ".join(words) or "plansheets") for words in commands(cli)]


def speaks_chinese(told: Result, usage: tuple[str, ...]) -> None:
    """*told* is a usage error whose every line is Chinese."""
    assert told.exit_code == 2
    assert told.stdout == ""
    first, *_, last = told.stderr.splitlines()
    assert first.startswith(f"用法：{' '.join(['plansheets', *usage])} [选项]")
    assert f"用“{' '.join(['plansheets', *usage])} --help”看说明。" in told.stderr
    assert last.startswith("错误：")
    assert re.findall("[A-Za-z]{2,}", _OURS.sub("", last)) == []


@pytest.mark.parametrize("words", ALL)
def test_an_unknown_option_of_any_command(words: tuple[str, ...]) -> None:
    told = run((*words, "--colour"), "zh-CN")
    speaks_chinese(told, words)
    assert "没有选项“--colour”" in told.stderr
    assert "--colour" in (english := run((*words, "--colour"), "en")).stderr
    assert english.exit_code == 2
    assert english.stderr.startswith(f"Usage: {' '.join(['plansheets', *words])} ")


@pytest.mark.parametrize("words", ALL)
def test_the_help_of_any_command_has_its_headings_in_chinese(words: tuple[str, ...]) -> None:
    told = run((*words, "--help"), "zh-CN")
    assert told.exit_code == 0
    assert told.stdout.startswith("用法：")
    assert "\n选项：\n" in told.stdout
    assert not re.search("^(Usage|Options|Commands):", told.stdout, re.MULTILINE)
    assert "\nOptions:\n" in run((*words, "--help"), "en").stdout


CASES = [
    (
        "biuld x",
        "",
        "没有“biuld”这个命令；是不是“build”？",
        "no command 'biuld'; did you mean 'build'?",
    ),
    ("addin biuld", "addin", "没有“biuld”这个命令", "no command 'biuld'"),
    ("build --dat f", "build", "没有选项“--dat”；是不是", "'--data'"),
    ("build x --data", "build", "选项“--data”后面缺少值", "requires an argument"),
    ("build x --blank=3", "build", "选项“--blank”后面不带值", "does not take a value"),
    ("build a b c", "build", "多出了参数“b c”", "unexpected extra arguments (b c)"),
    ("build", "build", "写明蓝图名，或用 --all", "name a blueprint, or --all"),
    ("build x --by a", "build", "--by 要与 --each LIST 同用", "--by goes with --each LIST"),
    ("build x --each l.csv", "build", "--each 缺少 --by", "--each needs --by COLUMN"),
    (
        "build x --rows 0",
        "build",
        "“--rows”的值不对：“0”不是 1 或更大的整数",
        "0 is not in the range",
    ),
    ("build x --rows ten", "build", "“ten”不是 1 或更大的整数", "'ten' is not a valid integer"),
    ("build x --year 20", "build", "“20”不是 1900 到 9999 的整数", "20 is not in the range"),
    (
        "build x --locale fr",
        "build",
        "“--locale”的值不对：“fr”不在可选的“zh-CN”“en”之中",
        "'fr' is not one of",
    ),
    ("build x --as-of 2024-06", "build", "“2024-06”是月份", "'2024-06' is a month"),
    ("build x --as-of soon", "build", "“soon”不是日期；写成 2024-06-30", "write 2024-06-30"),
    ("build x --data f.csv", "build", "“f.csv”不是 TABLE=FILE 的样子", "'f.csv' is not TABLE=FILE"),
    ("build x --set a=1 --set a=2", "build", "“a”给了两次", "'a' is given twice"),
    ("validate", "validate", "缺少参数“NAME|FILE.yaml...”", "Missing argument"),
    ("show", "show", "缺少参数“NAME|FILE.yaml”", "Missing argument"),
    ("consolidate a", "consolidate", "缺少选项“--by”", "Missing option '--by'"),
    ("consolidate a --by x", "consolidate", "用 -o DIR 写明文件夹", "name a folder with -o DIR"),
    ("consolidate a --by x --rate USD", "consolidate", "写成 单位=一个单位是多少", "as in USD=7.2"),
    ("completion", "completion", "缺少参数：可选“bash”“zsh”“fish”", "bash"),
    ("completion csh", "completion", "参数不对：“csh”不在可选的", "'csh' is not one of"),
    ("check a --json --sarif", "check", "--json 与 --sarif 只能用一个", "either --json or --sarif"),
    ("fill a.xlsx", "fill", "用 --data 或 --set 写明要填什么", "name what to fill in"),
    ("extract a.xlsx", "extract", "用 -o DIR 写明文件夹", "name a folder with -o DIR"),
    ("preview x --pdf --sheet a", "preview", "--pdf 含全部工作表", "--pdf holds every sheet"),
    (
        "functions show rio",
        "functions show",
        "没有“rio”这个函数；是不是“roi”？",
        "did you mean 'roi'?",
    ),
    ("functions list --category x", "functions list", "没有“x”这个类别", "no category 'x'"),
    (
        "addin build vba",
        "addin build",
        "缺少选项“-o / --output”",
        "Missing option '-o' / '--output'",
    ),
    ("addin build vba -o x --python p", "addin build", "--python 只用于 xlwings", "VBA needs none"),
    (
        "addin build office -o x --address a",
        "addin build",
        "“--address”的值不对：“a”不是",
        "no https address",
    ),
]


@pytest.mark.parametrize(
    ("words", "usage", "chinese", "english"), [pytest.param(*one, id=one[0]) for one in CASES]
)
def test_wrong_use_is_told_in_either_language(
    words: str, usage: str, chinese: str, english: str
) -> None:
    told = run(words, "zh-CN")
    speaks_chinese(told, tuple(usage.split()))
    assert chinese in told.stderr
    other = run(words, "en")
    assert other.exit_code == 2
    assert english in other.stderr
    assert not re.search("[\u4e00-\u9fff]", other.stderr)


def test_nothing_at_all_is_answered_with_the_help() -> None:
    told = run("", "zh-CN")
    assert told.exit_code == 2
    assert told.stderr.startswith("用法：plansheets [选项] 命令 [参数]...")
    assert "  build        由蓝图生成工作簿。\n" in told.stderr


@pytest.mark.parametrize("words", ["--locale zh-CN --colour", "--colour --locale=zh-CN"])
def test_the_language_asked_for_counts_wherever_it_stands(words: str) -> None:
    assert "没有选项“--colour”" in run(f"show {words}", "en").stderr


@pytest.mark.parametrize(
    ("language", "said"),
    [("zh_CN.UTF-8", "“taken”：已经有同名的文件"), ("en_US.UTF-8", "'taken': file exists")],
)
def test_what_the_system_refuses_is_told_in_the_language_of_the_reader(
    language: str,
    said: str,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (folder / "taken").write_text("a file, where a folder should be")
    monkeypatch.setenv("LANG", language)
    monkeypatch.setattr(sys, "argv", ["plansheets", "build", "--all", "-o", "taken"])
    with pytest.raises(SystemExit) as left:
        main()
    assert left.value.code == 1
    assert capsys.readouterr().err == f"plansheets: {said}\n"
