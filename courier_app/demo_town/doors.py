"""What a courier writes down, shows and photographs: at the office, at a door, before a closed gate."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from courier_app.demo_town import cards, photos, signatures
from courier_app.demo_town.events import NOT_SIGNED, Event, Twist, Verb
from courier_app.demo_town.people import a_name
from courier_app.demo_town.phone import Shot, written
from courier_app.domain.attempts import Demand, Way
from courier_app.domain.checks import IdCheck
from courier_app.domain.claim_codes import new_claim_code
from courier_app.domain.contactless import ConfirmationMethod, HandoverMode
from courier_app.domain.demands import NEWEST, TABLES
from courier_app.domain.evidence_classes import SignatureStatus
from courier_app.domain.payments import PaidBy, Unpaid
from courier_app.domain.policies import Policy
from courier_app.domain.proofs import Outcome
from courier_app.domain.reasons import Reason
from courier_app.domain.recipients import Relation
from courier_app.services.packages import Registered

STEPS_ASIDE = 180  # degrees × 10^7: some twenty metres
FAR_AWAY = 120_000  # more than a kilometre
CLOCK_AHEAD = timedelta(minutes=23)
OUTCOMES = {
    Verb.PICK_UP: Outcome.PICKED_UP,
    Verb.DELIVER: Outcome.DELIVERED,
    Verb.FAIL: Outcome.ATTEMPT_FAILED,
    Verb.RETURN: Outcome.RETURNED,
}
METHODS = (
    ConfirmationMethod.COURIER_PHONE_SIGN,
    ConfirmationMethod.COURIER_PHONE_SIGN,
    ConfirmationMethod.ID_AT_DISTANCE,
    ConfirmationMethod.CODE_SPOKEN,
)
_NOT_SIGNED: dict[str, SignatureStatus] = {
    Twist.DECLINED: SignatureStatus.DECLINED,
    Twist.UNABLE: SignatureStatus.UNABLE,
}
UNDRAWN = (Twist.NO_PHOTO, *NOT_SIGNED)
WAY_OF: dict[str, ConfirmationMethod] = {
    Twist.WRONG_CODE: ConfirmationMethod.CODE_SPOKEN,
    Twist.DECLINED: ConfirmationMethod.ID_AT_DISTANCE,
    Twist.UNABLE: ConfirmationMethod.ID_AT_DISTANCE,
}
NOTHING_ASKED: dict[str, Any] = {
    "checks": {},
    "id_check": IdCheck.NOT_DONE,
    "id_check_reason": None,
    "signature_status": SignatureStatus.NOT_NEEDED,
    "claim_code": None,
}


@dataclass(frozen=True)
class Told:
    """What goes into the manifest, and the files that go with it."""

    said: dict[str, Any]
    shots: tuple[Shot, ...]


def told(rng: Random, event: Event, made: Registered, policy: Policy) -> Told:
    """One act, as the phone tells it."""
    if event.verb is Verb.DELIVER:
        return _delivered(rng, event, made, policy)
    shots = (_photo_of_failure(rng, event),) if event.verb is Verb.FAIL else ()
    return Told(_frame(rng, event, made, answers=NOTHING_ASKED), shots)


def _delivered(rng: Random, event: Event, made: Registered, policy: Policy) -> Told:
    method = WAY_OF.get(event.detail) or rng.choice(METHODS)
    answers = _answers(rng, event, made, policy, method)
    said = _frame(rng, event, made, answers=answers)
    said["recipient"] = _receiver(rng, event, policy)
    said["contactless"] = _contactless(rng, answers, policy, method)
    said |= _card_and_fee(event, made)
    return Told(said, () if event.detail == Twist.NO_PHOTO else tuple(_shots(rng, event, answers)))


def _card_and_fee(event: Event, made: Registered) -> dict[str, Any]:
    number, fee, fate = event.parcel.number, made.package.fee_rupiah, event.parcel.card
    said: dict[str, Any] = {"old_card": cards.said_of(fate, number)} if fate else {}
    if fee:
        said["payment"] = _paid(number, fee)
    return said


def _paid(number: int, fee: int) -> dict[str, Any]:
    """One in four does not pay, and gets the document all the same."""
    if number % 4 == 0:
        return {"rupiah": 0, "method": None, "reason": Unpaid.NO_MONEY}
    return {"rupiah": fee, "method": tuple(PaidBy)[number % 3], "reason": None}


def _contactless(
    rng: Random, answers: dict[str, Any], policy: Policy, method: ConfirmationMethod
) -> dict[str, str]:
    """Every third is put down, where the taker's card fits or the code was said."""
    mode = rng.choice((HandoverMode.DIRECT, HandoverMode.DIRECT, HandoverMode.PLACED_AND_WATCHED))
    card = answers["id_check"] if policy.id_check else IdCheck.MATCH
    known = card is IdCheck.MATCH or (card is IdCheck.NOT_DONE and answers["claim_code"] is not None)
    if mode is HandoverMode.DIRECT or policy.door is None or not known:
        return {"mode": HandoverMode.DIRECT, "method": method}
    answers["id_check"] = card
    answers["checks"] |= dict.fromkeys(policy.placed, True)
    return {"mode": mode, "method": method, "spot": rng.choice(policy.door.spots)}


