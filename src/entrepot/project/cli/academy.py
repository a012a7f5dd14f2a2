"""Classes and exercises on the command line: `class open | join | results`, `exercise show | answer`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from entrepot.project.cli.acting import day, refusals
from entrepot.project.cli.frame import Context, Result, command
from entrepot.project.wording import Refusal, Text, language

if TYPE_CHECKING:
    from entrepot.modules.academy.api import Learner, Standing
    from entrepot.modules.parties.api import Person

AS_HELP = Text("Username of who does it", "操作人的用户名")
NAME_HELP = Text("Name of the class", "班级名称")
FIRM_HELP = Text("Code of the teacher's firm; the first one where it is left out", "教师所在企业的编码；省略时取第一家")
UNTIL_HELP = Text("Last day of the class, China time, such as 2026-12-31", "班级最后一天（北京时间），如 2026-12-31")
SEED_HELP = Text("Draw the exercises from this number, to have the same ones again", "以此数生成练习，可重现相同题目")
CODE_HELP = Text("Code of the class", "班级代码")
EXERCISE_HELP = Text(
    "fault, resend, form, container or stock",
    "fault（找差错）、resend（更正重发）、form（贸易方式）、container（装箱）或 stock（库存）",
)
ANSWER_HELP = Text("The answer, NAME=VALUE for each thing asked", "答案，每项写作 名称=值")
LEARNER_HELP = Text("Username of the learner whose result is signed", "签发其结果的学员用户名")
FILE_HELP = Text("Write the signed result here", "将签名结果写入此文件")
OPENED = Text(
    "The class {name} is open until the end of {last}. Its code: {code}", "班级 {name} 开放至 {last}。班级代码：{code}"
)
JOINED = Text("{person} is learner {number} of the class {name}.", "{person} 是班级 {name} 的第 {number} 名学员。")
NO_CLASS = Text("No class has the code {code}. Compare it letter by letter.", "没有代码为 {code} 的班级。请逐字核对。")
NO_FIRM = Text(
    "{username} works in no firm with the code {code}. Name another.",
    "{username} 不在编码为 {code} 的企业任职。请另行指定。",
)
NO_EXERCISE = Text("Expected one of {expected}; found {found}.", "应为 {expected} 之一；收到 {found}。")
NO_ANSWER = Text("Expected NAME=VALUE, found “{found}”.", "应为 名称=值，收到“{found}”。")
BOTH = Text("Expected --learner and --file together.", "--learner 与 --file 须同时给出。")
TITLE = Text("{exercise}. {name}", "{exercise}. {name}")
ASKED = Text("  {name}: {label} [{kind}]", "  {name}：{label} [{kind}]")
CHOICE = Text("      {value} – {label}", "      {value} – {label}")
MARKED = Text("{mark}: {solution}", "{mark}：{solution}")
A_REASON = Text("  {title}: expected {expected}; found {found}; {do}", "  {title}：应为 {expected}；实为 {found}；{do}")
A_SOURCE = Text("    source: {source}", "    来源：{source}")
A_LEARNER = Text("{number}  {name}: {right} of {answered} answered right", "{number}  {name}：答对 {right}/{answered}")
WRITTEN = Text("{path} holds the signed result. {says}.", "{path} 为已签名的结果。{says}。")

As = Annotated[str, typer.Option("--as", metavar="USERNAME", help=AS_HELP.say())]
Code = Annotated[str, typer.Argument(help=CODE_HELP.say())]
Exercise = Annotated[str, typer.Argument(help=EXERCISE_HELP.say())]


@command()
def class_open(
    context: Context,
    name: Annotated[str, typer.Argument(help=NAME_HELP.say())],
    username: As,
    firm: Annotated[str, typer.Option("--firm", metavar="CODE", help=FIRM_HELP.say())] = "",
    until: Annotated[str | None, typer.Option("--until", metavar="DATE", help=UNTIL_HELP.say())] = None,
    seed: Annotated[int | None, typer.Option("--seed", help=SEED_HELP.say(), min=0)] = None,
) -> Result:
    """Open a class and set its five exercises."""
    from entrepot.modules.academy import api as academy

    person = _person(username)
    teacher = academy.Teacher(int(person.pk), _firm(context, person, firm), person.name)
    last_day = None if until is None else day(until)
    opened = academy.open_class(
        teacher=teacher, name=name, last_day=last_day, now=context.now, seed=seed, using="owner"
    )
    context.say(OPENED, name=opened.name, last=opened.last_day, code=opened.code)
    return {
        "class": opened.code,
        "name": opened.name,
        "last_day": opened.last_day,
        "exercises": list(academy.EXERCISES),
    }


@command()
def class_join(context: Context, code: Code, username: As) -> Result:
    """Join a class as a learner."""
    from entrepot.modules.academy import api as academy

    person = _person(username)
    academy.join(code=code, person_id=int(person.pk), now=context.now, using="owner")
    who = academy.require_learner(code, int(person.pk), username, using="owner")
    context.say(JOINED, person=who.name, number=who.number, name=who.taught.name)
    return {"class": who.taught.code, "learner": username, "number": who.number}


@command()
def class_results(
    context: Context,
    code: Code,
    learner: Annotated[str | None, typer.Option("--learner", metavar="USERNAME", help=LEARNER_HELP.say())] = None,
    file: Annotated[Path | None, typer.Option("--file", metavar="OUT", help=FILE_HELP.say())] = None,
) -> Result:
    """Who answered what, and right or wrong; or one learner's result as a signed file."""
    from entrepot.modules.academy import api as academy

    taught = academy.taught_class(code, using="owner")
    if taught is None:
        raise Refusal(NO_CLASS, code=code)
    if (learner is None) != (file is None):
        raise typer.BadParameter(BOTH.say())
    if learner is not None and file is not None:
        return _sign(context, code, learner, file)
    found = academy.standings(taught, using="owner")
    for one in found:
        context.say(
            A_LEARNER, number=one.learner.number, name=one.learner.name, right=one.right, answered=len(one.answers)
        )
    return {"class": taught.code, "name": taught.name, "learners": [_standing(one) for one in found]}


