"""Showrooms, enquiries and listings on the command line; --as names the firm that acts."""

from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import firm_with, refusal
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.marketing.api import Enquiry, Marketplace, Shown, Stock
    from entrepot.modules.parties.api import Reader

AS_HELP = Text("Code of the firm that acts", "操作企业的编码")
ADDRESS_HELP = Text("Address of the showroom: small letters, digits, hyphens", "展厅地址：小写字母、数字、连字符")
OPENED_HELP = Text(
    "Who may enter: nobody, invited or public", "开放范围：nobody（不开放）、invited（受邀）或 public（公开）"
)
PRICES_HELP = Text("Who reads prices: invited or public", "价格可见范围：invited（受邀）或 public（公开）")
PLACE_HELP = Text(
    "Code of the marketplace on which its orders stand (the firm itself if not given)",
    "订单所属平台的编码（不填则为企业自身）",
)
SHEET_HELP = Text(
    "CSV with item_no, width_mm, height_mm, depth_mm, price, currency, min_quantity, unit; perhaps name_en, name_zh and"
    " picture (a file beside it)",
    "CSV，含 item_no、width_mm、height_mm、depth_mm、price、currency、min_quantity、unit；可加 name_en、name_zh 和"
    " picture（同目录的图片文件）",
)
INVITED_HELP = Text("Code of the firm that is invited", "受邀企业的编码")
ITEM_HELP = Text("Item number of the ware", "商品货号")
QUANTITY_HELP = Text("How many, in the unit of the showroom", "数量，按展厅所示单位")
MESSAGE_HELP = Text("A few words", "附言")
NUMBER_HELP = Text("Number of the enquiry", "询价编号")
PRICE_HELP = Text("Price of one unit", "单价")
UNTIL_HELP = Text("Last day on which it holds, such as 2026-06-30", "报价有效期至，如 2026-06-30")
WRONG_DAY = Text("Expected a day such as 2026-06-30, found “{found}”.", "应为形如 2026-06-30 的日期，实为“{found}”。")
WRONG_NUMBER = Text("Expected a number such as 12.50, found “{found}”.", "应为形如 12.50 的数字，实为“{found}”。")
OPENED = Text(
    "/showroom/{address}/: {wares} wares, open to {opened_to}, prices for {prices_to}",
    "/showroom/{address}/：{wares} 个商品，开放范围 {opened_to}，价格范围 {prices_to}",
)
FILLED = Text("{wares} wares stand in the showroom as the sheet says.", "已按表格展出 {wares} 个商品。")
INVITED = Text(
    "{firm} may enter /showroom/{address}/ and reads its prices.", "{firm} 可进入 /showroom/{address}/ 并查看价格。"
)
NO_HALL = Text(
    "The firm has no showroom. Open one: entrepot showroom open.", "企业尚无展厅。请先运行 entrepot showroom open。"
)
NOT_THERE = Text(
    "There is no showroom {found} for this firm. Check the address, or ask for an invitation.",
    "没有该企业可进入的展厅 {found}。请检查地址，或索取邀请。",
)
A_WARE = Text(
    "  {item}  {name}  {size} mm  {price}  from {least}  {stock}",
    "  {item}  {name}  {size} mm  {price}  起订 {least}  {stock}",
)
NO_PRICE = Text("price on request", "价格面议")
NO_STOCK = Text("no stock told", "未告知库存")
STOCK = Text("{quantity} at {warehouse}", "{warehouse} 有 {quantity}")
ASKED = Text("Enquiry {number}: {quantity} of {item}", "询价 {number}：{item}，数量 {quantity}")
AN_ENQUIRY = Text(
    "  {number}  {state}  {item} × {quantity}  {who}  {price}",
    "  {number}  {state}  {item} × {quantity}  {who}  {price}",
)
NO_ENQUIRIES = Text("No enquiries.", "没有询价。")
QUOTED = Text("Enquiry {number} is answered: {price} a unit.", "询价 {number} 已答复：单价 {price}。")
DECLINED = Text("Enquiry {number} is declined.", "询价 {number} 已婉拒。")
ORDERED = Text(
    "Enquiry {number} is an order: entrepot record {order_no}", "询价 {number} 已转为订单：entrepot record {order_no}"
)
PRICE_OR_NOT = Text("Expected --price or --decline, one of them.", "请使用 --price 或 --decline 之一。")

As = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]


