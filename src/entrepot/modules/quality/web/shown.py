"""What pages show of inspections: states as badges, plans in words, what happened as entries of a timeline."""

from collections.abc import Iterable, Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from entrepot.modules.parties import api as parties
from entrepot.modules.quality import words
from entrepot.modules.quality.models import Inspection
from entrepot.modules.quality.operations import aql_text
from entrepot.shell.badges import Badge
from entrepot.shell.needs import Tone
from entrepot.shell.timeline import Entry

_TONES: dict[str, tuple[Tone, str]] = {
    "asked": ("wait", "waiting"),
    "passed": ("good", "ready"),
    "failed": ("bad", "refused"),
}
_TITLES: dict[str, Promise] = {"passed": _("Inspection passed"), "failed": _("Inspection failed")}


def language() -> str:
    """The reader's language."""
    return get_language() or "en"


def names_of(party_ids: set[int]) -> dict[int, str]:
    """Party → name in the reader's language, as far as the reader may see it."""
    found = parties.firms(party_ids).items()
    return {number: parties.named(firm.name_zh, firm.name_en, language()) for number, firm in found}


def code_of(party_id: int) -> str:
    """The customs code of a firm, else its own; empty where the reader does not see it."""
    firm = parties.firms({party_id}).get(party_id)
    return next((code for scheme, code in firm.codes if scheme in {"customs10", "own"}), "") if firm else ""


def row(inspection: Inspection, names: Mapping[int, str]) -> dict[str, object]:
    """An inspection for a page."""
    chinese = language().startswith("zh")
    return {
        "plan": inspection,
        "badge": Badge(*_TONES[inspection.state], words.STATES[inspection.state][chinese]),
        "seller": names.get(inspection.seller_id, "–"),
        "inspector": names.get(inspection.inspector_id, "–"),
        "aql": aql_text(inspection.aql),
        "reject": inspection.accept + 1,
    }


def entries(rows: Iterable[Inspection]) -> list[Entry]:
    """What happened, for the record."""
    found = list(rows)
    names = names_of({number for one in found for number in (one.seller_id, one.inspector_id)})
    return [entry for one in found for entry in _of(one, names)]


def _of(one: Inspection, names: Mapping[int, str]) -> Iterator[Entry]:
    inspector = names.get(one.inspector_id, "")
    plan = (
        (_("Plan"), str(one.pk)),
        (_("Inspection firm"), inspector),
        (_("Level, AQL"), f"{one.level}, {aql_text(one.aql)}"),
        (_("Sample of lot"), f"{one.sample} / {one.lot}"),
        (_("Faulty at most"), str(one.accept)),
    )
    by, title = names.get(one.seller_id, ""), _("Inspection asked for")
    yield Entry(one.asked_at, "inspection", by, title, {}, plan, "wait", "precheck", f"inspection-{one.pk}")
    if one.result_at is not None:
        result = (
            (_("Plan"), str(one.pk)),
            (_("Faulty of inspected"), f"{one.faulty} / {one.inspected}"),
            (_("Faulty at most"), str(one.accept)),
            (_("Note"), one.note),
        )
        tone, icon = _TONES[one.state]
        key = f"inspection-result-{one.pk}"
        yield Entry(one.result_at, one.state, inspector, _TITLES[one.state], {}, result, tone, icon, key)
