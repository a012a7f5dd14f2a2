"""States of enquiries and listings, and what holds a listing up, in both languages."""

from typing import NamedTuple


class Said(NamedTuple):
    """The same in English and in Chinese."""

    en: str
    zh: str

    def say(self, language: str) -> str:
        """Chinese for languages that begin with zh, else English."""
        return self.zh if language.startswith("zh") else self.en


class Lack(NamedTuple):
    """Why a listing does not go out, and what to do."""

    reason: Said
    remedy: Said


ENQUIRY_WORDS = {
    "asked": Said("asked", "待答复"),
    "quoted": Said("quoted", "已报价"),
    "declined": Said("declined", "已婉拒"),
    "ordered": Said("ordered", "已转订单"),
}
LISTING_WORDS = {
    "stopped": Said("stopped", "未上架"),
    "out": Said("out", "已上架"),
    "withdrawn": Said("withdrawn", "已撤下"),
}
# cell of the catalogue → why, what to do
MISSING = {
    "declared_name": Lack(
        Said("the name of the goods in Chinese (declared_name) is missing", "缺少中文申报品名（declared_name）"),
        Said("fill in declared_name in the catalogue", "请在商品目录中填写 declared_name"),
    ),
    "hs_code": Lack(
        Said("the HS code (hs_code) is missing", "缺少商品编码（hs_code）"),
        Said("fill in hs_code, 10 digits, in the catalogue", "请在商品目录中填写 10 位 hs_code"),
    ),
    "origin": Lack(
        Said("the country/region of origin (origin) is missing", "缺少原产国（地区）（origin）"),
        Said("fill in origin, a 3-digit customs code, in the catalogue", "请在商品目录中填写 origin（3 位海关代码）"),
    ),
}
