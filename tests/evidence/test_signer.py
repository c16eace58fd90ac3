"""The signer: grows with an honest log, and signs no other story."""

import os
import subprocess
import sys
import threading
import time

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from courier_app.domain.growths import MOST_BYTES, Growth, read_growth
from courier_app.domain.notes import BadNote, Checkpoint, Note
from courier_app.domain.tiles import consistency_path
from courier_app.evidence.log_keys import KnownKey, known_key, load_log_key, make_log_key
from courier_app.evidence.secret_files import UnsafeKeyFile
from courier_app.evidence.signer import Signer, SigningRefused, begin_state, read_state
from courier_app.evidence.signer_wire import RemoteSigner, SignerAway, SignerServer
from courier_app.signer import NEEDED, commands
from tests.domain.test_tiles import ROOTS, read

ORIGIN = "surat.example.go.id/log"
FORGED = b"\x07" * 32


@pytest.fixture
def signer(tmp_path):
    make_log_key(tmp_path / "key", ORIGIN)
    begin_state(tmp_path / "state", ORIGIN)
    return Signer(load_log_key(tmp_path / "key"), tmp_path / "state")


def growth(old, new, *, root=None, origin=ORIGIN, path=None):
    proof = consistency_path(read, old, new) if path is None else path
    checkpoint = Checkpoint(origin, new, ROOTS[new] if root is None else root)
    return Growth(old, tuple(proof), checkpoint.text.encode())


def refused(signer, asked):
    with pytest.raises(SigningRefused) as no:
        signer.sign(asked)
    return no.value.status


def key_of(signer) -> KnownKey:
    return known_key(signer.key.vkey)


def test_an_honest_growth_is_signed(signer):
    for old, new in ((0, 1), (1, 7), (7, 300), (300, 300), (300, 1_024)):
        asked = growth(old, new)
        assert key_of(signer).signed(signer.sign(asked), asked.checkpoint.decode())
    assert read_state(signer.state, ORIGIN).size == 1_024


REFUSED = {
    "a forged root": (growth(7, 9, root=FORGED), 422),
    "another root of the same size": (growth(7, 7, root=FORGED), 422),
    "no proof": (growth(7, 9, path=()), 422),
    "a shorter tree": (growth(3, 5), 409),
    "a replay of the growth before": (growth(0, 7), 409),
    "a tree shorter than its own beginning": (Growth(9, (), growth(0, 7).checkpoint), 400),
    "another log": (growth(7, 9, origin="other.example/log"), 404),
    "no checkpoint": (Growth(7, (), b"hello\n"), 400),
    "a signed note for a text": (Growth(7, (), growth(7, 9).checkpoint + b"\n\xe2\x80\x94 a AAAA\n"), 400),
}


@pytest.mark.parametrize(("asked", "status"), REFUSED.values(), ids=REFUSED)
def test_another_story_is_refused_and_nothing_is_remembered_of_it(signer, asked, status):
    signer.sign(growth(0, 7))
    assert refused(signer, asked) == status
    assert read_state(signer.state, ORIGIN).size == 7


def test_who_asks_from_another_size_is_told_the_right_one(signer):
    signer.sign(growth(0, 7))
    with pytest.raises(SigningRefused) as no:
        signer.sign(growth(3, 9))
    assert no.value.size == 7


def test_a_crash_between_memory_and_signature_lets_the_same_growth_be_signed_later(signer):
    class Dies:
        origin = ORIGIN

        def signature(self, _text):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Signer(Dies(), signer.state).sign(growth(0, 7))
    assert refused(signer, growth(0, 7)) == 409
    assert signer.sign(growth(7, 7))
    assert refused(signer, growth(7, 7, root=FORGED)) == 422


def test_a_signer_that_lost_its_memory_signs_nothing(signer):
    signer.state.unlink()
    with pytest.raises(UnsafeKeyFile):
        signer.sign(growth(0, 7))


@pytest.mark.parametrize(
    "kept", [b"", b"nonsense", b"other/log\n0\n" + b"A" * 43 + b"=\n", b"\xff"], ids=ascii
)
def test_a_strange_memory_stops_the_signer(signer, kept):
    signer.state.write_bytes(kept)
    with pytest.raises(UnsafeKeyFile):
        signer.sign(growth(0, 7))


def test_two_processes_never_sign_two_stories(signer):
    """Both ask for a tree of their own at once: one is signed, the other is told to look again."""
    answers, start = [], threading.Barrier(2)

    def ask(root):
        start.wait()
        try:
            answers.append(signer.sign(growth(0, 7, root=root)))
        except SigningRefused as no:
            answers.append(no.status)

    asking = [threading.Thread(target=ask, args=(root,)) for root in (None, FORGED)]
    for one in asking:
        one.start()
    for one in asking:
        one.join()
    assert sorted(isinstance(one, int) for one in answers) == [False, True]


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader_of_growths(content):
    try:
        assert read_growth(content).written() == content
    except BadNote:
        assert True


