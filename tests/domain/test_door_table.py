"""The table of the door: how it was handed over × what was shown × who stood by, under every policy that there is.

Every combination is accepted, or refused with exactly the words that a person would give for it.
"""

from dataclasses import dataclass, replace
from itertools import product

import pytest

from courier_app.domain.bystanders import Bystander
from courier_app.domain.completeness import missing_in
from courier_app.domain.door import Door, Spot
from courier_app.domain.evidence_classes import NEED_WORDS
from courier_app.domain.proofs import Mark, Outcome, judge
from tests.domain.test_verdict_table import FROM, POLICIES, a_claim
from tests.facts import NOTHING_AGAINST

STOOD_BY = {
    "nobody": None,
    "a neighbour": Bystander("Pak Darmo", "neighbour"),
    "the recipient again": Bystander("siti", "neighbour"),
    "an officer": Bystander("Bu Rini", "officer"),
    "no name": Bystander(" ", "neighbour"),
}


@dataclass(frozen=True)
class Scene:
    """`how` is hand to hand, or the spot on which it was put down; `seen` what was ticked of the taking."""

    how: str
    seen: tuple[str, ...]
    photo: bool
    signature: str
    factor: bool
    card: str
    witness: str

    @property
    def put_down(self) -> bool:
        return self.how != "in hand"


HOW = [("in hand", ()), ("gate", ("saw_taken", "name_said")), ("gate", ("saw_taken",))]
HOW += [("gate", ("name_said",)), ("gate", ()), ("on the roof", ("saw_taken", "name_said")), ("", ())]
SCENES = [
    Scene(*how, photo, signature, factor, card, witness)
    for how, photo, signature, factor, card, witness in product(
        HOW,
        (False, True),
        ("signed", "not_needed", "declined", "unable"),
        (False, True),
        ("match", "mismatch", "not_done"),
        STOOD_BY,
    )
]


def said(policy, scene, outcome=Outcome.DELIVERED):
    shown = [
        kind for kind, is_so in (("photo", scene.photo), ("signature", scene.signature == "signed")) if is_so
    ]
    mode = "placed_and_watched" if scene.put_down else "direct"
    claim = a_claim(policy, outcome, shown=shown, seen_taken=False, mode=mode)
    return replace(
        claim,
        checks=scene.seen,
        spot=(scene.how or None) if scene.put_down else None,
        id_check=scene.card,
        signature_status=scene.signature,
        witness=STOOD_BY[scene.witness],
    )


def verdict(policy, scene, outcome=Outcome.DELIVERED):
    """The mark, and the words for what is missing."""
    claim = said(policy, scene, outcome)
    missing = missing_in(claim, policy, has_factor=scene.factor)
    facts = replace(NOTHING_AGAINST, status=FROM[outcome], missing=missing)
    return judge(claim, facts).mark, set(missing)


def lacks(name, policy, scene):
    """The rules once more, as a person would say them: only the name, the class and the recipient are read off the
    policy, and nothing of what it asks."""
    office = policy.recipient_rule == "OFFICER"
    shared = office or not name.startswith("careful")
    quiet = shared and scene.signature in ("declined", "unable") and not scene.factor
    stood = quiet and scene.witness == "a neighbour"
    drawn = scene.signature == "signed" or stood
    person = scene.factor or (shared and drawn)
    extra = name.rpartition("-")[2] if name.startswith(("photo-", "signature-", "factor-")) else ""
    card_fits = scene.factor or scene.card == "match"
    named_card = policy.evidence_class == "A" and not office
    on_word = named_card and not name.startswith("before")
    return {
        word
        for word, is_so in (
            *by_class(policy.evidence_class, extra, shared, scene.photo, person),
            ("photo", extra == "p" and not scene.photo),
            ("signature", extra == "s" and not drawn),
            ("factor", extra == "f" and not scene.factor),
            ("photo", (scene.put_down or quiet) and not scene.photo),
            ("spot", scene.put_down and scene.how != "gate"),
            ("saw_taken", scene.put_down and "saw_taken" not in scene.seen),
            ("name_said", scene.put_down and "name_said" not in scene.seen),
            ("witness", quiet and not stood),
            (
                "id_shown",
                ((scene.put_down and not office) or (quiet and named_card) or on_word) and not card_fits,
            ),
        )
        if is_so
    }


def by_class(letter, extra, shared, photo, person):
    """An extra that says more takes the place of what says less."""
    if letter == "C":
        if extra not in ("p", "s", "f"):
            yield ("photo-or-signature-or-factor" if shared else "photo-or-factor"), not (photo or person)
        return
    yield "photo", not photo
    if extra not in ("s", "f"):
        yield ("signature-or-factor" if shared else "factor"), not person


def expected(name, policy, scene):
    if scene.card == "mismatch":
        return Mark.IDENTITY_MISMATCH
    return Mark.EVIDENCE_INCOMPLETE if lacks(name, policy, scene) else None


@pytest.mark.parametrize("name", sorted(POLICIES))
def test_every_way_to_hand_over_is_accepted_or_refused_with_its_reason(name):
    policy = POLICIES[name]
    wrong = [
        (scene, verdict(policy, scene), expected(name, policy, scene), lacks(name, policy, scene))
        for scene in SCENES
        if verdict(policy, scene) != (expected(name, policy, scene), lacks(name, policy, scene))
    ]
    assert wrong[:1] == []


@pytest.mark.parametrize("outcome", [Outcome.PICKED_UP, Outcome.RETURNED], ids=str)
def test_between_office_and_courier_nothing_of_the_door_is_asked(outcome):
    policy = POLICIES["a-self-or-kk"]
    assert {verdict(policy, scene, outcome)[0] for scene in SCENES} == {None}


def test_every_reason_has_words_for_people():
    policy = POLICIES["a-self-or-kk"]
    assert set().union(*(verdict(policy, scene)[1] for scene in SCENES)) <= set(NEED_WORDS)


FORGOTTEN = {
    "spot": Door(spots=(*Spot, "on the roof")),  # type: ignore[arg-type]
    "card": Door(placed_id=False),
    "witness": Door(witnesses=()),
}


@pytest.mark.parametrize("forgotten", FORGOTTEN)
def test_the_table_sees_a_judge_that_forgot_a_rule_of_the_door(forgotten):
    """Its negative control."""
    name = "b-self-or-kk"
    careless = replace(POLICIES[name], door=FORGOTTEN[forgotten])
    assert any(verdict(careless, scene)[1] != lacks(name, careless, scene) for scene in SCENES)


def test_the_table_sees_a_judge_that_lets_a_package_be_left_alone():
    name = "c-self-or-kk"
    careless = replace(POLICIES[name], placed=())
    assert any(verdict(careless, scene)[1] != lacks(name, careless, scene) for scene in SCENES)
