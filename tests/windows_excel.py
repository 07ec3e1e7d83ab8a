"""xlwings' side of a UDF call on a machine without Windows: the real one, with pywin32 stubbed.

Only what talks to Excel is replaced. ``call_udf``, the converters, the decorators and the writer of
VBA wrappers are xlwings' own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

import xlwings

MISSING = -2147352572
"""What COM passes for an argument that a call leaves out."""


class Caller:
    """The range that a cell's formula was called from."""

    address = "$A$1"


def _windows() -> ModuleType:
    module = ModuleType("xlwings._xlwindows")
    module.is_range_instance = lambda arg: False  # type: ignore[attr-defined]
    module.Range = lambda xl: xl  # type: ignore[attr-defined]
    module.Book = lambda xl: xl  # type: ignore[attr-defined]
    return module


@contextmanager
def excel() -> Iterator[SimpleNamespace]:
    """``udfs``, which are ours as xlwings made them, and ``call(name, *arguments)`` as a cell."""
    stubs = {name: ModuleType(name) for name in ("pythoncom", "pywintypes", "win32com")}
    stubs["win32com.client"] = ModuleType("win32com.client")
    stubs["win32com.client"].Dispatch = lambda xl: xl  # type: ignore[attr-defined]
    stubs["pythoncom"].CoInitialize = lambda: None  # type: ignore[attr-defined]
    stubs["xlwings._xlwindows"] = _windows()
    server = ModuleType("xlwings.com_server")
    server.loop = None  # type: ignore[attr-defined]
    stubs["xlwings.com_server"] = server
    sys.modules.pop("plansheets.udfs", None)
    with (
        patch.dict(sys.modules, stubs),
        patch.object(xlwings, "_xlwindows", stubs["xlwings._xlwindows"], create=True),
    ):
        real = import_module("xlwings.udfs")
        with (
            patch.object(xlwings, "func", real.xlfunc),
            patch.object(xlwings, "arg", real.xlarg),
            patch.object(xlwings, "ret", real.xlret),
            patch.object(real, "Range", lambda impl: impl),
            patch.dict(xlwings.engines.engines_by_name, {"excel": SimpleNamespace(name="excel")}),
        ):
            ours = import_module("plansheets.udfs")

            def call(name: str, *arguments: object) -> object:
                return real.call_udf("plansheets.udfs", name, arguments, None, Caller())

            try:
                yield SimpleNamespace(udfs=ours, real=real, call=call)
            finally:
                sys.modules.pop("plansheets.udfs", None)
                sys.modules.pop("xlwings.udfs", None)
