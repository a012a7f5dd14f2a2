"""The programme on the command line: `mission`."""

from typing import Any

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text, language

A_LINE = Text("\n{number}. {name}", "\n{number}. {name}")
A_TARGET = Text("   {says}: {state}", "   {says}：{state}")
PUBLISHED = Text("   published: {says} ({as_of}; {source})", "   已公布：{says}（{as_of}；{source}）")
NOT_KNOWN = Text("   published: not known to us", "   已公布：尚不掌握")
COUNTED = Text(
    "   counted here: {label}: practice {practice}, live {live}", "   本站统计：{label}：练习 {practice}，实际 {live}"
)
DO_IT = Text("   do it: entrepot {command} – {does}", "   操作：entrepot {command} – {does}")
MISSING = Text("   not here yet: {missing}", "   尚未实现：{missing}")
STATES = {
    "met": Text("met", "已实现"),
    "missed": Text("missed", "未实现"),
    "open": Text("open", "进行中"),
    "unknown": Text("not known to us", "尚不掌握"),
}


@command()
def mission(context: Context) -> Result:
    """What the programme asks for, line by line: done here, counted here, published, and how it stands."""
    from entrepot.modules.insights import api as insights
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.setting import open_setting
    from entrepot.project.portal.mission.telling import told

    with open_setting() as setting:
        insights.recount(setting.connection, now=context.now)
    today = parties.china_day(context.now)
    lines = told(language(), today, insights.figures(using="owner"))
    for line in lines:
        _tell(context, line)
    return {"today": today, "lines": lines}


def _tell(context: Context, line: dict[str, Any]) -> None:
    context.say(A_LINE, **{name: line[name] for name in ("number", "name")})
    context.show(f"   {line['asked']}")
    for target in line["targets"]:
        context.say(A_TARGET, says=target["says"], state=STATES[target["state"]].say())
    for one in line["published"]:
        context.say(PUBLISHED, **{name: one[name] for name in ("says", "as_of", "source")})
    if not line["published"]:
        context.say(NOT_KNOWN)
    for figure in line["figures"]:
        context.say(COUNTED, **{name: figure[name] for name in ("label", "practice", "live")})
    for action in line["actions"]:
        context.say(DO_IT, **{name: action[name] for name in ("command", "does")})
    if line["missing"]:
        context.say(MISSING, missing=line["missing"])
