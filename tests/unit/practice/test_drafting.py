from dataclasses import replace
from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from entrepot.gateways import ceb
from entrepot.modules.declarations.drafting import Basis, draft_lists
from entrepot.project.practice.identity import with_identity
from tests.unit.practice.world import BOOK, FILER, World, judged, world

FIGURES = BOOK.at(date(2026, 3, 2))


def drafted(made: World, **changed: pl.DataFrame) -> Basis:
    return replace(made.basis(), **changed)


def test_an_order_over_a_hundred_lines_becomes_several_lists_that_keep_its_numbers() -> None:
    found = world([1, 250]).drafts()
    assert found.lists.select("order_no", "line_count").rows() == [
        ("A0000", 1), ("A0001", 100), ("A0001", 100), ("A0001", 50),
    ]  # fmt: skip
    third = found.list_lines.filter(pl.col("document_no") == 4)
    assert third["gnum"].to_list() == list(range(201, 251))
    assert found.lists["cop_no"].n_unique() == 4
    assert found.lists["cop_no"].str.len_chars().max() <= 30  # type: ignore[operator]


@given(st.lists(st.integers(1, 130), min_size=1, max_size=3), st.integers(0, 10**9))
@settings(max_examples=15, deadline=None)
def test_weights_and_charges_of_the_lists_add_up_to_the_waybill_to_the_last_digit(
    counts: list[int], extra: int
) -> None:
    made = world(counts)
    more = pl.lit(Decimal(extra) / 10**5, dtype=pl.Decimal(38, 10))
    made.waybills = made.waybills.with_columns(pl.col("gross_weight_kg") + more, insured_fee=more)
    found = draft_lists(made.basis(), FIGURES, FILER, made.now)
    sums = found.lists.group_by("waybill_no").agg(pl.col("gross_weight_kg", "freight", "insured_fee").sum())
    assert_frame_equal(sums.sort("waybill_no"), made.waybills.select(sums.columns).sort("waybill_no"))
    assert (found.lists["net_weight_kg"] <= found.lists["gross_weight_kg"]).all()


def test_what_is_drafted_passes_every_rule() -> None:
    made = world([3, 120, 1])
    found = made.drafts()
    verdicts, _ = judged(made, found.lists, found.list_lines)
    assert verdicts.verdicts["verdict"].to_list() == ["pass"] * 4
    assert verdicts.findings.rows() == []


def test_what_is_drafted_fits_the_message_of_the_interface() -> None:
    found = world([2, 101]).drafts()
    lists = with_identity("list", found.lists, found.list_lines)
    envelope = ceb.Envelope("00000000-0000-4000-8000-000000000001", "9999964001", "练习", "DXP", practice=True)
    typed = ceb.validate(ceb.decode([ceb.write("list", lists, found.list_lines, envelope)]))
    assert typed.faults.rows() == []
    assert typed.heads["list"].select("guid", "content_hash").rows() == lists.select("guid", "content_hash").rows()


def test_the_same_order_gives_the_same_number_and_another_marketplace_another() -> None:
    made = world([1])
    basis = made.basis()
    first = made.drafts().lists["cop_no"].to_list()
    assert made.drafts().lists["cop_no"].to_list() == first
    elsewhere = replace(basis, orders=basis.orders.with_columns(marketplace_code=pl.lit("9999960002")))
    assert draft_lists(elsewhere, FIGURES, FILER, made.now).lists["cop_no"].to_list() != first


def test_statutory_quantities_follow_from_the_factors_and_equal_units_have_equal_quantities() -> None:
    made = world([1])
    third = pl.lit(Decimal("0.3333333333"), dtype=pl.Decimal(38, 10))
    goods = made.goods.with_columns(unit1=pl.lit("035"), factor1=third, unit2=pl.lit("011"), factor2=third)
    lines = draft_lists(drafted(made, goods=goods), FIGURES, FILER, made.now).list_lines
    qty = lines["qty"][0]
    rounded = (qty * Decimal("0.3333333333")).quantize(Decimal("0.00001"))
    assert lines.select("qty1", "qty2").row(0) == (rounded, rounded)
    same = made.goods.with_columns(unit1=pl.col("unit"), factor1=third)
    assert draft_lists(drafted(made, goods=same), FIGURES, FILER, made.now).list_lines["qty1"].to_list() == [qty]


def test_a_missing_cell_is_named_and_only_the_orders_with_that_ware_wait() -> None:
    made = world([1, 1])
    item = made.order_lines["item_no"][0]
    goods = made.goods.with_columns(
        hs_code=pl.when(pl.col("item_no") == item).then(pl.lit(None, dtype=pl.String)).otherwise("hs_code")
    )
    found = draft_lists(drafted(made, goods=goods), FIGURES, FILER, made.now)
    assert found.gaps.select("item_no", "cell").rows() == [(item, "hs_code")]
    assert found.undrafted.select("order_no", "reason").rows() == [("A0000", "goods")]
    assert found.lists["order_no"].to_list() == ["A0001"]


@pytest.mark.parametrize(
    ("frame", "change", "reason"),
    [
        ("waybills", pl.col("order_no") + "x", "waybill"),
        ("orders", pl.lit(None, dtype=pl.String).alias("destination"), "destination"),
        ("goods", pl.lit("011").alias("unit"), "unit"),
        ("goods", pl.lit("名" * 251).alias("declared_name"), "too_long"),
        ("waybills", pl.lit(Decimal("0.001"), dtype=pl.Decimal(38, 10)).alias("gross_weight_kg"), "weight"),
    ],
)
def test_an_order_that_cannot_be_declared_is_not_drafted_and_says_why(frame: str, change: pl.Expr, reason: str) -> None:
    made = world([2])
    basis = drafted(made, **{frame: getattr(made.basis(), frame).with_columns(change)})
    found = draft_lists(basis, FIGURES, FILER, made.now)
    assert found.undrafted["reason"].to_list() == [reason]
    assert found.lists.is_empty()
    assert found.list_lines.is_empty()


def test_two_waybills_for_one_order_are_not_chosen_between() -> None:
    made = world([1])
    parcels = made.basis().waybills
    found = draft_lists(drafted(made, waybills=pl.concat([parcels, parcels])), FIGURES, FILER, made.now)
    assert found.undrafted["reason"].to_list() == ["several_waybills"]


def test_sellers_in_summary_statistics_get_the_mark_a() -> None:
    made = world([1])
    filer = replace(FILER, simplified=frozenset({7}))
    assert draft_lists(made.basis(), FIGURES, filer, made.now).lists["statistics_flag"].to_list() == ["A"]
    assert made.drafts().lists["statistics_flag"].to_list() == ["B"]
