"""Customs messages from files, and the judging of what has arrived."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    import psycopg

    from entrepot.project.line.setting import Setting

FILES_HELP = Text("Message files, or folders of them (*.xml)", "报文文件，或其所在目录（*.xml）")
OUT_HELP = Text("Write the replies of this run into this folder", "把本次回执写入此目录")
READING = Text("Reading messages", "读取报文")
NO_FILES = Text(
    "Expected message files, found none in {path}. Name files, or a folder with *.xml in it.",
    "在 {path} 中没有找到报文文件。请指定文件，或含有 *.xml 的目录。",
)
TOOK = Text(
    "{messages} messages, {documents} documents: {accepted} accepted, {duplicates} known already, {refused} refused",
    "{messages} 个报文，{documents} 份单证：接收 {accepted}，重复 {duplicates}，退回 {refused}",
)
FAULT = Text("  {file}  {path}  {sentence}", "  {file}  {path}  {sentence}")
MORE = Text("  … and {count} more; all of them with --json", "  ……另有 {count} 项；用 --json 可看全部")
NEXT_CHECK = Text("Next: entrepot check", "下一步：entrepot check")
NEXT_CLEAR = Text("Next: entrepot clear", "下一步：entrepot clear")
WRONG_STATION = Text(
    "`{command}` is for {expected} stations, this is a {found} station. Use `{instead}` here.",
    "{command} 只用于 {expected} 站，本站为 {found} 站。请改用 {instead}。",
)
IDLE_HELP = Text("Go on until nothing is left to read or judge (always so)", "直到没有待处理的内容为止（总是如此）")
JUDGING = Text("Judging lists", "审核清单")
JUDGED = Text(
    "{lists} lists: {released} released, {ready} ready, {refused} refused, {held} held, {waiting} waiting,"
    " {not_checked} not checked",
    "清单 {lists} 份：放行 {released}，就绪 {ready}，退回 {refused}，布控 {held}，等待 {waiting}，"
    "未能核对 {not_checked}",
)
BY_RULE = Text("  {rule}: {count}", "  {rule}：{count}")
FILES_A_BATCH = 40
SHOWN = 20
_COP_CODE = re.compile(rb"copCode>\s*([^<\s]{1,40})\s*<")


@command()
def message(
    context: Context,
    files: Annotated[list[Path], typer.Argument(help=FILES_HELP.say())],
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help=OUT_HELP.say())] = None,
) -> Result:
    """Take customs messages in: each document is accepted, known already, or refused with a reason."""
    from entrepot.modules.exchange import api as exchange
    from entrepot.project.line.setting import open_setting

    paths = _paths(files)
    faults: list[dict[str, object]] = []
    totals = dict.fromkeys(("signed", "documents", "accepted", "duplicates", "refused"), 0)
    with open_setting() as setting, context.progress(READING, len(paths)) as advance:
        last = exchange.last_number(setting.lookups)
        for batch in _batches(paths):
            ids = _take(setting, batch, now=datetime.now(UTC))
            results = exchange.results(setting.lookups, sorted({one for one, _ in ids.values()}))
            for number, is_new in ids.values():
                _count(totals, asdict(results[number]), is_new=is_new)
            names = {number: path.name for path, (number, _) in ids.items()}
            faults += [
                {
                    "file": names[f.message_id],
                    "document": f.document_no,
                    "path": f.path,
                    "value": f.value,
                    "rule": f.rule,
                    "facts": f.facts,
                }
                for f in exchange.faults(setting.lookups, sorted(names))
            ]
            advance(len(batch))
        if out is not None:
            write_replies(setting.lookups, out, after=last)
    context.say(TOOK, messages=len(paths), **totals)
    for fault in faults[:SHOWN]:
        context.say(FAULT, file=fault["file"], path=fault["path"], sentence=say_fault(fault))
    if len(faults) > SHOWN:
        context.say(MORE, count=len(faults) - SHOWN)
    context.say(NEXT_CHECK if context.station == "filing" else NEXT_CLEAR)
    told = [{key: fault[key] for key in ("file", "document", "path", "value", "rule")} for fault in faults]
    return {"messages": len(paths), **totals, "faults": told}


def _paths(files: Sequence[Path]) -> list[Path]:
    found = [one for file in files for one in (sorted(file.glob("*.xml")) if file.is_dir() else [file])]
    missing = [path for path in found if not path.is_file()]
    if missing or not found:
        raise Refusal(NO_FILES, path=", ".join(str(path) for path in missing or files))
    return found


def _batches(paths: list[Path]) -> Iterator[list[Path]]:
    for start in range(0, len(paths), FILES_A_BATCH):
        yield paths[start : start + FILES_A_BATCH]


def _take(setting: "Setting", batch: list[Path], *, now: datetime) -> dict[Path, tuple[int, bool]]:
    """Store and read a batch of files; the id of each message, and whether it is new."""
    from entrepot.modules.exchange.api import Incoming
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.intake import store_and_read
    from entrepot.project.line.replies import answer_intake

    bodies = {path: path.read_bytes() for path in batch}
    codes = {
        path: found.group(1).decode("utf-8", "replace")
        for path, body in bodies.items()
        if (found := _COP_CODE.search(body))
    }
    known = parties.resolve(setting.lookups, [(code, code, "") for code in codes.values()])
    brings = setting.owner_id if setting.station == "filing" else None
    incoming = [
        Incoming(
            "message",
            sender := known.get(codes.get(path, ""), setting.owner_id),
            body,
            path.name,
            None if sender == setting.owner_id else brings,
        )
        for path, body in bodies.items()
    ]
    stored, _ = store_and_read(setting, incoming, now=now, after=answer_intake)
    return {path: (one.id, one.is_new) for path, one in zip(bodies, stored, strict=True)}


def _count(totals: dict[str, int], result: dict[str, object], *, is_new: bool) -> None:
    """Add one message; the same bytes again: what was accepted then is known already now."""
    accepted, duplicates = int(str(result["accepted"])), int(str(result["duplicates"]))
    totals["signed"] += result["key_name"] != ""
    totals["documents"] += int(str(result["documents"]))
    totals["refused"] += int(str(result["refused"]))
    totals["accepted"] += accepted if is_new else 0
    totals["duplicates"] += duplicates if is_new else duplicates + accepted


def say_fault(fault: "dict[str, object]") -> str:
    """The sentence of a fault in the language of the terminal."""
    from entrepot.project.line.reasons import sentence_of

    facts = fault["facts"]
    assert isinstance(facts, dict)
    return sentence_of(str(fault["rule"]), facts, language())


def write_replies(connection: "psycopg.Connection", folder: Path, *, after: int) -> int:
    """Write outgoing messages after the cursor as files; returns their number."""
    from entrepot.modules.exchange import api as exchange

    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    while found := exchange.outgoing(connection, after=after):
        for one in found:
            (folder / f"{one.kind}-{one.id:09d}.xml").write_bytes(one.body)
        count += len(found)
        after = found[-1].id
    return count


@command()
def check(context: Context) -> Result:
    """Pre-check every list that is due: ready, would be refused, not checked, waiting."""
    if context.station != "filing":
        raise Refusal(
            WRONG_STATION, command="entrepot check", expected="filing", found=context.station, instead="entrepot clear"
        )
    return _judge(context)


@command()
def clear(
    context: Context,
    until_idle: Annotated[bool, typer.Option("--until-idle", help=IDLE_HELP.say())] = True,  # noqa: ARG001 - the words of the interface
) -> Result:
    """Decide every list that is due, with replies."""
    if context.station == "filing":
        raise Refusal(
            WRONG_STATION,
            command="entrepot clear",
            expected="practice / deciding",
            found="filing",
            instead="entrepot check",
        )
    return _judge(context)


def _judge(context: Context) -> Result:
    from entrepot.modules.declarations import api as declarations
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.worker import Worker

    with open_setting() as setting:
        with context.progress(JUDGING, None) as advance:
            Worker(setting, lambda: datetime.now(UTC)).until_idle(lambda done: advance(done.judged))
        counts = declarations.state_counts(setting.lookups)
        rules = declarations.refusals_by_rule(setting.lookups)
    context.say(JUDGED, **counts)
    for rule, count in rules.items():
        context.say(BY_RULE, rule=rule, count=count)
    return {**counts, "by_rule": rules}
