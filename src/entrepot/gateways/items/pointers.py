"""Where in a JSON body a fault stands, as a JSON pointer (RFC 6901)."""

import re

from entrepot.gateways.ceb.tables import BY_ROOT

_IN_A_MESSAGE = re.compile(r"/(\w+)/\w+\[(\d+)\](?:/(\w+))?(?:\[(\d+)\])?(?:/(\w+))?")


def pointer_of(path: str, document_no: int | None) -> str:
    """The pointer of a fault that the field tables, the line or this gateway found at `path`."""
    if path.startswith("/items/") or document_no is None:
        return path
    item = f"/items/{document_no - 1}"
    inside = _IN_A_MESSAGE.fullmatch(path)
    message = BY_ROOT.get(inside[1]) if inside else None
    if inside is None or message is None:
        return item if path.count("/") > 1 else item + path
    if message.line is not None and inside[3] == message.line.element and inside[4]:
        return f"{item}/lines/{int(inside[4]) - 1}" + _field(message.line.position, message.line.columns, inside[5])
    element = inside[5] if inside[3] == message.head.element else inside[3]
    return item + _field(message.head.position, message.head.columns, element)


def _field(position: dict[str, int], columns: tuple[str, ...], element: str | None) -> str:
    return f"/{columns[position[element]]}" if element in position else ""
