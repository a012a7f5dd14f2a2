"""Declaration elements: named answers in their order, kept as a JSON text of pairs."""

import json


def read_elements(text: str | None) -> list[tuple[str, str]]:
    """The elements in a JSON text such as [["品牌类型","0"]], in order."""
    return [(str(name), str(value)) for name, value in json.loads(text or "[]")]


def write_elements(elements: list[tuple[str, str]]) -> str:
    """The JSON text; the same elements always give the same text."""
    return json.dumps([list(pair) for pair in elements], ensure_ascii=False, separators=(",", ":"))


def join_elements(before: str | None, given: str | None) -> str:
    """The elements of `before`, with those of `given` in their places or after them."""
    return write_elements(list((dict(read_elements(before)) | dict(read_elements(given))).items()))


def as_model(text: str | None) -> str:
    """The elements as gmodel has them: the answers in order, parted by bars."""
    return "|".join(value for _, value in read_elements(text))