def _frame(rng: Random, event: Event, made: Registered, *, answers: dict[str, Any]) -> dict[str, Any]:
    package = made.package
    captured_at, offset = _clock(rng, event)
    return {
        "pkg": package.label_id,
        "attempt": package.attempt,
        "outcome": OUTCOMES[event.verb],
        "reason": event.detail if event.verb is Verb.FAIL else None,
        "tried": _tried(event, package.fee_rupiah, captured_at) if event.verb is Verb.FAIL else None,
        "captured_at": written(captured_at),
        "mono_ms": rng.randrange(5_000, 3_600_000),
        "offset_ms": offset,
        "gps": _place(rng, event, captured_at),
        "recipient": None,
        "contactless": None,
        "policy": {"id": package.policy_id, "version": package.policy_version, "answers": answers},
    }


PAPERS = {
    Relation.GUARDIAN: "Penetapan 118/Pdt.P/2025",
    Relation.PROXY: "Surat kuasa 14/XI/2026",
    Relation.RELATIVE: "Surat kuasa bermeterai, 20 November 2026",
}
LETTER = "STPL/112/XI/2026/SPKT"


def _tried(event: Event, fee: int, captured_at: datetime) -> dict[str, Any]:
    """Just what the reason asks."""
    asked = TABLES[NEWEST].get(Reason(event.detail), Demand())
    ways = tuple(Way)[: max(asked.contacts, asked.ways)]
    return {
        "detail": asked.details[0] if asked.details else None,
        "note": "Dicatat kurir di tempat." if asked.note else None,
        "contacts": [{"way": way, "at": written(captured_at - timedelta(minutes=2))} for way in ways],
        "waited_s": asked.wait_s + 40,
        **({"number": LETTER} if asked.numbered else {}),
        **({"at": written(captured_at - timedelta(hours=1))} if asked.at else {}),
        **({"scanned": []} if asked.scanned else {}),
        **({"fee": {"shown": True, "rupiah": fee}} if asked.fee else {}),
    }


def _clock(rng: Random, event: Event) -> tuple[datetime, int]:
    """What the phone's clock showed, and how far it knew itself to be off, in milliseconds."""
    offset = timedelta(milliseconds=rng.randrange(-900, 900))
    if event.detail == Twist.CLOCK_OFF:
        offset -= CLOCK_AHEAD
    return event.at - offset, round(offset.total_seconds() * 1000)


