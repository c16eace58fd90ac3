"""Handovers: the list, one of them with the QR for a driver without an account, taking back, the printed sheet."""

import io
from uuid import UUID

from flask import Response, abort, flash, jsonify, redirect, render_template, request, send_file, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.handover_tokens import TOKEN_LIFE
from courier_app.domain.refusals import NotAllowed
from courier_app.printing.handover_sheet import HandoverFace, HandoverLine, print_handover_sheet
from courier_app.printing.screen_qr import screen_qr
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
from courier_app.web.ports import clock, settings
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.proof_filters import read_cursor, written_cursor

ENTRY = "/kurir/serah#"  # the token stays behind the hash: no address on the network and no log has it


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
    return handover_page(handover_id)


@bp.get("/serah-terima/<uuid:handover_id>/keadaan")
def handover_state(handover_id: UUID) -> Response:
    """What the waiting page asks every two seconds: has a driver taken the QR?"""
    with reading() as session:
        row = _or_404(handover_row(session, handover_id, office_id=office()))
    return jsonify(state=row.state(clock()))


@bp.post("/serah-terima/<uuid:handover_id>/qr")
def renew_handover_qr(handover_id: UUID) -> str:
    """Refuses with HandoverClosed when a driver was faster."""
    with transaction() as session:
        token = renew_token(session, handover_id, office_id=office(), now=clock())
    return handover_page(handover_id, token=token)


@bp.get("/serah-terima/<uuid:handover_id>/qr")
@bp.get("/serah-terima/<uuid:handover_id>/tarik")
def back_to_handover(handover_id: UUID) -> AnyResponse:
    """The QR is gone when its address is opened anew, for example after a change of language."""
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


def handover_page(handover_id: UUID, *, token: str | None = None) -> str:
    """With a token, its QR: drawn into this answer, and into no other."""
    now = clock()
    with reading() as session:
        row = _or_404(handover_row(session, handover_id, office_id=office()))
        packages = handed_packages(session, handover_id)
    qr = screen_qr(settings().public_url + ENTRY + token) if token else None
    facts = {"row": row, "state": row.state(now), "packages": packages, "qr": qr, "now": now}
    return render_template("staff/handover.html", seconds=int(TOKEN_LIFE.total_seconds()), **facts)


def _or_404(row: HandoverRow | None) -> HandoverRow:
    """Another office's handover is as unknown as one that never was."""
    return row or abort(404)


def _cursor(text: str) -> Cursor | None:
    """404 for anything that we did not write."""
    cursor = read_cursor(text)
    return cursor if cursor or not text else abort(404)


def _tell(taken: TakenBack) -> None:
    num, held = taken.ready, taken.with_courier
    flash(ngettext("%(num)d paket siap dikirim lagi.", "%(num)d paket siap dikirim lagi.", num), "good")
    if held:
        flash(_still_held(held), "warn")


def _still_held(num: int) -> str:
    said = ngettext(
        "%(num)d paket sudah di tangan kurir. Minta kurir mengembalikannya ke kantor.",
        "%(num)d paket sudah di tangan kurir. Minta kurir mengembalikannya ke kantor.",
        num,
    )
    return str(said)


def _face(row: HandoverRow, packages: list[HandedPackage]) -> HandoverFace:
    return HandoverFace(
        office=me().office_name or "",
        partner=row.partner,
        courier=row.courier or gettext("belum diketahui"),
        officer=row.officer,
        handed_over_at=row.created_at,
        lines=[HandoverLine(package.alias) for package in packages],
    )
