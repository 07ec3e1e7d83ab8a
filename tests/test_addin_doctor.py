"""The doctor of the add-in, in offices that are imitated: folders, a registry of their own."""

from __future__ import annotations

import re
import shutil
import struct
import sys
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import pytest
from click.testing import CliRunner

from plansheets.addin.doctor import examine
from plansheets.addin.machine import Machine, bits_of
from plansheets.addin.vba.build import build_vba
from plansheets.addin.xlwings import build_xlwings
from plansheets.cli import cli

XLWINGS = version("xlwings")
BOOK = "plansheets-functions.xlsm"
ADDIN = "plansheets-functions.xlam"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_xlwings(folder)
    return folder


@pytest.fixture
def files(built: Path, tmp_path: Path) -> Path:
    """The add-in's files in a folder of this office."""
    return Path(shutil.copytree(built, tmp_path / "files"))


def program(path: Path, bits: int) -> Path:
    """The head of a Windows program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = {32: 0x014C, 64: 0x8664}[bits]
    path.write_bytes(struct.pack("<60xI", 0x40) + b"PE\0\0" + struct.pack("<H", kind))
    return path


def python_in(folder: Path, *, programs: str = "", bits: int = 64) -> Path:
    """A Python with all that is needed; a virtual one has its programs in a folder of theirs."""
    for package in ("plansheets-0.1.0", f"xlwings-{XLWINGS}", "pywin32-312"):
        (folder / "Lib" / "site-packages" / f"{package}.dist-info").mkdir(parents=True)
    for library in (32, 64):
        program(folder / f"xlwings{library}-{XLWINGS}.dll", library)
    program(folder / programs / "pythonw.exe", bits)
    return program(folder / programs / "python.exe", bits)


@pytest.fixture
def office(tmp_path: Path) -> Machine:
    """Where everything is right."""
    return Machine(
        system="win32",
        python=python_in(tmp_path / "Python311"),
        python_bits=64,
        home=tmp_path / "home",
        path=(tmp_path / "System32", tmp_path / "Python311"),
        endings=(".exe", ".bat"),
        code_page="cp1252",
        excel=program(tmp_path / "Office16" / "EXCEL.EXE", 64),
        xlwings=XLWINGS,
        pywin32=True,
        macros_off=False,
    )


def told(file: Path, machine: Machine) -> tuple[str, str]:
    """The one fault that is found, and how it is mended."""
    (wrong,) = [one for one in examine(file, machine) if not one.fine]
    for words in (wrong.what, wrong.mend):
        assert re.search("[\u4e00-\u9fff]", words.zh) or words.zh == words.en
    return wrong.what.en, wrong.mend.en


@pytest.mark.parametrize("name", [BOOK, ADDIN])
def test_a_sound_office(name: str, files: Path, office: Machine) -> None:
    found = examine(files / name, office)
    assert [one.what.en for one in found if not one.fine] == []
    assert f"Excel starts {office.path[1] / 'pythonw.exe'}, set by nothing" in [
        one.what.en for one in found
    ]


def test_no_python(files: Path, office: Machine) -> None:
    nowhere = replace(office, path=office.path[:1], python=Path("gone/python.exe"))
    what, mend = told(files / BOOK, nowhere)
    assert what == "there is no Python: no pythonw on PATH"
    assert 'python.org, tick "Add python.exe to PATH"' in mend


def test_store_python(files: Path, office: Machine) -> None:
    alias = program(office.home / "Microsoft" / "WindowsApps" / "pythonw.exe", 64)
    what, mend = told(files / BOOK, replace(office, path=(alias.parent, *office.path)))
    assert what.startswith("Excel starts a Python from the Microsoft Store")
    assert "App execution aliases" in mend


def test_store_excel(files: Path, office: Machine) -> None:
    excel = program(office.home / "WindowsApps" / "EXCEL.EXE", 64)
    what, mend = told(files / BOOK, replace(office, excel=excel))
    assert what.startswith("Excel is from the Microsoft Store")
    assert "install it from office.com" in mend


def test_blocked_file(files: Path, office: Machine) -> None:
    (files / f"{BOOK}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    what, mend = told(files / BOOK, office)
    assert what == f"'{BOOK}' was downloaded: Windows blocks its macros"
    assert "Properties > tick Unblock" in mend
    assert "Trusted Locations" in mend


def test_wrong_bitness(files: Path, office: Machine) -> None:
    excel = program(office.excel or Path(), 32)
    (office.path[1] / f"xlwings32-{XLWINGS}.dll").unlink()
    what, mend = told(files / BOOK, replace(office, excel=excel))
    assert what.startswith(f"Excel has 32 bits and needs xlwings32-{XLWINGS}.dll")
    assert f"-m pip install --force-reinstall xlwings=={XLWINGS}" in mend
    other = program(office.path[1] / f"xlwings32-{XLWINGS}.dll", 64)
    assert told(files / BOOK, office)[0] == f"Excel has 32 bits, and {other} has 64"


def test_venv_not_on_path(files: Path, office: Machine, tmp_path: Path) -> None:
    virtual = python_in(tmp_path / "venv", programs="Scripts")
    mine = replace(office, python=virtual, path=office.path[:1])
    what, mend = told(files / BOOK, mine)
    assert what.startswith("Excel finds no Python: pythonw is in no folder of PATH")
    assert "on the sheet xlwings.conf, in the first free row, write Interpreter_Win" in mend
    assert str(virtual.with_name("pythonw.exe")) in mend


def test_venv_on_path_whose_library_is_not(files: Path, office: Machine, tmp_path: Path) -> None:
    virtual = python_in(tmp_path / "venv", programs="Scripts")
    mine = replace(office, python=virtual, path=(virtual.parent,))
    what, mend = told(files / BOOK, mine)
    assert what.startswith(f"Excel looks for xlwings64-{XLWINGS}.dll along PATH")
    assert str(virtual.with_name("pythonw.exe")) in mend


@pytest.mark.parametrize(("name", "sheet"), [(BOOK, "xlwings.conf"), (ADDIN, "plansheets.conf")])
def test_conf_sheet_of_another_machine(
    name: str, sheet: str, office: Machine, tmp_path: Path
) -> None:
    build_xlwings(tmp_path / "theirs", r"C:\Users\Li\venv\Scripts\pythonw.exe")
    what, mend = told(tmp_path / "theirs" / name, office)
    assert what.startswith(f"the sheet {sheet} sets a Python that is not on this computer")
    if name == BOOK:
        assert f"on the sheet {sheet}, delete the row Interpreter_Win" in mend
    else:
        assert mend.startswith("Excel hides that sheet of an add-in: plansheets addin build")
        assert f'--force --python "{office.python.with_name("pythonw.exe")}"' in mend


def test_an_add_in_has_no_sheet_to_write_into(files: Path, office: Machine, tmp_path: Path) -> None:
    virtual = python_in(tmp_path / "venv", programs="Scripts")
    mine = replace(office, python=virtual, path=office.path[:1])
    what, mend = told(files / ADDIN, mine)
    assert what.startswith("Excel finds no Python")
    conf, line = office.home / ".plansheets" / "plansheets.conf", mend.split(" line ")[1]
    assert f"into {conf}; or plansheets addin build xlwings" in mend
    conf.parent.mkdir(parents=True)
    conf.write_text(line.partition(" into ")[0], encoding="utf-8")
    assert [one.what.en for one in examine(files / ADDIN, mine) if not one.fine] == []


@pytest.mark.parametrize(
    ("settings", "folder"),
    [
        ('"INTERPRETER","{0}/own/pythonw.exe"', "own"),
        ('"INTERPRETER_WIN",""\n"INTERPRETER","{0}/own/pythonw.exe"', "own"),
        ('"INTERPRETER_WIN","%OFFICE%/own/pythonw.exe"', "own"),
        ('"CONDA PATH","{0}/conda"\n"CONDA ENV","base"', "conda"),
        ('"CONDA PATH","{0}/conda"\n"CONDA ENV","shop"', "conda/envs/shop"),
        ('"INTERPRETER_WIN","{0}/own/pythonw.exe"\n"CONDA PATH","x"\n"CONDA ENV","y"', "own"),
    ],
)
def test_every_setting_that_chooses_a_python(
    settings: str,
    folder: str,
    files: Path,
    office: Machine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OFFICE", str(tmp_path))
    python = python_in(tmp_path / folder)
    conf = office.home / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text(settings.format(tmp_path), encoding="utf-8")
    found = examine(files / BOOK, office)
    assert [one.what.en for one in found if not one.fine] == []
    assert f"Excel starts {python.with_name('pythonw.exe')}, set by '{conf}'" in [
        one.what.en for one in found
    ]


def test_a_sheet_goes_before_what_the_user_has_set(
    files: Path, office: Machine, tmp_path: Path
) -> None:
    conf = office.home / ".xlwings" / "xlwings.conf"
    conf.parent.mkdir(parents=True)
    conf.write_text('"INTERPRETER_WIN","C:/gone/pythonw.exe"\n', encoding="utf-8")
    what, mend = told(files / BOOK, office)
    assert what == f"'{conf}' sets a Python that is not on this computer: C:/gone/pythonw.exe"
    assert mend.startswith(f"write this computer's Python into '{conf}'")
    build_xlwings(tmp_path / "own", str(office.python))
    assert [one.what.en for one in examine(tmp_path / "own" / BOOK, office) if not one.fine] == []


def test_a_python_without_what_it_needs(files: Path, office: Machine) -> None:
    site = office.path[1] / "Lib" / "site-packages"
    shutil.rmtree(site / "pywin32-312.dist-info")
    what, mend = told(files / BOOK, office)
    assert what == "that Python has no pywin32"
    assert mend.startswith(f'"{office.path[1] / "python.exe"}" -m pip install plansheets')


def test_a_folder_outside_the_code_page(files: Path, office: Machine, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(files, tmp_path / "计划表"))
    what, mend = told(folder / BOOK, office)
    assert what.endswith("cp1252, Windows' letters here, has not: 计划表")
    assert r"C:\plansheets" in mend
    chinese = examine(folder / BOOK, replace(office, code_page="cp936"))
    assert all(one.fine for one in chinese)


def test_vba_of_another_xlwings(files: Path, office: Machine) -> None:
    what, mend = told(files / BOOK, replace(office, xlwings="0.30.0"))
    assert what == f"its VBA belongs to xlwings {XLWINGS}, and 0.30.0 is installed"
    assert mend == f"pip install xlwings=={XLWINGS}, or build the add-in again"


def test_macros_switched_off(files: Path, office: Machine) -> None:
    what, mend = told(files / BOOK, replace(office, macros_off=True))
    assert what == "Excel runs no macros at all"
    assert "Macro Settings" in mend


def test_an_add_in_of_vba_alone_needs_no_python(office: Machine, tmp_path: Path) -> None:
    build_vba(tmp_path / "native")
    file = tmp_path / "native" / "plansheets.xlam"
    for machine in (office, replace(office, system="darwin", excel=None, xlwings=None)):
        found = examine(file, machine)
        assert all(one.fine for one in found)
        assert found[0].what.en == "the functions of 'plansheets.xlam' are VBA, and need no Python"
    assert told(file, replace(office, macros_off=True))[0] == "Excel runs no macros at all"
    file.with_name(f"{file.name}:Zone.Identifier").write_text("[ZoneTransfer]\n", encoding="utf-8")
    assert "tick Unblock" in told(file, office)[1]


def test_what_is_no_windows_program_has_no_bits(tmp_path: Path) -> None:
    assert bits_of(Path(sys.executable)) is None
    assert bits_of(tmp_path / "nothing.exe") is None


def test_the_command_says_what_to_click(
    files: Path, office: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    (files / f"{BOOK}:Zone.Identifier").touch()
    monkeypatch.setattr("plansheets.addin.doctor.this_machine", lambda: office)
    asked = CliRunner().invoke(cli, ["addin", "doctor", str(files / BOOK)])
    assert asked.exit_code == 1
    assert f"▼ '{BOOK}' was downloaded: Windows blocks its macros\n  → close it" in asked.stdout
