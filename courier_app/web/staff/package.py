"""One package: its page, a new claim code, and taking it back before it leaves the office."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import format_datetime, gettext
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.names import mask_name
from courier_app.domain.packages import CLOSED, Status, steps_when_counted_in
from courier_app.queries.citizen import last_word
from courier_app.queries.labels import label_printed_at
from courier_app.queries.package_story import (
    PROOFS_SHOWN,
    PackageFacts,
    count_proofs_of,
    looks_at,
    package_facts,
    proofs_of,
)
from courier_app.queries.policies import known_policy
from courier_app.services.packages import AT_OFFICE, cancel_package, renew_claim_code
from courier_app.services.recipients import Recipient, open_recipients
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.claim_slips import remember_issued
from courier_app.web.staff.kept import keep, kept
from courier_app.web.staff.look_words import look_words
from courier_app.web.staff.rights import SEES_LOOKS, scope_of
from courier_app.web.staff.story import case_note, story_of
from courier_app.web.staff.wording import kind_name, what_is_needed, who_may_receive

NEW_CODE = "renewed-code"


@bp.get("/paket/<uuid:package_id>")
def package(package_id: UUID) -> str:
    with reading() as session:
        facts = facts_or_404(session, package_id)
        return render_template("staff/package.html", **about(session, facts))


@bp.post("/paket/<uuid:package_id>/kode-klaim")
def renew_code(package_id: UUID) -> AnyResponse:
    """The old code stops working; the way leads to the new one. Refuses with WrongStatus."""
    with transaction() as session:
        facts_or_404(session, package_id)
        code = renew_claim_code(session, ports(), package_id, by=me().id, now=clock())
    remember_issued(package_id)
    keep(NEW_CODE, {"code": code}, key=str(package_id))
    return redirect(url_for("staff.renewed_code", package_id=package_id), 303)


@bp.get("/paket/<uuid:package_id>/kode-klaim")
def renewed_code(package_id: UUID) -> AnyResponse | str:
    """The new code, for as long as this session keeps it; then the package's own page, which has none."""
    shown = kept(NEW_CODE, key=str(package_id))
    if not shown:
        return back_to_package(package_id)
    with reading() as session:
        facts = facts_or_404(session, package_id)
    return render_template("staff/claim_code.html", package=facts, **shown)


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


def about(session: Session, facts: PackageFacts, *, shown: Recipient | None = None) -> dict[str, object]:
    """All that the page says. `shown` is the recipient in clear: whoever passes it has recorded the look."""
    policy = known_policy(session, facts.policy_id, facts.policy_version)
    named, proofs = scope_of(me()).names, proofs_of(session, facts.id)
    return {
        "package": facts if named else _nameless(facts),
        "kind": kind_name(facts.kind),
        "masked": _masked(session, facts),
        "shown": shown,
        "who": who_may_receive(policy) if policy else "",
        "needs": what_is_needed(policy) if policy else [],
        "story_entries": story_of(session, facts.id, names=named),
        "said": last_word(session, facts.id),
        "case": case_note(session, facts.id, now=clock()),
        "can_come_back": bool(steps_when_counted_in(facts.status)),
        "waits_for_driver": facts.status is Status.ASSIGNED and facts.courier_id is None,
        "proofs": [one if named else replace(one, courier_name="") for one in proofs],
        "older_proofs": count_proofs_of(session, facts.id) - len(proofs)
        if len(proofs) == PROOFS_SHOWN
        else 0,
        "looks": _looks(session, facts.id),
        "printed": label_printed_at(session, facts.id),
        "is_open": facts.status not in CLOSED,
        "at_office": facts.status in AT_OFFICE,
    }


def _nameless(facts: PackageFacts) -> PackageFacts:
    return replace(facts, courier_name=None, courier_phone=None, courier_plate=None)


def _masked(session: Session, facts: PackageFacts) -> dict[str, str] | None:
    """First letters of the name and the end of the telephone number: enough to know the right paper by."""
    if not scope_of(me()).names:
        return None
    found = open_recipients(session, ports(), [facts.id]).get(facts.id)
    if found is None:
        return None
    return {"name": mask_name(found.name), "phone": f"•••• {found.phone[-3:]}" if found.phone else ""}


def _looks(session: Session, package_id: UUID) -> Sequence[tuple[str, str, str]] | None:
    """(when, who, what); None for who may not see it."""
    if me().role not in SEES_LOOKS:
        return None
    lines = looks_at(session, package_id)
    return [(_moment(look.at), look.who or "–", look_words(look.what)) for look in lines]


def _moment(at: object) -> str:
    return f"{format_datetime(at, 'd MMM y, HH.mm')} WIB"
