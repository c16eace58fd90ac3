"""Ways to lose the app itself: its service worker, its cache, an update in the middle of a handover (offline.md 13)."""

import re
from collections.abc import Iterator
from hashlib import sha256

import pytest
from playwright.sync_api import Route, expect

from tests.browser.browsers import Person, Street
from tests.browser.handset import Handset, Shift, ids, kept
from tests.browser.line import Line
from tests.faults.proxy import Fault, Request

MEDIA, PROOF = "/kurir/api/media/", "/kurir/api/proofs/"
APP_SCRIPT = "**/js/courier/app.js"


def nothing_answers(_: Request) -> Fault:
    return Fault.EARLY_DROP


PACKAGES = 2


@pytest.fixture
def person(line: Line, chromium: Street) -> Iterator[Person]:
    person = chromium.somebody(line.origin)
    yield person
    person.context.close()


@pytest.fixture
def phone(line: Line, person: Person, shift: Shift) -> Handset:
    """Signed in, and everything kept for a day without a line."""
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    expect(phone.page.locator(".notices .badge.tone-good")).to_be_visible()
    return phone


def drop_from_cache(phone: Handset, ending: str) -> None:
    dropped = phone.run(
        """async (ending) => {
          const name = (await caches.keys()).at(-1)
          const cache = await caches.open(name)
          const found = (await cache.keys()).find(({ url }) => url.endsWith(ending))
          return cache.delete(found)
        }""",
        ending,
    )
    assert dropped


def test_bytes_pass_the_service_worker_unchanged(line: Line, phone: Handset, shift: Shift) -> None:
    """Trap 11. The same capture without a service worker is every test of the other files."""
    assert phone.run("() => navigator.serviceWorker.controller !== null")
    proof = phone.capture(shift.labels[0])
    phone.is_sent(proof)
    parts = line.sent(MEDIA)
    assert len(parts) == 2
    assert all(sha256(part.body).hexdigest() == part.path.rsplit("/", 1)[1] for part in parts)
    (whole,) = line.sent(PROOF)
    assert whole.body.decode() == phone.sent()[proof]["body"]


def test_a_cold_start_without_a_line_opens_the_round(line: Line, phone: Handset, shift: Shift) -> None:
    """Trap 12, and the capture that follows."""
    line.weather = nothing_answers
    phone.protocol().send("Network.clearBrowserCache")
    phone.page.close()
    again = Handset(line, phone.context).open()
    expect(again.page.locator(f".parcel[data-pkg='{shift.labels[0]}']")).to_be_visible()
    assert again.capture(shift.labels[0]) in again.waiting()


@pytest.mark.parametrize("ending", ["/zxing_reader.wasm", "/screens/capture.js"], ids=["engine", "screen"])
def test_a_hole_in_the_cache_ends_readiness_until_it_is_mended(
    line: Line, phone: Handset, ending: str
) -> None:
    """Trap 12: said is only what was read back; with a line it mends itself."""
    drop_from_cache(phone, ending)
    phone.protocol().send("Network.clearBrowserCache")
    line.weather = nothing_answers
    phone.page.reload()
    expect(phone.page.locator(".notices .badge.tone-warn")).to_be_visible()
    line.fair_again()
    phone.page.reload()
    expect(phone.page.locator(".notices .badge.tone-good")).to_be_visible()


@pytest.mark.parametrize("ending", ["/js/courier/app.js", "/kurir/"], ids=["module", "page"])
def test_a_hole_in_the_cache_is_filled_from_the_network(line: Line, phone: Handset, ending: str) -> None:
    """Trap 12: never a blank page."""
    drop_from_cache(phone, ending)
    phone.page.reload()
    phone.ready()
    expect(phone.page.locator("body[data-screen=putaran]")).to_be_visible()


