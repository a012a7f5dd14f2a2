"""Original payment data on its way to customs (announcement 179): by command, or by a worker once customs asked.

A worker uploads where the sender of its data folder names an address and a key. Like webhooks this is a pass of its
own: a system of customs that does not answer must not hold up lists.
"""

import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import psycopg
from django.db import close_old_connections, connections
from django.db.utils import InterfaceError, OperationalError

from entrepot.gateways.ceb import Signer
from entrepot.modules.payments import api as payments
from entrepot.project.api import destinations
from entrepot.project.line import original_payments
from entrepot.project.line.original_payments import Post, Sent
from entrepot.project.line.sender import sender_of
from entrepot.project.wording import Refusal
from entrepot.store.connection import under_django
from entrepot.store.gate import alone_or_not

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_ANSWER_MOST = 65_536
LOCK = 0x0E17_0007  # of the one process that uploads
_REST_S = 2.0
_AGAIN_AFTER = timedelta(minutes=1)  # where customs did not answer, or this folder cannot send

log = logging.getLogger(__name__)


def wires(folder: Path) -> tuple[Post, Signer] | None:
    """How uploads reach customs and by which key, as sender.toml says; None where it names no address.

    Raises Refusal where the file names an address and cannot be used.
    """
    sender = sender_of(folder, unsigned=False)
    if sender.payments is None or sender.signer is None:
        return None
    address = sender.payments

    def post(body: bytes) -> bytes:
        try:
            return destinations.exchange(address, body, _FORM, most=_ANSWER_MOST)[1]
        except destinations.NotTaken as silent:
            raise OSError(str(silent)) from silent

    return post, sender.signer


def upload_due(
    found: tuple[Post, Signer], *, now: datetime, practice: bool, marketplace_id: int | None = None
) -> list[Sent]:
    """Upload what customs asked for and nobody has answered; nothing where another process is at it."""
    post, signer = found
    with alone_or_not(under_django("owner"), LOCK) as alone:
        if not alone:
            return []
        return original_payments.send_due(post, signer, marketplace_id=marketplace_id, now=now, practice=practice)


def run_uploads(stop: threading.Event, clock: Callable[[], datetime], folder: Path) -> None:
    """Pass after pass until `stop` is set, on a database connection of its own thread."""
    not_before: datetime | None = None
    while not stop.wait(_REST_S):
        now = clock()
        if not_before is not None and now < not_before:
            continue
        try:
            not_before = None if _passed(folder, now) else now + _AGAIN_AFTER
        except (OperationalError, InterfaceError, psycopg.OperationalError) as error:
            log.warning("payment data: the database did not answer (%s)", str(error).strip())
            close_old_connections()
    connections["owner"].close()


def _passed(folder: Path, now: datetime) -> bool:
    """One pass; whether all went well, so that the next may follow at once."""
    if not payments.questions_due():
        return True
    try:
        found = wires(folder)
    except Refusal as refusal:
        log.warning("payment data: %s", refusal)
        return False
    if found is None:
        return False
    silent = [one for one in upload_due(found, now=now, practice=False) if one.answer is None]
    for one in silent:
        log.warning("payment data of session %s: not answered, still due (%s)", one.session_id, one.why)
    return not silent
