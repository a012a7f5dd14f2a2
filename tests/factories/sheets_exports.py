"""Known exports with invented orders, and sheets of documents, each with what is to become of it."""

from datetime import UTC, datetime
from decimal import Decimal

from tests.factories.awkward import Awkward
from tests.factories.sheets import separated, workbook

_SHOPIFY = (
    "Name", "Email", "Financial Status", "Paid at", "Currency", "Subtotal", "Shipping", "Total", "Created at",
    "Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku", "Shipping Country", "Notes",
)  # fmt: skip
_SHOPIFY_ROWS = (
    ("#1001", "a@example.com", "paid", "2026-03-01 10:15:00 +0800", "USD", "17.20", "3.00", "20.20",
     "2026-03-01 10:14:00 +0800", "2", "Stoneware mug", "6.50", "MUG-1", "DE", ""),
    ("#1001", "a@example.com", "", "", "", "", "", "", "", "1", "Cotton towel", "4.20", "TOWEL-3", "", ""),
    ("#1002", "b@example.com", "paid", "2026-03-01 11:41:00 +0800", "USD", "39.00", "0.00", "39.00",
     "2026-03-01 11:40:00 +0800", "6", "Stoneware mug", "6.50", "MUG-1", "JP", "gift"),
)  # fmt: skip
_AMAZON = (
    "order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name", "sku", "product-name",
    "quantity-purchased", "currency", "item-price", "item-tax", "shipping-price", "ship-service-level", "ship-country",
)  # fmt: skip
_AMAZON_ROWS = (
    ("111-0000001-0000001", "1", "2026-03-01T02:15:00+00:00", "2026-03-01T02:16:00+00:00", "a@example.com", "A",
     "MUG-1", "Stoneware mug", "2", "USD", "13.00", "0.00", "3.00", "Standard", "DE"),
    ("111-0000001-0000002", "2", "2026-02-28T19:40:00-08:00", "2026-03-01T03:41:00+00:00", "b@example.com", "B",
     "MUG-1", "Stoneware mug", "6", "USD", "39.00", "0.00", "0.00", "Standard", "JP"),
)  # fmt: skip
_SHOPEE = (
    "Order ID", "Order Status", "Tracking Number*", "Shipping Option", "Order Creation Date", "Product Name",
    "SKU Reference No.", "Variation Name", "Original Price", "Deal Price", "Quantity", "Username (Buyer)", "Country",
)  # fmt: skip
_SHOPEE_ROWS = (
    ("260301ABCD", "Completed", "", "Standard", "2026-03-01 10:15", "Stoneware mug", "MUG-1", "blue", "8.00", "6.50",
     "2", "buyer_a", "Singapore"),
)  # fmt: skip
_ERP = ("订单号", "平台", "店铺", "下单时间", "付款时间", "平台SKU", "商品名称", "数量", "单价", "币种", "单位", "国家",
        "物流方式", "运单号", "买家备注")  # fmt: skip
_ERP_ROWS = (
    ("XM0001", "速卖通", "青禾店", "2026/3/1 10:15", "2026/3/1 10:20", "MUG-1", "马克杯", "2", "6.5", "USD", "个",
     "德国", "标准", "YT001", ""),
)  # fmt: skip
_MUG = ("MUG-1", "Stoneware mug", "2", "6.5", "2026-03-01 02:15:00", "502", "007", "304")


def exports() -> list[Awkward]:
    """The four known exports."""
    shopify = ("order_no", "buyer", None, None, "currency", None, None, None, "placed_at", "qty", "item_name", "price",
               "item_no", "destination", "note")  # fmt: skip
    amazon = ("order_no", None, "placed_at", None, "buyer", None, "item_no", "item_name", "qty", "currency",
              "total_price", None, None, None, "destination")  # fmt: skip
    shopee = ("order_no", None, None, None, "placed_at", "item_name", "item_no", "item_describe", None, "price", "qty",
              "buyer", "destination")  # fmt: skip
    erp = ("order_no", None, None, "placed_at", None, "item_no", "item_name", "qty", "price", "currency", "unit",
           "destination", None, None, "note")  # fmt: skip
    at = "2026-03-01 02:14:00"
    return [
        Awkward("shopify, later lines of an order without its cells", separated((_SHOPIFY, *_SHOPIFY_ROWS)),
                means=shopify, constants={"unit": "007"}, lines=(
                    ("#1001", "MUG-1", "Stoneware mug", "2", "6.5", at, "502", "007", "304"),
                    ("#1001", "TOWEL-3", "Cotton towel", "1", "4.2", at, "502", "007", "304"),
                    ("#1002", "MUG-1", "Stoneware mug", "6", "6.5", "2026-03-01 03:40:00", "502", "007", "116"))),
        Awkward("amazon, totals of lines, two distances from UTC", separated((_AMAZON, *_AMAZON_ROWS), "\t"),
                means=amazon, constants={"unit": "007"}, lines=(
                    ("111-0000001-0000001", *_MUG),
                    ("111-0000001-0000002", "MUG-1", "Stoneware mug", "6", "6.5", "2026-03-01 03:40:00", "502", "007",
                     "116"))),
        Awkward("shopee, no currency", workbook((_SHOPEE, *_SHOPEE_ROWS)), means=shopee,
                constants={"unit": "007", "currency": "132"},
                lines=(("260301ABCD", *_MUG[:5], "132", "007", "132"),)),
        Awkward("a chinese order-management program", workbook((_ERP, *_ERP_ROWS)), means=erp,
                lines=(("XM0001", "MUG-1", "马克杯", *_MUG[2:]),)),
    ]  # fmt: skip


