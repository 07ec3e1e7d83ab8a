"""Variants: what is in a blueprint only for some stage or industry, chosen before it is read.

The tree is pruned, so that nothing after it knows of what was left out. Only what names something
left out, and cannot mean anything without it, goes with it: a card, a block over a table, a cell
of the sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from plansheets.blueprint.found import Found
from plansheets.blueprint.optional import ITEMS, offered_parts, optional_variants
from plansheets.blueprint.tree import Mapping as TreeMapping
from plansheets.blueprint.tree import Scalar, Sequence, Tree
from plansheets.blueprint.variant import NOTHING_LEFT_OUT, WITH, LeftOut, Variant, variant_of
from plansheets.errors import Problem, nearest
from plansheets.records import dataclass
from plansheets.values.written import fold
from plansheets.words import LOCALES, Words

ELSE = "else"
"""Where a value differs by variant: what holds for the items that are not named."""
_WORD = re.compile(r"[a-z][a-z0-9_]*")
_MOST = 24
"""So many variants of a blueprint are judged in every combination."""


Given = Mapping[str, object]
"""What the user gave by id: items of variants, by their ids or labels, among other things."""


class Handed(str):
    """The item that a composite has chosen, as its parts are given it."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tree without what is not in its variant."""

    tree: TreeMapping
    by_variant: Mapping[str, str]
    """The item chosen of each variant."""
    left_out: LeftOut = NOTHING_LEFT_OUT


def choose(tree: TreeMapping, given: Given, problems: list[Problem]) -> Chosen:
    """*tree* for the variants that are *given*, by the id or a label of an item, or the default."""
    offered = _offered(tree)
    chosen = {
        id_: _choose_item(id_, offer, given.get(id_), problems) for id_, offer in offered.items()
    }
    pruning = _Pruning(
        chosen, {id_: tuple(offer.items) for id_, offer in offered.items()}, problems
    )
    pruned = pruning.mapping(tree, ())
    left_out = LeftOut(pruning.why, frozenset(pruning.words))
    return Chosen(_without(pruned, left_out.why) if left_out.why else pruned, chosen, left_out)


def read_variants(found: Found, chosen: Chosen) -> tuple[Variant, ...]:
    """The variants that a blueprint declares, each with what was chosen of it."""
    declared = (
        Variant(
            id=id_,
            label=variant["label"],
            items={item: label for item, (label, _) in variant["items"].items()},
            chosen=chosen.by_variant[id_],
            default=variant["default"] or next(iter(variant["items"])),
            span=span,
            help=variant["help"],
        )
        for id_, (variant, span) in found["variants"].items()
        if chosen.by_variant.get(id_) in variant["items"]
    )
    return (*declared, *optional_variants(found, chosen.by_variant))


