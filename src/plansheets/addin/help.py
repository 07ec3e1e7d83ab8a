"""Help to functions and arguments as add-ins show it, in both languages at once or in one."""

from __future__ import annotations

from plansheets.functions.function import Argument, Function
from plansheets.words import Locale


def function_said(function: Function, locale: Locale | None = None) -> str:
    """What a function is, and its formula in words."""
    title, words = function.title, function.words
    if locale is not None:
        return f"{title(locale)}{'：' if locale == 'zh-CN' else ': '}{words(locale)}"
    return f"{function_said(function, 'zh-CN')} · {function_said(function, 'en')}"


def argument_said(argument: Argument, locale: Locale | None = None) -> str:
    """What an argument is, the words that it may be, and what holds where it is left out."""
    said = f"{argument.help.zh} · {argument.help.en}" if locale is None else argument.help(locale)
    if not all(option in said for option in argument.options):
        said += f": {', '.join(argument.options)}"
    if argument.default not in (None, '""'):
        said += f" [= {argument.default}]"
    return said
