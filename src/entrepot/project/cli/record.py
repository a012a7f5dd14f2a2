"""One record on the terminal, and one list explained."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.spoken import words
from entrepot.project.spoken.words import said
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.trade.api import Place

NUMBER_HELP = Text("Order number", "订单编号")
MARKETPLACE_HELP = Text("Code of the marketplace, where the number stands at several", "电商平台编码（编号重复时使用）")
SELLER_HELP = Text("Code of the seller, where the number stands with several", "电商企业编码（编号重复时使用）")
COP_HELP = Text("Number of the declaration list", "清单的企业内部编号")
FILER_HELP = Text("Code of the agent, where several agents use the number", "申报企业编码（编号重复时使用）")
LANGUAGE_HELP = Text(
    "Language of the explanation: en or zh (default: the terminal's)", "说明的语言：en 或 zh（默认同终端）"
)
WRONG_LANGUAGE = Text("Expected --lang en or zh, found “{found}”.", "--lang 应为 en 或 zh，实为“{found}”。")
NO_RECORD = Text(
    "Nothing is on record under the order number {order_no}{where}. Check the number; orders of files begin with what"
    " the mapping puts before them.",
    "没有订单编号为 {order_no}{where} 的记录。请检查编号；由文件导入的订单编号可能带有映射所加的前缀。",
)
WHERE = Text(" at marketplace {marketplace}, seller {seller}", "（平台 {marketplace}，电商企业 {seller}）")
ANY = Text("any", "不限")
SEVERAL = Text(
    "The number {order_no} is on {count} records. Say which: --marketplace CODE, --seller CODE",
    "编号 {order_no} 有 {count} 份记录。请指定：--marketplace 编码、--seller 编码",
)
ONE_OF = Text(
    "  {marketplace_code} {marketplace_name}, seller {seller_code} {seller_name}",
    "  {marketplace_code} {marketplace_name}，电商企业 {seller_code} {seller_name}",
)
HEADING = Text(
    "Order {order_no}, {marketplace_name} ({marketplace_code}), seller {seller_name} ({seller_code})",
    "订单 {order_no}，{marketplace_name}（{marketplace_code}），电商企业 {seller_name}（{seller_code}）",
)
LINE = Text("  {at}  {by}: {what}", "  {at}  {by}：{what}")
LIST = Text("{cop_no}: {state}{lane}", "{cop_no}：{state}{lane}")
WAITS = Text("  waits for {what}", "  等待{what}")
INFO = Text("  customs says: {info}", "  海关回执：{info}")
NO_LIST = Text(
    "No list with the number {cop_no} is here. Check the number.", "没有编号为 {cop_no} 的清单。请检查编号。"
)
WHICH_LIST = Text(
    "The number {cop_no} stands for {count} lists: {agents}. Say whose: --filer CODE.",
    "编号 {cop_no} 对应 {count} 份清单：{agents}。请指定：--filer 编码。",
)
VERDICT = Text(
    "{cop_no}: {verdict}, said by {by} at {at}, by the law of {law_date}",
    "{cop_no}：{verdict}，{by} 于 {at} 作出，适用 {law_date} 的规定",
)
UNDECIDED = Text("{cop_no}: {state}; nothing is decided yet.", "{cop_no}：{state}；尚无结论。")
NO_FINDINGS = Text("  Every check passed.", "  全部核对通过。")
RULE = Text("  {rule} {title}{line}", "  {rule} {title}{line}")
AT_LINE = Text(" (line {line})", "（第 {line} 项）")
EXPECTED = Text("    expected: {expected}", "    要求：{expected}")
FOUND = Text("    found:    {found}", "    实际：{found}")
DO = Text("    do:       {do}", "    处理：{do}")
FIGURE = Text(
    "    in force: {name} {value} since {since} ({source})", "    现行参数：{name} {value}，自 {since}（{source}）"
)
INFERRED = Text(
    "    the rule is concluded from the meaning of fields; it may be switched off", "    此规则由字段含义推定，可以关闭"
)
SOURCE = Text("    source:   {source}", "    出处：{source}")


@command()
def record(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=NUMBER_HELP.say())],
    marketplace: Annotated[
        str | None, typer.Option("--marketplace", metavar="CODE", help=MARKETPLACE_HELP.say())
    ] = None,
    seller: Annotated[str | None, typer.Option("--seller", metavar="CODE", help=SELLER_HELP.say())] = None,
) -> Result:
    """Who said what when on one record, what was decided and why."""
    from entrepot.project.line import whole_record
    from entrepot.project.line.setting import open_setting
    from entrepot.project.spoken import timeline
    from entrepot.shell.timeline import contributed

    with open_setting() as setting:
        found = whole_record.places(setting.lookups, order_no, marketplace=marketplace, seller=seller)
    if not found:
        raise no_record(order_no, marketplace, seller)
    if len(found) > 1:
        return several(context, order_no, found)
    (place,) = found
    with whole_record.reading(place):
        whole, firms = whole_record.read(place)
        further = contributed(place.order_no, place.marketplace_id)
        entries = timeline.entries(whole, firms, language(), further)
        lists = [timeline.standing(whole, row, firms, language()) for row in whole.current_lists]
    practice = any(row.practice for row in whole.orders) or any(row.practice for row in whole.lists)
    context.say(HEADING, **_named(place))
    if practice:
        context.show(words.MARK)
    for entry in entries:
        context.say(LINE, at=_time(entry["at"]), by=entry["by"], what=entry["what"])
    for one in lists:
        _tell_list(context, one)
    return {**_named(place), "practice": practice, "entries": entries, "lists": lists}


def _named(place: "Place") -> dict[str, str]:
    names = ("order_no", "marketplace_code", "marketplace_name", "seller_code", "seller_name")
    return {name: getattr(place, name) for name in names}


def no_record(order_no: str, marketplace: str | None, seller: str | None) -> Refusal:
    """That nothing is on record under the number, at that marketplace and seller where they were named."""
    asked = WHERE.say(marketplace=marketplace or ANY.say(), seller=seller or ANY.say())
    return Refusal(NO_RECORD, order_no=order_no, where=asked if marketplace or seller else "")


def several(context: Context, order_no: str, found: "list[Place]") -> Result:
    """Say that the number stands on several records, and on which."""
    context.say(SEVERAL, order_no=order_no, count=len(found))
    for place in found:
        context.say(ONE_OF, **_named(place))
    return {"order_no": order_no, "several": [_named(place) for place in found]}


def _time(moment: datetime) -> str:
    from entrepot.project.line.setting import CHINA

    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M:%S} UTC+8"


def _tell_list(context: Context, one: dict[str, Any]) -> None:
    decision = one["decision"] or {}
    lane = f", {words.LANES[decision['lane']].say()}" if decision.get("lane") else ""
    context.say(LIST, cop_no=one["cop_no"], state=words.STATES[one["state"]].say(), lane=lane)
    if one["waiting_for"]:
        context.say(WAITS, what=", ".join(words.AWAITED[kind].say() for kind in one["waiting_for"]))
    if decision.get("return_info"):
        context.say(INFO, info=decision["return_info"])
    for line in _finding_lines(one["findings"], language()):
        context.show(line)


@command()
def explain(
    context: Context,
    cop_no: Annotated[str, typer.Argument(help=COP_HELP.say())],
    filer: Annotated[str | None, typer.Option("--filer", metavar="CODE", help=FILER_HELP.say())] = None,
    lang: Annotated[str | None, typer.Option("--lang", metavar="en|zh", help=LANGUAGE_HELP.say())] = None,
) -> Result:
    """The verdict on one list: which rule, which figure in force since when, what was found, what to do."""
    spoken = lang or language()
    if spoken not in {"en", "zh"}:
        raise typer.BadParameter(WRONG_LANGUAGE.say(found=lang))
    one, order_no, practice = _standing(cop_no, filer, spoken)
    for line in _explained(one, spoken):
        context.show(line)
    if practice:
        context.show(words.MARK)
    return {"order_no": order_no, "practice": practice, "language": spoken, **one}


def _standing(cop_no: str, filer: str | None, spoken: str) -> tuple[dict[str, Any], str, bool]:
    """Where the list stands, its order, whether it is practice."""
    from entrepot.modules.declarations import api as declarations
    from entrepot.modules.parties import api as parties
    from entrepot.project.line import whole_record
    from entrepot.project.line.setting import open_setting
    from entrepot.project.spoken import timeline

    party = None if filer is None else parties.known_code(filer, using="owner") or 0
    with open_setting() as setting:
        found = declarations.lists_numbered(setting.lookups, cop_no, party)
        if not found:
            raise Refusal(NO_LIST, cop_no=cop_no)
        if len(found) > 1:
            agents = ", ".join(f"{one.agent_code} {one.agent_name}" for one in found)
            raise Refusal(WHICH_LIST, cop_no=cop_no, count=len(found), agents=agents)
        (numbered,) = found
        places = whole_record.places(setting.lookups, numbered.order_no)
    place = next(one for one in places if one.marketplace_id == numbered.marketplace_id)
    with whole_record.reading(place):
        whole, firms = whole_record.read(place)
        row = next(one for one in whole.lists if one.id == numbered.list_id)
        return timeline.standing(whole, row, firms, spoken), numbered.order_no, row.practice


def _explained(one: dict[str, Any], spoken: str) -> list[str]:
    decision = one["decision"]
    if decision is None:
        return [said(UNDECIDED, spoken, cop_no=one["cop_no"], state=said(words.STATES[one["state"]], spoken)),
                *_waits(one, spoken)]  # fmt: skip
    verdict = said(words.VERDICTS[decision["verdict"]], spoken)
    if decision["lane"]:
        verdict += f", {said(words.LANES[decision['lane']], spoken)}"
    if decision["return_status"]:
        verdict += f" ({words.status(decision['return_status'], spoken)})"
    at, law_date = _time(decision["at"]), decision["law_date"]
    lines = [said(VERDICT, spoken, cop_no=one["cop_no"], verdict=verdict, by=decision["by"], at=at, law_date=law_date)]
    lines += _waits(one, spoken)
    if decision["return_info"]:
        lines.append(said(INFO, spoken, info=decision["return_info"]))
    passed = not one["findings"] and decision["kind"] != "reply"
    return lines + ([said(NO_FINDINGS, spoken)] if passed else _finding_lines(one["findings"], spoken))


def _waits(one: dict[str, Any], spoken: str) -> list[str]:
    awaited = ", ".join(said(words.AWAITED[kind], spoken) for kind in one["waiting_for"])
    return [said(WAITS, spoken, what=awaited)] if awaited else []


def _finding_lines(findings: list[dict[str, Any]], spoken: str) -> list[str]:
    lines: list[str] = []
    for one in findings:
        at_line = "" if one["line"] is None else said(AT_LINE, spoken, line=one["line"])
        lines.append(said(RULE, spoken, rule=one["rule"], title=one["title"], line=at_line))
        for text, name in ((EXPECTED, "expected"), (FOUND, "found"), (DO, "do"), (SOURCE, "source")):
            lines.append(said(text, spoken, **{name: one[name]}))
        lines += [said(FIGURE, spoken, **figure) for figure in one["figures"]]
        if one["inferred"]:
            lines.append(said(INFERRED, spoken))
    return lines
