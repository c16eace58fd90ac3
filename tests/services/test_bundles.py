"""The evidence bundle: whole, checked by openssl alone in a bare environment, refused whatever was changed."""

import base64
import hashlib
import io
import json
import random
import shutil
import subprocess
import zipfile
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import delete, select, update

from courier_app.domain.health import PRESETS, Level
from courier_app.domain.notes import NoteSignature, key_id, read_note, vkey
from courier_app.domain.packages import Status
from courier_app.domain.refusals import NotYetPublished
from courier_app.domain.reviews import Decision
from courier_app.domain.rulebooks import NATIONAL
from courier_app.domain.witnesses import COSIGNATURE, cosigned_text, read_policy
from courier_app.evidence.cosignatures import witnesses_of
from courier_app.evidence.jws import b64u
from courier_app.evidence.log_keys import load_log_key, make_log_key
from courier_app.evidence.signer import Signer, begin_state
from courier_app.models import Device, Media, Package, PackageKey, Policy, Proof, Role
from courier_app.publisher import Publisher
from courier_app.queries.log import newest_checkpoint
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.bundles import NotWhole, bundle_zip, gather
from courier_app.services.devices import enrol, revoke_devices_of
from courier_app.services.records import open_record
from courier_app.services.reviews import NewReview, review_proof
from courier_app.services.rulebooks import DraftInHand, begin_draft, publish, save_draft
from courier_app.services.rules_in_force import follow, rules_at
from courier_app.services.senders import Sender
from courier_app.services.voids import NewVoid, void_delivery
from courier_app.services.witnessing import Cosigned, keep_cosignature
from tests.evidence import phones
from tests.house import LOG, NOON, on_both
from tests.phone import Phone, a_photo
from tests.recipients import RecipientPhone, a_link
from tests.town import a_courier, a_package, a_user, bring
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


@cache
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
    assert [line[:2] for line in ended.stdout.splitlines()] == [
        "1.",
        "2.",
        "3.",
        "  ",
        "4.",
        "  ",
        "5.",
        "6.",
        "SA",
    ]


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


def own_phone_proof(town, *, seen=True, arrives=True):
    """A delivery that names what the recipient signed on a phone of their own."""
    package = town.package()
    recipient = RecipientPhone(town.app, a_link(package))
    record = recipient.record()
    assert recipient.open().status_code == 200
    if arrives:
        assert recipient.send(record).status_code == 201
    told = {"mh": hashlib.sha256(record.encode()).hexdigest(), "code": None}
    own = {"id": str(recipient.link.id)} | (told if seen else {"mh": None, "code": recipient.code(record)})
    way = {"contactless": {"mode": "direct", "method": "sign_own_phone"}}
    frozen = town.phone.freeze(package, "delivered", files=[a_photo()], own_phone=own, **way)
    assert town.phone.send(frozen).status_code == 201
    return frozen, record


@on_both
@pytest.mark.parametrize("seen", [True, False], ids=["named by its hash", "named by its code"])
def test_what_the_recipient_signed_on_their_own_phone_is_in_it(town, publisher, tmp_path, seen):
    frozen, record = own_phone_proof(town, seen=seen)
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path / "bundle")
    assert (folder / "own-phone/record.json").read_text() == record
    ended = check(folder, sums=False)
    assert (ended.returncode, "signed on the recipient's phone, entry" in ended.stdout) == (0, True)


def test_a_signature_that_never_came_is_said_to_be_missing(town, publisher, tmp_path):
    frozen, _ = own_phone_proof(town, seen=False, arrives=False)
    publisher.publish(now=NOON)
    ended = check(unpacked(town, frozen, tmp_path), sums=False)
    assert (ended.returncode, "is named, not here" in ended.stdout) == (0, True)


@pytest.fixture(scope="module")
def kept_own():
    return {}


@pytest.fixture
def own(request, kept_own, tmp_path, tmp_path_factory):
    """A copy of an honest bundle with the recipient's own record."""
    if not kept_own:
        town, publisher = request.getfixturevalue("town"), request.getfixturevalue("publisher")
        frozen, _ = own_phone_proof(town)
        publisher.publish(now=NOON)
        kept_own["folder"] = unpacked(town, frozen, tmp_path_factory.mktemp("own"))
        assert check(kept_own["folder"], sums=False).returncode == 0
    return Path(shutil.copytree(kept_own["folder"], tmp_path / "own"))


@pytest.mark.parametrize("name", ["record.json", "leaf.json", "leaf.tlog-proof"])
def test_a_flipped_bit_of_the_recipients_record_is_refused(own, name):
    dice, path = random.Random(name), own / "own-phone" / name
    good = path.read_bytes()
    for _ in range(3):
        bad = bytearray(good)
        bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
        path.write_bytes(bad)
        assert refused(own), bytes(bad)


