"""Ways to lose a proof between "Selesai" and the phone's own storage (offline.md 13)."""

import json
import re
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from playwright.sync_api import Route, expect
from sqlalchemy import select

from courier_app.domain.packages import Status
from courier_app.models import StorageLoss
from tests.browser.browsers import Person, Street
from tests.browser.handset import Handset, Shift, a_picture, a_shift, ids, kept
from tests.browser.line import Line
from tests.browser.weather import API, no_line

PACKAGES = 2


@pytest.fixture
def phone(line: Line, phone: Handset) -> Handset:
    """Signed in, key enrolled; from here on without a line."""
    line.weather = no_line
    return phone


HOLD = "async (pkg) => (globalThis.held = await trap.prepare(pkg)).proof"
# Everything that "Selesai" waits for or writes passes here; at the wanted one the page stands still until it is killed.
STOP_AT = """(at) => {
  let calls = 0
  const hook = (holder, name) => {
    const real = holder[name]
    holder[name] = function (...said) {
      calls += 1
      if (calls === at) for (console.debug("HERE"); ; );
      return real.apply(this, said)
    }
  }
  hook(LockManager.prototype, "request")
  hook(IDBDatabase.prototype, "transaction")
  for (const name of ["sign", "digest"]) hook(SubtleCrypto.prototype, name)
  for (const name of ["get", "getKey", "put", "delete"]) hook(IDBObjectStore.prototype, name)
  globalThis.pressed = () => calls
}"""
PRESS = "() => void setTimeout(() => trap.press(held).then(() => console.debug('DONE')), 0)"
NAIVE = """() => void setTimeout(async () => {
  const store = await trap.asked(indexedDB.open("kurir"))
  const put = (name, row) => trap.asked(store.transaction(name, "readwrite").objectStore(name).put(row))
  await put("waiting", { proof: held.proof, user: held.user, parts: held.parts.map(({ sha256 }) => ({ sha256 })) })
  for (const { sha256, type, data } of held.parts) await put("parts", { proof: held.proof, sha256, type, data })
  console.debug("DONE")
}, 0)"""


def kill_tab(phone: Handset) -> Handset:
    """Its thread stands still: the browser takes the tab's process away, and the app is opened again in a new one."""
    again = Handset(phone.line, phone.context)
    phone.page.close()
    return again.open()


def killed_at(phone: Handset, label: str, at: int, how: str) -> tuple[Handset, str]:
    proof = str(phone.run(HOLD, label))
    both = f"(at) => (({STOP_AT})(at), ({how})())"
    with phone.page.expect_console_message(lambda said: said.text in ("HERE", "DONE")):
        phone.run(both, at)
    return kill_tab(phone), proof


def torn(phone: Handset, proof: str) -> str:
    """Nothing, when the proof is here whole or not at all."""
    row = phone.waiting().get(proof)
    parts = {part["sha256"] for part in phone.rows("parts") if part["proof"] == proof}
    drafts = {draft["proof"] for draft in phone.rows("drafts")}
    if row is None:
        return "" if proof in drafts and not parts else "parts without a proof, or nothing at all"
    return "" if parts == {part["sha256"] for part in row["parts"]} else "a proof without its parts"


def test_a_kill_at_any_step_of_selesai_leaves_the_whole_proof_or_the_draft(
    phone: Handset, shift: Shift
) -> None:
    """Trap 1."""
    phone.run(HOLD, shift.labels[0])
    phone.run(STOP_AT, 0)
    steps = phone.run("async () => (await trap.press(held), pressed())")
    whole = set(phone.waiting())
    for at in range(1, steps + 1):
        phone, proof = killed_at(phone, shift.labels[0], at, PRESS)
        assert torn(phone, proof) == "", f"killed at step {at} of {steps}"
        whole |= {proof} & phone.waiting().keys()
    (counter,) = [row for row in phone.rows("counters") if row["kid"] != "queue"]
    assert counter["seq"] == len(whole) == len(phone.waiting())
    assert steps > 8


def test_a_save_in_several_transactions_is_caught_torn(phone: Handset, shift: Shift) -> None:
    """Control of trap 1."""
    found = set()
    for at in range(2, 9):
        phone, proof = killed_at(phone, shift.labels[0], at, NAIVE)
        found.add(torn(phone, proof))
    assert "a proof without its parts" in found


