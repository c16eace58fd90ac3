"""Recording a proof in one go, as a program on the server does that plays a phone."""

from functools import partial

import pytest
from sqlalchemy import select, update

from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.domain.refusals import ProofConflict
from courier_app.models import Device, Proof, User
from courier_app.services.proof_findings import Findings
from courier_app.services.proof_reading import Incoming
from courier_app.services.proofs import open_proof, record_proof, write_proof
from courier_app.services.senders import Sender
from courier_app.web.manifests import read_manifest
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import a_courier, a_package, an_office


@pytest.fixture
def pick_up(app, house, ports):
    """Who sends, and what: the record as it was frozen, or with a blank behind it."""
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        package = a_package(session, ports, office, status=Status.ASSIGNED, courier=courier).package
    frozen = Phone(app, courier).freeze(package, "picked_up")
    read = partial(read_manifest, proof_id=frozen.proof, signed=True)

    def sent(behind: bytes = b""):
        return Sender(courier.id), Incoming(frozen.proof, frozen.body + behind, signed=True, read=read)

    return sent


@pytest.fixture
def record(house, ports, pick_up):
    def act(behind: bytes = b""):
        with house.transaction() as session:
            return record_proof(session, ports, *pick_up(behind), now=NOON)

    return act


@on_both
def test_a_proof_is_new_once_and_its_answer_stays(record):
    first, again = record(), record()
    assert (first.new, again.new) == (True, False)
    assert first.acknowledgement == again.acknowledgement


def test_one_byte_more_is_another_proof(record):
    record()
    with pytest.raises(ProofConflict):
        record(b" ")


@on_both
@pytest.mark.parametrize(
    "disown", [update(Device).values(revoked_at=NOON), update(User).values(closed_at=NOON)]
)
def test_what_the_office_took_back_while_a_proof_was_read_is_seen_under_the_lock(
    house, ports, pick_up, disown
):
    with house.reading() as session:
        found = open_proof(session, ports, *pick_up(), now=NOON)
    assert isinstance(found, Findings)
    with house.transaction() as session:
        session.execute(disown)
    with house.transaction() as session:
        write_proof(session, ports, found)
    with house.reading() as session:
        assert session.scalars(select(Proof.mark)).one() is Mark.DEVICE_REVOKED
