"""What to say of a value that is not what the grammar wants there."""

from __future__ import annotations

from typing import Final

from plansheets.blueprint.grammar.kinds import Atom
from plansheets.blueprint.kinds import kind_named
from plansheets.blueprint.tree import Mapping, Scalar, Sequence, Tree
from plansheets.blueprint.types import CALLED_ELSEWHERE, TYPES
from plansheets.blueprint.yaml_troubles import wide_key
from plansheets.errors import nearest
from plansheets.words import LOCALES, Words

LIST: Final = Words("一个列表", "a list")
IDS: Final = Words(" id 和它们的值", "ids and their values")
ONE_WORD: Final = Words("一个词", "one word")
ONE_VALUE: Final = Words("一个值", "a single value")
TEXT: Final = Words("文字", "a text")
AS_LIST: Final = Words(
    "每项以“- ”开头，或写成 [a, b]", "begin each item with '- ', or write [a, b]"
)


def takes(what: Words, wanted: Words, tree: Tree) -> Words:
    """*what* takes something else than *tree*."""
    seen = _seen(tree)
    return Words(
        f"{what.zh}要写{wanted.zh}，这里{seen.zh}", f"{what.en} takes {wanted.en}; {seen.en}"
    )


def _seen(tree: Tree) -> Words:
    match tree:
        case Scalar(text="") | Mapping(items=()):
            return Words("什么也没有", "nothing was found")
        case Scalar():
            word = tree.text[:40]
            return Words(f"却是“{word}”", f"'{word}' was found")
        case Sequence():
            return Words("却是列表", "a list was found")
        case Mapping():
            key = tree.items[0][0].text[:40]
            return Words(f"却是带“{key}”的映射", f"a mapping with '{key}' was found")


def keys_such_as(names: list[str]) -> Words:
    listed = ", ".join(f"'{name}'" for name in names)
    return Words(f" {listed} 这样的键", f"keys such as {listed}")


def instead_of(name: str, tree: Tree) -> Words | None:
    """What to write where people write a list, as other tools have it."""
    if not isinstance(tree, Sequence):
        return None
    match name:
        case "list":
            return Words(
                "每项写 id 和名称：{jan: 1月, feb: 2月}",
                "write an id and the words of each item: {jan: January, feb: February}",
            )
        case "column of a table":
            return Words(
                "写成 表[列]；固定的几项放进 lists，这一列写 type: choice, list: …",
                "write table[column]; fixed items belong into a list: type: choice, list: …",
            )
        case _:
            return None


def no_key(what: Words, key: str) -> Words:
    return Words(f"{what.zh}没有“{key}”这个键", f"{what.en} has no key '{key}'")


def not_one_of(what: Words, word: str, known: tuple[str, ...]) -> tuple[Words, Words | None]:
    """*word* is none of those that *what* takes; a type may have another name elsewhere."""
    message = Words(f"{what.zh}不能是“{word}”", f"{what.en} cannot be '{word}'")
    other = CALLED_ELSEWHERE.get(word.lower())
    if other not in known:
        return message, nearest(word, known, listed=20)
    meaning = TYPES[other].meaning
    return message, Words(f"写成“{other}”", f"write '{other}': {meaning[0].lower()}{meaning[1:]}")


def not_in_bounds(what: Words, number: int, shape: Atom) -> Words:
    return Words(
        f"{what.zh}不能是 {number:,}：只能是 {shape.least:,} 到 {shape.most:,}",
        f"{what.en} cannot be {number:,}: it takes {shape.least:,} to {shape.most:,}",
    )


def no_language(what: Words, key: str, value: Tree) -> tuple[Words, Words | None]:
    """*key* stands where a text has its languages."""
    message = Words(f"“{key}”不是{what.zh}的语言", f"'{key}' is no language of {what.en}")
    if isinstance(value, Scalar) and not value.text:
        return message, Words(
            "在 { } 里，逗号就是文字的结尾；把文字放进引号",
            "inside { } a comma ends the text; put the text in quotes",
        )
    return message, wide_key(key) or nearest(key, LOCALES)


def lacks_language(what: Words, locale: str) -> tuple[Words, Words]:
    return (
        Words(f"{what.zh}没有“{locale}”的文字", f"{what.en} has no text in '{locale}'"),
        Words(
            f"加上“{locale}: …”，或只写一个各语言通用的文字",
            f"add {locale}: …, or write one text that serves every language",
        ),
    )


def no_formula(what: Words, text: str) -> tuple[Words, Words]:
    return (
        Words(
            f"{what.zh}不是公式：没有以“=”开头",
            f"{what.en} is not a formula: it does not begin with '='",
        ),
        Words(f"写成 '={text}'，带引号", f"write '={text}' in quotes"),
    )


def object_named(name: str, what: Words) -> Words:
    """How messages call an object: «column 'stock'» where its id is known.

    >>> object_named("column", Words("“stock”", "'stock'")).en
    "column 'stock'"
    """
    label = kind_named(name)
    if what.en.startswith("an item of"):
        return Words(what.zh, f"a {label.en}")
    return Words(f"{label.zh}{what.zh}", f"{label.en} {what.en}")
