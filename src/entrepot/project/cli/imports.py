"""Sheets onto the record."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

FILES_HELP = Text("CSV files (.gz too)", "CSV 文件（可为 .gz）")
AS_HELP = Text("What the rows are: order-lines or goods", "行的内容：order-lines（订单行）或 goods（商品）")
MAPPING_HELP = Text("TOML file that names columns, constants and formats", "说明列名、常量与格式的 TOML 文件")
PROBLEMS_HELP = Text(
    "Where rejected rows go, in the shape of the input with the reason beside each (default: beside the file)",
    "被拒行写入何处：与输入同形，旁注原因（默认写在文件旁）",
)
KINDS = ("order-lines", "goods")
READING = Text("Importing", "导入")
WRONG_KIND = Text("Expected --as {expected}, found “{found}”.", "--as 应为 {expected}，实为“{found}”。")
NEEDS_MAPPING = Text(
    "Order lines need --mapping FILE.toml: which column is what. See docs/guides/import-order-lines.md.",
    "导入订单行需要 --mapping FILE.toml 说明各列含义。见 docs/guides/import-order-lines.md。",
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


@dataclass
class _Totals:
    read: int = 0
    accepted: int = 0
    duplicates: int = 0
    rejected: int = 0


@command()
def import_(
    context: Context,
    files: Annotated[list[Path], typer.Argument(help=FILES_HELP.say())],
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help=AS_HELP.say())] = "order-lines",
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help=MAPPING_HELP.say())] = None,
    problems: Annotated[Path | None, typer.Option("--problems", metavar="OUT.csv", help=PROBLEMS_HELP.say())] = None,
) -> Result:
    """Import sheets: every row ends as accepted, known already, or rejected with a reason."""
    if kind not in KINDS:
        raise typer.BadParameter(WRONG_KIND.say(expected=" / ".join(KINDS), found=kind))
    if kind == "order-lines" and mapping is None:
        raise Refusal(NEEDS_MAPPING)
    from entrepot.gateways.sheets.mapping import read_mapping
    from entrepot.gateways.sheets.sentences import UnableToReadSheet
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.sheets import import_order_lines

    totals, reasons, written = _Totals(), dict[str, int](), list[str]()
    with open_setting() as setting, context.progress(READING, len(files)) as advance:
        for file in files:
            try:
                found = import_order_lines(setting, file, read_mapping(mapping), now=datetime.now(UTC))
            except UnableToReadSheet as error:
                raise Refusal(Text(error.en, error.zh)) from error
            for name in vars(totals):
                setattr(totals, name, getattr(totals, name) + getattr(found, name))
            for reason, count in found.by_reason.items():
                reasons[reason] = reasons.get(reason, 0) + count
            if found.problems:
                written.append(str(_write(found.problems, file, problems, several=len(files) > 1)))
            advance(1)
    context.say(DONE, **vars(totals))
    for reason, count in sorted(reasons.items()):
        context.say(REASON, reason=reason, count=count)
    for path in written:
        context.say(WHERE, path=path)
    return {**vars(totals), "by_reason": reasons, "problems": written}


def _write(content: bytes, file: Path, problems: Path | None, *, several: bool) -> Path:
    stem = file.name.removesuffix(".gz").removesuffix(".csv")
    path = problems if problems is not None else file.with_name(f"{stem}.problems.csv")
    if several and problems is not None:
        path = problems.with_name(f"{problems.stem}-{stem}{problems.suffix}")
    path.write_bytes(content)
    return path
