"""Load the world of the first five minutes: python -m tests.browser.first_record FOLDER; its key goes to FOLDER.

The environment names the database. Prints as JSON: person → paths of links that sign in, once each.
"""

import json
import sys
from pathlib import Path

from entrepot.project.server.schema import set_up_django

LINKS = 5  # a person


def main(folder: Path) -> None:
    """Load, and print the links."""
    set_up_django()
    from entrepot.project.line import demo
    from tests.factories.newcomer import link_of, loaded

    with loaded(folder):
        print(json.dumps({person: [link_of(person) for _ in range(LINKS)] for person, *_ in demo.PEOPLE}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