def test_a_recipients_record_that_was_taken_out_is_missed(own):
    shutil.rmtree(own / "own-phone")
    assert refused(own)


def test_a_recipients_record_that_nobody_named_is_refused(own, whole):
    shutil.copytree(own / "own-phone", whole / "own-phone")
    assert refused(whole)


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


@dataclass(frozen=True)
class Seen:
    """A witness outside the office: its name in the policy, its key, and what it writes under a checkpoint."""

    name: str
    key: Ed25519PrivateKey

    @property
    def public(self):
        return self.key.public_key().public_bytes_raw()

    @property
    def policy_line(self):
        return f"witness {self.name} {vkey(self.host, COSIGNATURE, self.public)}"

    @property
    def host(self):
        return f"{self.name}.example"

    def signs(self, text, *, at):
        time = int(at.timestamp())
        value = time.to_bytes(8) + self.key.sign(cosigned_text(time, text))
        return NoteSignature(self.host, key_id(self.host, COSIGNATURE, self.public), value)


def witnessed(town, *signers, among):
    """The newest checkpoint with the lines of `signers`; the policy names all of `among`, and asks for one."""
    names = " ".join(one.name for one in among)
    text = "\n".join(
        [*(one.policy_line for one in among), f"group any-of-them any {names}", "quorum any-of-them\n"]
    )
    town.ports = replace(town.ports, witnesses=witnesses_of(read_policy(text)))
    with town.house.transaction() as session:
        newest = newest_checkpoint(session)
        assert newest
        for one in signers:
            line = one.signs(read_note(newest.note).text, at=NOON)
            told = Cosigned(town.ports.witnesses.policy.witnesses[one.name], newest.size, [line])
            keep_cosignature(session, told, by=town.ports.witnesses, now=NOON)


@pytest.fixture
def outsiders():
    return Seen("province", Ed25519PrivateKey.generate()), Seen("university", Ed25519PrivateKey.generate())


@pytest.fixture
def seen(town, publisher, tmp_path, outsiders):
    """A bundle whose checkpoint one of two witnesses has signed."""
    frozen = town.proof()
    publisher.publish(now=NOON)
    witnessed(town, outsiders[0], among=outsiders)
    return unpacked(town, frozen, tmp_path / "seen")


