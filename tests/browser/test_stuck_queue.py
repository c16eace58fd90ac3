"""A queue that cannot be sent: handed to the office as a file, imported there, and empty once the line is back."""

import json
import re
from base64 import urlsafe_b64decode
from pathlib import Path

from playwright.sync_api import Route, expect
from sqlalchemy import select

from courier_app.db import Database
from courier_app.models import Media, Proof, ProofMedia
from tests.browser.browsers import DESKTOP, Street
from tests.browser.journeys import Parcel, deliver, proofs_kept, two_handed_over
from tests.browser.pages.courier import Phone
from tests.browser.pages.imports import ImportPage
from tests.browser.people import OfficePeople, an_office_with_people
from tests.browser.server import Server

UPLOADS = re.compile(r"/kurir/api/(media|proofs)/")
REFUSED = r"answer: (413|503)|net::ERR_INTERNET_DISCONNECTED|NetworkError|ERR_FAILED"
PORTAL = "<!doctype html><title>Wi-Fi gratis</title>"
TOO_LARGE = {
    "type": "/problems/too-large",
    "title": "Berkas terlalu besar",
    "status": 413,
    "detail": "Ditolak proksi.",
}
ACKNOWLEDGEMENTS = """() => new Promise((done, failed) => {
  const opening = indexedDB.open("kurir")
  opening.onerror = failed
  opening.onsuccess = () => {
    const reading = opening.result.transaction("sent").objectStore("sent").getAll()
    reading.onsuccess = () => (opening.result.close(), done(reading.result.map(({ proof, acks }) => [proof, acks])))
  }
})"""


def refuse(route: Route) -> None:
    """A proxy in between: photos never pass, records without any are said to be too large."""
    if "/media/" in route.request.url:
        return route.fulfill(status=503, content_type="text/html", body=PORTAL)
    return route.fulfill(status=413, content_type="application/problem+json", body=json.dumps(TOO_LARGE))


def in_hand(street: Street, server: Server, people: OfficePeople, phone: Phone) -> tuple[Phone, Parcel]:
    """Two packages taken over and sent; the first of them."""
    one, _ = two_handed_over(server, people)
    phone.sign_in(people.postman)
    phone.is_ready_offline()
    phone.person.complaints.expect(REFUSED)
    phone.accept_all()
    phone.everything_is_sent()
    return phone, one


def a_stuck_phone(server: Server, street: Street) -> tuple[OfficePeople, Phone, list[str]]:
    """Two packages taken over and one delivered, and nothing of it reaches the office; the labels."""
    people = an_office_with_people(server.database)
    one, two = two_handed_over(server, people)
    phone = Phone(street.somebody(server.origin))
    phone.sign_in(people.postman)
    phone.is_ready_offline()
    phone.person.complaints.expect(REFUSED)
    phone.person.context.route(UPLOADS, refuse)
    phone.accept_all()
    deliver(street, phone, one)
    phone.waits_to_send(3)
    return people, phone, [one.label, two.label]


def exported(phone: Phone, folder: Path, *, press: str = "export-all") -> Path:
    """From the queue to a file in the phone's downloads."""
    phone.queue()
    return saved_from(phone, folder, opener=press)


def readable(file: Path) -> bytes:
    """What anybody reads in the file: its text, and each part with the Base64 taken off.

    Words of four letters turn up in ciphertext by chance ("Siti" did): search for longer ones.
    The kind of a line is in its head.
    """
    text = file.read_bytes()
    return text + b"".join(urlsafe_b64decode(part + b"==") for part in re.split(rb"[.\s]+", text.strip()))


def saved_from(phone: Phone, folder: Path, *, opener: str) -> Path:
    """The way out that this button opens."""
    phone.page.locator(f"[data-do={opener}]").first.click()
    phone.page.click("[data-do=make-file]")
    with phone.page.expect_download() as saving:
        phone.page.click("[data-do=save-file]")
    kept = folder / saving.value.suggested_filename
    saving.value.save_as(kept)
    return kept


