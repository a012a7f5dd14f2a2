from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import polars as pl
import psycopg
import pytest

from entrepot.modules.catalogue import api as catalogue
from entrepot.store import connection as connections

NOW = datetime(2026, 3, 2, 4, tzinfo=UTC)
UNITS = catalogue.NewEdition("units", "2026-1", "table of units", b"\x01" * 32, date(2026, 1, 1))


def entries(*codes: str, attributes: str = "{}") -> pl.DataFrame:
    rows = [{"code": code, "name_zh": "", "name_en": "", "attributes": attributes} for code in codes]
    return pl.DataFrame(rows, schema=catalogue.ENTRIES)


def test_an_edition_is_what_the_engine_looks_codes_up_in(owner: psycopg.Connection) -> None:
    catalogue.load_reference(owner, UNITS, entries("007", "035"), now=NOW)
    found = catalogue.references(owner, date(2026, 3, 2)).editions
    assert list(found) == ["units"]
    assert (found["units"].edition, found["units"].hash, found["units"].complete) == ("2026-1", "01" * 32, True)
    assert sorted(found["units"].codes.to_list()) == ["007", "035"]


def test_an_edition_that_covers_a_part_is_not_complete(owner: psycopg.Connection) -> None:
    catalogue.load_reference(owner, replace(UNITS, covers="the practice goods"), entries("007"), now=NOW)
    assert not catalogue.references(owner, date(2026, 3, 2)).editions["units"].complete


def test_the_latest_edition_of_the_day_is_in_force(owner: psycopg.Connection) -> None:
    catalogue.load_reference(owner, UNITS, entries("007"), now=NOW)
    summer = replace(UNITS, edition="2026-2", hash=b"\x02" * 32, valid_from=date(2026, 7, 1))
    catalogue.load_reference(owner, summer, entries("008"), now=NOW)
    days = [date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1)]
    assert [{kind: e.edition for kind, e in catalogue.editions(owner, day).items()} for day in days] == [
        {}, {"units": "2026-1"}, {"units": "2026-2"},
    ]  # fmt: skip


def test_editions_of_import_come_with_days_and_rates(owner: psycopg.Connection) -> None:
    listed = '{"from": "2016-04-08", "until": "2022-03-01"}'
    rates = '{"vat": "0.13", "consumption_tax": "0.15", "floor_gram": "10"}'
    for kind, code, attributes in (("positive_list", "04029100", listed), ("import_rates", "3304", rates)):
        catalogue.load_reference(owner, replace(UNITS, kind=kind), entries(code, attributes=attributes), now=NOW)
    found = catalogue.references(owner, date(2026, 3, 2)).editions
    assert found["positive_list"].rows.rows() == [("04029100", date(2016, 4, 8), date(2022, 3, 1), None)]
    assert found["import_rates"].rows.rows() == [("3304", Decimal("0.13"), Decimal("0.15"), None, Decimal(10), None)]


def test_an_edition_past_its_check_is_shown_as_overdue_and_not_used(owner: psycopg.Connection) -> None:
    catalogue.load_reference(owner, replace(UNITS, check_by=date(2026, 3, 1)), entries("007"), now=NOW)
    assert catalogue.editions(owner, date(2026, 3, 2))["units"].is_overdue(date(2026, 3, 2))
    assert list(catalogue.references(owner, date(2026, 3, 1)).editions) == ["units"]
    assert list(catalogue.references(owner, date(2026, 3, 2)).editions) == []


def test_measures_and_second_units_come_from_the_attributes(owner: psycopg.Connection) -> None:
    measures = replace(UNITS, kind="export_measures")
    attributes = '{"licence": false, "export_duty": true, "refund": null}'
    catalogue.load_reference(owner, measures, entries("7201", attributes=attributes), now=NOW)
    codes = replace(UNITS, kind="hs_codes")
    units = '{"unit1": "007", "unit2": "035"}'
    catalogue.load_reference(owner, codes, entries("9503002100", attributes=units), now=NOW)
    row = catalogue.references(owner, date(2026, 3, 2)).editions["export_measures"].rows.row(0)
    assert row == ("7201", False, True, None)
    assert catalogue.second_units(owner, date(2026, 3, 2)).rows() == [("9503002100", "007", "035")]


def test_the_same_file_again_is_the_same_edition(owner: psycopg.Connection) -> None:
    first, new = catalogue.load_reference(owner, UNITS, entries("007"), now=NOW)
    assert new
    assert catalogue.load_reference(owner, UNITS, entries("007"), now=NOW) == (first, False)


@pytest.mark.parametrize(
    ("change", "codes", "message"),
    [
        ({"hash": b"\x02" * 32}, ["007"], "has an edition '2026-1' with other content"),
        ({"kind": "weather"}, ["007"], "found 'weather'"),
        ({"source": ""}, ["007"], "its source, found none"),
        ({"edition": "2026-3"}, ["007", "007"], "found '007' twice"),
        ({"edition": "2026-3"}, [], "expected codes in the edition"),
    ],
)
def test_refuses_an_edition_and_stores_nothing(
    owner: psycopg.Connection, change: dict[str, str], codes: list[str], message: str
) -> None:
    catalogue.load_reference(owner, UNITS, entries("001", "002"), now=NOW)
    with pytest.raises(catalogue.UnableToLoadEdition, match=message):
        catalogue.load_reference(owner, replace(UNITS, **change), entries(*codes), now=NOW)  # type: ignore[arg-type]
    counts = (
        "SELECT (SELECT count(*) FROM catalogue_reference_edition), (SELECT count(*) FROM catalogue_reference_entry)"
    )
    assert owner.execute(counts).fetchone() == (1, 2)


def test_only_who_reads_for_somebody_sees_editions(owner: psycopg.Connection) -> None:
    catalogue.load_reference(owner, UNITS, entries("007"), now=NOW)
    seen = []
    for readers, person in (([8], None), ([], 5), ([], None)):
        with connections.web(reader_ids=readers, person_id=person) as reader:
            seen.append(list(catalogue.editions(reader, date(2026, 3, 2))))
    assert seen == [["units"], ["units"], []]
