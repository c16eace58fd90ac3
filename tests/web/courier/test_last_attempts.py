"""The courier's round says when attempts are used up; what is tried all the same is kept, counts, and is flagged."""

import pytest
from sqlalchemy import update

from courier_app.domain.proofs import Flag
from courier_app.models import Package, Proof
from tests.web.staff.case import CaseTown


@pytest.fixture
def town(app, house, ports):
    return CaseTown(app, house, ports)


def carried(town, *, attempt, last):
    package = town.package()
    with town.house.transaction() as session:
        session.execute(update(Package).values(attempt=attempt, last_attempt=last))
    package.attempt = attempt
    return package


def in_round(town):
    (package,) = town.phone.client.get("/kurir/api/round").json["packages"]
    return package["last"], package["to_counter"]


@pytest.mark.parametrize(
    ("attempt", "last", "said"),
    [(1, 2, (False, False)), (2, 2, (True, False)), (3, 2, (True, True)), (3, None, (False, False))],
)
def test_the_round_says_which_attempt_is_the_last_and_when_there_is_none_left(town, attempt, last, said):
    carried(town, attempt=attempt, last=last)
    assert in_round(town) == said


def test_the_second_failure_under_two_attempts_leads_to_the_counter(town):
    package = carried(town, attempt=2, last=2)
    assert town.phone.send(town.phone.freeze(package, "attempt_failed")).status_code == 201
    assert in_round(town) == (True, True)


@pytest.mark.parametrize(("attempt", "flagged"), [(2, False), (3, True)])
def test_an_extra_attempt_counts_and_is_flagged(town, attempt, flagged):
    frozen = town.phone.freeze(carried(town, attempt=attempt, last=2))
    assert town.phone.send(frozen).status_code == 201
    with town.house.reading() as session:
        proof = session.get_one(Proof, frozen.proof)
    assert (proof.mark, Flag.EXTRA_ATTEMPT.value in proof.flags.split()) == (None, flagged)
