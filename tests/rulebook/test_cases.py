import pytest

from entrepot.rulebook import Figure, load
from tests.rulebook.cases import REGIME, Case, all_cases, judged, rulebook_of

CASES = all_cases()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_figure_of_a_case_is_in_force(case: Case) -> None:
    day, arrival = (time.date() for time in (case.submitted, case.arrived))
    entry = rulebook_of(case).at(day, arrival).entries[case.parameter]
    found = entry.value if isinstance(entry, Figure) else "lapsed"
    assert (found if isinstance(found, bool | int) else str(found)) == case.facts["figure"]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_engine_says_of_a_case_what_its_file_says(case: Case) -> None:
    verdicts = judged(case)
    row = verdicts.verdicts.row(0, named=True)
    failed = verdicts.findings.filter(outcome="failed")["rule"].unique().sort().to_list()
    assert (row["verdict"], failed, row["waiting_for"]) == (
        case.facts["verdict"],
        case.facts.get("rules", []),
        case.facts.get("waiting_for", []),
    )
    if "lane" in case.facts:
        assert row["lane"] == case.facts["lane"]


def test_every_parameter_has_cases_on_both_sides_of_its_figure() -> None:
    told: dict[str, set[tuple[str, str]]] = {name: set() for name in load(REGIME).parameters}
    for case in CASES:
        told[case.parameter].add((case.facts["verdict"], case.facts.get("lane", "")))
    assert [name for name, verdicts in told.items() if len(verdicts) < 2] == []
