"""The auditor's list of proofs, and what can be taken away of one: the record as sent, its content, our answer."""

from collections.abc import Sequence
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as AnyResponse

from courier_app.db import reading, transaction
from courier_app.domain.call_backs import to_call_since
from courier_app.domain.proofs import Flag
from courier_app.domain.reviews import Standing
from courier_app.queries.call_backs import reached_among, to_call_among
from courier_app.queries.proofs import (
    MOST_COUNTED,
    Case,
    ProofFilter,
    ProofRow,
    count_proofs,
    proof_case,
    proof_rows,
)
from courier_app.services.looks import Sight, What, record_look
from courier_app.services.moves import Actor
from courier_app.services.records import Record, open_record
from courier_app.web.answers import JOSE
from courier_app.web.ports import clock, ports
from courier_app.web.sign_in import me
from courier_app.web.staff.blueprint import bp
from courier_app.web.staff.calendar import begin_of, day_of
from courier_app.web.staff.courier_filter import courier_choices
from courier_app.web.staff.proof_filters import ListAddress, read_address, read_cursor, written_cursor
from courier_app.web.staff.proof_words import CALL_DENIED, FLAGS, MARKS, ON_WORD_ALONE, OUTCOMES
from courier_app.web.staff.rights import may, scope_of
from courier_app.web.staff.step_up import is_opened

JSON = "application/json"


@bp.get("/audit")
def proofs() -> str:
    scope, address = scope_of(me()), read_address(request.args, now=clock())
    after = read_cursor(request.args.get("sebelum", ""))
    with reading() as session:
        rows, more = proof_rows(session, scope, address.wanted, after=after)
        calls = _calls(session, rows)
        heaps = [count_proofs(session, scope, wanted) for wanted in _heaps()]
        couriers = courier_choices(session, scope, address.wanted.courier_id)
    facts = {"rows": rows, "heaps": heaps, "couriers": couriers, "most": MOST_COUNTED, "scope": scope}
    facts |= {"address": address, "older": _older(address, more), "first": after is None, **calls}
    words = {"marks": MARKS, "flags": FLAGS, "outcomes": OUTCOMES, "today": day_of(clock()).isoformat()}
    words |= {"to_call": Flag.CALL_BACK.value, "on_word_alone": ON_WORD_ALONE[0], "denied": CALL_DENIED[0]}
    return render_template("staff/proofs.html", **facts, **words)


@bp.get("/audit/<uuid:proof_id>/jws")
def proof_jws(proof_id: UUID) -> AnyResponse:
    """The record byte for byte as the phone sent it: a JWS, or bare JSON of a phone without a key."""
    if closed := _closed(proof_id):
        return closed
    case, record = opened(proof_id, What.SIGNED_RECORD)
    if case.proof.device_id is None:
        return _taken(record.sent, f"bukti-{proof_id}.json", JSON)
    return _taken(record.sent, f"bukti-{proof_id}.jws", JOSE)


@bp.get("/audit/<uuid:proof_id>/isi")
def proof_manifest(proof_id: UUID) -> AnyResponse:
    """The manifest alone, the bytes whose hash stands in the ledger."""
    if closed := _closed(proof_id):
        return closed
    _, record = opened(proof_id, What.SIGNED_RECORD)
    return _taken(record.payload, f"bukti-{proof_id}-isi.json", JSON)


@bp.get("/audit/<uuid:proof_id>/jawaban")
def proof_answer(proof_id: UUID) -> Response:
    """The server's signed answer as it went to the phone; no personal data in it."""
    with reading() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
    return _taken(case.proof.acknowledgement, f"bukti-{proof_id}-jawaban.jws", JOSE)


def _closed(proof_id: UUID) -> AnyResponse | None:
    """Names and places are in it: the way to where the proof is opened in clear, until it is."""
    if is_opened(What.PROOF_REVEALED, proof_id):
        return None
    with reading() as session:
        case_or_404(proof_case(session, scope_of(me()), proof_id))
    return redirect(url_for("staff.proof", proof_id=proof_id, _anchor="reveal"), 303)


def opened(proof_id: UUID, what: What) -> tuple[Case, Record]:
    """Two transactions on purpose: nothing is opened before the look is kept."""
    with transaction() as session:
        case = case_or_404(proof_case(session, scope_of(me()), proof_id))
        by, now = Actor(user_id=me().id), clock()
        record_look(session, Sight(what, case.package.id, proof_id), by=by, now=now)
    with reading() as session:
        return case, open_record(session, ports(), case)


def case_or_404(case: Case | None) -> Case:
    """Another office's proof is as unknown as one that never was."""
    return case or abort(404)


def _calls(session: Session, rows: Sequence[ProofRow]) -> dict[str, object]:
    """Of the rows that stand on the courier's word alone: who was reached, and who is still to be."""
    flagged = {row.id: row.package_id for row in rows if Flag.CALL_BACK in row.flags}
    if not flagged:
        return {"reached": {}, "open_calls": frozenset()}
    waiting = to_call_among(session, flagged, since=to_call_since(clock()))
    return {"reached": reached_among(session, flagged), "open_calls": waiting}


def _heaps() -> tuple[ProofFilter, ...]:
    """What waits for a verdict, however long, or for a call of those who may note one; what came today, and what of
    today the rules were content with."""
    today = begin_of(day_of(clock()))
    rings = may(me(), "staff.note_call_back")
    calls = (ProofFilter(to_call_since=to_call_since(clock())),) if rings else ()
    return (
        ProofFilter(standing=Standing.WAITING),
        ProofFilter(since=today),
        ProofFilter(standing=Standing.ACCEPTED, since=today),
        *calls,
    )


def _older(address: ListAddress, more: object) -> str:
    if not isinstance(more, tuple):
        return ""
    return url_for("staff.proofs", **address.said, sebelum=written_cursor(more))


def _taken(body: bytes | None, name: str, type_: str) -> Response:
    if not body:
        abort(404)
    answer = Response(body, content_type=type_)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
