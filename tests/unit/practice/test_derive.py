from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from entrepot.gateways import ceb
from entrepot.gateways.ceb.fields import Kind
from entrepot.modules.catalogue import api as catalogue
from entrepot.project.practice import derive
from entrepot.project.practice.editions import practice_editions
from tests.unit.practice.world import KEY, world

MADE = world([2, 1, 3])


def test_the_same_orders_and_seed_give_the_same_documents_and_another_seed_gives_others() -> None:
    again, other = world([2, 1, 3]), world([2, 1, 3], seed=4)
    for name in ("goods", "waybills", "slips"):
        assert_frame_equal(getattr(MADE, name), getattr(again, name))
        assert not getattr(MADE, name).equals(getattr(other, name))


def test_every_order_gets_one_waybill_that_names_it_and_weighs_what_its_goods_weigh() -> None:
    named = derive.with_orders(MADE.waybills.drop("order_no", "marketplace_code"))
    assert named.select(KEY).rows() == MADE.orders.select(KEY).rows()
    lines = MADE.order_lines.join(MADE.goods, on=["seller_id", "item_no"])
    weights = lines.group_by("order_no").agg(kg=(pl.col("qty") * pl.col("gross_weight_kg")).sum()).sort("order_no")
    parcels = named.sort("order_no")["gross_weight_kg"]
    assert parcels.to_list() == [kg + Decimal("0.05") for kg in weights["kg"]]
    assert named["waybill_no"].n_unique() == 3


def test_a_waybill_that_names_no_order_is_left_out() -> None:
    assert derive.with_orders(MADE.waybills.with_columns(note=pl.lit("fragile"))).is_empty()


def test_a_slip_covers_goods_value_and_freight_in_the_currency_of_the_order() -> None:
    due = (MADE.orders["goods_value"] + MADE.orders["freight"]).to_list()
    assert MADE.slips["charge"].to_list() == due
    assert MADE.slips["currency"].to_list() == MADE.orders["currency"].to_list()


@pytest.mark.parametrize("kind", ["waybill", "slip"])
def test_what_is_derived_fits_the_messages_of_the_interface(kind: Kind) -> None:
    heads = {"waybill": MADE.waybills, "slip": MADE.slips}[kind]
    envelope = ceb.Envelope("00000000-0000-4000-8000-000000000001", "9999960001", "练习", "DXP", practice=True)
    typed = ceb.validate(ceb.decode([ceb.write(kind, heads, None, envelope)]))
    assert typed.faults.rows() == []
    columns = ["guid", "content_hash"]
    assert typed.heads[kind].select(columns).rows() == heads.select(columns).rows()


def test_goods_have_every_cell_that_a_list_needs_and_say_that_they_are_invented() -> None:
    wanted = MADE.order_lines.select("seller_id", "item_no")
    assert catalogue.missing_cells(wanted, MADE.goods).is_empty()
    assert set(MADE.goods["hs_reason"]) == {"invented for practice · 练习虚构"}
    assert (MADE.goods["net_weight_kg"] < MADE.goods["gross_weight_kg"]).all()
    counted = MADE.goods.filter(pl.col("unit1") == pl.col("unit"))
    assert set(counted["factor1"]) == {Decimal(1)}
    assert counted["factor2"].to_list() == counted["net_weight_kg"].to_list()


def test_times_move_so_that_the_earliest_order_falls_on_the_day_in_china_and_spacing_is_kept() -> None:
    orders = pl.DataFrame(
        {"placed_at": [datetime(2011, 1, 1, 20, tzinfo=UTC), datetime(2010, 12, 31, 17, tzinfo=UTC)]},
        schema={"placed_at": pl.Datetime("us", "UTC")},
    )
    by = derive.moved(orders, date(2026, 3, 2))  # 17:00 UTC is the next day in China
    assert by == timedelta(days=5539)
    assert (orders["placed_at"] + by).to_list()[1] == datetime(2026, 3, 1, 17, tzinfo=UTC)


def test_orders_without_times_cannot_be_moved() -> None:
    with pytest.raises(ValueError, match="import an order file first"):
        derive.moved(MADE.orders.with_columns(placed_at=pl.lit(None, dtype=pl.Datetime("us", "UTC"))), date(2026, 3, 2))


def test_moved_orders_are_changes_with_another_identity() -> None:
    now = datetime(2026, 3, 2, 5, tzinfo=UTC)
    changed = derive.move_orders(MADE.orders, MADE.lines, timedelta(days=1), now)
    assert set(changed["app_type"]) == {"2"}
    assert (changed["placed_at"] - MADE.orders["placed_at"]).to_list() == [timedelta(days=1)] * 3
    assert not set(changed["guid"]) & set(MADE.orders["guid"])


def test_the_practice_editions_cover_every_kind_say_that_they_are_partial_and_know_the_derived_codes() -> None:
    editions = {new.kind: (new, entries) for new, entries in practice_editions()}
    assert set(editions) == set(catalogue.KINDS)
    assert all(new.practice and new.covers and "PRACTICE · 练习" in new.source for new, _ in editions.values())
    assert set(MADE.goods["hs_code"]) <= set(editions["hs_codes"][1]["code"])
    units = pl.concat([MADE.goods["unit"], MADE.goods["unit1"], MADE.goods["unit2"].drop_nulls()])
    assert set(units) <= set(editions["units"][1]["code"])
