"""Records that others handed over: verified without a network, kept as their statement; and the list of them."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.spoken import words
from entrepot.project.wording import Refusal, Text, as_said, language

if TYPE_CHECKING:
    from entrepot.modules.exchange.api import Received

FILE_HELP = Text("Signed package, or an EPCIS document to look at", "签名文件，或待查看的 EPCIS 文件")
FINGERPRINT_HELP = Text(
    "The fingerprint that the issuer told by another way: the package must be signed with that key",
    "签发方另行告知的指纹：文件须由该密钥签名",
)
AS_HELP = Text(
    "Code of the firm to which it was handed (the station's own if not given)", "接收企业的编码（默认本站企业）"
)
NUMBER_HELP = Text("One of them, with all it holds", "其中一份的编号，显示全部内容")
NO_FILE = Text("Expected a file at {path}, found none.", "在 {path} 没有找到文件。")
NO_SUCH = Text(
    "Nothing was received under number {found}. See: entrepot received",
    "没有编号为 {found} 的接收文件。请看：entrepot received",
)
SHUT = Text("Record {number} no longer opens: {why}", "编号 {number} 的记录已无法开启：{why}")
TAKEN = Text(
    "Received as number {number}: order {order_no} of {seller}, {parts}. This is the statement of {issuer}, not yours.",
    "已接收，编号 {number}：{seller} 的订单 {order_no}，{parts}。这是 {issuer} 的陈述，并非贵方单证。",
)
STANDING = {
    "first": Text(
        "First seen: compare this fingerprint with the one the issuer gave you: {fingerprint}",
        "首次出现：请与签发方另行提供的指纹核对：{fingerprint}",
    ),
    "seen": Text("Seen before, never compared: {fingerprint}", "此前出现过，尚未核对：{fingerprint}"),
    "confirmed": Text("Known issuer, compared: {fingerprint}", "已核对的签发方：{fingerprint}"),
    "other_key": Text(
        "Another key than this issuer had before: ask the issuer before you rely on it: {fingerprint}",
        "与该签发方此前的密钥不同：采信前请向签发方核实：{fingerprint}",
    ),
}
ROW = Text(
    "{number}  {at}  {order_no}  {parts}  from {issuer} ({station}), {standing}",
    "{number}  {at}  {order_no}  {parts}  来自 {issuer}（{station}），{standing}",
)
WORDS = {
    "first": Text("key not compared", "密钥未核对"),
    "seen": Text("key seen before", "密钥曾出现"),
    "confirmed": Text("key compared", "密钥已核对"),
    "other_key": Text("another key than before", "密钥与此前不同"),
}
NONE = Text("Nothing was received.", "没有接收任何文件。")
EVENTS = Text(
    "EPCIS 2.0, {count} events. It is not signed: anybody may have written it. Nothing was kept.",
    "EPCIS 2.0，{count} 个事件。该文件未签名，任何人都可写成。未保存任何内容。",
)
Owner = Annotated[str | None, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]


@command()
def receive(
    context: Context,
    file: Annotated[Path, typer.Argument(help=FILE_HELP.say())],
    fingerprint: Annotated[
        str | None, typer.Option("--fingerprint", metavar="HEX", help=FINGERPRINT_HELP.say())
    ] = None,
    owner: Owner = None,
) -> Result:
    """Verify a signed record and keep it as its issuer's statement; of an EPCIS document only list the events."""
    from entrepot.gateways import epcis
    from entrepot.modules.exchange import api as exchange
    from entrepot.modules.parties import api as parties

    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    content = file.read_bytes()
    party_id = _party(owner)
    if epcis.is_epcis(content) and b"entrepot.package." not in content:
        return _look(context, content)
    try:
        row = exchange.receive(
            content, party_id=party_id, station=context.station, fingerprint=fingerprint, now=context.now
        )
    except (parties.UnableToVerify, exchange.UnableToReceive) as error:
        raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
    context.say(
        TAKEN, number=row.pk, order_no=row.order_no, seller=row.seller_name, parts=", ".join(row.parts),
        issuer=_issuer(row),
    )  # fmt: skip
    if row.station == "practice":
        context.show(words.MARK)
    context.say(STANDING[row.standing], fingerprint=row.fingerprint)
    return _facts(row)


