"""``plansheets schema``: the JSON Schema of the blueprint language."""

from __future__ import annotations

import click

from plansheets.cli.speaking import SpeakingCommand


@click.command(
    cls=SpeakingCommand,
    chinese="""输出蓝图语言的 JSON Schema，供编辑器补全和提示。

支持 YAML 的编辑器会补全并解释各键，只要蓝图开头写上
`# yaml-language-server: $schema=plansheets.schema.json`。
""",
    epilog="""\b
Examples:
  plansheets schema > plansheets.schema.json
""",
)
def command() -> None:
    """Print the JSON Schema of the blueprint language, for completion and help in editors.

    An editor with YAML support completes and explains keys once a blueprint begins with
    `# yaml-language-server: $schema=plansheets.schema.json`.
    """
    from plansheets.blueprint.schema import schema
    from plansheets.cli.words import say_json

    say_json(schema())
