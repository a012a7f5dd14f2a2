"""Share parts of a record with another firm, or as a signed file; verify such a file, offline."""

import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.spoken import words
from entrepot.project.wording import Refusal, Text, as_said, language

if TYPE_CHECKING:
    from entrepot.modules.trade.api import Place
    from entrepot.project.line.setting import Setting

PARTS = ("order", "money", "goods", "transport", "customs")
RECORD_HELP = Text("ORDER_NO, or MARKETPLACE/ORDER_NO", "订单编号，或 平台编码/订单编号")
PARTS_HELP = Text(
    "What to open, separated by commas: order,money,goods,transport,customs",
    "共享的部分，逗号分隔：order（订单）,money（资金）,goods（商品）,transport（运输）,customs（通关）",
)
TO_HELP = Text("Code of the firm that may look", "可查看企业的编码")
UNTIL_HELP = Text("Last day on which it may, China time, such as 2026-06-30", "最后可查看日（北京时间），如 2026-06-30")
OUT_HELP = Text("Write a signed file instead, which anybody verifies offline", "改为生成签名文件，可离线验证")
AS_HELP = Text(
    "Form of the file: package (signed), or epcis (EPCIS 2.0 for partners abroad, not signed, and not all of it)",
    "文件形式：package（已签名），或 epcis（EPCIS 2.0，供境外伙伴使用，未签名且不含全部内容）",
)
WRONG_FORM = Text(
    "Expected --as package or --as epcis, found “{found}”.", "--as 应为 package 或 epcis，实为“{found}”。"
)
EPCIS_WRITTEN = Text(
    "{path} holds {parts} of {order_no} as EPCIS 2.0. It is not signed: hand the signed package over beside it.",
    "{path} 以 EPCIS 2.0 含 {order_no} 的 {parts}。该文件未签名：请同时交付签名文件。",
)
NOT_CARRIED = Text("Not in it, EPCIS has no place for it: {what}", "未包含（EPCIS 无处可放）：{what}")
IN_OUR_WORDS = Text(
    "In it under our own names, which others pass over: {what}", "以本系统自有名称包含，他方会忽略：{what}"
)
ALL_CARRIED = Text("Nothing was lost.", "没有内容丢失。")
SELLER_HELP = Text("Code of the seller, where the number stands with several", "电商企业编码（编号重复时使用）")
WRONG_PARTS = Text("Expected some of {expected}, found “{found}”.", "应为 {expected} 中的若干项，实为“{found}”。")
REVOKE_HELP = Text("Take this grant back instead: its number, as it was told", "改为撤回该共享：其编号")
ONE_WAY = Text(
    "Expected either RECORD --parts PARTS with --to CODE --until DATE or --file OUT, or --revoke GRANT alone.",
    "请使用 记录 --parts 部分 加 --to 编码 --until 日期 或 --file 文件，或单独使用 --revoke 编号。",
)
TAKEN_BACK = Text(
    "Grant {grant} opens nothing any more: {parts} of {order_no}, which was open to {to}.",
    "共享 {grant} 已撤回：{order_no} 的 {parts}，原向 {to} 开放。",
)
WRONG_DAY = Text("Expected a day such as 2026-06-30, found “{found}”.", "应为形如 2026-06-30 的日期，实为“{found}”。")
NO_RECORD = Text("Nothing is on record under {found}. Check the number.", "没有编号为 {found} 的记录。请检查编号。")
SEVERAL = Text(
    "{found} stands for {count} records: {places}. Write MARKETPLACE/ORDER_NO, with --seller where that is not enough.",
    "{found} 有 {count} 份记录：{places}。请写作 平台编码/订单编号，必要时加 --seller。",
)
OPENED = Text(
    "Grant {grant}: {parts} of {order_no}, open to {to} until the end of {until}. Every look is kept.",
    "共享 {grant}：{order_no} 的 {parts}，向 {to} 开放至 {until} 结束。每次查看均有记录。",
)
WRITTEN = Text(
    "{path} holds {parts} of {order_no}, signed. Give its reader this fingerprint another way: {fingerprint}",
    "{path} 含 {order_no} 的 {parts}，已签名。请另行告知接收方指纹：{fingerprint}",
)
FILE_HELP = Text("Signed file", "签名文件")
NO_FILE = Text("Expected a signed file at {path}, found none.", "在 {path} 没有找到签名文件。")
FITS = Text(
    "The signature fits: nothing was changed since {name} signed it at {at}.",
    "签名有效：自 {name} 于 {at} 签名后未被更改。",
)
COMPARE = Text(
    "Anybody can make a key: compare this fingerprint with the one the issuer gave you: {fingerprint}",
    "任何人都可生成密钥：请与签发方另行提供的指纹核对：{fingerprint}",
)
STATION = Text("Issued by a {kind} station.", "签发站类型：{kind}。")
HOLDS = Text(
    "Order {order_no}, {marketplace}, seller {seller}: {parts}",
    "订单 {order_no}，{marketplace}，电商企业 {seller}：{parts}",
)
RESULT = Text("{learner}: {right} of {of} exercises right. {says}.", "{learner}：{of} 道练习答对 {right} 道。{says}。")


