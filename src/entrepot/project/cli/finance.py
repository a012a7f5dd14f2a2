"""Money on records from the command line: terms, asking, offering, accepting, paying out, repayment."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import AS_HELP, As, in_name_of, refusals
from entrepot.project.cli.acting import amount as as_amount
from entrepot.project.cli.acting import day as as_day
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.record import SEVERAL, no_record
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.finance.api import Case, NewTerms
    from entrepot.modules.trade.api import Place

CASE_HELP = Text("Number of the case", "融资编号")
ORDER_HELP = Text("Order number", "订单编号")
MARKETPLACE_HELP = Text("Code of the marketplace, where the number stands with several", "平台编码（编号重复时使用）")
TERMS_HELP = Text("Number of the terms, see `finance terms`", "融资条件编号，见 `finance terms`")
AMOUNT_HELP = Text("Amount in the currency of the order", "金额（订单币制）")
DUE_HELP = Text("Day of repayment, such as 2026-06-30", "还款日，如 2026-06-30")
WHY_HELP = Text("Reason, for the seller", "原因（电商企业可见）")
PUBLISH_HELP = Text(
    "Publish instead: NAME_EN/NAME_ZH/CURRENCY/ADVANCE/RATE/DAYS/LEAST/MOST, shares as 0.8",
    "改为发布：英文名/中文名/币制/预付比例/年利率/天数/最低/最高，比例如 0.8",
)
WRONG_TERMS = Text(
    "Expected NAME_EN/NAME_ZH/CURRENCY/ADVANCE/RATE/DAYS/LEAST/MOST, found “{found}”.",
    "应为 英文名/中文名/币制/预付比例/年利率/天数/最低/最高，实为“{found}”。",
)
PUBLISHED = Text(
    "Terms {number} are in force: sellers can ask on them.", "融资条件 {number} 已生效，电商企业可据此申请。"
)
TERMS_LINE = Text(
    "{number}  {name}: {share} of what an order still brings, {rate} a year, {days} days, {least} – {most} {currency}",
    "{number}  {name}：未收款的 {share}，年利率 {rate}，{days} 天，{least} – {most} {currency}",
)
NO_TERMS = Text("No terms are in force.", "没有有效的融资条件。")
CASE_LINE = Text("Case {case}, order {order_no}: {state}{what}", "融资 {case}，订单 {order_no}：{state}{what}")
CHECK_LINE = Text(
    "  {title}: {outcome} (expected {expected}, found {found}) {do}",
    "  {title}：{outcome}（应为 {expected}，实为 {found}）{do}",
)
NO_CASES = Text("No case names this firm.", "没有与该企业有关的融资。")
NEXT = {
    "asked": Text(
        "Next: `entrepot finance offer {case}` by the financier.", "下一步：资金方 `entrepot finance offer {case}`。"
    ),
    "offered": Text(
        "Next: `entrepot finance accept {case}` by the seller.", "下一步：电商企业 `entrepot finance accept {case}`。"
    ),
    "accepted": Text(
        "Next: `entrepot finance pay {case}` by the financier.", "下一步：资金方 `entrepot finance pay {case}`。"
    ),
    "paid_out": Text(
        "Next: `entrepot finance repaid {case}` by the financier.", "下一步：资金方 `entrepot finance repaid {case}`。"
    ),
}

_CASE = Annotated[int, typer.Argument(help=CASE_HELP.say())]
_PARTS_OF_TERMS = 8


@command()
def terms(
    context: Context,
    publish: Annotated[str | None, typer.Option("--publish", metavar="TERMS", help=PUBLISH_HELP.say())] = None,
    by: Annotated[str | None, typer.Option("--as", metavar="CODE", help=AS_HELP.say())] = None,
) -> Result:
    """Terms in force, or new ones of a financier."""
    from entrepot.modules.finance import api as finance
    from entrepot.modules.parties import api as parties
    from entrepot.shell.currencies import letters

    day = parties.china_day(context.now)
    if publish is not None:
        new = _terms(publish, day)
        with refusals():
            number = finance.publish_terms(
                acting=in_name_of(by or ""), terms=new, practice=context.station == "practice", now=context.now,
                using="owner",
            )  # fmt: skip
        context.say(PUBLISHED, number=number)
        return {"terms": number}
    rows = finance.terms_in_force(day, using="owner")
    spoken = language() == "zh"
    for row in rows:
        names = (row.bank_zh, row.name_zh) if spoken else (row.bank_en, row.name_en)
        context.say(
            TERMS_LINE, number=row.pk, name=" · ".join(names),
            share=_percent(row.advance_share), rate=_percent(row.yearly_rate), days=row.days,
            least=finance.amount(row.least), most=finance.amount(row.most), currency=letters(row.currency),
        )  # fmt: skip
    if not rows:
        context.say(NO_TERMS)
    return {"terms": [{"terms": row.pk, "name_en": row.name_en, "currency": row.currency} for row in rows]}


@command()
def ask(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=ORDER_HELP.say())],
    by: As,
    terms_id: Annotated[int, typer.Option("--terms", metavar="NUMBER", help=TERMS_HELP.say())],
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help=AMOUNT_HELP.say())],
    marketplace: Annotated[
        str | None, typer.Option("--marketplace", metavar="CODE", help=MARKETPLACE_HELP.say())
    ] = None,
) -> Result:
    """A seller asks for money on an order; what the record does not carry is refused with every reason."""
    from entrepot.modules.finance import api as finance
    from entrepot.project.line import whole_record
    from entrepot.project.line.setting import open_setting

    acting = in_name_of(by)
    with open_setting() as setting:
        found = [
            place
            for place in whole_record.places(setting.lookups, order_no, marketplace=marketplace, seller=None)
            if place.seller_id == acting.party_id
        ]
        place = _one(found, order_no, marketplace)
        with whole_record.reading(place):
            trade = finance.read_trade(setting.lookups, order_no, place.marketplace_id, acting.party_id)
    wish = finance.Wish(terms_id, as_amount(amount))
    with refusals():
        case = finance.ask(acting=acting, trade=trade, wish=wish, now=context.now, using="owner")
    return _tell(context, case, acting.party_id)


@command()
def offer(
    context: Context,
    case: _CASE,
    by: As,
    amount: Annotated[str, typer.Option("--amount", metavar="AMOUNT", help=AMOUNT_HELP.say())],
    due: Annotated[str, typer.Option("--due", metavar="DATE", help=DUE_HELP.say())],
) -> Result:
    """A financier offers an advance."""
    from entrepot.modules.finance import api as finance

    acting, value, day = in_name_of(by), as_amount(amount), as_day(due)
    with refusals():
        finance.offer(acting=acting, case_id=case, amount=value, due_date=day, now=context.now, using="owner")
    return _tell(context, case, acting.party_id)


@command()
def decline(
    context: Context,
    case: _CASE,
    by: As,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=WHY_HELP.say())],
) -> Result:
    """A financier declines, with its reason."""
    from entrepot.modules.finance import api as finance

    acting = in_name_of(by)
    with refusals():
        finance.decline(acting=acting, case_id=case, why=why, now=context.now, using="owner")
    return _tell(context, case, acting.party_id)


@command()
def accept(context: Context, case: _CASE, by: As) -> Result:
    """The seller accepts: the amount is held in the registry, for nobody else to finance."""
    return _move(context, case, by, "accept")


@command()
def withdraw(context: Context, case: _CASE, by: As) -> Result:
    """The seller withdraws before money has moved."""
    return _move(context, case, by, "withdraw")


@command()
def pay(context: Context, case: _CASE, by: As) -> Result:
    """The financier says that the money has left it."""
    return _move(context, case, by, "pay_out")


@command()
def repaid(context: Context, case: _CASE, by: As) -> Result:
    """The financier says that the advance came back: it can be financed again."""
    return _move(context, case, by, "repaid")


@command()
def show(context: Context, by: As, case: Annotated[int | None, typer.Argument(help=CASE_HELP.say())] = None) -> Result:
    """The cases of a firm, or one with its checks."""
    from entrepot.modules.finance import api as finance

    acting = in_name_of(by)
    if case is not None:
        return _tell(context, case, acting.party_id)
    rows = finance.cases_of([acting.party_id], size=100, using="owner")
    for row in rows:
        context.say(CASE_LINE, **_line(row))
    if not rows:
        context.say(NO_CASES)
    return {"cases": [{"case": row.pk, "order_no": row.order_no, "state": row.state} for row in rows]}


def _move(context: Context, case: int, by: str, deed: str) -> Result:
    from entrepot.modules.finance import api as finance

    acting = in_name_of(by)
    with refusals():
        getattr(finance, deed)(acting=acting, case_id=case, now=context.now, using="owner")
    return _tell(context, case, acting.party_id)


def _tell(context: Context, case: int, party_id: int) -> Result:
    from entrepot.modules.finance import api as finance

    row = finance.case_of([party_id], case, using="owner")
    with refusals():
        if row is None:
            raise finance.UnableToFinance("case_unknown", case=case)
    context.say(CASE_LINE, **_line(row))
    steps = finance.steps_of([case], using="owner")
    made = steps[0].facts.get("checks", []) if steps else []
    spoken = language() == "zh"
    for one in made:
        context.say(
            CHECK_LINE, title=finance.CHECKS[one["name"]][spoken], outcome=finance.OUTCOMES[one["outcome"]][spoken],
            expected=one["expected"][spoken], found=one["found"][spoken], do=one["do"][spoken],
        )  # fmt: skip
    if row.state in NEXT:
        context.say(NEXT[row.state], case=case)
    told = ("order_no", "state", "currency", "asked", "offered", "fee", "due_date")
    facts = {name: getattr(row, name) for name in told}
    return {"case": case, **facts, "checks": made, "steps": [{"kind": one.kind, "at": one.at} for one in steps]}


def _line(row: "Case") -> dict[str, object]:
    from entrepot.modules.finance import api as finance
    from entrepot.shell.currencies import letters

    what = f", {finance.amount(row.offered or row.asked)} {letters(row.currency)}"
    state = finance.STATES[row.state][language() == "zh"]
    return {"case": row.pk, "order_no": row.order_no, "state": state, "what": what}


def _one(found: "list[Place]", order_no: str, marketplace: str | None) -> "Place":
    if not found:
        raise no_record(order_no, marketplace, None)
    if len(found) > 1:
        raise Refusal(SEVERAL, order_no=order_no, count=len(found))
    return found[0]


def _terms(text: str, day: date) -> "NewTerms":
    from entrepot.modules.finance import api as finance

    given = [part.strip() for part in text.split("/")]
    if len(given) != _PARTS_OF_TERMS or not given[5].isdecimal():
        raise Refusal(WRONG_TERMS, found=text)
    share, rate, least, most = (as_amount(given[place]) for place in (3, 4, 6, 7))
    return finance.NewTerms(given[0], given[1], given[2], share, rate, int(given[5]), least, most, day, None)


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f} %"
