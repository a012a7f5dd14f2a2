"""Awkward files, generated: each is read right, or refused with the place and the remedy."""

from functools import cache

import polars as pl
import pytest

from entrepot.gateways import ceb
from entrepot.gateways.sheets.choices import mapping_from_choices
from entrepot.gateways.sheets.documents import read_documents
from entrepot.gateways.sheets.faulty import problems_of_faults
from entrepot.gateways.sheets.fields import DOCUMENTS
from entrepot.gateways.sheets.mapping import Mapping, missing_fields
from entrepot.gateways.sheets.order_lines import read_order_lines
from entrepot.gateways.sheets.proposing import Proposal, propose
from entrepot.gateways.sheets.reading import read_sheet
from entrepot.gateways.sheets.sentences import UnableToReadSheet
from entrepot.gateways.sheets.table import Table
from tests.factories import awkward, sheets_exports, sheets_workbooks
from tests.factories.awkward import FIELDS, Awkward
from tests.unit.sheets.sheet import NOW

FILES = [
    *awkward.encoded(),
    *awkward.arranged(),
    *awkward.written(),
    *awkward.named_freely(),
    *awkward.other_containers(),
    *sheets_workbooks.dates_and_places(),
    *sheets_workbooks.merged(),
    *sheets_workbooks.formulas(),
    *sheets_workbooks.several(),
    *sheets_workbooks.closed(),
    *sheets_exports.exports(),
    *sheets_exports.documents(),
]
READ = [one for one in FILES if one.refused is None]
FIRMS = {
    "marketplace_code": "9999960001", "marketplace_name": "望塘", "seller_code": "9999961001", "seller_name": "青禾",
}  # fmt: skip


def agreed(proposal: Proposal, file: Awkward) -> Mapping:
    """The mapping as proposed, with what the person adds."""
    found = proposal.mapping
    firms = {name: value for name, value in FIRMS.items() if name in missing_fields(file.kind, found.columns, {})}
    constants = {**found.constants, **firms, **file.constants}
    return mapping_from_choices(
        proposal.kind, found.columns, constants, codes=found.codes, form=found.form, once=found.once
    )


def proposed(file: Awkward) -> tuple[Table, Proposal]:
    return _proposed(file.name)


@cache
def _proposed(name: str) -> tuple[Table, Proposal]:
    file = next(one for one in FILES if one.name == name)
    table = read_sheet(file.data, name=file.name)
    return table, propose(table)


def test_there_are_more_than_forty_of_them() -> None:
    assert len({one.name for one in FILES}) == len(FILES) > 40


@pytest.mark.parametrize("file", [one for one in FILES if one.lines is not None], ids=lambda one: one.name)
def test_order_lines_are_read_to_the_last_digit(file: Awkward) -> None:
    table, proposal = proposed(file)
    assert proposal.kind == file.kind
    read = read_order_lines(table, agreed(proposal, file), now=NOW)
    heads = read.orders.select("document_no", "order_no", "destination", pl.col("placed_at").dt.strftime("%F %T"))
    lines = read.lines.join(heads, on="document_no").select(FIELDS).with_columns(
        pl.col("qty", "price").cast(pl.String).str.replace(r"\.?0+$", "")
    )  # fmt: skip
    assert lines.rows() == list(file.lines or ())
    assert sorted(read.problems.select("row_no", "column", "reason").rows(), key=str) == sorted(file.problems, key=str)


@pytest.mark.parametrize("file", [one for one in FILES if one.heads is not None], ids=lambda one: one.name)
def test_documents_pass_the_field_tables_or_are_named_by_row_and_column(file: Awkward) -> None:
    table, proposal = proposed(file)
    assert proposal.kind == file.kind
    read = read_documents(table, agreed(proposal, file), file.kind, now=NOW)
    typed = ceb.validate(read.decoded)
    found = pl.concat([read.problems, problems_of_faults(typed.faults, read)])
    assert found.select("row_no", "column", "reason").rows() == list(file.problems)
    heads = typed.heads[DOCUMENTS[file.kind]]
    expected = list(file.heads or ())
    assert len(heads) == len(expected)
    assert [{name: row[name] for name in one} for row, one in zip(heads.to_dicts(), expected, strict=True)] == expected


@pytest.mark.parametrize("file", [one for one in FILES if one.refused], ids=lambda one: one.name)
def test_what_cannot_be_read_is_refused_with_the_place_and_what_to_do(file: Awkward) -> None:
    with pytest.raises(UnableToReadSheet) as caught:
        read_sheet(file.data, name=file.name)
    reason, place = file.refused or ("", "")
    assert caught.value.reason == reason
    assert place in caught.value.en
    assert file.name in caught.value.zh


@pytest.mark.parametrize("file", READ, ids=lambda one: one.name)
def test_rows_left_out_and_open_questions_are_said(file: Awkward) -> None:
    table, proposal = proposed(file)
    assert tuple((one.first, one.why) for one in table.shape.left_out) == file.left_out
    assert tuple(one.about for one in proposal.questions) == file.asked


def test_at_least_nine_of_ten_columns_are_guessed_right() -> None:
    right = total = 0
    for file in READ:
        found = [guess.field for guess in proposed(file)[1].guesses]
        assert len(found) == len(file.means), file.name
        right += sum(1 for guess, meant in zip(found, file.means, strict=True) if guess == meant)
        total += len(found)
    print(f"columns guessed right: {right} of {total}, {100 * right / total:.1f} %")
    assert total > 300
    assert right / total >= 0.9
