"""A further worker machine: it has the address of the station's database, and the secret by which messages are sealed
(docs/decisions/0010, 0012).
"""

import json
import os
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from entrepot import __version__
from entrepot.project.server import schema
from entrepot.project.wording import Refusal, Text
from entrepot.store import dsn, identity, roles

NO_STATION = Text(
    "There is no station in the database {database} ({said}). Start one on it first, beside its data folder:"
    " DATABASE_URL=… entrepot up",
    "数据库 {database} 中没有站（{said}）。请先在其数据目录旁启动：DATABASE_URL=… entrepot up",
)
OTHER_RELEASE = Text(
    "This machine has entrepot {own}, whose tables are not those of the database {database}: {found}. "
    "Install the same release on both.",
    "本机为 entrepot {own}，其数据表结构与数据库 {database} 不同：{found}。请在两处安装同一版本。",
)
NO_SECRET = Text(
    "Messages of the station in {database} are sealed; found no secret to open them. Give --secret-file with the"
    " secrets.json of its data folder, or set ENTREPOT_SECRET_KEY.",
    "{database} 中的站对报文加密保存，未找到开启密钥。请用 --secret-file 指定其数据目录中的 secrets.json，"
    "或设置 ENTREPOT_SECRET_KEY。",
)
OTHER_SECRET = Text(
    "The secret given is not that of the station in {database}: expected the one with mark {expected}, found {found}."
    " Take secrets.json of the data folder beside which the station runs.",
    "所给密钥不属于 {database} 中的站：应为标记 {expected} 的密钥，实为 {found}。请使用该站数据目录中的 secrets.json。",
)


def join(url: str, secret_file: Path | None = None) -> str:
    """Put into the environment what a worker on that database needs, and set Django up; returns the kind of station.

    secret_file: of the station; None: ENTREPOT_SECRET_KEY as it is. Raises Refusal where no station is, one of another
    release, or one of another secret.
    """
    parts = conninfo_to_dict(url)
    options = f"{parts.get('options') or ''} -c role={roles.OWNER}".strip()
    owner = make_conninfo(url, options=options)  # whoever made the roles may take this one
    database = str(parts.get("dbname") or "")
    try:
        with psycopg.connect(owner) as connection:
            station = connection.execute("SELECT kind FROM parties_station").fetchone()
            applied = set(connection.execute("SELECT app, name FROM django_migrations").fetchall())
    except (psycopg.errors.UndefinedTable, psycopg.OperationalError) as error:
        raise Refusal(NO_STATION, database=database, said=str(error).strip().splitlines()[-1]) from error
    if station is None:
        raise Refusal(NO_STATION, database=database, said="parties_station")
    kind = str(station[0])
    secret = _secret(secret_file, database)
    os.environ.update(
        {dsn.OWNER: owner, "ENTREPOT_STATION": kind, "DJANGO_SETTINGS_MODULE": "entrepot.project.settings"}
        | {identity.SECRET: secret}
    )
    schema.set_up_django()
    own = schema.known()
    if different := sorted(f"{app}.{name}" for app, name in own ^ applied):
        raise Refusal(OTHER_RELEASE, own=__version__, database=database, found=", ".join(different[:3]))
    _refuse_another_secret(owner, database)
    return kind


def _secret(file: Path | None, database: str) -> str:
    if file is None:
        found = os.environ.get(identity.SECRET, "")
    else:
        text = file.read_text("utf-8") if file.is_file() else ""
        found = str(json.loads(text).get("django", "")) if text.lstrip().startswith("{") else text.strip()
        found = found.splitlines()[0] if found else ""
    if not found:
        raise Refusal(NO_SECRET, database=database)
    return found


def _refuse_another_secret(owner: str, database: str) -> None:
    with psycopg.connect(owner) as connection:
        newest = identity.newest_mark(connection)
    if newest not in (None, identity.mark()):
        raise Refusal(OTHER_SECRET, database=database, expected=newest, found=identity.mark())
