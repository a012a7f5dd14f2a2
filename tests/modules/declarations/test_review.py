"""Review: an officer's word becomes the next decision, once, with its reply, and only where somebody may say it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import psycopg
import pytest

from entrepot.gateways import ceb
from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Review, UnableToReview
from entrepot.modules.declarations.queries import lanes
from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.project.line.reviewing import review_some
from entrepot.project.practice import firms
from entrepot.store import connection
from tests.databases import Database
from tests.factories.line import NOW, Line, messages_of, some_sets
from tests.factories.portal import sold_by
from tests.factories.review import Held, hold

LATER = NOW + timedelta(days=1)
SAW = "开箱查验：数量、品名与清单一致"


@pytest.fixture
def line(db: Database) -> Iterator[Line]:
    opened = Line.opened(db.owner, some_sets(100))
    parties.create_station(kind="practice", owner_id=opened.setting.owner_id, signing_key="0" * 64, now=NOW)
    yield opened
    opened.close()


def officer(line: Line, username: str = "officer", place: str = "staff") -> parties.Acting:
    person = parties.create_person(username=username, name=username.title(), now=NOW)
    acting = parties.Acting(line.setting.owner_id)
    parties.add_member(
        acting=acting, person_id=person, place=place, valid_from=parties.china_day(NOW), now=NOW, using="owner"
    )
    return parties.Acting(line.setting.owner_id, person)


def ask(held: Held, by: parties.Acting, verdict: str = "released", reason: str = "", found: str = SAW) -> None:
    """As the page does it: under the policies of the person's reader."""
    review = Review(held.order_no, held.list_id, held.decision_no, verdict, reason, found)
    with parties.reading(parties.reader_of(person_id=by.person_id, now=LATER)):
        declarations.ask_review(review=review, acting=by, name=f"person {by.person_id}", now=LATER)


def decisions(line: Line, held: Held) -> list[tuple[object, ...]]:
    query = """SELECT decision_no, kind, verdict, lane, return_status, by_id = %s, basis_id, law_date, order_id
                 FROM declarations_decision WHERE list_id = %s ORDER BY decision_no"""
    return line.setting.lookups.execute(query, (line.setting.owner_id, held.list_id)).fetchall()


def state(line: Line, held: Held) -> tuple[object, ...]:
    query = "SELECT state, decision_no FROM declarations_work WHERE list_id = %s"
    row = line.setting.lookups.execute(query, (held.list_id,)).fetchone()
    assert row is not None
    return tuple(row)


def replies(line: Line) -> list[dict[str, object]]:
    """The last outgoing message, read as its addressee would read it."""
    row = line.setting.lookups.execute(
        "SELECT max(id) FROM exchange_message WHERE direction = 'out' AND kind = 'CEB604'"
    ).fetchone()
    assert row is not None
    body = exchange.body_of(line.setting.lookups, row[0])
    assert body is not None
    typed = ceb.validate(ceb.decode([body]))
    assert typed.faults.is_empty(), typed.faults
    return typed.heads["list_reply"].to_dicts()


def test_a_release_is_the_next_decision_on_the_same_figures(line: Line) -> None:
    held = hold(line, "red", number=1)
    (first,) = decisions(line, held)
    ask(held, officer(line))
    assert state(line, held) == ("held", 1)
    assert review_some(line.setting, now=LATER) == 1
    assert state(line, held) == ("released", 2)
    assert first[:5] == (1, "decision", "held", "red", "500")
    assert decisions(line, held) == [first, (2, "decision", "released", "red", "800", *first[5:])]
    assert review_some(line.setting, now=LATER) == 0


def test_a_refusal_carries_its_reason_and_what_was_found(line: Line) -> None:
    held = hold(line, "yellow", number=1)
    ask(held, officer(line), "refused", "V02", "发票单价 3.20，清单单价 1.20")
    review_some(line.setting, now=LATER)
    assert state(line, held) == ("refused", 2)
    query = "SELECT rule, outcome, field, found, expected FROM declarations_finding WHERE decision_no = 2"
    assert line.setting.lookups.execute(query).fetchall() == [
        ("V02", "failed", "documents", "发票单价 3.20，清单单价 1.20", None)
    ]
    assert decisions(line, held)[1][1:5] == ("decision", "refused", "yellow", "100")


def test_the_reply_is_valid_and_repeats_the_numbers_of_the_first_one(line: Line) -> None:
    held = hold(line, "red", number=1)
    (first,) = replies(line)
    ask(held, officer(line), "refused", "V04", "申报 2 件，实有 3 件")
    review_some(line.setting, now=LATER)
    (second,) = replies(line)
    assert (first["return_status"], second["return_status"]) == ("500", "100")
    same = ("cop_no", "order_no", "pre_no", "invt_no", "agent_code", "seller_code")
    assert [second[name] for name in same] == [first[name] for name in same]
    assert second["pre_no"][:9] == "B20260504"  # type: ignore[index]
    assert second["return_info"] == "PRACTICE · 练习 [Code:V04;Desc:数量或重量不符：申报 2 件，实有 3 件]"


