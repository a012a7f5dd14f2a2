"""What pages show of cases: states as badges, checks and steps as words, amounts with their currency."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.finance import words
from entrepot.modules.finance.eligibility import Check
from entrepot.modules.finance.models import Case, Step
from entrepot.modules.parties import api as parties
from entrepot.shell.badges import Badge
from entrepot.shell.currencies import letters
from entrepot.shell.needs import Tone
from entrepot.shell.timeline import Entry

_TONES: dict[str, tuple[Tone, str]] = {
    "asked": ("wait", "waiting"),
    "declined": ("bad", "refused"),
    "offered": ("info", "bank"),
    "accepted": ("hold", "held"),
    "paid_out": ("good", "slip"),
    "repaid": ("good", "ready"),
    "withdrawn": ("quiet", "take-back"),
}
_CHECK_TONES: dict[str, tuple[Tone, str]] = {
    "fits": ("good", "ready"),
    "fails": ("bad", "refused"),
    "not_known": ("wait", "not-checked"),
}
# What is told of a step on the record; the two sides of a case read it.
_TITLES: dict[str, Promise] = {
    "asked": _("Money asked for on this order"),
    "declined": _("Financing declined"),
    "offered": _("Advance offered"),
    "accepted": _("Advance accepted, held in the registry"),
    "paid_out": _("Advance paid out"),
    "repaid": _("Advance repaid, held no longer"),
    "withdrawn": _("Financing withdrawn"),
}


@dataclass(frozen=True)
class ShownCheck:
    """A check in the reader's language."""

    title: str
    badge: Badge
    expected: str
    found: str
    do: str


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def badge(state: str) -> Badge:
    """The state of a case."""
    return Badge(*_TONES[state], words.said(words.STATES, state, language()))


def money(value: Decimal | str | None, currency: str) -> str:
    """An amount with its currency; empty for none."""
    return "" if value is None else f"{words.amount(Decimal(value))} {letters(currency)}"


def checks(made: Iterable[Check | Mapping[str, Any]]) -> list[ShownCheck]:
    """Checks as they were made, or as a step keeps them."""
    chinese = language().startswith("zh")
    shown = []
    for one in made:
        each = one if isinstance(one, Check) else Check(**one)
        mark = Badge(*_CHECK_TONES[each.outcome], words.said(words.OUTCOMES, each.outcome, language()))
        title = words.said(words.CHECKS, each.name, language())
        said = letters if each.name == "currency" else str
        expected, found = said(each.expected[chinese]), said(each.found[chinese])
        shown.append(ShownCheck(title, mark, expected, found, each.do[chinese]))
    return shown


def entries(rows: Iterable[Case], steps: Iterable[Step]) -> list[Entry]:
    """What was done, as entries of a timeline."""
    cases = {row.pk: row for row in rows}
    steps = list(steps)
    names = names_of({step.by_id for step in steps})
    return [_entry(cases[step.case_id], step, names) for step in steps]


def names_of(party_ids: set[int]) -> dict[int, str]:
    """Party → name in the reader's language, as far as the reader may see it."""
    return {
        number: parties.named(firm.name_zh, firm.name_en, language())
        for number, firm in parties.firms(party_ids).items()
    }


def _entry(row: Case, step: Step, names: Mapping[int, str]) -> Entry:
    facts = step.facts
    tone, icon = _TONES[step.kind]
    details = (
        (_("Case"), str(row.pk)),
        (_("Amount"), money(facts.get("amount"), row.currency)),
        (_("Fee"), money(facts.get("fee"), row.currency)),
        (_("Repay by"), facts.get("due_date", "")),
        (_("Why"), facts.get("why", "")),
    )
    by = names.get(step.by_id, "")
    return Entry(step.at, step.kind, by, _TITLES[step.kind], {}, details, tone, icon, f"finance-{step.pk}")


def percent(share: Decimal) -> str:
    """A share as percent: 0.8 is 80 %."""
    return f"{(share * 100).normalize():f} %"
