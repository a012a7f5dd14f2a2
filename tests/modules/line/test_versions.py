"""Versions of documents (docs/decisions/0002)."""

from datetime import timedelta
from decimal import Decimal

from entrepot.project.line.intake import Took
from tests.factories.line import NOW, Line, messages_of, some_sets


def rows(line: Line, table: str) -> int:
    found = line.setting.lookups.execute(f"SELECT count(*) FROM {table}").fetchone()
    assert found is not None
    return int(found[0])


def reasons(took: Took, kind: str) -> list[tuple[str, ...]]:
    return took.outcomes[kind].select("outcome", "reason").rows()


def test_a_set_in_any_order_of_arrival_is_released(line: Line) -> None:
    for first_no, kinds in ((1, ("order", "slip", "waybill", "list")), (11, ("list", "waybill", "slip", "order"))):
        for kind in kinds:
            line.send(messages_of(some_sets(1, first_no=first_no), kind))
            line.judge()
    assert line.states() == {"released": 2}


def test_a_list_waits_for_what_is_missing_and_says_which(line: Line) -> None:
    line.send_sets(some_sets(1), ("list",))
    line.judge()
    waiting = line.setting.lookups.execute("SELECT state, waiting_for FROM declarations_work").fetchone()
    assert waiting == ("waiting", ["order", "waybill"])
    line.send_sets(some_sets(1), ("order",))
    line.judge()
    assert line.setting.lookups.execute("SELECT waiting_for FROM declarations_work").fetchone() == (["waybill"],)
    line.send_sets(some_sets(1), ("waybill",))
    line.judge()
    assert line.states() == {"released": 1}


def test_the_same_bytes_twice_change_nothing(line: Line) -> None:
    messages = [message for kind in ("order", "waybill", "list") for message in messages_of(some_sets(3), kind)]
    line.send(messages)
    line.judge()
    before = {
        t: rows(line, t) for t in ("exchange_message", "trade_order", "declarations_list", "declarations_decision")
    }
    took = line.send(messages)
    assert took.outcomes == {}
    assert line.judge() == 0
    assert {table: rows(line, table) for table in before} == before


def test_new_with_the_same_content_in_another_message_is_a_duplicate(line: Line) -> None:
    line.send_sets(some_sets(2))
    took = line.send_sets(some_sets(2))
    assert {kind: set(reasons(took, kind)) for kind in took.outcomes} == {
        kind: {("duplicate", "")} for kind in ("order", "slip", "waybill", "list")
    }
    assert (rows(line, "trade_order"), rows(line, "declarations_list")) == (2, 2)


def test_a_new_document_with_other_content_under_a_taken_key_is_refused(line: Line) -> None:
    line.send_sets(some_sets(1))
    took = line.send(messages_of(some_sets(1), "order", note="another note"))
    assert reasons(took, "order") == [("refused", "exists")]
    assert took.faults.select("rule", "path").rows() == [("line.exists", "/order_no")]
    assert rows(line, "trade_order") == 1


def test_a_change_without_target_is_refused(line: Line) -> None:
    took = line.send(messages_of(some_sets(1), "order", app_type="2"))
    assert reasons(took, "order") == [("refused", "no_target")]
    assert rows(line, "trade_order") == 0


def test_a_change_older_than_the_current_version_is_refused_as_late(line: Line) -> None:
    line.send_sets(some_sets(1), ("order",))
    took = line.send(messages_of(some_sets(1), "order", app_type="2", app_time=NOW - timedelta(days=2), note="older"))
    assert reasons(took, "order") == [("refused", "late")]
    assert rows(line, "trade_order") == 1


def test_a_change_supersedes_and_the_next_decision_uses_it(line: Line) -> None:
    line.send_sets(some_sets(1), ("order", "waybill"))
    took = line.send(messages_of(some_sets(1), "order", app_type="2", app_time=NOW, note="changed"))
    assert reasons(took, "order") == [("accepted", "changed")]
    line.send_sets(some_sets(1), ("list",))
    line.judge()
    bound = line.setting.lookups.execute(
        "SELECT o.version, o.note, d.verdict FROM declarations_decision d JOIN trade_order o ON o.id = d.order_id"
    ).fetchall()
    assert bound == [(2, "changed", "released")]


def test_a_change_after_the_decision_is_refused_as_decided(line: Line) -> None:
    line.send_sets(some_sets(1))
    line.judge()
    for kind in ("order", "waybill", "list"):
        took = line.send(messages_of(some_sets(1), kind, app_type="2", app_time=NOW, note="too late"))
        assert reasons(took, kind) == [("refused", "decided")]
    assert (rows(line, "trade_order"), rows(line, "trade_waybill"), rows(line, "declarations_list")) == (1, 1, 1)


def test_a_refused_list_is_corrected_and_released(line: Line) -> None:
    line.send_sets(some_sets(1), ("order", "waybill"))
    line.send(messages_of(some_sets(1), "list", net_weight_kg=Decimal(99999)))
    line.judge()
    assert line.states() == {"refused": 1}
    line.send(messages_of(some_sets(1), "list", app_type="2", app_time=NOW))
    line.judge()
    decisions = line.setting.lookups.execute(
        "SELECT verdict, decision_no FROM declarations_decision ORDER BY decision_no"
    ).fetchall()
    assert decisions == [("refused", 1), ("released", 2)]


def test_a_parked_document_is_kept_and_never_matched(line: Line) -> None:
    line.send(messages_of(some_sets(1), "list", app_status="1"))
    line.send_sets(some_sets(1), ("order", "waybill"))
    assert line.judge() == 0
    assert line.states() == {"parked": 1}
    line.send_sets(some_sets(1), ("list",))
    line.judge()
    assert line.states() == {"released": 1}
