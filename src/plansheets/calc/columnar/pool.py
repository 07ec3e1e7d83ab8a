"""Texts of one calculation as numbers: equal texts have one number, and so have their folded forms.

A column of texts is then an array of numbers like any other, and comparing, grouping and looking up
need no text at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


class Pool:
    """Texts and their numbers; 0 is the empty text."""

    def __init__(self) -> None:
        self.texts: list[str] = [""]
        self._ids: dict[str, int] = {"": 0}
        self._folded: list[int] = [0]
        self._array: Ids = np.zeros(1, dtype=np.int64)

    def id(self, text: str) -> int:
        """The number of *text*, which is new from now on known."""
        found = self._ids.get(text)
        if found is not None:
            return found
        number = self._ids[text] = len(self.texts)
        self.texts.append(text)
        lower = text.lower()
        self._folded.append(number)
        if lower != text:
            self._folded[number] = self.id(lower)
        return number

    def ids(self, texts: Iterable[str]) -> Ids:
        return np.fromiter(map(self.id, texts), dtype=np.int64)

    def folded(self, ids: Ids) -> Ids:
        """The number that all spellings of a text share, whatever their case."""
        known = len(self._array)
        if known < len(self._folded):
            new = np.array(self._folded[known:], dtype=np.int64)
            self._array = np.concatenate([self._array, new])
        return self._array[ids]

    def are_alike(self, one: int, other: int) -> bool:
        """Whether two texts are spellings of one."""
        return self._folded[one] == self._folded[other]

    def map(self, ids: Ids, function: Callable[[str], str]) -> Ids:
        """*function* of every text, called once for each different one."""
        different, back = np.unique(ids, return_inverse=True)
        made = self.ids(function(self.texts[number]) for number in different.tolist())
        return made[back].reshape(ids.shape)
