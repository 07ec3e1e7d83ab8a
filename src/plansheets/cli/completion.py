"""``plansheets completion``: the script that completes commands in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from plansheets.cli.misuse import ChoiceType
from plansheets.cli.speaking import SpeakingCommand


@click.command(
    cls=SpeakingCommand,
    chinese="输出让终端自动补全命令、蓝图、参数和表的脚本。",
    epilog="""\b
Examples:
  bash:  plansheets completion bash >> ~/.bashrc
  zsh:   plansheets completion zsh >> ~/.zshrc
  fish:  plansheets completion fish > ~/.config/fish/completions/plansheets.fish
""",
)
@click.argument("shell", type=ChoiceType(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, blueprints, parameters and tables in a shell."""
    completer = get_completion_class(shell)
    assert completer is not None
    root = ctx.find_root().command
    click.echo(completer(root, {}, "plansheets", "_PLANSHEETS_COMPLETE").source())
