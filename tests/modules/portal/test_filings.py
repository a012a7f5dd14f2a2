"""Filings on pages: applied for one question a page, answered by the authority, read by both from their side."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from tests.factories.portal import party

if TYPE_CHECKING:
    from django.test import Client

    from entrepot.modules.parties.api import Filing

SignedIn = Callable[[str], "Client"]
CODES = [f"99999610{number}" for number in range(91, 96)]  # a code a test: they share one world
_FORM = "application/x-www-form-urlencoded"


def _answers(code: str, **changes: object) -> str:
    sent = {"code": code, "authority": party("officer"), "kind": "customs"}
    return urlencode({**sent, **changes, "given": ["code", "authority"]}, doseq=True)


def _once(client: "Client", path: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', client.get(path).content.decode())
    assert found is not None
    return found[1]


def _filings(code: str) -> "list[Filing]":
    from entrepot.modules.parties import api as parties

    return [row for row in parties.filings_of(party("officer"), using="owner") if row.code == code]


def _apply(client: "Client", code: str, **changes: object) -> int:
    sent = _answers(code, **changes)
    path = f"/filings/apply/?{sent}"
    once = _once(client, path)
    for _again in range(2):
        assert client.post(path, f"{sent}&once={once}", _FORM).status_code == 302
    (row,) = _filings(code)
    return int(row.pk)


def _answer(client: "Client", filing: int, **sent: object) -> int:
    path = f"/filings/{filing}/"
    return client.post(path, {"once": _once(client, path), **sent}).status_code


@pytest.mark.usefixtures("portal")
def test_who_works_nowhere_applies_and_administers_the_firm_once_approved(signed_in: SignedIn) -> None:
    stranger, officer = signed_in("stranger"), signed_in("officer")
    number = _apply(stranger, CODES[0])
    asked, to_answer = (client.get(f"/filings/{number}/").content.decode() for client in (stranger, officer))
    assert "The authority has not answered yet" in asked
    assert "Who asks" not in asked
    assert "Who asks" in to_answer
    assert "Stranger" in to_answer
    assert "Filings to answer" in officer.get("/").content.decode()
    given = {"approve": "1", "number": "Z-1", "first": "2026-01-01", "name_zh": "云杉家居", "roles": ["seller"]}
    assert _answer(officer, number, **given) == 302
    from entrepot.modules.parties import api as parties

    firm = parties.firms([party(CODES[0])], using="owner")[party(CODES[0])]
    assert (firm.name_zh, firm.provisional) == ("云杉家居", False)
    home, one = (stranger.get(path).content.decode() for path in ("/", f"/filings/{number}/"))
    assert f"has answered on {CODES[0]}" in home
    assert "Z-1" in one
    assert "Filings to answer" not in officer.get("/").content.decode()


@pytest.mark.usefixtures("portal")
def test_a_refusal_needs_a_reason_and_is_read_by_who_applied(signed_in: SignedIn) -> None:
    stranger, officer = signed_in("stranger"), signed_in("officer")
    number = _apply(stranger, CODES[1])
    assert _answer(officer, number, refuse="1") == 422
    assert _answer(officer, number, approve="1", first="2026-01-01") == 422
    assert _answer(officer, number, approve="1", number="Z-1", first="2026-02-01", last="2026-01-01") == 422
    assert _filings(CODES[1])[0].state == "applied"
    assert _answer(officer, number, refuse="1", reason="The licence <b>names</b> another.") == 302
    page = stranger.get(f"/filings/{number}/").content.decode()
    assert "The licence &lt;b&gt;names&lt;/b&gt; another." in page
    assert "Apply again" in page
    assert _answers_nothing(officer, number)


def _answers_nothing(officer: "Client", number: int) -> bool:
    """Answered once, it is not answered again."""
    again = officer.post(f"/filings/{number}/", {"approve": "1", "number": "Z-2", "first": "2026-01-01", "once": "x"})
    return again.status_code == 403 and _filings(CODES[1])[0].state == "refused"


@pytest.mark.usefixtures("portal")
def test_nobody_else_sees_a_filing_or_answers_it(signed_in: SignedIn) -> None:
    number = _apply(signed_in("stranger"), CODES[2])
    assert signed_in("wangtang").get(f"/filings/{number}/").status_code == 404
    assert CODES[2] not in signed_in("wangtang").get("/filings/").content.decode()
    sent = {"approve": "1", "number": "Z", "first": "2026-01-01", "once": "x"}
    assert signed_in("wangtang").post(f"/filings/{number}/", sent).status_code == 404
    assert signed_in("stranger").post(f"/filings/{number}/", sent).status_code == 403
    assert _filings(CODES[2])[0].state == "applied"


@pytest.mark.usefixtures("portal")
def test_one_more_code_is_asked_for_by_who_administers_the_firm(signed_in: SignedIn) -> None:
    path = f"/filings/apply/?{_answers(CODES[3], **{'for': party('qinghe')})}"
    assert signed_in("qinghe").get(path).status_code == 403  # staff
    number = _apply(signed_in("head"), CODES[3], **{"for": party("qinghe")})
    assert _filings(CODES[3])[0].enterprise_id == party("qinghe")
    assert _answer(signed_in("officer"), number, approve="1", number="Z-3", first="2026-01-01") == 302
    assert party(CODES[3]) == party("qinghe")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "1234"}, "Expected a customs code of 10"),
        ({"code": "x" * 5000}, "at most 100 characters"),
        ({"authority": 1}, "Choose one of those"),
        ({"kind": "anything"}, "Choose one of those"),
    ],
)
@pytest.mark.usefixtures("portal")
def test_a_wrong_answer_is_told_beside_its_field(signed_in: SignedIn, changes: dict[str, str], said: str) -> None:
    sent = _answers(changes.pop("code", CODES[4]), **changes)
    answer = signed_in("stranger").get(f"/filings/apply/?{sent}")
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert _filings(CODES[4]) == []
