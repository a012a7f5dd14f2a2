"""How currencies are written for people: USD for the customs code 502. Who knows the table registers it."""

from collections.abc import Mapping

_letters: dict[str, str] = {}


def register(letters: Mapping[str, str]) -> None:
    """3-digit customs code → ISO letters."""
    _letters.update(letters)


def letters(code: str) -> str:
    """The ISO letters of a code; the code itself where it has none."""
    return _letters.get(code, code)
