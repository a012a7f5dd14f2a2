"""What this installation counts for the programme: each figure by its name, told by whoever keeps the rows.

Practice and live are two figures side by side. They are never added: there is no total here, and none may be made.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import psycopg

Text = Mapping[str, str]


@dataclass(frozen=True)
class Counted:
    """So many in practice, so many live."""

    practice: int
    live: int


@dataclass(frozen=True)
class Figure:
    """name: as the lines name it; label: what is counted; count: on an owner's connection, the number of whole rows of
    which nobody can tell whose they are.
    """

    name: str
    label: Text
    count: Callable[[psycopg.Connection], Counted]


_figures: dict[str, Figure] = {}


def register(figure: Figure) -> None:
    """Add a figure; registering the same name again replaces it."""
    _figures[figure.name] = figure


def registered() -> Mapping[str, Figure]:
    """Every figure by its name."""
    return dict(_figures)
