"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.finance.eligibility import Check, Limits, Trade, checks
from entrepot.modules.finance.errors import UnableToFinance
from entrepot.modules.finance.models import Case, Step, Terms
from entrepot.modules.finance.operations.cases import (
    Wish,
    accept,
    ask,
    decline,
    limits_of,
    offer,
    pay_out,
    repaid,
    withdraw,
)
from entrepot.modules.finance.operations.terms import NewTerms, publish_terms
from entrepot.modules.finance.queries.cases import case_of, cases_of, steps_of, terms_in_force
from entrepot.modules.finance.queries.trades import read_trade
from entrepot.modules.finance.words import CHECKS, OUTCOMES, STATES, amount

__all__ = [
    "CHECKS",
    "OUTCOMES",
    "STATES",
    "Case",
    "Check",
    "Limits",
    "NewTerms",
    "Step",
    "Terms",
    "Trade",
    "UnableToFinance",
    "Wish",
    "accept",
    "amount",
    "ask",
    "case_of",
    "cases_of",
    "checks",
    "decline",
    "limits_of",
    "offer",
    "pay_out",
    "publish_terms",
    "read_trade",
    "repaid",
    "steps_of",
    "terms_in_force",
    "withdraw",
]
