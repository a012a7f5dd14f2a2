"""Questions about classes. Each names the person who asks; the policies are the net."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from entrepot.modules.academy.errors import UnableToAnswer
from entrepot.modules.academy.models import Answer, Learner, TaughtClass
from entrepot.modules.academy.words import EXERCISES

MOST_CLASSES = 200


@dataclass(frozen=True)
class Standing:
    """A learner with the first answers so far: exercise → answer."""

    learner: Learner
    answers: dict[str, Answer]

    @property
    def right(self) -> int:
        """How many are right."""
        return sum(answer.right for answer in self.answers.values())

    @property
    def complete(self) -> bool:
        """Whether every exercise is answered."""
        return set(self.answers) == set(EXERCISES)


def taught_by(person_id: int, *, using: str = "default") -> Sequence[TaughtClass]:
    """The classes that this person teaches, newest first."""
    return list(TaughtClass.objects.using(using).filter(teacher_id=person_id).order_by("-id")[:MOST_CLASSES])


def learnt_by(person_id: int, *, using: str = "default") -> Sequence[Learner]:
    """Where this person learns, newest first."""
    rows = Learner.objects.using(using).filter(person_id=person_id).select_related("taught")
    return list(rows.order_by("-id")[:MOST_CLASSES])


def taught_class(code: str, *, using: str = "default") -> TaughtClass | None:
    """The class with this code, for its teacher and its learners; on the command line for whoever runs it."""
    return TaughtClass.objects.using(using).filter(code="".join(code.split()).upper()).first()


def learner(code: str, person_id: int, *, using: str = "default") -> Learner | None:
    """This person in the class with this code."""
    rows = Learner.objects.using(using).filter(taught__code="".join(code.split()).upper(), person_id=person_id)
    return rows.select_related("taught").first()


def standing(who: Learner, *, using: str = "default") -> Standing:
    """What this learner answered."""
    rows = Answer.objects.using(using).filter(learner_id=who.pk)
    return Standing(who, {row.exercise: row for row in rows})


def standings(taught: TaughtClass, *, using: str = "default") -> list[Standing]:
    """What all learners of the class answered, in the order of their numbers."""
    learners = list(
        Learner.objects.using(using).filter(taught_id=taught.pk).select_related("taught").order_by("number")
    )
    by_learner: dict[int, dict[str, Answer]] = {int(one.pk): {} for one in learners}
    for row in Answer.objects.using(using).filter(learner_id__in=list(by_learner)):
        by_learner[int(row.learner_id)][row.exercise] = row
    return [Standing(one, by_learner[int(one.pk)]) for one in learners]


def left_to_answer(person_id: int, today: date, *, using: str = "default") -> tuple[int, list[str]]:
    """How many exercises of open classes this person has not answered, and the codes of these classes."""
    rows = (
        Learner.objects.using(using)
        .filter(person_id=person_id, taught__last_day__gte=today)
        .annotate(done=Count("answers"))
        .filter(done__lt=len(EXERCISES))
        .values_list("taught__code", "done")[:MOST_CLASSES]
    )
    return sum(len(EXERCISES) - done for _, done in rows), [code for code, _ in rows]


def require_learner(code: str, person_id: int, name: str, *, using: str = "default") -> Learner:
    """This person in the class. Raises UnableToAnswer."""
    found = learner(code, person_id, using=using)
    if found is None:
        raise UnableToAnswer("not_in_class", person=name, code=code[:40])
    return found


def counted(*, using: str = "owner") -> int:
    """How many exercises were answered here, in all classes."""
    return Answer.objects.using(using).count()
