"""A phone whose storage vanished: the office keeps what it says, once."""

from uuid import UUID

import pytest
from sqlalchemy import select

from courier_app.models import Courier, StorageLoss
from courier_app.services.losses import MOST_A_DAY
from tests.house import NOON, on_both
from tests.town import an_office
from tests.web.courier.doors import a_postman, problem, sign_in

LOSS = UUID("0b0a8d3e-7a55-4f0c-9d43-0f3c5f2b1a11")
SAID = {"kid": "k" * 43, "waiting": 3, "order": 17, "noticed_at": "2026-11-23T04:00:00.000Z"}


@pytest.fixture
def budi(house) -> Courier:
    with house.transaction() as session:
        return a_postman(session, an_office(session))


@pytest.fixture
def client(app, budi):
    client = app.test_client()
    assert sign_in(client).status_code == 200
    return client


def tell(client, loss_id=LOSS, **said):
    return client.put(f"/kurir/api/losses/{loss_id}", json=SAID | said)


@on_both
def test_the_office_keeps_what_the_phone_lost(client, house, budi):
    answer = tell(client)
    assert (answer.status_code, answer.json) == (201, {"id": str(LOSS)})
    with house.reading() as session:
        kept = session.scalars(select(StorageLoss)).one()
    assert (kept.courier_id, kept.kid, kept.waiting, kept.last_order) == (budi.id, "k" * 43, 3, 17)
    assert kept.reported_at == NOON


@on_both
def test_telling_again_keeps_one(client, house):
    assert [tell(client).status_code for _ in range(3)] == [201, 200, 200]
    with house.reading() as session:
        assert len(session.scalars(select(StorageLoss)).all()) == 1


def test_a_phone_that_never_had_a_key_is_heard_too(client):
    assert tell(client, kid=None).status_code == 201


def test_nobody_fills_the_table(client):
    answers = [tell(client, UUID(int=number)) for number in range(MOST_A_DAY + 1)]
    assert [answer.status_code for answer in answers] == [201] * MOST_A_DAY + [429]
    assert problem(answers[-1]) == "too-many-tries"


@pytest.mark.parametrize(
    "said", [{"waiting": -1}, {"kid": "short"}, {"noticed_at": "yesterday"}, {"more": 1}]
)
def test_what_the_schema_does_not_know_is_refused(client, said):
    answer = tell(client, **said)
    assert (answer.status_code, problem(answer)) == (422, "invalid")
