"""What the command line does here, as the owner role: whoever runs it has the machine."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from entrepot.modules.parties.days import china_day
from entrepot.modules.parties.errors import UnableToChangePeople, UnableToShare, UnableToUseCode
from entrepot.modules.parties.models import ApiToken, Grant, Person
from entrepot.modules.parties.operations import people, sharing, signing_in, tokens
from entrepot.modules.parties.operations.audit import Acting
from entrepot.modules.parties.operations.passwords import login_name
from entrepot.modules.parties.queries import firms


def create_person(
    *,
    username: str,
    name: str,
    firm_code: str,
    place: str = "staff",
    email: str = "",
    password: str = "",
    language: str = "en",
    now: datetime,
) -> int:
    """Add a person who works in the firm with this code. Raises UnableToUseCode, UnableToChangePeople."""
    acting = Acting(_firm(firm_code))
    with transaction.atomic(using="owner"):
        person_id = people.create_person(
            username=username, name=name, email=email, password=password, language=language, now=now
        )
        people.add_member(
            acting=acting, person_id=person_id, place=place, valid_from=china_day(now), now=now, using="owner"
        )
    return person_id


def link(*, username: str, now: datetime) -> str:
    """The path of a page that signs this person in once, within 15 minutes. Raises UnableToChangePeople."""
    return f"/sign-in/{signing_in.make_link(username=username, now=now)}/"


def make_token(
    *, username: str, firm_code: str, name: str, scopes: Sequence[str], days: int, now: datetime
) -> tokens.NewToken:
    """An API token for this person in this firm, good for `days` times 24 hours. Raises what `make_token` raises."""
    return tokens.make_token(
        acting=Acting(_firm(firm_code)),
        person_id=person_named(username),
        name=name,
        scopes=scopes,
        expires_at=now + timedelta(days=days),
        now=now,
        using="owner",
    )


def person_named(username: str) -> int:
    """The number of this person. Raises UnableToChangePeople for nobody, or somebody who is shut out."""
    person = Person.objects.using("owner").filter(username=login_name(username), is_active=True).first()
    if person is None:
        raise UnableToChangePeople("person_unknown", username=username)
    return int(person.pk)


def list_tokens(*, firm_code: str) -> list[ApiToken]:
    """The firm's tokens, newest first."""
    return firms.tokens_of(_firm(firm_code), using="owner")


def take_back(*, grant_id: int, now: datetime) -> Grant:
    """End a grant in the name of the firm that gave it. Raises UnableToShare where there is none that is open."""
    grant = Grant.objects.using("owner").select_related("owner", "to_party").filter(pk=grant_id).first()
    if grant is None:
        raise UnableToShare("already_ended")
    sharing.revoke_grant(acting=Acting(int(grant.owner_id)), grant_id=grant_id, now=now, using="owner")
    return grant


def revoke_token(*, firm_code: str, token_id: int, now: datetime) -> None:
    """From now on the token opens nothing. Raises UnableToUseToken."""
    tokens.revoke_token(acting=Acting(_firm(firm_code)), token_id=token_id, now=now, using="owner")


def _firm(code: str) -> int:
    found = firms.known_code(code, using="owner")
    if found is None:
        raise UnableToUseCode("code_unknown", code=code)
    return found
