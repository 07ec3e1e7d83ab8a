"""What keeps functions from working in Excel on this machine, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plansheets.addin.examples import INTERPRETER
from plansheets.addin.interpreter import Interpreter, interpreter
from plansheets.addin.machine import Machine, bits_of, this_machine
from plansheets.addin.macro_file import MacroFile, read_macro_file
from plansheets.addin.wrappers import MODULE, PYTHON_FILE, PYTHON_SOURCE
from plansheets.records import dataclass

_STORE = "windowsapps"
"""The folder of programs that come from the Microsoft Store."""

_FROM_PYTHON_ORG = (
    'install Python from python.org, tick "Add python.exe to PATH", then `pip install plansheets` '
    "with it, and start Excel anew"
)
_BUILD = "plansheets addin build xlwings -o DIR"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is right, what was found, and what to do if not."""

    fine: bool
    what: str
    mend: str = ""


def examine(file: Path | None = None, machine: Machine | None = None) -> tuple[Finding, ...]:
    """Everything that a function's call in Excel depends on, in the order of the call.

    Parameters
    ----------
    file
        The workbook or add-in whose functions do not answer; what fits it is looked at too.
    machine
        The machine with Excel; the one this runs on where it is not given.
    """
    return tuple(_findings(file, machine or this_machine()))


def _findings(file: Path | None, machine: Machine) -> Iterator[Finding]:
    content = read_macro_file(file) if file is not None and file.is_file() else None
    if file is not None and content is not None and _needs_no_python(content):
        yield Finding(True, f"the functions of '{file.name}' are VBA, and need no Python")
        yield _blocked(file)
        if machine.on_windows:
            yield _macros(machine)
        return
    yield _system(machine)
    yield Finding(True, f"this Python, {machine.python_bits} bit: {machine.python}")
    yield Finding(
        machine.xlwings is not None,
        f"it has xlwings {machine.xlwings}" if machine.xlwings else "it has no xlwings",
        "pip install xlwings",
    )
    if machine.on_windows:
        yield Finding(
            machine.pywin32,
            "it has pywin32" if machine.pywin32 else "it has no pywin32",
            "pip install pywin32",
        )
        yield from _excel(machine)
    if file is None:
        return
    if not file.is_file():
        yield Finding(False, f"no file '{file}'", "name the .xlsm or .xlam of the add-in")
        return
    yield _blocked(file)
    yield _folder(file, machine)
    if content is None:
        yield Finding(
            False, f"'{file.name}' holds no VBA that can be read", f"{_BUILD} makes one that does"
        )
        return
    yield from _content(file, content, machine)
    if machine.on_windows:
        yield from _python(interpreter(file, content, machine), content, machine, file)


def _system(machine: Machine) -> Finding:
    if machine.on_windows:
        return Finding(True, "Windows, where Excel can call Python")
    return Finding(
        False,
        f"this is {machine.system}: Excel calls Python on Windows alone",
        "build the add-in here and use it on a machine with Windows and Excel, or use "
        "`plansheets build NAME --lambdas` with Microsoft 365, which needs no Python; "
        "`plansheets addin build libreoffice` is for LibreOffice, "
        "`plansheets addin build sheets` for Google Sheets",
    )


def _excel(machine: Machine) -> Iterator[Finding]:
    if machine.excel is None:
        yield Finding(False, "Windows knows of no Excel", "install Excel, the desktop program")
        return
    store = _STORE in str(machine.excel).lower()
    yield Finding(
        not store,
        f"Excel is from the Microsoft Store: {machine.excel}" if store else f"{machine.excel}",
        "Settings > Apps: uninstall Office, then install it from office.com with your account: "
        "the one of the Store lets no add-in start Python",
    )
    yield _macros(machine)


def _needs_no_python(content: MacroFile) -> bool:
    """Whether its functions are ours, and nothing there calls Python."""
    return MODULE in content.modules and "xlwings" not in content.modules


def _macros(machine: Machine) -> Finding:
    return Finding(
        not machine.macros_off,
        "Excel runs no macros at all" if machine.macros_off else "Excel asks before it runs macros",
        "File > Options > Trust Center > Trust Center Settings > Macro Settings: "
        "Disable VBA macros with notification",
    )


def _blocked(file: Path) -> Finding:
    # Windows keeps where a file came from in a stream beside its content
    blocked = file.with_name(f"{file.name}:Zone.Identifier").exists()
    return Finding(
        not blocked,
        f"'{file.name}' was downloaded: Windows blocks its macros"
        if blocked
        else f"'{file.name}' is not blocked as a download",
        "close it, right-click the file > Properties > tick Unblock > OK; or put it into a folder "
        "named in File > Options > Trust Center > Trust Center Settings > Trusted Locations",
    )


def _folder(file: Path, machine: Machine) -> Finding:
    folder = str(file.parent.resolve())
    foreign = "".join(dict.fromkeys(letter for letter in folder if not _fits(letter, machine)))
    return Finding(
        not foreign,
        f"its folder has letters that {machine.code_page}, Windows' letters here, has not: "
        f"{foreign}"
        if foreign
        else "the name of its folder can be handed over",
        rf"move it into a folder without them, C:\plansheets for example; it is in {folder}",
    )


def _fits(letter: str, machine: Machine) -> bool:
    try:
        letter.encode(machine.code_page)
    except UnicodeEncodeError:
        return False
    return True


