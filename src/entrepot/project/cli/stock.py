"""A warehouse abroad on the command line: what comes in, what is reserved, picked and shipped."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import in_name_of, refusal
from entrepot.project.cli.acting import number as exact
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.warehouses.api import Expected

AS_HELP = Text("Code of the firm that acts", "操作企业的编码")
WAREHOUSE_HELP = Text("Code of the warehouse", "仓库编码")
SHIPMENT_HELP = Text("Number of the shipment: an SSCC or the seller's own", "货件编号：SSCC 或电商企业自编")
SELLER_HELP = Text("Code of the seller that owns the goods", "货主（电商企业）编码")
LINE_HELP = Text(
    "A ware that is to come, several times: ITEM_NO,BARCODE,UNIT,QUANTITY,NAME",
    "预报商品，可多次给出：货号,条码,单位代码,数量,名称",
)
RECORD_HELP = Text("MARKETPLACE/ORDER_NO of the record it belongs to", "所属记录：平台编码/订单编号")
SCAN_HELP = Text("The scanned barcode", "扫描所得条码")
QTY_HELP = Text("How many", "数量")
CLOSE_HELP = Text("Nothing more comes: close the shipment", "收货完毕：结束该货件")
ITEM_HELP = Text("The seller's item number", "电商企业货号")
ORDER_HELP = Text("MARKETPLACE/ORDER_NO, or ORDER_NO alone", "平台编码/订单编号，或仅订单编号")
DISPATCH_HELP = Text("Number of the order to send", "出库单号")
CARRIER_HELP = Text("Name of the carrier", "承运人名称")
WAYBILL_HELP = Text("Number of the waybill", "运单编号")
NO_LINE = Text(
    "Expected ITEM_NO,BARCODE,UNIT,QUANTITY,NAME, found “{found}”.",
    "应为 货号,条码,单位代码,数量,名称，实为“{found}”。",
)
SCAN_OR_CLOSE = Text("Expected --scan CODE, --close, or both; found neither.", "应给出 --scan 条码、--close 或两者。")
ANNOUNCED = Text("Shipment {shipment_no}: {lines} wares are expected.", "货件 {shipment_no}：预报 {lines} 种商品。")
RECEIVED = Text("{barcode} {name}: {received} of {expected}.", "{barcode} {name}：已收 {received}，预报 {expected}。")
CLOSED = Text(
    "Shipment {shipment_no} is received; {count} wares differ.", "货件 {shipment_no} 已收货；{count} 种有差异。"
)
RESERVED = Text(
    "Order {order_no}: {quantity} of {item_no} reserved, dispatch {dispatch_no}.",
    "订单 {order_no}：{item_no} 已占用 {quantity}，出库单 {dispatch_no}。",
)
PICKED = Text("{dispatch_no}: {left} left to pick.", "{dispatch_no}：还需拣 {left}。")
STANDS = Text("{dispatch_no}: {state}.", "{dispatch_no}：{state}。")
STOCK = Text(
    "{warehouse} {seller} {item_no} {name}: {free} free, {held} reserved, {gone} shipped",
    "{warehouse} {seller} {item_no} {name}：可用 {free}，占用 {held}，已发 {gone}",
)
NOTHING = Text("Nothing lies there.", "没有库存。")

_AS = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]
_SHIPMENT = Annotated[str, typer.Argument(help=SHIPMENT_HELP.say())]
_DISPATCH = Annotated[str, typer.Argument(help=DISPATCH_HELP.say())]


def _record(text: str | None) -> tuple[str, int | None]:
    """Order number and marketplace of MARKETPLACE/ORDER_NO; without a marketplace the number alone."""
    if not text or "/" not in text:
        return text or "", None
    marketplace, _, order_no = text.partition("/")
    return order_no, in_name_of(marketplace).party_id


def _expected(text: str) -> "Expected":
    from entrepot.modules.warehouses.api import Expected

    cells = [cell.strip() for cell in text.split(",", 4)]
    if len(cells) < 4:
        raise Refusal(NO_LINE, found=text)
    item_no, barcode, unit, quantity, name = [*cells, ""][:5]
    return Expected(item_no, barcode, name, unit, exact(quantity))


@command()
def announce(
    context: Context,
    shipment_no: _SHIPMENT,
    warehouse: Annotated[str, typer.Option("--warehouse", metavar="CODE", help=WAREHOUSE_HELP.say())],
    seller: Annotated[str, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())],
    line: Annotated[list[str], typer.Option("--line", metavar="LINE", help=LINE_HELP.say())],
    firm: _AS,
    record: Annotated[str | None, typer.Option("--record", metavar="RECORD", help=RECORD_HELP.say())] = None,
) -> Result:
    """The operator enters what is to come."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.warehouses import api as warehouses

    order_no, marketplace = _record(record)
    lines = tuple(_expected(one) for one in line)
    of_record = (order_no, marketplace) if marketplace is not None else ("", None)
    shipment = warehouses.Announced(shipment_no, warehouse, seller, lines, *of_record)
    try:
        number = warehouses.announce(acting=in_name_of(firm), shipment=shipment, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    context.say(ANNOUNCED, shipment_no=number, lines=len(lines))
    return {"shipment_no": number, "lines": len(lines)}


@command()
def receive(
    context: Context,
    shipment_no: _SHIPMENT,
    firm: _AS,
    scan: Annotated[str | None, typer.Option("--scan", metavar="CODE", help=SCAN_HELP.say())] = None,
    quantity: Annotated[str, typer.Option("--quantity", metavar="NUMBER", help=QTY_HELP.say())] = "1",
    close: Annotated[bool, typer.Option("--close", help=CLOSE_HELP.say())] = False,
) -> Result:
    """One scan at the door, the end of a shipment, or both."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.warehouses import api as warehouses

    if scan is None and not close:
        raise typer.BadParameter(SCAN_OR_CLOSE.say())
    acting, answer = in_name_of(firm), {"shipment_no": shipment_no}
    try:
        if scan is not None:
            line = warehouses.receive(
                acting=acting, shipment_no=shipment_no, scanned=scan, quantity=exact(quantity), now=context.now,
                using="owner",
            )  # fmt: skip
            answer |= {"barcode": line.barcode, "received": _plain(line.received), "expected": _plain(line.expected)}
            context.say(RECEIVED, name=line.name, **{key: answer[key] for key in ("barcode", "received", "expected")})
        if not close:
            return answer
        differing = warehouses.close_shipment(acting=acting, shipment_no=shipment_no, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    context.say(CLOSED, shipment_no=shipment_no, count=len(differing))
    differences = [{"barcode": one.barcode, "expected": _plain(one.expected), "received": _plain(one.received)}
                   for one in differing]  # fmt: skip
    return {**answer, "differences": differences}


@command()
def reserve(
    context: Context,
    item_no: Annotated[str, typer.Argument(help=ITEM_HELP.say())],
    quantity: Annotated[str, typer.Argument(help=QTY_HELP.say())],
    warehouse: Annotated[str, typer.Option("--warehouse", metavar="CODE", help=WAREHOUSE_HELP.say())],
    order: Annotated[str, typer.Option("--order", metavar="RECORD", help=ORDER_HELP.say())],
    firm: _AS,
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
) -> Result:
    """Take stock for an order, first come first served; as the seller, or as the operator with --seller."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.warehouses import api as warehouses

    order_no, marketplace = _record(order)
    owner = in_name_of(seller or firm).party_id
    wanted = warehouses.Wanted(warehouse, owner, item_no, exact(quantity), order_no, marketplace)
    try:
        number = warehouses.reserve(acting=in_name_of(firm), wanted=wanted, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    facts = {"order_no": order_no, "item_no": item_no, "quantity": quantity, "dispatch_no": number}
    context.say(RESERVED, **facts)
    return facts


@command()
def pick(
    context: Context,
    dispatch_no: _DISPATCH,
    scan: Annotated[str, typer.Option("--scan", metavar="CODE", help=SCAN_HELP.say())],
    firm: _AS,
    quantity: Annotated[str, typer.Option("--quantity", metavar="NUMBER", help=QTY_HELP.say())] = "1",
) -> Result:
    """So many were taken from the shelf and scanned; another ware is refused."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.warehouses import api as warehouses

    try:
        left = warehouses.pick(
            acting=in_name_of(firm), dispatch_no=dispatch_no, scanned=scan, quantity=exact(quantity), now=context.now,
            using="owner",
        )  # fmt: skip
    except parties.Unable as error:
        raise refusal(error) from error
    context.say(PICKED, dispatch_no=dispatch_no, left=_plain(left))
    return {"dispatch_no": dispatch_no, "left": _plain(left)}


@command()
def pack(context: Context, dispatch_no: _DISPATCH, firm: _AS) -> Result:
    """All of an order that was picked is in its box."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.warehouses import api as warehouses

    try:
        warehouses.pack(acting=in_name_of(firm), dispatch_no=dispatch_no, now=context.now, using="owner")
    except parties.Unable as error:
        raise refusal(error) from error
    return _stands(context, dispatch_no, "packed")


@command()
def ship(
    context: Context,
    dispatch_no: _DISPATCH,
    carrier: Annotated[str, typer.Option("--carrier", metavar="NAME", help=CARRIER_HELP.say())],
    waybill: Annotated[str, typer.Option("--waybill", metavar="NUMBER", help=WAYBILL_HELP.say())],
    firm: _AS,
) -> Result:
    """An order that is packed goes to a carrier under a waybill number."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.warehouses import api as warehouses

    try:
        warehouses.ship(
            acting=in_name_of(firm), dispatch_no=dispatch_no, carrier=carrier, waybill_no=waybill, now=context.now,
            using="owner",
        )  # fmt: skip
    except parties.Unable as error:
        raise refusal(error) from error
    return {**_stands(context, dispatch_no, "shipped"), "waybill_no": waybill}


def _stands(context: Context, dispatch_no: str, state: str) -> Result:
    from entrepot.modules.warehouses import api as warehouses

    said = warehouses.said(warehouses.DISPATCH_STATES[state], language())
    context.say(STANDS, dispatch_no=dispatch_no, state=said)
    return {"dispatch_no": dispatch_no, "state": state}


@command()
def show(context: Context, firm: _AS) -> Result:
    """What lies where: a seller's own in every warehouse, an operator's all in its own."""
    from entrepot.modules.warehouses import api as warehouses

    rows = [
        {"warehouse": one.warehouse.code, "seller": one.seller_code, "item_no": one.item_no, "name": one.name,
         "free": _plain(one.free), "held": _plain(one.held), "gone": _plain(one.gone)}
        for one in warehouses.stock([in_name_of(firm).party_id], using="owner")
    ]  # fmt: skip
    for row in rows:
        context.say(STOCK, **row)
    if not rows:
        context.say(NOTHING)
    return {"stock": rows}


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
