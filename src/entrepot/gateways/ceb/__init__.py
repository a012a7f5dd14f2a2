"""Customs messages of the unified cross-border e-commerce system, edition 202205: bytes in, frames out, and back.

    typed = validate(decode(messages))      # frames of good documents, faults of the others
    message = write("list", heads, lines, envelope)

Fields, rules and their sentences are data: `tables`, `rules`. Signatures: `signing`, `software_keys`.
"""

from entrepot.gateways.ceb.content import content_hashes
from entrepot.gateways.ceb.decode import Decoded, decode, is_practice
from entrepot.gateways.ceb.elements import UnableToWrite
from entrepot.gateways.ceb.rules import sentence
from entrepot.gateways.ceb.signing import SignatureFacts, Signer, UnableToSign, Verifier, read_signature, sign
from entrepot.gateways.ceb.validate import Typed, validate
from entrepot.gateways.ceb.write import Envelope, write, write_all, write_each

__all__ = [
    "Decoded",
    "Envelope",
    "SignatureFacts",
    "Signer",
    "Typed",
    "UnableToSign",
    "UnableToWrite",
    "Verifier",
    "content_hashes",
    "decode",
    "is_practice",
    "read_signature",
    "sentence",
    "sign",
    "validate",
    "write",
    "write_all",
    "write_each",
]
