"""Which station this data folder is; fixed when the folder was made."""

from django.conf import settings


def is_practice() -> bool:
    """Whether every page must carry the practice mark."""
    return bool(settings.ENTREPOT_STATION == "practice")