@command()
def open_(
    context: Context,
    address: Annotated[str, typer.Argument(help=ADDRESS_HELP.say())],
    firm: As,
    to: Annotated[str, typer.Option("--to", metavar="WHOM", help=OPENED_HELP.say())] = "public",
    prices: Annotated[str, typer.Option("--prices", metavar="WHOM", help=PRICES_HELP.say())] = "public",
    marketplace: Annotated[str | None, typer.Option("--marketplace", metavar="CODE", help=PLACE_HELP.say())] = None,
) -> Result:
    """Open the firm's showroom so, or change how it stands open."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties

    seller = firm_with(firm)
    place = None if marketplace is None else marketplace_named(marketplace)
    opening = marketing.Opening(address, to, prices, place)
    try:
        marketing.open_hall(
            acting=parties.Acting(seller),
            opening=opening,
            now=context.now,
            practice=context.station == "practice",
            using="owner",
        )
    except marketing.UnableToMarket as refused:
        raise refusal(refused) from refused
    wares = sum(row.shown for row in marketing.exhibits_of(seller, using="owner"))
    facts = {"address": address, "opened_to": to, "prices_to": prices, "wares": wares}
    context.say(OPENED, **facts)
    return {**facts, "url": f"/showroom/{address}/"}


@command()
def fill(context: Context, sheet: Annotated[Path, typer.Argument(help=SHEET_HELP.say())], firm: As) -> Result:
    """Put wares of the catalogue into the showroom, as a sheet says: all of them or none."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.showroom_sheet import UnableToReadWares, read_wares

    seller = firm_with(firm)
    try:
        wares = read_wares(sheet)
        count = marketing.put_wares(
            acting=parties.Acting(seller),
            wares=wares,
            now=context.now,
            practice=context.station == "practice",
            using="owner",
        )
    except (marketing.UnableToMarket, UnableToReadWares) as refused:
        raise refusal(refused) from refused
    context.say(FILLED, wares=count)
    return {"wares": count}


@command()
def invite(
    context: Context, invited: Annotated[str, typer.Argument(metavar="CODE", help=INVITED_HELP.say())], firm: As
) -> Result:
    """Let a firm into the firm's showroom, and to its prices."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties

    seller = firm_with(firm)
    try:
        new = marketing.invite(
            acting=parties.Acting(seller), party_id=firm_with(invited), now=context.now, using="owner"
        )
    except marketing.UnableToMarket as refused:
        raise refusal(refused) from refused
    hall = marketing.hall_of(seller, using="owner")
    assert hall is not None
    context.say(INVITED, firm=invited, address=hall.address)
    return {"invited": invited, "new": new}


@command()
def show(
    context: Context,
    address: Annotated[str, typer.Argument(help=ADDRESS_HELP.say())],
    firm: Annotated[str | None, typer.Option("--as", metavar="CODE", help=AS_HELP.say())] = None,
) -> Result:
    """What the showroom shows to a firm, or to everybody: prices only where they are for its eyes."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.showroom_sheet import stock_of

    with parties.reading(_eyes(firm)):
        hall = marketing.enter_hall(address)
        if hall is None:
            raise Refusal(NOT_THERE, found=address)
        wares = marketing.wares_in(address)
    stock = stock_of(hall.seller_id, [ware.item_no for ware in wares], back=None, now=context.now)
    facts = {"address": address, "opened_to": hall.opened_to, "prices_to": hall.prices_to}
    context.say(OPENED, **facts, wares=len(wares))
    told = [_say_ware(context, ware, stock.get(ware.item_no)) for ware in wares]
    return {**facts, "sees_prices": hall.sees_prices, "wares": told}


def _say_ware(context: Context, ware: "Shown", lies: "Stock | None") -> Result:
    size = [ware.width_mm, ware.height_mm, ware.depth_mm]
    price = None if ware.price is None else f"{ware.price.normalize():f} {ware.currency}"
    held = NO_STOCK.say()
    if lies:
        held = STOCK.say(quantity=f"{lies.quantity.normalize():f}", warehouse=lies.warehouse)
    name = ware.name_zh if language() == "zh" else (ware.name_en or ware.name_zh)
    context.say(
        A_WARE, item=ware.item_no, name=name, size=" × ".join(map(str, size)), price=price or NO_PRICE.say(),
        least=f"{ware.min_quantity.normalize():f}", stock=held,
    )  # fmt: skip
    return {"item_no": ware.item_no, "size_mm": size, "price": price, "stock": str(lies.quantity) if lies else None}


