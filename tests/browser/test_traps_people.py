"""Ways to lose a proof by who is signed in, for how long, and by what the phone takes for the time (offline.md 13)."""

import json
from base64 import urlsafe_b64decode
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from tests.browser.browsers import Person, Street
from tests.browser.handset import Handset, Shift, a_shift, end_sessions, ids, kept, withdraw_phones
from tests.browser.line import Line
from tests.browser.weather import API, no_line
from tests.faults.proxy import Fault, Request

PACKAGES = 3

DEVICE_SESSION = "**/kurir/api/session/device"
DAY_MS, HOUR_MS = 86_400_000, 3_600_000


def go(phone: Handset, screen: str) -> None:
    phone.page.goto(f"{phone.line.origin}/kurir/#/{screen}")
    expect(phone.page.locator(f"body[data-screen={screen}]")).to_be_visible()


def test_signing_out_is_refused_while_something_waits(line: Line, phone: Handset, shift: Shift) -> None:
    """Trap 17."""
    line.weather = no_line
    proof = phone.capture(shift.labels[0])
    go(phone, "akun")
    phone.page.get_by_role("button", name="Keluar").click()
    phone.says("Belum bisa keluar: 1 bukti")
    line.fair_again()
    phone.send_now()
    phone.is_sent(proof)
    go(phone, "akun")
    phone.page.get_by_role("button", name="Keluar").click()
    expect(phone.page.locator("body[data-screen=masuk]")).to_be_visible()


