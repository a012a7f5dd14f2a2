"""Somebody at the practice inspection firm."""

from datetime import datetime

from entrepot.modules.parties import api as parties
from entrepot.project.practice.firms import INSPECTOR

PERSON = ("inspector", "练习检验员 · Practice inspector")


def plant(*, now: datetime) -> None:
    """A person who records what the firm found, unless there is one."""
    username, name = PERSON
    if not parties.Person.objects.using("owner").filter(username=username).exists():
        parties.commands.create_person(
            username=username, name=name, firm_code=INSPECTOR.customs_code, place="administrator", now=now
        )
