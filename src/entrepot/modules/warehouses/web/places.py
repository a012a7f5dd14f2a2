"""Where the pages of warehouses are reached from."""

from django.utils.translation import gettext_lazy

from entrepot.modules.warehouses.web import eyes, timeline
from entrepot.shell import moved, needs
from entrepot.shell import timeline as timelines
from entrepot.shell.navigation import Place, register


def register_pages() -> None:
    """A place in the bar of operators, lines of the home page, entries of records."""
    register(Place("warehouses:overview", gettext_lazy("Warehouse"), "goods", 46, visible=eyes.operates))
    needs.register("warehouses", timeline.needs_of)
    moved.register("warehouses", timeline.moved_of)
    timelines.register("warehouses", timeline.of_record)
