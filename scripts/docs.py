"""Build the documentation's site: ``python3 scripts/docs.py``, into out/site.

With ``--workbooks DIR`` those workbooks are not built that DIR holds already, under the site's
names or those of ``plansheets build --all``; ``--check`` opens the finished site in Chromium.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from environment import ROOT, TESTS, prepare_tests, program, run

SITE = ROOT / "out" / "site"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=SITE, metavar="DIR")
    parser.add_argument("--workbooks", type=Path, metavar="DIR")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    if Path(sys.prefix) != TESTS:
        prepare_tests()
        return run(program(TESTS, "python"), Path(__file__), *sys.argv[1:])
    from website.browser import check_site  # noqa: PLC0415  # only there are its libraries
    from website.build import build_site  # noqa: PLC0415

    pages = build_site(given.output.resolve(), given.workbooks)
    print(f"{len(pages)} pages in {given.output}; open {given.output / 'index.html'}")
    return check_site(given.output.resolve(), pages) if given.check else 0


if __name__ == "__main__":
    sys.exit(main())
