"""Every problem that the API can have, with its sentences: data."""

from collections.abc import Mapping
from dataclasses import dataclass

from entrepot.project.wording import Text


@dataclass(frozen=True)
class Kind:
    """One kind of problem: HTTP status, its title, and what was expected, found and is to be done."""

    status: int
    title: Text
    detail: Text


KINDS: Mapping[str, Kind] = {
    "bad-request": Kind(
        400,
        Text("The request cannot be read", "请求无法读取"),
        Text("Expected a request as HTTP describes it; correct it.", "请求应符合 HTTP 规范；请更正。"),
    ),
    "unknown-host": Kind(
        400,
        Text("Not asked under a name of this station", "访问所用主机名不属于本站"),
        Text(
            "Expected a host name of this station, found {found}; use one of its names, or let whoever runs the "
            "station add it to ENTREPOT_HOSTS.",
            "应使用本站的主机名，实为 {found}；请改用本站主机名，或由运维人员加入 ENTREPOT_HOSTS。",
        ),
    ),
    "empty": Kind(
        400,
        Text("Nothing was sent", "未发送内容"),
        Text(
            "Expected a body, found none; send the message as the body.",
            "应有请求正文，实际没有；请将报文作为正文发送。",
        ),
    ),
    "cut-off": Kind(
        400,
        Text("The body is not whole", "正文不完整"),
        Text(
            "Expected {expected} bytes as Content-Length says, found {found}; send the body again whole.",
            "按 Content-Length 应有 {expected} 字节，实为 {found} 字节；请重新完整发送。",
        ),
    ),
    "bad-cursor": Kind(
        400,
        Text("The cursor is not one of ours", "游标无效"),
        Text(
            "Expected in `after` a cursor that this address gave as `next`, found {found}; use it unchanged, or leave "
            "`after` out to begin again.",
            "`after` 应为本地址返回的 `next` 值，实为 {found}；请原样使用，或去掉 `after` 从头读取。",
        ),
    ),
    "unreadable-items": Kind(
        400,
        Text("The body cannot be read", "正文无法读取"),
        Text("The items were not read. {sentence}", "未读取任何单证。{sentence}"),
    ),
    "no-token": Kind(
        401,
        Text("No token", "未提供令牌"),
        Text(
            "Expected the header Authorization: Bearer TOKEN, found {found}; send the token that your firm made.",
            "应有请求头 Authorization: Bearer 令牌，实为 {found}；请发送贵企业创建的令牌。",
        ),
    ),
    "unknown-token": Kind(
        401,
        Text("The token is not good", "令牌无效"),
        Text(
            "Expected a token in force, found one that is unknown, expired or revoked; make a new one.",
            "令牌应有效，实为未知、已过期或已撤销；请新建令牌。",
        ),
    ),
    "token-scope": Kind(
        403,
        Text("The token does not reach so far", "令牌权限不足"),
        Text(
            "Expected a token with the scope {needed}, found one with {held}; make one that has it.",
            "令牌应有权限 {needed}，实有 {held}；请新建具有该权限的令牌。",
        ),
    ),
    "not-of-the-firm": Kind(
        403,
        Text("The token acts for a firm that its maker has left", "令牌创建人已不属于该企业"),
        Text(
            "Expected a token of somebody who works in the firm today, found that this membership has ended; let a "
            "member make a new token.",
            "令牌创建人今日应属于该企业，实际成员关系已终止；请由在职成员新建令牌。",
        ),
    ),
    "not-for-you": Kind(
        403,
        Text("Only for the station itself", "仅限本站"),
        Text(
            "Expected a request from this machine, or a token of the station's own firm with the scope metrics:read; "
            "ask whoever runs the station.",
            "应从本机访问，或使用本站所属企业具有 metrics:read 权限的令牌；请联系本站运维人员。",
        ),
    ),
    "not-found": Kind(
        404,
        Text("Nothing there for you", "没有您可见的内容"),
        Text(
            "Expected something that exists and that you may see, found nothing; check the address.",
            "应为存在且您可见的内容，实际没有；请检查地址。",
        ),
    ),
    "gone": Kind(
        410,
        Text("No longer there", "内容已不存在"),
        Text(
            "Expected bytes that still open, found them sealed by a key that is gone: their retention has ended, or the"
            " station was restored without its secret. What was decided remains; ask for the record instead.",
            "原文应可开启，实际所用密钥已不存在：保存期限已满，或本站恢复时未带密钥。审核结果仍在；请改为查询记录。",
        ),
    ),
    "method": Kind(
        405,
        Text("Not asked in this way", "请求方法不适用"),
        Text(
            "Expected one of {allowed}, found {found}; see the description.",
            "应为 {allowed} 之一，实为 {found}；请参阅接口说明。",
        ),
    ),
    "sent-elsewhere": Kind(
        409,
        Text("The same bytes were sent as something else", "相同内容曾以其他用途发送"),
        Text(
            "Expected bytes that were not sent before to another address, found them sent to {found}; look at that "
            "message, or send other content.",
            "相同字节此前不应发送到其他地址，实际曾发送到 {found}；请查看该报文，或发送其他内容。",
        ),
    ),
    "several-sellers": Kind(
        409,
        Text("Several sellers have this number", "多个电商企业有此编号"),
        Text(
            "Expected one order, found one each of the sellers {found}; add ?seller=CODE.",
            "应只有一份订单，实际电商企业 {found} 各有一份；请加上 ?seller=企业代码。",
        ),
    ),
    "too-many-webhooks": Kind(
        409,
        Text("Enough webhooks", "通知地址过多"),
        Text(
            "Expected at most {most} webhooks of a firm; stop one before making another.",
            "每家企业最多 {most} 个通知地址；请先停用一个。",
        ),
    ),
    "no-length": Kind(
        411,
        Text("The length of the body is not told", "未说明正文长度"),
        Text(
            "Expected the header Content-Length, found none; send it.",
            "应有请求头 Content-Length，实际没有；请补充。",
        ),
    ),
    "too-large": Kind(
        413,
        Text("The body is too large", "正文过大"),
        Text(
            "Expected at most {limit} bytes, found {found}; split it into several.",
            "应不超过 {limit} 字节，实为 {found} 字节；请拆分后分别发送。",
        ),
    ),
    "media-type": Kind(
        415,
        Text("Not in this form", "格式不受理"),
        Text(
            "Expected {expected}, not compressed, found {found}; send it so.",
            "应为未压缩的 {expected}，实为 {found}；请按此发送。",
        ),
    ),
    "bad-parameter": Kind(
        422,
        Text("A value is not as described", "参数不符合说明"),
        Text(
            "Expected values as described, found others at {found}; see `errors`.",
            "参数应符合说明，{found} 不符；详见 `errors`。",
        ),
    ),
    "bad-webhook": Kind(
        422,
        Text("Nothing is told at this address", "不能向此地址发送通知"),
        Text("No webhook was made. {sentence}", "未创建通知地址。{sentence}"),
    ),
    "failed": Kind(
        500,
        Text("A fault of ours", "系统故障"),
        Text(
            "Something here failed; nothing of your request was kept. Try again, and tell whoever runs the station.",
            "系统内部出错；您的请求未被保存。请重试，并告知本站运维人员。",
        ),
    ),
    "unavailable": Kind(
        503,
        Text("The database does not answer", "数据库无响应"),
        Text(
            "Expected the database to answer, found that it does not now; try again soon.",
            "数据库应能响应，目前没有；请稍后重试。",
        ),
    ),
}
