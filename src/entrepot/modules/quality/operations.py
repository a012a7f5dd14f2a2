"""A seller has its order inspected; until the lot has passed, it is not shipped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import IntegrityError, connections, transaction

from entrepot.modules.logistics import api as logistics
from entrepot.modules.parties import api as parties
from entrepot.modules.quality import words
from entrepot.modules.quality.errors import UnableToInspect
from entrepot.modules.quality.models import Inspection
from entrepot.modules.quality.sampling import AQLS, LEAST_LOT, LEVELS, plan
from entrepot.modules.trade.api import OrderLine, OrderVersion

PARTS = ("order", "goods")  # what the inspection firm gets to see of the record
LOOKS = timedelta(days=90)  # for so long


@dataclass(frozen=True)
class Wish:
    """Who is to look at an order of the acting seller, at which general level and AQL (percent of faulty units)."""

    order: OrderVersion
    lines: Sequence[OrderLine]
    inspector_id: int
    level: str
    aql: Decimal


def ask(*, acting: parties.Acting, wish: Wish, now: datetime, using: str = "default") -> int:
    """Make the plan, hold the order back and open it to the inspection firm: one act, one consent.

    Returns the plan's number. Raises UnableToInspect, UnableToAct.
    """
    order = wish.order
    if order.seller_id != acting.party_id:
        raise UnableToInspect("not_seller", order=order.order_no)
    if wish.inspector_id == acting.party_id:
        raise UnableToInspect("own_order")
    if wish.level not in LEVELS or wish.aql not in AQLS:
        found = f"{wish.level}, {wish.aql}"
        raise UnableToInspect("level", levels=", ".join(LEVELS), aqls=", ".join(map(str, AQLS)), found=found)
    lot = int(sum((line.qty for line in wish.lines), Decimal(0)))
    if lot < LEAST_LOT:
        raise UnableToInspect("lot", least=LEAST_LOT, found=lot)
    made = plan(lot, wish.level, wish.aql)
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        if not _inspects(wish.inspector_id, now=now, using=using):
            raise UnableToInspect("not_inspector")
        _refuse_second(wish, using)
        parties.share(
            acting=acting, order_no=order.order_no, marketplace_id=order.marketplace_id, parts=PARTS,
            to_party=wish.inspector_id, valid_until=now + LOOKS, now=now, using=using,
        )  # fmt: skip
        hold = logistics.place_hold(
            seller_id=order.seller_id, order_no=order.order_no, marketplace_id=order.marketplace_id,
            why=_why("An inspection waits for its result.", "检验尚无结果。"), placed_by=wish.inspector_id, now=now,
            using=using,
        )  # fmt: skip
        try:
            with transaction.atomic(using=using):
                row = Inspection.objects.using(using).create(
                    seller_id=order.seller_id, inspector_id=wish.inspector_id, order_no=order.order_no,
                    marketplace_id=order.marketplace_id, hold_id=hold, level=wish.level, aql=wish.aql, lot=lot,
                    letter=made.letter, sample=made.sample, accept=made.accept, state="asked", asked_at=now,
                    practice=order.practice,
                )  # fmt: skip
        except IntegrityError as error:
            raise UnableToInspect("asked_before", plan="–", order=order.order_no) from error
    return int(row.pk)


def aql_text(aql: Decimal) -> str:
    """As the standard writes it: 2.5, 0.065, 10."""
    return next(str(one) for one in AQLS if one == aql)


@dataclass(frozen=True)
class Result:
    """What the inspection firm found: units looked at, faulty ones among them, in its own words."""

    inspected: int
    faulty: int
    note: str = ""


def record_result(
    *, acting: parties.Acting, plan_id: int, result: Result, now: datetime, using: str = "default"
) -> str:
    """The inspection firm records what it found. Returns passed or failed. Raises UnableToInspect.

    A lot that passes is held no longer by this plan, nor by earlier ones of the same firm that it failed.
    """
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        row = _locked(plan_id, acting.party_id, using)
        if row is None:
            raise UnableToInspect("plan_unknown", plan=plan_id)
        if row.state != "asked":
            day = parties.china_day(row.result_at) if row.result_at else "–"
            raise UnableToInspect("result_before", plan=plan_id, day=day, state=words.STATES[row.state])
        if not row.sample <= result.inspected <= row.lot or not 0 <= result.faulty <= result.inspected:
            raise UnableToInspect(
                "result_form", sample=row.sample, lot=row.lot, inspected=result.inspected, faulty=result.faulty
            )
        row.state = "passed" if result.faulty <= row.accept else "failed"
        row.inspected, row.faulty, row.note, row.result_at = result.inspected, result.faulty, result.note, now
        row.save(using=using, update_fields=["state", "inspected", "faulty", "note", "result_at"])
        if row.state == "failed":
            logistics.restate_hold(hold_id=row.hold_id, why=_failed(row), using=using)
        else:
            _lift(row, now=now, using=using)
    return str(row.state)


def _locked(plan_id: int, inspector_id: int, using: str) -> Inspection | None:
    """The firm's plan. One with a result cannot be locked by the web role any more; it is read to say so."""
    rows = Inspection.objects.using(using).filter(pk=plan_id, inspector_id=inspector_id)
    return rows.select_for_update().first() or rows.first()


def _inspects(party_id: int, *, now: datetime, using: str) -> bool:
    """Whether it is an inspection firm today: asked of the database, as a seller need not see the firm beforehand."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT quality_inspects(%s, %s)", (party_id, parties.china_day(now)))
        return bool(cursor.fetchone()[0])


def _refuse_second(wish: Wish, using: str) -> None:
    """One plan at a time; after a failure the same firm looks again, as strictly: nobody shops for a pass."""
    order = wish.order
    same = Inspection.objects.using(using).filter(
        seller_id=order.seller_id, order_no=order.order_no, marketplace_id=order.marketplace_id
    )
    last = same.order_by("-id").first()
    if last is None:
        return
    if last.state != "failed":
        reason = "asked_before" if last.state == "asked" else "passed_before"
        raise UnableToInspect(reason, plan=last.pk, order=order.order_no)
    if (last.inspector_id, last.level, last.aql) != (wish.inspector_id, wish.level, wish.aql):
        raise UnableToInspect("again", plan=last.pk, order=order.order_no, level=last.level, aql=aql_text(last.aql))


def _lift(row: Inspection, *, now: datetime, using: str) -> None:
    """This plan's hold, and those of earlier plans of this firm on the same order."""
    held = {row.hold_id} | set(
        Inspection.objects.using(using)
        .filter(order_no=row.order_no, marketplace_id=row.marketplace_id, seller_id=row.seller_id)
        .filter(inspector_id=row.inspector_id, state="failed")
        .values_list("hold_id", flat=True)
    )
    holds = logistics.holds_on(row.order_no, row.marketplace_id, using=using)
    for hold in holds:
        if hold.pk in held and hold.lifted_at is None:
            logistics.lift_hold(hold_id=hold.pk, now=now, using=using)


def _why(en: str, zh: str) -> logistics.Why:
    return logistics.Why("inspection", en, zh)


def _failed(row: Inspection) -> logistics.Why:
    return _why(
        f"Inspection plan {row.pk} failed: at most {row.accept} faulty of {row.inspected}, found {row.faulty}.",
        f"检验方案 {row.pk} 不合格：{row.inspected} 件中不合格应不超过 {row.accept}，实为 {row.faulty}。",
    )