@command()
def ask(
    context: Context,
    address: Annotated[str, typer.Argument(help=ADDRESS_HELP.say())],
    item: Annotated[str, typer.Argument(help=ITEM_HELP.say())],
    quantity: Annotated[str, typer.Option("--quantity", metavar="N", help=QUANTITY_HELP.say())],
    firm: As,
    message: Annotated[str, typer.Option("--message", help=MESSAGE_HELP.say())] = "",
) -> Result:
    """Ask for a quote of a ware in a showroom, as a firm."""
    import secrets

    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties

    wish = marketing.Wish(address, item, number_in(quantity), message, secrets.token_urlsafe(16))
    try:
        with parties.reading(_eyes(firm), using="owner"):
            number = marketing.ask(
                wish=wish, buyer=parties.Acting(firm_with(firm)), guest=None, now=context.now, using="owner"
            )
    except marketing.UnableToMarket as refused:
        raise refusal(refused) from refused
    context.say(ASKED, number=number, quantity=quantity, item=item)
    return {"enquiry": number, "state": "asked"}


@command()
def list_enquiries(context: Context, firm: As) -> Result:
    """What the firm was asked, and what it asked."""
    from entrepot.modules.marketing import api as marketing

    party = firm_with(firm)
    here, there = marketing.enquiries_at([party], using="owner"), marketing.enquiries_by([party], using="owner")
    for row in (*here, *there):
        price = "" if row.price is None else f"{row.price.normalize():f} {row.currency}"
        who = marketing.asker(row, language()) if row in here else (row.seller_zh or row.seller_en)
        context.say(
            AN_ENQUIRY, number=row.pk, state=marketing.ENQUIRY_WORDS[row.state].say(language()), item=row.item_no,
            quantity=f"{row.quantity.normalize():f}", who=who, price=price,
        )  # fmt: skip
    if not (here or there):
        context.say(NO_ENQUIRIES)
    return {"asked_of_us": [_told(row) for row in here], "asked_by_us": [_told(row) for row in there]}


def _told(row: "Enquiry") -> Result:
    return {
        "enquiry": row.pk, "state": row.state, "item_no": row.item_no, "quantity": str(row.quantity),
        "price": row.price,
        "order_no": row.order_no,
    }  # fmt: skip


@command()
def answer(
    context: Context,
    number: Annotated[int, typer.Argument(help=NUMBER_HELP.say())],
    firm: As,
    price: Annotated[str | None, typer.Option("--price", metavar="N", help=PRICE_HELP.say())] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=UNTIL_HELP.say())] = None,
    message: Annotated[str, typer.Option("--message", help=MESSAGE_HELP.say())] = "",
    decline: Annotated[bool, typer.Option("--decline")] = False,
) -> Result:
    """Answer an enquiry with a price, or decline it."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties

    if decline == (price is not None):
        raise typer.BadParameter(PRICE_OR_NOT.say())
    acting = parties.Acting(firm_with(firm))
    try:
        if price is None:
            marketing.decline(acting=acting, enquiry_id=number, reply=message, now=context.now, using="owner")
            context.say(DECLINED, number=number)
            return {"enquiry": number, "state": "declined"}
        said = marketing.Answer(number_in(price), _day(until), message)
        marketing.answer(acting=acting, enquiry_id=number, said=said, now=context.now, using="owner")
    except marketing.UnableToMarket as refused:
        raise refusal(refused) from refused
    context.say(QUOTED, number=number, price=price)
    return {"enquiry": number, "state": "quoted", "price": price}


@command()
def order(context: Context, number: Annotated[int, typer.Argument(help=NUMBER_HELP.say())], firm: As) -> Result:
    """Make an answered enquiry an order on the record, once."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.project.line import quoted
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        try:
            quote, message = quoted.place(setting, firm_with(firm), number, now=context.now)
        except marketing.UnableToMarket as refused:
            raise refusal(refused) from refused
    context.say(ORDERED, number=number, order_no=quote.order_no)
    return {"enquiry": number, "order_no": quote.order_no, "marketplace": quote.marketplace.code, "message": message}


def _eyes(code: str | None) -> "Reader | None":
    from datetime import UTC, datetime

    from entrepot.modules.parties import api as parties

    if code is None:
        return None
    return parties.reader_of(person_id=None, firms=(firm_with(code),), now=datetime.now(UTC), using="owner")


def marketplace_named(code: str) -> "Marketplace":
    """The firm with that code, as an order names it."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties

    party = firm_with(code)
    firm = parties.firms([party], using="owner")[party]
    return marketing.Marketplace(party, code, firm.name_zh or firm.name_en)


def number_in(text: str) -> Decimal:
    """A number as it was typed."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(WRONG_NUMBER.say(found=text)) from None
    if not found.is_finite():
        raise typer.BadParameter(WRONG_NUMBER.say(found=text))
    return found


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(WRONG_DAY.say(found=text)) from None
