"""Account statements from the command line: brought, shown, made up for practice."""

from pathlib import Path
from typing import Annotated

import typer

from entrepot.project.cli.acting import As, in_name_of, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, as_said, language

FILE_HELP = Text("Account statement (camt.053)", "账户对账单（camt.053）")
NUMBER_HELP = Text("Number of the statement, as `statement bring` told it", "对账单编号（`statement bring` 给出）")
ORDERS_HELP = Text("Order numbers that are to be paid", "要支付的订单编号")
OUT_HELP = Text("File to write", "写入的文件")
NO_FILE = Text("Expected a file at {path}, found none.", "在 {path} 没有找到文件。")
BROUGHT = Text(
    "Statement {number} ({statement}): {matched} matched, {open} not matched.",
    "对账单 {number}（{statement} 号）：已核销 {matched} 笔，未核销 {open} 笔。",
)
LINE = Text(
    "  {no}  {day}  {amount} {currency}  {state}  {what}", "  {no}  {day}  {amount} {currency}  {state}  {what}"
)
WRITTEN = Text("{path}: a practice statement that pays {count} orders.", "{path}：练习对账单，支付 {count} 笔订单。")
NO_ORDER = Text("Expected orders of {code}, found none numbered {found}.", "应为 {code} 的订单，没有编号 {found}。")


@command()
def bring(context: Context, file: Annotated[Path, typer.Argument(help=FILE_HELP.say())], by: As) -> Result:
    """Bring a statement: what it settles to the cent is settled on the record."""
    from entrepot.gateways.iso20022 import UnreadableStatement
    from entrepot.project.line import statements

    if not file.is_file():
        raise Refusal(NO_FILE, path=file)
    acting = in_name_of(by)
    try:
        with refusals():
            brought = statements.bring(
                file.read_bytes(), acting=acting, station=context.station, now=context.now, using="owner"
            )
    except UnreadableStatement as error:
        raise Refusal(as_said(error.en, error.zh)) from error
    return {"statements": [_tell(context, number, acting.party_id) for number in brought]}


@command()
def show(context: Context, number: Annotated[int, typer.Argument(help=NUMBER_HELP.say())], by: As) -> Result:
    """The entries of a statement: what each settles, or why it does not."""
    return _tell(context, number, in_name_of(by).party_id)


@command(stations=("practice",))
def practice(
    context: Context,
    orders: Annotated[list[str], typer.Argument(help=ORDERS_HELP.say())],
    by: As,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=OUT_HELP.say())],
) -> Result:
    """Make up a statement in which these orders are paid."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.trade import api as trade
    from entrepot.project.line import statements

    acting = in_name_of(by)
    seller = [acting.party_id]
    with parties.reading(parties.Reader((acting.party_id,), (), None, frozenset(parties.SCOPES), ())):
        found = {one.order_no: one for one in trade.latest_orders(seller, size=len(orders), numbers=orders)}
    if missing := [number for number in orders if number not in found]:
        raise Refusal(NO_ORDER, code=by, found=", ".join(missing))
    number = f"PRACTICE-{context.now:%Y%m%d%H%M%S}"
    out.write_bytes(statements.practice_statement([found[one] for one in orders], number=number, now=context.now))
    context.say(WRITTEN, path=out, count=len(orders))
    return {"file": str(out), "orders": orders}


def _tell(context: Context, number: int, party_id: int) -> dict[str, object]:
    from entrepot.modules.payments import api as payments

    row = payments.statement_of([party_id], number, using="owner")
    with refusals():
        if row is None:
            raise payments.UnableToSettle("statement_unknown", statement=number)
    counts = payments.counted(number, using="owner")
    matched, still = counts.get("matched", 0), counts.get("open", 0)
    context.say(BROUGHT, number=row.number, statement=number, matched=matched, open=still)
    spoken = language() == "zh"
    entries = []
    for one in payments.entries_of(number, size=1000, using="owner"):
        settles = [each.order_no for each in one.settlements.all()]
        why = payments.REASONS[one.reason][spoken].format(**one.facts)
        context.say(
            LINE, no=one.entry_no, day=one.booked_on, amount=f"{one.amount:,.2f}", currency=one.currency,
            state=payments.STATES[one.state][spoken], what=", ".join(settles) or why,
        )  # fmt: skip
        entries.append(
            {"entry": one.entry_no, "amount": one.amount, "state": one.state, "reason": one.reason, "orders": settles}
        )
    return {"statement": number, "number": row.number, "matched": matched, "open": still, "entries": entries}
