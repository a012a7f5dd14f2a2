"""A further worker machine: all it has is the address of the station's database (docs/decisions/0010)."""

import os

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from entrepot import __version__
from entrepot.project.server import schema
from entrepot.project.wording import Refusal, Text
from entrepot.store import dsn, roles

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


def join(url: str) -> str:
    """Put into the environment what a worker on that database needs, and set Django up; returns the kind of station.

    Raises Refusal where no station is, or one of another release.
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
    os.environ.update(
        {dsn.OWNER: owner, "ENTREPOT_STATION": kind, "DJANGO_SETTINGS_MODULE": "entrepot.project.settings"}
    )
    schema.set_up_django()
    own = schema.known()
    if different := sorted(f"{app}.{name}" for app, name in own ^ applied):
        raise Refusal(OTHER_RELEASE, own=__version__, database=database, found=", ".join(different[:3]))
    return kind