class Deploy:
    """The next build, as phones get it: another version of the shell, made of the same files."""

    def __init__(self, version: str) -> None:
        self.old, self.new = version.encode(), version[::-1].encode()

    def __call__(self, request: Request, answer: bytes) -> bytes:
        shell = request.path in ("/kurir/", "/kurir/sw.js")
        return answer.replace(self.old, self.new) if shell else answer


VERSION = "() => document.getElementById('app').dataset.version"
LOOK = "async () => void (await navigator.serviceWorker.getRegistration('/kurir/')).update()"
WAITS = "async () => (await navigator.serviceWorker.getRegistration('/kurir/')).waiting !== null"
# What the page says to a service worker. A page asks for locks in order: the tap has been decided when this has been.
HEAR = """() => {
  const [say, heard] = [ServiceWorker.prototype.postMessage, []]
  globalThis.heard = heard
  ServiceWorker.prototype.postMessage = function (said, ...rest) {
    heard.push(said)
    return say.call(this, said, ...rest)
  }
}"""
UPDATE_AFTER_THE_TAP = "async () => (await trap.product('shell.js')).update()"
GENERATIONS = "async () => (await caches.keys()).filter((name) => name.startsWith('kurir-shell-'))"


def test_a_page_whose_scripts_never_come_offers_to_load_itself_anew(line: Line, chromium: Street) -> None:
    """As when the service worker's process dies while a tab opens: no answer, and no error either."""
    page = chromium.somebody(line.origin, service_workers="block").page
    page.route(APP_SCRIPT, lambda _route: None, times=1)
    page.goto("/kurir/", wait_until="commit")
    again = page.get_by_role("link", name="Muat ulang")
    expect(page.get_by_text("Membuka…")).to_be_visible()
    expect(again).to_be_hidden()
    expect(again).to_be_visible()
    again.click()
    expect(page.locator("body[data-screen=masuk]")).to_be_visible()
    expect(again).to_have_count(0)


@pytest.fixture
def deploy(line: Line, phone: Handset) -> Iterator[Deploy]:
    fair, deploy = line.proxy.edit, Deploy(phone.run(VERSION))
    line.proxy.edit = deploy
    phone.run(LOOK)
    phone.until(lambda: phone.run(WAITS), "the new build is stored and waits")
    yield deploy
    line.proxy.edit = fair


@pytest.fixture
def uncached(line: Line, chromium: Street, shift: Shift) -> Iterator[Handset]:
    """Nothing of the app is kept yet, and it is used."""
    person = chromium.somebody(line.origin, service_workers="block")
    yield Handset(line, person.context, person.page).open().sign_in(shift.account)
    person.context.close()


def gone(route: Route) -> None:
    route.fulfill(status=404, content_type="text/html", body="<!doctype html><title>404</title>")


def test_a_screen_that_a_deploy_took_away_comes_back_with_the_form_at_a_tap(
    line: Line, uncached: Handset, shift: Shift
) -> None:
    """Trap 12: the server knows the files of the build before no more, and the phone had not kept them."""
    page = uncached.page
    page.route("**/screens/failed.js", gone)
    page.goto(f"{line.origin}/kurir/#/serah/{shift.labels[0]}")
    page.locator("#part-who .choice").first.click()
    page.click("[data-do=turn]")
    uncached.says("Bukti yang sudah selesai tetap tersimpan")
    page.unroute("**/screens/failed.js")
    page.get_by_role("button", name="Muat ulang").click()
    expect(page.locator("body[data-screen=gagal]")).to_be_visible()
    page.click("[data-do=turn]")
    expect(page.locator("#part-who input").first).to_be_checked()


def test_a_tap_whose_file_a_deploy_took_away_is_answered_in_words(
    line: Line, uncached: Handset, shift: Shift
) -> None:
    """Trap 12: the form stays as it is."""
    page = uncached.page
    page.route("**/own_phone_part.js", gone)
    page.goto(f"{line.origin}/kurir/#/serah/{shift.labels[0]}")
    page.locator("#part-who .choice").first.click()
    page.click("[data-do=own-phone]")
    expect(page.locator("[data-missed]")).to_contain_text("Satu bagian aplikasi belum termuat")
    page.unroute("**/own_phone_part.js")
    page.locator("[data-missed] button").click()
    expect(page.locator("#part-who input").first).to_be_checked()
    page.click("[data-do=own-phone]")
    expect(page.locator(".own-phone-qr")).to_be_visible()


