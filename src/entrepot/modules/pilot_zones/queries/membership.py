"""Pilot zones and their members, as far as the reader may see them."""

from collections.abc import Sequence

from django.db import connection

from entrepot.modules.pilot_zones.models import Member, PilotZone


def pilot_zones(*, using: str = "default") -> list[PilotZone]:
    """Those whose offices work here."""
    return list(PilotZone.objects.using(using).order_by("id"))


def office_of(party_ids: Sequence[int], *, using: str = "default") -> PilotZone | None:
    """The pilot zone of which one of these firms is the office."""
    return PilotZone.objects.using(using).filter(party_id__in=party_ids).order_by("id").first()


def members(office_id: int, *, using: str = "default") -> list[Member]:
    """Firms of a pilot zone, also those invited or asking; the open ones first."""
    rows = Member.objects.using(using).filter(office_id=office_id).exclude(state="ended")
    return list(rows.order_by("-state", "firm_code"))


def memberships(firm_ids: Sequence[int], *, using: str = "default") -> list[Member]:
    """Pilot zones that these firms are in, are invited to or asked to join."""
    rows = Member.objects.using(using).filter(firm_id__in=firm_ids).exclude(state="ended")
    return list(rows.order_by("id"))


def waiting_for(party_ids: Sequence[int]) -> tuple[int, int]:
    """How many invitations wait for these firms, and how many firms wait for these offices."""
    rows = Member.objects.filter(state="offered")
    invited = rows.filter(begun_by="office", firm_id__in=party_ids).count()
    return invited, rows.filter(begun_by="firm", office_id__in=party_ids).count()


def takes_part() -> bool:
    """Whether the reader's firms have anything to do with a pilot zone or a park."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pilot_zones_takes_part()")
        row = cursor.fetchone()
    return bool(row and row[0])


def between(office_id: int, firm_id: int, *, using: str = "default") -> Member | None:
    """The open offer or membership between an office and a firm."""
    rows = Member.objects.using(using).filter(office_id=office_id, firm_id=firm_id).exclude(state="ended")
    return rows.first()
