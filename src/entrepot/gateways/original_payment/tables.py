"""The fields of the interface, as the field tables of customs messages write theirs (notation: `ceb.fields`).

No length is given for sessionID and certNo on paper; the bounds here are ours. `initalRequest` and `initalResponse`
are so spelt there.
"""

from entrepot.gateways.ceb.fields import section

REQUEST = section(
    "openReq",
    """
    orderNo      order_no    C..60  Y  key
    sessionID    session_id  C..200 Y  key
    serviceTime  asked_at    C..15  Y  digits
    """,
)
HEAD = section(
    "payExchangeInfoHead",
    """
    guid              guid                C..36   Y  key
    initalRequest     request             C..8000 Y
    initalResponse    answer              C..8000 Y
    ebpCode           marketplace_code    C..18   Y  key
    payCode           pay_code            C..18   Y  key
    payTransactionId  pay_transaction_no  C..60   Y  key
    totalAmount       total_amount        N19,5   Y
    currency          currency            C..4    Y  digits
    verDept           clearing_body       C1      Y  1|2|3
    payType           pay_type            C1      N  1|2|3|4
    tradingTime       paid_at             C..14   Y  time
    note              note                C..1000 N
    """,
)
ORDER = section(
    "payExchangeInfoLists",
    """
    orderNo      order_no      C..60  Y  key
    goodsInfo    goods         C..1   N
    recpAccount  recp_account  C..60  Y  key
    recpCode     recp_code     C..18  N  key
    recpName     recp_name     C..100 Y
    """,
)
GOODS = section(
    "goodsInfo",
    """
    gname     name  C..250  Y
    itemLink  link  C..3000 Y
    """,
)
SEAL = section(
    "payExInfoStr",
    """
    sessionID    session_id  C..200  Y  key
    serviceTime  sent_at     C..15   Y  digits
    certNo       cert_no     C..200  Y  key
    signValue    signature   C..2000 Y
    """,
)
KEPT = section(
    "original",
    """
    payExchangeInfoHead   payment  C..1  N
    payExchangeInfoLists  orders   C..1  N
    """,
)
ANSWER = section(
    "answer",
    """
    code         code         C..5    Y  digits
    message      message      C..1000 N
    serviceTime  answered_at  C..15   Y  digits
    """,
)
NESTED = "goodsInfo"  # of an order: a list, whose place among the fields counts for what is signed
SIGNED = ("sessionID", "payExchangeInfoHead", "payExchangeInfoLists", "serviceTime")
RAW = frozenset({"initalRequest", "initalResponse"})  # may name the payer: never repeated in a fault
ORDERS_AN_UPLOAD = 1000
GOODS_AN_ORDER = 99
