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
from entrepot.modules.declarations.queries.tally import refusals_by_rule, state_counts

__all__ = [
    "WAKE_JUDGES",
    "Desk",
    "Judged",
    "held_order",
    "held_waybill",
    "judge_arrivals",
    "note_arrivals",
    "refusals_by_rule",
    "seed_of",
    "state_counts",
    "take_lists",
    "wake_overdue",
]
