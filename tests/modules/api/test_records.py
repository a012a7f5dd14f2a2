"""The record of an order over HTTP: what the caller may see, explained, and nothing of it to strangers."""

from urllib.parse import quote

from tests.factories.api import BROKER, CUSTOMS, MARKETPLACE, SELLERS, Station, sets_now


def address(order_no: str, marketplace: str = MARKETPLACE) -> str:
    return f"/api/v1/records/{quote(marketplace)}/{quote(order_no, safe='')}"


def test_the_parties_of_an_order_read_all_of_it(station: Station) -> None:
    sets = sets_now(1)
    station.send_sets(sets)
    station.read()
    station.judge()
    order_no, seller = sets.orders["order_no"][0], sets.orders["seller_code"][0]
    answer = station.get(seller, address(order_no))
    record = answer.json()
    assert (answer.status_code, record["order_no"], record["seller_code"]) == (200, order_no, seller)
    (order,), (document,) = record["orders"], record["lists"]
    assert (order["goods_value"], order["current"]) == (f"{sets.orders['goods_value'][0]:.5f}", True)
    assert [line["gnum"] for line in order["lines"]] == [1, 2]
    assert (document["state"], document["waiting_for"], len(document["lines"])) == ("released", [], 2)
    (decision,) = document["decisions"]
    assert (decision["verdict"], decision["lane"], decision["findings"]) == ("released", "green", [])
    assert [len(record[part]) for part in ("slips", "waybills")] == [1, 1]


def test_a_refusal_is_explained_in_the_language_asked_for(station: Station) -> None:
    sets = sets_now(1)
    sets = sets.__class__(**{**vars(sets), "lists": sets.lists.with_columns(pack_no=sets.lists["pack_no"] + 5)})
    station.send_sets(sets)
    station.read()
    station.judge()
    place = address(sets.orders["order_no"][0])
    ((english,), (chinese,)) = (
        station.get(BROKER, place, {"Accept-Language": language}).json()["lists"][0]["decisions"][0]["findings"]
        for language in ("en", "zh")
    )
    assert english["rule"] == chinese["rule"]
    assert english["sentence"].isascii()
    assert not chinese["sentence"].isascii()


def test_strangers_find_nothing_whether_or_not_it_exists_and_the_station_what_it_was_sent(station: Station) -> None:
    sets = sets_now(1)
    station.send_sets(sets)
    station.read()
    order_no, seller = sets.orders["order_no"][0], sets.orders["seller_code"][0]
    stranger = next(code for code in SELLERS if code != seller)
    there, nowhere = (station.get(stranger, address(number)) for number in (order_no, "NO-SUCH-ORDER"))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert {**there.json(), "instance": ""} == {**nowhere.json(), "instance": ""}
    assert station.get(CUSTOMS, address(order_no)).status_code == 200


def test_a_number_with_a_slash_has_a_record(station: Station) -> None:
    from tests.factories.api import items_of

    item = {**items_of(sets_now(1), "orders", "order_lines")[0], "order_no": "A/1 é"}
    station.post_json(MARKETPLACE, "/api/v1/orders", {"items": [item]})
    station.read()
    assert station.get(MARKETPLACE, address("A/1 é")).json()["order_no"] == "A/1 é"


def test_two_sellers_with_one_number_and_no_marketplace_are_told_apart(station: Station) -> None:
    from tests.factories.api import items_of

    (item,) = items_of(sets_now(1), "orders", "order_lines")
    for seller in SELLERS[:2]:
        own = {**item, "marketplace_code": "无", "seller_code": seller, "order_no": "SAME"}
        station.post_json(seller, "/api/v1/orders", {"items": [own]})
    station.read()
    answer = station.get(SELLERS[0], address("SAME", "无"))
    assert (answer.status_code, answer.json()["seller_code"]) == (200, SELLERS[0])
