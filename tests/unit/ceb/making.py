"""Messages for tests, made element by element so that each can be spoilt in one place."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from lxml import etree

from entrepot.gateways.ceb import Envelope
from entrepot.gateways.ceb.fields import Field, Kind, Message, Section
from entrepot.gateways.ceb.tables import MESSAGES
from entrepot.gateways.ceb.tables_export import EXPORT_MESSAGES

GUID = "4CDE1CFD-EDED-46B1-946C-B8022E42FC94"
NAMESPACE = "http://www.chinaport.gov.cn/ceb"
EXPORT: tuple[Kind, ...] = ("order", "slip", "waybill", "list")
IMPORT: tuple[Kind, ...] = tuple(kind for kind, message in MESSAGES.items() if message.ends == "import")
EVERY: tuple[Kind, ...] = tuple(MESSAGES)
TO_BE_SIGNED: tuple[Kind, ...] = ("import_list", "import_cancel", "import_return")  # by the schema
ENVELOPE = Envelope(GUID, "999999A001", "测试企业", "DXPENT0000000001", practice=False)
_OFFICIAL = Path(__file__).parents[3] / "../shared/data/ceb"
SCHEMA = _OFFICIAL / "xsd/海关跨境出口业务节点报文定义202205.xsd"
IMPORT_SCHEMA = _OFFICIAL / "xsd/海关跨境进口业务节点报文定义202205.xsd"
SAMPLES = _OFFICIAL / "samples"
NO_SAMPLES = "left out: the official samples are not in ../shared/data/ceb/samples"
NO_SCHEMA = "left out: the official schemas are not in ../shared/data/ceb/xsd"

_FORMS = {
    "guid": GUID,
    "time": "20260315153555",
    "stamp": "20260315153555123",
    "date": "20260315",
    "digits": "502",
    "alnum": "5",
    "status": "800",
}
_LENGTHS = {"C4": "2900", "C6": "440300", "C10": "6109100010", "C18": "B20260315000000001", "C3..4": "502"}

Changes = Mapping[str, str | None]


def value_of(field: Field) -> str:
    """A right value for a field."""
    if field.among:
        return field.among[0]
    if field.sort == "decimal":
        return "12.5"
    if field.sort == "whole":
        return "1"
    return _LENGTHS.get(field.type) or _FORMS.get(field.form) or "文 &amp; x1"[: field.length[1]]


def element(name: str, content: str) -> str:
    return f"<ceb:{name}>{content}</ceb:{name}>"


def section(table: Section, changes: Changes | None = None, *, optional: bool = True) -> str:
    """A section with right values; `changes`: other values by element name, None to leave the element out."""
    changed = changes or {}
    parts = []
    for field in table.fields:
        value = changed.get(field.element, value_of(field) if field.required or optional else None)
        if value is not None:
            parts.append(element(field.element, value))
    return "".join(parts)


def document(
    kind: Kind, head: Changes | None = None, lines: Sequence[Changes] = ({},), *, optional: bool = True
) -> str:
    """One document; `lines`: the changes of each line (gnum counts up by itself)."""
    message = MESSAGES[kind]
    inner = section(message.head, head, optional=optional)
    if not message.wrapped:
        return element(message.document, inner)
    body = "".join(
        element(message.line.element, section(message.line, {"gnum": str(number), **line}, optional=optional))
        for number, line in enumerate(lines if message.line else (), 1)
        if message.line
    )
    return element(message.document, element(message.head.element, inner) + body)


def transfer(note: str = "") -> str:
    inner = element("copCode", "999999A001") + element("copName", "测试企业") + element("dxpMode", "DXP")
    return element(
        "BaseTransfer", inner + element("dxpId", "DXPENT0000000001") + (element("note", note) if note else "")
    )


def root(message: Message, inner: str, attributes: str = f'guid="{GUID}" version="1.0"') -> str:
    return f'<ceb:{message.root} {attributes} xmlns:ceb="{NAMESPACE}">{inner}</ceb:{message.root}>'


def message(kind: Kind, documents: Iterable[str] | None = None, *, after: str | None = None) -> bytes:
    """A message of these documents (one right one if none are given) as UTF-8."""
    table = MESSAGES[kind]
    parts = "".join([document(kind)] if documents is None else documents)
    tail = ("" if table.is_reply else transfer()) if after is None else after
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root(table, parts + tail)).encode()


def is_import(kind: Kind) -> bool:
    """Whether the import schema describes it, tax bills included."""
    return MESSAGES[kind] not in EXPORT_MESSAGES


@cache
def official_schema(kind: Kind = "list") -> etree.XMLSchema | None:
    """The official schema that describes messages of a kind, read in place; None where it is absent."""
    schema = IMPORT_SCHEMA if is_import(kind) else SCHEMA
    return etree.XMLSchema(etree.parse(schema)) if schema.exists() else None