@on_both
def test_who_witnessed_the_checkpoint_is_checked_and_told_by_name_and_time(seen):
    ended = check(seen, sums=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "Disaksikan / witnessed: province, 2026-11-23 05:00:00 UTC" in ended.stdout
    assert "1 of 2 witnesses" in ended.stdout


def test_a_bundle_without_a_witness_says_so(whole):
    assert "no witness: the office alone has signed" in check(whole).stdout


def test_a_checkpoint_that_no_witness_has_signed_yet_says_so(town, publisher, tmp_path, outsiders):
    frozen = town.proof()
    publisher.publish(now=NOON)
    witnessed(town, among=outsiders)
    ended = check(unpacked(town, frozen, tmp_path), sums=False)
    assert (ended.returncode, "NOT YET witnessed by any of 2" in ended.stdout) == (0, True)


def spoil(folder, change):
    """The line of the witness in both files, its bytes changed."""
    for name in ("checkpoint", "leaf.tlog-proof"):
        lines = (folder / name).read_text().split("\n")
        at = next(number for number, line in enumerate(lines) if line.startswith("— province.example "))
        head, _, value = lines[at].rpartition(" ")
        raw = bytearray(base64.b64decode(value))
        lines[at] = f"{head} {base64.b64encode(change(raw)).decode()}"
        (folder / name).write_text("\n".join(lines))


@pytest.mark.parametrize("byte", [4, 7, 11, 12, 30, 43, 44, 60, 75], ids=lambda byte: f"byte {byte}")
def test_a_flipped_bit_of_a_witness_s_time_or_signature_is_refused(seen, byte):
    def flipped(raw):
        raw[byte] ^= 1
        return raw

    spoil(seen, flipped)
    assert refused(seen)


def test_a_witness_s_line_cut_short_is_refused(seen):
    spoil(seen, lambda raw: raw[:-1])
    assert refused(seen)


def test_a_witness_s_signature_of_another_checkpoint_is_refused(seen, outsiders):
    other = outsiders[0].signs("surat.example.go.id/log\n9\nAAAA\n", at=NOON)
    spoil(seen, lambda raw: raw[:4] + other.value)
    assert refused(seen)


def test_a_line_under_the_name_of_a_witness_with_another_key_counts_for_nothing(seen):
    """As C2SP says of keys that nobody knows: not refused, and not counted."""
    spoil(seen, lambda raw: b"nope" + raw[4:])
    ended = check(seen)
    assert (ended.returncode, "NOT YET witnessed by any of 2" in ended.stdout) == (0, True)


def test_the_key_of_another_witness_does_not_fit_its_line(seen, outsiders):
    """Somebody puts a key of their own under the id that stands there."""
    policy = seen / "keys.policy"
    mine, yours = (vkey(outsiders[0].host, COSIGNATURE, one.public) for one in outsiders)
    false_key = "+".join([*mine.split("+", 2)[:2], yours.split("+", 2)[2]])
    policy.write_text(policy.read_text().replace(mine, false_key))
    assert refused(seen)


def test_no_bundle_is_made_of_a_file_that_is_not_what_its_row_says(town, publisher):
    frozen = town.proof()
    publisher.publish(now=NOON)
    media = town.media(frozen)
    with town.house.transaction() as session:
        session.execute(update(Media).values(sha256=b"\x01" * 32).where(Media.id == media.id))
    with pytest.raises(NotWhole):
        bundle_zip(town.ports, gathered(town, frozen))


def policy_of(folder, change):
    """keys.policy with other words for witnesses; the log's own line stays."""
    said = (folder / "keys.policy").read_text()
    (folder / "keys.policy").write_text(change(said))


def told(folder):
    ended = check(folder)
    assert (ended.returncode, ended.stderr) == (0, "")
    return ended.stdout


def test_a_quorum_that_is_met_is_said_to_be_met(seen):
    assert "the quorum of keys.policy is met" in told(seen)


def test_a_quorum_that_asks_for_more_witnesses_than_signed_is_said_not_to_be_met(seen):
    policy_of(seen, lambda said: said.replace("any-of-them 1 ", "any-of-them 2 "))
    assert "the quorum of keys.policy is NOT met" in told(seen)


def test_a_quorum_of_the_other_witness_is_said_not_to_be_met(seen):
    policy_of(seen, lambda said: said.replace("quorum any-of-them", "quorum university"))
    assert "the quorum of keys.policy is NOT met" in told(seen)


def test_a_group_of_groups_is_counted(seen):
    more = "group both all any-of-them province\nquorum both"
    policy_of(seen, lambda said: said.replace("quorum any-of-them", more))
    assert "the quorum of keys.policy is met" in told(seen)


def test_a_policy_without_a_newline_at_its_end_is_read_to_its_end(seen):
    policy_of(seen, str.rstrip)
    assert "the quorum of keys.policy is met" in told(seen)


def line_of(said, name):
    return next(line for line in said.split("\n") if line.startswith(f"witness {name} "))


def twice(said, key):
    """The signer's key under the other witness's word, in place of that one's line."""
    return said.replace(line_of(said, "university"), f"witness university {key}")


STRANGE = {
    "one key under two words": lambda said: twice(said, line_of(said, "province").split()[2]),
    "an id of another key": lambda said: said.replace("province.example+", "province.example+0", 1),
    "a name twice": lambda said: said.replace("group any-of-them ", "group province "),
    "no quorum": lambda said: said.replace("quorum any-of-them", ""),
    "a quorum of nobody known": lambda said: said.replace("quorum any-of-them", "quorum king"),
    "a line after the quorum": lambda said: said + "group late any province\n",
    "a member twice": lambda said: said.replace("1 province university", "1 province province"),
    "more than there are": lambda said: said.replace("any-of-them 1 ", "any-of-them 3 "),
    "a sum for a number": lambda said: said.replace("any-of-them 1 ", "any-of-them 1+0 "),
}


@pytest.mark.parametrize("change", STRANGE.values(), ids=STRANGE)
def test_a_policy_that_counts_somebody_twice_or_means_nothing_is_refused(seen, change):
    before = (seen / "keys.policy").read_text()
    policy_of(seen, change)
    assert (seen / "keys.policy").read_text() != before
    assert refused(seen)


def test_one_key_under_the_names_of_two_hosts_is_refused(seen, outsiders):
    policy_of(seen, lambda said: twice(said, vkey("other.example", COSIGNATURE, outsiders[0].public)))
    assert refused(seen)


def kept_and_upheld(town, decision=Decision.ACCEPTED):
    """A delivery that the rules kept, for its photo is missing, and an auditor's verdict on it."""
    frozen = town.proof(files=[])
    with town.house.transaction() as session:
        status = session.get_one(Package, town.row(frozen).package_id).status
        words = "Ditelepon, dan penerima membenarkan."
        review_proof(
            session, town.ports, NewReview(frozen.proof, town.auditor.id, decision, words, status), now=NOON
        )
    return frozen


@on_both
@pytest.mark.parametrize(
    ("decision", "words"),
    [(Decision.ACCEPTED, "accepted after a look by staff"), (Decision.REJECTED, "REJECTED after a look")],
)
def test_the_verdict_on_a_kept_proof_is_in_it_and_checked(town, publisher, tmp_path, decision, words):
    frozen = kept_and_upheld(town, decision)
    publisher.publish(now=NOON)
    ended = check(unpacked(town, frozen, tmp_path / "bundle"), sums=False)
    assert (ended.returncode, words in ended.stdout) == (0, True)


def test_a_kept_proof_without_a_verdict_says_so(town, publisher, tmp_path):
    frozen = town.proof(files=[])
    publisher.publish(now=NOON)
    ended = check(unpacked(town, frozen, tmp_path), sums=False)
    assert (ended.returncode, "KEPT by the rules for a look" in ended.stdout) == (0, True)


def test_a_verdict_that_was_taken_out_condemns_the_receipt(town, publisher, tmp_path):
    frozen = kept_and_upheld(town)
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path)
    assert (folder / "receipt.txt").exists()
    shutil.rmtree(folder / "verdict")
    assert refused(folder)


