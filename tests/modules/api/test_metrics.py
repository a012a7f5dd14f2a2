"""/metrics: numbers of the station, for this machine and for the station's own firm."""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from entrepot.modules.declarations.operations.tallying import tally
from entrepot.project.api import metrics
from tests.factories.api import BROKER, CUSTOMS, MARKETPLACE, Station, sets_now
from tests.factories.line import messages_of
from tests.modules.api.test_tokens import problem

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def numbers(station: Station) -> dict[str, float]:
    answer = station.client.get("/metrics")
    assert answer.status_code == 200, answer.content
    assert answer.headers["Content-Type"].startswith("text/plain")
    return {
        sample.name + ",".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_what_waits_is_counted_with_its_age(station: Station) -> None:
    assert [numbers(station)[name] for name in ("entrepot_messages_to_read", "entrepot_arrivals_waiting")] == [0, 0]
    station.send_sets(sets_now(2))
    waiting = numbers(station)
    assert waiting["entrepot_messages_to_read"] == len(messages_sent(station))
    assert 0 <= waiting["entrepot_oldest_message_seconds"] < 60
    station.read()
    read = numbers(station)
    assert (read["entrepot_messages_to_read"], read["entrepot_arrivals_waiting"] > 0) == (0, True)
    assert 0 <= read["entrepot_oldest_arrival_seconds"] < 60
    station.judge()
    assert numbers(station)["entrepot_arrivals_waiting"] == 0


def messages_sent(station: Station) -> list[int]:
    rows = station.line.setting.lookups.execute("SELECT id FROM exchange_message WHERE direction = 'in'")
    return [row[0] for row in rows]


def test_documents_are_counted_by_kind_and_outcome(station: Station) -> None:
    station.send_sets(sets_now(3))
    station.read()
    for code, body in messages_of(sets_now(3), "order"):
        station.post(code, "/api/v1/messages", body)
    station.read()
    station.judge()
    found = numbers(station)
    counted = ("order, accepted", "order, duplicate", "list, accepted", "order, refused")
    assert [found[f"entrepot_documents_total {name}"] for name in counted] == [3, 3, 3, 0]
    assert found["entrepot_documents_written_total CEB604"] == 3


def test_open_lists_are_counted_by_state(station: Station) -> None:
    station.send_sets(sets_now(2), ("list",))
    station.read()
    station.judge()
    assert numbers(station)["entrepot_lists_open waiting"] == 2


def test_sums_stay_right_when_old_ones_are_remembered(station: Station, monkeypatch: pytest.MonkeyPatch) -> None:
    totals = []
    for turn in range(3):
        monkeypatch.setattr(timezone, "now", lambda turn=turn: datetime.now(UTC) + timedelta(hours=turn))
        for code, body in messages_of(sets_now(2, first_no=10 * turn + 1), "order"):
            station.post(code, "/api/v1/messages", body)
        station.read()
        station.post(MARKETPLACE, "/api/v1/messages", b"<unread/>" * (turn + 1))
        totals.append(numbers(station)["entrepot_documents_total order, accepted"])
    assert totals == [2, 4, 6]
    assert metrics._sums.past > 0


def test_verdicts_and_their_times_come_from_the_tally(station: Station) -> None:
    import polars as pl

    from entrepot.modules.declarations.operations.tallying import Looked

    now = datetime.now(UTC)
    arrived = [now - timedelta(milliseconds=each) for each in (100, 100, 3_000)]
    decided = pl.DataFrame({"state": ["released", "released", "refused"], "arrived_at": arrived})
    with station.line.setting.connection.transaction():
        tally(station.line.setting.connection, Looked(3, 0, decided), by_id=station.parties[CUSTOMS], now=now)
    found = numbers(station)
    assert (found["entrepot_judging_passes_total"], found["entrepot_decisions_total released"],
            found["entrepot_decisions_total refused"]) == (1, 2, 1)  # fmt: skip
    assert found["entrepot_verdict_seconds_bucket +Inf"] == 3
    within = [value for name, value in found.items() if name.startswith("entrepot_verdict_seconds_bucket 0.")]
    assert (min(within), max(within)) == (0, 2)


def test_only_this_machine_and_the_stations_own_firm_read_them(station: Station) -> None:
    def ask(code: str, *scopes: str) -> "Answer":
        headers = {"Authorization": f"Bearer {station.token(code, scopes)}"} if code else {}
        elsewhere: dict[str, Any] = {"REMOTE_ADDR": "203.0.113.9"}
        return station.client.get("/metrics", headers=headers, **elsewhere)

    assert problem(ask("")) == (401, "no-token")
    assert problem(ask(BROKER, "metrics:read")) == (403, "not-for-you")
    assert problem(ask(CUSTOMS, "records:read")) == (403, "not-for-you")
    assert ask(CUSTOMS, "metrics:read").status_code == 200
    through_a_proxy = station.client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert problem(through_a_proxy) == (401, "no-token")
    assert problem(station.client.post("/metrics"))[0] == 405
