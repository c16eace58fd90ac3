"""Time stamps of an outside authority: openssl makes them, openssl and we judge them; what is not good is not kept."""

import subprocess
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from courier_app.evidence.http_post import NoAnswer
from courier_app.evidence.log_keys import load_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.evidence.time_stamps import BadStamp, load_authority
from courier_app.models import CheckpointStamp, PublishedCheckpoint
from courier_app.publisher import Publisher
from courier_app.services.ledger import append_leaf
from courier_app.services.stamping import bad_stamps, signed_text
from courier_app.stamping import StampRound
from tests.house import LOG, NOON, on_both
from tests.judges.time_authority import make_authority, served
from tests.services.test_bundles import check, gathered, town, unpacked  # noqa: F401 - its fixture

TEXT = b"surat.example.go.id/log\n1\nroot\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("tsa") / "ours")


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    return make_authority(tmp_path_factory.mktemp("tsa") / "others", name="Others")


@pytest.fixture
def authority(folder):
    with served(folder) as url:
        yield load_authority(url, folder / "ca.pem")


@pytest.fixture
def publisher(house, settings, tmp_path):
    begin_state(tmp_path / "state", LOG)
    return Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG)


def grow(house, publisher, leaves=3):
    with house.transaction() as session:
        for number in range(leaves):
            append_leaf(session, f"surat-{number}".encode())
    publisher.publish(now=NOON)


def by_openssl(folder, answer, text, tmp_path):
    (tmp_path / "text").write_bytes(text)
    (tmp_path / "tsr").write_bytes(answer)
    told = ["-data", tmp_path / "text", "-in", tmp_path / "tsr", "-CAfile", folder / "ca.pem"]
    return (
        subprocess.run(["openssl", "ts", "-verify", *told], capture_output=True, check=False).returncode == 0
    )


def test_openssl_accepts_the_stamp_that_we_accept(authority, folder, tmp_path):
    stamp = authority.stamp(TEXT)
    assert by_openssl(folder, stamp.answer, TEXT, tmp_path)
    assert not by_openssl(folder, stamp.answer, TEXT + b"x", tmp_path)


def test_a_stamp_of_something_else_is_refused(authority):
    with pytest.raises(BadStamp):
        authority.checked(authority.stamp(TEXT).answer, TEXT + b"x")


def test_an_old_answer_to_another_question_is_refused(authority, folder):
    """The right text, the right key, but another nonce: somebody replays."""
    old = authority.stamp(TEXT).answer
    with served(folder, replay=old) as url, pytest.raises(BadStamp, match="once"):
        replace(authority, url=url).stamp(TEXT)


def test_an_authority_that_nobody_trusts_is_refused(authority, others):
    with served(others) as url, pytest.raises(BadStamp):
        replace(authority, url=url).stamp(TEXT)


def test_a_flipped_bit_of_a_stamp_is_refused_or_means_the_same(authority, folder, tmp_path):
    """Unsigned bytes are left: whatever we still accept says the same moment, and openssl accepts it too."""
    stamp = authority.stamp(TEXT)
    survived = []
    for at in range(0, len(stamp.answer), 7):
        changed = bytearray(stamp.answer)
        changed[at] ^= 1 << at % 8
        try:
            survived.append(authority.checked(bytes(changed), TEXT))
        except BadStamp:
            continue
    assert {one.at for one in survived} <= {stamp.at}
    assert all(by_openssl(folder, one.answer, TEXT, tmp_path) for one in survived)


@pytest.mark.parametrize("said", [b"", b"hello", b"\x30\x03\x02\x01\x00"])
def test_no_answer_of_nonsense_is_a_stamp(authority, folder, said):
    with served(folder, replay=said) as url, pytest.raises(BadStamp):
        replace(authority, url=url).stamp(TEXT)


def test_a_portals_page_is_no_answer(authority, folder):
    with served(folder, replay=b"<html>", content_type="text/html") as url, pytest.raises(NoAnswer):
        replace(authority, url=url).stamp(TEXT)


