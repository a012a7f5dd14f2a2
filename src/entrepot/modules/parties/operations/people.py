"""People and the firms they work in."""

import re
import secrets
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from entrepot.modules.parties import words
from entrepot.modules.parties.days import china_day, valid_on
from entrepot.modules.parties.errors import UnableToChangePeople
from entrepot.modules.parties.models import Membership, Person
from entrepot.modules.parties.operations.audit import ADMINISTRATORS, Acting, record, require_place
from entrepot.modules.parties.operations.passwords import keep_password, login_name

LONGEST_NAME = 100
LANGUAGES = ("en", "zh-hans")


def create_person(
    *,
    username: str,
    name: str,
    email: str = "",
    password: str = "",
    language: str = "en",
    now: datetime,
    using: str = "owner",
) -> int:
    """Add somebody who can sign in: with the password, where one is given, else with links. Returns the id.

    Raises UnableToChangePeople for a name that is taken or has a wrong form, and for a weak password.
    """
    username, email = login_name(username), login_name(email)
    if not re.fullmatch(r"[^@\s]{1,60}", username):
        raise UnableToChangePeople("username_form", username=username)
    if email and not re.fullmatch(r"[^@\s]+@[^@\s]+", email):
        raise UnableToChangePeople("username_form", username=email)
    person = Person(
        username=username,
        name=name,
        email=email or None,
        language=language,
        session_stamp=secrets.token_hex(16),
        created_at=now,
    )
    try:
        with transaction.atomic(using=using):
            person.save(using=using, force_insert=True)
            if password:
                keep_password(person, password, now=now, using=using)
            record("person_created", now=now, using=using, subject=f"person:{person.pk}")
    except IntegrityError as error:
        raise UnableToChangePeople("username_taken", username=username) from error
    return int(person.pk)


def set_password(*, person_id: int, password: str, now: datetime, using: str = "default") -> None:
    """Give a person a new password; as the web role only to oneself. Ends the sessions opened before.

    Raises UnableToChangePeople.
    """
    with transaction.atomic(using=using):
        keep_password(Person.objects.using(using).get(pk=person_id), password, now=now, using=using)
        record("password_set", now=now, using=using, person_id=person_id, subject=f"person:{person_id}")


def set_name(*, person_id: int, name: str, now: datetime, using: str = "default") -> None:
    """What pages call this person; as the web role only oneself. Raises UnableToChangePeople."""
    if not name.strip() or len(name) > LONGEST_NAME:
        raise UnableToChangePeople("person_name", most=LONGEST_NAME, found=len(name))
    with transaction.atomic(using=using):
        Person.objects.using(using).filter(pk=person_id).update(name=name.strip())
        record("name_set", now=now, using=using, person_id=person_id, subject=f"person:{person_id}")


def set_language(*, person_id: int, language: str, using: str = "default") -> None:
    """In which language this person is written to; as the web role only oneself. Raises UnableToChangePeople."""
    if language not in LANGUAGES:
        raise UnableToChangePeople("scope_unknown", allowed=", ".join(LANGUAGES), found=language)
    Person.objects.using(using).filter(pk=person_id).update(language=language)


def add_member(
    *,
    acting: Acting,
    person_id: int,
    place: str,
    valid_from: date,
    valid_until: date | None = None,
    now: datetime,
    using: str = "default",
) -> int:
    """Let a person work in the acting firm. Raises UnableToChangePeople, UnableToAct."""
    if place not in words.PLACES:
        raise UnableToChangePeople("scope_unknown", allowed=", ".join(words.PLACES), found=place)
    if valid_until is not None and valid_until <= valid_from:
        raise UnableToChangePeople("period_empty", valid_from=valid_from, valid_until=valid_until)
    with transaction.atomic(using=using):
        require_place(acting, ADMINISTRATORS, now=now, using=using)
        theirs = Membership.objects.using(using).filter(
            person_id=person_id, enterprise_id=acting.party_id, ended_at__isnull=True
        )
        later = Q() if valid_until is None else Q(valid_from__lt=valid_until)
        if theirs.filter(valid_on(valid_from) | Q(valid_from__gte=valid_from) & later).exists():
            raise UnableToChangePeople("member_already", person=person_id, firm=acting.party_id)
        membership = Membership.objects.using(using).create(
            person_id=person_id,
            enterprise_id=acting.party_id,
            place=place,
            valid_from=valid_from,
            valid_until=valid_until,
        )
        record("member_added", now=now, using=using, acting=acting, subject=f"person:{person_id}", place=place)
    return int(membership.pk)


def end_membership(*, acting: Acting, person_id: int, now: datetime, using: str = "default") -> None:
    """From today (China time) the person no longer works in the acting firm.

    Raises UnableToChangePeople where it does not work there, UnableToAct.
    """
    with transaction.atomic(using=using):
        require_place(acting, ADMINISTRATORS, now=now, using=using)
        current = Membership.objects.using(using).filter(
            valid_on(china_day(now)), person_id=person_id, enterprise_id=acting.party_id, ended_at__isnull=True
        )
        if not current.update(ended_at=now):
            raise UnableToChangePeople("already_ended")
        record("member_ended", now=now, using=using, acting=acting, subject=f"person:{person_id}")
