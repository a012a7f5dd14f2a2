"""API tokens: shown once, kept as a hash, ended by time, by hand, or with the membership."""

from datetime import datetime, timedelta

import psycopg
import pytest

from entrepot.modules.parties import api, commands
from tests.modules.parties.world import NOW, SELLER_CODE, World, make_world, member, reader

LATER = NOW + timedelta(days=30)


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    return make_world()


def _make(world: World, person: int, *scopes: str, expires_at: datetime = LATER) -> api.NewToken:
    with api.reading(reader(person)):
        return api.make_token(
            acting=api.Acting(world.seller, person),
            person_id=person,
            name="erp",
            scopes=scopes or ("messages:write",),
            expires_at=expires_at,
            now=NOW,
        )


def test_a_token_says_who_for_whom_and_how_far(world: World) -> None:
    made = _make(world, world.anna, "records:read", "messages:write")
    assert api.present_token(token=made.token, now=NOW) == api.Presented(
        made.id, world.anna, world.seller, frozenset({"records:read", "messages:write"})
    )
    assert api.present_token(token=made.token + "x", now=NOW) is None


def test_only_the_beginning_of_a_token_can_be_shown_again(owner: psycopg.Connection, world: World) -> None:
    made = _make(world, world.anna)
    assert made.token.startswith("ent_")
    assert len(made.token) == 47
    with api.reading(reader(world.anna)):
        (row,) = api.tokens_of(world.seller)
    assert row.prefix == made.token[:12]
    kept = owner.execute("SELECT t::text || s::text FROM parties_token t, parties_token_secret s").fetchone()
    assert kept is not None
    assert made.token[12:] not in kept[0]


def test_a_token_ends_at_its_expiry(world: World) -> None:
    made = _make(world, world.anna)
    assert api.present_token(token=made.token, now=LATER - timedelta(seconds=1)) is not None
    assert api.present_token(token=made.token, now=LATER) is None


def test_last_use_is_kept_to_the_minute(owner: psycopg.Connection, world: World) -> None:
    made = _make(world, world.anna)
    used = []
    for seconds in (0, 59, 60):
        api.present_token(token=made.token, now=NOW + timedelta(seconds=seconds))
        used.append(owner.execute("SELECT last_used_at FROM parties_token").fetchone())
    assert used == [(NOW,), (NOW,), (NOW + timedelta(seconds=60),)]


def test_a_revoked_token_opens_nothing(world: World) -> None:
    made = _make(world, world.anna)
    acting = api.Acting(world.seller, world.anna)
    with api.reading(reader(world.anna)):
        api.revoke_token(acting=acting, token_id=made.id, now=NOW)
    assert api.present_token(token=made.token, now=NOW) is None
    with pytest.raises(api.UnableToUseToken) as error, api.reading(reader(world.anna)):
        api.revoke_token(acting=acting, token_id=made.id, now=NOW)
    assert error.value.reason == "already_ended"


def test_staff_revokes_its_own_tokens_and_an_administrator_all_of_the_firm(world: World) -> None:
    staff = member("ai", world.seller, "staff")
    annas, own = _make(world, world.anna), _make(world, staff)
    with pytest.raises(api.UnableToUseToken), api.reading(reader(staff)):
        api.revoke_token(acting=api.Acting(world.seller, staff), token_id=annas.id, now=NOW)
    assert api.present_token(token=annas.token, now=NOW) is not None
    with api.reading(reader(world.anna)):
        api.revoke_token(acting=api.Acting(world.seller, world.anna), token_id=own.id, now=NOW)
    assert api.present_token(token=own.token, now=NOW) is None


def test_another_firm_revokes_none(world: World) -> None:
    made = _make(world, world.anna)
    with pytest.raises(api.UnableToUseToken), api.reading(reader(world.bo)):
        api.revoke_token(acting=api.Acting(world.seller, world.bo), token_id=made.id, now=NOW)
    assert api.present_token(token=made.token, now=NOW) is not None


def test_a_viewer_and_a_stranger_make_no_token(owner: psycopg.Connection, world: World) -> None:
    viewer = member("vera", world.seller, "viewer")
    for person in (viewer, world.bo):
        with pytest.raises(api.UnableToAct):
            _make(world, person)
    assert owner.execute("SELECT count(*) FROM parties_token").fetchone() == (0,)


def test_refuses_unknown_scopes_none_at_all_and_a_past_expiry(owner: psycopg.Connection, world: World) -> None:
    wrong: list[tuple[list[str], datetime, str]] = [
        (["everything"], LATER, "scope_unknown"), ([], LATER, "scope_unknown"), (["records:read"], NOW, "period_empty"),
    ]  # fmt: skip
    for scopes, expires_at, reason in wrong:
        with pytest.raises(api.UnableToUseToken) as error:
            api.make_token(
                acting=api.Acting(world.seller),
                person_id=world.anna,
                name="erp",
                scopes=scopes,
                expires_at=expires_at,
                now=NOW,
                using="owner",
            )
        assert error.value.reason == reason
    assert owner.execute("SELECT count(*) FROM parties_token").fetchone() == (0,)


def test_the_command_line_makes_lists_and_revokes(world: World) -> None:
    made = commands.make_token(
        username="anna", firm_code=SELLER_CODE, name="erp", scopes=["messages:write"], days=30, now=NOW
    )
    assert [(row.id, row.name, row.expires_at) for row in commands.list_tokens(firm_code=SELLER_CODE)] == [
        (made.id, "erp", LATER)
    ]
    commands.revoke_token(firm_code=SELLER_CODE, token_id=made.id, now=NOW)
    assert api.present_token(token=made.token, now=NOW) is None