def test_a_decision_is_told_of_and_counted(line: Line) -> None:
    held = hold(line, "red", number=1)
    ask(held, officer(line))
    review_some(line.setting, now=LATER)
    found = line.setting.lookups.execute(
        "SELECT verdicts, lanes, millis FROM declarations_tally ORDER BY id DESC LIMIT 1"
    ).fetchone()
    assert found == ({"released": 1}, {"red:released": 1}, {})
    ((batch,),) = line.setting.lookups.execute(
        "SELECT batch FROM store_event WHERE kind = 'declarations.lists_decided'"
    ).fetchall()
    query = "SELECT id, list_ids, decision_nos FROM declarations_batch ORDER BY id"
    *_, (number, *told) = line.setting.lookups.execute(query).fetchall()
    assert told == [[held.list_id], [2]]
    assert batch == {"batch": number, "lists": 1, "first": held.list_id, "last": held.list_id}


def test_of_two_officers_the_first_is_heard_and_the_second_is_told_by_whom(line: Line) -> None:
    held = hold(line, "red", number=1)
    one, other = officer(line), officer(line, "another")
    ask(held, one, "refused", "V03", "箱内为瓷器")
    with pytest.raises(UnableToReview) as told:
        ask(held, other)
    assert told.value.reason == "decided_before"
    assert (told.value.facts["name"], told.value.facts["verdict"]) == (f"person {one.person_id}", "refused")
    review_some(line.setting, now=LATER)
    assert state(line, held) == ("refused", 2)
    with pytest.raises(UnableToReview, match="decided on"):
        ask(held, other)


def _both(*actions: Callable[[], object]) -> list[object]:
    """Both from one starting line, on connections of their own; what each gave, or raised."""
    from django.db import connections

    gate = threading.Barrier(len(actions))
    results: list[object] = [None] * len(actions)

    def run(place: int, action: Callable[[], object]) -> None:
        gate.wait()
        try:
            results[place] = action()
        except UnableToReview as error:
            results[place] = error.reason
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=item) for item in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_officers_at_the_same_instant_make_one_decision(line: Line) -> None:
    one, other = officer(line), officer(line, "another")
    for number in range(1, 6):
        held = hold(line, "red", number=number)
        results = _both(partial(ask, held, one), partial(ask, held, other, "refused", "V03", "箱内为瓷器"))
        assert sorted(results, key=str) == [None, "decided_before"]
        assert review_some(line.setting, now=LATER) == 1
        assert len(decisions(line, held)) == 2


def test_two_workers_make_one_decision_of_one_review(line: Line, db: Database) -> None:
    held, second = hold(line, "red", number=1), line.another(db.owner)
    ask(held, officer(line))
    done = _both(lambda: review_some(line.setting, now=LATER), lambda: review_some(second.setting, now=LATER))
    second.close()
    assert sum(done) == 1  # type: ignore[arg-type]
    assert len(decisions(line, held)) == 2


def test_a_change_that_races_a_refusal_is_refused_as_decided_or_comes_after_it(line: Line, db: Database) -> None:
    second, by = line.another(db.owner), officer(line)
    for number in range(1, 5):
        held = hold(line, "red", number=number)
        ask(held, by, "refused", "V04", "申报 2 件，实有 3 件")
        sets = sold_by(firms.SELLERS[0], some_sets(1, first_no=number))
        change = messages_of(sets, "list", app_type="2", app_time=LATER, note="数量已更正")
        took, _ = _both(partial(second.send, change), lambda: review_some(line.setting, now=LATER))
        (outcome,) = took.outcomes["list"]["reason"].to_list()  # type: ignore[attr-defined]
        expected = {"decided": "refused", "changed": "due"}[outcome]
        query = "SELECT state, decision_no FROM declarations_work WHERE cop_no = %s"
        found = line.setting.lookups.execute(query, (held.cop_no,)).fetchone()
        assert found == (expected, 2)
        assert len(decisions(line, held)) == 2
    second.close()


def test_a_list_that_is_not_held_waits_for_no_officer(line: Line) -> None:
    line.send_sets(sold_by(firms.SELLERS[0], some_sets(1)))
    line.judge()
    query = "SELECT order_no, list_id, cop_no FROM declarations_work WHERE state = 'released'"
    row = line.setting.lookups.execute(query).fetchone()
    assert row is not None
    by = officer(line)
    with pytest.raises(UnableToReview, match="in the state “released”"):
        ask(Held(*row), by)
    with pytest.raises(UnableToReview, match="waits for no officer"):
        ask(Held("NO-SUCH-ORDER", 1, "NO-SUCH-LIST"), by)
    held = hold(line, "red", number=2)
    with pytest.raises(UnableToReview, match="held again"):
        ask(replace(held, decision_no=2), by)
    assert review_some(line.setting, now=LATER) == 0


