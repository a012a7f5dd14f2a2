"""`import --as goods`: the sheet of missing cells that `draft` gives out, filled in, or a wide sheet of wares."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from entrepot.project.cli.frame import Context, Result
from entrepot.project.wording import Refusal, Text, as_said

if TYPE_CHECKING:
    from entrepot.project.line.setting import Setting

READING = Text("Importing goods", "导入商品")
WHOSE = Text(
    "Expected to know whose goods these are, found {count} sellers with orders here. Name one: --seller CODE.",
    "需要知道商品属于哪个卖家；本站有订单的卖家为 {count} 个。请指定：--seller 编码。",
)
WARES = Text(
    "  wares: {new} new, {changed} changed, {same} as they stood", "  商品：新增 {new}，变更 {changed}，未变 {same}"
)
NEXT = Text("Next: entrepot draft --mode 9610", "下一步：entrepot draft --mode 9610")
COUNTS = ("read", "accepted", "duplicates", "rejected", "new", "changed", "same")


def import_goods(
    context: Context, files: Sequence[Path], seller: str | None
) -> tuple[dict[str, int], dict[str, int], dict[Path, bytes]]:
    """Counts, rows by reason, and the rejected rows of each file that had some."""
    from entrepot.gateways.sheets.sentences import UnableToReadSheet
    from entrepot.project.line.goods import import_goods as take
    from entrepot.project.line.setting import open_setting
    from entrepot.project.server import account

    totals, reasons, rejected = dict.fromkeys(COUNTS, 0), dict[str, int](), dict[Path, bytes]()
    with open_setting() as setting, context.progress(READING, len(files)) as advance:
        seller_id, by = seller_of(setting, seller), account.current().name
        for file in files:
            try:
                found = take(setting, file, seller_id=seller_id, by=by, now=datetime.now(UTC))
            except UnableToReadSheet as error:
                raise Refusal(as_said(error.en, error.zh)) from error
            for name in COUNTS:
                totals[name] += getattr(found, name)
            for reason, count in found.by_reason.items():
                reasons[reason] = reasons.get(reason, 0) + count
            if found.problems:
                rejected[file] = found.problems
            advance(1)
    return totals, reasons, rejected


def told(context: Context, totals: dict[str, int]) -> Result:
    """Say how many wares there were, and what comes next."""
    context.say(WARES, new=totals["new"], changed=totals["changed"], same=totals["same"])
    context.say(NEXT)
    return {"wares": {name: totals[name] for name in ("new", "changed", "same")}}


def seller_of(setting: "Setting", code: str | None) -> int:
    """The seller of that code; without one, the only seller that has orders here."""
    from entrepot.modules.parties import api as parties
    from entrepot.modules.trade import api as trade

    if code is not None:
        return parties.party_of_code(code, using="owner")
    sellers = trade.sellers(setting.lookups)
    if len(sellers) != 1:
        raise Refusal(WHOSE, count=len(sellers))
    return sellers[0]
