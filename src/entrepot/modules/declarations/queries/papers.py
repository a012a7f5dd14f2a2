"""Lists field by field as filed, for print-outs: as the reader may see them."""

from collections.abc import Callable, Iterable, Sequence

from entrepot.modules.declarations.queries.documents import LIST_HEAD, LIST_LINE
from entrepot.store.select import select

Columns = dict[str, object]


def heads_as_filed(order_no: str, list_ids: Sequence[int]) -> dict[int, Columns]:
    """List id → column → value, for the columns of LIST_HEAD."""
    columns = ("id", *LIST_HEAD)
    query = f"SELECT {_of('l', columns)} FROM declarations_list l WHERE l.order_no = %s AND l.id = ANY (%s)"
    found = select(_row(columns), query, (order_no, list(list_ids)))
    return {int(str(row.pop("id"))): row for row in found}


def lines_as_filed(order_no: str, list_ids: Sequence[int]) -> dict[int, list[Columns]]:
    """List id → its lines in the order of their numbers, column → value for the columns of LIST_LINE."""
    columns = ("list_id", *LIST_LINE)
    query = (
        f"SELECT {_of('i', columns)} FROM declarations_list_line i"
        " WHERE i.order_no = %s AND i.list_id = ANY (%s) ORDER BY i.list_id, i.gnum"
    )
    found: dict[int, list[Columns]] = {number: [] for number in list_ids}
    for row in select(_row(columns), query, (order_no, list(list_ids))):
        found[int(str(row.pop("list_id")))].append(row)
    return found


def _of(table: str, columns: Iterable[str]) -> str:
    return ", ".join(f"{table}.{column}" for column in columns)


def _row(columns: Sequence[str]) -> Callable[..., Columns]:
    return lambda *values: dict(zip(columns, values, strict=True))