def _content(file: Path, content: MacroFile, machine: Machine) -> Iterator[Finding]:
    wrapped = MODULE in content.modules
    yield Finding(
        wrapped,
        f"'{file.name}' has {'the wrappers' if wrapped else f'no module {MODULE}'}",
        _BUILD,
    )
    wanted = content.xlwings
    fits = wanted is not None and wanted == machine.xlwings
    yield Finding(
        fits,
        f"its VBA belongs to xlwings {wanted or 'of an unknown version'}"
        + ("" if fits else f", and {machine.xlwings or 'none'} is installed"),
        f"pip install xlwings=={wanted}, or build the add-in again"
        if wanted
        else "build the add-in again",
    )
    beside = file.with_name(PYTHON_FILE)
    there = beside.is_file()
    yield Finding(
        there,
        f"{beside.name} is beside it" if there else f"no {beside.name} beside it",
        f"put the {beside.name} that was built with it into {file.parent.resolve()}",
    )
    if there:
        ours = b"plansheets.udfs" in beside.read_bytes()
        yield Finding(
            ours,
            f"{beside.name} {'brings' if ours else 'does not bring'} the functions",
            f"write into it: {PYTHON_SOURCE.splitlines()[-1]}",
        )


def _python(
    chosen: Interpreter, content: MacroFile, machine: Machine, file: Path
) -> Iterator[Finding]:
    found = chosen.found(machine)
    if found is None:
        yield _no_python(chosen, content, machine, file)
        return
    if _STORE in str(found).lower():
        yield Finding(
            False,
            f"Excel starts a Python from the Microsoft Store, which cannot answer it: {found}",
            f"{_FROM_PYTHON_ORG}; if this one is still found, Settings > Apps > Advanced app "
            "settings > App execution aliases: switch off python.exe and pythonw.exe",
        )
        return
    yield Finding(True, f"Excel starts {found}, set by {chosen.where}")
    yield from _libraries(found, chosen, content, machine, file)


def _no_python(chosen: Interpreter, content: MacroFile, machine: Machine, file: Path) -> Finding:
    if chosen.is_path:
        if chosen.sheet and _is_hidden(file):
            mend = f"Excel hides that sheet of an add-in: {_built_again(machine.python)}"
        elif chosen.sheet:
            mend = (
                f"on the sheet {chosen.sheet}, delete the row {INTERPRETER}, or write this "
                f"computer's Python there: {_silent(machine.python)}"
            )
        else:
            mend = f"write this computer's Python into {chosen.where}: {_silent(machine.python)}"
        what = f"{chosen.where} sets a Python that is not on this computer: {chosen.named}"
        return Finding(False, what, mend)
    if not machine.python.is_file():
        return Finding(False, f"there is no Python: no {chosen.named} on PATH", _FROM_PYTHON_ORG)
    return Finding(
        False,
        f"Excel finds no Python: {chosen.named} is in no folder of PATH, and that of this one is "
        "not there either",
        _to_write(content, machine, machine.python, file),
    )


def _silent(python: Path) -> Path:
    """The one that opens no window, as Windows has it beside the other."""
    return python.with_name("pythonw.exe")


def _libraries(
    found: Path, chosen: Interpreter, content: MacroFile, machine: Machine, file: Path
) -> Iterator[Finding]:
    """What the Python *found* must have; xlwings' library must fit Excel, not Python."""
    pip = f'"{found.with_name("python.exe")}" -m pip install'
    folders = (found.parent, found.parent.parent)
    installed = [
        package.name.partition("-")[0]
        for folder in folders
        for package in folder.glob("Lib/site-packages/*.dist-info")
    ]
    lacking = [name for name in ("plansheets", "xlwings", "pywin32") if name not in installed]
    yield Finding(
        not lacking,
        f"that Python has no {', no '.join(lacking)}"
        if lacking
        else "that Python has plansheets, xlwings and pywin32",
        f"{pip} plansheets xlwings=={content.xlwings}",
    )
    bits = bits_of(machine.excel) if machine.excel else None
    if bits is None or content.xlwings is None or "xlwings" in lacking:
        return
    name = f"xlwings{bits}-{content.xlwings}.dll"
    # VBA looks beside an interpreter that is set with its path, and for any other along PATH
    searched = folders if chosen.is_path else machine.path
    library = next((one for folder in searched if (one := folder / name).is_file()), None)
    if library is not None and bits_of(library) in (None, bits):
        yield Finding(True, f"Excel has {bits} bits, and {library} fits")
    elif library is not None:
        yield Finding(
            False,
            f"Excel has {bits} bits, and {library} has {bits_of(library)}",
            f"{pip} --force-reinstall --no-cache-dir xlwings=={content.xlwings}",
        )
    elif any((folder / name).is_file() for folder in folders):
        yield Finding(
            False,
            f"Excel looks for {name} along PATH, and it is in {found.parent.parent}",
            _to_write(content, machine, found, file),
        )
    else:
        yield Finding(
            False,
            f"Excel has {bits} bits and needs {name}, which is not in {found.parent}",
            f"{pip} --force-reinstall xlwings=={content.xlwings}",
        )


def _to_write(content: MacroFile, machine: Machine, python: Path, file: Path) -> str:
    name = f"{content.project}.conf"
    if _is_hidden(file):
        conf = machine.home / f".{content.project}" / name
        line = f'"{INTERPRETER}","{_silent(python)}"'
        return f"write the line {line} into {conf}; or {_built_again(python)}"
    return (
        f"on the sheet {name}, in the first free row, write {INTERPRETER} and beside it "
        f"{_silent(python)}; or build it again on this computer"
    )


def _is_hidden(file: Path) -> bool:
    """Whether nobody can see its sheets: Excel shows none of an add-in."""
    return file.suffix.lower() == ".xlam"


def _built_again(python: Path) -> str:
    return f'{_BUILD} --force --python "{_silent(python)}" makes one for this computer'
