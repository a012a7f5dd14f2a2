"""What this module adds to the frame of every page."""

from entrepot.modules.pilot_zones.web import measures
from entrepot.shell import moved, needs


def register_pages() -> None:
    """Lines of the home page."""
    needs.register("measures", measures.needs)
    moved.register("measures", measures.moved)
