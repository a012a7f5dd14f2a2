"""Numbers that depend on their seed alone, on every machine and in every version."""

import hashlib
from collections.abc import Sequence
from typing import TypeVar

from entrepot.modules.academy.tasks import Place

T = TypeVar("T")


class Drawing:
    """A row of draws for one exercise of one learner."""

    def __init__(self, place: Place, exercise: str) -> None:
        self._key = f"{place.seed}:{place.number}:{exercise}".encode()
        self._drawn = 0

    def below(self, choices: int) -> int:
        """A whole number from 0, below `choices`."""
        self._drawn += 1
        digest = hashlib.blake2b(str(self._drawn).encode(), key=self._key[:64], digest_size=8).digest()
        return int.from_bytes(digest, "big") % choices

    def between(self, first: int, last: int, step: int = 1) -> int:
        """One of first, first + step … up to last."""
        return first + step * self.below((last - first) // step + 1)

    def one_of(self, choices: Sequence[T]) -> T:
        """One of them."""
        return choices[self.below(len(choices))]
