"""The description of the API as a page: the same for everybody, nothing loaded from elsewhere, no script."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from entrepot.project.api.kinds import KINDS
from entrepot.project.api.openapi import ADDRESS, SAFE, described, operations
from entrepot.project.api.problems import language_of, said
from entrepot.project.wording import Text
from entrepot.shell.assets import asset

_WORDS = {
    "scopes": Text("Needs a token with", "所需令牌权限"),
    "name": Text("name", "名称"),
    "form": Text("form", "形式"),
    "meaning": Text("meaning", "含义"),
    "needed": Text("needed", "必填"),
    "parameters": Text("Parameters", "参数"),
    "fields": Text("Fields of an item", "每份单证的字段"),
    "lines": Text("Fields of a line", "表体字段"),
    "body": Text("Body", "正文"),
    "answers": Text("Answers", "回答"),
    "problems": Text("Problems", "错误"),
    "machine": Text("The same for programs (OpenAPI)", "供程序使用的同一说明（OpenAPI）"),
}
Node = dict[str, Any]


@login_not_required
def docs_page(request: HttpRequest) -> HttpResponse:
    """The page in the language of the reader."""
    if request.method not in SAFE:
        return HttpResponseNotAllowed(SAFE)
    language = language_of(request)
    page = _page(described(language), language)
    response = HttpResponse(page)
    response["Vary"] = "Accept-Language"
    return response


def _page(document: Node, language: str) -> SafeString:
    info = document["info"]
    body = format_html(
        '<h1>{}</h1><p>{}</p><p><a href="{}">{}</a></p>{}<section><h2>{}</h2>{}</section>',
        info["title"],
        info["description"],
        ADDRESS,
        _say("machine", language),
        _joined(_operation(*each, language) for each in operations(document)),
        _say("problems", language),
        _problems(language),
    )
    return format_html(
        '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"><title>{}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/assets/{}"></head><body><main class="page">{}</main></body></html>',
        "zh-Hans" if language == "zh" else "en",
        info["title"],
        asset("entrepot.css").file_name,
        body,
    )


def _operation(path: str, method: str, operation: Node, language: str) -> SafeString:
    scopes = " / ".join(operation["security"][0]["token"])
    answers = format_html_join("", "<li><code>{}</code> {}</li>", _answers(operation))
    return format_html(
        '<section id="{}"><h2>{}</h2><p><code>{} {}</code></p><p>{}</p><p>{}: <code>{}</code></p>{}{}'
        "<h3>{}</h3><ul>{}</ul></section>",
        operation["operationId"],
        operation["summary"],
        method,
        path,
        operation["description"],
        _say("scopes", language),
        scopes,
        _parameters(operation, language),
        _body(operation, language),
        _say("answers", language),
        answers,
    )


def _answers(operation: Node) -> Iterable[tuple[str, str]]:
    for status, answer in operation["responses"].items():
        schema = next(iter(answer.get("content", {"": {}}).values())).get("schema", {})
        yield status, schema.get("$ref", "").rpartition("/")[2] or answer["description"]


def _parameters(operation: Node, language: str) -> SafeString:
    found = operation.get("parameters", [])
    rows = [(each["name"], _form(each["schema"]), each.get("description", ""), each["required"]) for each in found]
    return _table("parameters", rows, language)


def _body(operation: Node, language: str) -> SafeString:
    content = operation.get("requestBody", {}).get("content", {})
    if "application/json" not in content:
        return (
            format_html("<p>{}: <code>{}</code></p>", _say("body", language), ", ".join(content))
            if content
            else SafeString()
        )
    schema = content["application/json"]["schema"]
    item = schema["properties"].get("items", {}).get("items")
    if item is None:
        return _table("body", _fields(schema), language)
    lines = item["properties"].get("lines", {}).get("items")
    tables = [_table("fields", _fields(item), language)]
    return _joined([*tables, _table("lines", _fields(lines), language)] if lines else tables)


def _fields(schema: Node) -> list[tuple[str, str, str, bool]]:
    return [
        (name, _form(each), each.get("description", ""), name in schema["required"])
        for name, each in schema["properties"].items()
    ]


def _form(schema: Node) -> str:
    kinds = schema.get("type") or [each.get("type") for each in schema.get("anyOf", [])]
    kind = kinds if isinstance(kinds, str) else ", ".join(map(str, kinds))
    limits = [
        f"{name} {schema[name]}"
        for name in ("minLength", "maxLength", "minimum", "maximum", "pattern")
        if name in schema
    ]
    limits += [" | ".join(schema["enum"])] if "enum" in schema else []
    return "; ".join([kind, *limits])


def _table(title: str, rows: list[tuple[str, str, str, bool]], language: str) -> SafeString:
    if not rows:
        return SafeString()
    yes = "✓"
    lines = format_html_join(
        "",
        '<tr><th scope="row"><code>{}</code></th><td>{}</td><td>{}</td><td>{}</td></tr>',
        ((name, form, meaning, yes if needed else "") for name, form, meaning, needed in rows),
    )
    head = format_html_join("", '<th scope="col">{}</th>', ((_say(word, language),) for word in _COLUMNS))
    return format_html(
        "<h3>{}</h3><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table>", _say(title, language), head, lines
    )


_COLUMNS = ("name", "form", "meaning", "needed")


def _problems(language: str) -> SafeString:
    rows = ((name, name, kind.status, said(kind.title, language)) for name, kind in KINDS.items())
    return format_html("<dl>{}</dl>", format_html_join("", '<dt id="{}"><code>{}</code> {}</dt><dd>{}</dd>', rows))


def _say(word: str, language: str) -> str:
    return said(_WORDS[word], language)


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
