"""The log's key: signs what the published vector says, and nothing passes that it did not sign."""

import base64
from hashlib import sha256

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from courier_app.domain.notes import BadNote, Checkpoint, Note, vkey
from courier_app.evidence.log_keys import (
    ED25519,
    LogKey,
    known_key,
    load_log_key,
    make_log_key,
    open_checkpoint,
    open_note,
)
from courier_app.evidence.secret_files import UnsafeKeyFile
from tests.domain.test_notes import LOG, NOTE, ROOT, WITNESS

ORIGIN = "pod.example.go.id/log1"
SEED = sha256(b"suratsampai test log key").digest()
KEY = LogKey(ORIGIN, Ed25519PrivateKey.from_private_bytes(SEED))
SEVEN = Checkpoint(ORIGIN, 7, base64.b64decode(ROOT))


def signed(checkpoint, *keys):
    return Note(checkpoint.text, tuple(key.signature(checkpoint.text) for key in keys)).written()


def test_the_published_signature_comes_out():
    assert KEY.vkey == LOG
    assert KEY.signature(SEVEN.text).line.encode() in NOTE


def test_what_the_log_signed_is_opened_and_an_unknown_witness_is_passed_over():
    assert open_checkpoint(NOTE, known_key(LOG)) == SEVEN


@pytest.mark.parametrize("bit", range(0, 64 * 8, 7))
def test_a_flipped_bit_in_the_signature_is_refused(bit):
    one = KEY.signature(SEVEN.text)
    value = (int.from_bytes(one.value) ^ 1 << bit).to_bytes(64)
    forged = Note(SEVEN.text, (type(one)(one.name, one.key_id, value),)).written()
    with pytest.raises(BadNote):
        open_checkpoint(forged, known_key(LOG))


def test_another_size_under_the_same_signature_is_refused():
    with pytest.raises(BadNote):
        open_checkpoint(NOTE.replace(b"\n7\n", b"\n8\n"), known_key(LOG))


def test_a_note_that_no_known_key_signed_is_refused():
    stranger = LogKey(ORIGIN, Ed25519PrivateKey.generate())
    with pytest.raises(BadNote):
        open_note(signed(SEVEN, stranger), [known_key(LOG)])


def test_one_bad_signature_of_a_known_key_condemns_the_note():
    other = LogKey("other.example", Ed25519PrivateKey.generate())
    bad = other.signature("something else\n")
    note = Note(SEVEN.text, (KEY.signature(SEVEN.text), bad)).written()
    with pytest.raises(BadNote):
        open_note(note, [known_key(LOG), known_key(other.vkey)])


def test_a_checkpoint_of_another_log_is_refused():
    foreign = Checkpoint("other.example/log", 7, SEVEN.root)
    with pytest.raises(BadNote):
        open_checkpoint(signed(foreign, KEY), known_key(LOG))


def test_a_witness_key_is_not_a_log_key():
    with pytest.raises(BadNote):
        known_key(WITNESS)


def test_a_key_of_thirty_one_bytes_is_no_key():
    with pytest.raises(BadNote):
        known_key(vkey("a", ED25519, b"a" * 31))


def test_a_key_is_made_once_and_read_back(tmp_path):
    file = tmp_path / "log-key"
    make_log_key(file, ORIGIN)
    assert load_log_key(file).vkey == load_log_key(file).vkey
    with pytest.raises(FileExistsError):
        make_log_key(file, ORIGIN)


@pytest.mark.parametrize(
    "content", [b"", b"a\nb\nc\n", b"suratsampai-log-key-v1\no\n00\n", b"\xff"], ids=ascii
)
def test_a_file_that_holds_no_log_key_stops_the_process(tmp_path, content):
    file = tmp_path / "log-key"
    file.write_bytes(content)
    file.chmod(0o600)
    with pytest.raises(UnsafeKeyFile):
        load_log_key(file)


def test_an_origin_with_a_blank_is_no_name(tmp_path):
    with pytest.raises(ValueError, match="no blank"):
        make_log_key(tmp_path / "log-key", "my log")
