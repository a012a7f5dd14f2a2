"""Wares offered on marketplaces: out, or stopped with the reason and what to do."""

from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import firm_with, refusal
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.marketing import (
    ITEM_HELP,
    PRICE_HELP,
    As,
    marketplace_named,
    number_in,
)
from entrepot.project.wording import Text, language

if TYPE_CHECKING:
    from entrepot.modules.marketing.api import Listing

CURRENCY_HELP = Text(
    "Currency: 3-digit customs code or ISO letters, such as USD", "币制：3 位海关代码或 ISO 字母，如 USD"
)
MARKET_HELP = Text("Code of the marketplace", "平台编码")
A_LISTING = Text("  {number}  {item} on {marketplace}: {state}", "  {number}  {item}，{marketplace}：{state}")
LACKS = Text("      {reason}; {remedy}", "      {reason}；{remedy}")
NO_LISTINGS = Text("No listings.", "没有上架商品。")
WENT_OUT = Text("{count} stopped listings went out.", "{count} 个此前未上架的商品已上架。")


@command()
def offer(
    context: Context,
    item: Annotated[str, typer.Argument(help=ITEM_HELP.say())],
    firm: As,
    on: Annotated[str, typer.Option("--on", metavar="CODE", help=MARKET_HELP.say())],
    price: Annotated[str, typer.Option("--price", metavar="N", help=PRICE_HELP.say())],
    currency: Annotated[str, typer.Option("--currency", metavar="CODE", help=CURRENCY_HELP.say())] = "USD",
) -> Result:
    """Offer a ware on a marketplace: it goes out, or is stopped with the reason and what to do."""
    from entrepot.modules.marketing import api as marketing
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.showroom_sheet import UnableToReadWares, currency_code

    try:
        wanted = marketing.Offer(marketplace_named(on), item, number_in(price), currency_code(currency))
        row = marketing.offer(
            acting=parties.Acting(firm_with(firm)),
            wanted=wanted,
            now=context.now,
            practice=context.station == "practice",
            using="owner",
        )
    except (marketing.UnableToMarket, UnableToReadWares) as refused:
        raise refusal(refused) from refused
    _say_listing(context, row)
    return _listing(row)


@command()
def list_listings(context: Context, firm: As) -> Result:
    """The firm's listings, stopped ones with reason and remedy; those whose catalogue is complete now go out first."""
    from entrepot.modules.marketing import api as marketing

    seller = firm_with(firm)
    out = marketing.check_stopped(seller_ids=[seller], now=context.now, using="owner")
    if out:
        context.say(WENT_OUT, count=out)
    rows = marketing.listings_of([seller], using="owner")
    for row in rows:
        _say_listing(context, row)
    if not rows:
        context.say(NO_LISTINGS)
    return {"went_out": out, "listings": [_listing(row) for row in rows]}


def _say_listing(context: Context, row: "Listing") -> None:
    from entrepot.modules.marketing import api as marketing

    state = marketing.LISTING_WORDS[row.state].say(language())
    context.say(A_LISTING, number=row.pk, item=row.item_no, marketplace=row.marketplace_name, state=state)
    for cell in row.missing:
        lack = marketing.MISSING[cell]
        context.say(LACKS, reason=lack.reason.say(language()), remedy=lack.remedy.say(language()))


def _listing(row: "Listing") -> Result:
    return {"listing": row.pk, "item_no": row.item_no, "state": row.state, "missing": list(row.missing)}
