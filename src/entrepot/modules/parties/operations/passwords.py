"""Passwords: argon2id, worked out here, compared in the database (see the package)."""

import hashlib
import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, UserAttributeSimilarityValidator
from django.core.exceptions import ValidationError
from django.db import connections

from entrepot.modules.parties.errors import UnableToChangePeople
from entrepot.modules.parties.models import Person

LEAST_CHARACTERS = 10
_HASH_BYTES, _SALT_BYTES = 32, 16


@dataclass(frozen=True)
class Cost:
    """What one derivation takes: passes, memory in KiB, lanes."""

    passes: int
    memory_kib: int
    lanes: int


COST = Cost(passes=2, memory_kib=64 * 1024, lanes=1)


def login_name(typed: str) -> str:
    """A username or address as it is compared: compatible characters unified, lower case, no space around it.

    What no text of the database can hold (NUL, halves of characters) becomes a question mark, which fits no name.
    """
    storable = typed.encode("utf-8", "replace").decode().replace("\0", "?")
    return unicodedata.normalize("NFKC", storable).strip().lower()


def derive(password: str, salt: bytes, cost: Cost) -> bytes:
    """argon2id of the password; the database holds the SHA-256 of this."""
    return hash_secret_raw(
        unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass"),
        salt,
        cost.passes,
        cost.memory_kib,
        cost.lanes,
        _HASH_BYTES,
        Type.ID,
    )


def invented_salt(name: str) -> bytes:
    """The salt for a name that nobody has: always the same for the same name, so that trying tells nothing."""
    key = hashlib.sha256(f"entrepot.parties.salt:{settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, name.encode(), "sha256")[:_SALT_BYTES]


def keep_password(person: Person, password: str, *, now: datetime, using: str) -> None:
    """Store a new password and end the sessions opened before. Raises UnableToChangePeople for a weak one."""
    _require_strength(person, password)
    salt = secrets.token_bytes(_SALT_BYTES)
    verifier = hashlib.sha256(derive(password, salt, COST)).digest()
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT parties_password_set(%s, %s, %s, %s, %s, %s, %s, %s)",
            (person.pk, salt, COST.passes, COST.memory_kib, COST.lanes, verifier, secrets.token_hex(16), now),
        )


def _require_strength(person: Person, password: str) -> None:
    try:
        CommonPasswordValidator().validate(password, person)
        UserAttributeSimilarityValidator(user_attributes=("username", "name", "email")).validate(password, person)
    except ValidationError as error:
        raise UnableToChangePeople("password_weak", least=LEAST_CHARACTERS) from error
    if len(password) < LEAST_CHARACTERS:
        raise UnableToChangePeople("password_weak", least=LEAST_CHARACTERS)
