"""What logistics says on a record: bookings to their two sides, holds to the seller and to who placed them."""

from collections.abc import Iterator

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.logistics import queries
from entrepot.modules.logistics.models import Booking, Hold
from entrepot.modules.parties import api as parties
from entrepot.shell import timeline
from entrepot.shell.currencies import letters
from entrepot.shell.timeline import Entry


def on_record(order_no: str, marketplace_id: int) -> list[Entry]:
    """Bookings, labels and holds on the record."""
    bookings = queries.bookings_on(order_no, marketplace_id)
    holds = queries.holds_on(order_no, marketplace_id)
    ids = {number for row in bookings for number in (row.seller_id, row.carrier_id)} | {row.placed_by for row in holds}
    language = get_language() or "en"
    names = {number: parties.named(firm.name_zh, firm.name_en, language) for number, firm in parties.firms(ids).items()}
    return [
        *(entry for row in bookings for entry in _of_booking(row, names, language)),
        *(entry for row in holds for entry in _of_hold(row, names, language)),
    ]


def _of_booking(row: Booking, names: dict[int, str], language: str) -> Iterator[Entry]:
    by, carrier = (
        names.get(row.seller_id, ""),
        row.rate.carrier_zh if language.startswith("zh") else row.rate.carrier_en,
    )
    details = (
        (_("Carrier"), carrier),
        (_("Weight"), f"{row.weight_kg.normalize():f} kg"),
        (_("Price"), f"{row.price:,.2f} {letters(row.currency)}"),
    )
    yield Entry(row.booked_at, "booked", by, _("Parcel booked"), {}, details, "info", "waybill", f"booking-{row.pk}")
    if row.labelled_at is not None:
        label = ((_("Label"), row.label_no),)
        yield Entry(
            row.labelled_at, "labelled", by, _("Label printed"), {}, label, "good", "waybill", f"label-{row.pk}"
        )
    if row.withdrawn_at is not None:
        key = f"booking-withdrawn-{row.pk}"
        yield Entry(row.withdrawn_at, "withdrawn", by, _("Booking withdrawn"), {}, (), "quiet", "take-back", key)


def _of_hold(row: Hold, names: dict[int, str], language: str) -> Iterator[Entry]:
    by, why = names.get(row.placed_by, ""), row.why_zh if language.startswith("zh") else row.why_en
    details = ((_("Why"), why),)
    yield Entry(row.placed_at, "held", by, _("Held back from shipping"), {}, details, "hold", "held", f"hold-{row.pk}")
    if row.lifted_at is not None:
        key = f"hold-lifted-{row.pk}"
        yield Entry(row.lifted_at, "lifted", by, _("May be shipped"), {}, (), "good", "ready", key)


def register() -> None:
    """Its lines on the record."""
    timeline.register("logistics", on_record)
