"""Texts that people read, as they stand in code, rule data, templates and translation files."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

from tests.architecture import tree

CHINESE = re.compile(r"[\u3400-\u9fff]")
ENGLISH = 2  # fewer Chinese characters than this: an English text, which may name the marketplace 无
TRANSLATING = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext", "ngettext_lazy"}


@dataclass(frozen=True)
class Pair:
    """One text in both languages and where it stands."""

    place: str
    en: str
    zh: str


def placeholders(text: str) -> list[str]:
    """What is put into a text: {name}, %(name)s and %s; sorted, with repeats once."""
    named = re.findall(r"%\((\w+)\)[sd]", text) + re.findall(r"(?<!%)%[sd]", text)
    try:
        braced = [name for _, name, _, _ in Formatter().parse(text) if name is not None]
    except ValueError:
        braced = []
    return sorted({*named, *braced})


def constant(node: ast.AST | None) -> str | None:
    """The text of a string constant."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def said(node: ast.AST | None) -> str | None:
    """The text of a string constant, or of an f-string with what is put in as {placeholder}."""
    if not isinstance(node, ast.JoinedStr):
        return constant(node)
    return "".join(_placed(part) or "" for part in node.values)


def _placed(part: ast.expr) -> str | None:
    if not isinstance(part, ast.FormattedValue):
        return constant(part)
    return "{" + re.sub(r"[^\w.()]", "_", ast.unparse(part.value)) + "}"


@cache
def pairs_in_code() -> tuple[Pair, ...]:
    """Two constants side by side, English then Chinese: arguments of a call, a tuple, or `en` and `zh`."""
    return tuple(_pairs_in_code())


def _pairs_in_code() -> Iterator[Pair]:
    for path in _written():
        for node in tree.nodes(path):
            both = _two(node)
            if both and (both[0] or both[1]):
                yield Pair(f"{tree.name_of(path)}:{getattr(node, 'lineno', 0)}", *both)


def _two(node: ast.AST) -> tuple[str, str] | None:
    if isinstance(node, ast.Call):
        named = {keyword.arg: said(keyword.value) for keyword in node.keywords}
        if {"en", "zh"} <= set(named):
            return named["en"] or "", named["zh"] or ""
        return _side_by_side(node.args)
    if isinstance(node, ast.Tuple | ast.List):
        return _side_by_side(node.elts)
    if isinstance(node, ast.Dict):
        keyed = {constant(key): said(value) for key, value in zip(node.keys, node.values, strict=True)}
        if {"en", "zh"} <= set(keyed):
            return keyed["en"] or "", keyed["zh"] or ""
    return None


def _side_by_side(nodes: list[ast.expr]) -> tuple[str, str] | None:
    for left, right in pairwise(nodes):
        en, zh = said(left), said(right)
        if en is not None and zh is not None and CHINESE.search(zh) and len(CHINESE.findall(en)) < ENGLISH:
            return en, zh
    return None


def pairs_in_rule_data() -> Iterator[Pair]:
    """Every mapping with en or zh in the yaml files of the rulebook."""

    def walk(place: str, node: Any) -> Iterator[Pair]:  # noqa: ANN401 - yaml
        if isinstance(node, dict):
            if {"en", "zh"} & set(node):
                yield Pair(place, str(node.get("en", "")), str(node.get("zh", "")))
            for key, value in node.items():
                yield from walk(f"{place}.{key}", value)
        elif isinstance(node, list):
            for number, value in enumerate(node):
                yield from walk(f"{place}[{number}]", value)

    for path in tree.files("src/entrepot/rulebook", ending=".yaml"):
        yield from walk(tree.name_of(path), yaml.safe_load(path.read_text("utf-8")))


def chinese_alone() -> Iterator[str]:
    """Chinese constants of the code that stand in no pair and do not say it in both languages at once."""
    paired = {_without_names(pair.zh) for pair in pairs_in_code()}
    for path in _written():
        for text in tree.texts(path):
            both_at_once = re.search(r"[A-Za-z]{3,}.*[(·（]", text.value)
            if len(CHINESE.findall(text.value)) > 1 and _without_names(text.value) not in paired and not both_at_once:
                yield f"{text.path}:{text.line}: {text.value[:60]}"


def _without_names(text: str) -> str:
    return re.sub(r"\{[^{}]*\}", "{}", text)


def _written() -> Iterator[Path]:
    """Our code without migrations, which repeat what models say."""
    return (path for path in tree.python("src") if path.parent.name != "migrations")


@cache
def marked() -> tuple[tuple[str, str], ...]:
    """(place, English text) of everything that is marked for translation in code and templates."""
    return tuple(_marked())


def _marked() -> Iterator[tuple[str, str]]:
    for path in tree.python("src"):
        for node in tree.nodes(path):
            if isinstance(node, ast.Call) and tree.dotted(node.func).split(".")[-1] in TRANSLATING:
                for argument in node.args[:2]:
                    if (text := constant(argument)) is not None:
                        yield f"{tree.name_of(path)}:{node.lineno}", text
    for path in tree.files("src", ending=".html"):
        for text in _marked_in_template(path):
            yield tree.name_of(path), text


def _marked_in_template(path: Path) -> Iterator[str]:
    quoted = r"u?('(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
    code = templatize(path.read_text("utf-8"))
    for call in re.finditer(rf"\b(?:_|gettext|npgettext|ngettext|pgettext)\(\s*{quoted}(?:\s*,\s*{quoted})?", code):
        for literal in call.groups():
            if literal:
                yield ast.literal_eval(literal)


@cache
def translations() -> dict[str, tuple[str, bool]]:
    """English text → (Chinese text, whether it is only a guess) of the translation files."""
    paths = list((tree.ROOT / "src").rglob("locale/zh_Hans/LC_MESSAGES/django.po"))
    assert paths, "no Chinese translation file"
    found: dict[str, tuple[str, bool]] = {}
    for message in [message for path in paths for message in _messages(path)]:
        if message.id:
            ids = message.id if isinstance(message.id, list | tuple) else [message.id]
            said = message.string if isinstance(message.string, list | tuple) else [message.string] * len(ids)
            for number, one in enumerate(ids):
                found[one] = (str(said[min(number, len(said) - 1)]), message.fuzzy)
    return found


def _messages(path: Path) -> Iterator[Message]:
    with path.open("rb") as file:
        yield from read_po(file)


def unmarked_in_template(path: Path) -> list[str]:
    """Words of a template that a person reads and that are not marked for translation."""
    text = path.read_text("utf-8")
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}|{#.*?#}|<!--.*?-->", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*(blocktranslate|blocktrans)\b.*?end\1\s*%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%\s*(verbatim)\b.*?end\1\s*%}", " ", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}", "", text, flags=re.DOTALL)
    text = re.sub(r"<(script|style|svg|code|kbd|samp)\b.*?</\1>", " ", text, flags=re.DOTALL)
    spoken = re.findall(r"\b(?:title|alt|placeholder|aria-label)=\"([^\"]*)\"", text)
    rest = re.sub(r"<[^>]*>", " ", text)
    words: list[str] = re.findall(r"[^\W\d_]{2,}", " ".join([rest, *spoken]))
    return words