BIG = """async (pkg) => {
  globalThis.held = await trap.prepare(pkg)
  held.parts[0] = await trap.picture("photo", "image/jpeg", 1600)
  return held.proof
}"""


def test_a_full_disk_keeps_the_proof_in_memory_until_there_is_room(
    line: Line, person: Person, shift: Shift
) -> None:
    """Trap 2: every put succeeds, and only the commit says no. The disk is small from the start: browsers remember.
    What the courier sees and does then is in test_stuck_queue."""
    phone = Handset(line, person.context, person.page)
    disk = phone.protocol()
    disk.send("Storage.overrideQuotaForOrigin", {"origin": line.origin, "quotaSize": 1_000_000})
    phone.open().sign_in(shift.account)
    line.weather = no_line
    proof = phone.run(BIG, shift.labels[0])
    press = "() => trap.press(held).then(() => 'kept', ({ name }) => name)"
    assert phone.run(press) == "QuotaExceededError"
    assert phone.waiting() == {}
    assert torn(phone, proof) == ""
    disk.send("Storage.overrideQuotaForOrigin", {"origin": line.origin})
    assert phone.run(press) == "kept"
    assert torn(phone, proof) == ""
    assert proof in phone.waiting()


def test_a_shift_does_not_start_without_room(line: Line, person: Person) -> None:
    """Trap 2: said before it happens. Chromium tells every page of the same 5 GB: what it says is put in its mouth."""
    shift = a_shift(line, status=Status.ASSIGNED)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    said = "(free) => (navigator.storage.estimate = async () => ({ quota: free, usage: 0 }))"
    for megabytes, words in ((150, "Kosongkan sebagian"), (20, "paket baru belum bisa diterima")):
        phone.run(f"(free) => void ({said})(free)", megabytes * 1_000_000)
        phone.wake()
        expect(phone.page.locator(".notices")).to_contain_text(words)
    phone.page.locator("[data-do=accept-all]").click()
    phone.page.locator("[data-do=accept-sure]").click()
    phone.says("Belum tersimpan")
    assert phone.waiting() == phone.sent() == {}


def test_a_database_that_died_in_the_background_is_opened_again(phone: Handset, shift: Shift) -> None:
    """Trap 3."""
    first = phone.capture(shift.labels[0])
    phone.run("async () => (await trap.product('store.js')).inStore(async (store) => store.close())")
    second = phone.capture(shift.labels[1])
    phone.run("async () => (await trap.product('store.js')).inStore(async (store) => store.close())")
    counted = "async () => (await trap.product('outbox.js')).queueCount()"
    assert phone.run(counted) == {"order": 2, "waiting": 2}
    assert list(phone.waiting()) == sorted([first, second])


def next_version(route: Route) -> None:
    text = route.fetch().text()
    newer, made = re.subn(
        r"STEPS\s*=\s*\[([^\]]+)\]",
        r'STEPS = [\1, (store) => store.createObjectStore("newer")]',
        text,
    )
    assert made == 1
    route.fulfill(body=newer, content_type="text/javascript")


# By the page's own clock, which a test can stop: how busy the machine is says nothing about the product.
NOTE_BLOCKED = """const open = IDBFactory.prototype.open
IDBFactory.prototype.open = function (...said) {
  const request = open.apply(this, said)
  request.addEventListener("blocked", () => (globalThis.blockedAt = Date.now()))
  return request
}"""


def a_tab_of_the_next_version(phone: Handset) -> Handset:
    newer = Handset(phone.line, phone.context)
    newer.page.clock.install()
    newer.page.add_init_script(NOTE_BLOCKED)
    newer.page.route("**/js/courier/app.js", next_version)  # store.js is in it
    newer.page.goto(f"{phone.line.origin}/kurir/")
    return newer


def test_an_upgrade_of_the_database_keeps_the_queue(line: Line, phone: Handset, shift: Shift) -> None:
    """Trap 4. The older tab makes way at once and says what to do."""
    proofs = sorted(phone.capture(label) for label in shift.labels)
    newer = a_tab_of_the_next_version(phone).ready()
    assert list(newer.waiting()) == proofs
    phone.says("Muat ulang halaman ini")
    line.fair_again()
    newer.send_now()
    newer.is_sent(*proofs)


