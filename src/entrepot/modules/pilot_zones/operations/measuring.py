"""Publishing a measure, and granting it: the record proves it, the ledger keeps the budget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.ledgers.api import Request
from entrepot.modules.parties import api as parties
from entrepot.modules.pilot_zones.errors import UnableToPublish
from entrepot.modules.pilot_zones.models import Measure, MeasureGrant, PilotZone
from entrepot.modules.pilot_zones.operations.counting import count
from entrepot.modules.pilot_zones.queries.figures import candidates
from entrepot.modules.pilot_zones.queries.measures import Check, who_fits
from entrepot.modules.pilot_zones.reading import MeasureDraft
from entrepot.store.connection import under_django

BUDGET = "measure_budget"  # kind of the ledger account of a measure


def publish(*, draft: MeasureDraft, acting: parties.Acting, now: datetime, using: str = "default") -> int:
    """Publish a measure in the name of a pilot zone; from now on everybody may see it. Returns its id.

    Raises UnableToPublish, UnableToAct; nothing is written then.
    """
    draft = draft.checked()
    with transaction.atomic(using=using):
        _require_staff(acting, now=now, using=using)
        office = PilotZone.objects.using(using).filter(party_id=acting.party_id).first()
        if office is None:
            raise UnableToPublish("not_an_office", found=acting.party_id)
        if Measure.objects.using(using).filter(office_id=acting.party_id, code=draft.code).exists():
            raise UnableToPublish("measure_known", code=draft.code)
        measure = Measure(
            office_id=acting.party_id, office_zh=office.name_zh, office_en=office.name_en, code=draft.code,
            name_zh=draft.name_zh, name_en=draft.name_en, amount_cny=draft.amount, budget_cny=draft.budget,
            valid_from=draft.first, valid_until=draft.last + timedelta(days=1), source=draft.source,
            conditions=[one.as_json() for one in draft.conditions], published_at=now, person_id=acting.person_id,
        )  # fmt: skip
        try:
            with transaction.atomic(using=using):
                measure.save(using=using)
        except IntegrityError as error:  # published by somebody else meanwhile
            raise UnableToPublish("measure_known", code=draft.code) from error
        subject = f"measure:{measure.pk}"
        parties.record("measure_published", now=now, using=using, acting=acting, subject=subject, code=draft.code)
    return int(measure.pk)


def _require_staff(acting: parties.Acting, *, now: datetime, using: str) -> None:
    """Whoever runs commands on the machine acts without a person; others work in the firm."""
    if acting.person_id is None and using == "owner":
        return
    held = parties.places_of(acting.person_id or 0, acting.party_id, now=now, using=using)
    if not held & set(parties.STAFF):
        raise parties.UnableToAct("place", needed=" / ".join(parties.STAFF), held=" / ".join(sorted(held)) or "–")


@dataclass(frozen=True)
class Granted:
    """What one run granted of one measure. fitted: firms that met it; refused: those for whom no budget was left."""

    measure: Measure
    fitted: int
    granted: Sequence[MeasureGrant]
    refused: int


def grant_all(*, now: datetime) -> list[Granted]:
    """Count what was decided, then grant every measure in force to whom the record proves it. As the owner.

    A transaction a measure: a crash leaves whole measures done, and the next run goes on.
    """
    with transaction.atomic(using="owner"):
        count(under_django("owner"), now=now)
    today = parties.china_day(now)
    firms = candidates()
    done = []
    rows = Measure.objects.using("owner").filter(valid_from__lte=today, valid_until__gt=today)
    for measure in rows.order_by("published_at", "id"):
        with transaction.atomic(using="owner"):
            done.append(grant(measure=measure, firms=firms, now=now))
    return done


@transaction.atomic(using="owner")
def grant(*, measure: Measure, firms: Sequence[int], now: datetime) -> Granted:
    """Grant a measure to those of `firms` that meet it today and do not have it, as long as its budget lasts.

    The ledger decides between firms that want the last of it at the same moment: account and grant change together or
    not at all.
    """
    today = parties.china_day(now)
    if not measure.valid_from <= today < measure.valid_until:
        return Granted(measure, 0, (), 0)
    has = MeasureGrant.objects.using("owner").filter(measure=measure, firm_id__in=firms)
    known = set(has.values_list("firm_id", flat=True))
    proved = who_fits(measure, [firm for firm in firms if firm not in known], today=today)
    named = {key: one for key, one in parties.firms(proved, using="owner").items() if not one.provisional and one.codes}
    proved = {firm: checks for firm, checks in proved.items() if firm in named}
    if not proved:
        return Granted(measure, 0, (), 0)
    connection = under_django("owner")
    account = ledgers.open_account(
        connection, kind=BUDGET, key=str(measure.pk), unit="CNY", holder_id=measure.office_id,
        amount=measure.budget_cny, now=now,
    )  # fmt: skip
    wanted = [Request(account, f"firm:{firm}", measure.amount_cny, now) for firm in sorted(proved)]
    answers = {one.key: one.outcome for one in ledgers.reserve(connection, wanted, now=now)}
    held = [firm for firm in sorted(proved) if answers[f"firm:{firm}"] == "held"]
    ledgers.commit(connection, [(account, f"firm:{firm}") for firm in held], now=now)
    granted = [_grant_to(measure, named[firm], proved[firm], now) for firm in held]
    refused = sum(outcome == "refused" for outcome in answers.values())
    return Granted(measure, len(proved), granted, refused)


def _grant_to(measure: Measure, firm: parties.Firm, checks: Sequence[Check], now: datetime) -> MeasureGrant:
    row = MeasureGrant(
        measure=measure, office_id=measure.office_id, firm_id=firm.id, firm_code=firm.codes[0][1],
        firm_zh=firm.name_zh or firm.name_en, firm_en=firm.name_en or firm.name_zh, amount_cny=measure.amount_cny,
        found=[{**one.condition.as_json(), "found": str(one.found)} for one in checks], granted_at=now,
    )  # fmt: skip
    row.save(using="owner")
    parties.record(
        "measure_granted", now=now, using="owner", acting=parties.Acting(measure.office_id),
        subject=f"measure:{measure.pk}", firm=firm.id, amount_cny=str(measure.amount_cny),
    )  # fmt: skip
    return row
