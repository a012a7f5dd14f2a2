"""The field tables of the import messages, their replies and the tax bills, edition 202205 (the notation: `tables`).

Where the paper and the official schema differ the stricter holds, so that what passes here passes there: freight and
insuredFee of 511 and copNo of 623 and 625 are optional in the schema only; the schema fixes the currency to 142;
identity documents are limited to type 1 on paper; copNo of 621 is optional in both, but 622 cannot do without it.

The official samples stand against the paper in four places, and there the schema alone holds, so that they are read:
packNo 6000 in 511 and 621 (paper: always 1), logisticsStatus R in 513 (paper: always S), invtNo of 17 characters in
625 (paper: 18) and copNo that ends in a tab in 624. What the paper asks there is for the rules to judge.
"""

from entrepot.gateways.ceb.fields import DOCUMENTS_UNBOUNDED, LINES_OF_AN_IMPORT, Message, section

_ORDER_HEAD = section(
    "OrderHead",
    """
    guid               guid                 C36     Y  guid
    appType            app_type             C1      Y  1|2|3
    appTime            app_time             C14     Y  time
    appStatus          app_status           C1..3   Y  1|2
    orderType          order_type           C1      Y  =I
    orderNo            order_no             C1..60  Y  key
    ebpCode            marketplace_code     C1..18  Y  key
    ebpName            marketplace_name     C1..100 Y
    ebcCode            seller_code          C1..18  Y  key
    ebcName            seller_name          C1..100 Y
    goodsValue         goods_value          N19,5   Y
    freight            freight              N19,5   Y
    discount           discount             N19,5   Y
    taxTotal           tax_total            N19,5   Y
    acturalPaid        actual_paid          N19,5   Y
    currency           currency             C3      Y  =142
    buyerRegNo         buyer_reg_no         C1..60  Y  key
    buyerName          buyer_name           C1..60  Y
    buyerTelephone     buyer_telephone      C1..30  Y
    buyerIdType        buyer_id_type        C1      Y  =1
    buyerIdNumber      buyer_id_number      C1..60  Y  key
    payCode            pay_code             C..18   N  key
    payName            pay_name             C..100  N
    payTransactionId   pay_transaction_no   C..60   N  key
    batchNumbers       batch_numbers        C..100  N
    consignee          consignee            C1..100 Y
    consigneeTelephone consignee_telephone  C1..50  Y
    consigneeAddress   consignee_address    C1..200 Y
    consigneeDistrict  consignee_district   C6      N  digits
    note               note                 C..1000 N
    """,
)
_ORDER_LINE = section(
    "OrderList",
    """
    gnum          gnum           N4      Y
    itemNo        item_no        C..30   N  key
    itemName      item_name      C1..250 Y
    gmodel        model          C1..510 Y
    itemDescribe  item_describe  C..1000 N
    barCode       barcode        C..50   N  key
    unit          unit           C3      Y  digits
    qty           qty            N19,5   Y
    price         price          N19,5   Y
    totalPrice    total_price    N19,5   Y
    currency      currency       C3      Y  =142
    country       country        C3      Y  digits
    note          note           C..1000 N
    """,
)
_PAYMENT_HEAD = section(
    "PaymentHead",
    """
    guid              guid                C36     Y  guid
    appType           app_type            C1      Y  1|2|3
    appTime           app_time            C14     Y  time
    appStatus         app_status          C1..3   Y  1|2
    payCode           pay_code            C1..18  Y  key
    payName           pay_name            C1..100 Y
    payTransactionId  pay_transaction_no  C1..60  Y  key
    orderNo           order_no            C1..60  Y  key
    ebpCode           marketplace_code    C1..18  Y  key
    ebpName           marketplace_name    C1..100 Y
    payerIdType       payer_id_type       C1      Y  =1
    payerIdNumber     payer_id_number     C1..60  Y  key
    payerName         payer_name          C1..60  Y
    telephone         payer_telephone     C..60   N
    amountPaid        amount_paid         N19,5   Y
    currency          currency            C3      Y  =142
    payTime           pay_time            C14     Y  time
    note              note                C..1000 N
    """,
)
_WAYBILL_HEAD = section(
    "LogisticsHead",
    """
    guid                guid                 C36     Y  guid
    appType             app_type             C1      Y  1|2|3
    appTime             app_time             C14     Y  time
    appStatus           app_status           C1..3   Y  1|2
    logisticsCode       carrier_code         C1..18  Y  key
    logisticsName       carrier_name         C1..100 Y
    logisticsNo         waybill_no           C1..60  Y  key
    billNo              bill_no              C..37   N  key
    orderNo             order_no             C1..60  Y  key
    freight             freight              N19,5   Y
    insuredFee          insured_fee          N19,5   Y
    currency            currency             C3      Y  =142
    weight              gross_weight_kg      N19,5   Y
    packNo              pack_no              N9      Y
    goodsInfo           goods_info           C..200  N
    consignee           consignee            C1..100 Y
    consigneeAddress    consignee_address    C1..200 Y
    consigneeTelephone  consignee_telephone  C1..50  Y
    note                note                 C..1000 N
    """,
)
_STATE_HEAD = section(
    "LogisticsStatus",
    """
    guid             guid              C36     Y  guid
    appType          app_type          C1      Y  1|2|3
    appTime          app_time          C14     Y  time
    appStatus        app_status        C1..3   Y  1|2
    logisticsCode    carrier_code      C1..18  Y  key
    logisticsName    carrier_name      C1..100 Y
    logisticsNo      waybill_no        C1..60  Y  key
    logisticsStatus  logistics_status  C1      Y  alnum
    logisticsTime    logistics_time    C14     Y  time
    note             note              C..1000 N
    """,
)
_LIST_HEAD = section(
    "InventoryHead",
    """
    guid              guid               C36     Y  guid
    appType           app_type           C1      Y  1|2|3
    appTime           app_time           C14     Y  time
    appStatus         app_status         C1..3   Y  1|2
    orderNo           order_no           C1..60  Y  key
    ebpCode           marketplace_code   C1..18  Y  key
    ebpName           marketplace_name   C1..100 Y
    ebcCode           seller_code        C1..18  Y  key
    ebcName           seller_name        C1..100 Y
    logisticsNo       waybill_no         C1..60  Y  key
    logisticsCode     carrier_code       C1..18  Y  key
    logisticsName     carrier_name       C1..100 Y
    copNo             cop_no             C..20   Y  key
    preNo             pre_no             C18     N  key
    assureCode        assure_code        C1..30  Y  key
    emsNo             ems_no             C..30   N  key
    invtNo            invt_no            C18     N  key
    ieFlag            ie_flag            C1      Y  =I
    declTime          decl_time          C8      Y  date
    customsCode       customs_code       C4      Y  digits
    portCode          port_code          C4      Y  digits
    ieDate            ie_date            C8      N  date
    buyerIdType       buyer_id_type      C1      Y  =1
    buyerIdNumber     buyer_id_number    C1..60  Y  key
    buyerName         buyer_name         C1..60  Y
    buyerTelephone    buyer_telephone    C1..30  Y
    consigneeAddress  consignee_address  C1..200 Y
    agentCode         agent_code         C1..18  Y  key
    agentName         agent_name         C1..100 Y
    areaCode          area_code          C..18   N  key
    areaName          area_name          C..100  N
    tradeMode         trade_mode         C4      Y  digits
    trafMode          traf_mode          C1      Y  alnum
    trafNo            traf_no            C..100  N
    voyageNo          voyage_no          C..32   N
    billNo            bill_no            C..37   N  key
    loctNo            loct_no            C..10   N  key
    licenseNo         licence_no         C..19   N  key
    country           country            C3      Y  digits
    freight           freight            N19,5   Y
    insuredFee        insured_fee        N19,5   Y
    currency          currency           C3      Y  =142
    wrapType          wrap_type          C1      N  alnum
    packNo            pack_no            N9      Y
    grossWeight       gross_weight_kg    N19,5   Y
    netWeight         net_weight_kg      N19,5   Y
    note              note               C..1000 N
    """,
)
_LIST_LINE = section(
    "InventoryList",
    """
    gnum          gnum            N4      Y
    itemRecordNo  item_record_no  C..30   N  key
    itemNo        item_no         C..20   N  key
    itemName      item_name       C..250  N
    gcode         hs_code         C10     Y  digits
    gname         declared_name   C1..250 Y
    gmodel        model           C1..510 Y
    barCode       barcode         C..50   N  key
    country       country         C3      Y  digits
    tradeCountry  trade_country   C3      N  digits
    currency      currency        C3      Y  =142
    qty           qty             N19,5   Y
    unit          unit            C3      Y  digits
    qty1          qty1            N19,5   Y
    unit1         unit1           C3      Y  digits
    qty2          qty2            N19,5   N
    unit2         unit2           C3      N  digits
    price         price           N19,5   Y
    totalPrice    total_price     N19,5   Y
    note          note            C..1000 N
    """,
)
# 623 is this alone; in 625 lines follow.
_WITHDRAWAL = """
    guid            guid              C36      Y  guid
    appType         app_type          C1       Y  1|2|3
    appTime         app_time          C14      Y  time
    appStatus       app_status        C1..3    Y  1|2
    customsCode     customs_code      C4       Y  digits
    orderNo         order_no          C1..60   Y  key
    ebpCode         marketplace_code  C1..18   Y  key
    ebpName         marketplace_name  C1..100  Y
    ebcCode         seller_code       C1..18   Y  key
    ebcName         seller_name       C1..100  Y
    logisticsNo     waybill_no        C1..60   Y  key
    logisticsCode   carrier_code      C1..18   Y  key
    logisticsName   carrier_name      C1..100  Y
    copNo           cop_no            C..20    Y  key
    preNo           pre_no            C18      N  key
    invtNo          invt_no           C1..18   Y  key
    buyerIdType     buyer_id_type     C1       Y  =1
    buyerIdNumber   buyer_id_number   C1..{id} Y  key
    buyerName       buyer_name        C1..60   Y
    buyerTelephone  buyer_telephone   C1..30   Y
    agentCode       agent_code        C1..18   Y  key
    agentName       agent_name        C1..100  Y
    reason          reason            C1..1000 Y
    note            note              C..1000  N
    """
