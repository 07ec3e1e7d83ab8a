"""The blueprints that ``plansheets new`` writes: the starter, or a copy of a shipped one."""

from __future__ import annotations

from pathlib import Path

from plansheets.blueprint.catalog import find_blueprint
from plansheets.blueprint.read import is_blueprint_name, read_blueprint
from plansheets.errors import BlueprintError, Problem, WorkbookError
from plansheets.whole import write_whole
from plansheets.words import Words

_STARTER = Path(__file__).with_name("starter.yaml")


def write_starter(name: str, *, force: bool = False) -> Path:
    """Write the starter as ``NAME.yaml`` in the current folder, under that name in itself too."""
    name = _checked(name)
    words = name.replace("-", " ").capitalize()
    text = _STARTER.read_text("utf-8").replace("my-plan", name).replace("My plan", words)
    path = Path(f"{name}.yaml")
    _write({path: text.encode()}, force=force)
    return path


def write_copy(name: str, shipped: str, *, force: bool = False) -> list[Path]:
    """Write a copy of a shipped blueprint as ``NAME.yaml``, and its sample files beside it."""
    name = _checked(name)
    source = find_blueprint(shipped)
    blueprint = read_blueprint(source)
    text = source.read_text("utf-8")
    text = text.replace(f"blueprint: {blueprint.id}\n", f"blueprint: {name}\n", 1)
    path = Path(f"{name}.yaml")
    files = {path: b""}
    for sample in blueprint.sources.values():
        if f"sample: {sample.name}\n" in text:  # those of included blueprints stay with them
            own = sample.name.replace(blueprint.id, name, 1)
            text = text.replace(f"sample: {sample.name}\n", f"sample: {own}\n")
            files[Path(own)] = source.with_name(sample.name).read_bytes()
    files[path] = text.encode()
    _write(files, force=force)
    return list(files)


def _checked(name: str) -> str:
    name = name.removesuffix(".yaml").removesuffix(".yml")
    if not is_blueprint_name(name):
        hint = Words(
            "用小写单词加“-”，如 autumn-launch",
            "take lower-case words joined by '-', such as autumn-launch",
        )
        raise BlueprintError(
            [
                Problem.told(
                    "PS109",
                    Words(f"“{name}”不能作蓝图名", f"'{name}' is no name of a blueprint"),
                    hint=hint,
                )
            ]
        )
    return name


def _write(files: dict[Path, bytes], *, force: bool) -> None:
    """Write all *files* or, where one of them exists already, none."""
    there = [] if force else [path for path in files if path.exists()]
    if there:
        hint = Words(
            "--force 覆盖它；换个名字则保留它", "--force overwrites it; another name keeps it"
        )
        raise BlueprintError(
            [
                Problem.told(
                    "PS119", Words(f"“{path}”已经存在", f"'{path}' exists already"), hint=hint
                )
                for path in there
            ]
        )
    for path, content in files.items():
        try:
            write_whole(content, path, force=force)
        except WorkbookError as error:
            raise BlueprintError([*map(_told, error.problems)]) from None


def _told(problem: Problem) -> Problem:
    """The same of a blueprint, which has no -o."""
    chinese = problem.chinese.message if problem.chinese else problem.message
    hint = Words(
        "看看这个文件夹的权限和空间", "see this folder's rights, and whether there is room"
    )
    return Problem.told("PS119", Words(chinese, problem.message), hint=hint)
