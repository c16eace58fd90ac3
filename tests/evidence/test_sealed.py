"""A sealed line: opens for the office alone, and not at all when anything of it changed."""

import json
import re
import stat
from base64 import urlsafe_b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jwcrypto.jwe import JWE
from jwcrypto.jwk import JWK

from courier_app.domain.refusals import NotAnExport, Refusal, SealedDamaged, SealedForOther
from courier_app.evidence.jws import thumbprint
from courier_app.evidence.sealed import RECORD, unseal
from courier_app.evidence.sealed_keys import (
    NoSuchKey,
    QueueKeys,
    add_queue_key,
    drop_queue_key,
    fingerprint,
    load_queue_keys,
    make_queue_keys,
    public_queue_key,
)
from courier_app.evidence.secret_files import UnsafeKeyFile
from tests.sealing import sealed

SEGMENTS = ("header", "wrapped key", "nonce", "box", "tag")


@pytest.fixture
def ring_file(tmp_path):
    file = tmp_path / "queue-keys.json"
    make_queue_keys(file)
    return file


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    file = tmp_path_factory.mktemp("keys") / "queue-keys.json"
    make_queue_keys(file)
    return load_queue_keys(file)


def b64u(plain):
    return urlsafe_b64encode(plain).rstrip(b"=")


def test_the_office_reads_what_another_library_sealed(keys):
    opened = unseal(keys, sealed(keys, b"isi", RECORD))
    assert (opened.type, opened.plain) == (RECORD, b"isi")


@settings(max_examples=25, deadline=None)
@given(plain=st.binary(min_size=1, max_size=4096))
def test_whatever_was_sealed_comes_out_byte_for_byte(keys, plain):
    assert unseal(keys, sealed(keys, plain, "image/jpeg")).plain == plain


def test_every_flipped_bit_of_a_line_is_refused(keys):
    line = sealed(keys, b"foto", "image/png")
    for at in range(len(line)):
        for bit in range(8):
            changed = bytearray(line)
            changed[at] ^= 1 << bit
            with pytest.raises(Refusal):
                unseal(keys, bytes(changed))


@pytest.mark.parametrize("segment", [0, 2, 3, 4], ids=lambda at: SEGMENTS[at])
def test_a_second_spelling_of_the_same_bytes_is_refused(keys, segment):
    """Spare bits of the last letter, or padding: a lenient reader would take both for the line that was sealed."""
    pieces = sealed(keys, b"foto", "image/png").split(b".")
    pieces[segment] += b"="
    with pytest.raises(Refusal):
        unseal(keys, b".".join(pieces))


@pytest.mark.parametrize("length", [0, 1, 40, -1], ids=str)
def test_a_line_that_was_cut_is_refused(keys, length):
    with pytest.raises((NotAnExport, SealedDamaged)):
        unseal(keys, sealed(keys, b"foto", "image/png")[:length])


def test_a_line_for_another_office_says_so(keys, tmp_path):
    make_queue_keys(tmp_path / "other.json")
    with pytest.raises(SealedForOther):
        unseal(keys, sealed(load_queue_keys(tmp_path / "other.json"), b"isi", RECORD))


@pytest.mark.parametrize(
    "said",
    [{"zip": "DEF"}, {"alg": "ECDH-ES+A256KW"}, {"enc": "A128GCM"}, {"typ": "JWE"}, {"typ": None}, {"cty": None},
     {"kid": None}, {"apu": "QQ"}, {"jku": "https://example.org"}],
    ids=lambda said: "-".join(f"{name}-{value}" for name, value in said.items()),
)  # fmt: skip
def test_a_header_that_offers_a_choice_is_refused(keys, said):
    with pytest.raises(NotAnExport):
        unseal(keys, sealed(keys, b"isi " * 9000, RECORD, **said))


def test_a_bomb_is_refused_before_it_is_unpacked(keys):
    """A megabyte of zeros is a kilobyte deflated: the header says so, and nothing of it is opened."""
    bomb = sealed(keys, bytes(10_000_000), RECORD, zip="DEF")
    assert len(bomb) < 20_000
    with pytest.raises(NotAnExport):
        unseal(keys, bomb)


