"""Handovers: the list, one of them with the QR for a driver without an account, taking back, the printed sheet."""

import io
from uuid import UUID

from flask import Response, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.exchange import OldCard
from courier_app.domain.refusals import NotAllowed
from courier_app.printing.handover_sheet import HandoverFace, HandoverLine, print_handover_sheet
from courier_app.queries.handovers import (
    Cursor,
    HandedPackage,
    HandoverRow,
    handed_packages,
    handover_row,
    open_handovers,
    past_handovers,
)
from courier_app.services.handovers import TakenBack, renew_token, revoke
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.web.ports import clock
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.handover_qr import keep_token, qr_now
from courier_app.web.staff.proof_filters import read_cursor, written_cursor


@bp.get("/serah-terima")
def handovers() -> str:
    now, after = clock(), _cursor(request.args.get("sebelum", ""))
    with reading() as session:
        opened = [] if after else open_handovers(session, office_id=office(), now=now)
        past, more = past_handovers(session, office_id=office(), now=now, after=after)
    older = url_for("staff.handovers", sebelum=written_cursor(more)) if more else ""
    facts = {"opened": opened, "past": past, "older": older, "first": after is None, "now": now}
    return render_template("staff/handovers.html", **facts)


@bp.get("/serah-terima/<uuid:handover_id>")
def handover(handover_id: UUID) -> str:
    """With the QR for a driver, while it works, in the session that made it."""
    now = clock()
    with reading() as session:
        row = _or_404(handover_row(session, handover_id, office_id=office()))
        packages, qr = handed_packages(session, handover_id), qr_now(session, handover_id)
    facts = {"row": row, "state": row.state(now), "packages": packages, "qr": qr, "now": now}
    facts["ended"] = row.ended(now)
    return render_template("staff/handover.html", **facts)


@bp.get("/serah-terima/<uuid:handover_id>/keadaan")
def handover_state(handover_id: UUID) -> Response:
    """What the waiting page asks every two seconds: has a driver opened the QR, or taken it?"""
    with reading() as session:
        row = _or_404(handover_row(session, handover_id, office_id=office()))
        qr = qr_now(session, handover_id)
    return jsonify(state=row.state(clock()), **qr.said)


@bp.post("/serah-terima/<uuid:handover_id>/qr")
def renew_handover_qr(handover_id: UUID) -> AnyResponse:
    """Refuses with HandoverClosed when a driver was faster."""
    with transaction() as session:
        token = renew_token(session, handover_id, office_id=office(), now=clock())
    keep_token(handover_id, token)
    return redirect(url_for("staff.handover", handover_id=handover_id), 303)


@bp.get("/serah-terima/<uuid:handover_id>/qr")
@bp.get("/serah-terima/<uuid:handover_id>/tarik")
def back_to_handover(handover_id: UUID) -> AnyResponse:
    """Where only forms are sent, there is nothing to see."""
    return redirect(url_for("staff.handover", handover_id=handover_id), 303)


@bp.post("/serah-terima/<uuid:handover_id>/tarik")
def revoke_handover(handover_id: UUID) -> AnyResponse:
    with transaction() as session:
        taken = revoke(session, handover_id, office_id=office(), officer_id=me().id, now=clock())
    _tell(taken)
    return redirect(url_for("staff.handover", handover_id=handover_id), 303)


@bp.get("/serah-terima/<uuid:handover_id>/daftar.pdf")
def handover_sheet(handover_id: UUID) -> Response:
    with transaction() as session:
        row = _or_404(handover_row(session, handover_id, office_id=office()))
        packages = handed_packages(session, handover_id)
        by, now = Actor(user_id=me().id), clock()
        for package in packages:
            record_look(session, Sight(What.HANDOVER_SHEET, package.id, handover_id), by=by, now=now)
    out = io.BytesIO()
    print_handover_sheet(_face(row, packages), out)
    out.seek(0)
    name = f"serah-terima-{row.created_at:%Y%m%d}-{str(row.id)[:8]}.pdf"
    return send_file(out, mimetype="application/pdf", download_name=name)


def office() -> UUID:
    """Whose packages may be handed over. Refuses with NotAllowed for a person without an office."""
    office_id = me().office_id
    if office_id is None:
        raise NotAllowed
    return office_id


def _or_404(row: HandoverRow | None) -> HandoverRow:
    """Another office's handover is as unknown as one that never was."""
    return row or abort(404)


def _cursor(text: str) -> Cursor | None:
    """404 for anything that we did not write."""
    cursor = read_cursor(text)
    return cursor if cursor or not text else abort(404)


def _tell(taken: TakenBack) -> None:
    """Of what the courier already holds the page tells package by package."""
    num = taken.ready
    ready = ngettext("%(num)d paket siap dikirim lagi.", "%(num)d paket siap dikirim lagi.", num)
    flash(ready if num else gettext("Serah terima ditarik kembali."), "good")


def _face(row: HandoverRow, packages: list[HandedPackage]) -> HandoverFace:
    return HandoverFace(
        office=me().office_name or "",
        partner=row.partner,
        courier=row.courier or gettext("belum diketahui"),
        officer=row.officer,
        handed_over_at=row.created_at,
        lines=[
            HandoverLine(package.alias, exchange=package.old_card is OldCard.OWED) for package in packages
        ],
    )
