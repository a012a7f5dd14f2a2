"""The clearance engine for 9610 retail import (direct purchase): columns in; verdicts, findings and tax out. Pure."""

from entrepot.engines.retail_import.billing import OWED, still_owed
from entrepot.engines.retail_import.frames import Batch, Verdicts
from entrepot.engines.retail_import.judging import REGIME, judge
from entrepot.engines.retail_import.returning import BOUGHT, Return, Returned, judge_return
from entrepot.engines.retail_import.wishing import refused, wishes

__all__ = [
    "BOUGHT", "OWED", "REGIME", "Batch", "Return", "Returned", "Verdicts", "judge", "judge_return", "refused",
    "still_owed", "wishes",
]  # fmt: skip
