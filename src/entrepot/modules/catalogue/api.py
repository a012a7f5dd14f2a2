"""The door of this module: what other modules, gateways and the command line may use."""

from entrepot.modules.catalogue.elements import as_model, join_elements, read_elements, write_elements
from entrepot.modules.catalogue.operations.goods import Change, Kept, UnableToKeepGoods, keep_goods
from entrepot.modules.catalogue.operations.references import (
    ENTRIES,
    NewEdition,
    UnableToLoadEdition,
    load_reference,
)
from entrepot.modules.catalogue.queries.chosen import ChosenCode, chosen_codes
from entrepot.modules.catalogue.queries.classified import ClassifiedGoods, classified_goods
from entrepot.modules.catalogue.queries.finding import FoundGoods, find_goods
from entrepot.modules.catalogue.queries.goods import (
    CELLS as GOODS_CELLS,
)
from entrepot.modules.catalogue.queries.goods import (
    GAPS,
    GOODS,
    all_goods,
    gaps,
    goods_for,
    missing_cells,
)
from entrepot.modules.catalogue.queries.references import (
    EditionInForce,
    editions,
    entries,
    references,
    second_units,
)
from entrepot.modules.catalogue.queries.wares import goods_window, sellers_with_goods
from entrepot.modules.catalogue.words import (
    ASKED_CELLS,
    BRAND_KIND,
    CELLS,
    ELEMENT,
    FURTHER_CELLS,
    KINDS,
    PREFERENCE,
    SHIPPING_CELLS,
    Text,
)

__all__ = [
    "ASKED_CELLS",
    "BRAND_KIND",
    "CELLS",
    "ELEMENT",
    "ENTRIES",
    "FURTHER_CELLS",
    "GAPS",
    "GOODS",
    "GOODS_CELLS",
    "KINDS",
    "PREFERENCE",
    "SHIPPING_CELLS",
    "Change",
    "ChosenCode",
    "ClassifiedGoods",
    "EditionInForce",
    "FoundGoods",
    "Kept",
    "NewEdition",
    "Text",
    "UnableToKeepGoods",
    "UnableToLoadEdition",
    "all_goods",
    "as_model",
    "chosen_codes",
    "classified_goods",
    "editions",
    "entries",
    "find_goods",
    "gaps",
    "goods_for",
    "goods_window",
    "join_elements",
    "keep_goods",
    "load_reference",
    "missing_cells",
    "read_elements",
    "references",
    "second_units",
    "sellers_with_goods",
    "write_elements",
]
