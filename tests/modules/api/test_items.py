"""Documents in JSON: the same intake as messages, an outcome for each item."""

import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import psycopg

from tests.factories.api import BROKER, JSON, MARKETPLACE, SELLERS, Station, items_of, sets_now
from tests.factories.import_line import editions_for_imports, some_imports

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

ORDERS = "/api/v1/orders"


def orders(count: int = 2, first_no: int = 1) -> list[dict[str, Any]]:
    return items_of(sets_now(count, first_no=first_no), "orders", "order_lines")


def kept(owner: psycopg.Connection) -> list[tuple[object, ...]]:
    return owner.execute("SELECT order_no, goods_value::text, line_count FROM trade_order ORDER BY id").fetchall()


def outcome_of(station: Station, code: str, answer: "Answer") -> dict[str, Any]:
    assert answer.status_code == 202, answer.content
    station.read()
    told: dict[str, Any] = station.get(code, answer.json()["status"]).json()
    return told


def test_orders_in_json_are_kept_as_orders_in_messages_are(station: Station, owner: psycopg.Connection) -> None:
    items = orders(2)
    told = outcome_of(station, MARKETPLACE, station.post_json(MARKETPLACE, ORDERS, {"items": items}))
    assert (told["state"], told["kind"], told["outcomes"], told["faults"]) == (
        "read", "order", ["accepted", "accepted"], [],
    )  # fmt: skip
    assert kept(owner) == [(item["order_no"], item["goods_value"], len(item["lines"])) for item in items]


def test_the_same_document_in_json_and_in_a_message_is_a_duplicate(station: Station) -> None:
    sets = sets_now(1)
    station.send_sets(sets, ("order",))
    station.read()
    told = outcome_of(
        station, MARKETPLACE, station.post_json(MARKETPLACE, ORDERS, {"items": items_of(sets, "orders", "order_lines")})
    )
    assert told["outcomes"] == ["duplicate"]


def test_all_four_kinds_come_in_as_json_and_are_decided(station: Station) -> None:
    sets = sets_now(1)
    posts = (
        ("orders", MARKETPLACE, items_of(sets, "orders", "order_lines")),
        ("collection-slips", sets.slips["pay_code"][0], items_of(sets, "slips")),
        ("waybills", sets.waybills["carrier_code"][0], items_of(sets, "waybills")),
        ("lists", BROKER, items_of(sets, "lists", "list_lines")),
    )
    for name, code, items in posts:
        told = outcome_of(station, code, station.post_json(code, f"/api/v1/{name}", {"items": items}))
        assert (name, told["outcomes"], told["faults"]) == (name, ["accepted"], [])
    assert station.judge() == 1
    assert station.line.states() == {"released": 1}


def test_documents_of_import_come_in_as_json_and_a_list_so_sent_lacks_its_signature(
    station: Station, owner: psycopg.Connection
) -> None:
    sets = some_imports(1)
    posts = (
        ("import-orders", MARKETPLACE, items_of(sets, "orders", "order_lines")),
        ("payments", sets.payments["pay_code"][0], items_of(sets, "payments")),
        ("import-waybills", sets.waybills["carrier_code"][0], items_of(sets, "waybills")),
        ("import-lists", BROKER, items_of(sets, "lists", "list_lines")),
    )
    for name, code, items in posts:
        told = outcome_of(station, code, station.post_json(code, f"/api/v1/{name}", {"items": items}))
        assert (name, told["outcomes"], told["faults"]) == (name, ["accepted"], [])
    station.line.references = editions_for_imports()
    assert station.judge() == 1
    failed = owner.execute("SELECT rule, found FROM declarations_finding WHERE outcome = 'failed'").fetchall()
    assert ("M20", "unsigned") in failed
    assert {rule for rule, _ in failed} <= {"M20", "F18"}  # the sets are of an earlier day


def test_of_a_payment_that_is_refused_no_person_is_repeated(station: Station) -> None:
    sets = some_imports(1)
    (payment,) = items_of(sets, "payments")
    code = sets.payments["pay_code"][0]
    body = {"items": [{**payment, "currency": "502", "payer_id_number": "1" * 61}]}
    told = outcome_of(station, code, station.post_json(code, "/api/v1/payments", body))
    assert (told["outcomes"], len(told["faults"])) == (["refused"], 2)
    assert "1111" not in str(told)
    (dollars,) = [fault["sentence"] for fault in told["faults"] if fault["rule"] == "ceb.not_yuan"]
    assert dollars.startswith("Expected the currency 142, the yuan:")
    assert "(rules M06 and F13; message specification 202205," in dollars
    assert dollars.endswith("found 502; have the amount paid in yuan, state it in yuan and send the document again.")


