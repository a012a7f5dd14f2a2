"""Why nothing was kept, booked or printed: one sentence a reason, in English and Chinese."""

from entrepot.modules.parties import api as parties

SENTENCES: dict[str, tuple[str, str]] = {
    "rate_cell": (
        "Row {row}: expected {field} as {expected}, found “{found}”. Correct it; nothing was taken.",
        "第 {row} 行：{field} 应为 {expected}，实为“{found}”。请更正；未作任何更改。",
    ),
    "rate_overlaps": (
        "Row {row}: expected one price for a parcel, found a second one for {lane}, {weight}. Nothing was taken.",
        "第 {row} 行：同一包裹只应有一个价格，{lane} {weight} 在同一期间已有价格。未作任何更改。",
    ),
    "no_rates": (
        "Expected at least one row of rates, found none. Look at the sheet.",
        "应至少有一行运价，未找到。请检查表格。",
    ),
    "not_carrier": (
        "Expected a firm with the role carrier, found {found}. The authority gives roles.",
        "应为具有“物流企业”角色的企业，实为 {found}。角色由主管机关授予。",
    ),
    "no_rate": (
        "Expected a rate from {origin} to {destination} for {weight} kg on {day}, found none. {near}",
        "应有 {day} 从 {origin} 到 {destination}、{weight} 公斤的运价，未找到。{near}",
    ),
    "not_seller": (
        "Expected an order of your firm, found none numbered {order}. Check the number.",
        "应为本企业的订单，没有编号 {order}。请检查编号。",
    ),
    "barred": (
        "Order {order} is not to be shipped: {why} Nothing was booked.",
        "订单 {order} 暂不得发运：{why} 未订舱。",
    ),
    "booked_before": (
        "Order {order} is booked already: booking {booking}. Withdraw that first.",
        "订单 {order} 已订舱（{booking} 号）。请先撤回。",
    ),
    "booking_unknown": (
        "Expected a booking in which your firm takes part, found none with the number {booking}. Check the number.",
        "没有编号为 {booking} 且与贵企业有关的订舱。请检查编号。",
    ),
    "customs_data": (
        "The label needs customs data that the catalogue lacks: {missing}. Complete the goods and print again.",
        "面单缺少商品资料：{missing}。请补全商品后重新打印。",
    ),
    "too_heavy": (
        "Expected goods of at most {booked} kg as booked, found {found} kg net. Book the true weight.",
        "订舱重量为 {booked} 公斤，商品净重合计 {found} 公斤。请按实际重量订舱。",
    ),
    "state": (
        "Booking {booking} is {found}; this needs one that is {expected}. Nothing was changed.",
        "{booking} 号订舱的状态为“{found}”，须为“{expected}”。未作任何更改。",
    ),
    "hold_unknown": (
        "Expected an open hold that your firm placed, found none with the number {hold}.",
        "没有编号为 {hold} 且由贵企业设置的有效限制。",
    ),
}  # fmt: skip


class UnableToShip(parties.Unable):
    """Nothing was kept, booked, printed or held."""

    sentences = SENTENCES
