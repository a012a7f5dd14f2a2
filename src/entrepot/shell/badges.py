"""A state as words, colour and icon together: never colour alone (WCAG 1.4.1)."""

from dataclasses import dataclass

from django.utils.functional import Promise

from entrepot.shell.needs import Tone


@dataclass(frozen=True)
class Badge:
    """tone: one of `needs.Tone`; icon: a name of `icons.ICONS`; label: what the state is called."""

    tone: Tone
    icon: str
    label: str | Promise
