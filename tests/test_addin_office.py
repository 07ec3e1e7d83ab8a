"""The add-in of Office.js: its files by the rules published, and calls in a stand-in for Excel."""

from __future__ import annotations

import json
import re
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from lxml import etree

from office_host import DESKTOP, SILENT, WEB, ask_excel, in_cells, range_shown
from pasted import pasted_calls
from plansheets.addin.javascript.metadata import office_id, office_name
from plansheets.addin.javascript.office import (
    CHINESE_METADATA,
    EXAMPLES,
    MANIFEST,
    METADATA,
    PAGE,
    README,
    SCRIPT,
    build_office,
)
from plansheets.cli import cli
from plansheets.functions.catalog import CATALOG, FUNCTIONS
from plansheets.functions.vectors import Vector, vectors
from plansheets.grid import serial
from plansheets.values.days import read_date
from surfaces import expected
from test_functions_proof import same

ICONS = [f"icon-{size}.png" for size in (16, 32, 64, 80)]
FILES = [MANIFEST, SCRIPT, METADATA, CHINESE_METADATA, PAGE, *ICONS, EXAMPLES, README]
ADDRESS = "https://our.server/plan-sheets"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("office")
    build_office(made, ADDRESS)
    return made


# -- functions.json, by what Microsoft publishes of its properties ---------------------------------

FUNCTION: dict[str, type] = {
    "id": str, "name": str, "description": str, "helpUrl": str, "parameters": list,
    "result": dict, "options": dict,
}  # fmt: skip
PARAMETER: dict[str, type] = {
    "name": str, "description": str, "type": str, "dimensionality": str, "optional": bool,
}  # fmt: skip
OPTIONS = {
    "cancelable", "requiresAddress", "requiresParameterAddresses", "stream", "volatile",
}  # fmt: skip


@pytest.mark.parametrize("name", [METADATA, CHINESE_METADATA])
def test_the_metadata_keeps_to_what_is_published(name: str, folder: Path) -> None:
    told = json.loads((folder / name).read_text("utf-8"))
    assert set(told) == {"$schema", "allowErrorForDataTypeAny", "functions"}
    assert told["allowErrorForDataTypeAny"] is True
    ids = [one["id"] for one in told["functions"]]
    assert ids == list(map(office_id, FUNCTIONS))
    assert len(set(ids)) == len(ids)
    for one in told["functions"]:
        assert {key: type(value) for key, value in one.items()} == FUNCTION
        # the rules of two references together: letters and dots, three characters or more
        assert re.fullmatch(r"[A-Z][A-Z.]{2,63}", one["id"])
        assert re.fullmatch(r"[A-Z][A-Z_]{2,63}", one["name"])
        assert 1 <= len(one["description"]) <= 1024
        assert one["helpUrl"].startswith(f"{ADDRESS}/{PAGE}#")
        assert one["result"] == {"type": "any", "dimensionality": "matrix"}
        assert one["options"].keys() <= OPTIONS
        assert len(one["parameters"]) <= 128
        for each in one["parameters"]:
            assert {key: type(value) for key, value in each.items()} == PARAMETER
            assert each["description"]
            assert (each["type"], each["dimensionality"]) == ("any", "matrix")
        optional = [each["optional"] for each in one["parameters"]]
        assert optional == sorted(optional), "those that may be left out come last"


def test_each_language_has_its_own_words(folder: Path) -> None:
    english, chinese = (
        json.loads((folder / name).read_text("utf-8"))["functions"]
        for name in (METADATA, CHINESE_METADATA)
    )
    for one, other, function in zip(english, chinese, FUNCTIONS, strict=True):
        assert (one["id"], one["name"]) == (other["id"], other["name"])
        assert one["description"].startswith(function.title.en)
        assert other["description"].startswith(function.title.zh)


# -- the manifest ----------------------------------------------------------------------------------

OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
OVERRIDES = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
BASIC = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"

