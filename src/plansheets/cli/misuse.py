"""Wrong use of the command line, said in both languages: what is wrong, and what may stand there.

Click words what its parser finds, in English; what it found is in its exceptions, which is said in
Chinese here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from plansheets.words import Words

_IN_BRACKETS = re.compile(r"\((.*)\)", re.DOTALL)


class MisuseError(click.UsageError):
    """Options that do not go together, or something that is not there."""

    def __init__(self, words: Words, ctx: click.Context | None = None) -> None:
        super().__init__(words.en, ctx)
        self.words = words


class MisvaluedError(click.BadParameter):
    """A value that its option or argument cannot take."""

    def __init__(
        self, words: Words, param: click.Parameter | None = None, param_hint: str | None = None
    ) -> None:
        super().__init__(words.en, param=param, param_hint=param_hint)
        self.words = words


def unknown(what: Words, word: str, known: Iterable[str], otherwise: Words | None = None) -> Words:
    """That there is no *what* called *word*, with the nearest of *known* or with *otherwise*."""
    from plansheets.errors import nearest
    from plansheets.words import Words

    hint = nearest(word, known) or otherwise
    chinese, english = f"没有“{word}”这个{what.zh}", f"no {what.en} '{word}'"
    return (
        Words(f"{chinese}；{hint.zh}", f"{english}; {hint.en}") if hint else Words(chinese, english)
    )


class ChoiceType(click.Choice):  # type: ignore[type-arg]  # no generic in every click
    """One of a few words."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            chosen: str = super().convert(value, param, ctx)
        except click.BadParameter as error:
            from plansheets.words import Words

            chinese = f"“{value}”不在可选的{_listed(self.choices)}之中"
            raise MisvaluedError(Words(chinese, error.message), param) from None
        return chosen


class WholeType(click.IntRange):
    """A whole number between bounds."""

    def get_metavar(self, *_: Any, **__: Any) -> str:
        return "N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            number: int = super().convert(value, param, ctx)
        except click.BadParameter as error:
            from plansheets.words import Words

            bounds = f"{self.min} 或更大" if self.max is None else f"{self.min} 到 {self.max} "
            chinese = f"“{value}”不是 {bounds}的整数"
            raise MisvaluedError(Words(chinese, error.message), param) from None
        return number


def in_chinese(error: click.UsageError) -> str:
    """What is wrong, as a reader of Chinese is told it."""
    match error:
        case MisuseError(words=words):
            return words.zh
        case MisvaluedError(words=words):
            called = _called(error)
            return f"参数不对：{words.zh}" if "|" in called else f"{called}的值不对：{words.zh}"
        case click.MissingParameter():
            choices = getattr(error.param and error.param.type, "choices", ())
            if choices:
                return f"缺少参数：可选{_listed(choices)}"
            kind = "选项" if isinstance(error.param, click.Option) else "参数"
            return f"缺少{kind}{_called(error)}"
        case click.NoSuchOption(option_name=name, possibilities=near):
            return f"没有选项“{name}”" + (f"；是不是{_listed(sorted(near))}？" if near else "")
        case click.BadOptionUsage(option_name=name):
            flag = _takes_nothing(error.ctx, name)
            return f"选项“{name}”后面不带值" if flag else f"选项“{name}”后面缺少值"
        case click.BadParameter(message=message):
            return f"{_called(error)}的值不对：{message}"
        case _:
            extra = _IN_BRACKETS.search(error.message)
            return f"多出了参数“{extra[1]}”" if extra else error.message


def _called(error: click.BadParameter) -> str:
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.get_error_hint(error.ctx)
    names = hint if isinstance(hint, str) else " / ".join(hint or ())
    bare = names.replace("'", "")
    return f"“{bare}”"


def _listed(words: Iterable[Any]) -> str:
    return "".join(f"“{word}”" for word in words)


def _takes_nothing(ctx: click.Context | None, name: str) -> bool:
    """Whether the option called *name* is a flag."""
    options = ctx.command.params if ctx else ()
    return any(
        isinstance(one, click.Option) and one.is_flag and name in (*one.opts, *one.secondary_opts)
        for one in options
    )
