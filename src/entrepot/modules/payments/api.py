"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.payments.errors import UnableToSettle
from entrepot.modules.payments.matching import Due, Entry, Outcome, match
from entrepot.modules.payments.models import Settlement, Statement, StatementEntry
from entrepot.modules.payments.operations import NewStatement, bring_statement
from entrepot.modules.payments.queries import (
    counted,
    entries_of,
    settled,
    settlements_on,
    statement_of,
    statements_of,
)
from entrepot.modules.payments.words import REASONS, STATES

__all__ = [
    "REASONS",
    "STATES",
    "Due",
    "Entry",
    "NewStatement",
    "Outcome",
    "Settlement",
    "Statement",
    "StatementEntry",
    "UnableToSettle",
    "bring_statement",
    "counted",
    "entries_of",
    "match",
    "settled",
    "settlements_on",
    "statement_of",
    "statements_of",
]
