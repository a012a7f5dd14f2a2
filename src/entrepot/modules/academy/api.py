"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.academy import results
from entrepot.modules.academy.drawing import Drawing
from entrepot.modules.academy.errors import UnableInClass, UnableToAnswer, UnableToTeach
from entrepot.modules.academy.forms_of_trade import FormOfTrade
from entrepot.modules.academy.loading import Container
from entrepot.modules.academy.models import Answer, Learner, TaughtClass
from entrepot.modules.academy.operations import Teacher, hand_in, join, open_class, place_of
from entrepot.modules.academy.queries import (
    Standing,
    counted,
    learner,
    learnt_by,
    left_to_answer,
    require_learner,
    standing,
    standings,
    taught_by,
    taught_class,
)
from entrepot.modules.academy.stock import Stock
from entrepot.modules.academy.tasks import (
    Examiner,
    Figure,
    Mark,
    Option,
    Place,
    Question,
    Reason,
    Table,
    Task,
    in_language,
    plain,
)
from entrepot.modules.academy.words import EXERCISES, NOT_A_QUALIFICATION, RIGHT, WRONG, Said

__all__ = [
    "EXERCISES",
    "NOT_A_QUALIFICATION",
    "RIGHT",
    "WRONG",
    "Answer",
    "Container",
    "Drawing",
    "Examiner",
    "Figure",
    "FormOfTrade",
    "Learner",
    "Mark",
    "Option",
    "Place",
    "Question",
    "Reason",
    "Said",
    "Standing",
    "Stock",
    "Table",
    "Task",
    "TaughtClass",
    "Teacher",
    "UnableInClass",
    "UnableToAnswer",
    "UnableToTeach",
    "counted",
    "hand_in",
    "in_language",
    "join",
    "learner",
    "learnt_by",
    "left_to_answer",
    "open_class",
    "place_of",
    "plain",
    "require_learner",
    "results",
    "standing",
    "standings",
    "taught_by",
    "taught_class",
]
