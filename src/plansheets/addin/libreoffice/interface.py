"""What LibreOffice reads of the extension: its methods, the help to each, and the list of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from plansheets.addin.method_names import method_name
from plansheets.functions.function import Argument, Function
from plansheets.functions.outline import excel_name
from plansheets.words import Words

IMPLEMENTATION: Final = "plansheets.Functions"
"""The component's name, and in upper case what stands before a function in an ODF file."""

_LANGUAGES: Final = ("en", "zh-CN")
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_RESERVED: Final = frozenset(
    {"any", "attribute", "boolean", "bound", "byte", "char", "const", "constants", "constrained"}
    | {"default", "double", "enum", "exception", "false", "float", "get", "hyper", "in", "inout"}
    | {"interface", "long", "maybeambiguous", "maybedefault", "maybevoid", "module", "needs"}
    | {"observes", "optional", "out", "property", "published", "raises", "readonly", "removable"}
    | {"sequence", "service", "set", "short", "singleton", "string", "struct", "transient", "true"}
    | {"type", "typedef", "union", "unsigned", "void"}
)
"""Words of the interface language, which no argument may be called."""


def functions_idl(functions: Iterable[Function]) -> str:
    """The interface: every argument may be left out, every answer is rows of cells.

    A single value would lose the rest of a range; and inside rows an error stays an error.
    """
    methods = "".join(f"    {_method(function)};\n" for function in functions)
    return f"module org {{ module plansheets {{\ninterface XFunctions {{\n{methods}}};\n}}; }};\n"


def _method(function: Function) -> str:
    arguments = ", ".join(f"[in] any {_argument_name(argument)}" for argument in function.arguments)
    return f"sequence< sequence< any > > {method_name(function.name)}({arguments})"


def _argument_name(argument: Argument) -> str:
    name = method_name(argument.name)
    return f"{name}Given" if name in _RESERVED else name


def functions_xcu(functions: Iterable[Function]) -> str:
    """Names and help for the function wizard, in both languages."""
    nodes = "\n".join(line for function in functions for line in _function_node(function))
    return (
        f"{_HEAD}"
        '<oor:component-data xmlns:oor="http://openoffice.org/2001/registry"\n'
        '    oor:name="CalcAddIns" oor:package="org.openoffice.Office">\n'
        '<node oor:name="AddInInfo">\n'
        f'<node oor:name="{IMPLEMENTATION}" oor:op="replace">\n'
        '<node oor:name="AddInFunctions">\n'
        f"{nodes}\n"
        "</node>\n</node>\n</node>\n</oor:component-data>\n"
    )


def _function_node(function: Function) -> Iterator[str]:
    name = excel_name(function)
    said = [f"{function.title(language)}: {function.words(language)}" for language in _LANGUAGES]
    yield f'<node oor:name="{method_name(function.name)}" oor:op="replace">'
    yield _property("DisplayName", (name, name))
    yield _property("Description", said)
    yield '  <prop oor:name="Category"><value>Add-In</value></prop>'
    yield _property("CompatibilityName", (name, name))
    yield '  <node oor:name="Parameters">'
    for argument in function.arguments:
        yield f'  <node oor:name="{_argument_name(argument)}" oor:op="replace">'
        yield _property("DisplayName", (argument.name, argument.name))
        yield _property("Description", [_help(argument, language) for language in _LANGUAGES])
        yield "  </node>"
    yield "  </node>"
    yield "</node>"


def _help(argument: Argument, language: str) -> str:
    said = argument.help(language)
    if not all(option in said for option in argument.options):
        said += f": {', '.join(argument.options)}"
    if argument.default is not None:
        left_out = Words("省略时为", "where left out")
        said += f"; {left_out(language)} {argument.default}"
    return said


def _property(name: str, texts: Iterable[str]) -> str:
    values = "".join(
        f"<value xml:lang={quoteattr(language)}>{escape(text)}</value>"
        for language, text in zip(_LANGUAGES, texts, strict=True)
    )
    return f'  <prop oor:name="{name}">{values}</prop>'


def manifest(files: Iterable[tuple[str, str]]) -> str:
    """The list of the extension's parts, each with its kind."""
    entries = "".join(
        f'  <manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>\n'
        for path, kind in files
    )
    return (
        f'{_HEAD}<manifest:manifest xmlns:manifest="http://openoffice.org/2001/manifest">\n'
        f"{entries}</manifest:manifest>\n"
    )


def description(version: str) -> str:
    """What the extension manager shows."""
    return f"""\
{_HEAD}<description xmlns="http://openoffice.org/extensions/description/2006"
    xmlns:l="http://libreoffice.org/extensions/description/2011"
    xmlns:xlink="http://www.w3.org/1999/xlink">
  <identifier value="plansheets.functions"/>
  <version value="{version}"/>
  <display-name>
    <name lang="en">plansheets functions</name>
    <name lang="zh-CN">plansheets 函数</name>
  </display-name>
  <extension-description>
    <src lang="en" xlink:href="description/en.txt"/>
    <src lang="zh-CN" xlink:href="description/zh-CN.txt"/>
  </extension-description>
  <dependencies>
    <l:LibreOffice-minimal-version l:name="LibreOffice 7.2" value="7.2"/>
  </dependencies>
</description>
"""
