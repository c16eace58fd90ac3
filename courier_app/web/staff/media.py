"""Evidence files for the eyes of the office: the original, byte for byte, and a small picture of it that shows nobody.

A signature is ink on paper: its small picture shows it. Every photo is blurred whole (docs/decisions/0025)."""

from uuid import UUID

from flask import Response, abort, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.proofs import EvidenceKind
from courier_app.domain.refusals import ForeignOrigin
from courier_app.evidence.images import SMALL_TYPE
from courier_app.models import Media
from courier_app.queries.proofs import Shown, shown_media
from courier_app.services.evidence_files import (
    BLURRED,
    SMALL,
    Unopenable,
    keep_small,
    make_small,
    open_original,
    open_small,
)
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.rights import scope_of
from courier_app.web.staff.step_up import is_opened

# A picture on a page of ours, or a tab of its own; never a script, a frame or another site (ASVS 3.5.8).
DESTINATIONS = (None, "image", "document", "empty")
SITES = (None, "same-origin", "none")
ORIGINAL = {EvidenceKind.SIGNATURE: What.SIGNATURE}
SHOWN_AS = {EvidenceKind.SIGNATURE: SMALL}
LOOK_OF = {SMALL: What.THUMBNAIL, BLURRED: What.BLURRED}


@bp.get("/media/<uuid:media_id>")
def media(media_id: UUID) -> AnyResponse:
    """Its SHA-256 is the one that the device signed. Whoever has not opened its proof in clear is led to where they
    can."""
    if closed := _closed(media_id):
        return redirect(url_for("staff.proof", proof_id=closed, _anchor="reveal"), 303)
    shown = _looked_at(media_id)
    try:
        return _picture(open_original(ports(), shown.media), shown.media.type)
    except Unopenable:
        abort(404)


@bp.get("/media/<uuid:media_id>/kecil")
def media_small(media_id: UUID) -> Response:
    shown = _looked_at(media_id, small=True)
    kind = _kind(shown)
    with reading() as session:
        body = open_small(session, ports(), media_id, kind)
    return _picture(body or _made(shown.media, kind), SMALL_TYPE)


def _closed(media_id: UUID) -> UUID | None:
    """The proof that has to be opened first."""
    _only_our_pages()
    with reading() as session:
        shown = shown_media(session, scope_of(me()), media_id) or abort(404)
    return None if is_opened(What.PROOF_REVEALED, shown.proof_id) else shown.proof_id


def _only_our_pages() -> None:
    if request.headers.get("Sec-Fetch-Dest") not in DESTINATIONS:
        raise ForeignOrigin
    if request.headers.get("Sec-Fetch-Site") not in SITES:
        raise ForeignOrigin


def _looked_at(media_id: UUID, *, small: bool = False) -> Shown:
    """The look is on record before a byte is read (security.md, section 6)."""
    _only_our_pages()
    with transaction() as session:
        shown = shown_media(session, scope_of(me()), media_id) or abort(404)
        seen = LOOK_OF[_kind(shown)] if small else ORIGINAL.get(shown.kind, What.PHOTO)
        by = Actor(user_id=me().id)
        record_look(session, Sight(seen, shown.package_id, media_id), by=by, now=clock())
    return shown


def _kind(shown: Shown) -> str:
    return SHOWN_AS.get(shown.kind, BLURRED)


def _made(original: Media, kind: str) -> bytes:
    """Once: from then on it lies in the store."""
    try:
        small = make_small(ports(), original, kind)
    except Unopenable:
        abort(404)
    with transaction() as session:
        keep_small(session, ports(), small, now=clock())
    return small.body


def _picture(body: bytes, type_: str) -> Response:
    """Sandboxed by safety.csp_for(), never kept by a cache."""
    answer = Response(body, content_type=type_)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "no-store"
    return answer