def _place(rng: Random, event: Event, captured_at: datetime) -> dict[str, Any]:
    if event.detail == Twist.NO_PLACE:
        return {"none": "timeout"}
    lat, lon = _where(event)
    aside = FAR_AWAY if event.detail == Twist.FAR else 0
    return {
        "lat_e7": lat + rng.randrange(-STEPS_ASIDE, STEPS_ASIDE) + aside,
        "lon_e7": lon + rng.randrange(-STEPS_ASIDE, STEPS_ASIDE),
        "acc_m": rng.randrange(4, 28),
        "fix_at": written(captured_at - timedelta(seconds=rng.randrange(1, 9))),
    }


def _where(event: Event) -> tuple[int, int]:
    """Packages are taken and brought back at the office, the rest happens at the address."""
    home = event.parcel.recipient.place
    if home and event.verb in (Verb.DELIVER, Verb.FAIL):
        return home
    office = event.parcel.seat.villages[0]
    return round(office.lat * 1e7), round(office.lon * 1e7)


def _answers(
    rng: Random, event: Event, made: Registered, policy: Policy, method: ConfirmationMethod
) -> dict[str, Any]:
    code = made.claim_code if method is ConfirmationMethod.CODE_SPOKEN else None
    signed = method is not ConfirmationMethod.CODE_SPOKEN and event.detail not in UNDRAWN
    seen, reason = _identity(rng, event, policy, known=_shown(code, event) is not None)
    return {
        "checks": {check.value: rng.random() < 0.98 for check in policy.checks}
        | dict.fromkeys(policy.door.shared if policy.door and signed else (), True),
        "id_check": seen,
        "id_check_reason": reason,
        "signature_status": SignatureStatus.SIGNED
        if signed
        else _NOT_SIGNED.get(event.detail, SignatureStatus.NOT_NEEDED),
        "claim_code": _wrong(code) if event.detail == Twist.WRONG_CODE else _shown(code, event),
        **(
            {"witness": {"name": a_name(rng), "rel": Relation.NEIGHBOUR}}
            if event.detail in NOT_SIGNED
            else {}
        ),
    }


def _shown(code: str | None, event: Event) -> str | None:
    return None if event.detail == Twist.NO_PHOTO else code


def _wrong(code: str | None) -> str:
    return next(other for other in iter(new_claim_code, None) if other != code)


def _identity(rng: Random, event: Event, policy: Policy, *, known: bool) -> tuple[IdCheck, str | None]:
    """`known`: the claim code was said, so that a card left at home keeps nobody from the document."""
    if event.detail == Twist.MISMATCH:
        return IdCheck.MISMATCH, "Foto berbeda dengan orangnya"
    if not policy.id_check:
        return IdCheck.NOT_DONE, None
    if known and event.detail not in NOT_SIGNED and rng.random() < 0.25:
        return IdCheck.NOT_DONE, "Kartu tertinggal di rumah saudara"
    return IdCheck.MATCH, None


def _receiver(rng: Random, event: Event, policy: Policy) -> dict[str, str]:
    own = event.parcel.recipient.name
    allowed = policy.relations
    relation = Relation.SELF if Relation.SELF in allowed and rng.random() < 0.6 else rng.choice(allowed)
    if event.detail == Twist.NAME_DIFFERS and Relation.SELF in allowed:
        return {"name": a_name(rng), "rel": Relation.SELF}
    paper = {"paper": PAPERS[relation]} if relation in policy.papers else {}
    return {"name": own if relation is Relation.SELF else a_name(rng), "rel": relation, **paper}


def _shots(rng: Random, event: Event, answers: dict[str, Any]) -> list[Shot]:
    shots = [Shot("photo", "image/jpeg", photos.SIZE, photos.doorway(rng))]
    if answers["signature_status"] is SignatureStatus.SIGNED:
        shots.append(Shot("signature", "image/png", signatures.SIZE, signatures.signature(rng)))
    return [*shots, *(cards.shots_of(event.parcel.card, rng) if event.parcel.card else ())]


def _photo_of_failure(rng: Random, event: Event) -> Shot:
    sealed = event.detail in (Reason.SEAL_BROKEN, Reason.REFUSED)
    return Shot("photo", "image/jpeg", photos.SIZE, (photos.doorway if sealed else photos.closed_gate)(rng))