@command()
def share(
    context: Context,
    record: Annotated[str | None, typer.Argument(help=RECORD_HELP.say())] = None,
    parts: Annotated[str | None, typer.Option("--parts", metavar="PARTS", help=PARTS_HELP.say())] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="CODE", help=TO_HELP.say())] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=UNTIL_HELP.say())] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="OUT", help=OUT_HELP.say())] = None,
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
    form: Annotated[str, typer.Option("--as", metavar="FORM", help=AS_HELP.say())] = "package",
    revoke: Annotated[int | None, typer.Option("--revoke", metavar="GRANT", help=REVOKE_HELP.say())] = None,
) -> Result:
    """Open chosen parts of a record to a firm until a day, write them as a signed file, or take a grant back."""
    from entrepot.project.line.setting import open_setting

    if revoke is not None and all(given is None for given in (record, parts, to, until, file, seller)):
        return _take_back(context, revoke)
    if revoke is not None or record is None or parts is None:
        raise typer.BadParameter(ONE_WAY.say())
    chosen = _parts(parts)
    if (file is None) == (to is None) or (to is None) != (until is None):
        raise typer.BadParameter(ONE_WAY.say())
    if form not in ("package", "epcis"):
        raise typer.BadParameter(WRONG_FORM.say(found=form))
    last = _day(until)
    with open_setting() as setting:
        place = _place(setting, record, seller)
        facts: dict[str, object] = {"order_no": place.order_no, "marketplace": place.marketplace_code, "parts": chosen}
        if file is not None:
            return facts | _as_file(context, setting, place, chosen, file, form)
    assert to is not None
    assert last is not None
    grant = _grant(context, place, chosen, to, last)
    context.say(OPENED, grant=grant, parts=", ".join(chosen), order_no=place.order_no, to=to, until=last)
    return {**facts, "grant": grant, "to": to, "until": last}


def _as_file(
    context: Context, setting: "Setting", place: "Place", parts: list[str], file: Path, form: str
) -> dict[str, object]:
    from entrepot.project.line.packing import pack, pack_epcis
    from entrepot.project.spoken import losses as losses_in_words

    named = {"path": file, "parts": ", ".join(parts), "order_no": place.order_no}
    if form == "package":
        fingerprint = pack(setting, place, parts, file, now=context.now)
        context.say(WRITTEN, fingerprint=fingerprint, **named)
        return {"file": str(file), "form": form, "fingerprint": fingerprint}
    losses = pack_epcis(setting, place, parts, file, now=context.now)
    context.say(EPCIS_WRITTEN, **named)
    for text, way in ((NOT_CARRIED, "lost"), (IN_OUR_WORDS, "own")):
        for line in losses_in_words.by_rows([one for one in losses if one.way == way], language()):
            context.say(text, what=line)
    if not losses:
        context.say(ALL_CARRIED)
    return {"file": str(file), "form": form, "losses": [losses_in_words.named(one) for one in losses]}


