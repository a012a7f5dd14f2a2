"""Each request is one transaction of its reader, and leaves nothing to the next."""

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.utils import timezone

from entrepot.modules.parties import api
from tests.modules.parties import addresses
from tests.modules.parties.world import NOW, PASSWORD, TODAY, World, make_world

NOBODY = ["{}", "{}", "", ""]


@pytest.fixture
def world(owner: psycopg.Connection) -> World:
    world = make_world()
    api.set_password(person_id=world.anna, password=PASSWORD, now=NOW, using="owner")
    api.give_power(
        acting=api.Acting(world.seller),
        agent_id=world.broker,
        valid_from=TODAY,
        valid_until=None,
        now=NOW,
        using="owner",
    )
    return world


@pytest.fixture
def client(world: World) -> Iterator[Client]:
    with override_settings(ROOT_URLCONF="tests.modules.parties.addresses"):
        yield _browser()


def _browser() -> Client:
    return Client(raise_request_exception=False, headers={"host": "localhost"})


def _person(client: Client, number: int) -> Client:
    client.force_login(api.Person.objects.using("owner").get(pk=number))
    return client


def _token(world: World, *scopes: str) -> dict[str, str]:
    made = api.make_token(
        acting=api.Acting(world.seller),
        person_id=world.anna,
        name="erp",
        scopes=scopes,
        expires_at=timezone.now() + timedelta(days=1),
        now=timezone.now(),
        using="owner",
    )
    return {"Authorization": f"Bearer {made.token}"}


def test_a_stranger_reads_as_nobody(client: Client) -> None:
    assert client.get("/who/").json() == {"settings": NOBODY, "firms": [], "stranger": True}


def test_a_person_reads_as_its_firm_and_for_its_clients(client: Client, world: World) -> None:
    said = _person(client, world.bo).get("/who/").json()
    assert said["settings"] == [f"{{{world.broker}}}", f"{{{world.seller}}}", str(world.bo), "[]"]
    assert said["firms"] == ["通汇报关", "青禾礼品"]


def test_the_reader_of_one_request_is_gone_in_the_next_on_the_same_connection(client: Client, world: World) -> None:
    _person(client, world.bo)
    assert client.get("/who/").json()["stranger"] is False
    backend = connection.connection.info.backend_pid
    assert addresses.settings_now() == ["", "", "", ""]
    assert _browser().get("/who/").json()["settings"] == NOBODY
    assert connection.connection.info.backend_pid == backend


def test_a_request_that_breaks_leaves_no_reader_either(client: Client, world: World) -> None:
    assert _person(client, world.bo).post("/write/broken/").status_code == 500
    assert addresses.settings_now() == ["", "", "", ""]


@pytest.mark.parametrize(("ending", "status", "name"), [
    ("200", 200, "Renamed"), ("303", 303, "Renamed"), ("400", 400, "Anna"), ("422", 422, "Anna"),
    ("missing", 404, "Anna"), ("forbidden", 403, "Anna"), ("broken", 500, "Anna"),
])  # fmt: skip
def test_a_refusal_leaves_the_database_as_it_was(
    owner: psycopg.Connection, client: Client, world: World, *, ending: str, status: int, name: str
) -> None:
    assert _person(client, world.anna).post(f"/write/{ending}/").status_code == status
    assert owner.execute("SELECT name FROM parties_person WHERE id = %s", (world.anna,)).fetchone() == (name,)


