"""What the description of the API says, in English and in Chinese."""

from collections.abc import Mapping
from typing import NamedTuple

from entrepot.gateways.ceb.fields import DOCUMENTS_A_MESSAGE
from entrepot.gateways.ceb.raw import BYTES_A_MESSAGE, DEPTH
from entrepot.gateways.items import BYTES_A_BODY, ITEMS_A_BODY, LINES_AN_ITEM, VALUES_A_BODY
from entrepot.gateways.items import DEPTH as DEPTH_OF_ITEMS
from entrepot.project.wording import Text

_FIGURES = {
    "bytes": f"{BYTES_A_MESSAGE:,}",
    "documents": str(DOCUMENTS_A_MESSAGE),
    "depth": str(DEPTH),
    "body_bytes": f"{BYTES_A_BODY:,}",
    "items": f"{ITEMS_A_BODY:,}",
    "lines": str(LINES_AN_ITEM),
    "values": f"{VALUES_A_BODY:,}",
    "item_depth": str(DEPTH_OF_ITEMS),
}


class Said(NamedTuple):
    """One operation: in short, and in full."""

    summary: Text
    description: Text


def _filled(text: Text) -> Text:
    return Text(text.en.format(**_FIGURES), text.zh.format(**_FIGURES))


TITLE = Text("Entrepot API", "Entrepot 接口")
GENERAL = _filled(
    Text(
        "Send `Authorization: Bearer TOKEN`; a token acts for one firm, as far as its scopes reach, and sees what that "
        "firm may see. Sentences come in English or Chinese as Accept-Language asks. Whatever goes wrong is answered "
        "as application/problem+json. Amounts are text, never numbers. Times are UTC in answers; in documents they are "
        "written as the customs interface writes them, in China time. Limits: a message has at most {bytes} bytes, "
        "{documents} documents and elements nested {depth} deep; a JSON body at most {body_bytes} bytes, {items} items "
        "of {lines} lines, {values} values and values nested {item_depth} deep. Pages are read on with the cursor "
        "`next`: nothing is jumped over, and an empty page moves on too.",
        "请发送 `Authorization: Bearer 令牌`；令牌代表一家企业，在其权限范围内可见该企业可见的内容。"
        "文字按 Accept-Language 以中文或英文给出。所有错误均以 application/problem+json 回答。"
        "金额一律为文本，不用数字。回答中的时间为 UTC；单证中的时间按海关接口格式填写北京时间。"
        "限制：一个报文最多 {bytes} 字节、{documents} 份单证、元素嵌套 {depth} 层；"
        "一个 JSON 正文最多 {body_bytes} 字节、{items} 份单证（每份 {lines} 项表体）、"
        "{values} 个值、嵌套 {item_depth} 层。"
        "分页以 `next` 游标续读：不会遗漏，空页也会前移。",
    )
)

_ITEMS = _filled(
    Text(
        "Up to {items} documents in one body, their fields as in the field table; times and codes are written as in a "
        "customs message. Answered with 202 and a status address, whose `outcomes` has one entry for each item; with "
        "the header `Prefer: wait=SECONDS` (at most 10) with the outcomes themselves, if they are known by then. The "
        "same bytes again are answered with 200 and the same id.",
        "一次最多 {items} 份单证，字段按字段表；时间和代码的写法与海关报文相同。以 202 和状态地址回答，"
        "该地址的 `outcomes` 逐份给出结果；带请求头 `Prefer: wait=秒数`（最多 10）时，若届时已有结果则直接给出。"
        "相同字节再次发送以 200 和相同编号回答。",
    )
)

