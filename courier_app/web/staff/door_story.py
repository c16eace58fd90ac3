"""What happened at the door, as the line of time tells it: where it was put, who stood by, why nobody signed, why
it was not handed over."""

from collections.abc import Iterator
from uuid import UUID

from flask_babel import gettext
from sqlalchemy.orm import Session

from courier_app.domain.checks import CHECK_WORDS, Check
from courier_app.domain.collecting import PROVEN_WORDS
from courier_app.domain.evidence_classes import SignatureStatus
from courier_app.domain.names import mask_name
from courier_app.domain.proofs import Outcome
from courier_app.domain.reasons import REASONS, Reason
from courier_app.domain.recipients import RELATION_WORDS
from courier_app.queries.package_story import SentProof, sent_of
from courier_app.services.collecting import collected_of
from courier_app.services.records import open_sent
from courier_app.web.ports import ports
from courier_app.web.staff.proof_said import Said
from courier_app.web.words import say

TICKS = (Check.SAW_TAKEN, Check.WIPED_BEFORE, Check.SIGNER_HANDS, Check.WIPED_AFTER)
UNSIGNED = frozenset({SignatureStatus.DECLINED, SignatureStatus.UNABLE})


def door_lines(session: Session, package_id: UUID) -> dict[UUID, tuple[str, ...]]:
    """By proof; nobody's name stands there in clear, so no look is recorded (decision 0033). Nothing of what is
    erased."""
    delivered = sent_of(session, package_id, Outcome.DELIVERED)
    failed = sent_of(session, package_id, Outcome.ATTEMPT_FAILED)
    told = {one.id: tuple(_told(_said(session, package_id, one))) for one in delivered}
    return told | {one.id: tuple(_noted(_said(session, package_id, one))) for one in failed}


def reason_lines(session: Session, package_id: UUID) -> dict[UUID, str]:
    """Why each attempt failed, by its proof: a word of a closed list, and nobody's."""
    failed = sent_of(session, package_id, Outcome.ATTEMPT_FAILED)
    return {one.id: say(REASONS[Reason(one.reason)].words) for one in failed if one.reason in set(Reason)}


def counter_lines(session: Session, package_id: UUID) -> tuple[str, ...]:
    """Of a collection at the counter, the name masked as well."""
    found = collected_of(session, ports(), package_id)
    if found is None:
        return ()
    who = f"{say(RELATION_WORDS[found.relation])}, {mask_name(found.name)}" if found.relation else ""
    place = gettext("Diambil di loket, catatan nomor %(leaf)s", leaf=found.leaf_index)
    return tuple(
        line for line in (place, who, say(PROVEN_WORDS[found.proven_by]) if found.proven_by else "") if line
    )


def _said(session: Session, package_id: UUID, sent: SentProof) -> Said:
    return Said(open_sent(session, ports(), package_id, sent.sealed).members)


def _noted(said: Said) -> Iterator[str]:
    """A courier's own words may name somebody: they are read where the proof is opened."""
    if said.note:
        yield gettext("Kurir menulis catatan. Bacalah di buktinya.")


def _told(said: Said) -> Iterator[str]:
    if said.spot:
        yield gettext("Diletakkan di: %(spot)s", spot=said.spot)
    if said.answers.get("signature_status") in UNSIGNED:
        yield said.signature
    if said.witness_masked:
        yield gettext("Saksi: %(who)s", who=said.witness_masked)
    ticks = said.answers.get("checks", {})
    for check in TICKS:
        if check.value in ticks:
            words = say(CHECK_WORDS[check])
            yield words if ticks[check.value] is True else gettext("Tidak dicentang: %(what)s", what=words)
