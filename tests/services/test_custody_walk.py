"""Custody, the old card and the recipient's own phone, walked at random: no order of acts reaches an illegal state.

The walk knows its own rules of what may never be (`wrong_with`), and asks the product for none of them. CI walks
WALKS times on each database; `WALKS=1000 make test T=tests/services/test_custody_walk.py` is the campaign of
docs/verification.md.
"""

import hashlib
import os
import secrets
from functools import partial
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from courier_app.domain import proofs
from courier_app.domain.card_rules import CardWhy
from courier_app.domain.collecting import CardHere, Collecting
from courier_app.domain.counter import Longer
from courier_app.domain.exchange import NoCard, OldCard
from courier_app.domain.packages import Status
from courier_app.domain.retries import FromCounter
from courier_app.domain.reviews import Decision
from courier_app.models import (
    Collection,
    Leaf,
    LedgerTail,
    Media,
    OldCardStep,
    OwnPhoneSignature,
    Package,
    PackageEvent,
    Proof,
    ProofMedia,
    Review,
    Role,
)
from courier_app.services import collecting as collecting_service
from courier_app.services import proof_facts
from courier_app.services.collecting import NewCollection, hand_out
from courier_app.services.counter import NewStay, wait_at_counter, wait_longer
from courier_app.services.handovers import NewHandover, hand_to_courier, revoke
from courier_app.services.proof_reading import Incoming
from courier_app.services.proofs import record_proof
from courier_app.services.returns import NewCount, count_in
from courier_app.services.reviews import NewReview, review_proof
from courier_app.services.send_again import GoingOut, send_again
from courier_app.services.senders import Sender
from courier_app.web.manifests import read_manifest
from tests.house import NOON, on_both
from tests.phone import File, Phone
from tests.recipients import RecipientPhone, a_link
from tests.town import SITI, a_courier, a_package, a_user, an_office
from tests.walks import SAID_OF_A_CARD, tried

WALKS = int(os.environ.get("WALKS", "20"))
# The same walks on two databases are half as many: each has its own, the same in every run.
SEEDS = {"sqlite": 17, "postgresql": 71}
STEPS = 14
S = Status
# Written down once more, from domain.md, section 4: what may follow what between these acts.
MAY_FOLLOW = {
    S.READY: {
        S.ASSIGNED,
        S.PICKED_UP,
        S.HELD_FOR_PICKUP,
    },  # an auditor may find that it was taken without a word
    S.ASSIGNED: {S.PICKED_UP, S.READY},
    S.PICKED_UP: {S.OUT_FOR_DELIVERY, S.DELIVERED, S.ATTEMPT_FAILED, S.RETURNING},
    S.OUT_FOR_DELIVERY: {S.DELIVERED, S.ATTEMPT_FAILED, S.RETURNING},
    S.ATTEMPT_FAILED: {S.OUT_FOR_DELIVERY, S.RETURNING},
    S.RETURNING: {S.RETURNED},
    S.RETURNED: {S.READY, S.HELD_FOR_PICKUP},
    S.HELD_FOR_PICKUP: {S.READY, S.DELIVERED},
    S.DELIVERED: set(),
}
SIGNED = {"mode": "direct", "method": "courier_phone_sign"}
OWN = {"mode": "direct", "method": "sign_own_phone"}
EVERY_TICK = dict.fromkeys(
    ["mask", "distance", "hands", "wiped_before", "signer_hands", "wiped_after", "stepped_back", "name_said"],
    True,
)
# Mostly him who has it, mostly with everything: else few walks come to the end of a way.
desk_cards = st.sampled_from([None, CardHere(seal="A-4711"), CardHere(missing=NoCard.LOSS_LETTER)])
whose, cards = st.sampled_from([0, 0, 0, 1]), st.sampled_from(sorted(SAID_OF_A_CARD))


class Town:
    """One office, two postmen, an auditor: shared by all walks; every walk has a package of its own."""

    def __init__(self, app, house, ports):
        self.app, self.house, self.ports = app, house, ports
        with house.transaction() as session:
            self.office = an_office(session)
            self.officer = a_user(session, office=self.office)
            self.auditor = a_user(session, Role.AUDITOR, office=self.office)
            self.couriers = [a_courier(session, self.office) for _ in range(2)]
        self.phones = [Phone(app, courier) for courier in self.couriers]


