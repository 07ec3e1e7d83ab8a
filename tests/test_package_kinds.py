"""A file that is no xlsx is told by what it is, and nothing is written."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from plansheets import build
from plansheets.cli import cli
from versions import BEFORE


def compound(*streams: str) -> bytes:
    """A compound file (MS-CFB) of a header, a FAT and a directory of *streams*."""
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10) + struct.pack("<II", 1, 1)
    entries = b""
    for name in ("Root Entry", *streams):
        spelled = name.encode("utf-16-le")
        entries += spelled.ljust(64, b"\0") + struct.pack("<H", len(spelled) + 2) + bytes(62)
    return header.ljust(512, b"\0") + bytes(512) + entries.ljust(2048, b"\0")


def archive(*members: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as parts:
        for name in members:
            parts.writestr(name, "x")
    return stream.getvalue()


KINDS: dict[str, tuple[bytes, str]] = {
    "protected": (compound("EncryptionInfo", "EncryptedPackage"), "protected by a password"),
    "old": (compound("Workbook"), "an .xls file of before 2007"),
    "compound": (compound("WordDocument"), "an old .xls file or a workbook encrypted"),
    "pdf": (b"%PDF-1.7\n", "a PDF document"),
    "png": (b"\x89PNG\r\n\x1a\n", "a picture"),
    "page": (b"\xef\xbb\xbf<!DOCTYPE html><p>", "a web page"),
    "csv": ("名称,数\nA,1\n".encode(), "a text file"),
    "nothing": (b"", "an empty file"),
    "zeros": (bytes(4_000), "no zip archive"),
    "ods": (archive("mimetype", "content.xml"), "an OpenDocument file"),
    "xlsb": (archive("[Content_Types].xml", "xl/workbook.bin"), "a binary workbook (.xlsb)"),
    "pages": (archive("Index/Document.iwa"), "a Numbers document"),
    "cut": (archive("[Content_Types].xml")[:40], "a damaged or cut-off zip archive"),
}
COMMANDS = {
    "verify": ("verify", "FILE"),
    "check": ("check", "FILE"),
    "repair": ("check", "FILE", "--repair", "-o", "out.xlsx"),
    "extract": ("extract", "FILE", "-o", "out"),
    "fill": ("fill", "FILE", "--set", "target=3", "-o", "out.xlsx"),
    "upgrade": ("upgrade", "FILE", "-o", "out.xlsx"),
    "preview": ("preview", "FILE", "-o", "out"),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_no_xlsx_is_told_by_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, kind: str
) -> None:
    content, said = KINDS[kind]
    monkeypatch.chdir(tmp_path)
    Path("it.xlsx").write_bytes(content)
    given = ["it.xlsx" if one == "FILE" else one for one in COMMANDS[command]]
    run = CliRunner().invoke(cli, given)
    assert (run.exit_code, type(run.exception)) == (1, SystemExit)
    assert said in run.output
    assert [one.name for one in tmp_path.iterdir()] == ["it.xlsx"]


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in ("page", "csv")])
def test_data_of_a_file_that_is_none_are_refused_by_what_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    content, said = KINDS[kind]
    monkeypatch.chdir(tmp_path)
    Path("plan.yaml").write_text(BEFORE, "utf-8")
    Path("it.xlsx").write_bytes(content)
    given = ["build", "plan.yaml", "--data", "works=it.xlsx", "-o", "out.xlsx", "--locale", "en"]
    run = CliRunner().invoke(cli, given)
    assert (run.exit_code, type(run.exception)) == (1, SystemExit)
    assert said in run.output
    assert not Path("out.xlsx").exists()


@pytest.mark.parametrize("ending", [".ods", ".xls", ".xlsb", ".csv"])
@pytest.mark.parametrize("command", ["repair", "fill"])
def test_nobody_is_told_to_name_a_workbook_otherwise_because_the_file_read_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"it{ending}").write_bytes(KINDS["ods"][0])
    given = [f"it{ending}" if one == "FILE" else one for one in COMMANDS[command]]
    run = CliRunner().invoke(cli, given)
    assert run.exit_code == 1
    assert "an OpenDocument file" in run.output
    assert "PS308" not in run.output


@pytest.mark.parametrize("ending", [".ods", ".xls", ".xlsb"])
def test_preview_takes_no_workbook_for_a_blueprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(f"it{ending}").write_bytes(KINDS["old"][0])
    run = CliRunner().invoke(cli, ["preview", f"it{ending}", "-o", "out"])
    assert run.exit_code == 1
    assert "UTF-8" not in run.output


def test_macros_of_a_workbook_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(BEFORE, "utf-8")
    plan = build(tmp_path / "plan.yaml", tmp_path / "plan.xlsx", locale="en").path
    book, macros = tmp_path / "macros.xlsm", compound("VBA")
    with zipfile.ZipFile(plan) as old, zipfile.ZipFile(book, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "[Content_Types].xml":
                content = content.replace(
                    b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
                ).replace(
                    b"</Types>",
                    b'<Default Extension="bin" '
                    b'ContentType="application/vnd.ms-office.vbaProject"/></Types>',
                )
            if name == "xl/_rels/workbook.xml.rels":
                content = content.replace(
                    b"</Relationships>",
                    b'<Relationship Id="rIdV" Type="http://schemas.microsoft.com/office/2006/'
                    b'relationships/vbaProject" Target="vbaProject.bin"/></Relationships>',
                )
            new.writestr(name, content)
        new.writestr("xl/vbaProject.bin", macros)
    run = CliRunner().invoke(
        cli, ["fill", str(book), "--set", "target=3", "-o", str(tmp_path / "new.xlsm")]
    )
    assert run.exit_code == 0, run.output
    with zipfile.ZipFile(tmp_path / "new.xlsm") as parts:
        assert parts.read("xl/vbaProject.bin") == macros
        assert b"macroEnabled" in parts.read("[Content_Types].xml")
