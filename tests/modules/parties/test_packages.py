"""A shared record leaves as a package that anybody verifies offline."""

import base64
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.modules.parties import api
from entrepot.modules.parties.errors import SENTENCES, placeholders
from tests.modules.parties.world import NOW

ISSUER = api.Issuer("练习海关", "Practice customs", "9999965001", "practice")
KEY = api.SigningKey(Ed25519PrivateKey.from_private_bytes(bytes(range(32))), ISSUER)
PAYLOAD: dict[str, Any] = {
    "order_no": "A-1",
    "lines": [{"gnum": 1, "total_price": "12.50", "gift": False, "note": None}],
}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


def _package() -> dict[str, Any]:
    return api.sign_package(PAYLOAD, KEY, signed_at=NOW)


def test_a_package_comes_back_as_it_was_signed(tmp_path: Path) -> None:
    read = api.read_package(api.write_package(_package()))
    assert read == api.Verified(ISSUER, api.fingerprint(KEY.private.public_key()), NOW, PAYLOAD)
    assert read.fingerprint == "56475aa75463474c0285df5dbf2bcab73da651358839e9b77481b2eab107708c"
    assert read.is_practice


@settings(suppress_health_check=[HealthCheck.too_slow])  # of the machine, not of the code
@given(st.dictionaries(TEXTS, VALUES, max_size=4))
def test_any_payload_without_fractions_comes_back(payload: dict[str, Any]) -> None:
    written = api.write_package(api.sign_package(payload, KEY, signed_at=NOW))
    assert api.read_package(written).payload == payload


CHANGES: list[tuple[tuple[str | int, ...], object]] = [
    (("payload", "lines", 0, "total_price"), "12.51"),
    (("payload", "lines", 0, "gift"), True),
    (("payload", "order_no"), "A-2"),
    (("issuer", "station"), "deciding"),
    (("issuer", "name_en"), "Customs"),
    (("signed_at",), "2026-03-11T02:00:00+00:00"),
    (("key",), base64.b64encode(Ed25519PrivateKey.generate().public_key().public_bytes_raw()).decode()),
    (("signature",), base64.b64encode(bytes(64)).decode()),
]


@pytest.mark.parametrize(("place", "value"), CHANGES)
def test_whatever_is_changed_is_found(place: tuple[str | int, ...], value: object) -> None:
    changed: Any = copy.deepcopy(_package())
    inner = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    with pytest.raises(api.UnableToVerify) as error:
        api.verify_package(changed)
    assert error.value.reason == "package_changed"


WRONG = [
    b"", b"[]", b"null", b"\xff\xfe", b"{}", b'{"format": "entrepot.package.v1"}', b"[" * 100_000, b'{"a": NaN}',
    b'{"a": 1.5}', b'{"a": 1, "a": 2}', b'{"a": ' + b"9" * 5000 + b"}",
]  # fmt: skip


@pytest.mark.parametrize("content", WRONG)
def test_what_is_no_package_is_refused(content: bytes) -> None:
    with pytest.raises(api.UnableToVerify) as error:
        api.read_package(content)
    assert error.value.reason == "package_form"


@pytest.mark.parametrize(("member", "value"), [
    ("key", "x"), ("key", ""), ("key", 5), ("signature", "é"), ("issuer", {}), ("issuer", None), ("signed_at", "today"),
    ("format", "other"), ("payload", {"a": float("nan")}), ("more", 1),
])  # fmt: skip
def test_a_package_with_a_member_of_another_form_is_refused(member: str, value: object) -> None:
    with pytest.raises(api.UnableToVerify) as error:
        api.verify_package(_package() | {member: value})
    assert error.value.reason == "package_form"


@pytest.mark.parametrize("value", [1.5, float("inf"), b"x", {1: 2}, {"a": {1, 2}}])
def test_what_has_more_than_one_way_to_be_written_is_not_signed(value: object) -> None:
    with pytest.raises(ValueError, match="expected"):
        api.sign_package({"a": value}, KEY, signed_at=NOW)


def test_the_key_file_is_for_its_owner_alone_and_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "station.key"
    made = api.make_key_file(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert api.fingerprint(api.load_key_file(path).public_key()) == made
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        api.make_key_file(path)
    assert path.read_bytes() == before


def test_every_sentence_has_the_same_placeholders_in_both_languages() -> None:
    assert [
        reason for reason, (english, chinese) in SENTENCES.items() if placeholders(english) != placeholders(chinese)
    ] == []
    assert all(max(chinese) >= "一" for _, chinese in SENTENCES.values())


def test_a_written_package_is_sorted_text_that_a_person_can_read() -> None:
    text = api.write_package(_package()).decode()
    assert list(json.loads(text)) == sorted(_package())
    assert "练习海关" in text
