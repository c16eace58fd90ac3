"""One proof on one page: what was said, what is known, and every check done again while you look."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flask import render_template
from flask_babel import format_timedelta, gettext
from sqlalchemy.orm import Session

from courier_app.db import reading
from courier_app.domain.claim_codes import BadClaimCode
from courier_app.domain.evidence_classes import NEED_WORDS, SIGNATURE
from courier_app.domain.looks import TAKEN_FOR
from courier_app.domain.packages import Status
from courier_app.domain.payments import missing_payment
from courier_app.domain.policies import Policy, asks_for_id, missing_when_delivered
from courier_app.domain.proofs import Flag, Mark, Outcome
from courier_app.domain.recipients import names_agree
from courier_app.domain.reviews import Standing, steps_when_accepted
from courier_app.domain.sketch import Sketch, sketch
from courier_app.queries.citizen import last_word
from courier_app.queries.policies import known_policy
from courier_app.queries.proofs import Case, read_flags
from courier_app.services.imports import imported_by
from courier_app.services.looks import What
from courier_app.services.own_phone_record import OwnPhoneShown, own_phone_shown, recheck_own_phone
from courier_app.services.packages import is_claim_code
from courier_app.services.rechecks import Point, Recheck, recheck
from courier_app.services.recipients import Erased, Recipient, open_recipient
from courier_app.services.records import Record
from courier_app.services.reviews import open_reason
from courier_app.web.fee_words import FeeShown, fee_shown
from courier_app.web.ports import clock, ports
from courier_app.web.staff.attempt_words import missing_in_attempt
from courier_app.web.staff.audit import opened
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.call_back_form import CallTyped, call_facts, call_said
from courier_app.web.staff.own_phone import OwnPhoneCard, own_phone_card
from courier_app.web.staff.proof_persons import persons_of
from courier_app.web.staff.proof_place import place_age, place_missing
from courier_app.web.staff.proof_said import Said
from courier_app.web.staff.proof_words import EVIDENCE, FLAGS, MARKS, OUTCOMES, POINTS, Sentence
from courier_app.web.staff.reveal_form import RevealForm, reveal_form
from courier_app.web.staff.review_form import ReviewForm, empty_form
from courier_app.web.staff.rule_names import RulesNamed, rules_named
from courier_app.web.staff.story import case_note, story_of
from courier_app.web.staff.voids import void_facts
from courier_app.web.staff.wording import kind_name, what_is_needed, who_may_receive
from courier_app.web.witnessed_words import witnessed_words
from courier_app.web.words import say

REVEAL, BUNDLE = "reveal-", "bundle-"  # two forms of one page


@dataclass(frozen=True)
class Line:
    """A point of the second check in words; `tone` as in the macros."""

    words: str
    tone: str
    technical: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Clocks:
    """The phone's own time, the same corrected by what it knew of the server's, and when we received it."""

    phone: datetime
    offset_ms: int | None
    received: datetime

    @property
    def corrected(self) -> datetime:
        return self.phone + timedelta(milliseconds=self.offset_ms or 0)

    @property
    def drift(self) -> str:
        """How the phone's clock stood to ours when it last heard the server."""
        if self.offset_ms is None:
            return str(gettext("tidak diketahui"))
        if abs(self.offset_ms) < 1000:
            return str(gettext("tidak sampai 1 detik"))
        apart = format_timedelta(timedelta(milliseconds=abs(self.offset_ms)), threshold=1.2)
        behind = self.offset_ms > 0
        return str(
            gettext("ponsel lambat %(time)s", time=apart)
            if behind
            else gettext("ponsel cepat %(time)s", time=apart)
        )

    @property
    def travel(self) -> timedelta:
        return max(self.received - self.corrected, timedelta())


@dataclass(frozen=True)
class Rules:
    """The policy that the proof followed, and what of it is not there. `asks_id`: whether the courier was asked to look
    at a card, or said that he did."""

    named: RulesNamed
    who: str
    needs: list[str]
    missing: list[str]
    asks_id: bool = True