@given(
    st.integers(0, 10**18), st.lists(st.binary(min_size=32, max_size=32), max_size=63), st.binary(max_size=99)
)
def test_a_growth_is_read_back_as_it_was_written(old, path, checkpoint):
    asked = Growth(old, tuple(path), checkpoint)
    assert read_growth(asked.written()) == asked


BAD = {
    "too many hashes": Growth(1, (b"a" * 32,) * 64, b"x").written(),
    "a short hash": Growth(1, (b"a" * 31,), b"x").written(),
    "no size": b"\n\nx",
    "a loose size": b"old 01\n\nx",
    "too long": b"old 1\n\n" + b"x" * MOST_BYTES,
    "not ASCII": "old 1\nä\n\nx".encode(),
}


@pytest.mark.parametrize("content", BAD.values(), ids=BAD)
def test_what_the_protocol_would_not_write_is_no_growth(content):
    with pytest.raises(BadNote):
        read_growth(content)


@pytest.fixture
def remote(signer, tmp_path):
    with SignerServer(tmp_path / "socket", signer) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield RemoteSigner(tmp_path / "socket")
        server.shutdown()
        thread.join()


def test_a_signer_in_another_process_signs_the_same(signer, remote):
    assert key_of(signer).signed(remote.sign(growth(0, 7)), growth(0, 7).checkpoint.decode())


def test_a_refusal_comes_through_the_socket(remote):
    remote.sign(growth(0, 7))
    assert refused(remote, growth(7, 9, root=FORGED)) == 422
    with pytest.raises(SigningRefused) as no:
        remote.sign(growth(3, 9))
    assert (no.value.status, no.value.size) == (409, 7)


def test_a_socket_where_nobody_listens_is_said(tmp_path):
    with pytest.raises(SignerAway):
        RemoteSigner(tmp_path / "nobody").sign(growth(0, 7))


def test_the_signer_runs_as_a_program_of_its_own(signer, tmp_path):
    env = {
        **os.environ,
        "SURAT_LOG_KEY_FILE": str(tmp_path / "key"),
        "SURAT_SIGNER_STATE": str(signer.state),
        "SURAT_SIGNER_SOCKET": str(tmp_path / "socket"),
    }
    program = subprocess.Popen([sys.executable, "-m", "courier_app.signer"], env=env)
    try:
        line = answer_of(program, RemoteSigner(tmp_path / "socket"))
        assert key_of(signer).signed(line, growth(0, 7).checkpoint.decode())
    finally:
        program.terminate()
        program.wait()


def answer_of(program, remote):
    while program.poll() is None:
        try:
            return remote.sign(growth(0, 7))
        except SignerAway:
            time.sleep(0.05)
    raise AssertionError("the signer ended")


def test_the_program_says_what_it_needs():
    plain = {name: value for name, value in os.environ.items() if not name.startswith("SURAT_")}
    ended = subprocess.run(
        [sys.executable, "-m", "courier_app.signer"], env=plain, capture_output=True, text=True
    )
    assert (ended.returncode, "SURAT_LOG_KEY_FILE" in ended.stderr) == (1, True)


@pytest.fixture
def desk(tmp_path, monkeypatch):
    for name, file in zip(NEEDED, ("log-key", "last-tree", "socket"), strict=True):
        monkeypatch.setenv(name, str(tmp_path / "desk" / file))
    return lambda *words: CliRunner().invoke(commands, [str(word) for word in words])


def test_a_new_signer_shows_the_key_that_everybody_may_know(desk):
    made = desk("new", ORIGIN)
    assert known_key(made.output.strip()).name == ORIGIN
    assert desk("new", ORIGIN).exit_code == 1


def test_a_lost_memory_is_built_anew_from_a_checkpoint_that_somebody_holds(desk, tmp_path):
    desk("new", ORIGIN)
    key, state = load_log_key(tmp_path / "desk/log-key"), tmp_path / "desk/last-tree"
    line = Signer(key, state).sign(growth(0, 7))
    (tmp_path / "kept").write_bytes(Note(growth(0, 7).checkpoint.decode(), (line,)).written())
    state.unlink()
    assert desk("adopt", tmp_path / "kept").output == "The signer remembers 7 leaves.\n"
    assert refused(Signer(key, state), growth(7, 9, root=FORGED)) == 422


def test_a_memory_never_goes_back(desk, tmp_path):
    desk("new", ORIGIN)
    signer = Signer(load_log_key(tmp_path / "desk/log-key"), tmp_path / "desk/last-tree")
    line = signer.sign(growth(0, 7))
    (tmp_path / "kept").write_bytes(Note(growth(0, 7).checkpoint.decode(), (line,)).written())
    signer.sign(growth(7, 9))
    assert (desk("adopt", tmp_path / "kept").exit_code, read_state(signer.state, ORIGIN).size) == (1, 9)


def test_nobody_elses_note_is_adopted(desk, tmp_path):
    desk("new", ORIGIN)
    (tmp_path / "kept").write_bytes(b"hello\n")
    assert desk("adopt", tmp_path / "kept").exit_code == 1
