"""One worker process, as `up` starts it."""

import signal
import threading
from types import FrameType

from entrepot.project.cli.frame import Context, command


@command()
def worker(_context: Context) -> None:
    """Work until SIGTERM or Ctrl-C; what is in hand is finished first."""
    from entrepot.project.line import run_worker

    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    run_worker(stop)
