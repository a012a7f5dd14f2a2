"""Where a page of rows in the order of time goes on: behind a moment and, of rows of one moment, behind a number."""

from dataclasses import dataclass
from datetime import UTC, datetime

_LONGEST = 17
_LAST_SECOND = 10**11


@dataclass(frozen=True)
class Place:
    """The moment and the number of the last row that was seen; `str` of it stands in addresses."""

    at: datetime
    id: int

    def __str__(self) -> str:
        seconds = int(self.at.replace(microsecond=0).timestamp())
        return f"{seconds * 1_000_000 + self.at.microsecond}-{self.id}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """From the text in an address; None for anything else."""
        micros, _, number = text.partition("-")
        if not all(part.isascii() and part.isdigit() and len(part) <= _LONGEST for part in (micros, number)):
            return None
        seconds, rest = divmod(int(micros), 1_000_000)
        if seconds > _LAST_SECOND:
            return None
        return cls(datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), int(number))
