"""`mission`: the twelve lines, counted when asked for."""

from entrepot.modules.academy import api as academy
from entrepot.modules.insights import api as insights
from entrepot.project.cli.mission import mission
from entrepot.project.line.setting import open_setting
from entrepot.project.practice import academy as planted
from entrepot.project.practice import world
from tests.modules.cli.conftest import Station


def test_a_practice_folder_counts_as_practice_and_a_filing_one_as_live(practice: Station) -> None:
    with open_setting():
        world.register_firms(now=practice.now)
    planted.plant(now=practice.now)
    told = practice.run(mission)
    assert (told["today"], [line["number"] for line in told["lines"]]) == ("2026-05-04", list(range(1, 13)))
    professionals = told["lines"][10]
    answered = next(one for one in professionals["figures"] if one["name"] == "exercises_answered")
    assert (answered["practice"], answered["live"]) == (academy.counted(), 0)
    assert answered["practice"] == 2
    assert professionals["actions"][0]["command"] == "class open"


def test_a_filing_station_counts_its_firms_as_live(filing: Station) -> None:
    told = filing.run(mission)
    firms = next(one for line in told["lines"] for one in line["figures"] if one["name"] == "firms")
    assert (firms["practice"], firms["live"]) == (0, 1)
    assert all(figure["practice"] == 0 for line in told["lines"] for figure in line["figures"])


def test_every_figure_is_counted_on_a_folder_where_nothing_has_come(practice: Station) -> None:
    told = practice.run(mission)
    counted = {one["name"]: (one["practice"], one["live"]) for line in told["lines"] for one in line["figures"]}
    assert set(counted) == set(insights.registered())
    assert {name: each for name, each in counted.items() if each != (0, 0)} == {"firms": (1, 0)}
