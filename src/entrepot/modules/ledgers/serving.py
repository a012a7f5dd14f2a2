"""The plain pass: who is served of what there is, when several want parts of the same."""

from collections.abc import Hashable, Iterable, MutableMapping
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Generic, NamedTuple, TypeVar

Place = TypeVar("Place", bound=Hashable)


class Served(NamedTuple, Generic[Place]):
    """What became of a set. short: the first place that has too little, None if all have enough; free: what is left
    there, of a set that was served at its last place; wanted: how much it wanted there.
    """

    key: Hashable
    short: Place | None
    free: Decimal
    wanted: Decimal


def serve(
    free: MutableMapping[Place, Decimal], wishes: Iterable[tuple[Hashable, Place, Decimal]]
) -> list[Served[Place]]:
    """One answer a set, in order. wishes: the set, a place, how much of it; in the order of service, those of a set
    side by side, no place twice in one.

    A set gets all it wants or nothing; a later, smaller one may still fit. `free` is brought down to what is left.
    """
    served = []
    for key, members in groupby(wishes, key=itemgetter(0)):
        wanted = list(members)
        for _, place, amount in wanted:
            if amount > free[place]:
                served.append(Served(key, place, free[place], amount))
                break
        else:
            for _, place, amount in wanted:
                free[place] -= amount
            served.append(Served(key, None, free[place], amount))
    return served
