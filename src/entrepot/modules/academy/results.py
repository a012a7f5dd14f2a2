"""A learner's result as the content of a signed package: what anybody verifies offline."""

from typing import Any, Final

from entrepot.modules.academy.errors import UnableToAnswer
from entrepot.modules.academy.queries import Standing
from entrepot.modules.academy.words import EXERCISES, NOT_A_QUALIFICATION

KIND: Final = "entrepot.academy.result.v1"
MARK: Final = "PRACTICE · 练习"


def payload(standing: Standing) -> dict[str, Any]:
    """The result of all exercises, right or wrong. Raises UnableToAnswer while some are not answered."""
    if not standing.complete:
        raise UnableToAnswer("unfinished", of=len(EXERCISES), answered=len(standing.answers))
    who, taught = standing.learner, standing.learner.taught
    return {
        "kind": KIND,
        "practice": True,  # every exercise is made up
        "mark": MARK,
        "says": NOT_A_QUALIFICATION._asdict(),
        "class": {
            "name": taught.name,
            "opened_at": taught.opened_at.isoformat(),
            "law_date": taught.law_date.isoformat(),
        },
        "teacher": taught.teacher_name,
        "learner": who.name,
        "right": standing.right,
        "of": len(EXERCISES),
        "exercises": [
            {
                "exercise": code,
                "name": name._asdict(),
                "right": standing.answers[code].right,
                "answered_at": standing.answers[code].answered_at.isoformat(),
                "task_sha256": bytes(standing.answers[code].task_sha256).hex(),
                "rulebook": standing.answers[code].rulebook,
            }
            for code, name in EXERCISES.items()
        ],
    }
