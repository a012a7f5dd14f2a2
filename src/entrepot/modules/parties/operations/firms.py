"""Firms: taken into the books, given roles, letting others act for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import IntegrityError, transaction
from django.db.models import Q

from entrepot.modules.parties import words
from entrepot.modules.parties.days import CHINA, china_day
from entrepot.modules.parties.errors import UnableToEmpower, UnableToRegister, UnableToUseCode
from entrepot.modules.parties.models import (
    Enterprise,
    EnterpriseCode,
    EnterpriseRole,
    Filing,
    PowerOfAttorney,
)
from entrepot.modules.parties.operations.audit import ADMINISTRATORS, Acting, record, require_place
from entrepot.modules.parties.operations.codes import resolve, scheme_of
from entrepot.modules.parties.operations.naming import know_as
from entrepot.store.connection import under_django


@dataclass(frozen=True)
class Filed:
    """A filing that an authority has approved, as its certificate shows it."""

    authority_id: int
    kind: str
    number: str
    valid_from: date
    valid_until: date | None = None


def party_of_code(code: str, *, using: str = "default") -> int:
    """The party behind a code; an official code that nobody has named before gets a provisional one.

    So the answer does not tell whether the firm is known here. Raises UnableToUseCode for what is no official code and
    not known.
    """
    party = resolve(under_django(using), [(code, "", "")]).get(code)
    if party is None:
        raise UnableToUseCode("code_form", code=code)
    return party


@transaction.atomic(using="owner")
def register_enterprise(
    *,
    name_zh: str,
    name_en: str = "",
    country: str = "CN",
    codes: Sequence[str] = (),
    own_codes: Sequence[str] = (),
    roles: Sequence[str] = (),
    filed: Filed | None = None,
    now: datetime,
    valid_from: date,
) -> int:
    """Take a firm into the books, as the owner role: set-up, practice world, command line. Returns its id.

    `codes`: customs and credit codes. One that documents named before leads to a provisional party, which is claimed
    by stating the filing. Raises UnableToRegister, UnableToUseCode.
    """
    if not (name_zh or name_en):
        raise UnableToRegister("name_missing")
    for code in codes:
        if not scheme_of(code):
            raise UnableToUseCode("code_form", code=code)
    known = EnterpriseCode.objects.using("owner").filter(code__in=[*codes, *own_codes]).select_related("enterprise")
    for row in known:
        if not row.enterprise.provisional:
            raise UnableToUseCode("code_taken", code=row.code)
        if filed is None:
            raise UnableToUseCode("code_provisional", code=row.code)
    firm = known[0].enterprise if known else Enterprise(provisional=False)
    firm.name_zh, firm.name_en, firm.country = name_zh, name_en, country
    firm.save(using="owner")
    know_as(int(firm.id), name_zh, name_en, using="owner")
    if filed is not None:
        for code in codes:
            _file(firm, code, filed, now)
    for code in (*codes, *own_codes):
        take_code(firm, code, using="owner")
    give_roles(firm.id, roles, valid_from=valid_from, using="owner")
    record("firm_registered", now=now, using="owner", subject=f"enterprise:{firm.id}", codes=[*codes, *own_codes])
    return int(firm.id)


@transaction.atomic(using="owner")
def add_code(*, party_id: int, code: str, filed: Filed | None = None, now: datetime) -> None:
    """Give a registered firm one more official code, as the owner role.

    A party that documents named under it is joined to the firm, for which the filing has to be stated. Raises
    UnableToUseCode.
    """
    if not scheme_of(code):
        raise UnableToUseCode("code_form", code=code)
    firm = Enterprise.objects.using("owner").get(pk=party_id)
    known = EnterpriseCode.objects.using("owner").filter(code=code).select_related("enterprise").first()
    if known and known.enterprise.provisional and filed is None:
        raise UnableToUseCode("code_provisional", code=code)
    if filed is not None:
        _file(firm, code, filed, now)
    take_code(firm, code, using="owner")
    record("code_added", now=now, using="owner", subject=f"enterprise:{party_id}", code=code)


def _file(firm: Enterprise, code: str, filed: Filed, now: datetime) -> None:
    Filing.objects.using("owner").create(
        enterprise=firm,
        code=code,
        authority_id=filed.authority_id,
        kind=filed.kind,
        number=filed.number,
        state="approved",
        applied_at=now,
        decided_at=now,
        valid_from=filed.valid_from,
        valid_until=filed.valid_until,
    )


def take_code(firm: Enterprise, code: str, *, using: str) -> None:
    """Make the code the firm's: a new one is added, a provisional party behind it is claimed or joined to the firm.

    The database asks for an approved filing in the latter cases. Raises UnableToUseCode where another firm has it.
    """
    known = EnterpriseCode.objects.using(using).filter(code=code).select_related("enterprise").first()
    if known is None:
        _add_code(firm, code, using)
        return
    party = known.enterprise
    if party.id == firm.id:
        if party.provisional:
            firm.provisional = False
            firm.save(using=using, update_fields=["provisional"])
        return
    if not party.provisional or party.joined_to_id is not None:
        raise UnableToUseCode("code_taken", code=code)
    party.joined_to = firm
    party.save(using=using, update_fields=["joined_to"])
    for moved in EnterpriseCode.objects.using(using).filter(enterprise_id=party.id):
        moved.enterprise = firm
        moved.save(using=using, update_fields=["enterprise"])


def _add_code(firm: Enterprise, code: str, using: str) -> None:
    try:
        with transaction.atomic(using=using):
            EnterpriseCode.objects.using(using).create(enterprise=firm, scheme=scheme_of(code) or "own", code=code)
    except IntegrityError as error:  # another transaction brought the code meanwhile, or an own code has a wrong form
        raise UnableToUseCode("code_taken", code=code) from error


def give_roles(
    party_id: int, roles: Sequence[str], *, valid_from: date, valid_until: date | None = None, using: str
) -> None:
    """Give a firm roles from a day until a day (not included). Raises UnableToRegister."""
    for role in roles:
        if role not in words.ROLES:
            raise UnableToRegister("role_unknown", role=role, roles=", ".join(words.ROLES))
        EnterpriseRole.objects.using(using).create(
            enterprise_id=party_id, role=role, valid_from=valid_from, valid_until=valid_until
        )


def give_power(
    *,
    acting: Acting,
    agent_id: int,
    scope: Sequence[str] = tuple(words.DOCUMENT_KINDS),
    valid_from: date,
    valid_until: date | None,
    now: datetime,
    using: str = "default",
) -> int:
    """The acting party lets `agent_id` send these kinds of document for it, and read what is about it. Returns the id.

    `valid_until`: the first day on which it no longer holds. Raises UnableToEmpower, UnableToAct.
    """
    if agent_id == acting.party_id:
        raise UnableToEmpower("power_of_self")
    if valid_until is not None and valid_until <= valid_from:
        raise UnableToEmpower("period_empty", valid_from=valid_from, valid_until=valid_until)
    if not scope or set(scope) - set(words.DOCUMENT_KINDS):
        raise UnableToEmpower("scope_unknown", allowed=", ".join(words.DOCUMENT_KINDS), found=", ".join(scope))
    with transaction.atomic(using=using):
        require_place(acting, ADMINISTRATORS, now=now, using=using)
        power = PowerOfAttorney.objects.using(using).create(
            principal_id=acting.party_id,
            agent_id=agent_id,
            scope=sorted(set(scope)),
            valid_from=valid_from,
            valid_until=valid_until,
            created_at=now,
        )
        record("power_given", now=now, using=using, acting=acting, subject=f"power:{power.id}", agent=agent_id)
    return int(power.id)


def revoke_power(
    *, acting: Acting, power_id: int, ends_on: date | None = None, now: datetime, using: str = "default"
) -> None:
    """End a power of attorney, as its principal or its agent: from `ends_on` on, a later day, or from today on, it no
    longer holds (China time). What is to end later may still be ended earlier, never later.

    Raises UnableToEmpower where there is none of theirs that still holds so long.
    """
    if ends_on is not None and ends_on <= china_day(now):
        raise UnableToEmpower("end_not_later", found=ends_on)
    moment = now if ends_on is None else datetime.combine(ends_on, time(), CHINA)
    with transaction.atomic(using=using):
        require_place(acting, ADMINISTRATORS, now=now, using=using)
        powers = PowerOfAttorney.objects.using(using).filter(
            Q(revoked_at__isnull=True) | Q(revoked_at__gt=moment), pk=power_id
        )
        own = powers.filter(Q(principal_id=acting.party_id) | Q(agent_id=acting.party_id))
        if ends_on is not None:
            own = own.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=ends_on))
        if own.update(revoked_at=moment) != 1:
            raise UnableToEmpower("already_ended")
        record("power_revoked", now=now, using=using, acting=acting, subject=f"power:{power_id}")
