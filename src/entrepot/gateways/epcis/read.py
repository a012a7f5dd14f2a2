"""EPCIS documents of others, read back as a list of events. They are not signed: information, never a statement."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MOST_BYTES = 16 * 1024 * 1024
MOST_EVENTS = 100_000
_OBJECTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
_CLASSES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
SENTENCES = {
    "size": (
        "Expected at most {expected} bytes, found {found}. Split it.",
        "应不超过 {expected} 字节，实为 {found}。请拆分。",
    ),
    "form": (
        "Expected an EPCIS 2.0 document in JSON, found {found}. Ask its sender for EPCIS 2.0 (JSON-LD).",
        "应为 EPCIS 2.0 JSON 文件，实为 {found}。请向发送方索取 EPCIS 2.0（JSON-LD）。",
    ),
    "version": (
        "Expected schemaVersion 2.x, found {found}. Ask its sender for EPCIS 2.0 (JSON-LD).",
        "schemaVersion 应为 2.x，实为 {found}。请向发送方索取 EPCIS 2.0（JSON-LD）。",
    ),
    "event": (
        "Event {number}: expected {expected}, found {found}. Ask its sender to correct the file.",
        "第 {number} 个事件：应有 {expected}，实为 {found}。请发送方更正文件。",
    ),
}


class UnableToReadEpcis(Exception):
    """The file is no EPCIS 2.0 document that can be read; `sentence` says why, in either language."""

    def __init__(self, reason: str, **facts: object) -> None:
        self.reason = reason
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """What was expected, what was found, what to do."""
        english, chinese = SENTENCES[self.reason]
        return (chinese if language.startswith("zh") else english).format(**self.facts)


@dataclass(frozen=True)
class EventRead:
    """What an event says: of what things (objects one by one, classes by quantity), under which transactions."""

    kind: str
    at: datetime
    action: str
    step: str
    disposition: str
    things: tuple[str, ...]
    transactions: tuple[str, ...]
    mark: str  # of a practice station, where the document says so


def is_epcis(content: bytes) -> bool:
    """Whether the file calls itself an EPCIS document."""
    return b'"EPCISDocument"' in content or b'"EPCISQueryDocument"' in content


def read_events(content: bytes) -> list[EventRead]:
    """The events of a document, in their order. Raises UnableToReadEpcis."""
    if len(content) > MOST_BYTES:
        raise UnableToReadEpcis("size", expected=MOST_BYTES, found=len(content))
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnableToReadEpcis("form", found=str(error)[:200]) from error
    if not isinstance(document, dict) or document.get("type") != "EPCISDocument":
        raise UnableToReadEpcis("form", found=str(_get(document, "type"))[:100])
    version = document.get("schemaVersion")
    if not isinstance(version, str) or version.split(".")[0] != "2":
        raise UnableToReadEpcis("version", found=str(version)[:100])
    events = _get(document.get("epcisBody"), "eventList")
    if not isinstance(events, list) or len(events) > MOST_EVENTS:
        raise UnableToReadEpcis("form", found=type(events).__name__)
    mark = _text(document.get("entrepot:mark"))
    return [_event(event, number, mark) for number, event in enumerate(events, 1)]


def _event(event: object, number: int, mark: str) -> EventRead:
    if not isinstance(event, dict):
        raise UnableToReadEpcis("event", number=number, expected="{…}", found=type(event).__name__)
    if not isinstance(event.get("type"), str):
        raise UnableToReadEpcis("event", number=number, expected="type", found=str(event.get("type"))[:100])
    try:
        at = datetime.fromisoformat(event["eventTime"])
    except (KeyError, TypeError, ValueError):
        found = str(event.get("eventTime"))[:100]
        raise UnableToReadEpcis("event", number=number, expected="eventTime", found=found) from None
    if at.tzinfo is None:
        raise UnableToReadEpcis("event", number=number, expected="eventTime + offset", found=event["eventTime"])
    things = [_text(one) for name in _OBJECTS for one in _list(event.get(name))]
    things += [_counted(one) for name in _CLASSES for one in _list(event.get(name))]
    transactions = [_text(_get(one, "bizTransaction")) for one in _list(event.get("bizTransactionList"))]
    return EventRead(
        event["type"], at, _text(event.get("action")), _text(event.get("bizStep")), _text(event.get("disposition")),
        tuple(things), tuple(transactions), _text(event.get("entrepot:mark")) or mark,
    )  # fmt: skip


def _counted(element: object) -> str:
    parts = (_text(_get(element, name)) for name in ("epcClass", "quantity", "uom"))
    return " ".join(part for part in parts if part)


def _get(value: object, name: str) -> Any:  # noqa: ANN401 - of a foreign document
    return value.get(name) if isinstance(value, dict) else None


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list) else ()


def _text(value: object) -> str:
    return "" if value is None else str(value)
