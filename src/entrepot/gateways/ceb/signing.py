"""The port of signatures: whoever holds a key signs, whoever trusts certificates verifies."""

from typing import Protocol

SM2_SM3 = "http://www.chinaport.gov.cn/2022/04/xmldsig#sm2-sm3"
SM3 = "http://www.chinaport.gov.cn/2022/04/xmldsig#sm3"
RSA_SHA1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1"
SHA1 = "http://www.w3.org/2000/09/xmldsig#sha1"
C14N = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"


class Signer(Protocol):
    """Holds a private key: a software key for practice, the customs key client for real."""

    @property
    def algorithm(self) -> str:
        """SM2_SM3 or RSA_SHA1."""

    @property
    def key_name(self) -> str:
        """The number of the certificate."""

    @property
    def certificate(self) -> bytes:
        """The X.509 certificate, DER."""

    def sign(self, canonical: bytes) -> bytes:
        """The signature value over the canonical SignedInfo: SM2 as r and s of 32 bytes each, RSA as PKCS 1 v1.5."""


class Verifier(Protocol):
    """Decides whether a signature value belongs to a text and a certificate."""

    def verify(self, algorithm: str, canonical: bytes, signature: bytes, certificate: bytes) -> bool:
        """Whether it does. Raises UnknownAlgorithm for one that this verifier does not have."""


class UnknownAlgorithm(ValueError):
    """The algorithm of a signature or digest is none of the interface's."""