@command()
def received(
    context: Context,
    number: Annotated[int | None, typer.Argument(help=NUMBER_HELP.say())] = None,
    owner: Owner = None,
) -> Result:
    """The records that others handed over, the newest first; or one of them, verified again."""
    from entrepot.modules.exchange import api as exchange

    party_id = _party(owner)
    if number is not None:
        return _one(context, party_id, number)
    rows = exchange.received_of([party_id], limit=1000, using="owner")
    for row in rows:
        context.say(
            ROW, number=row.pk, at=_minute(row.received_at), order_no=row.order_no, parts=", ".join(row.parts),
            issuer=_issuer(row), station=row.station, standing=WORDS[row.standing].say(),
        )  # fmt: skip
    if not rows:
        context.say(NONE)
    return {"received": [_facts(row) for row in rows]}


def _one(context: Context, party_id: int, number: int) -> Result:
    from entrepot.modules.exchange import api as exchange
    from entrepot.modules.parties import api as parties
    from entrepot.project.cli.sharing import FITS
    from entrepot.store.identity import UnableToOpen

    row = exchange.received([party_id], number, using="owner")
    if row is None:
        raise Refusal(NO_SUCH, found=number)
    try:
        verified = exchange.verified_again(row, using="owner")
    except parties.UnableToVerify as error:
        raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
    except UnableToOpen as shut:
        raise Refusal(SHUT, number=number, why=shut) from shut
    context.say(FITS, name=_issuer(row), at=row.signed_at.isoformat())
    if row.station == "practice":
        context.show(words.MARK)
    context.say(STANDING[row.standing], fingerprint=row.fingerprint)
    for part, named in verified.payload["parts"].items():
        for name, rows in named.items():
            for values in rows:
                said = ", ".join(f"{column} {value}" for column, value in values.items() if value not in (None, ""))
                context.show(f"  {part}.{name}  {said}")
    return {**_facts(row), "payload": verified.payload}


def _look(context: Context, content: bytes) -> Result:
    from entrepot.gateways import epcis

    try:
        events = epcis.read_events(content)
    except epcis.UnableToReadEpcis as error:
        raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
    context.say(EVENTS, count=len(events))
    for event in events:
        said = " · ".join(filter(None, (event.kind, event.action, event.step, event.disposition, *event.transactions)))
        context.show(f"  {event.at.isoformat()}  {said}  {event.mark}".rstrip())
        for thing in event.things:
            context.show(f"    {thing}")
    return {"signed": False, "kept": False, "events": [vars(event) for event in events]}


def _party(code: str | None) -> int:
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting

    if code is None:
        with open_setting() as setting:
            return setting.owner_id
    found = parties.known_code(code, using="owner")
    if found is None:
        raise parties.UnableToUseCode("code_unknown", code=code)
    return found


def _issuer(row: "Received") -> str:
    return str((row.issuer_zh or row.issuer_en) if language() == "zh" else (row.issuer_en or row.issuer_zh))


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _facts(row: "Received") -> dict[str, object]:
    return {
        "number": row.pk, "order_no": row.order_no, "marketplace": row.marketplace_code, "parts": row.parts,
        "issuer": {"name_zh": row.issuer_zh, "name_en": row.issuer_en, "code": row.issuer_code, "station": row.station},
        "fingerprint": row.fingerprint, "standing": row.standing, "practice": row.station == "practice",
        "signed_at": row.signed_at.isoformat(), "received_at": row.received_at.isoformat(),
    }  # fmt: skip
