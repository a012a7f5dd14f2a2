"""The pages of classes: opened, joined, answered and explained; each sees its own; nothing is done twice."""

import re
from pathlib import Path

import pytest
from django.test import Client

from entrepot.modules.academy import api as academy
from entrepot.modules.academy.models import Answer, Learner, TaughtClass
from entrepot.modules.parties import api as parties
from entrepot.project.line.station import KEY_FILE
from entrepot.project.practice.exercises import examiners
from tests.databases import Database
from tests.factories.portal import make_portal, signed_in


@pytest.fixture
def code(db: Database) -> str:
    """A class of Wangtang's, opened on the page; nobody in it."""
    make_portal(db.owner).line.close()
    return opened(signed_in("wangtang"))


def opened(teacher: Client, **changed: str) -> str:
    page = teacher.get("/academy/open/")
    assert page.status_code == 200
    firm = re.findall(r'<option value="(\d+)"', page.content.decode())[0]
    answer = teacher.post("/academy/open/", {
        "name": "Export clerks", "firm": firm, "once": spent(page.content.decode()),
        "last_day": re.findall(r'name="last_day" value="([\d-]+)"', page.content.decode())[0], **changed,
    })  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"].split("/")[-2])


def spent(page: str) -> str:
    return str(re.findall(r'name="once" value="([^"]+)"', page)[0])


def joined(who: str, code: str) -> Client:
    client = signed_in(who)
    answer = client.post("/academy/", {"code": code})
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/academy/{code}/")
    return client


def usual(code: str, exercise: str, number: int = 1) -> dict[str, str]:
    """An answer in the right form, most likely wrong."""
    learner = Learner.objects.using("owner").select_related("taught").get(number=number)
    task = examiners()[exercise].pose(academy.place_of(learner))
    return {one.name: one.given or (one.options[0].value if one.options else "1") for one in task.questions}


def test_from_the_code_to_the_explanation(code: str) -> None:
    learner = joined("qinghe", code)
    page = learner.get(f"/academy/{code}/stock/").content.decode()
    assert "Which order cannot be served?" in page
    answer = learner.post(f"/academy/{code}/stock/", usual(code, "stock"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/academy/{code}/stock/")
    page = learner.get(f"/academy/{code}/stock/").content.decode()
    assert "A right answer" in page
    assert "First come, first served; never below zero" in page
    assert 'method="post" novalidate' not in page
    assert "Next exercise" in page


def test_a_second_answer_is_refused_in_a_sentence_and_changes_nothing(code: str) -> None:
    learner = joined("qinghe", code)
    learner.post(f"/academy/{code}/form/", {"form": "0110"})
    again = learner.post(f"/academy/{code}/form/", {"form": "1039"})
    assert again.status_code == 409
    assert "and the first answer counts. Nothing was changed." in again.content.decode()
    assert [row.answer for row in Answer.objects.using("owner").all()] == [{"form": "0110"}]


def test_an_answer_that_lacks_something_is_asked_for_again_beside_the_field(code: str) -> None:
    learner = joined("qinghe", code)
    answer = learner.post(f"/academy/{code}/container/", {"turn": "lwh", "along": "many", "across": "2", "up": "2"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_along"' in page
    assert "Enter a whole number such as 12" in page
    assert 'value="many"' in page
    assert Answer.objects.using("owner").count() == 0


def test_the_teacher_sees_all_a_learner_its_own_and_a_stranger_no_class(code: str) -> None:
    teacher, learner, other, stranger = (
        signed_in("wangtang"),
        joined("qinghe", code),
        joined("yunshan", code),
        signed_in("stranger"),
    )
    other.post(f"/academy/{code}/form/", {"form": "0110"})
    table = teacher.get(f"/academy/{code}/").content.decode()
    assert [name in table for name in ("Qinghe Gifts", "Yunshan Home")] == [True, True]
    own = learner.get(f"/academy/{code}/").content.decode()
    assert "Yunshan Home" not in own
    assert own.count("Not answered") == 5
    for path in ("", "form/", "result.json"):
        assert stranger.get(f"/academy/{code}/{path}").status_code == 404
    assert teacher.get(f"/academy/{code}/form/").status_code == 404
    assert stranger.get("/academy/").status_code == 200
    assert code not in stranger.get("/academy/").content.decode()


def test_a_wrong_code_is_named_and_joins_nothing(code: str) -> None:
    answer = signed_in("qinghe").post("/academy/", {"code": "AAAAAAAAAA"})
    assert answer.status_code == 422
    assert "No class has the code AAAAAAAAAA." in answer.content.decode()
    assert Learner.objects.using("owner").count() == 0


def test_the_same_form_opens_one_class(code: str) -> None:
    teacher = signed_in("wangtang")
    page = teacher.get("/academy/open/").content.decode()
    form = {
        "name": "Twice",
        "firm": re.findall(r'<option value="(\d+)"', page)[0],
        "once": spent(page),
        "last_day": "2999-01-01",
    }
    assert teacher.post("/academy/open/", form).status_code == 422
    assert signed_in("stranger").get("/academy/open/").status_code == 403
    assert TaughtClass.objects.using("owner").count() == 1


def test_the_signed_result_verifies_and_says_what_it_is_not(
    code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENTREPOT_DATA", str(tmp_path))
    fingerprint = parties.make_key_file(tmp_path / KEY_FILE)
    learner = joined("qinghe", code)
    assert learner.get(f"/academy/{code}/result.json").status_code == 404
    for exercise in academy.EXERCISES:
        assert learner.post(f"/academy/{code}/{exercise}/", usual(code, exercise)).status_code == 302
    assert "Not a state qualification" in learner.get(f"/academy/{code}/").content.decode()
    body = learner.get(f"/academy/{code}/result.json").content
    verified = parties.read_package(body)
    assert verified.fingerprint == fingerprint
    assert verified.payload["says"]["zh"] == "非国家职业资格"
    assert verified.payload["mark"] == "PRACTICE · 练习"
    with pytest.raises(parties.UnableToVerify):
        parties.read_package(body.replace(b'"of": 5', b'"of": 6'))


def test_in_chinese(code: str) -> None:
    learner = joined("qinghe", code)
    page = learner.get(f"/academy/{code}/fault/", headers={"accept-language": "zh-hans"}).content.decode()
    assert "违反了哪条规则？" in page or "Which rule is broken?" in page
    learner.post("/preferences/", {"language": "zh-hans", "next": "/"})
    page = learner.get(f"/academy/{code}/fault/").content.decode()
    assert "违反了哪条规则？" in page
    assert "以首次作答为准" in page


def test_home_says_what_is_left_to_answer(code: str) -> None:
    assert "Exercises to answer" not in signed_in("qinghe").get("/").content.decode()
    learner = joined("qinghe", code)
    learner.post(f"/academy/{code}/form/", {"form": "0110"})
    home = learner.get("/").content.decode()
    assert "Exercises to answer" in home
    assert f'href="/academy/{code}/"' in home
    learner_row = Learner.objects.using("owner").get()
    assert academy.left_to_answer(learner_row.person_id, learner_row.taught.last_day, using="owner") == (4, [code])
