"""The evidence bundle: whole, checked by openssl alone in a bare environment, refused whatever was changed."""

import base64
import hashlib
import io
import json
import random
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import delete, select

from courier_app.domain.refusals import NotYetPublished
from courier_app.evidence.jws import b64u
from courier_app.evidence.log_keys import load_log_key, make_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Device, PackageKey, Proof
from courier_app.publisher import Publisher
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.bundles import NotWhole, bundle_zip, gather
from courier_app.services.devices import enrol, revoke_devices_of
from courier_app.services.records import open_record
from courier_app.services.senders import Sender
from tests.evidence import phones
from tests.house import LOG, NOON, on_both
from tests.phone import Phone
from tests.town import a_courier
from tests.web.staff.case import CaseTown

OPENSSL = "/usr/bin"  # a bare environment has nothing else
SUMS = "SHA256SUMS"


@pytest.fixture
def publisher(house, settings, tmp_path):
    begin_state(tmp_path / "state", LOG)
    return Publisher(house, Signer(load_log_key(settings.log_key_file), tmp_path / "state"), LOG)


@pytest.fixture
def town(app, house, ports):
    """A phone whose key was enrolled as the product does it."""
    town = CaseTown(app, house, ports)
    with house.transaction() as session:
        town.postman = a_courier(session, town.office)
    town.phone = Phone(app, town.postman, enrolled=False)
    with house.transaction() as session:
        enrol(session, Sender(town.postman.id, None), town.phone.key.jwk, now=NOON)
    return town


def gathered(town, frozen):
    with town.house.transaction() as session:
        case = proof_case(session, Scope(None), frozen.proof)
        assert case is not None
        return gather(session, town.ports, case, open_record(session, town.ports, case), now=NOON)


def unpacked(town, frozen, folder):
    body = bundle_zip(town.ports, gathered(town, frozen))
    zipfile.ZipFile(io.BytesIO(body)).extractall(folder)
    return folder


def check(folder, *, sums=True):
    """Without a network, without a variable of ours; `sums`: written anew, as a forger would."""
    if sums:
        write_sums(folder)
    bare = ["unshare", "--user", "--map-root-user", "--net"] if may_unshare() else []
    command = [*bare, "/usr/bin/env", "-i", f"PATH={OPENSSL}:/bin", "bash", "verify.sh"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=60)


def may_unshare():
    tried = subprocess.run(
        ["unshare", "--user", "--map-root-user", "--net", "true"], check=False, capture_output=True
    )
    return tried.returncode == 0


def write_sums(folder):
    files = sorted(str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file())
    lines = [
        f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in files
        if name != SUMS
    ]
    (folder / SUMS).write_text("".join(lines))


def refused(folder, **how):
    ended = check(folder, **how)
    return ended.returncode == 1 and "SAH / VALID" not in ended.stdout and "TIDAK SAH" in ended.stderr


@on_both
def test_openssl_alone_finds_a_delivery_valid(town, publisher, tmp_path):
    frozen = town.proof()
    publisher.publish(now=NOON)
    ended = check(unpacked(town, frozen, tmp_path / "bundle"), sums=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert [line[:2] for line in ended.stdout.splitlines()] == ["1.", "2.", "3.", "4.", "5.", "6.", "SA"]


def test_everything_that_a_court_needs_is_in_it(town, publisher, tmp_path):
    frozen = town.proof()
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path)
    assert (folder / "proof.jws").read_bytes() == frozen.body
    assert [one.read_bytes() for one in sorted((folder / "media").iterdir())] == [
        file.body for file in frozen.files
    ]
    policy, key = (json.loads((folder / name).read_text()) for name in ("policy.json", "device-key.json"))
    assert policy["issued"]["version"] == policy["version"]
    assert (key["kid"], key["revoked_at"]) == (town.phone.key.kid, None)


def test_the_same_proof_gives_the_same_bytes(town, publisher):
    frozen = town.proof()
    publisher.publish(now=NOON)
    first, second = (bundle_zip(town.ports, gathered(town, frozen)) for _ in range(2))
    assert first == second


def test_a_key_that_was_withdrawn_is_told_with_its_place_in_the_log(town, publisher, tmp_path):
    frozen = town.proof()
    with town.house.transaction() as session:
        revoke_devices_of(session, town.postman.id, now=NOON)
    publisher.publish(now=NOON)
    ended = check(unpacked(town, frozen, tmp_path), sums=False)
    assert (ended.returncode, "withdrawn, entry 2" in ended.stdout) == (0, True)


