"""What this module adds to the frame of every page."""

from django.utils.translation import gettext_lazy

from entrepot.modules.pilot_zones.web import measures, parks, pilot_zone
from entrepot.shell import moved, needs
from entrepot.shell.navigation import Place, register


def register_pages() -> None:
    """One place in the top bar, for those who take part, and lines of the home page."""
    visible = pilot_zone.takes_part
    register(Place("pilot_zones:pilot-zone", gettext_lazy("Pilot zone"), "marketplace", 70, visible=visible))
    needs.register("measures", measures.needs)
    needs.register("memberships", pilot_zone.needs)
    needs.register("parks", parks.needs)
    moved.register("measures", measures.moved)