def a_file(town, number, kind):
    """On record as if it had been sent: what it shows is no matter here."""
    sha256 = secrets.token_bytes(32)
    facts = {"size": 9, "type": "image/jpeg", "width": 4, "height": 3}
    place = {"store": "memory", "object_name": secrets.token_hex(20), "kek_id": "k"}
    key = {"wrapped_dek": bytes(40), "nonce": bytes(12)}
    with town.house.transaction() as session:
        session.add(
            Media(courier_id=town.couriers[number].id, sha256=sha256, kept_at=NOON, **facts, **place, **key)
        )
    facts["bytes"] = facts.pop("size")
    return File(b"", {"kind": kind, "sha256": sha256.hex(), **facts})


class Walk(RuleBasedStateMachine):
    town: Town

    @initialize(owes=st.booleans(), carried=st.sampled_from([True, True, True, False]))
    def register(self, owes, carried):
        """At the office, or on its way already: most walks begin where most can go wrong."""
        self.house, self.ports = self.town.house, self.town.ports
        with self.house.transaction() as session:
            on_its_way = {"status": S.OUT_FOR_DELIVERY, "courier": self.town.couriers[0]}
            said = on_its_way if carried else {"status": S.READY}
            made = a_package(
                session, self.ports, self.town.office, card_why=CardWhy.DAMAGED if owes else None, **said
            )
        self.id, self.code, self.owes = made.package.id, made.claim_code, owes
        self.sent, self.answers = [], {}
        self.good = False  # whoever collected it could show what the rules ask
        self.coded, self.unseen = set(), set()  # by a right code; put down and not seen taken

    def package(self):
        with self.house.reading() as session:
            return session.get_one(Package, self.id)

    @rule(number=whose)
    def hand_over(self, number):
        town = self.town
        new = NewHandover(uuid4(), town.office.id, town.officer.id, frozenset({self.id}))
        tried(self.house, lambda session: hand_to_courier(session, new, town.couriers[number].id, now=NOON))

    @rule()
    def take_back(self):
        held = self.package().handover_id
        who = {"office_id": self.town.office.id, "officer_id": self.town.officer.id}
        if held:
            tried(self.house, lambda session: revoke(session, held, **who, now=NOON))

    @rule()
    def count_back_in(self):
        new = NewCount(self.town.office.id, self.town.officer.id, frozenset({self.id}))
        tried(self.house, lambda session: count_in(session, new, now=NOON))

    @rule()
    def put_at_the_counter(self):
        stay = NewStay(self.town.office.id, self.town.officer.id, frozenset({self.id}))
        tried(self.house, lambda session: wait_at_counter(session, stay, now=NOON))

    @rule()
    def keep_at_the_counter(self):
        stay = NewStay(self.town.office.id, self.town.officer.id, frozenset({self.id}))
        tried(self.house, lambda session: wait_longer(session, stay, Longer.CITIZEN_ASKED, now=NOON))

    @rule(
        proof=st.sampled_from(["code", "wrong code", "paper", "nothing"]), own=st.booleans(), card=desk_cards
    )
    def collect_at_the_counter(self, proof, own, card):
        """`own`: the name fits the package's."""
        code = {"code": self.code, "wrong code": f"{(int(self.code) + 1) % 1_000_000:06}"}.get(proof, "")
        name = SITI.name if own else "Rina Hartati"
        said = Collecting(name, "self", owner="", paper="", id_matches=True, signed=proof == "paper")
        who = self.town.office.id, self.town.officer.id
        new = NewCollection(self.id, *who, said, code=code, card=card)
        handed = tried(self.house, lambda session: hand_out(session, self.ports, new, now=NOON))
        if handed and handed.collection:
            self.good = self.good or (own and proof in ("code", "paper"))

    @rule(why=st.sampled_from([None, FromCounter.CITIZEN_ASKED]))
    def send_out_again(self, why):
        going = GoingOut(self.id, self.town.officer.id, why)
        made = tried(self.house, lambda session: send_again(session, self.ports, going, now=NOON))
        self.code = made.claim_code if made else self.code

    @rule(number=whose)
    def pick_up(self, number):
        self.prove(number, "picked_up", ())

    @rule(number=whose)
    def fail(self, number):
        self.prove(number, "attempt_failed", ("photo",))

    @rule(number=whose)
    def bring_back(self, number):
        self.prove(number, "returned", ())

    @rule(
        number=whose,
        kinds=st.sampled_from([("photo", "signature"), ("photo", "signature"), ("photo",), ()]),
        card=cards,
    )
    def deliver(self, number, kinds, card):
        said, shown = SAID_OF_A_CARD[card]
        more = {"old_card": said} if said else {}
        self.prove(
            number,
            "delivered",
            (*kinds, *["old_card"] * shown),
            contactless=SIGNED,
            answers={"checks": EVERY_TICK},
            **more,
        )

    @rule(number=whose, right=st.booleans(), card=cards)
    def deliver_by_code(self, number, right, card):
        said, shown = SAID_OF_A_CARD[card]
        more = {"old_card": said} if said else {}
        code = self.code if right else f"{(int(self.code) + 1) % 1_000_000:06}"
        answers = {"claim_code": code, "signature_status": "not_needed", "checks": EVERY_TICK}
        way = {"mode": "direct", "method": "code_spoken"}
        kinds = ("photo", *["old_card"] * shown)
        proof = self.prove(number, "delivered", kinds, contactless=way, answers=answers, **more)
        if right:
            self.coded.add(proof)

    @rule(seen=st.booleans())
    def put_down(self, seen):
        checks = EVERY_TICK | ({"saw_taken": True} if seen else {})
        way = {"mode": "placed_and_watched", "method": "courier_phone_sign", "spot": "gate"}
        proof = self.prove(
            0, "delivered", ("photo", "signature"), contactless=way, answers={"checks": checks}
        )
        if not seen:
            self.unseen.add(proof)

    @rule(number=whose, first=st.booleans(), card=cards)
    def sign_on_own_phone(self, number, first, card):
        package = self.package()
        recipient = RecipientPhone(self.town.app, a_link(package))
        record = recipient.record()
        said, shown = SAID_OF_A_CARD[card]
        own = {"id": str(recipient.link.id), "mh": hashlib.sha256(record.encode()).hexdigest(), "code": None}
        more = {"own_phone": own} | ({"old_card": said} if said else {})
        halves = [
            lambda: (recipient.open(), recipient.send(record)),
            lambda: self.prove(
                number, "delivered", ("photo", *["old_card"] * shown), contactless=OWN, **more
            ),
        ]
        for half in halves if first else reversed(halves):
            half()

    @rule()
    def repeat(self):
        for incoming, sender in self.sent[-2:]:
            again = self.sends(sender, incoming)
            assert getattr(again, "new", True) is False, "a proof that was sent again became another one"
            assert again.acknowledgement == self.answers[incoming.proof_id], "and its answer changed"

    @rule(decision=st.sampled_from(list(Decision)))
    def decide(self, decision):
        """The auditor, about whatever waits."""
        package = self.package()
        with self.house.reading() as session:
            decided = select(Review.proof_id)
            query = select(Proof.id).where(Proof.package_id == self.id, Proof.mark.is_not(None))
            waiting = session.scalars(query.where(Proof.id.not_in(decided))).first()
        if waiting:
            new = NewReview(
                waiting, self.town.auditor.id, decision, "Sudah ditanyakan di tempat.", package.status
            )
            tried(self.house, lambda session: review_proof(session, self.ports, new, now=NOON))

    def sends(self, sender, incoming):
        act = partial(record_proof, ports=self.ports, sender=sender, incoming=incoming, now=NOON)
        return tried(self.house, act)

    def prove(self, number, outcome, kinds, **said):
        files = [a_file(self.town, number, kind) for kind in kinds]
        frozen = self.town.phones[number].freeze_unsigned(self.package(), outcome, files=files, **said)
        read = partial(read_manifest, proof_id=frozen.proof, signed=False)
        incoming = Incoming(frozen.proof, frozen.body, signed=False, read=read)
        sender = Sender(self.town.couriers[number].id)
        kept = self.sends(sender, incoming)
        assert getattr(kept, "new", False), "a true proof was turned away"
        self.sent.append((incoming, sender))
        self.answers[frozen.proof] = kept.acknowledgement
        return frozen.proof

    @invariant()
    def nothing_is_wrong(self):
        if hasattr(self, "id"):
            with self.house.reading() as session:
                assert list(wrong_with(session, self)) == []


