"""The command line as scripts use it: what is printed where, and which exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from plansheets import __version__
from plansheets.blueprint.catalog import shipped
from plansheets.blueprint.groups import GROUPS
from plansheets.cli import COMMANDS, cli, main
from plansheets.lengths import display_width

CASES = Path(__file__).with_name("cases")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Commands run in an empty folder of an English system."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    return tmp_path


def run(*words: str, **environment: str) -> Result:
    result = CliRunner().invoke(cli, words, env=environment, prog_name="plansheets")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def process(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "plansheets", *words],
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONUTF8": "0", **environment},
    )


def commands(group: click.Group, *path: str) -> Iterator[tuple[str, ...]]:
    """The words of every command below *group*, of groups and of what they hold."""
    context = click.Context(group)
    for name in group.list_commands(context):
        yield (*path, name)
        inner = group.get_command(context, name)
        if isinstance(inner, click.Group):
            yield from commands(inner, *path, name)


@pytest.mark.parametrize("words", list(commands(cli)), ids=" ".join)
def test_every_command_has_help_with_examples_of_itself(words: tuple[str, ...]) -> None:
    result = run(*words, "--help")
    assert result.exit_code == 0
    assert "plansheets " + " ".join(words) in result.stdout.partition("Examples:")[2]


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"plansheets {__version__}\n"


def test_the_help_lists_every_command_and_its_module_exists() -> None:
    modules = {path.stem for path in Path(cli.invoke.__code__.co_filename).parent.glob("*.py")}
    assert set(COMMANDS) <= modules
    assert all(line.en in run("--help").stdout for line in COMMANDS.values())


def test_a_misspelt_command_is_a_usage_error_with_a_hint() -> None:
    result = run("biuld", "x")
    assert result.exit_code == 2
    assert "no command 'biuld'; did you mean 'build'?" in result.stderr


def test_list_aligns_chinese_by_its_width() -> None:
    lines = run("list", "--locale", "zh-CN").stdout.splitlines()
    [made_of] = [line for line in lines if "由 6 份组成" in line]
    [others] = {
        display_width(line[: line.index("商品运营管理")])
        for line in lines
        if "商品运营管理" in line
    }
    assert others == display_width(made_of[: made_of.index("电商年度运营计划")])
    assert lines[0].split() == ["名称", "版本", "标题"]
    named = [line.split()[0] for line in lines if line and line[0].isascii()]
    assert sorted(named) == [*shipped()]


def test_list_and_new_speak_the_language_that_is_asked_for() -> None:
    assert run("list").stdout.startswith("name ")
    refused = run("new", "X1", "--locale", "zh-CN")
    assert refused.stderr.startswith("PS109 “X1”不能作蓝图名")
    assert run("new", "X1").stderr.startswith("PS109 'X1'")


def test_list_groups_by_the_question_that_the_files_name() -> None:
    found = json.loads(run("list", "--json").stdout)["blueprints"]
    groups = [one["group"] for one in found]
    assert {one["id"]: one["question"] for one in groups} == {
        id_: question.by_locale for id_, question in GROUPS.items()
    }
    parts = run("list").stdout.split("\n\n")[1:]
    assert [part.splitlines()[0] for part in parts] == [question.en for question in GROUPS.values()]
    risks = [line.split()[0] for line in parts[-1].splitlines()[1:]]
    assert risks == [one["name"] for one in found if one["group"]["id"] == "risks"]


def test_list_json_has_stable_keys() -> None:
    found = json.loads(run("list", "--json").stdout)["blueprints"]
    keys = ["name", "version", "title", "purpose", "keywords", "group", "includes", "file"]
    assert list(found[0]) == keys
    assert [one["name"] for one in found] == list(shipped())


def test_functions_are_listed_by_category_and_shown_by_either_name() -> None:
    found = json.loads(run("functions", "list", "--category", "return", "--json").stdout)
    assert [one["excel_name"] for one in found["functions"]] == [
        "PS_ROI",
        "PS_BREAK_EVEN_ROI",
        "PS_PAYBACK_MONTHS",
        "PS_UNIT_COST",
    ]
    shown = run("functions", "show", "ps_roi", "--locale", "zh-CN").stdout
    assert "投产比" in shown
    assert "(450, 80)" in shown


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("客单价", "sales_per_customer"),
        ("tacos", "total_ad_cost_of_sales"),
        ("EAC", "forecast_cost"),
    ],
)
def test_a_function_is_shown_by_what_the_trade_calls_it(word: str, name: str) -> None:
    shown = run("functions", "show", word, "--locale", "en").stdout
    assert shown.startswith(f"{name}(")


def test_what_several_functions_are_called_names_them() -> None:
    found = run("functions", "show", "同比")
    assert found.exit_code == 2
    assert "so called: period_change, year_on_year" in found.stderr


def test_a_misspelt_function_is_a_usage_error_with_a_hint() -> None:
    found = run("functions", "show", "devation_rate")
    assert found.exit_code == 2
    assert "did you mean 'deviation_rate'" in found.stderr


def test_show_gives_labels_in_the_language_asked_for() -> None:
    shown = run("show", "sku-management", "--locale", "zh-CN").stdout
    assert "库存量" in shown
    assert "商品管理!" in shown
    assert "SKUs!" in run("show", "sku-management").stdout


def test_show_inputs_lists_what_people_fill_in_and_what_is_taken_there() -> None:
    shown = run("show", "sku-management", "--inputs").stdout
    lines = {line.split()[0]: line for line in shown.splitlines() if line.startswith("  ")}
    assert ">= 0" in lines["stock"]
    assert "On sale | " in lines["status"]
    assert "required" in lines["sku"]
    assert "abc" not in lines
    found = json.loads(run("show", "sku-management", "--inputs", "--json").stdout)
    assert {one["typed"] for table in found["tables"] for one in table["columns"]} == {True}


def test_show_json_has_stable_keys() -> None:
    found = json.loads(run("show", "sku-management", "--json").stdout)
    assert list(found) == [
        "name",
        "version",
        "title",
        "purpose",
        "keywords",
        "group",
        "includes",
        "file",
        "digest",
        "variants",
        "left_out",
        "parameters",
        "lists",
        "tables",
        "grids",
        "metrics",
        "sheets",
        "checks",
        "reaches_out",
    ]
    column = found["tables"][0]["columns"][0]
    assert list(column) == [
        "id",
        "label",
        "type",
        "role",
        "typed",
        "formula",
        "total",
        "list",
        "options",
        "linked",
        "unit",
        "required",
        "minimum",
        "maximum",
        "hidden",
        "help",
        "aliases",
        "was",
        "place",
    ]


def test_build_prints_the_path_alone(folder: Path) -> None:
    result = run("build", "sku-management")
    assert (result.exit_code, result.stdout) == (0, "SKU management.xlsx\n")
    assert [path.name for path in folder.iterdir()] == ["SKU management.xlsx"]


def test_a_chinese_system_builds_in_chinese(folder: Path) -> None:
    assert run("build", "sku-management", LANG="zh_CN.UTF-8").stdout == "商品运营管理.xlsx\n"


def test_an_existing_file_is_kept_unless_forced(folder: Path) -> None:
    Path("plan.xlsx").write_text("mine")
    result = run("build", "sku-management", "-o", "plan.xlsx")
    assert result.exit_code == 1
    assert "PS309 'plan.xlsx' exists already" in result.stderr
    chinese = run("build", "sku-management", "-o", "plan.xlsx", "--locale", "zh-CN").stderr
    assert "PS309 已有文件“plan.xlsx”" in chinese
    assert "--force 覆盖它" in chinese
    assert Path("plan.xlsx").read_text() == "mine"
    assert run("build", "sku-management", "-o", "plan.xlsx", "--force").exit_code == 0


def test_parameters_and_data_reach_the_workbook(folder: Path) -> None:
    Path("export.csv").write_text("商家编码,库存,售价(元)\n007,12,9.9\n", "utf-8")
    words = ["--data", "skus=export.csv", "--set", "rate_slow=15%", "--rows", "40"]
    assert run("build", "sku-management", *words).exit_code == 0


def test_bad_parameters_and_bad_data_are_told_together(folder: Path) -> None:
    Path("export.csv").write_text("sku,stock\nA,many\n", "utf-8")
    result = run("build", "sku-management", "--data", "skus=export.csv", "--set", "rate_slow=500%")
    assert result.exit_code == 1
    assert "PS312" in result.stderr
    assert "export.csv" in result.stderr
    assert [path.name for path in folder.iterdir()] == ["export.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build"], "name a blueprint, or --all"),
        (["build", "--all"], "--all needs -o DIR"),
        (["build", "sku-management", "--all", "-o", "x"], "no NAME"),
        (["build", "sku-management", "--set", "x"], "'x' is not PARAM=VALUE"),
        (["build", "sku-management", "--set", "a=1", "--set", "a=2"], "'a' is given twice"),
        (["build", "sku-management", "--data", "=f.csv"], "'=f.csv' is not TABLE=FILE"),
        (["build", "sku-management", "--rows", "0"], "--rows"),
        (["build", "sku-management", "--as-of", "yesterday"], "--as-of"),
        (["build", "sku-management", "--locale", "fr"], "--locale"),
        (["validate"], "Missing argument"),
    ],
)
def test_wrong_usage_exits_with_2(words: list[str], said: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["show", "sku-managment"], "PS115"),
        (["build", "nowhere.yaml"], "PS115"),
        (["build", "."], "PS115"),
        (["build", "sku-management", "-o", "plan.csv"], "PS308"),
        (["build", "sku-management", "-o", "no/such/plan.xlsx"], "PS308"),
        (["build", "sku-management", "-o", "x" * 300 + ".xlsx"], "PS308"),
        (["build", "sku-management", "--set", "nothing=1"], "PS311"),
        (["build", "sku-management", "--data", "nothing=f.csv"], "PS313"),
        (["build", "sku-management", "--data", "skus=f.csv"], "PS401"),
        (["build", "sku-management", "--data", "skus=."], "PS401"),
        (["verify", "nowhere.xlsx"], "PS500"),
        (["new", "Not A Name"], "PS109"),
        (["build", "sku-management", "--rows", "99999999999"], "PS314"),
        (["build", "sku-management", "--as-of", "1899-12-31"], "PS314"),
        (["build", "sku-management", "--brand", "#C81O2E"], "PS314"),
    ],
)
def test_problems_exit_with_1_on_standard_error(words: list[str], code: str, folder: Path) -> None:
    result = run(*words)
    assert result.exit_code == 1
    assert code in result.stderr
    assert list(folder.iterdir()) == []


def test_a_file_that_is_read_is_not_overwritten() -> None:
    assert run("build", "sku-management", "-o", "plan.xlsx").exit_code == 0
    before = Path("plan.xlsx").read_bytes()
    result = run(
        "build", "sku-management", "--data", "skus=plan.xlsx#SKUs", "-o", "plan.xlsx", "--force"
    )
    assert result.exit_code == 1
    assert "'plan.xlsx' is read too" in result.stderr
    assert Path("plan.xlsx").read_bytes() == before


def test_what_was_built_can_be_read_back_as_data() -> None:
    run("build", "sku-management", "-o", "plan.xlsx")
    result = run("build", "sku-management", "--data", "skus=plan.xlsx#SKUs", "-o", "again.xlsx")
    assert (result.exit_code, result.stdout) == (0, "again.xlsx\n")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="needs a folder nobody may write in")
def test_a_folder_without_rights_is_a_problem() -> None:
    result = run("build", "sku-management", "-o", "/proc/plan.xlsx")
    assert result.exit_code == 1
    assert "PS307 '/proc/plan.xlsx' cannot be written" in result.stderr


def test_a_file_in_place_of_the_folder_is_no_traceback() -> None:
    Path("made").write_text("mine")
    done = process("build", "--all", "-o", "made")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "plansheets: 'made': file exists\n"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two blueprints are shipped; the installed package's test builds all there are."""
    two = {name: shipped()[name] for name in ("sku-management", "rfm-segmentation")}
    monkeypatch.setattr("plansheets.blueprint.catalog.shipped", lambda: two)


