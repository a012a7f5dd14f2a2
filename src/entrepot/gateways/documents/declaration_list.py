"""Declaration lists as filed, field by field, in a layout of our own: it is no form of any authority.

Field names and their order are those of message 603 in the public interface specification of China Customs' unified
cross-border e-commerce system, edition 202205; the number before a name is its place in the message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entrepot.gateways.documents.paper import Align, Column, Facts, Grid, Head, Paper
from entrepot.gateways.documents.values import Value
from entrepot.gateways.documents.words import Language, Words

TITLE = Words("Declaration list", "申报清单打印件")
_OWN_LAYOUT = Words(
    "The fields as filed, in a layout of our own, not a form of an authority. Field names and numbers: message 603,"
    " edition 202205.",
    "本页为已申报字段的打印件，非官方格式。字段名称与序号依 603 报文（202205 版）。",
)


@dataclass(frozen=True)
class Field:
    """One field: its place in the message, its element, our column, its name."""

    number: int
    element: str
    column: str
    name: Words

    def label(self, language: Language) -> str:
        """Number, name, element."""
        return f"{self.number} {self.name.say(language)} · {self.element}"


def _fields(*rows: tuple[str, str, str, str]) -> tuple[Field, ...]:
    return tuple(Field(at, element, column, Words(en, zh)) for at, (element, column, en, zh) in enumerate(rows, 1))


HEAD = _fields(
    ("guid", "guid", "Unique number", "系统唯一序号"),
    ("appType", "app_type", "Kind of submission", "报送类型"),
    ("appTime", "app_time", "Time of submission", "报送时间"),
    ("appStatus", "app_status", "Status of submission", "业务状态"),
    ("customsCode", "customs_code", "Customs office of declaration", "申报海关代码"),
    ("ebpCode", "marketplace_code", "Marketplace, code", "电商平台代码"),
    ("ebpName", "marketplace_name", "Marketplace, name", "电商平台名称"),
    ("orderNo", "order_no", "Order number", "订单编号"),
    ("logisticsCode", "carrier_code", "Carrier, code", "物流企业代码"),
    ("logisticsName", "carrier_name", "Carrier, name", "物流企业名称"),
    ("logisticsNo", "waybill_no", "Waybill number", "物流运单编号"),
    ("copNo", "cop_no", "Number of the filer", "企业内部编号"),
    ("preNo", "pre_no", "Pre-entry number", "预录入编号"),
    ("invtNo", "invt_no", "Customs list number", "清单编号"),
    ("ieFlag", "ie_flag", "Import or export", "进出口标记"),
    ("portCode", "port_code", "Port of exit", "口岸海关代码"),
    ("ieDate", "ie_date", "Day of export", "出口日期"),
    ("statisticsFlag", "statistics_flag", "Kind of declaration", "申报业务类型"),
    ("agentCode", "agent_code", "Agent, code", "申报企业代码"),
    ("agentName", "agent_name", "Agent, name", "申报企业名称"),
    ("ebcCode", "seller_code", "Seller, code", "电商企业代码"),
    ("ebcName", "seller_name", "Seller, name", "电商企业名称"),
    ("ownerCode", "owner_code", "Producer or seller, code", "生产销售单位代码"),
    ("ownerName", "owner_name", "Producer or seller, name", "生产销售单位名称"),
    ("iacCode", "warehouse_code", "Firm in the bonded zone, code", "区内企业代码"),
    ("iacName", "warehouse_name", "Firm in the bonded zone, name", "区内企业名称"),
    ("emsNo", "ems_no", "Account book", "账册编号"),
    ("tradeMode", "trade_mode", "Trade mode", "贸易方式"),
    ("trafMode", "traf_mode", "Way of transport", "运输方式"),
    ("trafName", "traf_name", "Means of transport", "运输工具名称"),
    ("voyageNo", "voyage_no", "Flight or voyage", "航班航次号"),
    ("billNo", "bill_no", "Bill of lading", "提运单号"),
    ("totalPackageNo", "total_package_no", "Total package", "总包号"),
    ("loctNo", "loct_no", "Supervised site", "监管场所代码"),
    ("licenseNo", "licence_no", "Licence", "许可证号"),
    ("country", "country", "Country/region of arrival", "运抵国（地区）"),
    ("POD", "pod", "Port of destination", "指运港代码"),
    ("freight", "freight", "Freight", "运费"),
    ("fCurrency", "freight_currency", "Currency of the freight", "运费币制"),
    ("fFlag", "freight_flag", "Mark of the freight", "运费标志"),
    ("insuredFee", "insured_fee", "Insurance", "保费"),
    ("iCurrency", "insured_currency", "Currency of the insurance", "保费币制"),
    ("iFlag", "insured_flag", "Mark of the insurance", "保费标志"),
    ("wrapType", "wrap_type", "Kind of packing", "包装种类代码"),
    ("packNo", "pack_no", "Packages", "件数"),
    ("grossWeight", "gross_weight_kg", "Gross weight, kg", "毛重（千克）"),
    ("netWeight", "net_weight_kg", "Net weight, kg", "净重（千克）"),
    ("note", "note", "Remark", "备注"),
)
LINE = _fields(
    ("gnum", "gnum", "No.", "序号"),
    ("itemNo", "item_no", "Item number", "企业商品货号"),
    ("itemRecordNo", "item_record_no", "Item number in the account book", "账册备案料号"),
    ("itemName", "item_name", "Seller's name of the goods", "企业商品品名"),
    ("gcode", "hs_code", "HS code", "商品编码"),
    ("gname", "declared_name", "Name of the goods", "商品名称"),
    ("gmodel", "model", "Declaration elements", "商品规格型号"),
    ("barCode", "barcode", "Barcode", "条码"),
    ("country", "country", "Country/region of destination", "最终目的国（地区）"),
    ("currency", "currency", "Currency", "币制"),
    ("qty", "qty", "Quantity", "申报数量"),
    ("qty1", "qty1", "Statutory quantity 1", "法定数量"),
    ("qty2", "qty2", "Statutory quantity 2", "第二数量"),
    ("unit", "unit", "Unit", "申报计量单位"),
    ("unit1", "unit1", "Statutory unit 1", "法定计量单位"),
    ("unit2", "unit2", "Statutory unit 2", "第二计量单位"),
    ("price", "price", "Unit price", "单价"),
    ("totalPrice", "total_price", "Line total", "总价"),
    ("note", "note", "Remark", "备注"),
)
# Two fields share a column of the table where one explains the other; share of the width.
_COLUMNS: tuple[tuple[str, tuple[str, ...], Align, int], ...] = (
    ("gnum", (), "number", 5),
    ("item_no", ("item_record_no",), "code", 16),
    ("hs_code", ("barcode",), "code", 14),
    ("declared_name", ("model", "item_name", "note"), "text", 27),
    ("country", (), "text", 10),
    ("qty", (), "number", 8),
    ("unit", (), "text", 8),
    ("qty1", (), "number", 8),
    ("unit1", (), "text", 8),
    ("qty2", (), "number", 8),
    ("unit2", (), "text", 8),
    ("price", (), "number", 9),
    ("total_price", (), "number", 10),
    ("currency", (), "text", 8),
)


@dataclass(frozen=True)
class ListAsFiled:
    """One version of one list. values, lines: column → value, codes with their names; standing: what became of it."""

    standing: Sequence[tuple[Words, Value]]
    values: Mapping[str, Value]
    lines: Sequence[Mapping[str, Value]]


@dataclass(frozen=True)
class DeclarationLists:
    """The current lists of one order."""

    head: Head
    lists: Sequence[ListAsFiled]


def laid_out(document: DeclarationLists) -> Paper:
    """The print-out as section `lists`: for each list its standing, its head, its lines."""
    language = document.head.language
    sections = [part for one in document.lists for part in _list(one, language)]
    return Paper("declaration_list", TITLE, document.head, {"lists": sections}, document.head.record_no, [_OWN_LAYOUT])


def _list(one: ListAsFiled, language: Language) -> tuple[Facts, Facts, Grid]:
    cop_no = one.values.get("cop_no")
    return (
        Facts(one.standing, f"{cop_no}"),
        Facts([(field.label(language), one.values.get(field.column)) for field in HEAD]),
        Grid(_headings(language), [_row(line) for line in one.lines]),
    )


def _headings(language: Language) -> list[Column]:
    by_column = {field.column: field for field in LINE}
    return [
        Column(_heading([by_column[name] for name in (first, *others)], language), align, share)
        for first, others, align, share in _COLUMNS
    ]


def _heading(fields: Sequence[Field], language: Language) -> str:
    """A line for each field; for one alone its element below."""
    if len(fields) == 1:
        return f"{fields[0].number} {fields[0].name.say(language)}\n{fields[0].element}"
    return "\n".join(field.label(language) for field in fields)


def _row(line: Mapping[str, Value]) -> list[Value]:
    return [_cell(line, first, others) for first, others, _, _ in _COLUMNS]


def _cell(line: Mapping[str, Value], first: str, others: Sequence[str]) -> Value:
    if not others:
        return line.get(first)
    return tuple(str(line[name]) for name in (first, *others) if line.get(name))
