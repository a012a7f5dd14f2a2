"""Two sets of one seller, one with a taught fault, refused: for whoever corrects it."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import polars as pl

from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.parties import api as parties
from entrepot.project.line.intake import read_stored
from entrepot.project.line.replies import answer_intake
from entrepot.project.practice import faults, firms
from tests.factories import portal
from tests.factories.line import KINDS, NOW, Line, some_sets

if TYPE_CHECKING:
    from entrepot.project.practice.sets import Sets

LATER = timedelta(hours=2)
PLACES = {"orders": ("orders", "order_lines"), "lists": ("lists", "list_lines")}


@dataclass
class World:
    """Two sets of one seller, the second with a fault; the hour can be moved."""

    line: Line
    sets: "Sets"
    now: datetime

    def judge(self) -> None:
        """A worker's pass over all that has come."""
        self.line.now = self.now
        while read_stored(self.line.setting, now=self.now, limit=100, after=answer_intake) is not None:
            pass
        self.line.references = catalogue.references(self.line.setting.lookups, parties.china_day(self.now))
        self.line.judge()

    def states(self) -> list[str]:
        rows = self.line.setting.lookups.execute("SELECT state FROM declarations_work ORDER BY order_no, cop_no")
        return [row[0] for row in rows]

    def refused(self) -> tuple[int, str]:
        """(list_id, order_no) of the refused list."""
        query = "SELECT list_id, order_no FROM declarations_work WHERE state = 'refused'"
        row = self.line.setting.lookups.execute(query).fetchone()
        assert row is not None
        return int(row[0]), str(row[1])

    def address(self) -> str:
        return "/corrections/of/{}/{}/".format(*self.refused())

    def stored(self) -> tuple[int, ...]:
        """How many messages, drafts and sent corrections there are."""
        tables = ("exchange_message", "declarations_correction", "declarations_correction_sent")
        lookups = self.line.setting.lookups
        return tuple(lookups.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in tables)  # type: ignore[index]


def make_world(conninfo: str, rule: str, at: datetime) -> World:
    """A world with a fault of that rule planted, judged at `at`; then its clock stands two hours later."""
    sets = _planted(portal.sold_by(firms.SELLERS[0], some_sets(2, lines=2, at=at)), rule)
    _people()
    line = Line.opened(conninfo, sets)
    _load_editions(line)
    world = World(line, sets, at)
    line.now = at
    line.send_sets(sets, KINDS)
    world.judge()
    world.now = at + LATER
    return world


def _people() -> None:
    numbers = {firm.customs_code: portal._register(firm) for firm in firms.FIRMS}
    parties.create_station(kind="practice", owner_id=numbers[firms.CUSTOMS.customs_code], signing_key="0" * 64, now=NOW)
    for username, firm in portal.PEOPLE.items():
        portal._member(username, firm.name_en, numbers[firm.customs_code])
    portal._member("colleague", "Colleague Lin", numbers[firms.SELLERS[0].customs_code])
    acting = parties.Acting(numbers[firms.SELLERS[0].customs_code])
    parties.give_power(
        acting=acting, agent_id=numbers[firms.BROKER.customs_code], valid_from=portal.SINCE, valid_until=None,
        now=NOW, using="owner",
    )  # fmt: skip
    parties.create_person(username="stranger", name="Stranger", password=portal.PASSWORD, now=NOW)


def _planted(sets: "Sets", rule: str) -> "Sets":
    fault = faults.FAULTS[rule]
    second = sets.orders.row(1, named=True)
    base = {"order_no": second["order_no"], "marketplace_code": second["marketplace_code"], "rule": rule}
    plan = pl.DataFrame(
        [{**base, "where": place, "outcome": "failed", "also": list(fault.also)} for place in fault.places],
        schema=faults.PLAN,
    )
    of_waybill = sets.lists.select("waybill_no", "order_no", "marketplace_code")
    for place in fault.places:
        heads_name, lines_name = PLACES.get(place, (place, ""))
        lines = getattr(sets, lines_name) if lines_name else sets.order_lines.clear()
        heads = getattr(sets, heads_name)
        named = heads if "order_no" in heads.columns else heads.join(of_waybill, on="waybill_no", maintain_order="left")
        planted, lines = faults.plant(place, named, lines, plan)
        heads = planted.select(heads.columns)
        sets = replace(sets, **{heads_name: heads}, **({lines_name: lines} if lines_name else {}))
    if rule == "F08":  # the list was drafted from the wrong order
        keys = ["message_no", "document_no", "gnum"]
        total = sets.order_lines.select(*keys, "total_price")
        lines = sets.list_lines.drop("total_price").join(total, on=keys, maintain_order="left")
        sets = replace(sets, list_lines=lines.select(sets.list_lines.columns))
    return sets


def _load_editions(line: Line) -> None:
    none = {"licence": False, "export_duty": False, "refund": False}
    for kind, edition in line.references.editions.items():
        measures = kind == "export_measures"
        codes = edition.rows["prefix" if measures else "code"].to_list()
        entries = pl.DataFrame(
            [(code, code, code, json.dumps(none if measures else {})) for code in codes],
            schema=catalogue.ENTRIES, orient="row",
        )  # fmt: skip
        new = catalogue.NewEdition(kind, "test", "made for this test", _digest(kind, codes), date(2020, 1, 1))
        catalogue.load_reference(line.setting.lookups, new, entries, now=NOW)


def _digest(kind: str, codes: list[str]) -> bytes:
    return hashlib.sha256(json.dumps([kind, sorted(codes)]).encode()).digest()
