"""Why something was not done: one sentence a reason, in English and Chinese, with the same placeholders."""

from collections.abc import Mapping
from datetime import datetime
from string import Formatter

from entrepot.modules.parties.days import CHINA

# reason → (English, Chinese): what was expected, what was found, what to do.
SENTENCES: dict[str, tuple[str, str]] = {
    # signing in
    "sign_in_wrong": (
        "Name and password do not fit together. Check both, or ask for a sign-in link.",
        "登录名与密码不符。请检查两者，或索取登录链接。",
    ),
    "sign_in_too_many": (
        "Too many tries. The next one is possible at {retry_at}.",
        "尝试次数过多。{retry_at} 起可再次尝试。",
    ),
    "link_spent": (
        "This link was used, has expired or is incomplete. It works once, for {minutes} minutes: ask for a new one.",
        "此登录链接已使用、已过期或不完整。链接仅可使用一次，{minutes} 分钟内有效：请索取新链接。",
    ),
    "token_scope": (
        "This needs a token with the scope {needed}; yours has {held}. Make one that has it.",
        "此操作需要权限为 {needed} 的令牌，您的令牌权限为 {held}。请新建具有该权限的令牌。",
    ),
    "tokens_too_many": (
        "Expected fewer than {most} tokens of a firm that are good at a time. Revoke some that nobody uses.",
        "一家企业同时有效的令牌须少于 {most} 个。请先撤销不再使用的令牌。",
    ),
    # people
    "username_form": (
        "A username has 1 to 60 characters without spaces and @; found “{username}”. Choose another.",
        "用户名为 1 至 60 个字符，不含空格和 @；收到“{username}”。请另选。",
    ),
    "username_taken": (
        "The username or address “{username}” is already in use. Choose another.",
        "用户名或邮箱“{username}”已被使用。请另选。",
    ),
    "password_weak": (
        "Expected a password of at least {least} characters that is neither common nor your name. Choose a longer one.",
        "密码须至少 {least} 个字符，且不得为常见密码或您的名称。请选择更长的密码。",
    ),
    "person_name": (
        "Expected a name of 1 to {most} characters; found {found} characters. Enter a shorter or longer one.",
        "姓名须为 1 至 {most} 个字符，收到 {found} 个。请更改后重试。",
    ),
    "person_unknown": (
        "Nobody here has the username “{username}”. Check the spelling.",
        "没有用户名为“{username}”的人员。请检查拼写。",
    ),
    "member_already": (
        "{person} already works in {firm} on that day. End that membership first.",
        "{person} 当日已是 {firm} 的成员。请先终止该成员关系。",
    ),
    "place": (
        "This needs the place {needed} in the firm; found {held}. Ask an administrator of the firm.",
        "此操作需要在企业中担任 {needed}，当前为 {held}。请联系企业管理员。",
    ),
    # firms
    "name_missing": (
        "A firm needs a name in Chinese or English; found none. Give one.",
        "企业须有中文或英文名称，未提供。请填写。",
    ),
    "code_form": (
        "Expected a customs code of 10 or a valid credit code of 18 characters; found “{code}”. Look at the licence.",
        "应为 10 位海关编码或校验位正确的 18 位统一社会信用代码；收到“{code}”。请照证书抄录。",
    ),
    "code_unknown": (
        "No firm here has the code {code}. Check it, or register the firm first.",
        "没有代码为 {code} 的企业。请检查代码，或先登记企业。",
    ),
    "code_taken": (
        "The code {code} belongs to another firm. If it is yours, apply for a filing with the authority.",
        "代码 {code} 已属于其他企业。如为贵企业代码，请向主管机关申请备案。",
    ),
    "code_provisional": (
        "The code {code} was named in documents before. Its party is claimed by an approved filing only: state it.",
        "代码 {code} 此前已在单证中出现，须经通过的备案方可认领。请提供备案信息。",
    ),
    "role_unknown": (
        "Expected one of the roles {roles}; found “{role}”.",
        "应为下列角色之一：{roles}；收到“{role}”。",
    ),
    "filing_decided": (
        "This filing was decided before ({state}). Apply for a new one.",
        "该备案此前已有结论（{state}）。请重新申请。",
    ),
    "filing_open": (
        "You applied for {code} with this authority already. Wait for its answer.",
        "您已就 {code} 向该主管机关提出备案申请，请等待答复。",
    ),
    "filing_number": (
        "An approved filing has the number under which the authority keeps it; found none. Give one.",
        "通过的备案须有主管机关的备案编号，未提供。请填写。",
    ),
    "filing_reason": (
        "A refusal says why; found no reason. Write one: the applicant reads it.",
        "不予备案须说明原因，未提供。请填写，申请人可见。",
    ),
    "filing_reason_long": (
        "Expected at most {most} characters, found {found}. Say it in fewer.",
        "最多 {most} 个字符，收到 {found} 个。请精简。",
    ),
    "no_authority": (
        "Filings are made with an authority of this station only. Choose one of them.",
        "只能向本站的主管机关申请备案。请选择其一。",
    ),
    "certificate_known": (
        "The certificate is on file as number {id} from {valid_from} to {last}. End that entry before you file others.",
        "该证书已登记，编号 {id}，自 {valid_from} 至 {last} 有效。如需更改，请先终止该条登记。",
    ),
    "not_the_authority": (
        "Only the authority that the filing was made with decides on it.",
        "备案仅可由受理的主管机关作出决定。",
    ),
    "period_empty": (
        "Expected a period that ends after it begins; found {valid_from} to {valid_until}.",
        "期间的终止日须晚于起始日；收到 {valid_from} 至 {valid_until}。",
    ),
    "scope_unknown": (
        "Expected some of {allowed}; found “{found}”.",
        "应为下列各项中的一项或多项：{allowed}；收到“{found}”。",
    ),
    "power_of_self": (
        "A firm needs no power of attorney for itself. Name another firm as agent.",
        "企业无须授权自身。请指定其他企业为代理人。",
    ),
    "end_not_later": (
        "Expected a day after today on which it no longer holds; found {found}. To end it today, name no day.",
        "终止日应晚于今日；收到 {found}。如需今日终止，请不填日期。",
    ),
    "already_ended": (
        "It is not there for you, or it was revoked before. Nothing was changed.",
        "不存在、对您不可见或此前已撤销。未作任何更改。",
    ),
    # sharing
    "share_with_self": (
        "The record is yours already. Name another firm.",
        "该记录本属贵企业。请指定其他企业。",
    ),
    "share_over": (
        "Expected a time in the future until which the record is shared; found {valid_until}.",
        "共享截止时间须晚于当前时间；收到 {valid_until}。",
    ),
    "look_not_open": (
        "The grant does not open {parts} now. Ask the owner of the record.",
        "该共享目前未开放 {parts}。请联系记录所有者。",
    ),
    # station
    "station_made": (
        "This data folder is a {kind} station for life. Make a new data folder for another.",
        "此数据目录终身为 {kind} 站。如需其他类型，请新建数据目录。",
    ),
    # packages
    "package_form": (
        "This is no signed package: {found}. Get the file again from its sender.",
        "这不是签名数据包：{found}。请向发送方重新获取文件。",
    ),
    "package_changed": (
        "The signature does not fit: the file was changed after it was signed, or damaged. Do not rely on it.",
        "签名与内容不符：文件在签名后被更改或已损坏。请勿采信。",
    ),
}