@pytest.mark.usefixtures("few")
def test_all_makes_every_workbook_in_a_new_folder(folder: Path) -> None:
    result = run("build", "--all", "-o", "made/here", "--locale", "en")
    assert result.exit_code == 0
    printed = [Path(line) for line in result.stdout.splitlines()]
    assert sorted(printed) == sorted(Path("made/here").iterdir())
    assert len(printed) == 2


@pytest.mark.usefixtures("few")
def test_one_failure_does_not_keep_the_others_from_being_built(folder: Path) -> None:
    Path("made").mkdir()
    Path("made/SKU management.xlsx").write_text("mine")
    result = run("build", "--all", "-o", "made")
    assert result.exit_code == 1
    assert "PS309" in result.stderr
    assert len(result.stdout.splitlines()) == 1
    assert Path("made/SKU management.xlsx").read_text() == "mine"


def test_validate_tells_every_problem_of_every_file() -> None:
    broken = sorted(path.parent for path in CASES.glob("*/blueprint.yaml"))
    files = [str(case / "blueprint.yaml") for case in broken]
    result = run("validate", *files, "sku-management")
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == "sku-management: no problems"
    assert len(result.stdout.splitlines()) == len(files) + 1
    for case in broken:
        first = (case / "expected.txt").read_text("utf-8").splitlines()[0]
        other_file = first.find(" at blueprint.yaml")
        assert first[first.index(":") : other_file if other_file > 0 else None] in result.stderr


