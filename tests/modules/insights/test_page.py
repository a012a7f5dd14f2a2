"""The programme page and `entrepot mission`: open to everybody, counts only, practice and live never in one sum."""

import json
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import combinations
from typing import Any

import psycopg
import pytest
from django.test import Client

from entrepot.modules.insights import api as insights
from entrepot.modules.insights import figures
from entrepot.modules.insights.api import Counted, Figure
from entrepot.modules.insights.models import CountedFigure
from entrepot.project.portal.mission.telling import told
from tests.databases import Database

WHOLE_NUMBER = re.compile(r"(?<![\w.])\d+(?![\w.])")
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every figure counts numbers of its own, prime-like, so that a sum would be seen; says what was counted."""
    seen: list[str] = []
    fake: dict[str, Figure] = {}
    for place, (name, figure) in enumerate(sorted(insights.registered().items())):

        def count(_connection: psycopg.Connection, name: str = name, place: int = place) -> Counted:
            seen.append(name)
            return Counted(10_007 + 101 * place, 20_011 + 1_013 * place)

        fake[name] = Figure(name, figure.label, count)
    monkeypatch.setattr(figures, "_figures", fake)
    return seen


def recounted(db: Database, now: datetime = NOW) -> dict[str, Counted]:
    with psycopg.connect(db.owner) as connection:
        return insights.recount(connection, now=now)


def test_practice_live_and_published_figures_are_never_in_one_sum(db: Database, counting: list[str]) -> None:
    recounted(db)
    lines = told("en", TODAY, insights.figures(using="owner"))
    page = Client(HTTP_HOST="localhost").get("/mission/").content.decode()
    said = {int(number) for number in WHOLE_NUMBER.findall(json.dumps(lines, default=str) + page.replace(",", ""))}
    told_here = {line["number"]: _numbers(line) for line in lines}
    everything = set().union(*told_here.values())
    for line in lines:
        assert {figure[side] for figure in line["figures"] for side in ("practice", "live")} <= said
        sums = {a + b for a, b in combinations(sorted(told_here[line["number"]]), 2)} - everything
        assert {each for each in sums if each > 9_999} & said == set()
    assert not any(hasattr(Counted, name) for name in ("__add__", "total", "sum"))


def _numbers(line: dict[str, Any]) -> set[int]:
    """Every number that a line tells: practice, live, published."""
    counted = {figure[side] for figure in line["figures"] for side in ("practice", "live")}
    return counted | {int(Decimal(one["value"])) for one in line["published"]}


def test_a_stranger_reads_the_page_in_both_languages_and_prints_it(db: Database, counting: list[str]) -> None:
    recounted(db)
    for language, words in (("en", ("Programme", "Not known to us", "Practice", "Live")),
                            ("zh-hans", ("练习", "尚不掌握", "市场采购"))):  # fmt: skip
        page = Client(HTTP_HOST="localhost", headers={"accept-language": language}).get("/mission/")
        assert page.status_code == 200
        assert [word for word in words if word not in page.content.decode()] == []
        assert len(page.content) < 100_000


def test_what_was_not_counted_yet_says_so_and_is_not_nought(db: Database) -> None:
    page = Client(HTTP_HOST="localhost").get("/mission/").content.decode()
    assert "not counted yet" in page
    assert all(figure["practice"] is None for line in told("en", TODAY, {}) for figure in line["figures"])


def test_a_stranger_reads_figures_and_can_write_none(db: Database, counting: list[str]) -> None:
    recounted(db)
    with psycopg.connect(db.web) as web:
        row = web.execute("SELECT count(*) FROM insights_figure").fetchone()
        assert row == (len(insights.registered()),)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("UPDATE insights_figure SET live = 0")


def test_the_page_itself_counts_nothing(db: Database, counting: list[str]) -> None:
    recounted(db)
    counting.clear()
    Client(HTTP_HOST="localhost").get("/mission/")
    assert counting == []


def test_figures_are_counted_again_after_five_minutes_and_by_one_worker(db: Database, counting: list[str]) -> None:
    with psycopg.connect(db.owner) as one, psycopg.connect(db.owner) as other:
        assert insights.recount_if_due(one, now=NOW)
        assert not insights.recount_if_due(one, now=NOW + insights.EVERY - timedelta(seconds=1))
        with one.transaction():
            assert insights.recount_if_due(one, now=NOW + insights.EVERY)
            assert not insights.recount_if_due(other, now=NOW + insights.EVERY)
    assert {row.counted_at for row in CountedFigure.objects.using("owner").all()} == {NOW + insights.EVERY}


def test_a_figure_that_nobody_counts_any_more_goes(db: Database, counting: list[str]) -> None:
    CountedFigure.objects.using("owner").create(name="gone", practice=1, live=1, counted_at=NOW)
    recounted(db)
    assert set(insights.figures(using="owner")) == set(insights.registered())
