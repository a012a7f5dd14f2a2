"""The goods of the generated sets: a dozen wares with codes, units and weights as the practice reference editions have them."""

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Ware:
    """One ware.

    hs_code: 10 digits; units: 3-digit customs codes; grams: net weight of one declared unit; cents: lowest price of one
    declared unit in hundredths of the order's currency. The first statutory unit is 035 (kilogram) or the declared unit.
    """

    item_no: str
    item_name: str
    declared_name: str
    hs_code: str
    model: str
    unit: str
    unit1: str
    unit2: str | None
    grams: int
    cents: int


def _model(kind: str, material: str) -> str:
    # 品牌类型 0: no brand; 出口享惠情况 0: the export takes no preference
    return f"0|0|{kind}|{material}|无品牌"


WARES = (
    Ware("PW-1001", "Stoneware mug", "陶瓷杯", "6912001000", _model("餐具", "陶"), "007", "035", None, 340, 450),
    Ware("PW-1002", "Glass storage jar", "玻璃储物罐", "7010902000", _model("家用", "玻璃"), "007", "035", None, 520, 620),
    Ware("PW-1003", "Melamine plate", "密胺餐盘", "3924100000", _model("餐具", "塑料"), "007", "035", None, 180, 320),
    Ware("PW-1004", "Cotton tote bag", "棉制手提袋", "4202220000", _model("手提包", "棉"), "007", "007", "035", 150, 540),
    Ware("PW-1005", "Scented candle", "香味蜡烛", "3406000000", _model("照明", "石蜡"), "007", "035", None, 260, 780),
    Ware("PW-1006", "Wooden photo frame", "木制相框", "4414909000", _model("家用", "松木"), "007", "035", None, 410, 690),
    Ware("PW-1007", "Paper garland", "纸制彩带", "4823909000", _model("装饰用", "纸"), "011", "035", None, 90, 260),
    Ware("PW-1008", "Plush bear", "毛绒玩具熊", "9503002100", _model("玩具", "涤纶"), "007", "007", "035", 230, 990),
    Ware("PW-1009", "Metal bird ornament", "铁制小鸟摆件", "8306299000", _model("装饰用", "铁"), "007", "035", None, 310, 880),
    Ware("PW-1010", "Ballpoint pen", "圆珠笔", "9608100000", _model("书写用", "塑料"), "007", "007", "035", 120, 350),
    Ware("PW-1011", "Cotton tea towel", "棉制茶巾", "6302910000", _model("厨房用", "棉"), "015", "015", "035", 80, 300),
    Ware("PW-1012", "Enamel sign", "搪瓷标牌", "8310000000", _model("标牌", "钢"), "011", "035", None, 450, 1150),
)


def frame() -> pl.DataFrame:
    """WARES as a frame, one row a ware, columns as the fields."""
    return pl.DataFrame([vars(ware) for ware in WARES], infer_schema_length=None)
