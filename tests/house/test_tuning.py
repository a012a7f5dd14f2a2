"""PostgreSQL's settings: durable, and sized from the machine."""

from pathlib import Path

from entrepot.project.server.cluster import socket_folder
from entrepot.project.server.tuning import GIB, settings, written


def test_is_durable_on_every_machine() -> None:
    for memory in (GIB, 4 * GIB, 512 * GIB):
        values = settings(memory, 2, 100 * GIB)
        assert (values["fsync"], values["synchronous_commit"], values["full_page_writes"]) == ("on", "on", "on")


def test_takes_a_fifth_of_the_memory_within_bounds() -> None:
    assert settings(GIB // 2, 1, GIB)["shared_buffers"] == "128MB"
    assert settings(10 * GIB, 2, GIB)["shared_buffers"] == "2048MB"
    assert settings(512 * GIB, 64, GIB)["shared_buffers"] == "8192MB"


def test_leaves_most_of_the_disk_to_the_data() -> None:
    assert settings(8 * GIB, 2, 4 * GIB)["max_wal_size"] == "512MB"
    assert settings(8 * GIB, 2, 24 * GIB)["max_wal_size"] == "3072MB"
    assert settings(8 * GIB, 2, 900 * GIB)["max_wal_size"] == "8192MB"


def test_listens_on_no_network_address() -> None:
    assert settings(GIB, 1, GIB)["listen_addresses"] == ""


def test_quotes_what_it_writes() -> None:
    lines = written({"unix_socket_directories": "/it's/here"}).splitlines()
    assert lines[1:] == ["unix_socket_directories = '/it''s/here'"]


def test_a_path_too_long_for_a_socket_gets_one_in_tmp() -> None:
    near, far = Path("/" + "a" * 84), Path("/" + "a" * 85)
    assert socket_folder(near) == near / "run"
    assert len(str(near / "run" / ".s.PGSQL.5432")) == 103
    assert socket_folder(Path("/" + "a" * 88)) == Path("/" + "a" * 88) / "run"
    assert socket_folder(Path("/" + "a" * 89)).parent == Path("/tmp")
    assert socket_folder(far) == far / "run"


def test_a_comma_in_the_path_does_not_become_two_servers() -> None:
    assert socket_folder(Path("/data, mine")).parent == Path("/tmp")
