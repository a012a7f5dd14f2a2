"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.quality.errors import UnableToInspect
from entrepot.modules.quality.models import Inspection
from entrepot.modules.quality.operations import Result, Wish, aql_text, ask, record_result
from entrepot.modules.quality.queries import inspection_of, inspections_of, inspections_on
from entrepot.modules.quality.sampling import AQLS, LEVELS, Plan, letter_for, plan
from entrepot.modules.quality.words import STATES

__all__ = [
    "AQLS",
    "LEVELS",
    "STATES",
    "Inspection",
    "Plan",
    "Result",
    "UnableToInspect",
    "Wish",
    "aql_text",
    "ask",
    "inspection_of",
    "inspections_of",
    "inspections_on",
    "letter_for",
    "plan",
    "record_result",
]
