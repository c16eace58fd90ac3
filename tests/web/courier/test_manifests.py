"""The manifest, version 1: what is read, and every way in which something else is turned down."""

import copy
import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from courier_app.domain.proofs import EvidenceKind, Outcome, Part, Place
from courier_app.domain.refusals import Invalid
from courier_app.evidence.strict_json import strict_json
from courier_app.web.manifests import read_manifest

PROOF = "8b6f1d1e-2a5c-4f9f-9e0b-1a7f0a1f2c3d"
GOOD: dict[str, Any] = {
    "v": 1,
    "typ": "pod-capture",
    "salt": "AAECAwQFBgcICQoLDA0ODw",
    "proof": PROOF,
    "pkg": "7K2M9QX4T1B8ZC3DA",
    "attempt": 1,
    "outcome": "delivered",
    "reason": None,
    "captured_at": "2026-11-23T01:02:03.004Z",
    "mono_ms": None,
    "offset_ms": None,
    "gps": {"lat_e7": -69904000, "lon_e7": 1104229000, "acc_m": 13, "fix_at": "2026-11-23T01:02:00.000Z"},
    "recipient": {"name": "Siti Aminah", "rel": "self"},
    "contactless": {"mode": "direct", "method": "courier_phone_sign"},
    "policy": {
        "id": "a-self-or-kk",
        "version": 1,
        "answers": {
            "checks": {"mask": True, "distance": False},
            "id_check": "match",
            "id_check_reason": None,
            "signature_status": "signed",
            "claim_code": "012345",
        },
    },
    "media": [
        {
            "kind": "photo",
            "sha256": "ab" * 32,
            "bytes": 9,
            "type": "image/jpeg",
            "width": 1280,
            "height": 720,
        }
    ],
    "seen": None,
    "seq": 1,
    "prev": None,
    "app": "0.1.0+abc",
}
NO_FIX = {"none": "denied"}
TWICE = GOOD["media"] * 2
NINE = [{**GOOD["media"][0], "sha256": f"{number:064x}"} for number in range(9)]
WRONG: dict[str, list[Any]] = {
    "v": [0, 2, "1", True, None],
    "typ": ["pod", None],
    "salt": ["", "AAECAwQFBgcICQoLDA0ODx", "AAECAwQFBgcICQoLDA0ODw=", "A" * 21, "A" * 23],
    "proof": [
        PROOF.upper(),
        "8b6f1d1e-2a5c-1f9f-9e0b-1a7f0a1f2c3d",
        "2854e522-e7cb-4f4c-b49f-4ae42a9a8924",
        PROOF + "\n",
        None,
    ],
    "pkg": ["7k2m9qx4t1b8zc3da", "7K2M9QX4T1B8ZC3D", "7K2M9QX4T1B8ZC3DI", ""],
    "attempt": [0, -1, 1001, "1", 1.0],
    "outcome": ["lost", "", None, 1],
    "reason": ["not_home", ""],
    "captured_at": [
        "2026-11-23T01:02:03Z",
        "2026-11-23 01:02:03.004Z",
        "2026-02-30T01:02:03.004Z",
        "2026-11-23T25:02:03.004Z",
        "2026-11-23T01:02:03.004+07:00",
        "1969-12-31T23:59:59.999Z",
        "2026-11-23T01:02:03.004Z\n",
        "٢٠٢٦-11-23T01:02:03.004Z",
    ],
    "mono_ms": ["1", 1.5, True],
    "offset_ms": ["1", 10**15, -(10**15), True],
    "gps": [
        None,
        {},
        {"none": "shy"},
        {"none": "denied", "lat_e7": 1},
        {**GOOD["gps"], "lat_e7": 900_000_001},
        {**GOOD["gps"], "lon_e7": -1_800_000_001},
        {**GOOD["gps"], "acc_m": -1},
        {**GOOD["gps"], "fix_at": None},
        {**GOOD["gps"], "alt_m": 3},
    ],
    "recipient": [
        {},
        {"name": "", "rel": "self"},
        {"name": "x" * 201, "rel": "self"},
        {"name": "x", "rel": "S"},
    ],
    "contactless": [{}, {"mode": "direct"}, {"mode": "", "method": ""}, {"mode": "x" * 33, "method": "y"}],
    "media": [None, {}, TWICE, NINE, [{}], [{**GOOD["media"][0], "bytes": 0}]],
    "seen": [{}, {"size": -1, "root": "x"}, {"size": 1, "root": "A" * 44}],
    "seq": [0, -1, 2**31, "1"],
    "prev": ["", "AB" * 32, "ab" * 31],
    "app": ["", "x" * 65, None],
    "unsigned": ["No Key", "", None, 1],
}
WRONG_ANSWERS: dict[str, list[Any]] = {
    "checks": [None, [], {"mask": "yes"}, {"mask": 1}, {"Mask!": True}, {f"c{n}": True for n in range(33)}],
    "id_check": ["maybe", None, True],
    "id_check_reason": ["", "x" * 201, 1],
    "signature_status": ["forged", None],
    "claim_code": ["12345", "1234567", "abcdef", "१२३४५६", 123456],
}
WRONG_MEDIA: dict[str, list[Any]] = {
    "kind": ["selfie", None],
    "sha256": ["AB" * 32, "ab" * 31, None],
    "bytes": [0, -1, 2 * 1024 * 1024 + 1, "9"],
    "type": ["image/webp", "image/svg+xml", "IMAGE/JPEG"],
    "width": [0, 4097, None],
    "height": [0, 4097, "720"],
}
REFUSED = (Invalid, ValidationError)


