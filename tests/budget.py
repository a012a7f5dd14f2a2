"""What a run took against its budget (CONTRIBUTING.md), and which tests it left out and why."""

import os
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
_ROW = re.compile(r"^\| *(?P<step>[^|]+?) *\| *(?P<seconds>\d+) s *\|", re.MULTILINE)


def budgets() -> dict[str, int]:
    """Seconds a step, from the table in CONTRIBUTING.md."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8") if (ROOT / "CONTRIBUTING.md").exists() else ""
    return {row["step"]: int(row["seconds"]) for row in _ROW.finditer(text)}


def spent(reporter: pytest.TerminalReporter) -> dict[str, float]:
    """Seconds a folder of tests, all workers added up, after the steps that ran before (ENTREPOT_STEPS)."""
    taken: dict[str, float] = {}
    for step in filter(None, os.environ.get("ENTREPOT_STEPS", "").split(";")):
        name, _, seconds = step.partition("=")
        taken[name] = float(seconds)
    for reports in reporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                name = f"tests/{report.nodeid.split('/')[1]}" if report.nodeid.count("/") > 1 else "tests"
                taken[name] = taken.get(name, 0) + report.duration
    return taken


def left_out(reporter: pytest.TerminalReporter) -> str:
    """One sentence on the tests that did not run."""
    reasons: Counter[str] = Counter()
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ").rstrip(".")] += 1
    parts = [f"{count} ({reason})" for reason, count in sorted(reasons.items())]
    if chosen := reporter.config.option.markexpr or reporter.config.option.keyword:
        soak = chosen == "not soak"
        parts.append("those marked soak (long; `make soak` runs them)" if soak else f"those that are not “{chosen}”")
    return f"Left out: {'; '.join(parts)}." if parts else "No test was left out."


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    budget, taken = budgets(), spent(terminalreporter)
    terminalreporter.section("time budget")
    for name in sorted(taken.keys() | budget.keys()):
        allowed = f"{budget[name]:>5} s" if name in budget else "     – "
        used = f"{taken[name]:>7.1f} s" if name in taken else "        – "
        over = "  over" if taken.get(name, 0) > budget.get(name, float("inf")) else ""
        terminalreporter.write_line(f"{name:<28} budget {allowed}   taken {used}{over}")
    terminalreporter.write_line(left_out(terminalreporter))
