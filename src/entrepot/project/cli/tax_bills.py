"""Tax bills of retail import from the command line."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.declarations.api import TaxBill

NUMBER_HELP = Text("Number of the tax bill", "税单编号")
OF_HELP = Text("Code of a firm: bills that it pays, or filed the list of", "企业编码：由其缴纳或由其申报的税单")
BEFORE_HELP = Text("Go on below this number", "从此编号之后继续列出")
BILL = Text(
    "{tax_no}  {total} CNY  {state}  order {order_no}, paid by {payer}",
    "{tax_no}  {total} 元  {state}  订单 {order_no}，由 {payer} 缴纳",
)
KINDS = Text(
    "  duty {customs_tax}, VAT {value_added_tax}, consumption tax {consumption_tax}; list {invt_no}; {at}",
    "  关税 {customs_tax}，增值税 {value_added_tax}，消费税 {consumption_tax}；清单 {invt_no}；{at}",
)
LINE = Text(
    "  line {gnum}  {hs_code}  value {tax_price}: duty {customs_tax}, VAT {value_added_tax}, consumption tax"
    " {consumption_tax}",
    "  第 {gnum} 项  {hs_code}  完税价格 {tax_price}：关税 {customs_tax}，增值税 {value_added_tax}，消费税"
    " {consumption_tax}",
)
NONE = Text("No tax bill yet: one is made when a list of retail import is released.", "尚无税单：进口清单放行后生成。")
MORE = Text("There are more: --before {last}", "还有更多：--before {last}")
UNKNOWN = Text(
    "Expected the number of a tax bill, found none under {number}. See them: entrepot tax-bill list",
    "没有编号为 {number} 的税单。查看全部：entrepot tax-bill list",
)
NO_FIRM = Text(
    "Expected the code of a firm that is known here, found {code}. Check the code.",
    "本站没有编码为 {code} 的企业。请核对编码。",
)
_SIZE = 50
_SUMS = ("customs_tax", "value_added_tax", "consumption_tax")


@command()
def list_(
    context: Context,
    of: Annotated[str | None, typer.Option("--of", metavar="CODE", help=OF_HELP.say())] = None,
    before: Annotated[str, typer.Option("--before", metavar="NUMBER", help=BEFORE_HELP.say())] = "",
) -> Result:
    """Tax bills by number, the highest first."""
    from entrepot.modules.declarations import api as declarations
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        party = None if of is None else parties.known_code(of, using="owner")
        if of is not None and party is None:
            raise Refusal(NO_FIRM, code=of)
        own = None if party is None else (party,)
        rows = declarations.tax_bills(setting.lookups, own=own, before=before, size=_SIZE + 1)
    if not rows:
        context.say(NONE)
    bills = [_tell(context, row) for row in rows[:_SIZE]]
    more = rows[_SIZE - 1].tax_no if len(rows) > _SIZE else None
    if more is not None:
        context.say(MORE, last=more)
    return {"bills": bills, "more": more}


@command()
def show(context: Context, number: Annotated[str, typer.Argument(help=NUMBER_HELP.say())]) -> Result:
    """One tax bill with its lines."""
    from entrepot.modules.declarations import api as declarations
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        found = declarations.tax_bill(setting.lookups, number)
    if found is None:
        raise Refusal(UNKNOWN, number=number)
    bill, lines = found
    told = _tell(context, bill)
    sums = {name: _said(getattr(bill, name)) for name in _SUMS}
    context.say(KINDS, invt_no=bill.invt_no, at=f"{bill.said_at:%Y-%m-%d %H:%M}", **sums)
    for line in lines:
        values = {name: _said(getattr(line, name)) for name in ("tax_price", *_SUMS)}
        context.say(LINE, gnum=line.gnum, hs_code=line.hs_code, **values)
    return {**told, "lines": [vars(line) for line in lines]}


def _tell(context: Context, bill: "TaxBill") -> dict[str, object]:
    from entrepot.modules.declarations.api import BILL_STATUSES

    word, english, chinese = BILL_STATUSES[bill.status]
    state = chinese if language() == "zh" else english.lower()
    context.say(BILL, tax_no=bill.tax_no, total=_said(bill.total), state=state, order_no=bill.order_no,
                payer=bill.assure_code)  # fmt: skip
    kept = ("tax_no", "invt_no", "order_no", "marketplace_code", "cop_no", "assure_code", *_SUMS, "ent_duty_no")
    return {**{name: getattr(bill, name) for name in kept}, "total": bill.total, "state": word, "at": bill.said_at}


def _said(value: Decimal) -> str:
    return f"{value:,.2f}"
