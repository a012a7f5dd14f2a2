"""A refused list corrected beside its reasons, sent again and judged; whoever sends, whatever they type."""

import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

import psycopg
import pytest

from tests.databases import Database
from tests.factories.line import NOW, some_sets
from tests.factories.portal import signed_in

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.corrections import World

IN_2024 = datetime(2024, 6, 3, 8, tzinfo=UTC)  # while collection slips were required
MakeWorld: TypeAlias = "Callable[..., World]"


@pytest.fixture
def make_world(db: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[MakeWorld]:
    """A world with a fault of that rule planted, judged; the clock stands two hours later."""
    from django.utils import timezone

    from tests.factories import corrections

    made: list[World] = []

    def make(rule: str, *, at: datetime = NOW) -> "World":
        world = corrections.make_world(db.owner, rule, at)
        made.append(world)
        monkeypatch.setattr(timezone, "now", lambda: world.now)
        return world

    yield make
    for world in made:
        world.line.close()


def _text(answer: object) -> str:
    content: bytes = getattr(answer, "content", b"")
    return html.unescape(content.decode())


def _main(client: "Client", path: str) -> str:
    """The words of a page."""
    page = _text(client.get(path))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page[page.index("<main") : page.index("</main")]))


def _inputs(page: str) -> dict[str, str]:
    """Name → value of the fields to correct."""
    return dict(re.findall(r'<input id="[^"]+" name="([a-z]+\.[^"]+)" value="([^"]*)"', page))


def _sent(client: "Client", check: str) -> str:
    """Send what the check page shows; the address of the verdict."""
    page = _text(client.get(check))
    attempt = re.search(r'name="attempt" value="(\d+)"', page)
    assert attempt is not None
    answer = client.post(check, {"attempt": attempt[1]})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def _as_typed(value: object) -> str:
    text = str(value)
    return text.rstrip("0") if "." in text else text


# rule → who corrects it, what is typed beyond the offered values (suffix of the field → value)
TAUGHT: dict[str, tuple[str, dict[str, str]]] = {
    "E01": ("tonghui", {}),
    "E02": ("qinghe", dict.fromkeys(("h.waybill_no", "h.carrier_code", "h.carrier_name", "h.gross_weight_kg"), "own")),
    "E04": ("qinghe", {}),
    "E05": ("qinghe", {}),
    "E06": ("qinghe", {}),
    "E07": ("qinghe", {}),
    "E10": ("qinghe", {}),
    "F02": ("qinghe", {"h.net_weight_kg": "0.1"}),
    "F08": ("qinghe", {}),
    "F09": ("tonghui", {}),
    "F11": ("qinghe", {}),
}


@pytest.mark.parametrize("rule", list(TAUGHT))
def test_a_refusal_of_each_kind_is_corrected_and_released(make_world: MakeWorld, rule: str) -> None:
    world = make_world(rule, at=IN_2024 if rule == "E07" else NOW)
    assert sorted(world.states()) == ["refused", "released"]
    who, typed = TAUGHT[rule]
    client, address = signed_in(who), world.address()
    page = _text(client.get(address))
    assert rule in page
    answers = _inputs(page)
    own = some_sets(2, lines=2, at=NOW).lists.row(1, named=True)
    for suffix, value in typed.items():
        for key in [key for key in answers if key.endswith(suffix)]:
            answers[key] = _as_typed(own[suffix.partition(".")[2]]) if value == "own" else value
    answer = client.post(address, {**answers, "take": "all"})
    assert answer.status_code == 302, re.findall(r'class="fault"[^>]*>.*?</p>', _text(answer))
    check = str(answer.headers["Location"])
    assert "This would be released" in _main(client, check)
    state = _sent(client, check)
    waiting = client.get(state)
    assert waiting.headers["Refresh"] == f"1; url={state}"
    world.judge()
    assert world.states() == ["released", "released"]
    verdict = client.get(state)
    assert "Refresh" not in verdict.headers
    assert "Released" in _text(verdict)


