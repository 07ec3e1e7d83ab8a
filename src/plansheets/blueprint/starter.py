"""The starter blueprint that ``plansheets new`` writes."""

from __future__ import annotations

from pathlib import Path

from plansheets.blueprint.read import is_blueprint_name
from plansheets.errors import BlueprintError, Problem

_STARTER = Path(__file__).with_name("starter.yaml")


def write_starter(name: str, *, force: bool = False) -> Path:
    """Write the starter as ``NAME.yaml`` in the current folder, under that name in itself too."""
    name = name.removesuffix(".yaml").removesuffix(".yml")
    path = Path(f"{name}.yaml")
    if not is_blueprint_name(name):
        hint = "take lower-case words joined by '-', such as autumn-launch"
        raise BlueprintError([Problem("PS109", f"'{name}' is no name of a blueprint", hint=hint)])
    words = name.replace("-", " ").capitalize()
    text = _STARTER.read_text("utf-8").replace("my-plan", name).replace("My plan", words)
    try:
        with path.open("w" if force else "x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        hint = "--force overwrites it; another name keeps it"
        raise BlueprintError([Problem("PS119", f"'{path}' exists already", hint=hint)]) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        problem = Problem(
            "PS119", f"'{path}' cannot be written: {reason}", hint="see this folder's rights"
        )
        raise BlueprintError([problem]) from None
    return path
