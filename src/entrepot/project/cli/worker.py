"""One worker process, as `up` starts it."""

import signal
import threading
from datetime import UTC, datetime
from types import FrameType

from entrepot.project.cli.frame import Context, command


@command()
def worker(_context: Context) -> None:
    """Work until SIGTERM or Ctrl-C; what is in hand is finished first."""
    from entrepot.project.api.deliveries import run_webhooks
    from entrepot.project.line import run_worker

    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    # daemon: an address that does not answer must not hold up the end; what is cut off is sent again
    webhooks = threading.Thread(
        target=run_webhooks, args=(stop, lambda: datetime.now(UTC)), name="webhooks", daemon=True
    )
    webhooks.start()
    try:
        run_worker(stop)
    finally:
        stop.set()
        webhooks.join(5)
