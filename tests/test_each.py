"""One blueprint and a list of shops: a workbook for each, as if each had been built alone."""

from __future__ import annotations

import datetime
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from click.testing import CliRunner

import plansheets
from plansheets.cli import cli
from plansheets.each.job import Job, Outcome, Task
from plansheets.errors import PlansheetsError, Problem
from plansheets.kept import Kept
from plansheets.target import safe_name

from .plans import SHOP

DAY = datetime.date(2024, 6, 30)
LIST = "shop,alias,Least stock,boss\nNorth,N;Nord,7,Li\nSouth,,,Wu\nWest,,9,Xu\n"
GOODS = """\
shop,name,state,price,stock
North,Diaper,On sale,99.5,12
south ,Bottle,Closed,45,3
N,Toy,On sale,10,1
East,Pram,On sale,900,2
,Cup,On sale,5,5
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Blueprint, list and data, in the current folder."""
    monkeypatch.chdir(tmp_path)
    for name, text in (("shop.yaml", SHOP), ("shops.csv", LIST), ("goods.csv", GOODS)):
        Path(name).write_text(text, encoding="utf-8")
    return tmp_path


def build(
    each: str | pd.DataFrame = "shops.csv",
    by: str = "shop",
    data: Mapping[str, object] = {"goods": "goods.csv"},
    **more: object,
) -> plansheets.BuiltEach:
    options = {"by": by, "data": data, "as_of": DAY} | more
    return plansheets.build_each("shop.yaml", each, "out", **options)  # type: ignore[arg-type]


def refused(**more: object) -> list[Problem]:
    with pytest.raises(PlansheetsError) as caught:
        build(**more)  # type: ignore[arg-type]
    assert not Path("out").exists()
    return list(caught.value.problems)


def told(problems: tuple[Problem, ...] | list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in problems]


def goods(path: Path) -> list[object]:
    """What stands in the first column of the goods."""
    [sheet] = [one for one in openpyxl.load_workbook(path) if "goods" in one.tables]
    cells = sheet[sheet.tables["goods"].ref]
    return [row[0].value for row in cells[1:]]


def test_each_workbook_is_the_one_that_is_built_alone() -> None:
    batch = build()
    assert [(one.name, one.rows, one.failed) for one in batch.items] == [
        ("North", {"goods": 2}, False),
        ("South", {"goods": 1}, False),
        ("West", {"goods": 0}, False),
    ]
    north = "name,state,price,stock\nDiaper,On sale,99.5,12\nToy,On sale,10,1\n"
    Path("north.csv").write_text(north, encoding="utf-8")
    alone = plansheets.build(
        "shop.yaml", "alone.xlsx", values={"least": 7}, data={"goods": "north.csv"}, as_of=DAY
    )
    assert Path("out/North.xlsx").read_bytes() == alone.path.read_bytes()
    [built] = [one.built for one in batch.items if one.name == "North"]
    assert built is not None
    assert (built.tables, built.formulas) == (alone.tables, alone.formulas)


def test_rows_of_nobody_and_names_without_rows_are_told() -> None:
    assert told(build().warnings) == [
        ("PS462", "left out, because they name none of the list (1): 'East' (1)"),
        ("PS462", "left out, because they do not say whose they are (1): row 6"),
        ("PS463", "no row for some of the list (1): West"),
    ]
    assert set(goods(Path("out/West.xlsx"))) == {None}  # and not the sample


def test_the_account_says_what_the_list_was_good_for() -> None:
    listed, data = build().data
    assert (listed.used, listed.left) == (
        {"shop": "shop", "alias": "also: alias", "Least stock": "least"},
        ("boss",),
    )
    assert (data.rows_read, data.rows) == (5, 3)


def test_a_list_in_excel_and_frames_do_as_well() -> None:
    frame = pd.DataFrame({"shop": ["South", "North"], "least": [1, 2]})
    frame.to_excel("shops.xlsx", index=False)
    data = {"goods": pd.read_csv("goods.csv")}
    one, other = build("shops.xlsx", data=data), build(frame, data=data, force=True)
    assert [item.rows for item in one.items] == [item.rows for item in other.items]
    assert goods(Path("out/South.xlsx")) == ["Bottle"]


@pytest.mark.parametrize("by", ["店铺", "shop"])
def test_back_ends_call_the_column_of_shops_by_several_names(by: str) -> None:
    Path("shops.csv").write_text(f"{by}\nSouth\nNorth\n", encoding="utf-8")
    Path("goods.csv").write_text(GOODS.replace("shop,", "店铺名称,"), encoding="utf-8")
    assert [item.rows["goods"] for item in build(by=by).items] == [1, 1]


