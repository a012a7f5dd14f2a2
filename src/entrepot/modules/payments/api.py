"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.payments.errors import UnableToAsk, UnableToSettle
from entrepot.modules.payments.matching import Due, Entry, Outcome, match
from entrepot.modules.payments.models import OriginalPayment, PaymentQuestion, Settlement, Statement, StatementEntry
from entrepot.modules.payments.operations import NewStatement, bring_statement
from entrepot.modules.payments.originals import (
    KeptPayment,
    Taken,
    has_original,
    keep_original,
    note_answer,
    note_question,
    original_text,
    question_of,
    questions_due,
    questions_on,
    take_upload,
    uploaded_text,
)
from entrepot.modules.payments.queries import (
    counted,
    entries_of,
    settled,
    settlements_on,
    statement_of,
    statements_of,
)
from entrepot.modules.payments.words import QUESTIONS, REASONS, SIDES, STATES

__all__ = [
    "QUESTIONS",
    "REASONS",
    "SIDES",
    "STATES",
    "Due",
    "Entry",
    "KeptPayment",
    "NewStatement",
    "OriginalPayment",
    "Outcome",
    "PaymentQuestion",
    "Settlement",
    "Statement",
    "StatementEntry",
    "Taken",
    "UnableToAsk",
    "UnableToSettle",
    "bring_statement",
    "counted",
    "entries_of",
    "has_original",
    "keep_original",
    "match",
    "note_answer",
    "note_question",
    "original_text",
    "question_of",
    "questions_due",
    "questions_on",
    "settled",
    "settlements_on",
    "statement_of",
    "statements_of",
    "take_upload",
    "uploaded_text",
]
