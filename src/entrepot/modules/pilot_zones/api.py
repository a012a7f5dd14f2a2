"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.pilot_zones.conditions import FIGURES, Condition, plain
from entrepot.modules.pilot_zones.errors import UnableToJoin, UnableToLet, UnableToPublish
from entrepot.modules.pilot_zones.models import Lease, Measure, MeasureGrant, Member, Park, PilotZone, TenantRequest
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
from entrepot.modules.pilot_zones.queries.clusters import Cluster, clusters
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
from entrepot.modules.pilot_zones.queries.membership import between, members, memberships, office_of, pilot_zones
from entrepot.modules.pilot_zones.queries.parks import (
    Occupancy,
    leases_of,
    occupancy,
    park_coded,
    parks_of,
    requests_of,
    units_of,
)
from entrepot.modules.pilot_zones.queries.parks import (
    last_day as lease_last_day,
)
from entrepot.modules.pilot_zones.queries.statistics import Line, Statistics, month_of, statistics, trade_of
from entrepot.modules.pilot_zones.reading import MeasureDraft, read_measure
from entrepot.modules.pilot_zones.register import RegisterBatch, batches, checked_on

__all__ = [
    "BUDGET",
    "FIGURES",
    "Check",
    "Cluster",
    "Condition",
    "Fit",
    "Granted",
    "Lease",
    "Line",
    "Measure",
    "MeasureDraft",
    "MeasureGrant",
    "Member",
    "Occupancy",
    "Park",
    "PilotZone",
    "RegisterBatch",
    "Standing",
    "Statistics",
    "TenantRequest",
    "UnableToJoin",
    "UnableToLet",
    "UnableToPublish",
    "add_unit",
    "agree",
    "answer",
    "ask",
    "batches",
    "begin",
    "between",
    "checked_on",
    "clusters",
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
    "lease_last_day",
    "leases_of",
    "let",
    "measure_coded",
    "members",
    "memberships",
    "month_of",
    "occupancy",
    "office_of",
    "open_figures",
    "park_coded",
    "parks_of",
    "pilot_zones",
    "plain",
    "publish",
    "published",
    "read_measure",
    "requests_of",
    "standings",
    "statistics",
    "trade_of",
    "units_of",
    "withdraw",
]