def test_the_column_of_the_list_may_be_a_parameter_itself() -> None:
    parameter = "parameters:\n  shop: {type: text, default: '?', label: {zh-CN: 店, en: Shop}}"
    metric = "metrics:\n  who: {type: text, label: {zh-CN: 谁, en: Who}, formula: '=shop'}"
    more = SHOP.replace("parameters:", parameter, 1).replace("metrics:", metric, 1)
    Path("shop.yaml").write_text(more, encoding="utf-8")
    build()
    texts = {
        cell.value
        for sheet in openpyxl.load_workbook("out/North.xlsx")
        for row in sheet
        for cell in row
    }
    assert "North" in texts


def test_one_that_fails_fails_alone() -> None:
    Path("shops.csv").write_text(LIST.replace("South,,,", "South,,few,"), encoding="utf-8")
    Path("goods.csv").write_text(GOODS.replace("N,Toy,On sale,10", "N,Toy,?,ten"), encoding="utf-8")
    batch = build(LIST and "shops.csv")
    assert [(one.name, one.failed) for one in batch.items] == [
        ("North", True),
        ("South", True),
        ("West", False),
    ]
    places = [problem.where for item in batch.failed for problem in item.problems]
    assert places == [
        "goods.csv row 4, 'state'",
        "goods.csv row 4, 'price'",
        "shops.csv row 3, 'Least stock'",
    ]
    assert [path.name for path in Path("out").iterdir()] == ["West.xlsx"]


def test_the_whole_file_shows_how_its_days_and_numbers_are_written() -> None:
    bought = "{id: bought, type: date, label: {zh-CN: 日期, en: Bought}}"
    more = SHOP.replace("      - {id: worth,", f"      - {bought}\n      - {{id: worth,", 1)
    Path("shop.yaml").write_text(more, encoding="utf-8")
    rows = "shop;name;price;bought\nNorth;Toy;1,500;05/06/2024\nSouth;Cup;2,25;13/06/2024\n"
    Path("goods.csv").write_text(rows, encoding="utf-8")
    batch = build()
    assert not batch.failed
    [sheet] = [one for one in openpyxl.load_workbook("out/North.xlsx") if "goods" in one.tables]
    found = [cell.value for cell in sheet[sheet.tables["goods"].ref][1]]
    assert (found[2], found[4]) == (1.5, datetime.datetime(2024, 6, 5))  # noqa: DTZ001


def test_merged_cells_say_whose_each_row_is() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["shop", "name", "price"], ["North", "Toy", 1], [None, "Cup", 2], ["West", "A", 3]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    book.save("goods.xlsx")
    batch = build(data={"goods": "goods.xlsx"})
    assert [item.rows["goods"] for item in batch.items] == [2, 0, 1]


def test_a_file_of_its_own_and_one_that_all_share() -> None:
    Path("North.csv").write_text("name,price\nToy,1\n", encoding="utf-8")
    Path("South.csv").write_text("name,price\nCup,1\nMug,2\n", encoding="utf-8")
    Path("year.csv").write_text("month,sold\nJan,5\nFeb,6\n", encoding="utf-8")
    batch = build(data={"goods": "{shop}.csv"}, shared={"year": "year.csv"})
    assert [(one.name, one.rows.get("goods"), one.failed) for one in batch.items] == [
        ("North", 1, False),
        ("South", 2, False),
        ("West", None, True),
    ]
    assert told(batch.items[2].problems) == [("PS401", "no file 'West.csv'")]


def test_a_file_that_does_not_say_whose_its_rows_are_is_refused() -> None:
    Path("goods.csv").write_text("name,price\nToy,1\n", encoding="utf-8")
    [problem] = refused()
    assert told([problem]) == [("PS460", "no column 'shop', which says whose each row is")]
    assert problem.hint == "where everyone gets the whole file, write --shared goods=…"


