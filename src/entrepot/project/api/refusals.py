"""Values that are not as described, as problems."""

from collections.abc import Sequence

from entrepot.project.api.problems import Problem, said
from entrepot.project.wording import Text

_SENTENCE = Text(
    "Expected what the description says of {path}, found something else ({rule}); correct it.",
    "{path} 应符合接口说明，实际不符（{rule}）；请更正。",
)
_MOST = 20


def bad_parameters(faults: Sequence[tuple[str, str]], language: str) -> Problem:
    """The problem of these (path, rule) faults."""
    errors = [
        {"path": path, "rule": rule, "sentence": said(_SENTENCE, language, path=path, rule=rule)}
        for path, rule in faults[:_MOST]
    ]
    return Problem("bad-parameter", errors=errors, found=", ".join(path for path, _ in faults[:5]) or "–")
