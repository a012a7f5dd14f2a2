"""Containerfile and compose.yaml name only what is there: files, commands, options, settings, services."""

import inspect
import json
import os
import re
import tomllib
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from django.core.exceptions import DisallowedHost
from django.test import RequestFactory, override_settings
from django.urls import resolve

from entrepot.project.cli.registry import find
from entrepot.project.server import account
from entrepot.project.server.folder import DataFolder
from entrepot.project.server.supervisor import hosts

ROOT = Path(__file__).parent.parent.parent
BASES = {"python", "postgres"}  # plain names: whoever builds chooses where they come from
OF_POSTGRES = {"POSTGRES_PASSWORD", "PGPASSWORD"}
INSTRUCTIONS = {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "ENTRYPOINT", "CMD"}
VARIABLE = re.compile(r"\$\{(\w+)(?::([-?])([^}]*))?\}")


def steps() -> list[tuple[str, str]]:
    """(instruction, rest) of the Containerfile; continued lines are one."""
    text = (ROOT / "Containerfile").read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in lines]


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
    return found


def known_settings() -> set[str]:
    told = tomllib.loads((ROOT / "bin" / "docs.toml").read_text("utf-8"))
    return set(told["settings"]) | OF_POSTGRES


def environment() -> dict[str, str]:
    """What the image sets."""
    return dict(pair.split("=", 1) for pair in dict(steps())["ENV"].split())


def mounted(service: str) -> dict[str, PurePosixPath]:
    """Volume → where it is in the service."""
    pairs = (volume.split(":") for volume in services()["services"][service]["volumes"])
    return {parts[0]: PurePosixPath(parts[1]) for parts in pairs}


def after(option: str, words: list[str]) -> str:
    """The value of an option."""
    return words[words.index(option) + 1]


def check_command(words: list[str]) -> None:
    """The words are a command of ours, and its options exist."""
    found = find(words)
    assert found is not None, words
    entry, rest = found
    module, function = entry.target.split(":")
    signature = inspect.signature(getattr(import_module(f"entrepot.project.cli.{module}"), function))
    options = {f"--{name.replace('_', '-')}" for name in signature.parameters}
    assert {word for word in rest if word.startswith("--")} <= options


def test_the_containerfile_copies_what_is_there_and_starts_a_command() -> None:
    assert {name for name, _ in steps()} <= INSTRUCTIONS
    for name, rest in steps():
        if name == "FROM":
            image = rest.split()[0].split(":")[0]
            assert image in BASES
        if name == "COPY" and not rest.startswith("--from="):
            assert [source for source in rest.split()[:-1] if not (ROOT / source).exists()] == []
    start = dict(steps())
    assert json.loads(start["ENTRYPOINT"]) == ["entrepot"]
    check_command(json.loads(start["CMD"]))
    assert start["USER"] == "entrepot"
    named = {pair.split("=")[0] for pair in start["ENV"].split()} - {"PATH"}
    assert named <= known_settings()


def test_each_service_names_a_command_an_image_and_settings_that_exist() -> None:
    compose = services()
    for service in compose["services"].values():
        assert ("image" in service) != ("build" in service)
        if "image" in service:
            assert service["image"].split(":")[0] in BASES
        else:
            assert (ROOT / service["build"]["dockerfile"]).is_file()
            check_command(service["command"])
        assert set(service["environment"]) <= known_settings()
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        volumes = {volume.split(":")[0] for volume in service.get("volumes", ())}
        assert volumes <= set(compose["volumes"])


def test_the_further_worker_has_database_and_secret_of_the_station_and_nothing_else() -> None:
    station, worker = (services()["services"][name] for name in ("station", "worker"))
    joins = ["worker", "--join", station["environment"]["DATABASE_URL"], "--secret-file"]
    assert worker["command"][:-1] == joins
    assert worker["volumes"] == ["station:/station:ro"]
    assert set(worker["environment"]) == {"PGPASSWORD"}


def test_the_worker_finds_the_secret_where_the_station_puts_it(tmp_path: Path) -> None:
    """Both have the same volume, under two names; the station's data folder is one of its folders."""
    me = account.Account("", os.getuid(), os.getgid(), changes_user=False)
    DataFolder(tmp_path / "data").make("practice", me, now=datetime.now(UTC))
    (written,) = [path.name for path in (tmp_path / "data").iterdir() if "secret" in path.name]
    station, worker = (mounted(name) for name in ("station", "worker"))
    data = PurePosixPath(environment()["ENTREPOT_DATA"])
    there = worker["station"] / data.relative_to(station["station"]) / written
    assert services()["services"]["worker"]["command"][-1] == str(there)


