"""What the documentation says is so: commands run, links lead somewhere, nothing is forgotten."""

from __future__ import annotations

import ast
import itertools
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from inspect import signature
from pathlib import Path

import pytest

from plansheets.blueprint.catalog import shipped
from plansheets.cli import COMMANDS
from plansheets.plan.build import CHECKS, FUNCTIONS, LOWERING, NAMES, WORDS
from plansheets.plan.sheets.place import place

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh-CN.md")
RUN = (*READMES, "docs/many.md", "docs/life-cycle.md")
"""Documents whose blocks are run, but for those that are plain text."""
SETTING_UP = "python3 scripts/"
"""How the two commands begin that CI runs by themselves, each in a clean environment."""


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of a document: what may be copied and run."""

    language: str
    text: str

    def shape(self) -> str:
        """The block without what differs between languages: the locale, text fed to a command."""
        fed = re.sub(r"<<'END'\n.*?^END$", "", self.text, flags=re.DOTALL | re.MULTILINE)
        return fed.replace("zh-CN", "en")


def blocks(readme: str) -> list[Block]:
    fenced = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
    return [Block(*found) for found in fenced.findall((ROOT / readme).read_text("utf-8"))]


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "bench").glob("*.md")]


@pytest.mark.slow
@pytest.mark.parametrize("readme", RUN)
def test_the_blocks_of_the_readme_run_in_order(readme: str, tmp_path: Path) -> None:
    shell = shutil.which("bash")
    if shell is None:
        pytest.skip("there is no bash")
    programs = str(Path(sys.executable).parent)
    environ = os.environ | {"PATH": programs + os.pathsep + os.environ["PATH"], "PYTHONUTF8": "1"}
    run = [
        block
        for block in blocks(readme)
        if block.language != "text" and not block.text.startswith(SETTING_UP)
    ]
    for block in run:
        command = {"sh": [shell, "-euo", "pipefail", "-c"], "python": [sys.executable, "-c"]}
        done = subprocess.run(
            [*command[block.language], block.text],
            cwd=tmp_path,
            env=environ,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{block.text}\n{done.stdout}{done.stderr}"
    assert run


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_begins_with_two_commands_that_set_everything_up(readme: str) -> None:
    first, second = (block.text.split() for block in blocks(readme)[:2])
    assert first[:2] == ["python3", "scripts/make.py"]
    assert second == ["python3", "scripts/test.py"]


def test_both_readmes_have_the_same_blocks() -> None:
    english, chinese = ([(one.language, one.shape()) for one in blocks(each)] for each in READMES)
    assert english == chinese


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_every_command_and_every_blueprint(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    assert [name for name in COMMANDS if f"plansheets {name}" not in text] == []
    assert [name for name in shipped() if f"| `{name}`" not in text] == []


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(document: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", document.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("what", ["passes", "modules"])
def test_the_architecture_shows_every_pass_and_what_every_module_is_for(
    what: str, *, accept: bool
) -> None:
    path = ROOT / "docs" / "architecture.md"
    written = path.read_text("utf-8")
    begin, end = f"<!-- {what}: begin -->", f"<!-- {what}: end -->"
    before, after = written.split(begin)[0], written.split(end)[1]
    made = {"passes": _passes, "modules": _modules}[what]()
    current = f"{before}{begin}\n{made}\n{end}{after}"
    if accept:
        path.write_text(current, "utf-8")
        written = current
    assert written == current, "run `pytest --accept tests/test_docs.py`"


def _passes() -> str:
    """Both halves of compiling, from the lists that are run."""
    halves = (("Blueprint", (*NAMES, *CHECKS, *FUNCTIONS)), ("Plan", (*WORDS, place, *LOWERING)))
    lines: list[str] = []
    for gives, passes in halves:
        line = "Blueprint"
        for one in passes:
            looks = signature(one).return_annotation == "None"
            word = f"({one.__name__})" if looks else one.__name__
            if len(f"{line} ─ {word}") > 112:
                lines.append(line)
                line = " " * len("Blueprint")
            line += f" ─ {word}"
        lines.append(f"{line} ─▶ {gives}")
    return "\n".join(["", "```", *lines, "```", ""])


def _modules() -> str:
    """A list for each package: every module with the first sentence of its docstring."""
    source = ROOT / "src" / "plansheets"
    lines: list[str] = []
    for folder, modules in itertools.groupby(_sources(source), lambda path: path.parent):
        title = folder.relative_to(source).as_posix()
        lines += ["", f"**{'The top' if title == '.' else title}**", ""]
        for path in modules:
            docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))
            assert docstring is not None, path
            purpose = " ".join(docstring.partition("\n\n")[0].split()).replace("``", "`")
            lines.append(f"- `{path.name}` – {purpose}")
    return "\n".join([*lines, ""])


def _sources(source: Path) -> list[Path]:
    modules = (path for path in source.rglob("*.py") if path.name != "__init__.py")
    return sorted(modules, key=lambda path: (path.parent, path.name))


def test_every_dependency_has_its_reason() -> None:
    text = (ROOT / "docs" / "decisions.md").read_text("utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = [re.split(r"[<>=; ]", each)[0] for each in wanted]
    assert [name for name in names if f"### {name}\n" not in text] == []


def test_the_changelog_has_an_entry_for_the_version() -> None:
    from plansheets import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
