"""Rule data from YAML files: strict, and every refusal names the file and the place in it."""

from collections.abc import Hashable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

import yaml

RULES_FILE: Final = "rules.yaml"
WORDS_FILE: Final = "words.yaml"
SHARED_FILE: Final = "shared.yaml"
_CASES: Final = ".cases.yaml"
_NO_PARAMETERS: Final = frozenset({RULES_FILE, WORDS_FILE, SHARED_FILE})


class RuleDataFault(ValueError):
    """Rule data that cannot be used: where it stands, what was expected, what was found."""

    def __init__(self, place: str, expected: str, found: object) -> None:
        super().__init__(f"{place}: expected {expected}, found {found!r}")
        self.place = place


class _Strict(yaml.CSafeLoader):
    """safe_load without surprises: a repeated key is refused, dates and decimals stay text (no float is ever made)."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":float"))]
        for first, resolvers in yaml.CSafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:  # noqa: FBT001, FBT002
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"key {key!r} stands twice", node.start_mark)
        return super().construct_mapping(node, deep)


def read_yaml(text: str, place: str) -> Any:  # noqa: ANN401 - any YAML value; the schema looks at it next
    """The content of one YAML file named `place`. Raises RuleDataFault."""
    try:
        return yaml.load(text, Loader=_Strict)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as fault:
        raise RuleDataFault(place, "YAML without repeated keys", str(fault)) from fault


def regime_folder(regime: str) -> Traversable:
    """The package's folder of rule data for a regime, say `cn/export_9610`. Raises RuleDataFault if there is none."""
    folder = files("entrepot.rulebook").joinpath("data", *regime.split("/"))
    if not folder.joinpath(RULES_FILE).is_file():
        raise RuleDataFault(f"rulebook/data/{regime}", f"a folder with {RULES_FILE}", "none")
    return folder


def read_regime(folder: Traversable, regime: str) -> dict[str, Any]:
    """The raw content of a regime: "regime", "parameters" by id, "rules" and "words". Raises RuleDataFault.

    Parameters stand one a file named by their id; files ending in .cases.yaml are tests and not read here. What
    shared.yaml names is taken from another regime, so that one fact stands in one place.
    """
    parameters: dict[str, Any] = {}
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".yaml") or file.name.endswith(_CASES) or file.name in _NO_PARAMETERS:
            continue
        raw = read_yaml(file.read_text("utf-8"), f"{regime}/{file.name}")
        if not isinstance(raw, Mapping) or raw.get("id") != file.name.removesuffix(".yaml"):
            raise RuleDataFault(f"{regime}/{file.name}: id", f"the id {file.name.removesuffix('.yaml')!r}", raw)
        parameters[file.name.removesuffix(".yaml")] = dict(raw)
    rules, words = (
        read_yaml(folder.joinpath(name).read_text("utf-8"), f"{regime}/{name}") for name in (RULES_FILE, WORDS_FILE)
    )
    own = {"regime": regime, "parameters": parameters, "rules": rules, "words": words}
    shared = folder.joinpath(SHARED_FILE)
    return (
        _with_shared(own, read_yaml(shared.read_text("utf-8"), f"{regime}/{SHARED_FILE}")) if shared.is_file() else own
    )


def _with_shared(own: dict[str, Any], shared: Any) -> dict[str, Any]:  # noqa: ANN401 - any YAML value
    """The content with the parameters and rules that it takes from another regime, and the words of that one.

    Own words win; a parameter or rule may stand in one place only. Raises RuleDataFault.
    """
    place = f"{own['regime']}/{SHARED_FILE}"
    if not isinstance(shared, Mapping) or set(shared) != {"regime", "parameters", "rules"}:
        raise RuleDataFault(place, "the keys parameters, regime, rules", shared)
    other = read_regime(regime_folder(str(shared["regime"])), str(shared["regime"]))
    rules = {rule["code"]: rule for rule in other["rules"]}
    taken = {
        "parameters": [(name, other["parameters"].get(name)) for name in shared["parameters"]],
        "rules": [(code, rules.get(code)) for code in shared["rules"]],
    }
    mine = {"parameters": set(own["parameters"]), "rules": {rule["code"] for rule in own["rules"]}}
    for kind, entries in taken.items():
        for name, entry in entries:
            if entry is None or name in mine[kind]:
                found = f"{name}, which stands here too" if name in mine[kind] else name
                raise RuleDataFault(f"{place}: {kind}", f"{kind} that only {shared['regime']} has", found)
    words = {part: {**other["words"][part], **own["words"].get(part, {})} for part in other["words"]}
    return {
        **own,
        "parameters": {**own["parameters"], **dict(taken["parameters"])},
        "rules": [*own["rules"], *(rule for _, rule in taken["rules"])],
        "words": words,
    }
