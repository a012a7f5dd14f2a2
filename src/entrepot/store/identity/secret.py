"""Keys derived from the station's secret, ENTREPOT_SECRET_KEY: one for wrapping, one for each kind of hash.

HKDF (RFC 5869) with SHA-256 and a label a purpose, so that no key says anything of another or of the secret.
"""

import os
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VARIABLE = "ENTREPOT_SECRET_KEY"
KEY_BYTES = 32
_SALT = b"entrepot.identity.v1"
_MARK_BYTES = 8


class NoSecret(RuntimeError):
    """The station's secret is not in the environment."""


def derived(label: str) -> bytes:
    """32 bytes for one purpose. Raises NoSecret."""
    return _derived(_secret(), label, KEY_BYTES)


def mark() -> str:
    """16 hex digits that tell this secret from another and say nothing else of it. Raises NoSecret."""
    return _derived(_secret(), "mark", _MARK_BYTES).hex()


def _secret() -> str:
    secret = os.environ.get(VARIABLE)
    if not secret:
        message = (
            f"{VARIABLE} is not set: expected the secret of the station's data folder, by which persons and messages "
            "are sealed. Start the command through `entrepot`; on a further machine set it to that of the station."
        )
        raise NoSecret(message)
    return secret


@lru_cache(maxsize=64)
def _derived(secret: str, label: str, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=_SALT, info=label.encode()).derive(secret.encode())
