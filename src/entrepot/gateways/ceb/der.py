"""The few DER structures of SM2 that `cryptography` does not have (it knows no SM2 curve).

ITU-T X.690 for the encoding, RFC 5280 for the certificate, GM/T 0015 and GM/T 0006 for the object identifiers.
"""

from datetime import datetime

_SEQUENCE, _SET, _INTEGER, _BITS, _OID, _UTF8, _GENERALIZED_TIME = 0x30, 0x31, 0x02, 0x03, 0x06, 0x0C, 0x18
_EC_PUBLIC_KEY = bytes.fromhex("2a8648ce3d0201")  # 1.2.840.10045.2.1
_SM2_CURVE = bytes.fromhex("2a811ccf5501822d")  # 1.2.156.10197.1.301
_SM2_WITH_SM3 = bytes.fromhex("2a811ccf55018375")  # 1.2.156.10197.1.501
_COMMON_NAME = bytes.fromhex("550403")  # 2.5.4.3
_POINT_BYTES = 64
_LONG = 0x80

Item = tuple[int, bytes]


def _wrap(tag: int, *contents: bytes) -> bytes:
    content = b"".join(contents)
    size = len(content)
    if size < _LONG:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, _LONG | len(length)]) + length + content


def _integer(number: int) -> bytes:
    return _wrap(_INTEGER, number.to_bytes(number.bit_length() // 8 + 1, "big"))


def items(data: bytes) -> list[Item]:
    """The elements that stand one after the other in `data`: tag and content. Raises ValueError where it is no DER."""
    found: list[Item] = []
    at = 0
    while at < len(data):
        if at + 2 > len(data):
            raise ValueError("expected DER, found an element without length")
        tag, size, start = data[at], data[at + 1], at + 2
        if size >= _LONG:
            start += size & ~_LONG
            size = int.from_bytes(data[at + 2 : start], "big")
        if start + size > len(data):
            raise ValueError("expected DER, found an element longer than its content")
        found.append((tag, data[start : start + size]))
        at = start + size
    return found


def signature(r: int, s: int) -> bytes:
    """The two numbers of a signature as a sequence."""
    return _wrap(_SEQUENCE, _integer(r), _integer(s))


def integers(sequence: bytes) -> tuple[int, int]:
    """The two numbers in a sequence of two."""
    (_, content), *_rest = items(sequence)
    (_, first), (_, second) = items(content)
    return int.from_bytes(first, "big"), int.from_bytes(second, "big")


def sm2_certificate_body(name: str, point: bytes, begins: datetime, ends: datetime) -> bytes:
    """What a self-signed certificate of an SM2 key says (tbsCertificate); the serial number comes from the point."""
    subject = _wrap(_SEQUENCE, _wrap(_SET, _wrap(_SEQUENCE, _wrap(_OID, _COMMON_NAME), _wrap(_UTF8, name.encode()))))
    key = _wrap(_SEQUENCE, _wrap(_OID, _EC_PUBLIC_KEY), _wrap(_OID, _SM2_CURVE))
    return _wrap(
        _SEQUENCE,
        _wrap(0xA0, _integer(2)),  # version 3
        _integer(int.from_bytes(point[:15], "big")),
        _algorithm(),
        subject,
        _wrap(_SEQUENCE, _time(begins), _time(ends)),
        subject,
        _wrap(_SEQUENCE, key, _wrap(_BITS, b"\x00\x04", point)),
    )


def sm2_certificate(body: bytes, signed: bytes) -> bytes:
    """The certificate of a body and the signature over it."""
    return _wrap(_SEQUENCE, body, _algorithm(), _wrap(_BITS, b"\x00", signed))


def _algorithm() -> bytes:
    return _wrap(_SEQUENCE, _wrap(_OID, _SM2_WITH_SM3))


def _time(moment: datetime) -> bytes:
    return _wrap(_GENERALIZED_TIME, moment.strftime("%Y%m%d%H%M%SZ").encode())


def sm2_point(certificate: bytes) -> bytes | None:
    """The public point (x and y, 64 bytes) of a certificate; None where it holds no SM2 key or is no certificate."""
    try:
        body = items(items(items(certificate)[0][1])[0][1])
        fields = body[1:] if body[0][0] == 0xA0 else body
        algorithm, bits = items(fields[5][1])
        curve = items(algorithm[1])
    except (ValueError, IndexError):
        return None
    if curve != [(_OID, _EC_PUBLIC_KEY), (_OID, _SM2_CURVE)] or len(bits[1]) != _POINT_BYTES + 2:
        return None
    return bits[1][2:] if bits[1][:2] == b"\x00\x04" else None
