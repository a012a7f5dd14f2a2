"""Returns of retail import from the command line, where lists are decided."""

from datetime import date
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.practice import WRONG_DAY
from entrepot.project.wording import Refusal, Text, as_said

ORDER_HELP = Text("Number of the order", "订单编号")
RETURN_HELP = Text("Number of the return (copNo of message 625)", "退货申请编号（625 报文 copNo）")
ON_HELP = Text("Day on which the goods were back at their site (2026-05-20)", "货物运抵原场所之日（2026-05-20）")
BACK = Text(
    "{cop_no}: given back are {tax_back} CNY of tax and {value_back} CNY of the buyer's year. The reply is written.",
    "{cop_no}：退还税款 {tax_back} 元，恢复订购人年度额度 {value_back} 元。回执已生成。",
)
TOO_LATE = Text(
    "{cop_no} is refused under {rule}: the goods are back on {found}, the last day was {expected}.",
    "{cop_no} 依 {rule} 退回：货物于 {found} 运抵，期限为 {expected}。",
)


@command(stations=("deciding", "practice"))
def arrived(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=ORDER_HELP.say())],
    cop_no: Annotated[str, typer.Argument(help=RETURN_HELP.say())],
    on: Annotated[str, typer.Option("--on", metavar="DATE", help=ON_HELP.say())],
) -> Result:
    """Goods of a return are back: tax and the buyer's yearly amount are given back, if they came in time."""
    from entrepot.modules.declarations.api import UnableToReturn
    from entrepot.project.line.setting import open_setting
    from entrepot.project.line.withdrawing import goods_arrived

    try:
        day = date.fromisoformat(on)
    except ValueError:
        raise typer.BadParameter(WRONG_DAY.say(found=on)) from None
    with open_setting() as setting:
        try:
            told = goods_arrived(setting, order_no, cop_no, on=day, now=context.now)
        except UnableToReturn as error:
            raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
    said = {name: told[name] for name in ("outcome", "rule", "found", "expected")}
    sums = {name: f"{told[name].normalize():f}" for name in ("tax_back", "value_back")}
    context.say(BACK if told["outcome"] == "done" else TOO_LATE, cop_no=cop_no, **said, **sums)
    return {"order_no": order_no, "cop_no": cop_no, **said, **sums}
