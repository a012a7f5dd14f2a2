"""Persons on a record: masks to everybody who sees it; in full to the sender and to officers, for a reason."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from django.test import Client

    from entrepot.project.practice.import_sets import ImportSets
    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
WHY = "the parcel came back"


@pytest.fixture(scope="module")
def sets(portal: "Portal") -> "ImportSets":
    """One set of import on the practice world."""
    from tests.factories.import_line import all_messages, some_imports

    made = some_imports(1, first_no=300)
    portal.line.send(all_messages(made))
    return made


def address(sets: "ImportSets") -> str:
    return f"/persons/{sets.orders['marketplace_code'][0]}/{sets.orders['order_no'][0]}/"


def asked(sets: "ImportSets", why: str = WHY, kind: str = "import_order") -> dict[str, str]:
    return {"document": f"{kind}:{sets.orders['order_no'][0]}", "why": why}


def kept() -> list[tuple[str, object]]:
    from entrepot.modules.parties import api as parties

    rows = parties.Audit.objects.using("owner").filter(what="unmasked").order_by("id")
    return [(row.subject, row.facts["why"]) for row in rows]


def test_who_sees_the_record_sees_masks_and_no_value_in_the_source(sets: "ImportSets", signed_in: SignedIn) -> None:
    page = signed_in("officer").get(address(sets)).content.decode()
    number = str(sets.orders["buyer_id_number"][0])
    assert number[0] + "*" * 16 + number[-1] in page
    assert "练*" in page
    for value in ("buyer_id_number", "buyer_name", "buyer_telephone", "consignee_address"):
        assert str(sets.orders[value][0]) not in page
    assert signed_in("stranger").get(address(sets)).status_code == 404


def test_the_record_leads_there(sets: "ImportSets", signed_in: SignedIn) -> None:
    record = address(sets).replace("/persons/", "/records/")
    assert address(sets) in signed_in("officer").get(record).content.decode()


def test_an_officer_and_the_sender_see_one_document_in_full_and_it_is_kept(
    sets: "ImportSets", signed_in: SignedIn
) -> None:
    before = len(kept())
    for who in ("officer", "wangtang"):
        answer = signed_in(who).post(address(sets), asked(sets))
        page = answer.content.decode()
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert str(sets.orders["buyer_id_number"][0]) in page
        assert "Shown in full" in page
    subject = f"import_order:{sets.orders['order_no'][0]}"
    assert kept()[before:] == [(subject, WHY), (subject, WHY)]


def test_without_a_reason_or_right_nothing_is_shown_and_nothing_kept(sets: "ImportSets", signed_in: SignedIn) -> None:
    before, number = kept(), str(sets.orders["buyer_id_number"][0])
    for who, data in (
        ("officer", asked(sets, why="")),
        ("officer", asked(sets, why="why")),
        ("wangtang", asked(sets, kind="import_list")),  # the agent sent the list
    ):
        answer = signed_in(who).post(address(sets), data)
        assert answer.status_code == 422, (who, data)
        assert number not in answer.content.decode()
    assert signed_in("officer").post(address(sets), {"document": "payment:other", "why": WHY}).status_code == 404
    assert kept() == before