def files_kept(database: Database, proof: Proof) -> set[str]:
    kept = select(Media.sha256).join(ProofMedia).where(ProofMedia.proof_id == proof.id)
    with database.reading() as session:
        return {sha256.hex() for sha256 in session.scalars(kept)}


def acknowledgements(phone: Phone) -> dict[str, list[str]]:
    return dict(phone.page.evaluate(ACKNOWLEDGEMENTS))


def test_a_stuck_queue_reaches_the_office_as_a_file_and_each_proof_is_there_once(
    server: Server, street: Street, tmp_path: Path
) -> None:
    people, phone, labels = a_stuck_phone(server, street)
    phone.person.context.set_offline(True)
    file = exported(phone, tmp_path)
    assert re.fullmatch(r"antrean-kurir-\d{8}-\d{4}\.txt", file.name)
    for secret in ("Siti Aminah", "Melati 3", "Budi Santoso", "outcome", *labels):
        assert secret.encode() not in readable(file)
    shown_on_phone = phone.page.locator(".fingerprint").inner_text()
    phone.waits_to_send(3)

    page = ImportPage(street.somebody(server.origin, size=DESKTOP), people.officer)
    assert shown_on_phone in page.fingerprints()
    page.choose(file)
    assert page.states() == ["waiting"] * 3
    page.import_all()
    assert page.states() == ["sent"] * 3
    page.choose(file)
    page.import_all()
    assert page.states() == ["had"] * 3

    kept = [proof for label in labels for proof in proofs_kept(server.database, label)]
    assert sorted(proof.outcome.value for proof in kept) == ["delivered", "picked_up", "picked_up"]
    phone.waits_to_send(3)
    phone.person.context.unroute(UPLOADS)
    phone.person.context.set_offline(False)
    rows = phone.queue()
    phone.page.click("[data-do=send-now]")
    phone.everything_is_sent()
    expect(rows.locator("nth=0")).to_have_attribute("data-state", "accepted")
    assert rows.evaluate_all("all => all.map((row) => row.dataset.state)") == ["accepted"] * 3
    after = [proof for label in labels for proof in proofs_kept(server.database, label)]
    assert [proof.id for proof in after] == [proof.id for proof in kept]
    assert acknowledgements(phone) == {str(one.id): [one.acknowledgement.decode()] for one in kept}


# As a phone that is full of videos: what is left is filled up, down to a few kilobytes.
FILL = """async () => {
  const opening = indexedDB.open("videos", 1)
  opening.onupgradeneeded = () => opening.result.createObjectStore("videos", { autoIncrement: true })
  await new Promise((done) => (opening.onsuccess = done))
  const write = (size) => new Promise((done) => {
    const tx = opening.result.transaction("videos", "readwrite")
    tx.objectStore("videos").put(grains.slice(0, size))
    tx.oncomplete = () => done(true)
    tx.onabort = () => done(false)
  })
  // Nothing that could be packed.
  const grains = new Uint8Array(1_048_576)
  for (let from = 0; from < grains.length; from += 65_536) crypto.getRandomValues(grains.subarray(from, from + 65_536))
  let room = 300
  for (const size of [1_000_000, 100_000, 10_000]) while ((await write(size)) && room > 0) room -= 1
  if (!room) throw new Error("the disk has no end")
  opening.result.close()
}"""
NO_MORE = 20_000_000


