"""Keys: what makes two documents the same document (docs/decisions/0001)."""

from datetime import timedelta

from entrepot.modules.parties import api as parties
from entrepot.project.practice import firms
from tests.factories.line import NOW, Line, messages_of, some_sets

OTHER_MARKETPLACE = "9999960009"


def test_the_same_order_number_at_two_marketplaces_is_two_orders(line: Line) -> None:
    line.send_sets(some_sets(1), ("order",))
    moved = messages_of(some_sets(1), "order", marketplace_code=OTHER_MARKETPLACE, marketplace_name="别的平台")
    took = line.send(moved)
    assert took.outcomes["order"]["outcome"].to_list() == ["accepted"]
    found = line.setting.lookups.execute(
        "SELECT count(DISTINCT marketplace_id), count(DISTINCT order_no) FROM trade_order"
    )
    assert found.fetchone() == (2, 1)


def test_a_firm_under_either_of_its_codes_is_one_party(line: Line) -> None:
    firm = firms.SELLERS[0]
    codes = (firm.customs_code, firm.credit_code)
    party = parties.register_enterprise(
        name_zh=firm.name_zh, codes=codes, roles=["seller"], now=NOW, valid_from=NOW.date()
    )
    line.send(messages_of(some_sets(1), "order", seller_code=firm.customs_code))
    line.send(messages_of(some_sets(1, first_no=2), "order", seller_code=firm.credit_code))
    found = line.setting.lookups.execute("SELECT seller_id, seller_code FROM trade_order ORDER BY order_no").fetchall()
    assert found == [(party, firm.customs_code), (party, firm.credit_code)]


def test_the_marketplace_none_is_one_pseudo_marketplace_a_seller(line: Line) -> None:
    for number, seller in enumerate(firms.SELLERS[:2], 1):
        sets = some_sets(1, first_no=number)
        messages = messages_of(
            sets,
            "order",
            marketplace_code="无",
            marketplace_name="无",
            order_no="SAME-1",
            seller_code=seller.customs_code,
        )
        assert line.send(messages).outcomes["order"]["outcome"].to_list() == ["accepted"]
    found = line.setting.lookups.execute(
        "SELECT count(DISTINCT marketplace_id) FROM trade_order WHERE order_no = 'SAME-1'"
    )
    assert found.fetchone() == (2,)


def test_a_waybill_number_that_returns_after_the_reuse_period_begins_a_new_use(line: Line) -> None:
    line.send_sets(some_sets(1), ("waybill",))
    soon = line.send(messages_of(some_sets(1), "waybill", app_time=NOW + timedelta(days=30), note="too soon"))
    assert soon.outcomes["waybill"].select("outcome", "reason").rows() == [("refused", "exists")]
    line.now = NOW + timedelta(days=200)
    later = line.send(messages_of(some_sets(1), "waybill", app_time=line.now, note="half a year later"))
    assert later.outcomes["waybill"]["outcome"].to_list() == ["accepted"]
    uses = line.setting.lookups.execute("SELECT use, version, superseded_by FROM trade_waybill ORDER BY use").fetchall()
    assert uses == [(1, 1, None), (2, 1, None)]
