"""The practice class: one teacher, two learners of generated names, some exercises answered."""

from datetime import datetime

from entrepot.modules.academy import api as academy
from entrepot.modules.parties import api as parties
from entrepot.project.practice.exercises import examiners
from entrepot.project.practice.firms import BROKER, MARKETPLACE

NAME = "Export clerks, practice · 出口制单练习班"
SEED = 2021
TEACHER = ("teacher", "练习教师 · Practice teacher")
LEARNERS = (("learner-1", "学员甲 · Learner Jia"), ("learner-2", "学员乙 · Learner Yi"))
_ANSWERED = ("fault", "form")  # by the first learner: right, then wrong as it often is


def plant(*, now: datetime) -> str:
    """The class with its people, unless it is there; returns its code."""
    for (username, name), firm in ((TEACHER, MARKETPLACE), *((one, BROKER) for one in LEARNERS)):
        if _person(username) is None:
            parties.commands.create_person(
                username=username, name=name, firm_code=firm.customs_code, place="staff", now=now
            )
    teacher = _numbered(TEACHER[0])
    for taught in academy.taught_by(teacher, using="owner"):
        if taught.name == NAME:
            return taught.code
    party = parties.known_code(MARKETPLACE.customs_code, using="owner")
    assert party is not None
    opened = academy.open_class(
        teacher=academy.Teacher(teacher, party, TEACHER[1]), name=NAME, last_day=None, now=now, seed=SEED, using="owner"
    )
    for username, _ in LEARNERS:
        academy.join(code=opened.code, person_id=_numbered(username), now=now, using="owner")
    first = academy.require_learner(opened.code, _numbered(LEARNERS[0][0]), LEARNERS[0][0], using="owner")
    for exercise, wanted in zip(_ANSWERED, (True, False), strict=True):
        examiner = examiners()[exercise]
        academy.hand_in(
            learner=first, examiner=examiner, exercise=exercise, answer=_choice(examiner, first, right=wanted), now=now,
            using="owner",
        )  # fmt: skip
    return opened.code


def _choice(examiner: academy.Examiner, learner: academy.Learner, *, right: bool) -> dict[str, str]:
    """The first right, or wrong, answer to an exercise that asks for one choice."""
    place = academy.place_of(learner)
    (question,) = examiner.pose(place).questions
    answers = ({question.name: option.value} for option in question.options)
    return next(answer for answer in answers if examiner.judge(place, answer).right == right)


def _person(username: str) -> parties.Person | None:
    return parties.Person.objects.using("owner").filter(username=username).first()


def _numbered(username: str) -> int:
    found = _person(username)
    assert found is not None
    return int(found.pk)
