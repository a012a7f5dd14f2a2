"""The exercises: each learner's own, the same again from the same seed, judged by the engines."""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest

from entrepot import rulebook
from entrepot.modules.academy import api as academy
from entrepot.modules.academy import forms_of_trade, stock
from entrepot.modules.academy.api import Mark, Place, Task
from entrepot.modules.ledgers import api as ledgers
from entrepot.modules.parties import api as parties
from entrepot.project.practice import exercises
from entrepot.rulebook import RuleDataFault

DAY = "2026-05-04"
PLACES = [Place(17, number, DAY) for number in range(1, 31)]
EXAMINERS = exercises.examiners()


def pose(exercise: str, place: Place) -> Task:
    return EXAMINERS[exercise].pose(place)


def judge(exercise: str, place: Place, **answer: str) -> Mark:
    given = {question.name: question.given for question in pose(exercise, place).questions}
    return EXAMINERS[exercise].judge(place, {**given, **answer})


def right_answer(exercise: str, place: Place) -> Mapping[str, str]:
    """What a learner who knows would say, read off the task as it is shown."""
    if exercise == "fault":
        wrong = {"rule": "F11"}
        return {"rule": judge(exercise, place, **wrong).solution.en.split()[0]}
    if exercise == "resend":
        sound = exercises._figures_of(exercises._drawn(place, "resend", exercises.REPAIRED).sound)
        return {question.name: question.given for question in sound}
    if exercise == "form":
        return {"form": judge(exercise, place, form="0110").solution.en.split()[0]}
    if exercise == "container":
        turn, _, counts = judge(exercise, place, turn="lwh", along="1", across="1", up="1").solution.en.partition(": ")
        along, across, up = counts.split(" × ")
        return {"turn": "lwh" if "along" in turn else "wlh", "along": along, "across": across, "up": up}
    order, _, rest = judge(exercise, place, refused="-", left="0").solution.en.partition(" cannot be served; ")
    return {"refused": order, "left": rest.split()[0]}


@pytest.mark.parametrize("exercise", list(EXAMINERS))
def test_no_two_learners_have_the_same_task_and_each_has_it_again(exercise: str) -> None:
    tasks = [pose(exercise, place) for place in PLACES]
    assert len({task.sha256 for task in tasks}) == len(PLACES)
    assert [pose(exercise, place).sha256 for place in PLACES[:3]] == [task.sha256 for task in tasks[:3]]
    assert pose(exercise, Place(18, 1, DAY)).sha256 != tasks[0].sha256


@pytest.mark.parametrize("exercise", list(EXAMINERS))
def test_a_right_answer_is_right_and_a_learner_cannot_copy_it_from_the_next(exercise: str) -> None:
    answers = [right_answer(exercise, place) for place in PLACES[:8]]
    assert [judge(exercise, place, **answer).right for place, answer in zip(PLACES, answers, strict=False)] == [
        True
    ] * 8
    copied = [judge(exercise, place, **answer).right for place, answer in zip(PLACES[1:], answers, strict=False)]
    assert not all(copied)


@pytest.mark.parametrize("exercise", list(EXAMINERS))
def test_every_mark_explains_itself_in_both_languages_with_a_source(exercise: str) -> None:
    for place in PLACES[:4]:
        mark = judge(exercise, place, **right_answer(exercise, place))
        assert mark.reasons
        assert all(reason.source for reason in mark.reasons)
        assert all(reason.expected.en and reason.expected.zh and reason.do.zh for reason in mark.reasons)
        assert mark.rulebook == (rulebook.load().hash if exercise in {"fault", "resend"} else "")


def test_the_fault_planted_is_among_those_that_the_engine_finds() -> None:
    planted = {right_answer("fault", place)["rule"] for place in PLACES}
    assert planted == set(exercises.SEEN)
    for place in PLACES:
        rule = right_answer("fault", place)["rule"]
        assert rule in {reason.rule for reason in judge("fault", place, rule=rule).reasons}


def test_a_list_sent_again_as_it_was_is_refused_for_the_same_reason() -> None:
    for place in PLACES[:6]:
        mark = judge("resend", place)
        assert not mark.right
        assert {reason.rule for reason in mark.reasons} <= {"E04", "E05", "E06"}


def test_a_list_corrected_in_one_place_and_spoilt_in_another_is_refused() -> None:
    answer = {**right_answer("resend", PLACES[0]), "pack_no": "2"}
    mark = judge("resend", PLACES[0], **answer)
    assert (mark.right, {reason.rule for reason in mark.reasons}) == (False, {"E06"})


def test_the_limit_of_market_procurement_is_its_figure_to_the_dollar() -> None:
    sale = {"buyer": "firm", "sold": "contract", "route": "direct", "bought": "recognised", "settled": "bank"}
    day = datetime.fromisoformat(DAY).date()
    assert forms_of_trade.fitting(sale | {"usd": "150000"}, day).code == "1039"
    assert forms_of_trade.fitting(sale | {"usd": "150001"}, day).code == "0110"
    assert forms_of_trade.fitting(sale | {"usd": "150000", "settled": "cash"}, day).code == "0110"
    assert forms_of_trade.fitting(sale | {"usd": "1"}, day.replace(year=2014, month=6, day=30)).code == "0110"


def test_all_forms_of_trade_are_drawn() -> None:
    assert {right_answer("form", place)["form"] for place in PLACES} == {form.code for form in forms_of_trade.forms()}


def test_form_data_that_asks_for_what_no_sale_tells_is_refused() -> None:
    raw = {"code": "1", "name": {"en": "A", "zh": "甲"}, "source": "s", "asks": {"weather": "fine"}}
    with pytest.raises(RuleDataFault, match="weather"):
        forms_of_trade._form(raw, "here")


def test_stock_is_served_as_the_ledgers_serve_it(owner: psycopg.Connection) -> None:
    now = datetime(2026, 5, 4, 8, tzinfo=UTC)
    firm = parties.register_enterprise(name_zh="仓", name_en="Store", own_codes=("PX-STORE",), roles=(), now=now,
                                       valid_from=now.date())  # fmt: skip
    for place in PLACES[:10]:
        many, _, requests = stock._drawn(place)
        with owner.transaction():
            account = ledgers.open_account(
                owner,
                kind="exercise",
                key=str(place.number),
                unit="piece",
                holder_id=firm,
                amount=Decimal(many),
                now=now,
            )
            answers = ledgers.reserve(
                owner,
                [
                    ledgers.Request(account, one.key, Decimal(one.amount), one.arrived_at.replace(tzinfo=UTC))
                    for one in requests
                ],
                now=now,
            )
        outcome = stock.serve(many, requests)
        assert tuple(answer.key for answer in answers if answer.outcome == "refused") == outcome.refused
        assert ledgers.balances(owner, "exercise", [str(place.number)])[str(place.number)].free == outcome.left


def test_texts_are_said_in_the_language_asked_for() -> None:
    told = academy.plain(pose("stock", PLACES[0]))
    assert academy.in_language(told, "zh-hans")["questions"][0]["label"] == "哪份订单无法满足？"
    assert academy.in_language(told, "en")["questions"][0]["label"] == "Which order cannot be served?"
