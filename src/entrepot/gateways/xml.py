"""The XML parser of every format: no entities, no network, no DTD, no trees beyond libxml2's own limits."""

from typing import Any

from lxml import etree


def hardened(**further: Any) -> etree.XMLParser:  # noqa: ANN401 - options of lxml
    """A parser for bytes from outside; `further`: what a format needs besides."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, **further
    )
