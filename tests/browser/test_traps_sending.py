"""Ways to lose a proof on its way: every answer and every break of the line that offline.md 8 and 13 list."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from playwright.sync_api import Route, expect

from tests.browser.browsers import Person
from tests.browser.handset import Handset, a_shift, ids, kept
from tests.browser.line import Line
from tests.browser.postman import labels, phone, shift, signed_in
from tests.browser.weather import MEDIA, PROOF, Weather
from tests.faults.proxy import Fault, Request

__all__ = ["labels", "phone", "shift", "signed_in"]


def _more_than(line: Line, tries: int) -> bool:
    return len(line.sent(PROOF)) > tries


def test_an_answer_lost_after_the_commit_twenty_times_leaves_one_proof(
    line: Line, phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 5. Every try carries the same bytes."""
    line.weather = Weather(Fault.LATE_DROP, PROOF, times=20)
    label = next(labels)
    proof = phone.capture(label)
    phone.page.goto(f"{line.origin}/kurir/#/antrean")
    while len(line.sent(PROOF)) < 20:
        tries = phone.until(lambda: phone.waiting()[proof]["tries"], "tried")
        phone.send_now()
        phone.until(partial(_more_than, line, tries), "tried again")
    phone.is_sent(proof)
    assert ids(kept(line, label)) == [proof]
    assert len({request.body for request in line.sent(PROOF)}) == 1