def wrong_with(session, walk):
    """What may never be, whatever happened before; read off the rows alone."""
    package = session.get_one(Package, walk.id)
    mine = session.scalars(select(Proof).where(Proof.package_id == walk.id)).all()
    yield from wrong_way(session, package)
    yield from wrong_delivery(session, package, mine, walk)
    yield from wrong_card(session, package, owes=walk.owes)
    if {proof.id for proof in mine} != set(walk.answers):
        yield "a proof that was acknowledged is not here, or one is that was not"
    size, last = session.scalar(select(LedgerTail.size)), session.scalar(select(func.max(Leaf.index)))
    if size != (0 if last is None else last + 1) or len({proof.leaf_index for proof in mine}) != len(mine):
        yield "the ledger does not hold each record once"


def wrong_way(session, package):
    events = select(PackageEvent).where(PackageEvent.package_id == package.id).order_by(PackageEvent.id)
    way = [event.status for event in session.scalars(events)]
    if way[:2] != [S.REGISTERED, S.READY] or way[-1] is not package.status:
        yield "the status is not the last step of the way"
    for before, after in pairwise(way[1:]):
        if after not in MAY_FOLLOW[before]:
            yield f"{after} after {before}"
    if (package.held_until is not None) != (package.status is S.HELD_FOR_PICKUP):
        yield "it waits somewhere else than at the counter, or there without a day"
    if (package.closed_at is not None) != (package.status in {S.DELIVERED, S.RETURNED}):
        yield "closed and not at an end, or the other way round"


