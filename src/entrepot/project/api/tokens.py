"""Who asks: the token of a request, for which firm it acts, how far it reaches."""

import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import psycopg
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from entrepot.modules.parties import api as parties
from entrepot.project.api.problems import Problem
from entrepot.store.connection import under_django

REMEMBERED_S = 5.0  # a revoked token works so much longer at most
_MOST_REMEMBERED = 10_000
_CHALLENGE = 'Bearer realm="entrepot"'
_PREFIX = "bearer "


@dataclass(frozen=True)
class Caller:
    """The firm that a request acts for, and whose eyes it has."""

    party_id: int
    person_id: int
    reader: parties.Reader
    now: datetime


_remembered: dict[bytes, tuple[float, parties.Presented, parties.Reader]] = {}


class Needs(HttpBearer):
    """Lets in whoever has a token with one of these scopes. Raises Problem otherwise."""

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    def __call__(self, request: HttpRequest) -> Caller:
        """The caller; the framework keeps it as `request.auth`."""
        caller = caller_of(request)
        if not caller.reader.scopes.intersection(self.scopes):
            held = ", ".join(sorted(caller.reader.scopes))
            challenge = f'{_CHALLENGE}, error="insufficient_scope", scope="{" ".join(self.scopes)}"'
            raise Problem(
                "token-scope", needed=" / ".join(self.scopes), held=held, headers={"WWW-Authenticate": challenge}
            )
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:  # noqa: ARG002 - the framework's signature
        """As the call: everything needed is in the request."""
        return self(request)


def caller_of(request: HttpRequest) -> Caller:
    """Whose token the request carries. Raises Problem where it carries none that is good."""
    header = request.META.get("HTTP_AUTHORIZATION", "")
    if header[: len(_PREFIX)].lower() != _PREFIX:
        found = header.split(" ", 1)[0][:20] or "–"
        raise Problem("no-token", found=found, headers={"WWW-Authenticate": _CHALLENGE})
    token = header[len(_PREFIX) :].strip()
    now = timezone.now()
    presented, reader = _presented(token, now)
    if presented.enterprise_id not in reader.party_ids:
        raise Problem("not-of-the-firm")
    return Caller(presented.enterprise_id, presented.person_id, reader, now)


def _presented(token: str, now: datetime) -> tuple[parties.Presented, parties.Reader]:
    key = hashlib.sha256(token.encode(errors="replace")).digest()
    known = _remembered.get(key)
    if known is not None and known[0] > time.monotonic():
        return known[1:]
    with transaction.atomic():
        presented = parties.present_token(token=token, now=now) if token.isascii() else None
        if presented is None:
            _remembered.pop(key, None)
            raise Problem("unknown-token", headers={"WWW-Authenticate": f'{_CHALLENGE}, error="invalid_token"'})
        reader = parties.reader_of(
            person_id=presented.person_id,
            firms=(presented.enterprise_id,),
            scopes=presented.scopes,
            token_id=presented.token_id,
            now=now,
        )
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[key] = (time.monotonic() + REMEMBERED_S, presented, reader)
    return presented, reader


def forget_tokens() -> None:
    """Ask the database again about every token."""
    _remembered.clear()


@contextmanager
def as_reader(caller: Caller) -> Iterator[psycopg.Connection]:
    """A transaction as entrepot_web that sees what the caller may see."""
    with parties.reading(caller.reader):
        yield raw_connection()


def raw_connection() -> psycopg.Connection:
    """The connection of the web role, below Django."""
    return under_django()
