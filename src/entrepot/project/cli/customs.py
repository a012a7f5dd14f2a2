"""To customs and back, in a filing station: ready lists into the outbox, replies from the inbox."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

if TYPE_CHECKING:
    from entrepot.modules.declarations.api import ReadyFiler
    from entrepot.project.line.filing import Filed
    from entrepot.project.line.inbox import Answers
    from entrepot.project.line.setting import Setting

OUTBOX_HELP = Text("Folder for the messages (default: outbox in the data folder)", "报文目录（默认数据目录下 outbox）")
FILER_HELP = Text(
    "Code of the agent whose lists are filed (default: agent_code of filer.toml, else the only agent with ready lists)",
    "申报企业编码（默认取 filer.toml 的 agent_code，否则为唯一有就绪清单的申报企业）",
)
UNSIGNED_HELP = Text(
    "Write messages without signature, for another program to sign before they are sent",
    "生成未签名报文，由其他程序签名后发送",
)
BUSY = Text(
    "Another `entrepot file` is at work on {path}. Wait until it has ended.",
    "{path} 上另有 entrepot file 正在运行。请等其结束。",
)
WHICH_FILER = Text(
    "Ready lists name {count} agents: {agents}. Say whose are filed: --filer CODE.",
    "就绪清单的申报企业有 {count} 个：{agents}。请指定：--filer 编码。",
)
NOT_READY = Text(
    "The agent {code} has no ready lists; ready ones name: {agents}. Run `entrepot check`, or correct --filer.",
    "申报企业 {code} 没有就绪清单；就绪清单属于：{agents}。请运行 entrepot check，或更正 --filer。",
)
FILING = Text("Filing lists", "申报清单")
FILED = Text(
    "{lists} lists filed in {messages} messages, in {outbox}",
    "已申报清单 {lists} 份，报文 {messages} 个，位于 {outbox}",
)
UNSIGNED = Text(
    "They carry no signature; customs takes them only signed. Sign them before they are sent.",
    "报文未签名；海关只受理已签名报文。请签名后再发送。",
)
NO_ADDRESS = Text(
    "sender.toml names no dxp_id, so dxpId holds the agent's code: put the e-port's address there when signing.",
    "sender.toml 未写明 dxp_id，dxpId 暂填申报企业编码：签名时请改为电子口岸分配的传输编号。",
)
FINISHED = Text("{count} messages of an interrupted run were put in their place.", "此前中断的 {count} 个报文已就位。")
TOUCHED = Text(
    "{count} lists were left: something of their orders or waybills came since. Run `entrepot check`, then file again.",
    "{count} 份清单未申报：其订单或运单有新到单证。请先运行 entrepot check 再申报。",
)
UNFIT = Text("  {cop_no}: {why}", "  {cop_no}：{why}")
NOTHING = Text("No list is ready to be filed. Run `entrepot check`.", "没有就绪清单。请运行 entrepot check。")
ONLY_LISTS = Text(
    "Orders and waybills are not filed here: marketplace and carrier send their own.",
    "此处不申报订单和运单：由电商平台和物流企业各自发送。",
)

FOLDER_HELP = Text("Folder with replies (*.xml), or one file", "回执目录（*.xml）或单个文件")
NO_FILES = Text("Expected replies (*.xml), found none in {path}.", "在 {path} 中没有找到回执（*.xml）。")
READING = Text("Reading replies", "读取回执")
READ = Text(
    "{replies} replies in {messages} messages: {released} released, {held} held, {refused} refused, {noted} on their"
    " way, {known} known already",
    "{messages} 个报文，回执 {replies} 份：放行 {released}，布控 {held}，退回 {refused}，进度 {noted}，已知 {known}",
)
UNKNOWN = Text(
    "  {file}: list {cop_no} of order {order_no} is not here ({return_status}); bring it, then read the folder again",
    "  {file}：没有订单 {order_no} 的清单 {cop_no}（{return_status}）；请先导入该清单再重新读取",
)
SENT_BACK = Text(
    "  {file}: {kind} {number} sent back: {return_status} {return_info}",
    "  {file}：{kind} {number} 被退回：{return_status} {return_info}",
)
BILLS = Text("{bills} new tax bills and states of bills", "新增税单及税单状态 {bills} 份")
NO_LIST = Text(
    "  {file}: tax bill {tax_no} of list {invt_no} was not taken: no list here was answered under that number; read its"
    " reply (622) first, then the folder again",
    "  {file}：未收存清单 {invt_no} 的税单 {tax_no}：本站没有回执使用该编号的清单；请先读取其回执（622），再重新读取",
)
OTHER_SUMS = Text(
    "  {file}: tax bill {tax_no} of list {invt_no} was not taken: it says other sums than the one kept under its"
    " number; ask customs which holds",
    "  {file}：未收存清单 {invt_no} 的税单 {tax_no}：其金额与已存的同号税单不同；请向海关核实",
)
FAULT = Text("  {file}  {path}  {sentence}", "  {file}  {path}  {sentence}")
FILES_A_BATCH = 40
SHOWN = 20


@command(stations=("filing",))
def file(
    context: Context,
    outbox: Annotated[Path | None, typer.Option("--outbox", metavar="DIR", help=OUTBOX_HELP.say())] = None,
    filer: Annotated[str | None, typer.Option("--filer", metavar="CODE", help=FILER_HELP.say())] = None,
    unsigned: Annotated[bool, typer.Option("--unsigned", help=UNSIGNED_HELP.say())] = False,
) -> Result:
    """Write ready lists as signed messages of up to 100 into the outbox, each once."""
    from entrepot.modules.declarations import api as declarations
    from entrepot.project.line.filing import Outbox, customs_of, file_ready
    from entrepot.project.line.sender import sender_of
    from entrepot.project.line.setting import open_setting

    sender = sender_of(context.folder.path, unsigned=unsigned)
    folder = (outbox or context.folder.path / "outbox").absolute()
    folder.mkdir(parents=True, exist_ok=True)
    lock = context.folder.lock("file")
    if not lock.take(wait=False):
        raise Refusal(BUSY, path=context.folder.path)
    try:
        with open_setting() as setting:
            ready = _filers(context, setting, declarations.ready_filers(setting.lookups), filer)
            target = Outbox(folder, sender, customs_of(now=context.now))
            with context.progress(FILING, sum(one.lists for one in ready)) as advance:
                filed = file_ready(setting, target, ready, clock=lambda: datetime.now(UTC), tell=advance)
    finally:
        lock.drop()
    _tell_filed(context, filed, folder, signed=not unsigned, addressed=sender.dxp_id is not None)
    return {**vars(filed), "outbox": str(folder), "signed": not unsigned}


def _filers(context: Context, setting: "Setting", ready: "list[ReadyFiler]", code: str | None) -> "list[ReadyFiler]":
    """Whose lists are filed."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.drafting import FILER_FILE, filer_of

    folder = context.folder.path
    named = code or (filer_of(setting, folder).agent_code if (folder / FILER_FILE).exists() else None)
    agents = ", ".join(one.agent_code for one in ready)
    if named is None:
        if len(ready) > 1:
            raise Refusal(WHICH_FILER, count=len(ready), agents=agents)
        return ready
    party = parties.known_code(named, using="owner")
    chosen = [one for one in ready if one.filer_id == party]
    if ready and not chosen:
        raise Refusal(NOT_READY, code=named, agents=agents)
    return chosen


