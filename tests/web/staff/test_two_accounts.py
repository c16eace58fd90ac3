"""The auditor's page where a recipient signed on their own phone: their word beside the courier's."""

import hashlib

import pytest

from courier_app.models import Role
from tests.recipients import RecipientPhone, a_link
from tests.web.citizen.doors import words
from tests.web.staff.case import CaseTown

FLAG = "Nama atau hubungan yang dicatat kurir berbeda dari yang ditulis penerima."
DIRECT = {"mode": "direct", "method": "sign_own_phone"}


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


@pytest.fixture
def page_after(app, town):
    """A delivery whose recipient signs so; `late`: after the courier's proof."""

    def make(*, late=False, **said):
        package = town.package()
        recipient = RecipientPhone(app, a_link(package))
        record = recipient.record(**said)
        recipient.open()
        own = {"id": str(recipient.link.id), "mh": hashlib.sha256(record.encode()).hexdigest(), "code": None}
        proof = town.phone.freeze(package, "delivered", own_phone=own, contactless=DIRECT)
        halves = [lambda: recipient.send(record), lambda: town.phone.send(proof)]
        for half in reversed(halves) if late else halves:
            assert half().status_code == 201
        return words(town.desk_of(Role.AUDITOR).get(f"/petugas/audit/{proof.proof}"))

    return make


@pytest.mark.parametrize("late", [False, True], ids=["before the courier", "after the courier"])
def test_a_recipient_who_contradicts_the_courier_is_seen_beside_him(page_after, late):
    page = page_after(late=late, name="Joko Aminah", rel="spouse")
    assert FLAG in page
    assert "Hubungan menurut penerima Suami/Istri Berbeda Hubungan menurut kurir Yang bersangkutan" in page


def test_one_story_of_both_is_said_to_be_one(page_after):
    page = page_after(name="Siti Aminah", rel="self")
    assert FLAG not in page
    assert "Sama dengan catatan kurir" in page
