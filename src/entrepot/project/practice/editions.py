"""The practice editions of reference tables: only the codes that the practice goods need, and they say so."""

from datetime import date
from importlib import resources

import polars as pl

from entrepot.gateways.sheets.references import read_reference
from entrepot.modules.catalogue import api as catalogue

NAME = "practice-1"
SOURCE = (
    "PRACTICE · 练习: made for the practice goods and for nothing else; codes as in the customs parameter tables of the"
    " 2018 merger, statutory units, measures and rates assumed"
)
COVERS = "the practice goods and their destinations only · 仅涵盖练习商品及其目的地"
_VALID_FROM = date(2010, 1, 1)  # practice lists may carry any day


def practice_editions() -> list[tuple[catalogue.NewEdition, pl.DataFrame]]:
    """Every kind of reference with its entries, as `catalogue.load_reference` takes them."""
    folder = resources.files("entrepot.project.practice").joinpath("data/editions")
    editions = []
    for kind in catalogue.KINDS:
        table = read_reference(kind, folder.joinpath(f"{kind}.csv").read_bytes())
        new = catalogue.NewEdition(kind, NAME, SOURCE, table.hash, _VALID_FROM, covers=COVERS, practice=True)
        editions.append((new, table.entries))
    return editions
