"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.insights.figures import Counted, Figure, register, registered
from entrepot.modules.insights.operations import EVERY, recount, recount_if_due
from entrepot.modules.insights.programme import (
    Action,
    Line,
    Published,
    State,
    Target,
    load,
    read_line,
    read_lines,
    state_of,
    way_of,
)
from entrepot.modules.insights.queries import Shown, figures

__all__ = [
    "EVERY",
    "Action",
    "Counted",
    "Figure",
    "Line",
    "Published",
    "Shown",
    "State",
    "Target",
    "figures",
    "load",
    "read_line",
    "read_lines",
    "recount",
    "recount_if_due",
    "register",
    "registered",
    "state_of",
    "way_of",
]
