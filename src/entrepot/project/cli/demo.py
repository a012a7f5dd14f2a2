"""The practice world on the command line; refused outside practice folders."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text

LOADING = Text("PRACTICE · 练习: loading the practice world", "PRACTICE · 练习：载入练习数据")
LOADED = Text("PRACTICE · 练习: {sets} sets came in and were decided", "PRACTICE · 练习：{sets} 组单证已接收并审核")
FIRST_RECORD = Text("  One on its way: entrepot record {order_no}", "  在途的一份：entrepot record {order_no}")
SIGN_IN = Text(
    "  Sign in as officer, seller, broker, marketplace or carrier: entrepot link officer",
    "  以 officer（关员）、seller、broker、marketplace 或 carrier 登录：entrepot link officer",
)
FEEDING = Text("Sending", "发送")
FED = Text("PRACTICE · 练习: {sets} sets sent", "PRACTICE · 练习：已发送 {sets} 组单证")
SECONDS_HELP = Text("For how long, at most ten minutes", "持续秒数，最多十分钟")


def load_if_empty(context: Context) -> None:
    """Load the practice world into a practice folder that nothing has come into yet."""
    from entrepot.project.line import demo
    from entrepot.project.line.setting import open_setting

    if context.station != "practice":
        return
    with open_setting() as setting:
        if demo.is_empty(setting):
            context.note(LOADING.say())
            demo.load(setting, now=datetime.now(UTC))


@command(stations=("practice",))
def reset(context: Context) -> Result:
    """Empty the practice folder of documents and load the practice world again."""
    from entrepot.project.line import demo
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice.hamburg import ORDER_NO

    with open_setting() as setting:
        demo.begin_again(setting)
        sets = demo.load(setting, now=datetime.now(UTC))
    context.say(LOADED, sets=sets)
    context.say(FIRST_RECORD, order_no=ORDER_NO)
    context.say(SIGN_IN)
    return {"sets": sets, "order_no": ORDER_NO, "people": [username for username, _, _ in demo.PEOPLE]}


@command(stations=("practice",))
def feed(
    context: Context,
    seconds: Annotated[int, typer.Option("--seconds", min=1, max=600, help=SECONDS_HELP.say())] = 60,
) -> Result:
    """Send new practice sets, some every second, as their senders would."""
    from entrepot.project.cli.people import address_of
    from entrepot.project.line import demo
    from entrepot.project.line.setting import open_setting

    alone = not address_of(context)
    with open_setting() as setting, context.progress(FEEDING, seconds) as advance:
        sets = demo.feed(setting, seconds=seconds, clock=lambda: datetime.now(UTC), alone=alone, tell=advance)
    context.say(FED, sets=sets)
    return {"sets": sets}