def test_a_proof_that_a_full_phone_cannot_keep_leaves_from_the_very_screen(
    server: Server, street: Street, tmp_path: Path
) -> None:
    """Trap 2, from the thumb to the office: told, handed over sealed, and kept once there is room."""
    people = an_office_with_people(server.database)
    person = street.somebody(server.origin)
    disk = person.context.new_cdp_session(person.page)
    # From the start: browsers remember how much there was.
    disk.send("Storage.overrideQuotaForOrigin", {"origin": server.origin, "quotaSize": NO_MORE})
    phone, parcel = in_hand(street, server, people, Phone(person))
    street.camera.point_at(parcel.sticker, paper=parcel.envelope)
    proof = phone.scan()
    taken = phone.fill_in(photo=phone.take_photo)
    phone.review()
    phone.person.context.set_offline(True)
    phone.page.evaluate(FILL)
    phone.page.click("[data-do=done]")
    told = phone.page.locator(".finish [role=alert]")
    expect(told).to_contain_text("Bukti belum tersimpan")
    assert "delivered" not in phone.frozen()

    file = saved_from(phone, tmp_path, opener="hatch")
    expect(phone.page.locator("[data-do=done]")).to_have_count(0)  # nothing may be signed anew
    page = ImportPage(street.somebody(server.origin, size=DESKTOP), people.officer)
    page.choose(file)
    page.import_all()
    assert page.states() == ["sent"]

    phone.page.click("[data-do=keep-again]")
    expect(told).to_have_count(2)  # still full
    disk.send("Storage.overrideQuotaForOrigin", {"origin": server.origin})
    phone.page.click("[data-do=keep-again]")
    phone.is_on("putaran")
    phone.waits_to_send(1)
    phone.person.context.set_offline(False)
    phone.everything_is_sent()
    found = [one for one in proofs_kept(server.database, parcel.label) if one.outcome.value == "delivered"]
    assert [str(one.id) for one in found] == [proof]
    assert taken in files_kept(server.database, found[0])
    assert acknowledgements(phone)[proof] == [found[0].acknowledgement.decode()]


def test_one_proof_alone_can_be_handed_over_and_shared(
    server: Server, street: Street, tmp_path: Path
) -> None:
    """What the share sheet gets is the file; whoever closes the sheet loses nothing."""
    people, phone, _labels = a_stuck_phone(server, street)
    phone.page.evaluate(
        """() => {
          navigator.canShare = ({ files }) => files.every((file) => file.type === "text/plain")
          navigator.share = async ({ files: [file] }) => { window.shared = await file.text() }
        }"""
    )
    exported(phone, tmp_path, press="export-one")
    phone.page.click("[data-do=share-file]")
    phone.page.wait_for_function("() => window.shared")
    shared = tmp_path / "dari-obrolan.txt"
    shared.write_text(phone.page.evaluate("() => window.shared"))
    page = ImportPage(street.somebody(server.origin, size=DESKTOP), people.officer)
    page.choose(shared)
    page.import_all()
    assert page.states() == ["sent"]
    phone.waits_to_send(3)


def test_a_broken_file_says_so_row_by_row_and_a_whole_one_brings_the_rest(
    server: Server, street: Street, tmp_path: Path
) -> None:
    people, phone, _labels = a_stuck_phone(server, street)
    file = exported(phone, tmp_path)
    lines = file.read_text().splitlines()
    pieces = lines[1].split(".")
    pieces[3] = ("A" if pieces[3][0] != "A" else "B") + pieces[3][1:]
    damaged = "\n".join([lines[0], ".".join(pieces), *lines[2:]]) + "\n"
    file.write_text(damaged)
    page = ImportPage(street.somebody(server.origin, size=DESKTOP), people.officer)
    page.person.complaints.expect("answer: 422")
    page.choose(file)
    page.import_all()
    assert page.codes() == [("refused", "sealed-damaged"), ("sent", ""), ("held", "")]
    page.choose(_text(tmp_path, "\n".join([*lines[:-1], lines[-1][:99]])))
    page.import_all()
    assert page.codes() == [("sent", ""), ("had", ""), ("refused", "sealed-damaged")]
    page.choose(_text(tmp_path, "\n".join(lines[:-1])))
    page.import_all()
    assert page.codes() == [("had", ""), ("had", ""), ("refused", "export-incomplete")]
    file.write_text("\n".join(lines) + "\n")
    page.choose(file)
    page.import_all()
    assert page.codes() == [("had", ""), ("had", ""), ("sent", "")]
    page.choose(_text(tmp_path, "bukan cadangan"))
    assert page.problem() == "not-an-export"


def _text(folder: Path, text: str) -> Path:
    other = folder / "catatan.txt"
    other.write_text(text)
    return other
