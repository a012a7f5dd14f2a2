"""Parameters that several addresses have."""

from typing import Annotated

from ninja import Query

LARGEST_ID = 2**63 - 1

After = Annotated[str | None, Query(description="Cursor: `next` of the page before; leave it out to begin")]
Limit = Annotated[int, Query(ge=1, le=1_000, description="How many at most")]
Seller = Annotated[str, Query(max_length=18, description="Code of the seller, where several sellers have the number")]
