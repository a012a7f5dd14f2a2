"""Parks on the command line: units, leases, what tenants ask for."""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.acting import day, firm_with, in_name_of
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.pilot_zones import NAME_EN_HELP, NAME_ZH_HELP, PLACE_HELP
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.pilot_zones.api import TenantRequest

PARK_HELP = Text("Code of the park", "园区编号")
UNIT_HELP = Text("Number of the unit", "单元编号")
OPERATOR_HELP = Text("Code of the firm that runs the park", "园区运营方的编码")
AS_HELP = Text("Code of the firm that acts", "操作企业的编码")
OFFICE_HELP = Text("Code of the office of the pilot zone in which it lies", "所在综试区管理机构的编码")
AREA_HELP = Text("Area in square metres, such as 120.5", "面积（平方米），如 120.5")
TENANT_HELP = Text("Code of the firm that rents", "承租企业的编码")
FROM_HELP = Text("First day, such as 2026-01-01", "起始日，如 2026-01-01")
UNTIL_HELP = Text("Last day, such as 2026-12-31", "截止日，如 2026-12-31")
WISH_HELP = Text("What the tenant asks for", "租户的请求")
ANSWER_HELP = Text("The answer", "答复")
REQUEST_HELP = Text("Number of the request, as `park requests` shows it", "请求编号，见 park requests")
CLOSE_HELP = Text("Close them again", "改为关闭")
WRONG_AREA = Text("Expected an area such as 120.5, found “{found}”.", "面积应为 120.5 之类的数，实为“{found}”。")
MADE = Text("Park {code}, run by {operator}.", "园区 {code}，运营方 {operator}。")
UNIT = Text("Unit {number} of {park}: {area} m².", "{park} 单元 {number}：{area} 平方米。")
LET = Text(
    "Unit {number} of {park} is let to {tenant} from {first} to {last}.",
    "{park} 单元 {number} 已租给 {tenant}，{first} 至 {last}。",
)
NO_PARK = Text("There is no park with the code {code}.", "没有编号为 {code} 的园区。")
NO_LEASE = Text("{firm} holds no lease on unit {number} of {park}.", "{firm} 没有 {park} 单元 {number} 的租约。")
HEAD = Text(
    "{code}  {name}: {let} of {units} units let, {area_let} of {area} m², {rate} %",
    "{code}  {name}：已租 {let}／{units} 个单元，{area_let}／{area} 平方米，{rate} %",
)
A_UNIT = Text(
    "  {number}  {area} m²  {tenant}  {first} to {last}", "  {number}  {area} 平方米  {tenant}  {first} 至 {last}"
)
FREE = Text("free", "空置")
ASKED = Text("Request {number} was sent to the park.", "请求 {number} 已发送给园区。")
ANSWERED = Text("Request {number} is answered.", "请求 {number} 已答复。")
A_REQUEST = Text("{number}  {tenant}  {state}  {wish}  {answer}", "{number}  {tenant}  {state}  {wish}  {answer}")
OPENED = Text("The park sees the figures of {firm} while the lease runs.", "租约期间园区可见 {firm} 的数据。")
CLOSED = Text("The park no longer sees the figures of {firm}.", "园区不再可见 {firm} 的数据。")

Park = Annotated[str, typer.Argument(help=PARK_HELP.say())]
Unit = Annotated[str, typer.Argument(help=UNIT_HELP.say())]
AsOperator = Annotated[str, typer.Option("--as", metavar="CODE", help=OPERATOR_HELP.say())]
As = Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())]


@command()
def make(
    context: Context,
    park: Park,
    as_code: AsOperator,
    name_zh: Annotated[str, typer.Option("--name-zh", help=NAME_ZH_HELP.say())],
    name_en: Annotated[str, typer.Option("--name-en", help=NAME_EN_HELP.say())] = "",
    place: Annotated[str, typer.Option("--place", help=PLACE_HELP.say())] = "",
    office: Annotated[str, typer.Option("--zone", metavar="CODE", help=OFFICE_HELP.say())] = "",
) -> Result:
    """Enter a park of an operator, within a pilot zone or not."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    number = pilot_zones.enter_park(
        operator_id=firm_with(as_code), code=park, name_zh=name_zh, name_en=name_en, place=place,
        office_id=firm_with(office) if office else None, now=context.now,
    )  # fmt: skip
    context.say(MADE, code=park, operator=as_code)
    return {"id": number, "park": park}


@command()
def unit(
    context: Context,
    park: Park,
    number: Unit,
    area: Annotated[str, typer.Option("--area", metavar="M2", help=AREA_HELP.say())],
    as_code: AsOperator,
) -> Result:
    """Add a unit to a park."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    acting = in_name_of(as_code)
    added = pilot_zones.add_unit(park_code=park, number=number, area_m2=_area(area), acting=acting, now=context.now)
    context.say(UNIT, number=number, park=park, area=area)
    return {"id": added, "park": park, "unit": number}


