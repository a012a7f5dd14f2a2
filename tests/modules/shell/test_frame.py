"""The frame: assets, languages, addresses to go back to, pages for what went wrong, the door."""

import gzip
from typing import TYPE_CHECKING

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from entrepot.shell import assets, errors, loopback, navigation, paging, preferences

if TYPE_CHECKING:
    from django.test import Client


def _request(path: str = "/", **headers: str) -> HttpRequest:
    return RequestFactory().get(path, **headers)  # type: ignore[arg-type]


def test_an_asset_is_named_by_its_content_and_kept_for_ever(client: "Client") -> None:
    style = assets.asset("entrepot.css")
    answer = client.get(f"/assets/{style.file_name}", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.content) == style.body
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert client.get("/assets/entrepot.000000000000.css").status_code == 404


def test_the_style_sheet_begins_with_the_order_of_layers() -> None:
    text = assets.asset("entrepot.css").body.decode()
    assert text.index("@layer reset, tokens, base, layout, blocks;") < text.index("@layer reset {")


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)", ""])
def test_nobody_is_sent_to_a_foreign_address(target: str) -> None:
    assert preferences.safe_next(_request(f"/?next={target}", HTTP_HOST="localhost")) == "/"
    assert preferences.safe_next(_request("/?next=/lists/", HTTP_HOST="localhost")) == "/lists/"


def test_a_language_that_is_not_offered_changes_nothing(client: "Client") -> None:
    answer = client.post("/preferences/", {"language": "xx", "theme": "pink", "next": "/sign-in/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/sign-in/")
    assert answer.cookies == {}


def test_the_browsers_language_is_taken_until_another_is_chosen(client: "Client") -> None:
    assert "<h1>登录</h1>" in client.get("/sign-in/", headers={"Accept-Language": "zh-CN,zh"}).content.decode()
    client.post("/preferences/", {"language": "en"})
    assert "<h1>Sign in</h1>" in client.get("/sign-in/", headers={"Accept-Language": "zh-CN"}).content.decode()


def test_a_failed_sign_in_tells_nothing_about_the_name(client: "Client") -> None:
    answer = client.post("/sign-in/", {"username": "nobody", "password": "wrong"})
    assert answer.status_code == 422
    assert answer.content.decode().count("Name and password do not fit together") == 2
    assert "sessionid" not in answer.cookies


def test_too_many_tries_are_answered_with_the_time_to_wait() -> None:
    page = errors.TooManyTriesPage(lambda _request: pytest.fail("the view is not asked again"))
    answer = page.process_exception(_request(HTTP_HOST="localhost"), errors.TooManyTries(61))
    assert answer is not None
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "61")
    assert b"Wait 2 minutes" in answer.content
    assert page.process_exception(_request(HTTP_HOST="localhost"), ValueError("another")) is None


def test_the_page_for_a_failure_needs_neither_person_nor_database() -> None:
    answer = errors.failed(_request(HTTP_HOST="localhost"))
    assert answer.status_code == 500
    assert "Something failed on our side" in answer.content.decode()


def test_what_does_not_exist_is_told_politely_and_with_the_headers_of_all_pages(client: "Client") -> None:
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}, True),
        ({"HTTP_HOST": "[::1]:8000", "REMOTE_ADDR": "::1"}, True),
        ({"HTTP_HOST": "localhost", "REMOTE_ADDR": "192.0.2.7"}, False),
        ({"HTTP_HOST": "rebound.example", "REMOTE_ADDR": "127.0.0.1"}, False),
        ({"HTTP_HOST": "localhost", "REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"}, False),
        ({"HTTP_HOST": "localhost", "REMOTE_ADDR": ""}, False),
    ],
)
def test_only_a_browser_on_this_very_machine_is_on_loopback(headers: dict[str, str], *, expected: bool) -> None:
    assert loopback.is_loopback(_request(**headers)) is expected


def test_a_page_starts_after_a_number_and_nothing_else() -> None:
    from django.http import Http404

    assert [paging.after(_request(f"/?after={text}")) for text in ("", "17")] == [None, 17]
    for text in ("-1", "1e3", "x", "9" * 19):
        with pytest.raises(Http404):
            paging.after(_request(f"/?after={text}"))


def test_the_next_page_keeps_the_filters_and_the_first_one_drops_the_place() -> None:
    request = _request("/?state=held&number=A%26B&after=9")
    assert paging.query(request, after=5) == "state=held&number=A%26B&after=5"
    assert paging.query(request, state="due") == "number=A%26B&state=due"
    assert paging.query(request) == "state=held&number=A%26B"
    assert paging.query(request, after=None) == ""


def test_the_place_the_reader_is_at_is_marked_once() -> None:
    marked = [link.url for link in navigation.links(_request("/shared/")) if link.here]
    assert marked == ["/shared/"]


def test_a_place_for_some_is_shown_to_them_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(navigation, "_places", {})
    navigation.register(navigation.Place("shell:home", "Today", "home", 0))
    navigation.register(navigation.Place("shell:styleguide", "Blocks", "home", 1, lambda request: "me" in request.GET))
    shown = {address: [link.label for link in navigation.links(_request(address))] for address in ("/", "/?me")}
    assert shown == {"/": ["Today"], "/?me": ["Today", "Blocks"]}