def test_validate_json_names_the_place_in_the_text() -> None:
    Path("mine.yaml").write_text("blueprint: mine\ntitel: Mine\n")
    result = run("validate", "mine.yaml", "sku-management", "nothing", "--json")
    assert (result.exit_code, result.stderr) == (1, "")
    mine, shipped_one, nothing = json.loads(result.stdout)["files"]
    assert (mine["file"], mine["ok"]) == ("mine.yaml", False)
    assert next(one for one in mine["problems"] if one["code"] == "PS105") == {
        "code": "PS105",
        "level": "error",
        "message": "the blueprint has no key 'titel'",
        "file": "mine.yaml",
        "line": 2,
        "column": 1,
        "length": 5,
        "hint": "did you mean 'title'?",
    }
    assert shipped_one == {"file": "sku-management", "ok": True, "problems": []}
    assert nothing["problems"][0]["code"] == "PS115"
    assert nothing["problems"][0]["line"] is None


def test_warnings_alone_do_not_fail() -> None:
    text = (CASES / "wrong-type" / "blueprint.yaml").read_text("utf-8")
    slow = text.replace("type: integer", "type: count").replace(
        "'=roi([@revenue], [@spend])'", "'=[@spend] / MAX(campaigns[spend])'"
    )
    Path("slow.yaml").write_text(slow.replace("key: name", "key: name\n    expected_rows: 9000"))
    result = run("validate", "slow.yaml")
    assert (result.exit_code, result.stdout) == (0, "slow.yaml: 1 warning\n")
    assert "PS227 warning:" in result.stderr


