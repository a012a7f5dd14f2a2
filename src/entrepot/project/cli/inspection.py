"""Inspection of orders from the command line: a plan, its result, what there is."""

from typing import Annotated

import typer

from entrepot.project.cli.acting import As, amount, in_name_of, own_order, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.record import MARKETPLACE_HELP, NUMBER_HELP
from entrepot.project.wording import Text, language

BY_HELP = Text("Code of the inspection firm", "检验机构编码")
LEVEL_HELP = Text("General inspection level: I, II or III", "一般检验水平：I、II 或 III")
AQL_HELP = Text("Acceptable quality limit, percent of faulty units", "接收质量限（AQL），每百单位不合格品数")
PLAN_HELP = Text("Number of the plan, as `inspection plan` told it", "检验方案编号（`inspection plan` 给出）")
INSPECTED_HELP = Text("Units looked at", "检验数量")
FAULTY_HELP = Text("Faulty ones among them", "不合格数")
NOTE_HELP = Text("What was found, in your words", "检验说明")
PLANNED = Text(
    "Plan {plan}: look at {sample} of {lot} units (letter {letter}); up to {accept} faulty pass, {reject} fail. "
    "The order is held until then.",
    "方案 {plan}：{lot} 件中抽取 {sample} 件（字码 {letter}）；不合格 {accept} 件及以下合格，{reject} 件起不合格。"
    "在此之前订单不得发运。",
)
RECORDED = Text("Plan {plan}: {said}.", "方案 {plan}：{said}。")
SHOWN = Text(
    "{plan}  {order}: {sample} of {lot}, up to {accept} faulty; {said}",
    "{plan}  {order}：{lot} 件中抽 {sample} 件，不合格至多 {accept} 件；{said}",
)
NONE = Text("No inspection yet.", "尚无检验。")
MOST = 100


@command()
def plan(
    context: Context,
    order_no: Annotated[str, typer.Argument(help=NUMBER_HELP.say())],
    by: As,
    inspector: Annotated[str, typer.Option("--by", metavar="CODE", help=BY_HELP.say())],
    level: Annotated[str, typer.Option("--level", metavar="LEVEL", help=LEVEL_HELP.say())] = "II",
    aql: Annotated[str, typer.Option("--aql", metavar="PERCENT", help=AQL_HELP.say())] = "2.5",
    marketplace: Annotated[
        str | None, typer.Option("--marketplace", metavar="CODE", help=MARKETPLACE_HELP.say())
    ] = None,
) -> Result:
    """A seller has an order inspected; it is not shipped before the lot has passed."""
    from entrepot.modules.quality import api as quality

    acting, firm = in_name_of(by), in_name_of(inspector).party_id
    order, lines = own_order(order_no, marketplace, acting.party_id)
    wish = quality.Wish(order, lines, firm, level, amount(aql))
    with refusals():
        number = quality.ask(acting=acting, wish=wish, now=context.now, using="owner")
    row = quality.inspection_of([acting.party_id], number, using="owner")
    assert row is not None
    facts = {
        "plan": number, "lot": row.lot, "letter": row.letter, "sample": row.sample, "accept": row.accept,
        "reject": row.accept + 1,
    }  # fmt: skip
    context.say(PLANNED, **facts)
    return {**facts, "order_no": order_no}


@command()
def result(
    context: Context,
    number: Annotated[int, typer.Argument(metavar="PLAN", help=PLAN_HELP.say())],
    by: As,
    inspected: Annotated[int, typer.Option("--inspected", metavar="NUMBER", help=INSPECTED_HELP.say())],
    faulty: Annotated[int, typer.Option("--faulty", metavar="NUMBER", help=FAULTY_HELP.say())],
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=NOTE_HELP.say())] = "",
) -> Result:
    """The inspection firm records what it found; that decides whether the order may be shipped."""
    from entrepot.modules.quality import api as quality

    found = quality.Result(inspected, faulty, note)
    with refusals():
        state = quality.record_result(
            acting=in_name_of(by), plan_id=number, result=found, now=context.now, using="owner"
        )
    context.say(RECORDED, plan=number, said=_said(state))
    return {"plan": number, "state": state}


@command()
def show(context: Context, by: As) -> Result:
    """Inspections in which the firm takes part, the latest first."""
    from entrepot.modules.quality import api as quality

    rows = quality.inspections_of([in_name_of(by).party_id], size=MOST, using="owner")
    told = []
    for row in rows:
        facts = {"plan": row.pk, "lot": row.lot, "sample": row.sample, "accept": row.accept}
        context.say(SHOWN, **facts, order=row.order_no, said=_said(row.state))
        told.append({**facts, "order_no": row.order_no, "state": row.state, "faulty": row.faulty})
    if not rows:
        context.say(NONE)
    return {"inspections": told}


def _said(state: str) -> str:
    from entrepot.modules.quality import api as quality

    return quality.STATES[state][language() == "zh"]
