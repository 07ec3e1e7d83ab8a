"""Run a tool of the tests' environment: ``python3 scripts/tool.py ruff check .``.

The environment is the one of scripts/test.py, and is made where there is none.
"""

from __future__ import annotations

import subprocess
import sys

from environment import TESTS, clean_environ, prepare_tests, program

if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit("name a tool, such as: python3 scripts/tool.py ruff check .")
    name, *rest = sys.argv[1:]
    if not TESTS.exists():
        prepare_tests()
    finished = subprocess.run([program(TESTS, name), *rest], env=clean_environ(), check=False)
    sys.exit(finished.returncode)
