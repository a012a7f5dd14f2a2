"""Many at once: no ring of waiting, no cent too much, order of service kept, sums as counted independently."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import polars as pl
import psycopg
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entrepot.modules.ledgers import api as ledgers
from entrepot.store import connection as connections
from tests.modules.ledgers.sets import NOW, admitted, counted, outcomes, parts, sides, wishes

CONNECTIONS, BATCHES, SETS = 64, 3, 12


def one_of_many(number: int, people: Sequence[int], cover: int) -> list[pl.DataFrame]:
    """Batches of one connection: sets on persons that others want too, and on the one guarantee."""
    chosen = random.Random(number)
    batches = []
    for batch in range(BATCHES):
        rows = []
        for at in range(SETS):
            key = f"{number:02}-{batch}-{at:02}"
            value = chosen.randrange(1_00, 9000_00)
            tax = max(1, value * 91 // 1000)
            rows += [(key, chosen.choice(people), f"{value / 100:.2f}"), (key, cover, f"{tax / 100:.2f}")]
        batches.append(wishes(rows, minutes={row[0]: chosen.randrange(5) for row in rows}))
    return batches


def test_64_connections_on_overlapping_persons_and_one_guarantee_pass_no_limit_by_a_cent(
    owner: psycopg.Connection,
) -> None:
    people, (cover,) = admitted(owner, 40, 1, cover="60000")

    def work(number: int) -> list[tuple[pl.DataFrame, pl.DataFrame]]:
        with connections.owner() as connection:
            done = []
            for asked in one_of_many(number, people, cover):
                done.append((asked, ledgers.reserve_together(connection, asked, now=NOW)))
                connection.commit()
            return done

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = [pair for pairs in pool.map(work, range(CONNECTIONS)) for pair in pairs]
    held = pl.concat(
        [asked.join(answers.filter(pl.col("outcome") == "held"), on="set_key", how="semi") for asked, answers in done]
    )
    taken = dict(held.group_by("account_id").agg(pl.col("amount").sum()).iter_rows())
    for account, limit in [*((person, Decimal(26000)) for person in people), (cover, Decimal(60000))]:
        amount = taken.get(account, Decimal(0))
        assert sides(owner, account) == counted(owner, account) == (limit - amount, amount, Decimal(0))
    refused = pl.concat([answers for _, answers in done]).filter(pl.col("outcome") == "refused")
    assert set(refused["refused_account_id"]) > {cover}  # both limits were reached
    assert (refused["free"] < refused["wanted"]).all()
    for asked, answers in done:
        assert_served_in_order(asked, answers)


def assert_served_in_order(asked: pl.DataFrame, answers: pl.DataFrame) -> None:
    """Who was refused would not have fitted with what was left, nor had anybody after it been served."""
    order = asked.unique("set_key").sort("arrived_at", "set_key")["set_key"].to_list()
    assert answers["set_key"].to_list() == order
    left: dict[int, Decimal] = {}
    of = asked.partition_by("set_key", as_dict=True)
    for key, outcome, account, free, _ in reversed(answers.rows()):
        rows = dict(of[(key,)].select("account_id", "amount").iter_rows())
        if outcome == "refused":
            # what was free then is at least what was taken after it
            assert free >= left.get(account, Decimal(0))
            assert rows[account] > free
        else:
            for at, amount in rows.items():
                left[at] = left.get(at, Decimal(0)) + amount


def test_64_connections_open_spend_and_give_back_the_same_accounts(owner: psycopg.Connection) -> None:
    keys = [f"{number:032x}:2026" for number in range(50)]

    def work(number: int) -> list[int]:
        with connections.owner() as connection:
            turned = keys if number % 2 else keys[::-1]
            frame = pl.DataFrame({"key": turned}).with_columns(
                kind=pl.lit("person_year"), unit=pl.lit("CNY"), holder_id=pl.lit(None, pl.Int64),
                amount=pl.lit(Decimal(26000)),
            )  # fmt: skip
            people = ledgers.admit_many(connection, frame, now=NOW)["account_id"].to_list()
            connection.commit()
            rows = [(f"{number:02}-{at:02}", person, "406.25") for at, person in enumerate(people)]
            asked = wishes(rows if number % 3 else rows[::-1])
            ledgers.reserve_together(connection, asked, now=NOW)
            ledgers.commit_many(connection, asked.rename({"set_key": "key"}), now=NOW)
            connection.commit()
            back = parts([(f"return {key}", account, key, "0.01") for key, account, _ in rows])
            assert set(ledgers.give_back_part(connection, back, now=NOW)["outcome"]) == {"given"}
            return people

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        answers = list(pool.map(work, range(CONNECTIONS)))
    assert all(one == answers[0] for one in answers)
    for person in answers[0]:
        assert sides(owner, person) == counted(owner, person) == (Decimal("0.64"), Decimal(0), Decimal("25999.36"))


AMOUNTS = st.decimals("0.01", "60", places=2)
MEMBERS = st.dictionaries(st.integers(0, 3), AMOUNTS, min_size=1, max_size=3)
SETS_OF_A_BATCH = st.dictionaries(
    st.integers(0, 20).map(str), st.tuples(MEMBERS, st.integers(0, 4)), min_size=1, max_size=10
)
SETTINGS = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
Asked = dict[str, tuple[dict[int, Decimal], int]]


def a_batch(asked: Asked, ids: Sequence[int]) -> pl.DataFrame:
    """The frame of these sets."""
    rows = [(key, ids[at], str(amount)) for key, (members, _) in asked.items() for at, amount in members.items()]
    return wishes(rows, minutes={key: minute for key, (_, minute) in asked.items()})


@SETTINGS
@given(SETS_OF_A_BATCH)
def test_a_batch_equals_its_single_cases_and_its_replay(owner: psycopg.Connection, asked: Asked) -> None:
    told, standing = [], []
    for way in ("whole", "in another order", "one by one"):
        with owner.transaction(force_rollback=True):
            people, covers = admitted(owner, 2, 2, limit="100", cover="100")
            ids = [*people, *covers]
            whole = a_batch(asked, ids)
            order = whole.unique("set_key").sort("arrived_at", "set_key")["set_key"].to_list()
            single = [whole.filter(pl.col("set_key") == key) for key in order]
            batches = {"whole": [whole], "in another order": [whole.reverse()], "one by one": single}[way]
            answers = pl.concat([ledgers.reserve_together(owner, one, now=NOW) for one in batches])
            told.append(answers.with_columns(pl.col("refused_account_id") - min(ids)).rows())
            standing.append([sides(owner, account) for account in ids])
            assert standing[-1] == [counted(owner, account) for account in ids]
    assert told[0] == told[1] == told[2]
    assert standing[0] == standing[1] == standing[2]


@SETTINGS
@given(SETS_OF_A_BATCH)
def test_the_pass_serves_as_a_count_by_hand_does(owner: psycopg.Connection, asked: Asked) -> None:
    with owner.transaction(force_rollback=True):
        people, covers = admitted(owner, 2, 2, limit="100", cover="100")
        ids = [*people, *covers]
        left = dict.fromkeys(range(4), Decimal(100))
        expected = {}
        for key, (members, _) in sorted(asked.items(), key=lambda one: (one[1][1], one[0])):
            fits = all(amount <= left[at] for at, amount in members.items())
            expected[key] = "held" if fits else "refused"
            left = {at: free - members.get(at, Decimal(0)) * fits for at, free in left.items()}
        assert outcomes(ledgers.reserve_together(owner, a_batch(asked, ids), now=NOW)) == expected
        assert [sides(owner, account)[0] for account in ids] == list(left.values())
