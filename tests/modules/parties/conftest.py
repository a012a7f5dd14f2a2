"""Passwords cost little here: the real cost is looked at by one test, not paid by all."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from entrepot.modules.parties.operations.passwords import Cost


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch: pytest.MonkeyPatch) -> "Cost":
    """The cost outside tests."""
    from entrepot.modules.parties.operations import passwords, signing_in

    real = passwords.COST
    cheap = passwords.Cost(passes=1, memory_kib=256, lanes=1)
    monkeypatch.setattr(passwords, "COST", cheap)
    monkeypatch.setattr(signing_in, "COST", cheap)
    return real