def test_a_tab_that_blocks_an_upgrade_is_named_within_five_seconds(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 4."""
    proof = phone.capture(shift.labels[0])
    phone.run("async () => (await trap.product('store.js')).closeStore()")
    stubborn = Handset(line, phone.context)
    stubborn.page.goto(f"{line.origin}/kesehatan")
    stubborn.run("async () => void (globalThis.held = await trap.asked(indexedDB.open('kurir')))")
    newer = a_tab_of_the_next_version(phone)
    phone.page.close()
    newer.until(lambda: newer.run("() => globalThis.blockedAt"), "the upgrade is blocked")
    newer.page.clock.pause_at(newer.run("() => blockedAt + 5_000") / 1_000)
    expect(newer.page.locator("body")).to_contain_text("dipakai tab lain")
    newer.page.clock.resume()
    stubborn.page.close()
    assert list(newer.ready().waiting()) == [proof]


def test_a_form_finished_in_two_tabs_is_one_proof(line: Line, phone: Handset, shift: Shift) -> None:
    """The second signature would be another proof for ever (trap 6 from the phone's side)."""
    proof = phone.run(HOLD, shift.labels[0])
    other = phone.another_tab()
    other.page.goto(f"{line.origin}/kurir/#/serah/{proof}")
    expect(other.page.locator("body[data-screen=serah]")).to_be_visible()
    other.run(
        """async (proof) => {
          const [{ draftOf }, { actOf }] = await Promise.all(["outbox.js", "needs.js"].map(trap.product))
          const draft = await draftOf(proof)
          const { parcel, policy } = await trap.known(draft.pkg)
          Object.assign(globalThis, { draft, held: actOf(draft, parcel, policy, null) })
        }""",
        proof,
    )
    assert phone.run("() => trap.press(held)") is True
    expect(other.page.locator("body[data-screen=putaran]")).to_be_visible()
    other.says("sudah diselesaikan di tab lain")
    assert other.run("() => trap.press(held)") is False
    other.run("async () => (await trap.product('outbox.js')).keepDraft(draft)")
    assert [row["seq"] for row in phone.rows("counters")] == [1, 1]
    assert phone.rows("drafts") == []
    line.fair_again()
    phone.send_now()
    phone.is_sent(proof)
    assert other.run("() => trap.press(held)") is False
    assert phone.waiting() == {}


def test_a_reload_in_the_middle_brings_the_draft_back(line: Line, phone: Handset, shift: Shift) -> None:
    """Trap 14: as when the camera app pushes the browser out of memory."""
    proof = phone.run(HOLD, shift.labels[0])
    phone.page.goto(f"{line.origin}/kurir/#/serah/{proof}")
    photo = phone.page.locator("#part-photo figure img")
    expect(photo).to_be_visible()
    before = photo.get_attribute("data-sha256")
    phone.page.reload()
    expect(photo).to_have_attribute("data-sha256", str(before))
    expect(phone.page.locator("#part-who input").first).to_be_checked()


def test_a_reload_while_the_camera_app_is_open_brings_the_form_back(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 14: the phone's own camera app was opened, and the browser did not live to hear of the picture."""
    page = phone.page
    page.goto(f"{line.origin}/kurir/#/serah/{shift.labels[0]}")
    page.locator("#part-who .choice").first.click()
    page.click("[data-do=all-checks]")
    proof = page.locator("[data-proof]").get_attribute("data-proof")
    with page.expect_file_chooser():
        page.click("#part-photo .file-button")
    page.reload()
    expect(page.locator("[data-proof]")).to_have_attribute("data-proof", str(proof))
    expect(page.locator("#part-who input").first).to_be_checked()
    expect(page.locator("#part-checks input").first).to_be_checked()
    with page.expect_file_chooser() as chooser:
        page.click("#part-photo .file-button")
    chooser.value.set_files({"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": a_picture()})
    expect(page.locator("#part-photo figure img")).to_be_visible()


def test_storage_that_vanished_is_told_to_courier_and_office(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 19. What was unsent is named; nothing starts as if nothing had been."""
    phone.capture(shift.labels[0])
    phone.until(lambda: "!1!1" in phone.run("() => localStorage.getItem('kurir-jaga')"), "marked")
    clear = {"origin": line.origin, "storageTypes": "indexeddb"}
    phone.protocol().send("Storage.clearDataForOrigin", clear)
    phone.page.reload()
    phone.says("1 bukti yang belum terkirim hilang dari ponsel ini")
    line.fair_again()
    phone.sign_in(shift.account)
    phone.says("Kantor sudah diberi tahu")
    with line.database.reading() as session:
        (loss,) = session.scalars(select(StorageLoss).where(StorageLoss.courier_id == shift.courier_id))
    assert (loss.waiting, loss.last_order, len(loss.kid or "")) == (1, 1, 43)
    phone.page.get_by_role("button", name="Mengerti").click()
    expect(phone.page.locator(".alarms .alert")).to_have_count(0)
    phone.page.reload()
    phone.ready()
    expect(phone.page.locator(".alarms .alert")).to_have_count(0)


def test_one_of_two_marks_is_enough_to_notice(line: Line, phone: Handset, shift: Shift) -> None:
    """Trap 19: a browser that clears localStorage with the database leaves the cookie."""
    phone.capture(shift.labels[0])
    phone.until(lambda: "!1!1" in phone.run("() => document.cookie"), "marked")
    clear = {"origin": line.origin, "storageTypes": "indexeddb,local_storage"}
    phone.protocol().send("Storage.clearDataForOrigin", clear)
    phone.page.reload()
    phone.says("1 bukti yang belum terkirim hilang dari ponsel ini")


KEY_REFUSED = """(() => {
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (row, ...key) {
    if (this.name === "devices") throw new DOMException("CryptoKey", "DataCloneError")
    return put.call(this, row, ...key)
  }
})()"""
KEY_FORGOTTEN = """(() => {
  const { get } = IDBObjectStore.prototype
  IDBObjectStore.prototype.get = function (key) {
    return get.call(this, this.name === "devices" ? "nobody" : key)
  }
})()"""


@pytest.mark.parametrize("fault", [KEY_REFUSED, KEY_FORGOTTEN], ids=["refused", "read-back-as-nothing"])
def test_a_phone_that_cannot_keep_a_key_captures_unsigned(
    line: Line, person: Person, shift: Shift, fault: str
) -> None:
    """Trap 23."""
    person.page.add_init_script(fault)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    proof = phone.capture(shift.labels[0])
    phone.is_sent(proof)
    assert phone.sent()[proof]["type"] == "application/json"
    (found,) = kept(line, shift.labels[0])
    assert found.device_id is None
    assert not line.sent(f"{API}devices")


def manifest_of(row: dict[str, Any]) -> dict[str, Any]:
    piece = row["body"].split(".")[1]
    return dict(json.loads(urlsafe_b64decode(piece + "=" * (-len(piece) % 4))))


def test_two_packages_without_a_line_keep_to_their_own_evidence(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 24."""
    proofs = [phone.capture(label) for label in shift.labels]
    manifests = [manifest_of(phone.waiting()[proof]) for proof in proofs]
    assert [manifest["pkg"] for manifest in manifests] == list(shift.labels)
    one, two = ({line["sha256"] for line in manifest["media"]} for manifest in manifests)
    assert len(one) == len(two) == 2
    assert not one & two
    line.fair_again()
    phone.send_now()
    phone.is_sent(*proofs)
    assert [ids(kept(line, label)) for label in shift.labels] == [[proof] for proof in proofs]


NEVER = "navigator.geolocation.watchPosition = () => 1"


@pytest.mark.parametrize(
    ("permissions", "stub", "why"),
    [([], "", "denied"), (["geolocation"], NEVER, "timeout")],
    ids=["refused", "no-answer"],
)
def test_a_place_that_is_not_known_is_written_down_and_holds_up_nothing(
    line: Line, chromium: Street, shift: Shift, permissions: list[str], stub: str, why: str
) -> None:
    """Trap 26."""
    person = chromium.somebody(line.origin, service_workers="block", permissions=permissions)
    person.page.add_init_script(stub)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    reason = "async () => JSON.stringify((await trap.product('place.js')).placeNow())"
    phone.until(lambda: why in phone.run(reason), why)
    proof = phone.capture(shift.labels[0])
    phone.is_sent(proof)
    assert manifest_of(phone.sent()[proof])["gps"] == {"none": why}
    person.context.close()


def test_a_fix_far_off_is_kept_with_how_far(line: Line, person: Person, shift: Shift) -> None:
    """Trap 26."""
    person.context.set_geolocation({"latitude": -6.7, "longitude": 111.3, "accuracy": 5_000})
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    phone.until(
        lambda: phone.run("async () => 'acc_m' in (await trap.product('place.js')).placeNow()"), "a fix"
    )
    proof = phone.capture(shift.labels[0])
    phone.is_sent(proof)
    assert manifest_of(phone.sent()[proof])["gps"]["acc_m"] == 5_000
