"""``plansheets new``: a commented starter blueprint, or a copy of a shipped one to change."""

from __future__ import annotations

import click

from plansheets.cli.options import complete_blueprints
from plansheets.cli.speaking import HelpLine, SpeakingCommand, option


@click.command(
    cls=SpeakingCommand,
    chinese="""写出 NAME.yaml，一份不改就能生成的带注释蓝图，并输出其路径。

NAME 是蓝图的 id：小写英文单词，用“-”连接。
""",
    epilog="""\b
Examples:
  plansheets new autumn-launch
  plansheets build autumn-launch.yaml
  plansheets new our-skus --from sku-management
""",
)
@click.argument("name")
@option(
    "--from",
    "shipped",
    metavar="NAME",
    shell_complete=complete_blueprints,
    help=HelpLine(
        "不写入门蓝图，而是复制一份自带的蓝图，连同它的示例文件。",
        "Copy a shipped blueprint, with its sample files, in place of the starter.",
    ),
)
@option("--force", is_flag=True, help=HelpLine("覆盖已有的文件。", "Overwrite files that exist."))
def command(name: str, *, shipped: str | None, force: bool) -> None:
    """Write NAME.yaml, a commented blueprint that builds as it is, and print its path.

    NAME is the blueprint's id: lower-case words joined by '-'.
    """
    from plansheets.blueprint.starter import write_copy, write_starter

    if shipped is None:
        click.echo(write_starter(name, force=force))
        return
    for path in write_copy(name, shipped, force=force):
        click.echo(path)
