"""Containerfile and compose.yaml name only what is there: files, commands, options, settings, services."""

import inspect
import json
import re
import tomllib
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import yaml

from entrepot.project.cli.registry import find

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


def settings() -> set[str]:
    told = tomllib.loads((ROOT / "bin" / "docs.toml").read_text("utf-8"))
    return set(told["settings"]) | OF_POSTGRES


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
    assert named <= settings()


def test_each_service_names_a_command_an_image_and_settings_that_exist() -> None:
    compose = services()
    for service in compose["services"].values():
        assert ("image" in service) != ("build" in service)
        if "image" in service:
            assert service["image"].split(":")[0] in BASES
        else:
            assert (ROOT / service["build"]["dockerfile"]).is_file()
            check_command(service["command"])
        assert set(service["environment"]) <= settings()
        assert set(service.get("depends_on", ())) <= set(compose["services"])
        volumes = {volume.split(":")[0] for volume in service.get("volumes", ())}
        assert volumes <= set(compose["volumes"])


def test_the_further_worker_has_database_and_secret_of_the_station_and_nothing_else() -> None:
    station, worker = (services()["services"][name] for name in ("station", "worker"))
    joins = ["worker", "--join", station["environment"]["DATABASE_URL"], "--secret-file", "/station/secrets.json"]
    assert worker["command"] == joins
    assert worker["volumes"] == ["station:/station:ro"]
    assert set(worker["environment"]) == {"PGPASSWORD"}


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
