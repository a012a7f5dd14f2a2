"""What the program has that a reader may look up, and what docs/reference says of it: two lists of names a kind.

The names of the program are found here in another way than bin/docs finds them, so that one of the two notices when the
other is blind.
"""

import ast
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from entrepot.gateways.ceb.rules import RULES
from entrepot.gateways.items.rules import RULES as OF_ITEMS
from entrepot.gateways.sheets.fields import KINDS, fields_of
from entrepot.gateways.sheets.sentences import ROW, SHEET
from entrepot.modules.declarations.review import REASONS as OF_OFFICERS
from entrepot.modules.parties.errors import SENTENCES
from entrepot.project.api.kinds import KINDS as OF_REQUESTS
from entrepot.project.api.webhooks import SCOPE_OF
from entrepot.project.cli.registry import ENTRIES
from entrepot.project.line.reasons import REASONS
from entrepot.rulebook import Rulebook, load
from tests.architecture import tree

_SETTING = re.compile(r"ENTREPOT_[A-Z]+(?:_[A-Z]+)*|DATABASE_URL")
_ENVIRONMENT = re.compile(r"os\.(?:getenv|environ(?:\.\w+)?)")
_OF_PROGRAMS = re.compile(r"^/(?:api/|metrics$|health$)")
# kind → page, and what stands around a name there
WRITTEN: Mapping[str, tuple[str, str]] = {
    "command": ("commands.md", r"^## entrepot ([a-z-]+(?: [a-z-]+)*)"),
    "setting": ("settings.md", r"^\| `([A-Z_]+)` \|"),
    "rule": ("rules.md", r"^#### ([A-Z]\d\d) "),
    "figure": ("rules.md", r"^\| `([a-z_0-9]+)` \|"),
    "event": ("events.md", r"^\| `([a-z_.]+)` \|"),
    "fault": ("faults.md", r"^- `([\w.-]+)`:"),
    "field of sheets": ("fields.md", r"^\| `([\w:]+)` \|"),
    "address": ("api.md", r"^\| `[A-Z]+ (/\S*)` \|"),
    "event of webhooks": ("api.md", r"^\| `([a-z_]+)` \|"),
}


def documented(reference: Path, kind: str) -> set[str]:
    """The names of a kind that its page in the folder `reference` explains."""
    page, pattern = WRITTEN[kind]
    return set(re.findall(pattern, (reference / page).read_text("utf-8"), re.MULTILINE))


def undocumented(reference: Path, kind: str, used: Iterable[str]) -> list[str]:
    """Names that the program has and the folder `reference` does not explain."""
    return sorted(set(used) - documented(reference, kind))


# ---- the names of the program ----------------------------------------------------------------------------------------


def commands() -> set[str]:
    """Every command that the command line knows."""
    return {entry.name for entry in ENTRIES}


def settings(paths: Iterable[Path]) -> set[str]:
    """Variables of the environment that these files name or read."""
    return {name for path in paths for name in _settings(ast.parse(path.read_text("utf-8")))}


def _settings(module: ast.Module) -> Iterable[str]:
    texts = {node.value for node in ast.walk(module) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    yield from (text for text in texts if _SETTING.fullmatch(text))
    constants = {ast.unparse(node.targets[0]): node.value for node in ast.walk(module) if isinstance(node, ast.Assign)}
    loops = {ast.unparse(node.target): node.iter for node in ast.walk(module) if isinstance(node, ast.For)}
    for node in ast.walk(module):
        key = _asked(node)
        known = key if isinstance(key, ast.Constant) else (constants | loops).get(ast.unparse(key) if key else "")
        if known is not None:
            yield from (one.value for one in ast.walk(known) if isinstance(one, ast.Constant))  # type: ignore[misc]


def _asked(node: ast.AST) -> ast.expr | None:
    """What a call or a look into `os.environ` asks for."""
    if isinstance(node, ast.Call) and node.args and _ENVIRONMENT.fullmatch(tree.dotted(node.func)):
        return node.args[0]
    if isinstance(node, ast.Subscript) and _ENVIRONMENT.fullmatch(tree.dotted(node.value)):
        return node.slice
    return None


def _books() -> Iterable[Rulebook]:
    data = tree.SRC / "rulebook" / "data"
    return [load(path.parent.relative_to(data).as_posix()) for path in sorted(data.rglob("rules.yaml"))]


def rules() -> set[str]:
    """The codes of all rules of all regimes."""
    return {code for book in _books() for code in book.rules}


def figures() -> set[str]:
    """The ids of all figures of all regimes."""
    return {name for book in _books() for name in book.parameters}


def events(paths: Iterable[Path]) -> set[str]:
    """Kinds of events that these files know: texts such as "module.news_of_it", module being one of ours."""
    kind = re.compile(rf"(?:{'|'.join(tree.MODULES)})\.[a-z]+(?:_[a-z]+)+")
    nodes = (node for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    texts = {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return {text for text in texts if kind.fullmatch(text)}


def faults() -> set[str]:
    """The codes of everything that may be wrong with a message, a document, a sheet or a request."""
    of_sheets = {f"sheet.{name}" for name in (*ROW, *SHEET)}
    named = re.compile(r"(?:ceb|items|line)\.[a-z_]+")
    used = {text.value for path in tree.python("src") for text in tree.texts(path) if named.fullmatch(text.value)}
    return {*RULES, *OF_ITEMS, *OF_OFFICERS, *SENTENCES, *OF_REQUESTS, *REASONS, *of_sheets, *used}


def addresses() -> set[str]:
    """Every address for programs, its parts in braces."""
    return {address for address in map(_plain, _routes(get_resolver())) if _OF_PROGRAMS.match(address)} - {"/api/v1/"}


def _routes(resolver: URLResolver, before: str = "") -> Iterable[str]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one, before + str(one.pattern))
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern)


def _plain(pattern: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)


def webhook_events() -> set[str]:
    """What a webhook may be told of."""
    return set(SCOPE_OF)


PROGRAM: Mapping[str, Callable[[], set[str]]] = {
    "command": commands,
    "setting": lambda: settings(tree.python("src")),
    "rule": rules,
    "figure": figures,
    "event": lambda: events(tree.python("src")),
    "fault": faults,
    "field of sheets": lambda: {name for kind in KINDS for name in fields_of(kind)},
    "address": addresses,
    "event of webhooks": webhook_events,
}
