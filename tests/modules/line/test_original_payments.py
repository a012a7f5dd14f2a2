"""Original payment data is found for its payer, given to them, and erased with everything else."""

from dataclasses import replace
from decimal import Decimal

import psycopg

from entrepot.gateways.original_payment import Original, write_original
from entrepot.project.line import original_payments, unmasking
from entrepot.store import identity
from tests.factories.import_line import all_messages, some_imports
from tests.factories.line import NOW, Line
from tests.unit.original_payment.making import PAID, PAYMENT


def test_what_is_kept_of_a_payment_belongs_to_its_payer(line: Line, owner: psycopg.Connection) -> None:
    sets = some_imports(2)
    line.send(all_messages(sets))
    mine, other = sets.payments.rows(named=True)[:2]
    head = replace(
        PAYMENT, marketplace_code=mine["marketplace_code"], pay_transaction_no=mine["pay_transaction_no"],
        total_amount=Decimal(mine["amount_paid"]), request="what the payer said",
    )  # fmt: skip
    body = write_original(Original(head, (replace(PAID, order_no=mine["order_no"]),))).encode()
    original_payments.keep(body, marketplace_code=mine["marketplace_code"], now=NOW, practice=True)
    found = {one.holding.kind: one for one in unmasking.held_of(owner, mine["payer_id_number"])}
    assert found["original_payment"].rows["order_no"].to_list() == [mine["order_no"]]
    assert "what the payer said" in found["original_payment"].rows["text"][0]
    assert "original_payment" not in {one.holding.kind for one in unmasking.held_of(owner, other["payer_id_number"])}
    assert identity.erase(owner, found["original_payment"].holding, found["original_payment"].rows) == 1
    assert owner.execute("SELECT identity_block FROM payments_original").fetchall() == [(None,)]
