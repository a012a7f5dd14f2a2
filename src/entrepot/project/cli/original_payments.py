"""Original payment data (announcement 179) from the command line: keep, ask, send, show."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import As, in_name_of, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.record import SEVERAL, no_record
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.gateways.ceb import Signer
    from entrepot.gateways.ceb.rules import Language
    from entrepot.gateways.original_payment import Refused
    from entrepot.project.line.original_payments import Post, Sent

FILE_HELP = Text(
    "JSON with payExchangeInfoHead and payExchangeInfoLists, as the interface has them",
    "含 payExchangeInfoHead 与 payExchangeInfoLists 的 JSON 文件，格式同接口规范",
)
ORDER_HELP = Text("Number of the order", "订单编号")
MARKETPLACE_HELP = Text("Code of its marketplace, where several have the number", "平台编码（编号重复时）")
OUT_HELP = Text("File for the question that is sent to the marketplace's address", "写入发往平台地址的查询报文")
NO_FILE = Text("Expected a file at {path}, found none.", "在 {path} 没有找到文件。")
KEPT = Text("Payment data kept for {count} orders: {orders}", "已保存 {count} 个订单的支付原始数据：{orders}")
KNOWN = Text("This payment was kept before; nothing changed.", "该支付数据此前已保存，未作改动。")
ASKED = Text("Asked for the payment of order {order_no}; session {session}.", "已查询订单 {order_no}，会话 {session}。")
ANSWERED = Text("The marketplace answered at once: {code} {message}", "平台即时应答：{code} {message}")
SENT = Text("  {order_no}  {code}  {message}", "  {order_no}  {code}  {message}")
NOTHING_DUE = Text("No payment is due to be uploaded.", "没有待上传的支付原始数据。")
NOT_SENT = Text("  {order_no}  not answered, still due: {why}", "  {order_no}  无应答，仍待上传：{why}")
ROW = Text("{at}  {side}  {session}  {state}  {code} {message}", "{at}  {side}  {session}  {state}  {code} {message}")
NONE = Text("Nobody asked for the payment of order {order_no}.", "没有对订单 {order_no} 支付数据的查询。")
NO_ADDRESS = Text(
    '{path} names no address for original payment data. Write payments = "https://…", as customs gave it.',
    '{path} 未写明支付原始数据的上传地址。请按海关给出的地址写入 payments = "https://…"。',
)  # fmt: skip


@command()
def keep(context: Context, file: Annotated[Path, typer.Argument(help=FILE_HELP.say())], by: As) -> Result:
    """A marketplace keeps what it and the payment institution said about a payment."""
    from entrepot.project.line import original_payments

    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    in_name_of(by)
    with refusals(), _faults():
        orders = original_payments.keep(
            file.read_bytes(), marketplace_code=by, now=context.now, practice=context.station == "practice"
        )
    if orders:
        context.say(KEPT, count=len(orders), orders=", ".join(orders))
    else:
        context.say(KNOWN)
    return {"orders": orders}


@command(stations=("practice", "deciding"))
def ask(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=ORDER_HELP.say())],
    marketplace: Annotated[str | None, typer.Option("--marketplace", help=MARKETPLACE_HELP.say())] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help=OUT_HELP.say())] = None,
) -> Result:
    """Customs asks a marketplace for the payment of an order; a practice station answers itself."""
    from entrepot.gateways import original_payment
    from entrepot.project.line import original_payments
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        authority_id, practice = setting.owner_id, setting.practice
        marketplace_id = _marketplace(setting.lookups, order_no, marketplace)
    with refusals():
        body = original_payments.ask(
            order_no, marketplace_id, authority_id=authority_id, now=context.now, practice=practice
        )
    session = original_payment.read_request(body).session_id
    context.say(ASKED, order_no=order_no, session=session)
    if out is not None:
        out.write_bytes(body)
    answer = None
    if practice:
        said = original_payments.take_question(
            body, marketplace_id=marketplace_id, now=context.now, practice=practice, using="owner"
        )
        answer = original_payment.read_answer(said)
        context.say(ANSWERED, code=answer.code, message=answer.message)
    return {"order_no": order_no, "session": session, "answer": answer.code if answer else None}


@command()
def send(context: Context, by: As) -> Result:
    """A marketplace uploads every payment that customs asked for."""
    from entrepot.project.api import uploads

    acting, practice = in_name_of(by), context.station == "practice"
    with refusals(), _wires(context, acting.party_id) as found:
        sent = uploads.upload_due(found, now=context.now, practice=practice, marketplace_id=acting.party_id)
    if not sent:
        context.say(NOTHING_DUE)
    return {"uploads": [_told(context, one) for one in sent]}


@command()
def show(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=ORDER_HELP.say())],
    marketplace: Annotated[str | None, typer.Option("--marketplace", help=MARKETPLACE_HELP.say())] = None,
) -> Result:
    """Who asked for the payment of an order, and what came of it."""
    from entrepot.modules.payments import api as payments
    from entrepot.project.line.setting import open_setting
    from entrepot.project.wording import language

    with open_setting() as setting:
        marketplace_id = _marketplace(setting.lookups, order_no, marketplace)
    rows = payments.questions_on(order_no, marketplace_id, using="owner")
    chinese = language() == "zh"
    for row in rows:
        context.say(
            ROW, at=f"{row.changed_at:%Y-%m-%d %H:%M:%S}Z", side=payments.SIDES[row.side][chinese],
            session=row.session_id, state=payments.QUESTIONS[row.state][chinese], code=row.code, message=row.message,
        )  # fmt: skip
    if not rows:
        context.say(NONE, order_no=order_no)
    return {
        "questions": [
            {"side": row.side, "session": row.session_id, "state": row.state, "code": row.code, "message": row.message,
             "pay_transaction_no": row.pay_transaction_no, "total_amount": row.total_amount, "cert_no": row.cert_no}
            for row in rows
        ]
    }  # fmt: skip


def _marketplace(lookups: object, order_no: str, marketplace: str | None) -> int:
    from entrepot.project.line import whole_record

    places = whole_record.places(lookups, order_no, marketplace=marketplace)  # type: ignore[arg-type]
    found = {place.marketplace_id for place in places}
    if not found:
        raise no_record(order_no, marketplace, None)
    if len(found) > 1:
        raise Refusal(SEVERAL, order_no=order_no, count=len(found))
    return found.pop()


@contextmanager
def _faults() -> Iterator[None]:
    from entrepot.gateways.original_payment import Refused

    try:
        yield
    except Refused as refused:
        raise Refusal(_said(refused)) from refused


def _said(refused: "Refused") -> Text:
    from entrepot.gateways.original_payment import sentence

    def said(spoken: "Language") -> str:
        return "\n".join(f"{one.path or '/'} {sentence(one.rule, one.facts, spoken)}" for one in refused.faults)

    return as_said(said("en"), said("zh"))


@contextmanager
def _wires(context: Context, marketplace_id: int) -> "Iterator[tuple[Post, Signer]]":
    """How uploads reach customs and by which key: DATA/sender.toml, or this practice station itself."""
    from entrepot.project.api import uploads
    from entrepot.project.line.sender import FILE

    if context.station == "practice":
        with _practice_wires(context, marketplace_id) as wires:
            yield wires
        return
    found = uploads.wires(context.folder.path)
    if found is None:
        raise Refusal(NO_ADDRESS, path=context.folder.path / FILE)
    yield found


@contextmanager
def _practice_wires(context: Context, marketplace_id: int) -> "Iterator[tuple[Post, Signer]]":
    """A key for this once, on file as long as it is used, and customs at the same station."""
    from hashlib import sha256

    from entrepot.gateways.ceb.software_keys import RsaSigner
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import original_payments
    from entrepot.project.line.setting import open_setting

    signer = RsaSigner.generate("PRACTICE · 练习", f"PRACTICE-{context.now:%Y%m%d%H%M%S}", context.now)
    today = parties.china_day(context.now)
    filed, _ = parties.file_certificate(
        party_id=marketplace_id, number=signer.key_name, sha256=sha256(signer.certificate).digest(),
        der=signer.certificate, valid_from=today, valid_until=today + timedelta(days=1), now=context.now,
    )  # fmt: skip
    with open_setting() as setting:
        authority_id = setting.owner_id

    def post(body: bytes) -> bytes:
        return original_payments.take_upload(body, authority_id=authority_id, now=context.now, using="owner")

    try:
        yield post, signer
    finally:
        parties.end_certificate(party_id=marketplace_id, certificate_id=filed, now=context.now)


def _told(context: Context, sent: "Sent") -> dict[str, object]:
    if sent.answer is None:
        context.say(NOT_SENT, order_no=sent.order_no, why=sent.why)
    else:
        context.say(SENT, order_no=sent.order_no, code=sent.answer.code, message=sent.answer.message)
    return {
        "order_no": sent.order_no, "session": sent.session_id, "code": sent.answer.code if sent.answer else None,
        "message": sent.answer.message if sent.answer else sent.why,
    }  # fmt: skip
