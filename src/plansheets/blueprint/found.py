"""What was found where the grammar says what there can be: values, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import TYPE_CHECKING, Any

from plansheets.records import dataclass
from plansheets.source import Span

if TYPE_CHECKING:
    from plansheets.blueprint.grammar.kinds import Object


@dataclass(frozen=True, slots=True)
class Found:
    """An object of the grammar as found: its values by key, and where each stands.

    What is not written is what the grammar says that it is then. A key that the grammar does not
    have cannot be asked for.
    """

    grammar: Object
    values: Mapping[str, Any]
    spans: Mapping[str, Span]
    span: Span
    key_spans: Mapping[str, Span] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.values[name] if name in self.values else self.grammar[name].otherwise

    def __contains__(self, name: str) -> bool:
        """Whether it is written, and could be read."""
        return self.grammar[name].name in self.values


@dataclass(frozen=True, slots=True)
class Reference:
    """An id that names something elsewhere in the blueprint."""

    id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Raw:
    """A scalar whose type is known only to its field."""

    text: str
    span: Span
    quoted: bool


class Failed:
    """What stands where a value could not be read; its problem has been reported."""


FAILED = Failed()
