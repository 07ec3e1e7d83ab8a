"""The xlwings add-in: its files, its VBA as another reader sees it, and what its doctor says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyopenvba.cfb import CFB

from openxml import validate
from plansheets import verify
from plansheets.addin.doctor import examine
from plansheets.addin.examples import settings
from plansheets.addin.wrappers import MODULE, wrapper_module
from plansheets.addin.xlwings import build_xlwings
from plansheets.cli import cli
from plansheets.functions.catalog import FUNCTIONS
from plansheets.functions.outline import excel_name

FILES = [
    "plansheets-functions.xlsm",
    "plansheets-functions.xlam",
    "plansheets_udfs.py",
    "README.txt",
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("addin")
    build_xlwings(made)
    return made


def modules(path: Path) -> dict[str, str]:
    """The VBA modules of a file, as olevba reads them; a process, for it warns when imported."""
    words = [sys.executable, "-W", "ignore", "-m", "oletools.olevba", "--code", str(path)]
    shown = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    parts = re.split(r"^VBA MACRO (\w+)\.\w+ *\n.*\n(?:- )+- *\n", shown, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("name", FILES[:2])
def test_another_reader_finds_a_wrapper_for_every_function(name: str, folder: Path) -> None:
    found = modules(folder / name)
    code = found[MODULE]
    for function in FUNCTIONS:
        assert re.search(rf"^Public Function {excel_name(function)}\(", code, re.MULTILINE)
        assert f'Called("{excel_name(function)}", Array(' in code
    assert "RegisterHelp" in found["ThisWorkbook"]
    assert "Function XLPy()" in found["xlwings"]


def test_the_add_in_is_called_plansheets_and_serves_every_workbook(folder: Path) -> None:
    found = modules(folder / FILES[1])
    assert 'PROJECT_NAME As String = "plansheets"' in found["xlwings"]
    assert b"addin.macroEnabled" in part(folder / FILES[1], "[Content_Types].xml")
    assert b'name="plansheets.conf"' in part(folder / FILES[1], "xl/workbook.xml")


def part(path: Path, name: str) -> bytes:
    from zipfile import ZipFile

    with ZipFile(path) as package:
        return package.read(name)


def test_vba_keeps_to_its_limits() -> None:
    lines = wrapper_module().split("\r\n")
    assert [line for line in lines if len(line) > 1_000 or not line.isascii()] == []
    continued = 0
    for line in lines:
        continued = continued + 1 if line.endswith(" _") else 0
        assert continued <= 24


def test_blocks_of_vba_are_closed() -> None:
    code = wrapper_module()
    for word in ("Function", "Sub"):
        opened = re.findall(rf"^(?:Public |Private )?{word} ", code, re.MULTILINE)
        assert len(opened) == len(re.findall(rf"^End {word}\r$", code, re.MULTILINE))


def test_the_workbook_is_sound_and_shows_every_function(folder: Path) -> None:
    assert validate(folder / FILES[0]) == []
    assert verify(folder / FILES[0]) == ()
    sheet = part(folder / FILES[0], "xl/worksheets/sheet1.xml").decode()
    missing = [
        one.name for one in FUNCTIONS if not re.search(rf"<f[^>]*>{excel_name(one)}\(", sheet)
    ]
    assert missing == []


def test_the_same_add_in_has_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    build_xlwings(tmp_path)
    assert [(tmp_path / name).read_bytes() for name in FILES] == [
        (folder / name).read_bytes() for name in FILES
    ]


def test_the_interpreter_is_written_into_the_settings(tmp_path: Path) -> None:
    build_xlwings(tmp_path, r"C:\Python\pythonw.exe")
    assert rb"C:\Python\pythonw.exe" in part(tmp_path / FILES[0], "xl/sharedStrings.xml")


def test_an_interpreter_is_written_without_being_told_on_windows_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert b"Interpreter_Win" not in part(folder / FILES[1], "xl/sharedStrings.xml")
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr("sys.executable", str(tmp_path / "python.exe"))
    (tmp_path / "pythonw.exe").touch()
    assert dict(settings())["Interpreter_Win"] == str(tmp_path / "pythonw.exe")


@pytest.mark.parametrize("name", FILES[:2])
def test_excel_finds_no_compiled_code_and_nothing_left_over(name: str, folder: Path) -> None:
    project = part(folder / name, "xl/vbaProject.bin")
    stored = CFB.from_bytes(project)
    assert stored.get_stream_in_storage("VBA", "_VBA_PROJECT").hex() == "cc61ffff000000"
    for module in stored.list_streams_in_storage("VBA"):
        if module != "_VBA_PROJECT":
            # a module's text begins where its stream does: no compiled code before it
            assert stored.get_stream_in_storage("VBA", module)[0] == 1
    found = modules(folder / name)
    assert "Module1" not in found
    assert not re.search("SampleCall|myaddin", "".join(found.values()), re.IGNORECASE)


def test_files_that_are_there_are_kept_unless_forced(tmp_path: Path) -> None:
    mine = tmp_path / FILES[2]
    mine.write_text("def mine(): ...", encoding="utf-8")
    assert build_xlwings(tmp_path).kept == (mine,)
    assert mine.read_text("utf-8") == "def mine(): ..."
    assert build_xlwings(tmp_path, force=True).kept == ()
    assert "plansheets.udfs" in mine.read_text("utf-8")


def said(folder: Path, name: str = FILES[0]) -> list[str]:
    return [one.what.en for one in examine(folder / name) if not one.fine]


def test_the_doctor_finds_nothing_wrong_with_what_was_just_built(folder: Path) -> None:
    assert [one for one in said(folder) if "Windows" not in one] == []


def test_the_doctor_names_what_is_wrong(folder: Path, tmp_path: Path) -> None:
    book = tmp_path / FILES[0]
    book.write_bytes((folder / FILES[0]).read_bytes())
    assert f"no {FILES[2]} beside it" in said(tmp_path)
    assert "no file" in said(tmp_path, "nothing.xlsm")[-1]
    (tmp_path / FILES[2]).write_text("def mine(): ...", encoding="utf-8")
    assert said(tmp_path)[-1] == f"{FILES[2]} does not bring the functions"
    (tmp_path / "plain.xlsm").write_bytes(b"no zip at all")
    assert "'plain.xlsm' holds no VBA that can be read" in said(tmp_path, "plain.xlsm")


def test_the_command_prints_the_files_and_the_doctor_exits_with_1_here(tmp_path: Path) -> None:
    built = CliRunner().invoke(cli, ["addin", "build", "xlwings", "-o", str(tmp_path)])
    assert built.exit_code == 0
    assert built.stdout.split() == [str(tmp_path / name) for name in FILES]
    again = CliRunner().invoke(cli, ["addin", "build", "xlwings", "-o", str(tmp_path)])
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr.count("which is there already; --force writes it anew") == len(FILES)
    asked = CliRunner().invoke(cli, ["addin", "doctor", str(tmp_path / "nothing.xlsm")])
    assert asked.exit_code == 1
    assert "→ name the .xlsm or .xlam of the add-in" in asked.stdout


def test_without_pyopenvba_there_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from importlib.util import find_spec

    monkeypatch.setattr(
        "plansheets.addin.project.find_spec",
        lambda name: None if name == "pyopenvba" else find_spec(name),
    )
    result = CliRunner().invoke(cli, ["addin", "build", "xlwings", "-o", str(tmp_path / "new")])
    assert result.exit_code == 1
    assert "PS601 pyOpenVBA is not installed" in result.stderr
    assert not (tmp_path / "new").exists()