def wrong_delivery(session, package, proofs, walk):
    upheld = set(
        session.scalars(select(Review.proof_id).where(Review.decision == Decision.ACCEPTED, Review.moved))
    )
    counting = [one for one in proofs if one.outcome == "delivered" and (not one.mark or one.id in upheld)]
    collected = session.get(Collection, package.id) is not None
    if len(counting) + collected != (package.status is S.DELIVERED):
        yield f"{package.status} with {len(counting)} deliveries that count"
    if collected and not walk.good:
        yield "collected by somebody who showed nothing"
    for proof in (one for one in counting if not one.mark):
        if proof.courier_id != package.courier_id:
            yield "delivered by somebody who did not hold it"
        yield from wrong_evidence(session, proof, walk)


def wrong_evidence(session, proof, walk):
    kinds = set(session.scalars(select(ProofMedia.kind).where(ProofMedia.proof_id == proof.id)))
    signed = select(OwnPhoneSignature).where(OwnPhoneSignature.package_id == proof.package_id)
    if "photo" not in kinds:
        yield "delivered without a photo"
    if "signature" not in kinds and proof.id not in walk.coded and not session.scalars(signed).first():
        yield "delivered to nobody who signed or knew the code"
    if proof.id in walk.unseen:
        yield "put down and left alone"


def wrong_card(session, package, *, owes):
    steps = session.scalars(select(OldCardStep).where(OldCardStep.package_id == package.id)).all()
    if not owes and (package.old_card is not None or steps):
        yield "a card where none was owed"
    if owes and package.status is S.DELIVERED and package.old_card is OldCard.OWED:
        yield "the new card was given and the old one is owed still"
    if owes and (package.old_card is OldCard.OWED) != (not steps):
        yield "a card that moved without a step, or a step without a move"


def walked(town, walks, *, phases=tuple(Phase)):
    many = settings(
        phases=phases,
        max_examples=walks,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=True,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )
    here = seed(SEEDS[town.house.engine.dialect.name])(type("WalkHere", (Walk,), {"town": town}))
    run_state_machine_as_test(here, settings=many)


@pytest.fixture
def town(app, house, ports):
    return Town(app, house, ports)


BUGS = {
    "delivered by somebody who did not hold it": (
        proof_facts.Scene,
        "held_by_sender",
        property(lambda _: True),
    ),
    "collected by somebody who showed nothing": (
        collecting_service,
        "_missing",
        lambda *_a, **_k: (),
    ),
    "the old one is owed still": (proofs, "_card_is_owed", lambda _claim, _facts: False),
}


@pytest.mark.parametrize("found", BUGS)
def test_a_walk_finds_a_bug_that_was_put_in(town, monkeypatch, found):
    monkeypatch.setattr(*BUGS[found])
    with pytest.raises(AssertionError, match=found):
        walked(town, 200, phases=[Phase.generate])  # found is enough, the shortest way there is not asked for


def test_each_database_is_walked_another_way():
    """Without a product: the choices alone, drawn as a walk draws them."""

    def drawn(number):
        ways: list[list[int]] = []

        class Choices(RuleBasedStateMachine):
            @initialize()
            def begin(self):
                ways.append([])

            @rule(act=st.integers(0, 99))
            def step(self, act):
                ways[-1].append(act)

        once = settings(max_examples=50, stateful_step_count=STEPS, database=None, derandomize=True)
        run_state_machine_as_test(seed(number)(Choices), settings=once)
        return {tuple(way) for way in ways}

    first, again, second = drawn(SEEDS["sqlite"]), drawn(SEEDS["sqlite"]), drawn(SEEDS["postgresql"])
    assert first == again
    assert len(first & second) <= 5


@on_both
def test_no_order_of_acts_reaches_an_illegal_state(town):
    walked(town, WALKS)
