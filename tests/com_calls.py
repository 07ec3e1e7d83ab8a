"""Call functions as VBA in Excel on Windows does: a program for a Windows Python, Wine's will do.

    python com_calls.py FOLDER SOURCES <calls >answers

Xlwings' own DLL starts Python with xlwings' COM server, as the workbook's VBA has it started, with
the module beside a workbook in FOLDER and our package in SOURCES. Its ``CallUDF`` is asked through
IDispatch with VARIANTs made byte by byte, for pywin32 as a client changes some of them. Excel alone
is missing: the workbook and the calling cell, which VBA hands over too, are left empty.

A call is a line of JSON, ``["PS_ROI", [450, 80, {"missing": true}]]``. A value is as in JSON (a
number is VT_R8, null an empty cell), ``{"error": "#N/A"}``, ``{"missing": true}``, or, as
``Range.Value`` gives them, ``{"day": 45473.5}`` (VT_DATE) and ``{"money": 3.5}`` (VT_CY); rows of
them are a range. An answer is ``{"value": …}``, ``{"row": […]}`` where one dimension came back,
``{"rows": [[…], …]}`` where two did, or ``{"failed": "…"}``.
"""

from __future__ import annotations

import ctypes
import json
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, Structure, byref, c_int32, c_uint16, c_uint32, c_uint64, c_void_p
from pathlib import Path

EMPTY, R8, CY, DATE, BSTR, ERROR, BOOL, VARIANT = 0, 5, 6, 7, 8, 10, 11, 12
ARRAY, BY_REFERENCE = 0x2000, 0x4000
WHOLE = {2: "<h", 3: "<i", 20: "<q"}
"""VT_I2, VT_I4 and VT_I8."""
LEFT_OUT = 0x80020004
CODES = {
    name: 0x800A0000 + code
    for code, name in (
        (2000, "#NULL!"),
        (2007, "#DIV/0!"),
        (2015, "#VALUE!"),
        (2023, "#REF!"),
        (2029, "#NAME?"),
        (2036, "#NUM!"),
        (2042, "#N/A"),
    )
}
NAMES = {code: name for name, code in CODES.items()}


class Variant(Structure):
    _fields_ = (("kind", c_uint16), ("_", c_uint16 * 3), ("data", c_uint64), ("more", c_void_p))


class Bound(Structure):
    _fields_ = (("count", c_uint32), ("first", c_int32))


class Parameters(Structure):
    """DISPPARAMS."""

    _fields_ = (
        ("values", POINTER(Variant)),
        ("named", c_void_p),
        ("count", c_uint32),
        ("names", c_uint32),
    )


class Told(Structure):
    """EXCEPINFO: what VBA's ``Err`` is made of."""

    _fields_ = (
        ("code", c_uint16),
        ("_", c_uint16),
        ("source", c_void_p),
        ("description", c_void_p),
        ("file", c_void_p),
        ("context", c_uint32),
        ("more", c_void_p),
        ("later", c_void_p),
        ("result", c_int32),
    )


ole = ctypes.WinDLL("oleaut32")
ole.SysAllocStringLen.restype = ole.SafeArrayCreate.restype = c_void_p
ole.SysStringLen.argtypes = ole.SysFreeString.argtypes = [c_void_p]
ole.SafeArrayAccessData.argtypes = [c_void_p, c_void_p]
ole.SafeArrayUnaccessData.argtypes = ole.SafeArrayGetDim.argtypes = [c_void_p]
ole.SafeArrayGetLBound.argtypes = ole.SafeArrayGetUBound.argtypes = [c_void_p, c_uint32, c_void_p]


def variant(value: object) -> Variant:
    """What VBA has for *value*; ``VariantClear`` frees it."""
    match value:
        case None:
            return Variant(EMPTY)
        case bool():
            return Variant(BOOL, data=0xFFFF if value else 0)
        case int() | float():
            return Variant(R8, data=_bits(value))
        case str():
            units = len(value.encode("utf-16-le")) // 2
            return Variant(BSTR, data=ole.SysAllocStringLen(ctypes.c_wchar_p(value), units))
        case {"missing": True}:
            return Variant(ERROR, data=LEFT_OUT)
        case {"error": name}:
            return Variant(ERROR, data=CODES[str(name)])
        case {"day": serial}:
            return Variant(DATE, data=_bits(serial))
        case {"money": amount}:
            return Variant(CY, data=round(amount * 10_000) % 2**64)
        case [[*_], *_]:
            height, width = len(value), len(value[0])
            # the first index runs fastest
            cells = [value[row][column] for column in range(width) for row in range(height)]
            return safe_array(cells, (Bound(height, 1), Bound(width, 1)))
    raise ValueError(f"no value of a cell: {value!r}")


def safe_array(cells: list[object], bounds: tuple[Bound, ...]) -> Variant:
    made = ole.SafeArrayCreate(VARIANT, len(bounds), (Bound * len(bounds))(*bounds))
    with elements(made, len(cells)) as places:
        for place, cell in enumerate(cells):
            places[place] = variant(cell)
    return Variant(ARRAY | VARIANT, data=made)


@contextmanager
def elements(made: int, count: int) -> Iterator[ctypes.Array[Variant]]:
    start = c_void_p()
    ole.SafeArrayAccessData(made, byref(start))
    yield (Variant * count).from_address(start.value or 0)
    ole.SafeArrayUnaccessData(made)


