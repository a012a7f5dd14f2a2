from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from entrepot.gateways import ceb
from entrepot.gateways.ceb.fields import Kind
from entrepot.project.practice.firms import MARKETPLACE
from entrepot.project.practice.sets import Sets, generate_sets

SET = ["message_no", "document_no"]


@pytest.fixture(scope="module")
def sets() -> Sets:
    return generate_sets(250, 11, lines_per_order=3)


def test_makes_as_many_documents_as_asked_and_a_hundred_a_message(sets: Sets) -> None:
    assert [f.height for f in (sets.orders, sets.slips, sets.waybills, sets.lists)] == [250] * 4
    assert [sets.order_lines.height, sets.list_lines.height] == [750, 750]
    assert sets.lists.group_by("message_no").len().sort("message_no").rows() == [(0, 100), (1, 100), (2, 50)]
    assert sets.lists["document_no"].max() == 100


def test_value_of_an_order_is_the_sum_of_its_lines_and_what_was_collected(sets: Sets) -> None:
    sums = sets.order_lines.group_by(SET, maintain_order=True).agg(pl.col("total_price").sum())
    assert sets.orders["goods_value"].to_list() == sums["total_price"].to_list() == sets.slips["charge"].to_list()


def test_lines_of_list_and_order_agree(sets: Sets) -> None:
    shared = [*SET, "gnum", "item_no", "qty", "unit", "price", "total_price", "currency"]
    assert_frame_equal(sets.order_lines.select(shared), sets.list_lines.select(shared))


def test_weights_agree_and_net_is_below_gross(sets: Sets) -> None:
    assert sets.lists["gross_weight_kg"].to_list() == sets.waybills["gross_weight_kg"].to_list()
    differences = set((sets.lists["gross_weight_kg"] - sets.lists["net_weight_kg"]).to_list())
    assert differences == {Decimal("0.06")}


def test_an_equal_unit_has_an_equal_quantity_and_a_second_unit_a_second_quantity(sets: Sets) -> None:
    lines = sets.list_lines
    same = lines.filter(pl.col("unit") == pl.col("unit1"))
    assert same.height > 0
    assert same["qty"].to_list() == same["qty1"].to_list()
    assert lines["unit2"].is_null().to_list() == lines["qty2"].is_null().to_list()


def test_a_part_made_alone_equals_the_same_part_of_the_whole() -> None:
    whole, part = generate_sets(200, 5), generate_sets(50, 5, first_no=101)
    same = whole.lists.filter(pl.col("order_no").is_in(part.lists["order_no"].to_list()))
    apart = ["message_no", "document_no", "total_package_no", "content_hash"]
    assert_frame_equal(same.drop(apart), part.lists.drop(apart))


def test_numbers_and_identifiers_are_unique(sets: Sets) -> None:
    assert sets.lists["cop_no"].n_unique() == sets.waybills["waybill_no"].n_unique() == 250
    guids = pl.concat([sets.orders["guid"], sets.slips["guid"], sets.waybills["guid"], sets.lists["guid"]])
    assert guids.n_unique() == 1000
    assert set(guids.str.len_chars().to_list()) == {36}
    assert set(sets.lists["content_hash"].bin.size().to_list()) == {16}


def test_refuses_more_lines_than_a_message_holds() -> None:
    with pytest.raises(ValueError, match="1 to 100 lines an order, found 1, 1 and 101"):
        generate_sets(1, 1, lines_per_order=101)


def test_a_set_read_from_its_messages_is_the_set() -> None:
    sets = generate_sets(5, 3)
    numbers = iter([f"00000000-0000-4000-8000-{n:012d}" for n in range(9)])
    envelope = ceb.Envelope(guid="", cop_code=MARKETPLACE.customs_code, cop_name="练习", dxp_id="DXP", practice=True)
    kinds: dict[Kind, tuple[pl.DataFrame, pl.DataFrame | None]] = {
        "order": (sets.orders, sets.order_lines),
        "slip": (sets.slips, None),
        "waybill": (sets.waybills, None),
        "list": (sets.lists, sets.list_lines),
    }
    for kind, (heads, lines) in kinds.items():
        typed = ceb.validate(ceb.decode(list(ceb.write_all(kind, heads, lines, envelope, numbers))))
        assert typed.faults.rows() == []
        told = [name for name in heads.columns if name not in {"placed_at", "destination"}]  # order files only
        assert_frame_equal(typed.heads[kind].select(told), heads.select(told))
