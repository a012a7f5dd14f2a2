"""A case from asking to repayment.

asked → offered → accepted (held in the registry) → paid out → repaid; declined by the financier, withdrawn by the
seller. The registry is the ledger account of what is still to come in of the order: whoever finances it holds a part of
it there, so that the same money is never lent twice, whoever lends it.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import IntegrityError, transaction

from entrepot.modules.finance import words
from entrepot.modules.finance.eligibility import CENT, Check, Limits, Trade, checks
from entrepot.modules.finance.errors import UnableToFinance
from entrepot.modules.finance.models import Case, Step, Terms
from entrepot.modules.finance.queries.trades import KIND, account_key
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

PARTS = ("order", "money", "transport", "customs")  # what the financier gets to see of the record
_YEAR = 360  # days of a year in the fee of an advance
_AFTER = timedelta(days=90)  # the financier may look on for so long after the day of repayment


@dataclass(frozen=True)
class Wish:
    """For how much of a trade, on which terms."""

    terms_id: int
    amount: Decimal


def limits_of(terms: Terms) -> Limits:
    """What these terms allow."""
    return Limits(terms.currency, terms.advance_share, terms.least, terms.most)


def ask(*, acting: parties.Acting, trade: Trade, wish: Wish, now: datetime, using: str = "default") -> int:
    """The seller asks for money and opens the record to the financier: one act, one consent. Returns the case's number.

    trade: as read in this transaction (queries.trades). Raises UnableToFinance with every check that is not met.
    """
    day = parties.china_day(now)
    with transaction.atomic(using=using):
        parties.require_place(acting, parties.STAFF, now=now, using=using)
        terms = Terms.objects.using(using).filter(pk=wish.terms_id, valid_from__lte=day).first()
        if terms is None or (terms.valid_until is not None and terms.valid_until <= day):
            raise UnableToFinance("terms_unknown", day=day, number=wish.terms_id)
        _refuse_second(acting.party_id, terms, trade, using)
        made = checks(trade, limits_of(terms), wish.amount)
        if missing := [one for one in made if one.outcome != "fits"]:
            raise UnableToFinance("not_eligible", reasons=(_reasons(missing, 0), _reasons(missing, 1)))
        account = _account(trade, terms.bank_id, now=now, using=using)
        grant = parties.share(
            acting=acting, order_no=trade.order_no, marketplace_id=trade.marketplace_id, parts=PARTS,
            to_party=terms.bank_id, valid_until=_last_look(day + timedelta(days=terms.days)), now=now, using=using,
        )  # fmt: skip
        row = _opened(
            using, terms=terms, bank_id=terms.bank_id, seller_id=acting.party_id, order_no=trade.order_no,
            marketplace_id=trade.marketplace_id, grant_id=grant, account_id=account, currency=trade.currency,
            asked=wish.amount, state="asked", created_at=now, changed_at=now, practice=trade.practice,
        )  # fmt: skip
        facts = {"amount": str(wish.amount), "checks": [asdict(one) for one in made]}
        _note(row, "asked", acting, facts, now=now, using=using)
    return int(row.pk)


def offer(
    *, acting: parties.Acting, case_id: int, amount: Decimal, due_date: date, now: datetime, using: str = "default"
) -> Decimal:
    """The financier offers an advance. Returns its fee. Raises UnableToFinance, also for more than is free by now."""
    with transaction.atomic(using=using):
        row = _locked(acting, case_id, "bank_id", ("asked",), now=now, using=using)
        day, terms = parties.china_day(now), row.terms
        exact = amount.is_finite() and amount == amount.quantize(CENT)
        if not exact or not terms.least <= amount <= min(row.asked, terms.most) or due_date <= day:
            raise UnableToFinance(
                "offer_form", least=words.amount(terms.least), most=words.amount(min(row.asked, terms.most)),
                currency=row.currency, day=day, amount=amount, due=due_date,
            )  # fmt: skip
        balance = _balance(row, using)
        if amount > balance.free:
            raise _financed(row, balance, amount)
        row.offered, row.due_date = amount, due_date
        days = Decimal((due_date - day).days)
        fee: Decimal = (amount * terms.yearly_rate * days / _YEAR).quantize(CENT, ROUND_HALF_UP)
        row.fee = fee
        facts = {"amount": str(amount), "fee": str(row.fee), "due_date": str(due_date)}
        _go_on(row, "offered", acting, facts, now=now, using=using)
    return fee


def decline(*, acting: parties.Acting, case_id: int, why: str, now: datetime, using: str = "default") -> None:
    """The financier declines, with its reason, before the seller has accepted."""
    with transaction.atomic(using=using):
        row = _locked(acting, case_id, "bank_id", ("asked", "offered"), now=now, using=using)
        _go_on(row, "declined", acting, {"why": why}, now=now, using=using)


def accept(*, acting: parties.Acting, case_id: int, now: datetime, using: str = "default") -> None:
    """The seller accepts: the amount is held in the registry. Raises UnableToFinance where others hold it by now."""
    with transaction.atomic(using=using):
        row = _locked(acting, case_id, "seller_id", ("offered",), now=now, using=using)
        assert row.offered is not None
        request = ledgers.Request(row.account_id, _key(row), row.offered, now, row.bank_id)
        (answer,) = ledgers.reserve(under_django(using), [request], now=now)
        if answer.outcome == "refused":
            raise _financed(row, _balance(row, using), row.offered)
        _go_on(row, "accepted", acting, {"amount": str(row.offered)}, now=now, using=using)


def withdraw(*, acting: parties.Acting, case_id: int, now: datetime, using: str = "default") -> None:
    """The seller withdraws before money has moved; what was held is free again."""
    with transaction.atomic(using=using):
        row = _locked(acting, case_id, "seller_id", ("asked", "offered", "accepted"), now=now, using=using)
        if row.state == "accepted":
            ledgers.release(under_django(using), [(row.account_id, _key(row))], now=now, why="withdrawn")
        _go_on(row, "withdrawn", acting, {}, now=now, using=using)


def pay_out(*, acting: parties.Acting, case_id: int, now: datetime, using: str = "default") -> None:
    """The financier says that the money has left it."""
    with transaction.atomic(using=using):
        row = _locked(acting, case_id, "bank_id", ("accepted",), now=now, using=using)
        ledgers.commit(under_django(using), [(row.account_id, _key(row))], now=now, why="paid out")
        _go_on(row, "paid_out", acting, {"amount": str(row.offered)}, now=now, using=using)


def repaid(*, acting: parties.Acting, case_id: int, now: datetime, using: str = "default") -> None:
    """The financier says that the advance came back: what it held may be financed again."""
    with transaction.atomic(using=using):
        row = _locked(acting, case_id, "bank_id", ("paid_out",), now=now, using=using)
        ledgers.give_back(under_django(using), [(row.account_id, _key(row))], now=now, why="repaid")
        _go_on(row, "repaid", acting, {"amount": str(row.offered)}, now=now, using=using)


def _opened(using: str, *, terms: Terms, **columns: object) -> Case:
    """A new case; of two that are opened at once, one."""
    try:
        with transaction.atomic(using=using):
            return Case.objects.using(using).create(terms=terms, **columns)
    except IntegrityError as error:
        raise UnableToFinance("asked_before", case="–", bank=terms.name_en) from error


def _refuse_second(seller_id: int, terms: Terms, trade: Trade, using: str) -> None:
    same = Case.objects.using(using).filter(
        bank_id=terms.bank_id, seller_id=seller_id, order_no=trade.order_no, marketplace_id=trade.marketplace_id,
        state__in=words.OPEN,
    )  # fmt: skip
    if (first := same.first()) is not None:
        raise UnableToFinance("asked_before", case=first.pk, bank=terms.name_en)


def _reasons(missing: list[Check], language: int) -> str:
    colon, stop, between = ((": ", ".", " "), ("：", "。", ""))[language]
    said = (
        f"{words.CHECKS[one.name][language]}{colon}{one.found[language]}{stop}{between}{one.do[language]}"
        for one in missing
    )
    return between.join(said)


def _account(trade: Trade, bank_id: int, *, now: datetime, using: str) -> int:
    """The ledger account of the trade, brought up to what is still to come in; the financier may reserve from it."""
    connection = under_django(using)
    key = account_key(trade.order_no, trade.marketplace_id, trade.seller_id)
    account = ledgers.open_account(
        connection, kind=KIND, key=key, unit=trade.currency, holder_id=trade.seller_id, now=now
    )
    ledgers.admit(connection, account, bank_id)
    balance = ledgers.balances(connection, KIND, [key])[key]
    change = max(trade.open - balance.free - balance.held - balance.spent, -balance.free)
    if change:
        why = f"still to come in: {trade.open}"
        ledgers.put_in(connection, account, change, key=f"{why} at {now.isoformat()}", why=why, now=now)
    return account


def _last_look(day: date) -> datetime:
    return datetime.combine(day + _AFTER, time(), tzinfo=parties.CHINA)


def _locked(
    acting: parties.Acting, case_id: int, side: str, expected: tuple[str, ...], *, now: datetime, using: str
) -> Case:
    """The case, locked, if the acting firm stands on that side of it and it is in a state that is expected."""
    parties.require_place(acting, parties.STAFF, now=now, using=using)
    rows = Case.objects.using(using).select_for_update(of=("self",)).select_related("terms")
    row = rows.filter(pk=case_id, **{side: acting.party_id}).first()
    if row is None:
        raise UnableToFinance("case_unknown", case=case_id)
    if row.state not in expected:
        wanted = tuple(" / ".join(words.STATES[one][language] for one in expected) for language in (0, 1))
        raise UnableToFinance("state", case=case_id, found=words.STATES[row.state], expected=wanted)
    return row


def _go_on(
    row: Case, state: str, acting: parties.Acting, facts: Mapping[str, object], *, now: datetime, using: str
) -> None:
    row.state, row.changed_at = state, now
    row.save(using=using, update_fields=["state", "offered", "fee", "due_date", "changed_at"])
    _note(row, state, acting, facts, now=now, using=using)


def _note(
    row: Case, kind: str, acting: parties.Acting, facts: Mapping[str, object], *, now: datetime, using: str
) -> None:
    Step.objects.using(using).create(
        case=row, at=now, by_id=acting.party_id, person_id=acting.person_id, kind=kind, facts=dict(facts)
    )


def _key(row: Case) -> str:
    return f"case:{row.pk}"


def _balance(row: Case, using: str) -> ledgers.Balance:
    key = account_key(row.order_no, row.marketplace_id, row.seller_id)
    return ledgers.balances(under_django(using), KIND, [key])[key]


def _financed(row: Case, balance: ledgers.Balance, amount: Decimal) -> UnableToFinance:
    value = balance.free + balance.held + balance.spent
    return UnableToFinance(
        "financed", value=words.amount(value), currency=row.currency, free=words.amount(balance.free),
        amount=words.amount(amount),
    )  # fmt: skip
