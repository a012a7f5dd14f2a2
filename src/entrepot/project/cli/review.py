"""Decide on a held list from the command line, where lists are decided."""

from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.cli.record import COP_HELP, FILER_HELP, NO_LIST, WHICH_LIST
from entrepot.project.spoken import words
from entrepot.project.wording import Refusal, Text, as_said

RELEASE_HELP = Text("Release the list", "放行该清单")
REFUSE_HELP = Text(
    "Refuse the list, with one of the reasons V01, V02 …: see the guide “Review and inspect”",
    "退回该清单，并写明原因代码 V01、V02 等，见指南“Review and inspect”",
)
FOUND_HELP = Text("What was looked at and found; agent and seller read it", "查核情况；申报企业和电商企业可见")
ONE_OF_TWO = Text(
    "Expected one of --release and --refuse REASON, found {count} of them.",
    "应给出 --release 或 --refuse 原因 其中之一，实为 {count} 个。",
)
DECIDED = Text("{cop_no}: {state}. The reply has been written.", "{cop_no}：{state}。回执已生成。")
SOON = Text(
    "{cop_no}: the decision is kept; a worker that is at the list now writes it.",
    "{cop_no}：决定已保存，正由工作进程写入。",
)


@command(stations=("deciding", "practice"))
def review(
    context: Context,
    cop_no: Annotated[str, typer.Argument(help=COP_HELP.say())],
    found: Annotated[str, typer.Option("--found", metavar="TEXT", help=FOUND_HELP.say())],
    release: Annotated[bool, typer.Option("--release", help=RELEASE_HELP.say())] = False,
    refuse: Annotated[str | None, typer.Option("--refuse", metavar="REASON", help=REFUSE_HELP.say())] = None,
    filer: Annotated[str | None, typer.Option("--filer", metavar="CODE", help=FILER_HELP.say())] = None,
) -> Result:
    """Decide on a held list: released, or refused for a reason, with what was found."""
    from entrepot.modules.declarations import api as declarations
    from entrepot.modules.declarations.api import Review, UnableToReview
    from entrepot.modules.parties import api as parties
    from entrepot.project.line.reviewing import review_some
    from entrepot.project.line.setting import open_setting

    if release == (refuse is not None):
        raise typer.BadParameter(ONE_OF_TWO.say(count=2 * release))
    party = None if filer is None else parties.known_code(filer, using="owner") or 0
    with open_setting() as setting:
        numbered = declarations.lists_numbered(setting.lookups, cop_no, party)
        if not numbered:
            raise Refusal(NO_LIST, cop_no=cop_no)
        if len(numbered) > 1:
            agents = ", ".join(f"{one.agent_code} {one.agent_name}" for one in numbered)
            raise Refusal(WHICH_LIST, cop_no=cop_no, count=len(numbered), agents=agents)
        (one,) = numbered
        holding = declarations.held_by(one.order_no, one.list_id, using="owner")
        verdict = "released" if release else "refused"
        asked = Review(one.order_no, one.list_id, holding, verdict, refuse or "", found)
        card = parties.station(setting.lookups)
        name = "" if card is None else card.owner_en or card.owner_zh
        acting = parties.Acting(setting.owner_id)
        try:
            declarations.ask_review(review=asked, acting=acting, name=name, now=context.now, using="owner")
        except UnableToReview as error:
            raise Refusal(as_said(error.sentence("en"), error.sentence("zh"))) from error
        review_some(setting, now=context.now)
        (now_is,) = declarations.lists_numbered(setting.lookups, cop_no, one.filer_id)
    said = SOON if now_is.state == "held" else DECIDED
    context.say(said, cop_no=cop_no, state=words.STATES[now_is.state].say())
    return {"cop_no": cop_no, "order_no": one.order_no, "state": now_is.state, "reason": refuse or "", "found": found}
