"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.pilot_zones.conditions import FIGURES, Condition, plain
from entrepot.modules.pilot_zones.errors import UnableToJoin, UnableToLet, UnableToPublish
from entrepot.modules.pilot_zones.models import Lease, Measure, MeasureGrant, Member, Park, PilotZone, ServiceRequest
from entrepot.modules.pilot_zones.operations.counting import count
from entrepot.modules.pilot_zones.operations.joining import agree, begin, end, enter_pilot_zone
from entrepot.modules.pilot_zones.operations.leasing import (
    add_unit,
    answer,
    ask,
    enter_park,
    let,
    open_figures,
    withdraw,
)
from entrepot.modules.pilot_zones.operations.measuring import BUDGET, Granted, grant, grant_all, publish
from entrepot.modules.pilot_zones.queries.measures import (
    Check,
    Fit,
    Standing,
    conditions_of,
    counted_at,
    fits,
    grants_of,
    last_day,
    measure_coded,
    published,
    standings,
)
from entrepot.modules.pilot_zones.reading import MeasureDraft, read_measure

__all__ = [
    "BUDGET",
    "FIGURES",
    "Check",
    "Condition",
    "Fit",
    "Granted",
    "Lease",
    "Measure",
    "MeasureDraft",
    "MeasureGrant",
    "Member",
    "Park",
    "PilotZone",
    "ServiceRequest",
    "Standing",
    "UnableToJoin",
    "UnableToLet",
    "UnableToPublish",
    "add_unit",
    "agree",
    "answer",
    "ask",
    "begin",
    "conditions_of",
    "count",
    "counted_at",
    "end",
    "enter_park",
    "enter_pilot_zone",
    "fits",
    "grant",
    "grant_all",
    "grants_of",
    "last_day",
    "let",
    "measure_coded",
    "open_figures",
    "plain",
    "publish",
    "published",
    "read_measure",
    "standings",
    "withdraw",
]
