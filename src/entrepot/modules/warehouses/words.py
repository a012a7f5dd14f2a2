"""The words of this module in English and Chinese."""

SHIPMENT_STATES: dict[str, tuple[str, str]] = {
    "announced": ("announced", "已预报"),
    "receiving": ("being received", "收货中"),
    "received": ("received", "已收货"),
}
DISPATCH_STATES: dict[str, tuple[str, str]] = {
    "reserved": ("reserved, to pick", "已占用，待拣货"),
    "picked": ("picked, to pack", "已拣货，待装箱"),
    "packed": ("packed, to ship", "已装箱，待发运"),
    "shipped": ("shipped", "已发运"),
}


def said(pair: tuple[str, str], language: str) -> str:
    """The pair in the reader's language."""
    return pair[1] if language.startswith("zh") else pair[0]
