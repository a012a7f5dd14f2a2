"""One worker process, as `up` starts it, or on another machine that has no data folder."""

import signal
import threading
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, command, joined
from entrepot.project.wording import Text

JOIN_HELP = Text(
    "On a further machine, without a data folder: the database of the station, as its `up` has it in DATABASE_URL",
    "用于另一台没有数据目录的机器：站的数据库，即其 `up` 所用的 DATABASE_URL",
)
SECRET_HELP = Text(
    "With --join: secrets.json of the station's data folder, or a file whose first line is its secret;"
    " else ENTREPOT_SECRET_KEY",
    "与 --join 一起使用：站数据目录中的 secrets.json，或首行为其密钥的文件；否则取 ENTREPOT_SECRET_KEY",
)
JOINED = Text(
    "Working for the {kind} station in {database}. Sheets are left to the workers beside its data folder.",
    "正在为 {database} 中的 {kind} 站工作。表格由其数据目录旁的工作进程处理。",
)


@command(needs="nothing")
def worker(
    context: Context,
    join: Annotated[str | None, typer.Option("--join", metavar="DATABASE_URL", help=JOIN_HELP.say())] = None,
    secret_file: Annotated[Path | None, typer.Option("--secret-file", metavar="FILE", help=SECRET_HELP.say())] = None,
) -> None:
    """Work until SIGTERM or Ctrl-C; what is in hand is finished first."""
    with ExitStack() as stack:
        if join is None:
            stack.enter_context(joined(context))
        else:
            _join(context, join, secret_file)
        # the key by which buyers in sheets are hashed lies in the data folder, and so does the sender's
        _work(None if join else context)


def _join(context: Context, url: str, secret_file: Path | None) -> None:
    from psycopg.conninfo import conninfo_to_dict

    from entrepot.project.server.joining import join

    kind = join(url, secret_file)
    context.say(JOINED, kind=kind, database=conninfo_to_dict(url).get("dbname", ""))
    context.answer({"joined": True, "station": kind})


def _work(beside: Context | None) -> None:
    """beside: with the data folder of the station, where this worker runs beside it."""
    from entrepot.project.api.deliveries import run_webhooks
    from entrepot.project.line import run_worker

    stop = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    asides = [_aside("webhooks", run_webhooks, stop, _now)]
    if beside is not None and beside.station == "filing":
        from entrepot.project.api.uploads import run_uploads

        asides.append(_aside("uploads", run_uploads, stop, _now, beside.folder.path))
    try:
        run_worker(stop, sheets=beside is not None)
    finally:
        stop.set()
        for thread in asides:
            thread.join(5)


def _aside(name: str, run: Callable[..., None], *arguments: object) -> threading.Thread:
    # daemon: an address that does not answer must not hold up the end; what is cut off is sent again
    thread = threading.Thread(target=run, args=arguments, name=name, daemon=True)
    thread.start()
    return thread


def _now() -> datetime:
    return datetime.now(UTC)
