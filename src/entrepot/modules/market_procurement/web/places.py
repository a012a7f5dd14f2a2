"""Where the pages of deals are reached from."""

from django.utils.translation import gettext_lazy

from entrepot.modules.market_procurement.web import deals, eyes, timeline
from entrepot.shell import needs
from entrepot.shell import timeline as timelines
from entrepot.shell.navigation import Place, register


def register_pages() -> None:
    """A place in the bar of dealers and stalls, a line of the home page, entries of records."""
    register(Place("market:deals", gettext_lazy("Deals"), "seller", 45, visible=eyes.trades))
    needs.register("market_procurement", deals.needs_of)
    timelines.register("market_procurement", timeline.of_record)
