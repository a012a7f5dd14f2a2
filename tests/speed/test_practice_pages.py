"""Every page of the practice world under 150 ms of server time and 100 kB over the wire, for every role."""

import gzip
import re
import time
from pathlib import Path

import pytest
from django.test import Client

from tests.databases import Database

MOST_S = 0.15
MOST_BYTES = 100_000
RECORD = "/records/9999960001/WT-HAMBURG-0001/"
SELLER = ("/", "/line/", "/refusals/", "/lists/", "/orders/", "/goods/", "/goods/fill/", "/import/", "/sent/",
          "/shared/", "/shares/", "/powers/", "/search/?q=WT", "/settings/", "/start/", RECORD,
          f"{RECORD}documents/")  # fmt: skip
OF_RECORD = RECORD.removeprefix("/records/")
# what a firm does beyond its documents
PROGRAMME = ("/mission/", "/measures/", "/pilot-zone/", "/parks/", "/clusters/", "/onramp/", "/classify/",
             "/classify/?q=ceramic+mug", "/showroom/", "/showroom/enquiries/", "/showroom/listings/",
             "/showroom/qinghe/", "/academy/", "/rates/", "/parcels/", f"/ship/{OF_RECORD}", "/inspections/",
             f"/inspect/{OF_RECORD}", "/payments/", "/finance/", "/finance/terms/", f"/finance/ask/{OF_RECORD}",
             "/received/", "/shares/give/?marketplace=9999960001&order=WT-HAMBURG-0001",
             "/settings/columns/")  # fmt: skip
PAGES = {
    "seller": (*SELLER, *PROGRAMME),
    "broker": (*SELLER, "/work/"),
    "marketplace": ("/", "/sent/", "/orders/", RECORD),
    "payment": ("/", "/sent/", RECORD),
    "carrier": ("/", "/sent/", "/waybills/", "/rates/", "/parcels/"),
    "bank": ("/", "/shared/", RECORD, "/finance/", "/finance/terms/"),
    "partner": ("/", "/shared/", RECORD),
    "pilot-zone": ("/", "/measures/", "/measures/publish/", "/pilot-zone/", "/pilot-zone/invite/", "/clusters/"),
    "park": ("/", "/parks/", "/parks/let/"),
    "dealer": ("/", "/deals/", "/deals/make/", "/containers/", "/containers/begin/"),
    "stall": ("/", "/deals/"),
    "warehouse": ("/", "/warehouse/", "/warehouse/announce/"),
    "inspector": ("/", "/inspections/"),
    "teacher": ("/", "/academy/", "/academy/open/"),
    "learner-1": ("/", "/academy/"),
    "officer": ("/", "/line/", "/line/?over=day", "/lanes/", "/lanes/yellow/", "/lanes/red/", "/lists/", "/refusals/",
                "/operator/", "/operator/queues/", "/operator/people/", "/operator/audit/", "/operator/editions/",
                RECORD),
}  # fmt: skip


def _measured(client: Client, person: str, path: str) -> tuple[float, int]:
    """Seconds, the quicker of two, and bytes as they are sent."""
    taken = []
    for _ in range(2):
        begun = time.perf_counter()
        answer = client.get(path)
        taken.append(time.perf_counter() - begun)
        assert answer.status_code == 200, f"{person} {path}"
    return min(taken), len(gzip.compress(answer.content))


@pytest.mark.soak
@pytest.mark.timeout(600)
def test_every_page_of_the_practice_world_is_quick_and_small(db: Database, tmp_path: Path) -> None:
    from tests.factories.newcomer import link_of, loaded

    found: dict[str, tuple[float, int]] = {}
    with loaded(tmp_path):
        for person, pages in PAGES.items():
            client = Client(HTTP_HOST="localhost")
            assert client.post(link_of(person)).status_code == 302
            found |= {f"{person} {path}": _measured(client, person, path) for path in pages}
            if person == "seller":
                correction = re.search(r'href="(/corrections/of/[^"]+)"', client.get("/refusals/").content.decode())
                assert correction is not None
                found[f"{person}, correction"] = _measured(client, person, correction[1])
    for name, (seconds, size) in sorted(found.items(), key=lambda one: -one[1][0]):
        print(f"{seconds * 1000:7.1f} ms  {size / 1000:6.1f} kB  {name}")
    assert {name: one for name, one in found.items() if one[0] > MOST_S or one[1] > MOST_BYTES} == {}
