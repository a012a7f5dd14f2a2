"""Sheets onto the record."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.timing import Steps
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.modules.exchange.api import Counts
    from entrepot.project.line.setting import Setting
    from entrepot.project.line.sheets.files import Agreement

FILES_HELP = Text(
    "CSV, TSV, XLSX, Parquet or JSON lines (.gz too)", "CSV、TSV、XLSX、Parquet 或 JSON lines 文件（可为 .gz）"
)
KINDS = ("order-lines", "orders", "slips", "payments", "waybills", "lists", "goods")
AS_HELP = Text(
    "What the rows are: order-lines, orders, slips, payments, waybills, lists or goods (found out if not given)",
    "行的内容：order-lines、orders、slips、payments、waybills、lists 或 goods（不填则由列名判断）",
)
MAPPING_HELP = Text(
    "TOML file that names columns, constants and formats (proposed from the file if not given)",
    "说明列名、常量与格式的 TOML 文件（不填则由文件推断）",
)
PROBLEMS_HELP = Text(
    "Where rejected rows go, in the shape of the input with the reason beside each (default: beside the file)",
    "被拒行写入何处：与输入同形，旁注原因（默认写在文件旁）",
)
SELLER_HELP = Text(
    "Goods only: whose they are (customs or credit code; the only seller with orders here if not given)",
    "仅用于商品：所属电商企业（海关编码或信用代码；不填则为本站唯一有订单的电商企业）",
)
COUNTS = ("read", "accepted", "duplicates", "rejected")
READING = Text("Importing {name}", "导入 {name}")
WRONG_KIND = Text("Expected --as {expected}, found “{found}”.", "--as 应为 {expected}，实为“{found}”。")
NO_FILE = Text("Expected files, found none at {path}. Check the names.", "在 {path} 没有找到文件。请检查文件名。")
INCOMPLETE = Text(
    "{name}: expected to know what every needed column is; still open: {open}. What was understood is in {path}:"
    " complete it there and import again with --mapping {path}.",
    "{name}：所需各列的含义尚不齐全，还缺：{open}。已识别的内容写在 {path}，请补全后用 --mapping {path} 再次导入。",
)
BUSY = Text(
    "{name} is being imported by another process at this moment. Wait until it is done.",
    "另一进程正在导入 {name}。请等其完成。",
)
UNDERSTOOD = Text("{name}: {kind}; {columns}", "{name}：{kind}；{columns}")
WHOSE = Text(
    "Expected to know whose goods these are, found {count} sellers with orders here. Name one: --seller CODE.",
    "需要知道商品属于哪个电商企业；本站有订单的电商企业为 {count} 个。请指定：--seller 编码。",
)
WARES = Text(
    "  wares: {new} new, {changed} changed, {same} as they stood", "  商品：新增 {new}，变更 {changed}，未变 {same}"
)
DONE = Text(
    "{read} rows: {accepted} accepted, {duplicates} known already, {rejected} rejected",
    "{read} 行：接收 {accepted}，重复 {duplicates}，拒收 {rejected}",
)
REASON = Text("  {reason}: {count} rows", "  {reason}：{count} 行")
WHERE = Text(
    "The rejected rows are in {path}. Correct them there and import that file again.",
    "被拒行在 {path}。请在该文件中更正后再次导入。",
)
TOOK = Text(
    "{all} s: {start} to start, {read} to read, {keep} to keep, {write} for the rejected rows",
    "共 {all} 秒：启动 {start}，读取 {read}，入库 {keep}，写出被拒行 {write}",
)
NEXT = Text("Next: entrepot draft --mode 9610", "下一步：entrepot draft --mode 9610")


@dataclass
class _Sum:
    """What became of all files together; rejected: the problems of each file that had some."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(COUNTS, 0))
    reasons: dict[str, int] = field(default_factory=dict)
    more: dict[str, int] = field(default_factory=dict)
    rejected: dict[Path, bytes] = field(default_factory=dict)

    def add(self, file: Path, found: "Counts") -> None:
        for name in COUNTS:
            self.counts[name] += getattr(found, name)
        for into, of in ((self.reasons, found.by_reason), (self.more, found.more)):
            for name, count in of.items():
                into[name] = into.get(name, 0) + count
        if found.problems:
            self.rejected[file] = found.problems