def test_a_broken_line_is_told_as_no_answer_and_not_as_something_the_courier_did(
    line: Line, phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 27."""
    line.weather = Weather(Fault.CUT_REQUEST, MEDIA)
    phone.capture(next(labels))
    phone.page.goto(f"{line.origin}/kurir/#/antrean")
    expect(phone.page.locator("li[data-state=waiting] .why")).to_have_text("Tidak ada jawaban dari server.")


def test_a_part_that_somebody_else_says_yes_to_is_sent_again_when_the_server_misses_it(
    line: Line, phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 9: a box on the way answers as the server would, and keeps nothing; the server's 409 brings the part."""
    stolen: list[str] = []

    def steal(route: Route) -> None:
        name = route.request.url.rsplit("/", 1)[1]
        if name in stolen:
            return route.fallback()
        stolen.append(name)
        size = len(route.request.post_data_buffer or b"")
        return route.fulfill(status=201, json={"sha256": name, "size": size})

    phone.page.route(f"**{MEDIA}*", steal)
    label = next(labels)
    proof = phone.capture(label)
    phone.is_sent(proof)
    phone.page.unroute(f"**{MEDIA}*")
    assert len(stolen) == 2
    assert ids(kept(line, label)) == [proof]


def test_a_part_that_is_gone_stops_its_proof_and_no_other(
    line: Line, phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 10. The part is put back at the end: the test after this one needs an empty queue."""
    line.weather = Weather(Fault.EARLY_DROP, "/kurir/api/")
    broken_label, whole_label = next(labels), next(labels)
    broken, whole = phone.capture(broken_label), phone.capture(whole_label)
    phone.run(
        """(proof) => trap.change("parts", async (parts) => {
          const [part] = await trap.asked(parts.getAll(IDBKeyRange.bound([proof], [proof, []])))
          globalThis.taken = part
          parts.delete([part.proof, part.sha256])
        })""",
        broken,
    )
    line.fair_again()
    phone.send_now()
    phone.is_sent(whole)
    phone.says("hilang dari ponsel ini")  # either may have its turn first: both waited after the dropped line
    row = phone.waiting()[broken]
    assert (row["state"], row["last"]["code"]) == ("attention", "part-lost")
    assert not [request for request in line.sent(PROOF) if broken in request.path]
    assert kept(line, broken_label) == []
    phone.run("() => trap.change('parts', async (parts) => void parts.put(taken))")


OTHER_BODY = """async (proof) => {
  const [{ sign, fromB64u, sha256, utf8 }, { storedKey }] = await Promise.all(["jws.js", "keys.js"].map(trap.product))
  const [row] = (await trap.rows("sent")).filter((one) => one.proof === proof)
  const { keys, kid } = await storedKey(row.user)
  const manifest = fromB64u(row.body.split(".")[1])
  const body = await sign({ alg: "ES256", kid, typ: "pod+jws" }, manifest, keys.privateKey)
  const other = { ...row, body, jh: await sha256(utf8(body)), state: "waiting", tries: 0 }
  await trap.change("waiting", async (waiting) => void waiting.put(other))
}"""


def test_another_body_under_the_same_id_is_parked_and_can_be_put_aside(
    line: Line, phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 6: as a phone has it that finished one form in two tabs before we knew better."""
    label = next(labels)
    proof = phone.capture(label)
    phone.is_sent(proof)
    phone.run(OTHER_BODY, proof)
    phone.send_now()
    phone.until(
        lambda: phone.waiting()[proof]["state"] == "attention", "parked"
    )  # the button tries it once more
    last = phone.waiting()[proof]["last"]
    assert (last["status"], last["code"]) == (422, "proof-conflict")
    phone.says("sudah terkirim dari tab lain")
    phone.page.get_by_role("button", name="Singkirkan salinan").click()
    phone.until(lambda: not phone.waiting(), "put aside")
    assert len(phone.sent()[proof]["copies"]) == 1
    assert ids(kept(line, label)) == [proof]


def test_another_body_is_not_put_aside_without_an_acknowledgement(
    phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 6: what this phone holds no answer for stays, whoever asks."""
    proof = phone.capture(next(labels))
    phone.is_sent(proof)
    phone.run(OTHER_BODY, proof)
    phone.run("(proof) => trap.change('sent', async (sent) => void sent.delete(proof))", proof)
    asked = "async (proof) => (await trap.product('outbox.js')).setAside(proof)"
    assert phone.run(asked, proof) is False
    assert proof in phone.waiting()
    phone.run("(proof) => trap.change('waiting', async (waiting) => void waiting.delete(proof))", proof)


def test_a_queue_of_eight_days_is_sent(line: Line, phone: Handset, labels: Iterator[str]) -> None:
    """Trap 21."""
    line.weather = Weather(Fault.EARLY_DROP, "/kurir/api/")
    mine = [next(labels), next(labels)]
    proofs = [phone.capture(label) for label in mine]
    phone.run("() => trap.jumpClock(8 * 86_400_000)")
    line.fair_again()
    phone.page.reload()
    phone.is_sent(*proofs)
    phone.run("() => trap.jumpClock(0)")
    assert sorted(ids(kept(line, *mine))) == sorted(proofs)


WATCH_PARTS = """() => {
  const events = (globalThis.events = [])
  const { get, getAll } = IDBObjectStore.prototype
  IDBObjectStore.prototype.get = function (key) {
    if (this.name === "parts") events.push("read")
    return get.call(this, key)
  }
  IDBObjectStore.prototype.getAll = function (...said) {
    if (this.name === "parts") events.push("read all")
    return getAll.apply(this, said)
  }
  const send = globalThis.fetch
  globalThis.fetch = async (path, init) => {
    const sha256 = String(path).split("/media/")[1]
    if (!sha256) return send(path, init)
    events.push("send")
    await new Promise((later) => setTimeout(later))
    events.push("sent")
    return Response.json({ sha256, size: 200_000 }, { status: 201 })
  }
}"""
PHOTOS = 200
MANY = """async ([pkg, count]) => {
  const names = ["outbox.js", "who.js", "jws.js"]
  const [{ keepFrozen }, { whoIsIn }, { sha256 }] = await Promise.all(names.map(trap.product))
  const user = await whoIsIn()
  for (let seq = 0; seq < count; seq += 1) {
    const data = new ArrayBuffer(200_000)
    crypto.getRandomValues(new Uint8Array(data, 0, 65_536))
    const part = { kind: "photo", sha256: await sha256(data), bytes: 200_000, type: "image/jpeg", data }
    const row = { proof: crypto.randomUUID(), user, pkg: `${pkg}${seq}`, alias: "", name: "", outcome: "delivered" }
    const more = { body: "{}", type: "application/json", mh: "", jh: null, kid: null, state: "waiting", tries: 0 }
    const parts = [{ sha256: part.sha256, type: part.type, bytes: part.bytes, kept: false }]
    const last = { seq, prev: null }
    const frozen = { ...row, ...more, parts, last: null, frozen_at: new Date().toISOString() }
    await keepFrozen(frozen, [part], { kid: "many", last })
  }
}"""


def test_of_two_hundred_photos_one_at_a_time_is_in_memory(line: Line, person: Person) -> None:
    """Trap 22. Answers come from the page itself: what counts is the order of reading and sending."""
    shift = a_shift(line)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    person.page.route(f"**{PROOF}*", lambda route: route.fulfill(status=500))
    phone.run(WATCH_PARTS)
    phone.run(MANY, [shift.labels[0], PHOTOS])
    for goal in range(20, PHOTOS + 1, 20):
        phone.until(partial(_has_sent, phone, goal), f"{goal} sent")
    events = phone.run("() => events")
    assert "read all" not in events
    assert [pair for pair in pairwise(events) if pair == ("read", "read")] == []
    assert len(phone.waiting()) == PHOTOS


def _has_sent(phone: Handset, goal: int) -> bool:
    return int(phone.run("() => events.filter((event) => event === 'sent').length")) >= goal


def test_two_tabs_send_every_proof_once(line: Line, phone: Handset, labels: Iterator[str]) -> None:
    """Trap 7."""
    line.weather = Weather(Fault.EARLY_DROP, "/kurir/api/")
    mine = [next(labels) for _ in range(3)]
    proofs = [phone.capture(label) for label in mine]
    other = phone.another_tab()
    phone.until(
        lambda: not phone.run("() => navigator.locks.query().then(({ held }) => held.length)"), "quiet"
    )
    line.fair_again()
    for tab in (phone, other):
        tab.run("() => void dispatchEvent(new Event('online'))")
    phone.send_now()
    phone.is_sent(*proofs)
    other.page.close()
    whole = [request.path.rsplit("/", 1)[1] for request in line.sent(PROOF)]
    assert sorted(whole) == sorted(proofs)


def test_a_tab_that_dies_while_it_sends_leaves_the_queue_to_the_other(
    line: Line, phone: Handset, labels: Iterator[str]
) -> None:
    """Trap 7: the lock is free again."""
    line.weather = Weather(Fault.EARLY_DROP, "/kurir/api/")
    label = next(labels)
    proof = phone.capture(label)
    other = phone.another_tab()
    line.proxy.delay_s = 30.0
    line.weather = Weather(Fault.DELAY, MEDIA, times=1)
    line.requests.clear()
    other.send_now()
    phone.until(lambda: line.sent(MEDIA), "the other tab is sending")
    assert phone.run("() => navigator.locks.query().then(({ held }) => held.map(({ name }) => name))") == [
        "outbox"
    ]
    other.page.close()
    phone.send_now()
    phone.is_sent(proof)
    assert ids(kept(line, label)) == [proof]


class Later:
    """The server's clock, as phones hear of it, goes ahead by some hours."""

    def __init__(self, hours: float) -> None:
        self._ahead = timedelta(hours=hours)

    def __call__(self, _: Request, answer: bytes) -> bytes:
        answer = re.sub(rb"(?<=\r\nSurat-Time: )[^\r]+", self._moment, answer)
        return re.sub(rb'(?<="server_time":")[^"]+|(?<="server_time": ")[^"]+', self._moment, answer)

    def _moment(self, found: re.Match[bytes]) -> bytes:
        moment = datetime.fromisoformat(found[0].decode().replace("Z", "+00:00")) + self._ahead
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z").encode()


@pytest.fixture
def later(line: Line) -> Iterator[Callable[[float], None]]:
    """`later(hours)`: from now on."""
    fair = line.proxy.edit

    def set_ahead(hours: float) -> None:
        line.proxy.edit = Later(hours)

    yield set_ahead
    line.proxy.edit = fair


def parts_of(phone: Handset, proof: str) -> int:
    return len([part for part in phone.rows("parts") if part["proof"] == proof])


@pytest.fixture
def alone(line: Line, person: Person) -> tuple[Handset, str]:
    """A phone that has sent nothing yet, and the package in hand."""
    shift = a_shift(line)
    phone = Handset(line, person.context, person.page).open().sign_in(shift.account)
    return phone.enrolled(), shift.labels[0]


def test_photos_leave_after_three_days_and_the_proof_after_seven(
    line: Line, alone: tuple[Handset, str], later: Callable[[float], None]
) -> None:
    """Section 9: by the server's clock, and after the same PUT has brought the same answer."""
    phone, label = alone
    proof = phone.capture(label)
    phone.is_sent(proof)
    later(71)
    phone.page.reload()
    phone.ready().until(lambda: line.sent("/kurir/api/round"), "an answer with the time")
    phone.wake()
    assert parts_of(phone, proof) == 2

    later(73)
    line.requests.clear()
    phone.page.reload()
    phone.ready().wake_until(lambda: parts_of(phone, proof) == 0, "photos gone")
    assert [request.path for request in line.sent(PROOF)] == [f"{PROOF}{proof}"]
    assert phone.sent()[proof]["partsGone"] is True

    later(7 * 24 + 1)
    phone.page.reload()
    phone.ready().wake_until(lambda: proof not in phone.sent(), "the proof gone")


def test_nothing_leaves_before_the_server_has_said_the_same_again(
    line: Line, alone: tuple[Handset, str], later: Callable[[float], None]
) -> None:
    """Section 9: a portal, a dead line, a phone's clock a year ahead: the photos stay."""
    phone, label = alone
    proof = phone.capture(label)
    phone.is_sent(proof)
    line.weather = Weather(Fault.LATE_HTML, PROOF)
    later(24 * 30)
    phone.run("() => trap.jumpClock(365 * 86_400_000)")
    phone.page.reload()
    phone.ready()
    phone.wake_until(lambda: line.sent(PROOF)[2:], "asked again and again")
    assert parts_of(phone, proof) == 2


def test_a_server_restored_from_a_backup_gets_the_proof_again(
    line: Line, alone: tuple[Handset, str], later: Callable[[float], None]
) -> None:
    """Trap 28."""
    phone, label = alone
    copy = line.back_up()
    proof = phone.capture(label)
    phone.is_sent(proof)
    line.restore(copy)
    assert kept(line, label) == []

    later(73)
    phone.page.reload()
    answers: dict[str, list[str]] = {"acks": []}
    phone.ready().wake_until(lambda: len(phone.sent().get(proof, answers)["acks"]) == 2, "sent again")
    assert ids(kept(line, label)) == [proof]
    assert phone.waiting() == {}
