"""The log and its witnesses: real ones in other processes, one that lies, one that is down, one that refuses a fork."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from tlog_scales.signing import Vkey, VkeySet
from tlog_scales.tlog import Checkpoint

from courier_app.domain.notes import read_note
from courier_app.domain.witnesses import NOBODY
from courier_app.evidence.cosignatures import witnesses_of
from courier_app.evidence.http_post import Answered
from courier_app.evidence.log_keys import load_log_key, make_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Leaf, LedgerTail, PublishedCheckpoint, Trouble, WitnessStanding
from courier_app.publisher import Contradicted, Publisher
from courier_app.queries.witnessed import witnessed_so_far
from courier_app.services.inclusion import proof_file
from courier_app.services.ledger import append_leaf
from courier_app.witnessing import Pause, WitnessRound
from tests.house import LOG, NOON, on_both
from tests.judges.golang import build
from tests.judges.witnesses import a_witness, policy_of


@pytest.fixture(scope="module")
def program(tmp_path_factory):
    return build(tmp_path_factory.mktemp("go"), "witness")


class OurLog:
    """Grows, publishes, and visits witnesses an hour apart so that nobody is resting."""

    def __init__(self, house, folder):
        make_log_key(folder / "key", LOG)
        begin_state(folder / "state", LOG)
        self.house, self.key, self.folder, self.now = house, load_log_key(folder / "key"), folder, NOON
        self.witnesses = witnesses_of(NOBODY)
        self.round = WitnessRound(house, self.witnesses)

    def trusts(self, *lines, least="any"):
        self.witnesses = witnesses_of(policy_of(*lines, least=least))
        self.round = WitnessRound(self.house, self.witnesses)

    def grow(self, leaves, word="surat"):
        with self.house.transaction() as session:
            for number in range(leaves):
                append_leaf(session, f"{word}-{number}".encode())
        ids = self.witnesses.policy.ids
        return Publisher(self.house, Signer(self.key, self.folder / "state"), LOG, ids).publish(now=self.now)

    def visit(self):
        self.now += timedelta(hours=1)
        return self.round.publish(now=self.now)

    def trouble(self):
        with self.house.reading() as session:
            return session.scalars(select(WitnessStanding.trouble)).all()

    def so_far(self):
        with self.house.reading() as session:
            return witnessed_so_far(session)

    def note(self):
        with self.house.reading() as session:
            return session.scalars(select(PublishedCheckpoint.note)).all()[-1]

    def forget(self):
        """An administrator empties the tables to tell another story, and gives the signer another memory."""
        with self.house.transaction() as session:
            for table in (PublishedCheckpoint, Leaf):
                session.execute(delete(table))
            session.execute(update(LedgerTail).values(size=0, edge=b""))
        (self.folder / "state").unlink()
        begin_state(self.folder / "state", LOG)


@pytest.fixture
def ours(house, tmp_path):
    return OurLog(house, tmp_path)


@on_both
def test_a_real_witness_follows_the_log_as_it_grows(ours, program):
    with a_witness(program, ours.key.vkey) as line:
        ours.trusts(line)
        for more in (1, 6, 250, 300):
            ours.grow(more)
            assert (ours.visit(), ours.visit()) == (1, 0)
    assert (ours.so_far().size, ours.so_far().waiting_since) == (557, None)


def test_another_makers_code_accepts_the_cosignature_that_we_serve(ours, program):
    with a_witness(program, ours.key.vkey) as line:
        ours.trusts(line)
        ours.grow(3)
        ours.visit()
    served, key = Checkpoint.from_text(ours.note().decode()), Vkey.from_string(line.split()[2])
    assert [one.name for one, _ in VkeySet(key).verify(served.signatures, served)] == ["saksi.example"]


def test_a_proof_file_carries_the_newest_witnessed_checkpoint(ours, program):
    """The log has grown since; that leaf is in the tree that was seen."""
    with a_witness(program, ours.key.vkey) as line:
        ours.trusts(line)
        ours.grow(3)
        ours.visit()
        ours.grow(2)
    with ours.house.reading() as session:
        notes = [read_note(proof_file(session, index).partition(b"\n\n")[2]) for index in (1, 4)]
    assert [ours.witnesses.met_by(one) for one in notes] == [True, False]


def test_a_witness_that_lost_its_memory_is_shown_the_way_from_where_it_is(ours, program):
    with a_witness(program, ours.key.vkey, "forgets") as line:
        ours.trusts(line)
        ours.grow(3)
        ours.visit()
        ours.grow(4)
        assert (ours.visit(), ours.so_far().size) == (1, 7)


def test_what_a_liar_signed_counts_for_nothing(ours, program):
    with a_witness(program, ours.key.vkey, "lies") as line:
        ours.trusts(line)
        ours.grow(3)
        assert ours.visit() == 0
    assert (ours.trouble(), ours.so_far().size) == ([Trouble.BAD_ANSWER], 0)
    assert b"saksi" not in ours.note()


def test_a_yes_without_a_signature_counts_for_nothing(ours, program):
    with a_witness(program, ours.key.vkey, "mute") as line:
        ours.trusts(line)
        ours.grow(3)
        assert (ours.visit(), ours.trouble()) == (0, [Trouble.BAD_ANSWER])


def test_the_log_is_published_while_a_witness_is_down_and_says_since_when_it_waits(ours, program):
    with a_witness(program, ours.key.vkey) as line:
        pass
    ours.trusts(line)
    assert ours.grow(3) == 3
    ours.visit()
    assert (ours.trouble(), ours.so_far().waiting_since) == ([Trouble.AWAY], NOON)


def test_a_witness_that_is_down_rests_longer_after_each_try(ours, program):
    with a_witness(program, ours.key.vkey) as line:
        pass
    ours.trusts(line)
    ours.grow(3)
    pauses = []
    for _ in range(9):
        ours.visit()
        [pause] = ours.round.pauses.values()
        pauses.append((pause.until - ours.now).total_seconds())
    assert pauses == [5, 10, 20, 40, 80, 160, 320, 600, 600]


def test_a_witness_that_rests_is_not_asked(ours, program):
    with a_witness(program, ours.key.vkey) as line:
        ours.trusts(line)
        ours.grow(3)
        [one] = ours.witnesses.policy.asked
        ours.round.pauses[one.id] = Pause(1, ours.now + timedelta(days=1))
        assert ours.visit() == 0


def test_all_of_two_is_met_when_the_second_has_signed_too(ours, program):
    with a_witness(program, ours.key.vkey) as one:
        with a_witness(program, ours.key.vkey, name="kedua.example") as two:
            pass
        ours.trusts(one, two, least="all")
        ours.grow(3)
        assert (ours.visit(), ours.so_far().size) == (1, 0)
        ours.trusts(one, two, least="any")
        ours.grow(1)
        ours.visit()
    assert ours.so_far().size == 4


def test_a_witness_that_knows_another_log_key_is_said(ours, program, tmp_path):
    make_log_key(tmp_path / "other", LOG)
    with a_witness(program, load_log_key(tmp_path / "other").vkey) as line:
        ours.trusts(line)
        ours.grow(3)
        assert (ours.visit(), ours.trouble()) == (0, [Trouble.UNTRUSTED_KEY])


def test_a_rewritten_history_is_refused_by_the_witness_and_nothing_more_is_signed(ours, program):
    """The negative control: database and signer's memory belong to the forger; the witness does not."""
    with a_witness(program, ours.key.vkey) as line:
        ours.trusts(line)
        ours.grow(5)
        ours.visit()
        ours.forget()
        ours.grow(9, word="other")
        assert (ours.visit(), ours.trouble()) == (0, [Trouble.FORKED])
        with pytest.raises(Contradicted):
            ours.grow(1, word="other")
    with ours.house.reading() as session:
        assert session.scalars(select(WitnessStanding.request)).one().startswith(b"old 5\n")


