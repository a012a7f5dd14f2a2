"""The field tables of the four export messages and their replies, edition 202205 (the notation: `tables`).

Where the paper and the official schema differ the stricter holds, so that what passes here passes there: ``fFlag`` and
``iFlag`` may be 1, 2 or 3 on paper but are fixed to 3 by the schema; ``preNo`` and ``invtNo`` of 604 are optional on
paper only. Replies are the authority's word: they need only what identifies them.
"""

from entrepot.gateways.ceb.fields import Message, section

_ORDER_HEAD = section(
    "OrderHead",
    """
    guid        guid              C36     Y  guid
    appType     app_type          C1      Y  1|2|3
    appTime     app_time          C14     Y  time
    appStatus   app_status        C1      Y  1|2
    orderType   order_type        C1      Y  E|B|W
    orderNo     order_no          C..60   Y  key
    ebpCode     marketplace_code  C..18   Y  key
    ebpName     marketplace_name  C..100  Y
    ebcCode     seller_code       C..18   Y  key
    ebcName     seller_name       C..100  Y
    goodsValue  goods_value       N19,5   Y
    freight     freight           N19,5   Y
    currency    currency          C3      Y  digits
    note        note              C..1000 N
    """,
)
_ORDER_LINE = section(
    "OrderList",
    """
    gnum          gnum           N5      Y
    itemNo        item_no        C..30   Y  key
    itemName      item_name      C..250  Y
    itemDescribe  item_describe  C..1000 N
    barCode       barcode        C..50   N  key
    unit          unit           C3      Y  digits
    currency      currency       C3      Y  digits
    qty           qty            N19,5   Y
    price         price          N19,5   Y
    totalPrice    total_price    N19,5   Y
    note          note           C..1000 N
    """,
)
_SLIP_HEAD = section(
    "Receipts",
    """
    guid            guid              C36     Y  guid
    appType         app_type          C1      Y  1|2|3
    appTime         app_time          C14     Y  time
    appStatus       app_status        C1      Y  1|2
    ebpCode         marketplace_code  C..18   Y  key
    ebpName         marketplace_name  C..100  Y
    ebcCode         seller_code       C..18   Y  key
    ebcName         seller_name       C..100  Y
    orderNo         order_no          C..60   Y  key
    payCode         pay_code          C..18   N  key
    payName         pay_name          C..100  Y
    payNo           pay_no            C..60   N  key
    charge          charge            N19,5   Y
    currency        currency          C3      Y  digits
    accountingDate  accounting_date   C14     Y  time
    note            note              C..1000 N
    """,
)
_WAYBILL_HEAD = section(
    "Logistics",
    """
    guid           guid              C36     Y  guid
    appType        app_type          C1      Y  1|2|3
    appTime        app_time          C14     Y  time
    appStatus      app_status        C1      Y  1|2
    logisticsCode  carrier_code      C..18   Y  key
    logisticsName  carrier_name      C..100  Y
    logisticsNo    waybill_no        C..32   Y  key
    freight        freight           N19,5   Y
    insuredFee     insured_fee       N19,5   Y
    currency       currency          C3      Y  digits
    grossWeight    gross_weight_kg   N19,5   Y
    packNo         pack_no           N9      Y
    goodsInfo      goods_info        C..200  Y
    ebcCode        seller_code       C..18   N  key
    ebcName        seller_name       C..100  N
    ebcTelephone   seller_telephone  C..50   N
    note           note              C..1000 N
    """,
)
_LIST_HEAD = section(
    "InventoryHead",
    """
    guid            guid              C36     Y  guid
    appType         app_type          C1      Y  1|2|3
    appTime         app_time          C14     Y  time
    appStatus       app_status        C1      Y  1|2
    customsCode     customs_code      C4      Y  digits
    ebpCode         marketplace_code  C..18   Y  key
    ebpName         marketplace_name  C..100  Y
    orderNo         order_no          C..60   Y  key
    logisticsCode   carrier_code      C..18   Y  key
    logisticsName   carrier_name      C..100  Y
    logisticsNo     waybill_no        C..32   Y  key
    copNo           cop_no            C..30   Y  key
    preNo           pre_no            C18     N  key
    invtNo          invt_no           C..20   N  key
    ieFlag          ie_flag           C1      Y  =E
    portCode        port_code         C4      Y  digits
    ieDate          ie_date           C8      Y  date
    statisticsFlag  statistics_flag   C1      Y  A|B
    agentCode       agent_code        C..18   Y  key
    agentName       agent_name        C..100  Y
    ebcCode         seller_code       C..18   Y  key
    ebcName         seller_name       C..100  Y
    ownerCode       owner_code        C..18   Y  key
    ownerName       owner_name        C..100  Y
    iacCode         warehouse_code    C..18   N  key
    iacName         warehouse_name    C..100  N
    emsNo           ems_no            C..30   N  key
    tradeMode       trade_mode        C4      Y  digits
    trafMode        traf_mode         C1      Y  alnum
    trafName        traf_name         C..100  N
    voyageNo        voyage_no         C..32   N
    billNo          bill_no           C..37   N  key
    totalPackageNo  total_package_no  C..37   N  key
    loctNo          loct_no           C..10   N  key
    licenseNo       licence_no        C..19   N  key
    country         country           C3      Y  digits
    POD             pod               C3..4   Y  alnum
    freight         freight           N19,5   Y
    fCurrency       freight_currency  C3      Y  digits
    fFlag           freight_flag      C1      Y  =3
    insuredFee      insured_fee       N19,5   Y
    iCurrency       insured_currency  C3      Y  digits
    iFlag           insured_flag      C1      Y  =3
    wrapType        wrap_type         C1      Y  alnum
    packNo          pack_no           N9      Y
    grossWeight     gross_weight_kg   N19,5   Y
    netWeight       net_weight_kg     N19,5   Y
    note            note              C..1000 N
    """,
)
_LIST_LINE = section(
    "InventoryList",
    """
    gnum          gnum            N5      Y
    itemNo        item_no         C..20   Y  key
    itemRecordNo  item_record_no  C..30   N  key
    itemName      item_name       C..250  N
    gcode         hs_code         C10     Y  digits
    gname         declared_name   C..250  Y
    gmodel        model           C..250  Y
    barCode       barcode         C..50   Y  key
    country       country         C3      Y  digits
    currency      currency        C3      Y  digits
    qty           qty             N19,5   Y
    qty1          qty1            N19,5   Y
    qty2          qty2            N19,5   N
    unit          unit            C3      Y  digits
    unit1         unit1           C3      Y  digits
    unit2         unit2           C..3    N  digits
    price         price           N19,5   Y
    totalPrice    total_price     N19,5   Y
    note          note            C..1000 N
    """,
)
_ORDER_REPLY = section(
    "OrderReturn",
    """
    guid          guid              C36     Y  guid
    ebpCode       marketplace_code  C..18   E  key
    ebcCode       seller_code       C..18   E  key
    orderNo       order_no          C..60   Y  key
    returnStatus  return_status     C1..10  Y  status
    returnTime    return_time       C17     Y  stamp
    returnInfo    return_info       C..1000 E
    """,
)
_SLIP_REPLY = section(
    "ReceiptsReturn",
    """
    guid          guid           C36     Y  guid
    ebcCode       seller_code    C..18   E  key
    orderNo       order_no       C..60   Y  key
    payNo         pay_no         C..60   N  key
    returnStatus  return_status  C1..10  Y  status
    returnTime    return_time    C17     Y  stamp
    returnInfo    return_info    C..1000 E
    """,
)
_WAYBILL_REPLY = section(
    "LogisticsReturn",
    """
    guid           guid           C36     Y  guid
    logisticsCode  carrier_code   C..18   Y  key
    logisticsNo    waybill_no     C..32   Y  key
    returnStatus   return_status  C1..10  Y  status
    returnTime     return_time    C17     Y  stamp
    returnInfo     return_info    C..1000 E
    """,
)
_LIST_REPLY = section(
    "InventoryReturn",
    """
    guid            guid              C36     Y  guid
    agentCode       agent_code        C..18   E  key
    copNo           cop_no            C..30   Y  key
    preNo           pre_no            C18     Y  key
    invtNo          invt_no           C..20   E  key
    ebcCode         seller_code       C..18   E  key
    ebpCode         marketplace_code  C..18   E  key
    orderNo         order_no          C..60   Y  key
    statisticsFlag  statistics_flag   C1      Y  A|B
    returnStatus    return_status     C1..10  Y  status
    returnTime      return_time       C17     Y  stamp
    returnInfo      return_info       C..1000 E
    """,
)

EXPORT_MESSAGES = (
    Message("order", "303", "Order", _ORDER_HEAD, _ORDER_LINE, ends="export"),
    Message("slip", "403", "Receipts", _SLIP_HEAD, None, ends="export"),
    Message("waybill", "505", "Logistics", _WAYBILL_HEAD, None, ends="export"),
    Message("list", "603", "Inventory", _LIST_HEAD, _LIST_LINE, ends="export"),
    Message("order_reply", "304", "OrderReturn", _ORDER_REPLY, None),
    Message("slip_reply", "404", "ReceiptsReturn", _SLIP_REPLY, None),
    Message("waybill_reply", "506", "LogisticsReturn", _WAYBILL_REPLY, None),
    Message("list_reply", "604", "InventoryReturn", _LIST_REPLY, None),
)