def other_variants(variants: Iterable[Variant]) -> Iterator[dict[str, str]]:
    """Every choice but the one that was made; where there are too many, one change at a time.

    Optional parts are added to the choice that was made: each of them alone, and all at once.
    """
    every_variant = tuple(variants)
    made = {variant.id: variant.chosen for variant in every_variant}
    variants = [variant for variant in every_variant if variant.part is None]
    optional = [variant.id for variant in every_variant if variant.part is not None]
    if optional:
        yield from ({**made, id_: WITH} for id_ in optional)
        yield {**made, **dict.fromkeys(optional, WITH)}
    for variant in every_variant:
        if variant.part is not None:
            made.pop(variant.id)
    every: list[dict[str, str]] = [{}]
    for variant in variants:
        every = [{**one, variant.id: item} for one in every for item in variant.items]
    if len(every) > _MOST:
        every = [{**made, one.id: item} for one in variants for item in one.items]
    yield from (one for one in every if one != made)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What there is to choose of a variant."""

    items: Mapping[str, tuple[str, ...]]
    """By item: what people may call it."""
    default: Scalar | None


def _offered(tree: TreeMapping) -> dict[str, _Offer]:
    """The variants that *tree* declares, as far as they can be read."""
    section = tree.get("variants")
    found = {}
    for name, variant in section.items if isinstance(section, TreeMapping) else ():
        if not isinstance(variant, TreeMapping):
            continue
        items, default = variant.get("items"), variant.get("default")
        if isinstance(items, TreeMapping) and items.items:
            found[name.text] = _Offer(
                {id_.text: tuple(_texts(label)) for id_, label in items.items},
                default if isinstance(default, Scalar) else None,
            )
    for part in offered_parts(tree):
        labels = {id_: tuple(label.by_locale.values()) for id_, label in ITEMS.items()}
        found.setdefault(variant_of(part), _Offer(labels, None))
    return found


def _texts(tree: Tree) -> Iterator[str]:
    """Every text in *tree*."""
    match tree:
        case Scalar(text=text):
            yield text
        case Sequence(items=items):
            for item in items:
                yield from _texts(item)
        case TreeMapping(items=pairs):
            for _, value in pairs:
                yield from _texts(value)


def _choose_item(variant: str, offered: _Offer, given: object, problems: list[Problem]) -> str:
    """The item of *variant* that is *given*, or its default."""
    items, default = offered.items, offered.default
    usual = next(iter(items))
    if default is not None and default.text in items:
        usual = default.text
    elif default is not None:
        hint = nearest(default.text, items, listed=12)
        said = Words(
            f"变体“{variant}”没有“{default.text}”这一项",
            f"variant '{variant}' has no item '{default.text}'",
        )
        problems.append(Problem.told("PS108", said, default.inner, hint))
    if given is None or given == "":
        return usual
    wanted = fold(str(given))
    for id_, labels in items.items():
        if wanted in {id_, *map(fold, labels)}:
            return id_
    if isinstance(given, Handed):
        return usual  # the composite has other items, and is told so
    known = {locale: _listed(items, place) for place, locale in enumerate(LOCALES)}
    problems.append(
        Problem.told(
            "PS312",
            Words(f"没有“{given}”这一项", f"there is no '{given}'"),
            hint=Words(f"可选：{known['zh-CN']}", f"one of {known['en']}"),
            where=Words(f"参数“{variant}”", f"parameter '{variant}'"),
        )
    )
    return usual


def _listed(items: Mapping[str, tuple[str, ...]], place: int) -> str:
    named = (
        f"{id_} ({labels[min(place, len(labels) - 1)]})" if labels else id_
        for id_, labels in items.items()
    )
    return ", ".join(named)


class _Pruning:
    """Takes out of a tree what is not in the variant, and notes what that was."""

    def __init__(
        self,
        chosen: Mapping[str, str],
        items: Mapping[str, tuple[str, ...]],
        problems: list[Problem],
    ) -> None:
        self.chosen = chosen
        self.items = items
        self.problems = problems
        self.why: dict[str, str] = {}
        self.words: set[str] = set()

    def mapping(self, tree: TreeMapping, path: tuple[str, ...]) -> TreeMapping:
        kept = []
        for name, value in tree.items:
            left = self._tree(value, (*path, name.text))
            if left is not None:
                kept.append((name, left))
            else:
                self._note(value, (*path, name.text))
        if len(kept) == len(tree.items) and all(
            new is old for (_, new), (_, old) in zip(kept, tree.items, strict=True)
        ):
            return tree
        return TreeMapping(tuple(kept), tree.span)

    def _tree(self, tree: Tree, path: tuple[str, ...]) -> Tree | None:
        """*tree* as it is in the variant; None where it is not in it."""
        match tree:
            case Scalar():
                return tree
            case Sequence(items=items):
                return self._sequence(tree, items, path)
            case TreeMapping():
                return self._object(tree, path)

    def _sequence(self, tree: Sequence, items: tuple[Tree, ...], path: tuple[str, ...]) -> Sequence:
        kept, gone = [], []
        for item in items:
            left = self._tree(item, path)
            if left is None:
                gone.append(item)
            else:
                kept.append(left)
        there = {_id(item) for item in kept}
        for item in gone:
            self._note(item, path, there=_id(item) in there - {""})
        same = len(kept) == len(items)
        if same and all(new is old for new, old in zip(kept, items, strict=True)):
            return tree
        return Sequence(tuple(kept), tree.span)

    def _object(self, tree: TreeMapping, path: tuple[str, ...]) -> Tree | None:
        if path[:1] == ("variants",):
            return tree
        if (only := tree.get("only")) is not None:
            if path[::2][:2] == ("tables", "sample"):
                return self._sample_row(tree, only, path)
            if not self._is_in(only):
                return None
        if (by := self._by_variant(tree)) is not None:
            variant, values = by
            self.words.update(_words(values))
            found = values.get(self.chosen[variant]) or values.get(ELSE)
            return None if found is None else self._tree(found, path)
        return self.mapping(tree, path)

    def _sample_row(self, tree: TreeMapping, only: Tree, path: tuple[str, ...]) -> Tree | None:
        """A row that is there for some variants; ``only`` may be a column of its table as well."""
        named = only.items if isinstance(only, TreeMapping) else ()
        if not named or not all(name.text in self.chosen for name, _ in named):
            return self.mapping(tree, path)
        if not self._is_in(only):
            return None
        cells = tuple((name, value) for name, value in tree.items if value is not only)
        return self.mapping(TreeMapping(cells, tree.span), path)

    def _by_variant(self, tree: TreeMapping) -> tuple[str, TreeMapping] | None:
        """The variant that the values of *tree* differ by, as in ``{stage: {mature: 5%}}``."""
        if len(tree.items) != 1:
            return None
        (name, values) = tree.items[0]
        if name.text not in self.chosen or not isinstance(values, TreeMapping):
            return None
        known = {*self.items[name.text], ELSE}
        if not values.items or any(key.text not in known for key, _ in values.items):
            return None
        return name.text, values

    def _is_in(self, only: Tree) -> bool:
        """Whether the variant is one of those that ``only`` names; all that it names must hold."""
        if not isinstance(only, TreeMapping):
            return True  # the grammar says what is wrong with it
        held = [self._holds(name, wanted) for name, wanted in only.items]  # each is looked at
        return all(held)

    def _holds(self, name: Scalar, wanted: Tree) -> bool:
        if name.text not in self.chosen:
            said = Words(
                f"“only”里的“{name.text}”不是变体",
                f"'only' names no variant: there is no '{name.text}'",
            )
            hint = nearest(name.text, self.chosen, listed=12) or _declare(name.text)
            self.problems.append(Problem.told("PS113", said, name.span, hint))
            return True
        items = wanted.items if isinstance(wanted, Sequence) else (wanted,)
        ids = [item for item in items if isinstance(item, Scalar)]
        if len(ids) < len(items):
            return True  # the grammar says what is wrong with it
        unknown = [id_ for id_ in ids if id_.text not in self.items[name.text]]
        for id_ in unknown:
            said = Words(
                f"变体“{name.text}”没有“{id_.text}”这一项",
                f"variant '{name.text}' has no item '{id_.text}'",
            )
            near = nearest(id_.text, self.items[name.text], listed=12)
            self.problems.append(Problem.told("PS108", said, id_.inner, near))
        if unknown:
            return True  # what else names the part is no news before it is known when it is there
        return self.chosen[name.text] in {id_.text for id_ in ids}

    def _note(self, tree: Tree, path: tuple[str, ...], *, there: bool = False) -> None:
        """Keep in mind what was left out, and for what it is there.

        Another of its id may be *there* in its place.
        """
        self.words.update(_words(tree))
        if there or not isinstance(tree, TreeMapping):
            return
        name = _id(tree) or path[-1]
        self.words.add(name)
        why = ", ".join(sorted(_said(tree.get("only"))))
        match path:
            case ("tables", table, "columns"):
                self.why[f"{table}[{name}]"] = why
            case ("lists", list_, "items", _) | ("lists", list_, _):
                self.why[f"{list_}.{name}"] = why
            case ("tables" | "parameters" | "metrics" | "lists", _) | ("sheets" | "checks",):
                self.why[name] = why
            case _:
                pass  # a block, a series: nothing names it


def _declare(variant: str) -> Words:
    return Words(
        f"在“variants”里写出它：{variant}: {{label: …, items: {{…}}}}，或删去“only”",
        f"declare it, as in variants: {{{variant}: {{label: …, items: {{…}}}}}}, or delete 'only'",
    )


def _id(tree: Tree) -> str:
    """The id that *tree* has, "" where it has none."""
    id_ = tree.get("id") if isinstance(tree, TreeMapping) else None
    return id_.text if isinstance(id_, Scalar) else ""


def _words(tree: Tree) -> Iterator[str]:
    for text in _texts(tree):
        yield from _WORD.findall(text)


def _said(only: Tree | None) -> Iterator[str]:
    for name, wanted in only.items if isinstance(only, TreeMapping) else ():
        yield f"{name.text}: {' / '.join(_texts(wanted))}"


_OVER = {"table": "table", "chart": "over", "timeline": "table"}
"""Blocks that are nothing without a table, and where they name it."""


_LISTS = {"cards": "cards", "form": "parameters", "timeline": "controls"}
"""Blocks that list metrics or parameters, and under which key where they say more than that."""


def _without(tree: TreeMapping, gone: Mapping[str, str]) -> TreeMapping:
    """*tree* without what means nothing without what is gone."""

    def check(one: Tree) -> Tree | None:
        return None if _names(one, "table", gone) else one

    def sheet(one: Tree) -> Tree:
        return _with(one, "blocks", lambda blocks: _each(blocks, lambda it: _block(it, gone)))

    fewer = _with(tree, "checks", lambda checks: _each(checks, check))
    fewer = _with(fewer, "sheets", lambda sheets: _each(sheets, sheet))
    assert isinstance(fewer, TreeMapping)
    return fewer


def _with(tree: Tree, key: str, change: Callable[[Tree], Tree]) -> Tree:
    """*tree* with the value of *key* changed, where it is an object that has one."""
    if not isinstance(tree, TreeMapping):
        return tree
    changed = ((name, change(value) if name.text == key else value) for name, value in tree.items)
    return TreeMapping(tuple(changed), tree.span)


def _each(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """*tree* with each of its items changed, where it is a list; what becomes None is left out."""
    if not isinstance(tree, Sequence):
        return tree
    changed = (change(item) for item in tree.items)
    return Sequence(tuple(item for item in changed if item is not None), tree.span)


def _block(block: Tree, gone: Mapping[str, str]) -> Tree | None:
    """A block without the metrics and parameters that are gone; None where nothing is left."""
    if not isinstance(block, TreeMapping):
        return block
    kept = []
    for name, value in block.items:
        over = _OVER.get(name.text)
        if over and (_names(value, over, gone) or _is_gone(value, gone)):
            return None
        fewer = _fewer_lines(value, _LISTS.get(name.text), gone)
        if fewer is None:
            return None
        kept.append((name, fewer))
    return TreeMapping(tuple(kept), block.span)


def _fewer_lines(value: Tree, key: str | None, gone: Mapping[str, str]) -> Tree | None:
    """What a block says without the lines that are gone; None where it had only such."""
    listed = value.get(key) if key and isinstance(value, TreeMapping) else value
    if key is None or not isinstance(listed, Sequence):
        return value
    fewer = _each(listed, lambda one: None if _is_gone(one, gone) else one)
    assert isinstance(fewer, Sequence)
    if value is listed:
        return fewer if fewer.items else None
    return _with(value, key, lambda _: fewer)


def _is_gone(named: Tree, gone: Mapping[str, str]) -> bool:
    """Whether a table, a card or a line of a form is gone."""
    return isinstance(named, Scalar) and named.text in gone


def _names(tree: Tree, key: str, gone: Mapping[str, str]) -> bool:
    """Whether *tree* names something that is gone under *key*."""
    named = tree.get(key) if isinstance(tree, TreeMapping) else None
    return named is not None and _is_gone(named, gone)
