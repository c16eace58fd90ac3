"""One package: its page, a new claim code, and taking it back before it leaves the office."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.call_backs import to_call_since
from courier_app.domain.card_rules import CARD_WHY_WORDS
from courier_app.domain.confirmations import may_answer
from courier_app.domain.counter import MAY_WAIT
from courier_app.domain.looks import RevealWhy
from courier_app.domain.names import mask_name
from courier_app.domain.packages import CLOSED, Status, steps_when_counted_in
from courier_app.domain.policies import Policy
from courier_app.domain.retries import is_used_up
from courier_app.domain.reveals import CORRECTED_FOR, mask_address, mask_phone, mask_place
from courier_app.domain.rights import RIGHT_WORDS
from courier_app.queries.call_backs import denied_by_phone, to_call_among
from courier_app.queries.citizen import last_word
from courier_app.queries.labels import label_printed_at
from courier_app.queries.money_reports import waiting_of
from courier_app.queries.package_story import (
    PROOFS_SHOWN,
    PackageFacts,
    count_proofs_of,
    looks_at,
    package_facts,
    proofs_of,
)
from courier_app.queries.policies import known_policy
from courier_app.services.packages import AT_OFFICE, cancel_package
from courier_app.services.recipients import Recipient, open_recipients
from courier_app.web.moments import written
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.keeping_words import keeping_of_package
from courier_app.web.staff.kept import asked_before
from courier_app.web.staff.look_words import look_words
from courier_app.web.staff.reveal_form import RevealForm, offer_first, reveal_form
from courier_app.web.staff.rights import SEES_LOOKS, scope_of
from courier_app.web.staff.story import case_note, story_of
from courier_app.web.staff.wording import kind_name, renewal_words, what_is_needed, who_may_receive
from courier_app.web.words import say

REVEAL, CORRECT = "reveal-", "correct-"  # two forms of one page
PACKAGE = "package"  # what its other forms keep under


@bp.get("/paket/<uuid:package_id>")
def package(package_id: UUID) -> str:
    with reading() as session:
        facts = facts_or_404(session, package_id)
        return render_template("staff/package.html", **about(session, facts))


@bp.post("/paket/<uuid:package_id>/batal")
def cancel(package_id: UUID) -> AnyResponse:
    """Refuses with WrongStatus once a courier is named."""
    with transaction() as session:
        facts = facts_or_404(session, package_id)
        cancel_package(session, package_id, by=me().id, now=clock())
    words = gettext(
        "Paket %(alias)s dibatalkan. Buka amplopnya atau simpan di kantor; bila keliru, daftarkan lagi.",
        alias=facts.alias,
    )
    flash(words, "good")
    return redirect(url_for("staff.package", package_id=package_id), 303)


@bp.get("/paket/<uuid:package_id>/batal")
@bp.get("/paket/<uuid:package_id>/penerima/simpan")
def back_to_package(package_id: UUID) -> AnyResponse:
    """What a form has shown is gone when its address is opened anew, for example after a change of language."""
    return redirect(url_for("staff.package", package_id=package_id), 303)


def facts_or_404(session: Session, package_id: UUID) -> PackageFacts:
    """A package of another office is as unknown as one that never was."""
    facts = package_facts(session, scope_of(me()), package_id)
    return facts or abort(404)


def about(
    session: Session,
    facts: PackageFacts,
    *,
    shown: Recipient | None = None,
    reveal: RevealForm | None = None,
    correct: RevealForm | None = None,
) -> dict[str, object]:
    """All that the page says. `shown` is the recipient in clear: whoever passes it has recorded the look. `reveal` and
    `correct` are forms that could not be taken."""
    policy = known_policy(session, facts.policy_id, facts.policy_version)
    named, proofs = scope_of(me()).names, proofs_of(session, facts.id)
    to_call = to_call_among(session, [one.id for one in proofs], since=to_call_since(clock()))
    return {
        "package": facts if named else _nameless(facts),
        "kind": kind_name(facts.kind),
        "masked": _masked(session, facts),
        "shown": shown,
        "reveal": _asking(reveal or reveal_form(REVEAL), to_call=bool(to_call)),
        "correct": correct or reveal_form(CORRECT, reasons=CORRECTED_FOR),
        "who": who_may_receive(policy) if policy else "",
        "card_why": card_why(facts),
        "needs": _needs(policy, facts) if policy else [],
        "story_entries": story_of(session, facts.id, names=named),
        "said": last_word(session, facts.id),
        "case": case_note(session, facts.id, now=clock()),
        "denied": denied_by_phone(session, facts.id),
        "demanded": waiting_of(session, facts.id),
        "proofs": [one if named else replace(one, courier_name="") for one in proofs],
        "older_proofs": count_proofs_of(session, facts.id) - len(proofs)
        if len(proofs) == PROOFS_SHOWN
        else 0,
        "looks": _looks(session, facts.id),
        "keeping": keeping_of_package(session, facts),
        "rights": [(right.value, say(words)) for right, words in RIGHT_WORDS.items()],
        "printed": label_printed_at(session, facts.id),
        **renewal_words(),
        **asked_before(PACKAGE),
        **_where_it_stands(facts, clock()),
    }


def _asking(form: RevealForm, *, to_call: bool) -> RevealForm:
    """The recipient of a proof that needs a call is rung up from here: the number is nowhere else."""
    if to_call:
        offer_first(form, RevealWhy.CALL)
    return form


def _where_it_stands(facts: PackageFacts, now: datetime) -> dict[str, bool]:
    return {
        "can_come_back": bool(steps_when_counted_in(facts.status)),
        "waits_for_driver": facts.status is Status.ASSIGNED and facts.courier_id is None,
        "is_open": facts.status not in CLOSED,
        "at_office": facts.status in AT_OFFICE,
        "may_wait": facts.status in MAY_WAIT and not facts.erased,
        "may_answer": not facts.erased_at and may_answer(facts.status, facts.closed_at, now=now),
        "used_up": is_used_up(facts.attempt, facts.last_attempt),
    }


def _needs(policy: Policy, facts: PackageFacts) -> list[str]:
    card = (
        [gettext("Foto dan nomor segel kartu lama, atau alasan mengapa tidak ada")] if facts.old_card else []
    )
    return [*what_is_needed(policy), *card]


def card_why(facts: PackageFacts) -> str:
    """Why the old card comes back, and which rules said so; packages of before the rule have no reason."""
    if facts.card_why is None:
        return str(gettext("Kartu lama harus kembali")) if facts.old_card else ""
    why, number = say(CARD_WHY_WORDS[facts.card_why]), facts.card_edition
    rules = gettext("aturan edisi %(number)d", number=number) if number else gettext("aturan nasional")
    return f"{why} ({rules})"


def _nameless(facts: PackageFacts) -> PackageFacts:
    return replace(facts, courier_name=None, courier_phone=None, courier_plate=None)


def _masked(session: Session, facts: PackageFacts) -> dict[str, str] | None:
    """Enough to know the right paper by, and not enough to find anybody."""
    if not scope_of(me()).names:
        return None
    found = open_recipients(session, ports(), [facts.id]).get(facts.id)
    if found is None:
        return None
    masked = {"name": mask_name(found.name), "address": mask_address(found.address, name=found.name)}
    place = mask_place(found.place) if found.place else ""
    return masked | {"phone": mask_phone(found.phone or ""), "place": place}


def _looks(session: Session, package_id: UUID) -> Sequence[tuple[str, str, str]] | None:
    """(when, who, what); None for who may not see it."""
    if me().role not in SEES_LOOKS:
        return None
    lines = looks_at(session, package_id)
    return [(_moment(look.at), look.who or "–", look_words(look.what)) for look in lines]


def _moment(at: datetime) -> str:
    return f"{written(at, 'd MMM y, HH.mm')} WIB"
