"""A class: opened, joined, answered once; its teacher sees all of it, a learner its own, a stranger nothing."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import connections, transaction

from entrepot.modules.academy import api as academy
from entrepot.modules.academy.models import Answer, Learner, TaughtClass
from entrepot.modules.parties import api as parties
from entrepot.project.practice.exercises import examiners

NOW = datetime(2026, 5, 4, 8, tzinfo=UTC)
PEOPLE = ("teacher", "anna", "bo", "stranger")


@pytest.fixture
def people(owner: psycopg.Connection) -> dict[str, int]:
    """A practice station; teacher works in its firm, the others in none."""
    firm = parties.register_enterprise(name_zh="学校", name_en="School", own_codes=("SCHOOL",), roles=(), now=NOW,
                                       valid_from=date(2020, 1, 1))  # fmt: skip
    parties.create_station(kind="practice", owner_id=firm, signing_key="0" * 64, now=NOW)
    made = {one: parties.create_person(username=one, name=one.title(), now=NOW) for one in PEOPLE}
    parties.add_member(acting=parties.Acting(firm), person_id=made["teacher"], place="staff",
                       valid_from=date(2020, 1, 1), now=NOW, using="owner")  # fmt: skip
    return made | {"firm": firm}


@pytest.fixture
def code(people: dict[str, int]) -> str:
    """A class that Anna and Bo have joined."""
    opened = open_class(people)
    for one in ("anna", "bo"):
        academy.join(code=opened.code, person_id=people[one], now=NOW, using="owner")
    return opened.code


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    connections.close_all()


def open_class(people: dict[str, int], name: str = "Export clerks", **more: object) -> academy.TaughtClass:
    options: dict[str, object] = {"last_day": None, "now": NOW, "seed": 7, "using": "owner", **more}
    teacher = academy.Teacher(people["teacher"], people["firm"], "Teacher")
    return academy.open_class(teacher=teacher, name=name, **options)  # type: ignore[arg-type]


def hand_in(
    people: dict[str, int], code: str, who: str, exercise: str, answer: dict[str, str], **more: object
) -> academy.Mark:
    options: dict[str, object] = {"now": NOW, "using": "owner", **more}
    learner = academy.require_learner(code, people[who], who, using="owner")
    return academy.hand_in(learner=learner, examiner=examiners()[exercise], exercise=exercise, answer=answer, **options)  # type: ignore[arg-type]


def seen_by(people: dict[str, int], who: str) -> tuple[int, int, int]:
    """Classes, learners and answers that the policies let this person see."""
    reader = parties.reader_of(person_id=people[who], now=NOW, using="owner")
    with parties.reading(reader):
        return tuple(model.objects.using("default").count() for model in (TaughtClass, Learner, Answer))  # type: ignore[return-value]


def test_the_teacher_sees_all_a_learner_its_own_a_stranger_nothing(people: dict[str, int], code: str) -> None:
    hand_in(people, code, "anna", "form", {"form": "0110"})
    hand_in(people, code, "bo", "form", {"form": "0110"})
    seen = {who: seen_by(people, who) for who in PEOPLE}
    assert seen == {"teacher": (1, 2, 2), "anna": (1, 1, 1), "bo": (1, 1, 1), "stranger": (0, 0, 0)}


def test_the_first_answer_counts_and_the_second_is_refused(people: dict[str, int], code: str) -> None:
    hand_in(people, code, "anna", "form", {"form": "0110"})
    with pytest.raises(academy.UnableToAnswer) as refused:
        hand_in(people, code, "anna", "form", {"form": "1039"}, now=NOW + timedelta(hours=1))
    assert str(refused.value) == (
        "This exercise was answered on 2026-05-04 16:00:00 UTC+8, and the first answer counts. Nothing was changed."
    )
    assert [row.answer for row in Answer.objects.using("owner").all()] == [{"form": "0110"}]


def test_of_eight_answers_at_the_same_time_one_is_kept(people: dict[str, int], code: str) -> None:
    def attempt(number: int) -> str:
        try:
            hand_in(people, code, "anna", "stock", {"refused": stock_choice, "left": str(number)})
        except academy.UnableToAnswer as error:
            return error.reason
        finally:
            connections.close_all()
        return "kept"

    learner = academy.require_learner(code, people["anna"], "anna", using="owner")
    stock_choice = examiners()["stock"].pose(academy.place_of(learner)).questions[0].options[0].value
    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(attempt, range(8)))
    assert outcomes == ["answered"] * 7 + ["kept"]
    assert Answer.objects.using("owner").count() == 1


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({}, "Which order cannot be served?"),
        ({"refused": "S999-1", "left": "1"}, "Which order cannot be served?"),
        ({"refused": "", "left": "-1"}, "Which order cannot be served?"),
    ],
)
def test_an_answer_that_is_none_is_not_kept(
    people: dict[str, int], code: str, answer: dict[str, str], said: str
) -> None:
    with pytest.raises(academy.UnableToAnswer, match=said.replace("?", r"\?")):
        hand_in(people, code, "anna", "stock", answer)
    assert Answer.objects.using("owner").count() == 0


@pytest.mark.parametrize("figure", ["", "1e3", "-1", "1.234567", "１２", "1" * 15, "NaN"])
def test_a_figure_in_another_form_is_asked_for_again(people: dict[str, int], code: str, figure: str) -> None:
    learner = academy.require_learner(code, people["anna"], "anna", using="owner")
    given = {one.name: one.given for one in examiners()["resend"].pose(academy.place_of(learner)).questions}
    with pytest.raises(academy.UnableToAnswer) as refused:
        hand_in(people, code, "anna", "resend", {**given, "gross_weight_kg": figure})
    assert refused.value.sentence("zh").startswith("请回答“毛重（千克）”")
    assert Answer.objects.using("owner").count() == 0


def test_nobody_answers_after_the_last_day_or_without_joining(people: dict[str, int], code: str) -> None:
    last = TaughtClass.objects.using("owner").get().last_day
    late = datetime(last.year, last.month, last.day, 16, tzinfo=UTC)  # the first minute of the next day in China
    hand_in(people, code, "bo", "form", {"form": "0110"}, now=late - timedelta(minutes=1))
    with pytest.raises(academy.UnableToAnswer, match="closed at the end of"):
        hand_in(people, code, "anna", "form", {"form": "0110"}, now=late)
    with pytest.raises(academy.UnableToAnswer, match="has not joined"):
        hand_in(people, code, "stranger", "form", {"form": "0110"})
    assert Answer.objects.using("owner").count() == 1


def test_joining_needs_the_code_gives_numbers_in_turn_and_once(people: dict[str, int], code: str) -> None:
    academy.join(code=f" {code.lower()[:5]} {code[5:]} ", person_id=people["anna"], now=NOW, using="owner")
    numbers = [(row.number, row.name) for row in Learner.objects.using("owner").order_by("number")]
    assert numbers == [(1, "Anna"), (2, "Bo")]
    for who, wanted, said in (
        ("anna", "AAAAAAAAAA", "No class has the code"),
        ("teacher", code, "The teacher of a class"),
    ):
        with pytest.raises(academy.UnableToAnswer, match=said):
            academy.join(code=wanted, person_id=people[who], now=NOW, using="owner")
    assert Learner.objects.using("owner").count() == 2


def test_on_the_web_nobody_joins_or_answers_as_somebody_else(people: dict[str, int], code: str) -> None:
    learner = academy.require_learner(code, people["anna"], "anna", using="owner")
    bo = parties.reader_of(person_id=people["bo"], now=NOW, using="owner")
    with parties.reading(bo):
        academy.join(code=code, person_id=people["stranger"], now=NOW)  # joins Bo, who is in already
    assert Learner.objects.using("owner").count() == 2
    with pytest.raises(Exception, match="row-level security"), parties.reading(bo):
        academy.hand_in(
            learner=learner, examiner=examiners()["form"], exercise="form", answer={"form": "0110"}, now=NOW
        )
    assert Answer.objects.using("owner").count() == 0


def test_the_web_changes_and_deletes_nothing(people: dict[str, int], code: str) -> None:
    hand_in(people, code, "anna", "form", {"form": "0110"})
    teacher = parties.reader_of(person_id=people["teacher"], now=NOW, using="owner")
    for change in (
        lambda: Answer.objects.using("default").update(right=True),
        lambda: Answer.objects.using("default").all().delete(),
        lambda: TaughtClass.objects.using("default").update(seed=1),
        lambda: Learner.objects.using("default").update(number=9),
    ):
        with pytest.raises(Exception, match="permission denied"), parties.reading(teacher), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"name": "  "}, "Expected a name of 1 to 120 characters"),
        ({"name": "x" * 121}, "found 121 characters"),
        ({"last_day": date(2026, 5, 3)}, "Expected a last day from today"),
        ({"last_day": date(2029, 1, 1)}, "Expected a last day from today"),
    ],
)
def test_a_class_that_cannot_be_is_not_opened(people: dict[str, int], options: dict[str, object], said: str) -> None:
    with pytest.raises(academy.UnableToTeach, match=said):
        open_class(people, **options)  # type: ignore[arg-type]
    assert TaughtClass.objects.using("owner").count() == 0


def test_classes_are_held_on_practice_stations_only(owner: psycopg.Connection) -> None:
    firm = parties.register_enterprise(name_zh="企业", name_en="Firm", own_codes=("FIRM",), roles=(), now=NOW,
                                       valid_from=date(2020, 1, 1))  # fmt: skip
    parties.create_station(kind="filing", owner_id=firm, signing_key="0" * 64, now=NOW)
    with pytest.raises(academy.UnableToTeach, match="this is a filing one"):
        open_class({"teacher": 1, "firm": firm})
    assert TaughtClass.objects.using("owner").count() == 0


def test_a_result_is_given_when_all_is_answered_and_says_what_it_is_not(people: dict[str, int], code: str) -> None:
    learner = academy.require_learner(code, people["anna"], "anna", using="owner")
    for exercise, examiner in examiners().items():
        with pytest.raises(academy.UnableToAnswer, match="A result is signed when all 5"):
            academy.results.payload(academy.standing(learner, using="owner"))
        task = examiner.pose(academy.place_of(learner))
        answer = {one.name: one.given or (one.options[0].value if one.options else "1") for one in task.questions}
        hand_in(people, code, "anna", exercise, answer)
    payload = academy.results.payload(academy.standing(learner, using="owner"))
    assert payload["says"] == {"en": "Not a state qualification", "zh": "非国家职业资格"}
    assert (payload["practice"], payload["of"], payload["learner"]) == (True, 5, "Anna")
    assert payload["right"] == sum(one["right"] for one in payload["exercises"])
    assert all(len(one["task_sha256"]) == 64 for one in payload["exercises"])
