"""The door of declarations: lists taken in, arrivals, judgement."""

from entrepot.modules.declarations.drafting import Basis, Drafts, Filer, draft_lists
from entrepot.modules.declarations.operations.filing import (
    REPLY,
    Answered,
    ReadyBatch,
    ReadyFiler,
    lock_ready,
    mark_filed,
    ready_filers,
    take_replies,
)
from entrepot.modules.declarations.operations.judging import Desk, Judged, judge_arrivals
from entrepot.modules.declarations.operations.looking import PARTS, Shared, look_at, opened
from entrepot.modules.declarations.operations.publishing import publish
from entrepot.modules.declarations.operations.reviewing import (
    Review,
    Reviewed,
    UnableToReview,
    ask_review,
    make_reviewed,
)
from entrepot.modules.declarations.operations.selecting import seed_of
from entrepot.modules.declarations.operations.taking import (
    WAKE_JUDGES,
    held_order,
    held_waybill,
    note_arrivals,
    take_lists,
    wake_overdue,
)
from entrepot.modules.declarations.operations.tallying import fold
from entrepot.modules.declarations.queries.declared import declared_orders
from entrepot.modules.declarations.queries.documents import LIST_HEAD, LIST_LINE, whole_lists
from entrepot.modules.declarations.queries.feed import (
    Decided,
    Found,
    Numbers,
    Page,
    Tallies,
    decided_after,
    found_by,
    numbers,
    parties_of_batch,
    tallies,
)
from entrepot.modules.declarations.queries.line import EDGES_MS
from entrepot.modules.declarations.queries.outgoing import FIRST, Key, lists_after, refused_after, rulebook_used
from entrepot.modules.declarations.queries.places import NumberedList, lists_numbered, record_places
from entrepot.modules.declarations.queries.record import Decision, Finding, ListLine, ListVersion
from entrepot.modules.declarations.queries.tally import refusals_by_rule, state_counts
from entrepot.modules.declarations.queries.whole import Record, marketplaces, read
from entrepot.modules.declarations.review import REASONS as REVIEW_REASONS
from entrepot.modules.declarations.review import explained as explained_review
from entrepot.modules.declarations.web.explanations import of_decision as explained

__all__ = [
    "EDGES_MS",
    "FIRST",
    "LIST_HEAD",
    "LIST_LINE",
    "PARTS",
    "REPLY",
    "REVIEW_REASONS",
    "WAKE_JUDGES",
    "Answered",
    "Basis",
    "Decided",
    "Decision",
    "Desk",
    "Drafts",
    "Filer",
    "Finding",
    "Found",
    "Judged",
    "Key",
    "ListLine",
    "ListVersion",
    "NumberedList",
    "Numbers",
    "Page",
    "ReadyBatch",
    "ReadyFiler",
    "Record",
    "Review",
    "Reviewed",
    "Shared",
    "Tallies",
    "UnableToReview",
    "ask_review",
    "decided_after",
    "declared_orders",
    "draft_lists",
    "explained",
    "explained_review",
    "fold",
    "found_by",
    "held_order",
    "held_waybill",
    "judge_arrivals",
    "lists_after",
    "lists_numbered",
    "lock_ready",
    "look_at",
    "make_reviewed",
    "mark_filed",
    "marketplaces",
    "note_arrivals",
    "numbers",
    "opened",
    "parties_of_batch",
    "publish",
    "read",
    "ready_filers",
    "record_places",
    "refusals_by_rule",
    "refused_after",
    "rulebook_used",
    "seed_of",
    "state_counts",
    "take_lists",
    "take_replies",
    "tallies",
    "wake_overdue",
    "whole_lists",
]
