"""Commands that tell how they are used in the language of their reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from plansheets.cli.language import asked_locale, default_locale

if TYPE_CHECKING:
    from plansheets.words import Locale

AnyCommand = TypeVar("AnyCommand", bound=Callable[..., Any])
_LOCALE = "plansheets.locale"
_HEADINGS = {
    "Usage": "用法",
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "Positional arguments": "参数",
    "Examples": "示例",
}
_PLACES = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}


class HelpLine(NamedTuple):
    """What a command or an option does, in both languages; help need load nothing else for it."""

    zh: str
    en: str

    def __call__(self, locale: Locale) -> str:
        return self.zh if locale == "zh-CN" else self.en


IN_MESSAGES = HelpLine(
    "消息的语言。  [默认：随系统]", "Language of messages.  [default: the system's]"
)
_HELP = HelpLine("显示这段说明后退出。", "Show this message and exit.")


def spoken(ctx: click.Context | None) -> Locale:
    """The language that was asked for, or the system's."""
    locale: Locale = (ctx.meta.get(_LOCALE) if ctx else None) or default_locale()
    return locale


def _here() -> Locale:
    """The language of what runs now; of a shell that completes a command, the system's."""
    return spoken(click.get_current_context(silent=True))


class SpeakingOption(click.Option):
    """An option whose help is in the language of its reader."""

    def __init__(self, names: Sequence[str] | None, *, help: HelpLine, **facts: Any) -> None:  # noqa: A002
        self.lines = help
        super().__init__(names, help=help.en, **facts)

    @property
    def help(self) -> str | None:
        return self.lines(_here())

    @help.setter  # noqa: A003
    def help(self, _: str | None) -> None:
        """Click's, which is the English one."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        if record is None or spoken(ctx) != "zh-CN":
            return record
        names, told = record
        line, bracket, more = told.rpartition("  [")
        more = more.replace("default: ", "默认：").replace("required", "必填")
        return names, f"{line}{bracket}{more}"


def option(*names: str, help: HelpLine, **facts: Any) -> Callable[[AnyCommand], AnyCommand]:  # noqa: A002
    """An option of a command, with its help in both languages."""
    return click.option(*names, cls=SpeakingOption, help=help, **facts)


def several(*options: Callable[[AnyCommand], AnyCommand]) -> Callable[[AnyCommand], AnyCommand]:
    """*options* as one, which a command shows in this order."""

    def with_all(command: AnyCommand) -> AnyCommand:
        for one in reversed(options):
            command = one(command)
        return command

    return with_all


class SpeakingFormatter(click.HelpFormatter):
    """Help whose headings are in *locale*."""

    def __init__(self, locale: Locale, **sizes: Any) -> None:
        super().__init__(**sizes)
        self.chinese = locale == "zh-CN"

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        if self.chinese:
            prefix = prefix or f"{_HEADINGS['Usage']}："
            args = " ".join(_PLACES.get(word, word) for word in args.split(" "))
        super().write_usage(prog, args, prefix)

    def write_heading(self, heading: str) -> None:
        if self.chinese:
            self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")
        else:
            super().write_heading(heading)

    def write_text(self, text: str) -> None:
        if not self.chinese:
            super().write_text(text)
            return
        from plansheets.cli.chinese_lines import chinese_lines

        margin = " " * self.current_indent
        for number, paragraph in enumerate(text.split("\n\n")):
            if paragraph.startswith("\b"):
                lines = paragraph.split("\n")[1:]
                if lines[0] == "Examples:":
                    lines[0] = f"{_HEADINGS['Examples']}："
            else:
                lines = chinese_lines(paragraph, self.width - self.current_indent)
            self.write("\n" * bool(number) + "".join(f"{margin}{line}\n" for line in lines))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        if not self.chinese:
            super().write_dl(rows, col_max, col_spacing)
            return
        from plansheets.cli.chinese_lines import chinese_lines

        rows = list(rows)
        first = min(max(len(name) for name, _ in rows), col_max) + col_spacing
        margin, gap = " " * self.current_indent, " " * (self.current_indent + first)
        for name, text in rows:
            lines = chinese_lines(text, max(self.width - len(gap), 10))
            beside = len(name) <= first - col_spacing
            self.write(f"{margin}{name:<{first}}{lines[0]}\n" if beside else f"{margin}{name}\n")
            self.write("".join(f"{gap}{line}\n" for line in lines[beside:]))


class SpeakingContext(click.Context):
    """Makes help in the language of its reader."""

    def make_formatter(self) -> click.HelpFormatter:
        return SpeakingFormatter(
            spoken(self), width=self.terminal_width, max_width=self.max_content_width
        )


def _messages() -> SpeakingOption:
    """The option that the root has read before anything is parsed."""
    from plansheets.cli.misuse import ChoiceType

    locales = ChoiceType(["zh-CN", "en"])
    return SpeakingOption(["--locale"], help=IN_MESSAGES, type=locales, expose_value=False)


class _InBothLanguages(click.Command):
    """A command that says what it does in the language of its reader."""

    def __init__(self, *args: Any, chinese: str, **facts: Any) -> None:
        self.chinese = chinese
        super().__init__(*args, **facts)

    @property
    def help(self) -> str | None:
        return self.chinese if _here() == "zh-CN" else self.english

    @help.setter  # noqa: A003
    def help(self, english: str | None) -> None:
        self.english = english

    def get_short_help_str(self, limit: int = 45) -> str:
        if _here() != "zh-CN":
            return super().get_short_help_str(limit)
        return self.chinese.partition("\n")[0].partition("：")[0].rstrip("。")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP(spoken(ctx))
        return option


class SpeakingCommand(_InBothLanguages):
    """A command whose help and whose usage errors are in the language of its reader.

    Each takes ``--locale``, if only for its messages.
    """

    context_class = SpeakingContext

    def __init__(self, name: str | None, *, params: list[click.Parameter], **facts: Any) -> None:
        if all(param.name != "locale" for param in params):
            params = [*params, _messages()]
        super().__init__(name, params=params, **facts)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser does not know it
            raise


class SpeakingGroup(_InBothLanguages, click.Group):
    """Likewise, for commands of commands."""

    context_class = SpeakingContext
    command_class = SpeakingCommand

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        known = self.list_commands(ctx)
        if args and args[0] not in known and not args[0].startswith("-"):
            from plansheets.cli.misuse import MisuseError, unknown
            from plansheets.words import Words

            raise MisuseError(unknown(Words("命令", "command"), args[0], known), ctx)
        return super().resolve_command(ctx, args)


class SpokenError(click.UsageError):
    """Wrong use, told in *locale*: how it is used, where help is, what is wrong."""

    def __init__(self, error: click.UsageError, locale: Locale) -> None:
        super().__init__(error.message, error.ctx)
        self.error = error
        self.locale = locale

    def format_message(self) -> str:
        from plansheets.cli.misuse import in_chinese

        return in_chinese(self.error) if self.locale == "zh-CN" else self.error.format_message()

    def show(self, file: Any = None) -> None:
        if self.locale != "zh-CN":
            self.error.show(file)
            return
        if self.ctx is not None:
            click.echo(self.ctx.get_usage(), file=file, err=True)
            click.echo(f"用“{self.ctx.command_path} --help”看说明。\n", file=file, err=True)
        click.echo(f"错误：{self.format_message()}", file=file, err=True)


class SpeakingRoot(SpeakingGroup):
    """The command line as a whole, which knows the language before anything is parsed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_LOCALE] = asked_locale(args)
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            raise _said(error, ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except click.UsageError as error:
            raise _said(error, ctx) from None
        except KeyboardInterrupt:
            if spoken(ctx) != "zh-CN":
                raise  # click says so
            click.echo("\n已中断", err=True)
            ctx.exit(1)


def _said(error: click.UsageError, ctx: click.Context) -> click.UsageError:
    is_help = type(error).__name__ == "NoArgsIsHelpError"  # in no click before 8.2
    return error if is_help else SpokenError(error, spoken(ctx))
