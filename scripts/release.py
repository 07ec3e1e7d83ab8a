"""Release a version: ``python3 scripts/release.py 0.2.0``, a dry run until ``--really`` is given.

The wheel and the source distribution are built from a clone of the commit, with the version and
the day written in, and tried in empty environments away from the checkout. With ``--really`` the
checkout gets the commit and its tag, and both files stand in dist/; nothing is pushed or uploaded.
"""

from __future__ import annotations

import argparse
import datetime
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT, clean_environ, prepare, program

VERSION_FILE = "src/plansheets/__init__.py"
CHANGELOG = "CHANGELOG.md"
_ASSIGNED = re.compile(r'^__version__ = "([^"]+)"$', re.MULTILINE)


def refusals(root: Path, version: str) -> list[str]:
    """Everything that keeps *version* from being released from the checkout at *root*."""
    found = []
    if _number(version) is None:
        return [f"'{version}' is no version: three numbers, such as 0.2.0"]
    if _git(root, "status", "--porcelain"):
        found.append("the tree is not clean: commit or stash what `git status` lists")
    tags = _git(root, "tag", "--list", "v*").split()
    released = [number for tag in tags if (number := _number(tag[1:])) is not None]
    if _number(version) in released:
        found.append(f"version {version} exists: its tag is v{version}")
    elif released and (_number(version) or ()) < max(released):
        newest = ".".join(map(str, max(released)))
        found.append(f"version {version} comes before {newest}, which is released")
    found += _faults_of_changelog((root / CHANGELOG).read_text("utf-8"), version)
    return found


def _faults_of_changelog(text: str, version: str) -> list[str]:
    section = re.search(
        rf"^## {re.escape(version)} – (.+)\n((?:(?!^## ).*\n?)*)", text, re.MULTILINE
    )
    if section is None:
        return [f"{CHANGELOG} has no section '## {version} – not yet released'"]
    found = []
    if section[1] != "not yet released":
        found.append(f"{CHANGELOG} says that {version} is of '{section[1]}'")
    if not re.search(r"^- \S", section[2], re.MULTILINE):
        found.append(f"{CHANGELOG} has nothing to say of {version}: its section is empty")
    return found


def write_version(root: Path, version: str, day: datetime.date) -> None:
    """Write the version and its day where they are told."""
    source, changes = root / VERSION_FILE, root / CHANGELOG
    said = source.read_text("utf-8")
    source.write_text(_ASSIGNED.sub(f'__version__ = "{version}"', said), "utf-8", newline="\n")
    said = changes.read_text("utf-8")
    heading = f"## {version} – not yet released"
    changes.write_text(said.replace(heading, f"## {version} – {day}", 1), "utf-8", newline="\n")


def build(source: Path, folder: Path) -> list[Path]:
    """The wheel and the source distribution of the checkout at *source*."""
    tools, files = folder / "tools", folder / "dist"
    prepare(tools, "--constraint", source / "constraints.txt", "hatchling")
    when = _git(source, "log", "-1", "--format=%ct").strip()
    targets = ("--target", "sdist", "--target", "wheel", "--directory", files)
    _run(source, program(tools, "hatchling"), "build", *targets, SOURCE_DATE_EPOCH=when)
    return sorted(files.iterdir())


def try_out(file: Path, folder: Path, version: str) -> None:
    """Install *file* as a user does and make a workbook with it, in an empty folder."""
    home, work = folder / f"try{file.suffix}", folder / f"work{file.suffix}"
    work.mkdir()
    prepare(home, file)
    plansheets = program(home, "plansheets")
    said = _run(work, plansheets, "--version").strip()
    if said != f"plansheets {version}":
        sys.exit(f"{file.name} says '{said}'")
    _run(work, plansheets, "build", "sku-management", "--locale", "zh-CN", "-o", "tried.xlsx")
    print(_run(work, plansheets, "verify", "tried.xlsx"), end="")


def release(root: Path, version: str, *, really: bool) -> None:
    """Build and try *version*; commit and tag it if it is meant so."""
    day = datetime.datetime.now(datetime.UTC).date()
    with tempfile.TemporaryDirectory() as scratch:
        clone = Path(scratch) / "clone"
        _git(root, "clone", "--quiet", "--no-hardlinks", str(root), str(clone))
        write_version(clone, version, day)
        files = build(clone, Path(scratch))
        for file in files:
            try_out(file, Path(scratch), version)
        if not really:
            print(f"a dry run: {version} can be released, and nothing was changed")
            return
        (root / "dist").mkdir(exist_ok=True)
        for file in files:
            shutil.copy(file, root / "dist")
    write_version(root, version, day)
    _git(root, "commit", "--quiet", "--message", f"Release {version}", VERSION_FILE, CHANGELOG)
    _git(root, "tag", "--annotate", "--message", f"plansheets {version}", f"v{version}")
    print(f"committed and tagged v{version}; dist/ has {', '.join(file.name for file in files)}")
    print("next: git push --follow-tags, and upload dist/")


def _number(version: str) -> tuple[int, ...] | None:
    found = re.fullmatch(r"(\d+)\.(\d+)\.(\d+)", version)
    return tuple(map(int, found.groups())) if found else None


def _git(root: Path, *words: str) -> str:
    return _run(root, "git", *words)


def _run(folder: Path, *command: str | Path, **variables: str) -> str:
    """What *command* prints, run in *folder*; the release ends where it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=folder,
        env=clean_environ() | variables,
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}\n{done.stdout}".rstrip())
    return done.stdout


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", metavar="VERSION", help="such as 0.2.0")
    parser.add_argument("--really", action="store_true", help="commit and tag, and keep the files")
    given = parser.parse_args()
    if found := refusals(ROOT, given.version):
        sys.exit("\n".join(f"not released: {each}" for each in found))
    release(ROOT, given.version, really=given.really)


if __name__ == "__main__":
    main()
