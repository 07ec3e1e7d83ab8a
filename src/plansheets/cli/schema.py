"""``plansheets schema``: the JSON Schema of the blueprint language."""

from __future__ import annotations

import click

from plansheets.cli.speaking import SpeakingCommand


@click.command(
    cls=SpeakingCommand,
    epilog="""\b
Examples:
  plansheets schema > plansheets.schema.json

An editor with YAML support completes and explains keys once a blueprint begins with
  # yaml-language-server: $schema=plansheets.schema.json
""",
)
def command() -> None:
    """Print the JSON Schema of the blueprint language, for completion and help in editors."""
    from plansheets.blueprint.schema import schema
    from plansheets.cli.words import say_json

    say_json(schema())
