"""The door of declarations: lists taken in, arrivals, judgement."""

from entrepot.modules.declarations.operations.judging import Desk, Judged, judge_arrivals
from entrepot.modules.declarations.operations.selecting import seed_of
from entrepot.modules.declarations.operations.taking import (
    WAKE_JUDGES,
    held_order,
    held_waybill,
    note_arrivals,
    take_lists,
    wake_overdue,
)

__all__ = [
    "WAKE_JUDGES",
    "Desk",
    "Judged",
    "held_order",
    "held_waybill",
    "judge_arrivals",
    "note_arrivals",
    "seed_of",
    "take_lists",
    "wake_overdue",
]
