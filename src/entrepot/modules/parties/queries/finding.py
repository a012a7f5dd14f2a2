"""Firms by what somebody types: a code, the beginning of a name, the initials of its pinyin."""

from collections.abc import Sequence

from django.db import connections

from entrepot.kernel.initials import comparable
from entrepot.modules.parties.queries.firms import Firm, firms

_LAST = "\U0010ffff"  # prefix <= text < prefix + _LAST holds for just the texts that begin with prefix
# Whom the reader may see at all: few, so that each is asked by index. What is found is still read under the policies.
_NEAR = """
    SELECT unnest((SELECT reader_ids())::bigint[]) AS id UNION SELECT unnest((SELECT client_ids())::bigint[])
     UNION SELECT unnest(ARRAY[p.principal_id, p.agent_id]) FROM parties_power_of_attorney p
     UNION SELECT unnest(ARRAY[g.owner_id, g.to_party_id]) FROM parties_grant g
     UNION SELECT unnest(ARRAY[f.enterprise_id, f.authority_id]) FROM parties_filing f
     UNION SELECT s.owner_id FROM parties_station s
"""
_FOUND = """
    WITH near AS MATERIALIZED ({near})
    SELECT n.id FROM near n
     WHERE EXISTS (SELECT FROM parties_known_as k
                    WHERE k.enterprise_id = n.id AND k.key >= %(text)s AND k.key < %(until)s OFFSET 0)
        OR EXISTS (SELECT FROM parties_code c
                    WHERE c.enterprise_id = n.id AND c.code >= %(code)s AND c.code < %(code_until)s OFFSET 0)
     ORDER BY n.id LIMIT %(limit)s
"""


def find_firms(text: str, *, among: Sequence[int] | None = None, limit: int = 20, using: str = "default") -> list[Firm]:
    """Firms that the reader may see and that are found by `text`, of `among` only where given; by name."""
    prefix = comparable(text)
    if not prefix:
        return []
    near = _NEAR if among is None else "SELECT unnest(%(among)s::bigint[]) AS id"
    code = prefix.upper()
    values: dict[str, str | int | list[int]] = {
        "text": prefix,
        "until": prefix + _LAST,
        "code": code,
        "code_until": code + _LAST,
        "limit": limit,
        "among": list(among or ()),
    }
    with connections[using].cursor() as cursor:
        cursor.execute(_FOUND.format(near=near), values)
        numbers = [int(row[0]) for row in cursor.fetchall()]
    return sorted(firms(numbers, using=using).values(), key=lambda firm: (firm.name_zh or firm.name_en, firm.id))
