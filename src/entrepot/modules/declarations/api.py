"""The door of declarations: lists taken in, arrivals, judgement."""

from entrepot.modules.declarations.drafting import Basis, Drafts, Filer, draft_lists
from entrepot.modules.declarations.operations.billing import Billed, make_bills
from entrepot.modules.declarations.operations.billing_filed import take_bill_states, take_bills
from entrepot.modules.declarations.operations.correcting import Version, keep_draft, note_sent
from entrepot.modules.declarations.operations.filing import (
    REPLY,
    Answered,
    ReadyBatch,
    ReadyFiler,
    lock_ready,
    mark_filed,
    ready_filers,
    take_replies,
    with_order_nos,
)
from entrepot.modules.declarations.operations.importing import held_payment, take_import_lists, take_withdrawals
from entrepot.modules.declarations.operations.judging import Desk, Judged, judge_arrivals
from entrepot.modules.declarations.operations.looking import PARTS, Shared, look_at, opened
from entrepot.modules.declarations.operations.publishing import publish
from entrepot.modules.declarations.operations.reviewing import (
    Review,
    Reviewed,
    UnableToReview,
    ask_review,
    held_by,
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
from entrepot.modules.declarations.operations.withdrawing import SENTENCES as WITHDRAWAL_SENTENCES
from entrepot.modules.declarations.operations.withdrawing import UnableToReturn, goods_arrived, withdraw_some
from entrepot.modules.declarations.queries.bills import STATUSES as BILL_STATUSES
from entrepot.modules.declarations.queries.bills import BillLine, TaxBill, tax_bill, tax_bills
from entrepot.modules.declarations.queries.corrections import (
    Draft,
    Sent,
    Standing,
    draft,
    drafts_of_list,
    drafts_on,
    list_as_filed,
    sent_of,
    standing,
    uses_of_waybill,
)
from entrepot.modules.declarations.queries.declared import declared_orders
from entrepot.modules.declarations.queries.documents import LIST_HEAD, LIST_LINE, as_import, whole_lists
from entrepot.modules.declarations.queries.feed import (
    Age,
    Decided,
    Found,
    Numbers,
    Page,
    Tallies,
    ages,
    decided_after,
    found_by,
    numbers,
    parties_of_batch,
    tallies,
)
from entrepot.modules.declarations.queries.finding import FoundList, find_lists
from entrepot.modules.declarations.queries.firsts import FirstLists, first_lists
from entrepot.modules.declarations.queries.line import EDGES_MS
from entrepot.modules.declarations.queries.lists import Asked, ListRow, Reason, all_open_lists, open_lists, reasons
from entrepot.modules.declarations.queries.outgoing import FIRST, Key, lists_after, refused_after, rulebook_used
from entrepot.modules.declarations.queries.papers import heads_as_filed, lines_as_filed
from entrepot.modules.declarations.queries.places import NumberedList, lists_numbered, record_places
from entrepot.modules.declarations.queries.record import Decision, Finding, ListLine, ListVersion
from entrepot.modules.declarations.queries.tally import refusals_by_rule, state_counts
from entrepot.modules.declarations.queries.whole import Record, marketplaces, read, signers
from entrepot.modules.declarations.review import REASONS as REVIEW_REASONS
from entrepot.modules.declarations.review import explained as explained_review
from entrepot.modules.declarations.web.codes import in_language as codes_in_language
from entrepot.modules.declarations.web.explanations import Explained
from entrepot.modules.declarations.web.explanations import of_decision as explained
from entrepot.modules.declarations.web.explanations import of_reason as explained_reason
from entrepot.modules.declarations.web.parts import Part
from entrepot.modules.declarations.web.parts import labels as part_labels
from entrepot.modules.declarations.web.retail import BADGES as BILL_BADGES
from entrepot.modules.declarations.web.sharing import Opened
from entrepot.modules.declarations.web.sharing import opened as opened_parts
from entrepot.modules.declarations.web.sharing import places as shared_places
from entrepot.modules.declarations.web.words import VERDICTS, awaited
from entrepot.modules.declarations.web.words import state as state_badge

__all__ = [
    "BILL_BADGES",
    "BILL_STATUSES",
    "EDGES_MS",
    "FIRST",
    "LIST_HEAD",
    "LIST_LINE",
    "PARTS",
    "REPLY",
    "REVIEW_REASONS",
    "VERDICTS",
    "WAKE_JUDGES",
    "WITHDRAWAL_SENTENCES",
    "Age",
    "Answered",
    "Asked",
    "Basis",
    "BillLine",
    "Billed",
    "Decided",
    "Decision",
    "Desk",
    "Draft",
    "Drafts",
    "Explained",
    "Filer",
    "Finding",
    "FirstLists",
    "Found",
    "FoundList",
    "Judged",
    "Key",
    "ListLine",
    "ListRow",
    "ListVersion",
    "NumberedList",
    "Numbers",
    "Opened",
    "Page",
    "Part",
    "ReadyBatch",
    "ReadyFiler",
    "Reason",
    "Record",
    "Review",
    "Reviewed",
    "Sent",
    "Shared",
    "Standing",
    "Tallies",
    "TaxBill",
    "UnableToReturn",
    "UnableToReview",
    "Version",
    "ages",
    "all_open_lists",
    "as_import",
    "ask_review",
    "awaited",
    "codes_in_language",
    "decided_after",
    "declared_orders",
    "draft",
    "draft_lists",
    "drafts_of_list",
    "drafts_on",
    "explained",
    "explained_reason",
    "explained_review",
    "find_lists",
    "first_lists",
    "fold",
    "found_by",
    "goods_arrived",
    "heads_as_filed",
    "held_by",
    "held_order",
    "held_payment",
    "held_waybill",
    "judge_arrivals",
    "keep_draft",
    "lines_as_filed",
    "list_as_filed",
    "lists_after",
    "lists_numbered",
    "lock_ready",
    "look_at",
    "make_bills",
    "make_reviewed",
    "mark_filed",
    "marketplaces",
    "note_arrivals",
    "note_sent",
    "numbers",
    "open_lists",
    "opened",
    "opened_parts",
    "part_labels",
    "parties_of_batch",
    "publish",
    "read",
    "ready_filers",
    "reasons",
    "record_places",
    "refusals_by_rule",
    "refused_after",
    "rulebook_used",
    "seed_of",
    "sent_of",
    "shared_places",
    "signers",
    "standing",
    "state_badge",
    "state_counts",
    "take_bill_states",
    "take_bills",
    "take_import_lists",
    "take_lists",
    "take_replies",
    "take_withdrawals",
    "tallies",
    "tax_bill",
    "tax_bills",
    "uses_of_waybill",
    "wake_overdue",
    "whole_lists",
    "with_order_nos",
    "withdraw_some",
]