def _bits(number: float) -> int:
    return int(struct.unpack("<Q", struct.pack("<d", number))[0])


def answer(found: Variant) -> dict[str, object]:
    """What came back, with its dimensions told apart."""
    if not found.kind & ARRAY:
        return {"value": single(found)}
    sizes = []
    for dimension in range(1, ole.SafeArrayGetDim(found.data) + 1):
        first, last = c_int32(), c_int32()
        ole.SafeArrayGetLBound(found.data, dimension, byref(first))
        ole.SafeArrayGetUBound(found.data, dimension, byref(last))
        sizes.append(last.value - first.value + 1)
    height, width = sizes if len(sizes) == 2 else (1, sizes[0])
    with elements(found.data, height * width) as places:
        cells = [single(one) for one in places]
    rows = [cells[row::height] for row in range(height)]
    return {"rows": rows} if len(sizes) == 2 else {"row": rows[0]}


def single(found: Variant) -> object:
    data = struct.pack("<Q", found.data)
    match found.kind:
        case 0 | 1:
            return None
        case 5:
            return struct.unpack("<d", data)[0]
        case 8:
            return text(found.data)
        case 10:
            return {"error": NAMES.get(found.data & 0xFFFFFFFF, hex(found.data))}
        case 11:
            return bool(found.data & 0xFFFF)
        case kind if kind in WHOLE:
            form = WHOLE[kind]
            return struct.unpack(form, data[: struct.calcsize(form)])[0]
    return {"kind": found.kind}


def text(place: int | None) -> str:
    return ctypes.wstring_at(place, ole.SysStringLen(place)) if place else ""


class Server:
    """Xlwings' COM server, started as the VBA of a workbook in *folder* has it started."""

    def __init__(self, folder: str, sources: str) -> None:
        home = Path(sys.executable).parent
        library = max(home.glob("xlwings64-*.dll"))
        self._activate = ctypes.WinDLL(str(library)).XLPyDLLActivateAuto
        self._command = command(rf"{folder}\functions.xlsm", sources, str(home / "pythonw.exe"))
        ctypes.WinDLL("ole32").CoInitialize(None)
        server = Variant()
        if self._activate(byref(server), self._command, 1):
            sys.exit(f"xlwings' server does not start: {single(server)}")
        self._server = c_void_p(server.data)
        methods = ctypes.cast(ctypes.cast(self._server, POINTER(c_void_p))[0], POINTER(c_void_p))
        self._get_ids = _IDS(methods[5])
        self._invoke = _INVOKE(methods[6])
        self._nothing = (ctypes.c_ubyte * 16)()

    def call(self, function: str, arguments: list[object]) -> dict[str, object]:
        """``XLPy.CallUDF("plansheets_udfs", function, Array(arguments), …)``."""
        name, place = (ctypes.c_wchar_p * 1)("CallUDF"), (c_int32 * 1)()
        self._get_ids(self._server, self._nothing, name, 1, 0, place)
        array = safe_array(arguments, (Bound(len(arguments), 0),))  # as Array() of VBA makes it
        # the last one first, and a variable by its address
        given = (Variant * 5)(
            Variant(EMPTY),
            Variant(EMPTY),
            Variant(VARIANT | BY_REFERENCE, data=ctypes.addressof(array)),
            variant(function),
            variant("plansheets_udfs"),
        )
        asked = Parameters(given, None, len(given), 0)
        found, told, at = Variant(), Told(), c_uint32()
        failed = self._invoke(
            *(self._server, place[0], self._nothing, 0, 1),
            *(byref(asked), byref(found), byref(told), byref(at)),
        )
        shown = {"failed": text(told.description) or hex(failed % 2**32)}
        if not failed:
            shown = answer(found)
        for one in (array, found, *given):
            ole.VariantClear(byref(one))
        return shown

    def stop(self) -> None:
        """What xlwings' macro KillPy does."""
        self._activate(byref(Variant()), self._command, -1)


_IDS = ctypes.WINFUNCTYPE(
    *(c_int32, c_void_p, c_void_p, POINTER(ctypes.c_wchar_p)),
    *(c_uint32, c_uint32, POINTER(c_int32)),
)
_INVOKE = ctypes.WINFUNCTYPE(
    *(c_int32, c_void_p, c_int32, c_void_p, c_uint32, c_uint16),
    *(c_void_p, c_void_p, c_void_p, c_void_p),
)


def command(workbook: str, sources: str, python: str) -> bytes:
    """What ``XLPyCommand`` of xlwings' VBA makes, in the code page that VBA hands texts over in."""
    settings = f"true;{workbook};{workbook};;;;{sources}"
    for letter, instead in (("\\", "\\\\"), ("'", "\\'"), ("&", "^&")):
        settings = settings.replace(letter, instead)
    code = (
        "import sys, os;import xlwings.utils;"
        f'xlwings.utils.prepare_sys_path(\\"{settings}\\");'
        "import xlwings; xlwings.serve('$(CLSID)')"
    )
    return f'cmd.exe  /K ""{python}" -B -c "{code}""'.encode("mbcs")


def main() -> None:
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", newline="\n")
    server = Server(*sys.argv[1:])
    for line in sys.stdin:
        print(json.dumps(server.call(*json.loads(line)), ensure_ascii=False), flush=True)
    server.stop()


if __name__ == "__main__":
    main()
