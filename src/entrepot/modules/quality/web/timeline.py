"""What quality says on a record and on home: to seller and inspection firm, and to nobody else."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.modules.parties import api as parties
from entrepot.modules.quality import queries
from entrepot.modules.quality.web import shown
from entrepot.modules.trade import api as trade
from entrepot.shell import needs, record_actions, timeline
from entrepot.shell.needs import Need
from entrepot.shell.record_actions import Action, RecordName


def on_record(order_no: str, marketplace_id: int) -> list[timeline.Entry]:
    """Plans and results of the reader's inspections on the record."""
    found = queries.inspections_on(order_no, marketplace_id)
    return shown.entries(found) if found else []


def _waiting(request: HttpRequest) -> Iterator[Need]:
    reader = parties.reader_in(request)
    if reader is None or not reader.party_ids:
        return
    if count := queries.waiting_for(reader.party_ids):
        hint = _("The orders are held until you record what you found")
        yield Need(count, _("Inspections to make"), hint, reverse("quality:inspections"), "precheck", "wait", 30)


def _inspect(record: RecordName) -> Iterator[Action]:
    """To the seller of the order only."""
    if trade.exports(record.order_no, record.marketplace_code):
        url = reverse("quality:inspect", args=(record.marketplace_code, record.order_no))
        yield Action(url, gettext_lazy("Inspect"), "precheck", 34)


def register() -> None:
    """Its lines on home and record."""
    timeline.register("quality", on_record)
    needs.register("quality", _waiting)
    record_actions.register("quality", _inspect)
