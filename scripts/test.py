"""Set plansheets up for development and check everything: ``python3 scripts/test.py``.

The environment is .venv-test. Every check runs, also after one has failed; arguments go to pytest.
"""

from __future__ import annotations

import sys

from environment import ROOT, prepare, program, run

CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    ("pytest", "--numprocesses", "auto", "--dist", "loadscope"),
)


def main() -> int:
    folder = ROOT / ".venv-test"
    prepare(folder, "--editable", ".", "--group", "dev")
    failed = []
    for name, *arguments in CHECKS:
        extra = sys.argv[1:] if name == "pytest" else []
        if run(program(folder, name), *arguments, *extra):
            failed.append(" ".join((name, *arguments)))
    if failed:
        print("failed:", "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