def _take_back(context: Context, number: int) -> Result:
    from entrepot.modules.parties import api as parties

    try:
        grant = parties.commands.take_back(grant_id=number, now=context.now)
    except parties.UnableToShare as error:
        raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
    to = grant.to_party.name_zh if language() == "zh" else (grant.to_party.name_en or grant.to_party.name_zh)
    context.say(TAKEN_BACK, grant=number, parts=", ".join(grant.parts), order_no=grant.order_no, to=to)
    return {"grant": number, "order_no": grant.order_no, "parts": list(grant.parts), "revoked": True}


def _grant(context: Context, place: "Place", parts: list[str], to: str, last: date) -> int:
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import CHINA

    return parties.share(
        acting=parties.Acting(place.seller_id),
        order_no=place.order_no,
        marketplace_id=place.marketplace_id,
        parts=parts,
        to_party=parties.party_of_code(to, using="owner"),
        valid_until=datetime.combine(last + timedelta(days=1), time(), CHINA),
        now=context.now,
        using="owner",
    )


def _parts(text: str) -> list[str]:
    wanted = {part.strip() for part in text.split(",") if part.strip()}
    if not wanted or wanted - set(PARTS):
        raise typer.BadParameter(WRONG_PARTS.say(expected=", ".join(PARTS), found=text))
    return [part for part in PARTS if part in wanted]


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(WRONG_DAY.say(found=text)) from None


def _place(setting: "Setting", record: str, seller: str | None) -> "Place":
    """The one record meant: by its number, or by marketplace and number."""
    from entrepot.project.line import whole_record

    marketplace, _, order_no = record.partition("/")
    found = whole_record.places(setting.lookups, record, seller=seller)
    if not found and order_no:
        found = whole_record.places(setting.lookups, order_no, marketplace=marketplace, seller=seller)
    if not found:
        raise Refusal(NO_RECORD, found=record)
    if len(found) > 1:
        places = ", ".join(f"{one.marketplace_code}/{one.order_no} ({one.seller_code})" for one in found)
        raise Refusal(SEVERAL, found=record, count=len(found), places=places)
    return found[0]


@command(needs="nothing")
def verify(context: Context, file: Annotated[Path, typer.Argument(help=FILE_HELP.say())]) -> Result:
    """Verify a signed file: needs no database, no station and no network."""
    from entrepot.project.server.schema import set_up_django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "entrepot.project.settings")
    set_up_django()
    from entrepot.modules.parties import api as parties

    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    try:
        verified = parties.read_package(file.read_bytes())
    except parties.UnableToVerify as error:
        raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
    issuer = verified.issuer
    name = (issuer.name_zh or issuer.name_en) if language() == "zh" else (issuer.name_en or issuer.name_zh)
    context.say(FITS, name=name, at=verified.signed_at.isoformat())
    context.say(STATION, kind=issuer.station)
    if verified.is_practice:
        context.show(words.MARK)
    context.say(COMPARE, fingerprint=verified.fingerprint)
    _tell_payload(context, verified.payload)
    return {
        "valid": True,
        "issuer": vars(issuer),
        "fingerprint": verified.fingerprint,
        "signed_at": verified.signed_at.isoformat(),
        "practice": verified.is_practice,
        "payload": verified.payload,
    }


def _tell_payload(context: Context, payload: dict[str, Any]) -> None:
    from entrepot.modules.academy.api import NOT_A_QUALIFICATION, results
    from entrepot.project.line.packing import KIND

    if payload.get("kind") == results.KIND:
        says = NOT_A_QUALIFICATION.zh if language() == "zh" else NOT_A_QUALIFICATION.en
        context.say(RESULT, **{name: payload.get(name) for name in ("learner", "right", "of")}, says=says)
    if payload.get("kind") != KIND:
        return
    firms = {name: dict(payload.get(name) or {}).get("name", "") for name in ("marketplace", "seller")}
    parts = ", ".join(map(str, payload.get("parts") or ()))
    context.say(HOLDS, order_no=payload.get("order_no", ""), parts=parts, **firms)
