"""The top bar leads nobody to pages that would always be empty for their firms."""

import html
import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from entrepot.project.practice import firms

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories.portal import Portal

SignedIn = Callable[[str], "Client"]
FURTHER = {"clerk": firms.PAYMENT_FIRM, "banker": firms.BANK, "inspector": firms.INSPECTOR}
BAR = {
    "qinghe": ["Today", "Line", "Refusals", "Lists", "Bring a file", "Goods", "Orders", "Sent", "Shared with us"],
    "tonghui": ["Today", "Line", "Work", "Refusals", "Lists", "Bring a file", "Goods", "Orders", "Sent",
                "Shared with us"],
    "wangtang": ["Today", "Bring a file", "Orders", "Sent", "Shared with us"],
    "hongyan": ["Today", "Bring a file", "Sent", "Waybills", "Shared with us"],
    "clerk": ["Today", "Bring a file", "Sent", "Shared with us"],
    "banker": ["Today", "Bring a file", "Sent", "Shared with us", "Finance"],
    "inspector": ["Today", "Bring a file", "Sent", "Shared with us"],
    "officer": ["Today", "Line", "Lanes", "Refusals", "Lists", "Bring a file", "Orders", "Sent", "Shared with us"],
    "stranger": ["Today", "Shared with us"],
    "unknown": ["Today", "Line", "Refusals", "Lists", "Bring a file", "Orders", "Sent", "Shared with us"],
}  # fmt: skip


@pytest.fixture(scope="module")
def people(portal: "Portal") -> None:
    """A person of each further firm, and "unknown" of a firm that only documents have named."""
    from entrepot.modules.parties import api as parties
    from tests.factories.portal import add_person

    for username, firm in FURTHER.items():
        add_person(username, firm.customs_code, "staff")
    parties.resolve(portal.line.setting.lookups, [("9999969999", "新来企业", "seller")])
    add_person("unknown", "9999969999", "staff")


def _bar(client: "Client") -> list[str]:
    page = client.get("/").content.decode()
    found = re.search(r'<nav [^>]*aria-label="Main".*?</nav>', page, re.DOTALL)
    assert found is not None
    return [
        html.unescape(re.sub(r"<[^>]+>", "", link)).strip() for link in re.findall(r"<a .*?</a>", found[0], re.DOTALL)
    ]


@pytest.mark.parametrize("username", list(BAR))
def test_each_role_is_shown_what_its_firms_can_have(username: str, people: None, signed_in: SignedIn) -> None:
    assert _bar(signed_in(username)) == BAR[username]


@pytest.mark.parametrize("username", ["clerk", "banker"])
def test_a_page_that_the_bar_leaves_out_still_answers(username: str, people: None, signed_in: SignedIn) -> None:
    client = signed_in(username)
    assert [client.get(path).status_code for path in ("/line/", "/refusals/", "/lists/", "/orders/")] == [200] * 4
