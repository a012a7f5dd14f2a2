"""Certificates on file: with what a firm signs its messages."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

if TYPE_CHECKING:
    from cryptography.x509 import Certificate

CODE_HELP = Text("Customs code or credit code of the firm", "企业的海关编码或信用代码")
FILE_HELP = Text(
    "Its certificate, PEM or DER; without a file: those that are on file",
    "证书文件（PEM 或 DER）；不给出则列出已登记的证书",
)
UNTIL_HELP = Text("Last day on which it holds, where the certificate says another", "有效期最后一天（默认按证书）")
NUMBER_HELP = Text(
    "Number by which signatures name it (KeyName), where it is another than its serial number",
    "签名中的证书编号（KeyName），与证书序列号不同时填写",
)
END_HELP = Text("End the entry of this number, as the list shows it, from today", "自今日起终止列表中该编号的登记")
ONE_OF = Text("Expected FILE or --end NUMBER, found both. Give one.", "文件与 --end 编号只能给出一项，实际两项都有。")
NO_CERTIFICATE = Text(
    "Expected a certificate (PEM or DER) in {path}, found none: {found}. Ask the firm for its signing certificate.",
    "{path} 应为证书（PEM 或 DER），实际不是：{found}。请向企业索取签名证书。",
)
WRONG_DAY = Text("Expected a day such as 2026-01-05, found “{found}”.", "应为形如 2026-01-05 的日期，实为“{found}”。")
FILED = Text(
    "{code} signs with certificate {number}, on file as {id} from {valid_from} to {last}.",
    "{code} 的签名证书 {number} 已登记，编号 {id}，自 {valid_from} 至 {last} 有效。",
)
KNOWN = Text(
    "Certificate {number} of {code} is on file already, as {id}.", "{code} 的证书 {number} 此前已登记，编号 {id}。"
)
ENDED = Text(
    "Entry {id} of {code} has ended; what it signs is refused from today.",
    "{code} 的登记 {id} 已终止，自今日起其签名不再接受。",
)
ON_FILE = Text(
    "{id}  {number}  {valid_from} to {last}  {state}  {sha256}",
    "{id}  {number}  {valid_from} 至 {last}  {state}  {sha256}",
)
NONE = Text("{code} has no certificate on file.", "{code} 没有已登记的证书。")
IN_FORCE, NOT_IN_FORCE = Text("in force", "有效"), Text("not in force", "无效")
_DAY, _INSTANT = timedelta(days=1), timedelta(seconds=1)


@command()
def certificate(
    context: Context,
    code: Annotated[str, typer.Argument(help=CODE_HELP.say())],
    file: Annotated[Path | None, typer.Argument(help=FILE_HELP.say())] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=UNTIL_HELP.say())] = None,
    number: Annotated[str, typer.Option("--number", metavar="NUMBER", help=NUMBER_HELP.say())] = "",
    end: Annotated[int | None, typer.Option("--end", metavar="NUMBER", help=END_HELP.say())] = None,
) -> Result:
    """Put a certificate of a firm on file, end one, or list them."""
    from entrepot.modules.parties import api as parties

    if file is not None and end is not None:
        raise typer.BadParameter(ONE_OF.say())
    if file is not None:
        return _filed(context, code, file, _day(until), number)
    party = parties.known_code(code, using="owner")
    if party is None:
        raise parties.UnableToUseCode("code_unknown", code=code)
    if end is None:
        return _listed(context, code, party)
    parties.end_certificate(party_id=party, certificate_id=end, now=context.now)
    context.say(ENDED, id=end, code=code)
    return {"id": end, "ended": True}


def _filed(context: Context, code: str, file: Path, last: date | None, number: str) -> Result:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    from entrepot.modules.parties import api as parties
    from entrepot.project.line.sender import number_of

    found = _read(file)
    valid_from = parties.china_day(found.not_valid_before_utc)
    # valid through its last moment; one that ends at midnight does not hold on the day that begins then
    last = last or parties.china_day(found.not_valid_after_utc - _INSTANT)
    named = number or number_of(found)
    filed, is_new = parties.file_certificate(
        party_id=parties.party_of_code(code, using="owner"), number=named, sha256=found.fingerprint(SHA256()),
        der=found.public_bytes(Encoding.DER), valid_from=valid_from, valid_until=last + _DAY, now=context.now,
    )  # fmt: skip
    facts = {"id": filed, "code": code, "number": named, "valid_from": valid_from.isoformat(), "last": last.isoformat()}
    context.say(FILED if is_new else KNOWN, **facts)
    return {**facts, "new": is_new, "sha256": found.fingerprint(SHA256()).hex()}


def _read(file: Path) -> "Certificate":
    from entrepot.project.line.sender import certificate_in

    try:
        return certificate_in(file.read_bytes())
    except (OSError, ValueError) as error:
        raise Refusal(NO_CERTIFICATE, path=file, found=str(error)) from error


def _listed(context: Context, code: str, party: int) -> Result:
    from entrepot.modules.parties import api as parties

    today = parties.china_day(context.now)
    found = [
        {
            "id": row.pk, "number": row.number, "valid_from": row.valid_from.isoformat(),
            "last": (row.valid_until - _DAY).isoformat(), "sha256": bytes(row.sha256).hex(),
            "in_force": row.valid_from <= today < _ends(row.valid_until, row.ended_at),
            "ended": row.ended_at is not None,
        }
        for row in parties.certificates_of(party, using="owner")
    ]  # fmt: skip
    for one in found:
        context.say(ON_FILE, **one, state=(IN_FORCE if one["in_force"] else NOT_IN_FORCE).say())
    if not found:
        context.say(NONE, code=code)
    return {"code": code, "certificates": found}


def _ends(valid_until: date, ended_at: datetime | None) -> date:
    from entrepot.modules.parties import api as parties

    return valid_until if ended_at is None else min(valid_until, parties.china_day(ended_at))


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(WRONG_DAY.say(found=text)) from None
