"""Import lists are judged by their own regime: documents, limits, guarantee, tax; replies 622."""

from decimal import Decimal

import polars as pl
import pytest

from entrepot.engines.clearance import References
from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.exchange import api as exchange
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.models import DayCount
from entrepot.project.line.reviewing import review_some
from entrepot.project.line.tax_bills import bill_some
from entrepot.project.practice.firms import MARKETPLACE
from tests.factories.import_line import all_messages, editions_for_imports, guarantee, import_messages, some_imports
from tests.factories.line import Line, editions_for, messages_of, some_sets
from tests.factories.pilot_zones import counted
from tests.factories.review import seed_for

CODE = MARKETPLACE.customs_code


@pytest.fixture
def imports(line: Line) -> Line:
    """A station with the editions of import, where the marketplace has a large guarantee."""
    guarantee(line, CODE, "1000000")
    line.references = editions_for_imports()
    return line


def findings(line: Line) -> list[tuple[str, ...]]:
    return line.setting.lookups.execute(
        "SELECT rule, outcome, field, found, expected FROM declarations_finding ORDER BY list_id, finding_no"
    ).fetchall()


def test_a_clean_set_is_released_its_tax_kept_and_year_and_guarantee_spent(imports: Line) -> None:
    sets = some_imports(3)
    imports.send(all_messages(sets))
    imports.judge()
    assert findings(imports) == []
    assert imports.states() == {"released": 3}
    row = imports.setting.lookups.execute("SELECT sum(amount), count(*) FROM declarations_tax").fetchone()
    withheld = sum(sets.orders["tax_total"], Decimal(0))
    assert row is not None
    assert row[1] == 6
    assert abs(row[0] - withheld) < Decimal("0.05")
    balance = ledgers.balances(imports.setting.lookups, "guarantee", [CODE])[CODE]
    assert (balance.spent, balance.held) == (withheld, Decimal(0))
    spent = imports.setting.lookups.execute(
        "SELECT sum(spent), count(*) FROM ledgers_account WHERE kind = 'person_year'"
    ).fetchone()
    assert spent == (sum(sets.orders["goods_value"]) + sum(sets.orders["freight"]), 3)


def test_a_list_waits_for_order_payment_and_waybill_and_says_which(imports: Line) -> None:
    sets = some_imports(1)
    waiting = "SELECT state, waiting_for FROM declarations_work"
    imports.send(import_messages(sets, "import_list"))
    imports.judge()
    assert imports.setting.lookups.execute(waiting).fetchone() == ("waiting", ["order", "payment", "waybill"])
    imports.send(all_messages(sets, ("import_order", "import_waybill")))
    imports.judge()
    assert imports.setting.lookups.execute(waiting).fetchone() == ("waiting", ["payment"])
    imports.send(import_messages(sets, "payment"))
    imports.judge()
    assert imports.setting.lookups.execute(waiting).fetchone() == ("released", [])


def test_import_and_export_lists_of_one_batch_are_judged_each_by_its_regime(imports: Line) -> None:
    exports = some_sets(2, first_no=500)
    imports.references = References({**editions_for(exports).editions, **imports.references.editions})
    imports.send([*(m for kind in ("order", "waybill", "list") for m in messages_of(exports, kind)),
                  *all_messages(some_imports(2))])  # fmt: skip
    imports.judge()
    assert imports.states() == {"released": 4}
    regimes = imports.setting.lookups.execute(
        """SELECT l.ie_flag, b.rulebook_hash, count(*) FROM declarations_decision d
             JOIN declarations_basis b ON b.id = d.basis_id
             JOIN declarations_list l ON l.order_no = d.order_no AND l.id = d.list_id GROUP BY 1, 2 ORDER BY 1"""
    ).fetchall()
    assert [(flag, count) for flag, _, count in regimes] == [("E", 2), ("I", 2)]
    assert regimes[0][1] != regimes[1][1]
    kept = imports.setting.lookups.execute("SELECT count(*) FROM declarations_rulebook").fetchone()
    assert kept == (2,)


def test_a_payer_who_is_not_the_buyer_and_one_cent_too_much_are_refused(imports: Line) -> None:
    sets = some_imports(3)
    other = some_imports(3, first_no=40).payments["payer_name"][0]
    hit = pl.col("document_no")
    name = pl.when(hit == 1).then(pl.lit(other)).otherwise("payer_name")
    paid = pl.when(hit == 2).then(pl.col("amount_paid") + Decimal("0.01")).otherwise("amount_paid")
    imports.send(all_messages(sets, ("import_order", "import_waybill", "import_list")))
    imports.send(import_messages(sets, "payment", payer_name=name, amount_paid=paid))
    imports.judge()
    assert imports.states() == {"refused": 2, "released": 1}
    assert sorted(rule for rule, *_ in findings(imports)) == ["M06", "M08"]
    spent = imports.setting.lookups.execute("SELECT count(*) FROM ledgers_account WHERE spent > 0").fetchone()
    assert spent == (2,)


