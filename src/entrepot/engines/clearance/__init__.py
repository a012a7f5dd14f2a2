"""The clearance engine for 9610 retail export: columns in; verdicts, findings and explanations out. Pure."""

from entrepot.engines.clearance.editions import IMPORT_REFERENCES, REFERENCES, Edition, References
from entrepot.engines.clearance.explain import Explanation, FigureInForce, explain
from entrepot.engines.clearance.frames import Batch, NotTheFrame, Verdicts
from entrepot.engines.clearance.judging import Unjudgeable, judge
from entrepot.engines.clearance.selection import commitment

__all__ = [
    "IMPORT_REFERENCES", "REFERENCES", "Batch", "Edition", "Explanation", "FigureInForce", "NotTheFrame", "References",
    "Unjudgeable", "Verdicts", "commitment", "explain", "judge",
]  # fmt: skip
