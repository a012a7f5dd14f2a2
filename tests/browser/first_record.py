"""The world of the first five minutes: python -m tests.browser.first_record FOLDER loads it; its key goes to FOLDER.

The environment names the database. Prints as JSON: person → paths of links that sign in, once each. With `work` after
FOLDER it does instead what the workers of a running station do.
"""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from entrepot.project.server.schema import set_up_django

LINKS = 5  # a person


def main(folder: Path) -> None:
    """Load, and print the links."""
    set_up_django()
    from entrepot.modules.parties import api as parties
    from tests.factories.newcomer import link_of, loaded

    with loaded(folder):
        people = parties.Person.objects.using("owner").values_list("username", flat=True)
        print(json.dumps({person: [link_of(person) for _ in range(LINKS)] for person in people}))


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


if __name__ == "__main__":
    (work if sys.argv[2:] == ["work"] else main)(Path(sys.argv[1]))
