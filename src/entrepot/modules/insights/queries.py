"""The figures as they were last counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from entrepot.modules.insights.figures import Counted
from entrepot.modules.insights.models import CountedFigure


@dataclass(frozen=True)
class Shown:
    """A figure and when it was counted."""

    counted: Counted
    counted_at: datetime


def figures(*, using: str = "default") -> Mapping[str, Shown]:
    """Every figure by its name; one that was not counted yet is absent."""
    rows = CountedFigure.objects.using(using).all()
    return {row.name: Shown(Counted(row.practice, row.live), row.counted_at) for row in rows}
