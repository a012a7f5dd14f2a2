"""Classes, learners, answers."""

from django.db import migrations, models

_ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))
_EXERCISES = ["fault", "resend", "form", "container", "stock"]

# A teacher sees the class and all its answers, a learner the class and its own, nobody else anything. Only a teacher of
# the firm opens a class; who knows the code joins, through a function that gives the numbers out one after the other;
# only a learner answers, while the class is open. Nothing is ever changed.
POLICIES = """
ALTER TABLE academy_learner ENABLE ROW LEVEL SECURITY;
REVOKE INSERT, UPDATE, DELETE ON academy_learner FROM entrepot_web;
CREATE POLICY academy_learner_read ON academy_learner FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_person()) IN (person_id, teacher_id));

ALTER TABLE academy_class ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON academy_class FROM entrepot_web;
CREATE POLICY academy_class_read ON academy_class FOR SELECT TO entrepot_web, entrepot_read
    USING (teacher_id = (SELECT reader_person())
        OR id IN (SELECT l.taught_id FROM academy_learner l WHERE l.person_id = (SELECT reader_person())));
CREATE POLICY academy_class_open ON academy_class FOR INSERT TO entrepot_web
    WITH CHECK (teacher_id = (SELECT reader_person()) AND teacher_party_id = ANY ((SELECT reader_ids())::bigint[]));

ALTER TABLE academy_answer ENABLE ROW LEVEL SECURITY;
REVOKE UPDATE, DELETE ON academy_answer FROM entrepot_web;
CREATE POLICY academy_answer_read ON academy_answer FOR SELECT TO entrepot_web, entrepot_read
    USING ((SELECT reader_person()) IN (person_id, teacher_id));
CREATE POLICY academy_answer_hand_in ON academy_answer FOR INSERT TO entrepot_web
    WITH CHECK (person_id = (SELECT reader_person())
        AND EXISTS (SELECT FROM academy_learner l JOIN academy_class c ON c.id = l.taught_id
                     WHERE l.id = learner_id AND l.person_id = academy_answer.person_id
                       AND l.teacher_id = academy_answer.teacher_id
                       AND (academy_answer.answered_at AT TIME ZONE 'Asia/Shanghai')::date <= c.last_day));

-- Who asks joins the class with this code; joining again gives the same number. outcome: joined, code, closed, teacher
-- or full. On the web the person is the reader's own, whatever is asked for.
CREATE FUNCTION academy_join(wanted text, whose bigint, at timestamptz)
RETURNS TABLE (outcome text, class_id bigint, last_day date)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    taught academy_class;
    me bigint := CASE WHEN session_user = 'entrepot_web' THEN reader_person() ELSE whose END;
    taken integer;
BEGIN
    SELECT * INTO taught FROM academy_class c WHERE c.code = wanted FOR UPDATE;
    IF taught.id IS NULL OR me IS NULL THEN
        RETURN QUERY SELECT 'code', NULL::bigint, NULL::date; RETURN;
    END IF;
    IF EXISTS (SELECT FROM academy_learner l WHERE l.taught_id = taught.id AND l.person_id = me) THEN
        RETURN QUERY SELECT 'joined', taught.id, taught.last_day; RETURN;
    END IF;
    IF taught.teacher_id = me THEN
        RETURN QUERY SELECT 'teacher', taught.id, taught.last_day; RETURN;
    END IF;
    IF (at AT TIME ZONE 'Asia/Shanghai')::date > taught.last_day THEN
        RETURN QUERY SELECT 'closed', taught.id, taught.last_day; RETURN;
    END IF;
    SELECT coalesce(max(l.number), 0) INTO taken FROM academy_learner l WHERE l.taught_id = taught.id;
    IF taken >= 500 THEN
        RETURN QUERY SELECT 'full', taught.id, taught.last_day; RETURN;
    END IF;
    INSERT INTO academy_learner (taught_id, number, person_id, name, teacher_id, joined_at)
    SELECT taught.id, taken + 1, p.id, p.name, taught.teacher_id, at FROM parties_person p WHERE p.id = me;
    RETURN QUERY SELECT 'joined', taught.id, taught.last_day;
END $$;
REVOKE EXECUTE ON FUNCTION academy_join FROM entrepot_read;
"""


def _code(*, unique: bool = False, blank: bool = False) -> "models.TextField[str, str]":
    return models.TextField(db_collation="C", unique=unique, blank=blank)


class Migration(migrations.Migration):
    initial = True
    dependencies = [("store", "0001_initial"), ("parties", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="TaughtClass",
            fields=[
                _ID,
                ("code", _code(unique=True)),
                ("name", models.TextField()),
                ("teacher_id", models.BigIntegerField()),
                ("teacher_party_id", models.BigIntegerField()),
                ("teacher_name", models.TextField()),
                ("seed", models.BigIntegerField()),
                ("law_date", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("last_day", models.DateField()),
            ],
            options={
                "db_table": "academy_class",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", r"^[2-9A-HJKMNP-Z]{10}$")), name="academy_class_code"
                    ),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="academy_class_name"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("law_date"))), name="academy_class_last_day"
                    ),
                ],
                "indexes": [models.Index(fields=["teacher_id"], name="academy_class_of_teacher")],
            },
        ),
        migrations.CreateModel(
            name="Learner",
            fields=[
                _ID,
                ("number", models.IntegerField()),
                ("person_id", models.BigIntegerField()),
                ("name", models.TextField()),
                ("teacher_id", models.BigIntegerField()),
                ("joined_at", models.DateTimeField()),
                (
                    "taught",
                    models.ForeignKey(
                        on_delete=models.deletion.PROTECT, related_name="learners", to="academy.taughtclass"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("taught", "person_id"), name="academy_learner_once"),
                    models.UniqueConstraint(fields=("taught", "number"), name="academy_learner_number"),
                ],
                "indexes": [models.Index(fields=["person_id"], name="academy_learner_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Answer",
            fields=[
                _ID,
                ("exercise", _code()),
                ("person_id", models.BigIntegerField()),
                ("teacher_id", models.BigIntegerField()),
                ("answer", models.JSONField()),
                ("right", models.BooleanField()),
                ("mark", models.JSONField()),
                ("task_sha256", models.BinaryField()),
                ("rulebook", _code(blank=True)),
                ("answered_at", models.DateTimeField()),
                (
                    "learner",
                    models.ForeignKey(on_delete=models.deletion.PROTECT, related_name="answers", to="academy.learner"),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("exercise__in", _EXERCISES)), name="academy_answer_exercise"
                    ),
                    models.UniqueConstraint(fields=("learner", "exercise"), name="academy_answer_once"),
                ],
            },
        ),
        migrations.RunSQL(POLICIES),
    ]
