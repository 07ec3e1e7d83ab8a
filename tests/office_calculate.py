"""Calculate a document with its macros: a program for the Python that has LibreOffice's ``uno``.

    python3 office_calculate.py SOFFICE PROFILE GIVEN FOUND

Converting a file at the command line runs none of its macros. All but SOFFICE are addresses
(``file:///…``); FOUND is written as a flat ODF spreadsheet.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

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


def connected(office: subprocess.Popen[bytes], pipe: str) -> object:
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


def main(soffice: str, profile: str, given: str, found: str) -> None:
    pipe = f"pipe,name=plansheets{os.getpid()};urp;"
    office = subprocess.Popen(
        [soffice, f"-env:UserInstallation={profile}", "--headless", f"--accept={pipe}"],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        desktop = connected(office, pipe)
        always = properties(Hidden=True, MacroExecutionMode=4)
        book = desktop.loadComponentFromURL(given, "_blank", 0, always)
        book.calculateAll()
        book.storeToURL(found, properties(FilterName="OpenDocument Spreadsheet Flat XML"))
        book.close(True)
    finally:
        os.killpg(office.pid, signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