@pytest.mark.parametrize(
    ("listed", "said"),
    [
        ("store\nNorth\n", "no column 'shop'"),
        ("shop,least\n", "the list has no row"),
        ("shop,least\nA,1\n,2\n", "no 'shop' in row 3"),
        ("shop\nA\nB\nA\n", "shop 'A' stands in rows 2, 4"),
        ("shop,alias\nA,x\nB,X\n", "'B' and 'A' are both called 'X': whose are its rows?"),
        ("shop\nA/B\nA:B\n", "'A/B' and 'A:B' would have one file: A-B"),
        ("shop\n???\n", "'???' holds nothing to name a file"),
    ],
)
def test_a_list_that_leaves_it_open_which_workbook_is_whose_is_refused(
    listed: str, said: str
) -> None:
    Path("shops.csv").write_text(listed, encoding="utf-8")
    assert said in [problem.message for problem in refused()]


def test_all_have_one_variant() -> None:
    variants = (
        "variants:\n  stage: {label: {zh-CN: 阶段, en: Stage},"
        " items: {new: {zh-CN: 新, en: New}, old: {zh-CN: 老, en: Old}}}\nparameters:"
    )
    sold = "label: {zh-CN: 销量, en: Sold}"
    more = SHOP.replace("parameters:", variants, 1).replace(sold, f"{sold}, only: {{stage: old}}")
    more = more.replace("-[@sold]", "-1")
    Path("shop.yaml").write_text(more, encoding="utf-8")
    Path("shops.csv").write_text("shop,Stage\nNorth,New\n", encoding="utf-8")
    [problem] = refused()
    assert problem.hint == "choose it with --set stage=…, with a list for each"


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Shoes/Bags: 1", "Shoes-Bags- 1"),
        ("aux", "_aux"),
        ("COM1.old", "_COM1.old"),
        ("天猫 旗舰店.", "天猫 旗舰店"),
        ("店" * 150, "店" * 66),
    ],
)
def test_every_file_system_takes_the_names(written: str, name: str) -> None:
    assert safe_name(written) == name


def test_a_column_that_is_almost_a_parameter_is_told() -> None:
    Path("shops.csv").write_text("shop,Laest stock,boss\nNorth,7,Li\n", encoding="utf-8")
    [warning] = [one for one in build().warnings if one.code == "PS464"]
    assert warning.hint == "did you mean 'Least stock'?"


def test_what_is_there_stays_unless_it_is_to_be_replaced() -> None:
    Path("out").mkdir()
    Path("out/North.xlsx").write_text("somebody's work")
    batch = build()
    assert [(one.name, told(one.problems)) for one in batch.failed] == [
        ("North", [("PS309", f"'{Path('out/North.xlsx')}' exists already")])
    ]
    assert Path("out/North.xlsx").read_text() == "somebody's work"
    assert not build(force=True).failed


def test_a_dry_run_reads_everything_and_writes_nothing() -> None:
    Path("goods.csv").write_text(GOODS.replace("99.5", "much"), encoding="utf-8")
    batch = build(dry_run=True)
    assert [(one.rows, one.failed, one.built) for one in batch.items] == [
        ({}, True, None),
        ({"goods": 1}, False, None),
        ({"goods": 0}, False, None),
    ]
    assert not Path("out").exists()


def test_any_executor_does_the_work_and_progress_is_told_as_it_comes() -> None:
    seen: list[tuple[str, int, int]] = []
    build(jobs=1)
    alone = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    with ThreadPoolExecutor(2) as pool:
        build(
            executor=pool,
            force=True,
            progress=lambda item, done, every: seen.append((item.name, done, every)),
        )
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == alone
    assert sorted(name for name, _, _ in seen) == ["North", "South", "West"]
    assert [(done, every) for _, done, every in seen] == [(1, 3), (2, 3), (3, 3)]


def test_workbooks_that_call_python_have_one_file_beside_them() -> None:
    assert not build(udf=True).failed
    names = ["North.xlsm", "South.xlsm", "West.xlsm", "plansheets_udfs.py"]
    assert sorted(path.name for path in Path("out").iterdir()) == names


def test_executors_are_given_bytes_alone() -> None:
    class Watched(ThreadPoolExecutor):
        def submit(self, *given: object) -> Future[Outcome]:  # type: ignore[override]
            kinds.update(type(one) for one in given[1:])
            return super().submit(*given)  # type: ignore[arg-type]

    kinds: set[type] = set()
    with Watched(1) as pool:
        assert not build(executor=pool).failed
    assert kinds == {bytes}  # clusters look into all else: Dask takes records for dataclasses


