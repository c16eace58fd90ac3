"""Files that nobody should have made, or that broke on the way: refused with a code and a sentence, nothing kept."""

import json
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courier_app.evidence.sealed import RECORD
from courier_app.evidence.sealed_keys import load_queue_keys, make_queue_keys
from courier_app.models import Media, Proof
from courier_app.web.staff.imports import CONTENTS_CAP, PROOF_CAP
from tests.phone import a_photo
from tests.sealing import bundle, contents, sealed
from tests.web.staff.import_desk import BUKTI, ISI, ImportDesk, code_of, refused


@pytest.fixture
def office(app, house, ports):
    return ImportDesk(app, house, ports)


@pytest.mark.parametrize("lost", [1, 2], ids=["photo", "signature"])
def test_a_proof_without_one_of_its_files_is_refused(office, lost):
    lines = bundle(office.ring, office.proof())
    del lines[lost]
    answer = office.bring(*lines)
    assert refused(answer, "export-incomplete")
    assert office.nothing_kept()


def test_a_cut_line_is_refused(office):
    *whole, last = bundle(office.ring, office.proof())
    assert refused(office.bring(*whole, last[:-40]), "sealed-damaged")
    assert office.nothing_kept()


@pytest.mark.parametrize("at", [0, 1, 2], ids=["record", "photo", "signature"])
def test_one_changed_letter_refuses_the_whole_proof(office, at):
    lines = bundle(office.ring, office.proof())
    pieces = lines[at].split(b".")
    pieces[3] = (b"A" if pieces[3][:1] != b"A" else b"B") + pieces[3][1:]
    lines[at] = b".".join(pieces)
    assert refused(office.bring(*lines), "sealed-damaged")
    assert office.nothing_kept()


def test_another_offices_key_says_so(office, tmp_path):
    make_queue_keys(tmp_path / "other.json")
    lines = bundle(load_queue_keys(tmp_path / "other.json"), office.proof())
    assert refused(office.bring(*lines), "sealed-for-other")


def test_photos_in_another_order_are_refused(office):
    first, photo, signature = bundle(office.ring, office.proof())
    assert refused(office.bring(first, signature, photo), "sealed-damaged")
    assert office.nothing_kept()


def test_a_photo_of_another_proof_is_refused(office):
    one, two = bundle(office.ring, office.proof()), bundle(office.ring, office.proof())
    assert refused(office.bring(one[0], two[1], one[2]), "sealed-damaged")
    assert office.nothing_kept()


def test_a_file_that_the_proof_does_not_name_is_not_kept(office):
    """Whoever has the public key can seal anything behind a proof; only what the courier signed comes in."""
    proof = office.proof()
    more = replace(proof, files=(*proof.files, a_photo()))
    assert office.import_(more).json["state"] == "sent"
    assert office.count(Media) == 2


def test_a_proof_that_hides_its_files_is_refused(office):
    proof = office.proof()
    assert refused(office.import_(replace(proof, files=())), "export-incomplete")
    assert office.nothing_kept()


def test_a_changed_record_is_refused_by_the_signature(office):
    proof = office.proof()
    body = proof.body[:-2] + (b"A" if proof.body[-2:-1] != b"A" else b"Q") + proof.body[-1:]
    answer = office.import_(replace(proof, body=body))
    assert code_of(answer) in ("bad-signature", "invalid")
    assert office.nothing_kept()


def test_the_same_number_with_other_bytes_changes_nothing(office):
    proof = office.unsigned()
    office.import_(proof, voucher=office.voucher)
    other = replace(proof, body=proof.body + b" ", manifest=proof.manifest + b" ")
    assert refused(office.import_(other, voucher=office.voucher), "proof-conflict")
    assert office.row(proof).digest.hex() == proof.jh


def test_a_photo_that_is_none_is_refused(office):
    proof = office.proof(files=[replace(a_photo(), body=b"GIF89a")])
    assert code_of(office.import_(proof)) in ("not-a-picture", "sealed-damaged")
    assert office.count(Proof) == 0


def test_a_deflated_bomb_is_not_unpacked(office):
    bomb = sealed(office.ring, bytes(5_000_000), RECORD, zip="DEF")
    assert refused(office.bring(bomb), "sealed-damaged")


def test_deeply_nested_json_is_refused(office):
    assert refused(office.bring(sealed(office.ring, b"[" * 100_000, RECORD)), "invalid")


@pytest.mark.parametrize(
    ("path", "cap"), [(ISI, CONTENTS_CAP), (BUKTI, PROOF_CAP)], ids=["contents", "proof"]
)
def test_more_than_a_phone_makes_is_refused_by_its_size(office, path, cap):
    assert refused(office.post(path, b"A" * (cap + 1)), "export-too-large")


def test_a_whole_proof_of_the_largest_photos_fits(office):
    assert PROOF_CAP > 8 * 2 * 1024 * 1024 * 4 / 3


@pytest.mark.parametrize(
    "body",
    [b"", b"halo", b"a.b.c.d.e", b"\n\n", b"\xff\xfe", b"PK\x03\x04"],
    ids=["empty", "text", "dots", "blank", "bytes", "zip"],
)
@pytest.mark.parametrize("path", [ISI, BUKTI], ids=["contents", "proof"])
def test_any_other_file_is_refused(office, path, body):
    assert code_of(office.post(path, body)) in ("not-an-export", "sealed-damaged")


def test_the_contents_are_not_taken_for_a_proof_nor_a_proof_for_the_contents(office):
    proof = office.proof()
    first = bundle(office.ring, proof)[0]
    assert refused(office.post(ISI, first), "not-an-export")
    assert refused(office.bring(contents(office.ring, [proof], kid=office.phone.key.kid)), "not-an-export")


def test_refusals_are_never_personal(office):
    answer = office.import_(office.proof(), body="Siti Aminah", more="Jl. Melati 3")
    assert "Siti" not in answer.text
    assert "Melati" not in answer.text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    said=st.dictionaries(
        st.sampled_from(["v", "typ", "proof", "type", "body", "voucher", "parts", "more"]),
        st.none() | st.integers() | st.text(max_size=20) | st.lists(st.none(), max_size=3),
        min_size=1,
    )
)
def test_whatever_a_sealed_record_says_the_answer_is_a_refusal(office, said):
    """Its maker has our public key and our format, and nothing else."""
    answer = office.bring(sealed(office.ring, json.dumps(said).encode(), RECORD))
    assert 400 <= answer.status_code < 500
    assert answer.mimetype == "application/problem+json"


def dropped(lines, at, _spot):
    return lines[:at] + lines[at + 1 :]


def doubled(lines, at, _spot):
    return lines[: at + 1] + lines[at:]


def cut(lines, at, spot):
    return [*lines[:at], lines[at][: spot % len(lines[at])], *lines[at + 1 :]]


def flipped(lines, at, spot):
    changed = bytearray(lines[at])
    changed[spot % len(changed)] ^= 1
    return [*lines[:at], bytes(changed), *lines[at + 1 :]]


@pytest.fixture
def whole(office):
    return bundle(office.ring, office.proof())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.integers(0, 2),
    spot=st.integers(0, 10_000),
    change=st.sampled_from([dropped, doubled, cut, flipped]),
)
def test_a_file_that_was_changed_brings_nothing_in(office, whole, at, spot, change):
    answer = office.bring(*change(whole, at, spot))
    assert 400 <= answer.status_code < 500
    assert office.nothing_kept()
