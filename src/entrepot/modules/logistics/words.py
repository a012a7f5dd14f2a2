"""The words of this module, each in English and Chinese."""

Words = dict[str, tuple[str, str]]

STATES: Words = {
    "booked": ("booked", "已订舱"),
    "labelled": ("label printed", "已打面单"),
    "withdrawn": ("withdrawn", "已撤回"),
}
PER: Words = {"parcel": ("a parcel", "每件"), "kg": ("a kg", "每公斤")}
# What customs of the country/region of arrival wants to know of each ware on the label.
CUSTOMS_DATA: Words = {
    "hs_code": ("HS code", "商品编码"),
    "item_name": ("name in English", "英文品名"),
    "origin": ("country/region of origin", "原产国（地区）"),
    "net_weight_kg": ("net weight", "净重"),
}
