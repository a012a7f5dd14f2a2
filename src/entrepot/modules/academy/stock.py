"""Judge an oversold stock: which order cannot be served, and what is left – first come, first served.

The arithmetic is that of the ledgers: requests in the order of (arrived at, key); each is held whole or refused whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from entrepot.modules.academy.drawing import Drawing
from entrepot.modules.academy.tasks import Mark, Option, Place, Question, Reason, Table, Task
from entrepot.modules.academy.words import Said

_ORDERS = 6
_SHELVES = ("SKU-A", "SKU-B", "SKU-C", "SKU-D")
_SHOPS = (Said("own shop", "自营网店"), Said("marketplace", "电商平台"))
_STORY = Said(
    "The overseas warehouse has {stock} pieces of {ware} on the shelf, none promised. Six orders came in from two shops"
    " that knew nothing of each other: together they ask for {asked}. Orders are served in the order in which they"
    " arrived, each in full or not at all; at the same second the smaller number comes first.",
    "海外仓现有 {ware} {stock} 件，均未预留。两家网店互不知情，先后收到六份订单，共需 {asked} 件。"
    "订单按到达先后处理，要么全数满足，要么不予满足；同一秒到达的，编号小者在先。",
)
_REFUSED = Said("Which order cannot be served?", "哪份订单无法满足？")
_LEFT = Said("How many pieces are free in the end?", "最后可用库存为多少件？")
_RULE = Said("First come, first served; never below zero", "先到先得，库存不得为负")
_EXPECTED = Said(
    "No order is promised more than is free when its turn comes", "轮到的订单，预留数量不得超过当时可用数量"
)
_FOUND = Said(
    "When the turn came to {order}, {free} pieces were free and it asked for {asked}; the later ones still fitted",
    "轮到 {order} 时可用 {free} 件，而其需要 {asked} 件；其后的订单仍可满足",
)
_DO = Said(
    "Refuse {order}, serve the others: {left} pieces stay free. Keep one stock for all shops, so that it cannot recur.",
    "拒绝 {order}，满足其余订单，剩余 {left} 件可用。各网店应共用同一库存，以免再次超卖。",
)
_SOLUTION = Said("{order} cannot be served; {left} pieces stay free", "{order} 无法满足；剩余 {left} 件可用")
_SOURCE = "Entrepot ledgers: an account is never overdrawn · 台账不得透支"


@dataclass(frozen=True)
class Request:
    """An order's claim on the stock."""

    key: str
    arrived_at: datetime
    amount: int
    shop: Said


@dataclass(frozen=True)
class Outcome:
    """What became of the requests: those refused, what was free when each had its turn, what is left."""

    refused: tuple[str, ...]
    free_before: Mapping[str, int]
    left: int


def serve(stock: int, requests: Iterable[Request]) -> Outcome:
    """Hold or refuse each request, first come first served by (arrived_at, key)."""
    free, refused, before = stock, [], {}
    for request in sorted(requests, key=lambda one: (one.arrived_at, one.key)):
        before[request.key] = free
        if request.amount > free:
            refused.append(request.key)
        else:
            free -= request.amount
    return Outcome(tuple(refused), before, free)


@dataclass(frozen=True)
class Stock:
    """The exercise's examiner."""

    code: str = "stock"

    def pose(self, place: Place) -> Task:
        """Six orders of which just one cannot be served, and not the last."""
        stock, ware, requests = _drawn(place)
        asked = sum(request.amount for request in requests)
        rows = tuple(
            (request.key, request.shop, f"{request.arrived_at:%Y-%m-%d %H:%M:%S}", str(request.amount))
            for request in sorted(requests, key=lambda one: one.key)
        )
        columns = (Said("Order", "订单"), Said("Shop", "网店"), Said("Arrived", "到达时间"), Said("Pieces", "件数"))
        choices = tuple(Option(str(row[0]), Said(str(row[0]), str(row[0]))) for row in rows)
        return Task(
            self.code,
            _STORY.filled(stock=stock, ware=ware, asked=asked),
            (Table(Said("Orders", "订单"), columns, rows, numbers=(3,)),),
            (Question("refused", _REFUSED, "choice", choices), Question("left", _LEFT, "number")),
        )

    def judge(self, place: Place, answer: Mapping[str, str]) -> Mark:
        """Right where both the order and the rest are."""
        stock, _, requests = _drawn(place)
        outcome = serve(stock, requests)
        (order,) = outcome.refused
        asked = next(request.amount for request in requests if request.key == order)
        facts = {"order": order, "left": outcome.left, "free": outcome.free_before[order], "asked": asked}
        reason = Reason("L01", _RULE, _EXPECTED, _FOUND.filled(**facts), _DO.filled(**facts), _SOURCE)
        right = answer["refused"] == order and int(answer["left"]) == outcome.left
        return Mark(right, _SOLUTION.filled(**facts), (reason,))


def _drawn(place: Place) -> tuple[int, str, tuple[Request, ...]]:
    """Stock, ware and requests; drawn again until just one is refused that is not the last to arrive."""
    drawing = Drawing(place, "stock")
    ware = drawing.one_of(_SHELVES)
    begin = datetime.fromisoformat(place.law_date) + timedelta(hours=9, minutes=drawing.below(60))
    while True:
        requests = tuple(
            Request(
                f"S{place.number:03d}-{number}{drawing.below(90) + 10}",
                begin + timedelta(seconds=drawing.below(40) * 7),
                drawing.between(2, 9),
                drawing.one_of(_SHOPS),
            )
            for number in range(1, _ORDERS + 1)
        )
        stock = sum(request.amount for request in requests) - drawing.between(1, 6)
        refused = serve(stock, requests).refused
        last = max(requests, key=lambda one: (one.arrived_at, one.key)).key
        if len(refused) == 1 and refused[0] != last:
            return stock, ware, requests
