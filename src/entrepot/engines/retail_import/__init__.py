"""The clearance engine for 9610 retail import (direct purchase): columns in; verdicts, findings and tax out. Pure."""

from entrepot.engines.retail_import.frames import Batch, Verdicts

REGIME = "cn/import_9610"

__all__ = ["REGIME", "Batch", "Verdicts"]
