"""Who sends messages to customs: the address at the e-port and the key that signs, as DATA/sender.toml says.

    dxp_id = "DXPENT0000012345"
    payments = "https://…/realTimeDataUpload"   # where customs takes original payment data; marketplaces only

    [signature]
    key = "signing.pem"            # RSA key, PEM without passphrase
    certificate = "signing.crt"    # its certificate, PEM or DER
    key_name = "01A2B3"            # number of the certificate, where it is another than the certificate says

A real firm's key mostly lies in a key client of customs: another `ceb.Signer`, which takes the place of `_signer`.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, load_pem_private_key

from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import RsaSigner
from entrepot.project.wording import Refusal, Text

FILE = "sender.toml"
_DXP_ID_MOST = 30
NO_SIGNER = Text(
    "The interface asks for a signature on declaration lists, and no key is named to sign with. Write {path} with"
    " dxp_id and [signature] key, certificate (docs/guides/file-and-replies.md), or write unsigned messages for a"
    " program that signs them: --unsigned.",
    "接口要求清单报文签名，但未指定签名密钥。请编写 {path}，写明 dxp_id 与 [signature] 的 key、certificate"
    "（见 docs/guides/file-and-replies.md）；或加 --unsigned 生成未签名报文，由其他程序签名。",
)
BROKEN = Text(
    "{path}: expected {expected}, found {found}. Correct the file.",
    "{path}：应为 {expected}，实为 {found}。请更正该文件。",
)


@dataclass(frozen=True)
class Sender:
    """dxp_id: None where the file names none; signer: None for unsigned messages.

    payments: where original payment data is uploaded (announcement 179); None where the file names no address.
    """

    dxp_id: str | None
    signer: ceb.Signer | None
    payments: str | None = None


def sender_of(folder: Path, *, unsigned: bool) -> Sender:
    """The sender of this data folder. Raises Refusal where it cannot sign and `unsigned` was not asked for."""
    path = folder / FILE
    content = _content(path)
    dxp_id, signature = content.get("dxp_id"), content.get("signature")
    if dxp_id is not None and not (isinstance(dxp_id, str) and 0 < len(dxp_id) <= _DXP_ID_MOST):
        raise Refusal(BROKEN, path=path, expected=f"dxp_id: 1–{_DXP_ID_MOST}", found=repr(dxp_id))
    if unsigned:
        return Sender(dxp_id, None)
    if dxp_id is None or signature is None:
        raise Refusal(NO_SIGNER, path=path)
    if not isinstance(signature, dict):
        raise Refusal(BROKEN, path=path, expected="[signature]", found=repr(signature))
    payments = content.get("payments")
    if payments is not None and not isinstance(payments, str):
        raise Refusal(BROKEN, path=path, expected='payments = "https://…"', found=repr(payments))
    return Sender(dxp_id, _signer(folder, path, signature), payments)


def _content(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(BROKEN, path=path, expected="TOML", found=str(error)) from error


def _signer(folder: Path, path: Path, signature: dict[str, Any]) -> RsaSigner:
    try:
        key = load_pem_private_key((folder / str(signature.get("key"))).read_bytes(), password=None)
        data = (folder / str(signature.get("certificate"))).read_bytes()
        certificate = certificate_in(data)
    except (OSError, ValueError, TypeError) as error:
        raise Refusal(BROKEN, path=path, expected="[signature] key, certificate", found=str(error)) from error
    if not isinstance(key, RSAPrivateKey) or certificate.public_key() != key.public_key():
        raise Refusal(BROKEN, path=path, expected="an RSA key and its certificate", found="others")
    name = str(signature.get("key_name") or number_of(certificate))
    return RsaSigner(key, certificate.public_bytes(Encoding.DER), name)


def certificate_in(data: bytes) -> x509.Certificate:
    """The certificate of a file, PEM or DER. Raises ValueError where it is none."""
    pem = data.lstrip().startswith(b"-----BEGIN")
    return x509.load_pem_x509_certificate(data) if pem else x509.load_der_x509_certificate(data)


def number_of(certificate: x509.Certificate) -> str:
    """The number by which signatures name a certificate, where nobody says another."""
    return f"{certificate.serial_number:X}"