@pytest.mark.parametrize("outcome", ["picked_up", "attempt_failed", "returned"])
def test_other_acts_of_custody_have_a_bundle_without_a_receipt(town, publisher, tmp_path, outcome):
    frozen = town.proof(outcome)
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path)
    assert check(folder, sums=False).returncode == 0
    assert not (folder / "receipt.txt").exists()


def test_an_unsigned_proof_says_so(town, publisher, tmp_path):
    frozen = town.unsigned_proof()
    publisher.publish(now=NOON)
    ended = check(unpacked(town, frozen, tmp_path), sums=False)
    assert (ended.returncode, "NOT signed" in ended.stdout) == (0, True)


def test_a_signed_record_cannot_be_passed_off_as_an_unsigned_one(town, publisher, tmp_path):
    frozen = town.proof()
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path)
    (folder / "proof.jws").unlink()
    (folder / "proof.json").write_bytes(frozen.manifest)
    assert refused(folder)


@pytest.fixture(scope="module")
def kept():
    """One bundle for all the spoiling: (where it lies, what the town knows)."""
    return {}


@pytest.fixture
def whole(request, kept, tmp_path, tmp_path_factory):
    """A copy of an honest bundle of a phone that was withdrawn later."""
    if not kept:
        town, publisher = request.getfixturevalue("town"), request.getfixturevalue("publisher")
        frozen = [town.proof() for _ in range(3)][-1]
        with town.house.transaction() as session:
            revoke_devices_of(session, town.postman.id, now=NOON)
        publisher.publish(now=NOON)
        kept["folder"] = unpacked(town, frozen, tmp_path_factory.mktemp("bundle"))
        assert check(kept["folder"], sums=False).returncode == 0
    return Path(shutil.copytree(kept["folder"], tmp_path / "copy"))


EVIDENCE = (
    "proof.jws",
    "leaf.json",
    "leaf.tlog-proof",
    "checkpoint",
    "acknowledgement.jws",
    "receipt.txt",
    "media/1-photo.jpg",
    "media/2-signature.png",
    "enrolment/record.json",
    "enrolment/leaf.json",
    "enrolment/leaf.tlog-proof",
    "revocation/record.json",
    "revocation/leaf.json",
    "revocation/leaf.tlog-proof",
)
TOLD = ("policy.json", "device-key.json", "keys.policy", "server-key.json", "README.txt", "verify.sh")


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_flipped_bit_is_refused_though_the_sums_were_written_anew(whole, name):
    dice = random.Random(name)
    good = (whole / name).read_bytes()
    for _ in range(2):
        bad = bytearray(good)
        bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        (whole / name).write_bytes(bad)
        assert refused(whole), bytes(bad)


@pytest.mark.parametrize("name", EVIDENCE)
def test_a_file_cut_short_or_gone_is_refused(whole, name):
    """Alone a receipt may be missing: most proofs have none."""
    if EVIDENCE.index(name) % 2 or name == "receipt.txt":
        (whole / name).write_bytes((whole / name).read_bytes()[:-8])
    else:
        (whole / name).unlink()
    assert refused(whole)


