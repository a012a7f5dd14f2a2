"""Money on a record: asked for with reasons, held once whoever lends, freed by repayment."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import Any

import psycopg
import pytest

from entrepot.modules.finance import api as finance
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.store import connection as connections
from tests.databases import Database
from tests.factories.finance import Lending, make_lending, new_terms
from tests.factories.line import NOW

NONE = Decimal(0)


def held(lending: Lending) -> tuple[Decimal, Decimal, Decimal]:
    key = f"{lending.marketplace_id}/{lending.order_no}/{lending.party['seller']}"
    found = ledgers.balances(lending.line.setting.lookups, "receivable", [key])
    return (found[key].free, found[key].held, found[key].spent) if found else (NONE, NONE, NONE)


def state(case: int) -> str:
    return finance.Case.objects.using("owner").get(pk=case).state


def share_of(lending: Lending, share: str) -> str:
    return str((lending.open * Decimal(share)).quantize(Decimal("0.01"), ROUND_DOWN))


def test_a_released_unpaid_order_carries_eighty_percent_of_its_value(lending: Lending) -> None:
    trade = lending.trade()
    limits = finance.Limits(lending.currency, Decimal("0.8"), Decimal(10), Decimal(100_000))
    assert (trade.released, trade.collected, trade.open) == (True, Decimal(0), lending.open)
    assert limits.most_of(trade) == Decimal(share_of(lending, "0.8"))
    made = finance.checks(trade, limits, limits.most_of(trade))
    assert [(one.name, one.outcome) for one in made] == [
        (name, "fits") for name in ("order", "currency", "customs", "open", "amount", "registry")
    ]


def test_from_asking_to_repayment_every_step_moves_the_registry(lending: Lending) -> None:
    part = share_of(lending, "0.8")
    case = lending.offered("bank", part)
    row = finance.Case.objects.using("owner").get(pk=case)
    assert row.fee == (Decimal(part) * Decimal("0.06") * 60 / 360).quantize(Decimal("0.01"))
    assert held(lending) == (lending.open, NONE, NONE)
    finance.accept(acting=lending.acting("seller"), case_id=case, now=NOW, using="owner")
    assert held(lending) == (lending.open - Decimal(part), Decimal(part), NONE)
    finance.pay_out(acting=lending.acting("bank"), case_id=case, now=NOW, using="owner")
    assert held(lending) == (lending.open - Decimal(part), NONE, Decimal(part))
    finance.repaid(acting=lending.acting("bank"), case_id=case, now=NOW, using="owner")
    assert held(lending) == (lending.open, NONE, NONE)
    steps = finance.steps_of([case], using="owner")
    assert [one.kind for one in steps] == ["asked", "offered", "accepted", "paid_out", "repaid"]


def test_a_second_bank_is_refused_until_the_first_is_repaid(lending: Lending) -> None:
    part = share_of(lending, "0.8")
    first, second = lending.offered("bank", part), lending.offered("second", part)
    finance.accept(acting=lending.acting("seller"), case_id=first, now=NOW, using="owner")
    with pytest.raises(finance.UnableToFinance, match="are not financed yet"):
        finance.accept(acting=lending.acting("seller"), case_id=second, now=NOW, using="owner")
    assert (state(first), state(second), held(lending)[1]) == ("accepted", "offered", Decimal(part))
    finance.pay_out(acting=lending.acting("bank"), case_id=first, now=NOW, using="owner")
    finance.repaid(acting=lending.acting("bank"), case_id=first, now=NOW, using="owner")
    finance.accept(acting=lending.acting("seller"), case_id=second, now=NOW, using="owner")
    assert (state(second), held(lending)[1]) == ("accepted", Decimal(part))


def test_a_bank_cannot_offer_what_another_one_holds(lending: Lending) -> None:
    part = share_of(lending, "0.8")
    late = lending.ask("second", part)
    finance.accept(acting=lending.acting("seller"), case_id=lending.offered("bank", part), now=NOW, using="owner")
    with pytest.raises(finance.UnableToFinance, match=r"not yet collected, .* are not financed yet; found"):
        finance.offer(
            acting=lending.acting("second"), case_id=late, amount=Decimal(part), due_date=date(2026, 7, 3), now=NOW,
            using="owner",
        )  # fmt: skip
    assert state(late) == "asked"


def test_two_acceptances_at_once_hold_the_money_once(lending: Lending) -> None:
    part = share_of(lending, "0.8")
    cases = [lending.offered(bank, part) for bank in ("bank", "second")]

    def accept(case: int) -> str:
        from django.db import connections as django

        try:
            finance.accept(acting=lending.acting("seller"), case_id=case, now=NOW, using="owner")
        except finance.UnableToFinance as refusal:
            return refusal.reason
        finally:
            django.close_all()
        return "accepted"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(accept, cases)) == ["accepted", "financed"]
    assert held(lending)[1] == Decimal(part)


def test_what_the_record_does_not_carry_is_refused_with_every_reason(db: Database) -> None:
    lending = make_lending(db.owner, ("order", "slip"))
    try:
        with pytest.raises(finance.UnableToFinance) as refused:
            lending.ask("bank", "60")
    finally:
        lending.line.close()
    english, chinese = refused.value.sentence("en"), refused.value.sentence("zh-hans")
    assert "Customs released the goods: no released list" in english
    assert "Not yet collected: 0.00" in english
    assert "海关已放行：无已放行清单" in chinese
    assert not finance.Case.objects.using("owner").exists()
    assert not parties.Grant.objects.using("owner").exists()


def test_one_case_a_bank_and_record_is_open_at_a_time(lending: Lending) -> None:
    case = lending.ask("bank", "60")
    with pytest.raises(finance.UnableToFinance, match=f"Case {case} asks Order advance"):
        lending.ask("bank", "40")
    finance.withdraw(acting=lending.acting("seller"), case_id=case, now=NOW, using="owner")
    assert lending.ask("bank", "40") > case


def test_a_withdrawn_acceptance_frees_what_it_held(lending: Lending) -> None:
    case = lending.offered("bank", "60")
    finance.accept(acting=lending.acting("seller"), case_id=case, now=NOW, using="owner")
    finance.withdraw(acting=lending.acting("seller"), case_id=case, now=NOW, using="owner")
    assert (held(lending), state(case)) == ((lending.open, NONE, NONE), "withdrawn")
    with pytest.raises(finance.UnableToFinance, match="is withdrawn; this needs one that is accepted"):
        finance.pay_out(acting=lending.acting("bank"), case_id=case, now=NOW, using="owner")


@pytest.mark.parametrize(("amount", "due"), [("60.01", "2026-07-03"), ("5", "2026-07-03"), ("60", "2026-05-04")])
def test_refuses_an_offer_outside_the_terms(lending: Lending, amount: str, due: str) -> None:
    case = lending.ask("bank", "60")
    with pytest.raises(finance.UnableToFinance, match=r"Expected an offer of 10\.00 to 60\.00"):
        finance.offer(
            acting=lending.acting("bank"), case_id=case, amount=Decimal(amount), due_date=date.fromisoformat(due),
            now=NOW, using="owner",
        )  # fmt: skip
    assert state(case) == "asked"


def test_only_the_two_sides_act_and_see(lending: Lending) -> None:
    case = lending.ask("bank", "60")
    with pytest.raises(finance.UnableToFinance, match="found none with the number"):
        finance.offer(
            acting=lending.acting("second"), case_id=case, amount=Decimal(60), due_date=date(2026, 7, 3), now=NOW,
            using="owner",
        )  # fmt: skip
    seen = {}
    for who in ("seller", "bank", "second"):
        with connections.web([lending.party[who]]) as web:
            seen[who] = [_count(web, table) for table in ("finance_case", "finance_step", "ledgers_account")]
    assert seen == {"seller": [1, 1, 1], "bank": [1, 1, 1], "second": [0, 0, 0]}


def test_only_a_financier_publishes_terms_that_make_sense(lending: Lending) -> None:
    with pytest.raises(finance.UnableToFinance, match="role financier, found seller"):
        finance.publish_terms(
            acting=lending.acting("seller"), terms=new_terms("502"), practice=True, now=NOW, using="owner"
        )
    faults: dict[str, Any] = {
        "most": Decimal(1), "advance_share": Decimal("1.1"), "valid_until": date(2025, 1, 1), "currency": "USD",
    }  # fmt: skip
    for field, found in faults.items():
        with pytest.raises(finance.UnableToFinance, match=f"Expected {field} "):
            finance.publish_terms(
                acting=lending.acting("bank"), terms=replace(new_terms("502"), **{field: found}), practice=True,
                now=NOW, using="owner",
            )  # fmt: skip
    assert finance.Terms.objects.using("owner").count() == 2


def _count(web: psycopg.Connection, table: str) -> int:
    row = web.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert row is not None
    return int(row[0])
