"""Parts of a composite that are in it where whoever builds it asks for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from plansheets.blueprint.found import Found, Reference
from plansheets.blueprint.tree import Mapping as TreeMapping
from plansheets.blueprint.tree import Scalar, Sequence
from plansheets.blueprint.variant import WITH, WITHOUT, Variant, variant_of
from plansheets.words import Words

ITEMS = {WITHOUT: Words("不含", "Left out"), WITH: Words("含", "Included")}
"""What there is to choose of an optional part; the first where nothing is said."""


def offered_parts(tree: TreeMapping) -> Iterator[str]:
    """The optional parts that *tree* names, as far as they can be read."""
    named = tree.get("optional")
    items = named.items if isinstance(named, Sequence) else (named,)
    yield from (one.text for one in items if isinstance(one, Scalar))


def optional_variants(found: Found, chosen: Mapping[str, str]) -> Iterator[Variant]:
    """A variant for each optional part, with what was *chosen* of it."""
    for part in found["optional"]:
        id_ = variant_of(part.id)
        if chosen.get(id_) in ITEMS:
            label = Words(part.id, part.id)
            yield Variant(id_, label, ITEMS, chosen[id_], WITHOUT, part.span, part=part.id)


def asked_for(found: Found, chosen: Mapping[str, str]) -> tuple[Reference, ...]:
    """The optional parts that were chosen."""
    return tuple(one for one in found["optional"] if chosen.get(variant_of(one.id)) == WITH)
