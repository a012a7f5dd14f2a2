"""Sheets onto the record."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, as_said

FILES_HELP = Text("CSV files (.gz too)", "CSV 文件（可为 .gz）")
AS_HELP = Text("What the rows are: order-lines or goods", "行的内容：order-lines（订单行）或 goods（商品）")
MAPPING_HELP = Text("TOML file that names columns, constants and formats", "说明列名、常量与格式的 TOML 文件")
PROBLEMS_HELP = Text(
    "Where rejected rows go, in the shape of the input with the reason beside each (default: beside the file)",
    "被拒行写入何处：与输入同形，旁注原因（默认写在文件旁）",
)
SELLER_HELP = Text(
    "Goods only: whose they are (customs or credit code; the only seller with orders here if not given)",
    "仅用于商品：所属卖家（海关编码或信用代码；不填则为本站唯一有订单的卖家）",
)
KINDS = ("order-lines", "goods")
COUNTS = ("read", "accepted", "duplicates", "rejected")
READING = Text("Importing", "导入")
WRONG_KIND = Text("Expected --as {expected}, found “{found}”.", "--as 应为 {expected}，实为“{found}”。")
NO_FILE = Text(
    "Expected CSV files, found none at {path}. Check the names.", "在 {path} 没有找到 CSV 文件。请检查文件名。"
)
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


@command()
def import_(
    context: Context,
    files: Annotated[list[Path], typer.Argument(help=FILES_HELP.say())],
    kind: Annotated[str, typer.Option("--as", metavar="KIND", help=AS_HELP.say())] = "order-lines",
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help=MAPPING_HELP.say())] = None,
    problems: Annotated[Path | None, typer.Option("--problems", metavar="OUT.csv", help=PROBLEMS_HELP.say())] = None,
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
) -> Result:
    """Import sheets: every row ends as accepted, known already, or rejected with a reason."""
    from entrepot.project.cli import goods

    if kind not in KINDS:
        raise typer.BadParameter(WRONG_KIND.say(expected=" / ".join(KINDS), found=kind))
    if missing := [file for file in files if not file.is_file()]:
        raise Refusal(NO_FILE, path=", ".join(map(str, missing)))
    if kind == "goods":
        totals, reasons, rejected = goods.import_goods(context, files, seller)
    else:
        if mapping is None:
            raise Refusal(NEEDS_MAPPING)
        totals, reasons, rejected = _order_lines(context, files, mapping)
    written = [_write(content, file, problems, several=len(files) > 1) for file, content in rejected.items()]
    counts = {name: totals[name] for name in COUNTS}
    context.say(DONE, **counts)
    for reason, count in sorted(reasons.items()):
        context.say(REASON, reason=reason, count=count)
    for path in written:
        context.say(WHERE, path=path)
    more: Mapping[str, object] = goods.told(context, totals) if kind == "goods" else {}
    return {**counts, "by_reason": reasons, "problems": [str(path) for path in written], **more}


def _order_lines(
    context: Context, files: list[Path], mapping: Path
) -> tuple[dict[str, int], dict[str, int], dict[Path, bytes]]:
    """Counts, rows by reason, and the rejected rows of each file that had some."""
    from entrepot.gateways.sheets.mapping import read_mapping
    from entrepot.gateways.sheets.sentences import UnableToReadSheet
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.sheets import import_order_lines

    totals, reasons, rejected = dict.fromkeys(COUNTS, 0), dict[str, int](), dict[Path, bytes]()
    with open_setting() as setting, context.progress(READING, len(files)) as advance:
        for file in files:
            try:
                found = import_order_lines(setting, file, read_mapping(mapping), now=datetime.now(UTC))
            except UnableToReadSheet as error:
                raise Refusal(as_said(error.en, error.zh)) from error
            for name in COUNTS:
                totals[name] += getattr(found, name)
            for reason, count in found.by_reason.items():
                reasons[reason] = reasons.get(reason, 0) + count
            if found.problems:
                rejected[file] = found.problems
            advance(1)
    return totals, reasons, rejected


def _write(content: bytes, file: Path, problems: Path | None, *, several: bool) -> Path:
    stem = file.name.removesuffix(".gz").removesuffix(".csv")
    path = problems if problems is not None else file.with_name(f"{stem}.problems.csv")
    if several and problems is not None:
        path = problems.with_name(f"{problems.stem}-{stem}{problems.suffix}")
    path.write_bytes(content)
    return path