def _tell_filed(context: Context, filed: "Filed", folder: Path, *, signed: bool, addressed: bool) -> None:
    if filed.lists:
        context.say(FILED, lists=filed.lists, messages=filed.messages, outbox=folder)
        if not signed:
            context.say(UNSIGNED)
        if not addressed:
            context.say(NO_ADDRESS)
        context.say(ONLY_LISTS)
    elif not (filed.finished or filed.touched or filed.unfit):
        context.say(NOTHING)
    if filed.finished:
        context.say(FINISHED, count=filed.finished)
    if filed.touched:
        context.say(TOUCHED, count=filed.touched)
    for cop_no, why in list(filed.unfit.items())[:SHOWN]:
        context.say(UNFIT, cop_no=cop_no, why=why)


@command(stations=("filing",))
def replies(context: Context, folder: Annotated[Path, typer.Argument(metavar="DIR", help=FOLDER_HELP.say())]) -> Result:
    """Read customs' replies: released, held, refused; each once, unknown lists are named."""
    from entrepot.project.line.filing import customs_of
    from entrepot.project.line.inbox import Answers, read_replies
    from entrepot.project.line.setting import open_setting

    paths = sorted(folder.glob("*.xml")) if folder.is_dir() else [folder]
    if not paths or not all(path.is_file() for path in paths):
        raise Refusal(NO_FILES, path=folder)
    answers = Answers()
    with open_setting() as setting, context.progress(READING, len(paths)) as advance:
        customs_id = customs_of(now=context.now)
        for start in range(0, len(paths), FILES_A_BATCH):
            batch = paths[start : start + FILES_A_BATCH]
            read_replies(setting, batch, answers, customs_id=customs_id, now=datetime.now(UTC))
            advance(len(batch))
    _tell_answers(context, answers)
    told = [{key: fault[key] for key in ("file", "document", "path", "value", "rule")} for fault in answers.faults]
    counts = {"messages": answers.messages, "replies": answers.replies, **answers.verdicts, "noted": answers.noted,
              "known": answers.known}  # fmt: skip
    return {**counts, "unknown": answers.unknown, "sent_back": answers.sent_back, "bills": answers.bills,
            "bills_not_taken": answers.not_taken, "faults": told}  # fmt: skip


def _tell_answers(context: Context, answers: "Answers") -> None:
    from entrepot.project.cli.messages import say_fault

    context.say(READ, messages=answers.messages, replies=answers.replies, noted=answers.noted, known=answers.known,
                **answers.verdicts)  # fmt: skip
    lines: Sequence[tuple[Text, list[dict[str, str]]]] = ((UNKNOWN, answers.unknown), (SENT_BACK, answers.sent_back))
    for text, rows in lines:
        for row in rows[:SHOWN]:
            context.say(text, **row)
    if answers.bills:
        context.say(BILLS, bills=answers.bills)
    for bill in answers.not_taken[:SHOWN]:
        why = NO_LIST if bill["why"] == "unknown" else OTHER_SUMS
        context.say(why, **{name: bill[name] for name in ("file", "tax_no", "invt_no")})
    for fault in answers.faults[:SHOWN]:
        context.say(FAULT, file=fault["file"], path=fault["path"], sentence=say_fault(fault))
