"""Sheets onto the record, part by part; `jobs.py` says how, the others what a part of each kind is."""

from entrepot.project.line.sheets.jobs import (
    Job,
    UnableToTakeTwice,
    finish,
    import_order_lines,
    open_job,
    start,
    take_some,
)

__all__ = ["Job", "UnableToTakeTwice", "finish", "import_order_lines", "open_job", "start", "take_some"]