_SLIPS = (
    "电商平台代码",
    "电商平台名称",
    "电商企业代码",
    "电商企业名称",
    "订单号",
    "支付机构",
    "交易流水号",
    "收款金额",
    "币种",
    "到账时间",
)
_SLIP_FIELDS = ("marketplace_code", "marketplace_name", "seller_code", "seller_name", "order_no", "pay_name", "pay_no",
                "charge", "currency", "accounting_date")  # fmt: skip
_WAYBILLS = ("Carrier Code", "Carrier", "Tracking No.", "Shipping Fee", "Insurance", "Currency", "Gross Weight (kg)",
             "Parcels", "Contents")  # fmt: skip
_WAYBILL_FIELDS = ("carrier_code", "carrier_name", "waybill_no", "freight", "insured_fee", "currency",
                   "gross_weight_kg", "pack_no", "goods_info")  # fmt: skip
_LISTS = ("企业内部编号", "订单号", "运单号", "出口日期", "毛重(kg)", "净重(kg)", "货号", "商品编码",
          "申报品名", "规格型号", "条码", "数量", "单价", "单位", "法定数量", "法定单位", "币制", "运抵国")  # fmt: skip
_LIST_FIELDS = ("cop_no", "order_no", "waybill_no", "ie_date", "gross_weight_kg", "net_weight_kg", "item_no",
                "hs_code", "declared_name", "model", "barcode", "qty", "price", "unit", "qty1", "unit1", "currency",
                "country")  # fmt: skip
_LIST_CONSTANTS = {
    "customs_code": "2244", "port_code": "2244", "marketplace_code": "9999960001", "marketplace_name": "望塘",
    "carrier_code": "9999962001", "carrier_name": "鸿雁", "agent_code": "9999963001", "agent_name": "通汇",
    "seller_code": "9999961001", "seller_name": "青禾", "owner_code": "9999961001", "owner_name": "青禾",
    "traf_mode": "2", "pod": "304", "freight_currency": "142", "insured_currency": "142", "wrap_type": "2",
}  # fmt: skip


def documents() -> list[Awkward]:
    """Sheets of collection slips, waybills and lists."""
    slip = (
        "9999960001",
        "望塘",
        "9999961001",
        "青禾",
        "A-1001",
        "现金支付",
        "P1",
        "￥1,234.50",
        "人民币",
        "2026-03-01 10:15",
    )
    two_lines = (
        ("L1", "A-1001", "W1", "2026/3/2", "1.2", "1", "MUG-1", "6912001000", "马克杯", "陶瓷", "无", "2", "6.5", "个",
         "1", "千克", "美元", "德国"),
        ("L1", "", "", "", "", "", "TOWEL-3", "6302600000", "棉毛巾", "棉", "无", "1", "4.2", "条", "0.2",
         "千克", "美元", "德国"),
    )  # fmt: skip
    return [
        Awkward("collection slips in chinese", separated((_SLIPS, slip), encoding="gb18030"), kind="slips",
                means=_SLIP_FIELDS,
                heads=({"order_no": "A-1001", "pay_name": "现金支付", "charge": Decimal("1234.5"), "currency": "142",
                        "accounting_date": datetime(2026, 3, 1, 2, 15, tzinfo=UTC)},)),
        Awkward("waybills, one weight with two points", separated(
            (_WAYBILLS, ("9999962001", "Hongyan", "W1", "12.5", "0", "USD", "1.250", "1", "mugs"),
             ("9999962001", "Hongyan", "W2", "12.5", "0", "USD", "1.2.50", "1", "mugs")), ";"), kind="waybills",
            means=_WAYBILL_FIELDS,
            heads=({"waybill_no": "W1", "gross_weight_kg": Decimal("1.25"), "pack_no": 1, "currency": "502"},),
            problems=((3, "Gross Weight (kg)", "ceb.not_a_number"),)),
        Awkward("a list of two lines", workbook((_LISTS, *two_lines)), kind="lists", means=_LIST_FIELDS,
                constants=_LIST_CONSTANTS,
                heads=({"cop_no": "L1", "line_count": 2, "country": "304", "gross_weight_kg": Decimal("1.2")},)),
    ]  # fmt: skip