def test_signs_in_with_a_password_and_out_again(owner: psycopg.Connection, client: Client, world: World) -> None:
    answer = client.post("/sign-in/", {"username": "anna", "password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert client.get("/who/").json()["settings"][2] == str(world.anna)
    audit = "SELECT what, person_id, facts FROM parties_audit WHERE what = 'signed_in'"
    assert owner.execute(audit).fetchall() == [("signed_in", world.anna, {"way": "password"})]
    client.post("/sign-out/")
    assert client.get("/who/").json()["stranger"] is True
    assert owner.execute("SELECT count(*) FROM parties_session").fetchone() == (0,)


def test_a_wrong_password_is_told_on_the_page_and_the_sixth_try_has_to_wait(client: Client, world: World) -> None:
    wrong = {"username": "anna", "password": "wrong"}
    assert [client.post("/sign-in/", wrong).status_code for _ in range(6)] == [422] * 5 + [429]
    answer = client.post("/sign-in/", {"username": "anna", "password": PASSWORD})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 15 * 60
    assert client.get("/who/").json()["stranger"] is True


def test_a_link_signs_in_by_its_button_and_only_once(client: Client, world: World) -> None:
    path = f"/sign-in/{api.make_link(username='bo', now=timezone.now())}/"
    assert client.get(path).status_code == 200
    assert client.get("/who/").json()["stranger"] is True
    assert client.post(path).status_code == 302
    assert client.get("/who/").json()["settings"][2] == str(world.bo)
    assert _browser().post(path).status_code == 410


def test_a_new_password_ends_the_sessions_before_it(client: Client, world: World) -> None:
    _person(client, world.anna)
    assert client.get("/who/").json()["stranger"] is False
    api.set_password(person_id=world.anna, password="another quiet harbour", now=NOW, using="owner")
    assert client.get("/who/").json() == {"settings": NOBODY, "firms": [], "stranger": True}


def test_somebody_shut_out_is_a_stranger_at_the_next_request(
    owner: psycopg.Connection, client: Client, world: World
) -> None:
    headers = _token(world, "records:read")
    _person(client, world.anna)
    owner.execute("UPDATE parties_person SET is_active = false")
    assert client.get("/who/").json()["settings"] == NOBODY
    assert _browser().get("/who/", headers=headers).json()["settings"] == NOBODY


def test_who_left_the_firm_sees_it_no_more(client: Client, world: World) -> None:
    _person(client, world.bo)
    api.end_membership(acting=api.Acting(world.broker), person_id=world.bo, now=timezone.now(), using="owner")
    assert client.get("/who/").json() == {"settings": ["{}", "{}", str(world.bo), "[]"], "firms": [], "stranger": False}


def test_the_session_key_and_what_it_keeps_are_not_found_by_reading_the_table(
    owner: psycopg.Connection, client: Client, world: World
) -> None:
    _person(client, world.anna)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    ((kept,),) = owner.execute("SELECT encode(hash, 'hex') FROM parties_session").fetchall()
    assert key not in kept


def test_a_token_acts_for_its_firm_and_only_as_far_as_its_scopes_reach(client: Client, world: World) -> None:
    sender, looker = _token(world, "messages:write"), _token(world, "records:read", "decisions:read")
    assert client.get("/who/", headers=sender).json()["settings"][0] == f"{{{world.seller}}}"
    assert client.get("/send/", headers=sender).content == b"sent"
    answer = client.get("/send/", headers=looker)
    assert answer.status_code == 403
    assert answer.content.decode() == (
        "This needs a token with the scope messages:write; yours has decisions:read, records:read. "
        "Make one that has it."
    )


def test_a_wrong_token_makes_a_stranger_even_of_somebody_signed_in(client: Client, world: World) -> None:
    _person(client, world.anna)
    wrong = ["Bearer", "Bearer ", "Bearer ent_x", "bearer \xff\xfe", "Bearer ' OR true --"]
    answers = [client.get("/send/", headers={"Authorization": header}).status_code for header in wrong]
    assert answers == [401] * 5


def test_a_stranger_is_sent_to_the_sign_in_page_and_writes_nothing(
    owner: psycopg.Connection, client: Client, world: World
) -> None:
    answer = client.get("/write/200/?a=1&b=2")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/write/200/%3Fa%3D1%26b%3D2")
    assert owner.execute("SELECT count(*) FROM parties_person WHERE name = 'Renamed'").fetchone() == (0,)
    credentials = {"username": "anna", "password": PASSWORD, "next": "/who/"}
    assert client.post(answer["Location"], credentials)["Location"] == "/who/"


def test_a_token_is_enough_where_people_sign_in(client: Client, world: World) -> None:
    assert client.post("/write/200/", headers=_token(world, "records:read")).status_code == 200


def test_sessions_outlive_a_change_of_the_secret_key_that_keeps_the_old_one(client: Client, world: World) -> None:
    _person(client, world.anna)
    with override_settings(SECRET_KEY="a new secret", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY]):
        assert client.get("/who/").json()["settings"][2] == str(world.anna)
    with override_settings(SECRET_KEY="another secret"):
        assert client.get("/who/").json()["stranger"] is True
