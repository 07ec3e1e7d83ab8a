"""A LibreOffice of one's own to talk to: for programs of the Python that has its ``uno``."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def properties(**named: object) -> tuple[PropertyValue, ...]:
    made = []
    for name, value in named.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


@contextmanager
def desktop(soffice: str, profile: str) -> Iterator[Any]:
    """The desktop of a headless LibreOffice; the program ends with the block."""
    pipe = f"pipe,name=plansheets{os.getpid()};urp;"
    office = subprocess.Popen(
        [soffice, f"-env:UserInstallation={profile}", "--headless", f"--accept={pipe}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _connected(office, pipe)
    finally:
        os.killpg(office.pid, signal.SIGKILL)


def _connected(office: subprocess.Popen[bytes], pipe: str) -> Any:
    local = uno.getComponentContext()
    services = local.ServiceManager
    resolver = services.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    while office.poll() is None:
        try:
            context = resolver.resolve(f"uno:{pipe}StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.1)
        else:
            services = context.ServiceManager
            return services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    sys.exit("LibreOffice ended before it could be asked")
