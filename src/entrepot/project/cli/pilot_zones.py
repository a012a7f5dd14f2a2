"""Pilot zones on the command line: entered, joined, counted; the register; clusters."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import day, firm_with, in_name_of
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.measures import count_
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.pilot_zones.api import Line, PilotZone

FIRM_HELP = Text("Customs code or credit code of the firm", "企业的海关编码或信用代码")
OFFICE_HELP = Text("Code of the pilot zone's office", "综试区管理机构的编码")
AS_HELP = Text("Code of the firm that acts", "操作企业的编码")
NAME_ZH_HELP = Text("Name in Chinese", "中文名称")
NAME_EN_HELP = Text("Name in English", "英文名称")
PLACE_HELP = Text("Town or district", "所在市、区")
SINCE_HELP = Text(
    "First day whose figures the pilot zone sees, such as 2026-01-01", "综试区可见数据的起始日，如 2026-01-01"
)
MONTH_HELP = Text("Month, such as 2026-11", "月份，如 2026-11")
YEAR_HELP = Text("Year, such as 2026", "年份，如 2026")
ENTERED = Text("{code} is the office of the pilot zone {name}.", "{code} 已登记为综试区 {name} 的管理机构。")
BATCH = Text(
    "{month}  +{added} = {total}  {names}  revoked: {revoked}  [{source}]",
    "{month}  +{added} = {total}  {names}  撤销：{revoked}  [{source}]",
)
UNKNOWN = Text("not known to us", "未知")
OFFERED = Text(
    "{office} and {firm}: offered, waits for the other side; figures from {since}.",
    "{office} 与 {firm}：已提出，待对方同意；数据自 {since} 起。",
)
AGREED = Text("{firm} is a member of {office}.", "{firm} 已成为 {office} 的成员。")
LEFT = Text(
    "{firm} and {office} have ended it; no figures are seen any more.", "{firm} 与 {office} 已终止，不再可见数据。"
)
NO_OFFER = Text(
    "Expected an invitation, a wish or a membership between {office} and {firm}, found none.",
    "{office} 与 {firm} 之间没有邀请、申请或成员关系。",
)
A_MEMBER = Text(
    "{code}  {name}  {place}  {state}  figures from {since}", "{code}  {name}  {place}  {state}  数据自 {since}"
)
HEAD = Text(
    "{month}: {members} members, {released} lists released, {refused} refused, {held} held,"
    " pass rate {rate} %, mean {hours} h to the verdict",
    "{month}：成员 {members} 家，放行 {released} 份，退回 {refused} 份，布控 {held} 份，"
    "通过率 {rate} %，平均 {hours} 小时出结论",
)
A_LINE = Text(
    "  {by} {key}: {released} released, {refused} refused{values}",
    "  {by} {key}：放行 {released}，退回 {refused}{values}",
)
CLUSTER = Text(
    "Chapter {chapter}, {place}, currency {currency}: {firms} firms, {value}, the largest five {share} %",
    "第 {chapter} 章，{place}，币制 {currency}：{firms} 家，{value}，前五家占 {share} %",
)
NO_CLUSTER = Text("No member has released lists in that year.", "该年度没有成员的放行清单。")

As = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]
Office = Annotated[str, typer.Option("--zone", metavar="CODE", help=OFFICE_HELP.say())]
AsOffice = Annotated[str, typer.Option("--as", metavar="CODE", help=OFFICE_HELP.say())]


@command()
def make(
    context: Context,
    code: Annotated[str, typer.Argument(help=FIRM_HELP.say())],
    name_zh: Annotated[str, typer.Option("--name-zh", help=NAME_ZH_HELP.say())],
    name_en: Annotated[str, typer.Option("--name-en", help=NAME_EN_HELP.say())] = "",
    place: Annotated[str, typer.Option("--place", help=PLACE_HELP.say())] = "",
) -> Result:
    """Enter a firm of the books as the office of a pilot zone that this station serves."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    number = pilot_zones.enter_pilot_zone(
        party_id=firm_with(code), code=code, name_zh=name_zh, name_en=name_en, place=place, now=context.now
    )
    context.say(ENTERED, code=code, name=name_zh)
    return {"id": number, "code": code}


