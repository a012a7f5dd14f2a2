"""Pilot zones entered, and firms that join them: one side begins, the other agrees, either ends it."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.errors import UnableToJoin
from entrepot.modules.pilot_zones.models import Member, PilotZone


@transaction.atomic(using="owner")
def enter_pilot_zone(*, party_id: int, code: str, name_zh: str, name_en: str, place: str, now: datetime) -> int:
    """Enter a firm of the books as the office of a pilot zone, as the owner. Raises UnableToJoin."""
    if PilotZone.objects.using("owner").filter(party_id=party_id).exists():
        raise UnableToJoin("office_known", found=code)
    row = PilotZone.objects.using("owner").create(
        party_id=party_id, code=code, name_zh=name_zh or name_en, name_en=name_en or name_zh, place=place,
        created_at=now,
    )  # fmt: skip
    acting = parties.Acting(party_id)
    parties.record("pilot_zone_entered", now=now, using="owner", acting=acting, subject=f"pilot_zone:{row.pk}")
    return int(row.pk)


def begin(
    *,
    office_id: int,
    firm_id: int,
    firm_code: str,
    acting: parties.Acting,
    counts_from: date,
    place: str = "",
    now: datetime,
    using: str = "default",
) -> int:
    """Invite a firm (acting as the office) or ask to be a member (acting as the firm). Returns the membership's id.

    counts_from: the first day whose figures the pilot zone is to see, once the other side agrees. Raises UnableToJoin.
    """
    side = "office" if acting.party_id == office_id else "firm"
    if side == "firm" and acting.party_id != firm_id:
        raise UnableToJoin("member_unknown")
    with transaction.atomic(using=using):
        if not PilotZone.objects.using(using).filter(party_id=office_id).exists():
            raise UnableToJoin("not_an_office", found=office_id)
        firm = parties.firms([firm_id], using=using).get(firm_id)
        row = Member(
            office_id=office_id, firm_id=firm_id, firm_code=firm_code, firm_zh=firm.name_zh if firm else "",
            firm_en=firm.name_en if firm else "", place=place, begun_by=side, state="offered",
            counts_from=counts_from, asked_at=now,
        )  # fmt: skip
        try:
            with transaction.atomic(using=using):
                row.save(using=using)
        except IntegrityError as error:
            raise UnableToJoin("member_already", firm=firm_code) from error
        parties.record("membership_offered", now=now, using=using, acting=acting, subject=f"member:{row.pk}")
    return int(row.pk)


def agree(*, member_id: int, acting: parties.Acting, now: datetime, using: str = "default") -> None:
    """Agree to what the other side began. Raises UnableToJoin where there is nothing of that kind."""
    with transaction.atomic(using=using):
        row = _open(member_id, acting, using)
        theirs = row.office_id if row.begun_by == "firm" else row.firm_id
        if row.state != "offered" or acting.party_id != theirs:
            raise UnableToJoin("member_unknown")
        row.state, row.agreed_at = "member", now
        firm = parties.firms([row.firm_id], using=using).get(row.firm_id)
        if firm is not None:
            row.firm_zh, row.firm_en = firm.name_zh, firm.name_en
        row.save(using=using, update_fields=["state", "agreed_at", "firm_zh", "firm_en"])
        parties.record("membership_agreed", now=now, using=using, acting=acting, subject=f"member:{member_id}")


def end(*, member_id: int, acting: parties.Acting, now: datetime, using: str = "default") -> None:
    """End a membership, or say no to what was offered. From now on the pilot zone sees none of the firm's figures."""
    with transaction.atomic(using=using):
        row = _open(member_id, acting, using)
        row.state, row.ended_at = "ended", now
        row.save(using=using, update_fields=["state", "ended_at"])
        parties.record("membership_ended", now=now, using=using, acting=acting, subject=f"member:{member_id}")


def _open(member_id: int, acting: parties.Acting, using: str) -> Member:
    row = Member.objects.using(using).exclude(state="ended").filter(pk=member_id).first()
    if row is None or acting.party_id not in (row.office_id, row.firm_id):
        raise UnableToJoin("member_unknown")
    return row