@dataclass(frozen=True)
class Ruling:
    """Where the proof stands; before a verdict what each would do, after it what the auditor wrote."""

    standing: Standing
    after: Status | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Forms:
    """Those that could not be taken as they were sent."""

    review: ReviewForm | None = None
    reveal: RevealForm | None = None
    taking: RevealForm | None = None
    call: CallTyped | None = None


NOTHING_TYPED = Forms()


@bp.get("/audit/<uuid:proof_id>")
def proof(proof_id: UUID) -> str:
    return proof_page(proof_id)


def proof_page(proof_id: UUID, form: ReviewForm | None = None) -> str:
    """Names and places masked. With a form that could not be taken, the same page and what is wrong with it."""
    case, record = opened(proof_id, What.PROOF)
    return shown_proof(case, record, Forms(review=form))


def shown_proof(
    case: Case,
    record: Record,
    forms: Forms = NOTHING_TYPED,
    *,
    clear: bool = False,
) -> str:
    """All that the page says. `clear` says whoever has recorded the reveal."""
    said, checked = Said(record.members), recheck(ports(), case, record)
    with reading() as session:
        signed = own_phone_shown(session, ports(), case, record)
        addressee = _addressee(session, case)
        facts: dict[str, object] = {"persons": persons_of(said, addressee, clear=clear)}
        facts |= {"story_entries": story_of(session, case.package.id, names=True)}
        facts |= {"citizen": last_word(session, case.package.id)}
        facts |= {"dispute": case_note(session, case.package.id, now=clock())}
        facts |= {"brought": imported_by(session, case.package.id, case.proof.id)}
        facts |= {"witnessed": witnessed_words(session, case.leaf.index) if case.leaf else None}
        ruling = _ruling(session, case)
        facts |= void_facts(session, case) | call_facts(session, case, forms.call)
        facts |= {"rules": _rules(session, case, said, signed, addressee)}
        facts |= {"ruling": ruling, "form": forms.review or empty_form(case.package.status)}
    facts |= {"case": case, "record": record, "said": said, "code_fits": _code_fits(case, said)}
    facts |= {"fee": _fee(case, said)}
    facts |= {"place_age": place_age(case, said)}
    checked += (recheck_own_phone(signed),) if signed else ()
    card = own_phone_card(signed, said.receiver, clear=clear)
    facts |= {"lines": [_line(one) for one in checked], "signed": card}
    facts |= {"flags": _flags(case, card, FLAGS | _flags_now(said, facts))}
    fits = [one.ok for one in checked if one.point is Point.FILE]
    facts |= {"files": list(zip(case.files, fits, strict=True))}
    facts |= {"clocks": Clocks(case.proof.captured_at, case.proof.offset_ms, case.proof.received_at)}
    facts |= {"reveal": forms.reveal or reveal_form(REVEAL)}
    facts |= {"bundle": forms.taking or reveal_form(BUNDLE, reasons=TAKEN_FOR)}
    facts |= {"sketch": _sketch(said, addressee), "same_name": _same_name(said, addressee)}
    return render_template("staff/proof.html", **facts, **_words_of(case))


def _ruling(session: Session, case: Case) -> Ruling:
    at = case.standing
    if case.review:
        return Ruling(at, reason=open_reason(session, ports(), case.review))
    steps = steps_when_accepted(case.package.status, case.proof.outcome)
    return Ruling(at, after=steps[-1] if steps else None)


def _fee(case: Case, said: Said) -> FeeShown | None:
    delivered = case.proof.outcome is Outcome.DELIVERED
    return fee_shown(case.package.fee_rupiah, said.payment) if delivered else None