_CANCEL_HEAD = section("InvtCancel", _WITHDRAWAL.format(id=60))
_RETURN_HEAD = section("InvtRefundHead", _WITHDRAWAL.format(id=20))
_RETURN_LINE = section(
    "InvtRefundList",
    """
    gnum   gnum           N4      Y
    gcode  hs_code        C10     Y  digits
    gname  declared_name  C1..250 Y
    qty    qty            N19,5   Y
    unit   unit           C3      Y  digits
    note   note           C..1000 N
    """,
)
_ORDER_REPLY = section(
    "OrderReturn",
    """
    guid          guid              C36      Y  guid
    ebpCode       marketplace_code  C1..18   Y  key
    ebcCode       seller_code       C1..18   Y  key
    orderNo       order_no          C1..60   Y  key
    returnStatus  return_status     C1..10   Y  status
    returnTime    return_time       C17      Y  stamp
    returnInfo    return_info       C1..1000 Y
    """,
)
_PAYMENT_REPLY = section(
    "PaymentReturn",
    """
    guid              guid                C36      Y  guid
    payCode           pay_code            C1..18   Y  key
    payTransactionId  pay_transaction_no  C1..60   Y  key
    returnStatus      return_status       C1..10   Y  status
    returnTime        return_time         C17      Y  stamp
    returnInfo        return_info         C1..1000 Y
    """,
)
_WAYBILL_REPLY = section(
    "LogisticsReturn",
    """
    guid           guid           C36      Y  guid
    logisticsCode  carrier_code   C1..18   Y  key
    logisticsNo    waybill_no     C1..60   Y  key
    returnStatus   return_status  C1..10   Y  status
    returnTime     return_time    C17      Y  stamp
    returnInfo     return_info    C1..1000 Y
    """,
)
_STATE_REPLY = section(
    "LogisticsStatusReturn",
    """
    guid             guid              C36      Y  guid
    logisticsCode    carrier_code      C1..18   Y  key
    logisticsNo      waybill_no        C1..60   Y  key
    logisticsStatus  logistics_status  C1       Y  alnum
    returnStatus     return_status     C1..10   Y  status
    returnTime       return_time       C17      Y  stamp
    returnInfo       return_info       C1..1000 Y
    """,
)
_LIST_REPLY = section(
    "InventoryReturn",
    """
    guid          guid              C36      Y  guid
    customsCode   customs_code      C4       N  digits
    ebpCode       marketplace_code  C1..18   N  key
    ebcCode       seller_code       C1..18   N  key
    agentCode     agent_code        C1..18   N  key
    copNo         cop_no            C1..20   Y  key
    preNo         pre_no            C18      Y  key
    invtNo        invt_no           C18      N  key
    returnStatus  return_status     C1..10   Y  status
    returnTime    return_time       C17      Y  stamp
    returnInfo    return_info       C1..1000 Y
    """,
)
_WITHDRAWAL_REPLY = """
    guid          guid              C36      Y  guid
    customsCode   customs_code      C4       N  digits
    agentCode     agent_code        C1..18   N  key
    ebpCode       marketplace_code  C1..18   N  key
    ebcCode       seller_code       C1..18   N  key
    copNo         cop_no            C1..20   Y  {cop}
    preNo         pre_no            C18      Y  key
    invtNo        invt_no           C18      N  key
    returnStatus  return_status     C1..10   Y  status
    returnTime    return_time       C17      Y  stamp
    returnInfo    return_info       C1..1000 Y
    """
