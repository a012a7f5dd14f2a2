"""What moved among the reader's lists, and who looked at what its firms share: for the home page."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from entrepot.modules.declarations.queries import moved
from entrepot.modules.declarations.web import words
from entrepot.modules.exchange import api as exchange
from entrepot.modules.parties import api as parties
from entrepot.modules.trade import api as trade
from entrepot.shell.moved import Moved
from entrepot.store.connection import under_django
from entrepot.store.select import Reader


def of(request: HttpRequest, since: datetime) -> Iterator[Moved]:
    """A line a state, and one for looks; nothing for who decides over all, whose day is the line itself."""
    reader = trade.reader_of(request)
    if not reader.own or trade.decides(reader):
        return
    page = reverse("declarations:lists")
    for change in moved.changes_since(reader, since):
        badge = words.state(change.state)
        hint = ngettext("%(count)s list", "%(count)s lists", change.count) % {"count": change.count}
        url = reverse("declarations:refusals") if change.state == "refused" else f"{page}?state={change.state}"
        yield Moved(change.at, str(badge.label), hint, url, badge.icon, badge.tone)
    yield from _replies(reader, since)
    yield from _looks(reader.own, since)


def _replies(reader: Reader, since: datetime) -> Iterator[Moved]:
    """What this station wrote to the reader's firms, or customs to those who file with it."""
    written = exchange.answers_since(under_django(), reader.own, since)
    if written.at is not None:
        hint = ngettext("%(count)s document answered", "%(count)s documents answered", written.documents)
        url = reverse("sent:messages")
        yield Moved(written.at, _("Replies came"), hint % {"count": written.documents}, url, "reply", "info")
    taken = moved.replies_since(reader, since)
    if taken.at is not None:
        hint = ngettext("%(count)s reply of customs", "%(count)s replies of customs", taken.count)
        url = reverse("declarations:lists")
        yield Moved(taken.at, _("Replies came"), hint % {"count": taken.count}, url, "reply", "info")


def _looks(own: tuple[int, ...], since: datetime) -> Iterator[Moved]:
    looks = [look for party in own for look in parties.looks_at(party, since=since)]
    if looks:
        language = get_language() or "en"
        firms = {words.named(look.by_party.name_zh, look.by_party.name_en, language) for look in looks}
        separator = "、" if language.startswith("zh") else ", "
        title = ngettext("%(count)s look at what you share", "%(count)s looks at what you share", len(looks))
        at = max(look.at for look in looks)
        yield Moved(
            at, title % {"count": len(looks)}, separator.join(sorted(firms)), _last(looks[0].grant), "eye", "info"
        )


def _last(grant: parties.Grant) -> str:
    """The record that was looked at last, where its marketplace is known by a code; else the lists."""
    firm = parties.firms([grant.marketplace_id]).get(grant.marketplace_id)
    code = dict(firm.codes).get("customs10", "") if firm else ""
    return reverse("declarations:record", args=[code, grant.order_no]) if code else reverse("declarations:lists")