ORDER = [
    "Id", "Version", "ProviderName", "DefaultLocale", "DisplayName", "Description", "IconUrl",
    "HighResolutionIconUrl", "SupportUrl", "Hosts", "Requirements", "DefaultSettings",
    "Permissions", "VersionOverrides",
]  # fmt: skip
"""Elements in any other order are refused."""


def test_the_manifest_has_its_parts_in_order_and_names_files_that_are_there(folder: Path) -> None:
    root = etree.parse(folder / MANIFEST).getroot()
    assert [etree.QName(one).localname for one in root] == ORDER
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", root.findtext(f"{OFFICE}Id"))
    assert re.fullmatch(r"\d+\.\d+\.\d+\.\d+", root.findtext(f"{OFFICE}Version"))
    texts = [value for one in root.iter() for value in (*one.attrib.values(), one.text or "")]
    addresses = [one for one in texts if one.startswith(ADDRESS)]
    names = {one.removeprefix(f"{ADDRESS}/") for one in addresses}
    assert names == {PAGE, SCRIPT, METADATA, CHINESE_METADATA, *ICONS}
    assert all((folder / name).exists() for name in names)
    assert not [one for one in texts if "://" in one and one not in addresses]


def test_every_resource_of_the_manifest_is_used_and_there(folder: Path) -> None:
    root = etree.parse(folder / MANIFEST).getroot()
    used = {one.get("resid") for one in root.iter() if one.get("resid")}
    there = {one.get("id") for one in root.iter() if etree.QName(one).namespace == BASIC[1:-1]}
    assert used == there - {None}
    assert all(len(one) <= 32 for one in used)
    for text in root.iter(f"{BASIC}String"):
        longest = 125 if etree.QName(text.getparent()).localname == "ShortStrings" else 250
        assert all(len(one.get("DefaultValue", one.get("Value"))) <= longest for one in text.iter())


def test_functions_and_page_share_one_runtime(folder: Path) -> None:
    root = etree.parse(folder / MANIFEST).getroot()
    host = root.find(f"{OVERRIDES}VersionOverrides/{OVERRIDES}Hosts/{OVERRIDES}Host")
    assert [etree.QName(one).localname for one in host] == [
        "Runtimes",
        "AllFormFactors",
        "DesktopFormFactor",
    ]
    runtime = host.find(f"{OVERRIDES}Runtimes/{OVERRIDES}Runtime")
    page = host.find(f".//{OVERRIDES}Page/{OVERRIDES}SourceLocation")
    assert (runtime.get("lifetime"), runtime.get("resid")) == ("long", page.get("resid"))
    sets = {one.get("Name"): one.get("MinVersion") for one in root.iter(f"{OFFICE}Set")}
    assert sets == {"SharedRuntime": "1.1", "CustomFunctionsRuntime": "1.3"}


@pytest.mark.parametrize("name", ICONS)
def test_an_icon_is_as_large_as_its_name_says(name: str, folder: Path) -> None:
    content = (folder / name).read_bytes()
    width, height = struct.unpack(">II", content[16:24])
    assert name == f"icon-{width}.png"
    assert width == height
    start = content.index(b"IDAT")
    (length,) = struct.unpack(">I", content[start - 4 : start])
    points = zlib.decompress(content[start + 4 : start + 4 + length])
    assert len(points) == height * (1 + 3 * width)
    assert points.count(b"\xff\xff\xff") > width


def test_the_page_of_help_has_every_function_where_links_lead(folder: Path) -> None:
    page = etree.HTML((folder / PAGE).read_text("utf-8"))
    assert page.xpath("//section/@id") == [one.name for one in FUNCTIONS]
    assert "Not tried in Excel: blank arguments" in "".join(page.itertext())
    assert "空单元格" in "".join(page.itertext())
    examples = page.xpath("//section/p[@class='example']/text()")
    assert examples[FUNCTIONS.index(CATALOG["roi"])] == "例 · example: 500, 100 → 5"
    scripts = page.xpath("//script/@src")
    assert scripts == ["https://appsforoffice.microsoft.com/lib/1/hosted/office.js", SCRIPT]