@pytest.mark.parametrize(
    ("verdict", "reason", "found", "why"),
    [
        ("released", "", "  ", "found_missing"),
        ("released", "", "x" * 501, "found_missing"),
        ("refused", "", SAW, "reason_unknown"),
        ("refused", "V77", SAW, "reason_unknown"),
        ("released", "V03", SAW, "reason_unknown"),
        ("returned", "", SAW, "reason_unknown"),
    ],
)
def test_what_no_officer_can_mean_is_refused(line: Line, verdict: str, reason: str, found: str, why: str) -> None:
    held = hold(line, "red", number=1)
    with pytest.raises(UnableToReview) as told:
        ask(held, officer(line), verdict, reason, found)
    assert told.value.reason == why
    assert review_some(line.setting, now=LATER) == 0


def test_others_ask_for_nothing(line: Line) -> None:
    held = hold(line, "red", number=1)
    seller = parties.known_code(firms.SELLERS[0].customs_code, using="owner")
    assert seller is not None
    for party, place in ((seller, "administrator"), (line.setting.owner_id, "viewer")):
        person = parties.create_person(username=f"{place}-{party}", name=place, now=NOW)
        parties.add_member(acting=parties.Acting(party), person_id=person, place=place,
                           valid_from=parties.china_day(NOW), now=NOW, using="owner")  # fmt: skip
        with pytest.raises(UnableToReview) as told:
            ask(held, parties.Acting(party, person))
        assert told.value.reason == "not_officer"
    assert state(line, held) == ("held", 1)


_ROW = """
    INSERT INTO declarations_review (order_no, list_id, decision_no, filer_id, cop_no, verdict, reason, found, by_id,
           person_id, person_name, at, state)
    VALUES (%s, %s, 1, 1, %s, 'released', '', 'x', %s, %s, 'x', now(), %s)
"""


def test_by_sql_the_web_role_writes_in_its_own_name_for_its_own_office_alone(line: Line) -> None:
    held, by = hold(line, "red", number=1), officer(line)
    office, person = by.party_id, by.person_id
    tries = (
        ((office,), 77, office, person, "asked"),  # in another's name
        ((1_000_001,), person, office, person, "asked"),  # of another firm
        ((1_000_001,), person, 1_000_001, person, "asked"),  # for a firm that is not the station's
        ((office,), person, office, person, "done"),  # as if it were decided
    )
    for readers, reader_person, by_id, person_id, wanted in tries:
        with (
            connection.web(readers, person_id=reader_person) as web,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            web.execute(_ROW, (held.order_no, held.list_id, held.cop_no, by_id, person_id, wanted))
    ask(held, by)
    with connection.web((office,), person_id=person) as web, pytest.raises(psycopg.errors.InsufficientPrivilege):
        web.execute("UPDATE declarations_review SET verdict = 'refused'")
    seen = {}
    for reader in (office, 1_000_001):
        with connection.web((reader,)) as web:
            seen[reader] = len(web.execute("SELECT FROM declarations_review").fetchall())
    assert seen == {office: 1, 1_000_001: 0}


def test_a_filing_station_decides_nothing(db: Database) -> None:
    line = Line.opened(db.owner, some_sets(10), station="filing")
    parties.create_station(kind="filing", owner_id=line.setting.owner_id, signing_key="0" * 64, now=NOW)
    with pytest.raises(UnableToReview) as told:
        ask(Held("A-1", 1, "L-1"), officer(line))
    assert told.value.reason == "not_deciding"
    assert review_some(line.setting, now=LATER) == 0
    line.close()


def test_the_seller_reads_who_decided_and_what_was_found_once_it_is_decided(line: Line) -> None:
    held, by = hold(line, "red", number=1), officer(line)
    seller = parties.known_code(firms.SELLERS[0].customs_code, using="owner")
    other = parties.known_code(firms.SELLERS[1].customs_code, using="owner") or 1_000_001
    assert seller is not None

    def seen(firm: int) -> list[tuple[str, str, str]]:
        with parties.reading(parties.reader_of(person_id=None, firms=(firm,), now=LATER)):
            found = lanes.reviews(held.order_no, [held.list_id])
        return [(each.person_name, each.verdict, each.found) for each in found]

    ask(held, by)
    assert seen(seller) == []
    review_some(line.setting, now=LATER)
    assert seen(seller) == [(f"person {by.person_id}", "released", SAW)]
    assert seen(other) == []
