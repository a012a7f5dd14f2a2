"""What imports do not show: modules that are named in a text, and models that point at other modules.

Imports themselves are checked by import-linter (.importlinter).
"""

import ast
import re
from pathlib import Path

from tests.architecture import tree

# Upper modules first, peers on one line, as in .importlinter.
ORDER = (
    ("academy", "insights"),
    ("finance",),
    ("marketing", "quality", "payments"),
    ("warehouses", "market_procurement", "pilot_zones"),
    ("logistics",),
    ("declarations",),
    ("ledgers",),
    ("trade",),
    ("exchange",),
    ("catalogue",),
    ("parties",),
)
INNER = re.compile(r"\bentrepot\.modules\.(\w+)\.(?!api\b)(\w+)")
# project puts the house together: Django is given the apps and the addresses of each module by name.
PUT_TOGETHER = {"apps", "web", "jobs", "events"}


def test_every_module_has_its_place_and_its_door() -> None:
    folders = sorted(path.name for path in (tree.SRC / "modules").iterdir() if (path / "__init__.py").is_file())
    assert folders == sorted(name for line in ORDER for name in line) == sorted(tree.MODULES)
    assert [name for name in folders if not (tree.SRC / "modules" / name / "api.py").is_file()] == []


def test_the_order_of_modules_is_that_of_the_contract() -> None:
    contract = (tree.ROOT / ".importlinter").read_text("utf-8")
    layers = re.search(r"containers =\n    entrepot\.modules\nlayers =\n((?:    \w.*\n)+)", contract)
    assert layers is not None
    assert tuple(tuple(line.strip().split(" | ")) for line in layers[1].splitlines()) == ORDER


def test_no_text_names_the_inside_of_another_module() -> None:
    found = []
    for path in tree.python("src"):
        parts = path.relative_to(tree.SRC).parts
        own = parts[1] if parts[0] == "modules" else ""
        for text in tree.texts(path):
            for module, inner in INNER.findall(text.value):
                if module != own and not (parts[0] == "project" and inner in PUT_TOGETHER):
                    found.append(f"{text.path}:{text.line}: {module}.{inner}")
    assert found == []


def test_a_model_points_at_models_of_its_own_and_lower_modules_only() -> None:
    found = []
    for rank, module in [(rank, module) for rank, line in enumerate(ORDER) for module in line]:
        below = {module, "contenttypes", *(name for line in ORDER[rank + 1 :] for name in line)}
        for path in tree.python(f"src/entrepot/modules/{module}"):
            found += [f"{tree.name_of(path)}: {label}" for label in _pointed_at(path) if label not in below]
    assert found == []


def _pointed_at(path: Path) -> list[str]:
    """App labels of the models that foreign keys of a file name by text, as in "parties.Person"."""
    kinds = {"ForeignKey", "OneToOneField", "ManyToManyField"}
    calls = [node for node in ast.walk(tree.parsed(path)) if isinstance(node, ast.Call)]
    named = [call for call in calls if tree.dotted(call.func).split(".")[-1] in kinds]
    targets = [
        value.value
        for call in named
        for value in [*call.args[:1], *(k.value for k in call.keywords)]
        if isinstance(value, ast.Constant) and isinstance(value.value, str)
    ]
    return [target.split(".")[0] for target in targets if re.fullmatch(r"\w+\.[A-Z]\w+", target)]