def test_a_point_off_the_curve_is_refused(keys):
    pieces = sealed(keys, b"isi", RECORD).split(b".")
    off = {
        "crv": "P-256",
        "kty": "EC",
        "x": b64u(bytes(31) + b"\1").decode(),
        "y": b64u(bytes(31) + b"\2").decode(),
    }
    kid = thumbprint(public_queue_key(keys))
    header = {
        "alg": "ECDH-ES",
        "enc": "A256GCM",
        "epk": off,
        "cty": RECORD,
        "kid": kid,
        "typ": "pod-queue+jwe",
    }
    with pytest.raises(NotAnExport):
        unseal(keys, b".".join([b64u(json.dumps(header).encode()), *pieces[1:]]))


@settings(max_examples=300, deadline=None)
@given(line=st.one_of(st.binary(max_size=200), st.from_regex(rb"[\w.-]{0,200}\n?", fullmatch=True)))
def test_nothing_but_a_refusal_comes_of_a_line_that_nobody_sealed(keys, line):
    with pytest.raises(Refusal):
        unseal(keys, line)


def test_the_ring_is_for_its_owner_alone_and_never_made_twice(ring_file):
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        make_queue_keys(ring_file)


def test_a_new_key_takes_over_and_the_old_one_still_opens(ring_file):
    before = load_queue_keys(ring_file)
    old = sealed(before, b"lama", RECORD)
    add_queue_key(ring_file)
    after = load_queue_keys(ring_file)
    assert after.current != before.current
    assert unseal(after, old).plain == b"lama"
    assert unseal(after, sealed(after, b"baru", RECORD)).plain == b"baru"
    assert stat.S_IMODE(ring_file.stat().st_mode) == 0o600


def test_a_dropped_key_opens_nothing_any_more(ring_file):
    old = load_queue_keys(ring_file)
    add_queue_key(ring_file)
    drop_queue_key(ring_file, old.current)
    with pytest.raises(SealedForOther):
        unseal(load_queue_keys(ring_file), sealed(old, b"lama", RECORD))


def test_the_current_key_cannot_be_dropped(ring_file):
    with pytest.raises(NoSuchKey):
        drop_queue_key(ring_file, load_queue_keys(ring_file).current)


def test_a_power_cut_while_the_ring_grows_leaves_the_old_one(ring_file, monkeypatch):
    before = ring_file.read_bytes()
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError("no power")))
    with pytest.raises(OSError, match="no power"):
        add_queue_key(ring_file)
    assert ring_file.read_bytes() == before


@pytest.mark.parametrize(
    "content", [b"{}", b"[]", b"no", b'{"current": "a", "keys": []}', b'{"current": "a", "keys": [{"kty": "oct"}]}'],
    ids=["empty", "list", "no-json", "no-key", "no-curve"],
)  # fmt: skip
def test_a_file_that_is_no_ring_stops_the_start(ring_file, content):
    ring_file.write_bytes(content)
    with pytest.raises(UnsafeKeyFile):
        load_queue_keys(ring_file)


def test_a_public_key_alone_is_no_ring(ring_file):
    said = json.loads(ring_file.read_bytes())
    del said["keys"][0]["d"]
    ring_file.write_text(json.dumps(said))
    with pytest.raises(UnsafeKeyFile):
        load_queue_keys(ring_file)


def test_a_fingerprint_is_short_enough_to_be_read_aloud(keys):
    assert len(fingerprint(keys.current).split()) == 4
    assert re.fullmatch("[0-9a-f ]+", fingerprint(keys.current))


def test_a_ring_keeps_its_keys_to_itself(keys):
    assert isinstance(keys, QueueKeys)
    assert not [key for key in keys.keys.values() if str(key.as_dict(private=True)["d"]) in repr(keys)]


def test_the_judge_would_notice_a_changed_line(keys):
    """Control: the library that judges us refuses a flipped bit too."""
    private = next(iter(keys.keys.values())).as_dict(private=True)
    line = sealed(keys, b"foto", "image/png")
    judge = JWE()
    judge.deserialize(line.decode(), JWK(**private))
    assert judge.payload == b"foto"