def test_a_fault_in_one_process_costs_one_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    from plansheets.each import run

    def fails(job: Job, task: Task, kept: Kept) -> Outcome:
        if task.path.stem == "South":
            raise ZeroDivisionError("a fault")
        return whole(job, task, kept)

    whole = run.fill_one
    monkeypatch.setattr(run, "fill_one", fails)
    batch = build()
    assert [(one.name, told(one.problems)) for one in batch.failed] == [
        ("South", [("PS465", "a fault of this program: ZeroDivisionError: a fault")])
    ]
    assert len(batch.built) == 2


def test_processes_that_end_fail_their_workbooks() -> None:
    class Broken(Executor):
        def submit(self, *_: object, **__: object) -> Future[Outcome]:  # type: ignore[override]
            from concurrent.futures import BrokenExecutor

            future: Future[Outcome] = Future()
            future.set_exception(BrokenExecutor())
            return future

    batch = build(executor=Broken())
    assert {code for item in batch.items for code, _ in told(item.problems)} == {"PS465"}


def command(*more: str) -> list[str]:
    given = ["build", "shop.yaml", "--each", "shops.csv", "--by", "shop", "--locale", "en"]
    return [*given, "--data", "goods=goods.csv", "-o", "out", *more]


def test_the_command_reports_once_and_fails_where_one_did() -> None:
    Path("goods.csv").write_text(GOODS.replace("99.5", "much"), encoding="utf-8")
    done = CliRunner().invoke(cli, command("--jobs", "1"))
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "shop   rows     workbook",
        "North           failed",
        f"South  goods 1  {Path('out/South.xlsx')}",
        f"West   goods 0  {Path('out/West.xlsx')}",
    ]
    said = done.stderr.splitlines()
    assert "North: goods.csv row 2, 'price': PS420 'much' is not a number" in said
    assert said[-1] == "'out': 2 of 3 built (1 rows), 1 failed"


def test_a_list_alone_makes_workbooks_that_differ_in_their_parameters() -> None:
    options = [one for one in command("--jobs", "1") if one not in ("--data", "goods=goods.csv")]
    done = CliRunner().invoke(cli, options)
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (0, "'out': 3 of 3 built")
    assert done.stdout.splitlines()[:2] == ["shop   workbook", f"North  {Path('out/North.xlsx')}"]
    assert "Diaper" in goods(Path("out/North.xlsx"))  # the sample, as without data


def test_several_processes_write_what_one_writes() -> None:
    assert CliRunner().invoke(cli, command("--jobs", "1", "--as-of", "2024-06-30")).exit_code == 0
    alone = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    options = command("--jobs", "2", "--as-of", "2024-06-30", "--force", "--json")
    done = subprocess.run(
        [sys.executable, "-m", "plansheets", *options], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == alone


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["--by", "shop"], "--by goes with --each LIST"),
        (["--each", "shops.csv", "-o", "out"], "--each needs --by COLUMN"),
        (["--each", "shops.csv", "--by", "shop"], "--each needs -o DIR"),
        (["--each", "shops.csv", "--by", "a", "-o", "b", "--timings"], "--timings tells of one"),
    ],
)
def test_what_does_not_go_together_is_a_mistake_of_usage(given: list[str], said: str) -> None:
    done = CliRunner().invoke(cli, ["build", "shop.yaml", *given])
    assert done.exit_code == 2
    assert said in done.stderr


def _heed_interrupts() -> None:
    """What a shell starts in the background is deaf to Ctrl+C, and so is what that starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends Ctrl+C to consoles alone")
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_whoever_stops_it_keeps_what_is_done_and_nothing_half(jobs: str) -> None:
    Path("shops.csv").write_text(
        "shop\n" + "".join(f"S{number}\n" for number in range(400)), encoding="utf-8"
    )
    with subprocess.Popen(
        [sys.executable, "-m", "plansheets", *command("--jobs", jobs)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        preexec_fn=_heed_interrupts,  # noqa: PLW1509 - no other thread is running
    ) as running:
        while not list(Path().glob("out/*.xlsx")) and running.poll() is None:
            time.sleep(0.05)
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: to all of them
        _, said = running.communicate(timeout=120)
    written = sorted(Path("out").iterdir())
    assert running.returncode == 1, said
    assert 0 < len(written) < 400
    counted = re.search(r"stopped: (\d+) are in 'out', each of them whole", said)
    assert counted, said  # the last one may have been put there and not counted yet
    assert 0 <= len(written) - int(counted[1]) <= 1
    assert "Traceback" not in said
    assert {path.suffix for path in written} == {".xlsx"}
    assert [plansheets.verify(path) for path in written[-2:]] == [()] * len(written[-2:])
