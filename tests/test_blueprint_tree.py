"""Hostile and careless YAML ends in one clear problem; scalars know where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from effort import growth
from plansheets.blueprint.read import examine_blueprint, examine_text
from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree, read_tree
from plansheets.errors import BlueprintError, Problem
from plansheets.source import Source

DEEP = 100_000


def examined(text: str) -> tuple[Mapping | None, list[Problem]]:
    problems: list[Problem] = []
    try:
        found = read_tree(Source("plan.yaml", text), problems)
    except BlueprintError as error:
        return None, list(error.problems)
    return found, problems


def only(text: str) -> tuple[str, str]:
    """Code and place of the one problem that *text* has."""
    _, problems = examined(text)
    [problem] = problems
    place = problem.span
    return problem.code, f"{place.line}:{place.column}" if place else problem.where


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """PyYAML may come without its C parser; both see the same."""
    loader = getattr(yaml, request.param, None)
    if loader is None:
        pytest.skip("PyYAML is without its C parser here")
    monkeypatch.setattr(yaml, "CSafeLoader", loader)
    return str(request.param)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", ("PS103", "1:4")),
        ("a: *b\n", ("PS103", "1:4")),
        ("base: {x: 1}\nother:\n  <<: {y: 2}\n", ("PS103", "3:3")),
        ("a: {<<: {b: 1}}\n", ("PS103", "1:5")),
        ("a: !!python/object/apply:os.system [ls]\n", ("PS103", "1:4")),
        ("a: !!int 3\n", ("PS103", "1:4")),
        ("!!map {a: b}\n", ("PS103", "1:1")),
        ("%TAG ! tag:example.org,2000:\n---\na: !own b\n", ("PS103", "3:4")),
        ("a: 1\n---\nb: 2\n", ("PS103", "2:1")),
        ("a: " + "[" * DEEP, ("PS102", "1:43")),
        ("a: " + "[" * DEEP + "]" * DEEP, ("PS102", "1:43")),
        ("a: " + "{b: " * DEEP, ("PS102", "1:157")),
        ("- " * DEEP, ("PS102", "1:81")),
        ("? " * DEEP, ("PS102", "1:81")),
        ("a: 1\nb: 2\na: 3\n", ("PS104", "3:1")),
        ("a:\n\tb: 1\n", ("PS101", "2:1")),
        ("a: 'never closed\nb: c\n", ("PS101", "1:4")),
        ("a: one: two\n", ("PS101", "1:7")),
        ("a: [1, 2\nb: 3\n", ("PS101", "2:2")),
        ("a: @b\n", ("PS101", "1:4")),
        ("title: 库存\nbad: 空\x00值\n", ("PS101", "2:7")),
        ("a: \x1b[31m\n", ("PS101", "1:4")),
        ("a: b\u2028c: d\n", ("PS101", "1:5")),
        ("a: b\x85c: d\n", ("PS101", "1:5")),
        ("a: \ud800\n", ("PS101", "1:4")),
        ('a: "\\x01"\n', ("PS101", "1:4")),
        ("? [a, b]\n: c\n", ("PS107", "1:3")),
        ("", ("PS107", "1:1")),
        ("# only a comment\n", ("PS107", "1:1")),
        ("~", ("PS107", "1:1")),
        ("- a\n- b\n", ("PS107", "1:1")),
    ],
    ids=lambda value: value[:20].replace("\n", "|") if isinstance(value, str) else None,
)
def test_what_no_blueprint_holds_is_one_problem(text: str, expected: tuple[str, str]) -> None:
    assert only(text) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a" * 4_000_001, "the file has 4,000,001 bytes; a blueprint may have 4,000,000"),
        ("a: [" + "1," * 200_000 + "]", "more than 100,000 values"),
    ],
    ids=["bytes", "values"],
)
def test_a_huge_file_is_refused(text: str, message: str) -> None:
    _, [problem] = examined(text)
    assert (problem.code, problem.message) == ("PS102", message)


def test_of_a_huge_file_no_more_is_read_than_is_needed_to_refuse_it() -> None:
    values = {count: "a: [" + "1," * count + "]" for count in (200_000, 1_600_000)}
    assert growth(examined, values[200_000], values[1_600_000]) < 2


@pytest.mark.parametrize("escape", ["\\q", "\\ud800", "\\xzz"])
def test_what_a_backslash_means_nothing_with_is_told(escape: str) -> None:
    _, [problem] = examined(f'a: "no {escape} here"\n')
    assert (problem.code, problem.hint) == (
        "PS101",
        "put the text in single quotes, or write '\\\\'",
    )


def test_the_problem_says_what_is_meant() -> None:
    _, [problem] = examined("stock:\n  - id: sku\n\t type: key\n")
    assert str(problem) == (
        "plan.yaml:3:1: PS101 not readable as YAML: a tab in the indentation\n"
        "   |\n"
        " 3 |   type: key\n"
        "   | ^\n"
        "   = help: indent with spaces"
    )


def written(folder: Path, content: bytes) -> Path:
    path = folder / "plan.yaml"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("gb18030", "not UTF-8 in line 2"),
        ("utf-16", "UTF-16, which Notepad calls 'Unicode', and not UTF-8"),
    ],
)
def test_a_file_that_is_not_utf_8_is_told_by_its_first_bad_line(
    encoding: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(BlueprintError) as error:
        examine_blueprint(written(tmp_path, "version: 1\ntitle: 库存".encode(encoding)))
    [problem] = error.value.problems
    assert (problem.code, problem.message) == ("PS115", said)


def test_a_folder_is_no_blueprint(tmp_path: Path) -> None:
    with pytest.raises(BlueprintError) as error:
        examine_blueprint(tmp_path)
    assert [problem.code for problem in error.value.problems] == ["PS115"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_byte_order_marks_change_nothing(mark: str, end: str, tmp_path: Path) -> None:
    plain = "blueprint: my-plan\nversion: 1.0.0\ntitle: Plan\nsheets: []\nunknown: 1\n"
    path = written(tmp_path, (mark + plain.replace("\n", end)).encode())
    found = examine_blueprint(path)
    [problem] = found.problems
    assert (problem.code, problem.span and problem.span.line) == ("PS105", 5)
    same = examine_blueprint(written(tmp_path, plain.encode()))
    assert (found.blueprint and found.blueprint.digest) == (
        same.blueprint and same.blueprint.digest
    )


def scalar(text: str, *path: str | int) -> Scalar:
    found: Tree | None
    found, problems = examined(text)
    assert problems == []
    for step in path:
        match found:
            case Mapping():
                found = found.get(str(step))
            case Sequence(items=items):
                found = items[int(step)]
    assert isinstance(found, Scalar)
    return found


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "value", "place"),
    [
        ("a: no\n", "no", "1:4+2"),
        ("a: 3:25\n", "3:25", "1:4+4"),
        ("标题: {zh-CN: 库存, b: x}\na: 值\n", "值", "2:4+1"),
        ("标题: x\na: '库存 ''量'''\n", "库存 '量'", "2:4+10"),
        ("a: '=SUM(库存[量])'\n", "=SUM(库存[量])", "1:5+11"),
        ('a: "=1+\\"x\\""\n', '=1+"x"', "1:4+10"),
        ("a: one\n  two\n", "one two", "1:4+3"),
        ("a: |\n  one\n  two\n", "one\ntwo\n", "1:4+1"),
        ("a: >-\n  one\n  two\n", "one two", "1:4+2"),
        ("a:\n", "", "1:3+1"),
        ("a: ''\n", "", "1:5+1"),
    ],
)  # fmt: skip
def test_a_scalar_stays_text_and_knows_its_place(text: str, value: str, place: str) -> None:
    found = scalar(text, "a")
    inner = found.inner
    assert (found.text, f"{inner.line}:{inner.column}+{inner.length}") == (value, place)


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("a: '=[@库存]'\n", True),
        ("a: =[@stock]\n", True),
        ('a: "=[@stock]"\n', True),
        ('a: "=\\"x\\""\n', False),
        ("a: '=''x'''\n", False),
        ("a: >-\n  =1+\n  2\n", False),
    ],
)
def test_offsets_are_columns_only_where_nothing_is_escaped_or_folded(
    text: str, exact: bool
) -> None:
    assert scalar(text, "a").exact is exact


@pytest.mark.usefixtures("parser")
def test_quotes_are_remembered() -> None:
    text = "a: [12, '12', \"12\"]\n"
    assert [scalar(text, "a", place).quoted for place in range(3)] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "sign", "place"),
    [
        ("a: b\ntitle： Plan\n", "：", "2:6"),
        ("a: {id: b，type: text}\n", "，", "1:10"),
        ("a:\n  - {id: b， type: text}\n", "，", "2:11"),
        ("a: {b: “c: d”}\n", "“", "1:8"),
        ("a: ｛b: c｝: d\n", "｛", "1:4"),
    ],
)
def test_full_width_signs_are_named_as_the_culprit(
    text: str, sign: str, place: str, parser: str
) -> None:
    [problem] = examined(text)[1]
    assert f"full-width '{sign}'" in problem.message
    assert problem.span
    assert f"{problem.span.line}:{problem.span.column}" == place


@pytest.mark.parametrize(
    "text",
    ["a: {zh-CN: 计划：春，夏, en: '}\n", "a: [b, '计划，type: x'}\n", "a: b # title：\nc\n"],
)
def test_full_width_signs_inside_texts_are_not_to_blame(text: str) -> None:
    [problem] = examined(text)[1]
    assert "full-width" not in problem.message


@pytest.mark.parametrize(
    ("text", "said", "place"),
    [
        ("a:\n  b: 1\n\u3000 c: 2\n  d: 3\n", "this blank is no plain space (U+3000)", "3:1"),
        ("a:\n  b:\u00a01\n  c: 2\n", "this blank is no plain space (U+00A0)", "2:5"),
        (
            "a:\n\u3000\u3000b:\n      c: 1\n  d: 2\n",
            "this blank is no plain space (U+3000)",
            "2:1",
        ),
        ("a:\n  - b: 1\n  – b: 2\n", "'–' is a letter to YAML", "3:3"),
        ("a: 1\n＃ more\nb: 2\n", "'＃' is a letter to YAML", "2:1"),
        ("a: 1\nb:2\nc: 3\n", "a ':' without a blank after it ends no key", "2:2"),
    ],
)
def test_what_only_looks_like_a_sign_of_yaml_is_named_where_it_stands(
    text: str, said: str, place: str, parser: str
) -> None:
    [problem] = examined(text)[1]
    assert said in problem.message
    assert problem.span
    assert f"{problem.span.line}:{problem.span.column}" == place


def test_blanks_of_chinese_paragraphs_are_not_to_blame() -> None:
    [problem] = examined("a: |\n  \u3000\u3000春季计划\n  – 一\nb: [1\n")[1]
    assert "blank" not in problem.message
    assert problem.span
    assert problem.span.line >= 4


def test_a_key_that_holds_a_full_width_sign_is_told_so() -> None:
    [problem] = [
        one
        for one in examine_text("blueprint: a\ntitle：b: c\n", "a.yaml", Path()).problems
        if one.code == "PS105"
    ]
    assert problem.hint == "the full-width '：' is a letter to YAML: type ':' and a blank"
