"""Tax bills of import lists: made when they are released, void when they are cancelled, less when goods come back."""

from decimal import Decimal

import polars as pl

from entrepot.gateways import ceb
from entrepot.modules.exchange import api as exchange
from entrepot.project.line.tax_bills import bill_some
from entrepot.project.line.withdrawing import goods_arrived
from entrepot.project.line.worker import Worker
from entrepot.project.practice.import_sets import ImportSets
from tests.factories.line import NOW, Line
from tests.modules.line.test_import_withdrawals import (  # noqa: F401 - fixtures
    CODE,
    ask,
    last_return,
    number_of,
    released,
    sets,
    sides,
)

ZERO = Decimal(0)


def billed(line: Line) -> int:
    """Make bills until none is due; how many lists were looked at."""
    looked = 0
    while some := bill_some(line.setting, now=line.now):
        looked += some
    return looked


def standing(line: Line) -> dict[str, tuple[str, Decimal]]:
    """Number of a bill → its status, its sum."""
    rows = line.setting.lookups.execute(
        """
        SELECT b.tax_no, coalesce((SELECT s.status FROM declarations_tax_bill_state s WHERE s.tax_no = b.tax_no
                                    ORDER BY s.said_at DESC LIMIT 1), b.status),
               b.customs_tax + b.value_added_tax + b.consumption_tax
          FROM declarations_tax_bill b ORDER BY b.tax_no
        """
    )
    return {tax_no: (status, total) for tax_no, status, total in rows.fetchall()}


def sent(line: Line, code: str) -> ceb.Typed:
    """What was written of that kind, read again: valid to the last document."""
    ids = line.setting.lookups.execute(
        "SELECT id FROM exchange_message WHERE direction = 'out' AND kind = %s ORDER BY id", (code,)
    ).fetchall()
    typed = ceb.validate(ceb.decode([exchange.body_of(line.setting.lookups, number) or b"" for (number,) in ids]))
    assert typed.faults.is_empty(), typed.faults.to_dicts()
    return typed


def test_a_released_list_gets_a_bill_of_the_tax_that_its_guarantor_paid(released: Line, sets: ImportSets) -> None:  # noqa: F811
    assert billed(released) == 1
    spent = sides(released)[0]
    number = number_of(released)
    assert standing(released) == {f"{number}T001": ("1", spent)}
    typed = sent(released, "CEB816")
    head, lines = typed.heads["tax_bill"], typed.lines["tax_bill"]
    said = head.select("invt_no", "tax_no", "status", "assure_code", "agent_code", "seller_code", "customs_code").row(0)
    of_list = sets.lists.select("agent_code", "seller_code", "customs_code").row(0)
    assert said == (number, f"{number}T001", "1", CODE, *of_list)
    taxes = ("customs_tax", "value_added_tax", "consumption_tax")
    assert sum(head.select(taxes).row(0)) == spent
    of_lines = lines.select(pl.col(name).sum().round(2, mode="half_away_from_zero") for name in taxes)
    assert of_lines.row(0) == head.select(taxes).row(0)
    assert lines["gnum"].to_list() == sets.list_lines["gnum"].to_list()
    assert lines["hs_code"].to_list() == sets.list_lines["hs_code"].to_list()
    dutiable = (
        sets.lists.select(pl.col("freight") + pl.col("insured_fee")).item() + sets.list_lines["total_price"].sum()
    )
    assert lines["tax_price"].sum() == dutiable
    assert billed(released) == 0


def test_a_worker_makes_bills_by_itself_when_there_is_nothing_else_to_do(released: Line, sets: ImportSets) -> None:  # noqa: F811
    worker = Worker(released.setting, lambda: NOW)
    worker.until_idle()
    assert list(standing(released)) == [f"{number_of(released)}T001"]
    ask(released, sets, "import_cancel")
    assert worker.one_pass().billed == 1
    assert [status for status, _ in standing(released).values()] == ["3"]
    assert worker.one_pass().idle


def test_a_cancelled_list_has_a_void_bill_and_the_guarantee_is_as_before(released: Line, sets: ImportSets) -> None:  # noqa: F811
    billed(released)
    ask(released, sets, "import_cancel")
    assert billed(released) == 1
    assert [status for status, _ in standing(released).values()] == ["3"]
    state = sent(released, "CEB818").heads["tax_bill_state"]
    assert state.select("tax_no", "status").rows() == [(f"{number_of(released)}T001", "3")]
    assert sent(released, "CEB816").heads["tax_bill"].height == 1
    assert sides(released) == (ZERO, ZERO)


def test_a_list_cancelled_before_its_bill_was_made_never_gets_one(released: Line, sets: ImportSets) -> None:  # noqa: F811
    ask(released, sets, "import_cancel")
    assert billed(released) == 1
    assert standing(released) == {}
    assert sent(released, "CEB816").heads["tax_bill"].is_empty()


def test_what_came_back_is_taken_off_by_another_bill_to_the_cent(released: Line, sets: ImportSets) -> None:  # noqa: F811
    billed(released)
    first = sides(released)[0]
    number, order_no = number_of(released), sets.orders["order_no"][0]
    bought = dict(sets.list_lines.select("gnum", "qty").rows())
    ask(released, sets, "import_return", {1: "1"})
    assert billed(released) == 0  # goods that are only on their way back are still owed for
    goods_arrived(released.setting, order_no, last_return(released), on=NOW.date(), now=NOW)
    assert billed(released) == 1
    left = sides(released)[0]
    assert ZERO < left < first
    assert standing(released) == {f"{number}T001": ("3", first), f"{number}T002": ("1", left)}
    rest = {gnum: str(qty - (gnum == 1)) for gnum, qty in bought.items() if qty > (gnum == 1)}
    ask(released, sets, "import_return", rest)
    goods_arrived(released.setting, order_no, last_return(released), on=NOW.date(), now=NOW)
    billed(released)
    assert sides(released) == (ZERO, ZERO)
    assert [status for status, _ in standing(released).values()] == ["3", "3"]
    assert sent(released, "CEB818").heads["tax_bill_state"]["tax_no"].to_list() == [f"{number}T001", f"{number}T002"]


def test_a_list_that_is_looked_at_again_keeps_its_bill(released: Line) -> None:  # noqa: F811
    billed(released)
    before = standing(released)
    for _ in range(2):
        released.setting.lookups.execute(
            "INSERT INTO declarations_tax_bill_due (order_nos, list_ids)"
            " SELECT array_agg(order_no), array_agg(id) FROM declarations_list"
        )
    assert billed(released) == 1
    assert (standing(released), sent(released, "CEB816").heads["tax_bill"].height) == (before, 1)