def test_an_update_waits_for_a_tap_and_for_the_end_of_a_capture(
    line: Line, phone: Handset, shift: Shift, deploy: Deploy
) -> None:
    """Trap 12: the capture ends on the build that it began on."""
    proof = phone.run("async (pkg) => (globalThis.held = await trap.prepare(pkg)).proof", shift.labels[0])
    other = phone.another_tab()
    other.page.goto(f"{line.origin}/kurir/#/serah/{proof}")
    expect(other.page.locator("body[data-screen=serah]")).to_be_visible()
    held = "() => navigator.locks.query().then(({ held }) => held.some(({ name }) => name === 'kurir-serah'))"
    other.until(lambda: other.run(held), "the capture is open")
    update = phone.page.get_by_role("button", name="Perbarui")
    expect(update).to_be_visible()
    phone.run(HEAR)
    update.click()
    assert phone.run(UPDATE_AFTER_THE_TAP) is False
    assert phone.run("() => heard") == []
    assert phone.run(WAITS)
    assert phone.run(VERSION) == deploy.old.decode()
    assert other.run("() => trap.product('screens/failed.js').then(({ open }) => typeof open)") == "function"
    other.page.close()

    update.click()
    phone.until(lambda: version_of(phone) == deploy.new.decode(), "the new build")
    phone.ready()
    names = phone.until(lambda: phone.run(GENERATIONS), "generations")
    assert sorted(names) == sorted(f"kurir-shell-{build.decode()}" for build in (deploy.old, deploy.new))


def version_of(phone: Handset) -> str:
    return str(phone.page.locator("#app").get_attribute("data-version"))


def test_a_new_build_with_a_hole_falls_back_to_the_one_before(
    line: Line, phone: Handset, deploy: Deploy
) -> None:
    """Trap 12: one generation is kept for this."""
    update = phone.page.get_by_role("button", name="Perbarui")
    update.click()
    phone.until(lambda: version_of(phone) == deploy.new.decode(), "the new build")
    phone.ready()
    drop_from_cache(phone, "/js/courier/app.js")
    line.weather = nothing_answers
    phone.page.reload()
    phone.ready()
    assert version_of(phone) == deploy.old.decode()


def test_a_sync_event_wakes_the_pages_queue_and_sends_nothing_itself(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 7."""
    line.weather = lambda request: Fault.EARLY_DROP if request.method == "PUT" else Fault.NONE
    proof = phone.capture(shift.labels[0])
    phone.until(lambda: phone.waiting()[proof]["tries"], "tried")
    line.fair_again()
    protocol = phone.protocol()
    found: list[str] = []
    protocol.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: found.extend(one["registrationId"] for one in said["registrations"]),
    )
    protocol.send("ServiceWorker.enable")
    phone.until(lambda: found, "a registration")
    asked = {"origin": line.origin, "registrationId": found[0], "tag": "outbox", "lastChance": False}
    for _ in range(20):
        protocol.send("ServiceWorker.dispatchSyncEvent", asked)
    phone.is_sent(proof)
    assert ids(kept(line, shift.labels[0])) == [proof]
    assert len(line.sent(PROOF)) == 1


def test_a_portals_page_never_becomes_the_app(line: Line, phone: Handset) -> None:
    """Traps 8 and 12: the shell's page is missing, and the Wi-Fi answers 200 with its own."""
    drop_from_cache(phone, "/kurir/")
    line.weather = lambda _: Fault.EARLY_HTML
    phone.page.reload()
    assert not re.search("Wi-Fi gratis", phone.page.content())
    expect(phone.page.locator("body")).to_contain_text("belum tersimpan di ponsel ini")
