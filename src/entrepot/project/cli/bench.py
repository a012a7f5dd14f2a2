"""Benches on a scratch database of the station's server."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text

SETS_HELP = Text("How many sets to clear", "清关多少组单证")
BEFORE_HELP = Text("How many sets the database holds before", "事先存入多少组单证")
RATE_HELP = Text("Sets a second over HTTP", "通过 HTTP 每秒发送多少组")
SECONDS_HELP = Text("How long to send over HTTP; 0 leaves it out", "HTTP 发送时长（秒）；0 表示不测")
PART = Text("… {part}", "… {part}")
RUNNING = Text("Clearing {sets} sets on a scratch database", "在临时数据库上清关 {sets} 组")
FOUND = Text(
    "{sets_per_s} sets/s, {raw_share} of a plain COPY ({raw_sets_per_s} sets/s), {object_ratio} × the object way",
    "每秒 {sets_per_s} 组，为纯 COPY（每秒 {raw_sets_per_s} 组）的 {raw_share}，为逐对象方式的 {object_ratio} 倍",
)
OVER_HTTP = Text(
    "over HTTP: half of the sets have their verdict {p50_ms} ms after the planned moment, 99 of 100 after {p99_ms} ms",
    "通过 HTTP：半数单证在计划时刻后 {p50_ms} 毫秒内得出结论，99% 在 {p99_ms} 毫秒内",
)
SAFE = Text(
    "fsync {fsync}, synchronous_commit {synchronous_commit}, full_page_writes {full_page_writes}",
    "fsync {fsync}，synchronous_commit {synchronous_commit}，full_page_writes {full_page_writes}",
)


@command()
def clearance(
    context: Context,
    sets: Annotated[int, typer.Option("--sets", min=2000, help=SETS_HELP.say())] = 100_000,
    rows_before: Annotated[int, typer.Option("--rows-before", min=0, help=BEFORE_HELP.say())] = 0,
    rate: Annotated[int, typer.Option("--rate", min=25, help=RATE_HELP.say())] = 1000,
    seconds: Annotated[int, typer.Option("--seconds", min=0, help=SECONDS_HELP.say())] = 60,
) -> Result:
    """Measure how many sets a second become decided lists; every figure with the settings it was measured under."""
    from entrepot.project.bench.clearance import Wanted, measure
    from entrepot.project.bench.scratch import scratch
    from entrepot.store.roles import Passwords

    assert context.installation is not None
    mine = context.installation.secrets
    context.say(RUNNING, sets=sets)
    with (
        scratch(context.installation.superuser(), Passwords(mine.owner, mine.web, mine.read)) as place,
        tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder,
    ):
        found = measure(
            place, Path(folder), Wanted(sets, rows_before, rate, seconds), lambda part: context.say(PART, part=part)
        )
    context.say(FOUND, **found)
    if seconds:
        context.say(OVER_HTTP, **found)
    context.say(SAFE, **found)
    return found
