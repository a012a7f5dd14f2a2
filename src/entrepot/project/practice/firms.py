"""The firms of the practice world.

Unified social credit codes use region 999999, which no authority has given out, with both check characters right
(GB 11714 for the organisation code, GB 32100 for the whole); 10-character customs codes begin with 9999.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Firm:
    """An invented firm.

    customs_code: 10 characters, abroad a code of our own; credit_code: 18 characters, empty abroad; roles: words of the
    parties module; telephone: a number range that is not in service; country: ISO 3166-1.
    """

    customs_code: str
    credit_code: str
    name_zh: str
    name_en: str
    roles: tuple[str, ...]
    telephone: str = "00000000"
    country: str = "CN"

    @property
    def filed_name(self) -> str:
        """The name as it stands in a document: Chinese, with the practice mark."""
        return f"{self.name_zh}（练习）"


MARKETPLACE = Firm("9999960001", "91999999MA1PR0009J", "望塘跨境电商平台", "Wangtang marketplace", ("marketplace",))
SELLERS = (
    Firm("9999961001", "91999999MA1PR0017D", "青禾礼品有限公司", "Qinghe Gifts", ("seller",)),
    Firm("9999961002", "91999999MA1PR00258", "云杉家居有限公司", "Yunshan Home", ("seller",)),
    Firm("9999961003", "91999999MA1PR00333", "拾光文具有限公司", "Shiguang Stationery", ("seller",)),
    Firm("9999961004", "91999999MA1PR0041X", "暖灯日用品有限公司", "Nuandeng Household", ("seller",)),
)
GIFT_EXPORTER = Firm(
    "9999961005", "91999999MA1PR0068M", "海雀礼品出口有限公司", "Haique Gift Export", ("seller",)
)  # stands in for the exporter of the retail lines in demo/online_retail.toml
CARRIERS = (
    Firm("9999962001", "91999999MA1PR0076G", "鸿雁国际物流有限公司", "Hongyan Logistics", ("carrier",)),
    Firm("9999962002", "91999999MA1PR0084B", "远帆速递有限公司", "Yuanfan Express", ("carrier",)),
)
PAYMENT_FIRM = Firm("9999963001", "91999999MA1PR00926", "汇川支付有限公司", "Huichuan Pay", ("payment_firm",))
BROKER = Firm("9999964001", "91999999MA1PR0105U", "通汇报关有限公司", "Tonghui Customs Brokers", ("declarant",))
BANK = Firm("9999966001", "91999999MA1PR0121H", "望塘商业银行", "Wangtang Bank", ("financier",))
SECOND_BANK = Firm("9999966002", "91999999MA1PR013X9", "江畔银行", "Riverside Bank", ("financier",))
INSPECTOR = Firm(
    "9999967001", "91999999MA1PR01489", "望塘商品检验有限公司", "Wangtang Inspection", ("inspection_firm",)
)
CUSTOMS = Firm("9999965001", "91999999MA1PR0113N", "练习海关", "Practice customs", ("authority",))

FIRMS = (MARKETPLACE, *SELLERS, GIFT_EXPORTER, *CARRIERS, PAYMENT_FIRM, BROKER, BANK, SECOND_BANK, INSPECTOR, CUSTOMS)
# abroad nobody has a code of Chinese customs
BUYER = Firm(
    "PX-HAMBURG-1",
    credit_code="",
    name_zh="易北贸易行",
    name_en="Elbe Trading",
    roles=("foreign_buyer",),
    country="DE",
)
