"""A guide above one record: a template that tells a newcomer what stands there. Practice on loopback only."""

_templates: dict[str, str] = {}


def register(order_no: str, template: str) -> None:
    """Show this template above records with that order number; the same number again replaces it."""
    _templates[order_no] = template


def on(order_no: str) -> str:
    """The template for a record, empty where it has none."""
    return _templates.get(order_no, "")
