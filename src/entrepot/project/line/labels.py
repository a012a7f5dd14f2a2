"""A booking's label as a document."""

from collections.abc import Sequence
from datetime import datetime

from entrepot.gateways.documents.label import Label, LabelLine, laid_out
from entrepot.gateways.documents.paper import Head, Paper
from entrepot.gateways.documents.values import Named
from entrepot.gateways.documents.words import Language
from entrepot.gateways.sheets.fields import data_rows
from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties


def label(booking: logistics.Booking, wares: Sequence[logistics.Ware], *, language: Language, now: datetime) -> Paper:
    """The label of a booking that print_label has let pass."""
    firms = parties.firms({booking.seller_id})
    names = {
        number: parties.named(firm.name_zh, firm.name_en, "zh" if language == "zh" else "en")
        for number, firm in firms.items()
    }
    as_of = booking.labelled_at or booking.booked_at
    return laid_out(
        Label(
            Head(booking.order_no, now, as_of, booking.practice, language),
            booking.label_no,
            names.get(booking.seller_id, "–"),
            booking.rate.carrier_zh if language == "zh" else booking.rate.carrier_en,
            _named("countries.csv", booking.rate.origin),
            _named("countries.csv", booking.rate.destination),
            booking.weight_kg,
            [
                LabelLine(
                    ware.gnum, ware.item_name, ware.hs_code, _named("countries.csv", ware.origin), ware.qty,
                    ware.net_weight_kg, ware.value, _named("currencies.csv", ware.currency),
                )
                for ware in wares
            ],
        )
    )  # fmt: skip


def _named(table: str, code: str) -> Named:
    row = next((row for row in data_rows(table) if row["code"] == code), None)
    return Named(code, row["name_en"], row["name_zh"]) if row else Named(code)
