"""Registering packages, giving a claim code anew, and taking a package back before it leaves the office."""

import hmac
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from courier_app.domain.aliases import new_alias
from courier_app.domain.card_rules import CardWhy, why_owed
from courier_app.domain.claim_codes import claim_digest, new_claim_code
from courier_app.domain.code_renewals import Checked, CodeWhy, code_hash
from courier_app.domain.exchange import OldCard
from courier_app.domain.kinds import KINDS
from courier_app.domain.labels import new_label_id
from courier_app.domain.merkle import LeafType
from courier_app.domain.packages import CLOSED, Status
from courier_app.domain.refusals import FeeNotTariff, FormUsed, WrongStatus
from courier_app.domain.rulebooks import national_policy
from courier_app.domain.twins import TWIN_WITHIN
from courier_app.models import Package
from courier_app.queries.rulebooks import region_of_office
from courier_app.queries.twins import Likeness, Twin, twins
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor, begin_history, locked_package, move
from courier_app.services.ports import Ports
from courier_app.services.recipients import (
    Recipient,
    index_name,
    new_package_key,
    sealed_recipient,
    tokens_of,
)
from courier_app.services.rules_in_force import RulesNow, rules_at
from courier_app.services.server_records import append_record

AT_OFFICE = frozenset({Status.REGISTERED, Status.READY})


@dataclass(frozen=True)
class NewPackage:
    """What an office says about a package. `kind` is a code of KINDS; `for_adult`: a child's document whose owner
    is of age now; `fee_rupiah` is the carriage fee, zero when carriage is free; `card_why`: why the recipient gives an
    old card back at the door, as the officer says it (the region's rule has the last word). `form_key`: random bytes
    of one form; the same person sending the same words with it once more registers nothing new."""

    office_id: UUID
    kind: str
    recipient: Recipient
    request_number: str | None = None
    for_adult: bool = False
    fee_rupiah: int = 0
    card_why: CardWhy | None = None
    form_key: bytes | None = None


@dataclass(frozen=True)
class Registered:
    """The claim code in clear, for the only time: the server keeps its digest."""

    package: Package
    claim_code: str


def register_package(
    session: Session, ports: Ports, new: NewPackage, *, by: UUID | None, now: datetime
) -> Registered:
    """A package with an unguessable label id, a free alias and a claim code; status `registered`.

    Refuses with FormUsed a form whose package has another claim code by now; with CardRuleBroken an old card, and with
    FeeNotTariff a fee, that the region's rules of the moment do not demand.
    """
    package_id, claim_code = _identity(ports, new, by)
    known = session.get(Package, package_id) if new.form_key else None
    if known:
        return _the_same_again(ports, known, claim_code)
    rules = rules_at(session, region_of_office(session, new.office_id), now=now)
    if not rules.may_charge(new.fee_rupiah):
        raise FeeNotTariff(members={"tariff": rules.fee_rupiah})
    dek, key = new_package_key(ports, package_id)
    package = Package(
        id=package_id,
        alias=_free_alias(session),
        recipient_sealed=sealed_recipient(dek, new.recipient, package_id=package_id),
        claim_digest=claim_digest(ports.claim_key, package_id, claim_code),
        registered_by=by,
        **_first_facts(new, now),
        **_old_card(rules, new),
    )
    session.add(package)
    session.flush()
    session.add(key)
    index_name(session, ports, package, new.recipient.name)
    begin_history(session, package, by=Actor(user_id=by), now=now)
    return Registered(package, claim_code)


def twins_of(
    session: Session, ports: Ports, new: NewPackage, *, by: UUID | None, now: datetime
) -> tuple[Twin, ...]:
    """What looks like an earlier entry of the same envelope. None for a form that is registered already, or is being
    at this moment: its second press is no second entry."""
    package_id, _ = _identity(ports, new, by)
    if session.get(Package, package_id):
        return ()
    words = tokens_of(ports, new.office_id, new.recipient.name)
    like = Likeness(new.office_id, new.kind, words, new.request_number, since=now - TWIN_WITHIN)
    return tuple(one for one in twins(session, like) if one.id != package_id)