class Unable(Exception):
    """Something was not done and nothing was changed. `reason`: a key of `sentences`; `facts` fill its placeholders.

    A fact that is said differently in the two languages is a pair: English, Chinese.
    """

    sentences: Mapping[str, tuple[str, str]] = SENTENCES

    def __init__(self, reason: str, **facts: object) -> None:
        self.reason = reason
        self.facts = facts
        super().__init__(self.sentence("en"))

    def sentence(self, language: str) -> str:
        """What to tell the reader: Chinese for languages that begin with zh, else English."""
        chinese = language.startswith("zh")
        facts = {name: fact[chinese] if isinstance(fact, tuple) else fact for name, fact in self.facts.items()}
        return self.sentences[self.reason][chinese].format(**facts)


class UnableToSignIn(Unable):
    """The name, the password or the link does not fit, or there were too many tries (`retry_at`: until when)."""

    def __init__(self, reason: str, *, retry_at: datetime | None = None, **facts: object) -> None:
        self.retry_at = retry_at
        if retry_at is not None:
            facts["retry_at"] = f"{retry_at.astimezone(CHINA):%Y-%m-%d %H:%M:%S} UTC+8"
        super().__init__(reason, **facts)


class UnableToUseToken(Unable):
    """The token does not reach so far."""


class UnableToChangePeople(Unable):
    """A person, a password or a membership cannot be as asked."""


class UnableToAct(Unable):
    """The person may not do this for the firm."""


class UnableToUseCode(Unable):
    """A code is none, or is not theirs."""


class UnableToRegister(Unable):
    """A firm, a role or a filing cannot be as asked."""


class UnableToEmpower(Unable):
    """A power of attorney cannot be given or ended so."""


class UnableToShare(Unable):
    """A grant cannot be given, ended or used so."""


class UnableToMakeStation(Unable):
    """The station is made already."""


class UnableToVerify(Unable):
    """A package is not what it says."""


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}
