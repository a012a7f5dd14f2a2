"""Keys held in software, for practice and tests, and the verifier of both algorithms.

RSA by `cryptography`, SM2 by `gmssl_pyx` (a native binding). Real filing signs with the key client of customs instead:
another `Signer`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from types import ModuleType

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from entrepot.gateways.ceb import der
from entrepot.gateways.ceb.signing import RSA_SHA1, SM2_SM3, MissingSoftware, UnknownAlgorithm

_VALID = timedelta(days=3650)
_RSA_BITS = 2048
_HALF = 32  # bytes of r, of s, of each coordinate


@dataclass(frozen=True)
class RsaSigner:
    """A software RSA key with its certificate (DER)."""

    key: rsa.RSAPrivateKey
    certificate: bytes
    key_name: str
    algorithm: str = RSA_SHA1

    @classmethod
    def generate(cls, name: str, key_name: str, now: datetime) -> "RsaSigner":
        """A new key with a certificate that it signs itself, valid for ten years from `now` (aware)."""
        key = rsa.generate_private_key(public_exponent=65537, key_size=_RSA_BITS)
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now)
            .not_valid_after(now + _VALID)
            .sign(key, hashes.SHA256())
        )
        return cls(key, certificate.public_bytes(serialization.Encoding.DER), key_name)

    def sign(self, canonical: bytes) -> bytes:
        """PKCS 1 v1.5 over SHA-1: the interface has no other RSA."""
        return self.key.sign(canonical, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303


@dataclass(frozen=True)
class Sm2Signer:
    """A software SM2 key (32 bytes), its public point (x and y, 64 bytes) and its certificate (DER)."""

    key: bytes
    point: bytes
    certificate: bytes
    key_name: str
    algorithm: str = SM2_SM3

    @classmethod
    def generate(cls, name: str, key_name: str, now: datetime) -> "Sm2Signer":
        """A new key with a certificate that it signs itself, valid for ten years from `now` (aware)."""
        point, key = _gmssl().sm2_key_generate()
        unsigned = der.sm2_certificate_body(name, point, now, now + _VALID)
        signature = _gmssl().sm2_sign(key, point, unsigned)
        return cls(key, point, der.sm2_certificate(unsigned, signature), key_name)

    def sign(self, canonical: bytes) -> bytes:
        """r and s, 32 bytes each, with the default user id of GM/T 0009."""
        r, s = der.integers(_gmssl().sm2_sign(self.key, self.point, canonical))
        return r.to_bytes(_HALF, "big") + s.to_bytes(_HALF, "big")


class SoftwareVerifier:
    """Verifies RSA and SM2 signatures against the public key of their certificate."""

    def verify(self, algorithm: str, canonical: bytes, signature: bytes, certificate: bytes) -> bool:
        """Whether the signature belongs to text and certificate; False for a certificate of another kind."""
        if algorithm == RSA_SHA1:
            return _rsa_fits(canonical, signature, certificate)
        if algorithm == SM2_SM3:
            return _sm2_fits(canonical, signature, certificate)
        raise UnknownAlgorithm(f"expected {SM2_SM3} or {RSA_SHA1}, found {algorithm}; sign with one of them")


def _rsa_fits(canonical: bytes, signature: bytes, certificate: bytes) -> bool:
    try:
        key = x509.load_der_x509_certificate(certificate).public_key()
        if not isinstance(key, rsa.RSAPublicKey):
            return False
        key.verify(signature, canonical, padding.PKCS1v15(), hashes.SHA1())  # noqa: S303
    except (ValueError, InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _sm2_fits(canonical: bytes, signature: bytes, certificate: bytes) -> bool:
    point = der.sm2_point(certificate)
    if point is None or len(signature) != 2 * _HALF:
        return False
    r, s = (int.from_bytes(half, "big") for half in (signature[:_HALF], signature[_HALF:]))
    gmssl = _gmssl()
    try:
        return bool(gmssl.sm2_verify(point, canonical, der.signature(r, s)))
    except gmssl.GmsslInnerError:
        return False


def _gmssl() -> ModuleType:
    try:
        gmssl = import_module("gmssl_pyx")  # only those who sign or verify SM2 need it
    except ImportError as missing:
        raise MissingSoftware(
            "expected the package gmssl-pyx for SM2, found none; install entrepot[sm2] or sign with RSA"
        ) from missing
    return gmssl
