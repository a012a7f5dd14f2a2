"""Why something was not done: one sentence a reason, in English and Chinese, with the same placeholders."""

from datetime import datetime

from entrepot.modules.parties import api as parties

# reason → (English, Chinese): what was expected, what was found, what to do.
SENTENCES: dict[str, tuple[str, str]] = {
    "place": (
        "This needs somebody who works in the firm as {needed}; found {held}. Ask an administrator of the firm.",
        "此操作须由担任 {needed} 的企业人员进行，当前为 {held}。请联系企业管理员。",
    ),
    # halls
    "address_form": (
        "Expected 3 to 40 small letters, digits and hyphens, not one of {reserved}; found “{found}”. Choose another.",
        "展厅地址须为 3 至 40 个小写字母、数字或连字符，且不得为 {reserved}；收到“{found}”。请另选。",
    ),
    "address_taken": (
        "The address “{found}” is another firm's. Choose another.",
        "地址“{found}”已被其他企业使用。请另选。",
    ),
    "opened_to": (
        "Expected nobody, invited or public, found “{found}”. Choose one of the three.",
        "应为 nobody、invited 或 public，收到“{found}”。请从三项中选择。",
    ),
    "prices_to": (
        "Expected invited or public, found “{found}”. Choose one of the two.",
        "应为 invited 或 public，收到“{found}”。请从两项中选择。",
    ),
    "no_code": (
        "The firm has no customs code or credit code, so no order could name it. File its code first.",
        "企业没有海关编码或统一社会信用代码，订单无法填写。请先登记代码。",
    ),
    "no_hall": (
        "Expected a showroom of the firm, found none. Open one first.",
        "企业尚无展厅。请先开设展厅。",
    ),
    "hall_unknown": (
        "There is no showroom “{found}” for you. Check the address, or ask its firm for an invitation.",
        "没有您可进入的展厅“{found}”。请检查地址，或向该企业索取邀请。",
    ),
    "invite_self": (
        "A firm sees its own showroom. Invite another firm.",
        "企业可见自己的展厅。请邀请其他企业。",
    ),
    # wares in a hall
    "ware_unknown": (
        "The catalogue has no ware {item}. Add it to the catalogue first.",
        "商品目录中没有 {item}。请先将其加入商品目录。",
    ),
    "ware_twice": (
        "Expected each ware once, found {item} twice. Take one of the two rows out.",
        "每个商品应只出现一次，{item} 出现两次。请删去其中一行。",
    ),
    "ware_size": (
        "{item}: expected {side} in whole millimetres from 1 to {most}, found {found}. Measure it with its packing.",
        "{item}：{side} 应为 1 至 {most} 的整数毫米，收到 {found}。请测量含包装的尺寸。",
    ),
    "ware_number": (
        "{item}: expected {cell} above zero with at most 5 places, found {found}. Correct it.",
        "{item}：{cell} 应大于零且至多 5 位小数，收到 {found}。请更正。",
    ),
    "ware_code": (
        "{item}: expected {cell} as a 3-digit customs code, found “{found}”. Look it up in the table.",
        "{item}：{cell} 应为 3 位海关代码，收到“{found}”。请查参数表。",
    ),
    "ware_name": (
        "{item}: expected a name of 1 to {most} characters, found {found}. Give it one, here or in the catalogue.",
        "{item}：名称应为 1 至 {most} 个字符，收到 {found} 个。请在此处或商品目录中填写。",
    ),
    "too_many_wares": (
        "Expected at most {most} wares in a showroom, found {found}. Take some out.",
        "一个展厅至多展出 {most} 个商品，实为 {found} 个。请减少商品。",
    ),
    # pictures
    "picture_bytes": (
        "Expected a picture of at most {most} MB, found {found} MB. Save it smaller.",
        "图片不得超过 {most} MB，实为 {found} MB。请缩小后重新保存。",
    ),
    "picture_kind": (
        "Expected a PNG, JPEG or WebP picture, found {found}. Save it as one of these.",
        "图片应为 PNG、JPEG 或 WebP，实为 {found}。请另存为其中一种格式。",
    ),
    "picture_size": (
        "Expected at most {most} pixels a side and {pixels} million pixels, found {width} × {height}. Save it smaller.",
        "图片每边至多 {most} 像素，总数至多 {pixels} 百万像素，实为 {width} × {height}。请缩小后重新保存。",
    ),
    "picture_more": (
        "Expected a file that ends where its picture ends, found something after it. Save the picture anew.",
        "文件应在图片数据结束处结束，其后另有内容。请重新保存图片。",
    ),
    "picture_broken": (
        "Expected a whole picture, found one that cannot be read ({found}). Save it anew.",
        "图片应完整，实际无法读取（{found}）。请重新保存。",
    ),
    # enquiries
    "enquiry_ware": (
        "The showroom shows no ware {item}. Go back to the list and choose another.",
        "展厅没有展出 {item}。请返回列表另选。",
    ),
    "enquiry_least": (
        "Expected a quantity of at least {least}, found {found}. Enter more, or write to the firm.",
        "数量应不少于 {least}，收到 {found}。请增加数量，或联系该企业。",
    ),
    "enquiry_quantity": (
        "Expected a quantity above zero with at most 5 places, found {found}. Correct it.",
        "数量应大于零且至多 5 位小数，收到 {found}。请更正。",
    ),
    "enquiry_own": (
        "These wares are your own firm's. Enquiries come from others.",
        "这是贵企业自己的商品。询价应由他方提出。",
    ),
    "enquiry_guest": (
        "Expected a name and a mail address, found {found}. Enter both, or sign in for your firm.",
        "应填写姓名和邮箱，收到 {found}。请填写两项，或登录企业账户。",
    ),
    "enquiry_many": (
        "{most} enquiries of guests wait here already. Sign in for your firm, or come back later.",
        "此处已有 {most} 条访客询价待处理。请登录企业账户，或稍后再来。",
    ),
    "enquiry_text": (
        "Expected at most {most} characters, found {found}. Say it shorter.",
        "至多 {most} 个字符，收到 {found} 个。请精简内容。",
    ),
    "enquiry_unknown": (
        "There is no enquiry {number} of the firm. Look at the list of enquiries.",
        "企业没有编号为 {number} 的询价。请查看询价列表。",
    ),
    "enquiry_state": (
        "Expected an enquiry that is {expected}, found number {number} {found}. Nothing was changed.",
        "询价 {number} 应为“{expected}”，实为“{found}”。未作任何更改。",
    ),
    "ordered_before": (
        "Enquiry {number} is an order already: {order_no}. Look at its record. Nothing was changed.",
        "询价 {number} 此前已转为订单 {order_no}。请查看其记录。未作任何更改。",
    ),
    "quote_price": (
        "Expected a price above zero with at most 5 places, found {found}. Correct it.",
        "价格应大于零且至多 5 位小数，收到 {found}。请更正。",
    ),
    "quote_over": (
        "The quote held until {until}. Answer the enquiry anew before you make it an order.",
        "报价有效期至 {until}，已过期。请重新报价后再转为订单。",
    ),
    "quote_until": (
        "Expected a last day that is not over, found {found}. Choose a later one.",
        "报价截止日不得早于今日，收到 {found}。请选择更晚的日期。",
    ),
    # listings
    "listing_marketplace": (
        "Expected another firm as the marketplace, found the seller itself. Name the marketplace.",
        "平台应为其他企业，实为电商企业自身。请指定平台。",
    ),
}


class UnableToMarket(parties.Unable):
    """Nothing was shown, asked, quoted, ordered or listed, and nothing was changed."""

    sentences = SENTENCES


def require_staff(acting: parties.Acting, *, now: datetime, using: str) -> None:
    """Refuse a person that does not work in the acting firm; only the owner role may act without a person.

    Raises UnableToMarket.
    """
    if acting.person_id is None and using == "owner":
        return
    held = parties.places_of(acting.person_id, acting.party_id, now=now, using=using) if acting.person_id else set()
    if not held & set(parties.STAFF):
        needed = " / ".join("·".join(parties.PLACES[place]) for place in parties.STAFF)
        raise UnableToMarket("place", needed=needed, held=" / ".join(sorted(held)) or "–")