def test_a_waybill_that_names_another_is_the_carriers_to_correct(make_world: MakeWorld) -> None:
    world = make_world("E03")
    page = _text(signed_in("qinghe").get(world.address()))
    carrier = world.sets.lists.row(1, named=True)["carrier_name"]
    assert f"If the waybill is wrong: only {carrier} can correct it" in page
    assert "Please look at the waybill" in page
    assert [key.rpartition(".")[2] for key in _inputs(page)] == ["waybill_no"]
    assert f"To {carrier}" in page


def test_one_offered_value_is_taken_and_the_page_stays(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client, address = signed_in("qinghe"), world.address()
    (key,) = [key for key in _inputs(_text(client.get(address))) if key.startswith("list.")]
    answer = client.post(address, {"take": key})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"{address}#{key.replace('.', '-')}")
    page = _text(client.get(address))
    expected = f"{world.sets.waybills.row(1, named=True)['gross_weight_kg']:f}".rstrip("0")
    assert _inputs(page)[key] == expected
    assert "Take " not in page


def test_sent_again_by_the_back_button_nothing_happens_twice(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client = signed_in("qinghe")
    check = str(client.post(world.address(), {"take": "all"}).headers["Location"])
    state = _sent(client, check)
    stored = world.stored()
    for _ in range(2):
        again = client.post(check, {"attempt": "1"})
        assert (again.status_code, again.headers["Location"]) == (302, state)
    assert client.get(check).headers["Location"] == state
    assert world.stored() == stored
    world.judge()
    assert client.post(check, {"attempt": "1"}).headers["Location"] == state
    assert world.stored()[2] == 1


def test_the_second_of_two_learns_who_was_quicker_and_keeps_the_own_input(make_world: MakeWorld) -> None:
    world = make_world("E06")
    first, second, address = signed_in("qinghe"), signed_in("colleague"), world.address()
    key = next(key for key in _inputs(_text(first.get(address))) if key.startswith("list."))
    own = str(second.post(address, {key: "77.7"}).headers["Location"])
    check = str(first.post(address, {"take": "all"}).headers["Location"])
    assert "Colleague Lin is correcting this list too" in _text(first.get(address))
    _sent(first, check)
    stored = world.stored()
    for _ in range(2):
        answer = second.post(own, {"attempt": "1"})
        page = _text(answer if answer.status_code == 200 else second.get(str(answer.headers["Location"])))
        assert "was sent meanwhile by Qinghe Gifts" in page
        assert "77.7" in page
        assert "Nothing of yours was sent" in page
        world.judge()
    assert world.stored() == (stored[0] + 1, *stored[1:])  # the judge's reply alone
    assert "Version 2" in _text(second.get(own))


def test_both_send_in_the_same_moment_and_one_is_through(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client = signed_in("qinghe")
    check = str(client.post(world.address(), {"take": "all"}).headers["Location"])
    list_id, order_no = world.refused()
    with psycopg.connect(world.line.setting.conninfo, autocommit=True) as other:
        other.execute(
            "INSERT INTO declarations_correction_sent VALUES (%s, %s, 1, 999999, 999999, '{}', %s)",
            (order_no, list_id, world.now),
        )
    before = world.stored()
    client.post(check, {"attempt": "1"})
    assert world.stored() == before


def test_a_stranger_and_another_firm_find_nothing(make_world: MakeWorld) -> None:
    world = make_world("E06")
    owner = signed_in("qinghe")
    check = str(owner.post(world.address(), {"take": "all"}).headers["Location"])
    stored = world.stored()
    for who in ("stranger", "yunshan", "hongyan"):
        client = signed_in(who)
        for path in (world.address(), check, check.removesuffix("check/")):
            assert client.get(path).status_code == 404, (who, path)
        assert client.post(world.address(), {"take": "all"}).status_code == 404
        assert client.post(check, {"attempt": "1"}).status_code == 404
    assert world.stored() == stored


def test_the_marketplace_reads_the_reasons_and_may_not_send(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client = signed_in("wangtang")
    page = client.get(world.address())
    assert page.status_code == 200
    assert "may send this list again" in _text(page)
    assert _inputs(_text(page)) == {}
    stored = world.stored()
    assert client.post(world.address(), {"take": "all"}).status_code == 403
    assert world.stored() == stored


UNFIT = ("🎁", "1" + "0" * 30, "NaN", "1e5", "-", "9" * 100_000, "x" * 100_000, "1\u200b2", "\x00", "1,5")


def test_what_does_not_fit_comes_back_beside_its_field_and_nothing_is_kept(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client, address = signed_in("qinghe"), world.address()
    key = next(key for key in _inputs(_text(client.get(address))) if key.startswith("list."))
    stored = world.stored()
    for typed in UNFIT:
        answer = client.post(address, {key: typed})
        page = _text(answer)
        assert answer.status_code == 422, typed[:20]
        assert f'href="#{key.replace(".", "-")}"' in page
        assert page.count('class="fault"') == 1
        assert len(page) < 60_000
        assert typed[:20] in page
    assert world.stored() == stored


def test_a_picture_in_a_code_is_named(make_world: MakeWorld) -> None:
    world = make_world("E02")
    client, address = signed_in("qinghe"), world.address()
    key = next(key for key in _inputs(_text(client.get(address))) if key.endswith("waybill_no"))
    answer = client.post(address, {key: "HY🎁1"})
    assert answer.status_code == 422
    assert "found “🎁”; remove it" in _text(answer)


def test_a_session_that_ended_asks_at_the_form_and_loses_nothing(make_world: MakeWorld) -> None:
    from tests.factories.portal import PASSWORD

    world = make_world("E06")
    client, address = signed_in("qinghe"), world.address()
    key = next(key for key in _inputs(_text(client.get(address))) if key.startswith("list."))
    client.cookies.clear()
    answer = client.post(address, {key: "12.5"})
    assert answer.status_code == 401
    assert f'<input type="hidden" name="{key}" value="12.5">' in _text(answer)
    assert world.stored()[1] == 0
    assert client.post(address, {key: "12.5", "username": "qinghe", "password": "wrong"}).status_code == 401
    answer = client.post(address, {key: "12.5", "username": "qinghe", "password": PASSWORD})
    assert answer.status_code == 302
    client.cookies.clear()
    assert client.get(address).status_code == 302
    assert _inputs(_text(signed_in("qinghe").get(address)))[key] == "12.5"


def test_what_would_be_refused_again_says_so_before_it_is_sent(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client, address = signed_in("qinghe"), world.address()
    key = next(key for key in _inputs(_text(client.get(address))) if key.startswith("list."))
    check = str(client.post(address, {key: "99.5"}).headers["Location"])
    page = _text(client.get(check))
    assert "This would be refused again" in page
    assert "99.5 kg together" in page
    state = _sent(client, check)
    world.judge()
    page = _text(client.get(state))
    assert "Refused" in page
    assert "Correct it again" in page
    check = str(client.post(world.address(), {"take": "all"}).headers["Location"])
    _sent(client, check)
    world.judge()
    assert world.states() == ["released", "released"]


def test_a_correction_that_was_not_taken_may_be_sent_again(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client = signed_in("qinghe")
    check = str(client.post(world.address(), {"take": "all"}).headers["Location"])
    state = _sent(client, check)
    with psycopg.connect(world.line.setting.conninfo, autocommit=True) as owner:
        owner.execute("UPDATE exchange_message SET state = 'refused' WHERE state = 'stored'")
    page = _text(client.get(state))
    assert "It was not taken" in page
    _sent(client, check)
    world.judge()
    assert world.states() == ["released", "released"]


def test_refusals_and_the_record_lead_to_the_correction(make_world: MakeWorld) -> None:
    world = make_world("E06")
    client, address = signed_in("qinghe"), world.address()
    assert f'href="{address}"' in _text(client.get("/refusals/"))
    record = re.search(r'href="(/records/[^"]+)"', _text(client.get("/refusals/")))
    assert record is not None
    assert f'href="{address}"' in _text(client.get(record[1]))
    assert f'href="{address}"' not in _text(signed_in("wangtang").get(record[1]))
    assert f'href="{address}"' not in _text(signed_in("officer").get("/refusals/"))
