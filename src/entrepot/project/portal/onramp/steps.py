"""What to do first, ranked by what it unlocks, and how far a firm has come; both measured from the record."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from entrepot.project.portal.onramp.facts import Form, WareFacts
from entrepot.project.wording import Text

FIRST = 3
Judged = tuple[WareFacts, Sequence[Form]]
# Which conditions of the forms a task answers; gaps hold up the drafting of lists, no condition.
_CONDITIONS: Mapping[str, frozenset[str]] = {
    "products": frozenset(),
    "filing": frozenset({"filed_with_customs"}),
    "hs_codes": frozenset({"hs_code_chosen"}),
    "orders": frozenset({"sold_over_marketplace"}),
    "gaps": frozenset(),
    "measures": frozenset({"no_licence", "no_export_duty", "no_refund_claimed"}),
}


@dataclass(frozen=True)
class Task:
    """Something to do.

    wares: for how many it stands in the way; orders: how many orders name these; answers: how many forms of trade of
    these wares wait for it; page: url name.
    """

    key: str
    wares: int
    orders: int
    answers: int
    title: Text
    do: Text
    page: str


@dataclass(frozen=True)
class Progress:
    """One step on the way: how many of how many; at: when it was first reached, where the record has a moment."""

    key: str
    title: Text
    done: int
    of: int | None
    at: datetime | None = None

    @property
    def reached(self) -> bool:
        """Whether this step is done."""
        return self.done > 0 and (self.of is None or self.done == self.of)


TASKS = {
    "products": Text("Bring the product sheet", "导入商品表"),
    "filing": Text("File the firm with customs", "企业向海关备案"),
    "hs_codes": Text("Choose the missing HS codes", "补全商品编码"),
    "orders": Text("Bring last year's orders", "导入去年的订单"),
    "gaps": Text("Fill in the other gaps of the goods", "补全商品的其他资料"),
    "measures": Text("Have the edition of export measures loaded", "载入出口措施版本"),
}
DO = {
    "products": Text(
        "No ware is known: bring a sheet with at least an item number and a name for each.",
        "尚无商品：请导入至少含货号和名称的商品表。",
    ),
    "filing": Text(
        "Without a filing with customs no form of declaration of one's own is open.", "未向海关备案，无法自行申报。"
    ),
    "hs_codes": Text(
        "Every form of trade asks for the HS code; the help suggests five.",
        "各种贸易方式都要求商品编码；归类帮助给出五个候选。",
    ),
    "orders": Text("Which form fits follows from how the ware is sold.", "适用哪种贸易方式取决于商品如何销售。"),
    "gaps": Text("A list cannot be drafted from goods with gaps.", "商品资料有缺项就无法拟制清单。"),
    "measures": Text(
        "Whether licence, duty or refund apply is read from it: entrepot reference load export_measures FILE",
        "许可证、出口关税和退税依此判断：entrepot reference load export_measures 文件",
    ),
}
PAGES = {
    "products": "",
    "filing": "",
    "hs_codes": "goods:fill",
    "orders": "portal:import",
    "gaps": "goods:fill",
    "measures": "",
}
STEPS = {
    "filing": Text("Filed with customs", "已向海关备案"),
    "goods": Text("Goods complete", "商品资料齐全"),
    "orders": Text("Orders on the record", "订单已入记录"),
    "filed": Text("First list on the record", "首份清单已入记录"),
    "released": Text("First release", "首次放行"),
}


def first_things(wares: Sequence[Judged], *, filed: bool, most: int = FIRST) -> list[Task]:
    """At most three things, first what stands in the way of most orders, then of most answers."""
    if not wares:
        return [_task("products", [])]
    waiting = {key: [one for one in wares if _waits(key, one[0], filed=filed)] for key in TASKS if key != "products"}
    tasks = [_task(key, found) for key, found in waiting.items() if found]
    places = list(TASKS)
    return sorted(tasks, key=lambda task: (-task.orders, -task.answers, places.index(task.key)))[:most]


def _waits(key: str, ware: WareFacts, *, filed: bool) -> bool:
    """Whether a ware waits for this task."""
    return {
        "filing": not filed,
        "hs_codes": not ware.hs_code,
        "orders": not ware.orders,
        "gaps": bool(set(ware.gaps) - {"hs_code"}),
        "measures": bool(ware.hs_code) and None in (ware.licence, ware.export_duty, ware.refund),
    }[key]


def _task(key: str, found: Sequence[Judged]) -> Task:
    answers = sum(1 for _, forms in found for form in forms if _CONDITIONS[key].intersection(form.open_conditions))
    return Task(
        key, len(found), sum(ware.orders for ware, _ in found), answers or len(found), TASKS[key], DO[key], PAGES[key]
    )
