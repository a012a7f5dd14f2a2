"""Settings: name, language, password, the browsers one is signed in with, tokens, webhooks."""

import html
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.factories.portal import PASSWORD, add_person, party

if TYPE_CHECKING:
    from django.test import Client

SignedIn = Callable[[str], "Client"]
pytestmark = pytest.mark.usefixtures("portal")
NEW = "another harbour, just as quiet"


def _text(client: "Client", path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return html.unescape(answer.content.decode())


def _once(client: "Client", path: str) -> str:
    found = re.search(r'name="once" value="([^"]+)"', _text(client, path))
    assert found is not None
    return found[1]


def test_a_name_is_kept_and_one_that_is_none_is_told(signed_in: SignedIn) -> None:
    client = signed_in("head")
    assert client.post("/settings/name/", {"name": "  Li Hua "}).status_code == 302
    assert "Li Hua" in _text(client, "/settings/")
    for wrong in ("", "x" * 10_000):
        assert client.post("/settings/name/", {"name": wrong}).status_code == 422
    assert "Li Hua" in _text(client, "/settings/")


def test_a_language_is_kept_with_the_person_and_in_the_browser(signed_in: SignedIn) -> None:
    from entrepot.modules.parties.models import Person

    client = signed_in("head")
    client.post("/settings/language/", {"language": "zh-hans", "next": "/settings/"})
    assert "登录情况" in _text(client, "/settings/")
    assert Person.objects.using("owner").get(username="head").language == "zh-hans"
    assert client.post("/settings/language/", {"language": "xx", "next": "/settings/"}).status_code == 302
    assert Person.objects.using("owner").get(username="head").language == "zh-hans"
    client.post("/settings/language/", {"language": "en", "next": "/settings/"})


def test_a_new_password_signs_every_other_browser_out(signed_in: SignedIn) -> None:
    add_person("changing", "qinghe", "staff")
    here, there = signed_in("changing"), signed_in("changing")
    for sent, said in (
        ({"current": "wrong", "new": NEW, "again": NEW}, "This is not your current password"),
        ({"current": PASSWORD, "new": NEW, "again": NEW + "!"}, "This is not the same as above"),
        ({"current": PASSWORD, "new": "password", "again": "password"}, "at least 10 characters"),
    ):
        answer = here.post("/settings/password/", sent)
        assert answer.status_code == 422
        assert said in html.unescape(answer.content.decode())
    assert there.get("/settings/").status_code == 200
    changed = here.post("/settings/password/", {"current": PASSWORD, "new": NEW, "again": NEW})
    assert changed.headers["Location"] == "/settings/?done=password"
    assert here.get("/settings/").status_code == 200
    assert there.get("/settings/").status_code == 302


def test_wrong_passwords_are_counted_as_at_the_door(signed_in: SignedIn) -> None:
    from entrepot.modules.parties.operations.signing_in import PER_ACCOUNT

    add_person("guessing", "qinghe", "staff")
    client = signed_in("guessing")
    sent = {"current": "wrong", "new": NEW, "again": NEW}
    statuses = [client.post("/settings/password/", sent).status_code for _try in range(PER_ACCOUNT + 1)]
    assert statuses == [422] * PER_ACCOUNT + [429]


def test_other_browsers_are_shown_and_signed_out(signed_in: SignedIn) -> None:
    add_person("browsing", "qinghe", "staff")
    here, other, third = (signed_in("browsing") for _each in range(3))
    page = _text(here, "/settings/")
    assert page.count("this browser") == 1
    handles = re.findall(r'name="handle" value="(\w+)"', page)
    assert len(handles) == 2
    here.post("/settings/sessions/end/", {"handle": handles[0]})
    assert sorted(client.get("/settings/").status_code for client in (other, third)) == [200, 302]
    here.post("/settings/sessions/end/")
    assert [client.get("/settings/").status_code for client in (here, other, third)] == [200, 302, 302]


def test_nobody_ends_the_session_of_another(signed_in: SignedIn) -> None:
    mine, theirs = signed_in("qinghe"), signed_in("hongyan")
    second = signed_in("hongyan")
    found = re.search(r'name="handle" value="(\w+)"', _text(theirs, "/settings/"))
    assert found is not None
    mine.post("/settings/sessions/end/", {"handle": found[1]})
    mine.post("/settings/sessions/end/", {"handle": "'; --"})
    assert second.get("/settings/").status_code == 200


def _token(**changes: object) -> dict[str, object]:
    last = datetime.now(UTC).date() + timedelta(days=30)
    return {"name": "ERP", "scopes": ["messages:write", "records:read"], "last": last, **changes}


def test_a_token_is_shown_once_works_and_is_revoked(signed_in: SignedIn) -> None:
    from django.test import Client

    client = signed_in("qinghe")
    sent = {**_token(), "once": _once(client, "/settings/tokens/make/")}
    made = client.post("/settings/tokens/make/", sent)
    found = re.search(r"<code>(ent_[\w-]+)</code>", made.content.decode())
    assert found is not None
    again = client.post("/settings/tokens/make/", sent)
    assert (again.status_code, again.headers["Location"]) == (302, "/settings/tokens/")
    page = _text(client, "/settings/tokens/")
    assert found[1] not in page
    assert page.count("ERP</th>") + page.count("ERP <span") == 1
    program = Client(HTTP_HOST="localhost", headers={"Authorization": f"Bearer {found[1]}"})
    assert program.get("/api/v1/messages").status_code == 200
    number = re.search(r"/settings/tokens/(\d+)/revoke/", page)
    assert number is not None
    assert signed_in("hongyan").post(f"/settings/tokens/{number[1]}/revoke/").status_code == 404
    assert client.post(f"/settings/tokens/{number[1]}/revoke/").status_code == 302
    assert "Revoked" in _text(client, "/settings/tokens/")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Enter what the token is for"),
        ({"scopes": ["everything"]}, "Choose among those on this page"),
        ({"scopes": []}, "Choose at least one"),
        ({"last": "2020-01-01"}, "Expected a day from today"),
        ({"last": "9999-12-31"}, "Expected a day from today"),
    ],
)
def test_a_token_that_cannot_be_is_told(signed_in: SignedIn, changes: dict[str, object], said: str) -> None:
    client = signed_in("qinghe")
    before = _text(client, "/settings/tokens/").count("<tr>")
    answer = client.post("/settings/tokens/make/", {**_token(**changes), "once": "x" * 12})
    assert answer.status_code == 422
    assert said in html.unescape(answer.content.decode())
    assert _text(client, "/settings/tokens/").count("<tr>") == before