def test_the_steps_to_install_are_not_shown_before_the_queue_is_empty(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 20: an installed app may have a storage of its own."""
    line.weather = no_line
    phone.capture(shift.labels[0])
    go(phone, "pasang")
    steps = phone.page.locator("#app ol li")
    expect(phone.page.locator("#app .alert.tone-warn")).to_be_visible()
    expect(steps).to_have_count(0)
    line.fair_again()
    phone.send_now()
    phone.until(lambda: not phone.waiting(), "sent")
    go(phone, "pasang")
    expect(steps.first).to_be_visible()


def test_what_waits_in_the_tab_is_sent_by_the_tab_and_not_doubled_by_the_installed_app(
    line: Line, phone: Handset, chromium: Street, shift: Shift
) -> None:
    """Trap 20: the installed app has a storage of its own, and the same courier in it."""
    line.weather = lambda request: Fault.EARLY_DROP if request.method == "PUT" else Fault.NONE
    left = phone.capture(shift.labels[0])
    home = chromium.somebody(line.origin, service_workers="block")
    installed = Handset(line, home.context, home.page).open().sign_in(shift.account)
    assert installed.waiting() == {}
    line.fair_again()
    installed.enrolled()
    theirs = installed.capture(shift.labels[1])
    installed.is_sent(theirs)
    assert installed.sent().keys() == {theirs}
    phone.send_now()
    phone.is_sent(left)
    assert sorted(ids(kept(line, *shift.labels))) == sorted([left, theirs])
    home.context.close()


def test_another_courier_on_the_phone_neither_sends_nor_erases(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 17. The first one's proof goes when the first one is back."""
    line.weather = no_line
    proof = phone.capture(shift.labels[0])
    line.fair_again()
    line.weather = lambda request: Fault.EARLY_DROP if request.method == "PUT" else Fault.NONE
    other = a_shift(line)
    go(phone, "masuk")
    phone.sign_in(other.account)
    line.fair_again()
    theirs = phone.capture(other.labels[0])
    phone.send_now()
    phone.is_sent(theirs)
    assert phone.waiting().keys() == {proof}
    assert not [request for request in line.sent(f"{API}proofs/") if proof in request.path]
    go(phone, "masuk")
    phone.sign_in(shift.account)
    phone.send_now()
    phone.is_sent(proof)
    assert ids(kept(line, *shift.labels)) == [proof]


def test_a_session_that_ended_is_opened_again_by_the_key_without_a_person(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 18: forty days later, cookies gone, the queue goes by itself."""
    line.weather = no_line
    first = phone.capture(shift.labels[0])
    end_sessions(line, shift.courier_id)
    phone.context.clear_cookies()
    phone.page.reload()
    second = phone.ready().capture(shift.labels[1])
    phone.run("(ms) => trap.jumpClock(ms)", 40 * DAY_MS)
    phone.page.reload()
    phone.ready()
    line.fair_again()
    phone.send_now()
    phone.is_sent(first, second)
    assert sorted(ids(kept(line, *shift.labels))) == sorted([first, second])


def says_no(route: Route) -> None:
    refusal = {"type": "/problems/sign-in-needed", "title": "Masuk dulu", "status": 401, "detail": ""}
    route.fulfill(status=401, body=json.dumps(refusal), content_type="application/problem+json")


def test_a_session_that_stays_closed_pauses_the_queue_and_signing_in_resumes_it(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 18: capture goes on meanwhile."""
    end_sessions(line, shift.courier_id)
    phone.page.route(DEVICE_SESSION, says_no)
    first = phone.capture(shift.labels[0])
    phone.until(lambda: phone.waiting()[first]["last"], "an answer")
    assert phone.waiting()[first]["last"]["code"] == "session"
    second = phone.capture(shift.labels[1])
    go(phone, "putaran")
    phone.says("Masuk lagi agar bukti terkirim")
    assert kept(line, *shift.labels) == []
    phone.page.unroute(DEVICE_SESSION)
    end_sessions(line, shift.courier_id)
    go(phone, "masuk")
    phone.sign_in(shift.account)
    phone.is_sent(first, second)
    assert sorted(ids(kept(line, *shift.labels))) == sorted([first, second])


def test_a_withdrawn_phone_says_so_names_itself_and_keeps_everything(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """On every screen, with the queue's way out."""
    line.weather = no_line
    proof = phone.capture(shift.labels[0])
    alarm = phone.page.locator("[data-alarm=revoked]")
    expect(alarm).to_have_count(0)
    withdraw_phones(line, shift.courier_id)
    line.fair_again()
    phone.send_now()
    (device,) = phone.rows("devices")
    for screen in ("putaran", "akun"):
        go(phone, screen)
        expect(alarm).to_contain_text("sudah dicabut oleh kantor")
        expect(alarm).to_contain_text(device["kid"][:8])
    assert phone.page.locator("#app .facts").get_by_text(device["kid"][:8]).count() == 1
    assert list(phone.waiting()) == [proof]
    alarm.get_by_role("link", name="Cadangkan untuk kantor").click()
    expect(phone.page.locator("body[data-screen=cadangan]")).to_be_visible()


def manifest_of(row: dict[str, Any]) -> dict[str, Any]:
    piece = row["body"].split(".")[1]
    return dict(json.loads(urlsafe_b64decode(piece + "=" * (-len(piece) % 4))))


@pytest.mark.parametrize("wrong_ms", [-400 * DAY_MS, DAY_MS], ids=["400-days-behind", "a-day-ahead"])
def test_a_wrong_clock_changes_neither_order_nor_identity_and_is_flagged(
    line: Line, person: Person, shift: Shift, wrong_ms: int
) -> None:
    """Trap 13: wrong before the first sign-in, so that even the login is dated by the server."""
    phone = Handset(line, person.context, person.page).open()
    phone.run("(ms) => trap.jumpClock(ms)", wrong_ms)
    phone.page.reload()
    phone.ready().sign_in(shift.account)
    phone.says("Jam ponsel ini salah lebih dari 10 menit")
    line.weather = no_line
    proofs = [phone.capture(label) for label in shift.labels]
    order = sorted(phone.waiting().values(), key=lambda row: int(row["order"]))
    assert [row["proof"] for row in order] == proofs
    line.fair_again()
    phone.send_now()
    phone.is_sent(*proofs)
    found = sorted(kept(line, *shift.labels), key=lambda proof: proof.seq)
    assert ids(found) == proofs
    assert all(abs((proof.offset_ms or 0) + wrong_ms) < 60_000 for proof in found)
    assert all("clock-skew" in str(proof.flags) for proof in found)


def test_a_clock_set_back_in_mid_shift_is_noticed_without_a_line(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 13: the monotonic clock goes on; the next proof has the offset of the new setting."""
    line.weather = no_line
    before = phone.capture(shift.labels[0])
    phone.run("(ms) => trap.jumpClock(ms)", -2 * HOUR_MS)
    after = phone.capture(shift.labels[1])
    manifests = [manifest_of(phone.waiting()[proof]) for proof in (before, after)]
    assert abs(manifests[0]["offset_ms"]) < 60_000
    assert abs(manifests[1]["offset_ms"] - 2 * HOUR_MS) < 60_000
    assert [manifest["seq"] for manifest in manifests] == [1, 2]
    go(phone, "antrean")
    go(phone, "putaran")
    phone.says("Jam ponsel ini salah lebih dari 10 menit")


def no_round(request: Request) -> Fault:
    return Fault.EARLY_DROP if request.path.startswith(f"{API}round") else Fault.NONE


def test_a_delivered_letter_is_not_offered_again_when_the_clock_was_put_right(
    line: Line, person: Person, shift: Shift
) -> None:
    """Trap 13: the round was stored by a clock a day ahead, the answer comes under the right one."""
    phone = Handset(line, person.context, person.page).open()
    phone.run("(ms) => trap.jumpClock(ms)", DAY_MS)
    phone.page.reload()
    phone.ready().sign_in(shift.account).enrolled()
    line.weather = no_round
    phone.run("(ms) => trap.jumpClock(ms)", 0)
    phone.page.reload()
    proof = phone.ready().capture(shift.labels[0])
    phone.is_sent(proof)
    go(phone, "pindai")
    phone.page.fill("#code", shift.labels[0])
    phone.page.click("form.label-entry button[type=submit]")
    expect(phone.page.locator(".scan-said")).to_contain_text("sudah Anda serahkan")


def test_a_clock_that_jumps_ahead_takes_no_round_from_a_phone_without_a_line(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Trap 13: every package of the day is still there to be handed over."""
    line.weather = no_line
    phone.run("(ms) => trap.jumpClock(ms)", 30 * DAY_MS)
    phone.page.reload()
    phone.ready()
    # Emptying runs at the start, beside the screens: what is asked here comes after it.
    phone.run("async () => (await trap.product('past.js')).emptyPastRounds()")
    (row,) = phone.rows("rounds")
    assert {package["pkg"] for package in row["round"]["packages"]} == set(shift.labels)
    assert phone.capture(shift.labels[0]) in phone.waiting()


def portal(request: Request) -> Fault:
    return Fault.EARLY_HTML if request.path.startswith(API) else Fault.NONE


def test_a_portal_does_not_set_the_clock_that_is_signed(line: Line, phone: Handset, shift: Shift) -> None:
    """Its every page is dated 1970."""
    line.weather = portal
    first = phone.capture(shift.labels[0])
    phone.until(lambda: phone.waiting()[first]["last"], "the portal's answer")
    second = phone.capture(shift.labels[1])
    assert abs(manifest_of(phone.waiting()[second])["offset_ms"]) < 60_000
    go(phone, "putaran")
    expect(phone.page.locator("body")).not_to_contain_text("Jam ponsel ini salah")
    line.fair_again()
    phone.send_now()
    phone.is_sent(first, second)


def test_every_manifest_has_both_clocks_and_the_time_of_the_fix(
    line: Line, phone: Handset, shift: Shift
) -> None:
    """Evidence.md 2.2."""
    phone.until(
        lambda: phone.run("async () => 'acc_m' in (await trap.product('place.js')).placeNow()"), "a fix"
    )
    proof = phone.capture(shift.labels[0])
    phone.is_sent(proof)
    manifest = manifest_of(phone.sent()[proof])
    assert manifest["mono_ms"] >= 0
    assert isinstance(manifest["offset_ms"], int)
    assert manifest["gps"]["fix_at"].endswith("Z")
