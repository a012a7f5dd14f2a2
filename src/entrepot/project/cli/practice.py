"""Commands that make up what a practice folder lacks; refused everywhere else."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text

KINDS_HELP = Text(
    "What to make, separated by commas: waybills,slips,goods; for import: payments,waybills,goods,buyers",
    "生成内容，逗号分隔：waybills,slips,goods；进口：payments,waybills,goods,buyers",
)
CNY_HELP = Text("Import: CNY for one unit of the orders' currency", "进口：订单币种一个单位折合人民币数")
MADE_IMPORT = Text(
    "PRACTICE · 练习: {orders} orders as sets of import at {cny} CNY, {buyers} invented buyers, {goods} goods;"
    " {passed_over} passed over (too dear, too long, without price)",
    "PRACTICE · 练习：{orders} 份订单按 {cny} 元折算为零售进口，虚构订购人 {buyers}，商品 {goods}；"
    "跳过 {passed_over} 份（金额过高、商品项过多或无价格）",
)
NEXT_IMPORT = Text("Next: entrepot clear", "下一步：entrepot clear")
SHIFT_HELP = Text(
    "Move the orders so that the earliest falls on this day (2026-01-05)", "平移订单，使最早一单落在该日（2026-01-05）"
)
FAULTS_HELP = Text("Share of the orders that get a fault on purpose: 0.02", "植入差错的订单比例：0.02")
SEED_HELP = Text("The same seed makes the same world", "相同种子生成相同数据")
WRONG_KIND = Text("Expected some of {expected}, found “{found}”.", "应为 {expected} 中的若干项，实为“{found}”。")
WRONG_DAY = Text("Expected a day such as 2026-01-05, found “{found}”.", "应为形如 2026-01-05 的日期，实为“{found}”。")
WRONG_RATE = Text(
    "Expected a share from 0 to 1, found “{found}”; 2 in a hundred is 0.02.",
    "应为 0 到 1 的比例，实为“{found}”；百分之二写作 0.02。",
)
WRONG_CNY = Text("Expected a rate such as 8.6, found “{found}”.", "应为形如 8.6 的汇率，实为“{found}”。")
MADE = Text(
    "PRACTICE · 练习: {orders} orders, moved by {moved_days} days; {waybills} waybills, {slips} slips, {goods} goods",
    "PRACTICE · 练习：{orders} 份订单，平移 {moved_days} 天；运单 {waybills}，收款单 {slips}，商品 {goods}",
)
PLANTED = Text("  fault {rule}: {count} sets", "  差错 {rule}：{count} 组")
PLAN_KEPT = Text("  which order has which fault: {path}", "  各订单所植入的差错见：{path}")
NEXT = Text("Next: entrepot draft --mode 9610", "下一步：entrepot draft --mode 9610")


@command(stations=("practice",))
def derive(
    context: Context,
    kinds: Annotated[str, typer.Option("--kinds", help=KINDS_HELP.say())] = "waybills,slips,goods",
    shift_to: Annotated[str | None, typer.Option("--shift-to", metavar="DATE", help=SHIFT_HELP.say())] = None,
    faults: Annotated[str, typer.Option("--faults", metavar="RATE", help=FAULTS_HELP.say())] = "0",
    seed: Annotated[int, typer.Option("--seed", help=SEED_HELP.say())] = 1,
    cny: Annotated[str, typer.Option("--cny", metavar="RATE", help=CNY_HELP.say())] = "9",
) -> Result:
    """Make what orders of a practice folder lack: waybills, slips, goods; for import payments and buyers, and lists."""
    from entrepot.project.line import making, making_import
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice.world import load_editions

    wanted = tuple(part.strip() for part in kinds.split(",") if part.strip())
    if set(wanted) == set(making_import.KINDS):
        return _imports(context, _rate(faults), seed, cny)
    if not wanted or set(wanted) - set(making.KINDS):
        raise typer.BadParameter(WRONG_KIND.say(expected=", ".join(making.KINDS), found=kinds))
    day, rate = _day(shift_to), _rate(faults)
    with open_setting() as setting:
        load_editions(setting, now=context.now)
        made = making.make(
            setting, context.folder.path, kinds=wanted, shift_to=day, rate=rate, seed=seed, now=datetime.now(UTC)
        )
    context.say(MADE, **vars(made))
    for rule, count in made.faults.items():
        context.say(PLANTED, rule=rule, count=count)
    context.say(NEXT)
    return dict(vars(made))


def _imports(context: Context, rate: Decimal, seed: int, cny: str) -> Result:
    from entrepot.project.line.making_import import IMPORT_FAULT_PLAN, keep_plan, make_imports
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice.world import load_editions

    try:
        value = Decimal(cny)
    except InvalidOperation:
        raise typer.BadParameter(WRONG_CNY.say(found=cny)) from None
    if not 0 < value < 1000:
        raise typer.BadParameter(WRONG_CNY.say(found=cny))
    with open_setting() as setting:
        load_editions(setting, now=context.now)
        made = make_imports(setting, cny=value, rate=rate, seed=seed, now=datetime.now(UTC))
    if made.plan.height:
        keep_plan(context.folder.path, made.plan)
    counts = {name: value for name, value in vars(made).items() if name != "plan"}
    context.say(MADE_IMPORT, cny=cny, **counts)
    for rule, count in made.faults.items():
        context.say(PLANTED, rule=rule, count=count)
    if made.faults:
        context.say(PLAN_KEPT, path=context.folder.path / IMPORT_FAULT_PLAN)
    context.say(NEXT_IMPORT)
    return {**counts, "faults": made.faults, "cny": cny}


def _day(text: str | None) -> date | None:
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(WRONG_DAY.say(found=text)) from None


def _rate(text: str) -> Decimal:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        raise typer.BadParameter(WRONG_RATE.say(found=text)) from None
    if not 0 <= rate <= 1:
        raise typer.BadParameter(WRONG_RATE.say(found=text))
    return rate
