"""All that the house knows of a citizen through one package, for an answer to "what do you know of me?"."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courier_app.domain.disputes import Said
from courier_app.domain.proofs import EvidenceKind, Outcome, happened_at
from courier_app.models import Look, Package, Proof, ProofMedia, Role, User
from courier_app.queries.disputes import cases_of, lines_of
from courier_app.queries.proofs import proof_case
from courier_app.queries.scopes import Scope
from courier_app.services.collecting import Collected, collected_of
from courier_app.services.disputes import open_text
from courier_app.services.own_words import OwnWords, own_words
from courier_app.services.ports import Ports
from courier_app.services.recipients import Recipient, open_recipient
from courier_app.services.records import open_record

MOST_LOOKS = 500  # one by one; what is older is counted, and the file says so
READ_BY_CITIZEN = frozenset({Said.TOLD, Said.CITIZEN})


@dataclass(frozen=True)
class ProofOfMine:
    """What a courier recorded of a person: `name` and `relation` of who took it, `place` of the phone; `at` when it
    happened by the phone's word, put right by our clock, `reached_us` when we heard of it."""

    outcome: Outcome
    at: datetime
    reached_us: datetime
    name: str
    relation: str
    place: str
    files: tuple[EvidenceKind, ...]


@dataclass(frozen=True)
class LookAtMine:
    """By which role; the officer's name is for the data-protection officer."""

    at: datetime
    what: str
    role: Role | None


@dataclass(frozen=True)
class OwnData:
    """`words`: what was said in cases, oldest first. `older_looks`: how many more there are than `looks`."""

    package: Package
    recipient: Recipient
    proofs: tuple[ProofOfMine, ...]
    looks: tuple[LookAtMine, ...]
    older_looks: int
    words: tuple[tuple[datetime, str], ...]
    told: OwnWords
    collected: Collected | None


def own_data(session: Session, ports: Ports, package_id: UUID) -> OwnData:
    """Raises Erased. Whoever hands it out records the look first."""
    package = session.get_one(Package, package_id)
    return OwnData(
        package,
        open_recipient(session, ports, package),
        tuple(_proof(session, ports, proof_id) for proof_id in _proof_ids(session, package_id)),
        looks := _looks(session, package_id),
        _count_looks(session, package_id) - len(looks),
        tuple(sorted(_words(session, ports, package_id))),
        own_words(session, ports, package_id),
        collected_of(session, ports, package_id),
    )


def _proof_ids(session: Session, package_id: UUID) -> list[UUID]:
    mine = select(Proof.id).where(Proof.package_id == package_id)
    return list(session.scalars(mine.order_by(Proof.received_at, Proof.id)))


def _proof(session: Session, ports: Ports, proof_id: UUID) -> ProofOfMine:
    case = proof_case(session, Scope(None), proof_id)
    if case is None:
        raise LookupError(proof_id)
    said = open_record(session, ports, case).members
    who, gps = said.get("recipient") or {}, said.get("gps") or {}
    mine = select(ProofMedia.kind).where(ProofMedia.proof_id == proof_id).order_by(ProofMedia.position)
    files = tuple(session.scalars(mine))
    place = f"{gps['lat_e7'] / 1e7:.5f}, {gps['lon_e7'] / 1e7:.5f}" if "lat_e7" in gps else ""
    return ProofOfMine(
        case.proof.outcome,
        happened_at(case.proof, received_at=case.proof.received_at),
        case.proof.received_at,
        str(who.get("name") or ""),
        str(who.get("rel") or ""),
        place,
        files,
    )


def _looks(session: Session, package_id: UUID) -> tuple[LookAtMine, ...]:
    query = (
        select(Look.at, Look.what, User.role)
        .outerjoin(User, User.id == Look.user_id)
        .where(Look.package_id == package_id)
        .order_by(Look.at.desc(), Look.id)
        .limit(MOST_LOOKS)
    )
    return tuple(LookAtMine(*row) for row in session.execute(query))


def _count_looks(session: Session, package_id: UUID) -> int:
    return session.scalar(select(func.count()).where(Look.package_id == package_id)) or 0


def _words(session: Session, ports: Ports, package_id: UUID) -> list[tuple[datetime, str]]:
    found: list[tuple[datetime, str | None]] = []
    for case in cases_of(session, package_id):
        if case.decided_at:
            reason = open_text(session, ports, package_id, case.id, case.reason_sealed)
            found.append((case.decided_at, reason))
        for line in lines_of(session, case.id):
            if line.said in READ_BY_CITIZEN:
                text = open_text(session, ports, package_id, line.id, line.text_sealed)
                found.append((line.made_at, text))
    return [(at, text) for at, text in found if text]