_CANCEL_REPLY = section("InvtCancelReturn", _WITHDRAWAL_REPLY.format(cop=""))
_RETURN_REPLY = section("InvtRefundReturn", _WITHDRAWAL_REPLY.format(cop="key"))
_BILL_HEAD = section(
    "TaxHeadRd",
    """
    guid            guid             C36     Y  guid
    returnTime      return_time      C17     Y  stamp
    invtNo          invt_no          C1..18  Y  key
    taxNo           tax_no           C1..50  Y  key
    customsTax      customs_tax      N19,5   Y
    valueAddedTax   value_added_tax  N19,5   Y
    consumptionTax  consumption_tax  N19,5   Y
    status          status           C1      Y  1|2|3
    entDutyNo       ent_duty_no      C..50   N  key
    note            note             C..1000 N
    assureCode      assure_code      C..64   N  key
    ebcCode         seller_code      C..64   N  key
    logisticsCode   carrier_code     C..64   N  key
    agentCode       agent_code       C1..18  N  key
    customsCode     customs_code     C4      N  digits
    """,
)
_BILL_LINE = section(
    "TaxListRd",
    """
    gnum            gnum             N4      Y
    gcode           hs_code          C10     Y  digits
    taxPrice        tax_price        N19,5   Y
    customsTax      customs_tax      N19,5   Y
    valueAddedTax   value_added_tax  N19,5   Y
    consumptionTax  consumption_tax  N19,5   Y
    """,
)
_BILL_STATE = section(
    "TaxHeadStatus",
    """
    guid        guid         C36     Y  guid
    returnTime  return_time  C17     Y  stamp
    invtNo      invt_no      C1..18  Y  key
    taxNo       tax_no       C1..50  Y  key
    status      status       C1      Y  1|2|3
    entDutyNo   ent_duty_no  C..50   N  key
    assureCode  assure_code  C..64   N  key
    """,
)