def _standing(one: "Standing") -> dict[str, object]:
    return {
        "number": one.learner.number,
        "name": one.learner.name,
        "right": one.right,
        "exercises": {
            code: {"right": answer.right, "answered_at": answer.answered_at} for code, answer in one.answers.items()
        },
    }


def _sign(context: Context, code: str, username: str, out: Path) -> Result:
    from entrepot.modules.academy import api as academy
    from entrepot.project.line.setting import open_setting
    from entrepot.project.portal.academy.signing import signed_result

    standing = academy.standing(_learner(code, username), using="owner")
    with open_setting() as setting:
        body = signed_result(setting.lookups, standing, now=context.now)
    out.write_bytes(body)
    says = academy.NOT_A_QUALIFICATION
    context.say(WRITTEN, path=out, says=says.zh if language() == "zh" else says.en)
    return {"class": code, "learner": username, "file": str(out), "right": standing.right, "says": says._asdict()}


@command()
def exercise_show(context: Context, code: Code, exercise: Exercise, username: As) -> Result:
    """An exercise as it is put to this learner, and what it asks."""
    from entrepot.modules.academy import api as academy

    task = academy.plain(_examiner(exercise).pose(academy.place_of(_learner(code, username))))
    told = academy.in_language(task, language())
    _tell_task(context, exercise, told)
    return {"class": code, **told}


def _tell_task(context: Context, exercise: str, told: dict[str, Any]) -> None:
    from entrepot.modules.academy import api as academy

    name = academy.EXERCISES[exercise]
    context.say(TITLE, exercise=exercise, name=name.zh if language() == "zh" else name.en)
    context.show(told["story"])
    for table in told["tables"]:
        context.show(f"\n{table['title']}")
        context.show(" | ".join(table["columns"]))
        for row in table["rows"]:
            context.show(" | ".join(row))
    for question in told["questions"]:
        context.say(ASKED, **{name: question[name] for name in ("name", "label", "kind")})
        for option in question["options"]:
            context.say(CHOICE, **option)


@command()
def exercise_answer(
    context: Context,
    code: Code,
    exercise: Exercise,
    answer: Annotated[list[str], typer.Argument(help=ANSWER_HELP.say())],
    username: As,
) -> Result:
    """Answer an exercise; the first answer counts."""
    from entrepot.modules.academy import api as academy

    given = dict(_named(one) for one in answer)
    learner, examiner = _learner(code, username), _examiner(exercise)
    for question in examiner.pose(academy.place_of(learner)).questions:  # what is not named stays as it was shown
        given.setdefault(question.name, question.given)
    mark = academy.hand_in(
        learner=learner, examiner=examiner, exercise=exercise, answer=given, now=context.now, using="owner"
    )
    told = academy.in_language(academy.plain(mark), language())
    said = academy.RIGHT if mark.right else academy.WRONG
    context.say(MARKED, mark=said.zh if language() == "zh" else said.en, solution=told["solution"])
    for reason in told["reasons"]:
        context.say(A_REASON, **{name: reason[name] for name in ("title", "expected", "found", "do")})
        context.say(A_SOURCE, source=reason["source"])
    return {"class": code, "exercise": exercise, **told}


def _named(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not name or not equals:
        raise typer.BadParameter(NO_ANSWER.say(found=text))
    return name, value


def _examiner(exercise: str) -> Any:  # noqa: ANN401 - academy.Examiner, not imported before it is asked for
    from entrepot.project.practice.exercises import examiners

    every = examiners()
    if exercise not in every:
        raise Refusal(NO_EXERCISE, expected=", ".join(every), found=exercise)
    return every[exercise]


def _learner(code: str, username: str) -> "Learner":
    from entrepot.modules.academy import api as academy

    return academy.require_learner(code, int(_person(username).pk), username, using="owner")


def _person(username: str) -> "Person":
    from entrepot.modules.parties import api as parties

    with refusals():
        return parties.Person.objects.using("owner").get(pk=parties.commands.person_named(username))


def _firm(context: Context, person: "Person", code: str) -> int:
    from entrepot.modules.parties import api as parties

    mine = parties.reader_of(person_id=int(person.pk), now=context.now, using="owner").party_ids
    wanted = parties.known_code(code, using="owner") if code else next(iter(mine), None)
    if wanted is None or wanted not in mine:
        raise Refusal(NO_FIRM, username=person.username, code=code or "–")
    return wanted
