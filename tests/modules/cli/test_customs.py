"""`file` and `replies`: each list filed once, released only by a reply."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from entrepot.gateways import ceb
from entrepot.gateways.ceb.software_keys import RsaSigner, SoftwareVerifier
from entrepot.modules.parties import api as parties
from entrepot.project.cli.customs import file, replies
from entrepot.project.line import filing as line_filing
from entrepot.project.line.setting import Setting, open_setting
from entrepot.project.practice.sets import Sets
from entrepot.project.wording import Refusal
from tests.factories.filing import answer, bring, bring_sets, precheck, real_messages, states
from tests.factories.line import NOW, some_sets
from tests.modules.cli.conftest import Station


@pytest.fixture
def setting(filing: Station) -> Iterator[Setting]:
    with open_setting() as opened:
        yield opened


def ready(setting: Setting, count: int) -> Sets:
    sets = some_sets(count)
    bring_sets(setting, sets)
    precheck(setting, sets)
    assert states(setting) == {"ready": count}
    return sets


def filed(station: Station, outbox: Path) -> dict[str, object]:
    return station.run(file, outbox=outbox, filer=None, unsigned=True)


def messages_in(outbox: Path) -> list[Path]:
    assert not list(outbox.glob(".*"))
    return sorted(outbox.glob("*.xml"))


def numbers_in(outbox: Path) -> list[str]:
    typed = ceb.validate(ceb.decode([path.read_bytes() for path in messages_in(outbox)]))
    assert typed.faults.is_empty()
    return sorted(typed.heads["list"]["cop_no"].to_list())


def test_ready_lists_are_filed_once_in_messages_of_a_hundred(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = ready(setting, 130)
    done = filed(filing, tmp_path / "out")
    assert (done["messages"], done["lists"], done["signed"]) == (2, 130, False)
    assert numbers_in(tmp_path / "out") == sorted(sets.lists["cop_no"].to_list())
    assert states(setting) == {"filed": 130}
    kept = setting.lookups.execute(
        "SELECT m.state, m.documents, count(f.list_id) FROM exchange_message m"
        " JOIN declarations_filed f ON f.message_id = m.id GROUP BY m.id ORDER BY m.id"
    ).fetchall()
    assert kept == [("filed", 100, 100), ("filed", 30, 30)]
    again = filed(filing, tmp_path / "out")
    assert (again["messages"], again["lists"], len(messages_in(tmp_path / "out"))) == (0, 0, 2)


def test_what_was_filed_is_what_was_brought(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = ready(setting, 3)
    filed(filing, tmp_path / "out")
    (path,) = messages_in(tmp_path / "out")
    typed = ceb.validate(ceb.decode([path.read_bytes()]))
    brought = ceb.validate(ceb.decode([body for _, body in real_messages(sets, "list")]))
    columns = [name for name in brought.heads["list"].columns if name not in {"message_no", "document_no"}]
    assert (
        typed.heads["list"].select(columns).sort("cop_no").equals(brought.heads["list"].select(columns).sort("cop_no"))
    )
    lines = ["gnum", "item_no", "hs_code", "qty", "qty1", "qty2", "price", "total_price"]
    assert typed.lines["list"].select(lines).rows() == brought.lines["list"].select(lines).rows()
    assert not typed.messages["practice"][0]


def test_a_run_killed_before_the_name_is_finished_by_the_next(
    filing: Station, setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(setting, 2)
    with monkeypatch.context() as killed:
        killed.setattr(line_filing, "_show", lambda _path: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            filed(filing, tmp_path / "out")
    assert states(setting) == {"filed": 2}
    assert list((tmp_path / "out").glob("*.xml")) == []
    done = filed(filing, tmp_path / "elsewhere")
    assert (done["finished"], done["lists"]) == (1, 0)
    assert len(numbers_in(tmp_path / "out")) == 2


def test_a_run_killed_before_the_commit_leaves_its_lists_ready(
    filing: Station, setting: Setting, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(setting, 2)
    with monkeypatch.context() as killed:
        killed.setattr("entrepot.modules.declarations.api.mark_filed", lambda *_a, **_k: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            filed(filing, tmp_path / "out")
    assert states(setting) == {"ready": 2}
    assert len(list((tmp_path / "out").glob(".*.part"))) == 1
    assert filed(filing, tmp_path / "out")["lists"] == 2
    assert len(numbers_in(tmp_path / "out")) == 2


def test_without_a_key_signed_filing_is_refused_and_nothing_changes(
    filing: Station, setting: Setting, tmp_path: Path
) -> None:
    ready(setting, 1)
    with pytest.raises(Refusal) as refused:
        filing.run(file, outbox=tmp_path / "out", filer=None, unsigned=False)
    assert "--unsigned" in str(refused.value)
    assert f"{filing.path}/sender.toml" in str(refused.value)
    assert states(setting) == {"ready": 1}
    assert not (tmp_path / "out").exists()


def test_with_a_key_every_message_carries_a_valid_signature(filing: Station, setting: Setting, tmp_path: Path) -> None:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    signer = RsaSigner.generate("test", "01A2", NOW)
    pem = signer.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (filing.path / "signing.pem").write_bytes(pem)
    (filing.path / "signing.crt").write_bytes(signer.certificate)
    signature = 'key = "signing.pem"\ncertificate = "signing.crt"\nkey_name = "01A2"\n'
    (filing.path / "sender.toml").write_text(f'dxp_id = "DXPENT0000012345"\n[signature]\n{signature}')
    ready(setting, 2)
    done = filing.run(file, outbox=None, filer=None, unsigned=False)
    assert (done["lists"], done["signed"], done["outbox"]) == (2, True, str(filing.path / "outbox"))
    (path,) = messages_in(filing.path / "outbox")
    facts = ceb.read_signature(path.read_bytes(), SoftwareVerifier())
    assert (facts.state, facts.key_name) == ("valid", "01A2")
    assert ceb.decode([path.read_bytes()]).messages["dxp_id"][0] == "DXPENT0000012345"


def test_a_list_of_which_something_came_since_is_left(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = ready(setting, 2)
    changed = some_sets(1)
    bring(setting, real_messages(changed, "order", app_type="2", app_time=NOW + timedelta(seconds=1), note="changed"))
    done = filed(filing, tmp_path / "out")
    assert (done["lists"], done["touched"]) == (1, 1)
    precheck(setting, sets, now=NOW + timedelta(minutes=1))
    assert filed(filing, tmp_path / "out")["lists"] == 1


def test_lists_of_several_agents_are_filed_by_name_only(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = some_sets(2)
    bring_sets(setting, sets, ("order", "slip", "waybill"))
    bring(setting, real_messages(some_sets(1), "list"))
    bring(setting, real_messages(some_sets(1, first_no=2), "list", agent_code="9999964002"))
    precheck(setting, sets)
    assert states(setting) == {"ready": 2}
    with pytest.raises(Refusal) as refused:
        filed(filing, tmp_path / "out")
    assert "9999964001, 9999964002" in str(refused.value)
    done = filing.run(file, outbox=tmp_path / "out", filer="9999964002", unsigned=True)
    assert (done["lists"], states(setting)) == (1, {"filed": 1, "ready": 1})


def test_released_comes_from_a_reply_alone_and_says_who_says_so(
    filing: Station, setting: Setting, owner: psycopg.Connection, tmp_path: Path
) -> None:
    sets = ready(setting, 3)
    filed(filing, tmp_path / "out")
    assert owner.execute("SELECT count(*) FROM declarations_decision WHERE verdict = 'released'").fetchone() == (0,)
    answer(tmp_path, sets, "800")
    done = filing.run(replies, folder=tmp_path)
    assert (done["replies"], done["released"], done["unknown"], done["faults"]) == (3, 3, [], [])
    assert states(setting) == {"released": 3}
    decisions = owner.execute(
        "SELECT DISTINCT kind, verdict, return_status, decision_no, order_id IS NOT NULL, by_id, practice"
        " FROM declarations_decision WHERE kind = 'reply'"
    ).fetchall()
    assert decisions == [("reply", "released", "800", 2, True, parties.known_code("CUSTOMS", using="owner"), False)]
    batch = owner.execute("SELECT cardinality(list_ids), decision_nos[1] FROM declarations_batch").fetchall()
    assert batch == [(3, 2)]


def test_the_same_reply_twice_changes_nothing(
    filing: Station, setting: Setting, owner: psycopg.Connection, tmp_path: Path
) -> None:
    sets = ready(setting, 2)
    answer(tmp_path, sets, "800", name="first.xml")
    filing.run(replies, folder=tmp_path)
    before = owner.execute("SELECT id, transaction_id::text, state FROM exchange_message ORDER BY 1").fetchall()
    again = filing.run(replies, folder=tmp_path)
    assert (again["known"], again["released"]) == (2, 0)
    answer(tmp_path, sets, "800", name="second.xml")  # the same replies in another message
    third = filing.run(replies, folder=tmp_path / "second.xml")
    assert (third["known"], third["released"]) == (2, 0)
    assert owner.execute("SELECT count(*) FROM declarations_decision WHERE kind = 'reply'").fetchone() == (2,)
    after = owner.execute("SELECT id, transaction_id::text, state FROM exchange_message ORDER BY 1").fetchall()
    assert after[: len(before)] == before


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("120", "300", "800", "899"), ("released", ["held", "released", "released"])),
        (("100",), ("refused", ["refused"])),
        (("-304001",), ("refused", ["refused"])),
        (("500",), ("held", ["held"])),
        (("2", "3", "120"), ("filed", [])),
        (("800", "-304001"), ("released", ["released"])),
    ],
)
def test_statuses_in_the_order_in_which_customs_spoke(
    filing: Station, setting: Setting, tmp_path: Path, statuses: tuple[str, ...], expected: tuple[str, list[str]]
) -> None:
    sets = ready(setting, 1)
    filed(filing, tmp_path / "out")
    for minute, status in reversed(list(enumerate(statuses))):  # the files may come in any order
        answer(tmp_path, sets, status, at=NOW + timedelta(minutes=minute))
    filing.run(replies, folder=tmp_path)
    assert states(setting) == {expected[0]: 1}
    found = setting.lookups.execute(
        "SELECT verdict FROM declarations_decision WHERE kind = 'reply' ORDER BY decision_no"
    )
    assert [row[0] for row in found] == expected[1]


def test_an_older_reply_that_comes_late_is_noted_and_decides_nothing(
    filing: Station, setting: Setting, tmp_path: Path
) -> None:
    sets = ready(setting, 1)
    filing.run(replies, folder=answer(tmp_path, sets, "800", at=NOW + timedelta(minutes=5)))
    done = filing.run(replies, folder=answer(tmp_path, sets, "300", at=NOW))
    assert (done["noted"], done["held"], states(setting)) == (1, 0, {"released": 1})


def test_a_reply_on_a_list_that_is_not_here_is_named_and_taken_once_the_list_is(
    filing: Station, setting: Setting, tmp_path: Path
) -> None:
    sets = some_sets(1)
    path = answer(tmp_path, sets, "800", name="early.xml")
    done = filing.run(replies, folder=path)
    number, order_no = sets.lists["cop_no"][0], sets.lists["order_no"][0]
    assert done["unknown"] == [
        {
            "file": "early.xml",
            "cop_no": number,
            "order_no": order_no,
            "return_status": "800",
            "return_info": "[Code:800]",
        }
    ]
    bring_sets(setting, sets)
    assert filing.run(replies, folder=path)["released"] == 1
    assert states(setting) == {"released": 1}


def test_practice_replies_and_other_messages_are_refused(
    filing: Station, setting: Setting, owner: psycopg.Connection, tmp_path: Path
) -> None:
    sets = ready(setting, 1)
    answer(tmp_path, sets, "800", practice=True, name="practice.xml")
    ((_, body),) = real_messages(some_sets(1, first_no=9), "order")
    (tmp_path / "order.xml").write_bytes(body)
    (tmp_path / "torn.xml").write_bytes(b"<ceb:CEB604Message")
    done = filing.run(replies, folder=tmp_path)
    assert [(fault["file"], fault["rule"]) for fault in done["faults"]] == [
        ("order.xml", "line.not_a_reply"), ("practice.xml", "line.practice"), ("torn.xml", "ceb.not_xml"),
    ]  # fmt: skip
    assert (done["replies"], states(setting)) == (0, {"ready": 1})
    assert owner.execute("SELECT count(*) FROM declarations_reply").fetchone() == (0,)
    refused = owner.execute("SELECT count(*) FROM exchange_message WHERE state = 'refused'").fetchone()
    assert refused == (3,)


def test_what_a_reply_released_takes_no_change(filing: Station, setting: Setting, tmp_path: Path) -> None:
    sets = ready(setting, 1)
    filed(filing, tmp_path / "out")
    filing.run(replies, folder=answer(tmp_path, sets, "800"))
    late = NOW + timedelta(hours=2)
    bring(setting, real_messages(sets, "order", app_type="2", app_time=late, note="changed"), now=late)
    versions = setting.lookups.execute("SELECT count(*) FROM trade_order").fetchone()
    assert versions == (1,)
