"""The sets that arrive while somebody looks for the first time: one after the other, eleven with one taught fault each.

They are the same 137 every time and come once: where their numbers are on record, nothing is sent.
"""

import time
from collections.abc import Callable, Iterator
from datetime import datetime

import polars as pl

from entrepot.modules.declarations import api as declarations
from entrepot.project.line import demo
from entrepot.project.line.setting import Setting
from entrepot.project.practice.sets import Sets, generate_sets

SECONDS = 180
_PLACE = ["message_no", "document_no"]


def sets_that_arrive(setting: Setting, *, now: datetime) -> Sets:
    """All of them, submitted in the hour before `now`."""
    return demo.faulty_sets(setting, demo.SETS_THAT_ARRIVE, demo.rules_taught(now), first_no=1, now=now)


def have_come(setting: Setting) -> bool:
    """Whether the first of them, or all, have been read already."""
    numbers = generate_sets(demo.SETS_THAT_ARRIVE, demo.SEED).orders["order_no"]
    return any(declarations.record_places(setting.lookups, number) for number in (numbers[0], numbers[-1]))


def arrive(
    setting: Setting,
    *,
    clock: Callable[[], datetime],
    tell: Callable[[int], None],
    sleep: Callable[[float], None] = time.sleep,
) -> int:
    """Send the sets one after the other within SECONDS; workers read them. Returns their number.

    0 where they have come before.
    """
    if have_come(setting):
        return 0
    sent = 0
    for one in one_by_one(sets_that_arrive(setting, now=clock())):
        demo.send(setting, one, now=clock())
        sent += 1
        tell(1)
        sleep(SECONDS / demo.SETS_THAT_ARRIVE)
    return sent


def one_by_one(sets: Sets) -> Iterator[Sets]:
    """Each set by itself, in the order of the lists: one that uses another's parcel comes after it."""
    for order_no in sets.lists["order_no"].unique(maintain_order=True):
        numbered = pl.col("order_no") == order_no
        orders, lists = sets.orders.filter(numbered), sets.lists.filter(numbered)
        yield Sets(
            orders=orders,
            order_lines=_of(sets.order_lines, orders),
            slips=sets.slips.filter(numbered),
            waybills=_of(sets.waybills, orders),
            lists=lists,
            list_lines=_of(sets.list_lines, lists),
        )


def _of(frame: pl.DataFrame, heads: pl.DataFrame) -> pl.DataFrame:
    return frame.join(heads.select(_PLACE), on=_PLACE, how="semi", maintain_order="left")
