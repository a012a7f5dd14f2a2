"""Customs messages of the unified cross-border e-commerce system, edition 202205: bytes in, frames out, and back."""

from entrepot.gateways.ceb.decode import Decoded, decode
from entrepot.gateways.ceb.rules import sentence
from entrepot.gateways.ceb.validate import Typed, validate
from entrepot.gateways.ceb.write import Envelope, UnableToWrite, write, write_all

__all__ = ["Decoded", "Envelope", "Typed", "UnableToWrite", "decode", "sentence", "validate", "write", "write_all"]