def test_verify_tells_every_problem_of_every_file() -> None:
    run("build", "sku-management", "-o", "good.xlsx")
    Path("bad.xlsx").write_text("no workbook")
    Path("~$good.xlsx").write_text("lock")
    result = run("verify", "good.xlsx", "bad.xlsx", "~$good.xlsx")
    assert result.exit_code == 1
    assert "good.xlsx: no problems" in result.stdout
    assert "bad.xlsx: 1 problem" in result.stdout
    assert "passed over" in result.stderr
    assert run("verify", "good.xlsx").exit_code == 0


def test_verify_sarif_has_a_result_for_every_problem() -> None:
    Path("bad.xlsx").write_text("no workbook")
    result = run("verify", "bad.xlsx", "--sarif")
    log = json.loads(result.stdout)
    (ran,) = log["runs"]
    (found,) = ran["results"]
    (place,) = found["locations"]
    assert (result.exit_code, log["version"]) == (1, "2.1.0")
    assert ran["tool"]["driver"]["rules"] == [{"id": "PS501"}]
    assert (found["ruleId"], found["level"]) == ("PS501", "error")
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "bad.xlsx"


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_verify_sarif_names_a_file_whose_name_is_no_text() -> None:
    name = os.fsdecode(b"bad\xff.xlsx")
    Path(name).write_text("no workbook")
    (ran,) = json.loads(run("verify", name, "--sarif").stdout)["runs"]
    (place,) = ran["results"][0]["locations"]
    assert place["physicalLocation"]["artifactLocation"]["uri"] == "bad%FF.xlsx"


def test_verify_prints_json_or_sarif() -> None:
    assert run("verify", "a.xlsx", "--json", "--sarif").exit_code == 2


def test_verify_json_has_stable_keys() -> None:
    Path("bad.xlsx").write_text("no workbook")
    result = run("verify", "bad.xlsx", "--json")
    (found,) = json.loads(result.stdout)["files"]
    assert (result.exit_code, found["file"], found["ok"]) == (1, "bad.xlsx", False)
    assert list(found["problems"][0]) == ["code", "level", "message", "where", "hint"]


def test_a_closed_pipe_is_no_error() -> None:
    command = f"{sys.executable} -m plansheets show sku-management | head -n 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_a_terminal_that_cannot_show_chinese_gets_question_marks() -> None:
    done = process("list", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout


def test_json_stays_json_on_such_a_terminal() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "gbk", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "plansheets", "list", "--json"],
        capture_output=True,
        env=environment,
        check=True,
    )
    titles = [one["title"]["zh-CN"] for one in json.loads(done.stdout)["blueprints"]]
    assert "商品运营管理" in titles


def test_an_interrupt_of_a_query_is_an_interrupt(monkeypatch: pytest.MonkeyPatch) -> None:
    """DuckDB's own word for it was a traceback."""

    def interrupted(**_: object) -> None:
        message = "Query interrupted"
        raise RuntimeError(message)

    monkeypatch.setattr("plansheets.cli.cli", interrupted)
    with pytest.raises(KeyboardInterrupt):
        main()


def test_an_interrupt_ends_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("plansheets.outlines.list_blueprints", interrupted)
    result = run("list")
    assert result.exit_code == 1
    assert "Traceback" not in result.stderr


def test_odd_file_names_are_no_trouble() -> None:
    odd = "计划 [v2] 100% 'x'.yaml"
    run("new", "autumn-launch")
    shutil.move("autumn-launch.yaml", odd)
    assert run("validate", odd).stdout == f"{odd}: no problems\n"
    assert run("build", odd, "-o", "表 #1.xlsx").stdout == "表 #1.xlsx\n"


def test_nothing_but_the_path_is_said_without_a_terminal() -> None:
    done = process("build", "sku-management", "--locale", "en")
    assert (done.stdout, done.stderr) == ("SKU management.xlsx\n", "")
