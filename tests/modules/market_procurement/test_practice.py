"""The market and the warehouse of the practice world, planted once however often it is asked for."""

from datetime import UTC, datetime

import psycopg

from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms, market, warehouse, world

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)


def _counts(owner: psycopg.Connection) -> list[list[tuple[object, ...]]]:
    return [
        owner.execute("SELECT state, count(*) FROM market_procurement_deal GROUP BY 1 ORDER BY 1").fetchall(),
        owner.execute("SELECT count(*), sum(value)::bigint FROM market_procurement_load").fetchall(),
        owner.execute("SELECT state, count(*) FROM warehouses_shipment GROUP BY 1 ORDER BY 1").fetchall(),
        owner.execute("SELECT order_no, bool_and(practice) FROM warehouses_dispatch GROUP BY 1").fetchall(),
    ]


def test_the_practice_market_and_warehouse_are_there_once(owner: psycopg.Connection) -> None:
    world.register_firms(now=NOW)
    office = parties.known_code(firms.CUSTOMS.customs_code, using="owner")
    assert office is not None
    parties.create_station(kind="practice", owner_id=office, signing_key="0" * 64, now=NOW)
    for _time in range(2):
        market.plant(now=NOW)
        warehouse.plant(now=NOW)
        assert _counts(owner) == [
            [("confirmed", 3), ("made", 1)],
            [(2, 1_050_000)],
            [("announced", 1), ("received", 1)],
            [("WT-HAMBURG-0001", True)],
        ]
