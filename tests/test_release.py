"""A release is refused for every reason at once, and a dry run changes nothing."""

from __future__ import annotations

import datetime
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[1] / "scripts"
CHANGES = (
    "# Changes\n\n## 0.2.0 – not yet released\n\n- New.\n\n## 0.1.0 – 2026-01-31\n\n- First.\n"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout whose 0.1.0 is released and whose 0.2.0 may be."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "somebody")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "somebody@example.org")
    package = tmp_path / "src" / "plansheets"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text('"""plansheets"""\n\n__version__ = "0.1.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, "utf-8")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "First")
    git(tmp_path, "tag", "v0.1.0")
    return tmp_path


def git(folder: Path, *words: str) -> str:
    done = subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture
def unbuilt(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Nothing is built or installed; the versions that would have been tried."""
    import release

    tried: list[str] = []

    def build(source: Path, folder: Path) -> list[Path]:
        tried.append((source / release.VERSION_FILE).read_text().split('"')[-2])
        (folder / "plansheets.whl").write_text("built")
        return [folder / "plansheets.whl"]

    monkeypatch.setattr(release, "build", build)
    monkeypatch.setattr(release, "try_out", lambda file, folder, version: tried.append(file.name))
    return tried


def test_a_clean_tree_with_a_written_section_may_be_released(project: Path) -> None:
    from release import refusals

    assert refusals(project, "0.2.0") == []


def test_every_reason_is_told_at_once(project: Path) -> None:
    from release import refusals

    (project / "new.txt").write_text("not committed")
    assert refusals(project, "0.1.0") == [
        "the tree is not clean: commit or stash what `git status` lists",
        "version 0.1.0 exists: its tag is v0.1.0",
        "CHANGELOG.md says that 0.1.0 is of '2026-01-31'",
    ]


def test_a_version_before_the_last_is_refused(project: Path) -> None:
    from release import refusals

    assert refusals(project, "0.0.9") == [
        "version 0.0.9 comes before 0.1.0, which is released",
        "CHANGELOG.md has no section '## 0.0.9 – not yet released'",
    ]


def test_an_empty_section_is_refused(project: Path) -> None:
    from release import refusals

    (project / "CHANGELOG.md").write_text(CHANGES.replace("- New.\n", ""), "utf-8")
    git(project, "commit", "--quiet", "--all", "--message", "Say nothing")
    assert refusals(project, "0.2.0") == [
        "CHANGELOG.md has nothing to say of 0.2.0: its section is empty"
    ]


@pytest.mark.parametrize("version", ["1", "v0.2.0", "0.2.0rc1", ""])
def test_what_is_no_version_is_refused(version: str, project: Path) -> None:
    from release import refusals

    assert refusals(project, version) == [
        f"'{version}' is no version: three numbers, such as 0.2.0"
    ]


def test_a_dry_run_tries_the_new_version_and_changes_nothing(
    project: Path, unbuilt: list[str]
) -> None:
    from release import release

    before = git(project, "log", "--format=%H")
    release(project, "0.2.0", really=False)
    assert unbuilt == ["0.2.0", "plansheets.whl"]
    assert (git(project, "status", "--porcelain"), git(project, "tag")) == ("", "v0.1.0\n")
    assert git(project, "log", "--format=%H") == before


def test_a_real_one_commits_tags_and_keeps_the_files(project: Path, unbuilt: list[str]) -> None:
    from release import release

    release(project, "0.2.0", really=True)
    today = datetime.datetime.now(datetime.UTC).date()
    assert f"## 0.2.0 – {today}\n" in (project / "CHANGELOG.md").read_text("utf-8")
    assert '__version__ = "0.2.0"' in (project / "src/plansheets/__init__.py").read_text()
    assert git(project, "log", "-1", "--format=%s %D").startswith("Release 0.2.0 ")
    assert git(project, "tag", "--points-at", "HEAD") == "v0.2.0\n"
    assert [path.name for path in (project / "dist").iterdir()] == ["plansheets.whl"]
