"""What is in force here: versions, settings, station, schema, editions, disk, memory. Works on a broken folder too."""

from typing import Any

import psycopg

from entrepot import __version__
from entrepot.project import health
from entrepot.project.cli.frame import Context, Result, command, opened
from entrepot.project.cli.references import PART, WHOLE
from entrepot.project.server.schema import migrations, set_up_django
from entrepot.project.wording import Text

NO_REFERENCES: dict[str, list[Any]] = {"editions": [], "missing": [], "missing_import": []}  # of an old schema
HEADING = Text("{path}: {kind} station, entrepot {release}", "{path}：{kind} 站，entrepot {release}")
ALL_WELL = Text("Nothing is wrong.", "一切正常。")
WRONG = Text("! {trouble}", "！{trouble}")
NO_ICONS = Text(
    "The icons of the pages are not built; pages show text without them. Run bin/setup.",
    "网页图标尚未生成，页面只显示文字。请运行 bin/setup。",
)
EDITIONS = Text("Reference editions in force:", "现行参数表版本：")
EDITION = Text(
    "  {kind}  “{edition}”, {entries} codes, {covers}, from {valid_from}; source: {source}",
    "  {kind}  “{edition}”，{entries} 个代码，{covers}，自 {valid_from} 起；来源：{source}",
)
NO_EDITION = Text("  none", "  无")


@command(needs="nothing")
def doctor(context: Context) -> Result:
    """Print what is in force and what is wrong with it."""
    identity = context.folder.identity()
    with opened(context) as installation:
        facts: dict[str, Any] = {
            "release": __version__,
            "station": {"kind": identity.kind, "id": str(identity.id), "created_at": identity.created_at.isoformat()},
            "data": str(context.folder.path),
            "running": _supervisor(context),
            "machine": health.machine(identity.place),
            "packages": health.packages(),
            "migrations": _migrations(),
            "now": context.now.isoformat(),
        }
        with psycopg.connect(installation.dsns().owner) as connection:
            facts["database"] = health.database(connection, own=installation.cluster is not None)
            current = facts["migrations"]["applied"] and not facts["migrations"]["missing"]
            facts["references"] = health.references(connection, context.now) if current else NO_REFERENCES
        wrong = health.troubles(facts, path=context.folder.path, now=context.now)
        facts["troubles"] = [trouble.say() for trouble in wrong]
    _tell(context, facts)
    return facts


def _supervisor(context: Context) -> dict[str, object] | None:
    """Who runs this station with `up`, or None."""
    lock = context.folder.lock("up")
    if lock.take(wait=False):
        lock.drop()
        return None
    return lock.read()


def _migrations() -> dict[str, object]:
    """What the schema lacks against this release."""
    set_up_django()
    applied, missing = migrations()
    return {"applied": applied, "missing": missing}


def _tell(context: Context, facts: dict[str, Any]) -> None:
    context.say(HEADING, path=facts["data"], kind=facts["station"]["kind"], release=facts["release"])
    groups = {**facts["machine"], **facts["packages"], **facts["database"]["settings"]}
    width = max(map(len, groups))
    for name, value in groups.items():
        context.show(f"  {name:<{width}}  {value}")
    _tell_editions(context, facts["references"]["editions"])
    for trouble in facts["troubles"]:
        context.say(WRONG, trouble=trouble)
    if not facts["troubles"]:
        context.say(ALL_WELL)


def _tell_editions(context: Context, editions: list[dict[str, Any]]) -> None:
    context.say(EDITIONS)
    width = max((len(one["kind"]) for one in editions), default=0)
    for one in editions:
        covers = WHOLE.say() if one["complete"] else PART.say(part=one["covers"])
        shown = {name: one[name] for name in ("edition", "entries", "valid_from", "source")}
        context.say(EDITION, kind=one["kind"].ljust(width), covers=covers, **shown)
    if not editions:
        context.say(NO_EDITION)
