"""The plain pass: who is served of what there is, when several want parts of the same."""

from collections.abc import Hashable, Iterable, MutableMapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple, TypeVar

Place = TypeVar("Place", bound=Hashable)
Wish = tuple[Hashable, Place, Decimal]  # the set it belongs to, where it wants something, how much


class Served(NamedTuple):
    """What became of a set. short: index of the wish that did not fit, None if all did; free: what is left there,
    of a set that was served at its last wish.
    """

    short: int | None
    free: Decimal


def serve(free: MutableMapping[Place, Decimal], wishes: Iterable[Wish[Place]]) -> list[Served]:
    """One answer a set, in order. wishes: in the order of service, those of a set side by side, no place twice in one.

    A set gets all it wants or nothing; a later, smaller one may still fit. `free` is brought down to what is left.
    """
    answers = []
    for _, members in groupby(wishes, key=itemgetter(0)):
        wanted = list(members)
        short = next((at for at, (_, place, amount) in enumerate(wanted) if amount > free[place]), None)
        if short is None:
            for _, place, amount in wanted:
                free[place] -= amount
        answers.append(Served(short, free[wanted[-1 if short is None else short][1]]))
    return answers
