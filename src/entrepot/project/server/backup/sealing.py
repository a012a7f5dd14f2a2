"""Secrets of a data folder under a passphrase: scrypt makes the key, AES-GCM keeps and proves the content."""

import base64
import json
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from entrepot.project.server.backup.archive import BackupRefused
from entrepot.project.wording import Text

_SALT, _NONCE = 16, 12
_COST = 2**17  # 128 MiB and about half a second a try (RFC 7914)
SHORTEST = 12
WRONG = Text(
    "The passphrase does not open the secrets of this backup. Nothing was restored; without --passphrase-file the rest"
    " can be restored with a new signing key.",
    "口令无法打开备份中的密钥。未恢复任何内容；不使用 --passphrase-file 可恢复其余内容，并生成新的签名密钥。",
)
TOO_SHORT = Text(
    "The passphrase has {found} characters; expected {least} or more.", "口令有 {found} 个字符；应不少于 {least} 个。"
)


def require_strength(passphrase: str) -> None:
    """Raise BackupRefused for a passphrase that is too short to keep a signing key."""
    if len(passphrase) < SHORTEST:
        raise BackupRefused(TOO_SHORT, found=len(passphrase), least=SHORTEST)


def seal(secrets: dict[str, bytes], passphrase: str) -> bytes:
    """The secrets, readable with the passphrase alone."""
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    plain = json.dumps({name: base64.b64encode(value).decode() for name, value in secrets.items()}).encode()
    return salt + nonce + AESGCM(_key(passphrase, salt)).encrypt(nonce, plain, None)


def unseal(sealed: bytes, passphrase: str) -> dict[str, bytes]:
    """What `seal` was given. Raises BackupRefused for another passphrase."""
    salt, nonce, rest = sealed[:_SALT], sealed[_SALT : _SALT + _NONCE], sealed[_SALT + _NONCE :]
    try:
        plain = AESGCM(_key(passphrase, salt)).decrypt(nonce, rest, None)
    except InvalidTag:
        raise BackupRefused(WRONG) from None
    return {name: base64.b64decode(value) for name, value in json.loads(plain).items()}


def _key(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, n=_COST, r=8, p=1).derive(passphrase.encode())
