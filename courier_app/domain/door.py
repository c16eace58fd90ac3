"""A handover without touching: the spot, the steps back, the wiped phone, the witness (domain.md, section 7).

What a policy says of them, and what a proof lacks under it. Policies from before have no `Door`, and ask none of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from courier_app.domain.bystanders import Bystander
from courier_app.domain.checks import Check, IdCheck
from courier_app.domain.contactless import HandoverMode
from courier_app.domain.evidence_classes import PHOTO, SignatureStatus
from courier_app.domain.recipients import Relation, names_agree
from courier_app.domain.words import Words


class Spot(StrEnum):
    """Where recipient and courier agreed to put the package down."""

    PREPARED_PLACE = "prepared_place"
    GATE = "gate"
    DOOR = "door"
    LOBBY = "lobby"
    COUNTER = "counter"
    AS_WISHED = "as_wished"


SPOT_WORDS = {
    Spot.PREPARED_PLACE: Words("Meja atau kursi yang disiapkan", "A table or chair made ready"),
    Spot.GATE: Words("Pagar", "Gate"),
    Spot.DOOR: Words("Depan pintu", "In front of the door"),
    Spot.LOBBY: Words("Lobi", "Lobby"),
    Spot.COUNTER: Words("Meja penerima tamu", "Reception desk"),
    Spot.AS_WISHED: Words("Sesuai pesan penerima", "As the recipient asked"),
}
PUT_DOWN = (Check.STEPPED_BACK, Check.SAW_TAKEN, Check.NAME_SAID)
SIGNING = (Check.WIPED_BEFORE, Check.SIGNER_HANDS, Check.WIPED_AFTER)
WITNESSES = tuple(relation for relation in Relation if relation not in (Relation.SELF, Relation.OFFICER))
GRAB, GRAB_M = (
    "grab",
    2,
)  # metres; the carrier's own rule, farther than the national one (domain.md, section 8)
NOT_SIGNED = (SignatureStatus.DECLINED, SignatureStatus.UNABLE)


@dataclass(frozen=True)
class Door:
    """`placed_id`: whoever takes what was put down shows an identity card at a distance, or gives what only the
    recipient can give. `partner_m`: a carrier's own least distance in metres, by its code. `shared` is ticked when
    somebody signs on the courier's phone; `witnesses` may stand by in place of a signature, and empty means nobody."""

    spots: tuple[Spot, ...] = tuple(Spot)
    placed_id: bool = True
    partner_m: tuple[tuple[str, int], ...] = ((GRAB, GRAB_M),)
    shared: tuple[Check, ...] = SIGNING
    witnesses: tuple[Relation, ...] = WITNESSES


@dataclass(frozen=True)
class AtTheDoor:
    """What a proof says of the handover, wherever it was read. `recipient` is the name as the courier wrote it,
    `paper` the letter that `relation` stands there by;
    `has_factor`: the right claim code, or a signature on the recipient's own phone."""

    mode: str | None
    spot: str | None
    ticked: frozenset[str]
    id_check: str
    signature_status: str
    recipient: str
    witness: Bystander | None
    kinds: frozenset[str]
    has_factor: bool
    relation: str | None = None
    paper: str | None = None

    @property
    def put_down(self) -> bool:
        return self.mode == HandoverMode.PLACED_AND_WATCHED

    @property
    def unsigned(self) -> bool:
        """Declined or unable, and nothing else that only the recipient can give."""
        return self.signature_status in NOT_SIGNED and not self.has_factor

    @property
    def is_known(self) -> bool:
        """Not by a courier's word alone: a card that fits, or what only the recipient can give."""
        return self.has_factor or self.id_check == IdCheck.MATCH


def witnessed(door: Door | None, said: AtTheDoor) -> bool:
    """Somebody else than the recipient, with a name and a relation that the policy knows, stood by."""
    if door is None or said.witness is None or not said.unsigned:
        return False
    known = said.witness.relation in door.witnesses
    return known and bool(said.witness.name.strip()) and not names_agree(said.witness.name, said.recipient)


def missing_beside(door: Door | None, said: AtTheDoor, *, asks_id: bool) -> tuple[str, ...]:
    """Keys of NEED_WORDS beyond media and ticks. `asks_id`: the policy wants a card seen, whatever the way."""
    if door is None:
        return ()
    replaced = said.unsigned and bool(door.witnesses)
    card = (said.put_down and door.placed_id) or (replaced and asks_id)
    asked = (
        (PHOTO, (said.put_down or replaced) and PHOTO not in said.kinds),
        ("spot", said.put_down and said.spot not in door.spots),
        ("witness", replaced and not witnessed(door, said)),
        ("id_shown", card and not said.is_known),
    )
    return tuple(word for word, lacks in asked if lacks)


def door_manifest(door: Door) -> dict[str, object]:
    return {
        "spots": [spot.value for spot in door.spots],
        "placed_id": door.placed_id,
        "partner_m": dict(door.partner_m),
        "shared": [check.value for check in door.shared],
        "witnesses": [relation.value for relation in door.witnesses],
    }


def door_from(said: Mapping[str, Any] | None) -> Door | None:
    """Back from what door_manifest() wrote."""
    if said is None:
        return None
    return Door(
        spots=tuple(Spot(code) for code in said["spots"]),
        placed_id=said["placed_id"],
        partner_m=tuple(said["partner_m"].items()),
        shared=tuple(Check(code) for code in said["shared"]),
        witnesses=tuple(Relation(code) for code in said["witnesses"]),
    )
