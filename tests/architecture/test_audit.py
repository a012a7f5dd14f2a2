"""What the audit says of an action is said in words: every action that is kept, and every kind of thing acted on."""

import ast
from collections.abc import Iterator

from entrepot.project.portal.operator.audit import WORDS
from entrepot.project.portal.operator.subjects import KINDS
from tests.architecture import texts, tree

_RECORDING = {"record", "parties.record"}


def _kept() -> Iterator[tuple[str, ast.Call]]:
    """(place, call) of everything that adds a row to the audit."""
    for path in tree.python("src"):
        for node in tree.nodes(path):
            if isinstance(node, ast.Call) and tree.dotted(node.func) in _RECORDING:
                yield f"{tree.name_of(path)}:{node.lineno}", node


def _actions(node: ast.expr) -> set[str]:
    """The texts that a first argument can be; of a variable nothing, its texts are found where it is given them."""
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _subjects() -> Iterator[tuple[str, str]]:
    """(place, kind) of every subject that is put together where something is recorded."""
    for path in {place.partition(":")[0] for place, _ in _kept()}:
        for node in tree.nodes(tree.ROOT / path):
            assigned = isinstance(node, ast.Assign) and "subject" in ast.unparse(node.targets[0])
            if isinstance(node, ast.keyword | ast.Assign) and (assigned or getattr(node, "arg", "") == "subject"):
                for part in ast.walk(node.value):
                    if isinstance(part, ast.JoinedStr):
                        yield f"{path}:{part.lineno}", (texts.said(part) or "").partition(":")[0]


def test_every_action_that_is_kept_has_words() -> None:
    found = [(place, action) for place, call in _kept() if call.args for action in _actions(call.args[0])]
    assert len(found) > 40
    assert [f"{place}: {action}" for place, action in found if action not in WORDS] == []


def test_an_action_chosen_by_a_variable_has_words_too() -> None:
    """`what = "a" if … else "b"`, then record(what, …)."""
    chosen = {place.partition(":")[0] for place, call in _kept() if call.args and isinstance(call.args[0], ast.Name)}
    found = {
        action
        for path in chosen
        for node in tree.nodes(tree.ROOT / path)
        if isinstance(node, ast.Assign) and tree.dotted(node.targets[0]) == "what"
        for action in _actions(node.value)
    }
    assert {"figures_opened", "figures_closed", "person_shut_out"} <= found
    assert sorted(found - set(WORDS)) == []


def test_every_kind_of_thing_acted_on_has_words() -> None:
    found = list(_subjects())
    assert len(found) > 25
    assert [f"{place}: {kind}" for place, kind in found if kind not in KINDS] == []
    assert [kind for kind, said in KINDS.items() if texts.placeholders(str(said)) != ["key"]] == []
