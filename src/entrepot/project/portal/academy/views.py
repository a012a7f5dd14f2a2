"""The pages of classes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from entrepot.modules.academy import api as academy
from entrepot.modules.parties import api as parties
from entrepot.project.portal.academy.forms import AnswerForm, JoinForm, OpenForm
from entrepot.project.portal.academy.signing import signed_result
from entrepot.project.practice.exercises import examiners
from entrepot.shell import once
from entrepot.shell.badges import Badge
from entrepot.store.connection import under_django

_USUAL = timedelta(days=90)
_FACTS = 2  # columns of a table of names and values


@dataclass(frozen=True)
class Row:
    """An exercise in a table: its name, where it is, and how it was answered."""

    code: str
    name: str
    badge: Badge


def _person(request: HttpRequest) -> tuple[int, str]:
    """Who asks, and its name. Raises PermissionDenied for a program of a firm without a person."""
    reader = parties.reader_in(request)
    if reader is None or reader.person_id is None:
        raise PermissionDenied
    return reader.person_id, str(getattr(request.user, "name", ""))


def _said(text: academy.Said) -> str:
    return text.zh if (get_language() or "en").startswith("zh") else text.en


@require_http_methods(["GET", "HEAD", "POST"])
def home(request: HttpRequest) -> HttpResponse:
    """The reader's classes, and a code to join one."""
    person, _name = _person(request)
    form = JoinForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            academy.join(code=code, person_id=person, now=timezone.now())
        except academy.UnableToAnswer as error:
            form.add_error("code", error.sentence(get_language() or "en"))
        else:
            return HttpResponseRedirect(reverse("academy:class", args=["".join(code.split()).upper()]))
    context = {
        "form": form,
        "taught": academy.taught_by(person),
        "learnt": academy.learnt_by(person),
        "may_open": bool(parties.firms_where(person, parties.STAFF, now=timezone.now())),
    }
    return render(request, "portal/academy/home.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def open_(request: HttpRequest) -> HttpResponse:
    """Open a class: its name, the firm, its last day."""
    person, name = _person(request)
    now, language = timezone.now(), get_language() or "en"
    mine = parties.firms_where(person, parties.STAFF, now=now)
    if not mine:
        raise PermissionDenied
    known = parties.firms(mine)
    choices = [(number, parties.named(known[number].name_zh, known[number].name_en, language)) for number in mine]
    last = parties.china_day(now) + _USUAL
    form = OpenForm(request.POST if request.method == "POST" else None, firms=choices, last=last)
    if request.method == "POST" and form.is_valid():
        if not once.spend(request):
            return HttpResponseRedirect(reverse("academy:home"))
        teacher = academy.Teacher(person, form.cleaned_data["firm"], name)
        try:
            opened = academy.open_class(
                teacher=teacher, name=form.cleaned_data["name"], last_day=form.cleaned_data["last_day"], now=now
            )
        except academy.UnableToTeach as error:
            about = {"name": "name", "last_day": "last_day"}.get(error.reason)
            form.add_error(about, error.sentence(language))
        else:
            return HttpResponseRedirect(reverse("academy:class", args=[opened.code]))
    context = {"form": form, "once": once.fresh()}
    return render(request, "portal/academy/open.html", context, status=422 if form.errors else 200)


@require_safe
def class_(request: HttpRequest, code: str) -> HttpResponse:
    """The class: to its teacher with all results, to a learner with the five exercises."""
    person, _name = _person(request)
    taught = academy.taught_class(code)
    if taught is None:
        raise Http404(code)
    if taught.teacher_id == person:
        standings = [
            (one, [_badge(one.answers.get(exercise)) for exercise in academy.EXERCISES])
            for one in academy.standings(taught)
        ]
        names = [_said(name) for name in academy.EXERCISES.values()]
        context = {"taught": taught, "standings": standings, "names": names}
        return render(request, "portal/academy/teacher.html", context)
    standing = academy.standing(_learner(taught.code, person))
    rows = [
        Row(exercise, _said(name), _badge(standing.answers.get(exercise)))
        for exercise, name in academy.EXERCISES.items()
    ]
    context = {"taught": taught, "standing": standing, "rows": rows, "says": _said(academy.NOT_A_QUALIFICATION)}
    return render(request, "portal/academy/class.html", context)


def _learner(code: str, person: int) -> academy.Learner:
    found = academy.learner(code, person)
    if found is None:
        raise Http404(code)
    return found


def _badge(answer: academy.Answer | None) -> Badge:
    if answer is None:
        return Badge("quiet", "waiting", _("Not answered"))
    if answer.right:
        return Badge("good", "ready", _said(academy.RIGHT))
    return Badge("bad", "refused", _said(academy.WRONG))


@require_http_methods(["GET", "HEAD", "POST"])
def exercise(request: HttpRequest, code: str, exercise: str) -> HttpResponse:
    """One exercise: to answer, or answered with its explanation."""
    person, _name = _person(request)
    learner, examiner = _learner(code, person), examiners().get(exercise)
    if examiner is None:
        raise Http404(exercise)
    language, status, refusal = get_language() or "en", 200, ""
    task = academy.in_language(academy.plain(examiner.pose(academy.place_of(learner))), language)
    form = AnswerForm(task, request.POST.dict() if request.method == "POST" else None)
    if request.method == "POST":
        try:
            academy.hand_in(
                learner=learner, examiner=examiner, exercise=exercise, answer=form.answer(), now=timezone.now()
            )
        except academy.UnableToAnswer as error:
            if error.reason == "incomplete":
                form.refuse(error, language)
                status = 422
            else:
                refusal, status = error.sentence(language), 409
        else:
            return HttpResponseRedirect(reverse("academy:exercise", args=[learner.taught.code, exercise]))
    context = {
        "taught": learner.taught, "name": _said(academy.EXERCISES[exercise]), "task": task, "form": form,
        "narrow": [table for table in task["tables"] if len(table["columns"]) == _FACTS],
        "wide": [table for table in task["tables"] if len(table["columns"]) != _FACTS],
        "refusal": refusal, **_answered(learner, exercise, task, language),
    }  # fmt: skip
    return render(request, "portal/academy/exercise.html", context, status=status)


def _answered(learner: academy.Learner, exercise: str, task: dict[str, Any], language: str) -> dict[str, Any]:
    """The first answer with what was found, if there is one, and the exercise that comes next."""
    answers = academy.standing(learner).answers
    following = next((code for code in academy.EXERCISES if code not in answers and code != exercise), None)
    answer = answers.get(exercise)
    if answer is None:
        return {"answer": None, "following": following}
    said = [
        (question["label"], _shown(question, answer.answer.get(question["name"], ""))) for question in task["questions"]
    ]
    mark = academy.in_language(answer.mark, language)
    return {"answer": answer, "badge": _badge(answer), "said": said, "mark": mark, "following": following}


def _shown(question: dict[str, Any], value: str) -> str:
    return next((str(option["label"]) for option in question["options"] if option["value"] == value), value)


@require_safe
def result(request: HttpRequest, code: str) -> HttpResponse:
    """The learner's own result as a signed file, once everything is answered."""
    person, _name = _person(request)
    standing = academy.standing(_learner(code, person))
    if not standing.complete:
        raise Http404(code)
    body = signed_result(under_django(), standing, now=timezone.now())
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="result-{standing.learner.taught.code}.json"'
    return answer
