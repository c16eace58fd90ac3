"""Recording a proof in one go, as a program on the server does that plays a phone."""

from functools import partial

import pytest

from courier_app.domain.packages import Status
from courier_app.domain.refusals import ProofConflict
from courier_app.services.proof_reading import Incoming
from courier_app.services.proofs import record_proof
from courier_app.services.senders import Sender
from courier_app.web.courier.manifests import read_manifest
from tests.house import NOON, on_both
from tests.phone import Phone
from tests.town import a_courier, a_package, an_office


@pytest.fixture
def record(app, house, ports):
    """Records a pick-up, sent as it was frozen or with a blank behind it."""
    with house.transaction() as session:
        office = an_office(session)
        courier = a_courier(session, office)
        package = a_package(session, ports, office, status=Status.ASSIGNED, courier=courier).package
    frozen = Phone(app, courier).freeze(package, "picked_up")
    read = partial(read_manifest, proof_id=frozen.proof, signed=True)

    def act(behind: bytes = b""):
        incoming = Incoming(frozen.proof, frozen.body + behind, signed=True, read=read)
        with house.transaction() as session:
            return record_proof(session, ports, Sender(courier.id), incoming, now=NOON)

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