OPERATIONS: Mapping[str, Said] = {
    "post_message": Said(
        Text("Send a customs message", "发送海关报文"),
        _filled(
            Text(
                "One message (CEB303, 403, 505 or 603; of import 311, 411, 511, 513, 621, 623 or 625) as the body, "
                "byte for byte. It is kept and answered with 202; ask at its status address what became of it. The "
                "same bytes again are answered with 200 and the same id. At most {bytes} bytes.",
                "正文为一个报文（CEB303、403、505、603；进口 311、411、511、513、621、623、625）的原始字节。"
                "留存后以 202 回答；处理结果请查询状态地址。相同字节再次发送以 200 和相同编号回答。最多 {bytes} 字节。",
            )
        ),
    ),
    "read_messages": Said(
        Text("Messages that were read", "已读取的报文"),
        Text(
            "Messages and JSON bodies that your firm sent, in the order in which they were read.",
            "贵企业发送的报文和 JSON 正文，按读取顺序排列。",
        ),
    ),
    "read_message": Said(
        Text("What became of a message", "报文处理结果"),
        Text(
            "Its state, counts, the outcome of each document, each fault with its place and sentence, and the "
            "addresses of replies.",
            "状态、计数、每份单证的结果、每处错误的位置与说明，以及回执地址。",
        ),
    ),
    "post_orders": Said(Text("Send orders", "发送订单"), _ITEMS),
    "post_collection_slips": Said(Text("Send collection slips", "发送收款单"), _ITEMS),
    "post_waybills": Said(Text("Send waybills", "发送运单"), _ITEMS),
    "post_lists": Said(Text("Send declaration lists", "发送申报清单"), _ITEMS),
    "post_import_orders": Said(Text("Send orders of retail import", "发送零售进口订单"), _ITEMS),
    "post_payments": Said(Text("Send payments of retail import", "发送零售进口支付单"), _ITEMS),
    "post_import_waybills": Said(Text("Send waybills of retail import", "发送零售进口运单"), _ITEMS),
    "post_import_lists": Said(
        Text(
            "Send declaration lists of retail import, for a pre-check: unsigned",
            "发送零售进口清单（预检用，无签名）",
        ),
        _ITEMS,
    ),
    "read_replies": Said(
        Text("Replies to you", "给您的回执"),
        Text(
            "Replies 304, 404, 506 and 604 to your firm, in the order in which they were written.",
            "给贵企业的 304、404、506、604 回执，按生成顺序排列。",
        ),
    ),
    "read_reply": Said(
        Text("One reply", "一个回执"), Text("The reply as a customs message, byte for byte.", "回执报文的原始字节。")
    ),
    "read_decisions": Said(
        Text("Decisions on your lists", "清单的审核结果"),
        Text(
            "Pre-checks, decisions and replies on lists that your firm files or sells under, or a client sells under, "
            "in the order in which they were made, with what was found.",
            "贵企业申报或销售、或委托人销售的清单的预审、审核和回执结果，按作出顺序排列，并列明发现的问题。",
        ),
    ),
    "read_record": Said(
        Text("The record of an order", "订单记录"),
        Text(
            "All of one order that you may see: order, collection slips, waybills, lists, and each decision with its "
            "reasons in words. Write marketplace 无 as %E6%97%A0.",
            "一份订单中您可见的全部内容：订单、收款单、运单、清单，以及每次审核及其理由。"
            "电商平台“无”请写作 %E6%97%A0。",
        ),
    ),
    "post_webhook": Said(
        Text("Make a webhook", "创建通知地址"),
        Text(
            "Be told by POST that there is news: how much, and where to read on. Each delivery carries "
            "Entrepot-Timestamp and Entrepot-Signature: v1= and the HMAC-SHA256, in hexadecimal digits, of timestamp, "
            "a point and the body, with the secret given here. Answer 200 to 299; otherwise it comes again with "
            "growing pauses, eight times within two days. It may come twice: Entrepot-Delivery names it.",
            "以 POST 通知有新内容：数量及续读地址。每次通知带有 Entrepot-Timestamp 和 Entrepot-Signature："
            "v1= 加上以此处给出的密钥对“时间戳.正文”计算的 HMAC-SHA256（十六进制）。请回答 200 至 299；"
            "否则以递增间隔在两天内重发八次。同一通知可能重复，以 Entrepot-Delivery 识别。",
        ),
    ),
    "read_webhooks": Said(
        Text("Your webhooks", "您的通知地址"),
        Text("The webhooks of your firm and how they fare.", "贵企业的通知地址及其状况。"),
    ),
    "stop_webhook": Said(
        Text("Stop a webhook", "停用通知地址"), Text("Nothing more is told at its address.", "不再向该地址通知。")
    ),
}

