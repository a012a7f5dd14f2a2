"""What is done in a class: opened, joined, answered. Keyword-only, one transaction each, given `now`."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import IntegrityError, connections, transaction

from entrepot.modules.academy.errors import UnableToAnswer, UnableToTeach
from entrepot.modules.academy.models import Answer, Learner, TaughtClass
from entrepot.modules.academy.tasks import Examiner, Mark, Place, looked_through, plain
from entrepot.modules.academy.words import EXERCISES
from entrepot.modules.parties import api as parties
from entrepot.store.connection import under_django

MOST_NAME = 120
MOST_LEARNERS = 500  # as the function academy_join has it
LONGEST = timedelta(days=731)
USUAL = timedelta(days=90)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is taken for another
_CODE = 10
_CHINA = ZoneInfo("Asia/Shanghai")
_SEEDS = 10_000  # a seed is part of the numbers of practice documents


@dataclass(frozen=True)
class Teacher:
    """Who opens a class: a person, in the name of a firm."""

    person_id: int
    party_id: int
    name: str


def open_class(
    *,
    teacher: Teacher,
    name: str,
    last_day: date | None,
    now: datetime,
    seed: int | None = None,
    using: str = "default",
) -> TaughtClass:
    """Open a class until the end of `last_day` (China time; 90 days where none is named).

    On practice stations only. seed: from which the exercises follow; drawn where none is given. Raises UnableToTeach,
    UnableToAct.
    """
    today, trimmed = parties.china_day(now), " ".join(name.split())
    last = today + USUAL if last_day is None else last_day
    _require_practice(using)
    if not 1 <= len(trimmed) <= MOST_NAME:
        raise UnableToTeach("name", most=MOST_NAME, found=len(trimmed))
    if not today <= last <= today + LONGEST:
        raise UnableToTeach("last_day", today=today, found=last)
    if using != "owner" and not parties.places_of(teacher.person_id, teacher.party_id, now=now) & set(parties.STAFF):
        raise parties.UnableToAct("place", needed=" / ".join(parties.STAFF), held="–")
    with transaction.atomic(using=using):
        opened = TaughtClass.objects.using(using).create(
            code="".join(secrets.choice(_LETTERS) for _ in range(_CODE)),
            name=trimmed,
            teacher_id=teacher.person_id,
            teacher_party_id=teacher.party_id,
            teacher_name=teacher.name,
            seed=secrets.randbelow(_SEEDS) if seed is None else seed % _SEEDS,
            law_date=today,
            opened_at=now,
            last_day=last,
        )
        acting = parties.Acting(teacher.party_id, teacher.person_id)
        parties.record("class_opened", now=now, using=using, acting=acting, subject=f"class:{opened.pk}")
    return opened


def _require_practice(using: str) -> None:
    card = parties.station(under_django(using))
    if card is None or not card.is_practice:
        raise UnableToTeach("station", kind="–" if card is None else card.kind)


def join(*, code: str, person_id: int, now: datetime, using: str = "default") -> int:
    """The person joins the class with this code; returns the id of the class. Joining again changes nothing.

    Raises UnableToAnswer.
    """
    wanted = "".join(code.split()).upper()
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT outcome, class_id, last_day FROM academy_join(%s, %s, %s)", (wanted, person_id, now))
        outcome, class_id, last = cursor.fetchone()
        if outcome != "joined":
            raise UnableToAnswer(outcome, code=wanted[:40], last=last, most=MOST_LEARNERS)
        return int(class_id)


def place_of(learner: Learner) -> Place:
    """Where the learner's exercises are drawn from."""
    return Place(learner.taught.seed, learner.number, learner.taught.law_date.isoformat())


def hand_in(
    *, learner: Learner, examiner: Examiner, exercise: str, answer: Mapping[str, str], now: datetime,
    using: str = "default",
) -> Mark:  # fmt: skip
    """Keep the learner's answer with what it is found to be. The first one counts: a second is refused.

    Raises UnableToAnswer, and has kept nothing then.
    """
    if exercise not in EXERCISES:
        raise UnableToAnswer("exercise", expected=", ".join(EXERCISES), found=exercise[:40])
    if parties.china_day(now) > learner.taught.last_day:
        raise UnableToAnswer("closed", code=learner.taught.code, last=learner.taught.last_day)
    _require_first(learner, exercise, using)
    task = examiner.pose(place_of(learner))
    given = looked_through(task, answer)
    mark = examiner.judge(place_of(learner), given)
    try:
        with transaction.atomic(using=using):
            Answer.objects.using(using).create(
                learner_id=learner.pk, exercise=exercise, person_id=learner.person_id, teacher_id=learner.teacher_id,
                answer=given, right=mark.right, mark=plain(mark), task_sha256=task.sha256, rulebook=mark.rulebook,
                answered_at=now,
            )  # fmt: skip
    except IntegrityError:  # answered in this instant from another window
        _require_first(learner, exercise, using)
        raise
    return mark


def _require_first(learner: Learner, exercise: str, using: str) -> None:
    kept = Answer.objects.using(using).filter(learner_id=learner.pk, exercise=exercise).first()
    if kept is not None:
        at = kept.answered_at.astimezone(_CHINA)
        raise UnableToAnswer("answered", at=f"{at:%Y-%m-%d %H:%M:%S} UTC+8")