@command()
def lease(
    context: Context,
    park: Park,
    number: Unit,
    to: Annotated[str, typer.Option("--to", metavar="CODE", help=TENANT_HELP.say())],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help=FROM_HELP.say())],
    last: Annotated[str, typer.Option("--until", metavar="DATE", help=UNTIL_HELP.say())],
    as_code: AsOperator,
) -> Result:
    """Let a unit to a firm, both days included; a second lease on the same days is refused."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    made = pilot_zones.let(
        park_code=park, number=number, tenant_id=firm_with(to), tenant_code=to, first=day(first), last=day(last),
        acting=in_name_of(as_code), now=context.now, using="owner",
    )  # fmt: skip
    context.say(LET, number=number, park=park, tenant=to, first=first, last=last)
    return {"id": made, "park": park, "unit": number, "tenant": to}


@command()
def show(context: Context, park: Park) -> Result:
    """Units of a park with their tenants of today, and how full it is."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.pilot_zones import api as pilot_zones

    found = pilot_zones.park_coded(park, using="owner")
    if found is None:
        raise Refusal(NO_PARK, code=park)
    units = pilot_zones.units_of(found, parties.china_day(context.now), using="owner")
    full = pilot_zones.occupancy(units)
    plain = pilot_zones.plain
    facts = {
        "units": full.units, "let": full.let, "area": plain(full.area), "area_let": plain(full.area_let),
        "rate": None if full.of_a_hundred is None else str(full.of_a_hundred),
    }  # fmt: skip
    context.say(HEAD, code=park, name=found.name_zh if language() == "zh" else found.name_en,
                **{**facts, "rate": facts["rate"] or "–"})  # fmt: skip
    rows = []
    for row in units:
        let = row.lease
        rows.append({
            "number": row.unit.number, "area": plain(row.unit.area_m2), "tenant": let.tenant_code if let else None,
            "first": str(let.valid_from) if let else None,
            "last": str(pilot_zones.lease_last_day(let)) if let else None,
        })  # fmt: skip
        context.say(A_UNIT, **{name: value or ("–" if name != "tenant" else FREE.say())
                               for name, value in rows[-1].items()})  # fmt: skip
    return {"park": park, **facts, "rows": rows}


@command()
def ask(
    context: Context,
    park: Park,
    number: Unit,
    wish: Annotated[str, typer.Argument(help=WISH_HELP.say())],
    as_code: As,
) -> Result:
    """Ask the park for something, as the tenant of a unit."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    made = pilot_zones.ask(
        lease_id=_lease(context, park, number, as_code), wish=wish, acting=in_name_of(as_code),
        now=context.now, using="owner",
    )  # fmt: skip
    context.say(ASKED, number=made)
    return {"id": made}


@command()
def answer(
    context: Context,
    request: Annotated[int, typer.Argument(help=REQUEST_HELP.say())],
    text: Annotated[str, typer.Argument(help=ANSWER_HELP.say())],
    as_code: AsOperator,
) -> Result:
    """Answer what a tenant asked for."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    acting = in_name_of(as_code)
    pilot_zones.answer(request_id=request, text=text, acting=acting, now=context.now, using="owner")
    context.say(ANSWERED, number=request)
    return {"id": request, "state": "answered"}


@command()
def requests(context: Context, as_code: As) -> Result:
    """What a tenant asked for, or a park is asked for; seen by the two alone."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    rows = [_request(row) for row in pilot_zones.requests_of([firm_with(as_code)], using="owner")]
    for row in rows:
        context.say(A_REQUEST, **row)
    return {"requests": rows}


@command()
def figures(
    context: Context,
    park: Park,
    number: Unit,
    as_code: As,
    close: Annotated[bool, typer.Option("--close", help=CLOSE_HELP.say())] = False,
) -> Result:
    """Let the park see the tenant's figures of the time of its lease, or no longer."""
    from entrepot.modules.pilot_zones import api as pilot_zones

    found = _lease(context, park, number, as_code)
    acting = in_name_of(as_code)
    pilot_zones.open_figures(lease_id=found, opened=not close, acting=acting, now=context.now, using="owner")
    context.say(CLOSED if close else OPENED, firm=as_code)
    return {"id": found, "open": not close}


def _lease(context: Context, park: str, number: str, tenant: str) -> int:
    from entrepot.modules.parties import api as parties
    from entrepot.modules.pilot_zones import api as pilot_zones

    today = parties.china_day(context.now)
    for one in pilot_zones.leases_of([firm_with(tenant)], using="owner"):
        here = (one.unit.park.code, one.unit.number) == (park, number)
        if here and one.valid_from <= today < one.valid_until:
            return int(one.pk)
    raise Refusal(NO_LEASE, firm=tenant, number=number, park=park)


def _request(row: "TenantRequest") -> dict[str, object]:
    return {
        "number": int(row.pk), "tenant": row.lease.tenant_code, "state": row.state, "wish": row.wish,
        "answer": row.answer,
    }  # fmt: skip


def _area(text: str) -> Decimal:
    try:
        area = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(WRONG_AREA.say(found=text)) from None
    if not (area.is_finite() and 0 < area < 10**9) or area != round(area, 5):
        raise typer.BadParameter(WRONG_AREA.say(found=text))
    return area
