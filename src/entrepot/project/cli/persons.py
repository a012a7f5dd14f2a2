"""Persons in documents: shown for a reason, given out, erased; the keys by which they are sealed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import in_name_of, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

if TYPE_CHECKING:
    import psycopg

    from entrepot.modules.parties.api import Acting
    from entrepot.project.line.setting import Setting

KIND_HELP = Text(
    "import_order, payment, import_waybill, import_list or withdrawal",
    "import_order（订单）、payment（支付单）、import_waybill（运单）、import_list（清单）或 withdrawal（撤销、退货）",
)
NUMBER_HELP = Text(
    "Number of the order, payment or waybill; of a list: of its order", "订单、支付或运单编号；清单用其订单编号"
)
WHY_HELP = Text("Why you need to know; it is kept in the audit", "查看原因，记入审计")
AS_HELP = Text(
    "Code of the firm that sent it; without it: the office whose station this is",
    "发送该单证的企业编码；不给出则为本站海关",
)
FILE_HELP = Text(
    "File whose first line is the identity number; -: standard input. On the command line others would see it.",
    "首行为身份证件号码的文件；- 表示标准输入。写在命令行会被他人看到。",
)
OUT_HELP = Text(
    "Where to write it: a name ending in .json or .xlsx, not there yet", "写入位置：.json 或 .xlsx，尚不存在"
)
BEFORE_HELP = Text("First month that is kept, such as 2026-01", "从哪个月起保留，如 2026-01")
NO_NUMBER = Text("Expected an identity number in {path}, found none.", "在 {path} 中没有找到身份证件号码。")
WRONG_FILE = Text(
    "Expected a name ending in .json or .xlsx that is not there yet, found {path}.",
    "应为尚不存在的 .json 或 .xlsx 文件名，实为 {path}。",
)
WRONG_MONTH = Text("Expected a month such as 2026-01, found “{found}”.", "应为形如 2026-01 的月份，实为“{found}”。")
A_MONTH = Text("{month}  {state}  {kinds}", "{month}  {state}  {kinds}")
KEPT_UNTIL = Text("kept until {until}", "保存至 {until}")
DESTROYED = Text("destroyed", "已销毁")
NO_KEYS = Text("Nothing has been sealed yet.", "尚无密钥。")
SEALING = Text("Sealed", "已加密")
SEALED = Text("Messages and sheets of before that are sealed now: {count}.", "已加密的旧报文和表格：{count} 件。")
GONE = Text(
    "Keys destroyed: {count}. What they sealed opens no more; decisions and hashes stay.",
    "已销毁密钥 {count} 个。其封存的内容不再可读；审核结果与散列仍在。",
)
OLD_BACKUPS = Text(
    "Backups taken before today still hold them: destroy those too.", "今日之前的备份仍含这些密钥：请一并销毁。"
)
WRITTEN = Text("{path}: {count} documents that name this person.", "{path}：涉及此人的单证 {count} 份。")
ERASED = Text(
    "Documents emptied: {count}. Bytes of messages go with their month: entrepot identity retire",
    "已清除 {count} 份单证中的个人信息。报文原文随月份密钥销毁：entrepot identity retire",
)

NumberFile = Annotated[Path, typer.Argument(help=FILE_HELP.say())]


@command()
def unmask(
    context: Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KIND_HELP.say())],
    number: Annotated[str, typer.Argument(metavar="ID", help=NUMBER_HELP.say())],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=WHY_HELP.say())],
    firm: Annotated[str | None, typer.Option("--as", metavar="CODE", help=AS_HELP.say())] = None,
) -> Result:
    """Who a document names, in full; the reason is kept."""
    from entrepot.project.line import unmasking
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting, _reading(setting, firm) as (reader, acting):
        asking = unmasking.Asking(acting, firm is None and setting.station != "filing", why)
        with refusals():
            shown = unmasking.unmask(reader, kind, number, by=asking, now=context.now, using="owner")
    for row in shown:
        context.show("  ".join(f"{name}={value}" for name, value in row.items() if value is not None))
    return {"kind": kind, "number": number, "documents": shown}


@contextmanager
def _reading(setting: "Setting", firm: str | None) -> "Iterator[tuple[psycopg.Connection, Acting]]":
    """The database as this firm, or the station's owner, sees it."""
    from entrepot.modules.parties import api as parties
    from entrepot.store import connection

    acting = parties.Acting(setting.owner_id) if firm is None else in_name_of(firm)
    with connection.web(reader_ids=(acting.party_id,)) as reader:
        yield reader, acting


