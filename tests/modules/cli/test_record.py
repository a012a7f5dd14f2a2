"""`record` and `explain`: who said what when, which rule, which figure, what to do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from entrepot.project.cli.customs import file, replies
from entrepot.project.cli.record import explain, record
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.practice.sets import Sets
from entrepot.project.wording import Refusal
from tests.factories.filing import answer, bring, bring_sets, precheck, real_messages
from tests.factories.line import NOW, some_sets
from tests.modules.cli.conftest import Station

MARKETPLACE = "9999960001"


@pytest.fixture
def setting(filing: Station) -> Iterator[Setting]:
    with open_setting() as opened:
        yield opened


def dear(sets: Sets) -> Sets:
    """The goods value of the order is one too much: E05."""
    value = pl.col("goods_value") + pl.lit(Decimal(1), dtype=pl.Decimal(38, 10))
    return replace(sets, orders=sets.orders.with_columns(goods_value=value))


def of(station: Station, order_no: str, **chosen: str | None) -> dict[str, Any]:
    return station.run(record, **{"order_no": order_no, "marketplace": None, "seller": None, **chosen})


def test_the_record_says_who_said_what_when_until_the_reply(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = some_sets(1)
    order_no, cop_no = sets.lists["order_no"][0], sets.lists["cop_no"][0]
    bring_sets(setting, sets)
    precheck(setting, sets)
    filing.run(file, outbox=tmp_path / "out", filer=None, unsigned=True)
    filing.run(replies, folder=answer(tmp_path, sets, "120", at=NOW))
    filing.run(
        replies, folder=answer(tmp_path, sets, "800", at=NOW + timedelta(minutes=1), info="[Code:800;Desc:放行]")
    )
    found = of(filing, order_no)
    assert [(entry["kind"], entry["what"]) for entry in found["entries"]] == [
        ("order", f"order {order_no}"),
        ("slip", f"collection slip {sets.slips['pay_no'][0]}"),
        ("waybill", f"waybill {sets.waybills['waybill_no'][0]}"),
        ("list", f"declaration list {cop_no}"),
        ("taken-up", f"{cop_no} taken up by the judge"),
        ("precheck", f"{cop_no} pre-check: ready"),
        ("filed", f"{cop_no} filed"),
        ("progress", f"{cop_no} 120 stored at customs"),
        ("reply", f"{cop_no} reply of customs: released"),
    ]
    by = {entry["kind"]: entry["by"] for entry in found["entries"]}
    assert (by["precheck"], by["filed"], by["reply"]) == ("This firm", sets.lists["agent_name"][0], "China Customs")
    (one,) = found["lists"]
    assert (one["state"], one["decision"]["kind"], one["decision"]["return_info"]) == (
        "released", "reply", "[Code:800;Desc:放行]",
    )  # fmt: skip
    assert found["practice"] is False


def test_a_list_that_waits_says_for_what(filing: Station, setting: Setting) -> None:
    sets = some_sets(1)
    bring_sets(setting, sets, ("order", "slip", "list"))
    precheck(setting, sets)
    found = of(filing, sets.orders["order_no"][0])
    assert found["entries"][-1]["what"].endswith("taken up by the judge: waits for the waybill")
    assert found["entries"][-1]["by"] == "This firm"
    (one,) = found["lists"]
    assert (one["state"], one["waiting_for"], one["decision"]) == ("waiting", ["waybill"], None)


def test_a_number_at_two_marketplaces_is_listed_and_one_is_chosen(filing: Station, setting: Setting) -> None:
    sets = some_sets(1)
    order_no, seller = sets.orders["order_no"][0], sets.orders["seller_code"][0]
    bring(setting, real_messages(sets, "order"))
    bring(setting, real_messages(sets, "order", marketplace_code="9999960002", marketplace_name="又一平台"))
    several = of(filing, order_no)["several"]
    assert [(one["marketplace_code"], one["seller_code"]) for one in several] == [
        (MARKETPLACE, seller), ("9999960002", seller),
    ]  # fmt: skip
    assert len(of(filing, order_no, marketplace="9999960002")["entries"]) == 1
    with pytest.raises(Refusal) as refused:
        of(filing, order_no, marketplace="9999960003")
    assert "at marketplace 9999960003, seller any" in str(refused.value)


def test_an_unknown_number_is_refused(filing: Station, setting: Setting) -> None:
    with pytest.raises(Refusal) as refused:
        of(filing, "NOTHING")
    assert str(refused.value).startswith("Nothing is on record under the order number NOTHING. Check the number")


def explained(station: Station, cop_no: str, **chosen: str | None) -> dict[str, Any]:
    return station.run(explain, **{"cop_no": cop_no, "filer": None, "lang": None, **chosen})


@pytest.mark.parametrize(("lang", "title"), [("en", "order"), ("zh", "订单")])
def test_a_finding_is_explained_with_rule_figure_source_and_what_to_do(
    filing: Station, setting: Setting, capsys: pytest.CaptureFixture[str], lang: str, title: str
) -> None:
    sets = dear(some_sets(1))
    bring_sets(setting, sets)
    precheck(setting, sets)
    found = explained(filing, sets.lists["cop_no"][0], lang=lang)
    assert (found["state"], found["decision"]["verdict"], found["language"]) == ("refused", "would_be_refused", lang)
    (finding,) = found["findings"]
    assert (finding["rule"], finding["outcome"]) == ("E05", "failed")
    assert title in finding["title"].lower()
    goods_value = sets.orders["goods_value"][0]
    assert f"{goods_value:.2f}" in finding["expected"] + finding["found"]
    assert finding["do"]
    figure = finding["figures"][0]
    assert (figure["parameter"], figure["since"]) == ("amount_tolerance", "2018-07-01")
    assert figure["source"] in capsys.readouterr().err


def test_a_number_of_two_agents_asks_for_the_filer(filing: Station, setting: Setting) -> None:
    sets = some_sets(1)
    number = sets.lists["cop_no"][0]
    bring(setting, real_messages(sets, "list"))
    bring(setting, real_messages(some_sets(1, first_no=2), "list", agent_code="9999964002", cop_no=number))
    with pytest.raises(Refusal) as refused:
        explained(filing, number)
    assert "9999964001" in str(refused.value)
    assert "--filer CODE" in str(refused.value)
    assert explained(filing, number, filer="9999964002")["filer"] == "9999964002"
    with pytest.raises(Refusal) as unknown:
        explained(filing, number, filer="9999964003")
    assert str(unknown.value) == f"No list with the number {number} is here. Check the number."
