"""The world of the first five minutes: python -m tests.browser.first_record FOLDER loads it; its key goes to FOLDER.

The environment names the database. Prints as JSON: person → paths of links that sign in, once each. With `work` after
FOLDER it does instead what the workers of a running station do; with `hand-over ORDER CODE` it signs the record of that
order and takes it in for the firm with that code, with `statement ORDER FILE CODE` it writes a made-up statement of the
account of that firm, on which the order is paid.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from entrepot.project.server.schema import set_up_django

LINKS = 5  # a person
LONGER = timedelta(hours=3)  # a folder of tests may take longer than the 15 minutes that a link lives


def main(folder: Path) -> None:
    """Load, and print the links."""
    set_up_django()
    from entrepot.modules.parties import api as parties
    from entrepot.modules.parties.models import SignInLink
    from tests.factories.newcomer import link_of, loaded

    with loaded(folder):
        people = parties.Person.objects.using("owner").values_list("username", flat=True)
        links = {person: [link_of(person) for _ in range(LINKS)] for person in people}
        SignInLink.objects.using("owner").update(expires_at=datetime.now(UTC) + LONGER)
        print(json.dumps(links))


def work(folder: Path) -> None:
    """Read what was sent, judge, write what officers decided, and decide on containers, until nothing is left to do."""
    os.environ["ENTREPOT_DATA"] = str(folder)
    set_up_django()
    from entrepot.modules.market_procurement import api as market
    from entrepot.project.line import demo
    from entrepot.project.line.reviewing import review_some
    from entrepot.project.line.setting import open_setting

    now = datetime.now(UTC)
    with open_setting() as setting:
        demo.settle(setting, now=now)
        while review_some(setting, now=now):
            pass
    market.decide_due(now=now)


def hand_over(folder: Path, order_no: str, code: str) -> None:
    """As `entrepot share` and `entrepot receive` do."""
    os.environ["ENTREPOT_DATA"] = str(folder)
    set_up_django()
    from entrepot.project.cli.exchange import receive
    from entrepot.project.cli.sharing import share
    from entrepot.project.server import account
    from entrepot.project.server.folder import DataFolder
    from tests.modules.cli.conftest import Station

    station, package = Station(folder), folder / f"{order_no}.json"
    station.now = datetime.now(UTC)
    me = account.Account("", os.getuid(), os.getgid(), changes_user=False)
    DataFolder(folder).make("practice", me, now=station.now)  # the pages alone need none
    nobody: dict[str, None] = {"to": None, "until": None, "seller": None, "revoke": None}
    station.run(share, record=order_no, file=package, form="package", parts="order,customs", **nobody)
    station.run(receive, file=package, fingerprint=None, owner=code)


def statement(folder: Path, order_no: str, file: Path, code: str) -> None:
    """As `entrepot statement practice` does."""
    os.environ["ENTREPOT_DATA"] = str(folder)
    set_up_django()
    from entrepot.project.cli.statements import practice
    from tests.modules.cli.conftest import Station

    station = Station(folder)
    station.now = datetime.now(UTC)
    station.run(practice, orders=[order_no], by=code, out=file)


if __name__ == "__main__":
    match sys.argv[2:]:
        case ["work"]:
            work(Path(sys.argv[1]))
        case ["hand-over", order, firm]:
            hand_over(Path(sys.argv[1]), order, firm)
        case ["statement", order, file, firm]:
            statement(Path(sys.argv[1]), order, Path(file), firm)
        case _:
            main(Path(sys.argv[1]))
