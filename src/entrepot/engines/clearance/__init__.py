"""The clearance engine for 9610 retail export: columns in; verdicts, findings and explanations out. Pure."""

from entrepot.engines.clearance.frames import Batch, Edition, NotTheFrame, References, Verdicts
from entrepot.engines.clearance.judging import judge

__all__ = ["Batch", "Edition", "NotTheFrame", "References", "Verdicts", "judge"]
