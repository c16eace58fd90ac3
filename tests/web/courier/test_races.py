"""Twenty at once, on both databases: exactly once stays exactly once."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import TypeVar

from sqlalchemy import select

from courier_app.domain.merkle import append, leaf_hash
from courier_app.domain.packages import Status
from courier_app.domain.proofs import Mark
from courier_app.models import Leaf, LedgerTail, Media, Proof
from tests.house import on_both
from tests.phone import a_photo, a_signature, promise, reason

AT_ONCE, ROUNDS = 20, 3
T = TypeVar("T")


def at_once(works: Sequence[Callable[[], T]]) -> list[T]:
    """All of them released in the same moment, each in a thread of its own."""
    gate = Barrier(len(works))

    def released(work: Callable[[], T]) -> T:
        gate.wait(timeout=30)
        return work()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(released, works))


def sends(phone, frozen):
    client = phone.new_client()
    return lambda: phone.send_proof(frozen, client=client)


def puts(phone, file):
    client = phone.new_client()
    return lambda: phone.send_media(file, client=client)


def statuses(answers):
    return Counter(answer.status_code for answer in answers)


def frozen_here(door, **said):
    """A proof whose parts are on the server already."""
    frozen = door.phone.freeze(said.pop("package", None) or door.package(), **said)
    for file in frozen.files:
        door.phone.send_media(file)
    return frozen


@on_both
def test_twenty_identical_proofs_at_once_are_one(door):
    for number in range(1, ROUNDS + 1):
        frozen = frozen_here(door)
        answers = at_once([sends(door.phone, frozen) for _ in range(AT_ONCE)])
        assert statuses(answers) == {201: 1, 200: AT_ONCE - 1}
        assert len({answer.data for answer in answers}) == 1
        assert (door.count(Proof), door.count(Leaf)) == (number, number)


@on_both
def test_another_body_among_twenty_is_refused_and_the_first_is_untouched(door):
    frozen = frozen_here(door)
    other = replace(frozen, body=door.phone.key.signed(frozen.manifest))
    answers = at_once([sends(door.phone, one) for one in [frozen] * 10 + [other] * 10])
    won = next(answer for answer in answers if answer.status_code == 201)
    mine, others = (answers[:10], answers[10:]) if won in answers[:10] else (answers[10:], answers[:10])
    assert {answer.data for answer in mine} == {won.data}
    assert {(answer.status_code, reason(answer)) for answer in others} == {(422, "proof-conflict")}
    assert (door.count(Proof), door.count(Leaf)) == (1, 1)


@on_both
def test_twenty_proofs_of_twenty_packages_take_twenty_places_in_the_ledger(door):
    proofs = [frozen_here(door) for _ in range(AT_ONCE)]
    answers = at_once([sends(door.phone, frozen) for frozen in proofs])
    assert statuses(answers) == {201: AT_ONCE}
    assert sorted(promise(answer)["index"] for answer in answers) == list(range(AT_ONCE))
    assert is_whole(door)


def is_whole(door):
    """The right edge is the one that the leaves give."""
    with door.house.reading() as session:
        leaves = session.scalars(select(Leaf).order_by(Leaf.index)).all()
        tail = session.scalars(select(LedgerTail)).one()
    edge: tuple[bytes, ...] = ()
    for leaf in leaves:
        edge = append(edge, leaf.index, leaf_hash(leaf.entry))
    return (tail.size, tail.edge) == (len(leaves), b"".join(edge))


@on_both
def test_of_two_couriers_at_one_package_only_its_holder_moves_it(door):
    for _ in range(ROUNDS):
        package, phone = door.package(), door.another_phone()
        mine, foreign = frozen_here(door, package=package), phone.freeze(package)
        for file in foreign.files:
            phone.send_media(file)
        answers = at_once([sends(door.phone, mine), sends(phone, foreign)])
        own, others = (promise(answer)["reason"] for answer in answers)
        assert own is None
        assert others in (Mark.NOT_YOUR_PACKAGE.value, Mark.PACKAGE_CLOSED.value)
        assert door.steps(package)[-2:] == [Status.PICKED_UP, Status.DELIVERED]


@on_both
def test_two_different_proofs_of_one_delivery_deliver_it_once(door):
    package = door.package()
    answers = at_once([sends(door.phone, frozen_here(door, package=package)) for _ in range(2)])
    assert {promise(answer)["reason"] for answer in answers} == {None, Mark.PACKAGE_CLOSED.value}
    assert door.steps(package).count(Status.DELIVERED) == 1


@on_both
def test_one_photo_for_two_packages_at_once_proves_one(door):
    photo = a_photo()
    proofs = [frozen_here(door, files=(photo, a_signature())) for _ in range(2)]
    answers = at_once([sends(door.phone, frozen) for frozen in proofs])
    assert {promise(answer)["reason"] for answer in answers} == {None, Mark.PHOTO_SEEN_BEFORE.value}


@on_both
def test_twenty_wrong_codes_at_once_are_no_more_than_five_tries(door):
    package, code = door.registered()
    typed = {"claim_code": "000000" if code != "000000" else "111111"}
    at_once([sends(door.phone, frozen_here(door, package=package, answers=typed)) for _ in range(AT_ONCE)])
    assert (door.now(package).claim_tries, door.now(package).status) == (5, Status.PICKED_UP)


@on_both
def test_twenty_identical_parts_at_once_leave_one_row_and_one_object(door):
    file = a_photo()
    answers = at_once([puts(door.phone, file) for _ in range(AT_ONCE)])
    assert statuses(answers) == {201: 1, 200: AT_ONCE - 1}
    assert (door.count(Media), len(list(door.ports.store.names()))) == (1, 1)