@command(needs="nothing")
def register(context: Context) -> Result:
    """The register of pilot zones by batch, with sources; what is not known says so."""
    from entrepot.modules.pilot_zones.api import batches, checked_on

    index = 1 if language() == "zh" else 0
    rows = []
    for one in batches():
        names, revoked = ([name[index] for name in some] for some in (one.names, one.revoked))
        rows.append({"month": one.month, "added": one.added, "total": one.total, "names": names, "revoked": revoked,
                     "source": one.source})  # fmt: skip
        shown = {
            name: ", ".join(value) or "–" if isinstance(value, list) else UNKNOWN.say() if value is None else value
            for name, value in rows[-1].items()
        }
        if one.added is None or len(names) < one.added:
            shown["names"] = f"{shown['names']} ({UNKNOWN.say()})" if names else UNKNOWN.say()
        context.say(BATCH, **shown)
    return {"checked": checked_on(), "batches": rows}


@command()
def invite(
    context: Context,
    code: Annotated[str, typer.Argument(help=FIRM_HELP.say())],
    as_code: AsOffice,
    place: Annotated[str, typer.Option("--place", help=PLACE_HELP.say())] = "",
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help=SINCE_HELP.say())] = None,
) -> Result:
    """Invite a firm to be a member; it sees figures once the firm agrees: `entrepot zone agree`."""
    return _begin(context, office=as_code, firm=code, acting=as_code, place=place, since=since)


@command()
def join(
    context: Context,
    office: Office,
    as_code: As,
    since: Annotated[str | None, typer.Option("--since", metavar="DATE", help=SINCE_HELP.say())] = None,
) -> Result:
    """Ask, as a firm, to be a member of a pilot zone, which agrees with `entrepot zone agree`."""
    return _begin(context, office=office, firm=as_code, acting=as_code, place="", since=since)


@command()
def agree(
    context: Context, office: Office, as_code: As, firm: Annotated[str, typer.Option("--firm", metavar="CODE",
                                                                                     help=FIRM_HELP.say())] = "",
) -> Result:  # fmt: skip
    """Agree to what the other side began. The office names the firm with --firm."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    return _answer(context, office, firm or as_code, as_code, pilot_zones.agree, AGREED)


@command()
def leave(
    context: Context, office: Office, as_code: As, firm: Annotated[str, typer.Option("--firm", metavar="CODE",
                                                                                     help=FIRM_HELP.say())] = "",
) -> Result:  # fmt: skip
    """End a membership, or say no to what was offered."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    return _answer(context, office, firm or as_code, as_code, pilot_zones.end, LEFT)


@command()
def members(context: Context, as_code: AsOffice) -> Result:
    """The firms of a pilot zone, also those invited or asking."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    rows = [
        {
            "code": row.firm_code, "name": (row.firm_zh if language() == "zh" else row.firm_en) or row.firm_code,
            "place": row.place, "state": row.state, "begun_by": row.begun_by, "since": str(row.counts_from),
        }
        for row in pilot_zones.members(_office(as_code).party_id, using="owner")
    ]  # fmt: skip
    for row in rows:
        context.say(A_MEMBER, **row)
    return {"members": rows}


@command()
def statistics(
    context: Context,
    as_code: AsOffice,
    month: Annotated[str | None, typer.Option("--month", metavar="MONTH", help=MONTH_HELP.say())] = None,
) -> Result:
    """A month of a pilot zone, counted from decisions: by form, country/region, firm and park."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.pilot_zones import api as pilot_zones

    office = _office(as_code)
    count_(context)
    wanted = month or f"{parties.china_day(context.now):%Y-%m}"
    found = pilot_zones.statistics(office.party_id, wanted, using="owner")
    whole = _line(found.whole)
    context.say(HEAD, month=wanted, members=found.members, rate=whole["pass_rate"] or "–", hours=whole["hours"] or "–",
                **{name: whole[name] for name in ("released", "refused", "held")})  # fmt: skip
    tables = {}
    for by, lines in found.tables.items():
        tables[by] = [_line(line) for line in lines]
        for line in lines:
            values = "".join(f"; {value:,f} ({currency})" for currency, value in line.values)
            context.say(A_LINE, by=by, key=line.key or "–", released=line.released, refused=line.refused, values=values)
    return {
        "month": wanted,
        "members": found.members,
        "whole": whole,
        **{f"by_{by}": rows for by, rows in tables.items()},
    }


