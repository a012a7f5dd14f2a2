"""The whole station in one file, and back, here or on a server; hashes to compare two stations."""

from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

FILE_HELP = Text("The backup", "备份文件")
OUT_HELP = Text("Where to write the backup; not there yet", "备份写入位置（尚不存在）")
TO_HELP = Text(
    "Server to restore to, such as postgresql://admin@host/entrepot; without it, a database of the folder's own",
    "恢复到的服务器，如 postgresql://admin@host/entrepot；不给出则使用目录自带数据库",
)
PASSPHRASE_HELP = Text(
    "File whose first line is the passphrase of the secrets: signing key, and the secret that seals",
    "首行为口令的文件；口令保护签名密钥与封存密钥",
)
NO_PASSPHRASE = Text("Expected a passphrase in {path}, found none.", "在 {path} 中没有找到口令。")
TAKING = Text("Tables", "数据表")
CHECKING = Text("Bytes checked", "已核对字节")
TAKEN = Text("{path}: {rows} rows of {tables} tables, {size} bytes.", "{path}：{tables} 张表 {rows} 行，{size} 字节。")
WITH_SECRETS = Text(
    "The signing key is in it under your passphrase, and the secret by which persons and messages are sealed.",
    "签名密钥以及封存个人信息与报文的密钥已以口令加密存入。",
)
WITHOUT_SECRETS = Text(
    "The signing key is not in it, nor the secret by which persons and messages are sealed: a station restored from it"
    " signs with a new key and opens neither. Give --passphrase-file to keep them.",
    "其中不含签名密钥，也不含封存个人信息与报文的密钥：由此恢复的站将使用新签名密钥，且无法开启已封存内容。"
    "如需保留，请使用 --passphrase-file。",
)
KEEP = Text(
    "Persons and the bytes of messages lie sealed in it, all else in the clear: keep it as you keep the data folder.",
    "其中个人信息与报文原文为加密保存，其余为明文：请像数据目录一样妥善保管。",
)
HASHES = Text("Decisions  {decisions}\nEverything {everything}", "审核结论 {decisions}\n全部数据 {everything}")
RESTORED = Text(
    "{kind} station restored: {rows} rows of {tables} tables, each compared with what was taken. Folder: {path}",
    "已恢复 {kind} 站：{tables} 张表 {rows} 行，逐表与备份时核对一致。目录：{path}",
)
NEW_KEY = Text(
    "It signs with a new key; tell those who verify your files: {fingerprint}. Persons and bytes of messages that were"
    " sealed before stay shut: for them restore with --passphrase-file.",
    "已启用新签名密钥，请告知验证方：{fingerprint}。此前封存的个人信息与报文原文无法开启；"
    "如需开启，请用 --passphrase-file 恢复。",
)
ONE_ONLY = Text(
    "Stop the station that the backup was taken from: two that run would file and answer twice.",
    "请停用备份来源的站：两个站同时运行会重复申报与回复。",
)
START = Text("Start it with: {example}", "启动：{example}")

Passphrase = Annotated[Path | None, typer.Option("--passphrase-file", metavar="FILE", help=PASSPHRASE_HELP.say())]


@command()
def backup(
    context: Context,
    file: Annotated[Path, typer.Argument(help=OUT_HELP.say())],
    passphrase_file: Passphrase = None,
) -> Result:
    """Write the whole station, as it is in this instant, into one signed file."""
    from entrepot.project.line.setting import open_setting
    from entrepot.project.server.backup import sealing, taking

    passphrase = _passphrase(passphrase_file)
    if passphrase is not None:
        sealing.require_strength(passphrase)
    with open_setting():  # makes the station and its key, if nothing has yet
        pass
    with context.progress(TAKING, None) as tell:
        taken = taking.take(context.folder, file, passphrase=passphrase, now=context.now, tell=tell)
    context.say(TAKEN, path=file, rows=taken.rows, tables=taken.tables, size=taken.bytes)
    context.say(WITHOUT_SECRETS if passphrase is None else WITH_SECRETS)
    context.say(KEEP)
    context.say(HASHES, decisions=taken.decisions, everything=taken.everything)
    return {
        "file": str(file), "rows": taken.rows, "tables": taken.tables, "bytes": taken.bytes,
        "decisions": taken.decisions, "everything": taken.everything, "fingerprint": taken.fingerprint,
        "secrets": passphrase is not None,
    }  # fmt: skip


@command(needs="nothing")
def restore(
    context: Context,
    file: Annotated[Path, typer.Argument(help=FILE_HELP.say())],
    to: Annotated[str | None, typer.Option("--to", metavar="DATABASE_URL", help=TO_HELP.say())] = None,
    passphrase_file: Passphrase = None,
) -> Result:
    """Make a station of a backup: in a new folder with a database of its own, or on the server of --to."""
    from entrepot.project.server.backup import reading, restoring

    with context.progress(CHECKING, None) as tell:
        found = reading.opened(file, passphrase=_passphrase(passphrase_file), tell=tell)
    with context.progress(TAKING, len(found.contents["tables"])) as tell:
        plan = restoring.Plan(found, context.folder, to, context.now, context.note, tell)
        done = restoring.restore(plan)
    tables = done.said["tables"]
    rows = sum(table["rows"] for table in tables.values())
    context.say(RESTORED, kind=done.station, rows=rows, tables=len(tables), path=done.folder)
    context.say(HASHES, decisions=done.said["decisions"], everything=done.said["everything"])
    if done.new_key:
        context.say(NEW_KEY, fingerprint=done.new_key)
    context.say(ONE_ONLY)
    server = "DATABASE_URL=… " if to else ""
    context.say(START, example=f"{server}entrepot up --data {done.folder}")
    return {
        "station": done.station, "data": str(done.folder), "database": done.database, "rows": rows,
        "tables": len(tables), "decisions": done.said["decisions"], "everything": done.said["everything"],
        "new_key": done.new_key,
    }  # fmt: skip


@command()
def hashes(context: Context) -> Result:
    """Hashes over decisions and over everything: two stations that say the same have the same."""
    from entrepot.project.server.backup import taking

    found = taking.hashes()
    context.say(HASHES, decisions=found["decisions"], everything=found["everything"])
    return found


def _passphrase(path: Path | None) -> str | None:
    if path is None:
        return None
    text = path.read_text("utf-8").splitlines() if path.is_file() else []
    if not text or not text[0].strip():
        raise Refusal(NO_PASSPHRASE, path=path)
    return text[0].strip()
