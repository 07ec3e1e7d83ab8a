"""Set plansheets up for development and check everything: ``python3 scripts/test.py``.

The environment is .venv-test, with the versions of constraints.txt. Every check runs, also after
one has failed; arguments go to pytest.

``python3 scripts/test.py --newest`` takes the newest versions that pyproject.toml allows, as pip
does for a user, and runs the quick tests of what meets other packages; its environment is
.venv-newest.
"""

from __future__ import annotations

import sys

from environment import ROOT, TESTS, prepare, prepare_tests, program, run

PYTEST = ("pytest", "--numprocesses", "auto", "--dist", "loadscope")
CHECKS: tuple[tuple[str, ...], ...] = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
    PYTEST,
)
QUICKLY = "not slow and not libreoffice and not windows"
OURS = ("blueprint", "both", "broken", "docs", "formula", "plan", "website", "workbooks")
"""Tests of the language, of formulas and of words, to which other packages make no difference."""
QUICK: tuple[tuple[str, ...], ...] = (
    (
        *PYTEST,
        *(f"--ignore-glob=tests/test_{subject}*" for subject in OURS),
        *("-m", QUICKLY, "--hypothesis-profile", "quick"),
    ),
)


def main(*arguments: str) -> int:
    newest = "--newest" in arguments
    folder = ROOT / ".venv-newest" if newest else TESTS
    if newest:
        eagerly = ("--upgrade", "--upgrade-strategy", "eager")
        prepare(folder, *eagerly, "--editable", ".", "--group", "dev")
    else:
        prepare_tests()
    given = [one for one in arguments if one != "--newest"]
    failed = []
    for name, *rest in QUICK if newest else CHECKS:
        extra = given if name == "pytest" else []
        if run(program(folder, name), *rest, *extra):
            failed.append(" ".join((name, *rest)))
    if failed:
        print("failed:", "; ".join(failed), file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
