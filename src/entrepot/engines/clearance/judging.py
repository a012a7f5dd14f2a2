from datetime import datetime

from entrepot.engines.clearance.frames import Batch, References, Verdicts
from entrepot.rulebook import Rulebook


def judge(
    batch: Batch, rulebook: Rulebook, references: References, *, now: datetime, seed: bytes | None = None
) -> Verdicts:
    """Judge the lists of `batch`; pure. `now` is aware and ends waiting; `seed` is the day's secret, None: no lanes."""
    raise NotImplementedError