def cases(table):
    return [pytest.param(name, value, id=f"{name}={value!r:.40}") for name in table for value in table[name]]


def read(members=GOOD, *, signed=True):
    return read_manifest(members, proof_id=UUID(PROOF), signed=signed)


def with_answer(**said):
    changed = copy.deepcopy(GOOD)
    changed["policy"]["answers"] |= said
    return changed


def test_a_manifest_is_read_whole():
    claim = read()
    assert (claim.proof_id, claim.label_id, claim.outcome) == (UUID(PROOF), GOOD["pkg"], Outcome.DELIVERED)
    assert claim.captured_at == datetime(2026, 11, 23, 1, 2, 3, 4000, tzinfo=UTC)
    assert claim.place == Place(-69904000, 1104229000, 13, datetime(2026, 11, 23, 1, 2, tzinfo=UTC))
    assert (claim.recipient_name, claim.relation) == ("Siti Aminah", "self")
    assert (claim.mode, claim.method) == ("direct", "courier_phone_sign")
    assert (claim.checks, claim.claim_code) == (("mask",), "012345")
    assert claim.parts == (Part(EvidenceKind.PHOTO, "ab" * 32, 9, "image/jpeg", 1280, 720),)


def test_a_missing_fix_is_a_value():
    claim = read(GOOD | {"gps": NO_FIX})
    assert (claim.place, claim.place_missing) == (None, "denied")


def test_an_act_without_a_person_is_read():
    claim = read(GOOD | {"outcome": "picked_up", "recipient": None, "contactless": None, "media": []})
    assert (claim.recipient_name, claim.relation, claim.mode, claim.method) == (None, None, None, None)


@pytest.mark.parametrize("code", ["neighbour", "somebody_new"])
def test_a_code_that_we_do_not_know_yet_is_read_and_left_to_the_rules(code):
    assert read(GOOD | {"recipient": {"name": "x", "rel": code}}).relation == code


def test_a_phone_without_a_key_says_why():
    assert read(GOOD | {"unsigned": "no_key"}, signed=False).unsigned == "no_key"


@pytest.mark.parametrize(
    ("members", "signed"), [(GOOD, False), (GOOD | {"unsigned": "no_key"}, True)], ids=["bare", "signed"]
)
def test_the_word_unsigned_stands_where_nothing_is_signed_and_nowhere_else(members, signed):
    with pytest.raises(Invalid):
        read(members, signed=signed)


@pytest.mark.parametrize("name", [name for name in GOOD if name != "unsigned"])
def test_a_member_left_out_is_refused(name):
    with pytest.raises(REFUSED):
        read({member: value for member, value in GOOD.items() if member != name})


@pytest.mark.parametrize(("name", "value"), cases(WRONG))
def test_a_wrong_member_is_refused(name, value):
    for signed in (True, False):
        with pytest.raises(REFUSED):
            read(GOOD | {name: value}, signed=signed)


@pytest.mark.parametrize(("name", "value"), cases(WRONG_ANSWERS))
def test_a_wrong_answer_is_refused(name, value):
    with pytest.raises(REFUSED):
        read(with_answer(**{name: value}))


@pytest.mark.parametrize(("name", "value"), cases(WRONG_MEDIA))
def test_a_wrong_line_of_media_is_refused(name, value):
    with pytest.raises(REFUSED):
        read(GOOD | {"media": [GOOD["media"][0] | {name: value}]})


def test_an_unknown_member_is_refused():
    with pytest.raises(REFUSED):
        read(GOOD | {"nik": "3374…"})


def test_a_failed_attempt_has_a_reason():
    with pytest.raises(REFUSED):
        read(GOOD | {"outcome": "attempt_failed"})


def test_a_refusal_never_repeats_what_was_sent():
    with pytest.raises(ValidationError) as refusal:
        read(GOOD | {"recipient": {"name": "Siti", "rel": "SELF 3374010101010001"}})
    told = refusal.value.errors(include_input=False, include_url=False, include_context=False)
    assert "3374010101010001" not in json.dumps(told)


SCALARS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=40)
VALUES = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner))


def paths(value, at=()):
    """Every place in a document."""
    yield at
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from paths(inner, (*at, key))


def changed_at(path, value):
    changed = copy.deepcopy(GOOD)
    inner: Any = changed
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return changed


@given(st.sampled_from([path for path in paths(GOOD) if path]), VALUES)
def test_whatever_stands_in_one_place_it_is_read_or_refused(path, value):
    """Never anything else, and never read as another value."""
    try:
        claim = read(changed_at(path, value))
    except REFUSED:
        return
    assert claim == read(changed_at(path, value))


@given(st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
def test_whatever_comes_it_is_refused_as_invalid(sent):
    with pytest.raises(REFUSED):
        read(strict_json(sent))