def test_a_witness_that_is_ahead_stops_the_log(ours, program):
    with a_witness(program, ours.key.vkey, "ahead") as line:
        ours.trusts(line)
        ours.grow(5)
        assert (ours.visit(), ours.trouble()) == (0, [Trouble.AHEAD])
        with pytest.raises(Contradicted):
            ours.grow(1)


def test_a_witness_that_nobody_trusts_any_more_stops_nothing(ours, program):
    with a_witness(program, ours.key.vkey, "ahead") as line, a_witness(program, ours.key.vkey) as good:
        ours.trusts(line)
        ours.grow(5)
        ours.visit()
        ours.trusts(good)
        assert (ours.grow(1), ours.visit()) == (6, 1)


ANSWERS = {
    "no number": (409, b"many\n"),
    "a redirect": (301, b""),
    "too busy": (503, b""),
    "nonsense": (200, b"\xff\x00"),
    "another key's line": (200, "— x.example AAAAAAAAAAAA\n".encode()),
}


@pytest.mark.parametrize(("status", "body"), ANSWERS.values(), ids=ANSWERS)
def test_strange_answers_leave_the_log_as_it_is(ours, program, status, body):
    with a_witness(program, ours.key.vkey) as line:
        pass
    ours.trusts(line)
    ours.grow(3)
    strange = WitnessRound(ours.house, ours.witnesses, ask=lambda *_: Answered(status, "", body))
    assert strange.publish(now=NOON) == 0
    assert ours.trouble() in ([Trouble.BAD_ANSWER], [Trouble.AWAY])
    assert ours.grow(1) == 4
