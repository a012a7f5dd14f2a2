"""The line: from raw messages to decided lists. What the floors below offer, put in order."""

import threading
from datetime import UTC, datetime


def run_worker(stop: threading.Event, *, sheets: bool = True) -> None:
    """One worker process, until `stop` is set. sheets: whether it has the key by which buyers in sheets are hashed."""
    from entrepot.project.line import worker

    worker.run_worker(stop, lambda: datetime.now(UTC), sheets=sheets)
