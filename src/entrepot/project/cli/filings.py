"""Filings (备案): a person applies for a code, the authority answers with a reason."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import As, day, firm_with, in_name_of, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text

if TYPE_CHECKING:
    from entrepot.modules.parties.api import Filing

CODE_HELP = Text("Customs code or credit code that is asked for", "所申请的海关编码或信用代码")
PERSON_HELP = Text("Username of who applies", "申请人的用户名")
WITH_HELP = Text("Code of the authority", "主管机关的编码")
FOR_HELP = Text(
    "Code of a firm that the person administers, which is to have this code too; without: the firm behind the code",
    "申请人所管理、需增加该代码的企业编码；不填则申请认领该代码对应的企业",
)
KIND_HELP = Text("customs, commerce or market", "customs（海关）、commerce（商务）或 market（市场采购）")
FILING_HELP = Text("Number of the filing, as `filing list` shows it", "备案申请编号，见 filing list")
NUMBER_HELP = Text("Under which the authority keeps it", "主管机关的备案编号")
FROM_HELP = Text("First day; without: today", "起始日，默认今日")
UNTIL_HELP = Text("Last day; without: no end", "最后一天，不填则长期有效")
NAME_ZH_HELP = Text("Name in Chinese of a firm that nobody had claimed", "尚未认领企业的中文名称")
NAME_EN_HELP = Text("Name in English of a firm that nobody had claimed", "尚未认领企业的英文名称")
ROLES_HELP = Text("What the firm may be, such as seller,declarant", "企业角色，如 seller,declarant")
REASON_HELP = Text("What the applicant reads beside the answer", "随答复告知申请人的说明")
WHY_HELP = Text("Why it is not approved; the applicant reads it", "不予备案的原因，申请人可见")
LIST_AS_HELP = Text("Code of a firm or an authority", "企业或主管机关的编码")
WRONG_KIND = Text("Expected one of {kinds}, found “{found}”.", "应为 {kinds} 之一，实为“{found}”。")
ONE_OF = Text("Expected one of --as CODE and --person NAME.", "应给出 --as 编码 与 --person 用户名 其中之一。")
APPLIED = Text(
    "Filing {id}: {person} asks for {code}; the authority answers.",
    "备案申请 {id}：{person} 申请代码 {code}，待主管机关答复。",
)
APPROVED = Text("Filing {id} is approved under {number}.", "备案申请 {id} 已通过，编号 {number}。")
REFUSED = Text("Filing {id} is not approved: {reason}", "备案申请 {id} 不予备案：{reason}")
A_FILING = Text(
    "{id}  {code}  {kind}  {state}  applied by {applicant}  {number}  {reason}",
    "{id}  {code}  {kind}  {state}  申请人 {applicant}  {number}  {reason}",
)
NONE = Text("No filing.", "没有备案申请。")
_DAY = timedelta(days=1)
Number = Annotated[int, typer.Argument(help=FILING_HELP.say())]


@command()
def apply(
    context: Context,
    code: Annotated[str, typer.Argument(help=CODE_HELP.say())],
    person: Annotated[str, typer.Option("--person", metavar="NAME", help=PERSON_HELP.say())],
    authority: Annotated[str, typer.Option("--with", metavar="CODE", help=WITH_HELP.say())],
    firm: Annotated[str | None, typer.Option("--for", metavar="CODE", help=FOR_HELP.say())] = None,
    kind: Annotated[str, typer.Option("--kind", help=KIND_HELP.say())] = "customs",
) -> Result:
    """A person asks an authority for the firm behind a code, or for one more code of a firm."""
    from entrepot.modules.parties import api as parties

    if kind not in parties.FILING_KINDS:
        raise Refusal(WRONG_KIND, kinds=", ".join(parties.FILING_KINDS), found=kind)
    with refusals():
        number = parties.apply_for_filing(
            person_id=parties.commands.person_named(person), code=code, authority_id=firm_with(authority), kind=kind,
            for_party=None if firm is None else firm_with(firm), now=context.now, using="owner",
        )  # fmt: skip
    context.say(APPLIED, id=number, person=person, code=code)
    return {"id": number, "code": code, "person": person, "kind": kind, "state": "applied"}


@command()
def approve(
    context: Context,
    filing: Number,
    as_: As,
    number: Annotated[str, typer.Option("--number", help=NUMBER_HELP.say())],
    first: Annotated[str | None, typer.Option("--from", metavar="DAY", help=FROM_HELP.say())] = None,
    last: Annotated[str | None, typer.Option("--until", metavar="DAY", help=UNTIL_HELP.say())] = None,
    name_zh: Annotated[str, typer.Option("--name-zh", help=NAME_ZH_HELP.say())] = "",
    name_en: Annotated[str, typer.Option("--name-en", help=NAME_EN_HELP.say())] = "",
    roles: Annotated[str, typer.Option("--roles", metavar="ROLES", help=ROLES_HELP.say())] = "",
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help=REASON_HELP.say())] = "",
) -> Result:
    """The authority gives the code to the firm; whoever applied administers a firm that nobody had claimed."""
    from entrepot.modules.parties import api as parties

    valid_from = parties.china_day(context.now) if first is None else day(first)
    wanted = [part.strip() for part in roles.split(",") if part.strip()]
    with refusals():
        parties.approve_filing(
            acting=in_name_of(as_), filing_id=filing, number=number, valid_from=valid_from, valid_until=_after(last),
            name_zh=name_zh, name_en=name_en, roles=wanted, reason=reason, now=context.now, using="owner",
        )  # fmt: skip
    context.say(APPROVED, id=filing, number=number)
    return {"id": filing, "state": "approved", "number": number, "valid_from": valid_from.isoformat(), "last": last}


@command()
def refuse(
    context: Context,
    filing: Number,
    as_: As,
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help=WHY_HELP.say())],
) -> Result:
    """The authority does not approve, and says why; nothing else changes."""
    from entrepot.modules.parties import api as parties

    with refusals():
        parties.refuse_filing(acting=in_name_of(as_), filing_id=filing, reason=why, now=context.now, using="owner")
    context.say(REFUSED, id=filing, reason=why)
    return {"id": filing, "state": "refused", "reason": why}


@command()
def list_(
    context: Context,
    as_: Annotated[str | None, typer.Option("--as", metavar="CODE", help=LIST_AS_HELP.say())] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME", help=PERSON_HELP.say())] = None,
) -> Result:
    """Filings of a firm, with an authority, or that a person applied for."""
    from entrepot.modules.parties import api as parties

    if (as_ is None) == (person is None):
        raise Refusal(ONE_OF)
    with refusals():
        who = None if person is None else parties.commands.person_named(person)
        own = [] if as_ is None else [firm_with(as_)]
        found = [_said(row) for row in parties.filings_page(who, own, after=None, size=_MOST, using="owner")]
    for one in found:
        context.say(A_FILING, **one)
    if not found:
        context.say(NONE)
    return {"filings": found}


_MOST = 1000


def _after(last: str | None) -> date | None:
    return None if last is None else day(last) + _DAY


def _said(row: "Filing") -> dict[str, object]:
    return {
        "id": row.pk, "code": row.code, "kind": row.kind, "state": row.state, "number": row.number,
        "reason": row.reason, "applicant": row.applicant.username if row.applicant else "",
        "applied_at": row.applied_at.isoformat(),
    }  # fmt: skip
