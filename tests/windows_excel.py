"""xlwings' side of a UDF call on a machine without Windows: the real one, with pywin32 stubbed.

Only what talks to Excel is replaced. ``XLPython.CallUDF`` (what VBA calls), the converters, the
decorators and the writer of VBA wrappers are xlwings' own.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType, SimpleNamespace
from typing import Any
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
    stubs: dict[str, Any] = {name: ModuleType(name) for name in _PYWIN32}
    for name, module in stubs.items():
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(stubs[parent], child, module)
    stubs["win32com.client"].Dispatch = lambda xl: xl
    stubs["win32com.server.util"].unwrap = _no_python_object
    stubs["pythoncom"].CoInitialize = lambda: None
    stubs["pythoncom"].TypeIIDs = defaultdict(object)
    stubs["pythoncom"].IID_IDispatch = stubs["pythoncom"].IID_IEnumVARIANT = "an interface"
    stubs["xlwings._xlwindows"] = _windows()
    _forget()
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
            server = import_module("xlwings.com_server")
            answer = server.XLPython().CallUDF

            def call(name: str, *arguments: object) -> object:
                return answer("plansheets.udfs", name, arguments, None, Caller())

            try:
                yield SimpleNamespace(udfs=ours, real=real, call=call)
            finally:
                server.loop.close()
                _forget()


_PYWIN32 = (
    *("win32api", "win32event", "pythoncom", "pywintypes", "win32com", "win32com.client"),
    *("win32com.server", "win32com.server.dispatcher", "win32com.server.policy"),
    "win32com.server.util",
)


def _no_python_object(value: object) -> object:
    """What pywin32 says of a value that is no Python object sent to Excel and back."""
    raise TypeError(value)


def _forget() -> None:
    """Modules that found pywin32 missing, or found ours, are imported anew."""
    for name in ("plansheets.udfs", "xlwings.udfs", "xlwings.com_server"):
        sys.modules.pop(name, None)