_LINES = LINES_OF_AN_IMPORT
IMPORT_MESSAGES = (
    Message("import_order", "311", "Order", _ORDER_HEAD, _ORDER_LINE, ends="import", most_lines=_LINES),
    Message("payment", "411", "Payment", _PAYMENT_HEAD, None, ends="import"),
    Message("import_waybill", "511", "Logistics", _WAYBILL_HEAD, None, ends="import"),
    Message("waybill_state", "513", "LogisticsStatus", _STATE_HEAD, None, ends="import"),
    Message("import_list", "621", "Inventory", _LIST_HEAD, _LIST_LINE, ends="import", most_lines=_LINES),
    Message("import_cancel", "623", "InvtCancel", _CANCEL_HEAD, None, ends="import"),
    Message("import_return", "625", "InvtRefund", _RETURN_HEAD, _RETURN_LINE, ends="import", most_lines=_LINES),
    Message("import_order_reply", "312", "OrderReturn", _ORDER_REPLY, None),
    Message("payment_reply", "412", "PaymentReturn", _PAYMENT_REPLY, None),
    Message("import_waybill_reply", "512", "LogisticsReturn", _WAYBILL_REPLY, None),
    Message("waybill_state_reply", "514", "LogisticsStatusReturn", _STATE_REPLY, None),
    Message("import_list_reply", "622", "InventoryReturn", _LIST_REPLY, None),
    Message("import_cancel_reply", "624", "InvtCancelReturn", _CANCEL_REPLY, None),
    Message("import_return_reply", "626", "InvtRefundReturn", _RETURN_REPLY, None),
    Message("tax_bill", "816", "Tax", _BILL_HEAD, _BILL_LINE, most_documents=DOCUMENTS_UNBOUNDED, most_lines=_LINES),
    Message("tax_bill_state", "818", "Tax", _BILL_STATE, None, most_documents=DOCUMENTS_UNBOUNDED),
)
