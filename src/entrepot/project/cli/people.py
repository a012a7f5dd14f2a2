"""People and tokens: who may sign in, and programs that act for them."""

from typing import Annotated, Any

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text

PERSON_HELP = Text("Username", "用户名")
NAME_HELP = Text("Name, as pages show it", "姓名，用于页面显示")
FIRM_HELP = Text(
    "Customs code or credit code of the firm (or the station's own code)", "企业的海关编码或信用代码（或本站自编代码）"
)
PLACE_HELP = Text("administrator, staff or viewer", "administrator（管理员）、staff（业务人员）或 viewer（查看人员）")
EMAIL_HELP = Text("Mail address, to sign in with instead of the username", "邮箱，可代替用户名登录")
LANGUAGE_HELP = Text("Language of the pages: en or zh-hans", "页面语言：en 或 zh-hans")
TOKEN_NAME_HELP = Text("What the token is for", "令牌用途")
SCOPES_HELP = Text(
    "How far it reaches, separated by commas: messages:write, records:read, decisions:read, goods:write,"
    " grants:write, metrics:read",
    "权限范围，逗号分隔：messages:write、records:read、decisions:read、goods:write、grants:write、metrics:read",
)
NUMBER_HELP = Text("Number of the token, as `token list` shows it", "令牌编号，见 token list")
DAYS_HELP = Text("Days for which it is good", "有效天数")
ADDED = Text("{username} works in {firm} as {place}.", "{username} 已是 {firm} 的 {place}。")
SIGN_IN_NEXT = Text("To sign in: entrepot link {username}", "登录：entrepot link {username}")
LINK = Text("Open within {minutes} minutes; it works once: {link}", "请在 {minutes} 分钟内打开，仅可使用一次：{link}")
NOT_RUNNING = Text(
    "The pages are not running: start them with `entrepot up`, then put their address before this path.",
    "网页未在运行：请先运行 entrepot up，并在此路径前加上其网址。",
)
TOKEN = Text("Shown now and never again: {token}", "仅此一次显示：{token}")
GOOD_UNTIL = Text(
    "Good for {days} days; sent as: Authorization: Bearer TOKEN", "有效期 {days} 天；请求头：Authorization: Bearer 令牌"
)
A_TOKEN = Text(
    "{id}  {prefix}…  {username}  {name}  {scopes}  until {until}  {state}",
    "{id}  {prefix}…  {username}  {name}  {scopes}  至 {until}  {state}",
)
GOOD, REVOKED = Text("good", "有效"), Text("revoked", "已撤销")
NO_TOKENS = Text("The firm {firm} has no tokens.", "企业 {firm} 没有令牌。")
TAKEN_BACK = Text("Token {number} opens nothing any more.", "令牌 {number} 已失效。")
LINK_MINUTES = 15

Firm = Annotated[str, typer.Option("--firm", metavar="CODE", help=FIRM_HELP.say())]


@command()
def link(context: Context, person: Annotated[str, typer.Argument(help=PERSON_HELP.say())]) -> Result:
    """A link that signs this person in once, within 15 minutes."""
    from entrepot.modules.parties import api as parties

    path = parties.commands.link(username=person, now=context.now)
    address = address_of(context)
    whole = f"{address.rstrip('/')}{path}" if address else path
    context.say(LINK, minutes=LINK_MINUTES, link=whole)
    if not address:
        context.say(NOT_RUNNING)
    return {"person": person, "link": whole, "minutes": LINK_MINUTES}


def address_of(context: Context) -> str:
    """Where the pages of this folder are served now; empty if they are not."""
    lock = context.folder.lock("up")
    if lock.take(wait=False):
        lock.drop()
        return ""
    return str(lock.read().get("address", ""))


@command()
def add(
    context: Context,
    person: Annotated[str, typer.Argument(help=PERSON_HELP.say())],
    firm: Firm,
    name: Annotated[str, typer.Option("--name", help=NAME_HELP.say())] = "",
    place: Annotated[str, typer.Option("--place", metavar="PLACE", help=PLACE_HELP.say())] = "staff",
    email: Annotated[str, typer.Option("--email", metavar="ADDRESS", help=EMAIL_HELP.say())] = "",
    language: Annotated[str, typer.Option("--language", metavar="LANGUAGE", help=LANGUAGE_HELP.say())] = "en",
) -> Result:
    """Add somebody who works in a firm and signs in by links."""
    from entrepot.modules.parties import api as parties

    number = parties.commands.create_person(
        username=person, name=name or person, firm_code=firm, place=place, email=email, language=language,
        now=context.now,
    )  # fmt: skip
    context.say(ADDED, username=person, firm=firm, place=place)
    context.say(SIGN_IN_NEXT, username=person)
    return {"id": number, "person": person, "firm": firm, "place": place}


@command()
def make_token(
    context: Context,
    person: Annotated[str, typer.Argument(help=PERSON_HELP.say())],
    firm: Firm,
    name: Annotated[str, typer.Option("--name", help=TOKEN_NAME_HELP.say())],
    scopes: Annotated[str, typer.Option("--scopes", metavar="SCOPES", help=SCOPES_HELP.say())],
    days: Annotated[int, typer.Option("--days", help=DAYS_HELP.say(), min=1, max=3650)] = 90,
) -> Result:
    """An API token that acts for a firm as this person, as far as its scopes reach."""
    from entrepot.modules.parties import api as parties

    wanted = [part.strip() for part in scopes.split(",") if part.strip()]
    made = parties.commands.make_token(
        username=person, firm_code=firm, name=name, scopes=wanted, days=days, now=context.now
    )
    context.say(TOKEN, token=made.token)
    context.say(GOOD_UNTIL, days=days)
    return {
        "id": made.id,
        "token": made.token,
        "person": person,
        "firm": firm,
        "scopes": sorted(set(wanted)),
        "days": days,
    }


@command()
def list_tokens(context: Context, firm: Firm) -> Result:
    """The tokens of a firm, newest first; of a token only its beginning is kept."""
    from entrepot.modules.parties import api as parties

    found: list[dict[str, Any]] = [
        {
            "id": row.pk, "prefix": row.prefix, "username": row.person.username, "name": row.name,
            "scopes": list(row.scopes), "until": row.expires_at.isoformat(), "revoked": row.revoked_at is not None,
        }
        for row in parties.commands.list_tokens(firm_code=firm)
    ]  # fmt: skip
    for row in found:
        shown = {**row, "scopes": ",".join(row["scopes"]), "state": (REVOKED if row["revoked"] else GOOD).say()}
        context.say(A_TOKEN, **shown)
    if not found:
        context.say(NO_TOKENS, firm=firm)
    return {"firm": firm, "tokens": found}


@command()
def revoke_token(
    context: Context, number: Annotated[int, typer.Argument(help=NUMBER_HELP.say())], firm: Firm
) -> Result:
    """Make a token open nothing from now on."""
    from entrepot.modules.parties import api as parties

    parties.commands.revoke_token(firm_code=firm, token_id=number, now=context.now)
    context.say(TAKEN_BACK, number=number)
    return {"id": number, "revoked": True}
