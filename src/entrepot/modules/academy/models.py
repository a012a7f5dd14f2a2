# ruff: noqa: DJ008 - a row is shown by a page, never as a text
"""Classes, who learns in them, and what they answered. People and firms are known by number only."""

from django.db import models
from django.db.models import F, Q

from entrepot.modules.academy.words import EXERCISES
from entrepot.store.columns import code_column


class TaughtClass(models.Model):
    """A class that a teacher opened. seed: from which every learner's exercises follow; law_date: whose law holds."""

    code = code_column(unique=True)
    name = models.TextField()
    teacher_id = models.BigIntegerField()  # a person
    teacher_party_id = models.BigIntegerField()
    teacher_name = models.TextField()
    seed = models.BigIntegerField()
    law_date = models.DateField()
    opened_at = models.DateTimeField()
    last_day = models.DateField()

    class Meta:
        db_table = "academy_class"
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=r"^[2-9A-HJKMNP-Z]{10}$"), name="academy_class_code"),
            models.CheckConstraint(condition=~Q(name=""), name="academy_class_name"),
            models.CheckConstraint(condition=Q(last_day__gte=F("law_date")), name="academy_class_last_day"),
        ]
        indexes = [models.Index(fields=["teacher_id"], name="academy_class_of_teacher")]


class Learner(models.Model):
    """Somebody in a class, under a number of its own."""

    taught = models.ForeignKey(TaughtClass, models.PROTECT, related_name="learners")
    number = models.IntegerField()
    person_id = models.BigIntegerField()
    name = models.TextField()
    teacher_id = models.BigIntegerField()
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["taught", "person_id"], name="academy_learner_once"),
            models.UniqueConstraint(fields=["taught", "number"], name="academy_learner_number"),
        ]
        indexes = [models.Index(fields=["person_id"], name="academy_learner_of_person")]


class Answer(models.Model):
    """The first answer to an exercise, and what it was found to be. There is no second one."""

    learner = models.ForeignKey(Learner, models.PROTECT, related_name="answers")
    exercise = code_column()
    person_id = models.BigIntegerField()
    teacher_id = models.BigIntegerField()
    answer = models.JSONField()
    right = models.BooleanField()
    mark = models.JSONField()
    task_sha256 = models.BinaryField()
    rulebook = code_column(blank=True)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(exercise__in=list(EXERCISES)), name="academy_answer_exercise"),
            models.UniqueConstraint(fields=["learner", "exercise"], name="academy_answer_once"),
        ]
