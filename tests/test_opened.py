"""Files are looked at before they are read: every strange one gets one message, at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from plansheets.cli import cli
from plansheets.errors import WorkbookError
from plansheets.opened import CannotOpenError, open_file
from plansheets.workbook.verify import verify


def pipe(path: Path) -> None:
    os.mkfifo(path)


def giant(path: Path) -> None:
    with path.open("wb") as stream:
        stream.truncate(1 << 42)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


STRANGE = [pipe, giant, loop, folder]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and no devices by name")
@pytest.mark.parametrize("make", STRANGE)
@pytest.mark.parametrize("command", [["verify"], ["build", "sku-management", "--data"]])
def test_a_strange_file_gets_one_message(
    make: Callable[[Path], None], command: list[str], tmp_path: Path
) -> None:
    file = tmp_path / "strange.xlsx"
    make(file)
    named = f"skus={file}" if "--data" in command else str(file)
    result = CliRunner().invoke(cli, [*command, named])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.count("PS") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and no devices by name")
@pytest.mark.parametrize("make", STRANGE)
@pytest.mark.parametrize("command", ["validate", "show", "build"])
def test_a_strange_blueprint_gets_one_message(
    make: Callable[[Path], None], command: str, tmp_path: Path
) -> None:
    file = tmp_path / "strange.yaml"
    make(file)
    result = CliRunner().invoke(cli, [command, str(file)])
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.count("PS115") == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes and no devices by name")
def test_strange_files_in_a_folder_are_left_out_of_the_whole(tmp_path: Path) -> None:
    """A pipe was once waited for, a device read without end, a loop of links a traceback."""
    pytest.importorskip("duckdb")
    for make in STRANGE:
        make(tmp_path / f"{make.__name__}.xlsx")
    (tmp_path / "device.xlsx").symlink_to("/dev/zero")
    options = ["--by", "store", "--name", "{store}.xlsx", "--jobs", "1", "--json", "-o"]
    result = CliRunner().invoke(cli, ["consolidate", str(tmp_path), *options, str(tmp_path / "o")])
    assert isinstance(result.exception, SystemExit)
    assert result.output.count("PS700") == len(STRANGE) + 1


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file here")
def test_what_fails_while_it_is_read_is_told_without_the_system_s_number() -> None:
    for command in (["verify"], ["check"], ["validate"], ["build", "sku-management", "--each"]):
        result = CliRunner().invoke(cli, [*command, "/proc/self/mem"])
        assert isinstance(result.exception, SystemExit)
        assert "Errno" not in result.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no devices by name")
@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom"])
def test_a_device_is_no_blueprint(device: str) -> None:
    result = CliRunner().invoke(cli, ["validate", device])
    assert "PS115 the blueprint cannot be read: it is a device" in result.stderr


def test_a_sample_file_without_end_is_not_read(tmp_path: Path) -> None:
    giant(tmp_path / "rows.csv")
    blueprint = tmp_path / "plan.yaml"
    blueprint.write_text(
        "blueprint: plan\nversion: 1.0.0\ntitle: A\ntables: {tt: {title: T, sample: rows.csv, "
        "columns: [{id: kk, type: key, label: k}]}}\n"
        "sheets: [{id: main, title: S, blocks: [table: tt]}]\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(cli, ["validate", str(blueprint)])
    assert result.exit_code == 1
    assert "PS115 the sample file 'rows.csv' cannot be read: it has" in result.stderr


@pytest.mark.parametrize("name", ["no\0name.xlsx", "half \ud83d.xlsx", "gone.xlsx"])
def test_a_name_that_no_file_has_gets_one_message(name: str) -> None:
    with pytest.raises(WorkbookError) as caught:
        verify(name)
    assert [problem.code for problem in caught.value.problems] == ["PS500"]
    data = ["build", "sku-management", "--data", f"skus={name}"]
    result = CliRunner().invoke(cli, data)
    assert isinstance(result.exception, SystemExit)
    assert result.stderr.count("PS401") == 1


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device here")
def test_a_device_without_an_end_is_refused() -> None:
    with pytest.raises(CannotOpenError, match="device"):
        open_file(Path("/dev/zero"))


def test_an_ordinary_file_is_opened(tmp_path: Path) -> None:
    file = tmp_path / "data.csv"
    file.write_bytes(b"a,b")
    with open_file(file) as stream:
        assert stream.read() == b"a,b"
