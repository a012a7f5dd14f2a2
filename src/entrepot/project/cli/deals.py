"""Market procurement on the command line: a deal from the stall to the decision and the money."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import day, in_name_of, refusal
from entrepot.project.cli.acting import number as exact
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.market_procurement.api import Container, Deal
    from entrepot.modules.parties.api import Acting

AS_HELP = Text("Code of the firm that acts", "操作企业的编码")
DEAL_HELP = Text("Number of the deal", "交易单号")
CONTAINER_HELP = Text("Number of the container", "集装箱号")
STALL_HELP = Text("Code of the stall that sells", "售货商户的编码")
GOODS_HELP = Text("What the goods are called", "商品名称")
HS_HELP = Text("HS code, 10 digits", "商品编码，10 位数字")
QTY_HELP = Text("Quantity", "数量")
ALL_HELP = Text("Quantity; all that is left if not given", "数量；不填则为全部余量")
UNIT_HELP = Text("Customs code of the unit, such as 007", "计量单位代码，如 007")
PRICE_HELP = Text("Price of one unit, CNY", "单价（人民币）")
BUYER_HELP = Text("Your code for the foreign buyer", "境外采购商代码（自编）")
NAME_HELP = Text("Name of the buyer", "采购商姓名")
COUNTRY_HELP = Text("Nationality of the buyer, two letters such as DE", "采购商国籍（地区），两位字母，如 DE")
DOCUMENT_HELP = Text("Passport or identity document of the buyer", "采购商护照或身份证件号码")
RATE_HELP = Text("Yuan for one US dollar; not given: the limit is not checked", "1 美元折合人民币；不填则不核对限额")
SOURCE_HELP = Text("Where the rate is from, and of which day", "汇率来源及日期")
BOOTH_HELP = Text("Number of the booth", "商位号")
RECORD_HELP = Text("MARKETPLACE/ORDER_NO of the record it belongs to", "所属记录：平台编码/订单编号")
REASON_HELP = Text("Why the stall refuses", "商户拒绝的原因")
AMOUNT_HELP = Text("Amount paid, CNY", "付款金额（人民币）")
REFERENCE_HELP = Text("Number of the payment at the bank", "银行付款编号")
PAID_HELP = Text("Day of the payment, such as 2026-06-30; today if not given", "付款日期，如 2026-06-30；不填则为当日")
NO_DEAL = Text("Expected the number of a deal, found {found}.", "应为交易单号，实为 {found}。")
NO_CONTAINER = Text(
    "Expected a container of {firm}, found none with the number {found}. With --buyer it is begun.",
    "没有 {firm} 名下箱号为 {found} 的集装箱。给出 --buyer 可新登记。",
)
MADE = Text(
    "Deal {deal_no}: {goods}, {value} CNY; it waits for its stall.", "交易 {deal_no}：{goods}，{value} 元；待商户确认。"
)
ANSWERED = Text("Deal {deal_no}: {state}.", "交易 {deal_no}：{state}。")
LOADED = Text(
    "Deal {deal_no} is in container {container_no}, which holds {value} CNY.",
    "交易 {deal_no} 已装入集装箱 {container_no}，箱内货值 {value} 元。",
)
TAKEN_OUT = Text(
    "Deal {deal_no} is out of container {container_no}.", "交易 {deal_no} 已从集装箱 {container_no} 取出。"
)
DECLARED = Text(
    "Declaration {declaration_no} of container {container_no}: {kinds} kinds on {lines} lines, {value} CNY.",
    "集装箱 {container_no} 的报关单 {declaration_no}：{kinds} 种商品 {lines} 项，{value} 元。",
)
DECIDED = Text("Declaration {declaration_no}: {verdict}.", "报关单 {declaration_no}：{verdict}。")
NOTHING_DUE = Text("No declaration waits for a decision.", "没有待审核的报关单。")
FINDING = Text("  {rule} {title}: {expected} {found} {do}", "  {rule} {title}：{expected}{found}{do}")
SETTLED = Text(
    "Deal {deal_no}: {amount} CNY paid, {left} CNY left to pay.", "交易 {deal_no}：已付 {amount} 元，尚余 {left} 元。"
)
LINE = Text("  {at}  {by}: {what}", "  {at}  {by}：{what}")

_AS = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]
_DEAL = Annotated[str, typer.Argument(help=DEAL_HELP.say())]
_CONTAINER = Annotated[str, typer.Argument(help=CONTAINER_HELP.say())]


@command()
def make(
    context: Context,
    stall: Annotated[str, typer.Option("--stall", metavar="CODE", help=STALL_HELP.say())],
    goods: Annotated[str, typer.Option("--goods", metavar="TEXT", help=GOODS_HELP.say())],
    hs_code: Annotated[str, typer.Option("--hs", metavar="CODE", help=HS_HELP.say())],
    quantity: Annotated[str, typer.Option("--quantity", metavar="NUMBER", help=QTY_HELP.say())],
    unit: Annotated[str, typer.Option("--unit", metavar="CODE", help=UNIT_HELP.say())],
    price: Annotated[str, typer.Option("--price", metavar="CNY", help=PRICE_HELP.say())],
    buyer: Annotated[str, typer.Option("--buyer", metavar="CODE", help=BUYER_HELP.say())],
    firm: _AS,
    booth: Annotated[str, typer.Option("--booth", metavar="TEXT", help=BOOTH_HELP.say())] = "",
    record: Annotated[str | None, typer.Option("--record", metavar="RECORD", help=RECORD_HELP.say())] = None,
) -> Result:
    """The dealer enters a deal; its stall confirms or refuses it."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    marketplace, _, order_no = (record or "").partition("/")
    place = in_name_of(marketplace).party_id if record else None
    terms = market.Terms(
        stall_code=stall, goods_name=goods, hs_code=hs_code, quantity=exact(quantity), unit=unit, price=exact(price),
        buyer_code=buyer, booth_no=booth, order_no=order_no, marketplace_id=place,
    )  # fmt: skip
    try:
        number = market.make_deal(acting=in_name_of(firm), terms=terms, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    value = _plain(terms.quantity * terms.price)
    context.say(MADE, deal_no=number, goods=goods, value=value)
    return {"deal_no": number, "value": value, "state": "made"}


@command()
def confirm(context: Context, deal_no: _DEAL, firm: _AS) -> Result:
    """The stall stands by a deal."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    try:
        market.confirm_deal(acting=in_name_of(firm), deal_no=deal_no, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    return _answered(context, deal_no, "confirmed")


@command()
def refuse(
    context: Context,
    deal_no: _DEAL,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=REASON_HELP.say())],
    firm: _AS,
) -> Result:
    """The stall does not stand by a deal, and says why."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    try:
        market.refuse_deal(acting=in_name_of(firm), deal_no=deal_no, reason=reason, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    return _answered(context, deal_no, "refused")


def _answered(context: Context, deal_no: str, state: str) -> Result:
    from entrepot.modules.market_procurement import api as market

    context.say(ANSWERED, deal_no=deal_no, state=market.said(market.DEAL_STATES[state], language()))
    return {"deal_no": deal_no, "state": state}


@command()
def load(
    context: Context,
    deal_no: _DEAL,
    container: _CONTAINER,
    firm: _AS,
    quantity: Annotated[str | None, typer.Option("--quantity", metavar="NUMBER", help=ALL_HELP.say())] = None,
    buyer: Annotated[str | None, typer.Option("--buyer", metavar="CODE", help=BUYER_HELP.say())] = None,
    buyer_name: Annotated[str, typer.Option("--buyer-name", metavar="TEXT", help=NAME_HELP.say())] = "",
    buyer_country: Annotated[str, typer.Option("--buyer-country", metavar="CODE", help=COUNTRY_HELP.say())] = "",
    buyer_document: Annotated[str, typer.Option("--buyer-document", metavar="TEXT", help=DOCUMENT_HELP.say())] = "",
    rate: Annotated[str | None, typer.Option("--rate", metavar="CNY", help=RATE_HELP.say())] = None,
    rate_source: Annotated[str, typer.Option("--rate-source", metavar="TEXT", help=SOURCE_HELP.say())] = "",
) -> Result:
    """Consolidate a confirmed deal into a container; with --buyer the container is begun where it is not in use."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    acting = in_name_of(firm)
    try:
        box = market.container_numbered(container, acting.party_id, using="owner")
        if buyer is not None and (box is None or box.state == "released"):
            who = market.Buyer(buyer, buyer_name, buyer_country, buyer_document)
            stated = market.Rate(None if rate is None else exact(rate), rate_source)
            market.open_container(
                acting=acting, container_no=container, buyer=who, rate=stated, now=context.now, using="owner"
            )
        box = _box(acting, container, firm)
        amount = None if quantity is None else exact(quantity)
        market.load_deal(
            acting=acting, container_id=box.pk, deal_no=deal_no, quantity=amount, now=context.now, using="owner"
        )
    except parties.Unable as error:
        raise refusal(error) from error
    value = _plain(market.drafted(box.pk, parties.china_day(context.now), "owner").value)
    context.say(LOADED, deal_no=deal_no, container_no=box.container_no, value=value)
    return {"deal_no": deal_no, "container_no": box.container_no, "container": box.pk, "value": value}


@command()
def unload(context: Context, deal_no: _DEAL, container: _CONTAINER, firm: _AS) -> Result:
    """Take a deal out of an open container again."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    acting = in_name_of(firm)
    box = _box(acting, container, firm)
    try:
        market.unload_deal(acting=acting, container_id=box.pk, deal_no=deal_no, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    context.say(TAKEN_OUT, deal_no=deal_no, container_no=box.container_no)
    return {"deal_no": deal_no, "container_no": box.container_no}


@command()
def declare(context: Context, container: _CONTAINER, firm: _AS) -> Result:
    """One declaration drafted from a container and handed in; simplified where the law lets it."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    acting = in_name_of(firm)
    box = _box(acting, container, firm)
    try:
        number = market.declare(acting=acting, container_id=box.pk, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    row = market.Declaration.objects.using("owner").get(declaration_no=number)
    facts = {"declaration_no": number, "container_no": box.container_no, "kinds": row.kinds, "lines": len(row.lines),
             "value": _plain(row.value)}  # fmt: skip
    context.say(DECLARED, **facts)
    return {**facts, "simplified": row.simplified}


@command()
def decide(context: Context) -> Result:
    """Decide on every declaration of market procurement that is due; a filing station pre-checks."""
    from entrepot.modules.market_procurement import api as market

    numbers = market.decide_due(now=context.now)
    rows = market.Decision.objects.using("owner").filter(declaration__declaration_no__in=numbers)
    decided = []
    for row in rows.select_related("declaration").order_by("pk"):
        said = market.said(market.VERDICTS[row.kind, row.verdict], language())
        context.say(DECIDED, declaration_no=row.declaration.declaration_no, verdict=said)
        for one in row.findings:
            context.say(
                FINDING,
                rule=one["rule"],
                **{part: one[language()][part] for part in ("title", "expected", "found", "do")},
            )
        decided.append(
            {"declaration_no": row.declaration.declaration_no, "kind": row.kind, "verdict": row.verdict,
             "rules": [one["rule"] for one in row.findings]}
        )  # fmt: skip
    if not decided:
        context.say(NOTHING_DUE)
    return {"decided": decided}


@command()
def settle(
    context: Context,
    deal_no: _DEAL,
    amount: Annotated[str, typer.Option("--amount", metavar="CNY", help=AMOUNT_HELP.say())],
    reference: Annotated[str, typer.Option("--reference", metavar="TEXT", help=REFERENCE_HELP.say())],
    firm: _AS,
    paid_on: Annotated[str | None, typer.Option("--paid-on", metavar="DATE", help=PAID_HELP.say())] = None,
) -> Result:
    """Enter what was paid to the stall for a deal, never more than it is worth."""
    from entrepot.modules.market_procurement import api as market
    from entrepot.modules.parties import api as parties

    on = parties.china_day(context.now) if paid_on is None else day(paid_on)
    payment = market.Payment(exact(amount), reference, on)
    try:
        left = market.settle_deal(
            acting=in_name_of(firm), deal_no=deal_no, payment=payment, now=context.now, using="owner"
        )
    except parties.Unable as error:
        raise refusal(error) from error
    context.say(SETTLED, deal_no=deal_no, amount=amount, left=_plain(left))
    return {"deal_no": deal_no, "amount": amount, "left": _plain(left)}


@command()
def show(context: Context, deal_no: _DEAL) -> Result:
    """One deal: where it stands and what became of it."""
    from django.utils import translation

    from entrepot.modules.market_procurement import api as market

    deal = _deal(deal_no)
    stands = market.standing([deal_no], using="owner")[deal_no]
    with translation.override("zh-hans" if language() == "zh" else "en"):
        entries = [{"at": one.at, "kind": one.kind, "by": one.by, "what": one.sentence}
                   for one in market.entries_of(deal, using="owner")]  # fmt: skip
    context.say(ANSWERED, deal_no=deal_no, state=market.said(market.DEAL_STATES[deal.state], language()))
    for entry in entries:
        context.say(LINE, **{name: entry[name] for name in ("at", "by", "what")})
    return {
        "deal_no": deal_no, "state": deal.state, "value": _plain(deal.value), "to_load": _plain(stands.to_load),
        "paid": _plain(stands.paid), "to_pay": _plain(stands.to_pay), "entries": entries,
    }  # fmt: skip


def _deal(deal_no: str) -> "Deal":
    from entrepot.modules.market_procurement import api as market

    found = market.deal_numbered(deal_no, using="owner")
    if found is None:
        raise Refusal(NO_DEAL, found=deal_no)
    return found


def _box(acting: "Acting", number: str, firm: str) -> "Container":
    from entrepot.modules.market_procurement import api as market

    found = market.container_numbered(number, acting.party_id, using="owner")
    if found is None:
        raise Refusal(NO_CONTAINER, firm=firm, found=number)
    return found


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
