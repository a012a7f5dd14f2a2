"""Filings (备案): applied for by a person, decided by the authority; the only way to claim a code or a party."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from entrepot.modules.parties.errors import UnableToRegister
from entrepot.modules.parties.models import Filing, Membership
from entrepot.modules.parties.operations.audit import ADMINISTRATORS, STAFF, Acting, record, require_place
from entrepot.modules.parties.operations.firms import give_roles, party_of_code, take_code
from entrepot.modules.parties.operations.naming import know_as
from entrepot.modules.parties.queries.firms import is_authority

LONGEST_REASON = 1000


def apply_for_filing(
    *,
    person_id: int,
    code: str,
    authority_id: int,
    kind: str,
    for_party: int | None = None,
    now: datetime,
    using: str = "default",
) -> int:
    """A person asks the authority to be given the party behind `code`, or the code for its firm `for_party`.

    Accepted whoever may have the code: the answer comes from the authority alone. Returns the number of the filing.
    Raises UnableToUseCode for what is no official code, UnableToAct for another's firm, UnableToRegister where the
    same person waits for an answer to the same already, and for a party that is no authority.
    """
    if not is_authority(authority_id, using=using):
        raise UnableToRegister("no_authority")
    with transaction.atomic(using=using):
        if for_party is not None:
            require_place(Acting(for_party, person_id), ADMINISTRATORS, now=now, using=using)
        party = party_of_code(code, using=using)
        open_ones = Filing.objects.using(using).filter(applicant_id=person_id, code=code, state="applied")
        if open_ones.filter(authority_id=authority_id).exists():
            raise UnableToRegister("filing_open", code=code)
        filing = Filing.objects.using(using).create(
            enterprise_id=party if for_party is None else for_party,
            code=code,
            authority_id=authority_id,
            kind=kind,
            applicant_id=person_id,
            applied_at=now,
        )
        record("filing_applied", now=now, using=using, person_id=person_id, subject=f"filing:{filing.id}", code=code)
    return int(filing.id)


def approve_filing(
    *,
    acting: Acting,
    filing_id: int,
    number: str,
    valid_from: date,
    valid_until: date | None = None,
    name_zh: str = "",
    name_en: str = "",
    roles: Sequence[str] = (),
    reason: str = "",
    now: datetime,
    using: str = "default",
) -> None:
    """The authority gives the code to the firm, with name and roles; whoever applied becomes its administrator.

    A firm that had members keeps them and gets no other. `number`: under which the authority keeps it; `reason`: what
    it wants to say beside. Raises UnableToRegister, UnableToUseCode, UnableToAct; then nothing is changed.
    """
    if not number.strip():
        raise UnableToRegister("filing_number")
    if valid_until is not None and valid_until <= valid_from:
        raise UnableToRegister("period_empty", valid_from=valid_from, valid_until=valid_until)
    with transaction.atomic(using=using):
        filing = _open_filing(acting, filing_id, now, using)
        filing.state, filing.number, filing.decided_at = "approved", number.strip(), now
        filing.valid_from, filing.valid_until, filing.reason = valid_from, valid_until, _reason(reason)
        filing.save(using=using, update_fields=["state", "number", "decided_at", "valid_from", "valid_until", "reason"])
        firm = filing.enterprise
        claimed = firm.provisional
        take_code(firm, filing.code, using=using)
        if claimed:
            firm.name_zh, firm.name_en = name_zh or firm.name_zh, name_en or firm.name_en
            firm.save(using=using, update_fields=["name_zh", "name_en"])
            know_as(int(firm.id), firm.name_zh, firm.name_en, using=using)
            if filing.applicant_id is not None:
                Membership.objects.using(using).create(
                    person_id=filing.applicant_id, enterprise=firm, place="administrator", valid_from=valid_from
                )
        give_roles(firm.id, roles, valid_from=valid_from, valid_until=valid_until, using=using)
        record("filing_approved", now=now, using=using, acting=acting, subject=f"filing:{filing_id}", code=filing.code)


def refuse_filing(*, acting: Acting, filing_id: int, reason: str, now: datetime, using: str = "default") -> None:
    """The authority says no and why; nothing else changes. Raises UnableToRegister, UnableToAct."""
    if not reason.strip():
        raise UnableToRegister("filing_reason")
    with transaction.atomic(using=using):
        filing = _open_filing(acting, filing_id, now, using)
        filing.state, filing.decided_at, filing.reason = "refused", now, _reason(reason)
        filing.save(using=using, update_fields=["state", "decided_at", "reason"])
        record("filing_refused", now=now, using=using, acting=acting, subject=f"filing:{filing_id}", code=filing.code)


def _reason(text: str) -> str:
    if len(text) > LONGEST_REASON:
        raise UnableToRegister("filing_reason_long", most=LONGEST_REASON, found=len(text))
    return text.strip()


def _open_filing(acting: Acting, filing_id: int, now: datetime, using: str) -> Filing:
    require_place(acting, STAFF, now=now, using=using)
    filings = Filing.objects.using(using).filter(pk=filing_id, authority_id=acting.party_id)
    seen = filings.first()
    if seen is None:
        raise UnableToRegister("not_the_authority")
    filing = filings.select_for_update(of=("self",)).filter(state="applied").first()
    if filing is None:
        raise UnableToRegister("filing_decided", state=seen.state)
    return filing