# Sentences of the shapes, which stand there in English.
SHAPES: tuple[Text, ...] = (
    Text("Address that tells what became of it", "可查询处理结果的地址"),
    Text("Number of the certificate that signed it; empty: unsigned, or not taken", "签名证书编号；空：未签名或未接收"),
    Text("Number of the document or item, from 1; null: the message as a whole", "单证序号，从 1 起；null：整个报文"),
    Text(
        "Where it stands: the path in the message, or a JSON pointer into the body",
        "位置：报文中的路径，或正文中的 JSON 指针",
    ),
    Text("What was found there, cut at 200 characters", "该处的内容，最多 200 个字符"),
    Text(
        "What was expected, what was found, what to do; see Accept-Language",
        "应为什么、实为什么、如何处理；见 Accept-Language",
    ),
    Text("What was expected, what was found, what to do", "应为什么、实为什么、如何处理"),
    Text("One for each document, in their order; empty until the message is read", "按顺序每份单证一项；读取前为空"),
    Text("Whether there are more faults than are shown here", "是否还有未列出的错误"),
    Text("Addresses of the replies that were written when it was read", "读取时生成的回执的地址"),
    Text("Cursor: what comes after this page", "游标：本页之后的内容"),
    Text("Whether the next page has anything now", "下一页目前是否有内容"),
    Text("Address of the message itself", "报文本身的地址"),
    Text("Counts the decisions on one version of a list, from 1", "同一版本清单的审核次数，从 1 起"),
    Text("The officer who decided on a held list, else empty", "对布控清单作出决定的关员，其他情形为空"),
    Text("Official code of the reply, empty where there is none", "官方回执状态代码，没有则为空"),
    Text("Address of the record", "记录的地址"),
    Text("Who says so: name of the party, empty where you may not see it", "作出者的名称，您不可见时为空"),
    Text("http or https; told by POST", "http 或 https 地址；以 POST 通知"),
    Text("Deliveries that are still to be taken", "尚未送达的通知"),
    Text("Cursor: `next` of the page before; leave it out to begin", "游标：上一页的 `next`；从头读取时省略"),
    Text("How many at most", "最多多少项"),
    Text("Code of the seller, where several sellers have the number", "电商企业代码，用于多个电商企业有相同编号时"),
    Text("A message that is kept: ask at `status` what became of it.", "已留存的报文：请在 `status` 查询处理结果。"),
    Text("Something wrong, and what to do about it.", "一处错误及处理方法。"),
    Text("A message that you sent, and what became of its documents.", "您发送的报文及其单证的处理结果。"),
    Text(
        "A message with the outcome of each document, its faults and the replies that were written with it.",
        "报文及每份单证的结果、错误和同时生成的回执。",
    ),
    Text("Messages of yours in the order in which they were read.", "您的报文，按读取顺序排列。"),
    Text(
        "A reply to you: a customs message 304, 404, 506 or 604 of up to 100 documents.",
        "给您的回执：304、404、506 或 604 报文，最多 100 份。",
    ),
    Text("Replies in the order in which they were written.", "回执，按生成顺序排列。"),
    Text(
        "One check that failed or could not be made: facts. The record has the sentences.",
        "一项未通过或未能核对的检查：事实；文字见记录。",
    ),
    Text("A pre-check, decision or reply on one declaration list.", "一份申报清单的预审、审核或回执结果。"),
    Text("Decisions in the order in which they were made.", "审核结果，按作出顺序排列。"),
    Text("One line of an order.", "订单的一项商品。"),
    Text("What all versions of documents have.", "单证各版本共有的内容。"),
    Text("A version of the order.", "订单的一个版本。"),
    Text("A version of a collection slip.", "收款单的一个版本。"),
    Text("A version of a waybill.", "运单的一个版本。"),
    Text("A figure that a rule used.", "规则所用的参数。"),
    Text(
        "A finding in words, with the figures in force; see Accept-Language.",
        "以文字说明的发现及当时有效的参数；见 Accept-Language。",
    ),
    Text("A pre-check, decision or reply, explained.", "预审、审核或回执结果及其说明。"),
    Text("One line of a declaration list.", "申报清单的一项商品。"),
    Text(
        "The current version of a declaration list, where it stands, and the decisions on it.",
        "申报清单的现行版本、状态及其审核结果。",
    ),
    Text(
        "All of one order that you may see. Versions oldest first; lists at their current version.",
        "一份订单中您可见的全部内容。版本由旧到新；清单为现行版本。",
    ),
    Text("An address to be told at, and of what.", "通知地址及通知内容。"),
    Text("The secret signs what is sent; it is shown now and never again.", "密钥用于签名，仅在此时显示一次。"),
    Text("A webhook and how it fares.", "一个通知地址及其状况。"),
    Text("The webhooks of your firm.", "贵企业的通知地址。"),
    Text(
        "What went wrong (RFC 9457), in the language of Accept-Language.",
        "出错说明（RFC 9457），语言按 Accept-Language。",
    ),
)
