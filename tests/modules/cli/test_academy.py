"""`class open | join | results`, `exercise show | answer`: a class from the code to a result that anybody verifies."""

import json
from pathlib import Path

import pytest

from entrepot.modules.academy import api as academy
from entrepot.project.cli.academy import class_join, class_open, class_results, exercise_answer, exercise_show
from entrepot.project.cli.sharing import verify
from entrepot.project.line.setting import open_setting
from entrepot.project.practice import academy as planted
from entrepot.project.practice import world
from entrepot.project.wording import Refusal
from tests.modules.cli.conftest import Station


@pytest.fixture
def code(practice: Station) -> str:
    """The practice class."""
    with open_setting():
        world.register_firms(now=practice.now)
        return planted.plant(now=practice.now)


def answered(practice: Station, code: str, exercise: str, username: str = "learner-2") -> dict[str, object]:
    """Answer with the first choice, and with what is there."""
    task = practice.run(exercise_show, code=code, exercise=exercise, username=username)
    answer = [
        f"{one['name']}={one['given'] or (one['options'][0]['value'] if one['options'] else '1')}"
        for one in task["questions"]
    ]
    return practice.run(exercise_answer, code=code, exercise=exercise, answer=answer, username=username)


def test_the_practice_class_is_planted_once_with_two_learners(practice: Station, code: str) -> None:
    assert planted.plant(now=practice.now) == code
    told = practice.run(class_results, code=code, learner=None, file=None)
    assert [(one["number"], one["name"]) for one in told["learners"]] == [
        (1, "学员甲 · Learner Jia"),
        (2, "学员乙 · Learner Yi"),
    ]
    marks = [{exercise: each["right"] for exercise, each in one["exercises"].items()} for one in told["learners"]]
    assert marks == [{"fault": True, "form": False}, {}]


def test_a_class_is_opened_joined_and_its_exercises_are_the_same_from_the_same_seed(
    practice: Station, code: str
) -> None:
    shown = []
    for name in ("Morning", "Evening"):
        opened = practice.run(class_open, name=name, username="teacher", firm="", until="2026-06-30", seed=5)
        joined = practice.run(class_join, code=opened["class"], username="learner-2")
        assert (opened["last_day"], joined["number"]) == ("2026-06-30", 1)
        task = practice.run(exercise_show, code=opened["class"], exercise="stock", username="learner-2")
        shown.append({name: value for name, value in task.items() if name != "class"})
    assert shown[0] == shown[1]


def test_a_result_is_signed_and_verified_offline_and_one_changed_byte_is_found(
    practice: Station, code: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for exercise in academy.EXERCISES:
        assert answered(practice, code, exercise)["reasons"]
    out = tmp_path / "result.json"
    signed = practice.run(class_results, code=code, learner="learner-2", file=out)
    assert signed["says"] == {"en": "Not a state qualification", "zh": "非国家职业资格"}
    capsys.readouterr()
    told = practice.run(verify, file=out)
    assert (told["valid"], told["practice"], told["payload"]["learner"]) == (True, True, "学员乙 · Learner Yi")
    assert told["payload"]["right"] == signed["right"]
    said = capsys.readouterr()
    assert "Not a state qualification" in said.err + said.out
    changed = json.loads(out.read_text())
    changed["payload"]["right"] = 5 if signed["right"] != 5 else 4
    out.write_text(json.dumps(changed))
    with pytest.raises(Refusal, match="The signature does not fit"):
        practice.run(verify, file=out)


def test_an_exercise_answered_twice_is_refused_and_the_result_waits_for_the_others(
    practice: Station, code: str, tmp_path: Path
) -> None:
    answered(practice, code, "form")
    with pytest.raises(academy.UnableToAnswer, match="the first answer counts"):
        answered(practice, code, "form")
    with pytest.raises(academy.UnableToAnswer, match="A result is signed when all 5 exercises are answered; 1 are"):
        practice.run(class_results, code=code, learner="learner-2", file=tmp_path / "result.json")
    assert not (tmp_path / "result.json").exists()


def test_what_is_not_there_is_named(practice: Station, code: str) -> None:
    with pytest.raises(Refusal, match="Nobody here has the username “nobody”"):
        practice.run(class_join, code=code, username="nobody")
    with pytest.raises(Refusal, match="No class has the code ZZZ"):
        practice.run(class_results, code="ZZZ", learner=None, file=None)
    with pytest.raises(Refusal, match="found dance"):
        practice.run(exercise_show, code=code, exercise="dance", username="learner-1")