@command()
def data(
    context: Context,
    number_file: NumberFile,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=OUT_HELP.say())],
) -> Result:
    """All that is held of the person with this identity number, as JSON or a workbook."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import own_data, unmasking
    from entrepot.project.line.setting import open_setting

    writers = {".json": own_data.as_json, ".xlsx": own_data.as_workbook}
    if out.suffix not in writers or out.exists():
        raise Refusal(WRONG_FILE, path=out)
    id_number = number_in(number_file)
    with open_setting() as setting:
        found = unmasking.held_of(setting.lookups, id_number)
        counts = {one.holding.kind: one.rows.height for one in found}
        content = writers[out.suffix](found, practice=setting.practice, now=context.now)
        acting = parties.Acting(setting.owner_id)
        parties.record("person_given", now=context.now, using="owner", acting=acting, documents=counts)
    out.touch(mode=0o600)
    out.write_bytes(content)
    context.say(WRITTEN, path=out, count=sum(counts.values()))
    return {"file": str(out), "documents": counts}


@command()
def erase(context: Context, number_file: NumberFile) -> Result:
    """Empty what documents say of this person, where retention has ended; hashes and decisions stay."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import unmasking
    from entrepot.project.line.setting import open_setting

    id_number = number_in(number_file)
    with open_setting() as setting, refusals(), setting.connection.transaction():
        erased = unmasking.erase(setting.connection, id_number, by=parties.Acting(setting.owner_id), now=context.now)
    context.say(ERASED, count=sum(erased.values()))
    return {"documents": erased}


def number_in(file: Path) -> str:
    """The identity number on the first line of a file, or of standard input."""
    lines = sys.stdin if str(file) == "-" else file.read_text("utf-8").splitlines() if file.is_file() else ()
    found = next(iter(lines), "").strip()
    if not found:
        raise Refusal(NO_NUMBER, path=file)
    return found


@command()
def keys(context: Context) -> Result:
    """The months in which something was sealed, and until when each is kept."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.retention import period_on
    from entrepot.project.line.setting import open_setting
    from entrepot.store import identity

    years = period_on(parties.china_day(context.now)).years
    with open_setting() as setting:
        months = identity.kept(setting.lookups)
    answer = []
    for one in months:
        until, gone = identity.kept_until(one.month, years).isoformat(), one.destroyed > 0
        state = DESTROYED.say() if gone else KEPT_UNTIL.say(until=until)
        context.say(A_MONTH, month=one.month, state=state, kinds=", ".join(one.kinds))
        answer.append({"month": one.month, "kinds": list(one.kinds), "kept_until": until, "destroyed": gone})
    if not answer:
        context.say(NO_KEYS)
    return {"months": answer}


@command()
def seal(context: Context) -> Result:
    """Seal messages and sheets that came before anything was sealed; can be ended and repeated at any time."""
    from entrepot.modules.exchange import api as exchange
    from entrepot.project.line.setting import open_setting

    count = 0
    with open_setting() as setting, context.progress(SEALING, None) as tell:
        while True:
            with setting.connection.transaction():
                done = exchange.seal_rows_of_before(setting.connection, now=context.now)
            if not done:
                break
            count += done
            tell(done)
    context.say(SEALED, count=count)
    return {"sealed": count}


@command()
def retire(
    context: Context,
    before: Annotated[str, typer.Option("--before", metavar="YYYY-MM", help=BEFORE_HELP.say())],
) -> Result:
    """Destroy the keys of months whose retention has ended."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import unmasking
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting, refusals(), setting.connection.transaction():
        by = parties.Acting(setting.owner_id)
        try:
            gone = unmasking.retire(setting.connection, before, by=by, now=context.now)
        except ValueError as error:
            raise Refusal(WRONG_MONTH, found=before) from error
    context.say(GONE, count=len(gone))
    context.say(OLD_BACKUPS)
    return {"before": before, "destroyed": [{"kind": kind, "month": month} for kind, month in gone]}
