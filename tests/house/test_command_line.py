"""The command line: one sentence and an exit code for what goes wrong, one object for programs."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from entrepot.engines.clearance import REFERENCES
from entrepot.project.cli.registry import ENTRIES, find
from tests.house.conftest import clean_environment, entrepot


def test_help_lists_every_command_and_loads_nothing_heavy() -> None:
    script = (
        "import sys\nfrom entrepot.project.cli import main\n"
        "try:\n    main(['--help'])\nexcept SystemExit as end:\n    assert end.code == 0\n"
        "print(sorted({'django', 'typer', 'rich', 'polars', 'psycopg'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True, env=clean_environment()
    )
    *listing, heavy = done.stdout.splitlines()
    assert heavy == "[]"
    assert [line.split("  ")[1] for line in listing if line.startswith("  ")] == [entry.name for entry in ENTRIES]


def test_help_speaks_chinese_to_a_chinese_terminal() -> None:
    said = entrepot("--help", LANG="zh_CN.UTF-8", PYTHONIOENCODING="utf-8")
    assert said.out.splitlines()[0] == "用法：entrepot 命令 [选项]"


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_every_command_of_the_registry_is_there(entry: object) -> None:
    module, function = entry.target.split(":")  # type: ignore[attr-defined]
    assert callable(getattr(import_module(f"entrepot.project.cli.{module}"), function))


def test_no_command_has_two_places() -> None:
    names = [entry.name for entry in ENTRIES]
    assert len(names) == len(set(names))
    assert find(["up", "--port", "1"]) == (ENTRIES[0], ["--port", "1"])
    assert find(["nothing"]) is None


def test_an_unknown_command_is_wrong_use_and_names_the_nearest() -> None:
    said = entrepot("doktor", "--json")
    assert said.code == 2
    assert said.object == {"error": {"kind": "usage", "message": "There is no command “doktor”. Did you mean: doctor?"}}
    assert said.err == "There is no command “doktor”. Did you mean: doctor?\n"


def test_a_wrong_option_is_wrong_use() -> None:
    said = entrepot("up", "--port", "many", "--json")
    assert said.code == 2
    assert said.object["error"]["kind"] == "usage"
    assert "--port" in said.object["error"]["message"]


def test_a_folder_without_station_is_refused_with_what_to_do(tmp_path: Path) -> None:
    said = entrepot("doctor", "--data", tmp_path / "none", "--json")
    assert said.code == 1
    assert said.object["error"]["message"] == (
        f"{tmp_path}/none is no station yet: station.json is not there. "
        f"Start one with: entrepot up --data {tmp_path}/none"
    )
    assert not (tmp_path / "none").exists()


def test_without_json_standard_output_holds_no_error(tmp_path: Path) -> None:
    said = entrepot("doctor", "--data", tmp_path / "none")
    assert (said.code, said.out) == (1, "")
    assert said.err.count("\n") == 1


def test_doctor_prints_one_object_as_the_last_line(station: Path) -> None:
    said = entrepot("doctor", "--data", station, "--json")
    assert said.code == 0, said.err
    assert len(said.out.splitlines()) == 1
    facts = said.object
    assert facts["station"]["kind"] == "practice"
    assert facts["running"] is None
    assert facts["database"]["embedded"] is True
    settings = facts["database"]["settings"]
    assert {settings[name] for name in ("fsync", "synchronous_commit", "full_page_writes")} == {"on"}
    assert settings["server_version"].startswith("18")
    assert settings["listen_addresses"] == ""
    assert facts["migrations"] == {"applied": facts["database"]["migrations"], "missing": []}
    of_import = ["positive_list", "import_rates"]
    assert facts["references"] == {"editions": [], "missing": list(REFERENCES), "missing_import": of_import}
    assert [trouble.partition(":")[0] for trouble in facts["troubles"]] == [*REFERENCES, *of_import]


def test_doctor_speaks_for_people_without_json(station: Path) -> None:
    said = entrepot("doctor", "--data", station)
    assert said.code == 0, said.err
    assert said.out.splitlines()[0] == f"{station}: practice station, entrepot 0.1.0"
    assert said.out.splitlines()[-8:-7] == ["  none"]
    assert said.out.splitlines()[-7] == (
        "! units: not loaded; F15 answer “not checked”. Load it with:"
        " entrepot reference load units FILE --edition … --source …"
    )
