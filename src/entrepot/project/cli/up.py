"""Starting a station, and making one."""

import os
import shutil
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command, opened
from entrepot.project.server import account
from entrepot.project.server.locks import Lock
from entrepot.project.wording import Refusal, Text

ARRIVALS = ("demo", "arrive")
KINDS = ("practice", "filing", "deciding")
STATION_HELP = Text(
    "practice, filing or deciding; fixed when the folder is made (then practice if not given)",
    "practice（练习）、filing（申报）或 deciding（审核）；建立目录时确定（默认 practice）",
)
NO_SUCH_KIND = Text(
    "There is no station of kind “{found}”; expected {expected}.", "没有“{found}”这种站；应为 {expected}。"
)
RUNS_ALREADY = Text(
    "{path} is running already (process {pid}, {address}). Stop that one first, or give this one a folder: --data DIR.",
    "{path} 已在运行（进程 {pid}，{address}）。请先停止它，或另用目录：--data DIR。",
)
READY = Text("Ready", "就绪")
WHERE = Text("  {kind} station in {path}: {address}", "  {kind} 站，位于 {path}：{address}")
TRY = Text("  Try: {example}", "  试试：{example}")
OPEN = Text("  Open this first, within 15 minutes: {link}", "  先打开这里（15 分钟内有效）：{link}")
MADE = Text("{path} is a {kind} station.", "{path} 是 {kind} 站。")
PORT_HELP = Text("Port of the pages", "网页端口")
HOST_HELP = Text(
    "Address to listen on; others than this machine see the pages if it is not 127.0.0.1",
    "监听地址；非 127.0.0.1 时其他机器可见",
)
WORKERS_HELP = Text("How many workers (one a processor if not given)", "工作进程数（默认每个处理器一个）")
DEMO_HELP = Text("Load the practice world if the folder is new and empty", "目录为空时载入练习数据")

StationKind = Annotated[str | None, typer.Option("--station", help=STATION_HELP.say(), metavar="|".join(KINDS))]


@command(needs="nothing")
def up(
    context: Context,
    port: Annotated[int, typer.Option(help=PORT_HELP.say(), min=1, max=65535)] = 8000,
    host: Annotated[str, typer.Option(help=HOST_HELP.say())] = "127.0.0.1",
    station: StationKind = None,
    workers: Annotated[int | None, typer.Option(help=WORKERS_HELP.say(), min=0, max=64)] = None,
    demo: Annotated[bool, typer.Option("--demo", help=DEMO_HELP.say())] = False,
) -> None:
    """Keep database, pages and workers running until Ctrl-C or SIGTERM."""
    from entrepot.project.server.supervisor import Plan, Supervisor

    _make(context, station)
    plan = Plan(host, port, workers if workers is not None else os.cpu_count() or 1)
    lock = context.folder.lock("up")
    _refuse_second(context, lock)
    with ExitStack() as stack:
        stack.callback(lock.drop)
        lock.write({"pid": os.getpid(), "address": plan.address, "since": context.now.isoformat()})
        installation = stack.enter_context(opened(context))
        fresh = demo and _load_practice_world(context)
        once = [*ARRIVALS, "--data", str(context.folder.path)] if fresh else []
        Supervisor(installation, plan, context.note, once=once).run(lambda: _ready(context, plan.address, demo=demo))


@command(needs="nothing")
def init(context: Context, station: StationKind = None) -> Result:
    """Make a data folder a station, with its database, and leave it stopped."""
    _make(context, station)
    with opened(context):
        context.say(MADE, path=context.folder.path, kind=context.station)
    return {"data": str(context.folder.path), "station": context.station}


def _load_practice_world(context: Context) -> bool:
    """Into a folder that nothing has come into yet; whether that was done."""
    from entrepot.project.cli import demo
    from entrepot.project.server.schema import set_up_django

    set_up_django()
    return demo.load_if_empty(context)


def _make(context: Context, station: str | None) -> None:
    if station is not None and station not in KINDS:
        raise typer.BadParameter(NO_SUCH_KIND.say(found=station, expected=", ".join(KINDS)))
    if station is None and context.folder.exists():
        return
    context.folder.make(station or "practice", account.current(), now=context.now)


def _refuse_second(context: Context, lock: Lock) -> None:
    if not lock.take(wait=False):
        holder = lock.read()
        raise Refusal(
            RUNS_ALREADY, path=context.folder.path, pid=holder.get("pid", "?"), address=holder.get("address", "?")
        )


def _ready(context: Context, address: str, *, demo: bool) -> None:
    data = context.folder.path
    practice = demo and context.station == "practice"
    context.say(READY)
    context.say(WHERE, kind=context.station, path=context.folder.path, address=address)
    facts = {"ready": True, "address": address, "station": context.station, "data": str(data)}
    if practice and (path := _way_in()):
        facts["open"] = address.rstrip("/") + path
        context.say(OPEN, link=facts["open"])
    example = "link seller" if practice else "doctor"
    program = sys.argv[0] if sys.argv[0].endswith("/entrepot") and not shutil.which("entrepot") else "entrepot"
    context.say(TRY, example=f"{os.path.relpath(program) if '/' in program else program} {example} --data {data}")
    context.answer(facts)


def _way_in() -> str:
    from entrepot.project.cli import demo

    return demo.way_in(datetime.now(UTC))
