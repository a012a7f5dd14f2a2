"""Signed packages: what leaves a station, so that anybody can check offline that nothing was changed.

Ed25519 over canonical JSON (keys sorted, no white space, UTF-8, no fractions: amounts are texts). A signature proves
that the holder of the key signed this content; whose key it is, the receiver learns by comparing the fingerprint with
the one the issuer gave by another way.
"""

import base64
import binascii
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from entrepot.modules.parties.errors import UnableToVerify

FORMAT = "entrepot.package.v1"
MOST_BYTES = 64 * 1024 * 1024
_MEMBERS = {"format", "issuer", "signed_at", "payload", "key", "signature"}


@dataclass(frozen=True)
class Issuer:
    """Who signs, as it says itself. station: practice, filing or deciding."""

    name_zh: str
    name_en: str
    code: str
    station: str


@dataclass(frozen=True)
class SigningKey:
    """The station's key and in whose name it signs."""

    private: Ed25519PrivateKey
    issuer: Issuer


@dataclass(frozen=True)
class Verified:
    """A package whose signature fits. fingerprint: SHA-256 of the public key, hexadecimal."""

    issuer: Issuer
    fingerprint: str
    signed_at: datetime
    payload: dict[str, Any]

    @property
    def is_practice(self) -> bool:
        """Whether it comes from a practice station: never to be taken for the real thing."""
        return self.issuer.station == "practice"


def make_key_file(path: Path) -> str:
    """Make a key that only the owner of the file can read; returns its fingerprint. Raises FileExistsError."""
    key = Ed25519PrivateKey.generate()
    text = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(text)
    return fingerprint(key.public_key())


def load_key_file(path: Path) -> Ed25519PrivateKey:
    """The key of `make_key_file`. Raises TypeError for another kind of key, ValueError for none."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise TypeError(f"expected an Ed25519 key in {path.name}, found another kind; restore the station's key")
    return key


def fingerprint(key: Ed25519PublicKey) -> str:
    """SHA-256 of the raw public key, hexadecimal."""
    return hashlib.sha256(_raw(key)).hexdigest()


def sign_package(payload: dict[str, Any], key: SigningKey, *, signed_at: datetime) -> dict[str, Any]:
    """The package of a payload of JSON values without fractions. Raises ValueError for what cannot be signed."""
    package: dict[str, Any] = {
        "format": FORMAT,
        "issuer": asdict(key.issuer),
        "signed_at": signed_at.isoformat(),
        "payload": payload,
        "key": base64.b64encode(_raw(key.private.public_key())).decode(),
    }
    return {**package, "signature": base64.b64encode(key.private.sign(_signed_bytes(package))).decode()}


def write_package(package: dict[str, Any]) -> bytes:
    """The package as a file."""
    return json.dumps(package, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def read_package(content: bytes) -> Verified:
    """Read and verify a file, offline. Raises UnableToVerify for anything but an unchanged package."""
    if len(content) > MOST_BYTES:
        raise UnableToVerify("package_form", found=f"{len(content)} bytes, at most {MOST_BYTES}")
    try:
        package = json.loads(content, parse_float=_no_fraction, parse_constant=_no_fraction, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise UnableToVerify("package_form", found=str(error)[:200]) from error
    if not isinstance(package, dict):
        raise UnableToVerify("package_form", found=type(package).__name__)
    return verify_package(package)


def verify_package(package: Mapping[str, Any]) -> Verified:
    """Verify a package as it was read. Raises UnableToVerify."""
    if set(package) != _MEMBERS or package["format"] != FORMAT:
        raise UnableToVerify("package_form", found=", ".join(sorted(map(str, package)))[:200] or "{}")
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(package["key"], validate=True))
        signature = base64.b64decode(package["signature"], validate=True)
        signed = _signed_bytes({name: value for name, value in package.items() if name != "signature"})
        issuer = Issuer(**package["issuer"])
        signed_at = datetime.fromisoformat(package["signed_at"])
    except (ValueError, TypeError, RecursionError, binascii.Error) as error:
        raise UnableToVerify("package_form", found=str(error)[:200]) from error
    try:
        key.verify(signature, signed)
    except InvalidSignature as error:
        raise UnableToVerify("package_changed") from error
    if not isinstance(package["payload"], dict):
        raise UnableToVerify("package_form", found=type(package["payload"]).__name__)
    return Verified(issuer, fingerprint(key), signed_at, package["payload"])


def _raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _signed_bytes(package: Mapping[str, Any]) -> bytes:
    _require_exact(package)
    text = json.dumps(package, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return FORMAT.encode() + b"\n" + text.encode()


def _require_exact(value: object) -> None:
    """JSON has one text for a text, a whole number, true, false, null; a fraction may be written in many ways."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(name, str):
                raise ValueError(f"expected texts as names, found {name!r}")  # noqa: TRY004 - one error for the caller
            _require_exact(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _require_exact(inner)
    elif not (value is None or isinstance(value, str | bool | int)):
        raise ValueError(f"expected texts and whole numbers, found {type(value).__name__}")


def _no_fraction(text: str) -> object:
    raise ValueError(f"expected no fractions, found {text[:40]}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError("expected each name once, found one twice")
    return content
