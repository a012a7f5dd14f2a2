"""Documents of a record: for those who see enough of it, out of what they see, and of nothing else."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
from django.test import Client

from entrepot.gateways import documents
from entrepot.gateways.documents.words import MARK
from entrepot.modules.parties import api as parties
from tests.factories.portal import Portal, party, share

SignedIn = Callable[[str], Client]
KINDS = ("invoice", "packing-list", "list", "problems", "dossier")


def _address(portal: Portal, case: str, name: str = "") -> str:
    return f"{portal.address(case)}documents/{name}"


def _text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf"), address
    return " ".join(
        page.extract_text().replace("\u200b", "") for page in pypdf.PdfReader(BytesIO(answer.content)).pages
    )


def _ask(portal: Portal, query: str, case: str) -> list[tuple[str, ...]]:
    rows = portal.line.setting.lookups.execute(query, (portal.orders[case],)).fetchall()
    return [tuple(str(value) for value in row) for row in rows]


def _end(grant: int) -> None:
    now = datetime.now(UTC)
    parties.revoke_grant(acting=parties.Acting(party("qinghe")), grant_id=grant, now=now, using="owner")


def _prices(portal: Portal, case: str) -> list[str]:
    totals = _ask(portal, "SELECT total_price FROM trade_order_line WHERE order_no = %s", case)
    return [f"{float(total):,.2f}" for (total,) in totals]


def test_the_page_offers_every_kind_and_says_what_is_missing(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    text = client.get(_address(portal, "dear")).content.decode()
    for kind in KINDS:
        assert f"{_address(portal, 'dear', kind)}.pdf?lang=en" in text
        assert f"{_address(portal, 'dear', kind)}.xlsx?lang=zh" in text
    assert "The buyer&#x27;s name and address: write them in." in text
    clean = client.get(_address(portal, "clean")).content.decode()
    assert "problems.pdf" not in clean
    assert "Nothing was found against a list that you may see." in clean


def test_the_record_leads_to_its_documents(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    assert f'href="{_address(portal, "clean")}"' in client.get(portal.address("clean")).content.decode()
    assert "documents/" not in client.get(f"{portal.address('clean')}?as=carrier").content.decode()


def test_the_invoice_says_what_the_order_says(portal: Portal, signed_in: SignedIn) -> None:
    text = _text(signed_in("qinghe"), _address(portal, "clean", "invoice.pdf?lang=both"))
    names = [name for (name,) in _ask(portal, "SELECT item_name FROM trade_order_line WHERE order_no = %s", "clean")]
    squeezed = "".join(text.split())
    assert [each for each in names if "".join(each.split()) not in squeezed] == []
    assert [price for price in _prices(portal, "clean") if price not in text] == []
    assert [each for each in (MARK, portal.orders["clean"], "502", "Qinghe") if each not in text] == []


@pytest.mark.parametrize("username", ["qinghe", "tonghui", "officer"])
@pytest.mark.parametrize("form", ["pdf", "xlsx"])
def test_parties_of_the_record_get_every_kind(portal: Portal, signed_in: SignedIn, username: str, form: str) -> None:
    client = signed_in(username)
    for kind in KINDS:
        answer = client.get(_address(portal, "dear", f"{kind}.{form}"))
        assert (kind, answer.status_code) == (kind, 200)
        assert f"{kind}-{portal.orders['dear']}.{form}" in answer["Content-Disposition"]


def test_a_carrier_gets_no_document_of_a_record_that_is_not_open_to_it(portal: Portal, signed_in: SignedIn) -> None:
    for username in ("hongyan", "yunshan", "stranger"):
        client = signed_in(username)
        for name in ("", *(f"{kind}.{form}" for kind in KINDS for form in ("pdf", "xlsx"))):
            assert client.get(_address(portal, "clean", name)).status_code == 404


def test_who_sees_transport_only_gets_no_invoice_and_a_dossier_of_just_that(
    portal: Portal, signed_in: SignedIn
) -> None:
    grant = share(portal, "dear", "transport", to="hongyan")
    client = signed_in("hongyan")
    page = client.get(_address(portal, "dear")).content.decode()
    refused = {kind: client.get(_address(portal, "dear", f"{kind}.pdf")).status_code for kind in KINDS[:-1]}
    looks = _looks(grant)
    text = _text(client, _address(portal, "dear", "dossier.pdf?lang=en"))
    kept = _looks(grant)
    _end(grant)
    assert refused == dict.fromkeys(KINDS[:-1], 404)
    assert "dossier.pdf" in page
    assert "invoice.pdf" not in page
    (waybill,) = _ask(portal, "SELECT waybill_no FROM declarations_list WHERE order_no = %s", "dear")[0]
    assert waybill in text
    names = [name for (name,) in _ask(portal, "SELECT item_name FROM trade_order_line WHERE order_no = %s", "dear")]
    closed = [*_prices(portal, "dear"), *names, "E04", "Refused", "Unit price"]
    assert [each for each in closed if each in text] == []
    assert (looks, kept) == ([], [["transport"]])
    assert client.get(_address(portal, "dear", "dossier.pdf")).status_code == 404


def _looks(grant: int) -> list[list[str]]:
    return [look.parts for look in parties.looks_at(party("qinghe"), using="owner") if look.grant_id == grant]


def test_documents_speak_the_language_of_the_page_or_the_one_asked_for(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    chinese = client.get(_address(portal, "dear", "problems.pdf"), headers={"Accept-Language": "zh-CN"})
    text = pypdf.PdfReader(BytesIO(chinese.content)).pages[0].extract_text()
    assert "问题报告" in text
    assert "Expected" not in text
    assert "Expected" in _text(client, _address(portal, "dear", "problems.pdf?lang=en"))
    for wrong in ("problems.pdf?lang=both", "invoice.pdf?lang=de", "invoice.doc", "menu.pdf"):
        assert client.get(_address(portal, "dear", wrong)).status_code == 404


def test_the_report_of_refusals_holds_the_readers_open_refusals(portal: Portal, signed_in: SignedIn) -> None:
    client = signed_in("qinghe")
    text = _text(client, "/refusals/report.pdf?lang=en")
    refused = {portal.orders[case] for case in ("dear", "heavy")}
    assert {number for number in portal.orders.values() if number in text} == refused
    only = _text(client, "/refusals/report.pdf?lang=en&rule=E04")
    assert portal.orders["dear"] in only
    assert portal.orders["heavy"] not in only
    stranger = _text(signed_in("stranger"), "/refusals/report.pdf?lang=en")
    assert [number for number in portal.orders.values() if number in stranger] == []
    assert client.get("/refusals/report.xlsx").status_code == 200
    assert client.get("/refusals/report.doc").status_code == 404


def test_a_table_that_is_too_long_for_paper_is_answered_with_the_workbook(
    portal: Portal, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrepot.gateways.documents.typesetting.MOST_LINES", 2)
    client = signed_in("qinghe")
    answer = client.get(_address(portal, "clean", "invoice.pdf"))
    assert answer.status_code == 422
    assert "found 3. Take the workbook instead." in answer.content.decode()
    assert client.get(_address(portal, "clean", "invoice.xlsx")).status_code == 200


def test_templates_are_part_of_the_package() -> None:
    folder = Path(documents.__file__).parent / "templates"
    expected = ["declaration_list", "dossier", "frame", "invoice", "label", "packing_list", "problems"]
    assert sorted(path.stem for path in folder.glob("*.typ")) == expected
