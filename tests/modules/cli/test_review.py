"""`review` decides on a held list, and refuses what nobody can decide."""

import pytest

from entrepot.modules.parties import api as parties
from entrepot.project.cli.review import review
from entrepot.project.line import station as stations
from entrepot.project.wording import Refusal
from tests.databases import Database
from tests.factories.line import NOW, Line, some_sets
from tests.factories.review import hold
from tests.modules.cli.conftest import Station

NOTHING = {"release": False, "refuse": None, "filer": None}


@pytest.fixture
def line(practice: Station, db: Database) -> Line:
    opened = Line.opened(db.owner, some_sets(20))
    if parties.station(opened.setting.lookups) is None:
        parties.create_station(kind="practice", owner_id=opened.setting.owner_id, signing_key="0" * 64, now=NOW)
    assert stations.the_station(opened.setting.lookups).owner_id == opened.setting.owner_id
    return opened


def test_a_held_list_is_released_or_refused_and_says_so(practice: Station, line: Line) -> None:
    one, other = hold(line, "red", number=1), hold(line, "yellow", number=2)
    done = practice.run(review, cop_no=one.cop_no, found="开箱查验，一致", **{**NOTHING, "release": True})
    assert (done["state"], done["order_no"]) == ("released", one.order_no)
    done = practice.run(review, cop_no=other.cop_no, found="发票不符", **{**NOTHING, "refuse": "V01"})
    assert (done["state"], done["reason"]) == ("refused", "V01")
    assert line.states() == {"released": 1, "refused": 1}
    with pytest.raises(Refusal, match="in the state “released”"):
        practice.run(review, cop_no=one.cop_no, found="再看", **{**NOTHING, "release": True})
    line.close()


def test_an_unknown_number_or_reason_changes_nothing(practice: Station, line: Line) -> None:
    held = hold(line, "red", number=1)
    with pytest.raises(Refusal, match="Check the number"):
        practice.run(review, cop_no="NO-SUCH-LIST", found="x", **{**NOTHING, "release": True})
    with pytest.raises(Refusal, match="one of the reasons"):
        practice.run(review, cop_no=held.cop_no, found="x", **{**NOTHING, "refuse": "V77"})
    assert line.states() == {"held": 1}
    line.close()
