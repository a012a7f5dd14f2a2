"""Rates, quotes, bookings and labels from the command line."""

from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.acting import As, amount, in_name_of, own_order, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.record import MARKETPLACE_HELP, NUMBER_HELP
from entrepot.project.wording import Refusal, Text, language

FILE_HELP = Text(
    "CSV: origin, destination, from_kg, to_kg, price, per (parcel or kg), currency, days, valid_from, valid_until",
    "CSV：origin, destination, from_kg, to_kg, price, per（parcel 或 kg）, currency, days, valid_from, valid_until",
)
FROM_HELP = Text("Country/region of departure: ISO letters, customs code or name", "起运国（地区）：代码或名称")
TO_HELP = Text("Country/region of arrival", "目的国（地区）")
WEIGHT_HELP = Text("Gross weight in kg", "毛重（公斤）")
RATE_HELP = Text("Number of the rate, as `rates quote` told it", "运价编号（`rates quote` 给出）")
BOOKING_HELP = Text("Number of the booking", "订舱编号")
OUT_HELP = Text("PDF file to write", "写入的 PDF 文件")
NO_FILE = Text("Expected a file at {path}, found none.", "在 {path} 没有找到文件。")
NO_COUNTRY = Text(
    "Expected a country/region such as DE or 304, found “{found}”.", "国家（地区）应形如 DE 或 304，实为“{found}”。"
)
TAKEN = Text("{count} rates are in force: sellers get quotes from them.", "{count} 条运价已生效，电商企业可询价。")
QUOTE = Text(
    "{rate}  {carrier}: {price} {currency}, {days} days ({per})",
    "{rate}  {carrier}：{price} {currency}，{days} 天（{per}）",
)
BOOKED = Text(
    "Booking {booking}: {price} {currency}. Next: `entrepot parcel label {booking}`",
    "订舱 {booking}：{price} {currency}。下一步：`entrepot parcel label {booking}`",
)
PRINTED = Text("{path}: label {label}, {lines} lines for customs.", "{path}：面单 {label}，{lines} 行申报信息。")
WITHDRAWN = Text("Booking {booking} is withdrawn; the order may be booked again.", "订舱 {booking} 已撤回，可重订。")

_Order = Annotated[str, typer.Argument(help=NUMBER_HELP.say())]
_Booking = Annotated[int, typer.Argument(help=BOOKING_HELP.say())]
_Marketplace = Annotated[str | None, typer.Option("--marketplace", metavar="CODE", help=MARKETPLACE_HELP.say())]


@command()
def bring(context: Context, file: Annotated[Path, typer.Argument(help=FILE_HELP.say())], by: As) -> Result:
    """A carrier publishes its rates: all rows or none."""
    from entrepot.modules.logistics import api as logistics
    from entrepot.project.line.rates import read_rates

    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    acting = in_name_of(by)
    with refusals():
        count = logistics.bring_rates(
            acting=acting, rates=read_rates(file.read_bytes()), practice=context.station == "practice",
            now=context.now, using="owner",
        )  # fmt: skip
    context.say(TAKEN, count=count)
    return {"rates": count}


@command()
def quote(
    context: Context,
    origin: Annotated[str, typer.Option("--from", metavar="COUNTRY", help=FROM_HELP.say())],
    destination: Annotated[str, typer.Option("--to", metavar="COUNTRY", help=TO_HELP.say())],
    weight: Annotated[str, typer.Option("--weight", metavar="KG", help=WEIGHT_HELP.say())],
) -> Result:
    """What each carrier takes for a parcel, or which rate is missing."""
    from entrepot.modules.logistics import api as logistics
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.rates import country_code

    codes = {text: country_code(text) for text in (origin, destination)}
    for text, code in codes.items():
        if code is None:
            raise Refusal(NO_COUNTRY, found=text)
    with refusals():
        found = logistics.quotes(
            origin=codes[origin] or "", destination=codes[destination] or "", weight_kg=amount(weight),
            day=parties.china_day(context.now), using="owner",
        )  # fmt: skip
    spoken = language()
    told = []
    for one in found:
        rate = one.rate
        carrier = rate.carrier_zh if spoken == "zh" else rate.carrier_en
        facts = {"rate": rate.pk, "carrier": carrier, "price": one.price, "currency": rate.currency, "days": rate.days}
        context.say(QUOTE, **facts, per=logistics.PER[rate.per][spoken == "zh"])
        told.append(facts)
    return {"quotes": told}


@command()
def book(
    context: Context,
    order_no: _Order,
    by: As,
    rate: Annotated[int, typer.Option("--rate", metavar="NUMBER", help=RATE_HELP.say())],
    weight: Annotated[str, typer.Option("--weight", metavar="KG", help=WEIGHT_HELP.say())],
    marketplace: _Marketplace = None,
) -> Result:
    """A seller books a parcel for an order, unless somebody holds it back."""
    from entrepot.modules.logistics import api as logistics

    acting = in_name_of(by)
    order, lines = own_order(order_no, marketplace, acting.party_id)
    parcel = logistics.Parcel(order, lines, rate, amount(weight))
    with refusals():
        number = logistics.book(acting=acting, parcel=parcel, now=context.now, using="owner")
    row = logistics.booking_of([acting.party_id], number, using="owner")
    assert row is not None
    context.say(BOOKED, booking=number, price=f"{row.price:,.2f}", currency=row.currency)
    return {"booking": number, "order_no": order_no, "price": row.price, "currency": row.currency}


@command()
def label(
    context: Context,
    booking: _Booking,
    by: As,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=OUT_HELP.say())],
) -> Result:
    """Print the label, if the catalogue has what customs of the country/region of arrival wants to know."""
    from entrepot.gateways.documents import pdf
    from entrepot.modules.logistics import api as logistics
    from entrepot.modules.parties import api as parties
    from entrepot.modules.trade import api as trade
    from entrepot.project.line import labels

    acting = in_name_of(by)
    row = logistics.booking_of([acting.party_id], booking, using="owner")
    with refusals():
        if row is None:
            raise logistics.UnableToShip("booking_unknown", booking=booking)
        with parties.reading(parties.Reader((acting.party_id,), (), None, frozenset(parties.SCOPES), ())):
            lines = trade.current_lines(row.order_no, row.marketplace_id)
        wares = logistics.print_label(acting=acting, booking_id=booking, lines=lines, now=context.now, using="owner")
    done = logistics.booking_of([acting.party_id], booking, using="owner")
    assert done is not None
    with parties.reading(parties.Reader((acting.party_id, done.carrier_id), (), None, frozenset(parties.SCOPES), ())):
        paper = labels.label(done, wares, language="zh" if language() == "zh" else "en", now=context.now)
    out.write_bytes(pdf(paper))
    context.say(PRINTED, path=out, label=done.label_no, lines=len(wares))
    return {"booking": booking, "label": done.label_no, "out": str(out), "lines": len(wares)}


@command()
def withdraw(context: Context, booking: _Booking, by: As) -> Result:
    """Take a booking back."""
    from entrepot.modules.logistics import api as logistics

    with refusals():
        logistics.withdraw(acting=in_name_of(by), booking_id=booking, now=context.now, using="owner")
    context.say(WITHDRAWN, booking=booking)
    return {"booking": booking, "state": "withdrawn"}