def test_one_bad_item_does_not_stop_the_others_and_each_fault_has_its_place(
    station: Station, owner: psycopg.Connection
) -> None:
    first, second, third = orders(3)
    second["goods_value"] = 12.5
    second["lines"][0]["qty"] = "1e3"
    del second["currency"]
    second["price"] = "1"
    answer = station.post_json(MARKETPLACE, ORDERS, {"items": [first, second, 7, third]})
    told = outcome_of(station, MARKETPLACE, answer)
    assert told["outcomes"] == ["accepted", "refused", "refused", "accepted"]
    assert {(fault["document"], fault["path"], fault["rule"]) for fault in told["faults"]} == {
        (2, "/items/1/goods_value", "items.number"),
        (2, "/items/1/lines/0/qty", "ceb.not_a_number"),
        (2, "/items/1/currency", "ceb.required"),
        (2, "/items/1/price", "items.unknown_field"),
        (3, "/items/2", "items.not_an_object"),
    }
    assert [row[0] for row in kept(owner)] == [first["order_no"], third["order_no"]]


def test_a_float_is_refused_in_words(station: Station) -> None:
    (item,) = orders(1)
    body = {"items": [{**item, "freight": 0.1}]}
    told = outcome_of(station, MARKETPLACE, station.post_json(MARKETPLACE, ORDERS, body))
    (fault,) = told["faults"]
    assert fault["value"] == "0.1"
    assert fault["sentence"] == (
        'Expected an amount as text, such as "12.50", found the number 0.1; put it in quotes, because programs round '
        "numbers on the way."
    )


def test_a_seller_cannot_send_the_orders_of_another(station: Station, owner: psycopg.Connection) -> None:
    (item,) = orders(1)
    stranger = next(code for code in SELLERS if code != item["seller_code"])
    told = outcome_of(station, stranger, station.post_json(stranger, ORDERS, {"items": [item]}))
    assert (told["outcomes"], [fault["rule"] for fault in told["faults"]]) == (["refused"], ["line.sender"])
    assert told["faults"][0]["path"] == "/items/0"
    assert kept(owner) == []


def test_text_that_no_message_could_carry_is_refused(station: Station) -> None:
    (item,) = orders(1)
    for bad, name in (("a\x00b", "U+0000"), ("\x02", "U+0002"), ("\ud800", "U+D800")):
        told = outcome_of(
            station, MARKETPLACE, station.post_json(MARKETPLACE, ORDERS, {"items": [{**item, "note": bad}]})
        )
        assert [(fault["rule"], name in fault["sentence"]) for fault in told["faults"]] == [
            ("items.forbidden_character", True)
        ]


def test_who_prefers_to_wait_is_answered_with_the_outcomes(station: Station) -> None:
    body = {"items": orders(1)}

    def work() -> None:
        while station.read() is None:
            threading.Event().wait(0.02)

    worker = threading.Thread(target=work)
    worker.start()
    answer = station.post_json(MARKETPLACE, ORDERS, body, {"Prefer": "respond-async, wait=10"})
    worker.join()
    assert (answer.status_code, answer.json()["outcomes"]) == (200, ["accepted"])
    again = station.post_json(MARKETPLACE, ORDERS, body)
    assert (again.status_code, again.json()["id"], again.json()["outcomes"]) == (
        200, answer.json()["id"], ["accepted"],
    )  # fmt: skip


def test_the_same_bytes_before_they_are_read_get_the_same_id_and_no_outcome(station: Station) -> None:
    body = {"items": orders(1)}
    first, again = (station.post_json(MARKETPLACE, ORDERS, body) for _ in range(2))
    assert (first.status_code, again.status_code, again.json()) == (202, 200, first.json())


def test_who_waits_in_vain_is_answered_202(station: Station) -> None:
    began = datetime.now(UTC)
    answer = station.post_json(MARKETPLACE, ORDERS, {"items": orders(1)}, {"Prefer": "wait=1"})
    assert answer.status_code == 202
    assert (datetime.now(UTC) - began).total_seconds() < 5


def test_the_same_bytes_at_another_address_are_no_answer_there(station: Station) -> None:
    body = b'{"items": [{}]}'
    first = station.post(MARKETPLACE, ORDERS, body, JSON)
    other = station.post(MARKETPLACE, "/api/v1/waybills", body, JSON)
    assert (first.status_code, other.status_code, other.json()["type"]) == (202, 409, "/api/v1/docs#sent-elsewhere")
    assert ORDERS in other.json()["detail"]