@on_both
def test_the_log_is_stamped_when_it_has_grown_and_an_hour_is_over(house, publisher, authority):
    stamps = StampRound(house, authority)
    assert stamps.publish(now=NOON) is None
    grow(house, publisher)
    assert [stamps.publish(now=NOON), stamps.publish(now=NOON)] == [3, None]
    grow(house, publisher)
    minutes = [stamps.publish(now=NOON + timedelta(minutes=after)) for after in (59, 60, 61)]
    assert minutes == [None, 6, None]


def test_an_authority_that_is_down_leaves_the_log_published_and_unstamped(
    house, publisher, authority, folder
):
    with served(folder) as gone:
        pass
    stamps = StampRound(house, replace(authority, url=gone))
    grow(house, publisher)
    assert stamps.publish(now=NOON) is None
    with house.reading() as session:
        assert session.scalars(select(CheckpointStamp)).all() == []
        assert session.scalars(select(PublishedCheckpoint.size)).all() == [3]


def test_an_authority_that_failed_is_asked_again_after_a_rest(house, publisher, authority, folder):
    with served(folder) as gone:
        pass
    stamps = StampRound(house, replace(authority, url=gone))
    grow(house, publisher)
    stamps.publish(now=NOON)
    back = StampRound(house, authority, pause=stamps.pause)
    assert [back.publish(now=NOON), back.publish(now=NOON + timedelta(minutes=1))] == [None, 3]


def test_a_stamp_that_was_put_on_another_checkpoint_is_found(house, publisher, authority):
    grow(house, publisher)
    StampRound(house, authority).publish(now=NOON)
    grow(house, publisher)
    with house.transaction() as session:
        stamp = session.scalars(select(CheckpointStamp)).one()
        assert list(bad_stamps(session, authority)) == []
        stamp.size = 6
        session.flush()
        assert list(bad_stamps(session, authority)) == [6]


def test_a_moment_that_the_stamp_does_not_say_is_found(house, publisher, authority):
    grow(house, publisher)
    StampRound(house, authority).publish(now=NOON)
    with house.transaction() as session:
        session.scalars(select(CheckpointStamp)).one().stamped_at = NOON
        session.flush()
        assert list(bad_stamps(session, authority)) == [3]


@pytest.fixture
def stamped_bundle(town, house, publisher, authority, tmp_path):  # noqa: F811 - pytest's way
    frozen = town.proof()
    publisher.publish(now=NOON)
    StampRound(house, authority).publish(now=NOON)
    town.ports = replace(town.ports, authority=authority)
    return unpacked(town, frozen, tmp_path / "bundle")


def test_the_bundle_carries_the_stamp_and_openssl_alone_checks_it(stamped_bundle):
    ended = check(stamped_bundle, sums=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "7. Sudah ada di log pada" in ended.stdout


@pytest.mark.parametrize("name", ["checkpoint.txt", "checkpoint.tsr", "leaf.tlog-proof", "roots.pem"])
def test_a_changed_stamp_in_a_bundle_is_refused(stamped_bundle, name):
    victim = stamped_bundle / "stamp" / name
    content = bytearray(victim.read_bytes())
    content[len(content) // 2] ^= 1
    victim.write_bytes(content)
    ended = check(stamped_bundle)
    assert (ended.returncode, "TIDAK SAH" in ended.stderr) == (1, True)


def test_another_authoritys_stamp_in_a_bundle_is_refused(stamped_bundle, others):
    (stamped_bundle / "stamp/roots.pem").write_bytes((others / "ca.pem").read_bytes())
    assert check(stamped_bundle).returncode == 1


def test_half_of_the_settings_stops_the_process(tmp_path):
    with pytest.raises(SystemExit, match="SURAT_TSA_ROOTS"):
        load_authority("https://tsa.example", None)
    (tmp_path / "no.pem").write_text("hello")
    with pytest.raises(SystemExit, match="no certificates"):
        load_authority("https://tsa.example", tmp_path / "no.pem")


def test_the_text_that_is_stamped_has_no_signatures(house, publisher):
    grow(house, publisher)
    with house.reading() as session:
        [checkpoint] = session.scalars(select(PublishedCheckpoint))
        assert signed_text(checkpoint).count(b"\n") == 3
