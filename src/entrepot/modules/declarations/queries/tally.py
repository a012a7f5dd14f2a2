"""How the lists of a station stand, counted."""

import psycopg

STATES = ("released", "ready", "refused", "held", "waiting", "not_checked")


def state_counts(connection: psycopg.Connection) -> dict[str, int]:
    """`lists` and how many of them are in each of STATES; deleted ones are left out."""
    found: dict[str, int] = dict(
        connection.execute("SELECT state, count(*) FROM declarations_work GROUP BY state").fetchall()
    )
    total = sum(count for state, count in found.items() if state != "deleted")
    return {"lists": total, **{state: found.get(state, 0) for state in STATES}}


def refusals_by_rule(connection: psycopg.Connection) -> dict[str, int]:
    """How many refused lists failed each rule, by their latest decision; a list that failed two counts in both."""
    rows = connection.execute(
        """
        SELECT f.rule, count(DISTINCT f.list_id)
          FROM declarations_work w
          JOIN declarations_finding f
            ON f.order_no = w.order_no AND f.list_id = w.list_id AND f.decision_no = w.decision_no
         WHERE w.state = 'refused' AND f.outcome = 'failed'
         GROUP BY f.rule ORDER BY f.rule
        """
    )
    return dict(rows.fetchall())
