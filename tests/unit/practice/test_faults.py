from datetime import date
from decimal import Decimal

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from entrepot.project.practice import faults
from tests.unit.practice.world import BOOK, KEY, World, judged, world

TODAY, BEFORE = date(2026, 3, 2), date(2024, 12, 14)


def looking(day: date) -> frozenset[str]:
    return faults.rules_looking(BOOK, BOOK.at(day))


def test_the_kinds_are_those_that_look_on_that_date() -> None:
    assert looking(BEFORE) - looking(TODAY) == {"E07"}
    assert looking(TODAY) | set(faults.UNPLANTED) == set(BOOK.rules)


def test_the_share_is_spread_evenly_over_all_kinds() -> None:
    orders = world([2] * 1000 + [150] * 40).orders
    plan = faults.plan_faults(orders, Decimal("0.1"), 5, looking(TODAY))
    once = plan.unique(KEY)
    assert once.height == 104
    counts = set(once["rule"].value_counts()["count"])
    assert counts == {3, 4}
    assert set(once["rule"]) == looking(TODAY)
    assert faults.plan_faults(orders, Decimal("0.1"), 5, looking(TODAY)).equals(plan)
    assert not faults.plan_faults(orders, Decimal("0.1"), 6, looking(TODAY)).equals(plan)


@pytest.mark.parametrize("rate", ["-0.01", "1.01"])
def test_a_rate_is_a_share(rate: str) -> None:
    with pytest.raises(ValueError, match="from 0 to 1"):
        faults.plan_faults(world([1]).orders, Decimal(rate), 1, looking(TODAY))


def test_a_code_unknown_to_a_partial_edition_is_expected_to_be_not_checked() -> None:
    orders = world([1] * 40).orders
    plan = faults.plan_faults(orders, Decimal(1), 5, {"F14", "F15"}, complete=("units",))
    assert dict(plan.unique("rule").select("rule", "outcome").iter_rows()) == {"F14": "not_checked", "F15": "failed"}


def found_by_order(made: World) -> pl.DataFrame:
    drafts = made.drafts()
    lists, lines = faults.plant("lists", drafts.lists, drafts.list_lines, made.plan)
    verdicts, heads = judged(made, lists, lines)
    named = verdicts.findings.join(heads.select("list_id", *KEY), on="list_id")
    waiting = verdicts.verdicts.filter(pl.col("verdict") == "wait").join(heads, on="list_id")
    assert waiting.is_empty()
    return named.group_by(KEY).agg(pl.col("rule").unique().sort(), pl.col("outcome").unique())


@pytest.mark.parametrize("day", [TODAY, BEFORE])
def test_each_planted_fault_is_found_under_its_rule_and_nothing_else_is_refused(day: date) -> None:
    made = world([1, 2, 3, 5] * 60 + [101, 150, 199, 250], rate="0.5", day=day)
    planted = made.plan.unique(KEY).select(
        *KEY, expected=pl.concat_list("rule", "also").list.sort(), outcome_expected=pl.concat_list("outcome")
    )
    assert set(made.plan["rule"]) == looking(day)
    met = planted.join(found_by_order(made), on=KEY, how="full", coalesce=True)
    assert met.filter(pl.col("expected").ne_missing(pl.col("rule"))).rows() == []
    assert met.filter(pl.col("outcome_expected").ne_missing(pl.col("outcome"))).rows() == []


def test_the_second_user_of_a_waybill_comes_after_the_first_whatever_the_order_of_the_rows() -> None:
    made = world([1] * 6)
    drafts = made.drafts()
    hours = pl.duration(hours=-pl.int_range(pl.len()))  # the first row came last
    heads = drafts.lists.with_columns(app_time=pl.col("app_time") + hours, arrived_at=pl.col("app_time") + hours)
    for place in (0, 5):
        order_no = heads["order_no"][place]
        plan = pl.DataFrame(
            [[order_no, heads["marketplace_code"][0], "E02", "lists", "failed", []]], schema=faults.PLAN, orient="row"
        )
        lists, _ = faults.plant("lists", heads, drafts.list_lines, plan)
        both = lists.filter(pl.col("waybill_no").is_duplicated()).sort("arrived_at")
        assert both["order_no"][1] == order_no
        assert (both["arrived_at"] == both["app_time"]).all()


def test_without_a_plan_nothing_changes() -> None:
    made = world([2, 2])
    drafts = made.drafts()
    lists, lines = faults.plant("lists", drafts.lists, drafts.list_lines, made.plan)
    assert_frame_equal(lists, drafts.lists)
    assert_frame_equal(lines, drafts.list_lines)