def test_a_verdict_on_another_proof_is_refused(town, publisher, tmp_path):
    one, other = kept_and_upheld(town), kept_and_upheld(town)
    publisher.publish(now=NOON)
    first, second = (unpacked(town, frozen, tmp_path / str(frozen.proof)) for frozen in (one, other))
    shutil.rmtree(first / "verdict")
    shutil.copytree(second / "verdict", first / "verdict")
    assert refused(first)


@pytest.fixture
def regional(town):
    """A delivery under the rules of its region's first edition."""
    book = replace(NATIONAL, health=PRESETS[Level.PANDEMI])
    with town.house.transaction() as session:
        admin = a_user(session, Role.ADMIN, office=town.office)
        begin_draft(session, "33.17", by=admin.id, now=NOON)
        save_draft(session, DraftInHand("33.17", admin.id, 1), book, now=NOON)
        publish(session, DraftInHand("33.17", admin.id, 2), NOON, now=NOON)
        package = a_package(session, town.ports, town.office).package
        follow(package, rules_at(session, "33.17", now=NOON))
        bring(session, package, to=Status.OUT_FOR_DELIVERY, courier_id=town.postman.id)
    frozen = town.phone.freeze(package)
    assert town.phone.send(frozen).status_code == 201
    return frozen


@on_both
def test_a_regions_rules_are_proven_by_the_log(town, regional, publisher, tmp_path):
    publisher.publish(now=NOON)
    ended = check(unpacked(town, regional, tmp_path / "bundle"), sums=False)
    assert (ended.returncode, "its rules were published as entry" in ended.stdout) == (0, True)


RULES = ("policy.json", "rules/policy.json", "rules/record.json", "rules/leaf.json")


@pytest.mark.parametrize("name", RULES)
def test_other_rules_than_those_that_were_published_are_refused(town, regional, publisher, tmp_path, name):
    publisher.publish(now=NOON)
    folder = unpacked(town, regional, tmp_path / "bundle")
    text = (folder / name).read_text()
    (folder / name).write_text(text[:-12] + ("x" if text[-12] != "x" else "y") + text[-11:])
    assert refused(folder)


def test_national_rules_are_said_to_be_in_no_log(town, publisher, tmp_path):
    frozen = town.proof()
    publisher.publish(now=NOON)
    assert "national rules: not in the log" in check(unpacked(town, frozen, tmp_path), sums=False).stdout


def test_rules_changed_in_the_table_make_no_bundle(town, regional, publisher):
    publisher.publish(now=NOON)
    with town.house.transaction() as session:
        session.execute(update(Policy).values(rules=Policy.rules + " "))
    with pytest.raises(NotWhole):
        gathered(town, regional)


def test_a_voided_delivery_says_so(town, publisher, tmp_path):
    frozen = town.proof()
    with town.house.transaction() as session:
        first, second = (a_user(session, office=town.office) for _ in range(2))
        to, why = Status.LOST, "Amplopnya tidak pernah sampai."
        new = NewVoid(frozen.proof, town.office.id, first.id, second.id, to, why)
        void_delivery(session, town.ports, new, now=NOON)
    publisher.publish(now=NOON)
    folder = unpacked(town, frozen, tmp_path)
    ended = check(folder, sums=False)
    assert (ended.returncode, "VOIDED by two officers, entry" in ended.stdout) == (0, True)
    assert not (folder / "receipt.txt").exists()
