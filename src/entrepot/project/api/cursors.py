"""Cursors: where a reader of a feed stands, as text that only we read."""

import base64
import binascii
import re

from entrepot.project.api.problems import Problem

_FORM = re.compile(r"([a-z]+)((?:\.[0-9]{1,18})+)")
_LONGEST = 200


def cursor(feed: str, place: tuple[int, ...]) -> str:
    """The cursor of a place in a feed."""
    text = ".".join((feed, *map(str, place)))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def place_of(feed: str, after: str | None, parts: int) -> tuple[int, ...]:
    """The place behind a cursor of this feed, in `parts` numbers; the beginning without one. Raises Problem."""
    if not after:
        return (0,) * parts
    found = _FORM.fullmatch(_text(after))
    numbers = tuple(int(number) for number in found[2].split(".")[1:]) if found else ()
    if found is None or found[1] != feed or len(numbers) != parts:
        raise Problem("bad-cursor", found=shown(after))
    return numbers


def _text(after: str) -> str:
    if len(after) > _LONGEST or not after.isascii():
        return ""
    try:
        return base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return ""


def shown(text: str) -> str:
    """What was sent, as it can stand in a sentence."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:80])
