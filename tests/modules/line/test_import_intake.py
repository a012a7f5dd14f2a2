"""Import documents are taken in as versions, persons sealed before anything is stored."""

import uuid
from decimal import Decimal

import polars as pl
import pytest

from entrepot.gateways import ceb
from entrepot.project.line.intake import Took
from entrepot.project.practice.firms import CARRIERS, SELLERS, Firm
from entrepot.store import identity
from entrepot.store.copying import copy_out
from tests.factories.import_line import KINDS, all_messages, import_messages, some_imports
from tests.factories.line import Line


def rows(line: Line, table: str) -> int:
    found = line.setting.lookups.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert found is not None
    return int(found[0])


def outcomes(took: Took) -> dict[str, set[tuple[str, ...]]]:
    return {kind: set(frame.select("outcome", "reason").rows()) for kind, frame in took.outcomes.items()}


def test_a_set_of_import_is_a_row_of_the_common_tables_with_a_row_beside(line: Line) -> None:
    took = line.send(all_messages(some_imports(3)))
    assert took.faults.is_empty(), took.faults.to_dicts()
    assert outcomes(took) == {kind: {("accepted", "")} for kind in KINDS}
    tables = ("trade_order", "trade_order_import", "trade_waybill", "trade_waybill_import", "trade_payment",
              "declarations_list", "declarations_list_import", "declarations_work")  # fmt: skip
    assert {table: rows(line, table) for table in tables} == dict.fromkeys(tables, 3)
    assert (rows(line, "trade_order_line"), rows(line, "declarations_list_line")) == (6, 6)


PERSONS = ("buyer_name", "buyer_id_number", "buyer_telephone", "buyer_reg_no", "consignee", "consignee_address")


def test_what_says_who_somebody_is_lies_sealed_and_comes_back_whole(line: Line) -> None:
    sets = some_imports(2)
    line.send(all_messages(sets))
    said = {str(value) for name in PERSONS for value in sets.orders[name]}
    tables = ("trade_order", "trade_order_import", "trade_payment", "trade_waybill", "trade_waybill_import",
              "declarations_list", "declarations_list_import", "exchange_fault")  # fmt: skip
    lying = {
        table: [value for value in said if line.setting.lookups.execute(
            f"SELECT FROM {table} t WHERE t::text LIKE %s", (f"%{value}%",)).fetchone()]
        for table in tables
    }  # fmt: skip
    assert lying == {table: [] for table in tables}
    with line.setting.connection.transaction():
        rows_ = copy_out(
            line.setting.connection,
            "SELECT order_no, identity_block, identity_key FROM trade_order_import ORDER BY order_no",
            {"order_no": pl.String(), identity.BLOCK: pl.Binary(), identity.KEY: pl.Int64()},
        )
        back = identity.opened(line.setting.connection, rows_, PERSONS)
    assert back.select(PERSONS).rows() == sets.orders.sort("order_no").select(PERSONS).rows()


def test_buyer_payer_and_consignee_are_compared_by_equal_hashes(line: Line) -> None:
    line.send(all_messages(some_imports(1)))
    found = line.setting.lookups.execute(
        """SELECT o.buyer_hash = p.payer_hash, o.buyer_hash = l.buyer_hash, o.person_hash = l.person_hash,
                  o.consignee_hash = w.consignee_hash, o.consignee_address_hash = l.consignee_address_hash,
                  o.consignee_address_hash = w.consignee_address_hash, l.person_valid, length(l.buyer_hash)
             FROM trade_order_import o, trade_payment p, trade_waybill_import w, declarations_list_import l"""
    ).fetchall()
    assert found == [(True, True, True, True, True, True, True, 32)]


def test_the_same_content_again_is_a_duplicate_and_other_content_is_refused(line: Line) -> None:
    line.send(all_messages(some_imports(2)))
    assert outcomes(line.send(all_messages(some_imports(2)))) == {kind: {("duplicate", "")} for kind in KINDS}
    other = line.send(import_messages(some_imports(2), "payment", amount_paid=Decimal("1.00000")))
    assert outcomes(other) == {"payment": {("refused", "exists")}}
    assert rows(line, "trade_payment") == 2


def test_a_change_is_the_next_version_with_a_row_beside_of_its_own(line: Line) -> None:
    line.send(all_messages(some_imports(1)))
    took = line.send(import_messages(some_imports(1), "import_order", app_type="2", consignee="练习另一人"))
    assert outcomes(took) == {"import_order": {("accepted", "changed")}}
    found = line.setting.lookups.execute(
        """SELECT o.version, o.superseded_by IS NULL, i.order_id IS NOT NULL
             FROM trade_order o LEFT JOIN trade_order_import i ON i.order_no = o.order_no AND i.order_id = o.id
            ORDER BY o.version"""
    ).fetchall()
    assert found == [(1, False, True), (2, True, True)]
    hashes = line.setting.lookups.execute("SELECT count(DISTINCT consignee_hash) FROM trade_order_import").fetchone()
    assert hashes == (2,)


@pytest.mark.parametrize(
    ("kind", "stranger"),
    [
        ("import_order", CARRIERS[0]),
        ("payment", SELLERS[0]),
        ("import_waybill", SELLERS[0]),
        ("import_list", CARRIERS[0]),
    ],
)
def test_a_sender_without_authority_is_refused(line: Line, kind: str, stranger: Firm) -> None:
    took = line.send(import_messages(some_imports(1), kind, sender=stranger.customs_code))
    assert took.faults["rule"].to_list() == ["line.sender"]
    assert took.messages["accepted"].to_list() == [0]


def test_a_number_with_a_wrong_last_character_is_noted_without_the_number(line: Line) -> None:
    sets = some_imports(1)
    wrong = sets.lists["buyer_id_number"][0][:17] + ("1" if sets.lists["buyer_id_number"][0][17] != "1" else "2")
    line.send(import_messages(sets, "import_list", buyer_id_number=wrong))
    assert line.setting.lookups.execute("SELECT person_valid FROM declarations_list_import").fetchone() == (False,)


def test_a_fault_at_a_person_says_where_and_not_what(line: Line) -> None:
    ((code, body),) = import_messages(some_imports(1), "import_order")
    took = line.send([(code, body.replace(b"<ceb:buyerTelephone>", b"<ceb:buyerTelephone>" + b"0" * 30))])
    found = took.faults.select("path", "value").rows()
    assert [(path.rpartition("/")[2], value) for path, value in found] == [("buyerTelephone", "***")]
    assert "0000" not in took.faults["facts"][0]


def test_intake_is_answered_by_312_412_512_and_514(line: Line) -> None:
    line.send(all_messages(some_imports(1), ("import_order", "payment", "import_waybill")))
    waybill = some_imports(1).waybills
    state = waybill.select(
        "message_no", "document_no", "guid", "app_type", "app_time", "app_status", "carrier_code", "carrier_name",
        "waybill_no", logistics_status=pl.lit("S"), logistics_time="app_time", note=pl.lit(None, pl.String),
    )  # fmt: skip
    envelope = ceb.Envelope(str(uuid.uuid4()).upper(), waybill["carrier_code"][0], "练习", "DXPTEST", practice=True)
    line.send([(envelope.cop_code, ceb.write("waybill_state", state, None, envelope))])
    kinds = line.setting.lookups.execute(
        "SELECT kind FROM exchange_message WHERE direction = 'out' ORDER BY id"
    ).fetchall()
    assert [kind for (kind,) in kinds] == ["CEB312", "CEB412", "CEB512", "CEB514"]
    assert rows(line, "trade_waybill_state") == 1
