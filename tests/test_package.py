"""The wheel, installed away from the checkout: what a user gets from ``pip install``."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from plansheets.blueprint.catalog import shipped

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def _build(project: Path, target: str, folder: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", target, "--directory", folder],
        cwd=project,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1717200000"},
        check=True,
        capture_output=True,
    )
    return next(folder.iterdir())


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment that holds the wheel; its dependencies are borrowed from this one."""
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    program = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    asked = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(_run(program, "-c", asked, cwd=folder).strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(packages)
    # One line of a .pth file is one folder more on the path, and .pth files in that folder (such as
    # the checkout's own, from an editable install) are not followed.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return program


def _run(python: Path, *words: str | Path, cwd: Path) -> str:
    environ = {name: text for name, text in os.environ.items() if not name.startswith("PYTHON")}
    run = subprocess.run(
        [python, *words],
        cwd=cwd,
        env=environ | {"PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_the_installed_package_is_not_the_checkout(python: Path, tmp_path: Path) -> None:
    home = _run(python, "-c", "import plansheets; print(plansheets.__file__)", cwd=tmp_path)
    assert not Path(home.strip()).is_relative_to(ROOT)
    assert Path(home.strip()).is_relative_to(python.parents[1])


def test_the_installed_program_names_every_shipped_blueprint(python: Path, tmp_path: Path) -> None:
    listed = _run(python, "-m", "plansheets", "list", cwd=tmp_path)
    assert [name for name in shipped() if name not in listed] == []


@pytest.mark.slow
def test_the_installed_program_builds_every_workbook(python: Path, tmp_path: Path) -> None:
    _run(
        python, "-m", "plansheets", "build", "--all", "-o", "out", "--locale", "zh-CN", cwd=tmp_path
    )
    made = sorted((tmp_path / "out").glob("*.xlsx"))
    assert len(made) == len(shipped())
    _run(python, "-m", "plansheets", "verify", *made, cwd=tmp_path)


def test_the_installed_program_makes_a_starter_blueprint(python: Path, tmp_path: Path) -> None:
    _run(python, "-m", "plansheets", "new", "my-plan", cwd=tmp_path)
    _run(python, "-m", "plansheets", "build", "my-plan.yaml", "-o", "plan.xlsx", cwd=tmp_path)
    assert (tmp_path / "plan.xlsx").stat().st_size > 0


@pytest.mark.parametrize(
    ("kind", "one"),
    [
        ("xlwings", "plansheets-functions.xlam"),
        ("vba", "plansheets.xlam"),
        ("libreoffice", "plansheets.oxt"),
        ("sheets", "google-sheets-script.txt"),
        ("office", "manifest.xml"),
    ],
)
def test_the_installed_program_makes_an_add_in(
    kind: str, one: str, python: Path, tmp_path: Path
) -> None:
    made = _run(python, "-m", "plansheets", "addin", "build", kind, "-o", "addin", cwd=tmp_path)
    assert all((tmp_path / name).stat().st_size > 0 for name in made.split())
    assert f"addin/{one}" in made.replace("\\", "/").split()


_SHIPPED = {".py", ".tsv", ".bas", ".js", ".html", ".xml", ".txt", ".yaml", ".typed", ".json"}


def test_the_wheel_holds_everything_but_the_checkout(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
    source = ROOT / "src"
    kept = {
        path.relative_to(source).as_posix()
        for path in (source / "plansheets").rglob("*")
        if path.is_file() and path.suffix in _SHIPPED
    }
    blueprints = {
        f"plansheets/blueprints/{path.relative_to(ROOT / 'blueprints').as_posix()}"
        for path in (ROOT / "blueprints").rglob("*")
        if path.is_file() and path.parent.name != "__pycache__"  # what builds keep for themselves
    }
    assert names == kept | blueprints


def test_the_source_distribution_builds_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    source = tmp_path / "source"
    with tarfile.open(sdist) as archive:
        for member in filter(tarfile.TarInfo.isfile, archive):
            content = archive.extractfile(member)
            assert content is not None
            (source / member.name).parent.mkdir(parents=True, exist_ok=True)
            (source / member.name).write_bytes(content.read())
    again = _build(next(source.iterdir()), "wheel", tmp_path / "wheel")
    assert _contents(again) == _contents(wheel)


def _contents(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
