"""Which Python Excel starts, and whether that one can answer it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plansheets.addin.examples import INTERPRETER
from plansheets.addin.finding import BUILD, STORE, Finding, typed
from plansheets.addin.interpreter import Interpreter
from plansheets.addin.machine import Machine, bits_of
from plansheets.addin.macro_file import MacroFile
from plansheets.words import Words

_FROM_PYTHON_ORG = Words(
    "从 python.org 安装 Python，勾选“Add python.exe to PATH”，再用它运行 `pip install plansheets`，"
    "然后重启 Excel",
    'install Python from python.org, tick "Add python.exe to PATH", then `pip install plansheets` '
    "with it, and start Excel anew",
)


def started(
    chosen: Interpreter, content: MacroFile, machine: Machine, file: Path
) -> Iterator[Finding]:
    found = chosen.found(machine)
    if found is None:
        yield _no_python(chosen, content, machine, file)
        return
    if STORE in str(found).lower():
        yield Finding(
            False,
            Words(
                f"Excel 启动的是微软商店的 Python，它无法应答：{found}",
                f"Excel starts a Python from the Microsoft Store, which cannot answer it: {found}",
            ),
            Words(
                f"{_FROM_PYTHON_ORG.zh}；如果找到的还是它，到“设置 > 应用 > 高级应用设置 > "
                "应用执行别名”里关掉 python.exe 和 pythonw.exe",
                f"{_FROM_PYTHON_ORG.en}; if this one is still found, Settings > Apps > Advanced "
                "app settings > App execution aliases: switch off python.exe and pythonw.exe",
            ),
        )
        return
    yield Finding(
        True,
        Words(
            f"Excel 启动 {found}，由 {chosen.where} 设定",
            f"Excel starts {found}, set by {chosen.where}",
        ),
    )
    yield from _libraries(found, chosen, content, machine, file)


def _no_python(chosen: Interpreter, content: MacroFile, machine: Machine, file: Path) -> Finding:
    if chosen.is_path:
        if chosen.sheet and _is_hidden(file):
            again = _built_again(machine.python)
            mend = Words(
                f"加载项的这张表 Excel 不显示：{again.zh}",
                f"Excel hides that sheet of an add-in: {again.en}",
            )
        elif chosen.sheet:
            mend = Words(
                f"在工作表 {chosen.sheet} 上删掉 {INTERPRETER} 那一行，"
                f"或在那里写这台电脑的 Python：{_silent(machine.python)}",
                f"on the sheet {chosen.sheet}, delete the row {INTERPRETER}, or write this "
                f"computer's Python there: {_silent(machine.python)}",
            )
        else:
            mend = Words(
                f"把这台电脑的 Python 写进 {chosen.where}：{_silent(machine.python)}",
                f"write this computer's Python into {chosen.where}: {_silent(machine.python)}",
            )
        what = Words(
            f"{chosen.where} 设定的 Python 不在这台电脑上：{chosen.named}",
            f"{chosen.where} sets a Python that is not on this computer: {chosen.named}",
        )
        return Finding(False, what, mend)
    if not machine.python.is_file():
        none = Words(
            f"没有 Python：PATH 里没有 {chosen.named}",
            f"there is no Python: no {chosen.named} on PATH",
        )
        return Finding(False, none, _FROM_PYTHON_ORG)
    return Finding(
        False,
        Words(
            f"Excel 找不到 Python：PATH 的文件夹里没有 {chosen.named}，"
            "这个 Python 的文件夹也不在其中",
            f"Excel finds no Python: {chosen.named} is in no folder of PATH, and that of this one "
            "is not there either",
        ),
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
        Words(
            f"那个 Python 没有装 {'、'.join(lacking)}",
            f"that Python has no {', no '.join(lacking)}",
        )
        if lacking
        else Words(
            "那个 Python 装有 plansheets、xlwings 和 pywin32",
            "that Python has plansheets, xlwings and pywin32",
        ),
        typed(f"{pip} plansheets xlwings=={content.xlwings}"),
    )
    bits = bits_of(machine.excel) if machine.excel else None
    if bits is None or content.xlwings is None or "xlwings" in lacking:
        return
    name = f"xlwings{bits}-{content.xlwings}.dll"
    # VBA looks beside an interpreter that is set with its path, and for any other along PATH
    searched = folders if chosen.is_path else machine.path
    library = next((one for folder in searched if (one := folder / name).is_file()), None)
    if library is not None and bits_of(library) in (None, bits):
        fits = Words(
            f"Excel 是 {bits} 位，{library} 与它相配", f"Excel has {bits} bits, and {library} fits"
        )
        yield Finding(True, fits)
    elif library is not None:
        yield Finding(
            False,
            Words(
                f"Excel 是 {bits} 位，{library} 是 {bits_of(library)} 位",
                f"Excel has {bits} bits, and {library} has {bits_of(library)}",
            ),
            typed(f"{pip} --force-reinstall --no-cache-dir xlwings=={content.xlwings}"),
        )
    elif any((folder / name).is_file() for folder in folders):
        yield Finding(
            False,
            Words(
                f"Excel 沿 PATH 找 {name}，它却在 {found.parent.parent}",
                f"Excel looks for {name} along PATH, and it is in {found.parent.parent}",
            ),
            _to_write(content, machine, found, file),
        )
    else:
        yield Finding(
            False,
            Words(
                f"Excel 是 {bits} 位，需要 {name}，{found.parent} 里没有",
                f"Excel has {bits} bits and needs {name}, which is not in {found.parent}",
            ),
            typed(f"{pip} --force-reinstall xlwings=={content.xlwings}"),
        )


def _to_write(content: MacroFile, machine: Machine, python: Path, file: Path) -> Words:
    name = f"{content.project}.conf"
    if _is_hidden(file):
        conf = machine.home / f".{content.project}" / name
        line = f'"{INTERPRETER}","{_silent(python)}"'
        again = _built_again(python)
        return Words(
            f"把这一行 {line} 写进 {conf}；或者：{again.zh}",
            f"write the line {line} into {conf}; or {again.en}",
        )
    return Words(
        f"在工作表 {name} 的第一个空行写 {INTERPRETER}，右边一格写 {_silent(python)}；"
        "或者在这台电脑上重新生成",
        f"on the sheet {name}, in the first free row, write {INTERPRETER} and beside it "
        f"{_silent(python)}; or build it again on this computer",
    )


def _is_hidden(file: Path) -> bool:
    """Whether nobody can see its sheets: Excel shows none of an add-in."""
    return file.suffix.lower() == ".xlam"


def _built_again(python: Path) -> Words:
    command = f'{BUILD} --force --python "{_silent(python)}"'
    return Words(f"{command} 会为这台电脑生成一份", f"{command} makes one for this computer")
