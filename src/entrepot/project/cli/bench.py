"""Benches on a scratch database of the station's server."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text

SETS_HELP = Text("How many sets to clear", "清关多少组单证")
BEFORE_HELP = Text("How many sets the database holds before", "事先存入多少组单证")
RUNNING = Text("Clearing {sets} sets on a scratch database", "在临时数据库上清关 {sets} 组")
FOUND = Text(
    "{sets_per_s} sets/s, {raw_share} of a plain COPY ({raw_sets_per_s} sets/s), {object_ratio} × the object way",
    "每秒 {sets_per_s} 组，为纯 COPY（每秒 {raw_sets_per_s} 组）的 {raw_share}，为逐对象方式的 {object_ratio} 倍",
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
) -> Result:
    """Measure how many sets a second become decided lists; every figure with the settings it was measured under."""
    from entrepot.project.bench.clearance import measure, scratch
    from entrepot.store.roles import Passwords

    assert context.installation is not None
    mine = context.installation.secrets
    context.say(RUNNING, sets=sets)
    with (
        scratch(context.installation.superuser(), Passwords(mine.owner, mine.web, mine.read)) as place,
        tempfile.TemporaryDirectory(prefix="entrepot-bench-") as folder,
    ):
        found = measure(place, Path(folder), sets=sets, rows_before=rows_before)
    context.say(FOUND, **found)
    context.say(SAFE, **found)
    return found