@command()
def import_(
    context: Context,
    files: Annotated[list[Path], typer.Argument(help=FILES_HELP.say())],
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help=AS_HELP.say())] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help=MAPPING_HELP.say())] = None,
    problems: Annotated[Path | None, typer.Option("--problems", metavar="OUT", help=PROBLEMS_HELP.say())] = None,
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
) -> Result:
    """Import sheets: every row ends as accepted, known already, or rejected with a reason."""
    from entrepot.gateways.sheets.sentences import UnableToReadSheet
    from entrepot.project.line.setting import open_setting

    if kind is not None and kind not in KINDS:
        raise typer.BadParameter(WRONG_KIND.say(expected=" / ".join(KINDS), found=kind))
    if missing := [file for file in files if not file.is_file()]:
        raise Refusal(NO_FILE, path=", ".join(map(str, missing)))
    together, goods, steps = _Sum(), False, Steps()
    with open_setting() as setting:
        for file in files:
            try:
                with steps.step("read"):
                    found_kind, agreement = _agreement(context, file, kind, mapping)
                goods = goods or found_kind == "goods"
                if found_kind == "goods":
                    agreement = _of_seller(setting, agreement, seller)
                together.add(file, _taken(context, setting, file, found_kind, agreement, steps))
            except UnableToReadSheet as error:
                raise Refusal(as_said(error.en, error.zh)) from error
    with steps.step("write"):
        several = len(files) > 1
        written = [_write(content, file, problems, several=several) for file, content in together.rejected.items()]
    context.say(DONE, **together.counts)
    for reason, count in sorted(together.reasons.items()):
        context.say(REASON, reason=reason, count=count)
    for path in written:
        context.say(WHERE, path=path)
    more: Mapping[str, object] = {}
    if goods:
        context.say(WARES, **together.more)
        context.say(NEXT)
        more = {"wares": together.more}
    seconds = steps.seconds()
    context.say(TOOK, **seconds)
    paths = [str(path) for path in written]
    return {**together.counts, "by_reason": together.reasons, "problems": paths, **more, "seconds": seconds}


def _agreement(context: Context, file: Path, kind: str | None, mapping: Path | None) -> tuple[str, "Agreement"]:
    """What the rows are and what the columns mean: as the mapping file says, else as the file itself tells."""
    from entrepot.gateways.sheets.choices import write_mapping
    from entrepot.gateways.sheets.mapping import read_mapping
    from entrepot.gateways.sheets.proposing import propose
    from entrepot.gateways.sheets.reading import read_sheet
    from entrepot.project.line.sheets.files import Agreement

    if mapping is not None:
        agreed = read_mapping(mapping)
        return kind or agreed.kind, Agreement(agreed)
    table = read_sheet(file, name=file.name)
    if kind == "goods" and "item_no" in table.header:
        return kind, Agreement()
    found = propose(table, kinds=KINDS if kind is None else (kind,))
    if found.kind == "goods" and (found.missing or "item_no" in table.header):
        return found.kind, Agreement()
    if found.missing or found.questions:
        path = file.with_name(f"{_stem(file)}.mapping.toml")
        path.write_text(write_mapping(found.mapping), "utf-8")
        asked = [as_said(question.en, question.zh).say() for question in found.questions]
        raise Refusal(INCOMPLETE, name=file.name, open="; ".join([*found.missing, *asked]), path=path)
    columns = ", ".join(f"{name} = {header}" for name, header in found.mapping.columns.items())
    context.say(UNDERSTOOD, name=file.name, kind=found.kind, columns=columns)
    return found.kind, Agreement(found.mapping)


def _of_seller(setting: "Setting", agreement: "Agreement", code: str | None) -> "Agreement":
    """Goods of the seller with that code; without one, of the only seller that has orders here."""
    from dataclasses import replace

    from entrepot.modules.parties import api as parties
    from entrepot.modules.trade import api as trade

    if code is not None:
        return replace(agreement, seller_id=parties.party_of_code(code, using="owner"))
    sellers = trade.sellers(setting.lookups)
    if len(sellers) != 1:
        raise Refusal(WHOSE, count=len(sellers))
    return replace(agreement, seller_id=sellers[0])


def _taken(
    context: Context, setting: "Setting", file: Path, kind: str, agreement: "Agreement", steps: Steps
) -> "Counts":
    from entrepot.project.line import sheets
    from entrepot.project.server import account

    now = datetime.now(UTC)
    try:
        with steps.step("read"):
            job = sheets.start(setting, file, kind, agreement, by=account.current().name, now=now)
    except sheets.UnableToTakeTwice as error:
        raise Refusal(BUSY, name=file.name) from error
    label = as_said(*(text.format(name=file.name) for text in READING))
    with steps.step("keep"), context.progress(label, job.parts) as advance:
        return sheets.finish(job, now=now, tell=advance)


def _stem(file: Path) -> str:
    name = file.name.removesuffix(".gz")
    return name.rpartition(".")[0] or name


def _write(content: bytes, file: Path, problems: Path | None, *, several: bool) -> Path:
    from entrepot.project.line.sheets.files import shape_of

    path = problems if problems is not None else file.with_name(f"{_stem(file)}.problems{shape_of(content)[0]}")
    if several and problems is not None:
        path = problems.with_name(f"{problems.stem}-{_stem(file)}{problems.suffix}")
    path.write_bytes(content)
    return path
