"""`backup`, `restore`, `hashes`: a station in one file and back, equal to the last row, or nothing at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from entrepot.project.server.backup import archive, content, reading
from entrepot.project.server.folder import DataFolder
from tests.house.conftest import entrepot, runs
from tests.house.test_database_url import elsewhere

__all__ = ["elsewhere"]
PASSPHRASE = "four walls and a roof"


@pytest.fixture(scope="module")
def laptop(station: Path) -> Path:
    """A station with the practice world, decided."""
    loaded = entrepot("demo", "reset", "--data", station, "--json")
    assert loaded.code == 0, loaded.err
    return station


@pytest.fixture(scope="module")
def before(laptop: Path) -> dict[str, Any]:
    """What the laptop says of itself."""
    return hashes(laptop)


@pytest.fixture(scope="module")
def phrase(laptop: Path) -> Path:
    path = laptop.parent / "passphrase"
    path.write_text(f"{PASSPHRASE}\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def taken(laptop: Path, phrase: Path) -> tuple[Path, dict[str, Any]]:
    """A backup with its secrets, and what the command said of it."""
    out = laptop.parent / "world.backup"
    said = entrepot("backup", out, "--passphrase-file", phrase, "--data", laptop, "--json")
    assert said.code == 0, said.err
    return out, said.object


def hashes(folder: Path, **environment: str) -> dict[str, Any]:
    said = entrepot("hashes", "--data", folder, "--json", **environment)
    assert said.code == 0, said.err
    return dict(said.object)


def left_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if "restor" in path.name or path.name == "server")


def test_a_restored_folder_is_equal_in_every_table_and_signs_with_the_same_key(
    laptop: Path, before: dict[str, Any], taken: tuple[Path, dict[str, Any]], phrase: Path, new_folder: Path
) -> None:
    out, said = taken
    assert (said["secrets"], said["rows"] > 1000) == (True, True)
    restored = entrepot("restore", out, "--passphrase-file", phrase, "--data", new_folder, "--json")
    assert restored.code == 0, restored.err
    assert restored.object["new_key"] == ""
    assert hashes(new_folder) == before
    assert (said["decisions"], said["everything"]) == (before["decisions"], before["everything"])
    assert before["tables"]["declarations_decision"]["rows"] > 100
    mine, theirs = DataFolder(laptop), DataFolder(new_folder)
    assert (theirs.identity().id, theirs.identity().kind) == (mine.identity().id, "practice")
    assert (new_folder / archive.KEY_FILE).read_bytes() == (laptop / archive.KEY_FILE).read_bytes()
    assert theirs.secrets().django == mine.secrets().django
    assert theirs.secrets().owner != mine.secrets().owner
    assert not runs(new_folder)
    assert left_in(new_folder.parent) == []


def test_a_laptops_world_goes_onto_a_server_by_one_command_and_works_on_there(
    before: dict[str, Any], taken: tuple[Path, dict[str, Any]], new_folder: Path, elsewhere: str
) -> None:
    restored = entrepot("restore", taken[0], "--to", elsewhere, "--data", new_folder, "--json")
    assert restored.code == 0, restored.err
    there = hashes(new_folder, DATABASE_URL=elsewhere)
    assert there["decisions"] == restored.object["decisions"] == before["decisions"]
    changed = {name for name, one in before["tables"].items() if one != there["tables"][name]}
    assert changed == {"parties_station"}  # it signs with a new key: the old one stayed behind
    assert len(restored.object["new_key"]) == 64
    assert not (new_folder / "postgres").exists()
    counts_on_from_the_backup(taken[0], elsewhere)
    fed = entrepot("demo", "feed", "--seconds", "1", "--data", new_folder, "--json", DATABASE_URL=elsewhere)
    assert fed.code == 0, fed.err
    with psycopg.connect(elsewhere) as connection:
        decided = connection.execute("SELECT count(*) FROM declarations_decision").fetchone()
    assert decided is not None
    assert decided[0] > there["tables"]["declarations_decision"]["rows"]


def counts_on_from_the_backup(backup: Path, server: str) -> None:
    """The server's transactions are numbered behind those of the rows, so that no cursor jumps over news."""
    latest = json.loads(next(archive.parts(backup))[1])["latest_transaction"]
    assert latest > 0
    with psycopg.connect(server) as connection:
        assert content.latest_transaction(connection) == latest
        horizon = connection.execute("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint").fetchone()
    assert horizon is not None
    assert horizon[0] > latest


def test_the_folder_of_the_same_station_may_move_to_a_server(
    laptop: Path, before: dict[str, Any], taken: tuple[Path, dict[str, Any]], elsewhere: str
) -> None:
    restored = entrepot("restore", taken[0], "--to", elsewhere, "--data", laptop, "--json")
    assert restored.code == 0, restored.err
    assert hashes(laptop, DATABASE_URL=elsewhere) == before
    again = entrepot("restore", taken[0], "--to", elsewhere, "--data", laptop, "--json")
    assert (again.code, "is not empty" in again.object["error"]["message"]) == (1, True)


@pytest.fixture
def somewhere(new_folder: Path) -> Iterator[Path]:
    """Where a refused restore would have left something."""
    yield new_folder
    assert not new_folder.exists()
    assert left_in(new_folder.parent) == []


