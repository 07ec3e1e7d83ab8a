"""Commands that tell how they are used in the language of their reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import click

from plansheets.cli.language import asked_locale, default_locale

if TYPE_CHECKING:
    from plansheets.words import Locale

_LOCALE = "plansheets.locale"
_HEADINGS = {
    "Usage": "用法",
    "Options": "选项",
    "Commands": "命令",
    "Arguments": "参数",
    "Positional arguments": "参数",
}
_PLACES = {"[OPTIONS]": "[选项]", "COMMAND": "命令", "[ARGS]...": "[参数]..."}


class HelpLine(NamedTuple):
    """What a command does, in both languages; help need load nothing else for it."""

    zh: str
    en: str

    def __call__(self, locale: Locale) -> str:
        return self.zh if locale == "zh-CN" else self.en


def spoken(ctx: click.Context) -> Locale:
    """The language that was asked for, or the system's."""
    locale: Locale = ctx.meta.get(_LOCALE) or default_locale()
    return locale


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


class SpeakingContext(click.Context):
    """Makes help in the language of its reader."""

    def make_formatter(self) -> click.HelpFormatter:
        return SpeakingFormatter(
            spoken(self), width=self.terminal_width, max_width=self.max_content_width
        )


class SpeakingCommand(click.Command):
    """A command whose help and whose usage errors are in the language of its reader."""

    context_class = SpeakingContext

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except click.UsageError as error:
            error.ctx = error.ctx or ctx  # the parser does not know it
            raise


class SpeakingGroup(click.Group):
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
