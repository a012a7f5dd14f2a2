"""Drafting declaration lists."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

MODE_HELP = Text("Form of trade: 9610 (retail export)", "贸易方式：9610（零售出口）")
SELLER_HELP = Text(
    "Only orders of this seller (customs or credit code)", "仅处理该电商企业（海关编码或信用代码）的订单"
)
ONLY_9610 = Text(
    "Expected --mode 9610, found “{found}”; other forms cannot be drafted yet.",
    "--mode 目前只支持 9610，实为“{found}”。",
)
NO_SELLER = Text(
    "No firm is known by the code {code}. Import its orders first.", "没有编码为 {code} 的企业。请先导入其订单。"
)
DRAFTED = Text(
    "{orders} orders without a list: {lists} lists drafted, {lines} lines",
    "未申报订单 {orders} 份：拟出清单 {lists} 份，{lines} 行",
)
UNDRAFTED = Text("  {reason}: {count} orders", "  {reason}：{count} 份订单")
GAPS = Text(
    "{gaps} cells are missing in the goods data. They are in {path}: fill the column `value`, then:"
    " entrepot import {path} --as goods",
    "商品资料缺 {gaps} 个单元格，列于 {path}：填写 value 列后运行 entrepot import {path} --as goods",
)
NEXT_CHECK = Text("Next: entrepot check", "下一步：entrepot check")
NEXT_CLEAR = Text("Next: entrepot clear", "下一步：entrepot clear")
REASONS = {
    "goods": Text("goods data incomplete", "商品资料不全"),
    "waybill": Text("no waybill yet", "尚无运单"),
    "several_waybills": Text("several waybills", "有多份运单"),
    "destination": Text("no destination", "缺目的国（地区）"),
    "unit": Text("ordered in another unit than the catalogue", "订单单位与商品资料不同"),
    "too_long": Text("item number, name or elements too long for the list", "货号、品名或申报要素超长"),
    "weight": Text("the goods weigh more than the parcel", "商品净重大于包裹毛重"),
}


@command()
def draft(
    context: Context,
    mode: Annotated[str, typer.Option("--mode", help=MODE_HELP.say())] = "9610",
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
) -> Result:
    """Draft lists for orders that have none; what is missing is named cell by cell."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.drafting import draft as draft_lists
    from entrepot.project.line.setting import open_setting

    if mode != "9610":
        raise typer.BadParameter(ONLY_9610.say(found=mode))
    with open_setting() as setting:
        sellers = None
        if seller is not None:
            party = parties.known_code(seller, using="owner")
            if party is None:
                raise Refusal(NO_SELLER, code=seller)
            sellers = [party]
        done = draft_lists(setting, context.folder.path, sellers=sellers, now=datetime.now(UTC))
    context.say(DRAFTED, orders=done.orders, lists=done.lists, lines=done.lines)
    for reason, count in done.undrafted.items():
        context.say(UNDRAFTED, reason=REASONS[reason].say(), count=count)
    sheet = None
    if done.sheet:
        sheet = context.folder.path / "missing-goods.csv"
        sheet.write_bytes(done.sheet)
        context.say(GAPS, gaps=done.gaps, path=sheet)
    context.say(NEXT_CHECK if context.station == "filing" else NEXT_CLEAR)
    return {
        "orders": done.orders,
        "lists": done.lists,
        "lines": done.lines,
        "undrafted": done.undrafted,
        "gaps": done.gaps,
        "sheet": None if sheet is None else str(sheet),
    }
