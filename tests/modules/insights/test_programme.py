"""The programme as data: twelve lines, each with an action, a figure and a test; states from published data alone."""

import ast
from datetime import date
from decimal import Decimal
from importlib import resources
from pathlib import Path

import pytest
import yaml
from django.urls import reverse

from entrepot.modules.insights import api as insights
from entrepot.modules.insights.programme import Measure, Published, Target
from entrepot.project.cli.registry import ENTRIES
from entrepot.rulebook import RuleDataFault

ROOT = Path(__file__).resolve().parents[3]
FOLDER = resources.files("entrepot.modules.insights").joinpath("data/programme")
TEXT = {"en": "text", "zh": "文字"}
PUBLISHED = {"series": "x", "value": "1", "bound": "exact", "as_of": "2025-12-31", "says": TEXT}
BY = date(2025, 12, 31)


def raw(number: int) -> dict[str, object]:
    """The content of one line's file."""
    name = next(file for file in FOLDER.iterdir() if file.name.startswith(f"{number:02d}_"))
    return dict(yaml.safe_load(name.read_text("utf-8")))


def published(value: str, as_of: date, bound: str = "exact", series: str = "x") -> Published:
    return Published(series, Decimal(value), bound, as_of, TEXT, "somebody")  # type: ignore[arg-type]


def target(kind: str = "outcome", value: str | None = "10", wish: str = "at_least", by: date = BY) -> Target:
    measure = Measure("x", wish, None if value is None else Decimal(value))  # type: ignore[arg-type]
    return Target(kind, by, TEXT, measure)  # type: ignore[arg-type]


def test_the_programme_has_twelve_lines_of_which_2025_is_an_outcome_and_2035_a_trajectory() -> None:
    lines = insights.load()
    assert [line.number for line in lines] == list(range(1, 13))
    kinds = {(each.by.year, each.kind) for line in lines for each in line.targets}
    assert kinds == {(2025, "outcome"), (2035, "trajectory")}


@pytest.mark.parametrize("number", range(1, 13))
def test_each_line_has_an_action_that_is_there_a_figure_that_is_counted_and_a_test_that_exists(number: int) -> None:
    line = insights.load()[number - 1]
    commands = {entry.name for entry in ENTRIES}
    assert line.actions
    assert line.figures
    for action in line.actions:
        assert reverse(action.page)
        assert action.command in commands
        path, _, name = action.test.partition("::")
        tree = ast.parse((ROOT / path).read_text("utf-8"))
        assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}, action.test
    assert set(line.figures) <= set(insights.registered())


def test_every_figure_that_is_counted_is_shown_by_a_line() -> None:
    assert set(insights.registered()) == {name for line in insights.load() for name in line.figures}


@pytest.mark.parametrize("without", ["actions", "figures", "targets", "source", "published"])
def test_a_line_that_lacks_a_part_is_refused(without: str) -> None:
    content = {name: value for name, value in raw(5).items() if name != without}
    with pytest.raises(RuleDataFault, match=without):
        insights.read_line(yaml.safe_dump(content), "line.yaml")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("actions", [], "at least one entry"),
        ("figures", [], "at least one entry"),
        ("actions", [{"page": "a", "command": "b", "does": TEXT}], "the key 'test'"),
        ("actions", [{"page": "a", "command": "b", "does": TEXT, "test": "by hand"}], "a test such as"),
        ("published", [PUBLISHED], "source"),
        ("published", [PUBLISHED | {"source": "s", "value": "many"}], "a decimal"),
        ("name", {"en": "only English"}, "zh"),
    ],
)  # fmt: skip
def test_a_line_with_a_part_that_cannot_be_is_refused(name: str, value: object, said: str) -> None:
    with pytest.raises(RuleDataFault, match=said):
        insights.read_line(yaml.safe_dump(raw(5) | {name: value}, allow_unicode=True), "line.yaml")


def test_a_missing_and_a_repeated_line_are_refused(tmp_path: Path) -> None:
    for number in (1, 1, *range(3, 13)):
        text = yaml.safe_dump(raw(number), allow_unicode=True)
        (tmp_path / f"{len(list(tmp_path.iterdir())):02d}.yaml").write_text(text, "utf-8")
    with pytest.raises(RuleDataFault, match="lines 1 to 12"):
        insights.read_lines(tmp_path)


@pytest.mark.parametrize(
    ("figures", "today", "state"),
    [
        ([], BY, "open"),
        ([], date(2026, 1, 1), "unknown"),
        ([published("10", date(2024, 12, 31))], date(2025, 1, 1), "met"),
        ([published("9", date(2024, 12, 31))], date(2025, 1, 1), "open"),
        ([published("9", date(2024, 12, 31))], date(2026, 1, 1), "unknown"),
        ([published("9", BY)], date(2026, 1, 1), "missed"),
        ([published("10", BY)], date(2026, 1, 1), "met"),
        ([published("10", date(2026, 1, 1))], date(2026, 6, 1), "unknown"),
        ([published("9", BY, "above")], date(2026, 1, 1), "unknown"),
        ([published("99", BY, series="y")], date(2026, 1, 1), "unknown"),
        ([published("10", date(2025, 6, 1))], date(2025, 5, 31), "open"),
    ],
)
def test_a_state_follows_from_what_was_published_until_today(figures: list[Published], today: date, state: str) -> None:
    assert insights.state_of(target(), figures, today) == state


def test_at_most_is_reached_from_above_and_more_than_proves_nothing() -> None:
    wanted = target(wish="at_most")
    assert insights.state_of(wanted, [published("10", BY)], date(2026, 1, 1)) == "met"
    assert insights.state_of(wanted, [published("10", BY, "above")], date(2026, 1, 1)) == "unknown"
    assert insights.state_of(wanted, [published("11", BY)], date(2026, 1, 1)) == "missed"


def test_a_trajectory_is_open_and_says_which_way_it_goes() -> None:
    hours = target("trajectory", None, "at_most", date(2035, 12, 31))
    falling = [published("1.78", date(2020, 12, 31)), published("1.03", date(2022, 12, 31))]
    today = date(2026, 11, 23)
    assert insights.state_of(hours, falling, today) == "open"
    assert insights.way_of(hours, falling, today) == "nearer"
    assert insights.way_of(hours, [falling[0], published("2", date(2023, 12, 31))], today) == "farther"
    assert insights.way_of(hours, falling[:1], today) == "unknown"
    assert insights.way_of(hours, falling, date(2021, 1, 1)) == "unknown"


def test_how_the_lines_stand_on_the_day_of_writing() -> None:
    today = date(2026, 11, 23)
    states = {
        line.number: [insights.state_of(each, line.published, today) for each in line.targets]
        for line in insights.load()
    }
    assert states[2] == ["met", "unknown"]
    assert states[9] == ["unknown", "open"]
    assert {number: each for number, each in states.items() if number not in {2, 9}} == {
        number: ["unknown"] for number in range(1, 13) if number not in {2, 9}
    }
