"""The courier's app in a second engine, Debian's Firefox. Its camera shows plain colours: a file takes its place."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import func, select

from courier_app.db import Database
from courier_app.models import Media
from tests.browser.browsers import Person
from tests.browser.camera import frames_of
from tests.browser.firefox import a_firefox, is_only_a_snap, somebody
from tests.browser.journeys import proofs_kept
from tests.browser.pages.courier import Phone
from tests.browser.town import Town, running_town, who

POSTMAN = "pos.rembang"
NO_LINE = "NS_ERROR_OFFLINE"
KEY = """async () => {
  const opening = indexedDB.open("kurir")
  const store = await new Promise((done, failed) => {
    opening.onsuccess = () => done(opening.result)
    opening.onerror = failed
  })
  const reading = store.transaction("devices").objectStore("devices").getAll()
  const [row] = await new Promise((done) => (reading.onsuccess = () => done(reading.result)))
  store.close()
  const key = row.keys.privateKey
  const refused = await crypto.subtle.exportKey("jwk", key).then(() => "", ({ name }) => name)
  const how = { name: "ECDSA", hash: "SHA-256" }
  const signature = await crypto.subtle.sign(how, key, new Uint8Array(8))
  return { ...key.algorithm, kind: key.type, extractable: key.extractable, refused, length: signature.byteLength }
}"""


@pytest.fixture(scope="module")
def firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if is_only_a_snap():
        pytest.skip("Firefox is a snap on Ubuntu, which tests cannot steer: install Mozilla's firefox-esr")
    with a_firefox(tmp_path_factory.mktemp("firefox")) as browser:
        yield browser


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    with running_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture
def phone(firefox: Browser, town: Town) -> Iterator[Phone]:
    """Signed in and ready for a shift; fails the test when Firefox complained of something nobody expected."""
    person = somebody(firefox, town.server.origin)
    phone = Phone(person)
    phone.sign_in(who(POSTMAN))
    phone.is_ready_offline()
    yield phone
    person.context.close()
    assert person.complaints.unexpected() == []


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """What the phone's own camera app would hand over."""
    path = tmp_path / "foto.jpg"
    cv2.imwrite(str(path), next(frames_of(None)))
    return path


def without_a_line(person: Person) -> None:
    person.complaints.expect(NO_LINE)
    person.context.set_offline(True)


def test_the_round_opens_again_without_a_line(phone: Phone) -> None:
    count = phone.parcels().count()
    without_a_line(phone.person)
    phone.page.reload()
    phone.is_on("putaran")
    expect(phone.parcels()).to_have_count(count)


def test_the_device_key_signs_and_cannot_leave_the_phone(phone: Phone) -> None:
    expected = {"name": "ECDSA", "namedCurve": "P-256", "kind": "private", "extractable": False, "length": 64}
    before = phone.public_key()
    phone.page.reload()
    phone.is_on("putaran")
    said = phone.page.evaluate(KEY)
    assert said == {**expected, "refused": "InvalidAccessError"}
    assert phone.public_key() == before


def test_a_package_captured_without_a_line_arrives_once(phone: Phone, town: Town, picture: Path) -> None:
    label, kept = phone.label_to_deliver(), town.server.database
    before = len(proofs_kept(kept, label))
    without_a_line(phone.person)
    open_by_typing(phone, label)
    photo = phone.fill_in(photo=lambda: pick(phone, picture))
    phone.review()
    phone.done()
    phone.waits_to_send(1)
    phone.page.reload()
    phone.waits_to_send(1)
    assert len(proofs_kept(kept, label)) == before

    phone.person.context.set_offline(False)
    phone.everything_is_sent()
    assert [proof.outcome for proof in proofs_kept(kept, label)[before:]] == ["delivered"]
    assert times_kept(kept, photo) == 1


def times_kept(database: Database, sha256: str) -> int:
    found = select(func.count()).select_from(Media).where(Media.sha256 == bytes.fromhex(sha256))
    with database.reading() as session:
        return int(session.scalar(found) or 0)


def open_by_typing(phone: Phone, label: str) -> None:
    phone.page.goto("/kurir/#/pindai")
    phone.page.fill("#code", label)
    phone.page.click("form.label-entry button[type=submit]")
    phone.is_on("serah")


def pick(phone: Phone, picture: Path) -> str:
    phone.page.set_input_files("#part-photo input[type=file]", picture)
    shown = phone.page.locator("#part-photo figure img")
    expect(shown).to_be_visible()
    return str(shown.get_attribute("data-sha256"))
