"""Set plansheets up and make every shipped workbook: ``python3 scripts/make.py``.

The environment is .venv and the workbooks go to out/. Options of ``plansheets build`` may
follow: --locale zh-CN, --blank, --force.
"""

from __future__ import annotations

import sys

from environment import ROOT, prepare, program, run

if __name__ == "__main__":
    folder = ROOT / ".venv"
    prepare(folder, ".")
    sys.exit(run(program(folder, "plansheets"), "build", "--all", "-o", "out", *sys.argv[1:]))