# -- calls -----------------------------------------------------------------------------------------


@pytest.mark.node
@pytest.mark.parametrize("how", [WEB, DESKTOP], ids=["web", "desktop"])
def test_every_example_is_right_where_it_is_pasted(how: Any, folder: Path) -> None:
    pasted = list(pasted_calls((folder / EXAMPLES).read_text("utf-8"), "PS."))
    ids = {office_name(one): office_id(one) for one in FUNCTIONS}
    calls = [[ids[one.name], [_with_serials(area) for area in one.arguments]] for one in pasted]
    answers = ask_excel(calls, how, (folder / SCRIPT).read_text("utf-8"))
    for function, answer in zip(FUNCTIONS, answers, strict=True):
        wanted = function.examples[0].error or function.examples[0].result
        vector = Vector(function, function.examples[0].arguments, wanted, "")
        assert same(range_shown(vector, answer), expected(wanted)), function.name


def _with_serials(area: list[list[Any]]) -> list[list[Any]]:
    return [
        [serial(read_date(one["day"][:10])) if isinstance(one, dict) else one for one in row]
        for row in area
    ]


@pytest.mark.node
def test_where_excel_tells_nothing_of_its_cells_no_number_is_wrong() -> None:
    asked = vectors()
    calls = [[office_id(one.function), list(map(in_cells, one.arguments))] for one in asked]
    refused = 0
    for vector, answer in zip(asked, ask_excel(calls, SILENT), strict=True):
        first = answer["shown"][0][0]
        if isinstance(first, dict) and "Blank or 0?" in first.get("message", ""):
            refused += 1
        else:
            assert same(range_shown(vector, answer), expected(vector.result)), str(vector)
    assert refused > 500


NA = {"error": "#N/A", "message": "缺少数据 · something is missing"}
DIV = {"error": "#DIV/0!", "message": ""}
VALUE = {"error": "#VALUE!", "message": "参数不合理 · an argument makes no sense"}
UNTOLD = {
    "error": "#VALUE!",
    "message": "空单元格还是 0？Excel 没有说明 · Blank or 0? Excel did not say",
}

CALLS: dict[str, tuple[list[Any], Any]] = {
    "a blank cell": (["ROI", [[[None]], [[80]]]], [[NA]]),
    "a 0 in a cell": (["ROI", [[[0]], [[80]]]], [[0]]),
    "a 0 in a cell where a base is due": (["ROI", [[[80]], [[0]]]], [[DIV]]),
    "a 0 written out": (["ROI", [{"written": 0}, [[80]]]], [[0]]),
    "blanks among zeros": (
        ["ROI", [[[0], [None], [90], [None]], [[80]]]],
        [[0], [NA], [1.125], [NA]],
    ),
    "a whole column": (
        ["REPEAT.RATE", [[[0], [1], [None], [2]]], {"wholeColumns": True}],
        [[0.5]],
    ),
    "a whole column without a value": (
        ["REPEAT.RATE", [[[None], [None]]], {"wholeColumns": True}],
        [[DIV]],
    ),
    "an Excel that is busy": (["ROI", [[[None]], [[80]]], {"refusing": True}], [[UNTOLD]]),
    "an Excel that is busy without need": (
        ["ROI", [[[450]], [[80]]], {"refusing": True}],
        [[5.625]],
    ),
    "an error": (["ROI", [[[{"error": "#N/A"}]], [[80]]]], [[NA]]),
    "an error of a kind of its own": (
        ["ROI", [[[{"error": "#REF!"}]], [[80]]]],
        [[{"error": "#VALUE!", "message": "#REF!"}]],
    ),
    "single values that are no rows": (["ROI", [[[None]], [[80]]], {"bare": True}], [[NA]]),
    "a blank that may be left out": (
        ["ROI", [[[450]], [[80]], [["margin"]], [[None]]], {"bare": True}],
        [[NA]],
    ),
    "a zero with a sign": (["DEVIATION", [[[-0.0]], [[0]]]], [[0]]),
    "left out": (["ROI", [[[450]], [[80]], "left out", [[0.5]]]], [[5.625]]),
    "a blank in a column of scores": (["RANK.SCORES", [[[1], [None], [0]]]], [[3], [NA], [1]]),
    "a truth value": (["ROI", [[[True]], [[80]]]], [[VALUE]]),
    "digits in a text": (["ROI", [[["450"]], [[80]]]], [[VALUE]]),
    "an empty text": (["ROI", [[[""]], [[80]]]], [[NA]]),
    "a blank condition": (
        ["FAVOURABLE.DEVIATION", [[[90]], [[100]], [[None]]]],
        [[-0.1]],
    ),
}