@command()
def clusters(
    context: Context,
    as_code: AsOffice,
    year: Annotated[
        int | None, typer.Option("--year", metavar="YEAR", min=2015, max=2999, help=YEAR_HELP.say())
    ] = None,
) -> Result:
    """Members by HS chapter and place, with the share of the largest five."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.pilot_zones import api as pilot_zones

    office = _office(as_code)
    count_(context)
    wanted = year or parties.china_day(context.now).year
    found = pilot_zones.clusters(office.party_id, date(wanted, 1, 1), date(wanted + 1, 1, 1), using="owner")
    rows = [
        {
            "chapter": one.chapter, "place": one.place or "–", "currency": one.currency, "firms": one.firm_count,
            "value": str(one.value), "share": str(one.share), "largest": [firm.code for firm in one.firms[:5]],
        }
        for one in found
    ]  # fmt: skip
    for row in rows:
        context.say(CLUSTER, **row)
    if not rows:
        context.say(NO_CLUSTER)
    return {"year": wanted, "clusters": rows}


def _begin(
    context: Context, *, office: str, firm: str, acting: str, place: str, since: str | None
) -> dict[str, object]:
    from entrepot.modules.parties import api as parties
    from entrepot.modules.pilot_zones import api as pilot_zones

    counts_from = day(since) if since else parties.china_day(context.now).replace(month=1, day=1)
    number = pilot_zones.begin(
        office_id=_office(office).party_id, firm_id=firm_with(firm), firm_code=firm,
        acting=in_name_of(acting), counts_from=counts_from, place=place, now=context.now, using="owner",
    )  # fmt: skip
    context.say(OFFERED, office=office, firm=firm, since=counts_from)
    return {"id": number, "office": office, "firm": firm, "since": str(counts_from)}


def _answer(context: Context, office: str, firm: str, acting: str, deed: object, said: Text) -> dict[str, object]:
    from entrepot.modules.pilot_zones import api as pilot_zones

    row = pilot_zones.between(_office(office).party_id, firm_with(firm), using="owner")
    if row is None:
        raise Refusal(NO_OFFER, office=office, firm=firm)
    assert callable(deed)
    deed(member_id=int(row.pk), acting=in_name_of(acting), now=context.now, using="owner")
    context.say(said, office=office, firm=firm)
    return {"id": int(row.pk), "office": office, "firm": firm}


def _office(code: str) -> "PilotZone":
    from entrepot.modules.pilot_zones import api as pilot_zones

    office = pilot_zones.office_of([firm_with(code)], using="owner")
    if office is None:
        raise pilot_zones.UnableToJoin("not_an_office", found=code)
    return office


def _line(line: "Line") -> dict[str, object]:
    rate, hours = line.pass_rate, line.hours
    return {
        "key": line.key, "released": line.released, "refused": line.refused, "held": line.held,
        "pass_rate": None if rate is None else str(rate), "hours": None if hours is None else str(hours),
        "values": [{"currency": currency, "value": str(value)} for currency, value in line.values],
    }  # fmt: skip
