"""What keeps functions from working in Excel on this machine, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from plansheets.addin.finding import BUILD, STORE, Finding, typed
from plansheets.addin.interpreter import interpreter
from plansheets.addin.machine import Machine, this_machine
from plansheets.addin.macro_file import MacroFile, read_macro_file
from plansheets.addin.started import started
from plansheets.addin.wrappers import MODULE, PYTHON_FILE, PYTHON_SOURCE
from plansheets.words import Words


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
        yield Finding(
            True,
            Words(
                f"“{file.name}”的函数是 VBA 写的，不需要 Python",
                f"the functions of '{file.name}' are VBA, and need no Python",
            ),
        )
        yield _blocked(file)
        if machine.on_windows:
            yield _macros(machine)
        return
    yield _system(machine)
    yield Finding(
        True,
        Words(
            f"这里的 Python，{machine.python_bits} 位：{machine.python}",
            f"this Python, {machine.python_bits} bit: {machine.python}",
        ),
    )
    yield Finding(
        machine.xlwings is not None,
        Words(f"装有 xlwings {machine.xlwings}", f"it has xlwings {machine.xlwings}")
        if machine.xlwings
        else Words("没有装 xlwings", "it has no xlwings"),
        typed("pip install xlwings"),
    )
    if machine.on_windows:
        yield Finding(
            machine.pywin32,
            Words("装有 pywin32", "it has pywin32")
            if machine.pywin32
            else Words("没有装 pywin32", "it has no pywin32"),
            typed("pip install pywin32"),
        )
        yield from _excel(machine)
    if file is None:
        return
    if not file.is_file():
        yield Finding(
            False,
            Words(f"没有文件“{file}”", f"no file '{file}'"),
            Words("写加载项的 .xlsm 或 .xlam 文件名", "name the .xlsm or .xlam of the add-in"),
        )
        return
    yield _blocked(file)
    yield _folder(file, machine)
    if content is None:
        yield Finding(
            False,
            Words(
                f"“{file.name}”里没有读得出来的 VBA", f"'{file.name}' holds no VBA that can be read"
            ),
            Words(f"{BUILD} 会重新生成一份", f"{BUILD} makes one that does"),
        )
        return
    yield from _content(file, content, machine)
    if machine.on_windows:
        yield from started(interpreter(file, content, machine), content, machine, file)


def _system(machine: Machine) -> Finding:
    if machine.on_windows:
        return Finding(
            True,
            Words("Windows，Excel 能调用 Python", "Windows, where Excel can call Python"),
        )
    return Finding(
        False,
        Words(
            f"这是 {machine.system}：只有在 Windows 上 Excel 才调用 Python",
            f"this is {machine.system}: Excel calls Python on Windows alone",
        ),
        Words(
            "在这里生成加载项，拿到装有 Excel 的 Windows 电脑上用；或用 Microsoft 365 打开 "
            "`plansheets build NAME --lambdas` 的工作簿，不需要 Python；LibreOffice 用 "
            "`plansheets addin build libreoffice`，Google 表格用 `plansheets addin build sheets`",
            "build the add-in here and use it on a machine with Windows and Excel, or use "
            "`plansheets build NAME --lambdas` with Microsoft 365, which needs no Python; "
            "`plansheets addin build libreoffice` is for LibreOffice, "
            "`plansheets addin build sheets` for Google Sheets",
        ),
    )


def _excel(machine: Machine) -> Iterator[Finding]:
    if machine.excel is None:
        yield Finding(
            False,
            Words("这台 Windows 没有登记 Excel", "Windows knows of no Excel"),
            Words("安装桌面版 Excel", "install Excel, the desktop program"),
        )
        return
    store = STORE in str(machine.excel).lower()
    yield Finding(
        not store,
        Words(
            f"Excel 是从微软商店装的：{machine.excel}",
            f"Excel is from the Microsoft Store: {machine.excel}",
        )
        if store
        else typed(f"{machine.excel}"),
        Words(
            "“设置 > 应用”里卸载 Office，再用自己的帐户从 office.com 安装："
            "商店版不让加载项启动 Python",
            "Settings > Apps: uninstall Office, then install it from office.com with your account: "
            "the one of the Store lets no add-in start Python",
        ),
    )
    yield _macros(machine)


def _needs_no_python(content: MacroFile) -> bool:
    """Whether its functions are ours, and nothing there calls Python."""
    return MODULE in content.modules and "xlwings" not in content.modules


def _macros(machine: Machine) -> Finding:
    return Finding(
        not machine.macros_off,
        Words("Excel 一律不运行宏", "Excel runs no macros at all")
        if machine.macros_off
        else Words("Excel 运行宏之前会询问", "Excel asks before it runs macros"),
        Words(
            "文件 > 选项 > 信任中心 > 信任中心设置 > 宏设置：选“通过通知禁用 VBA 宏”",
            "File > Options > Trust Center > Trust Center Settings > Macro Settings: "
            "Disable VBA macros with notification",
        ),
    )


def _blocked(file: Path) -> Finding:
    # Windows keeps where a file came from in a stream beside its content
    blocked = file.with_name(f"{file.name}:Zone.Identifier").exists()
    return Finding(
        not blocked,
        Words(
            f"“{file.name}”是下载来的，Windows 拦住了它的宏",
            f"'{file.name}' was downloaded: Windows blocks its macros",
        )
        if blocked
        else Words(
            f"“{file.name}”没有被当作下载文件拦住",
            f"'{file.name}' is not blocked as a download",
        ),
        Words(
            "关掉它，右键单击文件 > 属性 > 勾选“解除锁定” > 确定；"
            "或者放进“文件 > 选项 > 信任中心 > 信任中心设置 > 受信任位置”里列出的文件夹",
            "close it, right-click the file > Properties > tick Unblock > OK; or put it into a "
            "folder named in File > Options > Trust Center > Trust Center Settings > Trusted "
            "Locations",
        ),
    )


def _folder(file: Path, machine: Machine) -> Finding:
    folder = str(file.parent.resolve())
    foreign = "".join(dict.fromkeys(letter for letter in folder if not _fits(letter, machine)))
    return Finding(
        not foreign,
        Words(
            f"它所在文件夹的名字里，有 Windows 字符集 {machine.code_page} 没有的字：{foreign}",
            f"its folder has letters that {machine.code_page}, Windows' letters here, has not: "
            f"{foreign}",
        )
        if foreign
        else Words("文件夹的名字能传过去", "the name of its folder can be handed over"),
        Words(
            rf"移到没有这些字的文件夹，比如 C:\plansheets；现在在 {folder}",
            rf"move it into a folder without them, C:\plansheets for example; it is in {folder}",
        ),
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
        Words(f"“{file.name}”里有调用的模块", f"'{file.name}' has the wrappers")
        if wrapped
        else Words(f"“{file.name}”里没有模块 {MODULE}", f"'{file.name}' has no module {MODULE}"),
        typed(BUILD),
    )
    wanted = content.xlwings
    fits = wanted is not None and wanted == machine.xlwings
    yield Finding(
        fits,
        Words(
            f"它的 VBA 属于 xlwings {wanted or '（版本不明）'}"
            + ("" if fits else f"，装的是 {machine.xlwings or '（没有装）'}"),
            f"its VBA belongs to xlwings {wanted or 'of an unknown version'}"
            + ("" if fits else f", and {machine.xlwings or 'none'} is installed"),
        ),
        Words(
            f"pip install xlwings=={wanted}，或者重新生成加载项",
            f"pip install xlwings=={wanted}, or build the add-in again",
        )
        if wanted
        else Words("重新生成加载项", "build the add-in again"),
    )
    beside = file.with_name(PYTHON_FILE)
    there = beside.is_file()
    yield Finding(
        there,
        Words(f"{beside.name} 在它旁边", f"{beside.name} is beside it")
        if there
        else Words(f"它旁边没有 {beside.name}", f"no {beside.name} beside it"),
        Words(
            f"把一起生成的 {beside.name} 放进 {file.parent.resolve()}",
            f"put the {beside.name} that was built with it into {file.parent.resolve()}",
        ),
    )
    if there:
        ours = b"plansheets.udfs" in beside.read_bytes()
        yield Finding(
            ours,
            Words(f"{beside.name} 带来了函数", f"{beside.name} brings the functions")
            if ours
            else Words(
                f"{beside.name} 没有带来函数", f"{beside.name} does not bring the functions"
            ),
            Words(
                f"在里面写上：{PYTHON_SOURCE.splitlines()[-1]}",
                f"write into it: {PYTHON_SOURCE.splitlines()[-1]}",
            ),
        )
