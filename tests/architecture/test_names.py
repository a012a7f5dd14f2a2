"""One word per idea (docs/glossary.md), and no file that is named for nothing in particular."""

import re
from pathlib import Path

from tests.architecture import tree

NOTHING_IN_PARTICULAR = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "base"}
EMPTY_CLASS_WORDS = {"Service", "Manager", "Base", "Helper", "Util", "Utils"}
# Django asks for a manager class by this name; ours is not a place to put things.
DJANGO_MANAGERS = re.compile(r"\(.*(UserManager|models\.Manager|BaseUserManager|QuerySet).*\)")

# The column "never" of the glossary: word of a name → what to say.
NEVER = {
    "manifest": "declaration list (清单); a manifest is the carrier's 舱单",
    "manifests": "declaration lists",
    "receipt": "reply (回执), collection slip (收款单), payment (支付单) or receiving (收货)",
    "receipts": "replies, collection slips, payments",
    "channel": "lane (green, yellow, red) or gateway",
    "channels": "lanes or gateways; sales channel only in full",
    "platform": "marketplace (电商平台)",
    "platforms": "marketplaces",
    "markets": "market_procurement",
}
ALONE = {"zone": "pilot_zone, bonded_zone or time_zone", "zones": "pilot_zones, bonded_zones"}


def _wrong(name: str) -> str:
    """What to say instead of a name, or an empty text."""
    parts = tree.words(name)
    if len(parts) == 1 and parts[0] in ALONE:
        return ALONE[parts[0]]
    return next((NEVER[part] for part in parts if part in NEVER), "")


def _complaints(names: list[tuple[str, str]]) -> list[str]:
    excepted = tree.exceptions("words")
    found = [(place, name, _wrong(name)) for place, name in names]
    return [f"{place}: {name} – say {say}" for place, name, say in found if say and f"{place}:{name}" not in excepted]


def test_no_file_is_named_for_nothing_in_particular() -> None:
    excepted = tree.exceptions("file_names")
    places = [*tree.files("src"), *tree.files("tests"), *tree.files("bin")]
    parts = {part for path in places for part in [path, *path.relative_to(tree.ROOT).parents]}
    bad = {str(part) for part in parts if Path(part).stem.lower() in NOTHING_IN_PARTICULAR}
    assert sorted(bad - set(excepted)) == []


def test_no_class_is_a_service_manager_or_base() -> None:
    bad = []
    for path in tree.python("src", "tests"):
        for match in re.finditer(r"^\s*class (\w+)(.*):$", path.read_text("utf-8"), re.MULTILINE):
            parts = re.findall(r"[A-Z][a-z]+", match[1])
            if set(parts) & EMPTY_CLASS_WORDS and not DJANGO_MANAGERS.search(match[2]):
                bad.append(f"{tree.name_of(path)}: {match[1]}")
    assert bad == []


def test_names_in_code_use_the_words_of_the_glossary() -> None:
    names = [(tree.name_of(path), name) for path in tree.python("src", "tests") for name, _ in tree.defined_names(path)]
    assert _complaints(names) == []


def test_names_of_files_and_tables_use_the_words_of_the_glossary() -> None:
    names = [(tree.name_of(path), path.stem) for path in tree.files("src", "bin", "docs")]
    for path in tree.files("src", ending=".sql"):
        code = re.sub(r"--.*|'[^']*'", "", path.read_text("utf-8"))
        names += [(tree.name_of(path), name) for name in sorted(set(re.findall(r"[a-z_]{3,}", code)))]
    assert _complaints(names) == []


def test_addresses_and_commands_use_the_words_of_the_glossary() -> None:
    names = []
    for path in tree.python("src"):
        code = path.read_text("utf-8")
        calls = re.findall(r"(?:\bpath|re_path|\.(?:get|post|put|patch|delete|command))\(\s*\"([^\"]*)\"", code)
        names += [(tree.name_of(path), part) for call in calls for part in re.findall(r"[A-Za-z_-]+", call)]
    assert _complaints(names) == []


def test_a_word_of_the_never_column_is_found_inside_a_name() -> None:
    assert _wrong("ReceiptReturn").startswith("reply")
    assert _wrong("read_manifest").startswith("declaration list")
    assert _wrong("zone") == "pilot_zone, bonded_zone or time_zone"
    assert [_wrong(name) for name in ("time_zone", "market_procurement", "marketplace_id", "reply", "slip")] == [""] * 5
