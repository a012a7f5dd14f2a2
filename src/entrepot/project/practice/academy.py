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
# What the first learner answered: right, and wrong as it often is.
_ANSWERS = {"fault": {"rule": "E06"}, "form": {"form": "0110"}}


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
    for exercise, answer in _ANSWERS.items():
        academy.hand_in(
            learner=first, examiner=examiners()[exercise], exercise=exercise, answer=answer, now=now, using="owner"
        )
    return opened.code


def _person(username: str) -> parties.Person | None:
    return parties.Person.objects.using("owner").filter(username=username).first()


def _numbered(username: str) -> int:
    found = _person(username)
    assert found is not None
    return int(found.pk)
