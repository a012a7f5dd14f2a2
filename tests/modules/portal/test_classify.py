"""Help with the HS code on its page: candidates, a choice kept with who and why, nobody else's goods."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from entrepot.project.practice import firms
from entrepot.project.practice.world import load_editions
from tests.factories.line import NOW
from tests.factories.portal import Portal, party

SignedIn = Callable[[str], Client]
WHY = "stoneware, for the table"


def rows(portal: Portal, item: str) -> list[tuple[object, ...]]:
    query = (
        "SELECT seller_id, version, hs_code, hs_chosen_by, hs_reason, changed_by FROM catalogue_goods"
        " WHERE item_no = %s ORDER BY version"
    )
    return portal.line.setting.lookups.execute(query, (item,)).fetchall()


def address(step: str, item: str, **more: str) -> str:
    said = {"q": "ceramic mug", "seller": str(party("qinghe")), "item": item, **more}
    return f"/classify/{step}?" + "&".join(f"{name}={value}" for name, value in said.items())


def test_candidates_stand_with_path_score_and_deciding_words(signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get("/classify/?q=ceramic+mug").content.decode()
    assert re.findall(r'<span class="code">([0-9]{6})</span>', text)[0] == "691200"
    assert len(re.findall(r'<section class="sheet', text)) == 5
    assert "<strong>ceramic</strong>" in text
    assert '<dt class="code">XIII</dt>' in text
    assert "Take 691200" not in text  # without a ware nothing is chosen


@pytest.mark.parametrize(
    ("asked", "language", "said"),
    [
        ("gift", "en", "Too vague: say what it is made of and for"),
        ("礼品", "zh-CN", "过于笼统：请写明材质和用途"),
        ("Zorblaxia", "en", "Nothing here knows the words “zorblaxia”"),
    ],
)
def test_what_says_nothing_gets_no_code(signed_in: SignedIn, asked: str, language: str, said: str) -> None:
    answer = signed_in("qinghe").get("/classify/", {"q": asked}, headers={"Accept-Language": language})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert said in text
    assert re.findall(r'<span class="code">([0-9]{6})</span>', text) == []


def test_a_choice_is_kept_with_who_and_why_and_a_reload_does_nothing_twice(signed_in: SignedIn, portal: Portal) -> None:
    client = signed_in("qinghe")
    load_editions(portal.line.setting, now=NOW)
    form = client.get(address("choose/", "MUG-1", code="691200")).content.decode()
    assert 'value="6912001000"' in form  # the one code of ten digits that the edition has below it
    posted = {"hs_code": "6912001000", "why": WHY}
    answer = client.post(address("choose/", "MUG-1", code="691200"), posted)
    assert answer.status_code == 302
    assert "MUG-1" in client.get(answer.headers["Location"]).content.decode()
    found = rows(portal, "MUG-1")
    ((seller, version, code, chosen_by, reason, changed_by),) = found
    assert (seller, version, code, reason) == (party("qinghe"), 1, "6912001000", WHY)
    assert chosen_by == changed_by == firms.SELLERS[0].name_en
    client.post(address("choose/", "MUG-1", code="691200"), posted)
    assert rows(portal, "MUG-1") == found


@pytest.mark.parametrize(
    ("posted", "said"),
    [
        ({"hs_code": "691200", "why": WHY}, "Expected an HS code of ten digits, found “691200”."),
        ({"hs_code": "9999990000", "why": WHY}, "Expected a code below a subheading of the HS"),
        ({"hs_code": "6912001000", "why": ""}, "Say in a few words why this code was chosen"),
        ({"hs_code": "", "why": WHY}, "Enter the HS code, all ten digits"),
    ],
)
def test_a_wrong_choice_comes_back_and_changes_nothing(
    signed_in: SignedIn, portal: Portal, posted: dict[str, str], said: str
) -> None:
    answer = signed_in("qinghe").post(address("choose/", "MUG-2", code="691200"), posted)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert said in text
    assert "There is a problem" in text
    assert rows(portal, "MUG-2") == []


@pytest.mark.parametrize("who", ["yunshan", "hongyan", "stranger"])
def test_nobody_else_chooses_for_a_seller(signed_in: SignedIn, portal: Portal, who: str) -> None:
    client = signed_in(who)
    posted = {"hs_code": "6912001000", "why": WHY}
    assert client.get(address("", "MUG-3")).status_code == 404
    assert client.post(address("choose/", "MUG-3", code="691200"), posted).status_code == 404
    assert rows(portal, "MUG-3") == []


def test_an_agent_chooses_for_its_client(signed_in: SignedIn, portal: Portal) -> None:
    posted = {"hs_code": "6912001000", "why": WHY}
    assert signed_in("tonghui").post(address("choose/", "MUG-4", code="691200"), posted).status_code == 302
    ((seller, _, code, *_rest),) = rows(portal, "MUG-4")
    assert (seller, code) == (party("qinghe"), "6912001000")


def test_past_choices_teach_their_own_seller_alone(signed_in: SignedIn, portal: Portal) -> None:
    portal.line.setting.lookups.execute(
        "INSERT INTO catalogue_goods (seller_id, item_no, version, item_name, hs_code, hs_chosen_by, changed_by, why,"
        " at, practice) VALUES (%s, 'Q-77', 1, 'Quillofex', '9503009000', 'Chen', 'Chen', 'known', now(), true)",
        (party("qinghe"),),
    )
    mine = signed_in("qinghe").get("/classify/?q=quillofex").content.decode()
    others = signed_in("yunshan").get("/classify/?q=quillofex").content.decode()
    assert "Q-77 · Chen" in mine
    assert "950300" in mine
    assert "Q-77" not in others
    assert "950300" not in others


def test_the_goods_page_leads_to_help_where_a_code_is_missing(signed_in: SignedIn) -> None:
    text = signed_in("qinghe").get("/goods/").content.decode()
    assert re.findall(r'href="(/classify/\?seller=[0-9]+&amp;item=[^"]+)"', text)