def _code_fits(case: Case, said: Said) -> bool | None:
    """Whether the code that the courier typed is the package's present one; None without a code that can be read."""
    try:
        return is_claim_code(ports(), case.package, said.typed_code) if said.typed_code else None
    except BadClaimCode:
        return False


def _words_of(case: Case) -> dict[str, object]:
    mark = MARKS[case.proof.mark] if case.proof.mark else None
    words = {
        "outcome": OUTCOMES[case.proof.outcome],
        "evidence": EVIDENCE,
        "kind": kind_name(case.package.kind),
    }
    return words | {"mark": mark}


def _flags_now(said: Said, facts: Mapping[str, object]) -> dict[Flag, tuple[Sentence, Sentence]]:
    return {Flag.CALL_BACK: call_said(facts), Flag.NO_PLACE: place_missing(said)}


def _flags(
    case: Case, signed: OwnPhoneCard | None, words_of: Mapping[Flag, tuple[Sentence, Sentence]]
) -> list[tuple[object, object]]:
    """As the proof was flagged when it came; a recipient's signature that came later may say something else still.
    Of a proof that counts for nothing there is nothing left to do."""
    flags = list(read_flags(case.proof.flags))
    later = signed is not None and signed.differs and Flag.RECIPIENT_DIFFERS not in flags
    found = [words_of[flag] for flag in [*flags, *([Flag.RECIPIENT_DIFFERS] if later else [])]]
    return [(words, "") for words, _advice in found] if case.standing.counts_for_nothing else found


def _addressee(session: Session, case: Case) -> Recipient | None:
    """None when the package's data were erased."""
    try:
        return open_recipient(session, ports(), case.package)
    except Erased:
        return None


def _same_name(said: Said, addressee: Recipient | None) -> bool:
    return addressee is not None and names_agree(said.name, addressee.name)


def _line(one: Recheck) -> Line:
    fits, differs, unknown = POINTS[one.point]
    words, tone = {True: (fits, "good"), False: (differs, "bad"), None: (unknown, "neutral")}[one.ok]
    named = {"file": str(EVIDENCE[one.kind])} if one.kind else {}
    return Line(str(words) % named, tone, one.technical)


def _rules(
    session: Session, case: Case, said: Said, signed: OwnPhoneShown | None, addressee: Recipient | None
) -> Rules:
    """Those that the proof followed; where it cannot be read, the package's own."""
    followed = said.followed or (case.package.policy_id, case.package.policy_version)
    policy = known_policy(session, *followed)
    named = rules_named(session, policy, case.package.office_id)
    if policy is None:
        return Rules(named, "", [], [])
    lacks = (
        missing_in_attempt(case, said, policy, addressee)
        if case.proof.outcome is Outcome.ATTEMPT_FAILED
        else _missing(case, said, policy, signed)
    )
    asks_id = said.looked_at_card or asks_for_id(policy, said.mode_code)
    return Rules(named, who_may_receive(policy), what_is_needed(policy), lacks, asks_id)


def _missing(case: Case, said: Said, policy: Policy, signed: OwnPhoneShown | None) -> list[str]:
    """By the rules that the proof followed; a code counts unless it was found wrong."""
    if case.proof.outcome is not Outcome.DELIVERED:
        return []
    here = signed is not None and recheck_own_phone(signed).ok is True
    shown = [file.kind.value for file in case.files] + ([SIGNATURE] if here else [])
    code = bool(said.answers.get("claim_code")) and case.proof.mark is not Mark.CLAIM_CODE_WRONG
    codes = missing_when_delivered(policy, said.at_the_door(frozenset(shown), has_factor=code or here))
    codes += missing_payment(case.package.fee_rupiah, said.payment)
    return [say(NEED_WORDS[code]) for code in codes]


def _sketch(said: Said, addressee: Recipient | None) -> Sketch | None:
    if said.place is None or addressee is None or addressee.place is None:
        return None
    return sketch(addressee.place, said.place.pair, accuracy_m=said.place.acc_m)
