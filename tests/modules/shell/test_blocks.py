"""Numbers, times, charts and icons as the pages show them."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import translation

from entrepot import shell
from entrepot.shell import figures
from entrepot.shell.icons import ICONS
from entrepot.shell.templatetags import blocks


def _shown(template: str, **context: object) -> str:
    return Template("{% load blocks %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("count", "english", "chinese"),
    [
        (0, "0", "0"),
        (99_999, "99,999", "99,999"),
        (100_000, "100.0k", "10.0万"),
        (123_456, "123.5k", "12.3万"),
        (2_000_000, "2.0M", "200.0万"),
        (250_000_000, "250.0M", "2.5亿"),
    ],
)
def test_large_counts_are_told_in_the_units_of_the_language(count: int, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert blocks.tally(count) == english
    with translation.override("zh-hans"):
        assert blocks.tally(count) == chinese


def test_money_has_two_places_at_least_and_loses_none() -> None:
    amounts = ["1234567.50000", "0.00000", "19.99500", "-3.1"]
    assert [blocks.amount(Decimal(text)) for text in amounts] == ["1,234,567.50", "0.00", "19.995", "-3.10"]


def test_quantities_say_no_zeros_that_say_nothing() -> None:
    assert [blocks.quantity(Decimal(text)) for text in ("4.00000", "2.74000", "100")] == ["4", "2.74", "100"]


def test_times_are_those_of_the_station_and_dates_are_plain() -> None:
    at = datetime(2026, 3, 1, 16, 30, 5, tzinfo=UTC)
    expected = '<time datetime="2026-03-02T00:30:05.000+08:00">2026-03-02 00:30:05</time>'
    assert _shown("{{ at|moment }}", at=at) == expected
    assert _shown("{{ day|day }}", day=date(2026, 3, 2)) == '<time datetime="2026-03-02">2026-03-02</time>'


def test_an_icon_is_not_read_aloud_and_an_unknown_one_is_a_fault() -> None:
    assert 'aria-hidden="true"' in _shown("{% icon 'held' %}")
    with pytest.raises(KeyError, match="no-such-icon"):
        _shown("{% icon 'no-such-icon' %}")


def test_every_icon_in_use_is_in_the_sprite() -> None:
    from entrepot.shell import assets

    if not assets.icons_are_built():
        pytest.skip("the icons are not made: run bin/assets")
    sprite = assets.asset("icons.svg").body.decode()
    assert [name for name in ICONS if f'<symbol id="{name}"' not in sprite] == []


def test_a_record_is_addressed_by_codes_of_any_characters() -> None:
    address = _shown("{% record_url code number %}", code="无", number="A/B 1?")
    assert address == "/records/%E6%97%A0/A%2FB%201%3F/"


def test_a_sparkline_runs_from_edge_to_edge_and_its_top_is_the_largest_value() -> None:
    spark = figures.sparkline([0, 5, 10])
    assert spark is not None
    assert spark.line == "M0 45 L120 24 L240 3"
    assert figures.sparkline([7]) is None


def test_bars_are_longest_first_and_the_longest_is_whole() -> None:
    drawn = figures.bars([("E06", 1, ""), ("E04", 4, "/x"), ("E05", 1, "")])
    assert [(bar.label, bar.share) for bar in drawn] == [("E04", 1000), ("E05", 250), ("E06", 250)]


def test_every_block_stands_in_the_styleguide(client: Client) -> None:
    """The first class that a block's style sheet styles is on the page; print and icon are no blocks to look at."""
    page = client.get("/styleguide/").content.decode()
    shown = {word for names in re.findall(r'class="([^"]*)"', page) for word in names.split()}
    folder = Path(shell.__file__).parent / "styles" / "blocks"
    first = {
        file.stem: re.search(r"\.([a-z][\w-]*)", file.read_text("utf-8").partition("{")[2])
        for file in folder.glob("*.css")
    }
    missing = {name: found[1] for name, found in first.items() if found and found[1] not in shown}
    assert missing == {}
