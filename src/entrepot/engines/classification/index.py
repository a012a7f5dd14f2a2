"""How well texts fit a set of weighted words, in whole numbers: the same on every machine.

Ranking is BM25 over documents whose words carry weights (a word of the subheading counts more than one of its chapter).
Rarity of a word is sixteen times the binary logarithm of how many documents there are for each that has it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import isqrt
from typing import Final

SATURATION: Final = 8  # in tenths: how soon a word that stands there with more weight stops counting more
LENGTH_SHARE: Final = 4  # of 16: how much a long text is marked down
_STEPS: Final = 16
FULL: Final = 1000


def rarity(documents: int, having: int) -> int:
    """16 · log2(documents / having), rounded down; never below zero."""
    ratio = documents**_STEPS // max(1, having) ** _STEPS
    return max(0, ratio.bit_length() - 1)


class Index:
    """Documents by number, each a mapping of word to weight in tenths."""

    def __init__(self, documents: Sequence[Mapping[str, int]]) -> None:
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, words in enumerate(documents):
            for word, weight in words.items():
                postings[word].append((number, weight))
        self._postings = dict(postings)
        self._lengths = [sum(words.values()) for words in documents]
        self._average = max(1, sum(self._lengths) // max(1, len(documents)))
        self._rarity = {word: rarity(2 * len(documents) + 2, 2 * len(found) + 1) for word, found in postings.items()}
        self._unknown = rarity(2 * len(documents) + 2, 1)
        self._fits: dict[str, list[tuple[int, int]]] = {}

    def __contains__(self, word: str) -> bool:
        return word in self._postings

    @property
    def vocabulary(self) -> list[str]:
        """The words of all documents, in order."""
        return sorted(self._postings)

    def weight(self, word: str) -> int:
        """What a word can count; a word in no document counts as the rarest."""
        return self._rarity.get(word, self._unknown)

    def fits(self, word: str) -> list[tuple[int, int]]:
        """(document, what the word counts there): at most `weight(word)`."""
        if word not in self._fits:
            self._fits[word] = self._fitting(word)
        return self._fits[word]

    def _fitting(self, word: str) -> list[tuple[int, int]]:
        counted = self.weight(word)
        average, share = self._average, LENGTH_SHARE
        fitting = []
        for number, weight in self._postings.get(word, ()):
            there = weight * _STEPS * average
            slack = SATURATION * ((_STEPS - share) * average + share * self._lengths[number])
            fitting.append((number, counted * there // (there + slack)))
        return fitting


class Nearest:
    """Texts that somebody gave a code before: how like one of them a set of words is, from 0 to FULL."""

    def __init__(self, texts: Sequence[tuple[frozenset[str], str]]) -> None:
        self._codes = [code for _, code in texts]
        self._postings: dict[str, list[int]] = defaultdict(list)
        for number, (words, _) in enumerate(texts):
            for word in sorted(words):
                self._postings[word].append(number)
        count = len(texts) + 1
        self._rarity = {word: _STEPS // 2 + rarity(count, len(found)) for word, found in self._postings.items()}
        self._unknown = _STEPS // 2 + rarity(count, 1)
        self._sizes = [max(1, isqrt(sum(self._rarity[word] ** 2 for word in words))) for words, _ in texts]

    def like(self, words: Mapping[str, int]) -> dict[str, tuple[int, int]]:
        """Code → (likeness, number of the nearest text with it). `words`: word → weight in tenths."""
        size = max(
            1, isqrt(sum((self._rarity.get(word, self._unknown) * weight) ** 2 for word, weight in words.items()))
        )
        shared: dict[int, int] = defaultdict(int)
        for word, weight in words.items():
            for number in self._postings.get(word, ()):
                shared[number] += self._rarity[word] ** 2 * weight
        nearest: dict[str, tuple[int, int]] = {}
        for number, common in sorted(shared.items()):
            likeness = min(FULL, FULL * common // (size * self._sizes[number]))
            if likeness > nearest.get(self._codes[number], (0, 0))[0]:
                nearest[self._codes[number]] = (likeness, number)
        return nearest
