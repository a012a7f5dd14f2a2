"""Where a correction stands: what may still be done, who was quicker, what became of what was sent."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from entrepot.modules.declarations import api as declarations
from entrepot.modules.declarations.api import Sent, Standing, Version
from entrepot.modules.exchange import api as exchange
from entrepot.modules.exchange.api import FaultRow, Seen
from entrepot.modules.parties import api as parties
from entrepot.modules.parties.api import Reader
from entrepot.store.connection import under_django

# What another firm sent is not the reader's to look into: after so long without a new version it was not taken.
_UNSEEN_FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class Place:
    """sent: the latest correction of this version that went off; on_its_way: it is not known yet what became of it.

    attempt: the number that the next one has.
    """

    standing: Standing | None
    sent: Sent | None
    on_its_way: bool
    attempt: int

    def is_open(self, version: Version) -> bool:
        """Whether this version is still the one that counts, refused, and nobody's correction of it is under way."""
        now = self.standing
        return now is not None and now.list_id == version.list_id and now.state == "refused" and not self.on_its_way


def place_of(version: Version, *, now: datetime) -> Place:
    """Where the correction of this version stands."""
    standing = declarations.standing(version.filer_id, version.cop_no)
    sent = declarations.sent_of([version.list_id])
    last = sent[-1] if sent else None
    return Place(standing, last, last is not None and _on_its_way(last, now), len(sent) + 1)


def _on_its_way(sent: Sent, now: datetime) -> bool:
    messages = messages_of(sent)
    if len(messages) < len(sent.message_ids):
        return now - sent.at < _UNSEEN_FOR
    return any(message.state == "stored" for message in messages)


def messages_of(sent: Sent) -> list[Seen]:
    """The messages of a correction, as far as the reader sees them."""
    found = (exchange.seen(under_django(), number) for number in sent.message_ids)
    return [message for message in found if message is not None]


def faults_of(sent: Sent) -> list[FaultRow]:
    """Why documents of it were not taken."""
    return exchange.faults(under_django(), sent.message_ids)


def who(sent: Sent, reader: Reader, head_names: dict[int, str]) -> str:
    """Who sent it: a colleague by name, another firm by its own."""
    if sent.party_id in reader.party_ids:
        person = parties.Person.objects.filter(pk=sent.person_id).first()
        if person is not None:
            return person.name
    firm = parties.firms([sent.party_id]).get(sent.party_id)
    return (firm.name_zh or firm.name_en) if firm else head_names.get(sent.party_id, "")
