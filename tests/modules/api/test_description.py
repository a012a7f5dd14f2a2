"""The description: every operation, in both languages, without anything from elsewhere."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from entrepot.gateways.ceb.raw import BYTES_A_MESSAGE, DEPTH
from entrepot.gateways.items import BYTES_A_BODY, ITEMS_A_BODY
from entrepot.project.api import words
from entrepot.project.api.kinds import KINDS
from entrepot.project.api.openapi import described, operations
from tests.factories.api import items_of, sets_now
from tests.modules.api.test_tokens import OPERATIONS

if TYPE_CHECKING:
    from django.test import Client

CHINESE = re.compile(r"[\u4e00-\u9fff]")
# Names of fields and types in a message, which are the same in every language.
ON_PAPER = re.compile(r"\w+ [CN][\d.,]+|RFC 9457|OK|Accepted|Created|No Content")


@pytest.fixture
def client(django_client: "Client") -> "Client":
    django_client.defaults["HTTP_HOST"] = "localhost"
    return django_client


def texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"description", "summary"} and isinstance(value, str):
                yield value
            yield from texts(value)
    elif isinstance(node, list):
        for each in node:
            yield from texts(each)


def test_every_operation_is_described_and_asks_for_a_scope() -> None:
    found = {(method.lower(), path): operation for path, method, operation in operations(described("en"))}
    asked = {(method, re.sub(r"/(?:1|x/y)$", "", path)) for method, path, _ in OPERATIONS}
    assert {(method, re.sub(r"(/\{\w+\})+$", "", path)) for method, path in found} == asked
    for operation in found.values():
        assert operation["security"][0]["token"], operation["operationId"]
        assert "application/problem+json" in operation["responses"]["default"]["content"]


def test_every_sentence_of_it_exists_in_chinese() -> None:
    english, chinese = list(texts(described("en"))), list(texts(described("zh")))
    assert len(english) == len(chinese) > 100
    assert {letter for text in english for letter in CHINESE.findall(text)} == {"无"}
    assert [text for text in chinese if not CHINESE.search(text) and not ON_PAPER.fullmatch(text)] == []


def test_the_limits_stand_in_it() -> None:
    general = described("en")["info"]["description"]
    for limit in (BYTES_A_MESSAGE, BYTES_A_BODY, ITEMS_A_BODY, DEPTH):
        assert f"{limit:,}" in general


def test_it_is_served_to_everybody_in_the_language_asked_for(client: "Client") -> None:
    address = "/api/v1/openapi.json"
    english, chinese = (client.get(address, headers={"Accept-Language": tag}).json() for tag in ("en", "zh"))
    assert (english["info"]["title"], chinese["info"]["title"]) == (words.TITLE.en, words.TITLE.zh)
    assert english["openapi"].startswith("3.1")
    assert list(english["paths"]) == list(chinese["paths"])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_page_loads_nothing_from_elsewhere_and_runs_nothing(client: "Client", language: str) -> None:
    answer = client.get("/api/v1/docs", headers={"Accept-Language": language})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert re.findall(r"<script|<iframe|@import|\bon\w+=", page) == []
    assert all(link.startswith("/") for link in re.findall(r'(?:src|href)="([^"]*)"', page))
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for path, _, operation in operations(described(language)):
        assert path in page
        assert operation["summary"] in page
    assert all(f'id="{kind}"' in page for kind in KINDS)


def test_items_made_from_the_description_are_those_that_are_read() -> None:
    item = items_of(sets_now(1), "lists", "list_lines")[0]
    operation = next(each for _, _, each in operations(described("en")) if each["operationId"] == "post_lists")
    schema = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["items"]["items"]
    assert set(item) <= set(schema["properties"])
    assert set(schema["required"]) <= set(item)
    for name, value in item.items():
        pattern = schema["properties"][name].get("pattern")
        assert pattern is None or re.search(pattern, value), (name, value)
    assert json.dumps(schema)
