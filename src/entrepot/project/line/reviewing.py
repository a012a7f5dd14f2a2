"""Make decisions of what officers asked for on held lists, answer them and tell of them, all in one transaction."""

from datetime import datetime

from entrepot.modules.declarations import api as declarations
from entrepot.project.line.deciding import LISTS_DECIDED
from entrepot.project.line.replies import answer_reviews
from entrepot.project.line.setting import Setting
from entrepot.store import outbox


def review_some(setting: Setting, *, now: datetime) -> int:
    """One pass over what officers asked for; returns how many were looked at. A filing station decides nothing."""
    if setting.station == "filing":
        return 0
    with setting.connection.transaction():
        reviewed = declarations.make_reviewed(setting.connection, by_id=setting.owner_id, now=now)
        if reviewed.decided.height:
            answer_reviews(setting, reviewed.decided, now=now)
            ids = reviewed.decided["list_id"]
            number = declarations.publish(setting.connection, reviewed.decided, now=now)
            batch: dict[str, object] = {"batch": number, "lists": ids.len(), "first": ids.min(), "last": ids.max()}
            outbox.announce(setting.connection, LISTS_DECIDED, batch, now=now)
    return reviewed.decided.height + reviewed.overtaken
