"""The way into new forms of trade: a product sheet and orders in; gaps, forms that fit, what to do first out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from entrepot.project.cli.classify import AS_HELP, NO_SELLER
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.project.portal.onramp.facts import Form, WareFacts
    from entrepot.project.portal.onramp.standing import Standing

SHEET_HELP = Text(
    "Product sheet: a row a ware, item number and name at least", "商品表：每行一种商品，至少含货号和名称"
)
ORDERS_HELP = Text("Order lines of the last year", "去年的订单行")
MAPPING_HELP = Text("What the columns of the orders mean (TOML)", "订单各列含义（TOML 文件）")
NO_FILE = Text(
    "Expected a product sheet, found none at {path}. Check the name.", "在 {path} 没有找到商品表。请检查文件名。"
)
LAPSED = Text(
    "Expected data on forms of trade that was checked lately, found that it has lapsed. Install a newer version.",
    "贸易方式数据应在复核期内，现已过期。请安装新版本。",
)
KEPT = Text(
    "{name}: {new} wares new, {changed} changed, {same} as they stood; {left} cells could not be read",
    "{name}：新增商品 {new}，变更 {changed}，未变 {same}；{left} 个单元格无法读取",
)
STEP = Text("  {title}: {done}", "  {title}：{done}")
STEP_OF = Text("  {title}: {done} of {of}", "  {title}：{done}/{of}")
PROGRESS = Text("How far the firm has come, by the record:", "按记录计的进度：")
FIRST = Text("What to do first:", "首先要做：")
TASK = Text(
    "  {place}. {title} ({wares} wares, {orders} orders wait for it): {do}",
    "  {place}. {title}（影响商品 {wares} 种、订单 {orders} 份）：{do}",
)
WARE = Text(
    "{item} {name}: HS code {code}, {orders} orders, {gaps} gaps",
    "{item} {name}：商品编码 {code}，订单 {orders} 份，缺 {gaps} 项",
)
FORM = Text("  {code} {name}: {verdict}; {why}", "  {code} {name}：{verdict}；{why}")
VERDICTS = {
    "fits": Text("fits", "适用"),
    "does_not": Text("does not fit", "不适用"),
    "not_known": Text("not known", "不详"),
}


@command()
def onramp(
    context: Context,
    seller: Annotated[str, typer.Option("--as", metavar="CODE", help=AS_HELP.say())],
    sheet: Annotated[Path | None, typer.Argument(help=SHEET_HELP.say())] = None,
    orders: Annotated[Path | None, typer.Option("--orders", metavar="FILE", help=ORDERS_HELP.say())] = None,
    mapping: Annotated[Path | None, typer.Option("--mapping", metavar="M.toml", help=MAPPING_HELP.say())] = None,
) -> Result:
    """Take the sheets that are given; say what is missing, which forms of trade fit each ware, what to do first."""
    from entrepot.modules.parties import api as parties
    from entrepot.project.cli.imports import import_
    from entrepot.project.line.setting import open_setting
    from entrepot.project.portal.onramp.facts import RuleDataLapsed
    from entrepot.project.portal.onramp.standing import standing_of

    party = parties.known_code(seller, using="owner")
    if party is None:
        raise Refusal(NO_SELLER, code=seller)
    taken: dict[str, object] = {}
    if sheet is not None:
        taken["products"] = _products(context, sheet, party)
    if orders is not None:
        options = {"files": [orders], "kind": "order-lines", "mapping": mapping, "problems": None, "seller": None}
        taken["orders"] = import_.__wrapped__(context, **options)  # type: ignore[attr-defined]
    try:
        with open_setting() as setting:
            standing = standing_of(setting.lookups, party, now=context.now, using="owner")
    except RuleDataLapsed as error:
        raise Refusal(LAPSED) from error
    _tell(context, standing)
    return {**taken, **_as_object(standing)}


def _products(context: Context, sheet: Path, party: int) -> dict[str, int]:
    from entrepot.gateways.sheets.sentences import UnableToReadSheet
    from entrepot.modules.catalogue import api as catalogue
    from entrepot.project.line.setting import open_setting
    from entrepot.project.portal.onramp.sheets import UnableToReadProducts, keep_products, read_products
    from entrepot.project.server import account

    if not sheet.is_file():
        raise Refusal(NO_FILE, path=sheet)
    change = catalogue.Change(account.current().name, sheet.name, context.now, context.station == "practice")
    try:
        read = read_products(sheet.read_bytes(), sheet.name)
        with open_setting() as setting:
            kept = keep_products(setting.lookups, read, party, change)
    except (UnableToReadProducts, UnableToReadSheet) as error:
        raise Refusal(as_said(error.en, error.zh)) from error
    except catalogue.UnableToKeepGoods as error:
        raise Refusal(as_said(str(error), str(error))) from error
    counts = {**vars(kept), "left": read.problems.height}
    context.say(KEPT, name=sheet.name, **counts)
    return counts


def _tell(context: Context, standing: "Standing") -> None:
    from entrepot.project.wording import language

    side = language()
    for ware, judged in standing.wares:
        context.say(
            WARE, item=ware.item_no, name=ware.name, code=ware.hs_code or "–", orders=ware.orders, gaps=len(ware.gaps)
        )
        for one in judged:
            why = "; ".join(getattr(said, side) for said in one.reasons)
            context.say(FORM, code=one.code, name=getattr(one, side), verdict=VERDICTS[one.verdict].say(), why=why)
    context.say(PROGRESS)
    for step in standing.progress:
        said = STEP if step.of is None else STEP_OF
        context.say(said, title=step.title.say(), done=step.done, of=step.of)
    if standing.first:
        context.say(FIRST)
    for place, task in enumerate(standing.first, 1):
        context.say(TASK, place=place, title=task.title.say(), wares=task.wares, orders=task.orders, do=task.do.say())


def _as_object(standing: "Standing") -> dict[str, object]:
    return {
        "progress": [
            {"step": one.key, "done": one.done, "of": one.of, "at": one.at, "reached": one.reached}
            for one in standing.progress
        ],
        "first": [{"task": one.key, "wares": one.wares, "orders": one.orders} for one in standing.first],
        "wares": [_ware(ware, judged) for ware, judged in standing.wares],
    }


def _ware(ware: "WareFacts", judged: "Sequence[Form]") -> dict[str, object]:
    return {
        "item_no": ware.item_no,
        "name": ware.name,
        "hs_code": ware.hs_code,
        "orders": ware.orders,
        "gaps": list(ware.gaps),
        "forms": [
            {"code": one.code, "track": one.track, "verdict": one.verdict, "why": [said.en for said in one.reasons]}
            for one in judged
        ],
    }
