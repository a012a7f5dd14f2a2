"""Terms whose HS codes are known, from a file: to measure help with the HS code."""

import csv
import io
import json
from importlib import resources
from pathlib import Path

from entrepot.engines.classification import Term
from entrepot.gateways.sheets.wording import Sentence

_LEAST_DIGITS = 6


_CODES = Sentence(
    "{path}: expected codes of six digits or more, found {found}; correct the file",
    "{path}：编码应为 6 位以上数字，实为 {found}；请更正文件",
)
_SHAPE = Sentence(
    "{path}: expected a JSON object of terms and codes, or CSV with the columns term, hs_code; found neither",
    "{path}：应为名称与编码的 JSON 对象，或含 term、hs_code 两列的 CSV；两者都不是",
)


class UnableToReadTerms(ValueError):
    """The file is not one of terms and codes; why, in both languages."""

    def __init__(self, sentence: Sentence, **facts: object) -> None:
        self.en, self.zh = sentence.say("en", **facts), sentence.say("zh", **facts)
        super().__init__(self.en)


def read_terms(path: Path) -> list[Term]:
    """A JSON object term → code, or CSV with the columns term and hs_code; codes of six digits or more.

    Raises UnableToReadTerms, OSError, UnicodeDecodeError.
    """
    text = path.read_text("utf-8-sig")
    rows = _of_json(text, path) if text.lstrip()[:1] in "{[" else _of_csv(text, path)
    wrong = next(
        (code for _, code in rows if not (code.isascii() and code.isdigit() and len(code) >= _LEAST_DIGITS)), None
    )
    if wrong is not None or not rows:
        raise UnableToReadTerms(_CODES, path=path, found=repr(wrong))
    return [Term(term, code, path.name) for term, code in rows]


def _of_json(text: str, path: Path) -> list[tuple[str, str]]:
    try:
        read = json.loads(text)
    except json.JSONDecodeError as error:
        raise _unfit(path) from error
    if not isinstance(read, dict):
        raise _unfit(path)
    return [(str(term), str(code)) for term, code in read.items()]


def _of_csv(text: str, path: Path) -> list[tuple[str, str]]:
    rows = csv.DictReader(io.StringIO(text))
    if not {"term", "hs_code"} <= set(rows.fieldnames or ()):
        raise _unfit(path)
    return [(row["term"] or "", row["hs_code"] or "") for row in rows]


def _unfit(path: Path) -> UnableToReadTerms:
    return UnableToReadTerms(_SHAPE, path=path)


def vague_descriptions() -> list[str]:
    """Descriptions in both languages that do not tell what goods are, made for measuring."""
    return resources.files(__package__).joinpath("vague.txt").read_text("utf-8").splitlines()
