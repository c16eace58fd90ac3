"""Fees of deliveries that count no more: whose door is listed, what is to be counted, and a count put right."""

from datetime import date

import pytest
from sqlalchemy import select, update

from courier_app.domain.packages import Status
from courier_app.domain.reviews import Decision
from courier_app.models import FeeCount, FeePayment, Package, Role
from courier_app.services.reviews import NewReview, review_proof
from courier_app.services.voids import NewVoid, void_delivery
from tests.house import NOON, on_both
from tests.town import a_user
from tests.web.citizen.doors import words
from tests.web.staff.case import CaseTown

CASH = {"rupiah": 9000, "method": "cash", "reason": None}


class FeeTown(CaseTown):
    """The postman delivered packages with a fee today."""

    def __post_init__(self):
        super().__post_init__()
        self.officer = self.desk_of(Role.OFFICER)
        self.address = f"/petugas/uang-antar/{self.postman.id}/2026-11-23"

    def paid(self, **said):
        frozen = self.phone.freeze(self.package(fee_rupiah=9000), payment=CASH, **said)
        assert self.phone.send(frozen).status_code in (201, 202)
        return frozen

    def count(self, uang, catatan=""):
        self.officer.get(self.address)
        return self.officer.send(self.address, uang=uang, catatan=catatan)

    def counted(self):
        with self.house.reading() as session:
            return session.scalars(select(FeeCount.counted_rupiah).order_by(FeeCount.leaf_index)).all()

    def void(self, frozen):
        """Two officers take the delivery out of the count."""
        with self.house.transaction() as session:
            first, second = (a_user(session, office=self.office).id for _ in range(2))
            why = "Amplopnya ditemukan di tas kurir, masih tertutup."
            new = NewVoid(
                proof_id=frozen.proof,
                user_id=first,
                second_id=second,
                to=Status.ATTEMPT_FAILED,
                reason=why,
                office_id=self.office.id,
            )
            void_delivery(session, self.ports, new, now=NOON)

    def rejected(self):
        """A delivery without its photo, which an auditor has rejected."""
        frozen = self.paid(files=())
        why = "Kurir tidak pernah sampai di sana."
        with self.house.transaction() as session:
            seen = session.get_one(Package, self.row(frozen).package_id).status
            new = NewReview(frozen.proof, self.auditor.id, Decision.REJECTED, why, seen)
            review_proof(session, self.ports, new, now=NOON)


@pytest.fixture
def town(app, house, ports):
    return FeeTown(app, house, ports)


def four_days_ago(town):
    with town.house.transaction() as session:
        session.execute(update(FeePayment).values(day=date(2026, 11, 20)))


def is_asked_to_count(town):
    return "Uang tunai yang belum dihitung" in words(town.officer.get("/petugas/uang-antar"))


@on_both
def test_cash_of_a_voided_delivery_asks_nobody_to_count(town):
    town.void(town.paid())
    four_days_ago(town)
    assert not is_asked_to_count(town)


def test_cash_of_a_rejected_delivery_asks_nobody_to_count(town):
    town.rejected()
    four_days_ago(town)
    assert not is_asked_to_count(town)


def test_cash_that_waits_for_a_verdict_is_still_to_be_counted(town):
    town.paid(files=())
    four_days_ago(town)
    assert is_asked_to_count(town)


def test_a_voided_deliverys_door_is_listed_no_more(town):
    kept, voided = town.paid(), town.paid()
    town.void(voided)
    page = town.officer.get(town.address).text
    listed = [f'href="/petugas/paket/{town.row(one).package_id}"' in page for one in (kept, voided)]
    assert listed == [True, False]


@pytest.mark.parametrize("note", ["", "Uangnya dikembalikan"])
def test_a_count_is_put_right_after_its_only_delivery_was_voided(town, note):
    delivered = town.paid()
    town.count("9000")
    town.void(delivered)
    assert f"Cocok dengan catatan kurir saat itu. {note}".strip() in words(town.count("0", note))
    assert town.counted() == [9000, 0]
