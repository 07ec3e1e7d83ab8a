"""Calculate a document with its macros: a program for the Python that has LibreOffice's ``uno``.

    python3 office_calculate.py SOFFICE PROFILE GIVEN FOUND

Converting a file at the command line runs none of its macros. All but SOFFICE are addresses
(``file:///…``); FOUND is written as a flat ODF spreadsheet.
"""

from __future__ import annotations

import sys

from office_desktop import desktop, properties


def main(soffice: str, profile: str, given: str, found: str) -> None:
    with desktop(soffice, profile) as office:
        always = properties(Hidden=True, MacroExecutionMode=4)
        book = office.loadComponentFromURL(given, "_blank", 0, always)
        book.calculateAll()
        book.storeToURL(found, properties(FilterName="OpenDocument Spreadsheet Flat XML"))
        book.close(True)


if __name__ == "__main__":
    main(*sys.argv[1:])