@pytest.fixture(scope="module")
def called() -> dict[str, dict[str, Any]]:
    asked = [call for call, _ in CALLS.values()]
    return {
        where: dict(zip(CALLS, ask_excel(asked, how), strict=True))
        for where, how in (("web", WEB), ("desktop", DESKTOP))
    }


@pytest.mark.node
@pytest.mark.parametrize("where", ["web", "desktop"])
@pytest.mark.parametrize("what", CALLS)
def test_a_call_from_a_cell(what: str, where: str, called: dict[str, dict[str, Any]]) -> None:
    wanted = CALLS[what][1]
    if where == "web" and what == "an Excel that is busy":
        wanted = [[NA]]  # nothing is to be asked there
    assert called[where][what].get("shown") == wanted, called[where][what]


@pytest.mark.node
def test_excel_is_asked_only_where_a_0_stands_in_a_cell(called: dict[str, dict[str, Any]]) -> None:
    asked = {what for what, answer in called["desktop"].items() if answer["waited"]}
    assert "an error" not in asked
    assert "a 0 written out" not in asked
    assert {"a blank cell", "blanks among zeros", "a 0 in a cell"} <= asked


# -- from the command line -------------------------------------------------------------------------


def test_the_readme_says_what_has_not_been_tried_in_both_languages(folder: Path) -> None:
    told = (folder / README).read_text("utf-8-sig")
    for words in (
        "NOT TRIED IN EXCEL",
        "未在 Excel 中试用",
        "wef",
        "Trusted Add-in",
        "上传我的加载项",
    ):
        assert words in told
    assert told.count(ADDRESS) == 4
    assert "{" not in told


def test_the_command_takes_an_address_and_prints_the_files(tmp_path: Path) -> None:
    words = ["addin", "build", "office", "-o", str(tmp_path / "office"), "--address", ADDRESS]
    built = CliRunner().invoke(cli, words)
    assert built.exit_code == 0
    assert built.stdout.split() == [str(tmp_path / "office" / one) for one in FILES]
    manifest = (tmp_path / "office" / MANIFEST).read_text("utf-8")
    assert f'"{ADDRESS}/functions.js"' in manifest


@pytest.mark.parametrize(
    "address", ["http://our.server", "https://our.server/", "our.server", 'https://x"y', "https://"]
)
def test_an_address_from_which_excel_loads_nothing_is_refused(address: str, tmp_path: Path) -> None:
    words = ["addin", "build", "office", "-o", str(tmp_path / "new"), "--address", address]
    refused = CliRunner().invoke(cli, words)
    assert refused.exit_code == 2
    assert f"'{address}' is no https address" in refused.stderr
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("kind", ["vba", "xlwings", "libreoffice", "sheets"])
def test_an_address_is_for_office_alone(kind: str, tmp_path: Path) -> None:
    words = ["addin", "build", kind, "-o", str(tmp_path), "--address", ADDRESS]
    refused = CliRunner().invoke(cli, words)
    assert refused.exit_code == 2
    assert "--address is for office" in refused.stderr
