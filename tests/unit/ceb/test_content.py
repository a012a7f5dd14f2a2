"""The content hash: equal for equal content however it was written, different for any other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.gateways.ceb import content_hashes, decode, validate
from entrepot.gateways.ceb.fields import Kind
from entrepot.gateways.ceb.tables import MESSAGES
from tests.unit.ceb.making import EXPORT, Changes, document, message


def hash_of(kind: Kind, head: Changes | None = None, lines: tuple[Changes, ...] = ({}, {})) -> bytes:
    typed = validate(decode([message(kind, [document(kind, head, lines)])]))
    assert typed.faults.is_empty()
    [digest] = typed.heads[kind]["content_hash"].to_list()
    assert len(digest) == 16
    return bytes(digest)


@pytest.mark.parametrize("kind", EXPORT)
def test_does_not_depend_on_who_sends_it_when_and_how(kind: Kind) -> None:
    other = {
        "guid": "00000000-0000-0000-0000-000000000000",
        "appType": "2",
        "appTime": "20270101000000",
        "appStatus": "2",
    }
    assert hash_of(kind, other) == hash_of(kind)


@pytest.mark.parametrize(("kind", "element"), [("order", "goodsValue"), ("slip", "charge"), ("waybill", "freight")])
def test_counts_numbers_by_value(kind: Kind, element: str) -> None:
    assert len({hash_of(kind, {element: number}) for number in ("1", "1.0", "1.00000", "01")}) == 1
    assert hash_of(kind, {element: "0"}) == hash_of(kind, {element: "-0"})
    assert hash_of(kind, {element: "1"}) != hash_of(kind, {element: "1.00001"})


def test_does_not_depend_on_the_order_in_which_lines_stand() -> None:
    forward = ({"gnum": "1", "itemNo": "A"}, {"gnum": "2", "itemNo": "B"})
    assert hash_of("order", lines=forward) == hash_of("order", lines=(forward[1], forward[0]))
    assert hash_of("order", lines=forward) != hash_of("order", lines=({"itemNo": "B"}, {"itemNo": "A"}))


@pytest.mark.parametrize("kind", EXPORT)
def test_changes_with_every_field_of_the_head(kind: Kind) -> None:
    plain = hash_of(kind)
    other = {"time": "20300101000000", "date": "20300101", "digits": "9" * 10, "alnum": "Z" * 4, "key": "K"}
    for field in MESSAGES[kind].head.fields[4:]:
        if len(field.among) == 1:
            continue
        value = field.among[-1] if field.among else other.get(field.form, "7")[: field.length[1]]
        if field.element == "preNo":
            value = "C" * 18
        assert hash_of(kind, {field.element: value}) != plain, field.element
        if not field.required:
            assert hash_of(kind, {field.element: None}) != plain, field.element


def test_a_text_never_passes_for_two() -> None:
    split = {hash_of("order", {"ebpName": left, "ebcCode": right}) for left, right in (("ab", "c"), ("a", "bc"))}
    assert len(split) == 2


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=6))
def test_a_batch_gives_each_document_the_hash_it_has_alone(line_counts: list[int]) -> None:
    documents = [document("order", {"orderNo": f"N{n}"}, [{}] * count) for n, count in enumerate(line_counts)]
    together = validate(decode([message("order", documents)])).heads["order"]["content_hash"].to_list()
    alone = [validate(decode([message("order", [one])])).heads["order"]["content_hash"][0] for one in documents]
    assert together == alone


def test_is_the_same_computed_from_typed_frames() -> None:
    typed = validate(decode([message("list", [document("list", lines=[{}, {}])])]))
    again = content_hashes(MESSAGES["list"], typed.heads["list"], typed.lines["list"])
    assert again.to_list() == typed.heads["list"]["content_hash"].to_list()
