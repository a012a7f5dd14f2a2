from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from entrepot.engines.clearance import Explanation, Verdicts, explain
from entrepot.engines.clearance.explain import Language
from entrepot.kernel.violations import Violation
from entrepot.rulebook import load
from tests.unit.clearance.asking import ask
from tests.unit.clearance.batches import ARRIVED, batch_of, with_cell, without

BOOK = load()


def explained(answer: Verdicts, language: Language) -> list[Explanation]:
    """Every finding of an answer in words."""
    return [explain(_violation(row), BOOK, answer.figures[0], language) for row in answer.findings.to_dicts()]


def _violation(row: dict[str, Any]) -> Violation:
    facts = {name: value for name, value in row.items() if name not in {"list_id", "parameters"}}
    return Violation(**facts, parameters=tuple(row["parameters"]))


def test_says_what_was_expected_found_and_what_to_do_with_the_figure_in_force() -> None:
    answer = ask(without(batch_of(1), "waybills", waybill_id=3 * 10**6), now=ARRIVED + timedelta(hours=25))
    (english,), (chinese,) = explained(answer, "en"), explained(answer, "zh")
    assert english.title == "The waybill exists and serves no other order"
    assert english.expected.startswith("The waybill WB-0 is declared by its carrier, at the latest 24 hours after")
    assert english.found == "It has not come within 24 hours: none has come."
    assert english.do.endswith("have the carrier send the waybill, then file the list again.")
    assert chinese.expected == "物流企业应在清单到达后 24 小时 内申报运单 WB-0。"
    assert chinese.found == "24 小时 内未收到有效运单：未收到。"
    window = english.figures[0]
    assert (window.parameter, window.value, window.since) == ("arrival_window", "24 hours", date(2018, 7, 1))
    assert window.source == "practitioners' rule; no official text was retrieved"


def test_names_line_and_column_of_a_line_that_differs() -> None:
    answer = ask(with_cell(batch_of(1), "order_lines", {"gnum": 1}, item_no="missing"))
    (english,), (chinese,) = explained(answer, "en"), explained(answer, "zh")
    assert (english.line, english.inferred) == (1, True)
    assert english.expected == "Line 1: the seller's item number is missing, as in the order."
    assert english.found == "The list has SKU-1."
    assert chinese.expected == "第 1 项的企业商品货号应与订单一致，为 missing。"


def test_says_why_a_slip_is_asked_for_and_by_which_text() -> None:
    day = datetime(2024, 12, 14, 12, tzinfo=UTC)
    batch = without(batch_of(1, submitted=day, arrived=day), "slips", slip_id=4 * 10**6)
    (english,) = explained(ask(batch, now=day + timedelta(hours=25)), "en")
    assert "a collection slip is required (yes): one for the order ORDER-0" in english.expected
    assert english.figures[0].source.startswith("General Administration of Customs, announcement 167 of 2024")
    assert english.figures[0].article == "item 2"


def test_says_which_edition_is_missing_and_who_brings_it() -> None:
    lacking = Violation("F15", 1, "unit", None, None, "edition:units", outcome="not_checked")
    english = explain(lacking, BOOK, BOOK.at(date(2026, 3, 2)), "en")
    assert english.expected == "A loaded edition of the table of units to check declared unit."
    assert english.do == "Whoever runs the station loads it: entrepot reference load."


def test_says_since_when_rule_data_lapsed() -> None:
    lapsed = Violation("E07", 1, "slip_required", None, "2027-12-31", "lapsed:slip_required", outcome="not_checked")
    english, chinese = (explain(lapsed, BOOK, BOOK.at(date(2028, 1, 1)), language) for language in ("en", "zh"))
    assert english.found == "Rule data lapsed on 2027-12-31, so this was not checked."
    assert chinese.expected == "应有现行有效的参数：清单申报前须传输收款电子信息。"
    assert [(figure.value, figure.since) for figure in english.figures] == [("", date(2027, 12, 31))] * 3


def test_says_how_a_lane_was_drawn() -> None:
    drawn = explain(Violation("S01", 1, "lane", None, "red", None), BOOK, BOOK.at(date(2026, 3, 2)), "zh")
    assert drawn.expected == "按当日保密种子抽取：通过比对的清单中 比例 0.02 单证审核，比例 0.01 查验。"
    assert drawn.found == "本清单抽中红色通道。"


def test_refuses_a_finding_of_a_rule_that_the_rulebook_does_not_know() -> None:
    with pytest.raises(KeyError, match="Z99"):
        explain(Violation("Z99", 1, "qty", 1, "1", "2"), BOOK, BOOK.at(date(2026, 3, 2)), "en")
    with pytest.raises(KeyError, match="rule F01 has no sentence for the field 'qty'"):
        explain(Violation("F01", 1, "qty", 1, "1", "2"), BOOK, BOOK.at(date(2026, 3, 2)), "en")


@pytest.mark.parametrize("code", sorted(BOOK.rules))
def test_every_sentence_of_every_rule_can_be_said_in_both_languages(code: str) -> None:
    figures = BOOK.at(date(2026, 3, 2))
    for field in (name for sentence in BOOK.rules[code].sentences for name in sentence.fields):
        for language in ("en", "zh"):
            said = explain(Violation(code, 1, field, 3, "{found}", None), BOOK, figures, language)
            assert said.expected
            assert said.do
            assert "{gnum}" not in said.expected + said.found + said.do
