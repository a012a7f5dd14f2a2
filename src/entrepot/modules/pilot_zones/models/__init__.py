"""The tables of this module. Other modules know them by number only."""

from entrepot.modules.pilot_zones.models.counts import Counted, DayCount, DayValue
from entrepot.modules.pilot_zones.models.measures import Measure, MeasureGrant
from entrepot.modules.pilot_zones.models.membership import MEMBER_STATES, Member, PilotZone
from entrepot.modules.pilot_zones.models.parks import REQUEST_STATES, Lease, Park, TenantRequest, Unit

__all__ = [
    "MEMBER_STATES",
    "REQUEST_STATES",
    "Counted",
    "DayCount",
    "DayValue",
    "Lease",
    "Measure",
    "MeasureGrant",
    "Member",
    "Park",
    "PilotZone",
    "TenantRequest",
    "Unit",
]
