"""What became of the messages that the reader's firms sent since yesterday: for the home page."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import Seen
from entrepot.modules.parties import api as parties
from entrepot.shell import moved
from entrepot.shell.moved import Moved
from entrepot.store.connection import under_django

NEWEST = 500  # messages of a firm that are looked at: more in a day are a program's, whose feed counts them


def register() -> None:
    """Its lines of the home page."""
    moved.register("sent", of)


def of(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """A line for messages with something refused; what was taken is told by its replies."""
    reader = parties.reader_in(request)
    if reader is None or not reader.party_ids:
        return
    raw = under_django()
    sent = exchange.sent_messages(raw, reader.party_ids, faulty=True, limit=NEWEST, window=NEWEST).messages
    bad = [row for row in sent if row.at >= since and (row.refused or row.state == "refused")]
    if bad:
        refused = sum(row.refused for row in bad)
        hint = ngettext("%(count)s document refused", "%(count)s documents refused", refused) % {"count": refused}
        at = max(row.at for row in bad)
        yield Moved(at, _("Messages with something refused"), hint, _way_to(bad), "refused", "bad")


def _way_to(bad: Sequence[Seen]) -> str:
    """To the only message, or to the table of all of them."""
    return reverse("sent:message", args=[bad[0].id]) if len(bad) == 1 else reverse("sent:messages") + "?only=refused"