def test_the_data_folder_outlives_the_container() -> None:
    """It lies in what the image calls a volume and the compose file keeps, which belongs to the account that runs."""
    start = dict(steps())
    data = PurePosixPath(environment()["ENTREPOT_DATA"])
    assert data.is_relative_to(start["VOLUME"])
    assert mounted("station")["station"] == PurePosixPath(start["VOLUME"]) == PurePosixPath(start["WORKDIR"])
    (account_made,) = [rest for name, rest in steps() if name == "RUN" and "useradd" in rest]
    assert f"--home-dir {start['VOLUME']} {start['USER']}" in account_made


def test_one_port_leads_from_the_machine_to_the_pages_and_their_health() -> None:
    station, start = services()["services"]["station"], dict(steps())
    asked = re.search(r'urlopen\("http://([^:/]+):(\d+)(/\w+)"', station["healthcheck"]["test"][-1])
    assert asked is not None
    ports = {start["EXPOSE"], asked[2], after("--port", json.loads(start["CMD"])), after("--port", station["command"])}
    ports |= {mapping.rpartition(":")[2] for mapping in station["ports"]}
    assert ports == {"8000"}
    assert [mapping.split(":")[0] for mapping in station["ports"]] == ["127.0.0.1"]  # a proxy stands before it
    assert resolve(asked[3]).url_name == "health"


@pytest.mark.parametrize("told", ["", "trade.example.org", "localhost,127.0.0.1"])
def test_the_health_check_is_answered_whatever_the_station_is_called(
    told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the names that `up` hands to the pages: a station that refuses it never counts as started."""
    monkeypatch.setenv("ENTREPOT_HOSTS", told)
    listens_on = after("--host", services()["services"]["station"]["command"])
    names = hosts(listens_on)["ENTREPOT_HOSTS"].split(",")
    assert {name for name in told.split(",") if name} <= set(names)
    with override_settings(ALLOWED_HOSTS=names):
        asked = RequestFactory().get("/health", headers={"host": "127.0.0.1:8000"})
        assert asked.get_host() == "127.0.0.1:8000"
        with pytest.raises(DisallowedHost):
            RequestFactory().get("/health", headers={"host": "elsewhere.example"}).get_host()


def test_the_image_has_what_its_build_reads() -> None:
    """What pip reads of the project, and what the build hook runs; the Python that it asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    copied = {source for name, rest in steps() if name == "COPY" and "--from=" not in rest
              for source in rest.split()[:-1]}  # fmt: skip
    needed = {"pyproject.toml", "hatch_build.py", "bin", "src", project["readme"], *project["license-files"]}
    assert needed | {"package.json", "package-lock.json"} <= copied
    files = set(re.findall(r"requirements/\w+\.txt", " ".join(rest for name, rest in steps() if name == "RUN")))
    assert files <= copied
    stages = {rest.split(" AS ")[1] for name, rest in steps() if name == "FROM" and " AS " in rest}
    used = {rest.split()[0].removeprefix("--from=") for name, rest in steps() if rest.startswith("--from=")}
    assert used == stages
    least = tuple(map(int, project["requires-python"].removeprefix(">=").split(".")))
    for rest in (rest for name, rest in steps() if name == "FROM"):
        assert tuple(map(int, rest.split()[0].split(":")[1].split("-")[0].split("."))) >= least


def test_no_password_stands_in_the_file_and_none_is_made_up() -> None:
    text = (ROOT / "compose.yaml").read_text("utf-8")
    asked = {name: (kind, rest) for name, kind, rest in VARIABLE.findall(text) if kind}
    assert asked["DATABASE_PASSWORD"][0] == "?"
    assert {name for name, (kind, _) in asked.items() if kind == "-"} == {
        "STATION",
        "ENTREPOT_HOSTS",
        "ENTREPOT_ORIGINS",
    }


@pytest.mark.parametrize("words", [["upp"], ["worker", "--joined", "x"], ["up", "--on", "8000"]])
def test_the_check_itself_finds_what_does_not_exist(words: list[str]) -> None:
    with pytest.raises(AssertionError):
        check_command(words)