@pytest.mark.parametrize("name", TOLD)
def test_damage_to_what_no_signature_covers_is_noticed(whole, name):
    bad = bytearray((whole / name).read_bytes())
    bad[len(bad) // 2] ^= 1
    (whole / name).write_bytes(bad)
    if name == "verify.sh":
        ended = subprocess.run(["sha256sum", "-c", SUMS], cwd=whole, check=False, capture_output=True)
        assert ended.returncode == 1
    else:
        assert refused(whole, sums=False)


@pytest.mark.parametrize("part", range(3), ids=["header", "manifest", "signature"])
def test_every_class_of_byte_of_the_record_counts(whole, part):
    parts = (whole / "proof.jws").read_bytes().split(b".")
    raw = base64.urlsafe_b64decode(parts[part] + b"==")
    dice = random.Random(part)
    for _ in range(3):
        bad = bytearray(raw)
        bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        again = [*parts]
        again[part] = b64u(bytes(bad)).encode()
        (whole / "proof.jws").write_bytes(b".".join(again))
        assert refused(whole)


def test_the_twin_of_a_signature_is_refused(whole):
    """For every valid (r, s), (r, n-s) is valid too: the leaf knows which one was sent."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    head, payload, signature = (whole / "proof.jws").read_text().split(".")
    raw = base64.urlsafe_b64decode(signature + "==")
    twin = raw[:32] + (order - int.from_bytes(raw[32:])).to_bytes(32)
    (whole / "proof.jws").write_text(f"{head}.{payload}.{b64u(twin)}")
    ended = check(whole)
    assert (ended.returncode, "the leaf is about another record" in ended.stderr) == (1, True)


def swap(file, old, new):
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new, 1))


@pytest.mark.parametrize("index", ["2", "4", "9", "03", "3 ", "-1", "a[$(touch x)]"])
def test_another_index_is_refused_and_never_run(whole, index):
    swap(whole / "leaf.tlog-proof", "index 3\n", f"index {index}\n")
    assert refused(whole)
    assert not (whole / "x").exists()


@pytest.mark.parametrize("size", ["4", "6", "05", "5 ", "a[$(touch x)]"])
def test_another_size_is_refused_and_never_run(whole, size):
    for name in ("leaf.tlog-proof", "checkpoint"):
        swap(whole / name, f"{LOG}\n5\n", f"{LOG}\n{size}\n")
    assert refused(whole)
    assert not (whole / "x").exists()


def other_log(folder):
    """A signed checkpoint of the same name and size, by another key."""
    make_log_key(folder.parent / "other-key", LOG)
    key = load_log_key(folder.parent / "other-key")
    text = f"{LOG}\n5\n{base64.b64encode(bytes(32)).decode()}\n"
    return key.vkey, f"{text}\n{key.signature(text).line}"


def test_the_checkpoint_of_another_log_is_refused(whole):
    _, note = other_log(whole)
    for name in ("leaf.tlog-proof", "checkpoint"):
        path = whole / name
        before, blank, _ = path.read_text().partition("\n\n") if name != "checkpoint" else ("", "", "")
        path.write_text(before + blank + note)
    assert refused(whole)


def test_another_logs_key_does_not_open_this_log(whole):
    vkey, _ = other_log(whole)
    (whole / "keys.policy").write_text(f"log {vkey}\nquorum none\n")
    assert refused(whole)


def test_an_extra_photo_is_refused(whole):
    (whole / "media/3-photo.jpg").write_bytes(b"another")
    assert refused(whole)


def test_photos_that_changed_places_are_refused(whole):
    one, two = whole / "media/1-photo.jpg", whole / "media/2-signature.png"
    first, second = one.read_bytes(), two.read_bytes()
    one.write_bytes(second)
    two.write_bytes(first)
    assert refused(whole)


def test_another_phones_key_is_refused(whole):
    stranger = phones.Phone()
    facts = {"kid": stranger.kid, "jwk": stranger.jwk.as_dict()}
    (whole / "device-key.json").write_text(json.dumps(facts, separators=(",", ":")))
    assert refused(whole)


def test_before_the_log_covers_it_there_is_no_bundle(town):
    with pytest.raises(NotYetPublished):
        gathered(town, town.proof())


def test_after_erasure_there_is_no_bundle(town, publisher):
    frozen = town.proof()
    publisher.publish(now=NOON)
    with town.house.transaction() as session:
        session.execute(delete(PackageKey))
    with pytest.raises(NotWhole):
        gathered(town, frozen)


def test_a_lost_photo_stops_the_bundle(town, publisher):
    frozen = town.proof()
    publisher.publish(now=NOON)
    town.ports.store.remove(town.media(frozen).object_name)
    with pytest.raises(NotWhole):
        bundle_zip(town.ports, gathered(town, frozen))


def test_a_phones_entries_are_found_among_many(town, publisher, tmp_path):
    """Others enrolled at the same minute; the right record is taken."""
    with town.house.transaction() as session:
        for _ in range(5):
            enrol(session, Sender(town.postman.id, None), phones.Phone().jwk, now=NOON)
    frozen = town.proof()
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path)
    record = json.loads((folder / "enrolment/record.json").read_text())
    with town.house.reading() as session:
        device = session.scalars(select(Device).join(Proof, Proof.device_id == Device.id)).one()
    assert record["device"] == str(device.id)
