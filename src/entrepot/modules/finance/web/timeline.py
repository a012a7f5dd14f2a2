"""What finance says on a record: to the two sides of a case, and to nobody else."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.modules.finance.queries import cases as queries
from entrepot.modules.finance.web import shown
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.shell import navigation, needs, page_links, record_actions, timeline
from entrepot.shell.needs import Need
from entrepot.shell.record_actions import Action, RecordName


def on_record(order_no: str, marketplace_id: int) -> list[timeline.Entry]:
    """Steps of the reader's cases on the record."""
    found = queries.cases_on(order_no, marketplace_id)
    return shown.entries(found, queries.steps_of([row.pk for row in found])) if found else []


def _waiting(request: HttpRequest) -> Iterator[Need]:
    reader = parties.reader_in(request)
    if reader is None or not reader.party_ids:
        return
    asked, offered = queries.waiting_for(reader.party_ids)
    url = reverse("finance:cases")
    if asked:
        hint = _("Sellers wait for your offer, or for your reason not to make one")
        yield Need(asked, _("Financing asked for"), hint, url, "bank", "wait", 30)
    if offered:
        hint = _("An offer holds nothing until you accept it")
        yield Need(offered, _("Offers of money"), hint, url, "bank", "info", 35)


def _ask(record: RecordName) -> Iterator[Action]:
    """To the seller of the order only."""
    if trade.exports(record.order_no, record.marketplace_code):
        url = reverse("finance:ask", args=(record.marketplace_code, record.order_no))
        query = f"?{urlencode({'seller': record.seller_code})}" if record.seller_code else ""
        yield Action(url + query, gettext_lazy("Money on this order"), "bank", 40)


def takes_part(request: HttpRequest) -> bool:
    """Whether the reader's firms finance, or asked for money."""
    reader = parties.reader_in(request)
    if reader is None or not reader.party_ids:
        return False
    return parties.plays(request, "financier") or bool(queries.cases_of(reader.party_ids, size=1))


def register() -> None:
    """Its lines on home and record, its place in the bar."""
    timeline.register("finance", on_record)
    needs.register("finance", _waiting)
    record_actions.register("finance", _ask)
    place = navigation.Place("finance:cases", gettext_lazy("Finance"), "bank", 70, visible=takes_part)
    navigation.register(place)
    page_links.register("orders", page_links.PageLink("finance:cases", gettext_lazy("Finance"), "bank"))
