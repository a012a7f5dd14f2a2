"""The documents on the page of a record."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from entrepot.kernel.codes import NO_MARKETPLACE
from entrepot.shell import record_actions
from entrepot.shell.record_actions import Action, RecordName


def register() -> None:
    """Offer them on every record."""
    record_actions.register("documents", _documents)


def _documents(record: RecordName) -> Iterator[Action]:
    own = record.marketplace_code == NO_MARKETPLACE  # then each seller has numbers of its own
    query = f"?{urlencode({'seller': record.seller_code})}" if own else ""
    url = reverse("documents", args=(record.marketplace_code, record.order_no))
    yield Action(url + query, _("Documents"), "file", 10)