def test_a_guarantee_that_runs_out_in_the_middle_refuses_the_later_ones(line: Line) -> None:
    sets = some_imports(4)
    first = sum(sets.orders["tax_total"][:2], Decimal(0))
    guarantee(line, CODE, str(first))
    line.references = editions_for_imports()
    line.send(all_messages(sets))
    line.judge()
    assert line.states() == {"refused": 2, "released": 2}
    assert {(rule, field) for rule, _, field, *_ in findings(line)} == {("M19", "tax")}
    released = line.setting.lookups.execute(
        "SELECT order_no FROM declarations_work WHERE state = 'released' ORDER BY 1"
    ).fetchall()
    assert [number for (number,) in released] == sets.orders["order_no"][:2].to_list()
    balance = ledgers.balances(line.setting.lookups, "guarantee", [CODE])[CODE]
    assert (balance.free, balance.held, balance.spent) == (Decimal(0), Decimal(0), first)


def test_without_a_guarantee_nothing_is_let_in_and_no_year_is_touched(line: Line) -> None:
    line.references = editions_for_imports()
    line.send(all_messages(some_imports(1)))
    line.judge()
    assert [(rule, found_rule) for rule, found_rule, *_ in findings(line)] == [("M19", "failed")]
    assert line.setting.lookups.execute("SELECT sum(spent + held) FROM ledgers_account").fetchone() == (0,)


def test_the_guarantee_is_found_under_the_other_code_of_the_firm(line: Line) -> None:
    codes = [MARKETPLACE.customs_code, MARKETPLACE.credit_code]
    parties.register_enterprise(
        name_zh=MARKETPLACE.filed_name, name_en="", codes=codes, own_codes=[], roles=["marketplace"],
        valid_from=line.now.date(), now=line.now,
    )  # fmt: skip
    account = guarantee(line, MARKETPLACE.credit_code, "1000000")
    line.references = editions_for_imports()
    sets = some_imports(1)
    assert sets.lists["assure_code"].to_list() == [MARKETPLACE.customs_code]
    line.send(all_messages(sets))
    line.judge()
    assert line.states() == {"released": 1}
    spent = line.setting.lookups.execute("SELECT spent FROM ledgers_account WHERE id = %s", (account,)).fetchone()
    assert spent == (sets.orders["tax_total"][0],)


def held_by_lane(line: Line, number: int) -> tuple[str, int, Decimal]:
    """Set `number`, judged into the red lane: order number, id of the list, its tax."""
    sets = some_imports(1, first_no=number)
    head = sets.lists.row(0, named=True)
    line.send(all_messages(sets))
    line.seed = seed_for("red", head["agent_code"], head["cop_no"])
    line.judge()
    row = line.setting.lookups.execute(
        "SELECT order_no, list_id FROM declarations_work WHERE cop_no = %s AND state = 'held'", (head["cop_no"],)
    ).fetchone()
    assert row is not None
    return row[0], row[1], sets.orders["tax_total"][0]


def test_a_held_list_keeps_what_it_reserved_until_an_officer_decides(imports: Line) -> None:
    held = [held_by_lane(imports, number) for number in (1, 2)]
    balance = ledgers.balances(imports.setting.lookups, "guarantee", [CODE])[CODE]
    assert (balance.held, balance.spent) == (held[0][2] + held[1][2], Decimal(0))
    parties.create_station(kind="practice", owner_id=imports.setting.owner_id, signing_key="0" * 64, now=imports.now)
    acting = parties.Acting(imports.setting.owner_id)
    for (order_no, list_id, _), verdict, reason in zip(held, ("released", "refused"), ("", "V01"), strict=True):
        review = declarations.Review(order_no, list_id, 1, verdict, reason, "looked at it")
        declarations.ask_review(review=review, acting=acting, name="Officer", now=imports.now, using="owner")
    assert review_some(imports.setting, now=imports.now) == 2
    assert imports.states() == {"refused": 1, "released": 1}
    balance = ledgers.balances(imports.setting.lookups, "guarantee", [CODE])[CODE]
    assert (balance.held, balance.spent) == (Decimal(0), held[0][2])
    assert bill_some(imports.setting, now=imports.now) == 1
    bills = "SELECT list_id, customs_tax + value_added_tax + consumption_tax FROM declarations_tax_bill"
    assert imports.setting.lookups.execute(bills).fetchall() == [(held[0][1], held[0][2])]


def test_the_verdict_is_answered_by_622_with_a_number_of_import(imports: Line) -> None:
    imports.send(all_messages(some_imports(2)))
    imports.judge()
    reply = ceb.validate(ceb.decode(replies(imports, "CEB622"))).heads["import_list_reply"]
    assert reply.height == 2
    assert set(reply["return_status"]) == {"800"}
    assert reply["invt_no"].str.contains(r"^51412026I\d{9}$").all()


def replies(line: Line, kind: str) -> list[bytes]:
    """Bodies of the messages of this kind that went out."""
    ids = line.setting.lookups.execute(
        "SELECT id FROM exchange_message WHERE direction = 'out' AND kind = %s ORDER BY id", (kind,)
    ).fetchall()
    return [exchange.body_of(line.setting.lookups, number) or b"" for (number,) in ids]


def test_a_pilot_zone_counts_no_import_as_export(imports: Line) -> None:
    exports = some_sets(1, first_no=500)
    imports.references = References({**editions_for(exports).editions, **imports.references.editions})
    imports.send_sets(exports)
    imports.send(all_messages(some_imports(2)))
    imports.judge()
    assert imports.states() == {"released": 3}
    counted()
    days = DayCount.objects.using("owner")
    assert [(day.form, day.state, day.lists) for day in days] == [("9610", "released", 1)]