def test_two_thousand_tokens_are_pages_and_one_too_many_is_told(signed_in: SignedIn) -> None:
    from django.utils import timezone

    from entrepot.modules.parties.models import ApiToken, Person

    now, person = timezone.now(), Person.objects.using("owner").get(username="hongyan")
    ApiToken.objects.using("owner").bulk_create(
        ApiToken(person=person, enterprise_id=party("hongyan"), name=f"T{number}", prefix="ent_x",
                 scopes=["records:read"], created_at=now, expires_at=now + timedelta(days=1))
        for number in range(2_000)
    )  # fmt: skip
    client = signed_in("hongyan")
    assert _text(client, "/settings/tokens/").count("<tr>") == 51
    answer = client.post("/settings/tokens/make/", {**_token(), "once": "y" * 12})
    assert answer.status_code == 422
    assert "Expected fewer than 500 tokens" in answer.content.decode()


def test_a_webhook_is_made_shown_with_its_deliveries_and_stopped(
    signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTREPOT_PRIVATE_WEBHOOKS", "1")
    client = signed_in("qinghe")
    sent = {
        "address": "http://127.0.0.1:9/told",
        "events": ["replies"],
        "once": _once(client, "/settings/webhooks/make/"),
    }
    made = client.post("/settings/webhooks/make/", sent).content.decode()
    assert re.search(r"<code>whs_[\w-]+</code>", made)
    page = _text(client, "/settings/webhooks/")
    assert "http://127.0.0.1:9/told" in page
    number = re.search(r"/settings/webhooks/(\d+)/stop/", page)
    assert number is not None
    assert signed_in("hongyan").post(f"/settings/webhooks/{number[1]}/stop/").status_code == 404
    assert client.post(f"/settings/webhooks/{number[1]}/stop/").status_code == 302
    assert "No webhook yet" in _text(client, "/settings/webhooks/")


@pytest.mark.parametrize("address", ["ftp://x", "http://127.0.0.1/", "", "http://" + "x" * 10_000])
def test_an_address_that_cannot_be_told_is_refused(signed_in: SignedIn, address: str) -> None:
    client = signed_in("qinghe")
    answer = client.post("/settings/webhooks/make/", {"address": address, "events": ["replies"], "once": "z" * 12})
    assert answer.status_code == 422
    assert "No webhook yet" in _text(client, "/settings/webhooks/")


def test_who_works_in_no_firm_has_no_keys_to_make(signed_in: SignedIn) -> None:
    client = signed_in("stranger")
    assert client.get("/settings/").status_code == 200
    assert client.get("/settings/tokens/make/").status_code == 403
    assert client.get("/settings/webhooks/make/").status_code == 403
