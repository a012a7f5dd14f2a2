"""Account statements: read whole, written valid, refused with their place."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tests.factories.statements import entry, statement

XSD = Path(__file__).parents[3] / "../shared/data/iso20022/xsd/camt.053.001.08.xsd"
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


def written(**changed: object) -> bytes:
    from entrepot.gateways.iso20022 import write_statement

    return write_statement(statement(**changed), at=AT)


def test_what_is_written_is_read_again_to_the_cent() -> None:
    from entrepot.gateways.iso20022 import read_statements

    entries = [
        entry(1, "93.12", reference="A-1", charges="0.50"),
        entry(2, "-7.5", remittance="fee"),
        entry(3, "1", reference="A-2", booked=False),
    ]
    (found,) = read_statements(written(entries=entries, opened="10", closed="95.62", practice=True))
    assert (found.account, found.number, found.currency) == ("ACC-1", "2026-61", "USD")
    assert (found.opened, found.closed, found.practice) == (Decimal(10), Decimal("95.62"), True)
    assert list(found.entries) == entries
    assert found.entries[0].booked_on == date(2026, 3, 1)


def test_what_is_written_is_valid_against_the_schema() -> None:
    if not XSD.is_file():
        pytest.skip("The schema of ISO 20022 is not beside the project; the reading test above runs without it.")
    schema = etree.XMLSchema(etree.parse(str(XSD)))
    document = etree.fromstring(written(entries=[entry(1, "93.12", charges="0.50", remittance="A-1")], practice=True))
    assert schema.validate(document), schema.error_log


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        (b'<Amt Ccy="USD">93.12', b'<Amt Ccy="USD">93,12', "an amount such as"),
        (b"camt.053.001.08", b"camt.054.001.08", "not a notice"),
        (b"<Cd>OPBD</Cd>", b"<Cd>XXXX</Cd>", "Bal OPBD"),
        (b"2026-03-01", b"yesterday", "a day such as"),
        (b"</Document>", b"", "as XML"),
        (b"<Stmt>", b'<Stmt><!ENTITY x "y">', "as XML"),
    ],
)
def test_what_is_not_as_it_should_be_is_refused_with_its_place(wrong: bytes, right: bytes, said: str) -> None:
    from entrepot.gateways.iso20022 import UnreadableStatement, read_statements

    body = written(entries=[entry(1, "93.12")])
    assert wrong in body
    with pytest.raises(UnreadableStatement, match=said) as refused:
        read_statements(body.replace(wrong, right))
    assert refused.value.zh


def test_entries_in_another_currency_are_refused() -> None:
    from entrepot.gateways.iso20022 import UnreadableStatement, read_statements

    body = written(entries=[entry(1, "93.12")]).replace(b'Ccy="USD">93.12', b'Ccy="EUR">93.12')
    with pytest.raises(UnreadableStatement, match="in the currency of the account, USD; found EUR"):
        read_statements(body)
