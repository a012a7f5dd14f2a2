"""The file of a backup: one line that names the format, parts in a zstd stream, the station's signature over it all.

A part is a line of JSON, `{"part": NAME, "bytes": N}`, and N bytes; a table comes as many parts of its name. The last
96 bytes are an Ed25519 public key and its signature over the SHA-256 of everything before, so that one changed or
missing byte is found before anything is read.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import zstandard
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from entrepot.project.wording import Refusal, Text

MAGIC = b"entrepot.backup.v1\n"
FORMAT = 1
FIRST, SECRETS, SEQUENCES, TOTALS = ("contents", "secrets", "sequences", "totals")
ROWS = "rows of "  # and the name of a table
KEY_FILE, DJANGO = "station-key.pem", "django"  # names of secrets
LEVEL = 3
CHUNK = 1024 * 1024
_KEY, _SIGNATURE = 32, 64
_BLOCK = 128 * 1024  # packed; a hundred times that at the most lies in memory
NO_BACKUP = Text(
    "Expected a backup of Entrepot in {path}, found {found}.", "{path} 应为 Entrepot 备份，实际为{found}。"
)
CHANGED = Text(
    "{path} is not as it was written: it was changed or cut off. Nothing was restored; use another copy of it.",
    "{path} 与写入时不一致：已被更改或截断。未恢复任何内容；请使用另一份副本。",
)
NOTHING_THERE = Text("no file", "没有文件")
SOMETHING_ELSE = Text("something else", "其他内容")


class BackupRefused(Refusal):
    """The file cannot be restored; nothing was written."""


class Writer:
    """Writes parts into an open, empty file; `close` signs it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self._write(MAGIC)
        self._packer = zstandard.ZstdCompressor(level=LEVEL).compressobj()

    def part(self, name: str, content: bytes) -> None:
        """Add a part, or more of a part."""
        header = json.dumps({"part": name, "bytes": len(content)}).encode() + b"\n"
        self._write(self._packer.compress(header + content))

    def object(self, name: str, content: object) -> None:
        """Add a part of JSON."""
        self.part(name, json.dumps(content, ensure_ascii=False, default=str).encode())

    def close(self, key: Ed25519PrivateKey) -> None:
        """Write what is left, then key and signature."""
        self._write(self._packer.flush())
        self._file.write(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))
        self._file.write(key.sign(_signed(self._hash.digest())))

    def _write(self, content: bytes) -> None:
        self._hash.update(content)
        self._file.write(content)


def signer_of(path: Path, tell: Callable[[int], None]) -> str:
    """Read the whole file and check its signature; returns the fingerprint of the key. Raises BackupRefused.

    tell: called with the number of bytes read since the last call.
    """
    if not path.is_file():
        raise BackupRefused(NO_BACKUP, path=path, found=NOTHING_THERE.say())
    end = path.stat().st_size - _KEY - _SIGNATURE
    found = hashlib.sha256()
    with path.open("rb") as file:
        if file.read(len(MAGIC)) != MAGIC:
            raise BackupRefused(NO_BACKUP, path=path, found=SOMETHING_ELSE.say())
        found.update(MAGIC)
        while (left := end - file.tell()) > 0:
            block = file.read(min(CHUNK, left))
            found.update(block)
            tell(len(block))
        raw, signature = file.read(_KEY), file.read()
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, _signed(found.digest()))
    except (InvalidSignature, ValueError):
        raise BackupRefused(CHANGED, path=path) from None
    return hashlib.sha256(raw).hexdigest()


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """The parts of a file whose signature was checked, one at a time: (name, content)."""
    buffer, texts = b"", _unpacked(path)
    while buffer or (buffer := next(texts, b"")):
        while b"\n" not in buffer:
            buffer += _more(texts, path)
        header, _, buffer = buffer.partition(b"\n")
        named = json.loads(header)
        pieces, left = [buffer], named["bytes"] - len(buffer)
        while left > 0:
            pieces.append(more := _more(texts, path))
            left -= len(more)
        whole = b"".join(pieces)
        yield named["part"], whole[: named["bytes"]]
        buffer = whole[named["bytes"] :]


def _unpacked(path: Path) -> Iterator[bytes]:
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    with path.open("rb") as file:
        file.seek(len(MAGIC))
        while not unpacker.eof and (block := file.read(_BLOCK)):
            if text := unpacker.decompress(block):
                yield text


def _more(texts: Iterator[bytes], path: Path) -> bytes:
    more = next(texts, b"")
    if not more:
        raise BackupRefused(CHANGED, path=path)
    return more


def _signed(digest: bytes) -> bytes:
    return MAGIC + digest
