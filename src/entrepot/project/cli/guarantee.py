"""Guarantees of firms, and what a buyer has used of a year, from the command line."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import amount as as_amount
from entrepot.project.cli.acting import refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.persons import NumberFile, number_in
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.ledgers.api import Balance, Kept

CODE_HELP = Text("Code of the firm", "企业编码")
LIMIT_HELP = Text("The whole limit in CNY, such as 50000", "担保额度（人民币），如 50000")
WHY_HELP = Text("Why; the firm reads it", "原因，企业可见")
YEAR_HELP = Text("Year; without it, the present one", "年份；不给出则为当年")
NO_GUARANTEE = Text(
    "Expected a guarantee of {code}, found none. Set one: entrepot guarantee set {code} AMOUNT --why TEXT",
    "没有 {code} 的担保。请先核定：entrepot guarantee set {code} 金额 --why 原因",
)
STANDS = Text(
    "Guarantee of {code}: limit {limit} CNY, held {held}, used {spent}, left {free}",
    "{code} 的担保：额度 {limit} 元，占用 {held}，已使用 {spent}，剩余 {free}",
)
MOVED = Text("  {at}  {what} {amount}  {key} {why}", "  {at}  {what} {amount}  {key} {why}")
NONE_SET = Text("No guarantee has been set.", "尚未核定任何担保。")
NOTHING_USED = Text("{year}: nothing has been reserved for this buyer.", "{year} 年：该购买人没有任何占用。")
YEAR_STANDS = Text(
    "{year}: limit {limit} CNY, used {spent}, held {held}, left {free}. The look is noted in the audit.",
    "{year} 年：限额 {limit} 元，已使用 {spent}，占用 {held}，剩余 {free}。本次查询已记入审计。",
)
USED = Text("  {at}  {key}  {amount}  {state}", "  {at}  {key}  {amount}  {state}")
_LATEST = 20
_ALL = 1000


@command(stations=("deciding", "practice"))
def set_(
    context: Context,
    code: Annotated[str, typer.Argument(help=CODE_HELP.say())],
    limit: Annotated[str, typer.Argument(metavar="AMOUNT", help=LIMIT_HELP.say())],
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=WHY_HELP.say())],
) -> Result:
    """Open a guarantee, raise or lower its limit."""
    from entrepot.modules.ledgers import api as ledgers
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting

    value = as_amount(limit)
    with open_setting() as setting:
        acting = parties.Acting(setting.owner_id)
        with refusals():
            ledgers.set_guarantee(acting=acting, code=code, limit=value, why=why, now=context.now, using="owner")
        one = ledgers.guarantee_of(setting.lookups, code, using="owner")
    assert one is not None
    return _tell(context, one)


@command()
def show(context: Context, code: Annotated[str | None, typer.Argument(help=CODE_HELP.say())] = None) -> Result:
    """Every guarantee, or one with what moved last."""
    from entrepot.modules.ledgers import api as ledgers
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        if code is None:
            rows = ledgers.kept(setting.lookups, ledgers.GUARANTEE, size=_ALL)
            if not rows:
                context.say(NONE_SET)
            return {"guarantees": [_tell(context, one) for one in rows]}
        found = ledgers.guarantee_of(setting.lookups, code, using="owner")
        if found is None:
            raise Refusal(NO_GUARANTEE, code=code)
        answer = _tell(context, found)
        moved = ledgers.latest_movements(setting.lookups, found.balance.account_id, size=_LATEST)
    chinese = language() == "zh"
    for one in moved:
        what = ledgers.MOVES[one.source, one.target][chinese]
        why = one.why if "outside" in (one.source, one.target) else ""
        context.say(MOVED, at=f"{one.at:%Y-%m-%d %H:%M}", what=what, amount=_said(one.amount), key=one.key, why=why)
    movements = [{"key": one.key, "from": one.source, "to": one.target, "amount": one.amount} for one in moved]
    return {**answer, "movements": movements}


@command(stations=("deciding", "practice"))
def quota(
    context: Context,
    number_file: NumberFile,
    year: Annotated[int | None, typer.Option("--year", help=YEAR_HELP.say())] = None,
) -> Result:
    """What a buyer has used of a year; the look is noted in the audit."""
    from entrepot.modules.ledgers import api as ledgers
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import quotas
    from entrepot.project.line.setting import open_setting

    asked = year or parties.china_day(context.now).year
    number = number_in(number_file)
    with open_setting() as setting:
        acting = parties.Acting(setting.owner_id)
        found = quotas.look_up(setting.lookups, number, asked, acting=acting, now=context.now, using="owner")
    if found.balance is None:
        context.say(NOTHING_USED, year=asked)
        return {"year": asked, "limit": None, "uses": []}
    context.say(YEAR_STANDS, year=asked, **_sides(found.balance))
    chinese = language() == "zh"
    for one in found.uses:
        state = ledgers.STATES[one.state][chinese]
        context.say(USED, at=f"{one.arrived_at:%Y-%m-%d}", key=one.key, amount=_said(one.amount), state=state)
    uses = [{"key": one.key, "amount": one.amount, "returned": one.returned, "state": one.state} for one in found.uses]
    return {"year": asked, **_figures(found.balance), "uses": uses}


def _tell(context: Context, one: "Kept") -> dict[str, object]:
    context.say(STANDS, code=one.key, **_sides(one.balance))
    return {"code": one.key, **_figures(one.balance)}


def _figures(balance: "Balance") -> dict[str, Decimal]:
    return {"limit": balance.limit, "held": balance.held, "spent": balance.spent, "free": balance.free}


def _sides(balance: "Balance") -> dict[str, str]:
    return {name: _said(value) for name, value in _figures(balance).items()}


def _said(value: Decimal) -> str:
    return f"{value:,.2f}"
