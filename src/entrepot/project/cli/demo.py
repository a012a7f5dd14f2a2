"""The practice world on the command line; refused outside practice folders."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Text

LOADING = Text("PRACTICE · 练习: loading the practice world", "PRACTICE · 练习：载入练习数据")
LOADED = Text("PRACTICE · 练习: {sets} sets came in and were decided", "PRACTICE · 练习：{sets} 组单证已接收并审核")
FIRST_RECORD = Text("  One on its way: entrepot record {order_no}", "  在途的一份：entrepot record {order_no}")
SIGN_IN = Text("  Sign in as {people}: entrepot link officer", "  以 {people} 登录：entrepot link officer")
ARRIVED = Text("PRACTICE · 练习: {sets} sets arrived", "PRACTICE · 练习：{sets} 组单证已到达")
CAME_BEFORE = Text(
    "PRACTICE · 练习: these sets came before; nothing sent", "PRACTICE · 练习：这些单证此前已到达，未再发送"
)
FEEDING = Text("Sending", "发送")
FED = Text("PRACTICE · 练习: {sets} sets sent", "PRACTICE · 练习：已发送 {sets} 组单证")
SECONDS_HELP = Text("For how long, at most ten minutes", "持续秒数，最多十分钟")


def load_if_empty(context: Context) -> bool:
    """Load the practice world into a practice folder that nothing has come into yet; whether that was done."""
    from entrepot.project.line import demo
    from entrepot.project.line.setting import open_setting

    if context.station != "practice":
        return False
    with open_setting() as setting:
        if not demo.is_empty(setting):
            return False
        context.note(LOADING.say())
        demo.load(setting, now=datetime.now(UTC))
    return True


def way_in(now: datetime) -> str:
    """The path of a link that signs the practice seller in once and opens the first record; empty without that person.

    It is good for 15 minutes, as every link that signs somebody in.
    """
    from urllib.parse import quote

    from entrepot.modules.parties import api as parties
    from entrepot.project.practice.firms import MARKETPLACE
    from entrepot.project.practice.hamburg import ORDER_NO

    try:
        path = parties.commands.link(username="seller", now=now)
    except parties.UnableToChangePeople:  # a folder without the practice world
        return ""
    return f"{path}?next={quote(f'/records/{MARKETPLACE.customs_code}/{ORDER_NO}/')}"


@command(stations=("practice",))
def reset(context: Context) -> Result:
    """Empty the practice folder of documents and load the practice world again."""
    from entrepot.project.line import arrivals, demo
    from entrepot.project.line.setting import open_setting
    from entrepot.project.practice.hamburg import ORDER_NO

    now = datetime.now(UTC)
    with open_setting() as setting:
        demo.begin_again(setting)
        sets = demo.load(setting, now=now) + demo.SETS_THAT_ARRIVE
        demo.send(setting, arrivals.sets_that_arrive(setting, now=now), now=now)
        demo.settle(setting, now=now)
    people = [username for username, _, _ in demo.PEOPLE]
    context.say(LOADED, sets=sets)
    context.say(FIRST_RECORD, order_no=ORDER_NO)
    context.say(SIGN_IN, people=", ".join(people))
    return {"sets": sets, "order_no": ORDER_NO, "people": people}


@command(stations=("practice",))
def arrive(context: Context) -> Result:
    """The sets of the first three minutes, one after the other; nothing if they came before. `up --demo` starts it."""
    from entrepot.project.cli.people import address_of
    from entrepot.project.line import arrivals, demo
    from entrepot.project.line.setting import open_setting

    with open_setting() as setting:
        alone = not address_of(context)
        with context.progress(FEEDING, demo.SETS_THAT_ARRIVE) as advance:
            sets = arrivals.arrive(setting, clock=lambda: datetime.now(UTC), tell=advance)
        if alone:
            demo.settle(setting, now=datetime.now(UTC))
    context.say(ARRIVED if sets else CAME_BEFORE, sets=sets)
    return {"sets": sets}


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
