"""What the page shows: each finding with the fields it speaks of, or with whom to ask and what to write."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entrepot.engines.clearance import Explanation
from entrepot.modules.declarations import api as declarations
from entrepot.project.portal.corrections import spots as planning
from entrepot.project.portal.corrections import texts
from entrepot.project.portal.corrections.answers import Answers
from entrepot.project.portal.corrections.documents import Case, Document
from entrepot.project.portal.corrections.spots import Spot
from entrepot.shell.badges import Badge

DOCUMENTS: Mapping[str, str | Promise] = {
    "order": gettext_lazy("the order"),
    "slip": gettext_lazy("the collection slip"),
    "waybill": gettext_lazy("the waybill"),
    "list": gettext_lazy("the declaration list"),
}
_WHENCE: Mapping[str, str | Promise] = {
    "E01": gettext_lazy("as in the order"),
    "E03": gettext_lazy("as in the list"),
    "E04": gettext_lazy("as in the order"),
    "E05": gettext_lazy("the total of the lines"),
    "E06": gettext_lazy("as on the waybill"),
    "E07": gettext_lazy("as in the order"),
    "E10": gettext_lazy("summary declaration"),
    "F13": gettext_lazy("as in the order"),
}


@dataclass(frozen=True)
class Input:
    """One field of the form."""

    spot: Spot
    label: str
    text: str
    fault: str
    whence: str | Promise

    @property
    def id(self) -> str:
        """Its anchor."""
        return self.spot.key.replace(".", "-")

    @property
    def offer(self) -> str | None:
        """The value to take, unless it stands there already."""
        offer = self.spot.offer
        return None if offer is None or texts.same(self.spot.field, self.text, _value(self.spot, offer)) else offer

    @property
    def of(self) -> str | Promise:
        """Which document it stands in."""
        return DOCUMENTS[self.spot.document.kind]


def _value(spot: Spot, offer: str) -> object:
    return texts.value_of(spot.field, offer) if spot.field.sort in {"decimal", "whole"} else offer


@dataclass(frozen=True)
class Ask:
    """A document that somebody else corrects."""

    document: Document
    text: str

    @property
    def what(self) -> str | Promise:
        """Which document."""
        return DOCUMENTS[self.document.kind]


@dataclass
class Group:
    """One finding. follows: it goes away with others; elsewhere: its fields stand with an earlier finding."""

    said: Explanation
    badge: Badge
    inputs: list[Input] = field(default_factory=list)
    otherwise: list[Input] = field(default_factory=list)
    asks: list[Ask] = field(default_factory=list)
    elsewhere: list[Input] = field(default_factory=list)
    follows: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something was typed, or is wrong, in the other way to correct it."""
        return any(each.fault or each.text != each.spot.filed for each in self.otherwise)


@dataclass(frozen=True)
class Planned:
    """A finding with the fields it speaks of, whoever may correct them."""

    explained: declarations.Explained
    spots: Sequence[Spot]


def planned(case: Case, explained: Sequence[declarations.Explained]) -> list[Planned]:
    """The findings with their fields."""
    findings = [each.finding for each in explained]
    return [Planned(each, planning.spots_of(each.finding, findings, case)) for each in explained]


def editable(case: Case, plan: Sequence[Planned]) -> list[Spot]:
    """The fields that the reader may correct, each once; without findings those of the list that are usually meant."""
    every = [spot for each in plan for spot in each.spots] or planning.usual(case)
    once = {spot.key: spot for spot in reversed(every)}
    return [once[key] for key in dict.fromkeys(spot.key for spot in every) if once[key].document.sender]


def groups(case: Case, plan: Sequence[Planned], answers: Answers, language: str) -> list[Group]:
    """What the page shows, finding by finding."""
    seen: set[str] = set()
    found = []
    for each in plan:
        group = Group(each.explained.said, each.explained.badge)
        group.follows = not each.spots and each.explained.finding.rule == "E05"
        asked: set[tuple[str, int]] = set()
        for spot in each.spots:
            if spot.document.sender is None:
                if spot.document.key not in asked:
                    group.asks.append(Ask(spot.document, _letter(case, spot.document, each.explained.said)))
                asked.add(spot.document.key)
                continue
            shown = _input(spot, answers, language, each.explained.finding.rule)
            if spot.key in seen:
                group.elsewhere.append(shown)
            else:
                (group.otherwise if spot.otherwise else group.inputs).append(shown)
            seen.add(spot.key)
        found.append(group)
    return found


def inputs(spots: Sequence[Spot], answers: Answers, language: str) -> list[Input]:
    """Fields without a finding of ours."""
    return [_input(spot, answers, language, "") for spot in spots]


def _input(spot: Spot, answers: Answers, language: str, rule: str) -> Input:
    label = texts.label_of(spot.field.column, language)
    whence = _WHENCE.get(rule, "")
    return Input(spot, label, answers.texts[spot.key], answers.faults.get(spot.key, ""), whence)


def _letter(case: Case, document: Document, said: Explanation) -> str:
    head = case.filed.head
    return _(
        "To %(who)s\n\n"
        "Order %(order)s, waybill %(waybill)s, declaration list %(list)s\n\n"
        "This list was refused under rule %(rule)s: %(title)s.\n%(expected)s %(found)s\n\n"
        "Please look at %(document)s %(number)s. If it is wrong, send a change of it and tell us, so that we can file"
        " the list again."
    ) % {
        "who": document.whose,
        "order": head["order_no"],
        "waybill": head["waybill_no"],
        "list": head["cop_no"],
        "rule": said.rule,
        "title": said.title,
        "expected": said.expected,
        "found": said.found,
        "document": DOCUMENTS[document.kind],
        "number": document.number,
    }
