"""The operator: pages for administrators of the station alone; what they show, what they do, what stays of it."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.test import Client

from entrepot.engines import retail_import
from entrepot.engines.clearance.checks import PREDICATES, Scene
from entrepot.engines.clearance.editions import IMPORT_REFERENCES, REFERENCES, References
from entrepot.engines.retail_import.judging import PREDICATES as IMPORT_PREDICATES
from entrepot.modules.parties import api as parties
from entrepot.project import health
from entrepot.project.health import RULES_OF
from entrepot.project.portal.operator.audit import WORDS
from entrepot.project.portal.operator.subjects import in_words
from entrepot.rulebook import load
from entrepot.store import connection
from tests.architecture import tree
from tests.databases import Cleaner, Database
from tests.factories.portal import PASSWORD, Portal, make_portal, party, share

SignedIn = Callable[[str], Client]
PAGES = (
    "/operator/",
    "/operator/queues/",
    "/operator/people/",
    "/operator/audit/",
    "/operator/looks/",
    "/operator/editions/",
)
OTHERS = ("officer", "qinghe", "tonghui", "stranger")


@pytest.fixture(scope="module")
def portal(_cleaner: tuple[Database, Cleaner]) -> Iterator[Portal]:
    from django.db import connections

    database, cleaner = _cleaner
    cleaner.clean()
    made = make_portal(database.owner)
    yield made
    made.line.close()
    connections.close_all()


@pytest.fixture
def signed_in(portal: Portal) -> SignedIn:
    def enter(username: str) -> Client:
        client = Client(HTTP_HOST="localhost")
        assert client.post("/sign-in/", {"username": username, "password": PASSWORD}).status_code == 302
        return client

    return enter


def number_of(portal: Portal, username: str) -> int:
    row = portal.line.setting.lookups.execute(
        "SELECT id FROM parties_person WHERE username = %s", (username,)
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_every_page_is_for_administrators_of_the_station_alone(portal: Portal, signed_in: SignedIn) -> None:
    operator = signed_in("operator")
    person = f"/operator/people/{number_of(portal, 'qinghe')}/"
    pages = (*PAGES, person, f"{person}link/", f"{person}sessions/", f"{person}out/", f"{person}in/")
    assert {path: operator.get(path).status_code for path in pages} == dict.fromkeys(pages, 200)
    for username in OTHERS:
        client = signed_in(username)
        assert {client.get(path).status_code for path in pages} == {404}, username
        assert {client.post(path).status_code for path in pages} <= {404, 405}, username
        assert "/operator/" not in client.get("/").content.decode()
    assert 'href="/operator/"' in operator.get("/").content.decode()


TABLES = ("parties_person", "parties_membership", "parties_token", "parties_audit", "parties_look", "parties_grant",
          "parties_enterprise", "exchange_webhook", "exchange_delivery")  # fmt: skip


def _seen(readers: tuple[int, ...], person: int) -> dict[str, int]:
    with connection.web(readers, person_id=person) as web:
        found = {table: len(web.execute(f"SELECT FROM {table}").fetchall()) for table in TABLES}
        asked = ("SELECT FROM parties_outbox(10)", "SELECT FROM declarations_ages(now(), 10)")
        return found | {query: len(web.execute(query).fetchall()) for query in asked}


def test_by_sql_the_web_role_opens_it_to_the_same_people_alone(portal: Portal) -> None:
    share(portal, "clean", "order", to="yunshan")
    station, seller = portal.line.setting.owner_id, party("qinghe")
    operator, officer, qinghe = (number_of(portal, name) for name in ("operator", "officer", "qinghe"))
    lookups = portal.line.setting.lookups
    total = {table: lookups.execute(f"SELECT count(*) FROM {table}").fetchone() for table in TABLES}
    seen = _seen((station,), operator)
    assert {table: (seen[table],) for table in TABLES} == total
    assert seen["SELECT FROM declarations_ages(now(), 10)"] == 8
    for readers, person in (((station,), officer), ((seller,), qinghe), ((seller,), operator), ((station,), qinghe)):
        less = _seen(readers, person)
        assert less["parties_person"] < total["parties_person"][0]  # type: ignore[index]
        assert less["parties_audit"] < total["parties_audit"][0]  # type: ignore[index]
        assert [less[query] for query in less if query.startswith("SELECT")] == [0, 0]


@pytest.mark.parametrize("function", ["link(%s, 'x', now(), now())", "end_sessions(%s, 'x')", "shut(%s, true)"])
def test_by_sql_nobody_else_does_what_an_operator_does(portal: Portal, function: str) -> None:
    station, victim = portal.line.setting.owner_id, number_of(portal, "yunshan")
    for person in (number_of(portal, "officer"), number_of(portal, "qinghe")):
        with (
            connection.web((station,), person_id=person) as web,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            web.execute(f"SELECT parties_operator_{function}", (victim,))


def _press(client: Client, path: str) -> "tuple[int, str]":
    asked = client.get(path).content.decode()
    key = re.search(r'name="once" value="([^"]+)"', asked)
    assert key is not None
    answer = client.post(path, {"once": key[1]})
    again = client.post(path, {"once": key[1]})
    assert again.status_code == 302
    return answer.status_code, answer.content.decode()


def test_a_link_is_made_once_a_page_and_signs_the_person_in(portal: Portal, signed_in: SignedIn) -> None:
    operator, person = signed_in("operator"), number_of(portal, "hongyan")
    status, text = _press(operator, f"/operator/people/{person}/link/")
    found = re.search(r"http://localhost(/sign-in/[\w-]+/)", text)
    assert status == 200
    assert found is not None
    guest = Client(HTTP_HOST="localhost")
    assert guest.post(found[1]).status_code == 302
    assert "Hongyan" in guest.get("/").content.decode()
    assert Client(HTTP_HOST="localhost").post(found[1]).status_code == 410
    query = "SELECT count(*) FROM parties_audit WHERE what = 'link_made' AND person_id = %s AND subject = %s"
    made = portal.line.setting.lookups.execute(query, (number_of(portal, "operator"), f"person:{person}")).fetchone()
    assert made == (1,)


def test_sessions_end_at_once(portal: Portal, signed_in: SignedIn) -> None:
    victim, operator = signed_in("wangtang"), signed_in("operator")
    assert victim.get("/lists/").status_code == 200
    assert _press(operator, f"/operator/people/{number_of(portal, 'wangtang')}/sessions/")[0] == 302
    assert victim.get("/lists/").status_code == 302
    assert signed_in("wangtang").get("/lists/").status_code == 200


def test_who_is_shut_out_comes_back_only_when_let_in(portal: Portal, signed_in: SignedIn) -> None:
    victim, operator, person = signed_in("yunshan"), signed_in("operator"), number_of(portal, "yunshan")
    assert _press(operator, f"/operator/people/{person}/out/")[0] == 302
    assert victim.get("/lists/").status_code == 302
    door = Client(HTTP_HOST="localhost")
    assert door.post("/sign-in/", {"username": "yunshan", "password": PASSWORD}).status_code == 422
    assert _press(operator, f"/operator/people/{person}/link/")[0] == 409
    assert _press(operator, f"/operator/people/{person}/in/")[0] == 302
    assert signed_in("yunshan").get("/lists/").status_code == 200


def test_nobody_shuts_itself_out(portal: Portal, signed_in: SignedIn) -> None:
    operator, person = signed_in("operator"), number_of(portal, "operator")
    assert "/out/" not in operator.get(f"/operator/people/{person}/").content.decode()
    assert _press(operator, f"/operator/people/{person}/out/")[0] == 409
    assert operator.get("/operator/").status_code == 200


def test_health_says_what_doctor_says(signed_in: SignedIn) -> None:
    text = signed_in("operator").get("/operator/").content.decode()
    assert "fsync is off, expected on" in text
    assert [kind for kind in REFERENCES if f"{kind}:" not in text] == []
    facts = {
        "machine": {"disk_free_mb": 1, "memory_mb": 1},
        "database": {"settings": dict.fromkeys(health.DURABLE, "on"), "time": datetime.now(UTC), "embedded": True},
        "references": {"editions": [], "missing": [], "missing_import": []},
    }
    wrong = health.troubles(facts, path="var", now=datetime.now(UTC))
    assert [each.text for each in wrong] == [health.DISK_LOW, health.MEMORY_LOW]
    assert wrong[0].said("zh-hans").startswith("var 所在磁盘剩余 1 MB")


def test_queues_show_what_waits_and_which_address_fails(portal: Portal, signed_in: SignedIn) -> None:
    owner = portal.line.setting.lookups
    owner.execute(
        "WITH hook AS (INSERT INTO exchange_webhook (party_id, person_id, address, events, created_at)"
        " VALUES (%s, 1, 'https://seller.example/news', '{decisions}', now()) RETURNING id)"
        " INSERT INTO exchange_delivery (webhook_id, event_id, body, created_at, attempts, failure)"
        " SELECT id, 1, '{}', now(), 9, 'expected an answer of 200 to 299, found 503' FROM hook",
        (party("qinghe"),),
    )
    client = signed_in("operator")
    text = client.get("/operator/queues/").content.decode()
    assert "https://seller.example/news" in text
    assert "found 503" in text
    assert "Webhooks that fail" in client.get("/").content.decode()
    waiting = re.search(r"longer than a day</th><td class=\"number\">0</td><td class=\"number\">(\d+)</td>", text)
    assert waiting is not None
    assert waiting[1] == "1"


def test_the_audit_says_on_whom_and_what_in_words(portal: Portal, signed_in: SignedIn) -> None:
    page = signed_in("operator").get("/operator/audit/").content.decode()
    said = re.findall(r'<td data-label="To what">([^<]*)</td>', page)
    assert "person Operator" in said
    assert [one for one in said if re.match(r"[a-z_]+:\d", one)] == []
    assert in_words(["token:7", "list:L-1", "planet:3", ""], "en") == {
        "token:7": "API token no. 7", "list:L-1": "declaration list L-1", "planet:3": "planet:3", "": "",
    }  # fmt: skip


def test_the_audit_is_filtered_by_person_and_day_and_goes_on_behind_a_place(
    portal: Portal, signed_in: SignedIn
) -> None:
    owner, qinghe = portal.line.setting.lookups, number_of(portal, "qinghe")
    owner.execute(
        "INSERT INTO parties_audit (at, person_id, what, facts) SELECT '2026-03-02 00:30+08'::timestamptz"
        " + (g %% 40) * interval '1 second', %s, 'token_made', '{}' FROM generate_series(1, 120) g",
        (qinghe,),
    )
    client = signed_in("operator")
    seen, query = 0, "person=qinghe&day=2026-03-02"
    while query:
        text = client.get(f"/operator/audit/?{query}").content.decode()
        seen += text.count("made a token")
        following = re.search(r'href="\?([^"]+)" rel="next"', text)
        query = following[1].replace("&amp;", "&") if following else ""
    assert seen == 120
    assert "made a token" not in client.get("/operator/audit/?person=qinghe&day=2026-03-01").content.decode()
    wrong = {path: client.get(f"/operator/audit/?{path}").status_code for path in ("day=soon", "person=nobody-here")}
    assert wrong == {"day=soon": 422, "person=nobody-here": 422}
    assert client.get("/operator/audit/?after=x").status_code == 404


def test_what_the_audit_may_say_has_words() -> None:
    said = {
        what for path in tree.python("src") for what in re.findall(r'record\(\s*"([a-z_]+)"', path.read_text("utf-8"))
    }
    assert len(said) > 15
    assert sorted(said - set(WORDS)) == []


def test_looks_at_shared_records_stand_under_who_looked(portal: Portal, signed_in: SignedIn) -> None:
    share(portal, "dear", "order", to="yunshan")
    signed_in("yunshan").get(portal.address("dear"))
    text = signed_in("operator").get("/operator/looks/?person=yunshan").content.decode()
    assert portal.orders["dear"] in text


def test_editions_that_want_work_stand_on_top_with_the_rules_that_cannot_check(
    portal: Portal, signed_in: SignedIn
) -> None:
    today = parties.china_day(datetime.now(UTC))
    portal.line.setting.lookups.execute(
        "INSERT INTO catalogue_reference_edition (kind, edition, source, covers, hash, loaded_at, valid_from, check_by,"
        " entries, practice) VALUES ('units', 'old units', 'made here', '', '\\x00', now(), %s, %s, 3, true),"
        " ('packages', 'new packages', 'made here', '', '\\x01', now(), %s, NULL, 2, true)",
        (date(2026, 1, 1), today - timedelta(days=1), date(2026, 1, 1)),
    )
    client = signed_in("operator")
    text = client.get("/operator/editions/").content.decode()
    assert text.index("old units") < text.index("new packages")
    assert "F15</span> " in text
    # a station without imports misses no edition of import
    assert text.count("not checked</strong>") == sum(len(RULES_OF[kind]) for kind in REFERENCES)
    assert "import_rates" in text
    assert "Reference editions overdue" in client.get("/").content.decode()


def test_the_rules_named_beside_an_edition_are_those_that_cannot_check_without_it() -> None:
    found: dict[str, dict[str, None]] = {}
    for regime, predicates in (("cn/export_9610", PREDICATES), (retail_import.REGIME, IMPORT_PREDICATES)):
        book = load(regime)
        for code, predicate in sorted(predicates.items()):
            scene = Scene(book.at(date(2026, 3, 2)), References(), book.time_zone)
            missing = {str(check.expected) for check in predicate(scene) if check.outcome == "not_checked"}
            for kind in {**REFERENCES, **IMPORT_REFERENCES}:
                if any(f"edition:{kind}" in text or f":{kind}" in text for text in missing):
                    found.setdefault(kind, {})[code] = None
    assert {kind: [code for _, code in codes] for kind, codes in RULES_OF.items()} == {
        kind: list(codes) for kind, codes in found.items()
    }
