"""One box for everything that the reader may see: numbers of documents, goods, firms, pinyin initials."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from entrepot.kernel.codes import NO_MARKETPLACE
from entrepot.modules.catalogue import api as catalogue
from entrepot.modules.declarations import api as declarations
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Firm
from entrepot.modules.trade import api as trade
from entrepot.shell.badges import Badge
from entrepot.shell.templatetags.blocks import record_url, waybill_url
from entrepot.store.select import Reader

LONGEST = 100
MOST = 20


@dataclass(frozen=True)
class Hit:
    """One thing that was found. url: where it is shown, empty where it has no page; note: what tells it from others."""

    title: str
    url: str
    note: str
    badge: Badge | None = None
    is_code: bool = True


@dataclass(frozen=True)
class Group:
    """Things of one kind; there may be more than MOST."""

    key: str
    title: str | Promise
    icon: str
    hits: Sequence[Hit]

    @property
    def is_full(self) -> bool:
        """Whether there may be more than are shown."""
        return len(self.hits) >= MOST


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """What `q` stands for, by kind."""
    typed = request.GET.get("q", "")
    text = " ".join(typed.encode("utf-8", "ignore").decode().replace("\0", "").split())
    too_long = len(text) > LONGEST
    groups = _groups(request, text) if text and not too_long else []
    context = {
        "q": text[:LONGEST],
        "groups": [group for group in groups if group.hits],
        "too_long": too_long,
        "found": sum(len(group.hits) for group in groups),
        "length": len(text),
        "most": MOST,
    }
    return render(request, "portal/search/search.html", context, status=422 if too_long else 200)


def _groups(request: HttpRequest, text: str) -> list[Group]:
    reader = trade.reader_of(request)
    everybody = trade.decides(reader)
    return [
        Group("orders", gettext_lazy("Orders"), "order", _orders(reader, text, everybody=everybody)),
        Group("lists", gettext_lazy("Declaration lists"), "list", _lists(reader, text, everybody=everybody)),
        Group("waybills", gettext_lazy("Waybills"), "waybill", _waybills(reader, text, everybody=everybody)),
        Group("slips", gettext_lazy("Collection slips"), "slip", _slips(text)),
        Group("goods", gettext_lazy("Goods"), "goods", _goods(text)),
        Group("firms", gettext_lazy("Firms"), "seller", _firms(reader, text)),
    ]


def _record(marketplace_code: str, order_no: str, seller_code: str) -> str:
    """The record's address; orders that name no marketplace are numbered by each seller."""
    tail = f"?{urlencode({'seller': seller_code})}" if marketplace_code == NO_MARKETPLACE else ""
    return record_url(marketplace_code, order_no) + tail


def _orders(reader: Reader, text: str, *, everybody: bool) -> list[Hit]:
    rows = trade.find_orders(reader, text, everybody=everybody, limit=MOST)
    return [
        Hit(
            row.order_no,
            _record(row.marketplace_code, row.order_no, row.seller_code),
            f"{row.seller_name} · {row.marketplace_name}",
        )
        for row in rows
    ]


def _lists(reader: Reader, text: str, *, everybody: bool) -> list[Hit]:
    agents = [] if everybody else parties.agents_for(reader.own)
    rows = declarations.find_lists(reader, text, agents=agents, everybody=everybody, limit=MOST)
    return [
        Hit(
            row.cop_no,
            _record(row.marketplace_code, row.order_no, row.seller_code),
            " · ".join((_("order %(number)s") % {"number": row.order_no}, row.waybill_no, row.seller_name)),
            declarations.state_badge(row.state),
        )
        for row in rows
    ]


def _waybills(reader: Reader, text: str, *, everybody: bool) -> list[Hit]:
    rows = trade.find_waybills(reader, text, everybody=everybody, limit=MOST)
    return [Hit(row.waybill_no, waybill_url(row.waybill_no), row.carrier_name) for row in rows]


def _slips(text: str) -> list[Hit]:
    return [
        Hit(
            row.slip_key,
            _record(row.marketplace_code, row.order_no, row.seller_code),
            " · ".join((row.pay_name, _("order %(number)s") % {"number": row.order_no})),
        )
        for row in trade.find_slips(text, limit=MOST)
    ]


def _goods(text: str) -> list[Hit]:
    rows = catalogue.find_goods(text, limit=MOST)
    return [
        Hit(
            row.item_no,
            f"{reverse('goods:list')}?{urlencode({'seller': row.seller_id, 'number': row.item_no})}",
            " · ".join(filter(None, (row.declared_name, row.item_name, row.hs_code))),
        )
        for row in rows
    ]


def _firms(reader: Reader, text: str) -> list[Hit]:
    language = get_language() or "en"
    return [
        Hit(
            parties.named(firm.name_zh, firm.name_en, language),
            _place_of(reader, firm),
            " · ".join(
                filter(
                    None, (firm.name_en if language.startswith("zh") else firm.name_zh, *(c for _s, c in firm.codes))
                )
            ),
            is_code=False,
        )
        for firm in parties.find_firms(text, limit=MOST)
    ]


def _place_of(reader: Reader, firm: Firm) -> str:
    """Where something can be done about a firm: its work for an agent, the papers between both for others."""
    if firm.id in reader.clients and firm.codes:
        return f"{reverse('declarations:work')}?{urlencode({'client': firm.codes[0][1]})}"
    if firm.id in reader.own:
        return reverse("settings:settings")
    return reverse("parties:powers") if firm.id in parties.agents_for(reader.own) else ""