def refused(path: Path) -> str:
    """Why a file is not restored: it is checked as a whole before anything else is done."""
    with pytest.raises(archive.BackupRefused) as caught:
        reading.opened(path, passphrase=None, tell=lambda _bytes: None)
    return str(caught.value)


def test_one_changed_byte_is_found(taken: tuple[Path, dict[str, Any]], somewhere: Path) -> None:
    whole = taken[0].read_bytes()
    changed = somewhere.parent / "changed.backup"
    places = [*range(0, len(whole), len(whole) // 60), *range(len(whole) - 96, len(whole), 7), len(whole) - 1]
    for place in places:
        changed.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert refused(changed), place
    said = entrepot("restore", changed, "--data", somewhere, "--json")
    assert (said.code, "was changed or cut off" in said.object["error"]["message"]) == (1, True)


def test_a_cut_off_file_another_file_and_none_are_refused(taken: tuple[Path, dict[str, Any]], somewhere: Path) -> None:
    path = somewhere.parent / "other.backup"
    assert "found no file" in refused(path)
    whole = taken[0].read_bytes()
    for length in (len(whole) - 1, len(whole) - 96, len(whole) // 2, 20):
        path.write_bytes(whole[:length])
        assert "was changed or cut off" in refused(path)
    path.write_text("not a backup", "utf-8")
    assert "found something else" in refused(path)


def rewritten(taken: Path, laptop: Path, out: Path, **changes: object) -> Path:
    """The same backup with another list of contents, signed by the station."""
    from entrepot.modules.parties import api as parties

    with out.open("wb") as file:
        writer = archive.Writer(file)
        for name, part in archive.parts(taken):
            contents = json.loads(part) | changes if name == archive.FIRST else None
            writer.part(name, part if contents is None else json.dumps(contents).encode())
        writer.close(parties.load_key_file(laptop / archive.KEY_FILE))
    return out


def test_a_backup_of_a_newer_version_is_refused_with_the_version_that_reads_it(
    laptop: Path, taken: tuple[Path, dict[str, Any]], somewhere: Path
) -> None:
    contents = json.loads(next(archive.parts(taken[0]))[1])
    form = rewritten(taken[0], laptop, somewhere.parent / "form.backup", format=archive.FORMAT + 1, release="7.0")
    assert "Restore it with Entrepot 7.0 or later" in refused(form)
    later = [*contents["migrations"], ["parties", "9999_later"]]
    path = rewritten(taken[0], laptop, somewhere.parent / "later.backup", migrations=later, release="7.0")
    said = entrepot("restore", path, "--data", somewhere, "--json")
    assert said.code == 1
    assert "parties.9999_later. Restore it with Entrepot 7.0 or later" in said.object["error"]["message"]


def test_rows_that_are_not_what_was_taken_are_not_kept(
    laptop: Path, taken: tuple[Path, dict[str, Any]], somewhere: Path
) -> None:
    """Signed again after a row was taken out: the file is whole, but what lies in it is not what it says."""
    from entrepot.modules.parties import api as parties

    out = somewhere.parent / "less.backup"
    with out.open("wb") as file:
        writer = archive.Writer(file)
        for name, part in archive.parts(taken[0]):
            less = part.split(b"\n", 1)[1] if name == archive.ROWS + "declarations_finding" else part
            writer.part(name, less)
        writer.close(parties.load_key_file(laptop / archive.KEY_FILE))
    said = entrepot("restore", out, "--data", somewhere, "--json")
    assert said.code == 1
    assert "After loading, declarations_finding is not what was taken" in said.object["error"]["message"]


def test_what_is_there_already_stays_as_it_is(
    laptop: Path, taken: tuple[Path, dict[str, Any]], new_folder: Path
) -> None:
    new_folder.mkdir()
    (new_folder / "letter").write_text("mine", "utf-8")
    for folder in (laptop, new_folder):
        said = entrepot("restore", taken[0], "--data", folder, "--json")
        assert (said.code, "is not empty" in said.object["error"]["message"]) == (1, True)
    again = entrepot("backup", taken[0], "--data", laptop, "--json")
    assert (again.code, "is there already" in again.object["error"]["message"]) == (1, True)
    assert [path.name for path in new_folder.iterdir()] == ["letter"]


def test_secrets_open_with_their_passphrase_alone(
    laptop: Path, taken: tuple[Path, dict[str, Any]], somewhere: Path
) -> None:
    assert (laptop / archive.KEY_FILE).read_bytes() not in b"".join(part for _, part in archive.parts(taken[0]))
    phrase = somewhere.parent / "phrase"
    sentences = {"another long passphrase": "does not open the secrets", "": "found none"}
    for text, sentence in sentences.items():
        phrase.write_text(text, "utf-8")
        said = entrepot("restore", taken[0], "--passphrase-file", phrase, "--data", somewhere, "--json")
        assert (said.code, sentence in said.object["error"]["message"]) == (1, True)
    phrase.write_text("short", "utf-8")
    out = somewhere.parent / "short.backup"
    said = entrepot("backup", out, "--passphrase-file", phrase, "--data", laptop, "--json")
    assert (said.code, out.exists()) == (1, False)