def _identity(ports: Ports, new: NewPackage, by: UUID | None) -> tuple[UUID, str]:
    """Random; or drawn with our key from a form's own key and all its words, so that a second press of the button,
    or a lost answer, leads to the same package and shows the same code. The form's key is never stored."""
    if new.form_key is None:
        return uuid4(), new_claim_code()
    words = json.dumps(asdict(replace(new, form_key=None)), default=str, sort_keys=True)
    message = b"|".join((b"register/v1", new.form_key.hex().encode(), str(by).encode(), words.encode()))
    seed = hmac.digest(ports.claim_key, message, "sha256")
    return UUID(bytes=seed[:16], version=4), new_claim_code(lambda below: int.from_bytes(seed[16:]) % below)


def _the_same_again(ports: Ports, known: Package, claim_code: str) -> Registered:
    if not is_claim_code(ports, known, claim_code):
        raise FormUsed
    return Registered(known, claim_code)


def is_claim_code(ports: Ports, package: Package, code: str) -> bool:
    """Compares and counts nothing: for codes that we gave ourselves a moment ago. Refuses with BadClaimCode."""
    return hmac.compare_digest(claim_digest(ports.claim_key, package.id, code), package.claim_digest)


def _first_facts(new: NewPackage, now: datetime) -> dict[str, object]:
    policy = national_policy(KINDS[new.kind], for_adult=new.for_adult)
    return {
        "label_id": new_label_id(),
        "office_id": new.office_id,
        "kind": new.kind,
        "request_number": new.request_number,
        "status": Status.REGISTERED,
        "policy_id": policy.id,
        "policy_version": policy.version,
        "for_adult": new.for_adult,
        "fee_rupiah": new.fee_rupiah,
        "registered_at": now,
        "changed_at": now,
    }


def _old_card(rules: RulesNow, new: NewPackage) -> dict[str, object]:
    """What is owed stays owed under later editions: the number of the one that decided stands beside it, 0 for the
    national rules."""
    why = why_owed(rules.card_rule(new.kind), new.card_why)
    return {"old_card": OldCard.OWED, "card_why": why, "card_edition": rules.edition[1]} if why else {}


def _free_alias(session: Session) -> str:
    """Only eight digits vary. Two that draw the same at once: the second is refused by the table and sent again."""
    while True:
        alias = new_alias()
        if session.scalar(select(Package.id).where(Package.alias == alias)) is None:
            return alias


@dataclass(frozen=True)
class Renewal:
    """Why there is a new code, and how the officer made sure for whom."""

    why: CodeWhy
    checked: Checked
    by: UUID


def renew_claim_code(
    session: Session, ports: Ports, package_id: UUID, renewal: Renewal, *, now: datetime
) -> str:
    """A new code for a citizen who lost the old one or used up the tries; the old one stops working. On record, with a
    leaf: who sees a code could make a delivery look as if the recipient had been there.

    Refuses with UnknownPackage, or WrongStatus when the package is closed. Locks the ledger's tail last.
    """
    package = locked_package(session, package_id)
    if package.status in CLOSED:
        raise WrongStatus
    seen = Sight(What.CODE_RENEWED, package.id)
    look_id = record_look(session, seen, by=Actor(user_id=renewal.by), now=now)
    code = new_claim_code()
    package.claim_digest = claim_digest(ports.claim_key, package.id, code)
    package.claim_tries = package.web_tries = 0
    append_record(session, LeafType.REISSUED, {"look": str(look_id)} | _renewed(package, renewal), now=now)
    return code


def _renewed(package: Package, renewal: Renewal) -> dict[str, object]:
    said = {"why": renewal.why.value, "checked": renewal.checked.value, "user": str(renewal.by)}
    return {"step": "code", "package": str(package.id), "code": code_hash(package.claim_digest), **said}


def cancel_package(session: Session, package_id: UUID, *, by: UUID, now: datetime) -> None:
    """Ends a package that has not left the office; its label and claim code stop working.

    Refuses with UnknownPackage, or WrongStatus once a courier is named.
    """
    package = locked_package(session, package_id)
    if package.status not in AT_OFFICE:
        raise WrongStatus
    move(session, package, Status.CANCELLED, by=Actor(user_id=by), now=now)
