"""Kinds of reference editions, and the cells of a ware, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """The same in English and in Chinese."""

    en: str
    zh: str


KINDS = {
    "units": Text("units of quantity", "计量单位"),
    "currencies": Text("currencies", "币制"),
    "countries": Text("countries/regions", "国家（地区）"),
    "hs_codes": Text("HS codes with statutory units", "商品编码及法定单位"),
    "export_measures": Text("export licences, duties and refunds by HS prefix", "按商品编码的出口许可、出口关税和退税"),
    "customs_offices": Text("customs offices", "关区"),
    "transport_modes": Text("modes of transport", "运输方式"),
    "packages": Text("kinds of packing", "包装种类"),
    "positive_list": Text("positive list of retail import by 8 digits", "跨境电子商务零售进口商品清单（8 位）"),
    "import_rates": Text("import tax rates by HS prefix", "按商品编码的进口税率"),
}

# What each declaration has among its elements since 2018: kind of brand; whether the export takes a preference.
_BRAND_KIND = Text("kind of brand", "品牌类型")
_PREFERENCE = Text("preference taken on export", "出口享惠情况")
BRAND_KIND = _BRAND_KIND.zh  # elements are declared under their Chinese names
PREFERENCE = _PREFERENCE.zh
ELEMENT = "element:"  # begins the name of a cell that is a declaration element

# Cells of a ware that a 9610 list needs, and what they are. Elements stand apart: ELEMENT + name.
CELLS = {
    "declared_name": Text("name of the goods in Chinese, as declared", "中文申报品名"),
    "hs_code": Text("HS code, 10 digits", "10 位商品编码"),
    f"{ELEMENT}{BRAND_KIND}": Text("kind of brand: 0 to 4", "品牌类型：0 至 4"),
    f"{ELEMENT}{PREFERENCE}": Text("preference taken on export: 0 to 3", "出口享惠情况：0 至 3"),
    "unit": Text("declared unit, 3-digit customs code", "申报计量单位（3 位海关代码）"),
    "unit1": Text("first statutory unit, 3-digit customs code", "第一法定计量单位（3 位海关代码）"),
    "factor1": Text("first statutory units in one declared unit", "每一申报单位折合第一法定单位数"),
    "unit2": Text("second statutory unit, 3-digit customs code", "第二法定计量单位（3 位海关代码）"),
    "factor2": Text("second statutory units in one declared unit", "每一申报单位折合第二法定单位数"),
    "net_weight_kg": Text("net weight of one declared unit, kg", "每一申报单位净重（千克）"),
    "gross_weight_kg": Text("gross weight of one declared unit, kg", "每一申报单位毛重（千克）"),
}
# Cells that no list needs but a label and a listing; asked for beside those of a list.
SHIPPING_CELLS = {
    "origin": Text("country/region of origin, name or 3-digit customs code", "原产国（地区）（名称或 3 位海关代码）"),
}
ASKED_CELLS = CELLS | SHIPPING_CELLS
# Cells that may be filled and are not asked for.
FURTHER_CELLS = {
    "item_name": Text("the seller's own name of the goods", "商家商品名称"),
    "hs_chosen_by": Text("who chose the HS code", "归类人"),
    "hs_reason": Text("why this HS code", "归类理由"),
    "gtin": Text("GTIN (bar code)", "商品条码"),
    "battery": Text("contains a battery: yes or no", "是否含电池"),
    "liquid": Text("is or contains a liquid: yes or no", "是否含液体"),
    "branded": Text("bears a brand: yes or no", "是否有品牌"),
}
